//! What a command of the built program ends with, and whether it writes.

use super::{Output, Repository};

/// Runs the program, which has to end with `code`.
pub(crate) fn run(repository: &Repository, arguments: &[&str], code: i32) -> Output {
    let output = repository.run(arguments);
    assert_eq!(output.code, code, "{arguments:?}\n{}{}", output.stdout, output.stderr);
    output
}

/// As [`run`], and nothing may be written.
pub(crate) fn look(repository: &Repository, arguments: &[&str], code: i32) -> Output {
    let before = repository.state();
    let output = run(repository, arguments, code);
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{arguments:?} wrote {written:#?}");
    output
}
