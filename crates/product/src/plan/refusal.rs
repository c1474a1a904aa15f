//! What a refusal to plan carries.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Place, RepoPath, Span};
use version::{BumpError, NativeError, VersionError};

use super::claim::{Claim, needs, some_impacts, spell_claims};
pub(super) use super::words::list;
use super::words::{of, spell};
use super::{
    ChangelogRefusal, DependantRefusal, MinimumRefusal, NotFresh, NotRising, NotTogether,
    OtherModule, PreRefusal, SerialUsed, TagRefusal,
};
use crate::impact::ChangeError;
use crate::{InventoryError, Meant, Needs};

/// Why a request cannot be planned, with what the message names.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// A component that there is not.
    #[error("there is no component `{name}`")]
    UnknownComponent {
        /// As asked for.
        name: String,
        /// What it was meant for.
        meant: Meant,
    },
    /// A component of another line.
    #[error("`{name}` is on another line than the rest")]
    OtherLine {
        /// The component.
        name: String,
    },
    /// A component that is no longer there.
    #[error("`{name}` is retired")]
    Retired {
        /// The component.
        name: String,
    },
    /// One component asked for twice, or asked for and left out.
    #[error("`{name}` is named twice")]
    Repeated {
        /// The component.
        name: String,
    },
    /// `patch` of nobody.
    #[error("no component is named")]
    NobodyNamed,
    /// A line that there is not.
    #[error("there is no line `{name}`")]
    UnknownLine {
        /// As asked for.
        name: String,
        /// All of them.
        known: Vec<String>,
    },
    /// Several lines, and nothing says which.
    #[error("this product has several lines, and one operation touches one")]
    WhichLine {
        /// All of them.
        known: Vec<String>,
    },
    /// A part that the scheme does not have.
    #[error("the scheme has no part `{name}`")]
    UnknownPart {
        /// As asked for.
        name: String,
        /// The nearest one.
        nearest: Option<String>,
        /// Those that can be asked for.
        known: Vec<String>,
    },
    /// A part that only the build server gives.
    #[error("`{name}` is given from outside, not released")]
    ExternalPart {
        /// The part.
        name: String,
    },
    /// A build server's number, where the scheme has no part for one.
    #[error("the build number {number} has no part in the scheme `{scheme}`")]
    NoExternal {
        /// The number.
        number: u64,
        /// The scheme's name.
        scheme: String,
    },
    /// A build server's number beside an exact version that has another.
    #[error("`{text}` has another build number than {number}, which is given as well")]
    TwoBuilds {
        /// The version as asked for.
        text: String,
        /// The number given.
        number: u64,
    },
    /// A component that would move a shared part by itself (CHAIN-3).
    #[error("{} may not move `{part}`, which the whole product shares", component.as_deref().map_or_else(|| "a component".to_string(), |name| format!("`{name}`")))]
    SharedPart {
        /// The component.
        component: Option<String>,
        /// The part.
        part: String,
    },
    /// Components of which some have a lowest part that is shared, and some one of their own.
    #[error(
        "`{shared}` and `{own}` are not patched together: the lowest part of `{shared}` is `{part}`, which the whole product shares"
    )]
    PatchedApart {
        /// One whose lowest part is shared.
        shared: String,
        /// That part.
        part: String,
        /// One that has a part of its own.
        own: String,
    },
    /// Fewer than all, where all move together (IBEX-2).
    #[error("all components move together, and {} would be left behind", list(left))]
    NotAll {
        /// Those left behind.
        left: Vec<String>,
        /// The ways out.
        ways: String,
    },
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
    },
    /// Components that share a slot, and not all of them moving alike (SEMANTICS 12).
    #[error("{} share{} one version in {path}, and cannot move apart", list(moving), if moving.len() == 1 { "s" } else { "" })]
    SharedSlot {
        /// The file.
        path: RepoPath,
        /// The slot.
        span: Span,
        /// Those that move.
        moving: Vec<String>,
        /// Those that share it and do not.
        staying: Vec<String>,
    },
    /// A tag that cannot be made.
    #[error(transparent)]
    Tag(TagRefusal),
    /// A version that an ecosystem cannot hold (CHAIN-10).
    #[error("`{component}` {to} cannot be written there: {error}")]
    Native {
        /// The component.
        component: String,
        /// The version.
        to: String,
        /// The slot.
        place: Place,
        /// Why.
        error: NativeError,
    },
    /// A second manifest that disagrees with the first.
    #[error("`{component}` is {version} in {first}, but `{text}` here")]
    Disagree {
        /// The component.
        component: String,
        /// What stands there.
        text: String,
        /// The component's version.
        version: String,
        /// The file and line that say so.
        first: String,
        /// The slot.
        place: Place,
    },
    /// A requirement that cannot follow.
    #[error("a requirement on `{on}` is `{requirement}`, which cannot follow it: {error}")]
    Requirement {
        /// The sibling.
        on: String,
        /// The requirement.
        requirement: String,
        /// The slot.
        place: Place,
        /// Why.
        error: NativeError,
    },
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
    /// Edits that do not give what was planned.
    #[error("{path} would not read back as planned: {message}")]
    Verify {
        /// The file.
        path: RepoPath,
        /// What reads differently.
        message: String,
        /// What to do, where it is the file that stands in the way.
        help: Option<String>,
    },
    /// A date beside a version that is none, or one whose numbers have no certain order.
    #[error("`{text}` is not a date that could be written anew")]
    NotADay {
        /// What stands there.
        text: String,
        /// The slot.
        place: Place,
    },
    /// An entry that has to say who releases.
    #[error("a new entry of {path} says who released, and git does not know who you are")]
    NoAuthor {
        /// The file.
        path: RepoPath,
    },
    /// A changelog that cannot be written.
    #[error(transparent)]
    Changelog(#[from] ChangelogRefusal),
    /// A component whose caption is to be written, and that has none.
    #[error("`{component}` has a `caption` in release.toml, but none of its manifests has one")]
    NoCaption {
        /// The component.
        component: String,
    },
    /// The snapshot lacks what planning needs: the caller's loading is at fault.
    #[error("the snapshot is incomplete")]
    Incomplete(Needs),
}
