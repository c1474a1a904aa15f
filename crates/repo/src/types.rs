//! What a repository answers with.

use std::path::PathBuf;

use place::ObjectId;

/// Which state of the files is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum View {
    /// The tree of a commit.
    Commit(ObjectId),
    /// What is staged: the index that git would use here, `GIT_INDEX_FILE` included, which a hook's
    /// git sets.
    Index,
    /// The files on the disk, byte for byte, whatever filters and line endings git would apply.
    Worktree,
}

/// What `HEAD` is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    /// A branch with at least one commit.
    Branch {
        /// Its name below `refs/heads/`.
        name: String,
        /// Its commit.
        commit: ObjectId,
    },
    /// No branch: a commit is checked out by itself.
    Detached {
        /// The commit.
        commit: ObjectId,
    },
    /// A branch without a commit yet.
    Unborn {
        /// Its name below `refs/heads/`.
        branch: String,
    },
}

impl Head {
    /// The commit checked out, if there is one.
    #[must_use]
    pub fn commit(&self) -> Option<&ObjectId> {
        match self {
            Self::Branch { commit, .. } | Self::Detached { commit } => Some(commit),
            Self::Unborn { .. } => None,
        }
    }

    /// The branch checked out, with or without a commit.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        match self {
            Self::Branch { name, .. } => Some(name),
            Self::Unborn { branch } => Some(branch),
            Self::Detached { .. } => None,
        }
    }
}

/// What might stand in the way of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// What `HEAD` is.
    pub head: Head,
    /// What is under way.
    pub operation: Option<&'static Operation>,
    /// Whether history is cut off: tags and ancestors may be missing.
    pub shallow: bool,
    /// Whether another git holds the index, or died holding it. False for a hook whose own git
    /// handed that very file down as `GIT_INDEX_FILE`.
    pub index_locked: bool,
    /// The root of another work tree that has the same branch checked out.
    pub other_worktree: Option<PathBuf>,
}

/// Something that git does in several steps.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its command: `merge`, `rebase`, `am`, `cherry-pick`, `revert` or `bisect`.
    pub name: &'static str,
    /// Whether `--continue` and `--abort` end it; what has neither ends with `reset`.
    pub continues: bool,
}

/// How a branch lags behind its remote's side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The remote's branch, below `refs/remotes/`: `origin/main`.
    pub upstream: String,
    /// How many commits it has that the branch has not.
    pub commits: usize,
    /// Whether the branch has commits of its own as well.
    pub diverged: bool,
}

/// What kind of entry a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// A file.
    Regular,
    /// A file that may be executed.
    Executable,
    /// A symbolic link.
    Symlink,
    /// Another repository's commit.
    Submodule,
    /// Something that git does not track as a file.
    Other,
}

impl Mode {
    /// The mode of an index or tree entry, from its octal number as git stores it.
    pub(crate) fn from_bits(bits: u32) -> Self {
        match bits & 0o170_000 {
            0o100_000 if bits & 0o100 != 0 => Self::Executable,
            0o100_000 => Self::Regular,
            0o120_000 => Self::Symlink,
            0o160_000 => Self::Submodule,
            _ => Self::Other,
        }
    }

    /// The number that git writes for it in an index or a tree; `None` for [`Mode::Other`].
    #[must_use]
    pub fn octal(self) -> Option<&'static str> {
        match self {
            Self::Regular => Some("100644"),
            Self::Executable => Some("100755"),
            Self::Symlink => Some("120000"),
            Self::Submodule => Some("160000"),
            Self::Other => None,
        }
    }
}

/// One file as a [`View`] holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The blob's id where the file came from a commit or the index; `None` from the disk, where
    /// nothing is hashed unasked.
    pub id: Option<ObjectId>,
    /// What kind of entry it is. Never [`Mode::Submodule`] or [`Mode::Other`], which are refused.
    pub mode: Mode,
    /// Its bytes; of a symbolic link, the path that it points at, never what lies there.
    pub bytes: Vec<u8>,
}

/// One name in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name, without its folder.
    pub name: String,
    /// Whether it is a folder. A submodule is one, and a symbolic link never is.
    pub folder: bool,
    /// Whether it is neither a folder nor a file nor a link, but a pipe or a device on the disk: git
    /// does not see those.
    pub special: bool,
}

/// A tag that was looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// The commit that it leads to, through as many tag objects as there are.
    pub commit: ObjectId,
    /// What the ref itself holds: a tag object, or the commit where the tag is lightweight.
    pub object: ObjectId,
    /// The message of an annotated tag, bytes that are not UTF-8 replaced; `None` where the tag is
    /// lightweight.
    pub message: Option<String>,
    /// What an annotated tag was called when it was made: another ref may hold it too.
    pub called: Option<String>,
    /// When it was made, in seconds since 1970-01-01T00:00:00Z; `None` where the tag is
    /// lightweight, or does not say.
    pub time: Option<i64>,
}

/// A branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Its name below `refs/heads/`; of a remote's, below `refs/remotes/NAME/`.
    pub name: String,
    /// Whether it is a remote's.
    pub remote: bool,
    /// Its commit.
    pub commit: ObjectId,
}

/// Where a tag leads, seen from a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    /// The commit that it leads to, through as many tag objects as there are.
    pub commit: ObjectId,
    /// Whether the branch's history has that commit.
    pub ancestor: bool,
}

/// What is read of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The whole message, bytes that are not UTF-8 replaced.
    pub message: String,
    /// Its parents, in order.
    pub parents: Vec<ObjectId>,
    /// The committer's time, in seconds since 1970-01-01T00:00:00Z.
    pub time: i64,
    /// The tree that it holds.
    pub tree: ObjectId,
}
