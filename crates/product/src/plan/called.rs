//! What a release is called (SEMANTICS 6): by its product where that has a version of its own, else by
//! the component that leads.

use alloc::format;
use alloc::string::{String, ToString};

use version::{Form, LineVersion, ProductTag, Version};

use super::numbers::line_reached;
use super::operation::Target;
use super::pre::Pre;
use super::{Context, Move, Moves, Operation};

/// What a release is called.
pub(crate) struct Called {
    /// The version that the product's own tag carries; `None` where it does not move.
    pub(super) product: Option<Version>,
    /// The component that leads of those that move: the one whose version is the product's, else the
    /// first.
    pub(super) leader: Option<String>,
    /// Who is released, in a person's words: the product where it moves, else who leads.
    pub(super) name: String,
    /// Its version.
    pub(super) version: String,
    /// How many more move than the name tells of.
    more: usize,
}

impl Called {
    /// What the release of `moved` is called.
    pub(super) fn of(cx: &Context<'_>, operation: &Operation, moved: &Moves) -> Self {
        let (speaker, leads) = (cx.speaker(), leader(cx, moved));
        let leader = leads.map(|step| cx.name(step.component));
        let product = product_version(cx, operation, moved);
        let (name, version) = match (&product, leads) {
            (Some(version), _) => (speaker.to_string(), version.to_string()),
            (None, Some(step)) => (cx.name(step.component), step.to.to_string()),
            (None, None) => (speaker.to_string(), String::new()),
        };
        let all = name == speaker;
        let more = if all { 0 } else { moved.iter().count().saturating_sub(1) };
        Self { product, leader, name, version, more }
    }

    /// What a person calls this release.
    pub(super) fn title(&self) -> String {
        let Self { name, version, more, .. } = self;
        match more {
            0 => format!("{name} {version}"),
            more => format!("{name} {version} and {more} more"),
        }
    }
}

/// Who leads of those that move: the one whose version is the product's, else the first.
fn leader<'m>(cx: &Context<'_>, moved: &'m Moves) -> Option<&'m Move> {
    let component = |step: &&Move| cx.product.components.get(step.component);
    let suite = moved.iter().find(|step| component(step).is_some_and(|one| cx.line.speaks(one)));
    suite.or(moved.iter().next())
}

/// The version that the product's own tag carries: made when the line moves, freshly reset.
fn product_version(cx: &Context<'_>, operation: &Operation, moved: &Moves) -> Option<Version> {
    let form = cx.line.scheme.plain();
    if !matches!(cx.line.scheme.release().product_tag, ProductTag::Line) {
        return None;
    }
    let exact = match &operation.target {
        Target::Exact(text) => {
            form.parse(text).ok().map(|version| form.canonical(&form.released(&version)))
        }
        _ => None,
    };
    if exact.is_none()
        && let Some(pre) = &operation.pre
    {
        // Where nothing final is out yet, no line is there that it could move.
        return product_pre(cx, pre, form, moved);
    }
    if exact.is_some() {
        return exact;
    }
    let reached = line_reached(cx, moved)?;
    (line_released(cx) < Some(&reached)).then(|| form.fresh(&reached, &cx.given(form)))
}

/// The line as far as it was released: where a manifest that never was holds it further up, nobody is
/// there yet.
fn line_released<'c>(cx: &Context<'c>) -> Option<&'c LineVersion> {
    cx.state.released_line.as_ref().or(cx.state.version.as_ref())
}

/// The product's version of a pre-release: made when it leads to a line to come.
fn product_pre(cx: &Context<'_>, pre: &Pre, form: &Form, moved: &Moves) -> Option<Version> {
    let lines = moved
        .iter()
        .filter_map(|step| Some(cx.product.components.get(step.component)?.form.line(&step.to)));
    let next = lines.max()?;
    if next.is_empty() || line_released(cx).is_some_and(|line| next <= *line) {
        return None;
    }
    let last = cx.state.ahead.as_ref().filter(|ahead| ahead.line == next);
    let last = last.and_then(|ahead| form.mark(&ahead.version));
    form.pre_after(&form.fresh(&next, &cx.given(form)), last, &pre.label).ok()
}
