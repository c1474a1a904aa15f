//! `import`: what it writes of other tools' settings is what releases then do.

use crate::support::{Output, Repository};

/// Runs `import`, and `status` on what it wrote; the file is committed.
fn imported(repository: &Repository) -> (Output, String) {
    let output = repository.run(&["import"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let text = repository.file("release.toml");
    let status = repository.run(&["status"]);
    assert_eq!(status.code, 0, "{}\n{text}", status.stderr);
    repository.commit("Configure");
    (output, text)
}

#[test]
fn files_that_a_pattern_finds_the_version_in_move_along() {
    let repository = Repository::new();
    repository
        .write("src/lib.rs", "")
        .write("Cargo.toml", "[package]\nname = \"one\"\nversion = \"1.0.0\"\n")
        .write("README.md", "one 1.0.0\n")
        .write(
            "knope.toml",
            "[package]\nversioned_files = [\"Cargo.toml\", \"gleam.toml\", \
             { path = \"README.md\", regex = 'one (?<version>[0-9.]+)' }]\n",
        )
        .commit("Begin");
    repository.tag("v1.0.0");
    let (output, _) = imported(&repository);
    assert!(output.stderr.contains("gleam.toml is not there"), "{}", output.stderr);
    let released = repository.run(&["release", "minor", "--all", "--yes"]);
    assert_eq!(released.code, 0, "{}", released.stderr);
    assert_eq!(repository.file("README.md"), "one 1.1.0\n");
}

/// Every command would refuse it, so that it is refused before it is there.
#[test]
fn what_could_not_be_read_is_not_written() {
    let repository = Repository::new();
    repository
        .write("a/package.json", "{ \"name\": \"a\", \"version\": \"1.0.0\" }\n")
        .commit("Begin");
    let output = repository.run(&["init", "--name", ""]);
    assert_eq!(output.code, 2, "{}", output.stderr);
    assert!(output.stderr.contains("cannot be read: a product's name"), "{}", output.stderr);
    assert!(!repository.at("release.toml").exists());
    let printed = repository.run(&["init", "--name", "", "--dry-run"]);
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    assert!(printed.stdout.contains("name = \"\"\n"), "{}", printed.stdout);
    assert!(printed.stderr.contains("note: the release.toml that was made"), "{}", printed.stderr);
}
