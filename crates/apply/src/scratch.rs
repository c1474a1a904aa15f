//! A git folder of our own beside the repository's.
//!
//! fast-import cannot make a commit or a tag without a ref. So it works in a git folder whose refs
//! nobody sees, and whose objects are the real repository's. That also frees it from how the real
//! repository keeps its refs.

use std::io;
use std::path::{Path, PathBuf};

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
            std::fs::create_dir_all(scratch.join(folder))?;
        }
        std::fs::write(scratch.join("reftable/tables.list"), "")?;
        std::fs::write(scratch.join("HEAD"), "ref: refs/heads/none\n")?;
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
        std::fs::write(scratch.join("config"), config)
    }
}

/// Removes the scratch folder from our `folder`, if it is there.
///
/// # Errors
/// What the system says.
pub(crate) fn remove(folder: &Path) -> Result<(), ApplyError> {
    let scratch = folder.join("scratch");
    match std::fs::remove_dir_all(&scratch) {
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
