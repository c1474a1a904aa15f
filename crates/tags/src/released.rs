//! One released version, and the order in which an owner's releases stand.

use alloc::string::String;
use core::cmp::Ordering;

use version::{Key, Version};

/// A version that a tag says was released.
#[derive(Debug, Clone)]
pub struct Released {
    /// The version, spelled as in the tag.
    pub version: Version,
    /// The tag's name, below `refs/tags/`.
    pub tag: String,
    /// Where the version stands in the owner's order.
    pub key: Key,
    /// Whether it is a pre-release, which never moves a line.
    pub pre: bool,
    /// Whether the tag has a name from before a renaming.
    pub alias: bool,
}

impl Released {
    /// Ascending by key; among equal keys the tags of old names first, then by the tag's name.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let key = self.key.cmp(&other.key);
        let alias = || other.alias.cmp(&self.alias);
        key.then_with(alias).then_with(|| self.tag.cmp(&other.tag))
    }
}
