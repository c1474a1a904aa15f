//! The bytes that a plan replaces: versions and what stands beside them, requirements between
//! siblings, lock entries.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::Edit;
use place::{ObjectId, Place, RepoPath, Span};
use version::{Dialect, Form, Version};

use super::dependants::DependantRefusal;
use super::refused::each;
use super::requirements::{Followed, Following};
use super::{
    Context, EditRole, ManifestRefusal, Move, Moves, PlanError, PlannedEdit, PlannedFile, Warning,
    beside, check, counted, dependants, locks, rising,
};
use crate::Content;
use crate::config::Component;
use crate::inventory::{Bond, Holding, LockEntry, Own};
use crate::spelling::{alike, spelled_beside};
use crate::tasks::{self, Executor};

/// What is replaced in each file, by span; each span once, however many components share it.
#[derive(Default)]
pub(super) struct Replaced {
    files: BTreeMap<RepoPath, Replacements>,
    /// What is worth knowing about files that are left as they are.
    pub(super) told: Vec<Warning>,
}

/// What is replaced in one file, by span.
type Replacements = BTreeMap<Span, Replacement>;

/// What stands at a span, and what is written there.
struct Replacement {
    old: String,
    new: String,
    role: EditRole,
}

impl Replaced {
    /// Replaces `old` by `new`, unless they are the same.
    pub(super) fn put(
        &mut self,
        path: &RepoPath,
        span: Span,
        old: &str,
        new: String,
        role: EditRole,
    ) {
        if old != new {
            let file = self.files.entry(path.clone()).or_default();
            file.insert(span, Replacement { old: old.to_string(), new, role });
        }
    }

    /// The version that is written at a span so far.
    fn version(&self, path: &RepoPath, span: Span) -> Option<&String> {
        let there = self.files.get(path)?.get(&span)?;
        (there.role == EditRole::Version).then_some(&there.new)
    }

    /// Leaves a file as it is.
    pub(super) fn leave(&mut self, path: &RepoPath) {
        self.files.remove(path);
    }

    /// Whether anything is replaced in a file.
    pub(super) fn touches(&self, path: &RepoPath) -> bool {
        self.files.contains_key(path)
    }

    /// The files in which something is replaced, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &RepoPath> {
        self.files.keys()
    }

    /// What is written at every span, sorted by path and offset.
    fn slots(&self) -> impl Iterator<Item = (&RepoPath, Span, &str)> {
        self.files.iter().flat_map(|(path, spans)| {
            spans.iter().map(move |(span, there)| (path, *span, there.new.as_str()))
        })
    }

    /// Whether every file reads as planned once it is edited; and what `meanwhile` makes.
    pub(super) fn checked<B: Send>(
        &self,
        cx: &Context<'_>,
        execute: &Executor<'_>,
        meanwhile: impl Fn() -> B + Sync,
    ) -> (Result<(), PlanError>, B) {
        let files: Vec<(&RepoPath, &Replacements)> = self.files.iter().collect();
        let check = |(path, spans): &(&RepoPath, &Replacements)| {
            check::reads_as_planned(cx, path, &edits_of(spans))
        };
        let part = |part: &[(&RepoPath, &Replacements)]| each(part, check);
        let (checks, other) = tasks::beside(execute, &files, part, meanwhile);
        (each(checks, |check| check).map(|_| ()), other)
    }

    /// Takes in what is replaced besides.
    fn extend(&mut self, other: Self) {
        for (path, spans) in other.files {
            self.files.entry(path).or_default().extend(spans);
        }
        self.told.extend(other.told);
    }

    /// The edits, sorted by path and offset.
    pub(super) fn edits(&self) -> Vec<PlannedEdit> {
        let edits = |(path, spans): (&RepoPath, &Replacements)| {
            let edit = |(span, there): (&Span, &Replacement)| PlannedEdit {
                path: path.to_string(),
                start: span.start,
                end: span.end,
                old: there.old.clone(),
                new: there.new.clone(),
                role: there.role,
            };
            spans.iter().map(edit).collect::<Vec<_>>()
        };
        self.files.iter().flat_map(edits).collect()
    }

    /// Whether nothing is replaced.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files that they are made to, sorted by path, with what each holds now.
    pub(super) fn files(&self, cx: &Context<'_>) -> Vec<PlannedFile> {
        let file = |path: &RepoPath| PlannedFile {
            path: path.to_string(),
            blob: cx.snapshot.content(path).and_then(Content::id).map(ObjectId::to_string),
        };
        self.files.keys().map(file).collect()
    }

    /// A file's bytes with everything replaced, as far as it can be.
    pub(super) fn after(&self, path: &RepoPath, before: &[u8]) -> Vec<u8> {
        let edits = self.files.get(path).map(edits_of).unwrap_or_default();
        manifest::splice(before, &edits).unwrap_or_else(|_| before.to_vec())
    }
}

fn edits_of(spans: &Replacements) -> Vec<Edit> {
    let edit = |(span, there): (&Span, &Replacement)| Edit {
        span: *span,
        old: there.old.clone(),
        new: there.new.clone(),
    };
    spans.iter().map(edit).collect()
}

/// What all moves replace; and what `meanwhile` makes.
pub(super) fn write<B: Send>(
    cx: &Context<'_>,
    moved: &Moves,
    execute: &Executor<'_>,
    meanwhile: impl Fn() -> B + Sync,
) -> (Result<Replaced, PlanError>, B) {
    let following = Following::new(cx, moved);
    let part = |steps: &[Move]| of_steps(cx, steps, &following);
    let (parts, other) = tasks::beside(execute, &moved.steps, part, meanwhile);
    (joined(cx, moved, &following, parts), other)
}

/// What all moves replace, from what some of them do.
fn joined(
    cx: &Context<'_>,
    moved: &Moves,
    following: &Following<'_>,
    parts: Vec<Result<Replaced, PlanError>>,
) -> Result<Replaced, PlanError> {
    let mut replaced = Replaced::default();
    for part in each(parts, |part| part)? {
        replaced.extend(part);
    }
    for (entries, followed) in following.beside(cx)? {
        requirement(cx, entries, followed, &mut replaced)?;
    }
    dependants::shared(cx, moved, replaced.slots())?;
    Ok(replaced)
}

/// What these moves replace by themselves.
fn of_steps(
    cx: &Context<'_>,
    steps: &[Move],
    following: &Following<'_>,
) -> Result<Replaced, PlanError> {
    let mut replaced = Replaced::default();
    each(steps, |step| {
        versions(cx, step, &mut replaced)?;
        beside::has_caption(cx, step)?;
        for followed in following.of(cx, step)? {
            requirement(cx, cx.inventory.locks(step.component), followed, &mut replaced)?;
        }
        Ok(())
    })?;
    Ok(replaced)
}

/// A requirement that follows, and what lock files copy of it, by those `entries` of its package.
fn requirement(
    cx: &Context<'_>,
    entries: &[LockEntry],
    (edge, version, new): Followed<'_>,
    replaced: &mut Replaced,
) -> Result<(), PlanError> {
    for copy in locks::copies(entries, edge) {
        let new = match copy.text == edge.text {
            true => new.clone(),
            false => edge.follow(cx.product, &copy.text, version)?,
        };
        replaced.put(&copy.path, copy.span, &copy.text, new, EditRole::Lock);
    }
    // One text may be the version as well, which does not go along with another's number.
    if let Some(own) = replaced.version(&edge.path, edge.span).filter(|own| **own != new) {
        return Err(DependantRefusal::Shared {
            on: cx.name(edge.on),
            version: version.to_string(),
            other: "the version that it is as well".into(),
            new: own.clone(),
            place: edge.place(),
        }
        .into());
    }
    replaced.put(&edge.path, edge.span, &edge.text, new, EditRole::Requirement);
    Ok(())
}

/// A component's new version in each of its ecosystems that spells it in its own way.
pub(crate) fn native(cx: &Context<'_>, step: &Move) -> BTreeMap<String, String> {
    let Some(component) = cx.product.components.get(step.component) else {
        return BTreeMap::new();
    };
    let dialects = cx.inventory.own(step.component).iter().map(|own| own.dialect);
    dialects
        .filter(|dialect| **dialect != version::native::PLAIN)
        .filter_map(|dialect| {
            let written = written(cx, &component.form, dialect, &step.to);
            let text = component.form.native(dialect, &written, None).ok()?;
            Some((dialect.id.to_string(), text))
        })
        .collect()
}

/// The places that state a component's version, and the lock entries that copy it.
fn versions(cx: &Context<'_>, step: &Move, replaced: &mut Replaced) -> Result<(), PlanError> {
    let Some(component) = cx.product.components.get(step.component) else { return Ok(()) };
    let form = &component.form;
    let refuse = |error, place: Place| ManifestRefusal::Native {
        component: component.name.clone(),
        to: step.to.to_string(),
        place,
        error,
    };
    let mut files = BTreeSet::new();
    let Some(holding) = cx.inventory.holding(step.component) else { return Ok(()) };
    for (at, own) in holding.own.iter().enumerate() {
        if counted::is_count(component, step, own) {
            if let Some(new) = counted::next(cx, component, step, own)? {
                replaced.put(&own.path, own.span, &own.text, new, EditRole::BuildNumber);
            }
            continue;
        }
        if at > 0 && !agrees(cx, component, step, own) {
            if own.must_agree() {
                return Err(ManifestRefusal::Disagree {
                    component: component.name.clone(),
                    text: own.text.clone(),
                    version: says(holding, step),
                    first: first(cx, step.component),
                    place: own.place(),
                }
                .into());
            }
            // It was another number all along: it is not this component's version.
            continue;
        }
        let version = written(cx, form, own.dialect, &step.to);
        let new = match says_it(form, own, &version) {
            true => own.text.clone(),
            false => {
                spelled_beside(form, own, &version).map_err(|error| refuse(error, own.place()))?
            }
        };
        rising::check(cx, component, step, own, &new)?;
        let first = files.insert(&own.path);
        if first {
            beside::write(cx, step, own, &new, replaced)?;
        }
        if cx.inventory.entry_instead_of(own).is_none() {
            for (span, old, new) in own.pieces(&new) {
                replaced.put(&own.path, span, old, new.into(), EditRole::Version);
            }
        }
    }
    for entry in cx.inventory.locks(step.component).iter().filter(|e| e.requires.is_none()) {
        let place = || Place::bytes(&entry.path, entry.span);
        let new = match alike(form, entry.dialect, &entry.text, &step.to) {
            Some(own) => Ok(own),
            None => form.native(entry.dialect, &written(cx, form, entry.dialect, &step.to), None),
        };
        let new = new.map_err(|error| refuse(error, place()))?;
        replaced.put(&entry.path, entry.span, &entry.text, new, EditRole::Lock);
    }
    Ok(())
}

/// Whether a place says the version that its component moves from, or goes along and says the one
/// that was released last: a version that was moved by hand and is adopted may have left it behind.
pub(super) fn agrees(cx: &Context<'_>, component: &Component, step: &Move, own: &Own) -> bool {
    let form = &component.form;
    let holding = cx.inventory.holding(step.component);
    if holding.is_some_and(|holding| holding.agrees(form, own, step.from.as_ref())) {
        return true;
    }
    let latest = cx.state.latest(step.component).filter(|_| own.bond == Bond::Along);
    let same = |stated: &Version| latest.is_some_and(|latest| form.same(stated, &latest.version));
    own.version.as_ref().is_ok_and(same)
}

/// Whether a place says `version` already, in a spelling that nobody warns of: a number that is adopted
/// stays as people wrote it.
fn says_it(form: &Form, own: &Own, version: &Version) -> bool {
    let stated = own.version.as_ref().is_ok_and(|stated| form.canonical(stated) == *version);
    stated && !form.is_loose(own.dialect, &own.text)
}

/// What a component's primary slot says: its version, or the text that leads to the next one.
fn says(holding: &Holding, step: &Move) -> String {
    let ahead = holding.own.first().filter(|_| holding.development.is_some());
    let version = || step.from.as_ref().map(ToString::to_string).unwrap_or_default();
    ahead.map_or_else(version, |own| own.text.clone())
}

/// The file and line that state a component's version.
fn first(cx: &Context<'_>, component: usize) -> String {
    let primary = cx.inventory.own(component).first();
    primary.map(|own| own.spot(cx.snapshot)).unwrap_or_default()
}

/// `version` as a place of dialect `dialect` holds it: with the build server's number where there
/// is room for it, and without it anywhere else (IBEX-1).
pub(super) fn written(
    cx: &Context<'_>,
    form: &Form,
    dialect: &Dialect,
    version: &Version,
) -> Version {
    match cx.given.external {
        Some(number) if form.has_room(dialect) => form.with_external(version, number),
        _ => version.clone(),
    }
}
