//! What was done, as JSON: the answers of commands that write something.

use std::path::Path;

use apply::{Abandoned, Foreseen, Published, Push};
use place::RepoPath;
use product::plan::Step;
use schemars::JsonSchema;
use serde::Serialize;

use super::json::{FORMAT, document};
use crate::unplanned::Unplanned;

/// A release that was published.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Published")]
pub(super) struct Release<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// What people call it.
    released: &'a str,
    /// The commit that its tags are on.
    commit: &'a str,
    /// The tags that exist, the lead tag last.
    tags: &'a [String],
    /// The tags that it waits for, the lead tag last.
    missing: &'a [String],
    /// Whether it was complete before.
    already: bool,
    /// The branch that was opened for the commit; null where none was.
    branch: Option<&'a str>,
    /// Where it was pushed to; null where it was not.
    pushed: Option<Pushed<'a>>,
    /// What it has beyond its plan; null where that is nothing.
    unplanned: Option<Beyond<'a>>,
}

/// What came in between the commit that a release was planned on and the one that gets its tags.
#[derive(Serialize, JsonSchema)]
struct Beyond<'a> {
    /// The commit that it was planned on.
    since: &'a str,
    /// The commits since that change what it moves, the oldest first; null where nobody can tell.
    commits: Option<Vec<&'a str>>,
    /// The components that it moves and that they changed.
    components: &'a [String],
    /// The change files of what it moves that came in.
    changes: Vec<&'a str>,
}

impl<'a> Beyond<'a> {
    fn of(unplanned: &'a Unplanned) -> Self {
        let commits = unplanned.commits.as_ref();
        Self {
            since: unplanned.since.as_str(),
            commits: commits.map(|all| all.iter().map(|(id, _)| id.as_str()).collect()),
            components: &unplanned.components,
            changes: unplanned.changes.iter().map(RepoPath::as_str).collect(),
        }
    }
}

/// Where a release was pushed to.
#[derive(Serialize, JsonSchema)]
struct Pushed<'a> {
    /// The remote's name.
    remote: &'a str,
    /// What the branch is called there.
    branch: &'a str,
}

impl<'a> Pushed<'a> {
    fn of(push: &'a Push) -> Self {
        Self { remote: &push.remote, branch: &push.branch }
    }
}

/// A release that was published, by what people call it, and what it has beyond its plan.
pub(crate) fn published(
    title: &str,
    published: &Published,
    unplanned: Option<&Unplanned>,
) -> String {
    document(&Release {
        format: FORMAT,
        released: title,
        commit: published.commit.as_str(),
        tags: &published.tags,
        missing: &published.missing,
        already: published.already,
        branch: published.via.as_deref(),
        pushed: published.pushed.as_ref().map(Pushed::of),
        unplanned: unplanned.map(Beyond::of),
    })
}

/// A release that was taken back, or that turned out to be complete.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Abandoned")]
pub(super) struct TakenBack<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// What people call it.
    abandoned: &'a str,
    /// Whether it stands: its lead tag was there, and only traces of its making were removed.
    complete: bool,
    /// Where the branch is, where commits were made on it since: those stay. Null otherwise.
    went_on: Option<&'a str>,
    /// Where it was being pushed to, where that had begun and a server may still be at work on it; null
    /// otherwise.
    pushing: Option<Pushed<'a>>,
    /// What stood in planned files that neither the release nor the commit before it put there.
    kept: Vec<Kept<'a>>,
    /// Planned files that are as somebody wrote them meanwhile, on top of what the release had written.
    left: Vec<&'a str>,
}

/// What stood in a file.
#[derive(Serialize, JsonSchema)]
struct Kept<'a> {
    /// The file, from the root of the repository.
    path: &'a str,
    /// What stood in it: `git cat-file blob ID` prints it.
    blob: &'a str,
}

/// A release that was taken back.
pub(crate) fn abandoned(abandoned: &Abandoned) -> String {
    let kept = abandoned.kept.iter();
    document(&TakenBack {
        format: FORMAT,
        abandoned: &abandoned.title,
        complete: abandoned.complete,
        went_on: abandoned.went_on.as_ref().map(|commit| commit.as_str()),
        pushing: abandoned.pushing.as_ref().map(Pushed::of),
        kept: kept.map(|(path, blob)| Kept { path: path.as_str(), blob: blob.as_str() }).collect(),
        left: abandoned.left.iter().map(|path| path.as_str()).collect(),
    })
}

/// What would become of an unfinished release.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Foreseen")]
pub(super) struct WouldBe<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// What would be done: `resume` or `abandon`.
    would: &'a str,
    /// What people call the release.
    release: &'a str,
    /// Whether it is complete: then only traces of its making would be removed.
    complete: bool,
    /// The step that it is at.
    step: &'a str,
    /// Its commit; null where that is still to be made.
    commit: Option<&'a str>,
    /// The files that it writes.
    files: Vec<&'a str>,
    /// The tags that it makes, the lead tag last.
    tags: &'a [String],
    /// Where it is pushed to; null where it is not.
    push: Option<Pushed<'a>>,
    /// What it has beyond its plan; null where that is nothing.
    unplanned: Option<Beyond<'a>>,
}

/// What would become of an unfinished release: whether it would go on, what is left of it, and what it
/// has beyond its plan.
pub(crate) fn foreseen(on: bool, foreseen: &Foreseen, unplanned: Option<&Unplanned>) -> String {
    document(&WouldBe {
        format: FORMAT,
        would: if on { "resume" } else { "abandon" },
        release: &foreseen.title,
        complete: foreseen.complete,
        step: &foreseen.step,
        commit: foreseen.commit.as_ref().map(|commit| commit.as_str()),
        files: foreseen.files.iter().map(|path| path.as_str()).collect(),
        tags: &foreseen.tags,
        push: foreseen.push.as_ref().map(Pushed::of),
        unplanned: unplanned.map(Beyond::of),
    })
}

/// The version that an operation would give.
#[derive(Serialize, JsonSchema)]
pub(super) struct Next<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The one version that was asked for; null where several go to versions of their own, and none
    /// of them is the product's.
    next: Option<&'a str>,
    /// Everything that would move, in the plan's order; empty outside of a product.
    components: Vec<Moves<'a>>,
}

/// What would become of a component.
#[derive(Serialize, JsonSchema)]
struct Moves<'a> {
    /// Its name.
    name: &'a str,
    /// Its version; null where it has none yet.
    from: Option<&'a str>,
    /// Its version afterwards.
    to: &'a str,
}

/// The version that an operation would give, and what would move.
pub(crate) fn next(next: Option<&str>, moves: &[&Step]) -> String {
    let moves = moves.iter();
    let moves =
        moves.map(|step| Moves { name: &step.name, from: step.from.as_deref(), to: &step.to });
    document(&Next { format: FORMAT, next, components: moves.collect() })
}

/// A report that was written.
#[derive(Serialize, JsonSchema)]
pub(super) struct Reported<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The file, as it was asked for.
    report: &'a str,
}

/// The report that was written to `path`.
pub(crate) fn reported(path: &str) -> String {
    document(&Reported { format: FORMAT, report: path })
}

/// A change file that was written.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Added")]
pub(super) struct Added<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// Its path, from the root of the repository.
    path: &'a str,
}

/// The change file that was written, at `path` from the repository's root.
pub(crate) fn added(path: &str) -> String {
    document(&Added { format: FORMAT, path })
}

/// Files of compatibility that were written.
#[derive(Serialize, JsonSchema)]
pub(super) struct Emitted<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The files, sorted by path.
    written: Vec<File<'a>>,
}

/// A file that tells what one component runs beside.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CompatFile")]
struct File<'a> {
    /// Where it is, as it was asked for.
    path: String,
    /// The component.
    component: &'a str,
    /// Its version.
    version: &'a str,
}

/// The files that were written: each with its path, and the component and version that it is of.
pub(crate) fn emitted<'a>(files: impl Iterator<Item = (&'a Path, &'a str, &'a str)>) -> String {
    let written = files.map(|(path, component, version)| File {
        path: path.display().to_string(),
        component,
        version,
    });
    document(&Emitted { format: FORMAT, written: written.collect() })
}
