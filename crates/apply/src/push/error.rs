//! Everything that can keep a release from its remote.

use place::{Class, Explain, ObjectId, Place};
use repo::GitError;

use super::destination::DestinationError;
use super::send::{Failure, words};
use super::there::short;
use super::{Push, Wanted};
use crate::ApplyError;

/// Why a release was not pushed, or not wholly.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// Nobody can tell where it goes.
    #[error(transparent)]
    Destination(#[from] DestinationError),
    /// It cannot be asked what it has.
    #[error("remote `{remote}` ({place}) cannot be reached")]
    Unreachable {
        /// The remote.
        remote: String,
        /// Where it is, without credentials.
        place: String,
        /// What git said.
        source: GitError,
    },
    /// The branch has commits there that it has not here.
    #[error("`{branch}` on `{remote}` is at {}, which is not in the history here", there.short())]
    Moved {
        /// The remote.
        remote: String,
        /// What fetches from where it is pushed to: a word of a command.
        place: String,
        /// The branch there.
        branch: String,
        /// Where it is.
        there: ObjectId,
        /// Whether it may lack commits that are here.
        diverged: bool,
    },
    /// The release branch is there.
    #[error("branch `{name}` exists on `{remote}` already")]
    BranchThere {
        /// The remote.
        remote: String,
        /// The branch.
        name: String,
    },
    /// The commit to be tagged has not reached its branch there.
    #[error("`{branch}` on `{remote}` has not {}, which is to be tagged", commit.short())]
    NotMerged {
        /// The remote.
        remote: String,
        /// The branch there.
        branch: String,
        /// The commit.
        commit: ObjectId,
    },
    /// A tag is there, and is not this release's.
    #[error("tag `{name}` exists on `{remote}` already")]
    TagThere {
        /// The remote.
        remote: String,
        /// What fetches from where it is pushed to: a word of a command.
        place: String,
        /// The tag.
        name: String,
        /// Whether a release waits for it here: another clone may have made it.
        waits: bool,
    },
    /// A branch has no room there beside another.
    #[error("branch `{name}` cannot exist beside `{with}`, which is on `{remote}`")]
    NoRoom {
        /// The remote.
        remote: String,
        /// The branch to push.
        name: String,
        /// What is there.
        with: String,
        /// Whether it is a release branch, which could be called otherwise.
        via: bool,
    },
    /// A name has no room there beside another.
    #[error("`{name}` cannot exist beside `{with}`, which is on `{remote}`")]
    Clash {
        /// The remote.
        remote: String,
        /// The tag or branch to push.
        name: String,
        /// What is there.
        with: String,
    },
    /// The remote, or a hook, refused it, and has nothing of it.
    #[error("{}", refusal(remote, why.as_ref(), foreign))]
    Refused {
        /// The remote.
        remote: String,
        /// The ref that was refused, as git names it, and why; `None` where nothing was sent: it was
        /// refused here, or the remote takes no push of this kind.
        why: Option<(String, String)>,
        /// Whether it is the branch that was refused, and could be reached through another.
        is_branch: bool,
        /// What somebody else pushed meanwhile: names.
        foreign: Vec<String>,
        /// What the hooks said.
        said: String,
    },
    /// The remote cannot take several refs at once or none.
    #[error("remote `{remote}` cannot take several refs at once or none of them")]
    NotAtomic {
        /// The remote.
        remote: String,
    },
    /// Some of it is there.
    #[error("{}", standing(remote, there, lacking, foreign, said.is_some()))]
    Part {
        /// The remote.
        remote: String,
        /// The refs that are there, in full.
        there: Vec<String>,
        /// Those that are not.
        lacking: Vec<String>,
        /// Those that are there and hold something else.
        foreign: Vec<String>,
        /// What git and the hooks said; `None` where nothing was sent, because it cannot arrive.
        said: Option<String>,
    },
    /// The push failed, and the remote does not tell what became of it.
    #[error("the push to `{}` failed, and it does not tell what has arrived", push.remote)]
    Unknown {
        /// Where it went.
        push: Push,
        /// What git said.
        said: String,
    },
    /// It cannot be taken back, because it is out.
    #[error("`{remote}` has {} of it already", names(out))]
    Out {
        /// The remote.
        remote: String,
        /// The refs that are there, in full.
        out: Vec<String>,
    },
    /// It cannot be taken back, because nobody can tell whether it is out.
    #[error("some of it may have been pushed, and {cause}")]
    NotToBeTold {
        /// Why nobody can tell.
        cause: Box<ApplyError>,
    },
}

impl PushError {
    /// The refusal of a push of which nothing arrived. `direct` is whether the branch is one that the
    /// release could also reach through another.
    pub(super) fn refused(
        push: &Push,
        failure: Failure,
        foreign: Vec<Wanted>,
        direct: bool,
    ) -> Self {
        let remote = push.remote.clone();
        if failure.is_not_atomic {
            return Self::NotAtomic { remote };
        }
        let foreign = foreign.into_iter().map(|one| one.name).collect();
        let Failure { why, said, .. } = failure;
        let is_branch = direct && why.as_ref().is_some_and(|(name, _)| *name == push.branch);
        Self::Refused { remote, why, is_branch, foreign, said }
    }

    /// What to see to where a remote cannot be reached.
    pub(crate) fn reach(remote: &str) -> String {
        format!(
            "`git ls-remote {remote}` works without a question: passwords come from git's \
             credential helper, keys from an agent"
        )
    }

    /// Whether it is known that the remote has nothing of the release.
    pub(crate) fn nothing_is_out(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::NotAtomic { .. })
    }

    /// Whether an unfinished release that it stopped can only go on.
    pub(crate) fn only_forward(&self) -> bool {
        match self {
            Self::Part { there, .. } => !there.is_empty(),
            Self::Out { .. } => true,
            _ => false,
        }
    }
}

impl Explain for PushError {
    fn rule(&self) -> Option<&str> {
        matches!(self, Self::TagThere { .. } | Self::Clash { .. }).then_some("tag-exists")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Moved { branch: name, .. }
            | Self::BranchThere { name, .. }
            | Self::NotMerged { branch: name, .. }
            | Self::TagThere { name, .. }
            | Self::NoRoom { name, .. }
            | Self::Clash { name, .. }
            | Self::Refused { why: Some((name, _)), .. } => Some(Place::Ref(name.clone())),
            // What stands in the way is named before what is there.
            Self::Part { there, lacking, foreign, .. } => {
                let name = foreign.iter().chain(lacking).chain(there).next()?;
                Some(Place::Ref(short(name)))
            }
            Self::Unknown { push, .. } => Some(Place::Ref(push.branch.clone())),
            Self::Out { out, .. } => Some(Place::Ref(short(out.first()?))),
            Self::NotToBeTold { cause } => cause.place(),
            Self::Destination(error) => error.place(),
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Destination(error) => return error.help(),
            Self::Unreachable { remote, .. } => {
                format!("see that {}; or release here only, with --no-push", Self::reach(remote))
            }
            Self::Moved { place, branch, diverged, .. } => {
                let how = if *diverged { "--rebase" } else { "--ff-only" };
                format!("take in what is there first: `git pull {how} {place} {branch}`")
            }
            Self::TagThere { place, waits: true, .. } => format!(
                "another clone may have made what waits here: take that in with `git fetch --tags \
                 {place}`, and run it again"
            ),
            Self::NoRoom { with, via: true, .. } => format!(
                "git stores branches as files and folders: choose another `via-branch` in [git] of \
                 release.toml, or rename `{with}` there"
            ),
            Self::NoRoom { with, .. } => {
                format!("git stores branches as files and folders: rename `{with}` there")
            }
            Self::TagThere { place, name, .. } => format!(
                "fetch it with `git fetch {place} tag {name}`, see `git show {name}`, and release \
                 the next version: a published tag is never moved"
            ),
            Self::BranchThere { remote, name } => format!(
                "where its release was merged or is not wanted any more, remove it: `git push \
                 {remote} --delete {name}`; or choose another `via-branch` in [git] of release.toml"
            ),
            Self::NotMerged { remote, branch, .. } => format!(
                "bring it there first: merge it, or `git push {remote} {branch}`; or tag it here \
                 only, with --no-push"
            ),
            Self::Clash { .. } => {
                "git stores refs as files and folders, on some systems without regard to case; \
                 choose another template in release.toml"
                    .into()
            }
            Self::Refused { foreign, remote, .. } if !foreign.is_empty() => format!(
                "everything is as it was before; take in what is there with `git pull --rebase \
                 --tags {remote}`, and release again"
            ),
            Self::Refused { why: Some((_, why)), is_branch: true, .. }
                if why.contains("protected") =>
            {
                "everything is as it was before; for a protected branch, release with \
                 --via-branch"
                    .into()
            }
            Self::Refused { why: Some(_), is_branch: true, .. } => {
                "everything is as it was before; mend what the remote names and run it again; a \
                 protected branch is released with --via-branch"
                    .into()
            }
            Self::Refused { why: Some(_), .. } => "everything is as it was before; mend what the \
                                                   remote names and run it again"
                .into(),
            Self::Refused { why: None, .. } => {
                "everything is as it was before; mend what git, the pre-push hook or the remote \
                 names, and run it again"
                    .into()
            }
            Self::NotAtomic { .. } => "everything is as it was before; write `push-tags = \
                                       \"batched\"` in [git] of release.toml: the refs then go out \
                                       one after the other, the lead tag last"
                .into(),
            // Of one that is unfinished, `ways_out` knows more.
            Self::Part { remote, foreign, .. } if !foreign.is_empty() => format!(
                "nothing of another's is overwritten: see `git ls-remote {remote}`, and find out who \
                 pushed it"
            ),
            Self::Part { .. } | Self::Unknown { .. } => {
                "run it again: what is there is not sent again".into()
            }
            Self::Out { .. } => return None,
            Self::NotToBeTold { cause } => return cause.help(),
        })
    }

    fn said(&self) -> Option<String> {
        let said = match self {
            Self::Unreachable { source, .. } => &words(source.stderr()),
            Self::Refused { said, .. } | Self::Unknown { said, .. } => said,
            Self::Part { said, .. } => said.as_deref().unwrap_or_default(),
            Self::NotToBeTold { cause } => return cause.said(),
            _ => "",
        };
        (!said.is_empty()).then(|| said.to_owned())
    }

    fn class(&self) -> Class {
        match self {
            Self::TagThere { .. } | Self::Clash { .. } => Class::Policy,
            _ => Class::State,
        }
    }
}

/// Why nothing arrived.
fn refusal(remote: &str, why: Option<&(String, String)>, foreign: &[String]) -> String {
    match (why, foreign) {
        (_, [_, ..]) => {
            format!("somebody else pushed {} to `{remote}` meanwhile", names(foreign))
        }
        (Some((name, why)), []) => format!("`{remote}` refused `{name}`: {why}"),
        (None, []) => format!("the push to `{remote}` was refused before anything was sent"),
    }
}

/// What is there, what is not, and what is another's.
fn standing(
    remote: &str,
    there: &[String],
    lacking: &[String],
    foreign: &[String],
    has_failed: bool,
) -> String {
    let mut parts = Vec::new();
    match there {
        [] => parts.push(format!("`{remote}` has nothing of it")),
        there => parts.push(format!("`{remote}` has {}", names(there))),
    }
    if !lacking.is_empty() && !there.is_empty() {
        parts.push(format!("it lacks {}", names(lacking)));
    }
    if !foreign.is_empty() {
        parts.push(format!("{} there is not this release's", names(foreign)));
    }
    let parts = parts.join("; ");
    if has_failed { format!("the push failed: {parts}") } else { parts }
}

/// Refs as people write them: at most five.
pub(super) fn names(refs: &[String]) -> String {
    place::few(refs.iter().map(|name| format!("`{}`", short(name))), 5)
}

pub(super) fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
