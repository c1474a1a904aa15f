//! Which remote a branch's releases go to.

use place::{Class, Explain, Place};
use repo::{Remote, Repo};

use super::error::quoted;
use super::{Push, PushError};
use crate::ApplyError;

/// Why nobody can tell where a release is to be pushed.
#[derive(Debug, thiserror::Error)]
pub enum DestinationError {
    /// There is no remote.
    #[error("there is no remote to push to")]
    NoRemote,
    /// There is none of that name.
    #[error("there is no remote `{remote}` to push to")]
    NoSuchRemote {
        /// The name.
        remote: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// Nobody says which of several is meant.
    #[error("there are several remotes to push to: {}", quoted(known))]
    Several {
        /// Those there are.
        known: Vec<String>,
    },
    /// One push would go to several places, and could arrive at some of them.
    #[error("remote `{remote}` is pushed to several places at once: {}", places.join(", "))]
    Places {
        /// The remote.
        remote: String,
        /// The places, without credentials.
        places: Vec<String>,
    },
    /// git pushes everything or nothing to a mirror.
    #[error("remote `{remote}` is a mirror, and git pushes no single refs to one")]
    Mirror {
        /// The remote.
        remote: String,
    },
    /// git is told to push the branch to what is no remote.
    #[error("branch `{branch}` goes to `{named}` ({key}), which is no remote of this clone")]
    NotOurs {
        /// The branch.
        branch: String,
        /// The key of git's configuration that says so.
        key: String,
        /// What it names, without credentials.
        named: String,
        /// The remotes there are.
        known: Vec<String>,
    },
    /// The branch follows one of another name, and git pushes to none such unless it is told to.
    #[error(
        "branch `{branch}` follows `{there}` on `{remote}`, and a push goes to a branch of its own name"
    )]
    OtherName {
        /// The branch.
        branch: String,
        /// The remote.
        remote: String,
        /// The branch that it follows there.
        there: String,
    },
}

impl Explain for DestinationError {
    fn place(&self) -> Option<Place> {
        match self {
            Self::OtherName { branch, .. } | Self::NotOurs { branch, .. } => {
                Some(Place::Ref(branch.clone()))
            }
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::NoRemote => {
                "add it with `git remote add origin URL`, or release here only, with --no-push"
                    .into()
            }
            Self::NoSuchRemote { remote, known } => match known.as_slice() {
                [] => format!("add it with `git remote add {remote} URL`, or use --no-push"),
                known => format!(
                    "there is {}: name one as `remote` in [git] of release.toml, or add it with \
                     `git remote add {remote} URL`",
                    quoted(known)
                ),
            },
            Self::Several { .. } => "say which: `remote = \"NAME\"` in [git] of release.toml, or \
                                     `git branch --set-upstream-to NAME/BRANCH`"
                .into(),
            Self::Places { .. } => "name a remote with one place as `remote` in [git] of \
                                    release.toml: what reaches one place and not the other could \
                                    not be taken back"
                .into(),
            Self::Mirror { remote } => format!(
                "name another remote as `remote` in [git] of release.toml, or `git config --unset \
                 remote.{remote}.mirror`"
            ),
            Self::NotOurs { branch, key, known, .. } => match known.as_slice() {
                [] => {
                    "add it as a remote with `git remote add origin URL`, and `git push -u origin \
                       BRANCH`; or release here only, with --no-push"
                        .replace("BRANCH", branch)
                }
                [only] => format!(
                    "name `{only}` with `git config {key} {only}`, or as `remote` in [git] of \
                     release.toml"
                ),
                known => format!(
                    "name one of {} with `git config {key} NAME`, or as `remote` in [git] of \
                     release.toml",
                    quoted(known)
                ),
            },
            Self::OtherName { branch, there, .. } => format!(
                "as with `git push`: `git config push.default upstream` says that it goes to \
                 `{there}`; `git branch --unset-upstream {branch}`, that it goes to `{branch}`"
            ),
        })
    }

    fn class(&self) -> Class {
        Class::State
    }
}

impl From<DestinationError> for ApplyError {
    fn from(error: DestinationError) -> Self {
        PushError::from(error).into()
    }
}

/// Where a release of `branch` (a short name) is pushed to: to the remote that is named, else to
/// the one that git would push the branch to (git-config,
/// `branch.<name>.pushRemote`, `remote.pushDefault`, `branch.<name>.remote`), else to `origin`, else to the only one there is.
/// Nothing is asked of the remote. The second value is the place, for people, without its password.
///
/// The branch is called there as it is here. One that follows a branch of another name there goes to
/// that only where git is told so (`push.default`), and is refused otherwise: a branch that was
/// started from another follows it by default. Where `pushes` is false the branch itself does not go
/// there; it is then called as the one that it follows.
///
/// # Errors
/// [`DestinationError`]: no remote, none of that name, several of which none is named; one that goes to
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
    let remote = choose(&remotes, branch, named, pushed(repo, branch)?)?;
    let name = remote.name.clone();
    let places = remote.shown();
    if places.len() > 1 {
        return Err(DestinationError::Places { remote: name, places }.into());
    }
    if repo.config_bool(&format!("remote.{name}.mirror"))? == Some(true) {
        return Err(DestinationError::Mirror { remote: name }.into());
    }
    let mut there = called(repo, branch, &name)?;
    if pushes && there != branch {
        match repo.config("push.default")?.as_deref() {
            Some("upstream" | "tracking") => {}
            Some("current" | "matching") => branch.clone_into(&mut there),
            _ => {
                let branch = branch.to_owned();
                return Err(DestinationError::OtherName { branch, remote: name, there }.into());
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

/// The remote that git pushes `branch` to, and the key of its configuration that says so. One that
/// is fetched from one place and pushed to another has a key for that of its own, which goes before
/// the remote that it follows (git-config, `branch.<name>.pushRemote`).
fn pushed(repo: &Repo, branch: &str) -> Result<Option<(String, String)>, ApplyError> {
    for key in [format!("branch.{branch}.pushRemote"), "remote.pushDefault".to_owned()] {
        if let Some(remote) = repo.config(&key)?.filter(|remote| !remote.is_empty()) {
            return Ok(Some((key, remote)));
        }
    }
    Ok(followed(repo, branch)?.map(|remote| (format!("branch.{branch}.remote"), remote)))
}

/// The remote to push to, of those there are: the one that release.toml names, else the one that a
/// key of git's configuration does.
fn choose<'r>(
    remotes: &'r [Remote],
    branch: &str,
    named: Option<&str>,
    pushed: Option<(String, String)>,
) -> Result<&'r Remote, DestinationError> {
    let called = |name: &str| remotes.iter().find(|remote| remote.name == name);
    let known = || remotes.iter().map(|remote| remote.name.clone()).collect();
    if let Some(name) = named {
        return called(name).ok_or_else(|| DestinationError::NoSuchRemote {
            remote: name.to_owned(),
            known: known(),
        });
    }
    if let Some((key, name)) = pushed {
        // Whatever else there is, it is not what the branch goes to.
        return called(&name).ok_or_else(|| DestinationError::NotOurs {
            branch: branch.to_owned(),
            key,
            named: Remote::place(&name),
            known: known(),
        });
    }
    match remotes {
        [] => Err(DestinationError::NoRemote),
        [only] => Ok(only),
        _ => called("origin").ok_or_else(|| DestinationError::Several { known: known() }),
    }
}
