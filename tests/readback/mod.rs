//! What the ecosystems' own tools read from a product line after a real release.
//!
//! A tool that is not installed is named on standard error, past the test harness's capture, and
//! everything else goes on; `.ci/run` installs those that take seconds.

mod build;
mod cargo;
mod composer;
mod java;
mod npm;
mod packages;
mod parsers;
mod python;
mod ruby;
mod tool;

use crate::support::Repository;

/// A repository of these files, each component of which is at 1.4.0, and not yet released.
fn line(config: &str, files: &[(&str, &str)]) -> Repository {
    let repository = Repository::new();
    repository.write("release.toml", format!("scheme = \"semver-independent\"\n{config}"));
    for (path, text) in files {
        repository.write(path, text);
    }
    repository
}

/// Commits what there is and releases everything, in the part that is asked for; nothing is warned
/// of, and the rules find nothing afterwards.
fn release(repository: &Repository, part: &str) {
    repository.commit("Start");
    let words = ["release", part, "--all", "--yes", "--date", "2024-02-29"];
    let released = repository.run(&words);
    assert_eq!(released.code, 0, "{}", released.stderr);
    assert!(
        !released.stdout.contains("warning") && !released.stderr.contains("warning"),
        "{released:?}"
    );
    let lint = repository.run(&["lint"]);
    assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{}", lint.stderr);
}
