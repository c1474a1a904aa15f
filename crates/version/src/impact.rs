//! The policy's own reasons for a bump.

use alloc::string::String;

use crate::PartId;

/// A kind of change, and the part that it needs moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// Its name in change files: `no-downgrade-path`.
    pub id: String,
    /// The lowest part whose bump is enough.
    pub needs: PartId,
    /// Whether it only allows that bump, on people's word (`--because`), and does not demand it.
    pub may: bool,
    /// The policy's words.
    pub text: String,
}
