//! The orchestrator: reads the command line, loads the repository, asks the pure crates what to do
//! and has it done.
//!
//! The only crate that knows both versions and git.

extern crate alloc;

pub mod full;
