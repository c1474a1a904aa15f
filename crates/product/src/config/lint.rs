//! `[lint]`: what lint leaves alone.

use alloc::vec::Vec;

use globset::GlobMatcher;
use place::{RepoPath, Section};

use super::ProductError;
use super::git::glob;

/// Files that tell of versions that are gone, by their names.
const HISTORIES: &[&str] = &["CHANGELOG", "CHANGES", "HISTORY", "NEWS", "RELEASES"];

/// What lint leaves alone.
#[derive(Debug, Clone, Default)]
pub struct LintSettings {
    /// Globs of files in which versions may stand that nothing manages.
    unmanaged: Vec<GlobMatcher>,
}

impl LintSettings {
    pub(super) fn read(section: Option<Section<'_>>) -> Result<Self, ProductError> {
        let Some(section) = section else { return Ok(Self::default()) };
        let mut unmanaged = Vec::new();
        for pattern in section.strings("unmanaged")? {
            super::globs::inside(&pattern)?;
            unmanaged.push(glob(&pattern)?);
        }
        section.finish()?;
        Ok(Self { unmanaged })
    }

    /// Whether a version that nothing manages may stand in `path`: release.toml says so, or the
    /// file's name does, since a history is full of versions that were.
    #[must_use]
    pub fn leaves(&self, path: &RepoPath) -> bool {
        let stem = path.file_name().split('.').next().unwrap_or_default().to_ascii_uppercase();
        HISTORIES.contains(&stem.as_str())
            || self.unmanaged.iter().any(|glob| glob.is_match(path.as_str()))
    }
}
