//! Release notes: what a release would tell people, of those components that move.
//!
//! Change files say it best. Where a component has none, the commits since its last release do, as
//! far as they touched its files; what moves because of another says so. The numbers are a plan's.

mod blocks;
pub(crate) mod brought;
mod commits;
pub(crate) mod gather;
mod markdown;
mod note;
mod plain;
mod shared;

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use crate::changes::Changes;
use crate::impact::Pending;
use crate::plan::{PlanError, Reason, Refusal};
use crate::{Asked, Inventory, Options, Plan, Product, Request, Snapshot, line_state};

use blocks::Blocks;
pub(crate) use markdown::{alone, sections};
pub use markdown::{one, whole};

use gather::{Gatherer, Going};

/// What a release would tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notes {
    /// The format of this JSON: 1.
    pub format: u32,
    /// The product's name.
    pub product: String,
    /// The line's own name, where the product has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the release would be called; null where nothing that is pending says how far it goes.
    pub title: Option<String>,
    /// Those that move, in the plan's order; without a plan, those that changed, in file order.
    pub components: Vec<ComponentNotes>,
}

/// What a release would tell of one component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComponentNotes {
    /// The component.
    pub name: String,
    /// Its version before; null where it has none.
    pub from: Option<String>,
    /// Its version after; null where no plan says.
    pub to: Option<String>,
    /// The tag of its last release; null before the first.
    pub tag: Option<String>,
    /// Why it moves, as the plan has it.
    pub reasons: Vec<Reason>,
    /// The same in sentences, as far as people who use it want to know.
    pub because: Vec<String>,
    /// The notes of its pending change files, the greatest impact first.
    pub notes: Vec<Note>,
    /// The commits since its last release that touched its files, the oldest first; none where it
    /// has notes.
    pub commits: Vec<NotedCommit>,
}

/// The note of one change file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Note {
    /// The change file.
    pub file: String,
    /// Its impacts, the greatest first.
    pub impacts: Vec<String>,
    /// What it says, in Markdown, without the section on compatibility; it may be empty then.
    pub text: String,
    /// Its section on compatibility (CHAIN-12), without the heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compatibility: Option<String>,
}

/// A commit that tells in place of a change file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NotedCommit {
    /// Its name.
    pub id: String,
    /// The first line of its message.
    pub subject: String,
}

/// The request whose plan tells what would be released now: as much as pending changes need. It is
/// never carried out, so nobody's word is waited for. `line` is the line's own name.
#[must_use]
pub fn request(line: Option<&str>) -> Request {
    Request {
        asked: Asked::Release {
            what: Some(crate::request::AUTO.to_string()),
            components: Vec::new(),
            all: false,
            exclude: Vec::new(),
        },
        options: Options {
            line: line.map(ToString::to_string),
            because: Some("it is only to be told of".to_string()),
            ..Options::default()
        },
    }
}

/// Whether a refusal of that [`request`] says that nothing is pending, so that no plan tells how far
/// a release would go.
#[must_use]
pub fn is_nothing_pending(error: &PlanError) -> bool {
    matches!(error.refusal(), Refusal::NothingPending)
}

/// The tags since which the commits have to be known for [`notes`] of line `line`: of those who have
/// no change file of their own, or pre-releases with which something came in. The snapshot holds what [`crate::Purpose::Status`] needs. `only` is
/// the component that is asked about.
///
/// # Errors
/// A change file that cannot be used; a configuration that cannot be meant.
pub fn untold(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    (line, only): (usize, Option<usize>),
    plan: Option<&Plan>,
) -> Result<BTreeSet<String>, PlanError> {
    let notes = notes(product, snapshot, inventory, (line, only), plan)?;
    let state = line_state(product, snapshot, inventory, line);
    let looks = |name: &str| {
        let index = product.component(name);
        index.is_some_and(|index| brought::looks(product, inventory, &state, index))
    };
    let untold = notes.components.into_iter();
    let untold = untold.filter(|one| one.notes.is_empty() || looks(&one.name));
    Ok(untold.filter_map(|component| component.tag).collect())
}

/// What a release of line `line` would tell: of those that `plan` moves; where there is none, or it
/// leaves out the one that is asked about, of what changed since the last release. `only` is the
/// component that is asked about. The snapshot holds what [`crate::Purpose::Status`] needs, and the
/// commits since the tags that [`untold`] names.
///
/// # Errors
/// A change file that cannot be used; a configuration that cannot be meant.
pub fn notes(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    (line, only): (usize, Option<usize>),
    plan: Option<&Plan>,
) -> Result<Notes, PlanError> {
    let found = product.lines.get(line);
    let bound = |error: PlanError| error.bound(found.map(|line| &line.scheme));
    inventory.configured().map_err(|error| bound(error.into()))?;
    let state = line_state(product, snapshot, inventory, line);
    let baselines: Vec<_> = state.baselines.iter().map(Option::as_ref).collect();
    let pending = Pending::take(product, snapshot, inventory, &baselines);
    if let Some(error) = pending.broken.first() {
        return Err(bound(Refusal::Change(error.clone()).into()));
    }
    let changes = Changes::new(product, snapshot);
    let gatherer = Gatherer::new(product, snapshot, inventory, (&pending, &state));
    let steps = plan.map_or(&[][..], |plan| plan.components.as_slice());
    let moves = steps.iter().filter_map(|step| {
        let going = Going { from: step.from.clone(), to: Some(step.to.clone()) };
        Some((product.component(&step.name)?, going, step.reasons.as_slice()))
    });
    let to = |name: &str| {
        let step = steps.iter().find(|step| step.name == name)?;
        Some(step.to.clone())
    };
    let asked = |index: usize| only.is_none_or(|only| only == index);
    let mut components: Vec<ComponentNotes> = moves
        .filter(|(index, ..)| asked(*index))
        .map(|(index, going, reasons)| gatherer.of(index, going, reasons, &to))
        .collect();
    if components.is_empty() && (plan.is_none() || only.is_some()) {
        components.extend(
            product
                .members(line)
                .filter(|(index, _)| asked(*index))
                .filter(|(index, _)| changes.of(*index, state.baseline(*index)) == Some(true))
                .filter(|(index, _)| gatherer.tells(*index))
                .map(|(index, _)| {
                    let latest = state.latest(index).map(|latest| &latest.version);
                    let from = latest.or(inventory.version(index)).map(ToString::to_string);
                    gatherer.of(index, Going { from, to: None }, &[], &to)
                }),
        );
    }
    Ok(Notes {
        format: 1,
        product: product.name.clone(),
        name: found.and_then(|line| line.name.clone()),
        title: plan.map(Plan::title),
        components,
    })
}
