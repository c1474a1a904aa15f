//! Why a component takes part in a release, and moves as it does.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

/// Why a component moves, or moves as far as it does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Reason {
    /// It was asked for by name.
    Requested,
    /// Something in it changed since its baseline.
    Changed {
        /// The baseline's tag; absent where it was never released.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<String>,
    },
    /// All were asked for, or the policy moves all together.
    All,
    /// It embeds a component that moves.
    Embeds {
        /// That component.
        component: String,
    },
    /// Its requirement on a component excludes that one's new version.
    Requires {
        /// That component.
        component: String,
        /// The requirement as it stands.
        requirement: String,
    },
    /// It was behind the line, and skips what it missed.
    CatchUp {
        /// The line that it was on.
        from: String,
        /// The line that it comes to.
        to: String,
    },
    /// The lowest release of the core that it needs becomes another.
    NeedsCore {
        /// The core, by its role.
        core: String,
        /// The release that it needed before.
        from: u64,
        /// The one that it needs from now on.
        to: u64,
    },
    /// Its version is the product's.
    Suite,
    /// A pending change has this impact.
    Impact {
        /// The impact's ID in the scheme.
        impact: String,
        /// The lowest part whose bump is enough.
        needs: String,
        /// The change files that say so, or the manifest that it is inferred from.
        files: Vec<String>,
        /// Whether it only allows that bump.
        #[serde(default, skip_serializing_if = "core::ops::Not::not")]
        may: bool,
        /// What it is inferred from, in words; absent where people say it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inferred: Option<String>,
    },
    /// It has a pre-release pending, which is promoted.
    Pending {
        /// The pre-release's tag.
        tag: String,
    },
}

impl Reason {
    /// Whether a component may not be left out for this reason (SEMANTICS 10, 11).
    pub(super) fn ties(&self) -> bool {
        matches!(self, Self::Embeds { .. } | Self::Requires { .. })
    }

    /// Whether a component takes part by its own right for this reason, not because of another.
    pub(crate) fn is_asked(&self) -> bool {
        match self {
            Self::Requested
            | Self::All
            | Self::Changed { .. }
            | Self::Suite
            | Self::Impact { .. }
            | Self::Pending { .. } => true,
            Self::Embeds { .. }
            | Self::Requires { .. }
            | Self::CatchUp { .. }
            | Self::NeedsCore { .. } => false,
        }
    }

    /// The component that it embeds or requires, where that is the reason.
    pub(crate) fn other(&self) -> Option<&str> {
        match self {
            Self::Embeds { component } | Self::Requires { component, .. } => Some(component),
            _ => None,
        }
    }

    /// The reason as people read it, after "because" or alone.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Requested => "asked for".into(),
            Self::Changed { since: Some(tag) } => format!("changed since {tag}"),
            Self::Changed { since: None } => "never released".into(),
            Self::All => "all move".into(),
            Self::Embeds { component } => format!("embeds {component}"),
            Self::Requires { component, requirement } => {
                format!("requires {component} {requirement}, which excludes the new one")
            }
            Self::NeedsCore { core, from, to } => format!("needs {core} {to} instead of {from}"),
            Self::CatchUp { from, to } => format!("catches up from {from} to {to}"),
            Self::Suite => "its version is the product's".into(),
            Self::Impact { impact, needs, files, may, inferred } => {
                let files = match files.as_slice() {
                    [first, rest @ ..] if !rest.is_empty() => {
                        format!("{first} and {} more", rest.len())
                    }
                    files => files.concat(),
                };
                let verb = if *may { "may be" } else { "needs" };
                match inferred {
                    Some(words) => format!("{impact} {verb} {needs} ({files}: {words})"),
                    None => format!("{impact} {verb} {needs} ({files})"),
                }
            }
            Self::Pending { tag } => format!("promotes {tag}"),
        }
    }
}
