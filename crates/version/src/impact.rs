//! The policy's own reasons for a bump.

use alloc::string::String;

use crate::PartId;
use crate::version::Version;

/// A kind of change, and the part that it needs moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// Its name in change files: `no-downgrade-path`.
    pub id: String,
    /// The lowest part whose bump is enough.
    pub needs: PartId,
    /// The part that is enough while the one it needs is still zero: initial development, in which
    /// anything may change (SEMVER-4).
    pub while_zero: Option<PartId>,
    /// Whether it only allows that bump, and does not demand it.
    pub may: bool,
    /// Who decides whether it holds.
    pub last_word: LastWord,
    /// The difference between two releases' settings that suggests it.
    pub inferred_by: Option<Difference>,
    /// The policy's rule that it comes from, by its ID.
    pub rule: Option<String>,
    /// The policy's words.
    pub text: String,
}

/// Who decides, in the last, whether an impact holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LastWord {
    /// The policy: nobody goes below what is needed, and what is only allowed needs no reason.
    #[default]
    Policy,
    /// People, who say why (`--because`): they may go below what is needed (IRIC-5), and a bump
    /// that rests on what is only allowed needs their reason (KOLAB-2, KOLAB-3).
    People,
}

impl LastWord {
    /// What a scheme file calls each.
    pub(crate) const WORDS: &[(&str, Self)] = &[("policy", Self::Policy), ("people", Self::People)];
}

/// How the settings that a manifest declares differ from those of the last release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// One is gone.
    Removed,
    /// One has another type.
    Retyped,
    /// One is new, or lost its default, so that it has to be given.
    Required,
    /// One is new and has a default.
    Added,
    /// None differs, though the component changed.
    Kept,
}

impl Difference {
    /// Every difference, under the name that scheme files have for it.
    pub const ALL: &[(&str, Self)] = &[
        ("setting-removed", Self::Removed),
        ("setting-retyped", Self::Retyped),
        ("setting-required", Self::Required),
        ("setting-added", Self::Added),
        ("settings-kept", Self::Kept),
    ];
}

impl Impact {
    /// The lowest part whose bump is enough, moving on from `version`.
    #[must_use]
    pub fn needs_from(&self, version: &Version) -> PartId {
        match self.while_zero {
            Some(lower) if version.value(self.needs).unwrap_or(0) == 0 => lower,
            _ => self.needs,
        }
    }
}
