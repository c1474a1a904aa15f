//! Slots that are several components': they move as one, or not at all (SEMANTICS 12).

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use place::{RepoPath, Span};
use version::Version;

use super::{Context, Moves, PlanError, Refusal};
use crate::{Inventory, Product};

/// Every slot that states a component's version, with all whose it is: one that they inherit, and
/// one in a file that each of them has, since both find it in their folder. `current` is the version
/// that a component has now.
pub(crate) fn slots<'a>(
    product: &Product,
    inventory: &'a Inventory,
    current: impl Fn(usize) -> Option<&'a Version>,
) -> BTreeMap<(&'a RepoPath, Span), Vec<usize>> {
    let mut sharers: BTreeMap<(&RepoPath, Span), Vec<usize>> = BTreeMap::new();
    let components = product.components.iter().enumerate();
    for (index, component) in components.filter(|(_, component)| !component.retired) {
        let form = &component.form;
        let current = current(index).map(|version| form.key(version));
        for (at, slot) in inventory.own(index).iter().enumerate() {
            // What was another number all along is not this component's (SEMANTICS 20).
            let agrees = slot.version.as_ref().is_ok_and(|v| Some(form.key(v)) == current);
            if at == 0 || slot.shared || slot.listed || agrees {
                sharers.entry((&slot.path, slot.span)).or_default().push(index);
            }
        }
    }
    sharers
}

/// Components that share one slot move as one, or not at all (SEMANTICS 12).
pub(super) fn check(cx: &Context<'_>, moved: &Moves) -> Result<(), PlanError> {
    for ((path, span), group) in slots(cx.product, cx.inventory, |index| cx.current(index)) {
        let planned = |index: &usize| moved.of(*index).map(|step| &step.to);
        let versions: Vec<&Version> = group.iter().filter_map(planned).collect();
        let Some(first) = versions.first() else { continue };
        let staying: Vec<String> =
            group.iter().filter(|i| planned(i).is_none()).map(|i| cx.name(*i)).collect();
        if !staying.is_empty() || versions.iter().any(|version| version != first) {
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
