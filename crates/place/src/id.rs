//! A git object's name.

use alloc::borrow::Cow;
use alloc::sync::Arc;
use core::cmp::Ordering;
use core::fmt;

use serde::de::Error as _;

use crate::order::by_bytes;

/// The full hexadecimal name of a git object: 40 digits in a SHA-1 repository, 64 in SHA-256.
///
/// Kept as text because the pure crates only compare and print it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ObjectId(Arc<str>);

impl ObjectId {
    /// Takes a full object name; anything but 40 or 64 lower-case hexadecimal digits is `None`.
    #[must_use]
    pub fn new(hex: &str) -> Option<Self> {
        let digits = hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        (digits && matches!(hex.len(), 40 | 64)).then(|| Self(hex.into()))
    }

    /// The object whose name is these bytes, as trees hold them; anything but 20 or 32 is `None`.
    #[must_use]
    pub fn from_bytes(raw: &[u8]) -> Option<Self> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut hex = [0; 64];
        let nibbles = raw.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        for (place, nibble) in hex.iter_mut().zip(nibbles) {
            *place = *DIGITS.get(usize::from(nibble))?;
        }
        let hex = hex.get(..raw.len() * 2).filter(|hex| matches!(hex.len(), 40 | 64))?;
        core::str::from_utf8(hex).ok().map(|hex| Self(hex.into()))
    }

    /// The name as bytes, as trees hold it: 20 or 32.
    pub fn bytes(&self) -> impl Iterator<Item = u8> {
        let digit = |digit: &u8| if *digit < b'a' { digit - b'0' } else { digit - b'a' + 10 };
        let pairs = self.0.as_bytes().as_chunks().0.iter();
        pairs.map(move |[high, low]| digit(high) << 4 | digit(low))
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

impl Ord for ObjectId {
    fn cmp(&self, other: &Self) -> Ordering {
        by_bytes(&self.0, &other.0)
    }
}

impl PartialOrd for ObjectId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for ObjectId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for ObjectId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = Cow::<'de, str>::deserialize(deserializer)?;
        Self::new(&hex).ok_or_else(|| D::Error::custom("no full object name"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_digits_are_the_same_name() {
        let raw: alloc::vec::Vec<u8> = (0xe9..=0xff).chain(0..9).collect();
        let digits = "e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff000102030405060708";
        for bytes in [20, 32] {
            let named = ObjectId::from_bytes(&raw[..bytes]);
            assert!(named.is_some());
            assert_eq!(named, ObjectId::new(digits.split_at(2 * bytes).0));
        }
        for bytes in [0, 19, 21, 31] {
            assert_eq!(ObjectId::from_bytes(&raw[..bytes]), None);
        }
        assert_eq!(ObjectId::from_bytes(&[0; 33]), None);
        assert_eq!(ObjectId::new(&"A".repeat(40)), None);
    }
}
