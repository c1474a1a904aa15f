//! What a refusal to plan carries.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::mem::discriminant;

use place::{Explain, Place, RepoPath, Span};
use version::{BumpError, VersionError};

use super::claim::{Claim, needs, some_impacts, spell_claims};
pub(super) use super::words::list;
use super::words::{Names, of, spell};
use super::{
    ChangelogRefusal, DependantRefusal, ManifestRefusal, MinimumRefusal, NotFresh, NotRising,
    NotTogether, OtherModule, PreRefusal, RequestRefusal, SerialUsed, TagRefusal,
};
use crate::impact::ChangeError;
use crate::{InventoryError, Needs};

/// Why a request cannot be planned, with what the message names.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// What cannot be asked like that.
    #[error(transparent)]
    Request(#[from] RequestRefusal),
    /// An excluded component that embeds a participant (SEMANTICS 10).
    #[error("`{name}` embeds `{embeds}`, which moves: it cannot be left out")]
    ExcludedEmbeds {
        /// The excluded one.
        name: String,
        /// What it embeds.
        embeds: String,
    },
    /// A release that goes less far than pending impacts need (KOLAB-2 to KOLAB-4, IBEX-3, IRIC-5).
    #[error("{}", spell_claims(claims))]
    BelowImpacts {
        /// What it falls short of, the highest need first.
        claims: Vec<Claim>,
        /// The ways out.
        ways: String,
    },
    /// A release that rests on what the policy only allows, without anybody's word for it.
    #[error("nothing demands {}, which {} only allow{}: people have to say why", needs(claims), some_impacts(claims), if claims.len() == 1 { "s" } else { "" })]
    NeedsWord {
        /// What allows it.
        claims: Vec<Claim>,
    },
    /// `release auto` with nothing pending.
    #[error("nothing to release: no change is pending")]
    NothingPending,
    /// A change file that cannot be used.
    #[error(transparent)]
    Change(ChangeError),
    /// Nothing changed since the last release.
    #[error("nothing to release: no component changed since its last release")]
    NothingChanged,
    /// Releases are those of a role that nobody has.
    #[error("nothing to release: no component has the role `{role}`, whose releases these are")]
    NobodyOfRole {
        /// The role, as the scheme calls it.
        role: String,
    },
    /// Whoever would take part is excluded.
    #[error("nothing to release: all that would take part is left out: {left_out}")]
    AllLeftOut {
        /// Those excluded.
        left_out: Names,
    },
    /// No tag and no manifest says where to start.
    #[error(
        "there is no version to start from{}: no release, and no manifest that has one",
        of(components)
    )]
    NoVersionYet {
        /// The components concerned; none where it is the line.
        components: Vec<String>,
        /// Whether the rest may be released without them.
        leave: bool,
    },
    /// An exact version that the scheme does not have.
    #[error("{error}")]
    BadVersion {
        /// As asked for.
        text: String,
        /// Why.
        error: VersionError,
    },
    /// An exact version that does not go beyond the line.
    #[error("{text} does not go beyond the line, which is at {line} (by {held_by})")]
    NotBeyondLine {
        /// As asked for.
        text: String,
        /// The line.
        line: String,
        /// The tag or component that holds it there.
        held_by: String,
        /// Whether it was released there, and not only a manifest has it there.
        released: bool,
    },
    /// Nothing shared, an exact version, and several participants.
    #[error("{text} cannot be the version of {count} components: they share no part")]
    ExactForSeveral {
        /// As asked for.
        text: String,
        /// How many.
        count: usize,
    },
    /// A name that others find the package by, and that is not what it was (IRIC-2).
    #[error("the name of `{component}` is {}, but it was released as `{then}` ({tag})", now.as_deref().map_or_else(|| "gone".to_string(), |now| format!("`{now}`")))]
    Renamed {
        /// The component.
        component: String,
        /// What it is; `None` where it is gone.
        now: Option<String>,
        /// What it was.
        then: String,
        /// The tag of that release.
        tag: String,
        /// Where it stands.
        place: Place,
    },
    /// The manifest differs from the last release (SEMANTICS 3).
    #[error("`{component}` says {manifest}, but {baseline} was its last release ({tag})")]
    MovedByHand {
        /// The component.
        component: String,
        /// Its manifest's version.
        manifest: String,
        /// Its baseline.
        baseline: String,
        /// The baseline's tag.
        tag: String,
        /// What to look at first, ready to stand in front of other advice: a tag that seems to name
        /// that number.
        first: Option<String>,
        /// The request that makes that number a release, where one can.
        adopt: Option<String>,
        /// Whether the rest may be released without it.
        leave: bool,
        /// The slot.
        place: Option<Place>,
    },
    /// A baseline that this history does not contain.
    #[error("`{component}` was last released as {tag}, which is not in this branch's history")]
    Unreachable {
        /// The component.
        component: String,
        /// The baseline's tag.
        tag: String,
    },
    /// A line that came where it is with a release that this history does not contain.
    #[error("the line came to {line} with {tag}, which is not in this branch's history")]
    LineUnreachable {
        /// The line.
        line: String,
        /// The tag that brought it there.
        tag: String,
    },
    /// A part cannot move.
    #[error("`{component}` cannot move on from {}: {error}", from.as_deref().unwrap_or("nothing"))]
    Bump {
        /// The component.
        component: String,
        /// Its version.
        from: Option<String>,
        /// Why not.
        error: BumpError,
    },
    /// A version that does not rise (CHAIN-9).
    #[error("`{component}` would go from {from} to {to}: {}", if *equal { if *released { "already released" } else { "its manifest says so already" } } else { "that is lower" })]
    NotGreater {
        /// The component.
        component: String,
        /// What it has.
        from: String,
        /// What it would get.
        to: String,
        /// Whether the two are equal in order.
        equal: bool,
        /// Whether what it has was released.
        released: bool,
        /// Whether its versions carry dates.
        dated: bool,
    },
    /// A version outside the range that the branch is bound to (IBEX-6).
    #[error("`{component}` {to} is outside what branch `{branch}` may release ({})", spell(range))]
    OutOfRange {
        /// The component.
        component: String,
        /// What it would get.
        to: String,
        /// The branch.
        branch: String,
        /// The parts it is bound to.
        range: Vec<(String, u64)>,
        /// Whether no part is shared, so that they hold for each component's own number.
        own: bool,
    },
    /// A component whose last release is above the range that the branch is bound to.
    #[error(
        "`{component}` is at {version} ({tag}), above what branch `{branch}` may release ({})",
        spell(range)
    )]
    AboveRange {
        /// The component.
        component: String,
        /// What it is at.
        version: String,
        /// The tag of that release.
        tag: String,
        /// The branch.
        branch: String,
        /// The parts it is bound to.
        range: Vec<(String, u64)>,
    },
    /// Components that share a slot, and not all of them moving alike (SEMANTICS 12).
    #[error("{moving} share{} one version in {path}, and cannot move apart", if moving.len() == 1 { "s" } else { "" })]
    SharedSlot {
        /// The file.
        path: RepoPath,
        /// The slot.
        span: Span,
        /// Those that move.
        moving: Names,
        /// Those that share it and do not.
        staying: Names,
    },
    /// A tag that cannot be made.
    #[error(transparent)]
    Tag(TagRefusal),
    /// What cannot be written in a manifest.
    #[error(transparent)]
    Manifest(#[from] ManifestRefusal),
    /// A serial that another release has, on this branch or another (DIAV-2).
    #[error(transparent)]
    Serial(#[from] SerialUsed),
    /// A requirement that the release would break (SEMANTICS 11).
    #[error(transparent)]
    Dependant(#[from] DependantRefusal),
    /// A version that a package's name does not allow.
    #[error(transparent)]
    OtherModule(OtherModule),
    /// A number for the product that only components have (CHAIN-6).
    #[error(transparent)]
    NotFresh(#[from] NotFresh),
    /// Components that would no longer work together.
    #[error(transparent)]
    NotTogether(NotTogether),
    /// A minimum that cannot be stated (DIAV-7).
    #[error(transparent)]
    Minimum(MinimumRefusal),
    /// A native version that would not rise, or not read back.
    #[error(transparent)]
    Rising(NotRising),
    /// What is about pre-releases.
    #[error(transparent)]
    Pre(#[from] PreRefusal),
    /// A manifest that cannot be used.
    #[error(transparent)]
    Inventory(InventoryError),
    /// A changelog that cannot be written.
    #[error(transparent)]
    Changelog(#[from] ChangelogRefusal),
    /// The snapshot lacks what planning needs: the caller's loading is at fault.
    #[error("the snapshot is incomplete")]
    Incomplete(Needs),
}

impl Refusal {
    /// The error that it only passes on, which has the rule, the place, the help and the class as well.
    pub(super) fn cause(&self) -> Option<&dyn Explain> {
        Some(match self {
            Self::Request(error) => error,
            Self::Change(error) => error,
            Self::BadVersion { error, .. } => error,
            Self::Bump { error, .. } => error,
            Self::Tag(error) => error,
            Self::Manifest(error) => error,
            Self::Serial(error) => error,
            Self::Dependant(error) => error,
            Self::OtherModule(error) => error,
            Self::NotFresh(error) => error,
            Self::NotTogether(error) => error,
            Self::Minimum(error) => error,
            Self::Rising(error) => error,
            Self::Pre(error) => error,
            Self::Inventory(error) => error,
            Self::Changelog(error) => error,
            _ => return None,
        })
    }

    /// Whether `other` is of its kind, so that both are mended in one go (SEMANTICS 27).
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Request(one), Self::Request(other)) => discriminant(one) == discriminant(other),
            (Self::Manifest(one), Self::Manifest(other)) => {
                discriminant(one) == discriminant(other)
            }
            _ => discriminant(self) == discriminant(other),
        }
    }
}
