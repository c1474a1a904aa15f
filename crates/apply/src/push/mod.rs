//! Pushing: the branch and every tag but the lead at once, then the lead tag alone (docs/safety.md,
//! "Pushing").
//!
//! The lead tag goes out last and alone, as it is made here: whoever sees it sees the whole release.
//! Up to the moment in which something may have reached the remote, a release can be undone; from
//! then on it only goes forward.

mod destination;
mod error;
mod send;
mod there;

use place::ObjectId;
use repo::Repo;
use serde::{Deserialize, Serialize};

pub use destination::destination;
pub use error::PushError;

use crate::ApplyError;
use crate::journal::Made;
use crate::release::Release;
use there::{Found, Standing};

/// Where a release is pushed to, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Push {
    /// The remote, by its name in git's configuration.
    pub remote: String,
    /// The branch there, without `refs/heads/`.
    pub branch: String,
    /// Whether the tags go out a few at a time, for remotes that take no more, or that cannot take
    /// several refs at once or none.
    pub batched: bool,
}

/// A ref that is to be there, with what it is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Its full name.
    pub(crate) name: String,
    pub(crate) id: ObjectId,
}

impl Wanted {
    fn tag((name, id): &(&str, &ObjectId)) -> Self {
        Self { name: format!("refs/tags/{name}"), id: (*id).clone() }
    }

    fn is_branch(&self) -> bool {
        self.name.starts_with("refs/heads/")
    }
}

/// Refuses, before anything is written, what the remote would refuse: a branch that has moved there,
/// and tags that are there, or have no room there. Nothing is asked where nothing is pushed.
///
/// # Errors
/// [`PushError`]; a remote that cannot be reached among it.
pub(crate) fn ready(release: &Release<'_>) -> Result<(), ApplyError> {
    let tx = &release.head.transaction;
    let Some(push) = &tx.push else { return Ok(()) };
    let names: Vec<&str> = tx.made().iter().map(|tag| tag.name.as_str()).collect();
    let goes = match (&tx.via, &tx.on) {
        (Some(_), _) => Goes::New,
        (None, Some(commit)) => Goes::Has(commit),
        (None, None) => Goes::On(&tx.base),
    };
    receivable(release.repo, push, &names, goes)
}

/// What a release does to the branch there.
#[derive(Debug, Clone, Copy)]
pub enum Goes<'a> {
    /// It goes on from this commit; one that is not there is made.
    On(&'a ObjectId),
    /// It is made.
    New,
    /// It stays, and has to have this commit, which is to be tagged.
    Has(&'a ObjectId),
}

/// Whether the remote has room for the tags `names`, the lead tag last, and for what becomes of the
/// branch. Writes nothing.
///
/// # Errors
/// [`PushError`]: what the remote would refuse; a remote that cannot be reached.
pub fn receivable(
    repo: &Repo,
    push: &Push,
    names: &[&str],
    goes: Goes<'_>,
) -> Result<(), ApplyError> {
    let there = Found::ask(repo, &push.remote)?;
    there.has_room(names, push)?;
    match goes {
        Goes::On(base) => there.goes_on_from(repo, push, base),
        Goes::New => Ok(there.lacks_branch(push)?),
        Goes::Has(commit) => there.has_commit(repo, push, commit),
    }
}

/// The step `push`: the branch, and every tag but the lead.
pub(crate) fn others(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    let Some(push) = release.head.transaction.push.clone() else { return Ok(Made::default()) };
    let wanted = before_lead(release, &push)?;
    deliver(release, &push, &wanted, 0)?;
    Ok(Made::default())
}

/// The step `push-lead`: the lead tag, alone.
pub(crate) fn lead(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    let Some(push) = release.head.transaction.push.clone() else { return Ok(Made::default()) };
    let mut wanted = before_lead(release, &push)?;
    let before = wanted.len();
    wanted.extend(release.tags()?.last().map(Wanted::tag));
    deliver(release, &push, &wanted, before)?;
    Ok(Made::default())
}

/// Refuses to take back what others may have seen. The remote is asked, where something may have
/// gone to it.
pub(crate) fn not_out(release: &Release<'_>, lead_is_here: bool) -> Result<(), ApplyError> {
    let Some(push) = release.head.transaction.push.as_ref() else { return Ok(()) };
    if lead_is_here {
        return Err(PushError::Here { remote: push.remote.clone() }.into());
    }
    if !release.is_begun("push") {
        return Ok(());
    }
    let wanted = before_lead(release, push)?;
    let found = Found::ask(release.repo, &push.remote)
        .map_err(|cause| PushError::NotToBeTold { cause: Box::new(cause) })?;
    let standing = found.standing(release, push, &wanted)?;
    // Where no commit is made, the branch there may well be where it is to be all along.
    let made = !release.head.transaction.files.is_empty();
    let out: Vec<String> = standing
        .there
        .into_iter()
        .filter(|one| made || !one.is_branch())
        .map(|one| one.name)
        .collect();
    if out.is_empty() {
        return Ok(());
    }
    Err(PushError::Out { remote: push.remote.clone(), out }.into())
}

/// Whether something of a release that failed with `cause` may have reached the remote.
pub(crate) fn may_be_out(release: &Release<'_>, cause: &ApplyError) -> bool {
    let tx = &release.head.transaction;
    let pushing = tx.push.is_some() && release.is_begun("push");
    pushing
        && (release.is_done("push")
            || !matches!(cause, ApplyError::Push(error) if error.nothing_is_out()))
}

/// What has to be there before the lead tag is.
fn before_lead(release: &Release<'_>, push: &Push) -> Result<Vec<Wanted>, ApplyError> {
    let mut wanted = Vec::new();
    if release.head.transaction.on.is_none() {
        let name = format!("refs/heads/{}", push.branch);
        wanted.push(Wanted { name, id: release.commit()?.clone() });
    }
    let tags = release.tags()?;
    let others = tags.get(..tags.len().saturating_sub(1)).unwrap_or_default();
    wanted.extend(others.iter().map(Wanted::tag));
    Ok(wanted)
}

/// Brings `wanted`, those before number `from` left out, to the remote, which has them by now. What is
/// there already is not sent again.
fn deliver(
    release: &mut Release<'_>,
    push: &Push,
    wanted: &[Wanted],
    from: usize,
) -> Result<(), ApplyError> {
    let mut left = wanted.get(from..).unwrap_or_default().to_vec();
    if left.is_empty() {
        return Ok(());
    }
    if release.resumed {
        let standing = Found::ask(release.repo, &push.remote)?.standing(release, push, wanted)?;
        if !standing.foreign.is_empty() {
            return Err(standing.part(push, String::new()).into());
        }
        left = standing.lacking;
        let own = wanted.get(from..).unwrap_or_default();
        left.retain(|one| own.contains(one));
    }
    // From here on something may be out.
    release.settle()?;
    for group in send::groups(push, &left) {
        let Err(failure) = send::send(release.repo, push, group) else { continue };
        let found = match Found::ask(release.repo, &push.remote) {
            Ok(found) => found,
            Err(_) => {
                return Err(PushError::Unknown { push: push.clone(), said: failure.said }.into());
            }
        };
        let standing: Standing = found.standing(release, push, wanted)?;
        let arrived = |one: &Wanted| standing.there.contains(one);
        if group.iter().all(arrived) {
            // The answer was lost, not the push.
            continue;
        }
        if standing.there.is_empty() && failure.is_definite {
            return Err(PushError::refused(push, &failure, standing.foreign).into());
        }
        return Err(standing.part(push, failure.said).into());
    }
    Ok(())
}
