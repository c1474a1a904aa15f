//! Lock files in a plan: copies of requirements, checksums, and what only their tool can lock.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::{Source, Way};

use super::edits::{Following, Replaced};
use super::{Context, Moves, Warning};
use crate::inventory::{Edge, LockEntry, Pin, Sealed};

/// The generic rule that speaks for lock files.
const RULE: &str = "lockfile-stale";

/// What lock files copy of a component's requirement. Their tools spell it in their own way: the
/// clauses in another order, without white space, some of them somewhere else.
pub(super) fn copies<'a>(
    cx: &'a Context<'_>,
    component: usize,
    edge: &'a Edge,
) -> impl Iterator<Item = &'a LockEntry> {
    let stated = clauses(&edge.text);
    cx.inventory.locks(component).iter().filter(move |entry| {
        entry.requires == Some(edge.on)
            && entry.dialect == edge.dialect
            && (entry.text == edge.text
                || clauses(&entry.text).iter().all(|clause| stated.contains(clause)))
    })
}

/// The clauses of a requirement without white space; `=` alone is what a bare version means where
/// a tool writes it.
fn clauses(requirement: &str) -> Vec<String> {
    let bare = |clause: &str| -> String {
        let plain: String = clause.chars().filter(|c| !c.is_whitespace()).collect();
        let after = plain.strip_prefix('=').filter(|rest| !rest.starts_with('='));
        after.map(Into::into).unwrap_or(plain)
    };
    requirement.split(',').map(bare).collect()
}

/// Writes what the lock files that are edited, or whose manifests are, derive from the rest:
/// checksums and keys. What is not right as it stands is left alone (see [`stale`]), and so is a
/// lock file that will be out of date (see [`pinned`]): by its checksum the tool finds that out.
pub(super) fn seal(cx: &Context<'_>, moved: &Moves, replaced: &mut Replaced) {
    let outgrown = outgrown(cx, moved);
    for sealed in cx.inventory.seals() {
        let touched = replaced.touches(&sealed.path) || replaced.touches(&sealed.manifest);
        if !touched || outgrown.iter().any(|(pin, ..)| pin.path == sealed.path) {
            continue;
        }
        let after = |path| Some(replaced.after(path, cx.snapshot.bytes(path)?));
        let (Some(manifest), Some(lock)) = (after(&sealed.manifest), after(&sealed.path)) else {
            continue;
        };
        let right = ways(cx, sealed);
        for (at, way) in sealed.seal.ways.iter().enumerate() {
            if !right.contains(&Some(at)) {
                continue;
            }
            let Some(all) = computed(sealed, *way, &manifest, &lock) else { continue };
            for (((span, old), new), way) in sealed.places.iter().zip(all).zip(&right) {
                if *way == Some(at) {
                    replaced.put(&sealed.path, *span, old, new, "lock");
                }
            }
        }
    }
}

/// For each place that a lock file derives, which of the ways gives what is there; `None` where none
/// does.
fn ways(cx: &Context<'_>, sealed: &Sealed) -> Vec<Option<usize>> {
    let mut right: Vec<Option<usize>> = Vec::new();
    right.resize(sealed.places.len(), None);
    let bytes = |path| cx.snapshot.bytes(path);
    let Some((manifest, lock)) = bytes(&sealed.manifest).zip(bytes(&sealed.path)) else {
        return right;
    };
    for (at, way) in sealed.seal.ways.iter().enumerate() {
        let Some(all) = computed(sealed, *way, manifest, lock) else { continue };
        for ((known, (_, text)), found) in right.iter_mut().zip(&sealed.places).zip(all) {
            if known.is_none() && found == *text {
                *known = Some(at);
            }
        }
    }
    right
}

/// What stands in all places by one way; `None` where it cannot be told.
fn computed(sealed: &Sealed, way: Way, manifest: &[u8], lock: &[u8]) -> Option<Vec<String>> {
    let manifest = Source::new(&sealed.manifest, manifest).ok()?;
    let all = way(&manifest, &Source::new(&sealed.path, lock).ok()?).ok()?;
    (all.len() == sealed.places.len()).then_some(all)
}

/// Lock files that were not right before, so that nothing that is written into them makes them what
/// their tool would write, and those of which only their tool can write everything.
pub(super) fn stale(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    for sealed in cx.inventory.seals() {
        let concerned = moved.iter().any(|step| {
            let own = cx.inventory.own(step.component).iter();
            let locks = cx.inventory.locks(step.component).iter();
            own.map(|own| &own.path).any(|path| *path == sealed.manifest)
                || locks.map(|entry| &entry.path).any(|path| *path == sealed.path)
        });
        if !concerned {
            continue;
        }
        let wrong = ways(cx, sealed).iter().position(Option::is_none);
        let Some((_, text)) = wrong.and_then(|at| sealed.places.get(at)) else { continue };
        let Sealed { path, manifest, seal, .. } = sealed;
        let message = if seal.ways.is_empty() {
            format!("{path} has a {} that only {} computes: {text}", seal.what, seal.tool)
        } else {
            format!("{path} is not of {manifest} as it stands: its {} is {text}", seal.what)
        };
        let help = format!("let {} write it anew: `{}`", seal.tool, seal.command);
        found.push(cx.warning(RULE, message, help));
    }
}

/// Siblings that a lock file has from a registry: the new version can be locked once it is there.
pub(super) fn pinned(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    for (pin, edge, new) in outgrown(cx, moved) {
        let name = cx.product.components.get(edge.on).map_or("", |other| &other.name);
        found.push(cx.warning(
            RULE,
            format!(
                "{} has `{name}` {} from a registry, and {} will require {new}",
                pin.path, pin.text, edge.path
            ),
            format!("let its tool update {} once `{name}` is published", pin.path),
        ));
    }
}

/// Siblings from a registry whose locked version a requirement will exclude, with that requirement
/// and what it becomes.
fn outgrown<'a>(cx: &'a Context<'_>, moved: &Moves) -> Vec<(&'a Pin, &'a Edge, String)> {
    let mut found = Vec::new();
    let steps = || moved.iter().filter(|step| !cx.inventory.pins(step.component).is_empty());
    if steps().next().is_none() {
        return found;
    }
    let following = Following::new(cx, moved);
    for step in steps() {
        // What cannot follow is refused where it is to be written.
        for (edge, _, new) in following.of(cx, step).unwrap_or_default() {
            let admits = |pin: &Pin| {
                let requires = edge.dialect.requires;
                requires.is_none_or(|requires| (requires.admits)(&new, &pin.text) != Ok(false))
            };
            let pins = cx.inventory.pins(step.component).iter();
            let left = pins.filter(|pin| pin.on == edge.on && pin.dialect == edge.dialect);
            found.extend(left.filter(|pin| !admits(pin)).map(|pin| (pin, edge, new.clone())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_compared_without_their_spelling() {
        assert_eq!(clauses(">= 1.4.0 , <2"), [">=1.4.0", "<2"]);
        assert_eq!(clauses("= 1.4.0"), clauses("1.4.0"));
        assert_eq!(clauses("==1.4.0"), ["==1.4.0"]);
    }
}
