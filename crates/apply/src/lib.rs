//! Publishes a release: journal, objects, hooks, refs, in an order that survives a crash.
//!
//! The only crate that writes to a repository, and it does not know what a version is. A
//! [`Transaction`] says what to publish; [`publish`] walks the table [`STEPS`], noting in a journal
//! each step before and after. Whatever ends the process, [`resume`] walks on to the same object
//! ids, or [`abandon`] walks back: branch, tags, index and files are then all new or all old. A
//! release exists when its lead tag exists, and the lead tag is made last and alone.
//!
//! What is promised about other work: staged and unstaged changes of files outside the transaction
//! stay as they are, and are not part of the commit. The release's own hooks run once it is staged;
//! then those of git as `git commit` runs them, on the real index: pre-commit, prepare-commit-msg,
//! commit-msg, and post-commit once the lead tag is there. post-commit runs at most once and cannot
//! refuse; a resumed release skips it when the interruption came after the lead tag.

extern crate alloc;

mod branch;
mod bytes;
mod check;
mod create;
mod dirty;
mod error;
mod explain;
mod failpoint;
mod flush;
mod foreseen;
mod hooks;
mod import;
mod journal;
mod lock;
mod locks;
mod marks;
mod objects;
mod overwrite;
mod own;
mod program;
mod publish;
mod push;
mod refs;
mod release;
mod rewrite;
mod running;
mod scratch;
mod sign;
mod stage;
mod steps;
mod tracked;
mod transaction;
mod watched;
mod who;
mod words;
mod writable;

pub use branch::has_room;
pub use check::in_place;
pub use create::create;
pub use error::ApplyError;
pub use foreseen::{Foreseen, foresee_abandon, foresee_resume};
pub use own::runnable;
pub use publish::{
    Abandoned, Pending, Published, abandon, foresee, pending, publish, resume, running,
};
pub use push::{
    DestinationError, Goes, Push, PushError, destination, lacks, name_there, push_published,
    receivable,
};
pub use refs::applied;
pub use release::Told;
pub use rewrite::rewrite;
pub use steps::{STEPS, Step};
pub use tracked::Beside;
pub use transaction::{Change, Hook, NewTag, Transaction};
pub use who::maker_known;
pub use writable::{file_writable, folders_writable};
