//! What might stand in the way of a release: operations under way, locks, other work trees.

use std::path::{Path, PathBuf};

use crate::backend::{Backend as _, Reader};
use crate::repo::Repo;
use crate::{Behind, Head, ObjectId, Operation, RepoError, State};

/// How an operation under way shows.
enum Sign {
    /// By a file or folder in the work tree's git folder.
    File(&'static str),
    /// By a ref beside `HEAD`, which reftable keeps with the others.
    Ref(&'static str),
    /// By the first word of the list of what is still to do, between two commits.
    Todo(&'static str),
}

/// The operations that git can leave half done, the one that wraps others first.
const OPERATIONS: &[(Sign, Operation)] = &[
    (Sign::File("rebase-merge"), Operation { name: "rebase", continues: true }),
    (Sign::File("rebase-apply/applying"), Operation { name: "am", continues: true }),
    (Sign::File("rebase-apply"), Operation { name: "rebase", continues: true }),
    (Sign::File("MERGE_HEAD"), Operation { name: "merge", continues: true }),
    (Sign::Ref("CHERRY_PICK_HEAD"), Operation { name: "cherry-pick", continues: true }),
    (Sign::Ref("REVERT_HEAD"), Operation { name: "revert", continues: true }),
    (Sign::Todo("pick"), Operation { name: "cherry-pick", continues: true }),
    (Sign::Todo("revert"), Operation { name: "revert", continues: true }),
    (Sign::File("BISECT_LOG"), Operation { name: "bisect", continues: false }),
];

impl Repo {
    /// What is checked out, and what might stand in the way.
    ///
    /// # Errors
    /// `HEAD`, refs or the git folder cannot be read.
    pub fn state(&self) -> Result<State, RepoError> {
        let head = self.store().reader.head()?;
        let shallow = self.common_dir().join("shallow").metadata().is_ok_and(|met| met.len() > 0);
        let lock = self.git_dir().join("index.lock");
        let ours = self.index_override().is_some_and(|index| same(index, &lock));
        let other_worktree = self.other_worktree(&head)?;
        Ok(State {
            operation: self.operation()?,
            shallow,
            index_locked: !ours && lock.symlink_metadata().is_ok(),
            other_worktree,
            head,
        })
    }

    /// What the remote's side of `branch` has, as far as it was fetched, that `commit` has not in its
    /// history. `None` where that is nothing, where no remote's branch is set for it (`git branch
    /// --set-upstream-to`), or where that one was never fetched. Nothing is asked of the remote.
    ///
    /// # Errors
    /// Configuration, refs or history that cannot be read.
    pub fn behind(&self, branch: &str, commit: &ObjectId) -> Result<Option<Behind>, RepoError> {
        let Some((_, upstream, theirs)) = self.upstream(branch)? else { return Ok(None) };
        let reader = &self.store().reader;
        let commits = reader.between(commit, core::slice::from_ref(&theirs))?.len();
        if commits == 0 {
            return Ok(None);
        }
        let diverged = !self.is_ancestor(commit, &theirs)?;
        Ok(Some(Behind { upstream, commits, diverged }))
    }

    /// The remote that `branch` is set to follow, where that one's side of it, as far as it was
    /// fetched, has `commit` in its history: others have it too. Nothing is asked of the remote.
    ///
    /// # Errors
    /// As [`Repo::behind`].
    pub fn shared_by(&self, branch: &str, commit: &ObjectId) -> Result<Option<String>, RepoError> {
        match self.upstream(branch)? {
            Some((remote, _, theirs)) if self.is_ancestor(commit, &theirs)? => Ok(Some(remote)),
            _ => Ok(None),
        }
    }

    /// The remote's side of `branch`, as far as it was fetched: the remote, what people call its
    /// branch, and the commit there.
    fn upstream(&self, branch: &str) -> Result<Option<(String, String, ObjectId)>, RepoError> {
        let Some(remote) = self.config(&format!("branch.{branch}.remote"))? else {
            return Ok(None);
        };
        // Which ref that is follows from the remote's refspecs, which git alone reads.
        let name = format!("refs/heads/{branch}");
        let args = ["for-each-ref", "--format=%(upstream)", "--end-of-options", &name];
        let upstream = self.git().reading().run(&args, b"")?.line();
        let Some(short) = upstream.strip_prefix("refs/remotes/") else { return Ok(None) };
        let Ok(theirs) = self.resolve(&upstream) else { return Ok(None) };
        Ok(Some((remote, short.to_owned(), theirs)))
    }

    fn operation(&self) -> Result<Option<&'static Operation>, RepoError> {
        for (sign, operation) in OPERATIONS {
            if self.shows(sign)? {
                return Ok(Some(operation));
            }
        }
        Ok(None)
    }

    fn shows(&self, sign: &Sign) -> Result<bool, RepoError> {
        Ok(match sign {
            Sign::File(name) => self.git_dir().join(name).symlink_metadata().is_ok(),
            Sign::Ref(name) => {
                let file = self.git_dir().join(name).symlink_metadata().is_ok();
                let elsewhere = self.common_dir().join("reftable").is_dir();
                file || elsewhere && self.store().reader.root_ref(name)?
            }
            Sign::Todo(word) => {
                let todo = std::fs::read(self.git_dir().join("sequencer/todo")).unwrap_or_default();
                todo.strip_prefix(word.as_bytes()).is_some_and(|rest| rest.starts_with(b" "))
            }
        })
    }

    /// Another work tree, still there, that has the branch of `head` checked out.
    fn other_worktree(&self, head: &Head) -> Result<Option<PathBuf>, RepoError> {
        let Some(branch) = head.branch() else { return Ok(None) };
        // Only a repository that has linked work trees is worth a process.
        let linked = std::fs::read_dir(self.common_dir().join("worktrees"));
        if linked.is_ok_and(|mut linked| linked.next().is_some()) {
            return others(&self.store().reader, self.root(), branch);
        }
        Ok(None)
    }
}

/// Reads git's list of work trees: blocks of lines, the folder first.
fn others(reader: &Reader, root: &Path, branch: &str) -> Result<Option<PathBuf>, RepoError> {
    let output = reader.plain.git().run(&["worktree", "list", "--porcelain"], b"")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let wanted = format!("branch refs/heads/{branch}");
    let holding = text
        .split("\n\n")
        .filter(|block| block.lines().any(|line| line == wanted))
        .filter_map(|block| block.lines().next()?.strip_prefix("worktree "))
        .map(PathBuf::from);
    Ok(holding.into_iter().find(|other| other.is_dir() && !same(other, root)))
}

/// Whether both name one file or folder.
fn same(one: &Path, other: &Path) -> bool {
    one == other
        || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
