//! Releases published, interrupted, resumed and abandoned in real git repositories.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "clippy knows test functions, and not what only they call"
)]

// The name that every other crate of the workspace knows it by.
extern crate syncline_apply as apply;

mod collected;
mod crash;
mod happy;
mod hooks;
mod kinds;
mod locks;
mod meanwhile;
mod moved;
mod overwrite;
mod own;
mod pending;
mod refuse;
mod sample;
