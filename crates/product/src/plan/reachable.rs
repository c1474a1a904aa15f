//! A branch goes on from nothing that it does not contain, bound to a range or not (SEMANTICS 18).

use alloc::string::ToString;

use super::{Context, Move, Moves, PlanError, Refusal};

/// Refuses to go on from a last release of component `index` that the branch does not have.
pub(super) fn baseline(cx: &Context<'_>, index: usize) -> Result<(), PlanError> {
    let latest = cx.state.latest(index).filter(|latest| cx.snapshot.is_elsewhere(&latest.tag));
    latest.map_or(Ok(()), |latest| {
        Err(Refusal::Unreachable { component: cx.name(index), tag: latest.tag.clone() }.into())
    })
}

/// Refuses to go on from a line that came where it is on another branch: what moved there would be
/// in the next release of the product as it was before. What stays on the line that its own last
/// release is on takes nothing from there.
pub(super) fn line(cx: &Context<'_>, moved: &Moves) -> Result<(), PlanError> {
    let Some(line) = &cx.state.released_line else { return Ok(()) };
    if !moved.iter().any(|step| takes_shared(cx, step)) {
        return Ok(());
    }
    let holders = cx.state.holders(cx.product, cx.line_index);
    match holders.first().filter(|_| holders.iter().all(|tag| cx.snapshot.is_elsewhere(tag))) {
        None => Ok(()),
        Some(tag) => {
            let (line, tag) = (line.to_string(), (*tag).to_string());
            Err(Refusal::LineUnreachable { line, tag }.into())
        }
    }
}

/// Whether the shared parts of where a component goes are not those of its own last release.
fn takes_shared(cx: &Context<'_>, step: &Move) -> bool {
    let Some(component) = cx.product.components.get(step.component) else { return false };
    let to = component.form.line(&step.to);
    let from = cx.state.baseline(step.component);
    !to.is_empty() && from.is_none_or(|from| component.form.line(&from.version) != to)
}
