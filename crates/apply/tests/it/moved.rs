//! Repositories and working trees that are not where an unfinished release was begun.

use std::path::{Path, PathBuf};

use place::Explain;
use repo::Repo;

use crate::crash::{die_in, publish_and_die, without_lock};
use crate::sample::Sample;

/// A folder beside the sample's, which it is moved to, and from there back.
fn beside(sample: &Sample, name: &str) -> PathBuf {
    sample.root().with_extension(name)
}

fn published(root: &Path) -> Result<(), apply::ApplyError> {
    apply::resume(&Repo::discover(root).unwrap(), &mut |_| {}).map(drop)
}

#[test]
fn a_repository_that_was_moved_is_resumed_and_abandoned_where_it_is() {
    for resumes in [true, false] {
        let sample = Sample::new().with_default_hooks();
        let (base, before) = (sample.id("HEAD"), sample.picture());
        assert!(publish_and_die(&sample, "stage:after"));
        let away = beside(&sample, "away");
        std::fs::rename(sample.root(), &away).unwrap();
        let done = if resumes {
            published(&away)
        } else {
            apply::abandon(&Repo::discover(&away).unwrap()).map(drop)
        };
        std::fs::rename(&away, sample.root()).unwrap();
        done.unwrap();
        if resumes {
            sample.assert_new(&base);
        } else {
            assert_eq!(without_lock(&sample.picture()), before);
        }
    }
}

/// The sample, killed in a linked working tree on branch `side`.
fn linked() -> (Sample, PathBuf) {
    let sample = Sample::new();
    let linked = beside(&sample, "linked");
    sample.git(&["worktree", "add", "-q", "-b", "side", linked.to_str().unwrap()]);
    let mut tx = sample.transaction();
    tx.branch = "side".into();
    assert!(die_in(&linked, &serde_json::to_string(&tx).unwrap(), "stage:after"));
    (sample, linked)
}

#[test]
fn a_linked_working_tree_is_named_where_it_is_now() {
    let (sample, linked) = linked();
    let away = beside(&sample, "away");
    let (from, to) = (linked.to_str().unwrap(), away.to_str().unwrap());
    sample.git(&["worktree", "move", from, to]);
    let refused = sample.resume().unwrap_err();
    assert_eq!(refused.help().unwrap(), format!("run the command in `{to}`"));
    published(&away).unwrap();
    assert_eq!(sample.git(&["log", "-1", "--format=%s", "side"]), "Release 1.1");
    sample.git(&["worktree", "remove", "--force", to]);
}

#[test]
fn a_linked_working_tree_that_went_can_be_made_again() {
    let (sample, linked) = linked();
    let text = linked.to_str().unwrap();
    std::fs::remove_dir_all(&linked).unwrap();
    let refused = sample.abandon().unwrap_err();
    let help = refused.help().unwrap();
    assert!(help.contains(&format!("`git worktree add -f {text} side`")), "{help}");
    sample.git(&["worktree", "add", "-q", "-f", text, "side"]);
    published(&linked).unwrap();
    assert_eq!(sample.git(&["log", "-1", "--format=%s", "side"]), "Release 1.1");
    sample.git(&["worktree", "remove", "--force", text]);
}
