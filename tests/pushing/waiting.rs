//! Releases that wait for their tags, and what becomes of tags of their names (SAFETY 4).

use super::{TAGS, clone, is_out, line, pushed, release, run, there};
use crate::support::Repository;

/// The product line with a release that is pushed and waits for its tags.
fn waits() -> Repository {
    let repository = line();
    release(&repository, &["--no-tag", "--push"], 0);
    pushed(&repository, "origin");
    repository
}

#[test]
fn safety_4_a_tag_that_somebody_made_by_hand_is_not_taken_for_the_releases_own() {
    for tag in ["core-1.1", "chain-1.1"] {
        let repository = waits();
        repository.annotate(tag, "mine");
        let before = (repository.state(), there(&repository, "origin"));
        for words in [&["resume", "--push"][..], &["resume"]] {
            let output = run(&repository, words, 1);
            let says = format!("tag `{tag}` exists already, and is not the one that");
            assert!(output.stderr.contains(&says), "{}", output.stderr);
            assert!(output.stderr.contains("tag-exists"), "{}", output.stderr);
            assert!(output.stderr.contains(&format!("git tag -d {tag}")), "{}", output.stderr);
        }
        let written = repository.state().changes_since(&before.0);
        assert!(written.is_empty(), "{written:#?}");
        assert_eq!(there(&repository, "origin"), before.1);
        // As it says.
        repository.git(&["tag", "-d", tag]);
        run(&repository, &["resume", "--push"], 0);
        is_out(&repository, "origin", "main");
    }
}

/// A tag with the plan's words is not the release's either, if it is on another commit.
#[test]
fn safety_4_a_tag_of_the_plan_on_another_commit_is_refused() {
    let repository = waits();
    let message = repository.git(&["log", "-1", "--format=%B"]);
    let plan = message.lines().find(|line| line.starts_with("Release-Plan: ")).unwrap();
    repository.git(&["tag", "-a", "-m", &format!("core\n\n{plan}"), "core-1.1", "HEAD~1"]);
    let output = run(&repository, &["resume", "--push"], 1);
    assert!(output.stderr.contains("tag `core-1.1` exists already"), "{}", output.stderr);
}

/// Tags that the release made, here or in another clone, are its own, and go out before its lead.
#[test]
fn safety_4_tags_that_the_release_made_before_go_out_with_the_rest() {
    for (gone, together) in [
        (&["chain-1.1", "mac-1.1"][..], &[3, 1][..]),
        // The lead tag stays the lead, also where it is the one that is here.
        (&["core-1.1"], &[3, 1]),
    ] {
        let repository = waits();
        run(&repository, &["resume"], 0);
        let held = |tag: &str| repository.git(&["rev-parse", &format!("refs/tags/{tag}")]);
        let before = TAGS.map(held);
        repository.git(&[&["tag", "-d"], gone].concat());
        run(&repository, &["resume", "--push"], 0);
        is_out(&repository, "origin", "main");
        let out = pushed(&repository, "origin");
        assert_eq!(out.iter().map(Vec::len).collect::<Vec<_>>(), together, "{out:?}");
        assert_eq!(out.last().unwrap(), &["chain-1.1"]);
        for (tag, before) in TAGS.iter().zip(before) {
            assert!(gone.contains(tag) || held(tag) == before, "{tag} was made anew");
        }
        run(&repository, &["resume"], 3);
    }
}

/// What was here before is still here when the rest is taken back.
#[test]
fn safety_3_tags_that_were_here_before_stay_when_the_rest_is_taken_back() {
    for point in ["refs:after", "push:before"] {
        let repository = waits();
        run(&repository, &["resume"], 0);
        repository.git(&["tag", "-d", "chain-1.1", "mac-1.1"]);
        let before = repository.tags();
        let mut command = repository.program("", &["resume", "--push"]);
        command.env("SYNCLINE_FAIL_AT", point);
        assert_eq!(crate::support::run(command).code, -1, "{point} is no failpoint");
        repository.write(".git/syncline/lock", "");
        run(&repository, &["abandon"], 0);
        assert_eq!(repository.tags(), before, "{point}");
        run(&repository, &["resume", "--push"], 0);
        is_out(&repository, "origin", "main");
    }
}

/// Somebody tagged it in another clone.
#[test]
fn safety_4_tags_that_another_clone_made_are_to_be_fetched() {
    let repository = waits();
    let clone = clone(&repository, &[]);
    run(&repository, &["-C", &clone, "resume", "--push"], 0);
    let output = run(&repository, &["resume", "--push"], 1);
    assert!(output.stderr.contains("exists on `origin` already"), "{}", output.stderr);
    assert!(output.stderr.contains("`git fetch --tags origin`"), "{}", output.stderr);
    assert!(!output.stderr.contains("next version"), "{}", output.stderr);
    assert!(!repository.tags().contains(&"core-1.1".to_owned()));
    repository.git(&["fetch", "-q", "--tags", "origin"]);
    run(&repository, &["resume", "--push"], 3);
    is_out(&repository, "origin", "main");
}

/// What others have may have its tags there, and only not here: made here, they would be others.
#[test]
fn safety_4_tags_that_may_be_there_are_looked_for_there_first() {
    let repository = waits();
    let fetch = "`git fetch --tags origin` brings them where they are there; else `";
    let says = |words: &[&str], code: i32| run(&repository, words, code).stderr;
    assert!(says(&["status"], 0).contains(fetch), "{}", says(&["status"], 0));
    // Nobody else has this one.
    repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD^"]);
    let alone = says(&["status"], 0);
    assert!(!alone.contains("fetch") && alone.contains("resume` makes them"), "{alone}");
}

/// A tag that went while its release was interrupted is made again, not pushed alone.
#[test]
fn safety_3_a_tag_that_is_gone_meanwhile_is_made_again() {
    for tag in ["chain-1.1", "core-1.1"] {
        let repository = line();
        let mut command = repository.program("", &[super::RELEASE, &["--push"]].concat());
        command.env("SYNCLINE_FAIL_AT", "push-lead:before");
        assert_eq!(crate::support::run(command).code, -1);
        repository.write(".git/syncline/lock", "");
        repository.git(&["tag", "-d", tag]);
        run(&repository, &["resume"], 0);
        is_out(&repository, "origin", "main");
    }
}
