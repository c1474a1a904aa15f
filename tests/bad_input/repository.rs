//! A repository in no state for a release: exit code 5, with the command that helps.

use std::fs;

use super::{RELEASE, Refused, refused};
use crate::support::{Repository, chain};

/// Two branches that change one file differently, `other` and the current one.
fn diverge(repository: &Repository) {
    repository.git(&["switch", "-q", "-c", "other"]);
    repository.write("note", "theirs").commit("Theirs");
    repository.git(&["switch", "-q", "main"]);
    repository.write("note", "ours").commit("Ours");
}

/// Installs a hook that runs `body`.
#[cfg(unix)]
fn hook(repository: &Repository, name: &str, body: &str) {
    use std::os::unix::fs::PermissionsExt as _;

    let path = repository.at(".git/hooks").join(name);
    fs::create_dir_all(repository.at(".git/hooks")).unwrap();
    fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

refused! {
    dirty_in_the_work_tree(
        |at| _ = at.write("core/version.txt", "version = \"1.0\" # mine\n"), RELEASE
    ) => 5 ["core/version.txt"];
    several_dirty_files(
        |at| {
            at.write("core/version.txt", "version = \"1.0\" # mine\n");
            at.replace("release.toml", "Chain Core", "Chain");
        },
        RELEASE
    ) => 5 [
        "`core/version.txt` has changes that are not committed (modified)\n",
        "also: `release.toml` has changes that are not committed (modified)\n",
        "help: commit them, or set them aside with `git stash push -u -- core/version.txt release.toml`",
    ];
    dirty_in_the_index(
        |at| {
            at.write("core/version.txt", "version = \"1.0\" # mine\n");
            at.git(&["add", "core/version.txt"]);
        },
        RELEASE
    ) => 5 ["core/version.txt"];
    a_dirty_configuration(
        |at| _ = at.replace("release.toml", "Chain Core", "Chain"), RELEASE
    ) => 5 ["release.toml"];
    detached(|at| drop(at.git(&["switch", "-q", "--detach"])), RELEASE) => 5 ["detached", "git switch"];
    a_merge_under_way(
        |at| {
            diverge(at);
            assert_ne!(at.try_git(&["merge", "other"]).code, 0);
        },
        RELEASE
    ) => 5 ["merge"];
    a_rebase_under_way(
        |at| {
            diverge(at);
            assert_ne!(at.try_git(&["rebase", "other"]).code, 0);
        },
        RELEASE
    ) => 5 ["rebase"];
    a_bisect_under_way(|at| drop(at.git(&["bisect", "start"])), RELEASE) => 5 ["bisect"];
    the_branch_in_another_work_tree(
        |at| {
            let other = at.beside("other");
            at.git(&["worktree", "add", "-q", "--force", other.to_str().unwrap(), "main"]);
        },
        RELEASE
    ) => 5 ["`main`", "checked out", "switch --detach"];
    a_locked_index(|at| _ = at.write(".git/index.lock", ""), RELEASE) => 5 ["index.lock"];
    nobody_to_commit_as(
        |at| {
            at.git(&["config", "--unset", "user.name"]);
            at.git(&["config", "--unset", "user.email"]);
            at.git(&["config", "user.useConfigOnly", "true"]);
        },
        RELEASE
    ) => 5 ["user.name"];
    #[cfg(unix)]
    a_signature_that_fails(
        |at| {
            at.git(&["config", "gpg.program", "/bin/false"]);
            at.git(&["config", "user.signingKey", "nobody"]);
            at.git(&["config", "commit.gpgSign", "true"]);
        },
        RELEASE
    ) => 5 ["sign"];
    #[cfg(unix)]
    a_tag_signature_that_fails(
        |at| {
            at.git(&["config", "gpg.program", "/bin/false"]);
            at.git(&["config", "user.signingKey", "nobody"]);
        },
        ["release", "minor", "-p", "core", "--yes", "--sign"]
    ) => 5 ["sign"];
    #[cfg(unix)]
    a_hook_that_refuses(
        |at| hook(at, "pre-commit", "echo 'the moon is not full' >&2; exit 1"), RELEASE
    ) => 5 ["pre-commit", "the moon is not full"];
    #[cfg(unix)]
    a_hook_that_changes_the_release(
        |at| hook(at, "pre-commit", "echo x >> core/version.txt; git add core/version.txt"), RELEASE
    ) => 5 ["pre-commit", "core/version.txt"];
    #[cfg(unix)]
    a_hook_that_refuses_the_message(
        |at| hook(at, "commit-msg", "exit 1"), RELEASE
    ) => 5 ["commit-msg"];
    #[cfg(unix)]
    a_hook_that_refuses_the_refs(
        |at| hook(at, "reference-transaction", "[ \"$1\" != prepared ]"), RELEASE
    ) => 5 ["ref updates aborted by hook"];
}

#[test]
fn not_a_repository() {
    let repository = Repository::new();
    repository.write("release.toml", chain::RELEASE_TOML);
    fs::remove_dir_all(repository.at(".git")).unwrap();
    Refused { code: 5, says: &["git"] }.check(&repository, RELEASE);
}

#[test]
fn bare() {
    let repository = Repository::with_format(&["--bare"]);
    Refused { code: 5, says: &["bare"] }.check(&repository, RELEASE);
}

#[test]
fn unborn() {
    let repository = Repository::new();
    repository.write("release.toml", chain::RELEASE_TOML);
    Refused { code: 5, says: &["main", "commit"] }.check(&repository, RELEASE);
}

/// There are tags, and no history that they could be in: every look ends.
#[test]
fn unborn_beside_a_history() {
    let repository = chain::released();
    repository.git(&["checkout", "-q", "--orphan", "pages"]);
    Refused { code: 5, says: &["pages", "commit"] }.check(&repository, RELEASE);
    for words in
        [&["status"][..], &["why", "core"], &["lint"], &["compat", "--matrix"], &["native"]]
    {
        let output = repository.run(words);
        assert!(output.code < 2, "{words:?}: {output:?}");
    }
}

#[test]
fn shallow() {
    let full = chain::released();
    full.commit("One more");
    let repository = Repository::new();
    let url = format!("file://{}", full.root().display());
    repository.git(&["fetch", "-q", "--depth", "1", "--no-tags", &url, "main"]);
    repository.git(&["reset", "-q", "--hard", "FETCH_HEAD"]);
    let refused = Refused { code: 5, says: &["shallow", "git fetch --unshallow --tags"] };
    refused.check(&repository, RELEASE);
}

#[test]
fn no_tag_in_a_complete_clone_is_a_first_release() {
    let repository = chain::untagged();
    let before = repository.state();
    let output = repository.run(&["release", "1.0", "--all", "--dry-run"]);
    assert_eq!(output.code, 0, "{}{}", output.stdout, output.stderr);
    let said = output.stdout + &output.stderr;
    assert!(said.contains("first release"), "{said}");
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
}

#[cfg(unix)]
#[test]
fn owned_by_another() {
    use std::os::unix::fs::{MetadataExt as _, chown};

    let repository = chain::released();
    let another = fs::metadata(repository.root()).unwrap().uid() + 1;
    if chown(repository.root(), Some(another), None).is_err() {
        eprintln!("SKIPPED: this user cannot give files away");
        return;
    }
    chown(repository.at(".git"), Some(another), None).unwrap();
    // What git itself would say can only be compared where git refuses too.
    assert_ne!(repository.try_git(&["status"]).code, 0);
    let output = repository.run(RELEASE);
    assert_eq!(output.code, 5, "{}{}", output.stdout, output.stderr);
    assert!(output.stderr.contains("safe.directory"), "{}", output.stderr);
    let refs = fs::read_dir(repository.at(".git/refs/tags")).unwrap().count();
    assert_eq!(refs, 4, "no tag was added");
}

/// What git reads is not refused.
#[test]
fn other_storage_formats_are_read_and_written() {
    for option in ["--ref-format=reftable", "--object-format=sha256"] {
        let repository = chain::released_with(&[option]);
        let output = repository.run(RELEASE);
        assert_eq!(output.code, 0, "{option}: {}{}", output.stdout, output.stderr);
        assert!(repository.tags().contains(&"core-1.1".to_owned()), "{option}");
        assert_eq!(repository.git(&["status", "--porcelain"]), "", "{option}");
    }
}

/// git takes no commit while the index waits for it, and nothing else tells that it does.
#[test]
fn a_conflict_that_is_not_resolved() {
    let repository = chain::released();
    repository.write("note", "one\n").commit("Note");
    repository.write("note", "two\n").git(&["stash", "-q"]);
    repository.write("note", "three\n").commit("Note again");
    assert_ne!(repository.try_git(&["stash", "pop", "-q"]).code, 0);
    let refused = Refused { code: 5, says: &["`note` has a merge conflict", "git add note"] };
    refused.check(&repository, RELEASE);
    let output = repository.run(&["release", "minor", "-p", "core", "--dry-run"]);
    assert_eq!(output.code, 0, "{output:?}");
    assert!(output.stderr.contains("`note` has a merge conflict"), "{output:?}");
}
