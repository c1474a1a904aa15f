//! What a lock file derives from the rest: checksums by which it knows its manifest again, keys made
//! of what it holds.

use core::fmt;

use alloc::string::String;
use alloc::vec::Vec;

use crate::{LocateError, Source};

/// How a tool computes what its lock file derives from the rest.
///
/// It is only ever written where it was right before: where it was not, the lock file is out of
/// date, or its tool computes it in a way that is not known here.
pub struct Seal {
    /// The tool, for people: `Composer`.
    pub tool: &'static str,
    /// What is computed, for people: `checksum`.
    pub what: &'static str,
    /// The manifest beside the lock file that it is computed of.
    pub of: &'static str,
    /// Whether the rest is no good without it: by keys a tool finds its entries, whereas a checksum
    /// that is wrong only has it compute everything anew.
    pub vital: bool,
    /// The command that brings the lock file up to date.
    pub command: &'static str,
    /// The ways in which the tool's releases compute it, the newest first; none where only the tool
    /// itself can.
    pub ways: &'static [Way],
}

/// One way to compute, from the manifest and the lock file, what stands in the lock file's places of
/// this kind, in their order. Errors are values that it cannot be computed over.
pub type Way = fn(manifest: &Source<'_>, lock: &Source<'_>) -> Result<Vec<String>, LocateError>;

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
