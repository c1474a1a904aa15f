//! What keeps a release from its remote, and what is left of it then.

use super::{TAGS, harmless, hook, is_out, line, program, pushed, release, run, there};
use crate::support::Repository;

/// Makes a commit in another clone and pushes it with what `further` names.
fn somebody_else(repository: &Repository, further: &[&str]) {
    let (remote, clone) = (repository.beside("origin.git"), repository.beside("clone"));
    let (remote, clone) = (remote.to_str().unwrap(), clone.to_str().unwrap());
    repository.git(&["clone", "-q", remote, clone]);
    let there = |words: &[&str]| repository.git(&[&["-C", clone], words].concat());
    for (key, value) in [("user.name", "Other"), ("user.email", "other@example.com")] {
        there(&["config", key, value]);
    }
    there(&["commit", "-q", "--allow-empty", "-m", "Meanwhile"]);
    for tag in further {
        there(&["tag", "-a", "-m", "Theirs", tag]);
    }
    there(&[&["push", "-q", "origin"], further].concat());
}

#[test]
fn a_tag_that_is_there_is_refused_before_anything_is_written() {
    let repository = line();
    somebody_else(&repository, &["sdk-1.1"]);
    let output = harmless(&repository, &["--push"], 1);
    assert!(
        output.stderr.contains("tag `sdk-1.1` exists on `origin` already"),
        "{}",
        output.stderr
    );
    assert!(output.stderr.contains("tag-exists"), "{}", output.stderr);
    assert!(output.stderr.contains("git fetch origin tag sdk-1.1"), "{}", output.stderr);
    // Asked to push, a dry run says so too.
    let words = ["release", "minor", "--all", "--dry-run", "--push"];
    let shown = run(&repository, &words, 0);
    assert!(
        shown.stderr.contains("note: it would be refused now: tag `sdk-1.1`"),
        "{}",
        shown.stderr
    );
}

#[test]
fn a_name_without_room_there_is_refused_before_anything_is_written() {
    for (tag, says) in [("sdk-1.1/x", "`sdk-1.1/x`"), ("SDK-1.1", "`SDK-1.1`")] {
        let repository = line();
        somebody_else(&repository, &[tag]);
        let output = harmless(&repository, &["--push"], 1);
        assert!(output.stderr.contains("`sdk-1.1` cannot exist beside"), "{}", output.stderr);
        assert!(output.stderr.contains(says), "{}", output.stderr);
    }
}

#[test]
fn a_branch_that_moved_there_is_refused_before_anything_is_written() {
    let repository = line();
    somebody_else(&repository, &["main"][..0]);
    let clone = repository.beside("clone");
    repository.git(&["-C", clone.to_str().unwrap(), "push", "-q", "origin", "main"]);
    let output = harmless(&repository, &["--push"], 5);
    assert!(output.stderr.contains("`main` on `origin` is at"), "{}", output.stderr);
    assert!(output.stderr.contains("git pull --rebase origin main"), "{}", output.stderr);
    repository.git(&["pull", "-q", "--ff-only"]);
    release(&repository, &["--push"], 0);
    is_out(&repository, "origin", "main");
}

/// Of two managers who release at once, the later one finds everything as it was.
#[test]
fn safety_4_a_race_that_is_lost_leaves_nothing_behind() {
    let repository = line();
    somebody_else(&repository, &["theirs"]);
    // The other one's push arrives between our look and our push.
    let clone = repository.beside("clone");
    let clone = clone.to_str().unwrap();
    let push = format!(
        "env -u GIT_DIR git -C {clone} push -q --no-verify origin main 2>/dev/null; exit 0"
    );
    program(&repository.at(".git/hooks/pre-push"), &push);
    let before = repository.state();
    let output = release(&repository, &["--push"], 5);
    assert!(output.stderr.contains("somebody else pushed `main` to `origin`"), "{}", output.stderr);
    assert!(output.stderr.contains("as it was before"), "{}", output.stderr);
    let mut written = repository.state().changes_since(&before);
    // That the branch was fetched is no harm.
    written.retain(|line| !line.starts_with("refs: ") && !line.starts_with("status: "));
    assert!(written.is_empty(), "{written:#?}");
    let there = there(&repository, "origin");
    assert!(!TAGS.iter().any(|tag| there.contains_key(&format!("refs/tags/{tag}"))), "{there:?}");
    assert!(!TAGS.iter().any(|tag| repository.tags().contains(&(*tag).to_owned())));
    run(&repository, &["resume"], 3);
    repository.git(&["pull", "-q", "--ff-only", "origin", "main"]);
    release(&repository, &["--push"], 0);
    is_out(&repository, "origin", "main");
}

#[test]
fn a_hook_that_refuses_leaves_everything_as_it_was() {
    for (name, body) in [
        ("pre-receive", "echo closed on Fridays; exit 1"),
        ("update", "case $1 in refs/tags/*|*release*) echo closed on Fridays; exit 1;; esac"),
    ] {
        let repository = line();
        hook(&repository, "origin", name, body);
        let output = harmless(&repository, &["--push"], 5);
        assert!(output.stderr.contains("`origin` refused"), "{name}: {}", output.stderr);
        assert!(output.stderr.contains("hook declined"), "{name}: {}", output.stderr);
        assert!(output.stderr.contains("closed on Fridays"), "{name}: {}", output.stderr);
        assert!(output.stderr.contains("as it was before"), "{name}: {}", output.stderr);
        // The other way is for a branch that is refused, and no other way yet.
        let other = output.stderr.contains("--via-branch");
        assert_eq!(other, name == "pre-receive", "{name}: {}", output.stderr);
        let via = harmless(&repository, &["--push", "--via-branch"], 5);
        assert!(!via.stderr.contains("--via-branch"), "{name}: {}", via.stderr);
        run(&repository, &["resume"], 3);
    }
}

#[test]
fn a_pre_push_hook_that_refuses_leaves_everything_as_it_was() {
    let repository = line();
    // What it pushes itself, elsewhere, is not the release.
    let elsewhere =
        "git init -q --bare ../other.git && git push -q --no-verify ../other.git HEAD:main";
    let body = format!("{elsewhere}\necho not signed; echo not tested >&2; exit 1");
    program(&repository.at(".git/hooks/pre-push"), &body);
    let output = harmless(&repository, &["--push"], 5);
    assert!(output.stderr.contains("not tested"), "{}", output.stderr);
    assert!(output.stderr.contains("not signed"), "on standard output: {}", output.stderr);
    assert!(output.stderr.contains("pre-push"), "{}", output.stderr);
    run(&repository, &["resume"], 3);
}

#[test]
fn a_remote_that_cannot_take_all_or_nothing_is_refused_with_the_setting_that_helps() {
    let repository = line();
    let place = repository.beside("origin.git");
    repository.git(&["-C", place.to_str().unwrap(), "config", "receive.advertiseAtomic", "false"]);
    let output = harmless(&repository, &["--push"], 5);
    assert!(output.stderr.contains("push-tags = \"batched\""), "{}", output.stderr);
}

/// Once the branch is out there is only forward.
#[test]
fn a_lead_tag_that_is_refused_leaves_a_release_to_resume() {
    let repository = line();
    hook(&repository, "origin", "update", "test $1 != refs/tags/chain-1.1");
    let output = release(&repository, &["--push"], 6);
    assert!(output.stderr.contains("is unfinished"), "{}", output.stderr);
    assert!(output.stderr.contains("it lacks `chain-1.1`"), "{}", output.stderr);
    assert!(output.stderr.contains("hook declined to update"), "{}", output.stderr);
    assert!(output.stderr.contains("can only go on"), "{}", output.stderr);
    assert!(!output.stderr.contains("abandon"), "{}", output.stderr);
    let before = repository.state();
    let refused = run(&repository, &["abandon"], 6);
    assert!(refused.stderr.contains("resume"), "{}", refused.stderr);
    assert!(repository.state().changes_since(&before).is_empty());
    let waits = run(&repository, &["release", "minor", "--all", "--yes"], 6);
    assert!(waits.stderr.contains("it can only go on"), "{}", waits.stderr);
    assert!(!waits.stderr.contains("abandon"), "{}", waits.stderr);
    // Still refused, it is still unfinished.
    run(&repository, &["resume"], 6);
    hook(&repository, "origin", "update", "exit 0");
    pushed(&repository, "origin");
    let output = run(&repository, &["resume"], 0);
    assert!(output.stdout.contains("pushed to origin"), "{output:?}");
    assert_eq!(pushed(&repository, "origin"), [["chain-1.1"]]);
    is_out(&repository, "origin", "main");
}

/// The connection broke, and everything had arrived.
#[test]
fn a_push_whose_answer_was_lost_is_found_to_have_arrived() {
    let repository = line();
    hook(&repository, "origin", "post-receive", "kill -9 $PPID");
    let output = release(&repository, &["--push"], 0);
    assert!(output.stdout.contains("pushed to origin"), "{output:?}");
    is_out(&repository, "origin", "main");
}

/// The connection broke, and nothing had arrived: it may still be on its way.
#[test]
fn a_push_that_broke_off_is_resumed_or_abandoned() {
    let broken = || {
        let repository = line();
        hook(&repository, "origin", "pre-receive", "kill -9 $PPID");
        let before = repository.state();
        let output = release(&repository, &["--push"], 6);
        assert!(output.stderr.contains("`origin` has nothing of it"), "{}", output.stderr);
        assert!(output.stderr.contains("resume") && output.stderr.contains("abandon"));
        hook(&repository, "origin", "pre-receive", "exit 0");
        (repository, before)
    };
    let (repository, _) = broken();
    run(&repository, &["resume"], 0);
    is_out(&repository, "origin", "main");
    let (repository, before) = broken();
    let output = run(&repository, &["abandon"], 0);
    assert!(output.stdout.contains("everything here is as it was"), "{output:?}");
    assert!(output.stdout.contains("may still be at work"), "{output:?}");
    assert!(output.stdout.contains("git ls-remote origin"), "{output:?}");
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
}

/// In batches, some can be out when the next is refused.
#[test]
fn batches_that_stop_half_way_say_what_is_there_and_go_on() {
    let repository = line();
    super::configure(&repository, "push = true\npush-tags = \"batched\"");
    hook(&repository, "origin", "update", "test $1 != refs/tags/mac-1.1");
    let output = release(&repository, &[], 6);
    assert!(
        output.stderr.contains("`origin` has `main`, `core-1.1`, `sdk-1.1`"),
        "{}",
        output.stderr
    );
    assert!(output.stderr.contains("it lacks `mac-1.1`"), "{}", output.stderr);
    let refused = run(&repository, &["abandon"], 6);
    assert!(refused.stderr.contains("`origin` has `main`"), "{}", refused.stderr);
    hook(&repository, "origin", "update", "exit 0");
    run(&repository, &["resume"], 0);
    is_out(&repository, "origin", "main");
}

/// While it is unfinished, another pushes a tag of its name: nothing of theirs is overwritten.
#[test]
fn a_tag_of_somebody_elses_is_named_and_stays() {
    let repository = line();
    hook(&repository, "origin", "update", "test $1 != refs/tags/chain-1.1");
    release(&repository, &["--push"], 6);
    hook(&repository, "origin", "update", "exit 0");
    somebody_else(&repository, &["chain-1.1"]);
    let theirs = there(&repository, "origin");
    let output = run(&repository, &["resume"], 6);
    assert!(output.stderr.contains("`chain-1.1` there is not this release's"), "{}", output.stderr);
    assert_eq!(there(&repository, "origin"), theirs);
    // No push was tried, and none can succeed.
    assert!(!output.stderr.contains("the push failed"), "{}", output.stderr);
    assert!(!output.stderr.contains("only go on"), "{}", output.stderr);
    let help = "`git push origin --delete chain-1.1`, and go on with `";
    assert!(output.stderr.contains(help), "{}", output.stderr);
    assert!(output.stderr.contains("abandon"), "{}", output.stderr);
    // Both ways out that are named lead out.
    let old = repository.git(&["rev-parse", "main^"]).trim().to_owned();
    repository.git(&["push", "-q", "-f", "origin", &format!("{old}:main")]);
    repository.git(&["push", "-q", "origin", "--delete", "core-1.1", "sdk-1.1", "mac-1.1"]);
    run(&repository, &["abandon"], 0);
    assert!(there(&repository, "origin").contains_key("refs/tags/chain-1.1"), "theirs");
}

#[test]
fn a_tag_of_somebody_elses_that_is_removed_there_makes_room() {
    let repository = line();
    hook(&repository, "origin", "update", "test $1 != refs/tags/chain-1.1");
    release(&repository, &["--push"], 6);
    hook(&repository, "origin", "update", "exit 0");
    somebody_else(&repository, &["chain-1.1"]);
    run(&repository, &["resume"], 6);
    repository.git(&["push", "-q", "origin", "--delete", "chain-1.1"]);
    run(&repository, &["resume"], 0);
    is_out(&repository, "origin", "main");
}

/// The branch went on there since: that is no hindrance, ours is in its history.
#[test]
fn a_branch_that_went_on_from_the_release_is_no_hindrance() {
    let repository = line();
    hook(&repository, "origin", "update", "test $1 != refs/tags/chain-1.1");
    release(&repository, &["--push"], 6);
    hook(&repository, "origin", "update", "exit 0");
    somebody_else(&repository, &[]);
    let clone = repository.beside("clone");
    repository.git(&["-C", clone.to_str().unwrap(), "push", "-q", "origin", "main"]);
    run(&repository, &["resume"], 0);
    assert!(there(&repository, "origin").contains_key("refs/tags/chain-1.1"));
}
