//! An opened repository.

use alloc::sync::Arc;
use core::cell::RefCell;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use place::RepoPath;

use crate::backend::{Backend as _, Reader};
use crate::changed;
use crate::discover::discover;
use crate::inside::Inside;
use crate::plumbing::Plumbing;
use crate::staged::Index;
use crate::store::Store;
use crate::{Git, ObjectId, RepoError};

/// A repository that was found and opened for reading. Each call looks again at refs, the index and
/// the disk; kept are objects, which never change, and the index for as long as its file stands.
#[derive(Debug)]
pub struct Repo {
    root: PathBuf,
    git_dir: PathBuf,
    common_dir: PathBuf,
    prefix: RepoPath,
    index: Option<PathBuf>,
    git: Git,
    store: Store,
    inside: Option<RefCell<Inside>>,
}

/// How a repository is opened.
#[derive(Debug, Default)]
pub(crate) struct Opening {
    /// The index in the place of the repository's own, as `GIT_INDEX_FILE` names it.
    pub(crate) index: Option<OsString>,
    /// Only git reads, even where libgit2 could.
    pub(crate) plain: bool,
}

impl Repo {
    /// Finds the repository that `start` lies in, as git would from there. Of git's environment,
    /// `GIT_INDEX_FILE` and `GIT_CEILING_DIRECTORIES` are heeded; `GIT_DIR` and its like are not.
    ///
    /// # Errors
    /// Not a repository, a bare one, one of another user's, or one that cannot be read.
    pub fn discover(start: &Path) -> Result<Self, RepoError> {
        let index = std::env::var_os("GIT_INDEX_FILE").filter(|index| !index.is_empty());
        Self::open(start, Opening { index, plain: false })
    }

    /// As [`Repo::discover`], with every choice made by the caller.
    pub(crate) fn open(start: &Path, opening: Opening) -> Result<Self, RepoError> {
        let found = discover(start, opening.plain)?;
        let git = Git::at(&found.root);
        // git reads a relative name from the root, wherever it was started.
        let index = opening.index.map(|index| found.root.join(index));
        let mut quick = found.quick;
        if let (Some(quick), Some(index)) = (&mut quick, &index) {
            quick.use_index(index.clone());
        }
        let plain = Plumbing::new(&git, index.clone());
        let file = index.clone().unwrap_or_else(|| found.git_dir.join("index"));
        Ok(Self {
            root: found.root,
            git_dir: found.git_dir,
            common_dir: found.common_dir,
            prefix: found.prefix,
            index,
            git,
            store: Store::new(Reader { quick, plain }, file),
            inside: None,
        })
    }

    /// The folder that holds the files, absolute.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// This work tree's git folder, absolute: `.git`, or `.git/worktrees/NAME` of another.
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

    /// The hardened runner, working in the root over the repository's own index.
    #[must_use]
    pub fn git(&self) -> &Git {
        &self.git
    }

    /// The changed files of each folder between its baseline commit and the commit `to`, in the
    /// order asked, each sorted by the path's bytes. By comparison of trees: history is not walked,
    /// equal subtrees are not entered, and each tree is read once for all the folders of a baseline.
    /// A file whose mode alone changed counts, a submodule that moved too. A name that no
    /// [`RepoPath`] can have has U+FFFD in place of what offends.
    ///
    /// # Errors
    /// A commit or tree that is missing or damaged.
    pub fn changed(
        &self,
        queries: &[(ObjectId, RepoPath)],
        to: &ObjectId,
    ) -> Result<Vec<Vec<RepoPath>>, RepoError> {
        changed::changed(self, queries, to)
    }

    /// The last value of a configuration key (`user.name`), from all of git's configuration; a key
    /// without `=` reads as `""`.
    ///
    /// # Errors
    /// Configuration that cannot be read.
    pub fn config(&self, key: &str) -> Result<Option<String>, RepoError> {
        self.store.reader.config(key)
    }

    /// The same as a truth value, read as git reads one: a key without `=` is true.
    ///
    /// # Errors
    /// Configuration that cannot be read, and a value that is no truth value.
    pub fn config_bool(&self, key: &str) -> Result<Option<bool>, RepoError> {
        self.store.reader.config_bool(key)
    }

    /// Whether any configuration key begins with `section` and a point.
    ///
    /// # Errors
    /// Configuration that cannot be read.
    pub fn has_section(&self, section: &str) -> Result<bool, RepoError> {
        self.store.reader.has_section(section)
    }

    /// Whether git may have something to run for one of the hooks `names`. `false` is certain: no
    /// such file where hooks lie by default, and no setting that puts hooks anywhere else.
    ///
    /// # Errors
    /// Configuration that cannot be read.
    pub fn may_hook(&self, names: &[&str]) -> Result<bool, RepoError> {
        let folder = self.common_dir.join("hooks");
        let there = |name: &&str| {
            // Where programs have an extension, git looks for a hook with it too.
            [folder.join(name), folder.join(format!("{name}.exe"))].iter().any(|hook| hook.exists())
        };
        Ok(names.iter().any(there)
            || self.config("core.hooksPath")?.is_some()
            || self.store.reader.has_section("hook")?)
    }

    /// This repository, read through another store.
    pub(crate) fn reading_through(&self, store: Store) -> Self {
        Self {
            root: self.root.clone(),
            git_dir: self.git_dir.clone(),
            common_dir: self.common_dir.clone(),
            prefix: self.prefix.clone(),
            index: self.index.clone(),
            git: self.git.clone(),
            store,
            inside: None,
        }
    }

    /// Reads commits that are asked for later. What cannot be read is left to whoever asks for it.
    pub fn read_ahead(&self, commits: &[ObjectId]) {
        let _ = self.store.know(commits);
    }

    /// Takes over what was read ahead of this repository on another thread, see [`Repo::beside`].
    pub fn take_over(&self, other: Self) {
        self.store.take_over(other.store);
    }

    /// This repository, for who asks about the histories of many commits, parents before children: what
    /// [`Repo::ancestors`] and [`Repo::tags_within`] found of one is kept for the next.
    #[must_use]
    pub fn keeping_histories(self) -> Self {
        Self { inside: Some(RefCell::default()), ..self }
    }

    /// What is kept of histories.
    pub(crate) fn inside(&self) -> Option<&RefCell<Inside>> {
        self.inside.as_ref()
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The index file that stands in the place of the repository's own.
    pub(crate) fn index_override(&self) -> Option<&Path> {
        self.index.as_deref()
    }

    /// The index as it is now. It is read again only where its file is another one than last time.
    pub(crate) fn index(&self) -> Result<Arc<Index>, RepoError> {
        self.store.index()
    }
}
