//! Which files are looked at: not what is in folders of other people's files, of tests and the like.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use place::RepoPath;

use super::{by_folder, members};

/// Folders whose files are somebody else's, made by a build, or there to be tested with.
const PASSED_OVER: &[&str] = &[
    "node_modules",
    "vendor",
    "vendored",
    "third_party",
    "thirdparty",
    "third-party",
    "external",
    "target",
    "dist",
    "build",
    "out",
    "bin",
    "obj",
    "test",
    "tests",
    "testdata",
    "test-crates",
    "fixture",
    "fixtures",
    "example",
    "examples",
    "sample",
    "samples",
    "snippets",
    "templates",
    "e2e",
    "playground",
    "playgrounds",
    "benches",
    "benchmark",
    "benchmarks",
    "fuzz",
];

/// What the last word of such a folder's name may be: `uv-examples`, `watchOS Example`, `maven-tests`,
/// `Core.Tests`.
const LAST_WORDS: &[&str] = &["example", "examples", "fixtures", "samples", "snippets", "tests"];

/// Folders that are so beside a build tool's file: what it lays over other people's projects, and
/// projects that it runs to test a plugin with.
const BESIDE: &[(&str, &str)] =
    &[("meson.build", "subprojects/packagefiles"), ("pom.xml", "src/it")];

/// The files among `paths`, which are all that the repository tracks, that a configuration could
/// name. What lies in folders of tests and the like is none of them, unless one of its `tags` names
/// such a folder, as those of Go's modules do.
#[must_use]
pub fn wanted(paths: &[RepoPath], tags: &[String]) -> Vec<RepoPath> {
    let foreign = Foreign::of(paths);
    let known = |path: &&RepoPath| {
        manifest::format_for(path.file_name()).is_some() || members::is_tool(path)
    };
    // What others read as a part of themselves lies where builds have their files.
    let imported = |path: &RepoPath| {
        manifest::format_for(path.file_name()).is_none() && manifest::is_imported(path.file_name())
    };
    let wanted = |path: &&RepoPath| {
        imported(path) || (known(path) && (!foreign.has(path) || by_folder::is_named(path, tags)))
    };
    paths.iter().filter(wanted).cloned().collect()
}

/// What is none of ours.
pub(super) struct Foreign(BTreeSet<RepoPath>);

impl Foreign {
    /// What is not among `tracked`, which are all files.
    pub(super) fn of(tracked: &[RepoPath]) -> Self {
        let folder = |path: &RepoPath| {
            let (_, folder) = BESIDE.iter().find(|(file, _)| *file == path.file_name())?;
            path.parent().unwrap_or_else(RepoPath::root).join(folder).ok()
        };
        Self(tracked.iter().filter_map(folder).collect())
    }

    /// Whether a file is.
    pub(super) fn has(&self, path: &RepoPath) -> bool {
        let folder = path.parent().unwrap_or_else(RepoPath::root);
        let names: Vec<&str> = folder.as_str().split('/').collect();
        let is_source_set = |pair: &[&str]| matches!(pair, ["src", name] if is_tests(name));
        names.iter().any(|name| is_passed_over(name))
            || names.windows(2).any(is_source_set)
            || self.0.iter().any(|one| folder.is_within(one))
    }
}

/// Whether what is in a folder of that name is none of ours, however it is capitalised. A `_` in front
/// changes nothing (`_vendor`), and two on both sides are of folders to be tested with
/// (`__fixtures__`, `__mocks__`).
fn is_passed_over(name: &str) -> bool {
    let hidden = name.len() > 1 && name.starts_with('.');
    let fenced = name.len() > 4 && name.starts_with("__") && name.ends_with("__");
    let name = name.trim_matches('_');
    let is_one_of = |all: &[&str], name: &str| all.iter().any(|one| one.eq_ignore_ascii_case(name));
    let last = name.rsplit(['-', '_', ' ', '.']).next().unwrap_or(name);
    hidden || fenced || is_one_of(PASSED_OVER, name) || is_one_of(LAST_WORDS, last)
}

/// Whether the sources of that name, beside those of what is built, are tests: `intTest` and
/// `testFixtures`, as Gradle's source sets are called.
fn is_tests(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && (name.ends_with("Test") || name.ends_with("Fixtures"))
}
