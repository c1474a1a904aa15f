//! What was done, as JSON: the answers of commands that write something.

use std::path::Path;

use apply::Published;
use schemars::JsonSchema;
use serde::Serialize;

use super::json::{FORMAT, document};

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
}

/// Where a release was pushed to.
#[derive(Serialize, JsonSchema)]
struct Pushed<'a> {
    /// The remote's name.
    remote: &'a str,
    /// What the branch is called there.
    branch: &'a str,
}

/// A release that was published, by what people call it.
pub(crate) fn published(title: &str, published: &Published) -> String {
    document(&Release {
        format: FORMAT,
        released: title,
        commit: published.commit.as_str(),
        tags: &published.tags,
        missing: &published.missing,
        already: published.already,
        branch: published.via.as_deref(),
        pushed: published
            .pushed
            .as_ref()
            .map(|push| Pushed { remote: &push.remote, branch: &push.branch }),
    })
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
