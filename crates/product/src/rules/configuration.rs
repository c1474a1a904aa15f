//! `configuration`: release.toml says what is there.

use alloc::vec::Vec;

use place::{RepoPath, Severity};

use super::told::of_inventory;
use super::{About, Findings, Lint, Mended, Rule};
use crate::{Component, InventoryError};

pub(crate) const RULE: Rule = Rule {
    id: "configuration",
    severity: Severity::Error,
    about: About::Configuration,
    text: "release.toml and the scheme files have no error and no unknown key, and name files that are there.",
    example: "`embed = [\"core\"]`: did you mean `embeds`?",
    check: Some(check),
    mended: Mended::ByHand,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    of_inventory(lint, findings);
    for (index, problem) in untracked(lint) {
        findings.told(Some(index), &problem);
    }
}

/// What the disk has and git does not know, so that no release would have it: of one component each
/// listed file, or the first of the manifests where none of them is tracked, else the folder.
fn untracked(lint: &Lint<'_>) -> Vec<(usize, InventoryError)> {
    let Some(tracked) = lint.snapshot.tracked.as_deref() else { return Vec::new() };
    let known = |path: &RepoPath| tracked.binary_search(path).is_ok();
    let all = lint.product.live().flat_map(|(index, component)| {
        let there = lint.inventory.manifests(index).iter();
        let there = there.filter(|one| lint.snapshot.content(&one.path).is_some());
        let (tracked, mut beside): (Vec<_>, Vec<_>) = there.partition(|one| known(&one.path));
        if component.manifests.is_none() {
            // What lies beside its manifest may be generated.
            beside.truncate(usize::from(tracked.is_empty()));
        }
        let places = beside.into_iter().map(|one| (one.path.clone(), one.place.clone()));
        let mut places: Vec<_> = places.collect();
        let sound = lint.inventory.sound(index).is_ok();
        if places.is_empty() && sound && lint.is_untracked(component) {
            places.push((component.path.clone(), component.path_place().clone()));
        }
        places.into_iter().map(move |(path, place)| {
            let component = component.name.clone();
            (index, InventoryError::Uncommitted { component, path, place })
        })
    });
    all.collect()
}

impl Lint<'_> {
    /// Whether a component has a folder, of which git knows nothing. Where there are submodules, it may
    /// be one.
    fn is_untracked(&self, component: &Component) -> bool {
        let Some(tracked) = self.snapshot.tracked.as_deref() else { return false };
        let known = |path: &RepoPath| tracked.binary_search(path).is_ok();
        let modules = RepoPath::new(".gitmodules").is_ok_and(|path| known(&path));
        let from = tracked.partition_point(|path| *path < component.path);
        let within = tracked.get(from..).unwrap_or_default().iter();
        let mut inside =
            within.take_while(|path| path.as_str().starts_with(component.path.as_str()));
        component.has_files() && !modules && !inside.any(|path| path.is_within(&component.path))
    }
}
