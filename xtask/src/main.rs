//! The program: everything is in the library, where it can be tested.

use std::process::ExitCode;

/// A plan of a large line is made of a great many small pieces of text: a third of the time went
/// into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(syncline::cli::main(std::env::args_os()))
}
