//! What a whole workspace takes in the place of what its packages require.

use alloc::string::String;

use crate::Trouble;

/// An entry of npm's `overrides` or Yarn's `resolutions`: whoever requires the package, packages from
/// elsewhere among them, gets this one. It counts in the root of a workspace, and in a package that is
/// in none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The package that is required.
    pub on: String,
    /// The package whose requirement it stands for; that of every one where none is named.
    pub by: Option<String>,
    /// What is taken.
    pub instead: Instead,
}

/// What is taken in the place of a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instead {
    /// The requirement in the slot that it is.
    Slot,
    /// What is inherited by this key ([`Located::inheritable`](crate::Located::inheritable)).
    Key(String),
    /// Something that cannot follow, and why; no harm where the package is none of the product's.
    Unread(Trouble),
}
