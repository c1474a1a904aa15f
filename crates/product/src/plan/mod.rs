//! From a snapshot and a request to the plan: who moves, to what, and why.

mod beside;
mod borrow;
mod broken_promise;
mod called;
mod canonical;
mod changelog;
mod check;
mod claim;
mod context;
mod counted;
mod decided;
mod dependants;
pub(crate) mod development;
mod edits;
mod error;
mod exact;
mod hooks;
mod level;
mod locks;
mod manifest_refusal;
mod meanwhile;
mod message;
mod minimum;
mod model;
mod module_path;
mod numbers;
mod operation;
mod own;
mod participants;
mod pre;
mod pre_refusal;
pub(crate) mod product_fresh;
mod reachable;
mod reason;
mod refusal;
mod refused;
mod relations;
mod request_refusal;
mod requirements;
mod rising;
mod serial;
mod settled;
mod shared_slots;
mod tag_refusal;
mod tagging;
mod together;
mod unripe;
mod warnings;
mod words;
mod works_with;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use version::Version;

pub(crate) use borrow::Taken;
pub use changelog::ChangelogRefusal;
pub use claim::Claim;
pub(crate) use context::Ground;
pub(crate) use decided::Decided;
pub use dependants::DependantRefusal;
use error::FAULT;
pub use error::PlanError;
pub(crate) use error::to_reach;
pub use manifest_refusal::ManifestRefusal;
pub use meanwhile::{Meanwhile, changed_among};
pub use minimum::MinimumRefusal;
pub use model::{
    EditRole, FORMAT, LineMove, Plan, PlannedCommit, PlannedEdit, PlannedFile, PlannedHook,
    PlannedTag, Step, Unchanged, Warning,
};
pub use module_path::OtherModule;
pub(crate) use operation::Operation;
pub use operation::build_variable;
pub use pre_refusal::PreRefusal;
pub use product_fresh::NotFresh;
pub use reason::Reason;
pub use refusal::Refusal;
pub(crate) use relations::Relations;
pub use request_refusal::RequestRefusal;
pub use rising::NotRising;
pub use serial::SerialUsed;
pub use tag_refusal::TagRefusal;
pub use words::Names;
pub use works_with::{Clash, NotTogether};

use self::context::Context;
use crate::tasks::{Executor, one_by_one};
use crate::{Inventory, Product, Request, Snapshot};

/// All moves of a plan, in the order asked for.
pub(crate) struct Moves {
    steps: Vec<Move>,
    at: BTreeMap<usize, usize>,
}

impl Moves {
    fn new(steps: Vec<Move>) -> Self {
        let at = steps.iter().enumerate().map(|(at, step)| (step.component, at)).collect();
        Self { steps, at }
    }

    /// The moves, in the order asked for.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Move> + Clone {
        self.steps.iter()
    }

    /// The move of a component.
    pub(crate) fn of(&self, component: usize) -> Option<&Move> {
        self.steps.get(*self.at.get(&component)?)
    }
}

/// One component's move, before it is written down.
pub(crate) struct Move {
    pub(crate) component: usize,
    pub(crate) from: Option<Version>,
    pub(crate) to: Version,
    pub(crate) reasons: Vec<Reason>,
}

/// Plans `request`: a pure function of its arguments.
///
/// # Errors
/// [`PlanError`], for everything that the request, the policy or the manifests' content rules
/// out. Nothing has been written then, or ever will be by this function.
pub fn plan(product: &Product, snapshot: &Snapshot, request: &Request) -> Result<Plan, PlanError> {
    let inventory = Inventory::take(product, snapshot)?;
    plan_from(product, snapshot, &inventory, request, &one_by_one)
}

/// As [`plan`], with the inventory that was taken of this snapshot, and with the caller's way of
/// doing what does not depend on each other.
///
/// # Errors
/// As [`plan`].
pub fn plan_from(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    request: &Request,
    execute: &Executor<'_>,
) -> Result<Plan, PlanError> {
    let index = operation::line_of(product, request)?;
    let scheme = product.lines.get(index).map(|line| &line.scheme);
    let planned = || {
        let relations = Relations::of(product, snapshot, inventory)?;
        let ground = Ground::of(&relations, index)?;
        Decided::by(&ground, request, execute)?.plan(execute)
    };
    planned().map_err(|error: PlanError| error.bound(scheme))
}

/// Reasons by component, each kept once, in the order found.
pub(crate) type Reasons = BTreeMap<usize, Vec<Reason>>;
