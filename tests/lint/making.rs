//! Commits that are being made of what others released.

use super::look;
use crate::support::{Repository, chain};

/// The same, with a change on top; `main` is checked out.
fn proposed() -> Repository {
    let repository = super::history::proposed();
    repository.write("note", "theirs\n").commit("Note it");
    repository.git(&["switch", "-q", "main"]);
    repository
}

/// What is moved by hand is found all the same, whatever is being made.
fn but_nothing_else(repository: &Repository) {
    look(repository, &["--staged"], 0);
    look(repository, &[], 0);
    repository.write("core/version.txt", "version = \"1.1.20161105\"\n");
    repository.git(&["add", "-A"]);
    let said = look(repository, &["--staged"], 1).stdout;
    assert!(said.contains("1.1.20161105") && said.contains("\n1 error;"), "{said}");
}

#[test]
fn semantics_26_what_a_squash_takes_in_was_released() {
    let repository = proposed();
    repository.git(&["merge", "-q", "--squash", "proposal"]);
    but_nothing_else(&repository);
    // Where git has no message ready, nobody knows of it.
    repository.git(&["reset", "-q", "--hard"]);
    repository.git(&["checkout", "-q", "proposal", "--", "."]);
    let said = look(&repository, &["--staged"], 1).stdout;
    assert!(said.contains("ahead-of-line"), "{said}");
}

#[test]
fn semantics_26_what_a_merge_with_conflicts_takes_in_was_released() {
    let repository = proposed();
    repository.write("note", "ours\n").commit("Note it here");
    assert_ne!(repository.try_git(&["merge", "proposal"]).code, 0, "it has a conflict");
    repository.write("note", "both\n");
    repository.git(&["add", "-A"]);
    but_nothing_else(&repository);
}

#[test]
fn semantics_26_a_release_that_is_picked_with_conflicts_is_one() {
    let repository = proposed();
    repository.write("core/version.txt", "# Ours.\nversion = \"1.0\"\n").commit("Comment");
    assert_ne!(repository.try_git(&["cherry-pick", "proposal~1"]).code, 0, "it has a conflict");
    repository.write("core/version.txt", "# Ours.\nversion = \"1.1\"\n");
    repository.git(&["add", "-A"]);
    but_nothing_else(&repository);
}

#[test]
fn semantics_26_a_message_that_no_release_made_is_told_of_before_it_is_committed() {
    let repository = chain::released();
    repository.write("core/version.txt", "version = \"1.7\"\n");
    repository.git(&["add", "-A"]);
    let message = "x\n\nRelease-Component: core 1.7\nRelease-Plan: abcdef\n";
    std::fs::write(repository.root().join(".git/MERGE_MSG"), message).unwrap();
    let said = look(&repository, &["--staged"], 1).stdout;
    assert!(
        said.contains("the message that git has ready says that it releases `core` 1.7"),
        "{said}"
    );
    assert!(said.contains("leave the versions out") && !said.contains("git revert"), "{said}");
}
