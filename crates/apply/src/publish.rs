//! The four operations: publish, look, resume, abandon.

use std::path::{Path, PathBuf};

use place::{ObjectId, RepoPath};
use repo::Repo;

use crate::journal::{Contents, Head, Journal, Made, Record};
use crate::lock::Lock;
use crate::release::{Release, Watch, end};
use crate::steps::StepId;
use crate::{ApplyError, Push, Transaction, check, lock, locks, objects, own, push, refs};

/// A release that is out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The commit that the tags are on.
    pub commit: ObjectId,
    /// The tags that exist, the lead tag last.
    pub tags: Vec<String>,
    /// The tags that are still to be made, the lead tag last: only with
    /// [`Transaction::no_tag`]. Until they exist on [`Published::commit`], so does no release.
    pub missing: Vec<String>,
    /// Whether it was complete before this call.
    pub already: bool,
    /// The branch that was opened for the commit, and is checked out.
    pub via: Option<String>,
    /// Where it was pushed to by this call, or by the release that it completed.
    pub pushed: Option<Push>,
    /// What stood in planned files that neither we nor the base commit put there (written while a
    /// release was interrupted): `git cat-file blob <id>` gives it back.
    pub kept: Vec<(RepoPath, ObjectId)>,
    /// Planned files that are as somebody wrote them meanwhile.
    pub left: Vec<RepoPath>,
}

/// A release that was begun and is neither complete nor undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The plan's id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// The step that it is at, or stopped at.
    pub step: String,
    /// When it was begun, in seconds since 1970-01-01T00:00:00Z.
    pub started: i64,
    /// The commit, once it is made.
    pub commit: Option<ObjectId>,
    /// The files it writes, with the blobs that they become. Empty until the blobs exist, which
    /// they do whenever a hook runs.
    pub blobs: Vec<(RepoPath, ObjectId)>,
    /// Whether it is being undone.
    pub abandoning: bool,
    /// Whether others may have seen it, so that it can only go on.
    pub is_out: bool,
    /// How to call the program that can finish it.
    pub hint: String,
}

/// A release that is undone, or that turned out to be complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abandoned {
    /// The plan's id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Whether the lead tag was there already: then the release stands, and only traces of its
    /// making were removed.
    pub complete: bool,
    /// Where the branch is, if commits were made on it since: those, and the planned files that
    /// they may hold, were left alone.
    pub went_on: Option<ObjectId>,
    /// Where it was being pushed to, if that had begun: the remote has nothing of it now, and may
    /// still be working on it where the connection broke.
    pub pushing: Option<Push>,
    /// As in [`Published::kept`].
    pub kept: Vec<(RepoPath, ObjectId)>,
    /// Planned files that are as somebody wrote them meanwhile, on top of what the release had
    /// written there.
    pub left: Vec<RepoPath>,
}

/// Publishes a release. `watch` is told of each step, and of what hooks say.
///
/// A transaction whose lead tag is there and carries its id is complete: nothing is done, and the
/// result says so.
///
/// # Errors
/// Everything in [`ApplyError`]; unless its class is `Unfinished`, all is as it was.
pub fn publish(
    repo: &Repo,
    tx: &Transaction,
    watch: &mut Watch<'_>,
) -> Result<Published, ApplyError> {
    tx.check()?;
    let folder = folder(repo);
    let lock = Lock::take(&folder)?;
    if let Some(published) = out(repo, tx)? {
        return Ok(published);
    }
    let mut release = Release::new(repo, folder, ready(repo, tx)?);
    release.lock = Some(&lock);
    release.watch = Some(watch);
    push::ready(&release)?;
    let Err(cause) = release.forward() else { return release.published(false) };
    if push::may_be_out(&release, &cause) {
        let (title, hint) = (tx.title.clone(), tx.hint.clone());
        return Err(release.failed(ApplyError::HalfOut { title, cause: Box::new(cause), hint }));
    }
    let cause = match release.back() {
        Ok(()) => cause,
        Err(undo) => ApplyError::Stuck {
            cause: Box::new(cause),
            undo: Box::new(undo),
            hint: tx.hint.clone(),
        },
    };
    Err(release.failed(cause))
}

/// Whether [`publish`] would begin, for callers that ask somebody before they call it: writes
/// nothing, and takes no lock. Gives the release where it is out already.
///
/// # Errors
/// What [`publish`] refuses before it writes.
pub fn foresee(repo: &Repo, tx: &Transaction) -> Result<Option<Published>, ApplyError> {
    tx.check()?;
    if let Some(published) = out(repo, tx)? {
        return Ok(Some(published));
    }
    push::ready(&Release::new(repo, folder(repo), ready(repo, tx)?))?;
    Ok(None)
}

/// The release, where it is out already.
///
/// # Errors
/// Another one that is unfinished, and tags that are in its way.
fn out(repo: &Repo, tx: &Transaction) -> Result<Option<Published>, ApplyError> {
    if let Some(pending) = pending(repo)? {
        let Pending { title, step, hint, is_out, abandoning, .. } = pending;
        return Err(ApplyError::Pending { title, step, hint, is_out, abandoning });
    }
    let new = tx.made().iter().filter(|tag| tag.here.is_none());
    let names: Vec<&str> = new.map(|tag| tag.name.as_str()).collect();
    refs::applied(repo, &tx.id, &names)
}

/// What the journal will hold, where the release can begin.
fn ready(repo: &Repo, tx: &Transaction) -> Result<Head, ApplyError> {
    let head = check::ready(repo, tx)?;
    own::ready(repo, tx)?;
    Ok(head)
}

/// The release that is unfinished, if there is one. Takes no lock, so that a hook of the very
/// release may ask.
///
/// # Errors
/// A journal that cannot be read.
pub fn pending(repo: &Repo) -> Result<Option<Pending>, ApplyError> {
    let Some(contents) = Journal::read(&folder(repo))? else { return Ok(None) };
    let Contents { head, records, .. } = contents;
    let mut made = Made::default();
    let mut step = StepId::Journal;
    for record in &records {
        match record {
            Record::Before(id, _) => step = *id,
            Record::After(_, more) => made.absorb(more),
            Record::Abandoning | Record::Hook | Record::Kept(_) => {}
        }
    }
    let pushed = records.iter().any(|r| matches!(r, Record::After(StepId::Push, _)));
    let committed = records.iter().any(|r| matches!(r, Record::After(StepId::Commit, _)));
    Ok(Some(Pending {
        step: step.name().to_owned(),
        started: head.started,
        commit: made.commit.filter(|_| committed),
        blobs: head.paths().into_iter().zip(made.blobs).collect(),
        is_out: pushed && head.transaction.push.is_some() && push::precedes(&head.transaction),
        abandoning: records.contains(&Record::Abandoning),
        id: head.transaction.id,
        title: head.transaction.title,
        hint: head.transaction.hint,
    }))
}

/// Who publishes, resumes or abandons a release in this repository now, in the words that they left:
/// process and host. What [`pending`] tells of is theirs then.
#[must_use]
pub fn running(repo: &Repo) -> Option<String> {
    lock::held(&folder(repo))
}

/// Carries an interrupted release forward to the object ids that it would have had.
///
/// # Errors
/// [`ApplyError::Nothing`] where none is unfinished; [`ApplyError::Unfinished`] where something is
/// in its way.
pub fn resume(repo: &Repo, watch: &mut Watch<'_>) -> Result<Published, ApplyError> {
    let folder = folder(repo);
    let lock = Lock::take(&folder)?;
    let (mut release, abandoning) = reopen(repo, folder)?;
    release.lock = Some(&lock);
    release.watch = Some(watch);
    if let Some(commit) = refs::complete(&release)? {
        end(&mut release)?;
        release.made.commit = Some(commit);
        return release.published(true);
    }
    if abandoning {
        let tx = release.head.transaction;
        return Err(ApplyError::Abandoning { title: tx.title, hint: tx.hint });
    }
    let walked = locks::clear_own(&release)
        .and_then(|()| check::resumable(&release))
        .and_then(|()| objects::mend(&mut release).map(drop))
        .and_then(|()| release.forward());
    match walked {
        Ok(()) => release.published(false),
        Err(cause) => Err(unfinished(&release, cause)),
    }
}

/// Undoes an interrupted release: branch, tags, index and planned files are as they were.
///
/// # Errors
/// [`ApplyError::Nothing`] where none is unfinished; [`ApplyError::Unfinished`] where something is
/// in its way.
pub fn abandon(repo: &Repo) -> Result<Abandoned, ApplyError> {
    let folder = folder(repo);
    let _lock = Lock::take(&folder)?;
    let (mut release, _) = reopen(repo, folder)?;
    let pushing = release.head.transaction.push.clone().filter(|_| release.is_begun(StepId::Push));
    let complete = push::is_complete(&release)?;
    let walked = if complete {
        end(&mut release)
    } else {
        locks::clear_own(&release)
            .and_then(|()| check::undoable(&release))
            .and_then(|()| push::not_out(&release))
            .and_then(|()| release.back())
    };
    match walked {
        Ok(()) => Ok(Abandoned {
            complete,
            went_on: if complete { None } else { went_on(&release)? },
            pushing: pushing.filter(|_| !complete),
            kept: release.kept,
            left: release.left,
            id: release.head.transaction.id,
            title: release.head.transaction.title,
        }),
        Err(cause) => Err(unfinished(&release, cause)),
    }
}

/// Where the branch of a release that is undone is, if not where it was: commits were made on it.
fn went_on(release: &Release<'_>) -> Result<Option<ObjectId>, ApplyError> {
    let tx = &release.head.transaction;
    let head = release.repo.state()?.head;
    let here = head.branch() == Some(tx.target()) && !tx.files.is_empty();
    Ok(head.commit().filter(|now| here && **now != tx.base).cloned())
}

/// Our folder in the git folder that all working trees share.
pub(crate) fn folder(repo: &Repo) -> PathBuf {
    repo.common_dir().join("syncline")
}

/// Which working tree of its repository this is, wherever that was moved or is mounted: its git folder
/// seen from the one that all share. That of the main one is empty.
pub(crate) fn tree(repo: &Repo) -> Vec<u8> {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (own, common) = (whole(repo.git_dir()), whole(repo.common_dir()));
    own.strip_prefix(&common).unwrap_or(&own).as_os_str().as_encoded_bytes().to_vec()
}

/// Where the working tree is that a journal names: where git knows it by now, else where it was.
fn place_of(repo: &Repo, head: &Head) -> PathBuf {
    let was = || String::from_utf8_lossy(&head.root).into_owned().into();
    let common = repo.common_dir();
    let link = match head.tree.as_deref().map(core::str::from_utf8) {
        Some(Ok("")) if common.ends_with(".git") => Some(common.to_owned()),
        // The file that leads from a linked one to its git folder (gitrepository-layout, "worktrees").
        Some(Ok(tree)) if !tree.is_empty() => {
            let link = std::fs::read_to_string(common.join(tree).join("gitdir"));
            link.ok().map(|link| common.join(tree).join(link.trim_end()))
        }
        _ => None,
    };
    link.as_deref().and_then(Path::parent).map_or_else(was, Path::to_owned)
}

/// Takes up the release that the journal tells of, and whether it is being undone.
fn reopen(repo: &Repo, folder: PathBuf) -> Result<(Release<'_>, bool), ApplyError> {
    let contents = Journal::read(&folder)?.ok_or(ApplyError::Nothing)?;
    interrupted_elsewhere(repo, &contents)?;
    let abandoning = contents.records.contains(&Record::Abandoning);
    Release::reopened(repo, folder, contents).map(|release| (release, abandoning))
}

/// Refuses a release that was interrupted in another working tree.
pub(crate) fn interrupted_elsewhere(repo: &Repo, contents: &Contents) -> Result<(), ApplyError> {
    let head = &contents.head;
    let is_here = match &head.tree {
        Some(tree) => *tree == self::tree(repo),
        None => head.root == repo.root().as_os_str().as_encoded_bytes(),
    };
    if is_here {
        return Ok(());
    }
    let root = place_of(repo, head);
    let tx = &head.transaction;
    let gone = (!root.is_dir()).then(|| tx.branch.clone());
    Err(ApplyError::Elsewhere { title: tx.title.clone(), root, gone })
}

pub(crate) fn unfinished(release: &Release<'_>, cause: ApplyError) -> ApplyError {
    let tx = &release.head.transaction;
    let (title, hint) = (tx.title.clone(), tx.hint.clone());
    // What a push says of itself knows more than that.
    let told = matches!(cause, ApplyError::Push(_));
    if !told && push::may_be_out(release, &cause) {
        return release.failed(ApplyError::HalfOut { title, cause: Box::new(cause), hint });
    }
    let abandoning = release.abandoning;
    release.failed(ApplyError::Unfinished { title, cause: Box::new(cause), hint, abandoning })
}
