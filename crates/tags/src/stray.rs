//! Tags that belong to nobody.

use alloc::string::String;

use crate::OwnerId;

/// A tag that no owner's template and form can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// Its name, with whatever cannot be printed escaped ([`crate::name::shown`]).
    pub name: String,
    /// What is known about it.
    pub kind: StrayKind,
}

/// Why a tag belongs to nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StrayKind {
    /// It looks like somebody's tag and is not.
    NearMiss {
        /// Whose it looks like.
        owner: OwnerId,
        /// What keeps it from being theirs: a lower-case fragment.
        why: String,
        /// The name that was probably meant, which that owner can read.
        wanted: Option<String>,
    },
    /// It is unlike any owner's.
    Unknown,
    /// Its name is not UTF-8.
    NotText,
}
