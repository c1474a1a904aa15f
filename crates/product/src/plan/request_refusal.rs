//! Why nothing can be planned of what was asked: names that there are not, parts that nobody may move
//! like that.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Class, Explain, Place};

use super::words::{Names, list};
use super::{PlanError, Refusal};
use crate::Meant;

/// Why nothing can be planned of what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestRefusal {
    /// A component that there is not.
    #[error("there is no component `{name}`")]
    UnknownComponent {
        /// As asked for.
        name: String,
        /// What it was meant for.
        meant: Meant,
    },
    /// A component of another line.
    #[error("`{name}` is on another line than the rest")]
    OtherLine {
        /// The component.
        name: String,
    },
    /// A component that is no longer there.
    #[error("`{name}` is retired")]
    Retired {
        /// The component.
        name: String,
    },
    /// One component asked for twice.
    #[error("`{name}` is named twice")]
    Repeated {
        /// The component.
        name: String,
    },
    /// One component asked for and left out.
    #[error("`{name}` is named, and left out by --exclude")]
    LeftOut {
        /// The component.
        name: String,
    },
    /// `patch` of nobody.
    #[error("no component is named")]
    NobodyNamed,
    /// A line that there is not.
    #[error("there is no line `{name}`")]
    UnknownLine {
        /// As asked for.
        name: String,
        /// All of them.
        known: Vec<String>,
    },
    /// Several lines, and nothing says which.
    #[error("this product has several lines, and one operation touches one")]
    WhichLine {
        /// All of them.
        known: Vec<String>,
    },
    /// A part that the scheme does not have.
    #[error("the scheme has no part `{name}`")]
    UnknownPart {
        /// As asked for.
        name: String,
        /// The nearest one.
        nearest: Option<String>,
        /// Those that can be asked for.
        known: Vec<String>,
    },
    /// A part that only the build server gives.
    #[error("`{name}` is given from outside, not released")]
    ExternalPart {
        /// The part.
        name: String,
        /// Those that can be asked for.
        known: Vec<String>,
    },
    /// A build server's number, where the scheme has no part for one.
    #[error("the build number {number} has no part in the scheme `{scheme}`")]
    NoExternal {
        /// The number.
        number: u64,
        /// The scheme's name.
        scheme: String,
    },
    /// A build server's number beside an exact version that has another.
    #[error("`{text}` has another build number than {number}, which is given as well")]
    TwoBuilds {
        /// The version as asked for.
        text: String,
        /// The number given.
        number: u64,
    },
    /// A component that would move a shared part by itself (CHAIN-3).
    #[error("{} may not move `{part}`, which the whole product shares", component.as_deref().map_or_else(|| "a component".to_string(), |name| format!("`{name}`")))]
    SharedPart {
        /// The component.
        component: Option<String>,
        /// The part.
        part: String,
    },
    /// Components of which some have a lowest part that is shared, and some one of their own.
    #[error(
        "`{shared}` and `{own}` are not patched together: the lowest part of `{shared}` is `{part}`, which the whole product shares"
    )]
    PatchedApart {
        /// One whose lowest part is shared.
        shared: String,
        /// That part.
        part: String,
        /// One that has a part of its own.
        own: String,
    },
    /// Fewer than all, where all move together (IBEX-2).
    #[error("all components move together, and {left} would be left behind")]
    NotAll {
        /// Those left behind.
        left: Names,
        /// The ways out.
        ways: String,
    },
}

impl Explain for RequestRefusal {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::SharedPart { .. } => Some("shared-part-alone"),
            Self::NotAll { .. } => Some("all-together"),
            Self::NoExternal { .. } | Self::TwoBuilds { .. } => Some("external-given"),
            _ => None,
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::UnknownComponent { name, .. }
            | Self::OtherLine { name }
            | Self::Retired { name }
            | Self::Repeated { name }
            | Self::LeftOut { name }
            | Self::UnknownLine { name, .. }
            | Self::UnknownPart { name, .. } => Some(Place::Argument(name.clone())),
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::UnknownComponent { meant, .. } => meant.help(),
            Self::OtherLine { .. } => {
                "name components of one line, one operation after the other".into()
            }
            Self::Retired { .. } => "remove `retired` from its table to release it again".into(),
            Self::Repeated { .. } => "name it once".into(),
            Self::LeftOut { name } => {
                format!("leave out `--exclude {name}`, or do not name it")
            }
            Self::NobodyNamed => "name one or more: `patch NAME…`, or all: `patch --all`".into(),
            Self::UnknownLine { known, .. } if known.is_empty() => {
                "leave out --line: there is only one".into()
            }
            Self::UnknownLine { known, .. } => format!("lines: {}", list(known)),
            Self::WhichLine { known } => format!("say which: --line {}", known.join(" or --line ")),
            Self::UnknownPart { nearest: Some(near), .. } => format!("did you mean `{near}`?"),
            Self::UnknownPart { known, .. } => format!("parts that can move: {}", list(known)),
            Self::ExternalPart { known, .. } => format!(
                "move a part that is released, and give the number beside it with --build N: {}",
                list(known)
            ),
            Self::NoExternal { .. } => {
                "leave out --build: only a part with `scope = \"external\"` takes one".into()
            }
            Self::TwoBuilds { .. } => "give the number once: in the version or with --build".into(),
            Self::SharedPart { part, component } => format!(
                "`release {part}{}` is the product speaking; alone, a component patches",
                component.as_ref().map_or_else(String::new, |name| format!(" -p {name}"))
            ),
            Self::PatchedApart { shared, part, own } => format!(
                "patch them one after the other: `patch {shared}`, which moves the line, and \
                 `patch {own}`; or `release {part}` moves all of them"
            ),
            Self::NotAll { ways, .. } => ways.clone(),
        })
    }

    fn class(&self) -> Class {
        match self {
            Self::SharedPart { .. } | Self::PatchedApart { .. } | Self::NotAll { .. } => {
                Class::Policy
            }
            _ => Class::Usage,
        }
    }
}

impl From<RequestRefusal> for PlanError {
    fn from(refusal: RequestRefusal) -> Self {
        Refusal::Request(refusal).into()
    }
}
