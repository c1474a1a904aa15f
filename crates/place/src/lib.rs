//! Where things are, and what was found there.
//!
//! The vocabulary that every other crate shares: confined repository paths, byte spans, places in
//! files and refs, findings, errors that explain themselves, and TOML whose every key knows its
//! place. Nothing here reads a file or knows git.
#![no_std]

extern crate alloc;

mod config;
mod explain;
mod few;
mod finding;
mod hostile;
mod id;
mod nearest;
mod order;
mod path;
mod ref_name;
mod span;

pub use config::{Config, ConfigError, Key, Lists, Section, Value, Wanted};
pub use explain::{Class, Explain, is_next_step};
pub use few::few;
pub use finding::{Finding, Severity};
pub use hostile::is_hostile;
pub use id::ObjectId;
pub use nearest::{by_nearness, nearest, nearest_or};
pub use path::{PathError, RepoPath};
pub use ref_name::{RefFault, ref_fault};
pub use span::{Place, Position, Span, position};
