//! Releases whose commits were reverted before they had their tags (SAFETY 4).

use super::awaited::{is_sound, short, two};
use crate::support::ends::run;

const SAYS: &str = "released product 1.1.0, and that was taken back since: it gets no tags";

#[test]
fn safety_4_a_release_that_was_reverted_gets_no_tags_and_stands_in_nobodys_way() {
    let repository = two();
    run(&repository, &["release", "minor", "-p", "core", "--yes", "--no-tag"], 0);
    let refused = run(&repository, &["release", "minor", "-p", "docs", "--yes"], 1);
    let revert = format!("`git revert {}`", short(&repository));
    assert!(refused.stderr.contains(&revert), "{}", refused.stderr);
    repository.git(&["revert", "--no-edit", "HEAD"]);
    let before = repository.state();
    for words in [&["resume", "-n"][..], &["resume"]] {
        let output = run(&repository, words, 3);
        assert!(output.stderr.contains(SAYS), "{}", output.stderr);
    }
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
    run(&repository, &["lint"], 0);
    let nothing = run(&repository, &["abandon"], 3);
    assert!(nothing.stderr.contains("no release is unfinished"), "{}", nothing.stderr);

    // Its numbers are free, also for one that waits in its turn.
    run(&repository, &["release", "minor", "-p", "core", "--yes", "--no-tag"], 0);
    run(&repository, &["lint"], 0);
    run(&repository, &["lint", "--range", "core-1.0.0..HEAD"], 0);
    let head = repository.head();
    run(&repository, &["resume"], 0);
    assert_eq!(repository.git(&["rev-parse", "v1.1.0^{}"]).trim(), head);
    run(&repository, &["release", "minor", "-p", "docs", "--yes"], 0);
    is_sound(&repository);
}

/// Others that wait get their tags all the same, and what comes back is a release again.
#[test]
fn safety_4_a_release_that_was_reverted_holds_up_no_other() {
    let repository = two();
    run(&repository, &["patch", "core", "--yes", "--no-tag"], 0);
    repository.write("docs/b", "").commit("Go on");
    run(&repository, &["patch", "docs", "--yes", "--no-tag"], 0);
    repository.git(&["revert", "--no-edit", "HEAD~2"]);
    let output = run(&repository, &["resume"], 0);
    assert!(output.stdout.contains("released docs 1.0.1"), "{output:?}");
    assert!(output.stderr.contains("released core 1.0.1, and that was taken"), "{output:?}");
    assert!(!output.stderr.contains("more of this branch"), "{output:?}");
    repository.git(&["revert", "--no-edit", "HEAD"]);
    let output = run(&repository, &["resume"], 0);
    assert!(output.stdout.contains("released core 1.0.1"), "{output:?}");
    run(&repository, &["lint"], 0);
    run(&repository, &["audit"], 0);
}

/// A text in development comes back with what reverts its release.
#[test]
fn safety_4_a_release_of_what_was_in_development_is_taken_back_as_well() {
    let repository = crate::support::Repository::new();
    repository.write("release.toml", "scheme = \"semver\"\n[component.core]\n");
    repository.write("core/pyproject.toml", "[project]\nname = \"core\"\nversion = \"1.0.0\"\n");
    repository.commit("Start");
    run(&repository, &["release", "1.0.0", "--all", "--yes"], 0);
    repository.replace("core/pyproject.toml", "1.0.0", "1.1.0.dev0").commit("Go on");
    run(&repository, &["release", "minor", "--yes", "--no-tag"], 0);
    // What is set for the next one takes nothing back.
    repository.replace("core/pyproject.toml", "1.1.0", "1.2.0.dev0").commit("Go on");
    let foreseen = run(&repository, &["resume", "-n"], 0);
    assert!(foreseen.stdout.contains("v1.1.0"), "{foreseen:?}");
    repository.git(&["reset", "-q", "--hard", "HEAD~1"]);
    repository.git(&["revert", "--no-edit", "HEAD"]);
    run(&repository, &["resume"], 3);
}

#[test]
fn safety_4_abandon_says_how_a_release_that_waits_is_taken_back() {
    let repository = two();
    run(&repository, &["patch", "docs", "--yes", "--no-tag"], 0);
    repository.write("core/b", "").commit("Go on");
    run(&repository, &["patch", "core", "--yes", "--no-tag"], 0);
    let before = repository.state();
    for words in [&["abandon"][..], &["abandon", "-n"]] {
        let output = run(&repository, words, 3);
        let commit = short(&repository);
        let says = format!("commit {commit} released core 1.0.1, and that waits for its tags");
        assert!(output.stderr.contains(&says), "{}", output.stderr);
        assert!(output.stderr.contains(&format!("`git revert {commit}`")), "{}", output.stderr);
        assert!(output.stderr.contains("resume` makes its tags"), "{}", output.stderr);
    }
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");

    let repository = two();
    run(&repository, &["patch", "core", "--yes", "--via-branch"], 0);
    let output = run(&repository, &["abandon"], 3);
    let leave = "`git switch main`, and `git branch -D release/core-1.0.1`";
    assert!(output.stderr.contains(leave), "{}", output.stderr);
}

/// What is out in part, or was tagged at once, is no longer to be reverted.
#[test]
fn safety_4_nobody_is_told_to_revert_what_is_out() {
    let repository = two();
    run(&repository, &["release", "minor", "-p", "core", "--yes"], 0);
    repository.git(&["tag", "-d", "core-1.1.0"]);
    for (words, code) in [(&["abandon"][..], 3), (&["patch", "core", "--yes"], 1)] {
        let output = run(&repository, words, code);
        assert!(output.stderr.contains("resume` makes it"), "{}", output.stderr);
        assert!(!output.stderr.contains("git revert"), "{}", output.stderr);
    }
}

/// Where a tag is another's and published, the release that waits for it can still be taken back.
#[test]
fn safety_4_a_release_whose_tag_was_taken_can_be_taken_back() {
    let repository = two();
    run(&repository, &["release", "minor", "-p", "core", "--yes", "--no-tag"], 0);
    repository.annotate("v1.1.0", "mine");
    let refused = run(&repository, &["resume"], 1);
    let revert = format!("`git revert {}`", short(&repository));
    assert!(refused.stderr.contains(&revert), "{}", refused.stderr);
    repository.git(&["revert", "--no-edit", "HEAD"]);
    run(&repository, &["resume"], 3);
    run(&repository, &["patch", "core", "--yes"], 0);
    assert!(repository.tags().iter().any(|tag| tag.starts_with("core-1.1.")));
}
