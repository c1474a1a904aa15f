//! A program that is killed alone, while its git goes on (SAFETY 3).

use crate::support::chain;

use super::{RELEASE, run};

/// A filter may take long, as one that fetches does: nobody takes the release back under it.
#[cfg(unix)]
#[test]
fn safety_3_nothing_is_taken_back_while_git_writes_the_planned_files() {
    let repository = chain::released();
    let wait = "touch started; for i in $(seq 300); do test -e go && break; sleep 0.1; done; cat";
    repository.git(&["config", "filter.slow.smudge", wait]);
    repository.git(&["config", "filter.slow.clean", "cat"]);
    repository.write(".git/info/attributes", "*.txt filter=slow\n");
    let [started, go] = ["started", "go"].map(|name| repository.root().join(name));
    let before = repository.state();
    let mut command = repository.program("", RELEASE);
    let null = std::process::Stdio::null;
    command.stdin(null()).stdout(null()).stderr(null());
    let mut child = command.spawn().unwrap();
    await_that(|| started.exists());
    child.kill().unwrap();
    child.wait().unwrap();
    for command in ["abandon", "resume"] {
        let refused = run(&repository, &[command], None);
        assert_eq!(refused.code, 5, "{}", refused.stderr);
        let says = "or the `git read-tree` that it started";
        assert!(refused.stderr.contains(says), "{}", refused.stderr);
    }
    std::fs::write(&go, "").unwrap();
    await_that(|| run(&repository, &["abandon"], None).code != 5);
    for file in [started, go] {
        std::fs::remove_file(file).unwrap();
    }
    repository.git(&["config", "--unset-all", "filter.slow.smudge"]);
    repository.git(&["reset", "-q"]);
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
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
