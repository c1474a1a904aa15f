//! Pushing a release that is here already, without a journal: nothing is made, and what did not arrive
//! is pushed by the same call made again.

use repo::Repo;

use super::send::Means;
use super::there::{Found, Standing};
use super::{Push, PushError, Wanted, transmit};
use crate::lock::Lock;
use crate::publish::folder;
use crate::{ApplyError, Published};

/// Whether the remote lacks a tag of a release that is here. It is asked; nothing is written.
/// `commits` is whether the release made the commit that its tags are on.
///
/// # Errors
/// [`PushError`]: a remote that cannot be reached, or has another's tag of one of its names; a tag
/// that is not here any more.
pub fn lacks(
    repo: &Repo,
    push: &Push,
    published: &Published,
    commits: bool,
) -> Result<bool, ApplyError> {
    let wanted = all(repo, push, published, commits)?;
    // A branch that was removed there since has been merged: its release is there by its tags.
    Ok(standing(repo, push, &wanted)?.lacking.iter().any(|one| !one.is_branch()))
}

/// Pushes a release that is here, in the order in which one is pushed that is made: the branch up to
/// its commit and every tag but the lead, then the lead tag. What is there is not sent again.
///
/// # Errors
/// As [`lacks`]; a lock that another holds; what keeps a push from arriving.
pub fn push_published(
    repo: &Repo,
    push: &Push,
    published: &Published,
    commits: bool,
) -> Result<(), ApplyError> {
    let folder = folder(repo);
    let lock = Lock::take(&folder)?;
    let wanted = all(repo, push, published, commits)?;
    let lacking = standing(repo, push, &wanted)?.lacking;
    let means = Means { repo, folder: &folder, lock: Some(&lock) };
    let sent = match wanted.split_last() {
        None => Ok(()),
        Some((lead, before)) => {
            let (last, first): (Vec<Wanted>, Vec<Wanted>) =
                lacking.into_iter().partition(|one| one == lead);
            transmit(means, push, before, &first, false)
                .and_then(|()| transmit(means, push, &wanted, &last, false))
        }
    };
    // Whatever came of it, no release is under way.
    crate::scratch::remove(&folder).and(sent)
}

/// What is to be there, the lead tag last.
fn all(
    repo: &Repo,
    push: &Push,
    published: &Published,
    commits: bool,
) -> Result<Vec<Wanted>, ApplyError> {
    let name = format!("refs/heads/{}", push.branch);
    let mut wanted = vec![Wanted { name, id: published.commit.clone(), own: commits }];
    let names: Vec<&str> = published.tags.iter().map(String::as_str).collect();
    for (name, tag) in names.iter().zip(repo.tags(&names)?) {
        let Some(tag) = tag else {
            let remote = &push.remote;
            return Err(ApplyError::state(
                format!("tag `{name}` of the release is not here, and so cannot be pushed"),
                format!("fetch it from where it is, as with `git fetch {remote} tag {name}`"),
            ));
        };
        wanted.push(Wanted::tag(&(*name, &tag.object)));
    }
    Ok(wanted)
}

/// How it stands there, with nothing of another's in the way.
fn standing(repo: &Repo, push: &Push, wanted: &[Wanted]) -> Result<Standing, ApplyError> {
    let standing = Found::ask(repo, &push.remote)?.standing(repo, push, wanted)?;
    if standing.foreign.is_empty() {
        return Ok(standing);
    }
    let error: PushError = standing.part(push, None);
    Err(error.into())
}
