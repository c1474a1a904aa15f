//! What a manifest takes from other files: from those above it, from one that it names, from tags.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{
    Beside, ByValue, Elsewhere, Format, Handed, Import, LocateError, Located, Locator, Slot,
    SlotKind, Trouble,
};
use place::{RepoPath, Span};

use super::super::files::{self, by_name};
use super::super::{Bond, InventoryError, Told, disk};
use super::handed::{handed, seconds};
use super::siblings::Taken;
use super::{Reader, Second};
use crate::config::ManifestRef;

/// How many files may send on to another one: a module that imports its version.
const DEEPEST: usize = 4;

/// How many files are looked into that one reads as if they stood in it.
const MOST: usize = 32;

/// What a file says of the one that has its version.
struct Said<'l> {
    span: Span,
    how: &'l str,
    files: &'l [String],
    format: &'static Format,
}

impl Reader<'_, '_> {
    /// What stands elsewhere, added to what the component holds.
    pub(super) fn elsewhere(&mut self, manifest: &ManifestRef, elsewhere: &Elsewhere) {
        match elsewhere {
            Elsewhere::Version { span, how, parent_file, shared_key } => {
                self.above(manifest, (*span, how, parent_file), shared_key);
            }
            Elsewhere::Requirement { span, on, table, by_value, .. } => {
                let handed = |located: &Located, _| located.handed(on, table, by_value.as_ref());
                // What a mere value is for is said here, and no file above is needed to know it.
                let others = |by: &&ByValue| self.sibling(manifest, &by.on, None).is_none();
                if let Some(ByValue { on, .. }) = by_value.as_ref().filter(others) {
                    if let Some((path, Handed::Slot(slot))) = self.nearest(manifest, handed) {
                        self.foreign(manifest.dialect, (&path, slot.span), on);
                    }
                    return;
                }
                self.unreadable_above(manifest);
                match (self.nearest(manifest, handed), by_value) {
                    (Some((path, Handed::Slot(slot))), _) => self.inherit(manifest, path, &slot),
                    (Some((path, Handed::Unread(unread))), _) => {
                        self.elsewhere(&ManifestRef { path, ..manifest.clone() }, &unread);
                    }
                    (None, Some(ByValue { on, trouble, .. })) => {
                        self.unread(manifest, *span, on, trouble);
                    }
                    (Some((_, Handed::Itself)) | None, _) => {}
                }
            }
            Elsewhere::Unread { span, on, trouble } => self.unread(manifest, *span, on, trouble),
            Elsewhere::File { span, how, files, format } => {
                let said = Said { span: *span, how, files, format };
                self.follow(manifest, &manifest.path, &said, DEEPEST);
            }
            Elsewhere::Computed { .. } | Elsewhere::Tags { .. } => {}
        }
    }

    /// The version in a file above a manifest, by its key there. `said` is what it says of that: where,
    /// how, and which file it is in.
    fn above(&mut self, manifest: &ManifestRef, said: (Span, &str, &str), key: &str) {
        let slots = self.inherited(manifest, key);
        for (path, slot, second) in &slots {
            match second {
                true => self.goes_along(manifest, path, slot),
                false => self.own(manifest, path, slot, Bond::States, true),
            }
        }
        if !slots.is_empty() {
            return;
        }
        let (span, how, parent) = said;
        let problem = InventoryError::Orphan {
            component: self.component.name.clone(),
            how: how.into(),
            parent: parent.into(),
            path: manifest.path.clone(),
            span,
        };
        // A file that merely lies there, and does not say itself that it inherits.
        if span.is_empty() && !self.files.listed {
            self.passed_over.get_or_insert(problem);
        } else {
            self.holding.problems.push(problem);
        }
    }

    /// Adds that what a manifest requires `on` by, at `span`, cannot be read, where that is a sibling.
    fn unread(&mut self, manifest: &ManifestRef, span: Span, on: &str, trouble: &Trouble) {
        if let Some(on) = self.sibling(manifest, on, None) {
            let error = LocateError::new(&manifest.path, Some(span), trouble.clone());
            self.holding.cannot_read(on, error.into());
        }
    }

    /// The version in the first of the files that is there; others may read it there too. All of
    /// them are asked for at once: each round of reads costs more than a file that is not there.
    fn follow(&mut self, manifest: &ManifestRef, from: &RepoPath, said: &Said<'_>, deep: usize) {
        let folder = from.parent().unwrap_or_else(RepoPath::root);
        let snapshot = self.shelf.snapshot;
        let paths = || said.files.iter().filter_map(|file| folder.join(file).ok());
        if paths().filter(|path| self.shelf.needs.file(snapshot, path).is_none()).count() > 0 {
            return;
        }
        let there = paths().find(|path| snapshot.bytes(path).is_some());
        let Some(path) = there else {
            self.holding.problems.push(InventoryError::Astray {
                component: self.component.name.clone(),
                how: said.how.to_string(),
                files: said.files.to_vec(),
                path: from.clone(),
                span: said.span,
            });
            return;
        };
        let locator = Locator::Format(said.format);
        self.shelf.followed.push((path.clone(), locator.clone()));
        let located = match self.shelf.whole(&path, &locator) {
            Some(Ok(located)) => located.clone(),
            Some(Err(problem)) => {
                let problem = problem.clone();
                self.holding.problems.push(problem);
                return;
            }
            None => return,
        };
        let dialect = said.format.dialect_beside(manifest.dialect);
        let reader = ManifestRef { dialect, ..manifest.clone() };
        let further =
            |one: &&Elsewhere| matches!(one, Elsewhere::File { .. } | Elsewhere::Version { .. });
        let further = located.elsewhere.iter().find(further);
        match (located.own_version(&path), deep.checked_sub(1), further) {
            (Ok(slot), ..) => {
                self.own(&reader, &path, slot, Bond::States, true);
                for slot in seconds(&located) {
                    self.goes_along(&reader, &path, slot);
                }
            }
            (Err(_), Some(deep), Some(Elsewhere::File { span, how, files, format })) => {
                let said = Said { span: *span, how, files, format };
                self.follow(&reader, &path, &said, deep);
            }
            (Err(_), _, Some(Elsewhere::Version { span, how, parent_file, shared_key })) => {
                let heir = ManifestRef { path, locator, ..reader };
                self.above(&heir, (*span, how, parent_file), shared_key);
            }
            (Err(error), ..) => self.holding.problems.push(error.into()),
        }
    }

    /// Notes a place that is second to a version which is taken from its file.
    fn goes_along(&mut self, manifest: &ManifestRef, path: &RepoPath, slot: &Slot) {
        let (manifest, path) = (manifest.clone(), path.clone());
        self.second.push(Second { manifest, path, slot: slot.clone(), shared: true });
    }

    /// What a file above a manifest, or the manifest itself, holds.
    fn at(&mut self, manifest: &ManifestRef, path: &RepoPath) -> Option<&Located> {
        let own = *path == manifest.path;
        let named = if own { None } else { by_name(path) };
        let locator = named.as_ref().unwrap_or(&manifest.locator);
        self.shelf.whole(path, locator)?.as_deref().ok()
    }

    /// The slot that a manifest inherits its version from, in the nearest file above it: the one that
    /// is shared, or what is called `key` there, once for every build configuration. Behind it
    /// are those that are second to it there, marked as such.
    fn inherited(&mut self, manifest: &ManifestRef, key: &str) -> Vec<(RepoPath, Slot, bool)> {
        let slots = |located: &Located, other| {
            let slots = handed(located, key, other);
            (!slots.is_empty()).then_some(slots)
        };
        let Some((path, slots)) = self.nearest(manifest, slots) else { return Vec::new() };
        slots.into_iter().map(|(slot, second)| (path.clone(), slot, second)).collect()
    }

    /// The first that hands down what `pick` looks for: the manifest itself, and the files above it,
    /// the nearest one first, each before those that it imports. `pick` is told whether it is another
    /// file than the manifest.
    fn nearest<T>(
        &mut self,
        manifest: &ManifestRef,
        pick: impl Fn(&Located, bool) -> Option<T>,
    ) -> Option<(RepoPath, T)> {
        let above = match (self.files.above.get(&manifest.path), &manifest.locator) {
            (Some(above), _) => above.clone(),
            // A file that is followed is none of the component's manifests.
            (None, Locator::Format(format)) => {
                let needs = &mut self.shelf.needs;
                let above = files::above(&manifest.path, format, self.shelf.snapshot, needs);
                let known = above.iter().filter_map(|path| Some((path.clone(), by_name(path)?)));
                self.shelf.followed.extend(known);
                above
            }
            (None, _) => return None,
        };
        for path in core::iter::once(&manifest.path).chain(&above) {
            let Some(located) = self.at(manifest, path) else { continue };
            let picked = pick(located, *path != manifest.path);
            let imports = located.imports.clone();
            let picked = picked.map(|picked| (path.clone(), picked));
            let found = picked.or_else(|| self.imported(path, &imports, &pick));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The same in the files that the one at `from` reads as if they stood in it, and in those that
    /// these do; one that is named again counts where it is read first.
    fn imported<T>(
        &mut self,
        from: &RepoPath,
        imports: &[Import],
        pick: &impl Fn(&Located, bool) -> Option<T>,
    ) -> Option<(RepoPath, T)> {
        let mut known = BTreeSet::from([from.clone()]);
        let mut left = self.named(from, imports);
        while let Some((path, import)) = left.pop() {
            if known.len() > MOST || !known.insert(path.clone()) {
                continue;
            }
            if !self.shelf.snapshot.files.contains_key(&path) {
                // What comes behind it counts only once it is known that this one has none.
                return None;
            }
            let locator = Locator::Format(import.format);
            let located = match self.shelf.whole(&path, &locator) {
                Some(Ok(located)) => located.clone(),
                Some(Err(problem)) if !problem.is_no_version() => {
                    let problem = problem.clone();
                    self.holding.problems.push(problem);
                    return None;
                }
                _ => continue,
            };
            if let Some(picked) = pick(&located, true) {
                self.shelf.followed.push((path.clone(), locator));
                return Some((path, picked));
            }
            let further = self.named(&path, &located.imports);
            left.extend(further);
        }
        None
    }

    /// What the file at `from` imports, the first one at the end; all of it is asked for at once. What
    /// is outside of the repository is nobody's.
    fn named(&mut self, from: &RepoPath, imports: &[Import]) -> Vec<(RepoPath, Import)> {
        let folder = from.parent().unwrap_or_else(RepoPath::root);
        let paths = imports.iter().take(MOST).rev();
        let all: Vec<(RepoPath, Import)> =
            paths.filter_map(|one| Some((folder.join(&one.file).ok()?, one.clone()))).collect();
        for (path, _) in &all {
            self.shelf.needs.file(self.shelf.snapshot, path);
        }
        all
    }

    /// Files above a manifest that it inherits requirements from, and that cannot be read: what they
    /// say of a sibling would be passed over.
    fn unreadable_above(&mut self, manifest: &ManifestRef) {
        for path in self.files.above.get(&manifest.path).into_iter().flatten() {
            let locator = by_name(path).unwrap_or_else(|| manifest.locator.clone());
            let found = self.shelf.whole(path, &locator).and_then(|found| found.as_ref().err());
            let problem = found.filter(|problem| !problem.is_no_version()).cloned();
            if let Some(problem) = problem.filter(|one| !self.holding.problems.contains(one)) {
                self.holding.problems.push(problem);
            }
        }
    }

    /// Adds the requirement that a manifest inherits from the file at `path`, if it is on a component.
    fn inherit(&mut self, manifest: &ManifestRef, path: RepoPath, slot: &Slot) {
        let SlotKind::Requirement { on, path: folder, .. } = &slot.kind else { return };
        let (packages, home) = (self.packages, path.parent().unwrap_or_else(RepoPath::root));
        let Some((taken, patched)) = self.at(manifest, &path).map(|located| {
            let patched = packages.patched(manifest.dialect, &home, located, slot);
            (Taken::of(located, on, true), patched)
        }) else {
            return;
        };
        let root = ManifestRef { path, ..manifest.clone() };
        let there = self.at(manifest, &root.path).map(|located| located.at(slot.span).to_vec());
        for other in there.unwrap_or_default() {
            if let SlotKind::Requirement { on, path, .. } = other.kind
                && patched.is_none()
                && self.sibling(&root, &on, path.as_deref()).is_none()
            {
                self.foreign(root.dialect, (&root.path, slot.span), &on);
            }
        }
        let told = match patched {
            Some(on) => Some((on, Told::ByStated)),
            None => {
                let on = self.sibling(&root, on, folder.as_deref());
                on.and_then(|on| Some((on, self.told(taken, on, slot)?)))
            }
        };
        if let Some((on, told)) = told {
            self.edge(on, &root.path, slot, manifest.dialect, (true, told));
        }
    }

    /// Listed files in which nothing would move: those that only have settings, and nobody refers to one
    /// of them, and those whose version is computed and that require nothing.
    pub(super) fn idle(&mut self) {
        for manifest in self.files.manifests.iter().filter(|_| self.files.listed) {
            let Some(Ok(located)) = self.shelf.manifest(manifest) else { continue };
            let setting = |slot: &Slot| slot.kind == SlotKind::Beside(Beside::Setting);
            // One that says where its version is holds more than settings.
            let tells =
                |one: &Elsewhere| matches!(one, Elsewhere::Version { .. } | Elsewhere::File { .. });
            // One that names a package says whom others require.
            let named = located.name.is_some() && manifest.dialect.requires.is_some();
            let computed = |one: &Elsewhere| matches!(one, Elsewhere::Computed { .. }) && !named;
            let only = (!located.slots.is_empty() || located.elsewhere.iter().any(computed))
                && located.slots.iter().all(setting)
                && !located.elsewhere.iter().any(tells);
            if only && !self.holding.own.iter().any(|own| own.path == manifest.path) {
                let error = located.own_version(&manifest.path).err();
                self.holding.problems.extend(error.map(InventoryError::from));
            }
        }
    }

    /// No manifest states a version: nothing listed does, or nothing was found.
    pub(super) fn without_version(&mut self) {
        if self.files.listed && self.files.manifests.is_empty() {
            return;
        }
        for manifest in &self.files.manifests {
            let Some(Ok(located)) = self.shelf.manifest(manifest) else { continue };
            if located.elsewhere.iter().any(|one| matches!(one, Elsewhere::Tags { .. })) {
                return;
            }
            let error = located.own_version(&manifest.path).err().map(InventoryError::from);
            // What was found and says nothing of a version at all is not what to complain about.
            if let Some(error) = error.filter(|error| self.files.listed || !error.is_no_version()) {
                self.holding.problems.push(error);
                return;
            }
        }
        if let Some(problem) = self.passed_over.take() {
            self.holding.problems.push(problem);
            return;
        }
        // Nothing is looked for of one that is retired, and nothing of it moves.
        if self.component.retired {
            return;
        }
        let (component, snapshot) = (self.component, self.shelf.snapshot);
        self.holding.problems.push(
            match disk::manifest(&component.path, snapshot, &mut self.shelf.needs) {
                Some(path) => InventoryError::Uncommitted {
                    component: component.name.clone(),
                    path,
                    place: component.place.clone(),
                },
                None => InventoryError::NoManifest {
                    component: component.name.clone(),
                    folder: component.path.clone(),
                    place: component.place.clone(),
                },
            },
        );
    }

    /// A manifest is listed that is not there, or that only the disk has.
    pub(super) fn not_there(&mut self, manifest: &ManifestRef) {
        let (path, place) = (manifest.path.clone(), manifest.place.clone());
        let component = self.component.name.clone();
        let snapshot = self.shelf.snapshot;
        let there = disk::has_file(&path, snapshot, &mut self.shelf.needs);
        let near = disk::in_other_letters(&path, snapshot);
        self.holding.problems.push(match there {
            true => InventoryError::Uncommitted { component, path, place },
            false => InventoryError::NotFound { component, path, near, place },
        });
    }
}
