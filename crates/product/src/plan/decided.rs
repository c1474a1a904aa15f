//! What a request comes to: who moves, to what, and what is written and tagged for it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::{Given, Version};

use super::called::Called;
use super::edits::{self, Replaced};
use super::{
    Context, FORMAT, Ground, LineMove, Moves, Operation, Plan, PlanError, PlannedCommit,
    PlannedTag, Step, Unchanged, changelog, hooks, level, locks, message, module_path, numbers,
    operation, participants, product_fresh, refused, shared_slots, tagging, warnings, works_with,
};
use crate::Request;
use crate::line::LineState;
use crate::tasks::Executor;

/// A request that is granted, as far as the policy and the manifests that state versions go.
pub(crate) struct Decided<'c> {
    cx: Context<'c>,
    operation: Operation,
    moved: Moves,
    called: Called,
    tags: Vec<PlannedTag>,
    replaced: Replaced,
}

impl<'c> Decided<'c> {
    /// What `request` comes to.
    ///
    /// # Errors
    /// [`PlanError`], for whatever rules it out.
    pub(crate) fn by(
        ground: &'c Ground<'c>,
        request: &'c Request,
        execute: &Executor<'_>,
    ) -> Result<Self, PlanError> {
        let cx = ground.context(request);
        let operation = operation::read(&cx, request)?;
        let cx = Context { given: Given { external: operation.build, ..cx.given }, ..cx };
        level::readable(&cx)?;
        let chosen = participants::choose(&cx, &operation)?;
        refused::each(&chosen.order, |index| Ok(cx.inventory.sound(*index)?))?;
        let moved = numbers::assign(&cx, &operation, chosen)?;
        let called = Called::of(&cx, &operation, &moved);
        let tagged = || {
            level::check(&cx, &operation, &moved, request.options.because.is_some())?;
            works_with::check(&cx, &moved)?;
            shared_slots::check(&cx, &moved)?;
            product_fresh::check(&cx, &called)?;
            module_path::check(&cx, &moved)?;
            tagging::tags(&cx, &moved, &called)
        };
        let (replaced, tags) = edits::write(&cx, &moved, execute, tagged);
        // The policy speaks before files do: what it forbids need not be written in another way.
        let (tags, replaced) = (tags?, replaced?);
        Ok(Self { cx, operation, moved, called, tags, replaced })
    }

    /// The version that component `index` comes to; `None` where it does not move.
    pub(crate) fn to(&self, index: usize) -> Option<&Version> {
        self.moved.of(index).map(|step| &step.to)
    }

    /// The plan: with what is written beside versions and requirements, and read again.
    ///
    /// # Errors
    /// A changelog that cannot be written, a file that does not read as planned.
    pub(crate) fn plan(mut self, execute: &Executor<'_>) -> Result<Plan, PlanError> {
        let Self { cx, moved, called, tags, replaced, .. } = &mut self;
        locks::settle(cx, moved, replaced);
        changelog::write(cx, moved, called, tags, replaced)?;
        tagging::recorded(cx, moved, replaced.is_empty())?;
        let (checks, plan) = self.replaced.checked(&self.cx, execute, || self.assembled());
        checks.map(|()| plan)
    }

    fn assembled(&self) -> Plan {
        let Self { cx, operation, moved, called, tags, replaced } = self;
        let product = cx.product;
        let after = numbers::line_after(cx, moved);
        let steps = moved.iter().map(|step| Step {
            name: product.name_of(step.component).to_string(),
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
        let members = product.members(cx.line_index);
        let staying = members.filter(|(index, _)| moved.of(*index).is_none());
        let unchanged = staying.map(|(index, component)| {
            let version = cx.current(index);
            let lag = version
                .is_some_and(|version| LineState::lags(&component.form, version, after.as_ref()));
            // What is below its last release may lack that on this branch.
            let key = |version| component.form.key(version);
            let by_hand = cx
                .state
                .latest(index)
                .filter(|last| version.is_some_and(|version| key(version) > key(&last.version)));
            Unchanged {
                name: component.name.clone(),
                version: version.map(ToString::to_string),
                lag,
                released: by_hand.map(|last| last.version.to_string()),
            }
        });
        let line = after.as_ref().map(|to| LineMove {
            name: cx.line.name.clone(),
            from: cx.state.version.as_ref().map(ToString::to_string),
            to: to.to_string(),
        });
        let files = replaced.files(cx);
        let options = cx.request.options.settled(product, !files.is_empty());
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
            files,
            guards: product.guards().into_iter().map(ToString::to_string).collect(),
            author: cx.snapshot.author.clone().flatten(),
            commit: PlannedCommit {
                message: message::write(cx, operation, called, &options, (&steps, tags)),
            },
            hooks: hooks::planned(cx, moved, called, (&steps, tags)),
            warnings: warnings::of(cx, moved, &replaced.told),
            components: steps,
            unchanged: unchanged.collect(),
            edits: replaced.edits(),
            tags: tags.to_vec(),
            options,
            id: String::new(),
        }
        .sealed()
    }
}
