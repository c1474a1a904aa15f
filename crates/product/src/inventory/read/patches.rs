//! Requirements that a workspace's root answers with a package in a folder, whatever source they name,
//! and what it asks of that package.
//!
//! Source: Cargo's reference, "Overriding Dependencies", "The [patch] section".

use alloc::string::String;
use alloc::vec::Vec;

use manifest::{Located, Slot, SlotKind};
use place::RepoPath;
use version::Dialect;

use super::super::{Edge, Holding};
use super::Packages;

/// A package in a folder that stands in for that of another source.
#[derive(Debug, Clone)]
pub(super) struct Patched {
    source: Option<String>,
    on: String,
    folder: RepoPath,
    /// The version that it has to have, and the file that says so.
    asked: Option<(RepoPath, Slot)>,
}

/// What the manifest at `path` says of patches.
pub(super) fn said(path: &RepoPath, located: &Located) -> Vec<Patched> {
    let home = path.parent().unwrap_or_else(RepoPath::root);
    let patches = located.patches.iter().filter_map(|patch| {
        let slot = located.slots.iter().find(|slot| Some(slot.span) == patch.span);
        Some(Patched {
            source: patch.source.clone(),
            on: patch.on.clone(),
            folder: home.join(&patch.folder).ok()?,
            asked: slot.map(|slot| (path.clone(), slot.clone())),
        })
    });
    patches.collect()
}

impl Packages {
    /// The component whose package answers the requirement `slot` of the file in `home`, which names no
    /// folder, because the root says so. It does while the requirement admits its version.
    pub(in super::super) fn patched(
        &self,
        dialect: &Dialect,
        home: &RepoPath,
        located: &Located,
        slot: &Slot,
    ) -> Option<usize> {
        let SlotKind::Requirement { on, path: None, .. } = &slot.kind else { return None };
        let source = located.sources.get(&slot.span);
        let mut patches = self.patches(dialect, home).iter();
        let patch = patches.find(|one| one.on == *on && one.source.as_ref() == source)?;
        let mut named = self.named(dialect, on).iter();
        named.find(|package| package.folder == patch.folder).map(|package| package.component)
    }
}

/// Adds what roots ask of the versions of patches. It is those packages' own to follow: whoever has
/// them is not concerned.
pub(super) fn follow(packages: &Packages, holdings: &mut [Holding]) {
    for (dialect, patch) in packages.all_patches() {
        let Some((path, slot)) = &patch.asked else { continue };
        let mut named = packages.named(dialect, &patch.on).iter();
        let Some(package) = named.find(|package| package.folder == patch.folder) else { continue };
        let Some(holding) = holdings.get_mut(package.component) else { continue };
        holding.requires.push(Edge::of_its_own(package.component, path, slot, dialect));
    }
}
