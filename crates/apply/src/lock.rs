//! One release at a time: a lock that the system lets go of when its holder dies.

use core::time::Duration;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::ApplyError;

/// A program that is killed while it starts another one leaves that a copy of the file, and the lock
/// with it, until that one runs: where the lock is not free, it may be a moment later.
const MOMENTS: usize = 10;
const MOMENT: Duration = Duration::from_millis(20);

/// The lock of a repository, held until dropped. A dead process holds none, so there is nothing
/// to break and no process id to guess about.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock in `folder`, and writes down who holds it.
    ///
    /// # Errors
    /// [`ApplyError::Locked`] with the holder's own words, or a file error.
    pub(crate) fn take(folder: &Path) -> Result<Self, ApplyError> {
        std::fs::create_dir_all(folder).map_err(ApplyError::file("create", folder))?;
        let path = folder.join("lock");
        let failed = |doing| ApplyError::file(doing, &path);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(failed("open"))?;
        let mut left = MOMENTS;
        while !system::hold(&file).map_err(failed("lock"))? {
            if left == 0 {
                return Err(ApplyError::Locked { holder: read_holder(&path) });
            }
            left -= 1;
            std::thread::sleep(MOMENT);
        }
        file.set_len(0).map_err(failed("write"))?;
        file.rewind().map_err(failed("write"))?;
        writeln!(file, "{}", holder()).map_err(failed("write"))?;
        Ok(Self { file })
    }
}

impl Lock {
    /// The locked file, for `git command`, which is to hold the lock as long as it runs, also where
    /// this program ends before it: what it began may still arrive somewhere. The file then says so.
    ///
    /// # Errors
    /// A file error.
    pub(crate) fn lend(&self, command: &str) -> std::io::Result<File> {
        let mut file = self.file.try_clone()?;
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}, or the `git {command}` that it started", holder())?;
        Ok(file)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The file stays: removing it would let two processes lock two files of one name. An
        // emptied one says that nobody holds it; failing to empty it does no harm.
        let _ = self.file.set_len(0);
        // Closing alone is not enough: a process that another thread is just starting has a copy of
        // the file until it runs its own program, and would hold the lock as long.
        system::release(&self.file);
    }
}

/// Who holds the lock in `folder` now, in their own words; `None` where nobody does. Nothing is written.
pub(crate) fn held(folder: &Path) -> Option<String> {
    let path = folder.join("lock");
    let file = OpenOptions::new().read(true).write(true).open(&path).ok()?;
    if system::hold(&file).ok()? {
        system::release(&file);
        return None;
    }
    Some(read_holder(&path))
}

/// What the holder wrote about itself.
fn read_holder(path: &PathBuf) -> String {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(512).read_to_string(&mut text));
    let text: String = text.trim().chars().filter(|c| !c.is_control()).collect();
    if read.is_err() || text.is_empty() { "its holder is not known".into() } else { text }
}

/// This process, for whoever finds the lock taken.
fn holder() -> String {
    format!("process {} on {}", std::process::id(), system::host())
}

#[cfg(unix)]
mod system {
    use std::fs::File;
    use std::io;

    use rustix::fs::{FlockOperation, flock};

    /// Takes the lock if it is free.
    pub(super) fn hold(file: &File) -> io::Result<bool> {
        match flock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(true),
            Err(rustix::io::Errno::WOULDBLOCK) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Lets go of the lock, whoever else has the file open.
    pub(super) fn release(file: &File) {
        let _ = flock(file, FlockOperation::Unlock);
    }

    /// The machine's name.
    pub(super) fn host() -> String {
        rustix::system::uname().nodename().to_string_lossy().into_owned()
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::File;
    use std::io;

    /// Takes the lock if it is free.
    #[expect(clippy::incompatible_msrv, reason = "only this platform needs the newer library")]
    pub(super) fn hold(file: &File) -> io::Result<bool> {
        match file.try_lock() {
            Ok(()) => Ok(true),
            Err(std::fs::TryLockError::WouldBlock) => Ok(false),
            Err(std::fs::TryLockError::Error(error)) => Err(error),
        }
    }

    /// Lets go of the lock, whoever else has the file open.
    #[expect(clippy::incompatible_msrv, reason = "only this platform needs the newer library")]
    pub(super) fn release(file: &File) {
        let _ = file.unlock();
    }

    /// The machine's name.
    pub(super) fn host() -> String {
        std::env::var("COMPUTERNAME").unwrap_or_else(|_| "this machine".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_one_is_refused_and_told_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let held = Lock::take(folder.path()).unwrap();
        let refused = Lock::take(folder.path()).unwrap_err().to_string();
        assert!(refused.contains(&format!("process {}", std::process::id())), "{refused}");
        let holder = super::held(folder.path()).unwrap();
        assert!(refused.ends_with(&holder), "{holder}");
        drop(held);
        assert_eq!(super::held(folder.path()), None);
        Lock::take(folder.path()).unwrap();
    }

    #[test]
    fn whoever_lets_go_in_a_moment_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let held = Lock::take(folder.path()).unwrap();
        let later = std::thread::spawn(move || {
            std::thread::sleep(MOMENT);
            drop(held);
        });
        Lock::take(folder.path()).unwrap();
        later.join().unwrap();
    }

    #[test]
    fn what_it_is_lent_to_holds_it_until_the_holder_lets_go() {
        let folder = tempfile::tempdir().unwrap();
        let held = Lock::take(folder.path()).unwrap();
        let lent = held.lend("push").unwrap();
        let refused = Lock::take(folder.path()).unwrap_err().to_string();
        assert!(refused.ends_with("or the `git push` that it started"), "{refused}");
        // The holder ended without a word: its file is closed, and nothing more.
        let file = held.file.try_clone().unwrap();
        core::mem::forget(held);
        drop(file);
        assert!(Lock::take(folder.path()).is_err());
        system::release(&lent);
        Lock::take(folder.path()).unwrap();
    }
}
