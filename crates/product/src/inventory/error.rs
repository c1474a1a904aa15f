//! Why a component's manifests cannot be used.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{LocateError, Locator, SourceError, Trouble};
use place::{Class, Explain, Place, RepoPath, Span};
use version::{Dialect, NativeError, Unsorted};

use crate::Snapshot;
use crate::config::ManifestRef;

/// What to do with a file that is not of the format that release.toml says.
const OF_A_FORMAT: &str = "name the format that the file is of, mend it until it is, or say where the \
    version stands with `regex` in place of `format`";

/// Why a component's manifests cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InventoryError {
    /// A listed manifest that is not there.
    #[error("`{component}` has no file {path}")]
    NotFound {
        /// The component.
        component: String,
        /// The file.
        path: RepoPath,
        /// The one that is called so in other letters, if there is one.
        near: Option<RepoPath>,
        /// Where it is listed.
        place: Place,
    },
    /// Nothing is listed, and nothing is found.
    #[error("`{component}` has no manifest with a version in {folder}")]
    NoManifest {
        /// The component.
        component: String,
        /// Where it was looked for.
        folder: RepoPath,
        /// Where the component is configured.
        place: Place,
    },
    /// A folder that is not there.
    #[error("`{component}` has no folder {folder}: no file of it is tracked")]
    NoFolder {
        /// The component.
        component: String,
        /// The folder.
        folder: RepoPath,
        /// The one that is meant, as far as can be told.
        near: Option<RepoPath>,
        /// Whether release.toml names it; otherwise it is the component's name.
        told: bool,
        /// Where it is named, or the component is.
        place: Place,
    },
    /// A file or folder that only the disk has.
    #[error("`{component}` has {path} on the disk only: a release sees what is committed")]
    Uncommitted {
        /// The component.
        component: String,
        /// The file or folder.
        path: RepoPath,
        /// Where it is listed, or the component is configured.
        place: Place,
    },
    /// Bytes that are not usable text.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A file in which nothing can be located.
    #[error(transparent)]
    Locate(#[from] LocateError),
    /// An inherited version with nobody to inherit it from.
    #[error("`{component}` inherits its version ({how}), and no {parent} above it has one")]
    Orphan {
        /// The component.
        component: String,
        /// The words that say so.
        how: String,
        /// The file that should have it.
        parent: String,
        /// Where.
        path: RepoPath,
        /// The words.
        span: Span,
    },
    /// A version in a file that is not there.
    #[error("`{component}` takes its version from {}, which is not there ({how})", files.join(" or "))]
    Astray {
        /// The component.
        component: String,
        /// The words that say so.
        how: String,
        /// Where it was looked for, relative to the manifest's folder.
        files: Vec<String>,
        /// The manifest.
        path: RepoPath,
        /// The words.
        span: Span,
    },
    /// A version that the scheme does not have.
    #[error("`{component}` has `{text}`: {error}")]
    Version {
        /// The component.
        component: String,
        /// What stands there.
        text: String,
        /// Why it is none.
        error: Box<NativeError>,
        /// The file.
        path: RepoPath,
        /// The bytes.
        span: Span,
    },
    /// Labels of pre-releases that an ecosystem sorts in another order (KOLAB-9).
    #[error("{}", super::labels::spell(component, dialect, unsorted))]
    Labels {
        /// The component.
        component: String,
        /// The ecosystem.
        dialect: &'static Dialect,
        /// The labels, and examples.
        unsorted: Unsorted,
        /// An ecosystem of packages that takes them as they are, if there is one.
        taken_by: Option<&'static str>,
        /// Where the ecosystem was chosen.
        place: Place,
    },
    /// A place that two components list as theirs.
    #[error("`{component}` and `{other}` both list the version in {path} as theirs")]
    SameSlot {
        /// The second component.
        component: String,
        /// The first.
        other: String,
        /// The file.
        path: RepoPath,
        /// Where the second lists it.
        place: Place,
    },
}

impl Explain for InventoryError {
    fn rule(&self) -> Option<&str> {
        Some(match self {
            Self::NotFound { .. }
            | Self::NoManifest { .. }
            | Self::NoFolder { .. }
            | Self::Uncommitted { .. }
            | Self::SameSlot { .. } => "configuration",
            Self::Labels { .. } => "pre-label-order",
            Self::Source(_) | Self::Locate(_) | Self::Orphan { .. } | Self::Astray { .. } => {
                "manifest"
            }
            Self::Version { error, .. } => error.rule().unwrap_or("version-parse"),
        })
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::NotFound { place, .. }
            | Self::NoManifest { place, .. }
            | Self::NoFolder { place, .. }
            | Self::Uncommitted { place, .. }
            | Self::Labels { place, .. }
            | Self::SameSlot { place, .. } => Some(place.clone()),
            Self::Source(error) => error.place(),
            Self::Locate(error) => error.place(),
            Self::Orphan { path, span, .. }
            | Self::Astray { path, span, .. }
            | Self::Version { path, span, .. } => Some(Place::bytes(path, *span)),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::NotFound { near: Some(near), .. } => {
                format!("write `{near}`: capital letters are told from small ones")
            }
            Self::NotFound { component, .. } => format!(
                "correct the path, or write `manifests = []` if the version of `{component}` is only in tags"
            ),
            Self::NoManifest { component, .. } => format!(
                "list them: [component.{component}] manifests = [\"…\"]; or `manifests = []` if its version is only in tags"
            ),
            Self::NoFolder { component, near, told, .. } => {
                let (before, after) = if *told { ("correct", "") } else { ("add", " = \"…\"") };
                let first = near.as_ref().map_or_else(
                    || format!("{before} `path{after}`"),
                    |near| format!("`path = \"{near}\"`, if that is its folder"),
                );
                format!("{first}; `retired = true` if there is no `{component}` any more")
            }
            Self::Uncommitted { path, .. } => format!("`git add {path}`, and commit it"),
            Self::Source(error) => return error.help(),
            Self::Locate(error) => return error.help(),
            Self::Orphan { parent, .. } => {
                format!("add the version to the {parent} of a folder above")
            }
            Self::Astray { .. } => {
                "commit that file, or name the one with the version in release.toml".into()
            }
            Self::Version { error, .. } => return error.help(),
            Self::Labels { taken_by, .. } => format!(
                "rename the labels in the scheme's [pre] so that they sort, such as alpha, beta, rc{}",
                taken_by.map_or_else(String::new, |title| format!(
                    "; {title} would take them as they are, since its packages count the builds in \
                     front of the label"
                ))
            ),
            Self::SameSlot { other, .. } => {
                format!("list it for `{other}` only, or give each its own place")
            }
        })
    }

    fn class(&self) -> Class {
        match self {
            Self::NotFound { .. }
            | Self::NoManifest { .. }
            | Self::NoFolder { .. }
            | Self::Uncommitted { .. }
            | Self::Labels { .. }
            | Self::SameSlot { .. } => Class::Usage,
            Self::Source(error) => error.class(),
            Self::Locate(error) => error.class(),
            Self::Orphan { .. } | Self::Astray { .. } | Self::Version { .. } => Class::Policy,
        }
    }
}

impl InventoryError {
    /// The same error, told of what release.toml says on how `manifest` is read, where that has it
    /// read as what it is not, and shown there where the file, which is `named` there, cannot be shown.
    pub(super) fn told_by(self, manifest: &ManifestRef, named: Option<&Place>) -> Self {
        if let Self::Source(error) = self {
            return Self::Source(error.named_at(named));
        }
        let (Self::Locate(error), Some(place)) = (&self, &manifest.told) else { return self };
        let own = manifest::format_for(manifest.path.file_name()).map(|format| format.id);
        let error = match &manifest.locator {
            Locator::Format(format) if own != Some(format.id) => {
                let setting = format!("format = {:?}", format.id);
                error.clone().misread(&manifest.path, &setting, OF_A_FORMAT)
            }
            _ => error.clone(),
        };
        Self::Locate(error.set_at(place))
    }

    /// Whether all that is wrong with the file is that it states no version.
    pub(crate) fn is_no_version(&self) -> bool {
        matches!(self, Self::Locate(error) if matches!(error.trouble(), Trouble::NoVersion { .. }))
    }

    /// What is wrong and where, as a part of a sentence: `… (core/package.json:3)`.
    pub(crate) fn with_place(&self, snapshot: &Snapshot) -> String {
        match self.place().and_then(|place| snapshot.spot(&place)) {
            Some(line) => format!("{self} ({line})"),
            None => self.to_string(),
        }
    }

    /// The component concerned, if the error is of one.
    #[must_use]
    pub fn component(&self) -> Option<String> {
        match self {
            Self::NotFound { component, .. }
            | Self::NoManifest { component, .. }
            | Self::NoFolder { component, .. }
            | Self::Uncommitted { component, .. }
            | Self::Orphan { component, .. }
            | Self::Astray { component, .. }
            | Self::Version { component, .. }
            | Self::Labels { component, .. }
            | Self::SameSlot { component, .. } => Some(component.to_string()),
            Self::Source(_) | Self::Locate(_) => None,
        }
    }
}
