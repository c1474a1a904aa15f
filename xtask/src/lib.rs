//! The orchestrator: reads the command line, loads the repository, asks the pure crates what to do
//! and has it done.
//!
//! The only crate that knows both versions and git.

extern crate alloc;

pub mod begin;
pub mod bench;
pub mod cli;
pub mod command;
pub mod confirm;
pub mod consent;
mod crash;
pub mod demo;
pub mod error;
pub mod escape;
pub mod foreseen;
pub mod hindrance;
pub mod history;
pub mod inspect;
pub mod installation;
pub mod load;
pub mod lowered;
pub mod options;
pub mod outcome;
pub mod parties;
pub mod progress;
pub mod pushing;
pub mod release;
pub mod render;
pub mod report;
pub mod saved;
pub mod session;
pub mod spent;
mod stated;
pub mod style;
pub mod table;
pub mod terminal;
pub mod text;
pub mod threads;
pub mod unmerged;
pub mod waiting;
mod whole;

pub use error::Error;
pub use outcome::Outcome;
pub use session::Session;
