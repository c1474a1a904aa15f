//! To what each participant moves: catch up to the line, then advance (SEMANTICS 8–16).

use alloc::string::ToString;
use alloc::vec::Vec;

use version::{BumpError, EmbedsLevel, Given, LineVersion, PartId, SameDay, Scope, Version};

use super::operation::{OwnPart, Target, next_day};
use super::participants::{Chosen, embedding};
use super::{Context, Move, Moves, Operation, PlanError, Reason, Refusal, level, minimum, serial};
use crate::config::Component;
use crate::line::LineState;

/// How far a borrowed day may lie ahead before something else must be wrong.
const MOST_BORROWED_DAYS: usize = 366;

/// Gives every participant its version, and takes in the dependants whose requirements a new
/// version breaks, until none is left.
pub(crate) fn assign(
    cx: &Context<'_>,
    operation: &Operation,
    mut chosen: Chosen,
) -> Result<Moves, PlanError> {
    if let Target::Exact(text) = &operation.target
        && cx.product.lines.get(cx.line).is_some_and(|line| !line.scheme.shared())
        && chosen.order.len() > 1
    {
        return Err(
            Refusal::ExactForSeveral { text: text.clone(), count: chosen.order.len() }.into()
        );
    }
    loop {
        let operation = &level::settled(cx, operation, &chosen)?;
        let moved = on_one_day(cx, operation, &chosen)?;
        if !dependants(cx, &moved, &mut chosen)? {
            return Ok(moved);
        }
        embedding(cx, &mut chosen);
        for index in &chosen.order {
            cx.inventory.sound(*index)?;
        }
    }
}

/// The line after these moves: the highest of what it was and what moved.
pub(crate) fn line_after(cx: &Context<'_>, moved: &Moves) -> Option<LineVersion> {
    let lines = moved.iter().filter_map(|step| {
        let component = cx.product.components.get(step.component)?;
        let line = component.form.line(&step.to);
        (!line.to_string().is_empty()).then_some(line)
    });
    lines.chain(cx.state.version.clone()).max()
}

/// Every participant's move, all on one date: the operation's, or the next that is free for all
/// of them where the scheme borrows (CHAIN-7).
fn on_one_day(
    cx: &Context<'_>,
    operation: &Operation,
    chosen: &Chosen,
) -> Result<Moves, PlanError> {
    let mut given = cx.given;
    let mut borrowed = 0;
    loop {
        match on_day(cx, operation, chosen, &given) {
            Err(error) if error.is_taken_day() && borrows(cx, chosen) => {
                borrowed += 1;
                if borrowed > MOST_BORROWED_DAYS {
                    return Err(error);
                }
                given.date = next_day(given.date);
            }
            other => return other.map(Moves::new),
        }
    }
}

/// Every participant's move with what is given.
fn on_day(
    cx: &Context<'_>,
    operation: &Operation,
    chosen: &Chosen,
    given: &Given,
) -> Result<Vec<Move>, PlanError> {
    let of = |index: usize, given: &Given| {
        let reasons = chosen.reasons.get(&index).cloned().unwrap_or_default();
        step(cx, operation, index, reasons, given)
    };
    minimum::is_stated(cx, chosen)?;
    // What the others may need of the core is its new release, where it is released with them.
    let newest = minimum::newest(cx, chosen, |core| of(core, given))?;
    let moves = chosen.order.iter().map(|index| {
        let given = minimum::given(cx, chosen, *index, newest.as_ref(), given)?;
        let moved = of(*index, &given)?;
        minimum::holds(cx, &moved, newest.as_ref())?;
        Ok(moved)
    });
    moves.collect()
}

fn borrows(cx: &Context<'_>, chosen: &Chosen) -> bool {
    let forms = chosen.order.iter().filter_map(|index| cx.product.components.get(*index));
    forms.clone().any(|c| c.form.same_day() == Some(SameDay::Borrow))
}

fn step(
    cx: &Context<'_>,
    operation: &Operation,
    index: usize,
    mut reasons: Vec<Reason>,
    given: &Given,
) -> Result<Move, PlanError> {
    let Some(component) = cx.product.components.get(index) else {
        return Err(Refusal::UnknownComponent {
            name: index.to_string(),
            nearest: None,
            known: Vec::new(),
        }
        .into());
    };
    let form = &component.form;
    let given = &super::given(form, given);
    let from = cx.current(index).cloned();
    let bump_error = |error: BumpError| Refusal::Bump {
        component: component.name.clone(),
        from: from.as_ref().map(ToString::to_string),
        error,
    };
    let to = match &operation.target {
        Target::Exact(text) => exact(cx, index, text)?,
        Target::Line(part) => {
            let Some(line) = &cx.state.version else { return Err(Refusal::NoVersionYet.into()) };
            let next = form.next_line(line, *part, given).map_err(bump_error)?;
            match &from {
                Some(from) => form.onto(from, &next, given),
                None => form.fresh(&next, given),
            }
        }
        Target::Own(own) => {
            let start = start(cx, component, from.as_ref(), given)?;
            let part = own_part(cx, (index, component), *own, &reasons)?;
            form.bump(&start, part, given).map_err(bump_error)?
        }
    };
    baseline_is_reachable(cx, index)?;
    if !matches!(operation.target, Target::Exact(_)) {
        manifest_is_baseline(cx, index)?;
    }
    rises(cx, operation, index, &to)?;
    if let (Some(from), Some(line)) = (&from, &cx.state.version)
        && LineState::lags(form, from, Some(line))
    {
        reasons.push(Reason::CatchUp {
            from: form.line(from).to_string(),
            to: form.line(&to).to_string(),
        });
    }
    for reason in level::reasons(cx, index) {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    Ok(Move { component: index, from, to, reasons })
}

/// Where a component stands before its own part moves: caught up to the line.
fn start(
    cx: &Context<'_>,
    component: &Component,
    from: Option<&Version>,
    given: &Given,
) -> Result<Version, PlanError> {
    match (from, &cx.state.version) {
        (Some(from), Some(line)) => Ok(component.form.onto(from, line, given)),
        (Some(from), None) => Ok(from.clone()),
        (None, Some(line)) => Ok(component.form.fresh(line, given)),
        (None, None) => Err(Refusal::NoVersionYet.into()),
    }
}

/// The part that a participant bumps: the one asked for or the scheme's level for what embeds,
/// whichever is higher; the lowest for those that only follow a requirement.
fn own_part(
    cx: &Context<'_>,
    (index, component): (usize, &Component),
    own: OwnPart,
    reasons: &[Reason],
) -> Result<PartId, PlanError> {
    let lowest = component.form.lowest_bumpable().ok_or(Refusal::UnknownPart {
        name: component.name.clone(),
        nearest: None,
        known: Vec::new(),
    })?;
    let asked_itself = |reason: &Reason| {
        matches!(reason, Reason::Requested | Reason::All | Reason::Changed { .. } | Reason::Suite)
    };
    let embeds = reasons.iter().any(|reason| matches!(reason, Reason::Embeds { .. }));
    let asked = match own {
        OwnPart::Needed => level::needed(cx, index).map_or(lowest, |needed| needed.min(lowest)),
        OwnPart::Named(part) if embeds || reasons.iter().any(asked_itself) => part,
        _ => lowest,
    };
    let level = cx.product.lines.get(cx.line).map(|line| line.scheme.embeds_level());
    Ok(match level {
        Some(EmbedsLevel::Part(level))
            if embeds && component.form.scope_of(level) == Scope::Component =>
        {
            asked.min(level)
        }
        _ => asked,
    })
}

fn exact(cx: &Context<'_>, index: usize, text: &str) -> Result<Version, PlanError> {
    let Some(component) = cx.product.components.get(index) else {
        return Err(Refusal::NoVersionYet.into());
    };
    let form = &component.form;
    let version =
        form.parse(text).map_err(|error| Refusal::BadVersion { text: text.into(), error })?;
    let version = form.released(&version);
    let line = form.line(&version);
    if let (false, Some(current)) = (line.to_string().is_empty(), &cx.state.version) {
        let enough = if cx.state.released { line > *current } else { line >= *current };
        if !enough {
            return Err(Refusal::NotBeyondLine {
                text: text.into(),
                line: current.to_string(),
                held_by: cx.state.held_by.clone().unwrap_or_default(),
            }
            .into());
        }
    }
    Ok(version)
}

/// A branch does not go on from a release that it does not contain (SEMANTICS 18).
fn baseline_is_reachable(cx: &Context<'_>, index: usize) -> Result<(), PlanError> {
    let Some(baseline) = cx.state.baseline(index).filter(|_| cx.state.range.is_none()) else {
        return Ok(());
    };
    match cx.snapshot.tagged.get(&baseline.tag) {
        Some(Some(tagged)) if !tagged.ancestor => {
            Err(Refusal::Unreachable { component: cx.name(index), tag: baseline.tag.clone() }
                .into())
        }
        _ => Ok(()),
    }
}

/// Planning starts from what was released: a version moved by hand is not built upon
/// (SEMANTICS 3).
fn manifest_is_baseline(cx: &Context<'_>, index: usize) -> Result<(), PlanError> {
    let (Some(component), Some(baseline), Some(version)) =
        (cx.product.components.get(index), cx.state.baseline(index), cx.inventory.version(index))
    else {
        return Ok(());
    };
    if component.form.same(version, &baseline.version) {
        return Ok(());
    }
    Err(Refusal::MovedByHand {
        component: component.name.clone(),
        manifest: version.to_string(),
        baseline: baseline.version.to_string(),
        tag: baseline.tag.clone(),
        adoptable: {
            let line = component.form.line(version);
            let beyond = cx.state.version.as_ref().is_none_or(|current| line > *current);
            let rises = component.form.key(version) > component.form.key(&baseline.version);
            rises && (line.is_empty() || beyond)
        },
        place: cx.inventory.place(index),
    }
    .into())
}

/// Nothing goes down, and nothing comes out twice (CHAIN-9).
fn rises(
    cx: &Context<'_>,
    operation: &Operation,
    index: usize,
    to: &Version,
) -> Result<(), PlanError> {
    let Some(component) = cx.product.components.get(index) else { return Ok(()) };
    let form = &component.form;
    if !cx.state.in_range(form, to) {
        return Err(Refusal::OutOfRange {
            component: component.name.clone(),
            to: to.to_string(),
            branch: cx.snapshot.branch.clone().unwrap_or_default(),
            range: cx.state.range.clone().unwrap_or_default(),
        }
        .into());
    }
    serial::is_free(cx, index, to)?;
    let key = form.key(to);
    let refuse = |from: &Version, released: bool| Refusal::NotGreater {
        component: component.name.clone(),
        from: from.to_string(),
        to: to.to_string(),
        equal: form.key(from) == key,
        released,
        dated: form.dates(),
    };
    if let Some(baseline) = cx.state.baseline(index) {
        return if key > form.key(&baseline.version) {
            Ok(())
        } else {
            Err(refuse(&baseline.version, true).into())
        };
    }
    match cx.inventory.version(index) {
        Some(version) if key < form.key(version) => Err(refuse(version, false).into()),
        Some(version) if key == form.key(version) => match operation.target {
            // A first release may be what the manifest already says (SEMANTICS 4).
            Target::Exact(_) | Target::Line(_) => Ok(()),
            Target::Own(_) => Err(refuse(version, false).into()),
        },
        _ => Ok(()),
    }
}

/// Takes in those whose requirement on a moving sibling excludes its new version; whether there
/// were any.
fn dependants(cx: &Context<'_>, moved: &Moves, chosen: &mut Chosen) -> Result<bool, PlanError> {
    let mut grown = false;
    for index in cx.members() {
        if moved.of(index).is_some() {
            continue;
        }
        for edge in cx.inventory.requires(index) {
            let Some(step) = moved.of(edge.on) else { continue };
            if !edge.admits(cx.product, &step.to)? {
                let component = cx.name(edge.on);
                let requirement = edge.text.clone();
                grown |= chosen.join(index, Reason::Requires { component, requirement });
            }
        }
    }
    Ok(grown)
}
