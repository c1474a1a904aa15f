//! What stands in the way of a release.

use super::*;
use crate::{Behind, Head};

fn two_sides(sample: &Sample) {
    sample.write("a", "1\n");
    sample.commit("one");
    sample.git(&["checkout", "-q", "-b", "side"]);
    sample.write("a", "2\n");
    sample.commit("two");
    sample.git(&["checkout", "-q", "main"]);
    sample.write("a", "3\n");
    sample.commit("three");
}

#[test]
fn an_operation_under_way_is_named() {
    let operations: &[(&[&str], &str)] = &[
        (&["merge", "side"], "merge"),
        (&["rebase", "side"], "rebase"),
        (&["rebase", "--apply", "side"], "rebase"),
        (&["cherry-pick", "side"], "cherry-pick"),
        (&["revert", "--no-edit", "HEAD~1"], "revert"),
        (&["bisect", "start", "HEAD", "HEAD~1"], "bisect"),
    ];
    for (args, name) in operations {
        every_kind(
            |sample| {
                two_sides(sample);
                // Each of them stops at a conflict; only bisect succeeds.
                let _ = sample.git.run(args, b"");
            },
            |_, repo, which| {
                assert_eq!(under_way(repo), Some(*name), "{which}: {args:?}");
            },
        );
    }
}

#[test]
fn a_mailbox_half_applied_is_named() {
    let build = |sample: &Sample| {
        two_sides(sample);
        let patch = sample.git.run(&["format-patch", "-1", "--stdout", "side"], b"").unwrap();
        assert!(sample.git.run(&["am"], &patch.stdout).is_err());
    };
    every_kind(build, |_, repo, which| {
        assert_eq!(under_way(repo), Some("am"), "{which}");
    });
}

#[test]
fn between_two_picks_the_sequence_is_named() {
    let sample = Sample::new();
    two_sides(&sample);
    sample.git(&["checkout", "-q", "side"]);
    sample.write("b", "1");
    sample.commit("four");
    sample.git(&["checkout", "-q", "main"]);
    assert!(sample.git.run(&["cherry-pick", "main..side"], b"").is_err());
    sample.git(&["reset", "-q", "--merge"]);
    let _ = fs::remove_file(sample.root().join(".git/CHERRY_PICK_HEAD"));
    assert!(sample.root().join(".git/sequencer/todo").exists());
    for (which, repo) in sample.both() {
        assert_eq!(under_way(&repo), Some("cherry-pick"), "{which}");
    }
}

#[test]
fn head_is_a_branch_detached_or_unborn() {
    every_kind(
        |_| {},
        |sample, repo, which| {
            if sample.git.run(&["rev-parse", "-q", "--verify", "HEAD"], b"").is_err() {
                let state = repo.state().unwrap();
                assert_eq!(state.head, Head::Unborn { branch: "main".into() }, "{which}");
            }
            let commit = sample.commit("one");
            sample.git(&["checkout", "-q", "-B", "feature/\u{e4}"]);
            let name = "feature/\u{e4}".to_owned();
            let wanted = Head::Branch { name, commit: commit.clone() };
            assert_eq!(repo.state().unwrap().head, wanted, "{which}");
            sample.git(&["checkout", "-q", "--detach"]);
            assert_eq!(repo.state().unwrap().head, Head::Detached { commit }, "{which}");
            assert_eq!(under_way(repo), None, "{which}");
        },
    );
}

#[test]
fn a_locked_index_is_seen_unless_it_is_the_one_asked_for() {
    let sample = Sample::new();
    sample.commit("one");
    for (which, repo) in sample.both() {
        assert!(!repo.state().unwrap().index_locked, "{which}");
    }
    sample.write(".git/index.lock", "");
    for (which, repo) in sample.both() {
        assert!(repo.state().unwrap().index_locked, "{which}");
    }
    for (which, repo) in sample.over(Some(".git/index.lock")) {
        assert!(!repo.state().unwrap().index_locked, "{which}");
    }
}

#[test]
fn a_shallow_clone_is_seen() {
    let sample = Sample::new();
    sample.commit("one");
    sample.commit("two");
    let url = format!("file://{}", sample.root().display());
    sample.git(&["clone", "-q", "--depth=1", &url, "../clone"]);
    for plain in [false, true] {
        let opening = || Opening { index: None, plain };
        assert!(Repo::open(&sample.beside("clone"), opening()).unwrap().state().unwrap().shallow);
        assert!(!Repo::open(sample.root(), opening()).unwrap().state().unwrap().shallow);
    }
}

#[test]
fn a_branch_checked_out_elsewhere_is_seen_from_both_sides() {
    let build = |sample: &Sample| {
        sample.write("a", "1");
        sample.commit("one");
        sample.git(&["worktree", "add", "-q", "--force", "../linked", "main"]);
        sample.git(&["worktree", "add", "-q", "-b", "own", "../own"]);
    };
    every_kind(build, |sample, repo, which| {
        let linked = sample.beside("linked");
        let other = repo.state().unwrap().other_worktree;
        assert_eq!(other, Some(linked.clone()), "{which}");
        for plain in [false, true] {
            let opening = || Opening { index: None, plain };
            let repo = Repo::open(&linked, opening()).unwrap();
            assert_eq!(repo.root(), linked, "{which}");
            assert_eq!(repo.git_dir(), sample.root().join(".git/worktrees/linked"), "{which}");
            assert_eq!(repo.common_dir(), sample.root().join(".git"), "{which}");
            let other = repo.state().unwrap().other_worktree;
            assert_eq!(other.as_deref(), Some(sample.root()), "{which}");
            let repo = Repo::open(&sample.beside("own"), opening()).unwrap();
            assert_eq!(repo.state().unwrap().other_worktree, None, "{which}");
            assert_eq!(repo.state().unwrap().head.branch(), Some("own"), "{which}");
        }
    });
}

#[test]
fn a_branch_behind_what_was_fetched_of_it_is_told() {
    let sample = Sample::new();
    two_sides(&sample);
    let fetched = |rev: &str| sample.git(&["update-ref", "refs/remotes/origin/main", rev]);
    let behind = |repo: &Repo| {
        let head = repo.state().unwrap().head.commit().unwrap().clone();
        repo.behind("main", &head).unwrap()
    };
    fetched("side");
    for (which, repo) in sample.both() {
        assert_eq!(behind(&repo), None, "{which}: nothing is set for it");
    }
    sample.git(&["config", "remote.origin.url", "gone"]);
    sample.git(&["config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"]);
    sample.git(&["config", "branch.main.remote", "origin"]);
    sample.git(&["config", "branch.main.merge", "refs/heads/main"]);
    for (which, repo) in sample.both() {
        let told = |diverged| Some(Behind { upstream: "origin/main".into(), commits: 1, diverged });
        fetched("side");
        assert_eq!(behind(&repo), told(true), "{which}");
        fetched("main");
        assert_eq!(behind(&repo), None, "{which}");
        fetched("main~1");
        assert_eq!(behind(&repo), None, "{which}: ahead is not behind");
        fetched("main");
        assert_eq!(repo.behind("main", &sample.id("main~1")).unwrap(), told(false), "{which}");
        sample.git(&["update-ref", "-d", "refs/remotes/origin/main"]);
        assert_eq!(behind(&repo), None, "{which}: never fetched");
    }
}
