//! Repositories as people have them: other storage, other work trees, other line ends.

#[cfg(unix)]
mod guards;
mod names;

use std::path::Path;

use crate::support::ends::run;
use crate::support::{Output, Repository, State, chain};

/// A release of everything on a fixed day.
const RELEASE: &[&str] = &["release", "minor", "--all", "--yes", "--date", "2016-11-01"];

/// Runs what must leave everything as it was.
fn harmless(repository: &Repository, arguments: &[&str], code: i32) -> Output {
    let before = repository.state();
    let output = run(repository, arguments, code);
    unchanged(&repository.state(), &before);
    output
}

fn unchanged(after: &State, before: &State) {
    let written = after.changes_since(before);
    assert!(written.is_empty(), "{written:#?}");
}

const TAGS: [&str; 8] =
    ["chain-1.0", "chain-1.1", "core-1.0", "core-1.1", "mac-1.0", "mac-1.1", "sdk-1.0", "sdk-1.1"];

/// What git reads can be released, whatever bytes its folder's path has.
#[test]
#[cfg(unix)]
fn safety_1_a_repository_may_lie_anywhere() {
    use std::os::unix::ffi::OsStrExt as _;

    for name in [&b"two\nlines \"quoted\" \\ back"[..], b"latin \xe9"] {
        let repository = chain::released();
        let odd = repository.root().with_file_name(std::ffi::OsStr::from_bytes(name));
        std::fs::rename(repository.root(), &odd).unwrap();
        let at = |arguments: &[&str], point: &str, code: i32| {
            let mut program = repository.program("", arguments);
            program.current_dir(&odd).env("SYNCLINE_FAIL_AT", point);
            let output = crate::support::run(program);
            assert_eq!(output.code, code, "{name:?} {arguments:?}: {output:?}");
        };
        at(RELEASE, "refs:before", -1);
        at(&["resume"], "", 0);
        at(&["status"], "", 0);
        std::fs::rename(&odd, repository.root()).unwrap();
        assert_eq!(repository.tags(), TAGS);
    }
}

/// Looks, releases, is killed, goes on, and takes back; all with what git itself can read.
fn whole_life(options: &[&str]) {
    let repository = chain::released_with(options);
    let status: serde_json::Value =
        serde_json::from_str(&harmless(&repository, &["status", "--json"], 0).stdout).unwrap();
    assert_eq!(status["components"][0]["tag"], "core-1.0", "{options:?}");
    assert_eq!(status["components"][0]["changed"], false, "{options:?}");

    let before = repository.state();
    for (point, command) in
        [("stage:after", "abandon"), ("refs:before", "abandon"), ("refs:after", "resume")]
    {
        let mut killed = repository.program("", RELEASE);
        killed.env("SYNCLINE_FAIL_AT", point);
        assert_eq!(crate::support::run(killed).code, -1, "{options:?}: {point}");
        run(&repository, RELEASE, 6);
        run(&repository, &[command], 0);
        if command == "abandon" {
            unchanged(&repository.state(), &before);
        }
    }
    assert_eq!(repository.tags(), TAGS, "{options:?}");
    assert_eq!(repository.git(&["status", "--porcelain"]), "", "{options:?}");
    assert_eq!(repository.git(&["show", "HEAD:mac/version.txt"]), "version = \"1.1\"\n");
    repository.git(&["fsck", "--strict"]);

    repository.write("sdk/change", "").commit("Change the SDK");
    run(&repository, &["patch", "sdk", "--yes", "--date", "2016-11-08"], 0);
    assert_eq!(repository.file("sdk/version.txt"), "version = \"1.1.20161108\"\n");
    for lint in [&["lint"][..], &["lint", "--staged"], &["lint", "--range", "HEAD~3..HEAD"]] {
        harmless(&repository, lint, 0);
    }
    repository.write("core/version.txt", "version = \"1.1.20161105\"\n");
    repository.git(&["add", "-A"]);
    harmless(&repository, &["lint", "--staged"], 1);
}

#[test]
fn safety_1_reftable() {
    whole_life(&["--ref-format=reftable"]);
}

#[test]
fn safety_1_sha_256() {
    whole_life(&["--object-format=sha256"]);
}

#[test]
fn safety_1_git_3s_defaults_together() {
    whole_life(&["--ref-format=reftable", "--object-format=sha256"]);
}

#[test]
fn safety_1_a_split_index() {
    let repository = chain::released();
    repository.git(&["update-index", "--split-index"]);
    run(&repository, RELEASE, 0);
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
    assert_eq!(repository.tags(), TAGS);
}

/// Runs the program in any folder, with the repository's surroundings.
fn run_at(repository: &Repository, folder: &Path, arguments: &[&str]) -> Output {
    let mut command = repository.program("", arguments);
    command.current_dir(folder);
    crate::support::run(command)
}

#[test]
fn a_linked_work_tree_releases_its_own_branch() {
    let repository = chain::released();
    let other = repository.beside("other");
    repository.git(&["worktree", "add", "-q", "-b", "next", other.to_str().unwrap()]);
    let main = repository.head();
    let output = run_at(&repository, &other, RELEASE);
    assert_eq!(output.code, 0, "{output:?}");
    assert_eq!(repository.tags(), TAGS);
    assert_eq!(repository.head(), main, "the main work tree's branch stays");
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
    assert_eq!(repository.file("core/version.txt"), "version = \"1.0\"\n");
    let there = std::fs::read_to_string(other.join("core/version.txt")).unwrap();
    assert_eq!(there, "version = \"1.1\"\n");
    let released = repository.git(&["rev-parse", "chain-1.1^{commit}"]);
    assert_eq!(released, repository.git(&["rev-parse", "next"]));
}

#[test]
fn an_unfinished_release_is_seen_from_every_work_tree() {
    let repository = chain::released();
    let other = repository.beside("other");
    repository.git(&["worktree", "add", "-q", "-b", "next", other.to_str().unwrap()]);
    let before = repository.state();
    let mut killed = repository.program("", RELEASE);
    killed.current_dir(&other).env("SYNCLINE_FAIL_AT", "stage:after");
    assert_eq!(crate::support::run(killed).code, -1);
    let output = run(&repository, RELEASE, 6);
    assert!(output.stderr.contains("resume"), "{}", output.stderr);
    // It is taken back where it was begun.
    let output = run(&repository, &["abandon"], 6);
    assert!(output.stderr.contains(other.to_str().unwrap()), "{}", output.stderr);
    assert_eq!(run_at(&repository, &other, &["abandon"]).code, 0);
    unchanged(&repository.state(), &before);
}

#[test]
fn line_ends_that_git_translates_stay_as_they_are_on_both_sides() {
    let repository = Repository::new();
    repository.git(&["config", "core.autocrlf", "true"]);
    repository.write("release.toml", chain::RELEASE_TOML.replace('\n', "\r\n"));
    for name in chain::COMPONENTS {
        repository.write(&format!("{name}/version.txt"), "# Ours\r\nversion = \"1.0\"\r\n");
    }
    // This one has line feeds on both sides, which git leaves alone.
    repository.write("sdk/version.txt", "# Ours\nversion = \"1.0\"\n");
    repository.commit("Start the product line");
    run(&repository, &["release", "1.0", "--all", "--yes"], 0);
    run(&repository, RELEASE, 0);
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
    assert_eq!(repository.file("core/version.txt"), "# Ours\r\nversion = \"1.1\"\r\n");
    assert_eq!(repository.git(&["show", "HEAD:core/version.txt"]), "# Ours\nversion = \"1.1\"\n");
    assert_eq!(repository.git(&["show", "HEAD:sdk/version.txt"]), "# Ours\nversion = \"1.1\"\n");
    let changed = repository.git(&["diff", "--numstat", "HEAD~1", "HEAD", "--", "core"]);
    assert_eq!(changed, "1\t1\tcore/version.txt\n");
    // Mending moves the version, and no line end.
    repository.write("core/version.txt", "# Ours\r\nversion = \"1.1.20161105\"\r\n");
    run(&repository, &["lint", "--fix"], 0);
    assert_eq!(repository.file("core/version.txt"), "# Ours\r\nversion = \"1.1\"\r\n");
}

#[test]
fn a_shallow_clone_plans_nothing() {
    let full = chain::released();
    full.commit("One more");
    let repository = Repository::new();
    let url = format!("file://{}", full.root().display());
    repository.git(&["fetch", "-q", "--depth", "1", "--no-tags", &url, "main"]);
    repository.git(&["reset", "-q", "--hard", "FETCH_HEAD"]);
    for arguments in [
        RELEASE,
        &["plan", "patch", "sdk"],
        &["next", "patch", "sdk"],
        &["release", "minor", "--dry-run"],
    ] {
        let output = harmless(&repository, arguments, 5);
        assert!(output.stderr.contains("git fetch --unshallow --tags"), "{}", output.stderr);
    }
    // Looking is allowed, and says what it cannot see.
    let output = harmless(&repository, &["lint"], 0);
    assert!(output.stderr.contains("shallow"), "{}", output.stderr);
    for arguments in [
        &["status", "--json"][..],
        &["why", "sdk"],
        &["status"],
        &["native"],
        &["change", "list"],
        &["compat", "--matrix"],
        &["compat", "--find", "1.0"],
    ] {
        let output = harmless(&repository, arguments, 0);
        let note = "note: this is a shallow clone";
        assert!(output.stderr.contains(note), "{arguments:?}: {}", output.stderr);
        assert!(
            output.stderr.contains("git fetch --unshallow"),
            "{arguments:?}: {}",
            output.stderr
        );
        assert!(!output.stdout.contains("never released"), "{arguments:?}: {}", output.stdout);
        assert!(!output.stdout.contains("\"next\": \""), "{arguments:?}: {}", output.stdout);
    }
    // Versions that are given are all that is asked about.
    let output = harmless(&repository, &["compat", "--find", "sdk@1.0", "core@1.0"], 0);
    assert!(!output.stderr.contains("shallow"), "{}", output.stderr);
    let output = harmless(&repository, &["init", "--dry-run"], 0);
    assert!(output.stderr.contains("note: this is a shallow clone"), "{}", output.stderr);
    repository.git(&["fetch", "-q", "--unshallow", "--tags", &url]);
    run(&repository, RELEASE, 0);
}
