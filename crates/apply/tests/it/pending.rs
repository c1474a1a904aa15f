//! Unfinished releases: what is told of them, and what else refuses because of them.

use place::{Class, Explain};
use sha2::{Digest, Sha256};

use crate::crash::publish_and_die;
use crate::sample::Sample;

#[test]
fn an_unfinished_release_is_told_of_and_blocks_the_next() {
    let sample = Sample::new();
    let tx = sample.transaction();
    assert!(publish_and_die(&sample, "pre-commit:before"));
    let pending = apply::pending(&sample.repo()).unwrap().unwrap();
    assert_eq!((pending.id.as_str(), pending.step.as_str()), ("4f2a", "pre-commit"));
    assert_eq!((pending.title.as_str(), pending.commit), ("Sample 1.1", None));
    let staged = sample.git(&["ls-files", "-s", "core/a.toml"]);
    let (path, blob) = &pending.blobs[0];
    assert_eq!(staged, format!("100644 {blob} 0\t{path}"));
    let error = sample.publish(&tx).unwrap_err();
    assert_eq!(error.class(), Class::Unfinished);
    assert_eq!(error.to_string(), "`Sample 1.1` is unfinished: it stopped at step `pre-commit`");
    let help = error.help().unwrap();
    assert!(help.contains("`/opt/bin/syncline resume`") && help.contains("abandon`"), "{help}");
}

#[test]
fn nothing_unfinished_is_said_so() {
    let sample = Sample::new();
    assert_eq!(sample.resume().unwrap_err().class(), Class::Nothing);
    assert_eq!(sample.abandon().unwrap_err().class(), Class::Nothing);
    assert_eq!(apply::pending(&sample.repo()).unwrap(), None);
}

#[test]
fn a_torn_last_line_is_dropped_and_anything_else_is_corrupt() {
    let sample = Sample::new();
    let base = sample.id("HEAD");
    assert!(publish_and_die(&sample, "stage:after"));
    let journal = sample.read(".git/syncline/journal");
    for broken in [
        journal.replacen("1.1", "6.6", 1),
        journal.replacen("\"stage\"", "\"staze\"", 1) + journal.lines().last().unwrap() + "\n",
        String::new(),
        "nonsense\n".into(),
    ] {
        sample.write(".git/syncline/journal", &broken);
        for error in [sample.resume().unwrap_err(), sample.abandon().unwrap_err()] {
            assert!(error.to_string().contains("cannot be read"), "{error}");
            assert!(error.help().unwrap().contains("syncline/journal"));
        }
        assert!(sample.publish(&sample.transaction()).is_err());
    }
    let newer = journal.replacen("{\"format\":4", "{\"format\":5", 1);
    sample.write(".git/syncline/journal", &newer);
    let error = sample.resume().unwrap_err().to_string();
    assert!(error.contains("format 5, newer"), "{error}");
    // A line that is whole was written by somebody, the last one too.
    let json = "{\"before\":[\"stampede\",1]}";
    let sum: String = Sha256::digest(json).iter().map(|byte| format!("{byte:02x}")).collect();
    sample.write(".git/syncline/journal", &format!("{journal}{sum} {json}\n"));
    let error = sample.abandon().unwrap_err().to_string();
    assert!(error.contains("cannot be read") && error.contains("`stampede`"), "{error}");
    for torn in ["", "abc", "0123 {\"before\":[\"x\",1]}\n"] {
        sample.write(".git/syncline/journal", &format!("{journal}{torn}"));
        assert_eq!(apply::pending(&sample.repo()).unwrap().unwrap().step, "stage");
    }
    sample.resume().unwrap();
    sample.assert_new(&base);
}

#[test]
fn commits_made_meanwhile_leave_one_way_each() {
    // Before the refs moved, the branch is the user's: only back.
    let sample = Sample::new();
    assert!(publish_and_die(&sample, "stage:after"));
    sample.git(&["commit", "-q", "--no-verify", "-m", "Take the staged release along"]);
    let mine = sample.id("HEAD");
    let error = sample.resume().unwrap_err();
    assert_eq!(error.class(), Class::Unfinished);
    assert!(error.help().unwrap().contains("/opt/bin/syncline abandon"), "{error:?}");
    let abandoned = sample.abandon().unwrap();
    assert_eq!(abandoned.went_on.as_ref().map(|now| now.as_str()), Some(mine.as_str()));
    assert_eq!(sample.id("main"), mine);
    assert_eq!(sample.git(&["status", "--porcelain"]), "");

    // On top of the release: only forward.
    let sample = Sample::new();
    assert!(publish_and_die(&sample, "refs:after"));
    sample.write("more.txt", "more\n");
    sample.git(&["add", "more.txt"]);
    sample.git(&["commit", "-q", "-m", "More"]);
    let error = sample.abandon().unwrap_err();
    assert!(error.help().unwrap().contains("/opt/bin/syncline resume"), "{error:?}");
    sample.resume().unwrap();
    assert_eq!(sample.id("v1.1^{commit}"), sample.id("main^"));
}

#[test]
fn a_foreign_tag_made_meanwhile_is_not_taken_over() {
    let sample = Sample::new();
    assert!(publish_and_die(&sample, "refs:before"));
    sample.git(&["tag", "core-1.1"]);
    let error = sample.resume().unwrap_err();
    assert!(error.to_string().contains("tag `core-1.1` exists already"), "{error}");
    sample.abandon().unwrap();
    assert_eq!(sample.git(&["tag"]), "core-1.1");
    assert_eq!(sample.git(&["status", "--porcelain"]), "");
}

/// Of somebody else's lead tag `resume` alone says nothing: that has to go first.
#[test]
fn a_foreign_lead_tag_is_named_with_both_ways_out() {
    let sample = Sample::new();
    assert!(publish_and_die(&sample, "refs:after"));
    sample.git(&["tag", "v1.1"]);
    let help = sample.resume().unwrap_err().help().unwrap();
    for words in ["git show v1.1", "`git tag -d v1.1`", "resume`", "abandon`"] {
        assert!(help.contains(words), "no {words}: {help}");
    }
    sample.git(&["tag", "-d", "v1.1"]);
    sample.resume().unwrap();
}

/// A journal that was put back after its release was completed is only cleared up (SEMANTICS 25).
#[test]
fn semantics_25_a_lead_tag_that_is_there_completes_a_journal_of_any_step() {
    for step in ["objects:before", "stage:after", "commit:before", "refs:before", "lead:before"] {
        let sample = Sample::new();
        let base = sample.id("HEAD");
        assert!(publish_and_die(&sample, step));
        let journal = sample.read(".git/syncline/journal");
        assert!(!sample.resume().unwrap().already, "{step}");
        sample.write(".git/syncline/journal", &journal);
        let again = sample.resume().unwrap();
        assert!(again.already, "{step}");
        assert_eq!(again.commit, sample.id("main"), "{step}");
        sample.assert_new(&base);
        sample.write(".git/syncline/journal", &journal);
        assert!(sample.abandon().unwrap().complete, "{step}");
        sample.assert_new(&base);
    }
    // A lead tag of another release is none of its own.
    let sample = Sample::new();
    assert!(publish_and_die(&sample, "stage:after"));
    sample.git(&["tag", "-a", "-m", "Other\n\nRelease-Plan: 1234", "v1.1"]);
    assert_eq!(sample.resume().unwrap_err().class(), Class::Unfinished);
    assert!(!sample.abandon().unwrap().complete);
}

#[test]
fn another_branch_is_not_written_to() {
    let sample = Sample::new();
    assert!(publish_and_die(&sample, "stage:after"));
    sample.git(&["switch", "-q", "-c", "side"]);
    for error in [sample.resume().unwrap_err(), sample.abandon().unwrap_err()] {
        assert!(error.to_string().contains("branch `main`, and `side` is checked out"), "{error}");
        assert!(error.help().unwrap().contains("git switch main"), "{error:?}");
    }
    sample.git(&["switch", "-q", "main"]);
    sample.abandon().unwrap();
    assert_eq!(sample.git(&["status", "--porcelain"]), "");
}
