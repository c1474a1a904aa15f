//! Bad input, case by case: each gets its own clear error, its class's exit code, and nothing is
//! written.

mod arguments;
mod named;
mod paths;
mod release_toml;
mod repository;
mod versions;

use crate::support::{Output, Repository};

/// A product-wide release that would go through were it not for the bad input.
pub(crate) const RELEASE: &[&str] =
    &["release", "minor", "-p", "core", "--yes", "--date", "2016-11-01"];

/// One release that must not happen.
pub(crate) struct Refused<'s> {
    /// The exit code that its class asks for.
    pub(crate) code: i32,
    /// Texts that the error must have, whatever its wording: what is wrong is quoted, what would
    /// be right is named.
    pub(crate) says: &'s [&'s str],
}

impl Refused<'_> {
    /// Runs the program and sees that it refuses, says why and what to do, and writes nothing.
    pub(crate) fn check(&self, repository: &Repository, arguments: &[&str]) {
        let before = repository.state();
        let output = repository.run(arguments);
        assert_eq!(output.code, self.code, "{arguments:?}\n{}{}", output.stdout, output.stderr);
        for text in self.says {
            assert!(output.stderr.contains(text), "no {text:?} in:\n{}", output.stderr);
        }
        is_an_error(&output);
        let written = repository.state().changes_since(&before);
        assert!(written.is_empty(), "something was written: {written:#?}");
    }
}

/// What every error looks like: a heading, a next step, nothing that a terminal acts on.
fn is_an_error(output: &Output) {
    let text = &output.stderr;
    assert!(text.lines().any(|line| line.starts_with("error")), "no heading:\n{text}");
    let step = |line: &str| line.starts_with("help: ") || line.trim_start().starts_with("tip: ");
    let usage = text.contains("try '--help'");
    assert!(usage || text.lines().any(step), "no next step:\n{text}");
    assert!(!text.contains("panicked") && !text.contains("has a bug"), "{text}");
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
}

/// One `#[test]` a case: its name, how the repository is prepared (from the product line with
/// everything released as 1.0), the command line, the exit code, and what the error must say.
macro_rules! refused {
    ($($(#[$meta:meta])* $name:ident($prepare:expr, $arguments:expr) => $code:literal $says:expr;)*) => {$(
        $(#[$meta])*
        #[test]
        fn $name() {
            let repository = $crate::support::chain::released();
            let prepare: fn(&$crate::support::Repository) = $prepare;
            prepare(&repository);
            let refused = $crate::bad_input::Refused { code: $code, says: &$says };
            let arguments: &[&str] = &$arguments[..];
            refused.check(&repository, arguments);
        }
    )*};
}
pub(crate) use refused;

/// The release that every case breaks does go through when nothing is broken.
#[test]
fn the_unbroken_release_goes_through() {
    let repository = crate::support::chain::released();
    let output = repository.run(RELEASE);
    assert_eq!(output.code, 0, "{}{}", output.stdout, output.stderr);
    let tags = ["chain-1.0", "chain-1.1", "core-1.0", "core-1.1", "mac-1.0", "mac-1.1", "sdk-1.0"];
    assert_eq!(repository.tags(), tags);
    assert_eq!(repository.file("core/version.txt"), "version = \"1.1\"\n");
    assert_eq!(repository.file("sdk/version.txt"), "version = \"1.0\"\n");
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
}
