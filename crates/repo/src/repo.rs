//! An opened repository.

use std::path::{Path, PathBuf};

use place::{ObjectId, RepoPath};

use crate::{Commit, Entry, File, Git, RepoError, State, Tagged, View};

/// A repository that was found and opened for reading.
#[derive(Debug)]
pub struct Repo {
    root: PathBuf,
    git_dir: PathBuf,
    common_dir: PathBuf,
    prefix: RepoPath,
    git: Git,
}

impl Repo {
    /// Finds the repository that `start` lies in, as git would.
    ///
    /// # Errors
    /// Not a repository, a bare one, one of another user's, or one that cannot be read.
    pub fn discover(start: &Path) -> Result<Self, RepoError> {
        let git = Git::at(start);
        Err(RepoError::NotARepository { start: git.folder().to_owned() })
    }

    /// The folder that holds the files, absolute.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// This work tree's git folder, absolute: `.git`, or `.git/worktrees/NAME`.
    #[must_use]
    pub fn git_dir(&self) -> &Path {
        &self.git_dir
    }

    /// The git folder that all work trees share, absolute.
    #[must_use]
    pub fn common_dir(&self) -> &Path {
        &self.common_dir
    }

    /// Where [`Repo::discover`] began, seen from the root.
    #[must_use]
    pub fn prefix(&self) -> RepoPath {
        self.prefix.clone()
    }

    /// The hardened runner, working in the root.
    #[must_use]
    pub fn git(&self) -> &Git {
        &self.git
    }
}

macro_rules! published {
    ($($name:ident($($arg:ident: $of:ty),*) -> $out:ty;)*) => {
        impl Repo {$(
            #[doc = "Signature published ahead of its body."]
            #[expect(unused_variables, reason = "published ahead")]
            pub fn $name(&self, $($arg: $of),*) -> Result<$out, RepoError> {
                Err(RepoError::NotARepository { start: self.root.clone() })
            }
        )*}
    };
}
published! {
    state() -> State;
    tag_names() -> Vec<Vec<u8>>;
    tags(names: &[&str]) -> Vec<Option<Tagged>>;
    files(view: &View, paths: &[RepoPath]) -> Vec<Option<File>>;
    list(view: &View, folders: &[RepoPath]) -> Vec<Option<Vec<Entry>>>;
    all_paths(view: &View) -> Vec<RepoPath>;
    changed(queries: &[(ObjectId, RepoPath)], to: &ObjectId) -> Vec<Vec<RepoPath>>;
    dirty(paths: &[RepoPath]) -> Vec<(RepoPath, &'static str)>;
    staged() -> Vec<RepoPath>;
    commit(id: &ObjectId) -> Commit;
    resolve(rev: &str) -> ObjectId;
    is_ancestor(ancestor: &ObjectId, of: &ObjectId) -> bool;
    log(from: &ObjectId, to: &ObjectId) -> Vec<ObjectId>;
    config(key: &str) -> Option<String>;
    config_bool(key: &str) -> Option<bool>;
}
