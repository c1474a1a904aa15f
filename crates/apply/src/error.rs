//! Everything that can keep a release from being published, resumed or abandoned.

use alloc::borrow::Cow;
use std::io;
use std::path::PathBuf;

use place::{ObjectId, Place, RepoPath};
use repo::{Difference, GitError, RepoError};

use crate::words::{and, list, other};
use crate::{Beside, PushError};

/// Why a release was not published, resumed or abandoned. Unless it is one of the unfinished kind
/// ([`place::Class::Unfinished`]), nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The transaction itself makes no sense: our caller's mistake.
    #[error("the transaction is malformed: {what}")]
    Malformed {
        /// What is wrong with it.
        what: String,
    },
    /// The remote is in the way, or was.
    #[error(transparent)]
    Push(#[from] PushError),
    /// Reading the repository failed.
    #[error(transparent)]
    Repo(#[from] RepoError),
    /// The git program refused.
    #[error("git refused {doing}: {source}")]
    Git {
        /// What was being done, as a noun phrase: "the new objects".
        doing: &'static str,
        /// What git said.
        source: GitError,
    },
    /// git's answer is not one that we understand.
    #[error("git answered {doing} with {answer:?}")]
    Answer {
        /// What was asked.
        doing: &'static str,
        /// The answer, or the line of it that is odd.
        answer: String,
    },
    /// A file could not be read or written.
    #[error("cannot {doing} `{}`: {source}", path.display())]
    File {
        /// The verb.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another release runs in this repository now.
    #[error("another release is running in this repository: {holder}")]
    Locked {
        /// Process, host and start, as the holder wrote them.
        holder: String,
    },
    /// An earlier release is unfinished.
    #[error("`{title}` is unfinished: it stopped at step `{step}`")]
    Pending {
        /// The earlier release.
        title: String,
        /// The step that it stopped at.
        step: String,
        /// How to call the program that can finish it.
        hint: String,
        /// Whether others may have seen it.
        is_out: bool,
        /// Whether it is being undone.
        abandoning: bool,
    },
    /// There is nothing to resume or abandon.
    #[error("no release is unfinished in this repository")]
    Nothing,
    /// The journal cannot be read.
    #[error("the journal of an unfinished release cannot be read: {why}")]
    Corrupt {
        /// The journal.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The journal was written by a newer program.
    #[error("the journal of an unfinished release has format {format}, newer than this program's")]
    Newer {
        /// The journal.
        path: PathBuf,
        /// Its format number.
        format: u64,
    },
    /// The release was begun from another working tree of the repository.
    #[error("`{title}` was begun in the working tree `{}`", root.display())]
    Elsewhere {
        /// The release.
        title: String,
        /// The working tree, where it is now.
        root: PathBuf,
        /// The branch that was checked out in it, where it is not there any more.
        gone: Option<String>,
    },
    /// What was signed and may have been pushed is not here any more, and another of it would not be it.
    #[error("{what} of the release is not in this repository any more")]
    Gone {
        /// What is gone, as a noun phrase.
        what: &'static str,
        /// The remote that may have it.
        remote: String,
        /// The branch there.
        branch: String,
    },
    /// A rollback has begun, so there is no way forward.
    #[error("`{title}` is being abandoned")]
    Abandoning {
        /// The release.
        title: String,
        /// How to call the program.
        hint: String,
    },
    /// The plan was made on another branch.
    #[error("the plan was made on branch `{planned}`, and `{now}` is checked out")]
    Branch {
        /// The plan's branch.
        planned: String,
        /// The branch that is checked out, or "no branch".
        now: String,
    },
    /// The branch has moved since the plan was made.
    #[error("the plan is stale: `{branch}` was at {} and is at {}", base.short(), now.short())]
    Moved {
        /// The branch.
        branch: String,
        /// Where the plan saw it.
        base: ObjectId,
        /// Where it is.
        now: ObjectId,
    },
    /// A file is not what the plan saw.
    #[error("the plan is stale: `{path}` {how}")]
    Changed {
        /// The file.
        path: RepoPath,
        /// In what way.
        how: &'static str,
    },
    /// A tag is there already, and it is not this release's.
    #[error("tag `{name}` exists already")]
    TagExists {
        /// The tag.
        name: String,
    },
    /// The release branch is there already.
    #[error("branch `{name}` exists already")]
    BranchExists {
        /// The branch.
        name: String,
    },
    /// The release branch cannot exist beside one that is there: `release` and `release/v1`.
    #[error("branch `{name}` cannot exist beside branch `{with}`")]
    BranchClash {
        /// The branch to open.
        name: String,
        /// The branch that is there.
        with: String,
    },
    /// A tag cannot exist beside one that is there: `a` and `a/b`.
    #[error("tag `{name}` cannot exist beside tag `{with}`")]
    TagClash {
        /// The tag to make.
        name: String,
        /// The tag that is there.
        with: String,
    },
    /// The repository is not in a state to commit to.
    #[error("{what}")]
    State {
        /// What is in the way.
        what: String,
        /// The command that helps.
        help: String,
    },
    /// A file to be written, or one that the plan was made from, has changes of the user's.
    #[error("`{path}` has changes that are not committed ({how})")]
    Dirty {
        /// The file.
        path: RepoPath,
        /// How it differs from what is committed.
        how: Difference,
        /// The other files of which that is so, each an error of this kind.
        beside: Vec<ApplyError>,
    },
    /// A file to be written is not a regular file that we may write.
    #[error("`{path}` {how}")]
    Unwritable {
        /// The file.
        path: RepoPath,
        /// What it is.
        how: &'static str,
        /// What to do.
        help: Cow<'static, str>,
    },
    /// git does not know who the user is.
    #[error("git does not know who makes the release")]
    NoIdentity {
        /// The variable that goes before `user.name`, where it is that which gives no name.
        variable: Option<&'static str>,
        /// What git said.
        source: GitError,
    },
    /// git does not read the moment that the environment gives.
    #[error("git does not take the date in {variable}: {source}")]
    NoMoment {
        /// The variable.
        variable: &'static str,
        /// What git said.
        source: GitError,
    },
    /// A hook refused.
    #[error("the {hook} hook refused the release")]
    Hook {
        /// The hook.
        hook: &'static str,
        /// What it printed.
        output: String,
    },
    /// The pre-commit hook changed files, so the commit would not be the one planned.
    #[error("the pre-commit hook changed {}", list(files))]
    HookChanged {
        /// The files, as git names them.
        files: Vec<String>,
    },
    /// A hook left a message that cannot be the release's.
    #[error("the {hook} hook left a commit message {why}")]
    HookMessage {
        /// The hook.
        hook: &'static str,
        /// What is wrong with the message.
        why: String,
    },
    /// The program of a hook of the release's own is not there, or does not start.
    #[error("hook {title} cannot run: `{program}` {how}")]
    HookProgram {
        /// What people call the hook.
        title: String,
        /// The program, as it is configured.
        program: String,
        /// What is wrong with it.
        how: String,
        /// Where the hook is configured.
        place: Option<Place>,
    },
    /// A hook of the release's own refused.
    #[error("hook {title} refused the release: {ending}")]
    OwnHook {
        /// What people call the hook.
        title: String,
        /// How it ended.
        ending: String,
        /// The last lines that it wrote.
        output: String,
        /// Which tracked files it changed beside that.
        beside: Beside,
        /// Where it is configured.
        place: Option<Place>,
    },
    /// A hook of the release's own changed what is tracked, so that the commit would not be the one
    /// planned, or not all that is there.
    #[error("hook {title} changed {}", list(files))]
    OwnHookChanged {
        /// What people call the hook.
        title: String,
        /// The files, as git names them.
        files: Vec<String>,
        /// Those among them that no plan names: they stand as the hook left them.
        beside: Beside,
        /// Where it is configured.
        place: Option<Place>,
    },
    /// Commits were made while a hook ran.
    #[error(
        "`{branch}` went from {} to {} while hook {title} ran{}", base.short(), now.short(), and(failed)
    )]
    HookMoved {
        /// What people call the hook.
        title: String,
        /// The branch.
        branch: String,
        /// Where it was.
        base: ObjectId,
        /// Where it is.
        now: ObjectId,
        /// The planned files that it has as the release wrote them.
        held: Vec<String>,
        /// How the hook refused, where it did.
        failed: Option<Box<ApplyError>>,
        /// Where the hook is configured, if it is one of release.toml.
        place: Option<Place>,
    },
    /// Another branch was checked out while a hook ran.
    #[error(
        "{} checked out in place of `{planned}` while hook {title} ran{}",
        other(now),
        and(failed)
    )]
    HookSwitched {
        /// What people call the hook.
        title: String,
        /// The branch that gets the commit.
        planned: String,
        /// The branch that was checked out when the release began.
        home: String,
        /// The branch that is checked out, if one is.
        now: Option<String>,
        /// How the hook refused, where it did.
        failed: Option<Box<ApplyError>>,
        /// Where the hook is configured.
        place: Option<Place>,
    },
    /// The branch went on after the release was interrupted.
    #[error("commits were made on `{branch}` since `{title}` was interrupted")]
    WentOn {
        /// The branch.
        branch: String,
        /// The release.
        title: String,
        /// The one command that is left, `resume` or `abandon`, with the program's path.
        help: String,
    },
    /// A release that was taken up again failed again.
    #[error("`{title}` is still unfinished: {cause}")]
    Unfinished {
        /// The release.
        title: String,
        /// What is in its way.
        cause: Box<ApplyError>,
        /// How to call the program.
        hint: String,
        /// Whether it is being undone.
        abandoning: bool,
    },
    /// A step failed when something of the release may have reached the remote.
    #[error("`{title}` is unfinished: {cause}")]
    HalfOut {
        /// The release.
        title: String,
        /// What is in its way.
        cause: Box<ApplyError>,
        /// How to call the program.
        hint: String,
    },
    /// Why a release failed, and what stood in planned files that neither it nor its base put there.
    #[error("{cause}")]
    Kept {
        /// Why it failed.
        cause: Box<ApplyError>,
        /// The files, each with the blob that has its content.
        kept: Vec<(RepoPath, ObjectId)>,
        /// Those that are as somebody wrote them meanwhile.
        left: Vec<RepoPath>,
    },
    /// A step failed and so did undoing it.
    #[error("{cause}; and what was done could not be undone: {undo}")]
    Stuck {
        /// Why the release failed.
        cause: Box<ApplyError>,
        /// Why the rollback failed.
        undo: Box<ApplyError>,
        /// How to call the program.
        hint: String,
    },
}

impl ApplyError {
    /// Wraps what git said while `doing` something.
    pub(crate) fn git(doing: &'static str) -> impl FnOnce(GitError) -> Self {
        move |source| Self::Git { doing, source }
    }

    /// Wraps what the system said about a file.
    pub(crate) fn file(
        doing: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { doing, path, source }
    }

    /// A state of the repository that is in the way, and the command that helps.
    pub(crate) fn state(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::State { what: what.into(), help: help.into() }
    }
}
