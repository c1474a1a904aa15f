//! Commits and ranges of them, as CI looks at a pull request.

use super::look;
use crate::support::{Repository, chain};

/// A release on a branch, committed without its tags: they follow once it is merged.
pub(super) fn proposed() -> Repository {
    let repository = chain::released();
    repository.git(&["switch", "-q", "-c", "proposal"]);
    repository.write("core/change", "").commit("Change the core");
    let words = ["release", "minor", "--all", "--yes", "--no-tag", "--date", "2016-11-02"];
    let output = repository.run(&words);
    assert_eq!(output.code, 0, "{output:?}");
    repository
}

#[test]
fn semantics_26_a_release_without_its_tags_passes_thanks_to_its_trailers() {
    let repository = proposed();
    look(&repository, &["--range", "main..proposal"], 0);
    look(&repository, &["--rev", "proposal"], 0);
    look(&repository, &["--rev", "main"], 0);
    look(&repository, &[], 0);
}

#[test]
fn semantics_26_what_comes_after_such_a_release_passes_too() {
    let repository = proposed();
    repository.write("core/version.txt", "# New.\nversion = \"1.1\"\n").commit("Comment");
    repository.write("core/change", "2").commit("Change it again");
    look(&repository, &["--range", "main..proposal"], 0);
    look(&repository, &[], 0);
    // But not what was moved by hand after all.
    repository.write("core/version.txt", "version = \"1.1.20161105\"\n").commit("Move it");
    let said = look(&repository, &["--range", "main..proposal"], 1).stdout;
    assert!(said.contains("1.1.20161105") && said.contains("\n1 error\n"), "{said}");
    // A fix in the work tree leaves the commit as it is.
    assert!(said.contains("amend or rebase that commit: restore 1.0"), "{said}");
    assert!(!said.contains("lint --fix"), "{said}");
}

#[test]
fn semantics_26_a_squash_passes_while_its_message_keeps_the_trailers() {
    let repository = proposed();
    let message = repository.git(&["log", "-1", "--format=%B", "proposal"]);
    repository.git(&["switch", "-q", "main"]);
    repository.git(&["merge", "-q", "--squash", "proposal"]);
    repository.commit(&format!("Release (#17)\n\n* Change the core\n\n{message}"));
    look(&repository, &["--rev", "HEAD"], 0);
    look(&repository, &["--range", "HEAD~1..HEAD"], 0);

    repository.git(&["commit", "-q", "--amend", "--no-verify", "-m", "Release (#17)"]);
    let said = look(&repository, &["--rev", "HEAD"], 1).stdout;
    assert!(said.contains("ahead-of-line"), "{said}");
}

/// The tags are on the branch's own commit, which the squash leaves out of the history.
#[test]
fn semantics_26_a_version_that_is_released_elsewhere_was_not_moved_by_hand() {
    let repository = proposed();
    for name in ["core-1.1", "sdk-1.1", "mac-1.1", "chain-1.1"] {
        repository.annotate(name, "Release 1.1");
    }
    repository.git(&["switch", "-q", "main"]);
    repository.git(&["merge", "-q", "--squash", "proposal"]);
    repository.commit("Release (#17)");
    look(&repository, &["--rev", "HEAD"], 0);
    repository.write("core/version.txt", "version = \"1.1.20161105\"\n");
    look(&repository, &[], 1);
}

#[test]
fn semantics_26_a_merge_of_such_a_release_passes() {
    let repository = proposed();
    repository.git(&["switch", "-q", "main"]);
    repository.write("note", "").commit("Meanwhile");
    repository.git(&["merge", "-q", "--no-ff", "--no-verify", "-m", "Merge it", "proposal"]);
    look(&repository, &["--range", "HEAD~1..HEAD"], 0);
    look(&repository, &[], 0);
}

#[test]
fn chain_9_what_was_right_before_a_release_is_right_after_it() {
    let repository = chain::released();
    let before = repository.head();
    repository.git(&["switch", "-q", "-c", "feature"]);
    repository.write("core/version.txt", "# New.\nversion = \"1.0\"\n").commit("Comment");
    repository.git(&["switch", "-q", "main"]);
    let words = ["release", "minor", "--all", "--yes", "--date", "2016-11-02"];
    assert_eq!(repository.run(&words).code, 0);
    // The commits are as they were, whatever was tagged since.
    look(&repository, &["--rev", &before], 0);
    look(&repository, &["--range", "main..feature"], 0);
    // So is the branch that has not been merged yet, and its next commit.
    repository.git(&["switch", "-q", "feature"]);
    look(&repository, &[], 0);
    repository.write("core/version.txt", "# Newer.\nversion = \"1.0\"\n");
    repository.git(&["add", "-A"]);
    look(&repository, &["--staged"], 0);
    // Going down is still refused there, and going where nobody was.
    for moved in ["0.9", "1.0.20161015"] {
        repository.write("core/version.txt", format!("version = \"{moved}\"\n"));
        look(&repository, &[], 1);
    }
    // On the branch that has the release, its version is the lowest.
    repository.git(&["reset", "-q", "--hard"]);
    repository.git(&["switch", "-q", "main"]);
    repository.write("core/version.txt", "version = \"1.0\"\n");
    let said = look(&repository, &[], 1).stdout;
    assert!(said.contains("not-lower"), "{said}");
}

#[test]
fn a_range_names_the_commit_and_shows_its_text() {
    let repository = chain::released();
    repository.write("core/version.txt", "version = \"1.0.20161015\"\n");
    let first = repository.commit("Move it");
    repository.write("core/version.txt", "# Some\n# more\nversion = \"1.0\"\n").commit("Back");
    let said = look(&repository, &["--range", "HEAD~2..HEAD"], 1).stdout;
    assert!(said.contains(first.get(..10).unwrap()), "{said}");
    assert!(!said.contains("# more"), "another commit's text: {said}");
    let json = look(&repository, &["--range", "HEAD~2..HEAD", "--format", "json"], 1).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["errors"], 1, "{json:#}");
    assert_eq!(json["findings"][0]["path"], "core/version.txt");
}

#[test]
fn what_is_no_range_is_wrong_usage() {
    let repository = chain::released();
    for range in ["main", "main...HEAD"] {
        look(&repository, &["--range", range], 2);
    }
    // The request names what is not there; that a clone may lack it is in the help.
    for options in [["--range", "nowhere..HEAD"], ["--rev", "nowhere"]] {
        let refused = look(&repository, &options, 2).stderr;
        assert!(refused.contains("`nowhere`") && refused.contains("git fetch --tags"), "{refused}");
    }
    look(&repository, &["--range=--all..HEAD"], 2);
    look(&repository, &["--range", "HEAD..HEAD"], 0);
}
