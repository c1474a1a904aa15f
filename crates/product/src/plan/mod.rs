//! From a snapshot and a request to the plan: who moves, to what, and why.

mod beside;
pub(crate) mod borrow;
mod broken_promise;
mod called;
mod canonical;
mod changelog;
mod check;
mod claim;
mod counted;
mod dependants;
pub(crate) mod development;
mod edits;
mod error;
mod exact;
mod hooks;
mod level;
mod locks;
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
mod reason;
mod refusal;
mod refused;
mod rising;
mod serial;
pub(crate) mod shared_slots;
mod tag_refusal;
mod tagging;
mod warnings;
mod words;
mod works_with;

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::{Form, Given, Version};

pub use changelog::ChangelogRefusal;
pub use claim::Claim;
pub use dependants::DependantRefusal;
pub use error::PlanError;
pub(crate) use error::to_reach;
pub use minimum::MinimumRefusal;
pub use model::{
    EditRole, FORMAT, LineMove, Plan, PlannedCommit, PlannedEdit, PlannedFile, PlannedHook,
    PlannedTag, Step, Unchanged, Warning,
};
pub use module_path::OtherModule;
pub(crate) use numbers::MOST_BORROWED_DAYS;
pub(crate) use operation::Operation;
pub use operation::build_variable;
pub use pre_refusal::PreRefusal;
pub use product_fresh::NotFresh;
pub use reason::Reason;
pub use refusal::Refusal;
pub use rising::NotRising;
pub use serial::SerialUsed;
pub use tag_refusal::TagRefusal;
pub use works_with::{Clash, NotTogether};

use self::called::Called;
use self::edits::Replaced;
use crate::impact::Pending;
use crate::line::LineState;
use crate::tasks::{Executor, one_by_one};
use crate::{Inventory, Line, Product, Request, Snapshot, line_state};

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

/// What every stage of planning looks at.
pub(crate) struct Context<'a> {
    pub(crate) product: &'a Product,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) inventory: &'a Inventory,
    pub(crate) line: &'a Line,
    /// Which of the product's lines that is.
    pub(crate) line_index: usize,
    pub(crate) state: &'a LineState,
    pub(crate) request: &'a Request,
    pub(crate) given: Given,
    pub(crate) pending: Pending,
    /// Whether what moves is as much as the pending impacts need.
    pub(crate) auto: bool,
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
    let Some(line) = product.lines.get(index) else {
        return Err(Refusal::WhichLine { known: Vec::new() }.into());
    };
    on_line(product, snapshot, inventory, request, (index, line), execute)
        .map_err(|error| error.bound(Some(&line.scheme)))
}

/// Plans `request` on one of the product's lines.
fn on_line(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    request: &Request,
    (line_index, line): (usize, &Line),
    execute: &Executor<'_>,
) -> Result<Plan, PlanError> {
    refused::all(inventory.misled().cloned())?;
    let state = line_state(product, snapshot, inventory, line_index);
    let baselines: Vec<_> = state.baselines.iter().map(Option::as_ref).collect();
    let cx = Context {
        product,
        snapshot,
        inventory,
        line,
        line_index,
        state: &state,
        request,
        given: Given { date: snapshot.date, external: None, minimum: None },
        pending: Pending::take(product, snapshot, inventory, &baselines),
        auto: operation::is_auto(request, line),
    };
    let (operation, external) = operation::read(&cx, request)?;
    let cx = Context { given: Given { external, ..cx.given }, ..cx };
    level::readable(&cx)?;
    let chosen = participants::choose(&cx, &operation)?;
    refused::each(&chosen.order, |index| Ok(inventory.sound(*index)?))?;
    let moved = numbers::assign(&cx, &operation, chosen)?;
    let called = Called::of(&cx, &operation, &moved);
    let (replaced, tags) = edits::write(&cx, &moved, execute, || {
        level::check(&cx, &operation, &moved, request.options.because.is_some())?;
        works_with::check(&cx, &moved)?;
        shared_slots::check(&cx, &moved)?;
        product_fresh::check(&cx, &called)?;
        module_path::check(&cx, &moved)?;
        tagging::tags(&cx, &moved, &called)
    });
    let (tags, mut replaced) = (tags?, replaced?);
    changelog::write(&cx, &moved, &called, &tags, &mut replaced)?;
    let (checks, plan) = replaced
        .checked(&cx, execute, || assemble(&cx, &operation, (&moved, &called), &tags, &replaced));
    checks.map(|()| plan)
}

fn assemble(
    cx: &Context<'_>,
    operation: &Operation,
    (moved, called): (&Moves, &Called),
    tags: &[PlannedTag],
    replaced: &Replaced,
) -> Plan {
    let product = cx.product;
    let after = numbers::line_after(cx, moved);
    let name = |index: usize| product.components.get(index).map_or("", |c| c.name.as_str());
    let steps = moved.iter().map(|step| Step {
        name: name(step.component).to_string(),
        from: step.from.as_ref().map(ToString::to_string),
        to: step.to.to_string(),
        tag: product
            .components
            .get(step.component)
            .and_then(|component| component.tag.as_ref())
            .and_then(|template| template.write(step.to.as_str()).ok()),
        first: cx.state.latest(step.component).is_none(),
        reasons: step.reasons.clone(),
        native: edits::native(cx, step),
    });
    let unchanged = product
        .components
        .iter()
        .enumerate()
        .filter(|(index, component)| {
            component.line == cx.line_index && !component.retired && moved.of(*index).is_none()
        })
        .map(|(index, component)| {
            let version = cx.current(index);
            let lag = version
                .is_some_and(|version| LineState::lags(&component.form, version, after.as_ref()));
            Unchanged {
                name: component.name.clone(),
                version: version.map(ToString::to_string),
                lag,
            }
        });
    let line = after.as_ref().map(|to| LineMove {
        name: cx.line.name.clone(),
        from: cx.state.version.as_ref().map(ToString::to_string),
        to: to.to_string(),
    });
    let mut guards = product.scheme_files.clone();
    guards.push(product.file.clone());
    guards.sort();
    let steps: Vec<Step> = steps.collect();
    Plan {
        format: FORMAT,
        product: product.name.clone(),
        scheme: cx.line.scheme.name().to_string(),
        date: cx.given.date.to_string(),
        base: cx.snapshot.base.as_ref().map(ToString::to_string).unwrap_or_default(),
        branch: cx.snapshot.branch.clone().unwrap_or_default(),
        request: cx.request.asked.clone(),
        line,
        files: replaced.files(cx),
        guards,
        options: cx.request.options.clone(),
        author: cx.snapshot.author.clone().flatten(),
        commit: PlannedCommit { message: message::write(cx, operation, called, (&steps, tags)) },
        hooks: hooks::planned(cx, moved, called, (&steps, tags)),
        warnings: warnings::of(cx, moved, &replaced.told),
        components: steps,
        unchanged: unchanged.collect(),
        edits: replaced.edits(),
        tags: tags.to_vec(),
        id: String::new(),
    }
    .sealed()
}

impl Context<'_> {
    /// The version a component has now: its manifest's, else its last release's (SEMANTICS 2).
    pub(crate) fn current(&self, index: usize) -> Option<&Version> {
        self.inventory
            .version(index)
            .or_else(|| self.state.latest(index).map(|latest| &latest.version))
    }

    /// The pre-release that a component goes on from or that is promoted: its pending one, or, where
    /// nothing of it was ever released, its manifest's, unless the line is past that (SEMANTICS 17).
    pub(crate) fn pending(&self, index: usize) -> Option<&Version> {
        let released = self.state.latest(index).is_some();
        let form = &self.product.components.get(index)?.form;
        let line = self.state.version.as_ref();
        let stated = self.inventory.version(index).filter(|stated| {
            !released && form.is_pre(stated) && !LineState::lags(form, stated, line)
        });
        self.state.pending(index).map(|pending| &pending.version).or(stated)
    }

    /// What a version of `form` takes from outside. The build server's number is no part of it
    /// where it does not count: it is added where a version is written natively (IBEX-1).
    pub(crate) fn given(&self, form: &Form) -> Given {
        of_form(form, &self.given)
    }

    /// Who speaks for a whole line: the product, or the line where there are several.
    pub(crate) fn speaker(&self) -> &str {
        self.line.name.as_ref().unwrap_or(&self.product.name)
    }

    pub(crate) fn name(&self, index: usize) -> String {
        self.product.components.get(index).map(|c| c.name.clone()).unwrap_or_default()
    }

    /// The policy's own ID for a generic rule, if this line's scheme binds one.
    pub(crate) fn policy(&self, generic: &str) -> Option<String> {
        self.line.scheme.policy(generic).map(|rule| rule.id.clone())
    }

    /// The live components of this line, in file order.
    pub(crate) fn members(&self) -> impl Iterator<Item = usize> + '_ {
        let all = self.product.components.iter().enumerate();
        all.filter(|(_, c)| c.line == self.line_index && !c.retired).map(|(index, _)| index)
    }
}

/// `given` without a build server's number that does not tell releases of `form` apart.
fn of_form(form: &Form, given: &Given) -> Given {
    Given { external: given.external.filter(|_| form.counts_external()), ..*given }
}

/// Reasons by component, each kept once, in the order found.
pub(crate) type Reasons = BTreeMap<usize, Vec<Reason>>;
