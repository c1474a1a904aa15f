//! Why a request cannot be planned: which rule speaks, where, and what to do.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{Class, Explain, Place};
use version::{BumpError, Scheme};

use super::refusal::Refusal;
use super::words::start;
use super::{ChangelogRefusal, PreRefusal};
use crate::{InventoryError, Needs};

/// Why a request cannot be planned. Nothing has been written.
///
/// The refusal is boxed, so that a `Result` with this error stays small.
#[derive(Debug, thiserror::Error)]
#[error("{refusal}")]
pub struct PlanError {
    refusal: Box<Refusal>,
    /// The policy's own rule for the generic one that speaks.
    policy: Option<String>,
    /// Others of its kind.
    beside: Vec<PlanError>,
}

impl From<Refusal> for PlanError {
    fn from(refusal: Refusal) -> Self {
        Self { refusal: Box::new(refusal), policy: None, beside: Vec::new() }
    }
}

impl From<PreRefusal> for PlanError {
    fn from(refusal: PreRefusal) -> Self {
        Refusal::from(refusal).into()
    }
}

impl From<ChangelogRefusal> for PlanError {
    fn from(refusal: ChangelogRefusal) -> Self {
        Refusal::from(refusal).into()
    }
}

impl From<InventoryError> for PlanError {
    fn from(error: InventoryError) -> Self {
        Refusal::Inventory(error).into()
    }
}

impl From<Needs> for PlanError {
    fn from(needs: Needs) -> Self {
        Refusal::Incomplete(needs).into()
    }
}

impl PlanError {
    /// What it is about.
    #[must_use]
    pub fn refusal(&self) -> &Refusal {
        &self.refusal
    }

    /// Takes in another one beside this, if it is of its kind.
    pub(super) fn join(&mut self, other: Self) {
        if self.refusal.is_like(&other.refusal) {
            self.beside.push(other);
        }
    }

    /// It, and those beside it, each for itself.
    pub(super) fn parted(mut self) -> impl Iterator<Item = Self> {
        let beside = core::mem::take(&mut self.beside);
        core::iter::once(self).chain(beside)
    }

    /// The same with the rule that `scheme` binds to the generic one that speaks.
    pub(crate) fn bound(mut self, scheme: Option<&Scheme>) -> Self {
        let beside = core::mem::take(&mut self.beside).into_iter();
        self.beside = beside.map(|other| other.bound(scheme)).collect();
        let policy = self.generic().and_then(|generic| scheme?.policy(generic));
        self.policy = match self.refusal() {
            // An impact knows which of the policy's rules it comes from.
            Refusal::BelowImpacts { claims, .. } | Refusal::NeedsWord { claims, .. } => {
                claims.first().and_then(|claim| claim.rule.clone())
            }
            Refusal::NotTogether(error) => error.policy(),
            _ => None,
        }
        .or_else(|| policy.map(|policy| policy.id.clone()));
        self
    }

    /// The generic rule that speaks.
    fn generic(&self) -> Option<&str> {
        Some(match self.refusal() {
            Refusal::ExcludedEmbeds { .. } => "embeds-follow",
            Refusal::NotBeyondLine { .. } | Refusal::NotGreater { .. } => "not-lower",
            Refusal::Renamed { .. } => crate::identity::RULE,
            Refusal::MovedByHand { .. } => "moved-by-hand",
            Refusal::BelowImpacts { .. } | Refusal::NeedsWord { .. } => "impact-level",
            Refusal::OutOfRange { .. } | Refusal::AboveRange { .. } => "branch-range",
            Refusal::SharedSlot { .. } => "shared-slot",
            other => return other.cause()?.rule(),
        })
    }

    /// Whether another day could make this plannable (`same-day = "borrow"`).
    pub(super) fn is_taken_day(&self) -> bool {
        match self.refusal() {
            // A day may have been borrowed before: then even an earlier one is taken.
            Refusal::Bump { error, .. } => matches!(
                error,
                BumpError::AlreadyThatDay { .. } | BumpError::NotRising { dated: true, .. }
            ),
            Refusal::NotGreater { dated, .. } => *dated,
            _ => false,
        }
    }
}

impl Explain for PlanError {
    fn rule(&self) -> Option<&str> {
        self.policy.as_deref().or_else(|| self.generic())
    }

    fn place(&self) -> Option<Place> {
        match self.refusal() {
            Refusal::MovedByHand { place, .. } => place.clone(),
            Refusal::BelowImpacts { claims, .. } | Refusal::NeedsWord { claims, .. } => {
                claims.first().map(|claim| claim.place.clone())
            }
            Refusal::Renamed { place, .. } => Some(place.clone()),
            Refusal::SharedSlot { path, span, .. } => Some(Place::bytes(path, *span)),
            Refusal::Unreachable { tag, .. }
            | Refusal::LineUnreachable { tag, .. }
            | Refusal::AboveRange { tag, .. } => Some(Place::Ref(tag.clone())),
            other => other.cause()?.place(),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self.refusal() {
            Refusal::ExcludedEmbeds { embeds, .. } => format!("exclude `{embeds}` too, or neither"),
            Refusal::BelowImpacts { ways, .. } => ways.clone(),
            Refusal::NeedsWord { .. } => {
                "say why with --because TEXT, or release a lower part: it is not demanded".into()
            }
            Refusal::NothingPending => {
                "`change add` writes a change file; `release PART` moves without one".into()
            }
            Refusal::NothingChanged => "name what to release all the same (-p NAME), or use --all".into(),
            Refusal::NobodyOfRole { role } => format!(
                "say `role = \"{role}\"` in the table of the component that has it, or name what to \
                 release: -p NAME"
            ),
            Refusal::AllLeftOut { .. } => {
                "leave out --exclude, or name what to release instead: -p NAME".into()
            }
            Refusal::NoVersionYet { components, leave } => start(components, *leave),
            Refusal::NotBeyondLine { line, released: true, .. } => {
                format!("a product-wide release is above {line}")
            }
            Refusal::NotBeyondLine { line, .. } => format!("a product-wide release is at {line} or above"),
            Refusal::ExactForSeveral { .. } => "name one component: -p NAME".into(),
            Refusal::Renamed { then, .. } => format!(
                "`lint --fix` restores `{then}`; another package is another component, with tags of its own"
            ),
            Refusal::MovedByHand { component, first, adopt, leave, .. } => {
                let adopt = adopt.as_ref().map_or_else(
                    || ", and the release moves it".into(),
                    |adopt| format!("; `{adopt}` adopts the number on purpose"),
                );
                let leave = if *leave {
                    format!("; --exclude {component} leaves it out")
                } else {
                    String::new()
                };
                match first {
                    Some(first) => format!("{first}restore the released version{adopt}{leave}"),
                    None => format!("`lint --fix` restores the released version{adopt}{leave}"),
                }
            }
            Refusal::Unreachable { tag, .. } | Refusal::LineUnreachable { tag, .. } => to_reach(tag),
            Refusal::NotGreater { dated: true, .. } => {
                "versions carry the day: release on a later one, or say which with --date YYYY-MM-DD".into()
            }
            Refusal::NotGreater { from, .. } => format!("ask for a part that goes beyond {from}"),
            Refusal::AboveRange { .. } => "release it from another branch: nothing above the range goes on here".into(),
            Refusal::OutOfRange { own: false, .. } => "release this from another branch".into(),
            Refusal::OutOfRange { .. } => {
                "release this from another branch: no part is shared, so this one's range holds for each \
                 component by its own number, what embeds another included"
                    .into()
            }
            Refusal::SharedSlot { staying, .. } if staying.is_empty() => {
                "give each its own version, or release them to the same one".into()
            }
            Refusal::SharedSlot { staying, .. } => format!(
                "release {staying} with {}, or give each its own version",
                if staying.len() == 1 { "it" } else { "them" }
            ),
            Refusal::Incomplete(_) => FAULT.into(),
            other => return other.cause()?.help(),
        })
    }

    fn also(&self) -> Vec<&dyn Explain> {
        self.beside.iter().map(|other| other as &dyn Explain).collect()
    }

    fn class(&self) -> Class {
        match self.refusal() {
            // A version that was asked for is part of the request, whatever its error is elsewhere.
            Refusal::NoVersionYet { .. }
            | Refusal::BadVersion { .. }
            | Refusal::ExactForSeveral { .. } => Class::Usage,
            Refusal::NothingChanged
            | Refusal::NothingPending
            | Refusal::NobodyOfRole { .. }
            | Refusal::AllLeftOut { .. } => Class::Nothing,
            other => other.cause().map_or(Class::Policy, Explain::class),
        }
    }
}

/// What to do where nobody but us is to blame.
pub(super) const FAULT: &str = "this is a fault of syncline: please report it with the file";

/// What to do where `tag`, the last release, is not in this branch's history.
pub(crate) fn to_reach(tag: &str) -> String {
    format!("merge {tag} first, or release from the branch that has it")
}
