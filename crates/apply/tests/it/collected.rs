//! What git collects while a release is unfinished: everything that no ref names yet.

use place::{Class, Explain, ObjectId};

use crate::crash::{publish_and_die, with_hooks, without_lock};
use crate::sample::Sample;

/// Killed at `failpoint`, and then everything is collected that nothing names. The commit and the tags
/// that the journal has come back.
fn killed_and_collected(sample: &Sample, failpoint: &str) -> Option<ObjectId> {
    assert!(publish_and_die(sample, failpoint), "{failpoint} lived");
    sample.git(&["gc", "-q", "--prune=now"]);
    apply::pending(&sample.repo()).unwrap().unwrap().commit
}

const POINTS: [&str; 9] = [
    "objects:after",
    "stage:before",
    "stage:after",
    "commit-msg:after",
    "commit:after",
    "tags:after",
    "refs:before",
    "refs:after",
    "lead:before",
];

#[test]
fn invariant_1_what_git_collected_is_made_again_the_same() {
    for make in [with_hooks, || Sample::new().with_default_hooks().with_work()] {
        for failpoint in POINTS {
            let sample = make();
            let base = sample.id("HEAD");
            let commit = killed_and_collected(&sample, failpoint);
            let journal = sample.read(".git/syncline/journal");
            let published = sample.resume().unwrap_or_else(|e| panic!("{failpoint}: {e}"));
            if commit.is_some() {
                assert_eq!(Some(published.commit), commit, "{failpoint}");
                for tag in ["core-1.1", "sdk/java-1.1", "v1.1"] {
                    let id = sample.id(&format!("refs/tags/{tag}"));
                    assert!(journal.contains(id.as_str()), "{failpoint}: {tag}");
                }
            }
            sample.assert_new(&base);
        }
    }
}

#[test]
fn invariant_1_what_git_collected_is_not_needed_to_take_it_back() {
    for failpoint in POINTS {
        let sample = with_hooks();
        let before = sample.picture();
        killed_and_collected(&sample, failpoint);
        sample.abandon().unwrap_or_else(|e| panic!("{failpoint}: {e}"));
        assert_eq!(without_lock(&sample.picture()), before, "{failpoint}");
    }
}

#[test]
fn commits_that_were_made_since_leave_the_one_way_back() {
    let sample = Sample::new();
    killed_and_collected(&sample, "refs:before");
    sample.git(&["commit", "-q", "-m", "Mine", "--allow-empty", "--only"]);
    let error = sample.resume().unwrap_err();
    assert!(error.help().unwrap().contains("abandon"), "{error}");
    sample.abandon().unwrap();
}

/// A signature differs each time. Nobody has seen the one that is gone.
#[test]
fn what_was_signed_is_signed_again_while_nobody_has_seen_it() {
    for failpoint in ["commit:after", "tags:after", "refs:after"] {
        let sample = Sample::new();
        if !sample.signs() {
            return;
        }
        let base = sample.id("HEAD");
        let commit = killed_and_collected(&sample, failpoint);
        let published = sample.resume().unwrap_or_else(|e| panic!("{failpoint}: {e}"));
        if failpoint == "refs:after" {
            assert_eq!(Some(published.commit), commit, "the lead tag alone was gone");
        }
        sample.assert_new(&base);
        let object = |rev: &str| sample.git(&["cat-file", "-p", rev]);
        assert!(object("main").contains("gpgsig -----BEGIN SSH SIGNATURE-----"));
        for tag in ["core-1.1", "sdk/java-1.1", "v1.1"] {
            assert!(object(tag).contains("\n-----BEGIN SSH SIGNATURE-----"), "{failpoint}: {tag}");
        }
    }
}

#[test]
fn what_was_signed_and_may_have_been_pushed_is_not_made_again() {
    let sample = Sample::new();
    if !sample.signs() {
        return;
    }
    let remote = sample.path(".git/there.git");
    let remote = remote.to_str().unwrap();
    sample.git(&["init", "-q", "--bare", remote]);
    sample.git(&["remote", "add", "origin", remote]);
    let mut tx = sample.transaction();
    tx.push = Some(apply::Push { remote: "origin".into(), branch: "main".into(), batched: false });
    let json = serde_json::to_string(&tx).unwrap();
    assert!(crate::crash::die(&sample, &json, "push:after"));
    // Somebody takes it back here by hand.
    sample.git(&["update-ref", "refs/heads/main", tx.base.as_str()]);
    sample.git(&["tag", "-d", "core-1.1", "sdk/java-1.1"]);
    sample.git(&["reflog", "expire", "--expire=now", "--all"]);
    sample.git(&["gc", "-q", "--prune=now"]);
    let error = sample.resume().unwrap_err();
    assert_eq!(error.class(), Class::Unfinished);
    assert!(error.to_string().contains("a signed tag of the release is not in"), "{error}");
    let help = error.help().unwrap();
    assert!(help.contains("`git fetch --tags origin main`") && help.contains("resume"), "{help}");
    sample.git(&["fetch", "-q", "--tags", "origin", "main"]);
    sample.resume().unwrap();
    sample.assert_new(&tx.base);
}
