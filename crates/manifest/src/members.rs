//! The members that a workspace's manifest declares.

use alloc::string::String;
use alloc::vec::Vec;

/// A workspace's members, as globs relative to the file's folder: a step `**` is any folders, or
/// none. In `exclude`, what is below a folder is meant too where `by_path` says so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Members {
    /// Whether members may declare members of their own, which belong to it then.
    pub nested: bool,
    /// The name of the members' own manifests, where it is not this file's.
    pub manifest: Option<&'static str>,
    /// Folders that belong to the workspace.
    pub include: Vec<String>,
    /// Folders that do not, although `include` matches them.
    pub exclude: Vec<String>,
    /// Whether packages in folders below that a member takes are members as well ([`Taken`]).
    pub by_path: bool,
}

/// A folder that a package is taken from, in ecosystems that make it a member for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Relative to the file's folder.
    pub folder: String,
    /// Where this is said for others to inherit: the key that they name. Nobody takes it from there
    /// by this alone.
    pub key: Option<String>,
}

impl Members {
    /// The members that npm's and pnpm's globs mean: those that begin with `!` exclude.
    pub(crate) fn of(globs: Vec<String>) -> Self {
        let mut members = Self::default();
        for glob in globs {
            match glob.strip_prefix('!') {
                Some(excluded) => members.exclude.push(excluded.into()),
                None => members.include.push(glob),
            }
        }
        members
    }
}
