//! Makes what was written survive a power cut, at the least cost.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::{self, Builder};

/// How many files are synced at a time: a journalling file system commits those together.
const AT_ONCE: usize = 16;

/// Syncs a folder, so that the names in it survive.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Other systems neither need this nor let a folder be opened.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Syncs files that exist, and the folders that hold them. A file that is not there is none of
/// ours: a repository may keep its refs in another way.
pub(crate) fn sync_files(files: &[PathBuf]) -> io::Result<()> {
    let mut folders: Vec<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    folders.sort_unstable();
    folders.dedup();
    let share = files.len().div_ceil(AT_ONCE).max(1);
    thread::scope(|scope| {
        let started: Vec<_> = files
            .chunks(share)
            .map(|some| {
                let sync = move || some.iter().try_for_each(|file| sync_if_there(file, false));
                // Where the system gives no thread, this one does it.
                Builder::new().spawn_scoped(scope, sync).map_err(|_| sync())
            })
            .collect();
        started.into_iter().try_for_each(|thread| match thread {
            Ok(thread) => {
                thread.join().unwrap_or_else(|_| Err(io::Error::other("a syncing thread failed")))
            }
            Err(done) => done,
        })
    })?;
    folders.iter().try_for_each(|folder| sync_if_there(folder, true))
}

fn sync_if_there(path: &Path, folder: bool) -> io::Result<()> {
    let synced = if folder {
        sync_folder(path)
    } else {
        // Some systems sync only what was opened for writing.
        OpenOptions::new().write(true).open(path).and_then(|file| file.sync_all())
    };
    match synced {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_no_error() {
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path().join("there");
        std::fs::write(&there, "x").unwrap();
        sync_files(&[there, folder.path().join("gone/x")]).unwrap();
        sync_files(&[]).unwrap();
    }
}
