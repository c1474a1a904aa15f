//! Replaces a file of the work tree, whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use place::RepoPath;
use repo::Repo;

use crate::ApplyError;
use crate::flush::sync_folder;

/// Replaces the file `path` of the work tree, which must hold exactly `old`, by `new`. It keeps
/// its permissions, and is never half written.
///
/// # Errors
/// A file that holds something else by now, that is a symbolic link, or that cannot be written.
pub fn rewrite(repo: &Repo, path: &RepoPath, old: &[u8], new: &[u8]) -> Result<(), ApplyError> {
    let target = repo.root().join(path.as_str());
    let metadata = fs::symlink_metadata(&target).map_err(ApplyError::file("read", &target))?;
    let now = fs::read(&target).map_err(ApplyError::file("read", &target))?;
    if !metadata.is_file() || now != old {
        let how = "is no longer what was looked at";
        return Err(ApplyError::Changed { path: path.clone(), how });
    }
    if metadata.permissions().readonly() {
        return Err(ApplyError::Unwritable {
            path: path.clone(),
            how: "is read-only",
            help: "make it writable: `chmod u+w`".into(),
        });
    }
    let beside = beside(&target);
    let written = fs::write(&beside, new)
        .and_then(|()| fs::set_permissions(&beside, metadata.permissions()))
        .and_then(|()| fs::File::open(&beside)?.sync_all())
        .and_then(|()| fs::rename(&beside, &target));
    if let Err(source) = written {
        // The original is untouched; only our own copy is in the way.
        drop(fs::remove_file(&beside));
        return Err(ApplyError::file("write", &target)(source));
    }
    let folder = target.parent().unwrap_or(&target);
    sync_folder(folder).map_err(ApplyError::file("write", folder))
}

/// A name in the same folder that nothing else uses.
fn beside(target: &Path) -> PathBuf {
    let mut name = target.file_name().map(ToOwned::to_owned).unwrap_or_default();
    name.push(format!(".syncline-{}", std::process::id()));
    target.with_file_name(name)
}
