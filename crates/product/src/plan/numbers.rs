//! To what each participant moves: catch up to the line, then advance (SEMANTICS 8–16).

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::{Form, Given, LineVersion, Version};

use super::context::of_form;
use super::operation::{OwnPart, Target, next_day};
use super::own::Stand;
use super::participants::{Chosen, embedding, excluded, may_leave};
use super::refused::{Refused, each};
use super::{
    Context, Move, Moves, Operation, PlanError, PreRefusal, Reason, Refusal, RequestRefusal,
    dependants, exact, level, minimum, reachable, serial,
};
use crate::Meant;
use crate::line::LineState;
use crate::strays::Strays;

/// How far a borrowed day may lie ahead before something else must be wrong (CHAIN-7).
const MOST_BORROWED_DAYS: usize = 366;

/// Gives every participant its version, and takes in the dependants whose requirements a new
/// version breaks, until none is left.
pub(crate) fn assign(
    cx: &Context<'_>,
    operation: &Operation,
    mut chosen: Chosen,
) -> Result<Moves, PlanError> {
    exact::for_one(cx, operation, &chosen)?;
    let mut held = BTreeSet::new();
    loop {
        let operation = &level::settled(cx, operation, &chosen)?;
        let moved = on_first_free_day(cx, operation, &chosen, &held)?;
        reachable::line(cx, &moved)?;
        if !dependants::join(cx, &moved, &mut chosen)? {
            if hold(cx, &moved, &mut held)? {
                continue;
            }
            dependants::unread(cx, &moved)?;
            dependants::elsewhere(cx, &moved)?;
            dependants::outside(cx, &moved)?;
            return Ok(moved);
        }
        embedding(cx, &mut chosen);
        excluded(cx, operation, &chosen)?;
        each(&chosen.order, |index| Ok(cx.inventory.sound(*index)?))?;
    }
}

/// The line after these moves: the highest of what it was and what moved.
pub(crate) fn line_after(cx: &Context<'_>, moved: &Moves) -> Option<LineVersion> {
    line_reached(cx, moved).max(cx.state.version.clone())
}

/// The highest line that anything final comes to.
pub(super) fn line_reached(cx: &Context<'_>, moved: &Moves) -> Option<LineVersion> {
    let lines = moved.iter().filter_map(|step| {
        let component = cx.product.components.get(step.component)?;
        let line = component.form.line(&step.to);
        (!line.is_empty() && !component.form.is_pre(&step.to)).then_some(line)
    });
    lines.max()
}

/// The line that a promotion comes to: the highest that a participant's pre-release leads to;
/// `None` where nothing is shared.
fn promoted_line(cx: &Context<'_>, chosen: &Chosen) -> Option<LineVersion> {
    let pending = chosen.order.iter().filter_map(|index| {
        let form = &cx.product.components.get(*index)?.form;
        Some(form.line(cx.pending(*index)?)).filter(|line| !line.is_empty())
    });
    pending.chain(cx.state.version.clone()).max()
}

/// Keeps what is final from holding a pre-release: what only follows something that it embeds
/// stays a pre-release as long as one of them does, and whoever was asked for is refused. Whether
/// anybody was found that stays one.
fn hold(cx: &Context<'_>, moved: &Moves, held: &mut BTreeSet<usize>) -> Result<bool, PlanError> {
    let (mut grown, mut refused) = (false, Refused::default());
    for step in moved.iter() {
        let Some(component) = cx.product.components.get(step.component) else { continue };
        if component.form.is_pre(&step.to) {
            continue;
        }
        for inner in &component.embeds {
            let staying = || cx.state.latest(*inner).map(|latest| &latest.version);
            let after = moved.of(*inner).map(|step| &step.to).or_else(staying);
            let form = cx.product.components.get(*inner).map(|inner| &inner.form);
            let Some(after) = after.filter(|after| form.is_some_and(|form| form.is_pre(after)))
            else {
                continue;
            };
            let follows = !step.reasons.iter().any(Reason::is_asked);
            let alone = component.form.line(&step.to).is_empty();
            let pending = cx.pending(step.component).is_some();
            if follows && alone && pending && held.insert(step.component) {
                grown = true;
                continue;
            }
            if held.contains(&step.component) && grown {
                continue;
            }
            refused.add(PreRefusal::Inside {
                component: component.name.clone(),
                to: step.to.to_string(),
                inner: cx.name(*inner),
                version: after.to_string(),
            });
        }
    }
    refused.end().map(|()| grown)
}

/// Every participant's move, all on one date: the operation's, or the next that is free for all
/// of them where the scheme borrows (CHAIN-7).
fn on_first_free_day(
    cx: &Context<'_>,
    operation: &Operation,
    chosen: &Chosen,
    held: &BTreeSet<usize>,
) -> Result<Moves, PlanError> {
    let line = promoted_line(cx, chosen);
    let exact = matches!(operation.target, Target::Exact(_));
    let day = |given: &Given| {
        let round = Round { given, line: line.as_ref(), held };
        attempt(cx, operation, chosen, &round).map(Moves::new)
    };
    let forms = || {
        let all = chosen.order.iter().filter_map(|index| cx.product.components.get(*index));
        all.map(|component| &component.form)
    };
    // What is wrong is wrong with the day that was asked for, however many were tried after it.
    let asked = match day(&cx.given) {
        Err(error) if error.is_taken_day() && !exact && forms().any(Form::borrows) => error,
        other => return other,
    };
    let mut given = cx.given;
    for _ in 0..MOST_BORROWED_DAYS {
        if !cx.taken.has(forms(), given.date) {
            break;
        }
        given.date = next_day(given.date);
        match day(&given) {
            Err(error) if error.is_taken_day() => {}
            other => return other,
        }
    }
    Err(asked)
}

/// Every participant's move with what is given.
fn attempt(
    cx: &Context<'_>,
    operation: &Operation,
    chosen: &Chosen,
    round: &Round<'_>,
) -> Result<Vec<Move>, PlanError> {
    let given = round.given;
    let of = |index: usize, given: &Given| {
        let reasons = chosen.reasons.get(&index).cloned().unwrap_or_default();
        step(cx, operation, index, reasons, &Round { given, ..*round })
    };
    minimum::is_stated(cx, chosen)?;
    // What the others may need of the core is its new release, where it is released with them.
    let newest = minimum::newest(cx, chosen, |core| of(core, given))?;
    each(&chosen.order, |index| {
        let given = minimum::with_minimum(cx, chosen, *index, newest.as_ref(), given)?;
        let mut moved = of(*index, &given)?;
        let exact = exact::named(cx, operation, &moved.reasons).is_some();
        minimum::holds(cx, &moved, newest.as_ref(), exact)?;
        moved.reasons.extend(minimum::moves(cx, &moved));
        Ok(moved)
    })
}

/// What is the same for all participants of one attempt.
struct Round<'a> {
    given: &'a Given,
    /// The line that a promotion comes to.
    line: Option<&'a LineVersion>,
    held: &'a BTreeSet<usize>,
}

/// Where one participant goes in this `round`, with all its reasons.
///
/// # Errors
/// A part that cannot move, and whatever else refuses its version.
fn step(
    cx: &Context<'_>,
    operation: &Operation,
    index: usize,
    mut reasons: Vec<Reason>,
    round: &Round<'_>,
) -> Result<Move, PlanError> {
    let Some(component) = cx.product.components.get(index) else {
        let (name, meant) = (index.to_string(), Meant::default());
        return Err(RequestRefusal::UnknownComponent { name, meant }.into());
    };
    let form = &component.form;
    let from = cx.current(index).cloned();
    let stand = Stand {
        cx,
        operation,
        index,
        component,
        from: from.as_ref(),
        reasons: &reasons,
        given: &of_form(form, round.given),
        held: round.held.contains(&index),
        line: round.line,
    };
    let exactly = exact::named(cx, operation, &reasons);
    // Where it starts from comes before where it goes: from a number that somebody wrote there, a
    // date that was never released looks taken.
    reachable::baseline(cx, index)?;
    name_is_kept(cx, index)?;
    if exactly.is_none() {
        // What was released above the range is nobody's slip.
        manifest_is_baseline(cx, operation, (index, &reasons))
            .or_else(|slip| is_not_beyond(cx, index).and(Err(slip)))?;
    }
    let to = match (&operation.target, exactly) {
        (_, Some(text)) => exact::version(cx, index, text)?,
        // What only follows has nothing to share with the version named: it moves by itself.
        (Target::Exact(_), None) => stand.alone(OwnPart::Lowest)?,
        (Target::Line(_) | Target::PendingLine, _) => stand.with_line()?,
        (Target::Own(own), _) => stand.alone(*own)?,
        (Target::Promotion, _) => stand.promoted()?,
    };
    rises(&stand, &to)?;
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

/// What others find a package by is the same at every release, even of another major version
/// (IRIC-2).
fn name_is_kept(cx: &Context<'_>, index: usize) -> Result<(), PlanError> {
    let Some(latest) = cx.state.latest(index) else { return Ok(()) };
    let renamed = crate::identity::renamed(cx.product, cx.snapshot, cx.inventory, index, latest);
    match renamed.into_iter().next() {
        None => Ok(()),
        Some(name) => Err(Refusal::Renamed {
            component: cx.name(index),
            now: name.now,
            then: name.then,
            tag: latest.tag.clone(),
            place: name.place,
        }
        .into()),
    }
}

/// Planning starts from what was released: a version moved by hand is not built upon
/// (SEMANTICS 3).
fn manifest_is_baseline(
    cx: &Context<'_>,
    operation: &Operation,
    (index, reasons): (usize, &[Reason]),
) -> Result<(), PlanError> {
    let (Some(component), Some(baseline), Some(version)) =
        (cx.product.components.get(index), cx.state.latest(index), cx.inventory.version(index))
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
        first: Strays::new(&cx.snapshot.tags).advice(cx.product, index, version.as_str()),
        adopt: {
            let can = exact::version(cx, index, version.as_str()).is_ok()
                && cx.state.in_range(&component.form, version);
            let rises = component.form.key(version) > component.form.key(&baseline.version);
            // Where nothing is shared, a number is one component's.
            let alone = if component.form.line(version).is_empty() {
                format!(" -p {}", component.name)
            } else {
                String::new()
            };
            (rises && can).then(|| format!("release {version}{alone}"))
        },
        leave: may_leave(cx, operation, (index, reasons)),
        place: cx.inventory.place(index),
    }
    .into())
}

/// Nothing goes down, and nothing comes out twice (CHAIN-9).
fn rises(stand: &Stand<'_>, to: &Version) -> Result<(), PlanError> {
    let Stand { cx, operation, index, component, .. } = *stand;
    let form = &component.form;
    if !cx.state.in_range(form, to) {
        return Err(Refusal::OutOfRange {
            component: component.name.clone(),
            to: to.to_string(),
            branch: cx.snapshot.branch.clone().unwrap_or_default(),
            range: cx.state.range.clone().unwrap_or_default(),
            own: !cx.line.scheme.shared(),
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
    if let Some(latest) = cx.state.latest(index).filter(|latest| form.is_pre(&latest.version))
        && key <= form.key(&latest.version)
    {
        return Err(stand.in_the_way(&format!("{to} is not above it")).into());
    }
    if let Some(baseline) = cx.state.baseline(index) {
        return if key > form.key(&baseline.version) {
            Ok(())
        } else {
            Err(refuse(&baseline.version, true).into())
        };
    }
    // A first pre-release of the number that an unreleased manifest has leads up to it.
    let reached = form.key(&form.without_label(to));
    match cx.inventory.version(index) {
        Some(version) if reached < form.key(version) => Err(refuse(version, false).into()),
        Some(version) if key == form.key(version) => match operation.target {
            // A first release may be what the manifest already says (SEMANTICS 4).
            Target::Own(_) => Err(refuse(version, false).into()),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// What was released above the range that the branch is bound to is neither moved by hand nor gone on
/// from (SEMANTICS 18).
fn is_not_beyond(cx: &Context<'_>, index: usize) -> Result<(), PlanError> {
    let component = cx.product.components.get(index);
    let Some((component, version)) = component.zip(cx.inventory.version(index)) else {
        return Ok(());
    };
    match cx.state.beyond_range(cx.snapshot, (index, &component.form), version) {
        None => Ok(()),
        Some(tag) => Err(Refusal::AboveRange {
            component: component.name.clone(),
            version: version.to_string(),
            tag: tag.to_string(),
            branch: cx.snapshot.branch.clone().unwrap_or_default(),
            range: cx.state.range.clone().unwrap_or_default(),
        }
        .into()),
    }
}
