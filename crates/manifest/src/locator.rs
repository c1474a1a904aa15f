//! The three ways to find versions in a file.

use version::Dialect;
use version::native::PLAIN;

use crate::{Format, LocateError, Located, Pointer, RegexLocator, Source};

/// How a file's versions are found. Two that are equal find the same in every file.
#[derive(Debug, Clone, PartialEq)]
pub enum Locator {
    /// By the file's format.
    Format(&'static Format),
    /// By `regex` and `count` of release.toml.
    Regex(RegexLocator),
    /// By `at` of release.toml.
    At(Pointer),
}

impl Locator {
    /// Finds the versions.
    ///
    /// # Errors
    /// What the format, the pattern or the pointer refuses, with its place.
    pub fn locate(&self, source: &Source<'_>) -> Result<Located, LocateError> {
        match self {
            Self::Format(format) => (format.locate)(source),
            Self::Regex(regex) => regex.locate(source),
            Self::At(pointer) => pointer.locate(source),
        }
    }

    /// The dialect of the versions found, where release.toml names none: the format's, else plain.
    #[must_use]
    pub fn dialect(&self) -> &'static Dialect {
        match self {
            Self::Format(format) => format.dialect,
            Self::Regex(_) | Self::At(_) => &PLAIN,
        }
    }
}
