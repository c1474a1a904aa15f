//! What a release manager asks for.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

/// One release operation, as asked for. Names are not checked here: planning does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Who and what.
    pub asked: Asked,
    /// What holds for any operation.
    pub options: Options,
}

/// The operation itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Asked {
    /// The product speaks: a part or an exact version, for the scheme's participants or those
    /// named.
    Release {
        /// A part's name, a version, or `auto` for as much as the pending impacts need.
        what: String,
        /// The components that take part; empty for the scheme's default.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        components: Vec<String>,
        /// Whether every component takes part.
        #[serde(default, skip_serializing_if = "core::ops::Not::not")]
        all: bool,
        /// Components left out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        exclude: Vec<String>,
    },
    /// Components on a part of their own.
    Patch {
        /// The components, in the order asked for.
        #[serde(default)]
        components: Vec<String>,
        /// Whether every component takes part.
        #[serde(default, skip_serializing_if = "core::ops::Not::not")]
        all: bool,
        /// The part, where it is not the lowest that people may bump.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<String>,
        /// The minimum to raise to: a number, or `latest`.
        #[serde(default, skip_serializing_if = "Option::is_none", rename = "needs-core")]
        needs_core: Option<String>,
    },
}

/// What `release` is asked for to go as far as the pending impacts need. A scheme's part of that
/// name goes before it.
pub(crate) const AUTO: &str = "auto";

impl Asked {
    /// Whether it asks for as much as the pending impacts need.
    pub(crate) fn is_auto(&self) -> bool {
        matches!(self, Self::Release { what, .. } if what == AUTO)
    }
}

/// Options that hold for every operation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Options {
    /// The line, where the product has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// The build server's number, for external parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub build: Option<u64>,
    /// Why, in people's words; recorded in the lead tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Whether to leave the tags to be made later.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub no_tag: bool,
    /// Whether to sign the commit and the tags; `None` leaves it to the configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign: Option<bool>,
    /// Further branches to allow, as globs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow_branch: Vec<String>,
}
