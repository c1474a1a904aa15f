//! The tags of a release, the lead tag last, and what commit and tags say (SEMANTICS 6, 7, 12).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;

use place::{RepoPath, Span};
use version::{Form, ProductTag, Version};

use super::operation::Target;
use super::pre::Pre;
use super::refused::{Refused, each};
use super::{
    Context, Move, Moves, Operation, PlanError, PlannedTag, Reason, Refusal, Step, TagRefusal,
};
use crate::config::filled;
use crate::lower::because_line;
use crate::{Inventory, Options, Product};

/// The tags to make: participants' own in the order asked for, the lead tag last.
pub(crate) fn tags(
    cx: &Context<'_>,
    operation: &Operation,
    moved: &Moves,
) -> Result<Vec<PlannedTag>, PlanError> {
    let mut tags: Vec<PlannedTag> = Vec::new();
    let mut names = BTreeSet::new();
    let mut sharers = sharers(cx);
    let mut refused = Refused::default();
    for step in moved.iter() {
        let Some(component) = cx.product.components.get(step.component) else { continue };
        let Some(template) = &component.tag else { continue };
        // The first that moves speaks for all that share its tag: they are looked at once.
        let group = sharers.remove(&(template.prefix(), template.suffix())).unwrap_or_default();
        let along = |index: &usize| moved.of(*index).is_some_and(|other| other.to == step.to);
        let left: Vec<String> =
            group.into_iter().filter(|index| !along(index)).map(|index| cx.name(index)).collect();
        if !left.is_empty() {
            refused.add(TagRefusal::Shared {
                component: component.name.clone(),
                tag: template.to_string(),
                left,
            });
            continue;
        }
        let name = template.write(step.to.as_str()).map_err(|error| TagRefusal::Name {
            component: component.name.clone(),
            message: error.to_string(),
            help: place::Explain::help(&error),
        });
        let Some(name) = refused.unless(name.map_err(PlanError::from)) else { continue };
        let tag = PlannedTag {
            title: component_title(cx, &component.name, &step.to, &name),
            name,
            component: Some(component.name.clone()),
            lead: false,
        };
        // One tag may be several components': its version coincides, or they would not move to it.
        if names.insert(tag.name.clone()) {
            tags.push(tag);
        }
    }
    refused.end()?;
    if let Some(version) = product_version(cx, operation, moved)
        && let Some(template) = cx.product.lines.get(cx.line).and_then(|line| line.tag.as_ref())
    {
        let name = template.write(version.as_str()).map_err(|error| TagRefusal::Name {
            component: cx.product.name.clone(),
            message: error.to_string(),
            help: place::Explain::help(&error),
        })?;
        tags.retain(|known| known.name != name);
        let title = title(cx, operation, moved);
        tags.push(PlannedTag { name, component: None, title, lead: true });
    } else {
        let lead = lead(cx, moved, &tags);
        if let Some(lead) = lead {
            let mut tag = tags.remove(lead);
            tag.lead = true;
            tags.push(tag);
        } else if let Some(step) = moved.iter().next() {
            return Err(TagRefusal::Nothing { component: cx.name(step.component) }.into());
        }
    }
    each(&tags, |tag| match cx.snapshot.tags.clash(&tag.name) {
        None => Ok(()),
        Some(existing) => {
            let (tag, existing) = (tag.name.clone(), existing.to_string());
            Err(TagRefusal::Exists { tag, existing }.into())
        }
    })?;
    if let Some((one, other)) = tags::clashing(tags.iter().map(|tag| tag.name.as_str())) {
        return Err(TagRefusal::Clash { one: one.to_string(), other }.into());
    }
    Ok(tags)
}

/// Components by what stands before and after the version in their tags: those that share it share
/// a tag, which would say of all of them that they moved (SEMANTICS 7).
fn sharers<'a>(cx: &'a Context<'_>) -> BTreeMap<(&'a str, &'a str), Vec<usize>> {
    let mut sharers: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for index in cx.members() {
        let component = cx.product.components.get(index);
        if let Some(tag) = component.and_then(|component| component.tag.as_ref()) {
            sharers.entry((tag.prefix(), tag.suffix())).or_default().push(index);
        }
    }
    sharers
}

/// The version that the product's own tag carries: made when the line moves, freshly reset.
fn product_version(cx: &Context<'_>, operation: &Operation, moved: &Moves) -> Option<Version> {
    let line = cx.product.lines.get(cx.line)?;
    let form = line.scheme.form(None)?;
    if !matches!(line.scheme.release().product_tag, ProductTag::Line) {
        return None;
    }
    let after = super::numbers::line_after(cx, moved)?;
    let exact = match &operation.target {
        Target::Exact(text) => form.parse(text).ok().map(|version| form.released(&version)),
        _ => None,
    };
    if exact.is_none()
        && let Some(pre) = &operation.pre
    {
        return product_pre(cx, pre, form, moved);
    }
    let moves = exact.is_some() || cx.state.version.as_ref() != Some(&after);
    moves.then(|| exact.unwrap_or_else(|| form.fresh(&after, &cx.given(form))))
}

/// The product's version of a pre-release: made when it leads to a line to come.
fn product_pre(cx: &Context<'_>, pre: &Pre, form: &Form, moved: &Moves) -> Option<Version> {
    let lines = moved
        .iter()
        .filter_map(|step| Some(cx.product.components.get(step.component)?.form.line(&step.to)));
    let next = lines.max()?;
    if next.is_empty() || cx.state.version.as_ref().is_some_and(|line| next <= *line) {
        return None;
    }
    let last = cx.state.ahead.as_ref().filter(|ahead| ahead.line == next);
    let last = last.and_then(|ahead| form.mark(&ahead.version));
    form.pre_after(&form.fresh(&next, &cx.given(form)), last, &pre.label).ok()
}

/// Which tag leads where the product has none of its own: that of the component whose version is
/// the product's, else the first.
fn lead(cx: &Context<'_>, moved: &Moves, tags: &[PlannedTag]) -> Option<usize> {
    let line = cx.product.lines.get(cx.line)?;
    if let ProductTag::Role(role) = &line.scheme.release().product_tag {
        let suite = moved.iter().find_map(|step| {
            let component = cx.product.components.get(step.component)?;
            (component.role.as_ref() == Some(role)).then(|| component.name.clone())
        });
        if let Some(suite) = suite {
            let own = tags.iter().position(|tag| tag.component.as_ref() == Some(&suite));
            if own.is_some() {
                return own;
            }
        }
    }
    (!tags.is_empty()).then_some(0)
}

/// What is released, in a person's words: the product and its version where the line moved, else
/// the component that leads and its version.
pub(super) fn subject(cx: &Context<'_>, operation: &Operation, moved: &Moves) -> (String, String) {
    let product = cx.speaker();
    if let Some(version) = product_version(cx, operation, moved) {
        return (product.to_string(), version.to_string());
    }
    match leader(cx, moved) {
        Some(first) => (cx.name(first.component), first.to.to_string()),
        None => (product.to_string(), String::new()),
    }
}

/// Who leads of those that move: the one whose version is the product's, else the first.
fn leader<'m>(cx: &Context<'_>, moved: &'m Moves) -> Option<&'m Move> {
    let role = cx.product.lines.get(cx.line).and_then(|line| {
        if let ProductTag::Role(role) = &line.scheme.release().product_tag {
            Some(role.clone())
        } else {
            None
        }
    });
    let suite = moved.iter().find(|step| {
        let component = cx.product.components.get(step.component);
        role.is_some() && component.is_some_and(|component| component.role == role)
    });
    suite.or(moved.iter().next())
}

/// What a person calls this release.
pub(crate) fn title(cx: &Context<'_>, operation: &Operation, moved: &Moves) -> String {
    let (name, version) = subject(cx, operation, moved);
    let more = moved.iter().count().saturating_sub(1);
    if more == 0 || name == cx.speaker() {
        return format!("{name} {version}");
    }
    format!("{name} {version} and {more} more")
}

/// The release commit's subject.
fn commit_subject(
    cx: &Context<'_>,
    operation: &Operation,
    moved: &Moves,
    tags: &[PlannedTag],
) -> String {
    let Some(template) = &cx.product.git.messages.commit else {
        return format!("Release {}", title(cx, operation, moved));
    };
    let (name, version) = subject(cx, operation, moved);
    let component = leader(cx, moved).map(|step| cx.name(step.component)).unwrap_or_default();
    let values = [
        ("product", cx.product.name.as_str()),
        ("name", name.as_str()),
        ("component", component.as_str()),
        ("version", version.as_str()),
        ("date", &cx.given.date.to_string()),
        ("tag", tags.last().map_or("", |tag| tag.name.as_str())),
    ];
    filled(template, &values)
}

fn component_title(cx: &Context<'_>, component: &str, version: &Version, tag: &str) -> String {
    let messages = &cx.product.git.messages;
    messages.tag_title(&cx.product.name, component, version.as_str(), cx.given.date, tag)
}

/// The release commit's message: subject, what moved and why, and the trailers that let lint know
/// the commit as a release's own.
pub(crate) fn commit_message(
    cx: &Context<'_>,
    (operation, options): (&Operation, &Options),
    moved: &Moves,
    (steps, planned): (&[Step], &[PlannedTag]),
) -> String {
    let mut message = format!("{}\n\n", commit_subject(cx, operation, moved, planned));
    for step in steps {
        let from = step.from.as_deref().filter(|from| *from != step.to);
        let _ = match from {
            Some(from) => writeln!(message, "- {} {from} -> {}", step.name, step.to),
            None => writeln!(message, "- {} {}", step.name, step.to),
        };
    }
    message.push('\n');
    if let Some(because) = &options.because {
        message.push_str(&because_line(because));
    }
    let bill: Vec<(String, String)> =
        steps.iter().map(|step| (step.name.clone(), step.to.clone())).collect();
    message.push_str(&tags::write_bill(&bill));
    // A number on purpose is no step that anybody could make out of the numbers themselves.
    if let Target::Exact(text) = &operation.target {
        message.push_str(&tags::write_exact(text));
    }
    // Whoever tags it later need not work out again what was planned.
    if options.no_tag {
        // It is merged where everybody has it, and tagged in any clone.
        let branch = cx.snapshot.shared.as_ref().or(cx.snapshot.branch.as_ref());
        let branch = branch.map(String::as_str).filter(|_| options.via_branch);
        let names = planned.iter().map(|tag| tag.name.as_str());
        message.push_str(&tags::write_waiting(names, branch));
    }
    message
}

/// Every slot that states a component's version, with all whose it is: one that they inherit, and
/// one in a file that each of them has, since both find it in their folder. `current` is the version
/// that a component has now.
pub(crate) fn slots<'a>(
    product: &Product,
    inventory: &'a Inventory,
    current: impl Fn(usize) -> Option<&'a Version>,
) -> BTreeMap<(&'a RepoPath, Span), Vec<usize>> {
    let mut sharers: BTreeMap<(&RepoPath, Span), Vec<usize>> = BTreeMap::new();
    let components = product.components.iter().enumerate();
    for (index, component) in components.filter(|(_, component)| !component.retired) {
        let form = &component.form;
        let current = current(index).map(|version| form.key(version));
        for (at, slot) in inventory.own(index).iter().enumerate() {
            // What was another number all along is not this component's (SEMANTICS 20).
            let agrees = slot.version.as_ref().is_ok_and(|v| Some(form.key(v)) == current);
            if at == 0 || slot.shared || slot.listed || agrees {
                sharers.entry((&slot.path, slot.span)).or_default().push(index);
            }
        }
    }
    sharers
}

/// Components that share one slot move as one, or not at all (SEMANTICS 12).
pub(crate) fn check_slots(cx: &Context<'_>, moved: &Moves) -> Result<(), PlanError> {
    for ((path, span), group) in slots(cx.product, cx.inventory, |index| cx.current(index)) {
        let planned = |index: &usize| moved.of(*index).map(|step| &step.to);
        let versions: Vec<&Version> = group.iter().filter_map(planned).collect();
        let Some(first) = versions.first() else { continue };
        let staying: Vec<String> =
            group.iter().filter(|i| planned(i).is_none()).map(|i| cx.name(*i)).collect();
        if !staying.is_empty() || versions.iter().any(|version| version != first) {
            return Err(Refusal::SharedSlot {
                path: path.clone(),
                span,
                moving: group
                    .iter()
                    .filter(|i| planned(i).is_some())
                    .map(|i| cx.name(*i))
                    .collect(),
                staying,
            }
            .into());
        }
    }
    Ok(())
}

impl Reason {
    /// The reason as people read it, after "because" or alone.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Requested => "asked for".into(),
            Self::Changed { since: Some(tag) } => format!("changed since {tag}"),
            Self::Changed { since: None } => "never released".into(),
            Self::All => "all move together".into(),
            Self::Embeds { component } => format!("embeds {component}"),
            Self::Requires { component, requirement } => {
                format!("requires {component} {requirement}, which excludes the new one")
            }
            Self::NeedsCore { core, from, to } => format!("needs {core} {to} instead of {from}"),
            Self::CatchUp { from, to } => format!("catches up from {from} to {to}"),
            Self::Suite => "its version is the product's".into(),
            Self::Impact { impact, needs, files, may, inferred } => {
                let files = match files.as_slice() {
                    [first, rest @ ..] if !rest.is_empty() => {
                        format!("{first} and {} more", rest.len())
                    }
                    files => files.concat(),
                };
                let verb = if *may { "may be" } else { "needs" };
                match inferred {
                    Some(words) => format!("{impact} {verb} {needs} ({files}: {words})"),
                    None => format!("{impact} {verb} {needs} ({files})"),
                }
            }
            Self::Pending { tag } => format!("promotes {tag}"),
        }
    }
}
