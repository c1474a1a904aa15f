//! Whether a component changed since its baseline: files of its own, not those of components
//! inside it (docs/semantics.md, decision 9).

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::RepoPath;
use version::Scheme;

use crate::config::Component;
use crate::line::Baseline;
use crate::{Inventory, Product, Snapshot, impact};

/// The generic rule: what changed gets a version of its own (IRIC-4).
pub(crate) const RULE: &str = "unreleased-change";

/// Whether a policy holds components to that rule. Under any other, a change may wait for its
/// release.
pub(crate) fn is_policy(scheme: &Scheme) -> bool {
    scheme.policy(RULE).is_some()
}

/// The command that releases the change of component `index`, called `name`: where its manifests tell
/// how far that goes, a patch may be too little.
pub(crate) fn way(product: &Product, inventory: &Inventory, index: usize, name: &str) -> String {
    let line = product.components.get(index).map(|component| component.line);
    let tells = line.is_some_and(|line| impact::infers(product, line))
        && !impact::compared(inventory, index).is_empty();
    if tells {
        format!("`release auto -p {name}` goes as far as it needs")
    } else {
        format!("`patch {name}`")
    }
}

/// What changed, by component.
pub(crate) struct Changes<'a> {
    product: &'a Product,
    snapshot: &'a Snapshot,
    /// Every component's folder.
    folders: BTreeSet<&'a RepoPath>,
    /// The changelogs.
    told: BTreeSet<&'a RepoPath>,
}

impl<'a> Changes<'a> {
    pub(crate) fn new(product: &'a Product, snapshot: &'a Snapshot) -> Self {
        let folders = product.components.iter().map(|component| &component.path).collect();
        let told = product.changelogs().map(|(_, changelog)| &changelog.path).collect();
        Self { product, snapshot, folders, told }
    }

    /// Whether anything of component `index` changed since its baseline, which is always so where
    /// it has none. `None` where the snapshot does not say.
    pub(crate) fn of(&self, index: usize, baseline: Option<&Baseline>) -> Option<bool> {
        let Some(baseline) = baseline else { return Some(true) };
        let component = self.product.components.get(index)?;
        let files = self.snapshot.changes.get(&(baseline.tag.clone(), watched(component)))?;
        Some(files.iter().any(|file| self.counts(component, file)))
    }

    /// The files of component `index` that changed since the tag `tag`, sorted; none where the
    /// snapshot does not say.
    pub(crate) fn since(&self, index: usize, tag: &str) -> Vec<&'a RepoPath> {
        let Some(component) = self.product.components.get(index) else { return Vec::new() };
        let files = self.snapshot.changes.get(&(tag.to_string(), watched(component)));
        self.among(index, files.map_or(&[], Vec::as_slice))
    }

    /// Those among `files` whose change is a change of component `index`.
    pub(crate) fn among<'f>(&self, index: usize, files: &'f [RepoPath]) -> Vec<&'f RepoPath> {
        let Some(component) = self.product.components.get(index) else { return Vec::new() };
        files.iter().filter(|file| self.counts(component, file)).collect()
    }

    /// Whether a change of `file` is a change of the component.
    fn counts(&self, component: &Component, file: &RepoPath) -> bool {
        // A change file tells of changes, and is none itself; a changelog likewise.
        if file.is_within(&self.product.changes) || self.told.contains(file) {
            return false;
        }
        let own = file.is_within(&component.path)
            && !self.is_of_one_inside(component, file)
            && !component.exclude.is_match(file.as_str());
        own || component.include.is_match(file.as_str())
    }

    /// Whether a file of the component's folder lies in another component's, inside that folder.
    fn is_of_one_inside(&self, component: &Component, file: &RepoPath) -> bool {
        core::iter::once(file.clone())
            .chain(file.ancestors())
            .take_while(|folder| *folder != component.path)
            .any(|folder| self.folders.contains(&folder))
    }
}

/// The folder whose changes have to be known for a component.
pub(crate) fn watched(component: &Component) -> RepoPath {
    if component.include.is_empty() { component.path.clone() } else { RepoPath::root() }
}
