//! What a request means under the scheme: which part moves, how far, and by whose word.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::nearest;
use version::{Date, PartId, Scope};

use super::pre::{self, Pre};
use super::refused::each;
use super::{Context, PlanError, Refusal, RequestRefusal};
use crate::request::AUTO;
use crate::{Asked, Component, Line, Meant, Product, Request};

/// A request, read against the scheme.
#[derive(Clone)]
pub(crate) struct Operation {
    /// What moves.
    pub(crate) target: Target,
    /// The components named, in the order asked for.
    pub(crate) named: Vec<usize>,
    /// Whether all were asked for.
    pub(crate) all: bool,
    /// Components left out.
    pub(crate) exclude: Vec<usize>,
    /// Whether the product speaks (`release`), not single components (`patch`).
    pub(crate) release: bool,
    /// What makes it a pre-release, where it is to be one.
    pub(crate) pre: Option<Pre>,
    /// The build server's number, where it gives one (IBEX-1).
    pub(crate) build: Option<u64>,
}

/// What moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A shared part: the line moves, and every participant takes the new line.
    Line(PartId),
    /// The line that a pending pre-release leads to.
    PendingLine,
    /// A part of each component's own.
    Own(OwnPart),
    /// An exact version.
    Exact(String),
    /// What pending pre-releases lead to.
    Promotion,
}

/// The own part that a participant bumps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OwnPart {
    /// This one.
    Named(PartId),
    /// The lowest that people may bump in its form.
    Lowest,
    /// The one that its pending impacts need.
    Needed,
    /// The one that its pending pre-release leads to, else the scheme's for pre-releases.
    Pending,
}

/// The line that a request is about.
pub(crate) fn line_of(product: &Product, request: &Request) -> Result<usize, PlanError> {
    let names = || product.lines.iter().filter_map(|line| line.name.as_deref());
    if let Some(wanted) = &request.options.line {
        let found = product.lines.iter().position(|line| line.name.as_ref() == Some(wanted));
        return found.ok_or_else(|| {
            RequestRefusal::UnknownLine {
                name: wanted.clone(),
                known: names().map(ToString::to_string).collect(),
            }
            .into()
        });
    }
    if product.lines.len() <= 1 {
        return Ok(0);
    }
    // To say which line is meant would not help.
    each(request.asked.components(), |name| match product.component(name) {
        Some(_) => Ok(()),
        None => Err(unknown(name, product.live().map(|(_, one)| one)).into()),
    })?;
    let mut named = request.asked.components().iter().filter_map(|name| {
        let component = product.components.get(product.component(name)?)?;
        Some((name, component.line))
    });
    let Some((_, line)) = named.next() else {
        let known = names().map(ToString::to_string).collect();
        return Err(RequestRefusal::WhichLine { known }.into());
    };
    // Here neither: whichever it is, one of them is on another.
    match named.find(|(_, other)| *other != line) {
        None => Ok(line),
        Some((name, _)) => Err(RequestRefusal::OtherLine { name: name.clone() }.into()),
    }
}

/// The environment variable that holds the build server's number for `request`: where the
/// configuration names one, the request does not give the number itself, and the line that it is
/// about has a part for it (IBEX-1). What the variable holds is the caller's to read and to put
/// into the request.
#[must_use]
pub fn build_variable<'p>(product: &'p Product, request: &Request) -> Option<&'p str> {
    let variable = product.build_env.as_deref().filter(|_| request.options.build.is_none())?;
    // A request that is about no line is refused when it is planned.
    let line = product.lines.get(line_of(product, request).ok()?)?;
    line.scheme.plain().external().map(|_| variable)
}

/// Whether `request` goes as far as the pending impacts need on `line`: a part of that name is meant
/// where the scheme has one.
pub(super) fn is_auto(request: &Request, line: &Line) -> bool {
    request.asked.is_auto() && line.scheme.part(AUTO).is_none()
}

/// What `request` means on the line.
pub(super) fn read(cx: &Context<'_>, request: &Request) -> Result<Operation, PlanError> {
    let named = |names: &[String]| -> Result<Vec<usize>, PlanError> {
        let mut found = Vec::new();
        each(names, |name| {
            let index = find(cx, name)?;
            if found.contains(&index) {
                return Err(RequestRefusal::Repeated { name: name.clone() }.into());
            }
            found.push(index);
            Ok(())
        })?;
        Ok(found)
    };
    let build = request.options.build;
    let mut operation = match &request.asked {
        Asked::Release { what, components, all, exclude } => Operation {
            target: match what {
                None => Target::Promotion,
                Some(_) if cx.auto => Target::Own(OwnPart::Needed),
                Some(what) => target(cx, what)?,
            },
            named: named(components)?,
            all: *all,
            exclude: named(exclude)?,
            release: true,
            pre: None,
            build,
        },
        Asked::Pre { label, level, components, all, exclude } => {
            pre::has_label(cx, label)?;
            let named_first = named(components)?;
            Operation {
                target: pre::target(cx, level.as_deref(), &named_first)?,
                named: named_first,
                all: *all,
                exclude: named(exclude)?,
                release: true,
                pre: Some(Pre { label: label.clone(), unstable: false, level: level.is_some() }),
                build,
            }
        }
        Asked::Patch { components, all, level, needs_core: _, unstable } => {
            if components.is_empty() && !*all {
                return Err(RequestRefusal::NobodyNamed.into());
            }
            let named = named(components)?;
            let target = match level {
                None => own_lowest(cx, &patched(cx, &named, *all))?,
                Some(level) => own_part(cx, level, &patched(cx, &named, *all))?,
            };
            let pre = unstable.then(|| pre::unstable_fix(cx)).transpose()?;
            Operation { target, named, all: *all, exclude: Vec::new(), release: false, pre, build }
        }
    };
    if let Some(index) = operation.exclude.iter().find(|index| operation.named.contains(index)) {
        return Err(RequestRefusal::LeftOut { name: cx.name(*index) }.into());
    }
    operation.build = external(cx, &operation.target, build)?;
    Ok(operation)
}

/// That none of `components` is called `name`.
fn unknown<'a>(name: &str, components: impl Iterator<Item = &'a Component>) -> RequestRefusal {
    let meant = Meant::of(name, components, core::iter::empty());
    RequestRefusal::UnknownComponent { name: name.to_string(), meant }
}

fn find(cx: &Context<'_>, name: &str) -> Result<usize, PlanError> {
    let unknown = || {
        let members = cx.members().filter_map(|index| cx.product.components.get(index));
        unknown(name, members)
    };
    let index = cx.product.component(name).ok_or_else(unknown)?;
    let component = cx.product.components.get(index).ok_or_else(unknown)?;
    if component.line != cx.line_index {
        return Err(RequestRefusal::OtherLine { name: name.to_string() }.into());
    }
    if component.retired {
        return Err(RequestRefusal::Retired { name: name.to_string() }.into());
    }
    Ok(index)
}

/// What `release WHAT` moves: a part by its name, else an exact version.
pub(super) fn target(cx: &Context<'_>, what: &str) -> Result<Target, PlanError> {
    let line = cx.line;
    if let Some(part) = line.scheme.part(what) {
        return match line.scheme.parts().get(part.0).map(|part| part.scope) {
            Some(Scope::Product) => Ok(Target::Line(part)),
            Some(Scope::External) => {
                let (name, known) = (what.to_string(), released_parts(cx));
                Err(RequestRefusal::ExternalPart { name, known }.into())
            }
            _ => Ok(Target::Own(OwnPart::Named(part))),
        };
    }
    if what.starts_with(|c: char| c.is_ascii_digit()) || what.contains('.') {
        let roles = line.scheme.roles().map(Some);
        let forms = core::iter::once(None).chain(roles).filter_map(|role| line.scheme.form(role));
        let mut refused = None;
        for form in forms {
            match form.parse(what) {
                Ok(_) => return Ok(Target::Exact(what.to_string())),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        // Wrong for every role: that is said before anything else is looked at.
        if let Some(error) = refused {
            return Err(Refusal::BadVersion { text: what.to_string(), error }.into());
        }
    }
    Err(unknown_part(cx, what).into())
}

pub(super) fn unknown_part(cx: &Context<'_>, name: &str) -> RequestRefusal {
    let names = released_parts(cx);
    RequestRefusal::UnknownPart {
        name: name.to_string(),
        nearest: nearest(name, names.iter().map(String::as_str)).map(ToString::to_string),
        known: names,
    }
}

/// The parts that people move.
fn released_parts(cx: &Context<'_>) -> Vec<String> {
    let people = cx.line.scheme.parts().iter().filter(|part| part.scope != Scope::External);
    people.map(|part| part.name.clone()).collect()
}

/// Whom `patch` speaks of: those named, or all.
fn patched(cx: &Context<'_>, named: &[usize], all: bool) -> Vec<usize> {
    if all || named.is_empty() { cx.members().collect() } else { named.to_vec() }
}

/// The lowest part of a component, where it is shared.
fn shared_lowest(cx: &Context<'_>, index: usize) -> Option<PartId> {
    let form = &cx.product.components.get(index)?.form;
    form.lowest_bumpable().filter(|part| form.scope_of(*part) == Scope::Product)
}

/// What `patch` moves without `--level`: each component's lowest part, or, where that part is
/// shared, the line for all of them together. It is one or the other for all of them.
fn own_lowest(cx: &Context<'_>, all: &[usize]) -> Result<Target, PlanError> {
    let shared = |index: &usize| shared_lowest(cx, *index);
    let own = all.iter().find(|index| shared(index).is_none());
    // The highest, where roles differ: everybody can hold the ones below it at their start.
    let moves = all.iter().filter_map(|index| Some((shared(index)?, *index))).min();
    match (moves, own) {
        (None, None) => Err(unknown_part(cx, "patch").into()),
        (None, Some(_)) => Ok(Target::Own(OwnPart::Lowest)),
        (Some((part, _)), None) => Ok(Target::Line(part)),
        (Some((part, index)), Some(own)) => {
            let part = cx
                .line
                .scheme
                .parts()
                .get(part.0)
                .map(|part| part.name.clone())
                .unwrap_or_default();
            Err(RequestRefusal::PatchedApart { shared: cx.name(index), part, own: cx.name(*own) }
                .into())
        }
    }
}

/// What `patch --level NAME` moves: never a shared part (CHAIN-3), unless it is the one that
/// `patch` moves anyway.
fn own_part(cx: &Context<'_>, level: &str, all: &[usize]) -> Result<Target, PlanError> {
    match target(cx, level)? {
        target @ Target::Line(_) if own_lowest(cx, all).is_ok_and(|lowest| lowest == target) => {
            Ok(target)
        }
        Target::Line(part) => {
            let other = all.iter().find(|index| shared_lowest(cx, **index) != Some(part));
            let component = other.map(|index| cx.name(*index));
            Err(RequestRefusal::SharedPart { component, part: level.to_string() }.into())
        }
        own @ Target::Own(_) => Ok(own),
        _ => Err(unknown_part(cx, level).into()),
    }
}

/// The build server's number: as given, or as an exact version has it (IBEX-1).
fn external(
    cx: &Context<'_>,
    target: &Target,
    given: Option<u64>,
) -> Result<Option<u64>, PlanError> {
    let line = cx.line;
    let form = line.scheme.plain();
    let Some(part) = form.external() else {
        return match given {
            None => Ok(None),
            Some(number) => {
                let scheme = line.scheme.name().to_string();
                Err(RequestRefusal::NoExternal { number, scheme }.into())
            }
        };
    };
    let Target::Exact(text) = target else { return Ok(given) };
    let stated = form.parse(text).ok().and_then(|version| version.value(part));
    match (stated, given) {
        (Some(stated), Some(number)) if stated != number => {
            Err(RequestRefusal::TwoBuilds { text: text.clone(), number }.into())
        }
        (stated, given) => Ok(stated.or(given)),
    }
}

/// The day after `date`; the end of the calendar is its own next day.
pub(super) fn next_day(date: Date) -> Date {
    date.tomorrow().unwrap_or(date)
}
