//! Through a branch of its own, which is merged and tagged then (SAFETY 4).

use super::{
    RELEASE, TAGS, clone, configure, harmless, hook, line, program, pushed, release, run, there,
};
use crate::support::{Repository, chain};

const BRANCH: &str = "release/chain-1.1";

/// A tag's message without what names its plan.
fn message(repository: &Repository, tag: &str) -> String {
    let text =
        repository.git(&["for-each-ref", "--format=%(contents)", &format!("refs/tags/{tag}")]);
    let lines = text.trim().lines().filter(|line| !line.starts_with("Release-Plan: "));
    lines.map(|line| format!("{line}\n")).collect()
}

/// How many tags `origin` has.
fn tags_there(repository: &Repository) -> usize {
    there(repository, "origin").keys().filter(|name| name.starts_with("refs/tags/")).count()
}

#[test]
fn safety_4_a_release_branch_is_pushed_merged_and_tagged_then() {
    for merge in
        [&["merge", "-q", "--ff-only"][..], &["merge", "-q", "--no-ff", "-m", "Merge"], &[]]
    {
        let repository = line();
        let main = repository.head();
        // Nobody may push to main but the forge that merges.
        hook(&repository, "origin", "update", "test $1 != refs/heads/main || test -e merging");
        pushed(&repository, "origin");
        let output = release(&repository, &["--via-branch", "--push"], 0);
        assert!(output.stdout.contains("on branch release/chain-1.1, to be merged"), "{output:?}");
        assert!(output.stdout.contains("one commit on the new branch"), "{output:?}");
        assert_eq!(pushed(&repository, "origin"), [[BRANCH]]);
        assert_eq!(repository.git(&["status", "-sb"]).trim(), format!("## {BRANCH}"));
        assert_eq!(repository.git(&["rev-parse", "main"]).trim(), main);
        run(&repository, &["lint"], 0);

        // Not merged, it is not tagged, wherever one looks.
        let early = run(&repository, &["resume"], 5);
        assert!(early.stderr.contains("once it is on branch `main`"), "{}", early.stderr);
        repository.git(&["switch", "-q", "main"]);
        run(&repository, &["resume"], 3);
        assert_eq!(tags_there(&repository), 4);

        match merge {
            [] => {
                repository.git(&["merge", "-q", "--squash", BRANCH]);
                repository.git(&["commit", "-q", "-F", ".git/SQUASH_MSG"]);
            }
            merge => _ = repository.git(&[merge, &[BRANCH]].concat()),
        }
        repository.write("later.txt", "").commit("Go on");
        // It is tagged where everybody has it.
        let refused = run(&repository, &["resume", "--push"], 5);
        assert!(refused.stderr.contains("`main` on `origin` has not"), "{}", refused.stderr);
        assert!(!repository.tags().contains(&"chain-1.1".to_owned()));
        std::fs::write(repository.beside("origin.git/merging"), "").unwrap();
        repository.git(&["push", "-q", "origin", "main"]);
        std::fs::remove_file(repository.beside("origin.git/merging")).unwrap();
        // The next release waits for it, and says how to go on.
        let next = run(&repository, &["patch", "sdk", "--yes"], 1);
        assert!(next.stderr.contains("resume` makes them"), "{}", next.stderr);
        pushed(&repository, "origin");
        run(&repository, &["resume", "--push"], 0);
        let together = pushed(&repository, "origin");
        assert_eq!(together.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1], "{together:?}");
        assert_eq!(together.last().unwrap(), &["chain-1.1"]);
        let named = repository.git(&["log", "--format=%H %s", "chain-1.1", "-1"]);
        assert!(!named.contains("Go on"), "{merge:?}: {named}");
        for tag in TAGS {
            let same = repository.git(&["rev-parse", &format!("{tag}^{{}}")]);
            assert_eq!(same, repository.git(&["rev-parse", "chain-1.1^{}"]), "{merge:?}: {tag}");
        }
        run(&repository, &["lint"], 0);
        run(&repository, &["audit"], 0);
        run(&repository, &["resume"], 3);
        run(&repository, &["patch", "sdk", "--yes", "--no-push"], 0);
    }
}

/// The tags say what they would have said if they had been made at once.
#[test]
fn tags_that_are_made_later_say_the_same() {
    let direct = chain::released();
    let words = ["patch", "core", "--date", "2016-11-01", "--because", "It is  time", "--yes"];
    run(&direct, &words, 0);
    let later = chain::released();
    run(&later, &[&words[..], &["--no-tag"]].concat(), 0);
    run(&later, &["resume"], 0);
    assert_eq!(direct.tags(), later.tags());
    for tag in ["core-1.0.20161101", "mac-1.0.20161101"] {
        assert_eq!(message(&direct, tag), message(&later, tag), "{tag}");
    }
    assert!(message(&later, "core-1.0.20161101").contains("Release-Component: sdk 1.0"));
    assert!(message(&later, "core-1.0.20161101").contains("Because: It is time"));
}

#[test]
fn several_that_wait_are_tagged_one_after_the_other() {
    let repository = chain::released();
    run(&repository, &["patch", "sdk", "--date", "2016-11-01", "--no-tag", "--yes"], 0);
    // A commit of that kind by hand, as another branch's merge brings one.
    let refused = run(&repository, &["patch", "sdk", "--date", "2016-11-02", "--yes"], 1);
    assert!(refused.stderr.contains("resume"), "{}", refused.stderr);
    run(&repository, &["patch", "core", "--date", "2016-11-02", "--no-tag", "--yes"], 0);
    let first = run(&repository, &["resume"], 0);
    assert!(first.stdout.contains("sdk 1.0.20161101"), "{first:?}");
    assert!(first.stderr.contains("1 more"), "{first:?}");
    run(&repository, &["resume"], 0);
    assert!(repository.tags().contains(&"core-1.0.20161102".to_owned()));
    run(&repository, &["resume"], 3);
    run(&repository, &["audit"], 0);
}

/// Names that the configuration does not give are not made, whatever a commit asks for.
#[test]
fn a_commit_gets_no_tags_that_are_not_its_own() {
    let repository = chain::released();
    let words = ["patch", "sdk", "--date", "2016-11-01", "--no-tag", "--yes"];
    run(&repository, &words, 0);
    let message = repository.git(&["log", "-1", "--format=%B"]);
    let forged = message.replace(
        "Release-Tag: sdk",
        "Release-Tag: v9\nRelease-Tag: chain-9.9\nRelease-Tag: --force\nRelease-Tag: sdk",
    );
    assert_ne!(forged, message);
    repository.git(&["commit", "-q", "--amend", "-m", forged.trim()]);
    let before = repository.tags();
    run(&repository, &["resume"], 0);
    let mut after = repository.tags();
    after.retain(|tag| !before.contains(tag));
    assert_eq!(after, ["sdk-1.0.20161101"]);
}

#[test]
fn the_branch_is_called_as_the_configuration_says() {
    let repository = line();
    configure(&repository, "via-branch = \"rel/{product}/{tag}\"\npush = true");
    let output = release(&repository, &[], 0);
    assert!(output.stdout.contains("rel/chain-core/chain-1.1"), "{output:?}");
    let there = there(&repository, "origin");
    assert_eq!(there.get("refs/heads/rel/chain-core/chain-1.1"), Some(&repository.head()));
    // The commit before it, which is here only, is for its own push.
    assert_ne!(
        there.get("refs/heads/main"),
        Some(&repository.git(&["rev-parse", "main"]).trim().to_owned())
    );

    let repository = line();
    let text = repository.file("release.toml");
    for (value, says) in [
        ("\"release\"", "`{tag}` once"),
        ("\"a b/{tag}\"", "` ` has no place"),
        ("\"{version}/{tag}\"", "`{` has no place"),
        ("\"-{tag}\"", "begins with a letter, a digit, `_` or `@`"),
        ("\"+rel/{tag}\"", "begins with a letter"),
        ("\"a..b/{tag}\"", "no branch of that name"),
        ("\"{tag}.lock\"", "no branch of that name"),
        ("7", "`git.via-branch` takes"),
    ] {
        repository.write("release.toml", format!("{text}\n[git]\nvia-branch = {value}\n"));
        let output = harmless(&repository, &[], 2);
        assert!(output.stderr.contains(says), "{value}: {}", output.stderr);
    }
}

#[test]
fn a_branch_that_is_there_is_refused_before_anything_is_written() {
    let repository = line();
    repository.git(&["branch", BRANCH]);
    let output = harmless(&repository, &["--via-branch"], 5);
    assert!(
        output.stderr.contains("branch `release/chain-1.1` exists already"),
        "{}",
        output.stderr
    );
    repository.git(&["push", "-q", "origin", BRANCH]);
    repository.git(&["branch", "-d", BRANCH]);
    let output = harmless(&repository, &["--via-branch", "--push"], 5);
    assert!(output.stderr.contains("exists on `origin` already"), "{}", output.stderr);
    assert!(output.stderr.contains("git push origin --delete"), "{}", output.stderr);
    let shown = run(&repository, &["release", "minor", "--all", "-n", "--via-branch", "--push"], 0);
    assert!(shown.stderr.contains("exists on `origin` already"), "{}", shown.stderr);
    // Kept here, it meets nobody.
    release(&repository, &["--via-branch"], 0);
}

/// `release` and `release/…` cannot both be: as folders and files, in either order.
#[test]
fn a_branch_that_has_no_room_is_refused_before_anything_is_written() {
    for other in ["release", "release/chain-1.1/x", "release/CHAIN-1.1"] {
        let repository = line();
        repository.git(&["branch", other]);
        let output = harmless(&repository, &["--via-branch"], 5);
        let says = format!("branch `{BRANCH}` cannot exist beside branch `{other}`");
        assert!(output.stderr.contains(&says), "{}", output.stderr);
        assert!(output.stderr.contains("`via-branch` in [git]"), "{}", output.stderr);
        let shown = run(&repository, &["release", "minor", "--all", "-n", "--via-branch"], 0);
        assert!(shown.stderr.contains(&says), "{}", shown.stderr);

        let repository = line();
        repository.git(&["push", "-q", "origin", &format!("main:refs/heads/{other}")]);
        let output = harmless(&repository, &["--via-branch", "--push"], 5);
        let says = format!("branch `{BRANCH}` cannot exist beside `{other}`, which is on `origin`");
        assert!(output.stderr.contains(&says), "{}", output.stderr);
        assert!(output.stderr.contains("`via-branch` in [git]"), "{}", output.stderr);
        let words = ["release", "minor", "--all", "-n", "--via-branch", "--push"];
        let shown = run(&repository, &words, 0);
        assert!(shown.stderr.contains(&says), "{}", shown.stderr);
    }
}

/// The commit names the branch as everybody has it, so that any clone can tag it.
#[test]
fn safety_4_the_branch_to_merge_into_is_named_as_it_is_at_the_remote() {
    let repository = line();
    repository.git(&["push", "-q", "origin", "main:trunk"]);
    repository.git(&["branch", "-q", "--set-upstream-to", "origin/trunk"]);
    release(&repository, &["--via-branch", "--push"], 0);
    let message = repository.git(&["log", "-1", "--format=%B"]);
    assert!(message.contains("Release-Branch: trunk\n"), "{message}");
    repository.git(&["switch", "-q", "main"]);
    repository.git(&["merge", "-q", BRANCH]);
    repository.git(&["push", "-q", "origin", "main:trunk"]);
    // In another clone it is called trunk.
    let clone = clone(&repository, &["-b", "trunk"]);
    run(&repository, &["-C", &clone, "resume"], 0);
    run(&repository, &["resume", "--push"], 0);
    assert_eq!(tags_there(&repository), 8);
}

/// While a release waits on its branch, nothing else takes its tags.
#[test]
fn safety_4_what_an_open_release_branch_waits_for_is_not_released_beside_it() {
    let repository = line();
    release(&repository, &["--via-branch", "--push"], 0);
    repository.git(&["switch", "-q", "main"]);
    let says = "tag `chain-1.1` is waited for by commit";
    let output = harmless(&repository, &["--push"], 1);
    assert!(output.stderr.contains(says), "{}", output.stderr);
    assert!(output.stderr.contains("`git branch -D release/chain-1.1`"), "{}", output.stderr);
    assert!(output.stderr.contains("tag-exists"), "{}", output.stderr);
    let shown = run(&repository, &["release", "minor", "--all", "-n"], 0);
    assert!(shown.stderr.contains(says), "{}", shown.stderr);
    // As a remote has it, too.
    repository.git(&["branch", "-q", "-D", BRANCH]);
    repository.git(&["fetch", "-q", "origin"]);
    let output = release(&repository, &[], 1);
    assert!(output.stderr.contains(says), "{}", output.stderr);
    let remove = "`git push origin --delete release/chain-1.1`";
    assert!(output.stderr.contains(remove), "{}", output.stderr);
    // What it does not wait for is released beside it, and so is everything once it is gone.
    run(&repository, &["patch", "sdk", "--date", "2016-11-02", "--yes"], 0);
    repository.git(&["push", "-q", "origin", "--delete", BRANCH]);
    release(&repository, &[], 0);
}

#[test]
fn hooks_see_the_branch_that_they_commit_to_and_a_refusal_leaves_nothing() {
    let repository = line();
    let hook = repository.at(".git/hooks/pre-commit");
    program(&hook, "test $(git branch --show-current) != main");
    harmless(&repository, &[], 5);
    let before = repository.state();
    program(&hook, "exit 1");
    release(&repository, &["--via-branch", "--push"], 5);
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
    program(&hook, "test $(git branch --show-current) != main");
    release(&repository, &["--via-branch", "--push"], 0);
}

/// Where the manifests have the number already there is nothing to merge.
#[test]
fn without_a_commit_the_tags_are_made_at_once() {
    let repository = chain::untagged();
    super::remote(&repository, "origin");
    configure(&repository, "via-branch = true\npush = true");
    run(&repository, &["release", "1.0", "--all", "--yes"], 0);
    assert_eq!(repository.git(&["branch", "--show-current"]).trim(), "main");
    assert_eq!(tags_there(&repository), 4);
}

/// A pre-release of the product waits for the product's tag as well.
#[test]
fn a_pre_release_that_waits_gets_the_products_tag_too() {
    let start = || {
        let repository = Repository::new();
        let text = "scheme = \"semver\"\n[component.core]\nmanifests = [\"core/VERSION\"]\n";
        repository.write("release.toml", text).write("core/VERSION", "1.0.0\n").commit("Start");
        run(&repository, &["release", "1.0.0", "--all", "--yes"], 0);
        repository
    };
    let (direct, later) = (start(), start());
    let words = ["pre", "rc", "--level", "minor", "--all", "--yes"];
    run(&direct, &words, 0);
    run(&later, &[&words[..], &["--no-tag"]].concat(), 0);
    run(&later, &["resume"], 0);
    assert_eq!(direct.tags(), later.tags());
    let lead = direct.tags().into_iter().find(|tag| tag.starts_with("v1.1")).unwrap();
    assert_eq!(message(&direct, &lead), message(&later, &lead));
}

#[test]
fn a_saved_plan_keeps_its_branch() {
    let repository = line();
    let words = ["plan", "release", "minor", "--all", "--via-branch", "--push", "--json"];
    let output = run(&repository, &words, 0);
    let path = repository.beside("plan.json");
    std::fs::write(&path, &output.stdout).unwrap();
    let output = run(&repository, &["apply", path.to_str().unwrap(), "--yes", "--json"], 0);
    let said: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(said.get("branch"), Some(&BRANCH.into()));
    assert_eq!(said.get("missing"), Some(&serde_json::json!(TAGS)));
    assert!(there(&repository, "origin").contains_key("refs/heads/release/chain-1.1"));
}

#[test]
fn safety_3_killed_on_a_release_branch_it_is_resumed_or_taken_back() {
    for point in [
        "objects:after",
        "branch:before",
        "branch:after",
        "stage:before",
        "stage:after",
        "commit:after",
        "refs:before",
        "refs:after",
        "push:before",
        "push:after",
        "clean:before",
    ] {
        let killed = || {
            let repository = line();
            let words = [RELEASE, &["--push", "--via-branch"]].concat();
            let old = repository.state();
            let mut command = repository.program("", &words);
            command.env("SYNCLINE_FAIL_AT", point);
            assert_eq!(crate::support::run(command).code, -1, "{point} is no failpoint");
            (repository, old)
        };
        let (repository, _) = killed();
        run(&repository, &["resume"], 0);
        assert_eq!(
            there(&repository, "origin").get("refs/heads/release/chain-1.1"),
            Some(&repository.head()),
            "{point}"
        );
        assert_eq!(repository.git(&["status", "-sb"]).trim(), format!("## {BRANCH}"), "{point}");

        let (repository, old) = killed();
        if point == "push:after" || point == "clean:before" {
            run(&repository, &["abandon"], 6);
            continue;
        }
        run(&repository, &["abandon"], 0);
        let written = repository.state().changes_since(&old);
        assert!(written.is_empty(), "{point}: {written:#?}");
    }
}

/// While it is interrupted, nothing is written to a branch that happens to be checked out.
#[test]
fn another_branch_that_is_checked_out_meanwhile_is_not_written_to() {
    let repository = line();
    let mut command = repository.program("", &[RELEASE, &["--via-branch"]].concat());
    command.env("SYNCLINE_FAIL_AT", "refs:after");
    assert_eq!(crate::support::run(command).code, -1);
    repository.git(&["switch", "-q", "main"]);
    let main = repository.head();
    for command in ["resume", "abandon"] {
        let refused = run(&repository, &[command], 6);
        assert!(refused.stderr.contains("git switch release/chain-1.1"), "{}", refused.stderr);
        assert_eq!(repository.head(), main);
    }
    repository.git(&["switch", "-q", BRANCH]);
    run(&repository, &["resume"], 0);
}

#[test]
fn an_interrupted_release_goes_on_as_it_was_begun() {
    let repository = line();
    let mut command = repository.program("", RELEASE);
    command.env("SYNCLINE_FAIL_AT", "refs:after");
    assert_eq!(crate::support::run(command).code, -1);
    for option in ["--push", "--no-push"] {
        let refused = run(&repository, &["resume", option], 2);
        assert!(refused.stderr.contains("as it was begun"), "{}", refused.stderr);
    }
    run(&repository, &["resume"], 0);
    assert_eq!(tags_there(&repository), 4);
}
