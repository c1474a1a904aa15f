//! Product lines whose manifests are in development between two releases, in real repositories.

use crate::support::{Output, Repository};

/// Runs the program, which has nothing to complain of.
fn done(repository: &Repository, words: &[&str]) -> Output {
    let output = repository.run(words);
    assert_eq!(output.code, 0, "{words:?}: {}{}", output.stdout, output.stderr);
    output
}

/// Requires that nothing is found, in the work tree, in the index and in the history.
fn clean(repository: &Repository) {
    for words in [&["lint"][..], &["lint", "--staged"]] {
        assert_eq!(done(repository, words).stdout, "", "{words:?}");
    }
    assert!(!done(repository, &["audit"]).stdout.contains("error"), "a sound history");
}

/// Writes the same change into files, all that have it, and commits that.
fn set(repository: &Repository, files: &[&str], old: &str, new: &str) {
    for file in files {
        repository.replace(file, old, new);
    }
    // What a hook would see before the commit.
    repository.git(&["add", "-A"]);
    clean(repository);
    repository.commit("Set the next version");
    clean(repository);
}

/// The lines that the last commit took out and put in.
fn moved(repository: &Repository) -> Vec<String> {
    let shown = repository.git(&["show", "--format=", "--unified=0", "HEAD"]);
    let lines = shown.lines().filter(|line| line.starts_with(['-', '+']));
    let lines = lines.filter(|line| !line.starts_with("---") && !line.starts_with("+++"));
    lines.map(|line| line.replacen("  ", " ", 8)).collect()
}

#[test]
fn a_reactor_whose_parent_is_a_snapshot() {
    let repository = Repository::new();
    let parent = "  <parent>\n    <groupId>org.example</groupId>\n    <artifactId>suite</artifactId>\n    <version>1.44.0</version>\n  </parent>\n";
    let on = "  <dependencies>\n    <dependency>\n      <groupId>org.example</groupId>\n      <artifactId>suite-api</artifactId>\n      <version>1.44.0</version>\n    </dependency>\n    <dependency>\n      <groupId>org.other</groupId>\n      <artifactId>left</artifactId>\n      <version>1.45.0-SNAPSHOT</version>\n    </dependency>\n  </dependencies>\n";
    let module = |name: &str, rest: &str| {
        format!("<project>\n{parent}  <artifactId>{name}</artifactId>\n{rest}</project>\n")
    };
    repository
        .write("release.toml", "scheme = \"semver-fixed\"\n[product]\nname = \"Suite\"\n")
        .write("pom.xml", "<project>\n  <groupId>org.example</groupId>\n  <artifactId>suite</artifactId>\n  <version>1.44.0</version>\n  <modules>\n    <module>api</module>\n    <module>impl</module>\n  </modules>\n</project>\n")
        .write("api/pom.xml", module("suite-api", ""))
        .write("impl/pom.xml", module("suite-impl", on));
    repository.commit("Start");
    repository.tag("v1.44.0").tag("suite-1.44.0").tag("suite-api-1.44.0").tag("suite-impl-1.44.0");
    let poms = ["pom.xml", "api/pom.xml", "impl/pom.xml"];
    set(&repository, &poms, "1.44.0", "1.45.0-SNAPSHOT");

    let status = done(&repository, &["status"]).stdout;
    assert!(status.contains("suite-api   1.45.0-SNAPSHOT"), "{status}");
    assert!(status.contains("changed, in development "), "{status}");
    assert!(status.contains("suite-api-1.44.0"), "the last release is shown: {status}");
    let status = done(&repository, &["status", "--json"]).stdout;
    assert!(status.contains("\"development\": \"1.45.0\""), "{status}");
    let why = done(&repository, &["why", "suite"]).stdout;
    assert!(why.contains("suite is in development of 1.45.0: `1.45.0-SNAPSHOT`"), "{why}");
    assert_eq!(done(&repository, &["next", "release", "minor"]).stdout.trim(), "1.45.0");
    let below = done(&repository, &["patch", "--all", "--dry-run"]);
    let below = below.stdout + &below.stderr;
    assert!(below.contains("is below 1.45.0") && below.contains("`release 1.45.0`"), "{below}");

    done(&repository, &["release", "minor", "--yes"]);
    assert_eq!(
        repository.file("impl/pom.xml"),
        module("suite-impl", on).replace("1.44.0", "1.45.0")
    );
    assert_eq!(moved(&repository).len(), 8, "{:?}", moved(&repository));
    clean(&repository);
    // The other project's snapshot is its own.
    repository.replace("pom.xml", "1.45.0", "1.46.0-SNAPSHOT");
    repository.replace("api/pom.xml", "1.45.0", "1.46.0-SNAPSHOT");
    repository.replace("impl/pom.xml", "1.45.0</version>", "1.46.0-SNAPSHOT</version>");
    repository.commit("Set the next version");
    clean(&repository);
}

#[test]
fn a_workspace_of_crates_with_a_lock_file() {
    let repository = Repository::new();
    let package = |name: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.17.0\"\n{rest}")
    };
    let on = "[dependencies]\ncore = { path = \"../core\", version = \"0.17.0\" }\n";
    let lock = "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"0.17.0\"\ndependencies = [\n \"core\",\n]\n\n[[package]]\nname = \"core\"\nversion = \"0.17.0\"\n";
    repository
        .write("release.toml", "scheme = \"semver\"\n[product]\nname = \"Line\"\n")
        .write("Cargo.toml", "[workspace]\nmembers = [\"core\", \"app\"]\n")
        .write("Cargo.lock", lock)
        .write("core/Cargo.toml", package("core", ""))
        .write("app/Cargo.toml", package("app", on));
    repository.commit("Start");
    repository.tag("v0.17.0").tag("core-0.17.0").tag("app-0.17.0");
    let files = ["core/Cargo.toml", "app/Cargo.toml", "Cargo.lock"];
    set(&repository, &files, "0.17.0", "0.18.0-dev");

    done(&repository, &["release", "minor", "--yes"]);
    assert_eq!(repository.file("Cargo.lock"), lock.replace("0.17.0", "0.18.0"));
    assert_eq!(repository.file("app/Cargo.toml"), package("app", on).replace("0.17.0", "0.18.0"));
    clean(&repository);

    set(&repository, &files, "0.18.0", "0.19.0-dev");
    repository.write("Cargo.lock", lock.replace("0.17.0", "0.18.0"));
    let stale = repository.run(&["lint"]);
    assert_eq!(stale.code, 1);
    assert!(stale.stdout.contains("lockfile-stale"), "{}", stale.stdout);
    done(&repository, &["lint", "--fix"]);
    assert_eq!(repository.file("Cargo.lock"), lock.replace("0.17.0", "0.19.0-dev"));
    assert!(repository.file("core/Cargo.toml").contains("0.19.0-dev"), "people's own");
}

#[test]
fn a_python_project_that_was_never_released() {
    let repository = Repository::new();
    let lock = "version = 1\n\n[[package]]\nname = \"tool\"\nversion = \"3.2.0.dev0\"\nsource = { editable = \".\" }\n";
    repository
        .write("pyproject.toml", "[project]\nname = \"tool\"\nversion = \"3.2.0.dev\"\n")
        .write("uv.lock", lock);
    repository.commit("Start");
    done(&repository, &["init"]);
    let text = repository.file("release.toml");
    assert!(text.contains("# 3.2.0.dev\n"), "{text}");
    repository
        .write("release.toml", "scheme = \"semver-independent\"\n[component.tool]\npath = \".\"\n");
    repository.commit("Add release.toml");
    clean(&repository);

    done(&repository, &["release", "minor", "--yes"]);
    assert_eq!(repository.tags(), ["tool-3.2.0"]);
    assert_eq!(
        moved(&repository),
        [
            "-version = \"3.2.0.dev\"",
            "+version = \"3.2.0\"",
            "-version = \"3.2.0.dev0\"",
            "+version = \"3.2.0\""
        ]
    );
    clean(&repository);
    // A marker that was left at a release, and a tag that was put there by hand.
    repository.replace("pyproject.toml", "3.2.0", "3.3.0.dev0");
    repository.replace("uv.lock", "3.2.0", "3.3.0.dev0");
    repository.commit("Set the next version");
    repository.tag("tool-3.3.0");
    for words in [["lint"], ["audit"]] {
        let output = repository.run(&words);
        assert_eq!(output.code, 1, "{words:?}");
        let said = "tag tool-3.3.0 says 3.3.0, but pyproject.toml says 3.3.0.dev0 at its commit";
        assert!(output.stdout.contains(said), "{words:?}: {}", output.stdout);
    }
}
