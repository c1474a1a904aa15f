//! The commits that tell of a component in place of change files.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::NotedCommit;
use crate::changes::Changes;
use crate::{Committed, Snapshot};

/// The commits since `tag` that touched files of component `index`, the oldest first: not those that
/// releases made, and no merges, which bring what others tell.
pub(crate) fn since(
    changes: &Changes<'_>,
    snapshot: &Snapshot,
    index: usize,
    tag: &str,
) -> Vec<NotedCommit> {
    let Some(commits) = snapshot.commits.get(tag) else { return Vec::new() };
    let touching = commits.iter().filter(|commit| !changes.among(index, &commit.files).is_empty());
    touching.filter_map(|commit| told(commit)).collect()
}

/// Whether releases made all the commits since `tag` that touched files of component `index`, and
/// there are some. A pre-release that moved it only for what it embeds leaves no more than that.
pub(super) fn are_releases(
    changes: &Changes<'_>,
    snapshot: &Snapshot,
    index: usize,
    tag: &str,
) -> bool {
    let Some(commits) = snapshot.commits.get(tag) else { return false };
    let mut touching =
        commits.iter().filter(|commit| !changes.among(index, &commit.files).is_empty()).peekable();
    touching.peek().is_some() && touching.all(|commit| is_release(commit))
}

fn is_release(commit: &Committed) -> bool {
    !tags::read_releases(&commit.message).is_empty()
}

/// A commit by its subject; `None` where it has none, or is a release's own.
fn told(commit: &Committed) -> Option<NotedCommit> {
    if is_release(commit) {
        return None;
    }
    let subject = commit.message.trim_start().lines().next()?;
    // What stands in a file that people read has nothing hidden in it.
    let plain: String =
        subject.chars().map(|c| if place::is_hostile(c) { ' ' } else { c }).collect();
    let subject = plain.trim().to_string();
    (!subject.is_empty()).then(|| NotedCommit { id: commit.id.to_string(), subject })
}
