//! Why a release.toml is refused.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{Class, ConfigError, Explain, Place};
use version::SchemeError;

/// Why a product line's configuration is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProductError {
    /// The file itself: syntax, unknown keys, wrong types, values that make no sense.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The scheme that it names or spells out.
    #[error(transparent)]
    Scheme(SchemeError),
    /// It belongs to another tool.
    #[error("this release.toml is written for {tool}: `{key}` is one of its keys")]
    Foreign {
        /// Where.
        place: Place,
        /// The other tool.
        tool: &'static str,
        /// Where else it reads the same settings.
        home: &'static str,
        /// The key that gave it away.
        key: String,
    },
    /// It is not text that can be read.
    #[error("{file} is {what}, not UTF-8 text")]
    Encoding {
        /// The file.
        file: String,
        /// What it is instead.
        what: &'static str,
    },
    /// Components embed one another in a circle.
    #[error("embeds form a cycle: {}", cycle.join(" → "))]
    Cycle {
        /// The name, in the list of the first, that leads to the second.
        place: Place,
        /// The others that close the circle, each at its own name.
        beside: Vec<ConfigError>,
        /// The names around the circle, the first one again at the end.
        cycle: Vec<String>,
    },
    /// Two tag templates can produce or parse one and the same name.
    #[error("the tags of {a} and {b} can be the same name, such as `{example}`")]
    AmbiguousTags {
        /// Where the second one is configured.
        place: Place,
        /// One owner.
        a: String,
        /// The other owner.
        b: String,
        /// A name that both could mean.
        example: String,
    },
}

impl From<SchemeError> for ProductError {
    fn from(error: SchemeError) -> Self {
        Self::Scheme(error)
    }
}

impl Explain for ProductError {
    fn rule(&self) -> Option<&str> {
        Some("configuration")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Config(error) => error.place(),
            Self::Scheme(error) => error.place(),
            Self::Foreign { place, .. }
            | Self::Cycle { place, .. }
            | Self::AmbiguousTags { place, .. } => Some(place.clone()),
            Self::Encoding { file, .. } => Some(Place::File { path: file.clone(), span: None }),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Config(error) => return error.help(),
            Self::Scheme(error) => return error.help(),
            Self::Foreign { tool, home, .. } => format!(
                "move {tool}'s settings to {home}, and let `syncline import` write a release.toml of them; or write ours under another name and give it with --config"
            ),
            Self::Encoding { .. } => "save it as UTF-8".into(),
            Self::Cycle { .. } => {
                "a component embeds what is built into it: remove one of these".into()
            }
            Self::AmbiguousTags { a, b, .. } => format!(
                "give {a} or {b} a `tag` that tells them apart, such as \"{{component}}-{{version}}\""
            ),
        })
    }

    fn also(&self) -> Vec<&dyn Explain> {
        match self {
            Self::Cycle { beside, .. } => beside.iter().map(|one| one as &dyn Explain).collect(),
            _ => Vec::new(),
        }
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}
