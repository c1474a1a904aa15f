//! Knope.

use super::written::{says, written};

const CARGO: (&str, &str) = ("Cargo.toml", "[package]\nname = \"one\"\nversion = \"1.0.0\"\n");

#[test]
fn a_pattern_of_a_file_is_ours() {
    let knope = "[package]\nversioned_files = [\"Cargo.toml\", \"Cargo.toml\", \
                 { path = \"README.md\", regex = 'one (?<version>[0-9.]+)' }, \
                 { path = \"chart/Chart.yaml\", regex = 'appVersion: (?<version>.+)' }, \
                 { path = \"doc.md\", regex = ['none (?<version>.)', 'one (?<version>[0-9.]+)'] }]\n";
    let files = [
        ("knope.toml", knope),
        CARGO,
        ("README.md", "one 1.0.0, one 1.0.0\n"),
        ("chart/Chart.yaml", "name: one\nversion: 0.2.0\nappVersion: 1.0.0\n"),
        ("doc.md", "one 0.9.0\n"),
    ];
    let text = written(&files, &["v1.0.0"]);
    for line in [
        "    \"Cargo.toml\",\n    { path = \"README.md\"",
        "    { path = \"README.md\", regex = 'one (?<version>[0-9.]+)', count = 2 },\n",
        "    { path = \"chart/Chart.yaml\", regex = 'appVersion: (?<version>.+)' },\n",
    ] {
        assert!(text.contains(line), "no {line} in\n{text}");
    }
    assert!(!text.contains("does not list them"), "{text}");
    assert!(says(&text, "knope.toml: doc.md: not carried over: nothing in doc.md matches"));
    assert!(says(&text, "finds 0.9.0, while the version is 1.0.0"), "{text}");
    // One that the format knows as the version's place is read as that.
    let knope = "[package]\nversioned_files = [{ path = \"Cargo.toml\", \
                 regex = 'version = \"(?<version>.+)\"' }]\n";
    let text = written(&[("knope.toml", knope), CARGO], &["v1.0.0"]);
    assert!(text.contains("manifests = [\"Cargo.toml\"]\n"), "{text}");
}

#[test]
fn a_file_that_is_not_read_is_named() {
    let knope = "[package]\nversioned_files = [\"Cargo.toml\", \"gleam.toml\", \"gone/go.mod\"]\n";
    let files = [("knope.toml", knope), CARGO, ("gleam.toml", "version = \"1.0.0\"\n")];
    let text = written(&files, &["v1.0.0"]);
    assert!(text.contains("manifests = [\"Cargo.toml\"]\n"), "{text}");
    assert!(says(&text, "gleam.toml holds the version in a way to be told"), "{text}");
    assert!(says(&text, "gone/go.mod is not there"), "{text}");
}

#[test]
fn what_else_a_package_says_is_carried_over_or_named() {
    let knope = "[package]\nversioned_files = [\"Cargo.toml\"]\nchangelog = \"docs/LOG.md\"\n\
                 assets = [\"x\"]\nextra_changelog_sections = []\n[changes]\n\
                 ignore_conventional_commits = true\n";
    let files = [
        ("knope.toml", knope),
        CARGO,
        ("docs/LOG.md", "# Changelog\n"),
        (".changeset/one.md", "---\none: minor\n---\n"),
        (".changeset/README.md", "What this is\n"),
    ];
    let text = written(&files, &["v1.0.0"]);
    assert!(text.contains("manifests = [\"Cargo.toml\"]\nchangelog = \"docs/LOG.md\"\n"), "{text}");
    for said in [
        "knope.toml, package: not carried over: assets, extra_changelog_sections",
        "knope.toml: not carried over: changes",
        "1 change(s) are still pending in .changeset: they are not carried over",
    ] {
        assert!(says(&text, said), "no {said} in\n{text}");
    }
    let text = written(&files[..2], &["v1.0.0"]);
    assert!(says(&text, "changelog: not carried over: docs/LOG.md is not there"), "{text}");
    assert!(!text.contains("\nchangelog =") && !text.contains("pending"), "{text}");
    let without = "[packages.a]\nchangelog = \"CHANGELOG.md\"\n\
                   [packages.one]\nversioned_files = [\"Cargo.toml\"]\n";
    let text = written(&[("knope.toml", without), CARGO], &["one/v1.0.0"]);
    assert!(says(&text, "knope.toml, a: a package without versioned_files"), "{text}");
}

#[test]
fn a_file_that_others_have_their_version_from_is_not_listed() {
    let knope = "[package]\nversioned_files = [\"Cargo.toml\"]\n";
    let root = "[workspace]\nmembers = [\"x\"]\n[workspace.package]\nversion = \"1.0.0\"\n";
    let heir = "[package]\nname = \"x\"\nversion.workspace = true\n";
    let files = [("knope.toml", knope), ("Cargo.toml", root), ("x/Cargo.toml", heir)];
    let text = written(&files, &["v1.0.0"]);
    assert!(text.contains("The components are the members of the workspace"), "{text}");
    assert!(says(&text, "Cargo.toml has a version for others only"), "{text}");
}
