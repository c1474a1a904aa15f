//! Finds the repository that a folder lies in.

use std::path::{Path, PathBuf};

use place::{PathError, RepoPath};

use crate::libgit2::Libgit2;
use crate::{Git, GitError, RepoError};

/// Where a repository lies, and libgit2's view of it where libgit2 can open it.
#[derive(Debug)]
pub(crate) struct Discovered {
    pub(crate) root: PathBuf,
    pub(crate) git_dir: PathBuf,
    pub(crate) common_dir: PathBuf,
    pub(crate) prefix: RepoPath,
    pub(crate) quick: Option<Libgit2>,
}

/// Finds it. libgit2 is asked first, unless `plain`; what it cannot open, git may.
pub(crate) fn discover(start: &Path, plain: bool) -> Result<Discovered, RepoError> {
    let failed = |source| RepoError::Io { path: start.to_owned(), source };
    let mut start = start.canonicalize().map_err(failed)?;
    if !start.is_dir() {
        start.pop();
    }
    let quick = if plain { None } else { Libgit2::open(&start).ok() };
    // A repository that libgit2 calls bare may still have files by a setting that only git knows.
    let folders = quick.as_ref().and_then(Libgit2::folders);
    let ([root, git_dir, common_dir], quick) = match folders {
        Some(folders) => (folders, quick),
        None => (ask(&start)?, None),
    };
    let prefix = prefix(&start, &root)?;
    Ok(Discovered { root, git_dir, common_dir, prefix, quick })
}

/// `start` seen from the root.
fn prefix(start: &Path, root: &Path) -> Result<RepoPath, RepoError> {
    let inside = || RepoError::InsideGit { start: start.to_owned() };
    let root = root.canonicalize();
    let root = root.map_err(|source| RepoError::Io { path: start.to_owned(), source })?;
    let rest = start.strip_prefix(root).map_err(|_| inside())?;
    let names: Vec<_> = rest.iter().map(|name| name.to_string_lossy()).collect();
    RepoPath::new(&names.join("/")).map_err(|source| match source {
        PathError::Git(_) => inside(),
        source => RepoError::Unusual { start: start.to_owned(), source },
    })
}

/// Asks git for the folder of files, this work tree's git folder and the shared one.
fn ask(start: &Path) -> Result<[PathBuf; 3], RepoError> {
    let args = ["rev-parse", "--is-bare-repository", "--absolute-git-dir", "--git-common-dir"];
    let git = Git::at(start).reading();
    let answer = git.run(&args, b"").map_err(|error| refused(start, error))?.line();
    let mut lines = answer.lines();
    let (bare, git_dir, common_dir) = (lines.next(), lines.next(), lines.next());
    let git_dir = PathBuf::from(git_dir.unwrap_or_default());
    // git answers relative to where it was asked.
    let common_dir = start.join(common_dir.unwrap_or_default());
    let common_dir = common_dir.canonicalize().unwrap_or(common_dir);
    if bare == Some("true") {
        return Err(RepoError::Bare { path: git_dir });
    }
    match git.run(&["rev-parse", "--show-toplevel"], b"") {
        Ok(root) => Ok([PathBuf::from(root.line()), git_dir, common_dir]),
        Err(GitError::Failed { .. }) => Err(RepoError::InsideGit { start: start.to_owned() }),
        Err(error) => Err(error.into()),
    }
}

/// What git's refusal means; its words are English under `LC_ALL=C`.
fn refused(start: &Path, error: GitError) -> RepoError {
    let words = error.stderr();
    if words.contains("dubious ownership") {
        let named = words.split('\'').nth(1).map_or_else(|| start.to_owned(), PathBuf::from);
        return RepoError::Owner { path: named };
    }
    if words.contains("not a git repository") {
        return RepoError::NotARepository { start: start.to_owned() };
    }
    error.into()
}
