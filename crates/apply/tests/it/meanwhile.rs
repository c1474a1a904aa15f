//! What goes on while the release's own hooks run: the user works on, branches move, tags appear.

use apply::{ApplyError, Push, Transaction};
use place::{Class, Explain};

use crate::crash::{publish_and_die, without_lock};
use crate::sample::Sample;

/// What a message says is kept: the content of each blob.
fn kept(sample: &Sample, help: &str) -> Vec<String> {
    let blobs = help.split("`git cat-file blob ").skip(1);
    blobs.map(|rest| sample.git(&["cat-file", "blob", rest.split('`').next().unwrap()])).collect()
}

fn through_a_branch(sample: &Sample) -> Transaction {
    Transaction { via: Some("release/v1.1".into()), no_tag: true, ..sample.transaction() }
}

#[test]
fn a_switch_back_from_the_release_branch_is_refused_and_undone() {
    for body in ["git switch -q main", "git symbolic-ref HEAD refs/heads/main; exit 3"] {
        let sample = Sample::new().with_work();
        sample.own_hook(body);
        let before = without_lock(&sample.picture());
        let error = sample.publish(&through_a_branch(&sample)).unwrap_err();
        let says = "`main` was checked out in place of `release/v1.1` while hook `sh` ran";
        assert!(error.to_string().starts_with(says), "{body}: {error}");
        assert_eq!(error.to_string().contains("exit status 3"), body.contains("exit"), "{error}");
        assert_eq!(error.class(), Class::State);
        assert!(error.place().is_some());
        assert!(error.help().unwrap().contains("`git switch main`"), "{error:?}");
        assert_eq!(without_lock(&sample.picture()), before, "{body}");
    }
    // Whatever runs after it is no different.
    let sample = Sample::new().with_work();
    sample.hook("pre-commit", "git symbolic-ref HEAD refs/heads/main");
    let before = without_lock(&sample.picture());
    sample.publish(&through_a_branch(&sample)).unwrap_err();
    assert_eq!(without_lock(&sample.picture()), before);
}

#[test]
fn a_hook_that_switches_and_refuses_is_told_of_with_its_words() {
    let sample = Sample::new();
    sample.own_hook("echo no luck; git switch -q -c side; exit 7");
    let error = sample.publish(&sample.transaction()).unwrap_err();
    let says = "`side` was checked out in place of `main` while hook `sh` ran; and hook `sh` refused \
                the release: exit status 7";
    assert_eq!(error.to_string(), says);
    assert_eq!(error.said().as_deref(), Some("no luck"));
    assert_eq!(error.class(), Class::State);
    assert_eq!(sample.git(&["status", "--porcelain"]), "");
    let sample = Sample::new();
    sample.own_hook("git switch -q --detach");
    let error = sample.publish(&sample.transaction()).unwrap_err();
    assert!(error.to_string().starts_with("no branch was checked out"), "{error}");
}

/// What is staged and was not committed would go along with the next commit.
#[test]
fn what_a_commit_or_another_branch_leaves_alone_is_taken_back() {
    for (body, left) in [
        ("git commit -q --no-verify -m Mine more.txt", vec![]),
        ("git switch -q side", vec![]),
        ("git commit -q --no-verify -m Mine core/a.toml", vec!["core/a.toml"]),
    ] {
        let sample = Sample::new();
        sample.write("more.txt", "mine\n");
        sample.git(&["add", "more.txt"]);
        sample.git(&["commit", "-q", "-m", "More"]);
        sample.git(&["switch", "-q", "-c", "side"]);
        sample.git(&["commit", "-q", "--allow-empty", "-m", "Aside"]);
        sample.git(&["switch", "-q", "main"]);
        sample.write("more.txt", "more of mine\n");
        let open = if body.contains("more.txt") { "" } else { "more.txt" };
        sample.own_hook(body);
        let base = sample.id("HEAD");
        let error = sample.publish(&sample.transaction()).unwrap_err();
        assert!(apply::pending(&sample.repo()).unwrap().is_none(), "{body}");
        assert_ne!(sample.id("HEAD"), base);
        assert_eq!(sample.git(&["diff", "--name-only", "HEAD"]), open, "{body}: {error}");
        assert_eq!(sample.read("sdk/b.toml"), "[package]\nversion = \"1.0\"\n");
        assert_eq!(sample.git(&["tag"]), "");
        let help = error.help().unwrap();
        assert_eq!(help.contains("git restore --source"), !left.is_empty(), "{help}");
        assert!(left.iter().all(|file| help.contains(file)), "{help}");
    }
}

/// git's own hooks take as long, and whoever works beside them commits as well.
#[test]
fn a_commit_while_a_hook_of_gits_runs_stays_and_nothing_of_the_release_is_staged() {
    const COMMIT: &str = "git -c core.hooksPath=/dev/null commit -q -m Mine";
    for hook in ["pre-commit", "prepare-commit-msg", "commit-msg"] {
        for (paths, exit) in [("open.txt", ""), ("open.txt", "; exit 1"), ("-a", "")] {
            let sample = Sample::new();
            sample.write("open.txt", "mine\n");
            let base = sample.id("HEAD");
            sample.hook(hook, &format!("{COMMIT} {paths}{exit}"));
            let error = sample.publish(&sample.transaction()).unwrap_err();
            let says = format!("while hook {hook} ran");
            assert!(error.to_string().contains(&says), "{hook} {paths}: {error}");
            assert_eq!(error.to_string().contains("refused"), !exit.is_empty(), "{error}");
            assert_ne!(sample.id("HEAD"), base, "{hook} {paths}");
            assert_eq!(sample.git(&["show", "HEAD:open.txt"]), "mine");
            assert_eq!(sample.git(&["status", "--porcelain"]), "", "{hook} {paths}: {error}");
            let taken_along = error.help().unwrap().contains("core/a.toml");
            assert_eq!(taken_along, paths == "-a", "{hook}: {:?}", error.help());
        }
    }
}

#[test]
fn what_is_given_up_after_a_commit_of_the_users_is_taken_back_too() {
    let sample = Sample::new().with_work();
    assert!(publish_and_die(&sample, "stage:after"));
    sample.git(&["commit", "-q", "--no-verify", "-m", "Mine", "open.txt"]);
    sample.write("sdk/b.toml", "my own idea\n");
    let abandoned = sample.abandon().unwrap();
    assert_eq!(abandoned.went_on, Some(sample.id("HEAD")));
    assert_eq!(sample.git(&["diff", "--cached", "--name-only"]), "staged.txt");
    assert_eq!(sample.read("core/a.toml"), "version = \"1.0\"\n");
    assert_eq!(sample.read("sdk/b.toml"), "my own idea\n", "nobody's but theirs");
}

#[test]
fn what_is_typed_into_a_planned_file_is_kept_and_told_of() {
    for body in ["echo precious > core/a.toml", "echo precious > core/a.toml; exit 1", "kill -0 $$"]
    {
        let sample = Sample::new().with_work();
        sample.own_hook(body);
        // git's own hook, which refuses as well, says so in the same way.
        sample.hook("pre-commit", "echo precious > core/a.toml; exit 1");
        let error = sample.publish(&sample.transaction()).unwrap_err();
        let help = error.help().unwrap();
        assert!(help.contains("what stood in `core/a.toml` is kept: "), "{help}");
        assert_eq!(kept(&sample, &help), ["precious"], "{body}");
        assert_eq!(sample.read("core/a.toml"), "version = \"1.0\"\n");
    }
}

/// Nobody but the user can have written it where no hook ran.
#[test]
fn what_is_typed_after_a_crash_without_hooks_is_left_as_it_stands() {
    for text in ["version = \"1.1\"\nmine = true\n", "vers", ""] {
        for failpoint in ["pre-commit:after", "tags:after"] {
            let sample = Sample::new().with_default_hooks().with_work();
            assert!(publish_and_die(&sample, failpoint));
            sample.write("core/a.toml", text);
            let abandoned = sample.abandon().unwrap();
            assert!(abandoned.kept.is_empty(), "{abandoned:?}");
            let left: Vec<&str> = abandoned.left.iter().map(|path| path.as_str()).collect();
            assert_eq!(left, ["core/a.toml"], "{failpoint}");
            assert_eq!(sample.read("core/a.toml"), text, "{failpoint}");
            assert_eq!(sample.read("sdk/b.toml"), "[package]\nversion = \"1.0\"\n");
            assert_eq!(sample.git(&["diff", "--cached", "--name-only"]), "staged.txt");

            let sample = Sample::new().with_default_hooks().with_work();
            assert!(publish_and_die(&sample, failpoint));
            sample.write("core/a.toml", text);
            let published = sample.resume().unwrap();
            assert_eq!(published.left.len(), 1, "{failpoint}: {published:?}");
            assert_eq!(sample.read("core/a.toml"), text, "{failpoint}");
        }
    }
}

/// Whoever finishes an interrupted release is told, however often it was taken up between.
#[test]
fn what_was_kept_before_is_told_of_by_abandon() {
    let sample = Sample::new();
    sample.own_hook("exit 1");
    assert!(publish_and_die(&sample, "hooks:before"));
    sample.write("core/a.toml", "precious\n");
    // Before any hook ran, it can be nobody's but the user's; afterwards it can.
    let error = sample.resume().unwrap_err();
    assert!(error.help().unwrap().contains("`core/a.toml` was edited"), "{error:?}");
    assert_eq!(sample.read("core/a.toml"), "precious\n");
    for _ in 0..2 {
        let error = sample.resume().unwrap_err();
        assert_eq!(error.class(), Class::Unfinished);
        assert_eq!(kept(&sample, &error.help().unwrap()), ["precious"]);
    }
    let abandoned = sample.abandon().unwrap();
    let [(path, blob)] = abandoned.kept.as_slice() else { panic!("{abandoned:?}") };
    assert_eq!(path.as_str(), "core/a.toml");
    assert_eq!(sample.git(&["cat-file", "blob", blob.as_str()]), "precious");
}

/// `git restore` would take the user's own lines as well.
#[test]
fn changes_beside_the_plan_are_told_with_what_stood_there_before() {
    for body in ["echo generated >> open.txt", "echo generated >> open.txt; exit 1"] {
        let sample = Sample::new().with_work();
        sample.own_hook(&format!("echo x > release.toml; {body}"));
        let error = sample.publish(&sample.transaction()).unwrap_err();
        let help = error.help().unwrap();
        for says in [
            "`open.txt`, `release.toml` stand as it left them",
            "but `open.txt` had changes of yours",
            "what stood in `open.txt` is kept",
        ] {
            assert!(help.contains(says), "no {says}: {help}");
        }
        assert_eq!(kept(&sample, &help), ["two"]);
        assert_eq!(sample.read("open.txt"), "two\ngenerated\n");
    }
}

/// A name that no text can hold is put back all the same.
#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf_8_are_put_back_in_the_index() {
    use std::os::unix::ffi::OsStrExt;
    let sample = Sample::new();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9");
    std::fs::write(sample.root().join(name), "one\n").unwrap();
    sample.git(&["add", "."]);
    sample.git(&["commit", "-q", "-m", "Odd"]);
    sample.own_hook("echo two >> caf*; git add caf*");
    let before = sample.git(&["ls-files", "-s"]);
    let error = sample.publish(&sample.transaction()).unwrap_err();
    assert!(error.to_string().contains("changed"), "{error}");
    assert_eq!(sample.git(&["ls-files", "-s"]), before);
}

/// Nothing is out when the tag that others know the release by is met.
#[test]
fn tags_that_appear_meanwhile_are_met_before_anything_is_pushed() {
    let there = tempfile::tempdir().unwrap();
    for body in ["git tag v1.1", "git tag core-1.1", "git push -q origin HEAD:refs/tags/v1.1"] {
        let sample = Sample::new();
        let remote = there.path().join(body.replace([' ', '/', ':', '-'], "_"));
        sample.git(&["init", "-q", "--bare", remote.to_str().unwrap()]);
        sample.git(&["remote", "add", "origin", remote.to_str().unwrap()]);
        sample.git(&["push", "-q", "-u", "origin", "main"]);
        sample.own_hook(body);
        let push = Push { remote: "origin".into(), branch: "main".into(), batched: false };
        let tx = Transaction { push: Some(push), ..sample.transaction() };
        let error = sample.publish(&tx).unwrap_err();
        assert!(apply::pending(&sample.repo()).unwrap().is_none(), "{body}: {error}");
        assert_eq!(error.rule(), Some("tag-exists"), "{body}: {error}");
        if body.contains("git tag") {
            assert!(matches!(error, ApplyError::TagExists { .. }), "{error:?}");
        }
        assert_eq!(sample.id("origin/main"), tx.base, "{body}");
        let out = sample.git(&["ls-remote", "origin", "refs/heads/main"]);
        assert!(out.starts_with(tx.base.as_str()), "{out}");
        assert_eq!(sample.id("HEAD"), tx.base);
    }
}

/// Where nothing is pushed, all of it can still be taken back.
#[test]
fn tags_that_appear_meanwhile_are_named_and_all_is_undone() {
    for tag in ["v1.1", "sdk/java-1.1"] {
        let sample = Sample::new().with_work();
        sample.own_hook(&format!("git tag {tag}"));
        let before = sample.git(&["status", "--porcelain"]);
        let error = sample.publish(&sample.transaction()).unwrap_err();
        assert_eq!(error.to_string(), format!("tag `{tag}` exists already"));
        assert!(apply::pending(&sample.repo()).unwrap().is_none());
        assert_eq!(sample.git(&["tag"]), tag);
        assert_eq!(sample.git(&["status", "--porcelain"]), before);
    }
}

/// Once undoing began, nothing goes on.
#[test]
fn what_cannot_be_undone_is_told_with_the_way_that_is_left() {
    let sample = Sample::new();
    sample.own_hook("touch .git/index.lock; rm core/a.toml; mkdir core/a.toml; exit 1");
    let error = sample.publish(&sample.transaction()).unwrap_err();
    assert!(matches!(error, ApplyError::Stuck { .. }), "{error:?}");
    assert_eq!(error.class(), Class::Unfinished);
    let help = error.help().unwrap();
    assert!(help.contains("syncline abandon") && !help.contains("resume"), "{help}");
    let error = sample.publish(&sample.transaction()).unwrap_err();
    let help = error.help().unwrap();
    assert!(help.contains("syncline abandon") && !help.contains("resume"), "{help}");
    std::fs::remove_file(sample.path(".git/index.lock")).unwrap();
    std::fs::remove_dir(sample.path("core/a.toml")).unwrap();
    sample.abandon().unwrap();
    assert_eq!(sample.git(&["status", "--porcelain"]), "");
}
