//! The program: everything is in the library, where it can be tested.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(syncline::cli::main(std::env::args_os()))
}
