//! Final versions that require what is not final yet.

use alloc::format;
use alloc::vec::Vec;

use version::Version;

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
        let edges = cx.inventory.requires(step.component).iter();
        let edges = edges.filter(|one| !one.for_developers);
        let open: Vec<_> =
            edges.filter_map(|edge| Some((edge, pre_release(cx, moved, edge)?))).collect();
        if open.is_empty() {
            continue;
        }
        let followed = following.of(cx, step).unwrap_or_default();
        for (edge, version) in open {
            let after = followed.iter().find(|(one, ..)| core::ptr::eq(*one, edge));
            let text = after.map_or(&edge.text, |(_, _, text)| text);
            let Some(other_line) = unripe(cx, edge, version, text) else { continue };
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

/// The version of the sibling which `edge` requires after these moves, where it is a pre-release.
fn pre_release<'c>(cx: &'c Context<'_>, moved: &'c Moves, edge: &Edge) -> Option<&'c Version> {
    let sibling = cx.product.components.get(edge.on)?;
    let version = match moved.of(edge.on) {
        Some(step) => &step.to,
        None => cx.relations.states.get(sibling.line)?.current(cx.inventory, edge.on)?,
    };
    sibling.form.is_pre(version).then_some(version)
}

/// Whether that pre-release is on another line, where `text`, what the requirement says then, lets in
/// nothing final of the sibling.
fn unripe(cx: &Context<'_>, edge: &Edge, version: &Version, text: &str) -> Option<bool> {
    let sibling = cx.product.components.get(edge.on)?;
    let state = cx.relations.states.get(sibling.line)?;
    // What asks for no version in particular waits for none.
    if edge.dialect.requires.is_none_or(|rules| rules.is_free(text)) {
        return None;
    }
    let edge = Edge { text: text.into(), ..edge.clone() };
    let admits = |version| edge.admits(cx.product, version).unwrap_or(false);
    let last = state.baseline(edge.on).is_some_and(|last| admits(&last.version));
    (admits(version) && !last).then_some(sibling.line != cx.line_index)
}
