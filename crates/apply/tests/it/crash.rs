//! Killed at every failpoint: resumed, all is new; abandoned, all is old.

use std::process::Command;

use apply::STEPS;

use crate::sample::Sample;

const ROOT: &str = "SYNCLINE_TEST_ROOT";

/// Not a test of its own: what the tests below start as another process, to be killed.
#[test]
#[ignore = "started by the other tests, with a repository to publish in"]
fn victim() {
    let Some(root) = std::env::var_os(ROOT) else { return };
    let repo = repo::Repo::discover(root.as_ref()).unwrap();
    let text = std::fs::read_to_string(repo.git_dir().join("transaction")).unwrap();
    match serde_json::from_str(&text) {
        Ok(tx) => drop(apply::publish(&repo, &tx, &mut |_| {}).unwrap()),
        Err(_) => drop(apply::abandon(&repo).unwrap()),
    }
}

/// Publishes the sample's transaction in another process that dies at `failpoint`; `false` where it
/// lived on.
pub(crate) fn publish_and_die(sample: &Sample, failpoint: &str) -> bool {
    let json = serde_json::to_string(&sample.transaction()).unwrap();
    die(sample, &json, failpoint)
}

pub(crate) fn die(sample: &Sample, input: &str, failpoint: &str) -> bool {
    die_in(sample.root(), input, failpoint)
}

/// The same in any working tree.
pub(crate) fn die_in(root: &std::path::Path, input: &str, failpoint: &str) -> bool {
    let repo = repo::Repo::discover(root).unwrap();
    std::fs::write(repo.git_dir().join("transaction"), input).unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::victim", "--ignored", "--nocapture"])
        .env(ROOT, root)
        .env("SYNCLINE_FAIL_AT", failpoint)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() || output.status.code().is_none(), "{failpoint}: {text}");
    !output.status.success()
}

/// Every failpoint, and whether a journal is there afterwards.
fn failpoints() -> Vec<(String, bool)> {
    let sides = |id: &'static str| [("before", id != "journal"), ("after", id != "clean")];
    let each = STEPS.iter().flat_map(|step| {
        sides(step.name()).map(|(side, journal)| (format!("{}:{side}", step.name()), journal))
    });
    each.collect()
}

/// Whether the lead tag is there already.
fn is_late(failpoint: &str) -> bool {
    let lead = STEPS.iter().position(|step| step.name() == "lead").unwrap();
    let later =
        STEPS.iter().skip(lead + 1).any(|step| failpoint.starts_with(&format!("{}:", step.name())));
    failpoint == "lead:after" || later
}

pub(crate) fn with_hooks() -> Sample {
    let sample = Sample::new().with_work();
    sample.hook("pre-commit", "git diff --cached --quiet HEAD && exit 1; exit 0");
    sample.hook("commit-msg", "echo 'Reviewed-by: A Hook' >> \"$1\"");
    sample.own_hook("git diff --cached --quiet HEAD && exit 1; exit 0");
    sample
}

#[test]
fn invariant_1_resumed_from_any_failpoint_everything_is_new() {
    for make in [with_hooks, || Sample::new().with_default_hooks().with_work()] {
        for (failpoint, journal) in failpoints() {
            let sample = make();
            let (base, tx) = (sample.id("HEAD"), sample.transaction());
            assert!(publish_and_die(&sample, &failpoint), "{failpoint} lived");
            let pending = apply::pending(&sample.repo()).unwrap();
            assert_eq!(pending.is_some(), journal, "{failpoint}");
            if journal {
                if failpoint == "objects:before" {
                    // Long enough for a clock to tell the two runs apart.
                    std::thread::sleep(core::time::Duration::from_millis(1100));
                }
                let planned = sample.read(".git/syncline/journal");
                let published = sample.resume().unwrap_or_else(|e| panic!("{failpoint}: {e}"));
                let time = sample.git(&["log", "-1", "--format=%ct", "main"]);
                assert!(
                    planned.contains(&format!("> {time} ")),
                    "{failpoint}: the time written down"
                );
                if pending.is_some_and(|pending| pending.commit.is_some()) {
                    assert!(planned.contains(published.commit.as_str()), "{failpoint}: same ids");
                    assert!(planned.contains(sample.id("refs/tags/v1.1").as_str()), "{failpoint}");
                }
                assert_eq!(published.already, is_late(&failpoint), "{failpoint}");
            } else if failpoint == "journal:before" {
                sample.publish(&tx).unwrap();
            }
            sample.assert_new(&base);
            assert_eq!(sample.git(&["status", "--porcelain"]), crate::sample::WORK, "{failpoint}");
            assert_eq!(sample.read("staged.txt"), "three\n");
            assert_eq!(sample.git(&["show", ":staged.txt"]), "two");
            assert!(sample.resume().unwrap_err().to_string().contains("no release is unfinished"));
        }
    }
}

#[test]
fn invariant_1_abandoned_from_any_failpoint_everything_is_old() {
    for make in [with_hooks, || Sample::new().with_default_hooks().with_work()] {
        for (failpoint, journal) in failpoints() {
            let sample = make();
            let (base, before) = (sample.id("HEAD"), sample.picture());
            assert!(publish_and_die(&sample, &failpoint), "{failpoint} lived");
            if !journal {
                let nothing = sample.abandon().unwrap_err().to_string();
                assert!(nothing.contains("no release is unfinished"), "{failpoint}");
                continue;
            }
            let abandoned = sample.abandon().unwrap_or_else(|e| panic!("{failpoint}: {e}"));
            assert!(abandoned.kept.is_empty(), "{failpoint}");
            if abandoned.complete {
                sample.assert_new(&base);
            } else {
                assert_eq!(without_lock(&sample.picture()), before, "{failpoint}");
            }
            assert_eq!(abandoned.complete, is_late(&failpoint), "{failpoint}");
        }
    }
}

#[test]
fn a_checkout_that_was_cut_off_is_completed_or_undone() {
    // What a crash inside `git read-tree` leaves: some files new, one torn, one missing, and the
    // old index.
    let half = || {
        let sample = Sample::new().with_work();
        let picture = sample.picture();
        let base = sample.id("HEAD");
        assert!(publish_and_die(&sample, "stage:before"));
        sample.write("core/a.toml", "version = \"1.1\"\n");
        sample.write("sdk/b.toml", "[pack");
        sample.write("docs/new/CHANGES.md", "");
        (sample, base, picture)
    };
    let (sample, base, _) = half();
    assert!(sample.resume().unwrap().kept.is_empty());
    sample.assert_new(&base);
    let (sample, _, picture) = half();
    std::fs::remove_file(sample.path("sdk/b.toml")).unwrap();
    assert!(sample.abandon().unwrap().kept.is_empty());
    assert_eq!(without_lock(&sample.picture()), picture);
}

#[test]
fn refs_of_which_only_some_were_moved_are_completed_or_undone() {
    let some = || {
        let sample = Sample::new().with_work();
        let (base, picture) = (sample.id("HEAD"), sample.picture());
        assert!(publish_and_die(&sample, "refs:after"));
        sample.git(&["update-ref", "-d", "refs/tags/core-1.1"]);
        (sample, base, picture)
    };
    let (sample, base, _) = some();
    sample.resume().unwrap();
    sample.assert_new(&base);
    let (sample, _, picture) = some();
    sample.abandon().unwrap();
    assert_eq!(without_lock(&sample.picture()), picture);
}

#[test]
fn an_interrupted_rollback_can_only_be_finished() {
    let sample = Sample::new().with_work();
    let before = sample.picture();
    assert!(publish_and_die(&sample, "lead:before"));
    let journal = sample.read(".git/syncline/journal");
    let torn = "0123456789abcdef torn";
    sample.write(".git/syncline/journal", &(journal + torn));
    // Another git holds the index: the branch goes back, the files cannot follow.
    sample.write(".git/refs/heads/main.lock", "someone else's");
    assert!(sample.abandon().is_err());
    let error = sample.resume().unwrap_err();
    assert!(error.to_string().contains("is being abandoned"), "{error}");
    std::fs::remove_file(sample.path(".git/refs/heads/main.lock")).unwrap();
    sample.abandon().unwrap();
    assert_eq!(without_lock(&sample.picture()), before);
}

/// The picture without the lock file, which stays once it is made.
pub(crate) fn without_lock(picture: &str) -> String {
    picture.replace("\n.git/syncline/lock", "")
}
