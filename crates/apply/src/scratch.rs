//! A git folder of our own beside the repository's.
//!
//! fast-import cannot make a commit or a tag without a ref. So it works in a git folder whose refs
//! nobody sees, and whose objects are the real repository's. That also frees it from how the real
//! repository keeps its refs.

use core::time::Duration;
use std::path::{Path, PathBuf};
use std::{fs, io, thread};

use repo::Git;

use crate::ApplyError;
use crate::release::Release;

/// How the scratch folder keeps its refs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refs {
    /// In one table: a thousand tags cost one file, and a fifth of the time. Since git 2.45.
    Table,
    /// In a file each, where we can read them.
    Files,
}

/// Where the scratch folder lies, and what its git shares with the repository's.
#[derive(Debug)]
pub(crate) struct Scratch {
    git: Git,
    /// Our folder in the common git folder.
    folder: PathBuf,
    /// The git folder that all work trees share, and this one's.
    shared: [PathBuf; 2],
    sha256: bool,
}

impl Scratch {
    /// That of a release.
    pub(crate) fn of(release: &Release<'_>) -> Self {
        let repo = release.repo;
        Self {
            git: repo.git().clone(),
            folder: release.folder.clone(),
            shared: [repo.common_dir().to_owned(), repo.git_dir().to_owned()],
            sha256: release.head.transaction.base.as_str().len() == 64,
        }
    }

    /// The scratch folder.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.join("scratch")
    }

    /// A runner of git over a fresh scratch folder: it sees the repository's objects and settings,
    /// and none of its refs and hooks.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn lay_out(&self, refs: Refs) -> Result<Git, ApplyError> {
        let scratch = self.path();
        remove(&self.folder)?;
        self.write(refs).map_err(ApplyError::file("create", &scratch))?;
        let [common, _] = &self.shared;
        let git = self.git.with_variable("GIT_DIR", &scratch);
        let git = git.with_variable("GIT_OBJECT_DIRECTORY", common.join("objects"));
        // The scratch folder's own refs are not worth a sync each. One flush for many loose objects.
        Ok(git.with_setting("core.fsync=objects").with_setting("core.fsyncMethod=batch"))
    }

    fn write(&self, refs: Refs) -> io::Result<()> {
        let scratch = self.path();
        for folder in ["objects", "refs/heads", "refs/tags", "reftable"] {
            fs::create_dir_all(scratch.join(folder))?;
        }
        fs::write(scratch.join("reftable/tables.list"), "")?;
        fs::write(scratch.join("HEAD"), "ref: refs/heads/none\n")?;
        let mut config = Vec::from("[core]\n\tbare = true\n");
        let objects = if self.sha256 { "\tobjectFormat = sha256\n" } else { "" };
        let table = if refs == Refs::Table { "\trefStorage = reftable\n" } else { "" };
        let version = u8::from(self.sha256 || refs == Refs::Table);
        let layout =
            format!("\trepositoryFormatVersion = {version}\n[extensions]\n{objects}{table}");
        config.extend(layout.into_bytes());
        // Signing, compression and the like are the repository's own. git reads what decides a
        // repository's layout from this file alone, never from one that it includes.
        let [common, own] = &self.shared;
        for file in [common.join("config"), own.join("config.worktree")] {
            config.extend(b"[include]\n\tpath = \"");
            config.extend(escaped(file.as_os_str().as_encoded_bytes()));
            config.extend(b"\"\n");
        }
        config.extend(b"[core]\n\thooksPath = /dev/null\n\tlogAllRefUpdates = false\n");
        fs::write(scratch.join("config"), config)
    }
}

/// How often a folder is removed that somebody still writes to, and how long is waited in between.
const TRIES: usize = 40;
const PAUSE: Duration = Duration::from_millis(25);

/// Removes the scratch folder from our `folder`, if it is there. A git that a killed release left alone
/// may write to it until it meets the end of its input.
///
/// # Errors
/// What the system says.
pub(crate) fn remove(folder: &Path) -> Result<(), ApplyError> {
    let scratch = folder.join("scratch");
    let busy = |removed: &io::Result<()>| {
        removed.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::DirectoryNotEmpty)
    };
    let mut removed = fs::remove_dir_all(&scratch);
    for _ in 1..TRIES {
        if !busy(&removed) {
            break;
        }
        thread::sleep(PAUSE);
        removed = fs::remove_dir_all(&scratch);
    }
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(ApplyError::file("remove", scratch)(error))
        }
        _ => Ok(()),
    }
}

/// A value between quotes in git's configuration (git-config, "Syntax"): what would end it, or the
/// line that it stands on, escaped.
fn escaped(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    for byte in value {
        match byte {
            b'\n' => out.extend(b"\\n"),
            b'"' | b'\\' => out.extend([b'\\', *byte]),
            other => out.push(*other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn a_folder_that_is_still_written_to_goes_once_that_ends() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = folder.path().join("scratch");
        fs::create_dir(&scratch).unwrap();
        let until = Instant::now() + 4 * PAUSE;
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut names = (0..).map(|at: u64| scratch.join(at.to_string()));
                // It may be gone before the time is up.
                while Instant::now() < until
                    && names.next().is_some_and(|name| fs::write(name, "").is_ok())
                {
                }
            });
            while !scratch.join("9").exists() {
                thread::yield_now();
            }
            remove(folder.path()).unwrap();
        });
        assert!(!scratch.exists());
    }
}
