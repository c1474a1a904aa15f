//! How far the pending impacts need a release to go, and whether it does (SEMANTICS 13).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::{EmbedsLevel, Form, LastWord, PartId, Participants, Scope, Version};

use super::claim::Claim;
use super::operation::{OwnPart, Target};
use super::participants::{Chosen, by_default};
use super::refused::all;
use super::{Context, Move, Moves, Operation, PlanError, Reason, Refusal};
use crate::impact::{self, Need};

/// Refuses change files that cannot be read: what they ask for is not known.
pub(super) fn readable(cx: &Context<'_>) -> Result<(), PlanError> {
    all(cx.impacts.broken.iter().cloned().map(Refusal::Change))
}

/// Who takes part where all that is asked for is what pending impacts need: everybody who has one,
/// and where the line has to move for it, those who take part in any release of the line.
pub(super) fn participants(cx: &Context<'_>, chosen: &mut Chosen) -> Result<(), PlanError> {
    for index in cx.members() {
        for reason in reasons(cx, index) {
            chosen.join(index, reason);
        }
    }
    if chosen.order.is_empty() {
        return Err(Refusal::NothingPending.into());
    }
    let all = cx.line.scheme.release().participants == Participants::All;
    if all || shared(cx, chosen).is_some() {
        by_default(cx, chosen);
        chosen.order.sort_unstable();
    }
    Ok(())
}

/// The operation with its target settled: the line moves, at the highest level needed, when any
/// participant's impact needs a shared part; otherwise each moves as far as its own impacts need.
pub(super) fn settled(
    cx: &Context<'_>,
    operation: &Operation,
    chosen: &Chosen,
) -> Result<Operation, PlanError> {
    let mut settled = operation.clone();
    if let (Target::Line(part), Some(pre)) = (&operation.target, &operation.pre) {
        // Where nobody names a level, impacts may need more than the scheme's.
        let needed = shared(cx, chosen).filter(|_| !pre.level && !pre.unstable);
        settled.target = Target::Line(needed.map_or(*part, |needed| needed.min(*part)));
    }
    if !cx.auto {
        return Ok(settled);
    }
    if chosen.order.iter().all(|index| cx.impacts.of(*index).is_empty()) {
        return Err(Refusal::NothingPending.into());
    }
    if let Some(part) = shared(cx, chosen) {
        settled.target = Target::Line(part);
    } else if leads_on(cx, chosen) {
        settled.target = Target::Promotion;
    }
    Ok(settled)
}

/// Whether a participant by its own right has a pre-release of a line to come: that goes further
/// than is needed, which is enough, and takes all of them there.
fn leads_on(cx: &Context<'_>, chosen: &Chosen) -> bool {
    chosen.asked().any(|index| {
        let form = cx.product.components.get(index).map(|component| &component.form);
        let line = form.zip(cx.pending(index)).map(|(form, pending)| form.line(pending));
        line.is_some_and(|line| cx.state.version.as_ref().is_some_and(|current| line > *current))
    })
}

/// The highest shared part that an impact of a participant needs.
fn shared(cx: &Context<'_>, chosen: &Chosen) -> Option<PartId> {
    let needed = chosen.order.iter().filter_map(|index| {
        let form = &cx.product.components.get(*index)?.form;
        needed(cx, *index).filter(|part| form.scope_of(*part) == Scope::Product)
    });
    needed.min()
}

/// The highest part that a pending impact of component `index` needs, or allows.
pub(super) fn needed(cx: &Context<'_>, index: usize) -> Option<PartId> {
    let from = reference(cx, index)?;
    needs(cx, index, &from).iter().map(|need| need.part).min()
}

/// The pending impacts of component `index` as reasons, each impact once, the highest need first.
pub(super) fn reasons(cx: &Context<'_>, index: usize) -> Vec<Reason> {
    let mut found: Vec<(PartId, Reason)> = Vec::new();
    let Some(from) = reference(cx, index) else { return Vec::new() };
    for need in needs(cx, index, &from) {
        let path = need.pending.path.to_string();
        let words = need.pending.inferred().map(ToString::to_string);
        let same = found.iter_mut().find_map(|(_, reason)| match reason {
            Reason::Impact { impact: id, files, inferred, .. }
                if *id == need.impact.id && *inferred == words =>
            {
                Some(files)
            }
            _ => None,
        });
        if let Some(files) = same {
            files.push(path);
            continue;
        }
        let reason = Reason::Impact {
            impact: need.impact.id.clone(),
            needs: part_name(cx, need.part),
            files: [path].into(),
            may: need.impact.may,
            inferred: words,
        };
        found.push((need.part, reason));
    }
    found.sort_by_key(|(part, _)| *part);
    found.into_iter().map(|(_, reason)| reason).collect()
}

/// Refuses a release that goes less far than an impact of a participant needs, and one that goes
/// as far as an impact only allows, where people have to say why; `because` is whether they did.
pub(super) fn check(
    cx: &Context<'_>,
    operation: &Operation,
    moved: &Moves,
    because: bool,
) -> Result<(), PlanError> {
    let mut unmet = below(cx, moved);
    unmet.retain(|claim| !(because && claim.excusable));
    if !unmet.is_empty() {
        let ways = ways(cx, operation, &unmet);
        return Err(Refusal::BelowImpacts { claims: unmet, ways }.into());
    }
    let claims = if because { Vec::new() } else { allowed(cx, operation, moved) };
    if !claims.is_empty() {
        return Err(Refusal::NeedsWord { claims }.into());
    }
    Ok(())
}

/// What the moves fall short of, the highest need first.
pub(super) fn below(cx: &Context<'_>, moved: &Moves) -> Vec<Claim> {
    let mut unmet = Vec::new();
    for step in moved.iter() {
        let Some((form, from, needs)) = answered(cx, step) else { continue };
        let short = |need: &&Need<'_>| !need.impact.may && !need.is_met(form, &from, &step.to);
        unmet.extend(needs.iter().filter(short).map(|need| claim(cx, step, need)));
    }
    unmet.sort_by_key(|claim| claim.part);
    unmet
}

/// What only people's word lets the moves rest on: an impact that allows exactly as much, where
/// nothing demands it, neither an impact nor another component that moves.
fn allowed(cx: &Context<'_>, operation: &Operation, moved: &Moves) -> Vec<Claim> {
    let mut resting = Vec::new();
    for step in moved.iter() {
        let Some((form, from, needs)) = answered(cx, step) else { continue };
        let got = form.moved(&from, &step.to);
        let demanded = needs.iter().filter(|need| !need.impact.may).map(|need| need.part);
        let others = step.reasons.iter().filter_map(|reason| given_by(cx, operation, form, reason));
        let demanded = demanded.chain(others).min();
        let rests = |need: &&Need<'_>| {
            need.impact.may
                && need.impact.last_word == LastWord::People
                && got == Some(need.part)
                && demanded.is_none_or(|demanded| demanded > need.part)
        };
        resting.extend(needs.iter().filter(rests).map(|need| claim(cx, step, need)));
    }
    resting.sort_by_key(|claim| claim.part);
    resting
}

/// The part that a component moves because of another one, whatever its own changes are (KOLAB-10).
fn given_by(
    cx: &Context<'_>,
    operation: &Operation,
    form: &Form,
    reason: &Reason,
) -> Option<PartId> {
    match (reason, cx.line.scheme.embeds_level(), &operation.target) {
        (Reason::Embeds { .. }, EmbedsLevel::Part(part), _) => Some(part),
        (Reason::Embeds { .. }, EmbedsLevel::Same, Target::Own(OwnPart::Named(part))) => {
            Some(*part)
        }
        (Reason::Embeds { .. } | Reason::Requires { .. }, ..) => form.lowest_bumpable(),
        _ => None,
    }
}

/// What a move answers for: the form of its component, the version that it moves on from and what
/// its pending impacts need. A first release answers for nothing: there is no release that anything
/// could have changed since.
fn answered<'c>(cx: &'c Context<'_>, step: &Move) -> Option<(&'c Form, Version, Vec<Need<'c>>)> {
    cx.state.baseline(step.component)?;
    let component = cx.product.components.get(step.component)?;
    let from = reference(cx, step.component)?;
    let needs = needs(cx, step.component, &from);
    Some((&component.form, from, needs))
}

/// The version that a component moves on from.
fn reference(cx: &Context<'_>, index: usize) -> Option<Version> {
    let form = &cx.product.components.get(index)?.form;
    let last = cx.state.baseline(index).map(|baseline| &baseline.version);
    let last = last.or_else(|| cx.current(index));
    impact::start(form, last, cx.state.version.as_ref(), &cx.given(form))
}

/// What the pending impacts of component `index` need, moving on from `from`.
fn needs<'c>(cx: &'c Context<'_>, index: usize, from: &Version) -> Vec<Need<'c>> {
    let Some(component) = cx.product.components.get(index) else { return Vec::new() };
    let pending = (cx.impacts, index);
    impact::needs(&cx.line.scheme, &component.form, pending, (from, cx.given.date))
}

fn claim(cx: &Context<'_>, step: &Move, need: &Need<'_>) -> Claim {
    Claim::new(cx.name(step.component), &step.to, need, &cx.line.scheme)
}

fn part_name(cx: &Context<'_>, part: PartId) -> String {
    let part = cx.line.scheme.parts().get(part.0);
    part.map(|part| part.name.clone()).unwrap_or_default()
}

/// The command lines that would do.
fn ways(cx: &Context<'_>, operation: &Operation, unmet: &[Claim]) -> String {
    let names: Vec<String> = operation.named.iter().map(|index| cx.name(*index)).collect();
    let packages: String = names.iter().flat_map(|name| [" -p ", name]).collect();
    let auto = alloc::format!("`release auto{packages}` goes as far as is needed");
    let itself = |claim: &Claim| names.is_empty() || names.contains(&claim.component);
    let pre = operation.pre.as_ref().filter(|pre| !pre.unstable);
    let way = match unmet.first() {
        Some(highest) if pre.is_some() => {
            let label = pre.map_or("", |pre| &pre.label);
            alloc::format!("`pre {label} --level {}{packages}`", highest.needs)
        }
        Some(highest) if unmet.iter().all(itself) => {
            let part = &highest.needs;
            let moves = cx.line.scheme.parts().get(highest.part.0);
            let shared = moves.is_some_and(|part| part.scope == Scope::Product);
            let all = if operation.all { " --all" } else { "" };
            if shared || operation.release {
                alloc::format!("`release {part}{all}{packages}`, or {auto}")
            } else {
                let names: String = names.iter().flat_map(|name| [" ", name]).collect();
                alloc::format!("`patch{all}{names} --level {part}`, or {auto}")
            }
        }
        _ => auto,
    };
    if unmet.iter().all(|claim| claim.excusable) {
        return alloc::format!("{way}; to go below it, say why with --because TEXT");
    }
    way
}
