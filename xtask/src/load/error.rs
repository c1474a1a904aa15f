//! Why a product line cannot be loaded.

use std::io;
use std::path::PathBuf;

use place::{Class, Explain, PathError, Place};
use repo::{Behind, Operation};

use super::Unread;

/// Why a product line cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no configuration.
    #[error("there is no {path} in {}", root.display())]
    NoConfig {
        /// The file looked for.
        path: String,
        /// Where.
        root: PathBuf,
    },
    /// The file named with `--config` cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A path that leaves the repository.
    #[error(transparent)]
    Path(PathError),
    /// A file or a folder that release.toml names, and that cannot be read as such.
    #[error("{}", unread.error)]
    Named {
        /// Why.
        unread: Unread,
        /// Where it is named.
        place: Place,
    },
    /// A branch without a commit.
    #[error("branch `{branch}` has no commit yet")]
    Unborn {
        /// The branch.
        branch: String,
    },
    /// A clone without its history.
    #[error("this is a shallow clone: tags and history may be missing")]
    Shallow,
    /// HEAD is not on a branch.
    #[error("HEAD is detached: there is no branch to release on")]
    Detached,
    /// Something is under way.
    #[error("a {} is under way", operation.name)]
    Operation {
        /// What.
        operation: &'static Operation,
    },
    /// The branch is not one to release on.
    #[error("releases are not made on branch `{branch}`")]
    Branch {
        /// The branch.
        branch: String,
        /// Where they are made.
        allowed: Vec<String>,
    },
    /// The branch lacks what its remote's side has.
    #[error("branch `{branch}` is behind `{}` by {}", behind.upstream, commits(behind.commits))]
    Behind {
        /// The branch.
        branch: String,
        /// By how much, and of what.
        behind: Behind,
    },
    /// A commit says that it is a release, and its tags are not there.
    #[error("commit {commit} released {title}, and that is unfinished without {}", tags.join(", "))]
    Untagged {
        /// A component and the version that it has, or what the release is called.
        title: String,
        /// The commit.
        commit: String,
        /// The tags that are missing, the lead tag last.
        tags: Vec<String>,
        /// Whether it can still be taken back.
        revertible: bool,
        /// The remote that has that commit too, and may have the tags.
        remote: Option<String>,
        /// Where the version stands; `None` where not that is in the way, but what waits for the
        /// tags.
        place: Option<Place>,
        /// How to call this program.
        program: String,
    },
    /// An unfinished release is in the way.
    #[error("the release of {title} is unfinished: it stopped at `{step}`")]
    Unfinished {
        /// The unfinished release.
        title: String,
        /// Where it stopped.
        step: String,
        /// How to call this program.
        program: String,
        /// Whether others may have seen it.
        is_out: bool,
        /// Whether it is being undone.
        abandoning: bool,
    },
    /// What was read is asked for again: a bug of ours, which must not go on for ever.
    #[error("syncline has a bug: it reads the same again and again, {needs:?}")]
    Unanswered {
        /// What it asks for.
        needs: Box<product::Needs>,
    },
    /// A file that is not UTF-8 where it has to be.
    #[error("{path} is not a plan: {message}")]
    NotAPlan {
        /// The file.
        path: String,
        /// Why.
        message: String,
    },
}

impl Explain for LoadError {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::NoConfig { .. } | Self::Config { .. } | Self::Path(_) => Some("configuration"),
            Self::Named { unread, .. } if unread.class == Class::Usage => Some("configuration"),
            Self::Named { unread, .. } => unread.error.rule(),
            Self::Untagged { place: Some(_), .. } => Some("moved-by-hand"),
            Self::Untagged { .. } => Some("tag-exists"),
            _ => None,
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Branch { branch, .. } | Self::Unborn { branch } | Self::Behind { branch, .. } => {
                Some(Place::Ref(branch.clone()))
            }
            Self::Untagged { place, .. } => place.clone(),
            Self::NotAPlan { path, .. } => Some(Place::Argument(path.clone())),
            Self::Named { place, .. } => Some(place.clone()),
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::NoConfig { .. } => {
                "`syncline init` writes one; a Cargo workspace needs no more than \
                 `scheme = \"semver\"`"
                    .into()
            }
            Self::Config { .. } => "correct the path given with --config".into(),
            Self::Path(_) => "paths are relative to the repository's root".into(),
            Self::Named { unread, .. } => return unread.error.help(),
            Self::Unborn { .. } => "make a first commit: `git commit`".into(),
            Self::Shallow => "fetch the rest: `git fetch --unshallow --tags`".into(),
            Self::Detached => "go to the branch that is to be released: `git switch BRANCH`".into(),
            Self::Operation { operation: Operation { name, continues: true } } => {
                format!("finish it or take it back: `git {name} --continue`, `git {name} --abort`")
            }
            Self::Operation { operation: Operation { name, continues: false } } => {
                format!("end it first: `git {name} reset`")
            }
            Self::Branch { allowed, branch } => format!(
                "switch to one that matches {}, or allow it once with --allow-branch {branch}",
                allowed.join(", ")
            ),
            Self::Behind { behind, .. } => {
                let how = if behind.diverged { "--rebase" } else { "--ff-only" };
                format!(
                    "take in what is there first: `git pull {how}`; where the release does not go \
                     to {}, `git branch --unset-upstream`",
                    behind.upstream
                )
            }
            Self::Untagged { program, tags, commit, revertible, remote, .. } => {
                let (those, made) = match tags.len() {
                    1 => ("it", "it on that commit"),
                    _ => ("them", "them on that commit, the lead tag last"),
                };
                // Tags that are made twice are not the same ones.
                let first = remote.as_ref().map_or_else(String::new, |remote| {
                    format!(
                        "`git fetch --tags {remote}` brings {those} where they are there; else "
                    )
                });
                let or =
                    format!("; where that release is not wanted any more, `git revert {commit}`");
                format!(
                    "{first}`{program} resume` makes {made}{}",
                    if *revertible { &or } else { "" }
                )
            }
            Self::Unfinished { program, is_out: true, .. } => {
                format!("it can only go on: `{program} resume`")
            }
            Self::Unfinished { program, abandoning: true, .. } => {
                format!("it is being undone, finish that: `{program} abandon`")
            }
            Self::Unfinished { program, .. } => {
                format!(
                    "complete it with `{program} resume`, or take it back with `{program} abandon`"
                )
            }
            Self::Unanswered { .. } => {
                "nothing was written; please report it, with release.toml and \
                                        what `git status` says"
                    .into()
            }
            Self::NotAPlan { .. } => "make one with `plan release minor --json > plan.json`".into(),
        })
    }

    fn class(&self) -> Class {
        match self {
            Self::NoConfig { .. } | Self::Config { .. } | Self::Path(_) | Self::NotAPlan { .. } => {
                Class::Usage
            }
            Self::Named { unread, .. } => unread.class,
            Self::Untagged { .. } => Class::Policy,
            Self::Unfinished { .. } => Class::Unfinished,
            _ => Class::State,
        }
    }
}

fn commits(count: usize) -> String {
    if count == 1 { "1 commit".into() } else { format!("{count} commits") }
}
