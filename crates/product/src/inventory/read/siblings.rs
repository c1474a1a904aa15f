//! Which requirements are on siblings, and which on what the ecosystem has from its registry.

use alloc::string::String;

use manifest::{Located, Slot, SlotKind};
use place::{RepoPath, Span};
use version::Dialect;

use super::super::{Foreign, Told};
use super::Reader;
use crate::config::ManifestRef;

/// How the requirements of a file are taken.
#[derive(Clone, Copy)]
pub(in super::super) struct Taken {
    by_path: bool,
    by_version: Option<&'static str>,
    /// Whether this one is a package's on itself: on a release of it, where versions decide.
    own: bool,
    /// Whether the file says that the package is taken from here whatever its version.
    from_here: bool,
}

impl Taken {
    /// As `located` says of requirements on the package `on`; `inherited` ones do not stand in their
    /// holder's own file.
    pub(in super::super) fn of(located: &Located, on: &String, inherited: bool) -> Self {
        let own = !inherited && located.name.as_ref() == Some(on);
        let from_here = located.from_here.contains(on);
        Self { by_path: located.by_path, by_version: located.by_version, own, from_here }
    }

    /// What tells that `slot` is a requirement on the package of that name which is here; `None`
    /// where nothing does.
    pub(in super::super) fn told(self, slot: &Slot) -> Option<Told> {
        let SlotKind::Requirement { path, .. } = &slot.kind else { return None };
        if self.from_here {
            return Some(Told::Plainly);
        }
        if self.by_path || path.is_some() {
            return path.is_some().then_some(Told::Plainly);
        }
        match self.by_version {
            None => Some(Told::ByReleased),
            Some(_) if self.own => None,
            Some(always) if slot.text.starts_with(always) => Some(Told::Plainly),
            Some(_) => Some(Told::ByStated),
        }
    }
}

impl Reader<'_, '_> {
    /// The component that the requirement `slot` of a manifest is on, and what tells so; `None` where
    /// it is on what the ecosystem has from its registry.
    pub(super) fn required(
        &mut self,
        manifest: &ManifestRef,
        located: &Located,
        slot: &Slot,
    ) -> Option<(usize, Told)> {
        let SlotKind::Requirement { on, path, .. } = &slot.kind else { return None };
        let home = manifest.path.parent()?;
        if let Some(on) = self.packages.patched(manifest.dialect, &home, located, slot) {
            return Some((on, Told::ByStated));
        }
        let taken = Taken::of(located, on, false);
        let on = self.sibling(manifest, on, path.as_deref())?;
        Some((on, self.told(taken, on, slot)?))
    }

    /// Whether `slot` states what a manifest inherits from, where that is no component: it has to be as
    /// that is, whatever the holder is ([`super::heirs`]).
    pub(super) fn is_of_heir(
        &self,
        manifest: &ManifestRef,
        located: &Located,
        slot: &Slot,
    ) -> bool {
        let SlotKind::Requirement { on, .. } = &slot.kind else { return false };
        let Some(home) = manifest.path.parent() else { return false };
        let beside =
            || self.packages.meant(manifest.dialect, &home, on).first().is_some_and(|p| p.beside);
        located.parent == Some(slot.span) && beside()
    }

    /// The component that a requirement means: the package of that name, in that folder where the
    /// requirement says one.
    pub(super) fn sibling(
        &self,
        manifest: &ManifestRef,
        on: &str,
        path: Option<&str>,
    ) -> Option<usize> {
        let home = manifest.path.parent()?;
        match path {
            Some(path) => {
                let folder = home.join(path).ok()?;
                let mut named = self.packages.named(manifest.dialect, on).iter();
                named.find(|package| package.folder == folder)
            }
            None => self.packages.meant(manifest.dialect, &home, on).first().copied(),
        }
        .map(|package| package.component)
    }

    /// What tells that `slot` is a requirement on component `on`; `None` where it is on what the
    /// ecosystem has from its registry.
    ///
    /// A lock file that has it from here speaks for itself, whatever the versions are.
    pub(super) fn told(&mut self, taken: Taken, on: usize, slot: &Slot) -> Option<Told> {
        let told = taken.told(slot)?;
        let linked = told == Told::ByStated && self.is_linked(on, slot);
        Some(if linked { Told::Plainly } else { told })
    }

    /// Notes what is required of others by a text that may be more besides. A package of this
    /// repository is nobody else's, though another workspace's.
    pub(super) fn foreign(&mut self, dialect: &Dialect, at: (&RepoPath, Span), package: &str) {
        if !self.packages.knows(dialect, package) {
            let (path, package) = (at.0.clone(), package.into());
            self.holding.foreign.push(Foreign { path, span: at.1, package });
        }
    }

    /// Whether a lock file of this component has a requirement on component `on` answered here.
    fn is_linked(&mut self, on: usize, slot: &Slot) -> bool {
        let locks = &self.files.locks;
        locks.iter().any(|(path, format)| {
            // A lock file that cannot be read is told of elsewhere.
            let copies = self.shelf.copied(path, format, self.packages);
            let entries = copies.ok().flatten().and_then(|copied| copied.entries.get(&self.index));
            let mut entries = entries.into_iter().flatten();
            entries.any(|entry| entry.requires == Some(on) && entry.text == slot.text)
        })
    }
}
