//! Reads git repositories and files, behind one interface.
//!
//! [`Repo`] answers from libgit2 where that can open what is asked for, and from git's plumbing
//! where it cannot (reftable, SHA-256, split and sparse indexes): no repository that git reads is
//! refused. Both only hand over refs, the index and objects as bytes; what follows from them is
//! computed once, above. Nothing here writes, and nothing here knows what a version is.

extern crate alloc;

mod aside;
mod backend;
mod changed;
mod dirty;
mod discover;
mod disk;
mod error;
mod files;
mod git;
mod graph;
mod history;
mod inside;
mod libgit2;
mod locate;
mod log;
mod making;
mod object;
mod past;
mod plumbing;
mod quote;
mod refname;
mod remote;
mod repo;
mod seen;
mod staged;
mod stamp;
mod state;
mod store;
mod tags;
#[cfg(test)]
mod tests;
mod then;
mod touched;
mod types;

pub use dirty::Difference;
pub use error::RepoError;
pub use git::{Git, GitError, Outcome, Output, Waiting, started, without_repository};
pub use log::Logs;
pub use making::Making;
pub use place::ObjectId;
pub use remote::{Remote, There};
pub use repo::Repo;
pub use types::{
    Behind, Branch, Commit, Entry, File, Head, Mode, Operation, State, Tagged, View, Within,
};

/// The most bytes a file may have to be read: 8 MiB (docs/safety.md, "Hostile input").
pub const LIMIT: u64 = 8 << 20;
