//! Cargo itself, asked about the same workspaces: what we call broken it refuses to build, and what
//! a release leaves behind it takes.

use std::env;
use std::process::Command;

use crate::support::{Output, Repository, run};

/// A workspace of `core` at `version` and `app`, which requires it; both released.
fn workspace(version: &str, requirement: &str) -> Repository {
    let repository = Repository::new();
    let package = |name: &str, version: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"{version}\"\n")
    };
    repository
        .write("release.toml", "scheme = \"semver-independent\"\n")
        .write("Cargo.toml", "[workspace]\nresolver = \"2\"\nmembers = [\"core\", \"app\"]\n")
        .write(".gitignore", "target\n")
        .write("core/Cargo.toml", package("core", version))
        .write("core/src/lib.rs", "")
        .write(
            "app/Cargo.toml",
            package("app", "1.0.0")
                + &format!(
                    "[dependencies]\ncore = {{ path = \"../core\", version = \"{requirement}\" }}\n"
                ),
        )
        .write("app/src/lib.rs", "");
    repository
}

/// What Cargo makes of the workspace.
fn cargo(repository: &Repository, more: &[&str]) -> Output {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["metadata", "--offline", "--format-version", "1", "--quiet"]).args(more);
    command.current_dir(repository.root());
    run(command)
}

#[test]
fn a_requirement_is_broken_where_cargo_says_so() {
    for (version, requirement) in [
        ("1.4.2", "1.4"),
        ("1.4.2", "^1.5"),
        ("2.0.0", "1"),
        ("0.2.0", "0.1"),
        ("0.1.9", "0.1.3"),
        ("0.0.4", "0.0.3"),
        ("1.5.0", "~1.4"),
        ("1.5.0", "=1.4.0"),
        ("2.0.0", ">=1, <3"),
        ("1.5.0-rc.1", "1.4"),
        ("1.5.0-rc.1", "1.5.0-beta.1"),
        ("1.5.0", "*"),
    ] {
        let repository = workspace(version, requirement);
        repository.commit("Start");
        let lint = repository.run(&["lint"]);
        let said = cargo(&repository, &[]);
        assert_eq!(
            lint.code == 0,
            said.code == 0,
            "{requirement} for {version}: {}{}",
            lint.stdout,
            said.stderr
        );
        assert_eq!(lint.stdout.contains("requirement-excludes"), said.code != 0);
    }
}

#[test]
fn what_a_release_leaves_behind_cargo_takes_as_it_is() {
    let repository = workspace("0.4.2", "0.4");
    assert_eq!(cargo(&repository, &[]).code, 0, "it writes the lock file");
    repository.commit("Start");
    repository.tag("core-0.4.2").tag("app-1.0.0");
    for part in ["patch", "minor", "major"] {
        let released = repository.run(&["release", part, "-p", "core", "--yes"]);
        assert_eq!(released.code, 0, "{part}: {}", released.stderr);
        let said = cargo(&repository, &["--locked"]);
        assert_eq!(said.code, 0, "{part}: {}", said.stderr);
        let lint = repository.run(&["lint"]);
        assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{part}");
    }
    assert!(repository.file("app/Cargo.toml").contains("version = \"1.0.2\""));
    assert!(repository.file("app/Cargo.toml").contains("version = \"1.0\" }"));
    // By hand, the same move is one that Cargo refuses.
    repository.replace("core/Cargo.toml", "1.0.0", "2.0.0");
    assert_ne!(cargo(&repository, &[]).code, 0);
    let lint = repository.run(&["lint"]);
    assert!(lint.stdout.contains("error[requirement-excludes]"), "{}", lint.stdout);
}

#[test]
fn a_crate_that_release_toml_does_not_list_is_held_to_cargos_rules_too() {
    let repository = workspace("1.2.0", "1.2");
    let config = "scheme = \"semver-independent\"\n[component.core]\n";
    repository.write("release.toml", config);
    assert_eq!(cargo(&repository, &[]).code, 0, "it writes the lock file");
    repository.commit("Start");
    repository.tag("core-1.2.0");
    let refused = repository.run(&["release", "major", "-p", "core", "--yes"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.stderr.contains("`app`, a package beside the components"), "{refused:?}");
    assert!(refused.stderr.contains("app/Cargo.toml:5"), "{refused:?}");
    // What is refused is what Cargo would not have built.
    repository.replace("core/Cargo.toml", "1.2.0", "2.0.0");
    assert_ne!(cargo(&repository, &[]).code, 0);
    let lint = repository.run(&["lint"]);
    assert!(lint.stdout.contains("error[requirement-excludes]: `app`"), "{}", lint.stdout);
    repository.replace("core/Cargo.toml", "2.0.0", "1.2.0");
    let released = repository.run(&["release", "minor", "-p", "core", "--yes"]);
    assert_eq!(released.code, 0, "{released:?}");
    assert_eq!(cargo(&repository, &["--locked"]).code, 0);
    // What no registry gets may be edited.
    repository.replace(
        "app/Cargo.toml",
        "version = \"1.0.0\"",
        "version = \"1.0.0\"\npublish = false",
    );
    repository.commit("Keep the app");
    let released = repository.run(&["release", "major", "-p", "core", "--yes"]);
    assert_eq!(released.code, 0, "{released:?}");
    assert!(repository.file("app/Cargo.toml").contains("version = \"2.0\""));
    assert_eq!(cargo(&repository, &["--locked"]).code, 0);
    assert_eq!(repository.run(&["lint"]).code, 0);
}
