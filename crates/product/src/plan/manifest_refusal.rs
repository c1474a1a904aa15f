//! Why what a release would write in a manifest cannot be written there, or would not read back.

use alloc::string::String;

use place::{Class, Explain, Place, RepoPath};
use version::NativeError;

use super::{PlanError, Refusal};

/// Why a manifest cannot be written as a release would have it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestRefusal {
    /// A version that an ecosystem cannot hold (CHAIN-10).
    #[error("`{component}` {to} cannot be written there: {error}")]
    Native {
        /// The component.
        component: String,
        /// The version.
        to: String,
        /// The slot.
        place: Place,
        /// Why.
        error: NativeError,
    },
    /// A second manifest that disagrees with the first.
    #[error("`{component}` is {version} in {first}, but `{text}` here")]
    Disagree {
        /// The component.
        component: String,
        /// What stands there.
        text: String,
        /// The component's version.
        version: String,
        /// The file and line that say so.
        first: String,
        /// The slot.
        place: Place,
    },
    /// A requirement that cannot follow.
    #[error("a requirement on `{on}` is `{requirement}`, which cannot follow it: {error}")]
    Requirement {
        /// The sibling.
        on: String,
        /// The requirement.
        requirement: String,
        /// The slot.
        place: Place,
        /// Why.
        error: NativeError,
    },
    /// Edits that do not give what was planned.
    #[error("{path} would not read back as planned: {message}")]
    Verify {
        /// The file.
        path: RepoPath,
        /// What reads differently.
        message: String,
        /// What to do, where it is the file that stands in the way.
        help: Option<String>,
    },
    /// A date beside a version that is none, or one whose numbers have no certain order.
    #[error("`{text}` is not a date that could be written anew")]
    NotADay {
        /// What stands there.
        text: String,
        /// The slot.
        place: Place,
    },
    /// An entry that has to say who releases.
    #[error("a new entry of {path} says who released, and git does not know who you are")]
    NoAuthor {
        /// The file.
        path: RepoPath,
    },
    /// A component whose caption is to be written, and that has none.
    #[error("`{component}` has a `caption` in release.toml, but none of its manifests has one")]
    NoCaption {
        /// The component.
        component: String,
    },
}

impl Explain for ManifestRefusal {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::Disagree { .. } => Some("manifests-agree"),
            Self::Native { error, .. } | Self::Requirement { error, .. } => error.rule(),
            _ => None,
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Native { place, .. }
            | Self::Requirement { place, .. }
            | Self::Disagree { place, .. }
            | Self::NotADay { place, .. } => Some(place.clone()),
            Self::Verify { path, .. } | Self::NoAuthor { path } => Some(Place::file(path)),
            Self::NoCaption { .. } => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Native { error, .. } | Self::Requirement { error, .. } => return error.help(),
            Self::Disagree { .. } => {
                "`lint --fix` makes the manifests of one component agree".into()
            }
            Self::NotADay { .. } => "write it as year, month, day: 2020-04-12 or 2020.4.12".into(),
            Self::NoAuthor { .. } => "tell it: `git config user.name \"Your Name\"` and \
                                      `git config user.email you@example.com`"
                .into(),
            Self::NoCaption { .. } => {
                "remove `caption`, or list the file that has the caption".into()
            }
            Self::Verify { help: Some(help), .. } => help.clone(),
            Self::Verify { help: None, .. } => super::FAULT.into(),
        })
    }

    fn class(&self) -> Class {
        match self {
            Self::NoCaption { .. } => Class::Usage,
            Self::NoAuthor { .. } => Class::State,
            _ => Class::Policy,
        }
    }
}

impl From<ManifestRefusal> for PlanError {
    fn from(refusal: ManifestRefusal) -> Self {
        Refusal::Manifest(refusal).into()
    }
}
