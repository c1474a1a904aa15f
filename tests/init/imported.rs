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

#[test]
fn changelogs_of_another_tool_are_gone_on_with() {
    let repository = Repository::new();
    repository.write(".changeset/config.json", "{ \"ignore\": [\"@x/site\"] }");
    for (name, version) in [("a", "1.0.0"), ("b", "0.3.0"), ("site", "0.1.0")] {
        repository
            .write(
                &format!("{name}/package.json"),
                format!("{{ \"name\": \"@x/{name}\", \"version\": \"{version}\" }}\n"),
            )
            .write(&format!("{name}/CHANGELOG.md"), format!("# {name}\n\n## {version}\n\n- It.\n"));
    }
    repository.write(".changeset/one.md", "---\n---\n").commit("Begin");
    // One that is ignored may stand behind its tag.
    repository.tag("@x/a@1.0.0").tag("@x/b@0.3.0").tag("@x/site@0.2.0");
    let (output, text) = imported(&repository);
    assert!(output.stderr.contains("1 change(s) are still pending"), "{}", output.stderr);
    assert!(text.contains("\nchangelog = \"CHANGELOG.md\"\n"), "{text}");
    let released = repository.run(&["release", "minor", "--all", "--yes"]);
    assert_eq!(released.code, 0, "{}", released.stderr);
    for (name, version) in [("a", "1.1.0"), ("b", "0.4.0")] {
        let log = repository.file(&format!("{name}/CHANGELOG.md"));
        assert!(log.starts_with(&format!("# {name}\n\n## {version}")), "{log}");
    }
    assert!(!repository.file("site/CHANGELOG.md").contains("## 0.2"), "the ignored one moved");
}

#[test]
fn what_was_not_carried_over_is_named_also_where_nothing_is_left() {
    let repository = Repository::new();
    repository
        .write(
            ".bumpversion.cfg",
            "[bumpversion]\ncurrent_version = 1.0.0\n[bumpversion:file:a.py]\nsearch = V = {current_version}\nreplace = W = {new_version}\n",
        )
        .write("a.py", "V = 1.0.0\n")
        .commit("Begin");
    let output = repository.run(&["import"]);
    assert_eq!(output.code, 2, "{}", output.stderr);
    let said = "read the configuration of bumpversion\nnote: .bumpversion.cfg";
    assert!(output.stderr.starts_with(said), "{}", output.stderr);
    assert!(output.stderr.contains("a.py"), "{}", output.stderr);
    assert!(output.stderr.contains("error: no tracked file states a version"), "{}", output.stderr);
    assert!(!repository.at("release.toml").exists());
}
