//! From files to holdings: locate every file once, then tie siblings, parents and locks together.

mod elsewhere;
mod handed;
mod heirs;
mod lineage;
mod listings;
mod locks;
mod overrides;
mod packages;
mod patches;
mod siblings;
mod unused;

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Format, Located, Locator, Slot, SlotKind};
use place::RepoPath;
use version::Dialect;

use super::files::Files;
use super::workspaces::Workspace;
use super::{Bond, Edge, Holding, InventoryError, Manner, Own, Sealed, Told, whose};
use crate::config::{Component, ManifestRef};
use crate::{Found, Needs, Product, Snapshot};
use locks::Copied;
pub(super) use packages::{Package, Packages};
pub(super) use siblings::Taken;

/// Files that were located by their format, each once however many components look at it.
struct Shelf<'s> {
    product: &'s Product,
    snapshot: &'s Snapshot,
    located: BTreeMap<RepoPath, Found>,
    /// What each lock file copies, sorted out by component once.
    copies: BTreeMap<RepoPath, Result<Copied, InventoryError>>,
    /// Files that manifests name as the place of their version, and how it is found there.
    followed: Vec<(RepoPath, Locator)>,
    /// What following them lacks.
    needs: Needs,
}

/// What all manifests hold, and what was looked at on the way.
pub(super) struct Read {
    /// Of every component, in order.
    pub(super) holdings: Vec<Holding>,
    /// What formats located in each file.
    pub(super) located: BTreeMap<RepoPath, Arc<Located>>,
    /// Files that manifests name as the place of their version, and how it is found there.
    pub(super) followed: Vec<(RepoPath, Locator)>,
    /// The checksums in lock files.
    pub(super) seals: Vec<Sealed>,
    /// The components' packages.
    pub(super) packages: Packages,
    /// Whether releases were asked which requirements are on components.
    pub(super) by_tags: bool,
}

/// What every component holds, or the reads that are missing to know it.
pub(super) fn holdings(
    product: &Product,
    snapshot: &Snapshot,
    files: &[Files],
    workspaces: &[Workspace],
) -> Result<Read, Needs> {
    let mut shelf = Shelf {
        product,
        snapshot,
        located: BTreeMap::new(),
        copies: BTreeMap::new(),
        followed: Vec::new(),
        needs: Needs::default(),
    };
    let mut packages = Packages::default();
    for (index, files) in files.iter().enumerate() {
        for manifest in &files.manifests {
            let Some(Ok(located)) = shelf.manifest(manifest) else { continue };
            packages.add_said(manifest.dialect, &manifest.path, &located);
            for name in located.name.iter().chain(&located.provides) {
                let folder = manifest.path.parent().unwrap_or_else(RepoPath::root);
                let package = Package { component: index, folder, beside: false };
                packages.add(manifest.dialect, name, package);
            }
        }
        let Some(component) = product.components.get(index) else { continue };
        for (dialect, name) in &component.packages {
            let folder = component.path.clone();
            packages.add(dialect, name, Package { component: index, folder, beside: false });
        }
    }
    workspaces.iter().for_each(|workspace| packages.add_workspace(workspace));
    // Whoever has a component's version by inheriting it moves along, component or not.
    let lineage = lineage::heirs(&mut shelf, files, workspaces);
    let heirs = workspaces.iter().flat_map(|workspace| workspace.heirs(snapshot, files));
    for heir in heirs.collect::<Vec<_>>().iter().chain(&lineage) {
        let folder = heir.folder();
        let package = Package { component: heir.component, folder, beside: true };
        for name in heir.located.name.iter().chain(&heir.located.provides) {
            packages.add(heir.format.dialect, name, package.clone());
        }
    }
    let mut holdings = Vec::with_capacity(files.len());
    for (index, (component, files)) in product.components.iter().zip(files).enumerate() {
        let mut reader = Reader {
            index,
            component,
            files,
            packages: &packages,
            shelf: &mut shelf,
            holding: Holding::default(),
            second: Vec::new(),
            passed_over: None,
            beheaded: false,
        };
        reader.read();
        holdings.push(reader.holding);
    }
    heirs::follow(product, (files, workspaces), &mut shelf, &mut holdings);
    lineage::follow(&lineage, &packages, &mut shelf, &mut holdings);
    patches::follow(&packages, &mut holdings);
    shelf.followed.extend(overrides::follow(&packages, &mut holdings));
    shelf.followed.extend(unused::follow(&packages, &mut holdings));
    let by_tags = whose::keep_ours(product, snapshot, &mut holdings);
    let seals = shelf.seals();
    if !shelf.needs.is_empty() {
        return Err(shelf.needs);
    }
    // A lock file copies whoever it has, also those whose own folders have no lock file: an
    // application locks the libraries that it takes from other folders.
    for copied in core::mem::take(&mut shelf.copies).into_values().flatten() {
        for (component, entries) in copied.entries {
            if let Some(holding) = holdings.get_mut(component) {
                holding.locks.extend(entries);
            }
        }
    }
    listings::refuse_shared(product, &mut holdings);
    super::labels::refuse_unsorted(product, &mut holdings);
    let located = shelf.located.into_iter().filter_map(|(path, one)| Some((path, one.ok()?)));
    let (located, followed) = (located.collect(), shelf.followed);
    Ok(Read { holdings, located, followed, seals, packages, by_tags })
}

impl Shelf<'_> {
    /// What a manifest holds; `None` where the file is not there.
    fn manifest(&mut self, manifest: &ManifestRef) -> Option<Found> {
        let found = match &manifest.locator {
            Locator::Format(_) => self.whole(&manifest.path, &manifest.locator).cloned(),
            Locator::Regex(_) | Locator::At(_) => {
                self.snapshot.found(&manifest.path, &manifest.locator)
            }
        };
        let named = || self.product.file_named(&manifest.path);
        found.map(|found| found.map_err(|problem| problem.told_by(manifest, named())))
    }

    /// The package's release that a file's format located in it, if it has one.
    fn package_release(&self, path: &RepoPath) -> Option<String> {
        let located = self.located.get(path)?.as_ref().ok()?;
        located.package_release().map(|slot| slot.text.clone())
    }

    /// What a file located by its format holds; `None` where it is not there.
    fn whole(&mut self, path: &RepoPath, locator: &Locator) -> Option<&Found> {
        let content = self.snapshot.content(path)?;
        let located = &mut self.located;
        Some(located.entry(path.clone()).or_insert_with(|| content.found(path, locator)))
    }

    /// What a lock file copies, and the siblings that it has from a registry; nothing where the file
    /// is not there.
    fn copied(
        &mut self,
        path: &RepoPath,
        format: &'static Format,
        packages: &Packages,
    ) -> Result<Option<&Copied>, InventoryError> {
        if !self.copies.contains_key(path) {
            // A blank one locks nothing: with an empty yarn.lock, Yarn knows where a project begins.
            let bytes = self.snapshot.bytes(path).unwrap_or_default();
            let blank = bytes.iter().all(u8::is_ascii_whitespace);
            let located = match blank {
                true => None,
                false => self.whole(path, &Locator::Format(format)).cloned(),
            };
            let copied = located.transpose().map(|located| {
                located.map(|located| locks::copied(path, &located, format.dialect, packages))
            });
            self.copies.insert(path.clone(), copied.map(Option::unwrap_or_default));
        }
        match self.copies.get(path) {
            Some(Ok(copied)) => Ok(Some(copied)),
            Some(Err(problem)) => Err(problem.clone()),
            None => Ok(None),
        }
    }
}

/// A place that is second to a version in its file.
struct Second {
    /// How that file is read.
    manifest: ManifestRef,
    path: RepoPath,
    slot: Slot,
    /// Whether the version is taken from there by others too.
    shared: bool,
}

struct Reader<'a, 's> {
    index: usize,
    component: &'a Component,
    files: &'a Files,
    packages: &'a Packages,
    shelf: &'a mut Shelf<'s>,
    holding: Holding,
    /// The places that are second to a version in their file.
    second: Vec<Second>,
    /// The first file found that states no version.
    passed_over: Option<InventoryError>,
    /// Whether the file that states its version first cannot be read, or may be such a one.
    beheaded: bool,
}

impl Reader<'_, '_> {
    fn read(&mut self) {
        // Without its folder, nothing can be found in it.
        if let Some(astray) = &self.files.astray {
            self.holding.problems.push(astray.clone());
        }
        for manifest in &self.files.manifests {
            match self.shelf.manifest(manifest) {
                None if self.files.astray.is_some()
                    && manifest.path.is_within(&self.component.path) => {}
                None => self.not_there(manifest),
                // A file that merely lies there need not state a version: a Dockerfile, say.
                Some(Err(problem)) if !self.files.listed && problem.is_no_version() => {
                    self.passed_over.get_or_insert(problem);
                }
                Some(Err(problem)) => {
                    self.beheaded |= self.holding.own.is_empty();
                    self.holding.problems.push(problem);
                }
                Some(Ok(located)) => self.manifest(manifest, &located),
            }
        }
        // They go behind every place that states a version, wherever that stands: before one of them
        // in the file, in a file above, in the next manifest.
        if !self.holding.own.is_empty() {
            for Second { manifest, path, slot, shared } in core::mem::take(&mut self.second) {
                let derived = matches!(slot.kind, SlotKind::Derived(_));
                let bond = if derived { Bond::Derived } else { Bond::Along };
                self.own(&manifest, &path, &slot, bond, shared);
            }
        }
        if self.holding.own.is_empty() && self.holding.problems.is_empty() {
            self.without_version();
        } else {
            self.idle();
        }
        for (path, format) in &self.files.locks {
            match self.shelf.copied(path, format, self.packages) {
                Ok(copied) => {
                    self.holding.pins.extend(copied.into_iter().flat_map(|one| one.pins.clone()));
                }
                Err(problem) => self.holding.problems.push(problem),
            }
        }
        if let Some(primary) = self.holding.own.first().filter(|_| !self.beheaded) {
            match (&primary.version, &primary.development) {
                (Ok(version), _) => {
                    self.holding.version = Some(self.component.form.released(version));
                }
                (Err(_), Some(ahead)) => {
                    let version = self.component.form.released(&ahead.version);
                    self.holding.development = Some(version);
                }
                (Err(error), None) => self.holding.problems.push(InventoryError::Version {
                    component: self.component.name.clone(),
                    text: primary.text.clone(),
                    error: Box::new(error.clone()),
                    path: primary.path.clone(),
                    span: primary.span,
                }),
            }
        }
    }

    fn manifest(&mut self, manifest: &ManifestRef, located: &Arc<Located>) {
        for slot in &located.slots {
            match &slot.kind {
                SlotKind::Version => {
                    self.own(manifest, &manifest.path, slot, Bond::States, false);
                }
                SlotKind::Secondary(_) | SlotKind::Derived(_) => {
                    let (manifest, path) = (manifest.clone(), manifest.path.clone());
                    self.second.push(Second { manifest, path, slot: slot.clone(), shared: false });
                }
                SlotKind::Requirement { on, .. } => {
                    // What is said for all to inherit is an edge of those who do.
                    if located.is_for_others(slot) || self.is_of_heir(manifest, located, slot) {
                        continue;
                    }
                    if let Some((on, told)) = self.required(manifest, located, slot) {
                        // One ecosystem may say what is wanted in several ways beside the version.
                        let dialect = slot.dialect.unwrap_or(manifest.dialect);
                        self.edge(on, &manifest.path, slot, dialect, (false, told));
                    } else if located.at(slot.span).len() > 1 {
                        self.foreign(manifest.dialect, (&manifest.path, slot.span), on);
                    }
                }
                SlotKind::Shared
                | SlotKind::Number
                | SlotKind::Beside(_)
                | SlotKind::Lock { .. }
                | SlotKind::LockRequirement { .. }
                | SlotKind::Seal(_) => {}
            }
        }
        for elsewhere in &located.elsewhere {
            self.elsewhere(manifest, elsewhere);
        }
        self.overrides(manifest, located);
    }

    fn own(
        &mut self,
        manifest: &ManifestRef,
        path: &RepoPath,
        slot: &Slot,
        bond: Bond,
        shared: bool,
    ) {
        // The file that a manifest names may be one of the component's own: who reads it says how it
        // is written.
        if self.holding.own.iter().any(|own| own.span == slot.span && own.path == *path) {
            return;
        }
        let dialect = slot.dialect.unwrap_or(manifest.dialect);
        let text = slot.value();
        let release = self.shelf.package_release(path);
        let form = &self.component.form;
        let version = match &release {
            Some(release) => form.from_beside_release(dialect, &text, release),
            None => form.from_native(dialect, &text),
        };
        let ahead = || form.in_development(dialect, &text);
        let development = version.is_err().then(ahead).flatten();
        self.holding.own.push(Own {
            path: path.clone(),
            span: slot.span,
            text,
            rest: slot.rest.clone(),
            dialect,
            shared,
            listed: self.files.listed,
            bond,
            release,
            version,
            development,
        });
    }

    fn edge(
        &mut self,
        on: usize,
        path: &RepoPath,
        slot: &Slot,
        dialect: &'static Dialect,
        (inherited, told): (bool, Told),
    ) {
        self.holding.requires.push(Edge {
            on,
            path: path.clone(),
            span: slot.span,
            text: slot.text.clone(),
            dialect,
            inherited,
            told,
            for_developers: slot.kind.is_for_developers(),
            manner: Manner::default(),
        });
    }
}
