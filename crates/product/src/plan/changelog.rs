//! What a release writes into changelogs: the notes of everything that moves, as a new section.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{Source, SourceError};
use place::{Class, Explain, Place};
use version::Version;

use super::called::Called;
use super::edits::Replaced;
use super::{Context, EditRole, Move, Moves, PlanError, PlannedTag};
use crate::changelog::{Layout, Names, Section, has, written};
use crate::config::Changelog;
use crate::notes::gather::{Gatherer, Going};
use crate::notes::{ComponentNotes, alone, sections};
use crate::rules::changelog::missing;

/// Why a changelog cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangelogRefusal {
    /// It is not there.
    #[error("{}", missing(.0.path.as_str()))]
    Missing(Changelog),
    /// It is no text.
    #[error(transparent)]
    Unreadable(SourceError),
    /// It has a section of that version.
    #[error("the changelog has {version} already: `{heading}`")]
    Had {
        /// The version.
        version: String,
        /// The heading.
        heading: String,
        /// Where it stands.
        place: Place,
    },
}

impl Explain for ChangelogRefusal {
    fn rule(&self) -> Option<&str> {
        Some("changelog")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Missing(changelog) => Some(changelog.place.clone()),
            Self::Unreadable(error) => error.place(),
            Self::Had { place, .. } => Some(place.clone()),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Missing(changelog) => crate::rules::changelog::help(changelog.path.as_str()),
            Self::Unreadable(error) => return error.help(),
            Self::Had { .. } => {
                "remove that section, or call it Unreleased: the release writes its heading".into()
            }
        })
    }

    fn class(&self) -> Class {
        match self {
            Self::Missing(_) => Class::Usage,
            Self::Unreadable(_) | Self::Had { .. } => Class::Policy,
        }
    }
}

/// Adds the sections of all that moves. A pre-release writes none: what it brought is told of by the
/// release that it leads to.
pub(super) fn write(
    cx: &Context<'_>,
    moved: &Moves,
    called: &Called,
    tags: &[PlannedTag],
    replaced: &mut Replaced,
) -> Result<(), PlanError> {
    if cx.product.changelogs().next().is_none() {
        return Ok(());
    }
    let gatherer = Gatherer::new(cx.product, cx.snapshot, cx.inventory, (cx.impacts, cx.state));
    let moves: BTreeMap<String, &Version> =
        moved.iter().map(|step| (cx.name(step.component), &step.to)).collect();
    let components = cx.product.components.iter();
    let known: Vec<&str> = components
        .map(|component| component.name.as_str())
        .chain(cx.product.lines.iter().filter_map(|line| line.name.as_deref()))
        .chain([cx.product.name.as_str()])
        .collect();
    let reads = |text: &str| {
        cx.product.components.iter().any(|component| component.form.parse(text).is_ok())
    };
    let names = Names { known: &known, reads: &reads };
    let to = |name: &str| moves.get(name).map(ToString::to_string);
    let mut all = Vec::new();
    for step in moved.iter().filter(|step| !is_pre(cx, step)) {
        let from = step.from.as_ref().map(ToString::to_string);
        let going = Going { from, to: Some(step.to.to_string()) };
        let told = gatherer.of(step.component, going, &step.reasons, &to);
        let component = cx.product.components.get(step.component);
        if let Some(changelog) = component.and_then(|component| component.changelog.as_ref()) {
            let tag = component.and_then(|one| one.tag.as_ref());
            let tag = tag.and_then(|tag| tag.write(step.to.as_str()).ok());
            let version = step.to.to_string();
            let day = cx.given.date.to_string();
            let tag = tag.as_deref();
            let section = Section { name: "", others: &[], names, version: &version, day, tag };
            add(cx, changelog, &section, replaced, &|level, there| {
                let mut out = String::new();
                alone(&mut out, &kept(&told, there), level);
                out
            })?;
        }
        all.push(told);
    }
    let Some(changelog) = cx.product.changelog.as_ref().filter(|_| !all.is_empty()) else {
        return Ok(());
    };
    let Called { name, version, .. } = called;
    // Where there are several lines, each says which it is.
    let one = cx.product.lines.len() == 1 && *name == cx.speaker();
    let tag = tags.last().map(|tag| tag.name.as_str());
    let day = cx.given.date.to_string();
    let name = if one { "" } else { name.as_str() };
    // The product's own version is not what a component once had.
    let called = cx.product.components.iter().map(|component| component.name.as_str());
    let others: Vec<&str> = if one { called.collect() } else { Vec::new() };
    let section = Section { name, others: &others, names, version, day, tag };
    add(cx, changelog, &section, replaced, &|level, there| {
        let mut out = String::new();
        let kept: Vec<ComponentNotes> = all.iter().map(|told| kept(told, there)).collect();
        // What people wrote is about all of it: those without a note add nothing.
        let some = |told: &ComponentNotes| !there || !told.notes.is_empty();
        let kept: Vec<ComponentNotes> = kept.into_iter().filter(some).collect();
        sections(&mut out, &kept, level);
        out
    })
}

fn is_pre(cx: &Context<'_>, step: &Move) -> bool {
    let component = cx.product.components.get(step.component);
    component.is_some_and(|component| component.form.is_pre(&step.to))
}

/// What is written of a component: its notes only, where people wrote something by hand.
fn kept(told: &ComponentNotes, there: bool) -> ComponentNotes {
    let mut kept = told.clone();
    if there {
        kept.commits.clear();
        kept.because.clear();
    }
    kept
}

/// Adds one section to one file.
fn add(
    cx: &Context<'_>,
    changelog: &Changelog,
    section: &Section<'_>,
    replaced: &mut Replaced,
    body: &dyn Fn(usize, bool) -> String,
) -> Result<(), PlanError> {
    let path = &changelog.path;
    let Some(bytes) = cx.snapshot.bytes(path) else {
        return Err(ChangelogRefusal::Missing(changelog.clone()).into());
    };
    let unreadable =
        |error: SourceError| ChangelogRefusal::Unreadable(error.named_at(Some(&changelog.place)));
    let source = Source::new(path, bytes).map_err(unreadable)?;
    let layout = Layout::of(source.body(), &section.names);
    if let Some(heading) = has(&layout, section) {
        let place = Place::bytes(path, source.span(heading.start..heading.end));
        let (version, heading) = (section.version.to_string(), heading.title.to_string());
        return Err(ChangelogRefusal::Had { version, heading, place }.into());
    }
    for edit in written(&source, &layout, section, body) {
        replaced.put(path, edit.span, &edit.old, edit.new, EditRole::Changelog);
    }
    Ok(())
}
