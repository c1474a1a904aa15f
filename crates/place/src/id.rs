//! A git object's name.

use alloc::string::String;
use core::fmt;

/// The full hexadecimal name of a git object: 40 digits in a SHA-1 repository, 64 in SHA-256.
///
/// Kept as text because the pure crates only compare and print it.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct ObjectId(String);

impl ObjectId {
    /// Takes a full object name; anything but 40 or 64 lower-case hexadecimal digits is `None`.
    #[must_use]
    pub fn new(hex: &str) -> Option<Self> {
        let digits = hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        (digits && matches!(hex.len(), 40 | 64)).then(|| Self(hex.into()))
    }

    /// The full hexadecimal name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first ten digits, for people.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.get(..10).unwrap_or(&self.0)
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
