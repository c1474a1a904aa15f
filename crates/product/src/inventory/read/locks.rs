//! What lock files copy, sorted out by component.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use manifest::{Holder, Located, SlotKind};
use place::RepoPath;
use version::Dialect;

use super::super::{LockEntry, Pin, Sealed};
use super::Shelf;

/// The components' packages, by ecosystem (the dialect's ID).
#[derive(Default)]
pub(super) struct Packages(BTreeMap<&'static str, Ecosystem>);

/// The packages of one ecosystem, by name and by folder.
#[derive(Default)]
struct Ecosystem {
    /// Which component each is, and the package's folder.
    names: BTreeMap<String, Vec<(usize, RepoPath)>>,
    folders: BTreeMap<RepoPath, Vec<usize>>,
}

/// What one lock file copies.
#[derive(Default)]
pub(super) struct Copied {
    /// By component.
    pub(super) entries: BTreeMap<usize, Vec<LockEntry>>,
    /// The components that it has from a registry.
    pub(super) pins: Vec<Pin>,
}

impl Packages {
    /// Adds a component's package in `folder`.
    pub(super) fn add(
        &mut self,
        dialect: &'static Dialect,
        name: &str,
        component: usize,
        folder: RepoPath,
    ) {
        let ecosystem = self.0.entry(dialect.id).or_default();
        ecosystem.folders.entry(folder.clone()).or_default().push(component);
        ecosystem.names.entry(name.into()).or_default().push((component, folder));
    }

    /// The components whose package is called so, each with the package's folder.
    pub(super) fn named(&self, dialect: &Dialect, name: &str) -> &[(usize, RepoPath)] {
        let ecosystem = self.0.get(dialect.id);
        ecosystem.and_then(|found| found.names.get(name)).map_or(&[], Vec::as_slice)
    }

    /// The components that a lock file in `folder` means. One may state a package in several
    /// manifests, and counts once.
    fn holders(&self, dialect: &Dialect, folder: &RepoPath, by: &Holder) -> BTreeSet<usize> {
        match by {
            Holder::Name(name) => {
                self.named(dialect, name).iter().map(|(index, _)| *index).collect()
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

impl Shelf<'_> {
    /// What all lock files derive from the rest; the manifests that it is of are among the needs.
    pub(super) fn seals(&mut self) -> Vec<Sealed> {
        let mut seals: Vec<Sealed> = Vec::new();
        for path in self.copies.keys() {
            let Some(Ok(located)) = self.located.get(path) else { continue };
            for slot in &located.slots {
                let SlotKind::Seal(seal) = slot.kind else { continue };
                let folder = path.parent().unwrap_or_else(RepoPath::root);
                let Ok(manifest) = folder.join(seal.of) else { continue };
                if !self.snapshot.files.contains_key(&manifest) {
                    self.needs.files.insert(manifest.clone());
                }
                let one = (slot.span, slot.text.clone());
                match seals.last_mut().filter(|last| last.path == *path) {
                    Some(last) => last.places.push(one),
                    None => {
                        let (path, places) = (path.clone(), Vec::from([one]));
                        seals.push(Sealed { path, places, manifest, seal });
                    }
                }
            }
        }
        seals
    }
}

/// Sorts the entries of a lock file by the components whose packages they are.
pub(super) fn copied(
    path: &RepoPath,
    located: &Located,
    dialect: &'static Dialect,
    packages: &Packages,
) -> Copied {
    let folder = path.parent().unwrap_or_else(RepoPath::root);
    let mut copied = Copied::default();
    for slot in &located.slots {
        let (owners, requires) = match &slot.kind {
            SlotKind::Lock { name } => {
                (packages.holders(dialect, &folder, &Holder::Name(name.clone())), None)
            }
            SlotKind::LockRequirement { by, on } => match packages.named(dialect, on).first() {
                Some((on, _)) => (packages.holders(dialect, &folder, by), Some(*on)),
                None => continue,
            },
            _ => continue,
        };
        for component in owners {
            copied.entries.entry(component).or_default().push(LockEntry {
                path: path.clone(),
                span: slot.span,
                text: slot.text.clone(),
                dialect,
                requires,
            });
        }
    }
    for pinned in &located.pinned {
        if let Some((on, _)) = packages.named(dialect, &pinned.name).first() {
            let (path, text) = (path.clone(), pinned.version.clone());
            copied.pins.push(Pin { on: *on, path, span: pinned.span, text, dialect });
        }
    }
    copied
}
