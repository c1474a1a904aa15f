//! Releases that reach a branch after what is above them (SAFETY 4).

use super::awaited::{is_sound, short, two};
use crate::support::ends::run;

/// Merged behind a line that moved on meanwhile, it is no step that a release makes there.
#[test]
fn safety_4_what_a_higher_line_was_released_before_gets_no_tags() {
    for what in ["minor", "1.1.0"] {
        let repository = two();
        run(&repository, &["release", what, "-p", "core", "--yes", "--via-branch"], 0);
        repository.git(&["switch", "-q", "main"]);
        run(&repository, &["release", "major", "-p", "docs", "--yes"], 0);
        repository.git(&["merge", "-q", "--squash", "release/v1.1.0"]);
        repository.git(&["commit", "-q", "-F", ".git/SQUASH_MSG"]);
        repository.git(&["branch", "-q", "-D", "release/v1.1.0"]);
        let found = run(&repository, &["lint"], 1);
        let says = "`core` 1.1.0, and no single release leads there from 1.0.0, on the line 2.0";
        assert!(found.stdout.contains(says), "{what}: {found:?}");

        let before = repository.state();
        for words in [&["resume", "-n"][..], &["resume"]] {
            let refused = run(&repository, words, 1);
            assert!(refused.stderr.contains(says), "{what}: {}", refused.stderr);
            assert!(refused.stderr.contains("release-step"), "{what}: {}", refused.stderr);
            let revert = format!("`git revert {}`", short(&repository));
            assert!(refused.stderr.contains(&revert), "{what}: {}", refused.stderr);
        }
        let written = repository.state().changes_since(&before);
        assert!(written.is_empty(), "{what}: {written:#?}");

        // As it says.
        repository.git(&["revert", "--no-edit", "HEAD"]);
        run(&repository, &["resume"], 3);
        run(&repository, &["patch", "core", "--yes"], 0);
        run(&repository, &["lint"], 0);
        run(&repository, &["audit"], 0);
    }
}

/// Merged with a history of its own, it is released where that is: not behind what is above it.
#[test]
fn safety_4_what_was_merged_beside_a_higher_line_is_tagged_where_it_was_made() {
    let repository = two();
    run(&repository, &["release", "minor", "-p", "core", "--yes", "--via-branch"], 0);
    repository.git(&["switch", "-q", "main"]);
    run(&repository, &["release", "major", "-p", "docs", "--yes"], 0);
    repository.git(&["merge", "-q", "--no-ff", "-m", "Merge", "release/v1.1.0"]);
    run(&repository, &["lint"], 0);
    run(&repository, &["resume"], 0);
    is_sound(&repository);
}
