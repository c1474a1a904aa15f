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

/// Writes the checksums of the lock files that are edited, or whose manifests are. One that is not
/// right as it stands is left alone (see [`stale`]), and so is one whose lock file will be out of
/// date (see [`pinned`]): by its checksum the tool finds that out.
pub(super) fn seal(cx: &Context<'_>, moved: &Moves, replaced: &mut Replaced) {
    let outgrown = outgrown(cx, moved);
    for sealed in cx.inventory.seals() {
        let touched = replaced.touches(&sealed.path) || replaced.touches(&sealed.manifest);
        if !touched || outgrown.iter().any(|(pin, ..)| pin.path == sealed.path) {
            continue;
        }
        let Some(way) = way(cx, sealed) else { continue };
        let after = |path| Some(replaced.after(path, cx.snapshot.bytes(path)?));
        let (Some(manifest), Some(lock)) = (after(&sealed.manifest), after(&sealed.path)) else {
            continue;
        };
        if let Some(new) = computed(sealed, way, &manifest, &lock) {
            replaced.put(&sealed.path, sealed.span, &sealed.text, new, "lock");
        }
    }
}

/// The way that gives the checksum which is there; `None` where none does.
fn way(cx: &Context<'_>, sealed: &Sealed) -> Option<Way> {
    let manifest = cx.snapshot.bytes(&sealed.manifest)?;
    let lock = cx.snapshot.bytes(&sealed.path)?;
    let right = |way: &&Way| {
        computed(sealed, **way, manifest, lock).is_some_and(|found| found == sealed.text)
    };
    sealed.seal.ways.iter().find(right).copied()
}

fn computed(sealed: &Sealed, way: Way, manifest: &[u8], lock: &[u8]) -> Option<String> {
    let manifest = Source::new(&sealed.manifest, manifest).ok()?;
    way(&manifest, &Source::new(&sealed.path, lock).ok()?).ok()
}

/// Lock files whose checksum was not right before: nothing that is written into them makes them
/// what their tool would write.
pub(super) fn stale(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    for sealed in cx.inventory.seals() {
        let concerned = moved.iter().any(|step| {
            let own = cx.inventory.own(step.component).iter();
            let locks = cx.inventory.locks(step.component).iter();
            own.map(|own| &own.path).any(|path| *path == sealed.manifest)
                || locks.map(|entry| &entry.path).any(|path| *path == sealed.path)
        });
        if concerned && way(cx, sealed).is_none() {
            let Sealed { path, manifest, text, seal, .. } = sealed;
            found.push(cx.warning(
                RULE,
                format!("{path} is not of {manifest} as it stands: its checksum is {text}"),
                format!("let {} write it anew: `{}`", seal.tool, seal.command),
            ));
        }
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
