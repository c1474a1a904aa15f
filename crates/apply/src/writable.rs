//! Whether the files of a release can be written.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::Path;

use place::RepoPath;

use crate::ApplyError;

/// Refuses files below `root` that are read-only, and those in folders that this user may not write to.
///
/// # Errors
/// [`ApplyError::Unwritable`] for the first such file, with the command that helps.
pub(crate) fn writable(root: &Path, paths: &[RepoPath]) -> Result<(), ApplyError> {
    for path in paths {
        if let Ok(there) = fs::symlink_metadata(root.join(path.as_str())) {
            file_writable(path, &there)?;
        }
    }
    folders_writable(root, paths)
}

/// Refuses the file at `path`, of which the system says `there`, where it is read-only.
///
/// # Errors
/// [`ApplyError::Unwritable`], with the command that helps.
pub fn file_writable(path: &RepoPath, there: &Metadata) -> Result<(), ApplyError> {
    if there.is_file() && there.permissions().readonly() {
        return Err(ApplyError::Unwritable {
            path: path.clone(),
            how: "is read-only",
            help: Cow::from(format!("make it writable with `chmod u+w {path}`")),
        });
    }
    Ok(())
}

/// Refuses files below `root` in folders that this user may not write to: git removes a file and makes
/// it anew, so that it is the folder that has to let it.
///
/// # Errors
/// [`ApplyError::Unwritable`] for the first such file, with the command that helps.
pub fn folders_writable(root: &Path, paths: &[RepoPath]) -> Result<(), ApplyError> {
    let mut open: BTreeSet<RepoPath> = BTreeSet::new();
    for path in paths {
        // A new file's folders are made: it is the lowest that is there that matters.
        for folder in path.ancestors() {
            if open.contains(&folder) {
                break;
            }
            match enter(&root.join(folder.as_str())) {
                Ok(()) => drop(open.insert(folder)),
                Err(ErrorKind::NotFound) => continue,
                Err(kind) => return Err(closed(path, &folder, kind)),
            }
            break;
        }
    }
    Ok(())
}

fn closed(path: &RepoPath, folder: &RepoPath, kind: ErrorKind) -> ApplyError {
    let (how, help) = match kind {
        ErrorKind::ReadOnlyFilesystem => (
            "lies on a file system that is read-only",
            Cow::from("mount it such that it can be written to, or release from a clone elsewhere"),
        ),
        _ => {
            let folder = if folder.is_root() { "." } else { folder.as_str() };
            let help = format!(
                "make the folder writable with `chmod u+w {folder}`; `ls -ld {folder}` says whose it is"
            );
            ("lies in a folder that you may not write to", Cow::from(help))
        }
    };
    ApplyError::Unwritable { path: path.clone(), how, help }
}

/// Whether files can be made in `folder`, and removed from it.
#[cfg(unix)]
fn enter(folder: &Path) -> Result<(), ErrorKind> {
    use rustix::fs::{Access, access};
    use rustix::io::Errno;

    match access(folder, Access::WRITE_OK | Access::EXEC_OK) {
        Err(Errno::ACCESS | Errno::PERM) => Err(ErrorKind::PermissionDenied),
        Err(Errno::ROFS) => Err(ErrorKind::ReadOnlyFilesystem),
        Err(Errno::NOENT) => Err(ErrorKind::NotFound),
        // What else is wrong with it is not for a look to say.
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(not(unix))]
fn enter(_: &Path) -> Result<(), ErrorKind> {
    Ok(())
}
