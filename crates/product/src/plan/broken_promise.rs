//! Whether a release that no longer serves what the last one served tells people so (CHAIN-12).

use alloc::format;
use alloc::vec::Vec;

use version::Compatibility;

use super::{Context, Move, Moves, Warning};

/// The generic rule: notes on compatibility stand beside the numbers. Only a policy that asks for
/// them is held to it.
const RULE: &str = "compatibility-note";

/// The first release of a plan that the scheme finds incompatible with the one before it, where no
/// pending change file of anybody who takes part has a section on compatibility.
pub(super) fn untold(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    if cx.policy(RULE).is_none() {
        return;
    }
    let notes = moved.iter().flat_map(|step| cx.pending.notes(step.component));
    if notes.into_iter().any(|file| tells(&file.note)) {
        return;
    }
    let Some((step, from)) = moved.iter().find_map(|step| Some((step, breaks(cx, step)?))) else {
        return;
    };
    found.push(cx.warning(
        RULE,
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
    let scheme = &cx.product.lines.get(component.line)?.scheme;
    let from = &cx.state.baseline(step.component)?.version;
    let (role, name) = (component.role.as_deref(), Some(component.name.as_str()));
    let verdict = scheme.compare((role, &step.to, name), (role, from, name)).verdict;
    (verdict == Compatibility::Incompatible).then_some(from)
}

/// Whether a note in Markdown has a heading about compatibility.
fn tells(note: &str) -> bool {
    let mut headings = note.lines().filter(|line| line.starts_with('#'));
    headings.any(|heading| heading.to_ascii_lowercase().contains("compatib"))
}
