//! Which remote a branch's releases go to.

use repo::{Remote, Repo};

use super::{Push, PushError};
use crate::ApplyError;

/// Where a release of `branch` (a short name) is pushed to: to the remote that is named, else to
/// the one that the branch follows, else to `origin`, else to the only one there is. The branch is
/// called there as the one that it follows, if that is of this remote, and else as it is here.
/// Nothing is asked of the remote. The second value is the place, for people, without its password.
///
/// # Errors
/// [`PushError`]: no remote, none of that name, several of which none is named; one that goes to
/// several places, or that is a mirror.
pub fn destination(
    repo: &Repo,
    branch: &str,
    named: Option<&str>,
    batched: bool,
) -> Result<(Push, String), ApplyError> {
    let remotes = repo.remotes()?;
    let followed = repo.config(&format!("branch.{branch}.remote"))?;
    let remote = choose(&remotes, named, followed.as_deref())?;
    let name = remote.name.clone();
    let places = remote.shown();
    if places.len() > 1 {
        return Err(PushError::Places { remote: name, places }.into());
    }
    if repo.config_bool(&format!("remote.{name}.mirror"))? == Some(true) {
        return Err(PushError::Mirror { remote: name }.into());
    }
    let mut there = branch.to_owned();
    if followed.as_ref() == Some(&name)
        && let Some(merge) = repo.config(&format!("branch.{branch}.merge"))?
        && let Some(short) = merge.strip_prefix("refs/heads/")
    {
        short.clone_into(&mut there);
    }
    let place = places.into_iter().next().unwrap_or_default();
    Ok((Push { remote: name, branch: there, batched }, place))
}

/// The remote to push to, of those there are.
fn choose<'r>(
    remotes: &'r [Remote],
    named: Option<&str>,
    followed: Option<&str>,
) -> Result<&'r Remote, PushError> {
    let called = |name: &str| remotes.iter().find(|remote| remote.name == name);
    let known = || remotes.iter().map(|remote| remote.name.clone()).collect();
    if let Some(name) = named {
        return called(name)
            .ok_or_else(|| PushError::NoSuchRemote { remote: name.to_owned(), known: known() });
    }
    if let Some(remote) = followed.and_then(called).or_else(|| called("origin")) {
        return Ok(remote);
    }
    match remotes {
        [] => Err(PushError::NoRemote),
        [only] => Ok(only),
        _ => Err(PushError::Several { known: known() }),
    }
}
