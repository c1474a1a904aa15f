//! Pushing: the branch and every tag but the lead at once, then the lead tag alone (docs/safety.md,
//! "Pushing").
//!
//! The lead tag goes out last and alone, as it is made here: whoever sees it sees the whole release.
//! Up to the moment in which something may have reached the remote, a release can be undone; from
//! then on it only goes forward.

mod begun;
mod destination;
mod error;
mod later;
mod send;
mod there;
mod ways;

use place::ObjectId;
use repo::Repo;
use serde::{Deserialize, Serialize};

pub use destination::{DestinationError, destination, name_there};
pub use error::PushError;
pub use later::{lacks, push_published};
pub(crate) use ways::{either, forward};

use crate::journal::Made;
use crate::publish::unfinished;
use crate::release::Release;
use crate::steps::StepId;
use crate::{ApplyError, Transaction, refs};
use send::Means;
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
    /// Whether it is there by the release alone, so that others see the release once it is. A branch
    /// that gets no commit is not.
    own: bool,
}

impl Wanted {
    fn tag((name, id): &(&str, &ObjectId)) -> Self {
        Self { name: format!("refs/tags/{name}"), id: (*id).clone(), own: true }
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
    let names: Vec<(&str, Option<&ObjectId>)> =
        tx.made().iter().map(|tag| (tag.name.as_str(), tag.here.as_ref())).collect();
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
/// branch. A tag that is here already goes with what it holds, which may be there too. Writes
/// nothing.
///
/// # Errors
/// [`PushError`]: what the remote would refuse; a remote that cannot be reached.
pub fn receivable(
    repo: &Repo,
    push: &Push,
    names: &[(&str, Option<&ObjectId>)],
    goes: Goes<'_>,
) -> Result<(), ApplyError> {
    let there = Found::ask(repo, &push.remote)?;
    there.has_room(names, push, goes)?;
    match goes {
        Goes::On(base) => there.goes_on_from(repo, push, base),
        Goes::New => Ok(there.lacks_branch(push)?),
        Goes::Has(commit) => there.has_commit(repo, push, commit),
    }
}

/// The step `push`: the branch, and every tag but the lead.
pub(crate) fn others(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    let Some(push) = release.head.transaction.push.clone() else { return Ok(Made::default()) };
    let (mut wanted, before) = all(release, &push)?;
    wanted.truncate(before);
    deliver(release, &push, &wanted, 0)?;
    Ok(Made::default())
}

/// The step `push-lead`: the lead tag, alone.
pub(crate) fn lead(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    let Some(push) = release.head.transaction.push.clone() else { return Ok(Made::default()) };
    let (wanted, before) = all(release, &push)?;
    deliver(release, &push, &wanted, before)?;
    Ok(Made::default())
}

/// Whether the release is out, here and where it is pushed to: its lead tag may have arrived before
/// that could be written down.
pub(crate) fn is_complete(release: &Release<'_>) -> Result<bool, ApplyError> {
    Ok(refs::complete(release)?.is_some()
        || refs::lead_here(release)?.is_some()
            && is_complete_there(release).map_err(|cause| unfinished(release, cause))?)
}

/// Whether the remote has all of the release, the lead tag included. It is asked.
fn is_complete_there(release: &Release<'_>) -> Result<bool, ApplyError> {
    let Some(push) = release.head.transaction.push.as_ref() else { return Ok(false) };
    let standing = ask_about_all(release, push)?;
    Ok(standing.lacking.is_empty() && standing.foreign.is_empty())
}

/// Refuses to take back what others may have seen. The remote is asked, where something may have
/// gone to it.
pub(crate) fn not_out(release: &Release<'_>) -> Result<(), ApplyError> {
    let Some(push) = release.head.transaction.push.as_ref() else { return Ok(()) };
    if !release.is_begun(StepId::Push) {
        return Ok(());
    }
    let out = ask_about_all(release, push)?.own();
    if out.is_empty() {
        return Ok(());
    }
    Err(PushError::Out { remote: push.remote.clone(), out }.into())
}

/// How everything that is to be there stands.
fn ask_about_all(release: &Release<'_>, push: &Push) -> Result<Standing, ApplyError> {
    let (wanted, _) = all(release, push)?;
    let found = Found::ask(release.repo, &push.remote)
        .map_err(|cause| PushError::NotToBeTold { cause: Box::new(cause) })?;
    found.standing(release.repo, push, &wanted)
}

/// Whether something of a release that failed with `cause` may have reached the remote.
pub(crate) fn may_be_out(release: &Release<'_>, cause: &ApplyError) -> bool {
    let tx = &release.head.transaction;
    tx.push.is_some()
        && (release.is_begun(StepId::Push) && precedes(tx) || release.is_begun(StepId::PushLead))
        && !matches!(cause, ApplyError::Push(error) if error.nothing_is_out())
}

/// Whether something by which the release is seen goes out before its lead tag.
pub(crate) fn precedes(tx: &Transaction) -> bool {
    !tx.files.is_empty() || tx.made().len() > 1
}

/// What has to be there, the lead tag last, and how much of it before that one is.
fn all(release: &Release<'_>, push: &Push) -> Result<(Vec<Wanted>, usize), ApplyError> {
    let mut wanted = Vec::new();
    if release.head.transaction.on.is_none() {
        let name = format!("refs/heads/{}", push.branch);
        let own = !release.head.transaction.files.is_empty();
        wanted.push(Wanted { name, id: release.commit()?.clone(), own });
    }
    let tags = release.tags()?;
    wanted.extend(tags.iter().map(Wanted::tag));
    let before = wanted.len() - usize::from(!tags.is_empty());
    Ok((wanted, before))
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
        let found = Found::ask(release.repo, &push.remote)?;
        let standing = found.standing(release.repo, push, wanted)?;
        if !standing.foreign.is_empty() {
            return Err(standing.part(push, None).into());
        }
        left = standing.lacking;
        let own = wanted.get(from..).unwrap_or_default();
        left.retain(|one| own.contains(one));
    }
    // From here on something may be out.
    release.settle()?;
    let means = Means { repo: release.repo, folder: &release.folder, lock: release.lock };
    // A branch that is merged, or is not pushed, is not what `--via-branch` is for.
    let tx = &release.head.transaction;
    let direct = tx.via.is_none() && tx.on.is_none();
    transmit(means, push, wanted, &left, direct)
}

/// Sends `left` of `wanted`, and says what became of it. `direct` is whether the branch is one that
/// the release could also reach through another.
fn transmit(
    means: Means<'_>,
    push: &Push,
    wanted: &[Wanted],
    left: &[Wanted],
    direct: bool,
) -> Result<(), ApplyError> {
    let mut has_sent = wanted.len() > left.len();
    for group in send::groups(push, left) {
        let Err(failure) = send::send(means, push, group) else {
            has_sent = true;
            continue;
        };
        let found = match Found::ask(means.repo, &push.remote) {
            Ok(found) => found,
            // Where none was sent, nobody has to be asked.
            Err(_) if !failure.has_sent && !has_sent => {
                return Err(PushError::refused(push, failure, Vec::new(), direct).into());
            }
            Err(_) => {
                return Err(PushError::Unknown { push: push.clone(), said: failure.said }.into());
            }
        };
        let standing: Standing = found.standing(means.repo, push, wanted)?;
        let arrived = |one: &Wanted| standing.there.contains(one);
        if group.iter().all(arrived) {
            // The answer was lost, not the push.
            has_sent = true;
            continue;
        }
        if failure.is_definite && standing.own().is_empty() {
            return Err(PushError::refused(push, failure, standing.foreign, direct).into());
        }
        return Err(standing.part(push, Some(failure.said)).into());
    }
    Ok(())
}
