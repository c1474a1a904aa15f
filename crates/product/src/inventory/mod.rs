//! What the components' manifests hold: versions, requirements on siblings, lock entries.

mod development;
mod disk;
mod edge;
mod entries;
mod error;
mod files;
mod folder;
mod labels;
mod outside;
mod read;
mod whose;
mod workspaces;

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Located, Locator, Seal, Stanza};
use place::{Class, Explain, Place, RepoPath, Span};
use version::{Development, Dialect, NativeError, Version};

pub(crate) use edge::{Edge, Manner};
pub use error::InventoryError;
pub use outside::Outsider;
pub(crate) use whose::Told;
pub(crate) use workspaces::takes_version;

use crate::config::ManifestRef;
use crate::{Needs, Product, Snapshot};
use read::Packages;

/// What every component's manifests hold, located once.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    holdings: Vec<Holding>,
    /// Each component's manifests, listed or found.
    manifests: Vec<Vec<ManifestRef>>,
    locators: BTreeMap<RepoPath, Vec<Locator>>,
    /// What formats located in each file.
    located: BTreeMap<RepoPath, Arc<Located>>,
    seals: Vec<Sealed>,
    outsiders: Vec<Outsider>,
    packages: Packages,
    by_tags: bool,
}

/// What one component's manifests hold.
#[derive(Debug, Clone, Default)]
pub struct Holding {
    /// Every place that states its version, the primary one first.
    pub own: Vec<Own>,
    /// Its requirements on siblings.
    pub requires: Vec<Edge>,
    /// The texts that it requires others' packages by and that may be more besides: a property, a
    /// catalogue's version.
    pub foreign: Vec<Foreign>,
    /// What lock files copy of it.
    pub locks: Vec<LockEntry>,
    /// The siblings that its lock files have from a registry.
    pub pins: Vec<Pin>,
    /// Its version, as the primary slot states it; without a build server's number, unless that
    /// tells releases apart. None while that slot is in development: then the component's version
    /// is its last release's.
    pub version: Option<Version>,
    /// The version that it is in development of, as the primary slot says (SEMANTICS 31).
    pub development: Option<Version>,
    /// What is wrong with its manifests.
    pub problems: Vec<InventoryError>,
    /// Which of it keeps requirements on siblings from being read: the sibling, and what is wrong.
    pub unread: Vec<(usize, InventoryError)>,
}

impl Holding {
    /// Adds that the requirement on sibling `on` cannot be read, once.
    fn cannot_read(&mut self, on: usize, problem: InventoryError) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem.clone());
            self.unread.push((on, problem));
        }
    }
}

/// A text that a package is required by which is no component's, or not as it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// The file.
    pub path: RepoPath,
    /// The bytes.
    pub span: Span,
    /// The package.
    pub package: String,
}

/// A place that states a component's version.
#[derive(Debug, Clone)]
pub struct Own {
    /// The file.
    pub path: RepoPath,
    /// The bytes.
    pub span: Span,
    /// What they say.
    pub text: String,
    /// How they say it.
    pub dialect: &'static Dialect,
    /// The further numbers of a version that is divided into numbers; `span` is the first one's.
    pub rest: Vec<(Span, String)>,
    /// Whether the component inherits it from a file that others inherit it from too.
    pub shared: bool,
    /// Whether release.toml lists the file.
    pub listed: bool,
    /// How it is bound to the version.
    pub bond: Bond,
    /// The package's release that stands in the same file, as far as it counts: `0.2.rc1`. It may
    /// name a pre-release's label in the version's place (KOLAB-8).
    pub release: Option<String>,
    /// The version that it reads as.
    pub version: Result<Version, NativeError>,
    /// What it is in development of, where it reads as none.
    pub development: Option<Development>,
}

/// How a place is bound to a component's version (SEMANTICS 20).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bond {
    /// It states the version: a file's own, an inherited one, one that release.toml names itself.
    States,
    /// It is second to the version in its file, and goes along while it says the same.
    Along,
    /// It is a number that is derived of the version in its file.
    Derived,
}

/// A copy in a lock file.
#[derive(Debug, Clone)]
pub struct LockEntry {
    /// The package, as the lock file calls it.
    pub name: String,
    /// The lock file.
    pub path: RepoPath,
    /// The bytes.
    pub span: Span,
    /// What they say.
    pub text: String,
    /// How they say it.
    pub dialect: &'static Dialect,
    /// The sibling whose requirement it copies; `None` where it copies this component's version.
    pub requires: Option<usize>,
}

/// A sibling that a lock file has from a registry, where only released versions are.
#[derive(Debug, Clone)]
pub struct Pin {
    /// The sibling.
    pub on: usize,
    /// Its package, as the lock file calls it.
    pub name: String,
    /// The lock file.
    pub path: RepoPath,
    /// Where the version stands that it is locked to.
    pub span: Span,
    /// That version.
    pub text: String,
    /// How it is written.
    pub dialect: &'static Dialect,
    /// The requirements that it answers; empty where the lock file does not say.
    pub answers: Vec<String>,
}

/// What a lock file derives from the rest: its checksum, its keys.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// The lock file.
    pub path: RepoPath,
    /// The bytes, and what they say, in their order; at least one.
    pub places: Vec<(Span, String)>,
    /// The manifest that it is computed of.
    pub manifest: RepoPath,
    /// How it is computed.
    pub seal: &'static Seal,
}

impl Inventory {
    /// Locates everything in the snapshot that belongs to a component.
    ///
    /// # Errors
    /// The reads that are missing. Manifests that cannot be used are not an error here: see
    /// [`Holding::problems`].
    pub fn take(product: &Product, snapshot: &Snapshot) -> Result<Self, Needs> {
        let files = files::of(product, snapshot)?;
        let workspaces = workspaces::of(snapshot, &files)?;
        let read = read::holdings(product, snapshot, &files, &workspaces)?;
        let outsiders = outside::of(product, snapshot, &files, &workspaces, &read);
        let locators = files::locators(&files, read.followed);
        let manifests = files.into_iter().map(|files| files.manifests).collect();
        let read::Read { holdings, located, seals, packages, by_tags, .. } = read;
        Ok(Self { holdings, manifests, locators, located, seals, outsiders, packages, by_tags })
    }

    /// Whether tags had a say in it: an inventory that was taken before they were known is to be
    /// taken again.
    #[must_use]
    pub fn is_by_tags(&self) -> bool {
        self.by_tags
    }

    /// What component `index` holds.
    #[must_use]
    pub fn holding(&self, index: usize) -> Option<&Holding> {
        self.holdings.get(index)
    }

    /// The version that its manifests state; none where they are in development.
    #[must_use]
    pub fn version(&self, index: usize) -> Option<&Version> {
        self.holding(index)?.version.as_ref()
    }

    /// The places that state its version, the primary one first.
    #[must_use]
    pub fn own(&self, index: usize) -> &[Own] {
        self.holding(index).map_or(&[], |holding| &holding.own)
    }

    /// Its manifests, listed in release.toml or found in its folder, in order.
    #[must_use]
    pub fn manifests(&self, index: usize) -> &[ManifestRef] {
        self.manifests.get(index).map_or(&[], Vec::as_slice)
    }

    /// Its requirements on siblings.
    #[must_use]
    pub fn requires(&self, index: usize) -> &[Edge] {
        self.holding(index).map_or(&[], |holding| &holding.requires)
    }

    /// The siblings that it requires in a way that cannot be read, and why it cannot.
    #[must_use]
    pub fn requires_unread(&self, index: usize) -> &[(usize, InventoryError)] {
        self.holding(index).map_or(&[], |holding| &holding.unread)
    }

    /// What its requirements on others' packages share with something else, maybe.
    #[must_use]
    pub fn foreign(&self, index: usize) -> &[Foreign] {
        self.holding(index).map_or(&[], |holding| &holding.foreign)
    }

    /// The packages beside the components that require some of them.
    #[must_use]
    pub fn outsiders(&self) -> &[Outsider] {
        &self.outsiders
    }

    /// What lock files copy of it.
    #[must_use]
    pub fn locks(&self, index: usize) -> &[LockEntry] {
        self.holding(index).map_or(&[], |holding| &holding.locks)
    }

    /// The siblings that its lock files have from a registry.
    #[must_use]
    pub fn pins(&self, index: usize) -> &[Pin] {
        self.holding(index).map_or(&[], |holding| &holding.pins)
    }

    /// What lock files derive from the rest, by file.
    #[must_use]
    pub fn seals(&self) -> &[Sealed] {
        &self.seals
    }

    /// Every way in which versions are located in a file.
    #[must_use]
    pub fn locators(&self, path: &RepoPath) -> &[Locator] {
        self.locators.get(path).map_or(&[], Vec::as_slice)
    }

    /// What the format of a file located in it; `None` for a file that is not there, that its
    /// format cannot read, or that only other locators look at.
    pub(crate) fn located(&self, path: &RepoPath) -> Option<&Located> {
        self.located.get(path).map(Arc::as_ref)
    }

    /// The component whose package a lock file calls so.
    pub(crate) fn package(&self, dialect: &Dialect, lock: &RepoPath, name: &str) -> Option<usize> {
        let folder = lock.parent().unwrap_or_else(RepoPath::root);
        self.packages.locked(dialect, &folder, name).first().map(|package| package.component)
    }

    /// Whether an entry that a release adds to any of the files says who released.
    pub(crate) fn names_author(&self) -> bool {
        let mut stanzas = self.located.values().flat_map(|located| &located.stanzas);
        stanzas.any(Stanza::names_author)
    }

    /// What is wrong with its manifests.
    #[must_use]
    pub fn problems(&self, index: usize) -> &[InventoryError] {
        self.holding(index).map_or(&[], |holding| &holding.problems)
    }

    /// Where its version stands.
    #[must_use]
    pub fn place(&self, index: usize) -> Option<Place> {
        self.own(index).first().map(Own::place)
    }

    /// Refuses a configuration that cannot be meant, whoever is asked for: two components that list
    /// one and the same place (SEMANTICS 12), labels that an ecosystem of theirs does not sort
    /// (KOLAB-9), manifests and folders that are not there and not declared so (SEMANTICS 2).
    ///
    /// # Errors
    /// [`InventoryError::SameSlot`], [`InventoryError::Labels`], [`InventoryError::NoManifest`],
    /// [`InventoryError::NotFound`], [`InventoryError::NoFolder`], [`InventoryError::Uncommitted`].
    pub fn configured(&self) -> Result<(), InventoryError> {
        self.misled().next().map_or(Ok(()), |problem| Err(problem.clone()))
    }

    /// All that [`Inventory::configured`] refuses: what release.toml is to blame for, not a manifest.
    pub(crate) fn misled(&self) -> impl Iterator<Item = &InventoryError> {
        let problems = self.holdings.iter().flat_map(|holding| &holding.problems);
        problems.filter(|one| one.class() == Class::Usage)
    }

    /// Why a component's version is not known, though it has manifests: the first thing wrong with
    /// them, where they state none that can be read. What was released last is no answer then.
    #[must_use]
    pub fn unread(&self, index: usize) -> Option<&InventoryError> {
        let holding = self.holding(index)?;
        let known = holding.version.is_some() || holding.development.is_some();
        holding.problems.first().filter(|_| !known)
    }

    /// Refuses a component whose manifests cannot be used.
    ///
    /// # Errors
    /// The first thing wrong with them.
    pub fn sound(&self, index: usize) -> Result<(), InventoryError> {
        self.problems(index).first().map_or(Ok(()), |problem| Err(problem.clone()))
    }
}

impl Own {
    /// Whether it has to agree with the primary slot because release.toml lists it: the file, and
    /// not only a place that is second in it and may be some other number (SEMANTICS 20).
    pub(crate) fn must_agree(&self) -> bool {
        self.listed && self.bond != Bond::Along
    }

    /// Where it stands; of a divided version, where the first number does.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::bytes(&self.path, self.span)
    }

    /// Its file and line, for a sentence that speaks of another place: `sdk/pom.xml:7`.
    #[must_use]
    pub fn spot(&self, snapshot: &Snapshot) -> String {
        snapshot.spot(&self.place()).unwrap_or_default()
    }

    /// What is written where, for it to say `new`: one piece, or the numbers of a divided version.
    /// `new` has as many numbers as that: what [spells](crate::spelling::spelled) it refuses others.
    pub(crate) fn pieces<'a>(
        &'a self,
        new: &'a str,
    ) -> impl Iterator<Item = (Span, &'a str, &'a str)> {
        let whole = self.rest.is_empty();
        let spans = core::iter::once(self.span).chain(self.rest.iter().map(|(span, _)| *span));
        let cut = move |text: &'a str| {
            let most = if whole { 1 } else { usize::MAX };
            text.splitn(most, '.')
        };
        spans.zip(cut(&self.text)).zip(cut(new)).map(|((span, old), new)| (span, old, new))
    }
}
