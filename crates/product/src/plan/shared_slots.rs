//! Slots that are several components': they move as one, or not at all (SEMANTICS 12).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::words::Names;
use super::{Context, Moves, PlanError, Refusal};
use crate::line::LineState;
use crate::{Inventory, Product};
use place::{RepoPath, Span};

/// The slots that state the versions of several components: one that they inherit, and one in a file
/// that each of them has, since both find it in their folder.
pub(super) struct SharedSlots<'a> {
    /// Each with all whose it is, in file order.
    slots: BTreeMap<(&'a RepoPath, Span), Vec<usize>>,
    /// By component: those that are its own and somebody else's.
    of: Vec<Vec<(&'a RepoPath, Span)>>,
}

impl<'a> SharedSlots<'a> {
    /// Those of all live components, where the product's lines stand at `states`.
    pub(super) fn of(product: &Product, inventory: &'a Inventory, states: &[LineState]) -> Self {
        let mut slots: BTreeMap<(&RepoPath, Span), Vec<usize>> = BTreeMap::new();
        for (index, component) in product.live() {
            let form = &component.form;
            let state = states.get(component.line);
            let current = state.and_then(|state| state.current(inventory, index));
            let current = current.map(|version| form.key(version));
            for (at, slot) in inventory.own(index).iter().enumerate() {
                // What was another number all along is not this component's (SEMANTICS 20).
                let agrees = || slot.version.as_ref().is_ok_and(|v| Some(form.key(v)) == current);
                if at == 0 || slot.shared || slot.listed || agrees() {
                    slots.entry((&slot.path, slot.span)).or_default().push(index);
                }
            }
        }
        slots.retain(|_, group| group.len() > 1);
        let mut of = alloc::vec![Vec::new(); product.components.len()];
        for (slot, group) in &slots {
            for index in group {
                of.get_mut(*index).into_iter().for_each(|of: &mut Vec<_>| of.push(*slot));
            }
        }
        Self { slots, of }
    }
}

/// Components that share one slot move as one, or not at all (SEMANTICS 12).
pub(super) fn check(cx: &Context<'_>, moved: &Moves) -> Result<(), PlanError> {
    let SharedSlots { slots, of } = &cx.relations.shared;
    let concerned = moved.iter().filter_map(|step| of.get(step.component)).flatten();
    for slot in concerned.collect::<BTreeSet<_>>() {
        let Some(group) = slots.get(slot) else { continue };
        let planned = |index: &usize| moved.of(*index).map(|step| &step.to);
        let mut versions = group.iter().filter_map(planned);
        let Some(first) = versions.next() else { continue };
        let apart = versions.any(|version| version != first);
        let names = |moves: bool| {
            let all = group.iter().filter(|index| planned(index).is_some() == moves);
            Names::of(all, |index| cx.name(*index))
        };
        let staying = names(false);
        if apart || !staying.is_empty() {
            let ((path, span), moving) = (*slot, names(true));
            return Err(Refusal::SharedSlot { path: path.clone(), span, moving, staying }.into());
        }
    }
    Ok(())
}
