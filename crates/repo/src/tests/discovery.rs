//! Finding the repository, and what is refused.

use place::{Class, Explain as _};

use super::*;
use crate::RepoError;

/// The error of opening `start`, the same from both backends.
fn refused(start: &Path) -> RepoError {
    let [quick, plain] = [false, true]
        .map(|plain| Repo::open(start, Opening { index: None, plain }).map(|_| ()).unwrap_err());
    assert_eq!(quick.to_string(), plain.to_string());
    assert_eq!(quick.class(), Class::State);
    quick
}

#[test]
fn the_root_is_found_from_below() {
    let build = |sample: &Sample| {
        sample.write("sdk/java/pom.xml", "x");
    };
    every_kind(build, |sample, repo, which| {
        assert_eq!(repo.root(), sample.root(), "{which}");
        assert_eq!(repo.git_dir(), sample.root().join(".git"), "{which}");
        assert_eq!(repo.common_dir(), repo.git_dir(), "{which}");
        assert!(repo.prefix().is_root(), "{which}");
        let repo = Repo::discover(&sample.root().join("sdk/java")).unwrap();
        assert_eq!(repo.root(), sample.root(), "{which}");
        assert_eq!(repo.prefix(), path("sdk/java"), "{which}");
        let repo = Repo::discover(&sample.root().join("sdk/java/pom.xml")).unwrap();
        assert_eq!(repo.prefix(), path("sdk/java"), "{which}: a file stands for its folder");
    });
}

#[test]
fn what_is_no_repository_says_how_to_get_one() {
    let folder = tempfile::tempdir().unwrap();
    let error = refused(folder.path());
    assert!(matches!(error, RepoError::NotARepository { .. }), "{error}");
    assert!(error.help().unwrap().contains("git init"));
    let error = refused(&folder.path().join("gone"));
    assert!(matches!(error, RepoError::Io { .. }), "{error}");
}

#[test]
fn a_bare_repository_is_refused() {
    for (kind, args) in KINDS {
        let folder = tempfile::tempdir().unwrap();
        let mut init = vec!["init", "-q", "--bare"];
        init.extend(*args);
        if author(folder.path()).run(&init, b"").is_err() {
            eprintln!("SKIPPED: the git at hand cannot make a repository of kind {kind}");
            continue;
        }
        let error = refused(folder.path());
        assert!(matches!(error, RepoError::Bare { .. }), "{kind}: {error}");
        assert!(error.help().unwrap().contains("git clone"), "{kind}");
    }
}

#[test]
fn a_work_tree_of_a_bare_repository_is_read() {
    let sample = Sample::new();
    sample.write("a", "1");
    sample.commit("one");
    sample.git(&["clone", "-q", "--bare", ".", "../bare.git"]);
    let bare = sample.git.in_folder(&sample.beside("bare.git"));
    bare.run(&["worktree", "add", "-q", "../linked", "main"], b"").unwrap();
    for plain in [false, true] {
        let opening = Opening { index: None, plain };
        let repo = Repo::open(&sample.beside("linked"), opening).unwrap();
        assert_eq!(repo.root(), sample.beside("linked"));
        assert_eq!(repo.common_dir(), sample.beside("bare.git"));
        assert_eq!(repo.all_paths(&crate::View::Index).unwrap(), paths(&["a"]));
    }
}

#[test]
fn gits_own_folder_is_no_place_to_start_from() {
    let sample = Sample::new();
    let error = refused(&sample.root().join(".git/refs"));
    assert!(matches!(error, RepoError::InsideGit { .. }), "{error}");
}

#[cfg(unix)]
#[test]
fn a_repository_of_another_users_names_the_command_that_trusts_it() {
    let sample = Sample::new();
    for place in [sample.root().to_owned(), sample.root().join(".git")] {
        if std::os::unix::fs::chown(place, Some(12_345), None).is_err() {
            eprintln!("SKIPPED: only root can give a folder away");
            return;
        }
    }
    if Git::at(sample.root()).run(&["status"], b"").is_ok() {
        eprintln!("SKIPPED: git trusts every folder here");
        return;
    }
    let error = refused(sample.root());
    assert!(matches!(error, RepoError::Owner { .. }), "{error}");
    let help = error.help().unwrap();
    let wanted = format!("git config --global --add safe.directory {}", sample.root().display());
    assert!(help.contains(&wanted), "{help}");
}

#[test]
fn the_runner_works_in_the_root_and_ignores_the_folder_asked_from() {
    let sample = Sample::new();
    sample.write("sub/a", "1");
    let repo = Repo::discover(&sample.root().join("sub")).unwrap();
    let prefix = repo.git().run(&["rev-parse", "--show-prefix"], b"").unwrap();
    assert_eq!(prefix.line(), "");
}
