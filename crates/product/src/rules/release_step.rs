//! `release-step`: a commit that says it is a release's makes a step that a release makes.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Explain as _, Severity};
use version::{Date, LineVersion, Subset, Version};

use super::{About, Findings, Lint, Mended, Rule};
use crate::config::Component;
use crate::stated::{StatedRelease, component};

pub(super) const RULE: Rule = Rule {
    id: "release-step",
    severity: Severity::Error,
    about: About::Content,
    text: "A commit that says it is a release's moves every component by one step that a release can make from what was out before it.",
    example: "a commit with `Release-Component: core 1.3` and a plan's trailer, where 1.1 was the last release: `git revert` takes it back, and `release` makes the step.",
    check: Some(check),
    mended: Mended::ByHand,
};

/// What to do about a commit that no release made.
fn mend(release: &StatedRelease) -> &'static str {
    if release.in_the_making {
        "leave the versions out of the commit, and let `release` or `patch` make it"
    } else {
        "take the commit back with `git revert`, and let `release` or `patch` make it"
    }
}

/// A component that a stated release moves.
struct Moved<'a> {
    index: usize,
    component: &'a Component,
    to: Version,
}

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (at, release) in lint.snapshot.stated.iter().enumerate() {
        let mut moved: Vec<Moved<'_>> = Vec::new();
        for (name, text) in &release.stated.moved {
            // A component that is no longer there is nobody's to compare with.
            let Some((index, component)) = component(lint.product, name) else { continue };
            match component.form.parse(text) {
                Ok(to) => moved.push(Moved { index, component, to }),
                Err(error) => {
                    let help = error.help().unwrap_or_default();
                    tell(lint, findings, release, index, &format!("`{name}` {error}"), &help);
                }
            }
        }
        let before = &release.before;
        let promotes =
            moved.iter().any(|step| before.promotes(step.index, &step.component.form, &step.to));
        for step in &moved {
            if let Some((message, help)) = fault(lint, (at, release), step, promotes) {
                tell(lint, findings, release, step.index, &message, &help);
            }
        }
        together(lint, findings, release, &moved);
    }
}

fn tell(
    lint: &Lint<'_>,
    findings: &mut Findings<'_>,
    release: &StatedRelease,
    index: usize,
    message: &str,
    help: &str,
) {
    let says = if release.in_the_making {
        "the message that git has ready".into()
    } else {
        format!("commit {}", release.commit)
    };
    findings.add(
        Some(index),
        lint.inventory.place(index),
        format!("{says} says that it releases {message}"),
        help,
        None,
    );
}

/// What is wrong with one component's step, after "says that it releases", and what to do.
fn fault(
    lint: &Lint<'_>,
    (at, release): (usize, &StatedRelease),
    step: &Moved<'_>,
    promotes: bool,
) -> Option<(String, String)> {
    let Moved { index, component, to } = step;
    let (name, form) = (&component.name, &component.form);
    if let Some(was) = release.behind((*index, component), to) {
        return Some((was, mend(release).into()));
    }
    if let Some((_, tag)) = release.taken.iter().find(|(taken, _)| taken == name) {
        let was = format!("`{name}` {to}, and the tag {tag} is another release's");
        return Some((was, format!("{}: it takes the next number that is free", mend(release))));
    }
    if let Some(was) = release.astray((*index, component), to, promotes) {
        let asked = release.asks_for(component, to);
        let or = format!("; a number on purpose is `release {to}`");
        return Some((was, format!("{}{}", mend(release), if asked { "" } else { &or })));
    }
    // Of several releases that were squashed into one commit, the last one counts.
    let names = |other: &StatedRelease| other.stated.moved.iter().any(|(moved, _)| moved == name);
    let later = lint.snapshot.stated.iter().skip(at + 1);
    if release.inspected && !later.into_iter().any(names) {
        // What was set for the next release, after this one, is no part of it (SEMANTICS 31).
        let ahead =
            lint.inventory.development(*index).filter(|ahead| form.key(ahead) <= form.key(to));
        let stated = lint.inventory.version(*index).or(ahead)?;
        if ahead.is_some() || !form.same(&form.released(stated), &form.released(to)) {
            let stated =
                lint.inventory.own(*index).first().map_or(stated.as_str(), |own| &own.text);
            let was = format!("`{name}` {to}, and its manifest says {stated}");
            return Some((was, mend(release).into()));
        }
    }
    None
}

/// What is wrong with the components of one release beside each other.
fn together(
    lint: &Lint<'_>,
    findings: &mut Findings<'_>,
    release: &StatedRelease,
    moved: &[Moved<'_>],
) {
    let moves = |index: usize| moved.iter().any(|step| step.index == index);
    for (index, component, _) in lint.components().filter(|(index, _, _)| !moves(*index)) {
        let name = &component.name;
        let inner = component
            .embeds
            .iter()
            .find_map(|inner| moved.iter().find(|step| step.index == *inner));
        if let Some(inner) = inner {
            let (inner, to) = (&inner.component.name, &inner.to);
            let message = format!("`{inner}` {to} without `{name}`, which embeds it");
            tell(lint, findings, release, index, &message, mend(release));
            continue;
        }
        let scheme = lint.product.lines.get(component.line).map(|line| &line.scheme);
        let all = scheme.is_some_and(|scheme| scheme.release().subset == Subset::Refuse);
        let first = moved.iter().find(|step| step.component.line == component.line);
        if let Some(first) = first.filter(|_| all && release.before.latest(index).is_some()) {
            let (other, to) = (&first.component.name, &first.to);
            let message = format!("`{other}` {to} without `{name}`, and all move together");
            tell(lint, findings, release, index, &message, mend(release));
        }
    }
    let mut lines: BTreeMap<usize, LineVersion> = BTreeMap::new();
    let mut days: BTreeSet<Date> = BTreeSet::new();
    for step in moved {
        let (form, name, to) = (&step.component.form, &step.component.name, &step.to);
        let line = form.line(to);
        let before = release.before.line(step.component.line);
        if !line.is_empty() && before.is_none_or(|before| line > *before) {
            let first = lines.entry(step.component.line).or_insert_with(|| line.clone());
            if *first != line {
                let message = format!("`{name}` {to} together with one on the line {first}");
                tell(lint, findings, release, step.index, &message, mend(release));
            }
        }
        if !release.before.kept_its_date(step.index, form, to) {
            days.extend(form.date(to));
        }
        if days.len() > 1 {
            let days = days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
            let message = format!("`{name}` {to} with others, under several dates: {days}");
            tell(lint, findings, release, step.index, &message, mend(release));
            break;
        }
    }
}
