//! Why a configuration file is refused.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::{Class, Explain, Place, nearest_or};

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
        /// All keys that are read here.
        known: Vec<String>,
        /// The tables that have a key of this name, as their dotted keys, empty for the top: for
        /// whoever knows the whole file to fill in.
        homes: Vec<String>,
    },
    /// A value of another type than the key takes.
    #[error("`{key}` takes {}, not {found}", wanted.words)]
    Type {
        /// Where.
        place: Place,
        /// The dotted key.
        key: String,
        /// What it takes.
        wanted: &'static Wanted,
        /// What it has.
        found: &'static str,
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

/// What a key takes.
#[derive(Debug, PartialEq, Eq)]
pub struct Wanted {
    /// In words, with an article.
    pub words: &'static str,
    /// As TOML.
    pub example: &'static str,
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
            Self::Type { wanted, .. } => Some(format!("write it as {}", wanted.example)),
            Self::UnknownKey { key, known, homes, .. } => Some(instead_of(key, known, homes)),
            Self::Missing { help, .. } => Some(help.clone()),
            Self::Value { help, .. } => help.clone(),
        }
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}

/// Where the key belongs; else the nearest of the `known` keys, or all of them.
fn instead_of(key: &str, known: &[String], homes: &[String]) -> String {
    let name = key.rsplit_once('.').map_or(key, |(_, name)| name);
    let all = (!known.is_empty()).then(|| format!("known here: {}", known.join(", ")));
    if !homes.is_empty() {
        let homes = homes.iter().map(|home| match home.is_empty() {
            true => "the file itself (above its first [table])".to_owned(),
            false => format!("[{home}]"),
        });
        let belongs = format!("`{name}` is a key of {}", homes.collect::<Vec<_>>().join(", "));
        return [Some(belongs), all].into_iter().flatten().collect::<Vec<_>>().join("; ");
    }
    let near = known.iter().map(String::as_str);
    nearest_or(name, near, || all.unwrap_or_else(|| "remove it".into()))
}
