//! What is worth knowing about a plan and does not stop it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use tags::OwnerId;

use super::beside::unchanged_captions;
use super::claim::spell_claims;
use super::edits::{agrees, written};
use super::operation::{self, Target};
use super::refusal::list;
use super::{
    Context, Move, Moves, Warning, broken_promise, counted, dependants, development, level, locks,
    module_path, rising, settled, unripe, works_with,
};
use crate::changes::{self, Changes, is_policy};
use crate::spelling::spelled;

/// Looks for one thing worth knowing about the moves of a plan.
type Look = fn(&Context<'_>, &Moves, &mut Vec<Warning>);

/// Everything that is looked for, in the order in which it is told.
const LOOKS: &[Look] = &[
    led_by_newcomer,
    unwritten_build,
    earlier_day,
    unseen,
    unchanged_caption,
    counted::told,
    left_changed,
    below_impacts,
    left_unannounced,
    broken_promise::untold,
    locks::stale,
    dependants::unpromised,
    settled::outrun,
    development::below,
    development::unready,
    unripe::required,
    module_path::outgrown,
    works_with::warn,
];

/// What is worth knowing about `moved`, each thing once, after what was `told` when it was written.
pub(super) fn of(cx: &Context<'_>, moved: &Moves, told: &[Warning]) -> Vec<Warning> {
    let mut found = told.to_vec();
    for look in LOOKS {
        look(cx, moved, &mut found);
    }
    let mut told: Vec<Warning> = Vec::with_capacity(found.len());
    for warning in found {
        if !told.contains(&warning) {
            told.push(warning);
        }
    }
    told
}

impl Context<'_> {
    /// A warning by the generic rule `rule`, under the policy's own ID for it.
    pub(super) fn warning(
        &self,
        rule: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Warning {
        let help: String = help.into();
        Warning {
            rule: rule.to_string(),
            policy: self.policy(rule),
            message: message.into(),
            help: (!help.is_empty()).then_some(help),
        }
    }
}

/// A line that stands where it does for a component's sake that was never released: the number that
/// it was begun with may be a slip, and all would follow it (SEMANTICS 1, 4).
fn led_by_newcomer(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    let state = cx.state;
    let (Some(line), Some(released)) = (&state.version, &state.released_line) else { return };
    let beyond = |step: &Move| {
        let component = cx.product.components.get(step.component);
        component.is_some_and(|component| component.form.line(&step.to) > *released)
    };
    let exact = || {
        let operation = operation::read(cx, cx.request);
        operation.is_ok_and(|operation| matches!(operation.target, Target::Exact(_)))
    };
    if line > released && moved.iter().any(beyond) && !exact() {
        let holds = |index: &usize| {
            let form = cx.product.components.get(*index).map(|component| &component.form);
            let version = cx.inventory.version(*index).filter(|_| state.latest(*index).is_none());
            form.zip(version).is_some_and(|(form, version)| form.line(version) == *line)
        };
        let by: Vec<usize> = cx.members().filter(holds).collect();
        let first = by.first().and_then(|index| cx.product.components.get(*index));
        // Of several, each writes it in its own form; the first one's shows what is meant.
        let begin = first.map(|one| one.form.fresh(released, &cx.given(&one.form)).to_string());
        let begin = begin.unwrap_or_else(|| released.to_string());
        let by: Vec<String> = by.into_iter().map(|index| cx.name(index)).collect();
        let were = if by.len() == 1 { "alone, which was" } else { "alone, which were" };
        found.push(cx.warning(
            "ahead-of-line",
            format!(
                "what was released is at {released}: the line is at {line} for {} {were} never released",
                list(&by)
            ),
            format!(
                "a new component starts on the line: write {begin} there, unless this is meant"
            ),
        ));
    }
}

/// Impacts that people went below on their word.
fn below_impacts(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    let claims = level::below(cx, moved);
    if let Some(highest) = claims.first() {
        let mut warning = cx.warning("impact-level", spell_claims(&claims), "");
        warning.policy = highest.rule.clone().or(warning.policy);
        found.push(warning);
    }
}

/// Components that changed and stay, in a release of what is announced: nobody may take that for
/// "nothing changed there".
fn left_unannounced(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    // Where every change gets a version, that is told of all who stay.
    if !cx.auto || is_policy(&cx.line.scheme) {
        return;
    }
    let changes = Changes::new(cx.product, cx.snapshot);
    let left: Vec<String> = cx
        .members()
        .filter(|index| moved.of(*index).is_none())
        .filter(|index| changes.of(*index, cx.state.baseline(*index)) == Some(true))
        .map(|index| cx.name(index))
        .collect();
    if !left.is_empty() {
        let are = if left.len() == 1 { "is" } else { "are" };
        found.push(cx.warning(
            "change-missing",
            format!("{} changed and {are} left out: no change file says how", list(&left)),
            "`change add` says how, and -p takes a component along all the same",
        ));
    }
}

/// A build server's number for which no manifest has a place: whoever passes it should know that
/// nothing of this release will carry it (IBEX-1).
fn unwritten_build(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    let Some(number) = cx.given.external else { return };
    let lands = moved.iter().any(|step| {
        let Some(component) = cx.product.components.get(step.component) else { return false };
        let mut dialects = cx.inventory.own(step.component).iter().map(|own| own.dialect);
        component.form.counts_external() || dialects.any(|d| component.form.has_room(d))
    });
    if !lands {
        found.push(cx.warning(
            "external-given",
            format!("the build number {number} is written nowhere: no manifest has a place for it"),
            "leave out --build, or list a manifest that has one, such as AssemblyInfo.cs",
        ));
    }
}

/// A day before one that the component was released on: a higher part has risen since, so the
/// version rises all the same, and a clock that is behind explains it, or a day that was borrowed.
fn earlier_day(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    for step in moved.iter() {
        let Some(component) = cx.product.components.get(step.component) else { continue };
        let form = &component.form;
        let Some(day) = form.date(&step.to) else { continue };
        let borrowed = |last| cx.taken.was_borrowed(form, cx.given.date, last);
        let released = cx.snapshot.tags.released(OwnerId::Component(step.component)).iter();
        let dated = released.filter_map(|one| Some((form.date(&one.version)?, one)));
        let dated = dated.filter(|(last, _)| !borrowed(*last));
        if let Some((last, one)) = dated.max_by_key(|(day, _)| *day).filter(|(last, _)| *last > day)
        {
            found.push(cx.warning(
                "date-order",
                format!(
                    "`{}` {} is dated before {last}, the day of {}",
                    component.name, step.to, one.tag
                ),
                "check the clock, or pass a later `--date`",
            ));
        }
    }
}

/// A version that rises by a number which its ecosystem ignores: what is installed takes it for
/// itself.
fn unseen(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    for step in moved.iter() {
        let Some(component) = cx.product.components.get(step.component) else { continue };
        for (at, own) in cx.inventory.own(step.component).iter().enumerate() {
            if at > 0 && !agrees(cx, component, step, own) {
                continue;
            }
            let version = written(cx, &component.form, own.dialect, &step.to);
            let Ok(new) = spelled(&component.form, own, &version) else { continue };
            if let Some(old) = rising::ignored(cx, component, step, own, &new) {
                let (name, id, title) = (&component.name, own.dialect.id, own.dialect.title);
                found.push(cx.warning(
                    "native-fits",
                    format!("`{name}` {new} does not upgrade {old} under {title}, which ignores what moved"),
                    format!("move a higher part as well, or write it by a template of [native.{id}]"),
                ));
            }
        }
    }
}

/// A caption that stays while its version moves: it may name the old one (IRIC-3).
fn unchanged_caption(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    for (component, caption) in unchanged_captions(cx, moved) {
        let message = format!("`{}` keeps its caption, `{caption}`", component.name);
        let help = match &component.caption {
            Some(_) => "put {version} into `caption` in release.toml, or leave it as it is".into(),
            None => format!(
                "have it written anew: caption = \"{} {{version}}\" in [component.{}], or false where it \
                 is to stay",
                component.name, component.name
            ),
        };
        found.push(cx.warning("caption", message, help));
    }
}

/// A component that changed and is left out, under a policy that gives every change a version of
/// its own (IRIC-4).
fn left_changed(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    if !is_policy(&cx.line.scheme) {
        return;
    }
    let changes = Changes::new(cx.product, cx.snapshot);
    for index in cx.members().filter(|index| moved.of(*index).is_none()) {
        let Some(baseline) = cx.state.baseline(index) else { continue };
        if changes.of(index, Some(baseline)) == Some(true) {
            let name = cx.name(index);
            found.push(cx.warning(
                changes::RULE,
                format!(
                    "`{name}` changed since {}, and its version stays {}",
                    baseline.tag, baseline.version
                ),
                format!(
                    "release it as well: {}",
                    changes::way(cx.product, cx.inventory, index, &name)
                ),
            ));
        }
    }
}
