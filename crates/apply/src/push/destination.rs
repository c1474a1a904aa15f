//! Which remote a branch's releases go to.

use repo::{Remote, Repo};

use super::{Push, PushError};
use crate::ApplyError;

/// Where a release of `branch` (a short name) is pushed to: to the remote that is named, else to
/// the one that the branch follows, else to `origin`, else to the only one there is. Nothing is asked
/// of the remote. The second value is the place, for people, without its password.
///
/// The branch is called there as it is here. One that follows a branch of another name there goes to
/// that only where git is told so (`push.default`), and is refused otherwise: a branch that was
/// started from another follows it by default. Where `pushes` is false the branch itself does not go
/// there; it is then called as the one that it follows.
///
/// # Errors
/// [`PushError`]: no remote, none of that name, several of which none is named; one that goes to
/// several places, or that is a mirror; a branch that follows what is no remote, or one of another
/// name.
pub fn destination(
    repo: &Repo,
    branch: &str,
    named: Option<&str>,
    batched: bool,
    pushes: bool,
) -> Result<(Push, String), ApplyError> {
    let remotes = repo.remotes()?;
    let followed = followed(repo, branch)?;
    let remote = choose(&remotes, branch, named, followed.as_deref())?;
    let name = remote.name.clone();
    let places = remote.shown();
    if places.len() > 1 {
        return Err(PushError::Places { remote: name, places }.into());
    }
    if repo.config_bool(&format!("remote.{name}.mirror"))? == Some(true) {
        return Err(PushError::Mirror { remote: name }.into());
    }
    let mut there = called(repo, branch, &name)?;
    if pushes && there != branch {
        match repo.config("push.default")?.as_deref() {
            Some("upstream" | "tracking") => {}
            Some("current" | "matching") => branch.clone_into(&mut there),
            _ => {
                let branch = branch.to_owned();
                return Err(PushError::OtherName { branch, remote: name, there }.into());
            }
        }
    }
    let place = places.into_iter().next().unwrap_or_default();
    Ok((Push { remote: name, branch: there, batched }, place))
}

/// What `branch` (a short name) is called where it is merged to: as the branch that it follows, if
/// that is one of the remote `named`, or of any where none is named; else as it is here. Nothing is
/// asked of a remote.
///
/// # Errors
/// Configuration that cannot be read.
pub fn name_there(repo: &Repo, branch: &str, named: Option<&str>) -> Result<String, ApplyError> {
    let remote = match (named, followed(repo, branch)?) {
        (Some(named), _) => named.to_owned(),
        (None, Some(followed)) => followed,
        (None, None) => return Ok(branch.to_owned()),
    };
    called(repo, branch, &remote)
}

/// What `branch` is called on `remote`, by the branch that it follows.
fn called(repo: &Repo, branch: &str, remote: &str) -> Result<String, ApplyError> {
    if followed(repo, branch)?.as_deref() == Some(remote)
        && let Some(merge) = repo.config(&format!("branch.{branch}.merge"))?
        && let Some(short) = merge.strip_prefix("refs/heads/")
    {
        return Ok(short.to_owned());
    }
    Ok(branch.to_owned())
}

/// The remote that `branch` follows. A branch of this very repository (`.`) is of none.
fn followed(repo: &Repo, branch: &str) -> Result<Option<String>, ApplyError> {
    let remote = repo.config(&format!("branch.{branch}.remote"))?;
    Ok(remote.filter(|remote| remote != "." && !remote.is_empty()))
}

/// The remote to push to, of those there are.
fn choose<'r>(
    remotes: &'r [Remote],
    branch: &str,
    named: Option<&str>,
    followed: Option<&str>,
) -> Result<&'r Remote, PushError> {
    let called = |name: &str| remotes.iter().find(|remote| remote.name == name);
    let known = || remotes.iter().map(|remote| remote.name.clone()).collect();
    if let Some(name) = named {
        return called(name)
            .ok_or_else(|| PushError::NoSuchRemote { remote: name.to_owned(), known: known() });
    }
    if let Some(name) = followed {
        // Whatever else there is, it is not what the branch goes to.
        return called(name).ok_or_else(|| PushError::Followed {
            branch: branch.to_owned(),
            followed: Remote::place(name),
            known: known(),
        });
    }
    match remotes {
        [] => Err(PushError::NoRemote),
        [only] => Ok(only),
        _ => called("origin").ok_or_else(|| PushError::Several { known: known() }),
    }
}
