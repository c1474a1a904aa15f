//! Tag names: how they are made, whose they are, and everything that was ever released.
//!
//! The only place where a tag's name becomes a version. Nothing here reads a repository: names come
//! in as bytes, and what comes out is sorted by each owner's own order of versions.
#![no_std]

extern crate alloc;

mod affixes;
mod bill;
mod conflict;
mod index;
mod language;
pub mod name;
mod near_miss;
mod owner;
mod released;
#[cfg(test)]
mod sample;
mod stray;
mod taken;
mod template;

pub use bill::{
    PLAN_LINE, Stated, read_bill, read_releases, write_bill, write_exact, write_waiting,
};
pub use conflict::{Conflict, conflicts, shared};
pub use index::TagIndex;
pub use name::NameError;
pub use owner::{Owner, OwnerId};
pub use released::Released;
pub use stray::{Stray, StrayKind};
pub use taken::clashing;
pub use template::{Template, TemplateError};
