//! What lock files say of packages, beside the bytes that a release edits.

use alloc::string::String;
use alloc::vec::Vec;

use place::Span;

/// Whose requirement a lock file copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// The package of that name.
    Name(String),
    /// The package in that folder, relative to the lock file's own.
    Folder(String),
}

/// A package that a lock file has from elsewhere than this repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinned {
    /// The package.
    pub name: String,
    /// Where its version stands.
    pub span: Span,
    /// The version.
    pub version: String,
    /// The requirements that it answers; empty where the lock file does not say.
    pub answers: Vec<String>,
}

/// A requirement that a package of this repository answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The package.
    pub name: String,
    /// The requirement.
    pub requirement: String,
}
