//! Releases that go through.

use apply::{STEPS, Told};

use crate::sample::{Sample, WORK};

#[test]
fn a_release_is_one_commit_and_its_tags_and_other_work_stays() {
    let sample = Sample::new().with_work();
    let tx = sample.transaction();
    let mut seen = Vec::new();
    let mut watch = |told: Told<'_>| {
        if let Told::Step { text, at, of } = told {
            seen.push((text, at, of));
        }
    };
    let published = apply::publish(&sample.repo(), &tx, &mut watch).unwrap();
    assert_eq!(published.commit, sample.id("main"));
    assert_eq!(published.tags, ["core-1.1", "sdk/java-1.1", "v1.1"]);
    assert!(published.missing.is_empty() && published.kept.is_empty() && !published.already);
    sample.assert_new(&tx.base);
    assert_eq!(sample.git(&["status", "--porcelain"]), WORK);
    assert_eq!(sample.read("staged.txt"), "three\n");
    assert_eq!(sample.git(&["show", ":staged.txt"]), "two");
    assert_eq!(sample.git(&["log", "-1", "--format=%B"]), tx.message.trim_end());
    assert_eq!(sample.git(&["reflog", "-1", "--format=%gs"]), "release: Sample 1.1");
    assert_eq!(seen.len(), STEPS.len());
    assert_eq!(seen.last().unwrap().1, STEPS.len());
}

#[test]
fn the_same_release_again_is_already_applied() {
    let sample = Sample::new();
    let tx = sample.transaction();
    let first = sample.publish(&tx).unwrap();
    let before = sample.picture();
    let again = sample.publish(&tx).unwrap();
    assert!(again.already);
    assert_eq!((again.commit, again.tags), (first.commit, first.tags));
    assert_eq!(sample.picture(), before);
}

#[test]
fn a_lead_tag_gets_the_trailer_that_it_is_recognised_by() {
    let sample = Sample::new();
    let mut tx = sample.transaction();
    for tag in &mut tx.tags {
        tag.message = "no trailer".into();
    }
    sample.publish(&tx).unwrap();
    assert!(
        sample.git(&["tag", "-l", "--format=%(contents)", "v1.1"]).contains("Release-Plan: 4f2a")
    );
    assert!(!sample.git(&["tag", "-l", "--format=%(contents)", "core-1.1"]).contains("Plan"));
    assert!(sample.publish(&tx).unwrap().already);
}

#[test]
fn without_tags_the_result_names_those_that_are_missing() {
    let sample = Sample::new();
    let tx = apply::Transaction { no_tag: true, ..sample.transaction() };
    let published = sample.publish(&tx).unwrap();
    assert!(published.tags.is_empty());
    assert_eq!(published.missing, ["core-1.1", "sdk/java-1.1", "v1.1"]);
    assert_eq!(sample.git(&["tag"]), "");
    assert_eq!(sample.id("main^"), tx.base);
    assert_eq!(apply::pending(&sample.repo()).unwrap(), None);
}

#[test]
fn without_files_the_tags_are_put_on_the_base() {
    let sample = Sample::new().with_work();
    let tx = apply::Transaction { files: Vec::new(), ..sample.transaction() };
    sample.hook("pre-commit", "exit 1");
    let published = sample.publish(&tx).unwrap();
    assert_eq!(published.commit, tx.base);
    assert_eq!(sample.id("main"), tx.base);
    assert_eq!(sample.id("v1.1^{commit}"), tx.base);
}

#[test]
fn a_manifest_that_was_only_touched_is_not_dirty() {
    let sample = Sample::new();
    let tx = sample.transaction();
    let later = std::time::SystemTime::now() + core::time::Duration::from_secs(60);
    let file = std::fs::File::options().write(true).open(sample.path("core/a.toml")).unwrap();
    file.set_modified(later).unwrap();
    sample.publish(&tx).unwrap();
    sample.assert_new(&tx.base);
}

#[cfg(unix)]
#[test]
fn an_executable_manifest_stays_executable() {
    use std::os::unix::fs::PermissionsExt;
    let sample = Sample::new();
    let path = sample.path("core/a.toml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    sample.git(&["commit", "-q", "-am", "Run it"]);
    sample.publish(&sample.transaction()).unwrap();
    assert!(sample.git(&["ls-files", "-s", "core/a.toml"]).starts_with("100755"));
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o111, 0o111);
    assert_eq!(sample.git(&["status", "--porcelain"]), "");
}
