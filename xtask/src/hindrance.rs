//! What stands in a release's way before it begins, apart from the plan: what is unfinished, the
//! repository's state, the files that it would write.
//!
//! A release is refused for each of them when its turn comes. A plan that is only shown tells the
//! first of them beside it, in the same order.

use apply::{ApplyError, Pending};
use place::{ObjectId, RepoPath};
use product::Plan;
use repo::{Head, Repo, State};

use crate::load::{self, LoadError, Loaded};
use crate::session::program;
use crate::{Error, Session, awaited, consent, pushing, render, threads, unmerged};

/// Refuses while an earlier release is unfinished.
///
/// # Errors
/// [`LoadError::Unfinished`], or [`ApplyError::Locked`] while it runs; journals that cannot be read.
pub fn nothing_unfinished(repo: &Repo) -> Result<(), Error> {
    let pending = apply::pending(repo)?;
    // What is under way now is not for anybody else to finish.
    if let Some(holder) = pending.as_ref().and_then(|_| apply::running(repo)) {
        return Err(ApplyError::Locked { holder }.into());
    }
    pending.as_ref().map_or(Ok(()), |pending| Err(stopped(pending).into()))
}

/// The release that is unfinished, of which people are told, for what only looks. One that is running
/// is not: its own hooks look too.
///
/// # Errors
/// Journals that cannot be read.
pub fn tell_unfinished(session: &Session, repo: &Repo) -> Result<Option<Pending>, ApplyError> {
    let pending = apply::pending(repo)?.filter(|_| apply::running(repo).is_none());
    if let Some(pending) = &pending {
        session.say(&render::noted(&stopped(pending)));
    }
    Ok(pending)
}

fn stopped(pending: &Pending) -> LoadError {
    LoadError::Unfinished {
        title: pending.title.clone(),
        step: pending.step.clone(),
        program: program(),
        is_out: pending.is_out,
        abandoning: pending.abandoning,
    }
}

/// Refuses the states of a repository in which no release is made, before anybody is asked.
///
/// # Errors
/// [`LoadError`], with the command that helps.
pub fn ready(loaded: &Loaded, allowed: &[String]) -> Result<(), Error> {
    // A rebase detaches HEAD: what is under way says more than where HEAD is.
    if let Some(operation) = loaded.state.operation {
        return Err(LoadError::Operation { operation }.into());
    }
    let branch = match &loaded.state.head {
        Head::Branch { name, .. } => name,
        Head::Detached { .. } => return Err(LoadError::Detached.into()),
        Head::Unborn { branch } => return Err(LoadError::Unborn { branch: branch.clone() }.into()),
    };
    if !loaded.product.git.allows(branch, allowed) {
        return Err(LoadError::Branch {
            branch: branch.clone(),
            allowed: loaded.product.git.allow_branch.clone(),
        }
        .into());
    }
    if let Head::Branch { name, commit } = &loaded.state.head
        && let Some(behind) = loaded.repo.behind(name, commit)?
    {
        return Err(LoadError::Behind { branch: name.clone(), behind }.into());
    }
    Ok(())
}

/// Whether there is a commit to release from, with all of its history.
///
/// # Errors
/// [`LoadError::Unborn`], [`LoadError::Shallow`].
pub fn has_history(state: &State) -> Result<(), LoadError> {
    load::head(state)?;
    if state.shallow { Err(LoadError::Shallow) } else { Ok(()) }
}

/// Refuses what a release would be refused for before it begins, as far as a look tells: first of
/// all an unfinished one, whose staged files are not the user's to commit or to put away.
///
/// # Errors
/// The first thing in the way, and what cannot be read.
pub fn all_clear(session: &Session, loaded: &Loaded, plan: &Plan) -> Result<(), Error> {
    nothing_unfinished(&loaded.repo)?;
    ready(loaded, &plan.options.allow_branch)?;
    consent::hooks(plan).iter().try_for_each(|hook| apply::runnable(&loaded.repo, hook))?;
    apply::in_place(&loaded.repo, &loaded.state, &plan.branch, &plan.base_commit()?)?;
    unmerged::nothing_waits(loaded, plan)?;
    awaited::nothing_waits(session, loaded, plan)?;
    if let Some(via) = pushing::via(loaded, plan) {
        apply::has_room(&loaded.repo, &via)?;
    }
    let blob = |blob: &Option<String>| ObjectId::new(blob.as_ref()?);
    let files = plan.files.iter().map(|file| (&file.path, blob(&file.blob)));
    let files = files.chain(plan.guards.iter().map(|guard| (guard, None)));
    let files = files.filter_map(|(path, blob)| Some((RepoPath::new(path).ok()?, blob)));
    let files: Vec<_> = files.collect();
    let written = plan.files.iter().filter_map(|file| RepoPath::new(&file.path).ok());
    let (root, written) = (loaded.repo.root(), written.collect::<Vec<_>>());
    let mut read_only = Ok(());
    let (folders, touched) = threads::beside(
        || apply::folders_writable(root, &written),
        || {
            loaded.repo.touched(&files, &mut |at, there| {
                // The guards come after the files that are written.
                if let (Ok(()), Some(path)) = (&read_only, written.get(at)) {
                    read_only = apply::file_writable(path, there);
                }
            })
        },
    );
    if let Some(dirty) = ApplyError::dirty(touched?) {
        return Err(dirty.into());
    }
    read_only?;
    folders?;
    Ok(apply::maker_known(&loaded.repo)?)
}
