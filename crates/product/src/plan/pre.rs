//! What kind of pre-release a request is for, and what it leads to (SEMANTICS 17).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::{LineVersion, Scope, Version};

use super::operation::{self, OwnPart, Target};
use super::{Context, PlanError, PreRefusal, Refusal};

/// What kind of pre-release is asked for.
#[derive(Clone)]
pub(crate) struct Pre {
    /// Its label.
    pub(crate) label: String,
    /// Whether it is an unstable fix, which keeps the part that others drop (KOLAB-6).
    pub(crate) unstable: bool,
    /// Whether the part that it leads to was named.
    pub(crate) level: bool,
}

/// Refuses a label that the scheme does not have, before anything else is looked at.
pub(super) fn has_label(cx: &Context<'_>, label: &str) -> Result<(), PlanError> {
    cx.line.scheme.plain().has_label(label).map_err(|e| PreRefusal::Label(e).into())
}

/// What a pre-release leads to: the level asked for, else the pending one, else the scheme's.
pub(super) fn target(
    cx: &Context<'_>,
    level: Option<&str>,
    named: &[usize],
) -> Result<Target, PlanError> {
    if let Some(level) = level {
        return match operation::target(cx, level)? {
            found @ (Target::Line(_) | Target::Own(_)) => Ok(found),
            _ => Err(operation::unknown_part(cx, level).into()),
        };
    }
    let form = cx.line.scheme.plain();
    let beyond = |index: usize| {
        let pending = cx.state.pending(index)?;
        let component = cx.product.components.get(index)?;
        let line = component.form.line(&pending.version);
        Some(!line.is_empty() && cx.state.version.as_ref().is_none_or(|current| line > *current))
    };
    let own = !named.is_empty() && named.iter().all(|index| beyond(*index) == Some(false));
    if !own && cx.state.ahead.is_some() {
        return Ok(Target::PendingLine);
    }
    match form.pre_level() {
        Some(part) if !own && form.scope_of(part) == Scope::Product => Ok(Target::Line(part)),
        _ => Ok(Target::Own(OwnPart::Pending)),
    }
}

/// The pre-release of `line` with the highest label and number that only manifests have, where
/// nothing of that line was released yet.
pub(super) fn stated<'a>(cx: &'a Context<'_>, line: &LineVersion) -> Option<&'a Version> {
    if cx.state.released_line.as_ref().is_some_and(|released| released >= line) {
        return None;
    }
    let stated = cx.members().filter(|index| cx.state.latest(*index).is_none());
    let stated = stated.filter_map(|index| {
        let form = &cx.product.components.get(index)?.form;
        let version = cx.pending(index).filter(|version| form.line(version) == *line)?;
        Some((form.mark(version), version))
    });
    stated.max_by(|(a, _), (b, _)| a.cmp(b)).map(|(_, version)| version)
}

/// What `patch --unstable` makes: a pre-release with the scheme's label for such fixes (KOLAB-6).
pub(super) fn unstable_fix(cx: &Context<'_>) -> Result<Pre, PlanError> {
    let label = cx.line.scheme.plain().unstable_label();
    let label = label.ok_or(PreRefusal::NoUnstable)?.to_string();
    Ok(Pre { label, unstable: true, level: false })
}

/// How a promotion of component `index` names it on the command line: after what it embeds that is a
/// pre-release as well, and would be one inside it.
pub(super) fn named(cx: &Context<'_>, index: usize) -> String {
    let is_pre = |inner: &usize| {
        let form = cx.product.components.get(*inner).map(|inner| &inner.form);
        let latest = cx.state.latest(*inner);
        form.zip(latest).is_some_and(|(form, latest)| form.is_pre(&latest.version))
    };
    let mut all = alloc::vec![index];
    let mut at = 0;
    while let Some(component) = all.get(at).and_then(|one| cx.product.components.get(*one)) {
        let inner = component.embeds.iter().filter(|inner| is_pre(inner) && !all.contains(inner));
        let inner: Vec<usize> = inner.copied().collect();
        all.extend(inner);
        at += 1;
    }
    all.iter().rev().map(|one| alloc::format!(" -p {}", cx.name(*one))).collect()
}

/// A promotion with nothing to promote: of `component`, or of anybody.
pub(super) fn nothing_pending(cx: &Context<'_>, component: Option<String>) -> Refusal {
    let labels = cx.line.scheme.plain().labels().map(ToString::to_string);
    PreRefusal::NothingPending { component, parts: bumpable(cx), labels: labels.collect() }.into()
}

/// A pre-release of nobody knows what.
pub(super) fn which_level(cx: &Context<'_>) -> Refusal {
    PreRefusal::WhichLevel { parts: bumpable(cx) }.into()
}

fn bumpable(cx: &Context<'_>) -> Vec<String> {
    cx.line
        .scheme
        .parts()
        .iter()
        .filter(|part| part.is_bumpable())
        .map(|part| part.name.clone())
        .collect()
}
