//! What is refused up front, before anything is written, with the command that helps.

use place::{ObjectId, RepoPath};
use repo::{Difference, File, Head as Branch, Mode, Operation, Repo, State, View};

use crate::journal::{FORMAT, Head, Original};
use crate::release::{Release, now};
use crate::steps::StepId;
use crate::{ApplyError, Transaction, branch, publish, refs, who, writable};

/// Refuses whatever would make the release fail half way, or run over the user's work. What comes
/// back is all that the journal holds.
pub(crate) fn ready(repo: &Repo, tx: &Transaction) -> Result<Head, ApplyError> {
    let state = repo.state()?;
    in_place(repo, &state, &tx.branch, &tx.base)?;
    branch::is_free(repo, tx)?;
    // Who releases is asked of git while the planned files are looked at.
    let asked = who::Asked::of(repo);
    let originals = originals(repo, tx)?;
    let (author, committer) = asked.answer()?;
    let wanted = |given: Option<bool>, key: &str| match given {
        Some(given) => Ok(given),
        None => repo.config_bool(key).map(|set| set.unwrap_or(false)),
    };
    Ok(Head {
        format: FORMAT,
        root: repo.root().as_os_str().as_encoded_bytes().to_vec(),
        tree: Some(publish::tree(repo)),
        started: now(),
        author,
        committer,
        sign_commit: wanted(tx.sign_commit, "commit.gpgSign")?,
        sign_tags: wanted(tx.sign_tags, "tag.gpgSign")?,
        settled: false,
        transaction: tx.clone(),
        originals,
    })
}

/// Refuses the states of the repository in which nothing is released: something else is under way
/// in it, a conflict is not resolved, or `branch` is not checked out, or not at `base`.
///
/// # Errors
/// [`ApplyError::State`], with the command that helps; [`ApplyError::Branch`] and
/// [`ApplyError::Moved`], where a plan of that branch and base is stale.
pub fn in_place(
    repo: &Repo,
    state: &State,
    branch: &str,
    base: &ObjectId,
) -> Result<(), ApplyError> {
    quiet(repo, state)?;
    if let Some(path) = repo.unmerged()? {
        return Err(ApplyError::state(
            format!("`{path}` has a merge conflict that is not resolved"),
            format!("resolve it and `git add {path}`, or give it up with `git restore -SW {path}`"),
        ));
    }
    at_base(state, branch, base)
}

/// Whether an interrupted release can be carried forward: its branch is checked out and is at the
/// base, or at the release's commit, or past it.
pub(crate) fn resumable(release: &Release<'_>) -> Result<(), ApplyError> {
    quiet(release.repo, &release.repo.state()?)?;
    let tx = &release.head.transaction;
    let now = refs::branch_if_open(release)?;
    if now == tx.base || holds_commit(release, &now)? {
        return Ok(());
    }
    Err(went_on(tx, "abandon"))
}

/// Whether an interrupted release can be undone: nobody built on its commit.
pub(crate) fn undoable(release: &Release<'_>) -> Result<(), ApplyError> {
    quiet(release.repo, &release.repo.state()?)?;
    let tx = &release.head.transaction;
    let now = refs::branch_if_open(release)?;
    let is_ours = release.made.commit.as_ref() == Some(&now);
    if now != tx.base && !is_ours && holds_commit(release, &now)? {
        return Err(went_on(tx, "resume"));
    }
    Ok(())
}

/// Whether a branch at `now` has the release's commit in its history.
fn holds_commit(release: &Release<'_>, now: &ObjectId) -> Result<bool, ApplyError> {
    match &release.made.commit {
        // One that git has collected is in no history.
        Some(commit) if release.is_begun(StepId::Refs) && release.repo.commit(commit).is_ok() => {
            Ok(release.repo.is_ancestor(commit, now)?)
        }
        _ => Ok(false),
    }
}

fn went_on(tx: &Transaction, way: &str) -> ApplyError {
    ApplyError::WentOn {
        branch: tx.target().to_owned(),
        title: tx.title.clone(),
        help: format!("only one way is left: `{} {way}`", tx.hint),
    }
}

/// Nothing else is under way in the repository.
fn quiet(repo: &Repo, state: &State) -> Result<(), ApplyError> {
    if let Some(Operation { name, continues }) = state.operation {
        let help = match continues {
            true => format!("end it with `git {name} --continue` or `git {name} --abort`"),
            false => format!("end it with `git {name} reset`"),
        };
        return Err(ApplyError::state(format!("a {name} is under way"), help));
    }
    if state.index_locked {
        let lock = repo.git_dir().join("index.lock");
        return Err(ApplyError::state(
            format!("another git has locked the index (`{}`)", lock.display()),
            format!("wait for it to end; if none runs, `rm {}`", lock.display()),
        ));
    }
    Ok(())
}

/// The checked-out branch is the plan's, and is where the plan saw it.
fn at_base(state: &State, branch: &str, base: &ObjectId) -> Result<(), ApplyError> {
    if state.shallow {
        return Err(ApplyError::state(
            "the clone is shallow: tags and history may be missing",
            "fetch them with `git fetch --unshallow --tags`",
        ));
    }
    match &state.head {
        Branch::Detached { commit } => Err(ApplyError::state(
            format!("no branch is checked out (HEAD is detached at {})", commit.short()),
            format!("check one out with `git switch {branch}`"),
        )),
        Branch::Unborn { branch: unborn } => Err(ApplyError::state(
            format!("branch `{unborn}` has no commit yet"),
            "make a first one with `git add .` and `git commit`",
        )),
        Branch::Branch { name, .. } if name != branch => {
            Err(ApplyError::Branch { planned: branch.to_owned(), now: name.clone() })
        }
        Branch::Branch { name, commit } if commit != base => {
            Err(ApplyError::Moved { branch: name.clone(), base: base.clone(), now: commit.clone() })
        }
        Branch::Branch { name, .. } => match &state.other_worktree {
            None => Ok(()),
            Some(other) => Err(ApplyError::state(
                format!("branch `{name}` is also checked out in `{}`", other.display()),
                format!("free it there with `git -C {} switch --detach`", other.display()),
            )),
        },
    }
}

/// The planned files are what the plan saw, and hold nothing that is not committed.
fn originals(repo: &Repo, tx: &Transaction) -> Result<Vec<Original>, ApplyError> {
    let paths: Vec<RepoPath> = tx.files.iter().map(|file| file.path.clone()).collect();
    let committed = repo.entries_at(&tx.base, &paths)?;
    for (change, entry) in tx.files.iter().zip(&committed) {
        regular(&change.path, entry.as_ref().map(|(mode, _)| *mode))?;
        let stale = |how| Err(ApplyError::Changed { path: change.path.clone(), how });
        match (&change.old, entry.as_ref().map(|(_, id)| id)) {
            (None, None) => {}
            (Some(old), Some(now)) if old == now => {}
            (Some(_), None) => return stale("is gone"),
            (None, Some(_)) => return stale("was to be new, and is there"),
            (Some(_), Some(_)) => return stale("has other content"),
        }
    }
    let all: Vec<RepoPath> = paths.iter().chain(&tx.guards).cloned().collect();
    let (dirty, mut disk) = repo.dirty_and_read(&all)?;
    if let Some(dirty) = ApplyError::dirty(dirty) {
        return Err(dirty);
    }
    // The guards come after the files.
    disk.truncate(paths.len());
    unread(repo, &paths, &mut disk)?;
    let mut originals = Vec::with_capacity(paths.len());
    for ((change, committed), disk) in tx.files.iter().zip(committed).zip(disk) {
        regular(&change.path, disk.as_ref().map(|file| file.mode))?;
        if change.old.is_none() && disk.is_some() {
            // An ignored file is not dirty, and would be overwritten all the same.
            let file = [(change.path.clone(), Difference::Untracked)];
            return ApplyError::dirty(file).map_or(Ok(Vec::new()), Err);
        }
        let mode = committed.and_then(|(mode, _)| mode.octal()).unwrap_or("100644");
        originals.push(Original { mode: mode.to_owned(), disk: disk.map(|file| file.bytes) });
    }
    writable::writable(repo.root(), &paths)?;
    Ok(originals)
}

/// Reads the files that nobody had to look into yet: new ones, which should not be there, and large
/// ones.
fn unread(repo: &Repo, paths: &[RepoPath], disk: &mut [Option<File>]) -> Result<(), ApplyError> {
    let left: Vec<usize> =
        (0..paths.len()).filter(|at| matches!(disk.get(*at), Some(None))).collect();
    let asked: Vec<RepoPath> = left.iter().filter_map(|at| paths.get(*at)).cloned().collect();
    for (at, file) in left.into_iter().zip(repo.files(&View::Worktree, &asked)?) {
        if let Some(place) = disk.get_mut(at) {
            *place = file;
        }
    }
    Ok(())
}

fn regular(path: &RepoPath, mode: Option<Mode>) -> Result<(), ApplyError> {
    let how = match mode {
        None | Some(Mode::Regular | Mode::Executable) => return Ok(()),
        Some(Mode::Symlink) => "is a symbolic link",
        Some(Mode::Submodule) => "is a submodule",
        Some(Mode::Other) => "is not a file",
    };
    let help = "name the file that it stands for in release.toml".into();
    Err(ApplyError::Unwritable { path: path.clone(), how, help })
}
