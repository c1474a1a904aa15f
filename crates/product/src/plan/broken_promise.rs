//! Whether a release that no longer serves what the last one served tells people so (CHAIN-12).

use alloc::format;
use alloc::vec::Vec;

use super::{Context, Move, Moves, Warning};
use crate::rules::compatibility_note::{RULE, breaks as breaks_with, tells};

/// The first release of a plan that the scheme finds incompatible with the one before it, where no
/// pending change file of anybody who takes part has a section on compatibility. Only a policy that
/// asks for notes beside the numbers is held to them.
pub(super) fn untold(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    if cx.policy(RULE.id).is_none() {
        return;
    }
    let notes = moved.iter().flat_map(|step| cx.impacts.notes(step.component));
    if notes.into_iter().any(|file| tells(&file.note)) {
        return;
    }
    let Some((step, from)) = moved.iter().find_map(|step| Some((step, breaks(cx, step)?))) else {
        return;
    };
    found.push(cx.warning(
        RULE.id,
        format!(
            "`{}` {} does not serve what {from} served, and no pending change says what that means",
            cx.name(step.component),
            step.to
        ),
        "give one of the change files a section `## Compatibility`",
    ));
}

/// The last release of a component, where the next one does not serve what was made for it.
fn breaks<'c>(cx: &'c Context<'_>, step: &Move) -> Option<&'c version::Version> {
    let component = cx.product.components.get(step.component)?;
    let from = &cx.state.baseline(step.component)?.version;
    breaks_with(cx.product, component, &step.to, from).then_some(from)
}
