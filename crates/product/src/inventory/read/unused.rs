//! What a workspace's root hands down of a package in a folder, and no member takes.
//!
//! Source: Cargo's reference, "The dependencies table" of workspaces.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use manifest::{Located, Locator, Slot, SlotKind};
use place::{RepoPath, Span};
use version::Dialect;

use super::super::files::by_name;
use super::super::{Edge, Holding};
use super::Packages;

/// Adds those requirements, each as that package's own to follow: whoever takes it next could not be
/// built otherwise. The files are handed back, and how they are read.
pub(super) fn follow(packages: &Packages, holdings: &mut [Holding]) -> Vec<(RepoPath, Locator)> {
    let taken = |holdings: &[Holding]| -> BTreeSet<(RepoPath, Span)> {
        let edges = holdings.iter().flat_map(|holding| &holding.requires);
        edges.filter(|edge| edge.inherited).map(|edge| (edge.path.clone(), edge.span)).collect()
    };
    let mut known = None;
    let mut files = Vec::new();
    for (dialect, home, all) in packages.all_overrides() {
        for (path, located) in all {
            for slot in &located.slots {
                let Some(on) = handed_down(packages, (dialect, home), located, slot) else {
                    continue;
                };
                let known = known.get_or_insert_with(|| taken(holdings));
                if known.contains(&(path.clone(), slot.span)) {
                    continue;
                }
                let Some(holding) = holdings.get_mut(on) else { continue };
                files.extend(by_name(path).map(|locator| (path.clone(), locator)));
                holding.requires.push(Edge::of_its_own(on, path, slot, dialect));
            }
        }
    }
    files
}

/// The component whose package `slot` is a requirement on, which names its folder and is there for
/// others to take.
fn handed_down(
    packages: &Packages,
    (dialect, home): (&Dialect, &RepoPath),
    located: &Located,
    slot: &Slot,
) -> Option<usize> {
    let SlotKind::Requirement { on, path: Some(folder), .. } = &slot.kind else { return None };
    if !located.is_for_others(slot) {
        return None;
    }
    let folder = home.join(folder).ok()?;
    let mut named = packages.named(dialect, on).iter();
    named.find(|package| package.folder == folder).map(|package| package.component)
}
