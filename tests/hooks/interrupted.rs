//! A release that dies in its hooks: it gets out once they passed, or not at all.

use super::{RELEASE, and, look, marks, run, script, toolbox};
use crate::support::Repository;

/// A release that was killed by its third hook, as by whoever pressed Ctrl-C; and how it was before.
fn killed() -> (Repository, crate::support::State) {
    let repository = toolbox();
    let text = "#!/bin/sh\necho $1 >> marks\ntest $1 != core || test -e ready || kill -9 $PPID\n";
    script(&repository, "tools/mark", text);
    repository.commit("Be deadly");
    let before = repository.state();
    let output = repository.run(&and(RELEASE, &["--yes", "--hooks"]));
    assert_eq!(output.code, -1, "{output:?}");
    assert_eq!(marks(&repository), "product\nall\ncore\n");
    (repository, before)
}

#[test]
fn it_is_taken_up_with_all_its_hooks_and_without_another_word() {
    let (repository, _) = killed();
    let output = look(&repository, &and(RELEASE, &["--yes", "--hooks"]), 6);
    assert!(output.stderr.contains("stopped at `hooks`"), "{}", output.stderr);
    // A setting that forbids hooks comes too late: the release was begun with them.
    repository.git(&["config", "syncline.hooks", "false"]);
    assert_eq!(repository.run(&["resume"]).code, -1, "killed again");
    assert!(!repository.tags().contains(&"core-1.0.1".to_owned()));
    std::fs::write(repository.at("ready"), "").unwrap();
    let output = run(&repository, &["resume"], 0);
    assert!(output.stderr.contains("hook `tools/mark sdk 2.0.1` of `sdk`"), "{}", output.stderr);
    let ran = marks(&repository);
    assert!(ran.ends_with("product\nall\ncore\nsdk\n"), "{ran}");
    assert!(repository.tags().contains(&"core-1.0.1".to_owned()));
}

#[test]
fn it_does_not_get_out_while_one_refuses() {
    let (repository, before) = killed();
    std::fs::write(repository.at("ready"), "").unwrap();
    // The program that it runs is the work tree's: it can be mended, or broken.
    let text = "#!/bin/sh\necho broken\nexit 1\n";
    script(&repository, "tools/mark", text);
    for _ in 0..2 {
        let output = run(&repository, &["resume"], 6);
        for says in ["refused the release", "release.toml:6:10", "  | broken", "resume", "abandon"]
        {
            assert!(output.stderr.contains(says), "no {says}: {}", output.stderr);
        }
        assert_eq!(repository.tags(), ["core-1.0.0", "sdk-2.0.0"]);
    }
    run(&repository, &["abandon"], 0);
    repository.git(&["checkout", "-q", "tools/mark"]);
    for mark in ["ready", "marks"] {
        std::fs::remove_file(repository.at(mark)).unwrap();
    }
    let written = repository.state().changes_since(&before);
    let written: Vec<_> = written.into_iter().filter(|one| !one.contains("marks")).collect();
    assert!(written.is_empty(), "{written:#?}");
}

/// What runs is not for anybody else to finish.
#[test]
fn a_release_that_is_in_its_hooks_is_running_and_not_unfinished() {
    let repository =
        super::with(r#"[["sh", "-c", "touch marks; while test -e marks; do sleep 0.1; done"]]"#);
    let mut command = repository.program("", &and(RELEASE, &["--yes", "--hooks"]));
    let mut running = command.stdout(std::process::Stdio::null()).spawn().unwrap();
    while !repository.at("marks").exists() {
        std::thread::sleep(core::time::Duration::from_millis(20));
    }
    let output = repository.run(&["patch", "sdk", "--yes", "--hooks"]);
    std::fs::remove_file(repository.at("marks")).unwrap();
    assert!(running.wait().unwrap().success());
    assert_eq!(output.code, 5, "{output:?}");
    let says = format!("another release is running in this repository: process {}", running.id());
    assert!(output.stderr.contains(&says), "{}", output.stderr);
}
