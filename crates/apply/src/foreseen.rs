//! What `resume` and `abandon` would do: a look at an interrupted release that changes nothing.

use place::{ObjectId, RepoPath};
use repo::Repo;

use crate::journal::Journal;
use crate::publish::{folder, interrupted_elsewhere, unfinished};
use crate::release::Release;
use crate::steps::StepId;
use crate::{ApplyError, Push, check, lock, locks, push, refs};

/// An interrupted release, and what is still to be done or undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// The plan's id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// The step that it stopped at.
    pub step: String,
    /// Whether it is complete: only traces of its making would be removed.
    pub complete: bool,
    /// Its commit, where that was made.
    pub commit: Option<ObjectId>,
    /// The files that it writes.
    pub files: Vec<RepoPath>,
    /// The tags that it makes, the lead tag last; none where they are made later.
    pub tags: Vec<String>,
    /// Where it is pushed to.
    pub push: Option<Push>,
}

/// What [`resume`](crate::resume) would complete. Writes nothing, and takes no lock.
///
/// # Errors
/// What that would refuse before it goes on.
pub fn foresee_resume(repo: &Repo) -> Result<Foreseen, ApplyError> {
    let release = look(repo)?;
    let complete = refs::complete(&release)?.is_some();
    if !complete && release.abandoning {
        let tx = release.head.transaction;
        return Err(ApplyError::Abandoning { title: tx.title, hint: tx.hint });
    }
    // What our own git left locked would be cleared first: until then nothing can be said.
    if !complete && locks::left(&release).is_empty() {
        check::resumable(&release).map_err(|cause| unfinished(&release, cause))?;
    }
    Ok(foreseen(&release, complete))
}

/// What [`abandon`](crate::abandon) would undo. Writes nothing, and takes no lock.
///
/// # Errors
/// What that would refuse before it goes back.
pub fn foresee_abandon(repo: &Repo) -> Result<Foreseen, ApplyError> {
    let release = look(repo)?;
    let complete = push::is_complete(&release)?;
    if !complete {
        let locked = !locks::left(&release).is_empty();
        let undoable = if locked { Ok(()) } else { check::undoable(&release) };
        undoable
            .and_then(|()| push::not_out(&release))
            .map_err(|cause| unfinished(&release, cause))?;
    }
    Ok(foreseen(&release, complete))
}

/// The release that the journal tells of, which nobody is at work on.
fn look(repo: &Repo) -> Result<Release<'_>, ApplyError> {
    let folder = folder(repo);
    let contents = Journal::read(&folder)?.ok_or(ApplyError::Nothing)?;
    if let Some(holder) = lock::held(&folder) {
        return Err(ApplyError::Locked { holder });
    }
    interrupted_elsewhere(repo, &contents)?;
    Ok(Release::looked_at(repo, folder, contents))
}

fn foreseen(release: &Release<'_>, complete: bool) -> Foreseen {
    let tx = &release.head.transaction;
    let commit = release.made.commit.clone().filter(|_| release.is_done(StepId::Commit));
    Foreseen {
        id: tx.id.clone(),
        title: tx.title.clone(),
        step: release.stopped_at().name().to_owned(),
        complete,
        commit: commit.or_else(|| tx.on.clone()),
        files: tx.files.iter().map(|change| change.path.clone()).collect(),
        tags: tx.made().iter().map(|tag| tag.name.clone()).collect(),
        push: tx.push.clone(),
    }
}
