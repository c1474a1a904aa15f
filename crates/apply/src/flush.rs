//! Makes what was written survive a power cut, at the least cost.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::{self, Builder};

/// How many paths are synced at a time: a journalling file system commits those together. With more,
/// threads begin to cost what they save.
const AT_ONCE: usize = 32;

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
    at_once(files, |some| {
        let opened = |file: &PathBuf| if_there(open(file));
        for file in some {
            opened(file)?.iter().for_each(begin_to_write);
        }
        let sync = |file| opened(file)?.map_or(Ok(()), |file| file.sync_all());
        some.iter().try_for_each(sync)
    })?;
    at_once(&folders, |some| {
        some.iter().try_for_each(|folder| if_there(sync_folder(folder)).map(drop))
    })
}

/// Has `work` done on every path, on some of them at a time.
fn at_once<P: Sync>(
    paths: &[P],
    work: impl Fn(&[P]) -> io::Result<()> + Copy + Send,
) -> io::Result<()> {
    let share = paths.len().div_ceil(AT_ONCE).max(1);
    thread::scope(|scope| {
        let started: Vec<_> = paths
            .chunks(share)
            .map(|some| {
                // Where the system gives no thread, this one does it.
                Builder::new().spawn_scoped(scope, move || work(some)).map_err(|_| work(some))
            })
            .collect();
        started.into_iter().try_for_each(|thread| match thread {
            Ok(thread) => {
                thread.join().unwrap_or_else(|_| Err(io::Error::other("a syncing thread failed")))
            }
            Err(done) => done,
        })
    })
}

/// Some systems sync only what was opened for writing.
fn open(file: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(file)
}

/// Has the system write a file without waiting for it: those that are written by then are on the disk
/// with the first that is waited for.
fn begin_to_write(file: &File) {
    #[cfg(target_os = "linux")]
    {
        // What is not written yet is written first, and stays in memory meanwhile.
        let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = file;
}

fn if_there<T>(done: io::Result<T>) -> io::Result<Option<T>> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
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
