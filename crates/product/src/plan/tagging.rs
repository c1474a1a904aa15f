//! The tags of a release, the lead tag last (SEMANTICS 6, 7).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use tags::Template;
use version::Version;

use super::called::Called;
use super::refused::{Refused, each};
use super::words::Names;
use super::{Context, Move, Moves, PlanError, PlannedTag, TagRefusal};
use crate::Product;

/// Refuses a release that nothing would say is out, as its tags are to be made later: one that changes
/// no file, and one of what has its version in tags only, which the next release of that would not see.
pub(super) fn recorded(cx: &Context<'_>, moved: &Moves, no_edits: bool) -> Result<(), PlanError> {
    let options = cx.request.options.settled(cx.product, !no_edits);
    // What is merged first is known by the tags that its branch waits for.
    if options.via_branch || !options.no_tag {
        return Ok(());
    }
    let unstated = |step: &&Move| cx.inventory.own(step.component).is_empty();
    let components = Names::of(moved.iter().filter(unstated), |step| cx.name(step.component));
    if !components.is_empty() {
        return Err(TagRefusal::Unstated { components }.into());
    }
    if !no_edits {
        return Ok(());
    }
    let components = Names::of(moved.iter(), |step| cx.name(step.component));
    Err(TagRefusal::Unwritten { components }.into())
}

/// The tags to make: participants' own in the order asked for, the lead tag last.
pub(crate) fn tags(
    cx: &Context<'_>,
    moved: &Moves,
    called: &Called,
) -> Result<Vec<PlannedTag>, PlanError> {
    let mut tags: Vec<PlannedTag> = Vec::new();
    let mut names = BTreeSet::new();
    let mut looked_at = BTreeSet::new();
    let mut refused = Refused::default();
    for step in moved.iter() {
        let Some(component) = cx.product.components.get(step.component) else { continue };
        let Some(template) = &component.tag else { continue };
        // The first that moves speaks for all that share its tag: they are looked at once.
        let first = looked_at.insert((template.prefix(), template.suffix()));
        let group = if first { cx.relations.sharers.of_tag(template) } else { &[] };
        let along = |index: &&usize| moved.of(**index).is_some_and(|other| other.to == step.to);
        let left = Names::of(group.iter().filter(|i| !along(i)), |index| cx.name(*index));
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
    if let (Some(version), Some(template)) = (&called.product, &cx.line.tag) {
        let name = template.write(version.as_str()).map_err(|error| TagRefusal::Name {
            component: cx.product.name.clone(),
            message: error.to_string(),
            help: place::Explain::help(&error),
        })?;
        tags.retain(|known| known.name != name);
        tags.push(PlannedTag { name, component: None, title: called.title(), lead: true });
    } else {
        let lead = lead(called, &tags);
        if let Some(lead) = lead {
            let mut tag = tags.remove(lead);
            tag.lead = true;
            tags.push(tag);
        } else if let Some(step) = moved.iter().next() {
            return Err(TagRefusal::Nothing { component: cx.name(step.component) }.into());
        }
    }
    each(&tags, |tag| {
        let name = || tag.name.clone();
        if let Some(place) = cx.product.git.ignores(&tag.name) {
            return Err(TagRefusal::Ignored { tag: name(), place: place.clone() }.into());
        }
        match cx.snapshot.tags.clash(&tag.name) {
            None => Ok(()),
            Some(existing) => {
                let existing = existing.to_string();
                Err(TagRefusal::Exists { tag: name(), existing }.into())
            }
        }
    })?;
    if let Some((one, other)) = tags::clashing(tags.iter().map(|tag| tag.name.as_str())) {
        return Err(TagRefusal::Clash { one: one.to_string(), other }.into());
    }
    Ok(tags)
}

/// Components by what stands before and after the version in their tags: those that share it share
/// a tag, which would say of all of them that they moved (SEMANTICS 7).
pub(super) struct Sharers<'a>(BTreeMap<(&'a str, &'a str), Vec<usize>>);

impl<'a> Sharers<'a> {
    /// The live components of all lines.
    pub(super) fn of(product: &'a Product) -> Self {
        let mut all: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, component) in product.live() {
            if let Some(tag) = &component.tag {
                all.entry((tag.prefix(), tag.suffix())).or_default().push(index);
            }
        }
        Self(all)
    }

    /// Those that are tagged like this, in file order.
    fn of_tag(&self, template: &'a Template) -> &[usize] {
        self.0.get(&(template.prefix(), template.suffix())).map_or(&[], Vec::as_slice)
    }
}

/// Which tag leads where the product has none of its own: that of the component whose version is
/// the product's, else the first.
fn lead(called: &Called, tags: &[PlannedTag]) -> Option<usize> {
    let own = tags.iter().position(|tag| tag.component == called.leader);
    own.or((!tags.is_empty()).then_some(0))
}

fn component_title(cx: &Context<'_>, component: &str, version: &Version, tag: &str) -> String {
    let messages = &cx.product.git.messages;
    messages.tag_title(&cx.product.name, component, version.as_str(), cx.given.date, tag)
}
