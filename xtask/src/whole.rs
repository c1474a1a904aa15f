//! Writes a file as a whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use crate::error::FileError;

/// Writes `bytes` to the file at `path`, in place of whatever it held, or leaves it as it was: beside
/// it, and then in its place. A symbolic link stays, and leads to what is written. `named` is what
/// errors call it. What is no file, such as a terminal or a pipe, is written to as it is.
///
/// # Errors
/// What the system says; a file that is not to be written, or is in a folder that is not there.
pub(crate) fn write(path: &Path, named: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let failed = |error| FileError::at("write", named)(error);
    let there = fs::metadata(path).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return fs::write(path, bytes).map_err(failed);
    }
    if there.is_some_and(|there| there.permissions().readonly()) {
        return Err(failed(io::ErrorKind::PermissionDenied.into()));
    }
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    temporary.write_all(bytes).map_err(failed)?;
    readable(temporary.as_file()).map_err(failed)?;
    temporary.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// A temporary file is its owner's alone; what is written for others is for whoever may read there.
#[cfg(unix)]
fn readable(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}
