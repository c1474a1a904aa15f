//! Two releases at once, and locks that a killed git left.

use apply::Told;
use place::{Class, Explain};

use crate::crash::{publish_and_die, without_lock};
use crate::sample::Sample;

#[test]
fn a_second_release_meanwhile_is_refused_and_told_who_runs() {
    let sample = Sample::new();
    let tx = sample.transaction();
    let mut refused = None;
    let mut watch = |told: Told<'_>| {
        if matches!(told, Told::Step { text: "staging files", .. }) {
            refused = Some(sample.publish(&tx).unwrap_err());
        }
    };
    apply::publish(&sample.repo(), &tx, &mut watch).unwrap();
    let refused = refused.unwrap();
    assert_eq!(refused.class(), Class::State);
    let holder = format!("process {} on ", std::process::id());
    assert!(refused.to_string().contains(&holder), "{refused}");
    sample.assert_new(&tx.base);
}

#[test]
fn a_dead_holder_holds_nothing() {
    let sample = Sample::new();
    assert!(publish_and_die(&sample, "objects:before"));
    assert!(sample.read(".git/syncline/lock").contains("process"));
    sample.abandon().unwrap();
    sample.publish(&sample.transaction()).unwrap();
}

#[test]
fn locks_of_our_own_killed_git_are_cleared() {
    let base = |sample: &Sample| sample.id("HEAD");
    let sample = Sample::new().with_work();
    let (before, base) = (sample.picture(), base(&sample));
    assert!(publish_and_die(&sample, "stage:before"));
    sample.write(".git/index.lock", "DIRC half an index");
    sample.abandon().unwrap();
    assert_eq!(without_lock(&sample.picture()), before);

    assert!(publish_and_die(&sample, "refs:before"));
    sample.write(".git/HEAD.lock", "");
    sample.write(".git/refs/tags/core-1.1.lock", "");
    let commit = apply::pending(&sample.repo()).unwrap().unwrap().commit.unwrap();
    sample.write(".git/refs/heads/main.lock", &format!("{commit}\n"));
    sample.resume().unwrap();
    sample.assert_new(&base);
}

/// Where nothing comes between, git locks the refs while it writes the files.
#[test]
fn refs_that_were_locked_early_are_free_again() {
    for failpoint in ["stage:after", "pre-commit:before", "tags:after"] {
        let sample = Sample::new().with_default_hooks().with_work();
        let base = sample.id("HEAD");
        assert!(publish_and_die(&sample, failpoint));
        let lock = |name: &str| sample.path(&format!(".git/{name}.lock"));
        let locked = ["HEAD", "refs/heads/main", "refs/tags/core-1.1"].map(lock);
        // The git that held them lets them go once nobody speaks to it any more.
        for _ in 0..6000 {
            std::thread::sleep(core::time::Duration::from_millis(10));
            if !locked.iter().any(|lock| lock.exists()) {
                break;
            }
        }
        // A power cut leaves them.
        for (lock, text) in locked.iter().zip(["", &format!("{base}\n"), ""]) {
            assert!(!lock.exists(), "{failpoint}: {lock:?}");
            std::fs::write(lock, text).unwrap();
        }
        // Hooks that came since change nothing of what was locked, and other git's locks are theirs.
        let hooks = sample.path(".git/hooks");
        std::fs::create_dir_all(&hooks).unwrap();
        std::fs::write(hooks.join("post-index-change"), "").unwrap();
        let packed = sample.path(".git/packed-refs.lock");
        std::fs::write(&packed, "").unwrap();
        sample.abandon().unwrap();
        assert!(packed.exists(), "{failpoint}");
        std::fs::remove_file(&packed).unwrap();
        assert_eq!(sample.id("HEAD"), base);
        assert!(!locked.iter().any(|lock| lock.exists()), "{failpoint}");
    }
}

/// With a hook between, they are not: such a lock is somebody else's.
#[test]
fn refs_are_locked_no_earlier_than_hooks_may_look_at_them() {
    for hook in ["pre-commit", "commit-msg", "reference-transaction", "post-index-change"] {
        let sample = Sample::new().with_work();
        sample.hook(hook, "exit 0");
        assert!(publish_and_die(&sample, "stage:after"));
        sample.write(".git/refs/heads/main.lock", "");
        let error = sample.resume().unwrap_err();
        assert!(error.to_string().contains("main.lock"), "{error}");
    }
}

#[test]
fn locks_of_others_stay_and_are_named() {
    let sample = Sample::new().with_work();
    assert!(publish_and_die(&sample, "refs:before"));
    let other = "1".repeat(40);
    sample.write(".git/refs/heads/main.lock", &other);
    let error = sample.resume().unwrap_err();
    assert_eq!(error.class(), Class::Unfinished);
    assert!(error.to_string().contains("main.lock"), "{error}");
    assert!(error.help().unwrap().contains("/opt/bin/syncline resume"));
    assert_eq!(sample.read(".git/refs/heads/main.lock"), other);

    // Older than the step that could have made it.
    std::fs::remove_file(sample.path(".git/refs/heads/main.lock")).unwrap();
    sample.write(".git/index.lock", "");
    let old = std::time::SystemTime::now() - core::time::Duration::from_secs(3600);
    let lock = std::fs::File::options().write(true).open(sample.path(".git/index.lock")).unwrap();
    lock.set_modified(old).unwrap();
    let error = sample.resume().unwrap_err();
    assert!(error.to_string().contains("index"), "{error}");
    assert!(sample.path(".git/index.lock").exists());
}

/// Somebody's commit is under way, its message in an editor.
#[test]
fn an_index_that_somebody_is_about_to_commit_stays_locked() {
    for (failpoint, theirs) in
        [("stage:before", "open.txt"), ("pre-commit:before", ""), ("stage:before", "core/a.toml")]
    {
        let sample = Sample::new().with_work();
        assert!(publish_and_die(&sample, failpoint));
        std::fs::copy(sample.path(".git/index"), sample.path(".git/other")).unwrap();
        if !theirs.is_empty() {
            sample.write(theirs, "theirs\n");
            let index = sample.path(".git/other");
            let mut add = std::process::Command::new("git");
            add.args(["add", theirs]).current_dir(sample.root()).env("GIT_INDEX_FILE", index);
            assert!(add.status().unwrap().success());
        }
        std::fs::rename(sample.path(".git/other"), sample.path(".git/index.lock")).unwrap();
        for _ in 0..2 {
            let error = sample.abandon().unwrap_err();
            assert!(error.to_string().contains("index"), "{failpoint} {theirs}: {error}");
            assert!(sample.path(".git/index.lock").exists(), "{failpoint} {theirs}");
        }
    }
}

#[test]
fn a_whole_index_of_our_own_is_known_by_what_it_holds() {
    let sample = Sample::new().with_work();
    let before = sample.picture();
    assert!(publish_and_die(&sample, "stage:after"));
    // As if it had been killed before git could put it in its place.
    std::fs::copy(sample.path(".git/index"), sample.path(".git/planned")).unwrap();
    sample.abandon().unwrap();
    assert!(publish_and_die(&sample, "stage:before"));
    std::fs::rename(sample.path(".git/planned"), sample.path(".git/index.lock")).unwrap();
    sample.abandon().unwrap();
    assert_eq!(without_lock(&sample.picture()), before);
}

#[test]
fn what_is_no_index_is_nobody_s_we_know() {
    let sample = Sample::new();
    assert!(publish_and_die(&sample, "stage:before"));
    sample.write(".git/index.lock", "DIR\njunk");
    let error = sample.resume().unwrap_err();
    assert!(error.to_string().contains("index"), "{error}");
    assert_eq!(sample.read(".git/index.lock"), "DIR\njunk");
}
