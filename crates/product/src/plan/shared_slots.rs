//! Slots that are several components': they move as one, or not at all (SEMANTICS 12).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use place::{RepoPath, Span};
use version::Version;

use super::{Context, Moves, PlanError, Refusal};
use crate::line::LineState;
use crate::{Inventory, Product};

/// The slots that state the versions of several components: one that they inherit, and one in a file
/// that each of them has, since both find it in their folder.
pub(super) struct SharedSlots<'a> {
    /// Each with all whose it is, in file order.
    slots: BTreeMap<(&'a RepoPath, Span), Vec<usize>>,
    /// By component: those that are its own and somebody else's.
    of: Vec<Vec<(&'a RepoPath, Span)>>,
}

impl<'a> SharedSlots<'a> {
    /// Those of all live components, where the line in question stands at `state`.
    pub(super) fn of(product: &Product, inventory: &'a Inventory, state: &LineState) -> Self {
        let mut slots: BTreeMap<(&RepoPath, Span), Vec<usize>> = BTreeMap::new();
        let components = product.components.iter().enumerate();
        for (index, component) in components.filter(|(_, component)| !component.retired) {
            let form = &component.form;
            let current = state.current(inventory, index).map(|version| form.key(version));
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
    let SharedSlots { slots, of } = &cx.ground.shared;
    let concerned = moved.iter().filter_map(|step| of.get(step.component)).flatten();
    for slot in concerned.collect::<BTreeSet<_>>() {
        let Some(group) = slots.get(slot) else { continue };
        let planned = |index: &usize| moved.of(*index).map(|step| &step.to);
        let versions: Vec<&Version> = group.iter().filter_map(planned).collect();
        let Some(first) = versions.first() else { continue };
        let staying: Vec<String> =
            group.iter().filter(|i| planned(i).is_none()).map(|i| cx.name(*i)).collect();
        if !staying.is_empty() || versions.iter().any(|version| version != first) {
            let (path, span) = *slot;
            return Err(Refusal::SharedSlot {
                path: path.clone(),
                span,
                moving: group
                    .iter()
                    .filter(|i| planned(i).is_some())
                    .map(|i| cx.name(*i))
                    .collect(),
                staying,
            }
            .into());
        }
    }
    Ok(())
}
