//! Why a request cannot be planned.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Class, Explain, Place, RepoPath, Span};
use version::{BumpError, NativeError, VersionError};

use crate::{InventoryError, Needs};

/// Why a request cannot be planned. Nothing has been written.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A component that there is not.
    #[error("there is no component `{name}`")]
    UnknownComponent {
        /// As asked for.
        name: String,
        /// The nearest one.
        nearest: Option<String>,
        /// All of them.
        known: Vec<String>,
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
    /// One component asked for twice.
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
    /// A component that would move a shared part by itself (CHAIN-3).
    #[error("{} may not move `{part}`, which the whole product shares", component.as_deref().map_or_else(|| "a component".to_string(), |name| format!("`{name}`")))]
    SharedPart {
        /// The component.
        component: Option<String>,
        /// The part.
        part: String,
        /// The policy's rule.
        policy: Option<String>,
    },
    /// Fewer than all, where all move together (IBEX-2).
    #[error("all components move together, and {} would be left behind", list(left))]
    NotAll {
        /// Those left behind.
        left: Vec<String>,
        /// The policy's rule.
        policy: Option<String>,
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
        /// The policy's rule.
        policy: Option<String>,
    },
    /// Nothing changed since the last release.
    #[error("nothing to release: no component changed since its last release")]
    NothingChanged,
    /// No tag and no manifest says where to start.
    #[error("there is no version to start from: no release, and no manifest")]
    NoVersionYet,
    /// An exact version that the scheme does not have.
    #[error("`{text}` is not a version of this scheme: {error}")]
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
        /// The policy's rule.
        policy: Option<String>,
    },
    /// Nothing shared, an exact version, and several participants.
    #[error("{text} cannot be the version of {count} components: they share no part")]
    ExactForSeveral {
        /// As asked for.
        text: String,
        /// How many.
        count: usize,
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
        /// The slot.
        place: Option<Place>,
        /// The policy's rule.
        policy: Option<String>,
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
        /// The policy's rule.
        policy: Option<String>,
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
        /// The policy's rule.
        policy: Option<String>,
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
        /// The policy's rule.
        policy: Option<String>,
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
    /// A tag that is there already, or stands in the way.
    #[error("tag `{tag}` cannot be made: `{existing}` is there{}", if tag == existing { " already" } else { "" })]
    TagExists {
        /// The tag.
        tag: String,
        /// The one in the way.
        existing: String,
        /// The policy's rule.
        policy: Option<String>,
    },
    /// A tag name that git or we refuse.
    #[error("`{component}` cannot be tagged: {message}")]
    TagName {
        /// The component.
        component: String,
        /// Why.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// A release that no tag would record.
    #[error("a release of `{component}` would leave no tag")]
    NothingToTag {
        /// The component.
        component: String,
    },
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
    #[error("`{component}` is {version}, but `{text}` stands here")]
    Disagree {
        /// The component.
        component: String,
        /// What stands there.
        text: String,
        /// The component's version.
        version: String,
        /// The slot.
        place: Place,
        /// The policy's rule.
        policy: Option<String>,
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
    /// `--needs-core` with something else than a number.
    #[error("`{text}` is not a release number")]
    NotANumber {
        /// As asked for.
        text: String,
    },
    /// `--needs-core` in a product without a core.
    #[error("this product has no core that components could need")]
    NoCore,
    /// A minimum above the newest released core (DIAV-7).
    #[error("core {wanted} is not released: the newest is {newest}")]
    MinimumUnreleased {
        /// As asked for.
        wanted: u64,
        /// The newest.
        newest: u64,
        /// The policy's rule.
        policy: Option<String>,
    },
    /// A manifest that cannot be used.
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    /// Edits that do not give what was planned.
    #[error("{path} would not read back as planned: {message}")]
    Verify {
        /// The file.
        path: RepoPath,
        /// What reads differently.
        message: String,
    },
    /// The snapshot lacks what planning needs: the caller's loading is at fault.
    #[error("the snapshot is incomplete")]
    Incomplete(Needs),
}

impl PlanError {
    /// Whether another day could make this plannable (`same-day = "borrow"`).
    #[must_use]
    pub fn is_taken_day(&self) -> bool {
        match self {
            Self::Bump { error, .. } => matches!(error, BumpError::AlreadyThatDay { .. }),
            Self::NotGreater { dated, equal, .. } => *dated && *equal,
            _ => false,
        }
    }
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(5) {
        0 => quoted.join(", "),
        more => format!("{} and {more} more", quoted.join(", ")),
    }
}

fn spell(range: &[(String, u64)]) -> String {
    let parts: Vec<String> = range.iter().map(|(name, value)| format!("{name} {value}")).collect();
    parts.join(", ")
}

impl Explain for PlanError {
    fn rule(&self) -> Option<&str> {
        let (policy, generic) = match self {
            Self::SharedPart { policy, .. } => (policy, "shared-part-alone"),
            Self::NotAll { policy, .. } => (policy, "all-together"),
            Self::ExcludedEmbeds { policy, .. } => (policy, "embeds-follow"),
            Self::NotBeyondLine { policy, .. }
            | Self::NotGreater { policy, .. }
            | Self::Bump { policy, .. }
            | Self::TagExists { policy, .. } => (policy, "not-lower"),
            Self::MovedByHand { policy, .. } => (policy, "moved-by-hand"),
            Self::Disagree { policy, .. } => (policy, "manifests-agree"),
            Self::OutOfRange { policy, .. } => (policy, "branch-range"),
            Self::MinimumUnreleased { policy, .. } => (policy, "minimum-known"),
            Self::SharedSlot { .. } => (&None, "shared-slot"),
            Self::Native { .. } => (&None, "native-fits"),
            Self::Requirement { .. } => (&None, "requirement-excludes"),
            Self::BadVersion { .. } => (&None, "version-parse"),
            Self::Inventory(error) => return error.rule(),
            _ => return None,
        };
        Some(policy.as_deref().unwrap_or(generic))
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::UnknownComponent { name, .. }
            | Self::OtherLine { name }
            | Self::Retired { name }
            | Self::Repeated { name }
            | Self::UnknownLine { name, .. }
            | Self::UnknownPart { name, .. } => Some(Place::Argument(name.clone())),
            Self::MovedByHand { place, .. } => place.clone(),
            Self::Native { place, .. }
            | Self::Requirement { place, .. }
            | Self::Disagree { place, .. } => Some(place.clone()),
            Self::SharedSlot { path, span, .. } => Some(Place::bytes(path, *span)),
            Self::TagExists { existing, .. } => Some(Place::Ref(existing.clone())),
            Self::Unreachable { tag, .. } => Some(Place::Ref(tag.clone())),
            Self::Verify { path, .. } => Some(Place::file(path)),
            Self::Inventory(error) => error.place(),
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::UnknownComponent { nearest: Some(near), .. }
            | Self::UnknownPart { nearest: Some(near), .. } => format!("did you mean `{near}`?"),
            Self::UnknownComponent { known, .. } => format!("components: {}", list(known)),
            Self::UnknownPart { known, .. } => format!("parts that can move: {}", list(known)),
            Self::OtherLine { .. } => "name components of one line, one operation after the other".into(),
            Self::Retired { .. } => "remove `retired` from its table to release it again".into(),
            Self::Repeated { .. } => "name it once".into(),
            Self::NobodyNamed => "name one or more: `patch NAME…`, or all: `patch --all`".into(),
            Self::UnknownLine { known, .. } => format!("lines: {}", list(known)),
            Self::WhichLine { known } => format!("say which: --line {}", known.join(" or --line ")),
            Self::ExternalPart { .. } => "give it with --build N".into(),
            Self::SharedPart { part, component, .. } => format!(
                "`release {part}{}` is the product speaking; alone, a component patches",
                component.as_ref().map_or_else(String::new, |name| format!(" -p {name}"))
            ),
            Self::NotAll { ways, .. } => ways.clone(),
            Self::ExcludedEmbeds { embeds, .. } => format!("exclude `{embeds}` too, or neither"),
            Self::NothingChanged => "name what to release all the same (-p NAME), or use --all".into(),
            Self::NoVersionYet => "say where to start: `release VERSION`".into(),
            Self::BadVersion { error, .. } => return error.help(),
            Self::NotBeyondLine { line, .. } => format!("a product-wide release is above {line}"),
            Self::ExactForSeveral { .. } => "name one component: -p NAME".into(),
            Self::MovedByHand { manifest, .. } => format!(
                "`lint --fix` restores the released version; `release {manifest}` adopts the number on purpose"
            ),
            Self::Unreachable { tag, .. } => {
                format!("merge {tag} first, or release from the branch that has it")
            }
            Self::Bump { error, .. } => return error.help(),
            Self::NotGreater { dated: true, .. } => {
                "versions carry the day: release on a later one, or say which with --date YYYY-MM-DD".into()
            }
            Self::NotGreater { from, .. } => format!("ask for a part that goes beyond {from}"),
            Self::OutOfRange { .. } => "release this from another branch".into(),
            Self::SharedSlot { staying, .. } if staying.is_empty() => {
                "give each its own version, or release them to the same one".into()
            }
            Self::SharedSlot { staying, .. } => format!(
                "release {} with {}, or give each its own version",
                list(staying),
                if staying.len() == 1 { "it" } else { "them" }
            ),
            Self::TagExists { tag, existing, .. } if tag == existing => {
                "that version is out: the next release goes beyond it".into()
            }
            Self::TagExists { .. } => {
                "git cannot hold both on every system: change the component's `tag`".into()
            }
            Self::TagName { help, .. } => return help.clone(),
            Self::NothingToTag { .. } => {
                "release it together with a component that has a tag, or give it a `tag`".into()
            }
            Self::Native { error, .. } | Self::Requirement { error, .. } => return error.help(),
            Self::Disagree { .. } => "`lint --fix` makes the manifests of one component agree".into(),
            Self::NotANumber { .. } => "write --needs-core N or --needs-core latest".into(),
            Self::NoCore => "leave out --needs-core".into(),
            Self::MinimumUnreleased { newest, .. } => {
                format!("release the core first, or need at most {newest}")
            }
            Self::Inventory(error) => return error.help(),
            Self::Verify { .. } | Self::Incomplete(_) => {
                "this is a fault of syncline: please report it with the file".into()
            }
        })
    }

    fn class(&self) -> Class {
        match self {
            Self::UnknownComponent { .. }
            | Self::OtherLine { .. }
            | Self::Retired { .. }
            | Self::Repeated { .. }
            | Self::NobodyNamed
            | Self::UnknownLine { .. }
            | Self::WhichLine { .. }
            | Self::UnknownPart { .. }
            | Self::ExternalPart { .. }
            | Self::NoVersionYet
            | Self::BadVersion { .. }
            | Self::ExactForSeveral { .. }
            | Self::NotANumber { .. }
            | Self::NoCore
            | Self::NothingToTag { .. }
            | Self::TagName { .. } => Class::Usage,
            Self::NothingChanged => Class::Nothing,
            Self::Inventory(error) => error.class(),
            Self::Bump { error, .. } => error.class(),
            _ => Class::Policy,
        }
    }
}
