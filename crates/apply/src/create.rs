//! Puts a new file into the work tree, never over another.

use std::fs::{self, OpenOptions};
use std::io::Write as _;

use place::RepoPath;
use repo::{Repo, View};

use crate::ApplyError;
use crate::flush::sync_folder;

/// Creates the file `path` of the work tree with these bytes, its folders included. Nothing that is
/// there is touched, no symbolic link is followed out of the repository, and no submodule is entered.
///
/// # Errors
/// A file of that name, a folder on the way that is a symbolic link or a submodule, checked out or not,
/// a disk that refuses.
pub fn create(repo: &Repo, path: &RepoPath, bytes: &[u8]) -> Result<(), ApplyError> {
    let target = repo.root().join(path.as_str());
    for view in [View::Worktree, View::Index] {
        repo.files(&view, core::slice::from_ref(path))?;
    }
    let folder = target.parent().unwrap_or(&target);
    fs::create_dir_all(folder).map_err(ApplyError::file("create", folder))?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&target)
        .map_err(ApplyError::file("create", &target))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if let Err(source) = written {
        // Half a file would be worse than none, and it is ours.
        drop(fs::remove_file(&target));
        return Err(ApplyError::file("write", &target)(source));
    }
    sync_folder(folder).map_err(ApplyError::file("write", folder))
}
