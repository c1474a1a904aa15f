//! An exact version, asked for by name (SEMANTICS 13).

use alloc::string::ToString;
use alloc::vec::Vec;

use version::{Form, Part, Version};

use super::operation::Target;
use super::participants::Chosen;
use super::{Context, Operation, PlanError, PreRefusal, Reason, Refusal};
use crate::Component;

/// Refuses one exact version for several components that share no part. Those that only follow the
/// one that is to have it move by themselves; those that have one version in one place move as one
/// (SEMANTICS 12).
pub(super) fn for_one(
    cx: &Context<'_>,
    operation: &Operation,
    chosen: &Chosen,
) -> Result<(), PlanError> {
    let Target::Exact(text) = &operation.target else { return Ok(()) };
    let all: Vec<usize> = chosen.asked().collect();
    let slot = |index: &usize| cx.inventory.own(*index).first().map(|own| (&own.path, own.span));
    let is_one = match all.split_first() {
        Some((first, rest)) => {
            let held = slot(first);
            rest.iter().all(|other| held.is_some() && slot(other) == held)
        }
        None => true,
    };
    if cx.line.scheme.shared() || is_one {
        return Ok(());
    }
    let count = all.len();
    Err(Refusal::ExactForSeveral { text: text.clone(), count }.into())
}

/// The version that a participant is to have exactly: where a part is shared, what the request
/// names is everybody's.
pub(super) fn named<'o>(
    cx: &Context<'_>,
    operation: &'o Operation,
    reasons: &[Reason],
) -> Option<&'o str> {
    let Target::Exact(text) = &operation.target else { return None };
    let concerned = cx.line.scheme.shared() || reasons.iter().any(Reason::is_asked);
    concerned.then_some(text)
}

/// The version that component `index` gets where `text` is asked for.
///
/// # Errors
/// What the scheme does not have, what does not go beyond the line, and what only an unstable fix has.
pub(super) fn version(cx: &Context<'_>, index: usize, text: &str) -> Result<Version, PlanError> {
    let Some(component) = cx.product.components.get(index) else {
        return Err(Refusal::NoVersionYet { components: Vec::new(), leave: false }.into());
    };
    let form = &component.form;
    let version =
        form.parse(text).map_err(|error| Refusal::BadVersion { text: text.into(), error })?;
    // What we write is canonical, whatever was typed (SEMANTICS 5).
    let version = form.canonical(&form.released(&version));
    beyond(cx, form, text, &version)?;
    gated(cx, (index, component), &version)?;
    Ok(version)
}

/// Refuses what only an unstable fix has where it is none (KOLAB-6): a pre-release that keeps what
/// others drop, unless it goes on from one, the part that its final version adds, unless one leads
/// to that, and the final version of a pending one without it.
fn gated(
    cx: &Context<'_>,
    (index, component): (usize, &Component),
    version: &Version,
) -> Result<(), PlanError> {
    let form = &component.form;
    // What a manifest says of which nothing was released is what there is.
    let stated = cx.inventory.version(index).filter(|_| cx.state.latest(index).is_none());
    if stated.is_some_and(|stated| form.same(stated, version)) {
        return Ok(());
    }
    let fix = cx.pending(index).filter(|pending| form.is_unstable(pending));
    let leads_to = fix.and_then(|fix| form.promote(fix).ok());
    let numbers = fix.map(|fix| form.without_label(fix));
    let bare = form.without_label(version);
    let is = |one: &Option<Version>, other: &Version| {
        one.as_ref().is_some_and(|one| form.same(one, other))
    };
    let (component, to) = (component.name.clone(), version.to_string());
    let part = |part: Option<&Part>| part.map(|part| part.name.clone()).unwrap_or_default();
    Err(if form.is_unstable(version) && !is(&numbers, &bare) {
        PreRefusal::Unstable { component, to, part: part(form.dropped()) }
    } else if form.is_settled(version) && !is(&leads_to, version) {
        PreRefusal::Settled { component, to, part: part(form.added()) }
    } else if let (Some(fix), Some(leads_to)) = (fix.filter(|_| is(&numbers, version)), &leads_to)
        && !form.same(leads_to, version)
    {
        let (pending, leads_to) = (fix.to_string(), leads_to.to_string());
        PreRefusal::Unsettled { component, to, pending, leads_to }
    } else {
        return Ok(());
    }
    .into())
}

/// Refuses an exact version that does not go beyond the line, whoever takes part.
pub(super) fn is_beyond(cx: &Context<'_>, operation: &Operation) -> Result<(), PlanError> {
    let Target::Exact(text) = &operation.target else { return Ok(()) };
    let form = cx.line.scheme.plain();
    let read = form.parse(text).ok();
    read.map_or(Ok(()), |version| beyond(cx, form, text, &form.released(&version)))
}

fn beyond(cx: &Context<'_>, form: &Form, text: &str, version: &Version) -> Result<(), PlanError> {
    let line = form.line(version);
    if let (false, Some(current)) = (line.to_string().is_empty(), &cx.state.version) {
        // Where only a manifest has the line where it is, that is for a first release to be on.
        let released = cx.state.released_line.as_ref() == Some(current);
        let enough = if released { line > *current } else { line >= *current };
        if !enough {
            return Err(Refusal::NotBeyondLine {
                text: text.into(),
                line: current.to_string(),
                held_by: cx.state.held_by.clone().unwrap_or_default(),
                released,
            }
            .into());
        }
    }
    Ok(())
}
