//! Killed on the way to the remote: it goes on, or, while nothing is out, back.

use super::{RELEASE, is_out, line, run, there};
use crate::support::Repository;

/// The product line after a release that was killed at `point`.
fn killed(point: &str) -> Repository {
    let repository = line();
    let mut command = repository.program("", &[RELEASE, &["--push"]].concat());
    command.env("SYNCLINE_FAIL_AT", point);
    let output = crate::support::run(command);
    assert_eq!(output.code, -1, "{point} is no failpoint: {output:?}");
    // The next to look takes over the lock of the process that died.
    repository.write(".git/syncline/lock", "");
    repository
}

const POINTS: [&str; 10] = [
    "refs:before",
    "refs:after",
    "push:before",
    "push:after",
    "lead:before",
    "lead:after",
    "push-lead:before",
    "push-lead:after",
    "post-commit:before",
    "clean:before",
];

#[test]
fn safety_3_killed_on_the_way_out_it_is_resumed() {
    for point in POINTS {
        let repository = killed(point);
        run(&repository, &["resume"], 0);
        is_out(&repository, "origin", "main");
        assert_eq!(repository.git(&["status", "--porcelain"]), "", "{point}");
        run(&repository, &["resume"], 3);
    }
}

#[test]
fn safety_3_killed_on_the_way_out_it_is_taken_back_only_while_nothing_is_out() {
    for point in POINTS {
        let repository = killed(point);
        let (old, left) = (line(), there(&repository, "origin"));
        let before = repository.state();
        match point {
            "refs:before" | "refs:after" | "push:before" => {
                run(&repository, &["abandon"], 0);
                assert_eq!(repository.tags(), old.tags(), "{point}");
                assert_eq!(repository.git(&["status", "-sb"]).trim(), "## main...origin/main");
                super::release(&repository, &["--push"], 0);
                is_out(&repository, "origin", "main");
            }
            // Its own lead tag is there, whether that could be written down or not.
            "push-lead:after" | "post-commit:before" | "clean:before" => {
                let output = run(&repository, &["abandon"], 0);
                assert!(output.stdout.contains("complete"), "{point}: {output:?}");
                is_out(&repository, "origin", "main");
            }
            _ => {
                let refused = run(&repository, &["abandon"], 6);
                assert!(refused.stderr.contains("can only go on"), "{point}: {}", refused.stderr);
                assert!(refused.stderr.contains("resume"), "{point}: {}", refused.stderr);
                let written = repository.state().changes_since(&before);
                assert!(written.is_empty(), "{point}: {written:#?}");
                assert_eq!(there(&repository, "origin"), left, "{point}");
            }
        }
    }
}

/// The lead tag's object is the last that a ref names: git may collect it before.
#[test]
fn safety_3_what_git_collects_on_the_way_out_is_made_again() {
    for point in ["push:before", "push:after", "lead:before"] {
        let repository = killed(point);
        repository.git(&["gc", "-q", "--prune=now"]);
        run(&repository, &["resume"], 0);
        is_out(&repository, "origin", "main");
    }
    let repository = line();
    let body = "grep -q refs/heads/main && git gc -q --prune=now; exit 0";
    super::program(&repository.at(".git/hooks/pre-push"), body);
    super::release(&repository, &["--push"], 0);
    is_out(&repository, "origin", "main");
    run(&repository, &["resume"], 3);
}

/// The lead tag waits for what somebody took away there meanwhile.
#[test]
fn safety_3_a_lead_tag_does_not_go_out_without_the_rest() {
    let taken_back = |point| {
        let repository = killed(point);
        let remote = repository.beside("origin.git");
        let remote = remote.to_str().unwrap().to_owned();
        repository.git(&["-C", &remote, "update-ref", "refs/heads/main", "main~1"]);
        repository.git(&["-C", &remote, "tag", "-d", "core-1.1"]);
        super::pushed(&repository, "origin");
        (repository, remote)
    };
    for point in ["push:after", "lead:before", "lead:after", "push-lead:before"] {
        let (repository, _) = taken_back(point);
        run(&repository, &["resume"], 0);
        is_out(&repository, "origin", "main");
        assert_eq!(
            super::pushed(&repository, "origin"),
            [vec!["main".to_owned(), "core-1.1".into()], vec!["chain-1.1".into()]],
            "{point}"
        );
    }
    // A branch that somebody moved elsewhere is not moved back, and nothing more goes out.
    for point in ["lead:before", "push-lead:before"] {
        let (repository, remote) = taken_back(point);
        let clone = super::clone(&repository, &[]);
        repository.git(&["-C", &clone, "commit", "-q", "--allow-empty", "-m", "Elsewhere"]);
        repository.git(&["-C", &clone, "push", "-q", "origin", "main"]);
        let tags = repository.tags();
        let refused = run(&repository, &["resume"], 6);
        assert!(refused.stderr.contains("`main` there is not this release's"), "{refused:?}");
        assert_eq!(repository.tags(), tags, "{point}: no lead tag here either");
        let there = repository.git(&["-C", &remote, "tag"]);
        assert!(!there.contains("core-1.1") && !there.contains("chain-1.1"), "{there}");
    }
}

/// Nobody can tell, so nothing is taken back.
#[test]
fn safety_3_while_the_remote_cannot_be_asked_nothing_is_taken_back() {
    let repository = killed("push:after");
    let place = repository.beside("origin.git");
    let away = repository.beside("away.git");
    std::fs::rename(&place, &away).unwrap();
    let before = repository.state();
    let refused = run(&repository, &["abandon"], 6);
    assert!(refused.stderr.contains("may have been pushed"), "{}", refused.stderr);
    // Once it can be asked, it may turn out that nothing is there.
    assert!(refused.stderr.contains("if nothing of it is there"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("only go on"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("--no-push"), "{}", refused.stderr);
    assert!(repository.state().changes_since(&before).is_empty());
    let refused = run(&repository, &["resume"], 6);
    assert!(refused.stderr.contains("cannot be reached"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("--no-push"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("Please make sure"), "{}", refused.stderr);
    std::fs::rename(&away, &place).unwrap();
    run(&repository, &["resume"], 0);
    is_out(&repository, "origin", "main");
}

/// What was begun for a remote goes to that remote: no setting and no option is advised.
#[test]
fn a_remote_that_was_renamed_meanwhile_is_to_be_named_back() {
    let repository = killed("push:after");
    repository.git(&["remote", "rename", "origin", "elsewhere"]);
    for command in ["resume", "abandon"] {
        let refused = run(&repository, &[command], 6);
        let help = "`git remote rename NEW origin`";
        assert!(refused.stderr.contains(help), "{command}: {}", refused.stderr);
        assert!(!refused.stderr.contains("--no-push"), "{command}: {}", refused.stderr);
        assert!(!refused.stderr.contains("[git]"), "{command}: {}", refused.stderr);
        assert!(!refused.stderr.contains("only go on"), "{command}: {}", refused.stderr);
    }
    repository.git(&["remote", "rename", "elsewhere", "origin"]);
    run(&repository, &["resume"], 0);
    is_out(&repository, "origin", "main");
}

/// The program is killed, its push is not: nobody takes the release back under it.
#[cfg(unix)]
#[test]
fn safety_3_nothing_is_taken_back_while_the_push_goes_on() {
    let repository = line();
    let wait = "touch started; for i in $(seq 300); do test -e go && exit; sleep 0.1; done";
    super::hook(&repository, "origin", "pre-receive", wait);
    let mut command = repository.program("", &[RELEASE, &["--push"]].concat());
    let null = std::process::Stdio::null;
    command.stdin(null()).stdout(null()).stderr(null());
    let mut child = command.spawn().unwrap();
    await_that(|| repository.beside("origin.git/started").exists());
    child.kill().unwrap();
    child.wait().unwrap();
    let before = repository.state();
    for command in ["abandon", "resume"] {
        let refused = run(&repository, &[command], 5);
        assert!(refused.stderr.contains("or the `git push` that it started"), "{}", refused.stderr);
    }
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
    std::fs::write(repository.beside("origin.git/go"), "").unwrap();
    await_that(|| repository.run(&["abandon"]).code != 5);
    let refused = run(&repository, &["abandon"], 6);
    assert!(refused.stderr.contains("`origin` has `main`"), "{}", refused.stderr);
    run(&repository, &["resume"], 0);
    is_out(&repository, "origin", "main");
}

/// Waits until something is so, but not for ever.
fn await_that(mut is_so: impl FnMut() -> bool) {
    for _ in 0..2400 {
        if is_so() {
            return;
        }
        std::thread::sleep(core::time::Duration::from_millis(50));
    }
    panic!("it never came");
}
