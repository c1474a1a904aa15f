//! Lock files that our own git left when it was killed, and only those.
//!
//! git's locks name no owner. A lock is taken for ours when the release stopped while it was writing
//! that file, the lock is not older than that, it holds nothing but what we were writing, and it does
//! not change while we watch.

use alloc::collections::{BTreeMap, BTreeSet};
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

/// What our own git left locked, as far as one look tells.
pub(crate) fn left(release: &Release<'_>) -> Vec<(PathBuf, Seen)> {
    let left = candidates(release).into_iter().filter_map(|(path, since, is_ours)| {
        let seen = look(&path)?;
        // File systems keep times less exactly than clocks do.
        let recent = seen.written + 2 >= since;
        (recent && is_ours(release, &path)).then_some((path, seen))
    });
    left.collect()
}

/// Removes what our own git left locked.
pub(crate) fn clear_own(release: &Release<'_>) -> Result<(), ApplyError> {
    let stale = left(release);
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

/// Whether a lock holds nothing but what we were writing.
type IsOurs = fn(&Release<'_>, &Path) -> bool;

/// A lock file, when git may have taken it for us, and whether it is ours.
type Candidate = (PathBuf, i64, IsOurs);

/// The locks that git may have held for us when the release stopped.
fn candidates(release: &Release<'_>) -> Vec<Candidate> {
    let (own, common) = (release.repo.git_dir(), release.repo.common_dir());
    let mut all: Vec<Candidate> = Vec::new();
    if release.stopped_in(&[StepId::Stage])
        && let Some(since) = release.since(StepId::Stage)
    {
        all.push((own.join("index.lock"), since, holds_our_index));
    }
    let moving = release.stopped_in(&[StepId::Refs, StepId::Lead]);
    if let Some(since) = refs_locked_since(release, moving) {
        let tx = &release.head.transaction;
        let mut add = |path: PathBuf, is_ours| all.push((path, since, is_ours));
        // git writes these two at once, with what was there before, and only where refs move.
        if moving {
            add(common.join("packed-refs.lock"), |_, _| true);
            add(common.join("reftable/tables.list.lock"), |_, _| true);
        }
        add(own.join("HEAD.lock"), holds_our_id);
        add(common.join(format!("refs/heads/{}.lock", tx.target())), holds_our_id);
        for tag in tx.made() {
            add(common.join(format!("refs/tags/{}.lock", tag.name)), holds_our_id);
        }
    }
    all
}

/// Since when git may hold refs for us: where nothing comes between, from when the files are written.
fn refs_locked_since(release: &Release<'_>, moving: bool) -> Option<i64> {
    if moving {
        let steps = [StepId::Stage, StepId::Refs, StepId::Lead];
        return steps.iter().filter_map(|step| release.since(*step)).min();
    }
    let early = !release.is_done(StepId::Refs) && release.head.settled;
    release.since(StepId::Stage).filter(|_| early)
}

/// Whether a ref's lock holds nothing, or an id of ours.
fn holds_our_id(release: &Release<'_>, path: &Path) -> bool {
    let Ok(text) = fs::read_to_string(path) else { return false };
    let text = text.trim_end();
    let made = &release.made;
    let mut ids = made.tags.iter().chain(&made.commit).chain([&release.head.transaction.base]);
    text.is_empty() || ids.any(|id| id.as_str() == text)
}

/// Whether the index's lock holds nothing, the beginning of an index, or one that differs from the index
/// in planned files alone, which it has as the release or its base does. What somebody commits or adds
/// meanwhile is in theirs, for as long as their editor is open.
fn holds_our_index(release: &Release<'_>, path: &Path) -> bool {
    const SIGNATURE: &[u8] = b"DIRC";
    let Ok(bytes) = fs::read(path) else { return false };
    if !SIGNATURE.starts_with(bytes.get(..SIGNATURE.len()).unwrap_or(&bytes)) {
        return false;
    }
    let index = release.repo.git_dir().join("index");
    let (Some(locked), Some(now)) = (entries(release, path), entries(release, &index)) else {
        return true;
    };
    let ours: BTreeSet<(&[u8], &str)> = release
        .head
        .transaction
        .files
        .iter()
        .zip(&release.made.blobs)
        .flat_map(|(change, new)| {
            let path = change.path.as_str().as_bytes();
            change.old.iter().chain([new]).map(move |id| (path, id.as_str()))
        })
        .collect();
    let is_planned =
        |path: &[u8]| release.head.paths().iter().any(|one| one.as_str().as_bytes() == path);
    let known = |(path, id): (&Vec<u8>, &String)| ours.contains(&(path.as_slice(), id.as_str()));
    let new = locked.iter().filter(|(path, id)| now.get(*path) != Some(id));
    let gone = now.keys().filter(|path| !locked.contains_key(*path));
    new.into_iter().all(known) && gone.into_iter().all(|path| is_planned(path))
}

/// The ids of all entries of an index, by path; `None` for what git does not read as one.
fn entries(release: &Release<'_>, index: &Path) -> Option<BTreeMap<Vec<u8>, String>> {
    let git = release.repo.git().reading().with_index(index);
    let output = git.run(&["ls-files", "-z", "-s"], b"").ok()?;
    let records = output.stdout.split(|byte| *byte == 0).filter(|record| !record.is_empty());
    let entries = records.map(|record| {
        let tab = record.iter().position(|byte| *byte == b'\t')?;
        let (head, path) = record.split_at_checked(tab)?;
        let id = core::str::from_utf8(head).ok()?.split(' ').nth(1)?;
        Some((path.get(1..)?.to_vec(), id.to_owned()))
    });
    entries.collect()
}

/// A lock as it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
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
