//! What came in between a release's plan and the commit that gets its tags (SEMANTICS 13).

use super::awaited::two;
use super::clone;
use crate::support::Repository;
use crate::support::ends::run;

const BRANCH: &str = "release/v1.1.0";

/// A change file of core's.
fn announce(repository: &Repository, impact: &str) {
    let text = format!("---\ncomponents: core\nimpact: {impact}\n---\n\nIt is so.\n");
    repository.write(&format!("changes/{impact}.md"), text);
}

/// core 1.1.0 on a branch of its own, and main checked out, where `meanwhile` commits.
fn released(meanwhile: impl Fn(&Repository)) -> Repository {
    let repository = two();
    announce(&repository, "feature");
    repository.commit("Announce it");
    run(&repository, &["release", "minor", "-p", "core", "--via-branch", "--yes"], 0);
    repository.git(&["switch", "-q", "main"]);
    meanwhile(&repository);
    repository
}

fn squash(repository: &Repository) {
    repository.git(&["merge", "-q", "--squash", BRANCH]);
    repository.git(&["commit", "-q", "-F", ".git/SQUASH_MSG"]);
}

fn rebase(repository: &Repository) {
    repository.git(&["rebase", "-q", "main", BRANCH]);
    repository.git(&["switch", "-q", "main"]);
    repository.git(&["merge", "-q", "--ff-only", BRANCH]);
}

fn merge(repository: &Repository) {
    repository.git(&["merge", "-q", "--no-ff", "-m", "Merge", BRANCH]);
}

/// What `resume --json` says of it, and on standard error.
fn resumed(repository: &Repository, words: &[&str]) -> (serde_json::Value, String) {
    let output = run(repository, &[&["resume", "--json"], words].concat(), 0);
    let said: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    (said.get("unplanned").unwrap().clone(), output.stderr)
}

#[test]
fn semantics_13_a_release_is_not_tagged_on_what_needs_more_and_came_in_after_its_plan() {
    for land in [squash, rebase] {
        let repository = released(|repository| {
            announce(repository, "breaking");
            repository.write("core/b", "").commit("Take it away");
        });
        land(&repository);
        let before = repository.state();
        for words in [&["resume"][..], &["resume", "-n"]] {
            let refused = run(&repository, words, 1);
            let says = "`core` 1.1.0 is less than its changes need: `breaking` needs major";
            assert!(refused.stderr.contains(says), "{}", refused.stderr);
            assert!(refused.stderr.contains("`git revert "), "{}", refused.stderr);
            assert!(refused.stderr.contains("release auto -p core`"), "{}", refused.stderr);
        }
        assert!(repository.state().changes_since(&before).is_empty());
        // The way out is one.
        repository.git(&["revert", "--no-edit", "HEAD"]);
        run(&repository, &["release", "auto", "-p", "core", "--yes"], 0);
        assert!(repository.tags().contains(&"core-2.0.0".to_owned()), "{:?}", repository.tags());
    }
}

#[test]
fn safety_4_what_came_in_after_the_plan_is_told_of_when_it_is_tagged() {
    for land in [squash, rebase] {
        let repository = released(|repository| {
            repository.write("docs/b", "").commit("Tell of it");
            announce(repository, "fix");
            repository.write("core/b", "").commit("Mend it");
        });
        let (mended, since) = (repository.head(), repository.git(&["rev-parse", "HEAD~2"]));
        land(&repository);
        let (foreseen, told) = resumed(&repository, &["-n"]);
        let says = ": `core` changed since, by ";
        assert!(
            told.contains(says) && told.contains("(Mend it); changes/fix.md came in"),
            "{told}"
        );
        assert!(!told.contains("Tell of it"), "{told}");
        let expected = serde_json::json!({
            "since": since.trim(),
            "commits": [mended],
            "components": ["core"],
            "changes": ["changes/fix.md"],
        });
        assert_eq!(foreseen, expected);
        let (published, told) = resumed(&repository, &[]);
        assert_eq!(published, expected);
        assert!(told.contains(says), "{told}");
        assert!(repository.tags().contains(&"core-1.1.0".to_owned()));
    }
}

/// A merge's tags are on the release's own commit, which has nothing of what it was merged with.
#[test]
fn what_a_release_has_as_planned_is_no_matter() {
    type Step = fn(&Repository);
    let breaking: Step = |repository| {
        announce(repository, "breaking");
        repository.write("core/b", "").commit("Take it away");
    };
    let others: Step = |repository| _ = repository.write("docs/b", "").commit("Tell of it");
    let nothing: Step = |_| {};
    let all: [(Step, Step); 4] =
        [(breaking, merge), (others, squash), (others, rebase), (nothing, squash)];
    for (meanwhile, land) in all {
        let repository = released(meanwhile);
        land(&repository);
        let (unplanned, told) = resumed(&repository, &[]);
        assert_eq!((unplanned, told.as_str()), (serde_json::Value::Null, ""));
    }
}

/// What the release's branch had before it, and gets rebased or squashed with it, was planned.
#[test]
fn what_lands_together_with_a_release_did_not_come_in() {
    for land in [squash, rebase] {
        let repository = two();
        repository.git(&["switch", "-q", "-c", "work"]);
        announce(&repository, "feature");
        repository.write("core/c", "").commit("Make it");
        run(&repository, &["release", "minor", "-p", "core", "--via-branch", "--yes"], 0);
        repository.git(&["switch", "-q", "main"]);
        repository.write("docs/b", "").commit("Tell of it");
        land(&repository);
        repository.git(&["switch", "-q", "-C", "work"]);
        let (unplanned, told) = resumed(&repository, &[]);
        assert_eq!((unplanned, told.as_str()), (serde_json::Value::Null, ""));
    }
}

/// Commits on the release's branch after it are squashed into it.
#[test]
fn semantics_13_what_is_announced_behind_a_release_is_answered_for_as_well() {
    let repository = released(|_| {});
    repository.git(&["switch", "-q", BRANCH]);
    announce(&repository, "breaking");
    repository.commit("Announce more");
    repository.git(&["switch", "-q", "main"]);
    squash(&repository);
    let refused = run(&repository, &["resume"], 1);
    assert!(refused.stderr.contains("`breaking` needs major"), "{}", refused.stderr);
}

/// In a clone that never had the branch, nobody can tell what came in; what is pending is all answered
/// for.
#[test]
fn where_the_planned_commit_is_not_here_that_is_said() {
    for (impact, code) in [("fix", 0), ("breaking", 1)] {
        let repository = two();
        repository.git(&["switch", "-q", "-c", "work"]);
        repository.write("core/c", "").commit("Make it");
        run(&repository, &["release", "minor", "-p", "core", "--via-branch", "--yes"], 0);
        repository.git(&["switch", "-q", "main"]);
        announce(&repository, impact);
        repository.commit("Announce it");
        squash(&repository);
        let message = repository.git(&["log", "-1", "--format=%B"]).replace(": work", ": main");
        repository.git(&["commit", "-q", "--amend", "-m", message.trim()]);
        super::remote(&repository, "origin");
        repository.git(&["push", "-q", "origin", "main", "--tags"]);
        let clone = clone(&repository, &["-b", "main"]);
        let output = run(&repository, &["-C", &clone, "resume"], code);
        let says = if code == 0 { "is not here" } else { "`breaking` needs major" };
        assert!(output.stderr.contains(says), "{}", output.stderr);
    }
}
