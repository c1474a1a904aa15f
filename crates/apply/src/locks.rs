//! Lock files that our own git left when it was killed, and only those.
//!
//! git's locks name no owner. A lock is taken for ours when it is of a file that the interrupted
//! step was writing, it is not older than that step, its content (where it can tell) is nothing or
//! an id that we were writing, and it does not change while we watch.

use core::time::Duration;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::ApplyError;
use crate::release::Release;
use crate::steps::StepId;

/// How long a lock has to stand still: far longer than git holds one of these.
const STILL: Duration = Duration::from_millis(500);

/// Removes what our own git left locked.
pub(crate) fn clear_own(release: &Release<'_>) -> Result<(), ApplyError> {
    let stale: Vec<(PathBuf, Seen)> = candidates(release)
        .into_iter()
        .filter_map(|(path, tells)| {
            let seen = look(&path)?;
            let ours = !tells || is_ours(release, &path);
            // File systems keep times less exactly than clocks do.
            (ours && seen.written + 2 >= release.since()).then_some((path, seen))
        })
        .collect();
    if stale.is_empty() {
        return Ok(());
    }
    sleep(STILL);
    for (path, seen) in stale {
        if look(&path) == Some(seen) {
            fs::remove_file(&path).map_err(ApplyError::file("remove", path))?;
        }
    }
    Ok(())
}

/// The locks that git may have held for us, each with whether its content tells whose it is.
fn candidates(release: &Release<'_>) -> Vec<(PathBuf, bool)> {
    let (own, common) = (release.repo.git_dir(), release.repo.common_dir());
    let mut all = Vec::new();
    if release.is_begun(StepId::Stage) {
        all.push((own.join("index.lock"), false));
    }
    if release.is_begun(StepId::Refs) {
        let tx = &release.head.transaction;
        all.push((common.join("packed-refs.lock"), false));
        all.push((common.join("reftable/tables.list.lock"), false));
        all.push((own.join("HEAD.lock"), true));
        all.push((common.join(format!("refs/heads/{}.lock", tx.target())), true));
        let tags = tx.made().iter();
        all.extend(tags.map(|tag| (common.join(format!("refs/tags/{}.lock", tag.name)), true)));
    }
    all
}

/// Whether a ref's lock holds nothing, or an id of ours.
fn is_ours(release: &Release<'_>, path: &Path) -> bool {
    let Ok(text) = fs::read_to_string(path) else { return false };
    let text = text.trim_end();
    let made = &release.made;
    let mut ids = made.tags.iter().chain(&made.commit).chain([&release.head.transaction.base]);
    text.is_empty() || ids.any(|id| id.as_str() == text)
}

/// A lock as it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    length: u64,
    modified: Option<SystemTime>,
    /// The same, in whole seconds since 1970-01-01T00:00:00Z.
    written: i64,
}

fn look(path: &Path) -> Option<Seen> {
    let file = fs::symlink_metadata(path).ok()?;
    let modified = file.modified().ok();
    let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let written = since.and_then(|time| i64::try_from(time.as_secs()).ok()).unwrap_or(0);
    Some(Seen { length: file.len(), modified, written })
}
