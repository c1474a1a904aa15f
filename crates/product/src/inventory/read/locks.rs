//! What lock files copy, sorted out by component.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use manifest::{Holder, Located, SlotKind};
use place::RepoPath;
use version::Dialect;

use super::super::{LockEntry, Pin, Sealed};
use super::{Packages, Shelf};

/// What one lock file copies.
#[derive(Default)]
pub(super) struct Copied {
    /// By component.
    pub(super) entries: BTreeMap<usize, Vec<LockEntry>>,
    /// The components that it has from a registry.
    pub(super) pins: Vec<Pin>,
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
                self.needs.file(self.snapshot, &manifest);
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
        let (name, owners, requires) = match &slot.kind {
            SlotKind::Lock { name } => {
                (name, packages.holders(dialect, &folder, &Holder::Name(name.clone())), None)
            }
            SlotKind::LockRequirement { by, on: name } => {
                let on = packages.locked(dialect, &folder, name);
                let Some(on) = on.first() else { continue };
                (name, packages.holders(dialect, &folder, by), Some(on.component))
            }
            _ => continue,
        };
        for component in owners {
            copied.entries.entry(component).or_default().push(LockEntry {
                name: name.clone(),
                path: path.clone(),
                span: slot.span,
                text: slot.text.clone(),
                dialect,
                requires,
            });
        }
    }
    for pinned in &located.pinned {
        for package in packages.locked(dialect, &folder, &pinned.name) {
            let (on, span) = (package.component, pinned.span);
            let (path, text, answers) =
                (path.clone(), pinned.version.clone(), pinned.answers.clone());
            let name = pinned.name.clone();
            copied.pins.push(Pin { on, name, path, span, text, dialect, answers });
        }
    }
    copied
}
