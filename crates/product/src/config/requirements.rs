//! `requirements`: what happens to requirements between components.

use alloc::format;

use place::Section;

use super::ProductError;

/// What happens to a moving component's requirement on a sibling that moves with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirements {
    /// It follows to the new version.
    Upgrade,
    /// It stays where it still admits the new version.
    Keep,
}

impl Requirements {
    /// What release.toml calls each.
    pub(crate) const WORDS: &[(&str, Self)] = &[("upgrade", Self::Upgrade), ("keep", Self::Keep)];

    pub(super) fn read(top: &Section<'_>) -> Result<Self, ProductError> {
        let Some(value) = top.string("requirements")? else { return Ok(Self::Upgrade) };
        match Self::WORDS.iter().find(|(word, _)| *word == value.value) {
            Some((_, requirements)) => Ok(*requirements),
            None => Err(value
                .refuse(format!("unknown value `{}`", *value), "write \"upgrade\" or \"keep\"")
                .into()),
        }
    }
}
