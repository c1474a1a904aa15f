//! `lint --staged` as git's own pre-commit hook.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::support::{Output, Repository, chain};

/// The product line with a hook that lints, and notes that it ran.
fn guarded() -> Repository {
    let repository = chain::released();
    let script = format!(
        "#!/bin/sh\necho ran >>'{}'\nexec '{}' lint --staged\n",
        repository.beside("ran").display(),
        env!("CARGO_BIN_EXE_syncline")
    );
    let path = repository.at(".git/hooks/pre-commit");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, script).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    repository
}

/// How often the hook ran.
fn runs(repository: &Repository) -> usize {
    fs::read_to_string(repository.beside("ran")).map_or(0, |text| text.lines().count())
}

/// A commit that the hook lets through, or not.
fn commit(repository: &Repository, arguments: &[&str], passes: bool) -> Output {
    let (head, ran) = (repository.head(), runs(repository));
    let output = repository.try_git(&[&["commit", "-q", "-m", "Try"], arguments].concat());
    assert_eq!(runs(repository), ran + 1, "the hook did not run: {output:?}");
    assert_eq!(output.code == 0, passes, "{arguments:?}: {output:?}");
    assert_eq!(repository.head() != head, passes, "{arguments:?}: {output:?}");
    output
}

const MOVED: &str = "version = \"1.0.20161015\"\n";

#[test]
fn semantics_26_a_version_moved_by_hand_is_refused() {
    let repository = guarded();
    repository.write("core/version.txt", MOVED);
    repository.git(&["add", "core/version.txt"]);
    let output = commit(&repository, &[], false);
    for words in ["moved-by-hand", "core/version.txt:1:12", "lint --fix", "patch core"] {
        assert!(output.stderr.contains(words) || output.stdout.contains(words), "{output:?}");
    }
}

#[test]
fn semantics_26_the_releases_own_commit_passes_the_very_same_hook() {
    let repository = guarded();
    for (arguments, tag) in [
        (&["patch", "core", "--yes", "--date", "2016-11-01"][..], "mac-1.0.20161101"),
        (&["release", "minor", "--all", "--yes", "--date", "2016-11-02"], "chain-1.1"),
        (&["patch", "sdk", "--yes", "--date", "2016-11-08"], "sdk-1.1.20161108"),
    ] {
        let ran = runs(&repository);
        let output = repository.run(arguments);
        assert_eq!(output.code, 0, "{arguments:?}: {output:?}");
        assert_eq!(runs(&repository), ran + 1, "{arguments:?}: the hook did not run");
        assert!(repository.tags().contains(&tag.to_owned()), "{:?}", repository.tags());
    }
    // And what follows it passes too.
    repository.write("core/version.txt", "# New.\nversion = \"1.1\"\n");
    commit(&repository, &["-a"], true);
}

/// `git commit -a` and `git commit FILE` look at an index of their own.
#[test]
fn semantics_26_the_index_is_the_one_that_git_commits() {
    let repository = guarded();
    repository.write("core/version.txt", MOVED);
    // Nothing is staged, and nothing of this commit is wrong.
    repository.write("sdk/version.txt", "# New.\nversion = \"1.0\"\n");
    repository.git(&["add", "sdk/version.txt"]);
    commit(&repository, &[], true);
    // What is not staged is committed all the same.
    commit(&repository, &["-a"], false);
    commit(&repository, &["core/version.txt"], false);
    // What is staged stays behind.
    repository.git(&["add", "core/version.txt"]);
    repository.write("sdk/version.txt", "# Newer.\nversion = \"1.0\"\n");
    commit(&repository, &["sdk/version.txt"], true);
    commit(&repository, &[], false);
    // One file, right here and wrong there: the work tree does not count.
    repository.write("core/version.txt", "version = \"1.0\"\n");
    commit(&repository, &[], false);
    repository.write("core/version.txt", "# New.\nversion = \"1.0\"\n");
    repository.git(&["add", "core/version.txt"]);
    repository.write("core/version.txt", MOVED);
    commit(&repository, &[], true);
}

#[test]
fn semantics_26_the_configuration_is_that_of_the_index() {
    let repository = guarded();
    // Broken in the work tree only: that is not what is committed.
    let config = repository.file("release.toml");
    repository.write("release.toml", "scheme = \"nonsense\"\n");
    repository.write("sdk/version.txt", "# New.\nversion = \"1.0\"\n");
    repository.git(&["add", "sdk/version.txt"]);
    commit(&repository, &[], true);
    // Broken in the index only.
    repository.git(&["add", "release.toml"]);
    repository.write("release.toml", config);
    let output = commit(&repository, &[], false);
    let said = format!("{}{}", output.stdout, output.stderr);
    assert!(said.contains("release.toml") && said.contains("nonsense"), "{said}");
}

/// What release.toml lists is there, or nothing can be released.
#[test]
fn semantics_2_a_listed_manifest_that_is_staged_to_go_is_refused() {
    for (how, to, what) in [
        (&["rm", "-q"][..], &[][..], "`sdk` has no folder sdk"),
        (&["mv"], &["sdk/version"], "`sdk` has no file sdk/version.txt"),
    ] {
        let repository = guarded();
        repository.git(&[how, &["sdk/version.txt"], to].concat());
        let output = repository.run(&["lint", "--staged"]);
        assert_eq!(output.code, 2, "{how:?}: {output:?}");
        assert!(output.stdout.contains(what), "{output:?}");
        commit(&repository, &[], false);
    }
}

/// A commit that touches no version does not answer for what was wrong before.
#[test]
fn semantics_26_only_what_is_staged_is_judged() {
    let repository = guarded();
    repository.write("core/version.txt", MOVED);
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "-q", "--no-verify", "-m", "Past the hook"]);
    repository.write("sdk/version.txt", "# New.\nversion = \"1.0\"\n").write("note", "");
    repository.git(&["add", "-A"]);
    commit(&repository, &[], true);
}
