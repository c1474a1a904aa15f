//! What manifests stated at the commits of their components' tags, one manifest a tag.

mod look;

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use place::{ObjectId, RepoPath};
use tags::{OwnerId, StrayKind, TagIndex};
use version::Dialect;
use version::native::PLAIN;

use self::look::{Found, Look, Way};
use crate::config::ManifestRef;
use crate::{Inventory, Product};

/// How many files may send on to another one, as the inventory of today follows them.
const DEEPEST: usize = 4;

/// What a component's manifest states at one of its tags.
#[derive(Debug, Clone)]
pub enum Statement {
    /// These versions, the package's own first.
    Says {
        /// The file: the manifest, or one that it takes its version from.
        path: RepoPath,
        /// What it says; never empty.
        said: Arc<Vec<Said>>,
    },
    /// Nothing: the file was not there, or nothing could be read from it.
    Nothing {
        /// The manifest.
        path: RepoPath,
    },
}

/// One version as a file states it.
#[derive(Debug, Clone)]
pub struct Said {
    /// The text.
    pub text: String,
    /// How it is written.
    pub dialect: &'static Dialect,
    /// The package's own release that stands in the same file, as far as it counts; empty where
    /// there is none. It may name a pre-release's label in the version's place (KOLAB-8).
    pub release: String,
    /// What stands behind it in the same value and counts where its ecosystem sorts: `+2`.
    pub revision: String,
}

/// Asks for the manifests of all tags, and reads what they state. The bytes are not kept, and what
/// was read of a blob once is not asked for again.
#[derive(Debug)]
pub struct Statements {
    open: Vec<Quest>,
    done: BTreeMap<(usize, String), Statement>,
    /// What was read; `None` for what was handed out and is not back.
    known: BTreeMap<Reading, Option<Arc<Found>>>,
}

/// One tag whose manifest is looked for.
#[derive(Debug)]
struct Quest {
    component: usize,
    tag: String,
    /// The manifest, for people.
    manifest: RepoPath,
    /// The files to look at, the next one last.
    open: Vec<Look>,
    /// How many more files may send on to others.
    deep: usize,
}

/// What makes two readings one: the blob, and how it is read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Reading {
    blob: ObjectId,
    path: RepoPath,
    way: Way,
}

/// A blob that has to be read, and how: whoever has its bytes can do it, on any thread.
#[derive(Debug)]
pub struct Unread {
    reading: Reading,
    look: Look,
}

/// What a blob was found to say.
#[derive(Debug)]
pub struct Learnt {
    reading: Reading,
    found: Found,
}

impl Unread {
    /// The blob.
    #[must_use]
    pub fn blob(&self) -> &ObjectId {
        &self.reading.blob
    }

    /// Reads it.
    #[must_use]
    pub fn read(self, bytes: &[u8]) -> Learnt {
        Learnt { found: self.look.at(bytes), reading: self.reading }
    }
}

/// A file at a tag, to be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted<'q> {
    /// The tag.
    pub tag: &'q str,
    /// The file.
    pub path: &'q RepoPath,
}

impl Statements {
    /// Looks for the manifest of each tag of `components` (indices; all where `None`), tags that are
    /// nearly theirs included: under an earlier scheme they may have been releases.
    #[must_use]
    pub fn new(
        product: &Product,
        inventory: &Inventory,
        index: &TagIndex,
        components: Option<&[usize]>,
    ) -> Self {
        let mut open = Vec::new();
        let mut quest = |component: usize, tag: &str| {
            let wanted = components.is_none_or(|some| some.contains(&component));
            if let Some(manifest) = primary(inventory, component).filter(|_| wanted) {
                open.push(Quest {
                    component,
                    tag: tag.to_string(),
                    manifest: manifest.path.clone(),
                    open: alloc::vec![Look::manifest(
                        manifest,
                        written(inventory, component, manifest),
                        component
                    )],
                    deep: DEEPEST,
                });
            }
        };
        for component in 0..product.components.len() {
            for released in index.released(OwnerId::Component(component)) {
                quest(component, &released.tag);
            }
        }
        for stray in index.strays() {
            if let StrayKind::NearMiss { owner: OwnerId::Component(component), .. } = &stray.kind {
                quest(*component, &stray.name);
            }
        }
        Self { open, done: BTreeMap::new(), known: BTreeMap::new() }
    }

    /// The files to look up next, in the order in which [`Statements::take`] wants to know of them.
    /// None left: everything is read.
    #[must_use]
    pub fn wanted(&self) -> Vec<Wanted<'_>> {
        let wanted = self
            .open
            .iter()
            .filter_map(|quest| Some(Wanted { tag: &quest.tag, path: &quest.open.last()?.path }));
        wanted.collect()
    }

    /// What has to be read of `blobs`, which were found for the wanted files from number `from` on;
    /// nothing is handed out twice.
    #[must_use]
    pub fn unread(&mut self, from: usize, blobs: &[Option<ObjectId>]) -> Vec<Unread> {
        let asked = self.open.iter().skip(from).zip(blobs);
        let unread = asked.filter_map(|(quest, blob)| {
            let look = quest.open.last()?;
            let reading = look.reading(blob.as_ref()?);
            if self.known.contains_key(&reading) {
                return None;
            }
            self.known.insert(reading.clone(), None);
            Some(Unread { reading, look: look.clone() })
        });
        unread.collect()
    }

    /// Learns what was read.
    pub fn learn(&mut self, read: impl IntoIterator<Item = Learnt>) {
        for Learnt { reading, found } in read {
            self.known.insert(reading, Some(Arc::new(found)));
        }
    }

    /// Takes what was found for all wanted files, in their order: what states a version is done
    /// with, what takes it from another file is looked for there.
    pub fn take(&mut self, blobs: &[Option<ObjectId>]) {
        let open = core::mem::take(&mut self.open);
        for (mut quest, blob) in open.into_iter().zip(blobs) {
            let Some(look) = quest.open.pop() else { continue };
            let found = blob.as_ref().and_then(|blob| self.known.get(&look.reading(blob)));
            let found = found.and_then(Option::as_ref);
            if let Some(found) = found.filter(|found| !found.said.is_empty()) {
                let said = Statement::Says { path: look.path, said: Arc::clone(&found.said) };
                self.done.insert((quest.component, quest.tag), said);
                continue;
            }
            if let Some(found) = found.filter(|found| !found.next.is_empty() && quest.deep > 0) {
                quest.open = found.next.iter().rev().cloned().collect();
                quest.deep -= 1;
            }
            if quest.open.is_empty() {
                let nothing = Statement::Nothing { path: quest.manifest };
                self.done.insert((quest.component, quest.tag), nothing);
            } else {
                self.open.push(quest);
            }
        }
    }

    /// What was stated, by component and tag.
    #[must_use]
    pub fn done(self) -> BTreeMap<(usize, String), Statement> {
        self.done
    }
}

/// The manifest that states a component's version now: its history is followed by that path.
pub(crate) fn primary(inventory: &Inventory, component: usize) -> Option<&ManifestRef> {
    let manifests = inventory.manifests(component);
    let own = inventory.own(component).first();
    let own = own.and_then(|own| {
        let same = manifests.iter().find(|manifest| manifest.path == own.path);
        // One that takes its version from another file is written as that file is.
        let heir = || manifests.iter().find(|manifest| manifest.dialect == own.dialect);
        same.or_else(heir)
    });
    own.or_else(|| manifests.first())
}

/// How a component's manifest is written: as another one that reads it takes it, if one does.
fn written(inventory: &Inventory, component: usize, manifest: &ManifestRef) -> &'static Dialect {
    let mut own = inventory.own(component).iter();
    match own.find(|own| own.path == manifest.path) {
        Some(own) if *manifest.dialect == PLAIN => own.dialect,
        _ => manifest.dialect,
    }
}
