//! Puts a new file into the work tree, never over another.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use place::RepoPath;
use repo::Repo;

use crate::ApplyError;
use crate::flush::sync_folder;

/// Creates the file `path` of the work tree with these bytes, its folders included. Nothing that is
/// there is touched, and no symbolic link is followed out of the repository.
///
/// # Errors
/// A file of that name, a folder on the way that is a symbolic link, a disk that refuses.
pub fn create(repo: &Repo, path: &RepoPath, bytes: &[u8]) -> Result<(), ApplyError> {
    let target = repo.root().join(path.as_str());
    let failed = |doing: &'static str, at: &Path| {
        let path = at.to_owned();
        move |source| ApplyError::File { doing, path, source }
    };
    for folder in path.ancestors().filter(|folder| !folder.is_root()) {
        let met = fs::symlink_metadata(repo.root().join(folder.as_str()));
        if met.is_ok_and(|met| met.file_type().is_symlink()) {
            return Err(ApplyError::Unwritable {
                path: folder,
                how: "is a symbolic link, which may lead out of the repository",
                help: "put a folder in its place".into(),
            });
        }
    }
    let folder = target.parent().unwrap_or(&target);
    fs::create_dir_all(folder).map_err(failed("create", folder))?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&target)
        .map_err(failed("create", &target))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if let Err(source) = written {
        // Half a file would be worse than none, and it is ours.
        drop(fs::remove_file(&target));
        return Err(failed("write", &target)(source));
    }
    sync_folder(folder).map_err(failed("write", folder))
}
