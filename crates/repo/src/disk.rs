//! The files on the disk, without ever following a link.

use alloc::collections::BTreeMap;
use std::fs::{self, FileType, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use place::RepoPath;

use crate::{Entry, File, LIMIT, Mode, RepoError};

/// A work tree, and what has been learnt of its folders. Made for one call, so that nothing in it
/// grows old.
#[derive(Debug)]
pub(crate) struct Disk<'r> {
    root: &'r Path,
    folders: BTreeMap<RepoPath, Folder>,
}

/// What a folder on the way to a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Folder {
    Real,
    Missing,
    Link,
    /// It has a `.git` of its own.
    Nested,
}

/// What lies at a path.
#[derive(Debug)]
pub(crate) enum Met {
    /// Nothing.
    Missing,
    /// A folder, of another repository or of this one.
    Folder { nested: bool },
    /// A file or a link; the number of its bytes.
    File(Mode, u64),
    /// Something else: what it is called.
    Special(&'static str),
    /// A folder above it is a link or another repository.
    Behind(Mode, RepoPath),
}

impl<'r> Disk<'r> {
    pub(crate) fn new(root: &'r Path) -> Self {
        Self { root, folders: BTreeMap::new() }
    }

    /// Where `path` lies.
    pub(crate) fn place(&self, path: &RepoPath) -> PathBuf {
        if path.is_root() { self.root.to_owned() } else { self.root.join(path.as_str()) }
    }

    /// What lies at `path`.
    pub(crate) fn meet(&mut self, path: &RepoPath) -> Result<Met, RepoError> {
        let mut above: Vec<RepoPath> = path.ancestors().filter(|up| !up.is_root()).collect();
        above.reverse();
        for folder in above {
            match self.folder(&folder)? {
                Folder::Real => {}
                Folder::Missing => return Ok(Met::Missing),
                Folder::Link => return Ok(Met::Behind(Mode::Symlink, folder)),
                Folder::Nested => return Ok(Met::Behind(Mode::Submodule, folder)),
            }
        }
        let Some(met) = self.metadata(path)? else { return Ok(Met::Missing) };
        let kind = met.file_type();
        Ok(if kind.is_dir() {
            Met::Folder { nested: self.nested(path) }
        } else if kind.is_symlink() {
            Met::File(Mode::Symlink, met.len())
        } else if kind.is_file() {
            let mode = if executable(&met) { Mode::Executable } else { Mode::Regular };
            Met::File(mode, met.len())
        } else {
            Met::Special(special(kind))
        })
    }

    /// The file at `path`; `None` where there is nothing.
    pub(crate) fn read(&mut self, path: &RepoPath) -> Result<Option<File>, RepoError> {
        let met = self.meet(path)?;
        self.read_met(path, met)
    }

    /// The same, of what was just met there.
    pub(crate) fn read_met(&self, path: &RepoPath, met: Met) -> Result<Option<File>, RepoError> {
        let path = path.clone();
        let (mode, bytes) = match met {
            Met::Missing => return Ok(None),
            Met::Folder { nested: true } => {
                return Err(RepoError::Submodule { at: path.clone(), path });
            }
            Met::Folder { nested: false } => return Err(RepoError::Folder { path }),
            Met::Special(kind) => return Err(RepoError::Special { path, kind }),
            Met::Behind(Mode::Symlink, at) => return Err(RepoError::SymlinkedParent { path, at }),
            Met::Behind(_, at) => return Err(RepoError::Submodule { path, at }),
            Met::File(Mode::Symlink, _) => (Mode::Symlink, self.target(&path)?),
            Met::File(mode, size) => {
                if size > LIMIT {
                    return Err(RepoError::TooLarge { path, bytes: size });
                }
                (mode, self.bytes(&path, size)?)
            }
        };
        if bytes.len() as u64 > LIMIT {
            return Err(RepoError::TooLarge { path, bytes: bytes.len() as u64 });
        }
        Ok(Some(File { id: None, mode, bytes }))
    }

    /// The names in `folder`, in order; `None` where it is no folder of this repository.
    pub(crate) fn names(&mut self, folder: &RepoPath) -> Result<Option<Vec<Entry>>, RepoError> {
        let inside = matches!(self.meet(folder)?, Met::Folder { nested: false });
        if !folder.is_root() && !inside {
            return Ok(None);
        }
        let place = self.place(folder);
        let failed = |source| RepoError::Io { path: place.clone(), source };
        let mut names = Vec::new();
        for entry in fs::read_dir(&place).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            // Names that no path can have (`.git`, control characters) are not there to be read.
            let Ok(name) = entry.file_name().into_string() else { continue };
            if crate::object::readable(folder, name.as_bytes()).is_some() {
                let kind = entry.file_type().map_err(failed)?;
                let folder = kind.is_dir();
                let special = !(folder || kind.is_file() || kind.is_symlink());
                names.push(Entry { name, folder, special });
            }
        }
        names.sort_unstable();
        Ok(Some(names))
    }

    fn folder(&mut self, folder: &RepoPath) -> Result<Folder, RepoError> {
        if let Some(known) = self.folders.get(folder) {
            return Ok(*known);
        }
        let learnt = match self.metadata(folder)? {
            Some(met) if met.is_symlink() => Folder::Link,
            Some(met) if met.is_dir() && self.nested(folder) => Folder::Nested,
            Some(met) if met.is_dir() => Folder::Real,
            _ => Folder::Missing,
        };
        self.folders.insert(folder.clone(), learnt);
        Ok(learnt)
    }

    fn nested(&self, folder: &RepoPath) -> bool {
        !folder.is_root() && self.place(folder).join(".git").symlink_metadata().is_ok()
    }

    fn metadata(&self, path: &RepoPath) -> Result<Option<Metadata>, RepoError> {
        let place = self.place(path);
        match fs::symlink_metadata(&place) {
            Ok(met) => Ok(Some(met)),
            // What a file system cannot call so, such as a name that is too long, is not there either.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename
                ) =>
            {
                Ok(None)
            }
            Err(source) => Err(RepoError::Io { path: place, source }),
        }
    }

    /// The content of a file that had `size` bytes when it was looked at.
    fn bytes(&self, path: &RepoPath, size: u64) -> Result<Vec<u8>, RepoError> {
        let place = self.place(path);
        let failed = |source| RepoError::Io { path: place.clone(), source };
        // Without room for all of it, the system would be asked for a few bytes at a time.
        let mut bytes = Vec::with_capacity(usize::try_from(size.saturating_add(1)).unwrap_or(0));
        // One byte past the limit shows that the file has grown since it was looked at.
        let file = fs::File::open(&place).map_err(failed)?;
        file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }

    fn target(&self, path: &RepoPath) -> Result<Vec<u8>, RepoError> {
        let place = self.place(path);
        let target = fs::read_link(&place);
        let target = target.map_err(|source| RepoError::Io { path: place, source })?;
        Ok(target.as_os_str().as_encoded_bytes().to_vec())
    }
}

#[cfg(unix)]
pub(crate) fn executable(met: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    met.permissions().mode() & 0o100 != 0
}

#[cfg(not(unix))]
pub(crate) fn executable(_met: &Metadata) -> bool {
    false
}

#[cfg(unix)]
fn special(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    if kind.is_fifo() {
        "named pipe"
    } else if kind.is_socket() {
        "socket"
    } else {
        "device"
    }
}

#[cfg(not(unix))]
fn special(_kind: FileType) -> &'static str {
    "device"
}
