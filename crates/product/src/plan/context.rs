//! What every stage of planning looks at: what is the same for all requests on a line, and one of them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::{Form, Given, Version};

use super::borrow::Taken;
use super::relations::Relations;
use super::{PlanError, RequestRefusal, operation};
use crate::impact::Pending;
use crate::line::LineState;
use crate::{Inventory, Line, Product, Request, Snapshot};

/// What is the same for all requests on a line.
pub(crate) struct Ground<'a> {
    pub(crate) relations: &'a Relations<'a>,
    line: &'a Line,
    line_index: usize,
    /// Where it stands.
    pub(crate) state: &'a LineState,
    /// The pending impacts of its components.
    pub(crate) impacts: Pending,
    taken: Taken,
}

impl<'a> Ground<'a> {
    /// What requests on line `index` stand on.
    ///
    /// # Errors
    /// [`RequestRefusal::WhichLine`], where there is no such line.
    pub(crate) fn of(relations: &'a Relations<'a>, index: usize) -> Result<Self, PlanError> {
        let Relations { product, snapshot, inventory, states, .. } = relations;
        let Some((line, state)) = product.lines.get(index).zip(states.get(index)) else {
            return Err(RequestRefusal::WhichLine { known: Vec::new() }.into());
        };
        let baselines: Vec<_> = state.baselines.iter().map(Option::as_ref).collect();
        let impacts = Pending::take(product, snapshot, inventory, &baselines);
        let taken = Taken::of(product, snapshot, inventory, index);
        Ok(Self { relations, line, line_index: index, state, impacts, taken })
    }

    /// What the stages of planning `request` look at.
    pub(crate) fn context<'c>(&'c self, request: &'c Request) -> Context<'c> {
        let Self { relations, line, line_index, state, ref impacts, ref taken } = *self;
        let Relations { product, snapshot, inventory, .. } = *relations;
        Context {
            product,
            snapshot,
            inventory,
            relations,
            line,
            line_index,
            state,
            impacts,
            taken,
            request,
            given: Given { date: snapshot.date, external: None, minimum: None },
            auto: operation::is_auto(request, line),
        }
    }
}

/// What every stage of planning looks at.
pub(crate) struct Context<'a> {
    pub(crate) product: &'a Product,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) inventory: &'a Inventory,
    /// Who has to do with whom.
    pub(super) relations: &'a Relations<'a>,
    pub(crate) line: &'a Line,
    /// Which of the product's lines that is.
    pub(crate) line_index: usize,
    /// Where it stands.
    pub(crate) state: &'a LineState,
    /// The pending impacts of its components.
    pub(crate) impacts: &'a Pending,
    /// The days that it was released on.
    pub(super) taken: &'a Taken,
    pub(crate) request: &'a Request,
    pub(crate) given: Given,
    /// Whether what moves is as much as the pending impacts need.
    pub(crate) auto: bool,
}

impl Context<'_> {
    /// The version a component has now: its manifest's, else its last release's (SEMANTICS 2).
    pub(crate) fn current(&self, index: usize) -> Option<&Version> {
        self.state.current(self.inventory, index)
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
        self.product.name_of(index).to_string()
    }

    /// The policy's own ID for a generic rule, if this line's scheme binds one.
    pub(crate) fn policy(&self, generic: &str) -> Option<String> {
        self.line.scheme.policy(generic).map(|rule| rule.id.clone())
    }

    /// Whether component `index` is a live one of this line.
    pub(crate) fn is_member(&self, index: usize) -> bool {
        let component = self.product.components.get(index);
        component.is_some_and(|c| c.line == self.line_index && !c.retired)
    }

    /// The live components of this line, in file order.
    pub(crate) fn members(&self) -> impl Iterator<Item = usize> + '_ {
        self.product.members(self.line_index).map(|(index, _)| index)
    }
}

/// `given` without a build server's number that does not tell releases of `form` apart.
pub(super) fn of_form(form: &Form, given: &Given) -> Given {
    Given { external: given.external.filter(|_| form.counts_external()), ..*given }
}
