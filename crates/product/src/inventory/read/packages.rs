//! The components' packages, by ecosystem.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use manifest::Holder;
use place::RepoPath;
use version::Dialect;

/// The components' packages, by ecosystem (the dialect's ID).
#[derive(Debug, Clone, Default)]
pub(crate) struct Packages(BTreeMap<&'static str, Ecosystem>);

/// The packages of one ecosystem, by name and by folder.
#[derive(Debug, Clone, Default)]
struct Ecosystem {
    names: BTreeMap<String, Vec<Package>>,
    folders: BTreeMap<RepoPath, Vec<usize>>,
}

/// A component's package.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    /// The component.
    pub(crate) component: usize,
    /// The package's folder.
    pub(crate) folder: RepoPath,
}

impl Packages {
    /// Adds a package that is called `name`.
    pub(super) fn add(&mut self, dialect: &'static Dialect, name: &str, package: Package) {
        let ecosystem = self.0.entry(dialect.id).or_default();
        ecosystem.folders.entry(package.folder.clone()).or_default().push(package.component);
        ecosystem.names.entry(name.into()).or_default().push(package);
    }

    /// The packages that are called so.
    pub(crate) fn named(&self, dialect: &Dialect, name: &str) -> &[Package] {
        let ecosystem = self.0.get(dialect.id);
        ecosystem.and_then(|found| found.names.get(name)).map_or(&[], Vec::as_slice)
    }

    /// The component whose package is in a folder.
    pub(crate) fn within(&self, dialect: &Dialect, folder: &RepoPath) -> Option<usize> {
        self.0.get(dialect.id)?.folders.get(folder)?.first().copied()
    }

    /// The components that a lock file in `folder` means. One may state a package in several
    /// manifests, and counts once.
    pub(super) fn holders(
        &self,
        dialect: &Dialect,
        folder: &RepoPath,
        by: &Holder,
    ) -> BTreeSet<usize> {
        match by {
            Holder::Name(name) => {
                self.named(dialect, name).iter().map(|package| package.component).collect()
            }
            Holder::Folder(path) => {
                let at = folder.join(path).ok();
                let ecosystem = self.0.get(dialect.id);
                let found = ecosystem.zip(at).and_then(|(found, at)| found.folders.get(&at));
                found.into_iter().flatten().copied().collect()
            }
        }
    }
}
