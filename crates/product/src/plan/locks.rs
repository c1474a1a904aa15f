//! Lock files in a plan: copies of requirements, checksums, and what only their tool can lock.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::Seal;
use place::RepoPath;
use version::{Dialect, Version};

use super::edits::Replaced;
use super::refusal::list;
use super::requirements::Following;
use super::{Context, EditRole, Moves, Warning};
use crate::inventory::{Edge, LockEntry, Sealed};
use crate::whole::{self, Left, Moved, computed, outgrows, some, ways};

/// The generic rule that speaks for lock files.
const RULE: &str = "lockfile-stale";

/// Which `entries` of lock files copy a requirement. Their tools spell it in their own way: the
/// clauses in another order, without white space, some of them somewhere else.
pub(super) fn copies<'a>(
    entries: &'a [LockEntry],
    edge: &'a Edge,
) -> impl Iterator<Item = &'a LockEntry> {
    let stated = clauses(&edge.text);
    entries.iter().filter(move |entry| {
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
/// checksums and keys.
///
/// A lock file is written as its tool would write it, or left as it is: of one that is half right
/// its tool takes the wrong half for granted.
pub(super) fn settle(cx: &Context<'_>, moved: &Moves, replaced: &mut Replaced) {
    let mut left = outgrown(cx, moved);
    for sealed in cx.inventory.seals() {
        let touched = replaced.touches(&sealed.path) || replaced.touches(&sealed.manifest);
        if !touched || left.contains_key(&sealed.path) {
            continue;
        }
        let why = match seal(cx, sealed, replaced) {
            Written::Whole => unlike(cx, moved, &sealed.path, replaced),
            Written::Unknown => Vec::from([format!(
                "what it then has as a {} cannot be told from the rest",
                sealed.seal.what
            )]),
            // That is told by `stale`.
            Written::Wrong => {
                replaced.leave(&sealed.path);
                continue;
            }
        };
        if !why.is_empty() {
            let Seal { tool, command, .. } = sealed.seal;
            let help = format!("let {tool} write it anew: `{command}`");
            left.insert(sealed.path.clone(), Left { why, help });
        }
    }
    // What a lock file has of requirements that a version is to meet, nothing in it need be derived of.
    let answers = |path: &&RepoPath| {
        cx.inventory.located(path).is_some_and(|located| !located.answered.is_empty())
            && !cx.inventory.seals().iter().any(|sealed| sealed.path == **path)
    };
    for path in replaced.paths().filter(answers) {
        let why = unlike(cx, moved, path, replaced);
        if !why.is_empty() && !left.contains_key(path) {
            left.insert(path.clone(), Left { why, help: "let its tool write it anew".into() });
        }
    }
    for (path, Left { why, help }) in left {
        replaced.leave(&path);
        replaced.told.push(cx.warning(
            RULE,
            format!("{path} is left as it is: {}", some(&why)),
            help,
        ));
    }
}

/// How far what a lock file derives from the rest could be written.
enum Written {
    Whole,
    /// It would change in a place that is not right as it stands.
    Wrong,
    /// With the edits, it cannot be computed.
    Unknown,
}

/// Writes what a lock file derives from the rest.
fn seal(cx: &Context<'_>, sealed: &Sealed, replaced: &mut Replaced) -> Written {
    let bytes = |path| cx.snapshot.bytes(path);
    let Some((manifest, lock)) = bytes(&sealed.manifest).zip(bytes(&sealed.path)) else {
        return Written::Whole;
    };
    let new_manifest = replaced.after(&sealed.manifest, manifest);
    let new_lock = replaced.after(&sealed.path, lock);
    let right = ways(cx.snapshot, sealed);
    for (at, way) in sealed.seal.ways.iter().enumerate() {
        let Some(after) = computed(sealed, *way, &new_manifest, &new_lock) else {
            if right.contains(&Some(at)) {
                return Written::Unknown;
            }
            continue;
        };
        let before = computed(sealed, *way, manifest, lock).unwrap_or_default();
        for (place, (((span, old), new), way)) in
            sealed.places.iter().zip(after).zip(&right).enumerate()
        {
            if *way == Some(at) {
                replaced.put(&sealed.path, *span, old, new, EditRole::Lock);
            } else if sealed.seal.vital
                && way.is_none()
                && before.get(place).is_some_and(|before| *before != new)
            {
                return Written::Wrong;
            }
        }
    }
    Written::Whole
}

/// What is not as the tool would have it in a lock file with all edits ([`whole::unlike`]).
fn unlike(cx: &Context<'_>, moved: &Moves, path: &RepoPath, replaced: &Replaced) -> Vec<String> {
    let Some(before) = cx.snapshot.bytes(path).filter(|_| replaced.touches(path)) else {
        return Vec::new();
    };
    let after = replaced.after(path, before);
    // Where versions decide, a pre-release is taken for what it leads to as well.
    let moves = |dialect: &'static Dialect, name: &str| {
        let on = cx.inventory.package(dialect, path, name)?;
        let form = &cx.product.components.get(on)?.form;
        let step = moved.of(on)?;
        let native = |version: &Version| -> Vec<String> {
            let both = [version.clone(), form.without_label(version)];
            let both = both.iter().map(|version| form.with_its_epoch(dialect, version, None));
            both.filter_map(Result::ok).collect()
        };
        let old = step.from.as_ref().map(native).unwrap_or_default();
        Some(Moved { old, new: native(&step.to) })
    };
    whole::unlike(cx.inventory, path, &after, &moves)
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
        let wrong = ways(cx.snapshot, sealed).iter().position(Option::is_none);
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

/// The lock files that have siblings from a registry at versions that a requirement will exclude: the
/// new ones can be locked once they are there.
fn outgrown(cx: &Context<'_>, moved: &Moves) -> BTreeMap<RepoPath, Left> {
    let mut found: BTreeMap<RepoPath, (Vec<String>, BTreeSet<String>)> = BTreeMap::new();
    let following = Following::new(cx, moved);
    for step in moved.iter().filter(|step| !cx.inventory.pins(step.component).is_empty()) {
        // What cannot follow is refused where it is to be written.
        for (edge, _, new) in following.of(cx, step).unwrap_or_default() {
            let pins = cx.inventory.pins(step.component).iter();
            for pin in pins.filter(|pin| outgrows(edge, Some(&edge.text), &new, pin)) {
                let name = pin.name.clone();
                let (why, names) = found.entry(pin.path.clone()).or_default();
                let reason = format!(
                    "it has `{name}` {} from a registry, and {} will require {new}",
                    pin.text, edge.path
                );
                if !why.contains(&reason) {
                    why.push(reason);
                }
                names.insert(name);
            }
        }
    }
    let left = found.into_iter().map(|(path, (why, names))| {
        let names: Vec<String> = names.into_iter().collect();
        let are = if names.len() == 1 { "is" } else { "are" };
        let help = format!("let its tool update {path} once {} {are} published", list(&names));
        (path, Left { why, help })
    });
    left.collect()
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
