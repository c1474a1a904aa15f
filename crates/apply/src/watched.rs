//! What is staged, what stands in the planned files and where the branch is, before and after a hook.

use place::Place;
use repo::{File, View};

use crate::ApplyError;
use crate::release::Release;
use crate::stage::{Differences, differences, restore};

/// How the index and the planned files were.
pub(crate) struct Watched {
    staged: Differences,
    disk: Vec<Option<File>>,
}

impl Watched {
    /// Looks at them as they are.
    pub(crate) fn look(release: &Release<'_>) -> Result<Self, ApplyError> {
        Ok(Self {
            staged: differences(release, release.commit()?)?,
            disk: release.repo.files(&View::Worktree, &release.head.paths())?,
        })
    }

    /// The files that are otherwise now, as git names them, sorted. What is staged is put back; what
    /// stands in planned files is put back with them, once the release is undone.
    pub(crate) fn changed(&self, release: &Release<'_>) -> Result<Vec<String>, ApplyError> {
        let now = differences(release, release.commit()?)?;
        let mut changed: Vec<&Vec<u8>> = now
            .keys()
            .chain(self.staged.keys())
            .filter(|path| now.get(*path) != self.staged.get(*path))
            .collect();
        changed.sort_unstable();
        changed.dedup();
        if !changed.is_empty() {
            restore(release, &put_back(&changed, &self.staged, &now))?;
        }
        let named = changed.into_iter().map(|path| String::from_utf8_lossy(path).into_owned());
        let mut files: Vec<String> = named.collect();
        let paths = release.head.paths();
        let after = release.repo.files(&View::Worktree, &paths)?;
        let both = paths.iter().zip(self.disk.iter().zip(&after));
        files.extend(both.filter(|(_, (was, is))| was != is).map(|(path, _)| path.to_string()));
        files.sort_unstable();
        files.dedup();
        Ok(files)
    }
}

/// The index entries that make `now` into `before` again, for the paths that differ.
fn put_back(
    changed: &[&Vec<u8>],
    before: &Differences,
    now: &Differences,
) -> Vec<(Vec<u8>, String, String)> {
    let entry = |path: &Vec<u8>| {
        let was = before.get(path).map(|d| (d.new_mode.clone(), d.new.clone()));
        // Without a difference before, the entry was the planned commit's.
        was.or_else(|| now.get(path).map(|d| (d.old_mode.clone(), d.old.clone())))
    };
    changed
        .iter()
        .filter_map(|path| entry(path).map(|(mode, id)| ((*path).clone(), mode, id)))
        .collect()
}

/// Refuses where commits were made while a hook ran, or something else was checked out: by the hook, or
/// by whoever works beside it. What is staged then is measured by another commit, and put back by
/// nobody here. With the hook's `outcome`, where that is a refusal as well.
pub(crate) fn stays(
    release: &Release<'_>,
    title: &str,
    place: Option<&Place>,
    outcome: &mut Result<(), ApplyError>,
) -> Result<(), ApplyError> {
    let tx = &release.head.transaction;
    let head = release.repo.state()?.head;
    let (title, place) = (title.to_owned(), place.cloned());
    let mut failed = || core::mem::replace(outcome, Ok(())).err().map(Box::new);
    if head.branch() != Some(tx.target()) {
        return Err(ApplyError::HookSwitched {
            title,
            planned: tx.target().to_owned(),
            home: tx.branch.clone(),
            now: head.branch().map(str::to_owned),
            failed: failed(),
            place,
        });
    }
    let Some(now) = head.commit().filter(|now| **now != tx.base) else { return Ok(()) };
    let entries = release.repo.entries_at(now, &release.head.paths()).unwrap_or_default();
    let held = tx.files.iter().zip(&release.made.blobs).zip(entries);
    let held = held.filter(|((_, new), entry)| entry.as_ref().is_some_and(|(_, id)| id == *new));
    Err(ApplyError::HookMoved {
        title,
        branch: tx.target().to_owned(),
        base: tx.base.clone(),
        now: now.clone(),
        held: held.map(|((change, _), _)| change.path.to_string()).collect(),
        failed: failed(),
        place,
    })
}
