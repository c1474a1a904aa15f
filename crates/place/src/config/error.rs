//! Why a configuration file is refused.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::{Class, Explain, Place};

/// Why a configuration file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// It is not TOML.
    #[error("not valid TOML: {message}")]
    Syntax {
        /// Where.
        place: Place,
        /// The parser's words.
        message: String,
    },
    /// A key that nothing reads.
    #[error("unknown key `{key}`")]
    UnknownKey {
        /// Where.
        place: Place,
        /// The dotted key.
        key: String,
        /// The nearest key that is read here.
        nearest: Option<String>,
        /// All keys that are read here.
        known: Vec<String>,
    },
    /// A value of another type than the key takes.
    #[error("`{key}` takes {wanted}, not {found}")]
    Type {
        /// Where.
        place: Place,
        /// The dotted key.
        key: String,
        /// What it takes, with an article.
        wanted: &'static str,
        /// What it has.
        found: &'static str,
        /// How what it takes is written.
        example: &'static str,
    },
    /// A key that has to be there.
    #[error("`{key}` is missing")]
    Missing {
        /// The section.
        place: Place,
        /// The dotted key.
        key: String,
        /// What to write.
        help: String,
    },
    /// A value that its reader refuses.
    #[error("{message}")]
    Value {
        /// Where.
        place: Place,
        /// What is wrong with it.
        message: String,
        /// What to write instead.
        help: Option<String>,
    },
}

impl ConfigError {
    /// A value that its reader refuses, at `place`.
    pub fn value(place: Place, message: impl Into<String>, help: impl Into<String>) -> Self {
        let help: String = help.into();
        Self::Value { place, message: message.into(), help: (!help.is_empty()).then_some(help) }
    }
}

impl Explain for ConfigError {
    fn rule(&self) -> Option<&str> {
        Some("configuration")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Syntax { place, .. }
            | Self::UnknownKey { place, .. }
            | Self::Type { place, .. }
            | Self::Missing { place, .. }
            | Self::Value { place, .. } => Some(place.clone()),
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Syntax { .. } => {
                Some("correct it there; the rest of the file is read once this is TOML".into())
            }
            Self::Type { example, .. } => Some(format!("write it as {example}")),
            Self::UnknownKey { nearest: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            Self::UnknownKey { known, .. } if known.is_empty() => Some("remove it".into()),
            Self::UnknownKey { known, .. } => Some(format!("known here: {}", known.join(", "))),
            Self::Missing { help, .. } => Some(help.clone()),
            Self::Value { help, .. } => help.clone(),
        }
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}
