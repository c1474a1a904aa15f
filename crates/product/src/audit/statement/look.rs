//! One look into a file: the versions that it states, or the files that it takes them from.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Elsewhere, Located, Locator, SlotKind, Source};
use place::{ObjectId, RepoPath};
use version::Dialect;

use super::{Reading, Said};
use crate::config::ManifestRef;
use crate::inventory::takes_version;

/// A file to look into, and what for.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) path: RepoPath,
    locator: Locator,
    dialect: &'static Dialect,
    /// How it is written where no other manifest reads it, if that is another way.
    alone: Option<&'static Dialect>,
    way: Way,
}

/// How a file is read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    as_what: As,
    /// The component, where release.toml says how its version is found.
    component: Option<usize>,
    format: &'static str,
    dialect: &'static str,
    alone: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum As {
    /// As the component's own manifest.
    Manifest,
    /// As one in a folder above that manifests inherit from.
    Above,
    /// As one that a manifest names.
    Named,
}

/// What a look found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) said: Arc<Vec<Said>>,
    /// The files that the version is taken from: the first that states one.
    pub(super) next: Vec<Look>,
}

impl Look {
    /// A look into a component's manifest, which is written in `dialect` now.
    pub(super) fn manifest(
        manifest: &ManifestRef,
        dialect: &'static Dialect,
        component: usize,
    ) -> Self {
        let path = manifest.path.clone();
        let locator = manifest.locator.clone();
        let mut look = Self::new(path, locator, dialect, As::Manifest, component);
        look.alone = (manifest.dialect != dialect).then_some(manifest.dialect);
        look.way.alone = look.alone.map(|alone| alone.id);
        look
    }

    fn new(
        path: RepoPath,
        locator: Locator,
        dialect: &'static Dialect,
        as_what: As,
        component: usize,
    ) -> Self {
        let (format, component) = match &locator {
            Locator::Format(format) => (format.id, None),
            Locator::Regex(_) | Locator::At(_) => ("", Some(component)),
        };
        let way = Way { as_what, component, format, dialect: dialect.id, alone: None };
        Self { path, locator, dialect, alone: None, way }
    }

    /// What makes this look at a blob the same as another.
    pub(super) fn reading(&self, blob: &ObjectId) -> Reading {
        Reading { blob: blob.clone(), path: self.path.clone(), way: self.way.clone() }
    }

    /// What the file says; nothing where it cannot be read.
    pub(super) fn at(&self, bytes: &[u8]) -> Found {
        let source = Source::new(&self.path, bytes).ok();
        let Some(located) = source.and_then(|source| self.locator.locate(&source).ok()) else {
            return Found::default();
        };
        let said = self.said(&located);
        let next = if said.is_empty() { self.next(&located) } else { Vec::new() };
        Found { said: Arc::new(said), next }
    }

    fn said(&self, located: &Located) -> Vec<Said> {
        let written = |dialect: &'static Dialect, wanted: fn(&SlotKind) -> bool| {
            let slots = located.slots.iter().filter(move |slot| wanted(&slot.kind));
            slots.map(move |slot| Said {
                text: slot.value(),
                dialect: slot.dialect.unwrap_or(dialect),
                release: located.package_release().map(|s| s.text.clone()).unwrap_or_default(),
                revision: match slot.kind {
                    SlotKind::Version => located.revision().unwrap_or_default(),
                    _ => String::new(),
                },
            })
        };
        let all = |wanted| written(self.dialect, wanted);
        let version = all(|kind| matches!(kind, SlotKind::Version));
        let shared = all(|kind| matches!(kind, SlotKind::Shared));
        match self.way.as_what {
            As::Manifest => {
                let mut own: Vec<Said> = version.collect();
                // What is second to a version that stands elsewhere is none by itself.
                if !own.is_empty() {
                    own.extend(all(SlotKind::is_second));
                }
                // At that commit it may have had no reader yet.
                if let Some(dialect) = self.alone {
                    own.extend(written(dialect, |kind| matches!(kind, SlotKind::Version)));
                }
                // A workspace's root may inherit what it hands down itself.
                if takes_version(located) { shared.collect() } else { own }
            }
            As::Above => shared.chain(version).collect(),
            As::Named => version.collect(),
        }
    }

    /// Where the file says that its version is.
    fn next(&self, located: &Located) -> Vec<Look> {
        let mut next = Vec::new();
        let folder = self.path.parent().unwrap_or_else(RepoPath::root);
        let component = self.way.component.unwrap_or_default();
        for elsewhere in &located.elsewhere {
            match (elsewhere, &self.locator) {
                (Elsewhere::Version { .. }, Locator::Format(format)) => {
                    let names = |folder: RepoPath| {
                        format.above.iter().filter_map(move |name| folder.join(name).ok())
                    };
                    let above = self.path.ancestors().flat_map(names);
                    next.extend(above.filter(|path| *path != self.path).map(|path| {
                        let named = manifest::format_for(path.file_name()).map(Locator::Format);
                        let locator = named.unwrap_or_else(|| self.locator.clone());
                        Self::new(path, locator, self.dialect, As::Above, component)
                    }));
                }
                (Elsewhere::File { files, format, .. }, _) => {
                    let dialect = format.dialect_beside(self.dialect);
                    let paths = files.iter().filter_map(|file| folder.join(file).ok());
                    next.extend(paths.map(|path| {
                        Self::new(path, Locator::Format(format), dialect, As::Named, component)
                    }));
                }
                _ => {}
            }
        }
        next
    }
}
