//! Commits that are being made of what others released.

use super::look;
use crate::support::{Repository, chain};

/// A release on the branch `proposal`, committed without its tags, and a change on top of it; `main`
/// is checked out, and has changed the same file.
fn proposed() -> Repository {
    let repository = chain::released();
    repository.git(&["switch", "-q", "-c", "proposal"]);
    repository.write("core/change", "").commit("Change the core");
    let words = ["release", "minor", "--all", "--yes", "--no-tag", "--date", "2016-11-02"];
    let output = repository.run(&words);
    assert_eq!(output.code, 0, "{output:?}");
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
