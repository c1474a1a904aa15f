//! Whether one of git's files is still the one that was read.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// When a file was written, how long it is, and its number in the file system.
pub(crate) type Stamp = (SystemTime, u64, u64);

/// What tells one of git's files from the next of its name: git never writes into one, it puts
/// another in its place. `None` where there is no file, or where the system does not say when it was
/// written.
pub(crate) fn stamp(path: &Path) -> Option<Stamp> {
    let met = fs::metadata(path).ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&met);
    #[cfg(not(unix))]
    let number = 0;
    Some((met.modified().ok()?, met.len(), number))
}
