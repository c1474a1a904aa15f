//! Checksums by which a lock file knows its manifest again.

use core::fmt;

use alloc::string::String;

use crate::{LocateError, Source};

/// How a tool computes the checksum in its lock file.
///
/// A checksum is only ever written where it was right before: one that is not tells that the lock
/// file is out of date, or that its tool computes it in a way that is not known here.
pub struct Seal {
    /// The tool, for people: `Composer`.
    pub tool: &'static str,
    /// The manifest beside the lock file that the checksum is of.
    pub of: &'static str,
    /// The command that brings the lock file up to date.
    pub command: &'static str,
    /// The ways in which the tool's releases compute it, the newest first: from the manifest and
    /// the lock file to the checksum's text. Errors are values that it cannot be computed over.
    pub ways: &'static [Way],
}

/// One way to compute a checksum, from the manifest and the lock file.
pub type Way = fn(manifest: &Source<'_>, lock: &Source<'_>) -> Result<String, LocateError>;

impl PartialEq for Seal {
    fn eq(&self, other: &Self) -> bool {
        self.tool == other.tool
    }
}

impl Eq for Seal {}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Seal").field(&self.tool).finish()
    }
}
