//! Final versions that require what is not final yet.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::requirements::Following;
use super::{Context, Moves, Warning};
use crate::inventory::Edge;

/// Final versions with a requirement that nothing final satisfies: it followed a sibling's
/// pre-release, and whoever takes the final version takes that along.
pub(super) fn required(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    let following = Following::new(cx, moved);
    for step in moved.iter() {
        let component = cx.product.components.get(step.component);
        let Some(component) = component.filter(|one| !one.form.is_pre(&step.to)) else { continue };
        let followed = following.of(cx, step).unwrap_or_default();
        for edge in cx.inventory.requires(step.component).iter().filter(|one| !one.for_developers) {
            let after = followed.iter().find(|(one, ..)| core::ptr::eq(*one, edge));
            let text = after.map_or(&edge.text, |(_, _, text)| text);
            let Some((version, other_line)) = unripe(cx, moved, edge, text) else { continue };
            let (name, on) = (&component.name, cx.name(edge.on));
            found.push(cx.warning(
                "pre-inside",
                format!(
                    "`{name}` {} is final and requires `{on}` {text}, which nothing final satisfies: \
                     {version} is a pre-release",
                    step.to
                ),
                match other_line {
                    true => format!("release `{on}` first"),
                    false => format!("release `{on}` along with it: -p {name} -p {on}"),
                },
            ));
        }
    }
}

/// The pre-release that the sibling which `edge` requires has after these moves, and whether that is
/// on another line, where `text`, what the requirement says then, lets in nothing final of it.
fn unripe(cx: &Context<'_>, moved: &Moves, edge: &Edge, text: &str) -> Option<(String, bool)> {
    let sibling = cx.product.components.get(edge.on)?;
    let state = cx.relations.states.get(sibling.line)?;
    let version = match moved.of(edge.on) {
        Some(step) => &step.to,
        None => state.current(cx.inventory, edge.on)?,
    };
    // What asks for no version in particular waits for none.
    let free = edge.dialect.requires.is_none_or(|rules| rules.is_free(text));
    if free || !sibling.form.is_pre(version) {
        return None;
    }
    let edge = Edge { text: text.into(), ..edge.clone() };
    let admits = |version| edge.admits(cx.product, version).unwrap_or(false);
    let last = state.baseline(edge.on).is_some_and(|last| admits(&last.version));
    (admits(version) && !last).then(|| (format!("{version}"), sibling.line != cx.line_index))
}
