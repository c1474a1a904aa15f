//! The orchestrator: reads the command line, loads the repository, asks the pure crates what to do
//! and has it done.
//!
//! The only crate that knows both versions and git.

#![allow(
    unreachable_pub,
    reason = "the modules are private, so that the compiler tells what nobody uses; within them, `pub` \
              is what the others use"
)]

extern crate alloc;

mod awaited;
mod begin;
mod bench;
pub mod cli;
mod command;
mod confirm;
mod consent;
mod crash;
pub mod demo;
mod error;
mod escape;
mod foreseen;
mod hindrance;
mod history;
mod inspect;
mod installation;
mod load;
mod lowered;
mod options;
mod outcome;
mod parties;
mod progress;
mod pushing;
mod release;
mod render;
mod report;
mod saved;
mod session;
mod spent;
mod stated;
mod style;
mod table;
mod terminal;
mod text;
mod threads;
mod unmerged;
mod unplanned;
mod waiting;
mod whole;

pub use error::Error;
pub use outcome::Outcome;
pub use render::schema::KINDS;
pub use session::Session;
