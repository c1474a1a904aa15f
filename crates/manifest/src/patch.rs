//! Packages of this repository that stand in for those of a registry, or of somebody's repository.

use alloc::string::String;

use place::Span;

/// A package in a folder that is taken in the place of another source's: Cargo's `[patch]`. It is
/// taken only while a requirement admits its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    /// What it stands in for, as [`Located::sources`](crate::Located::sources) have it; `None` is the
    /// ecosystem's usual registry.
    pub source: Option<String>,
    /// The package's name.
    pub on: String,
    /// Its folder, relative to the file's.
    pub folder: String,
    /// The slot of the version that it has to have, where that is said.
    pub span: Option<Span>,
}
