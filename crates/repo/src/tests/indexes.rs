//! Indexes out of the ordinary.

use super::*;
use crate::backend::Backend as _;
use crate::{Entry, View};

fn read(repo: &Repo, name: &str) -> Option<Vec<u8>> {
    Some(repo.files(&View::Index, &paths(&[name])).unwrap().pop()??.bytes)
}

/// Whether the index is one that libgit2 cannot read, so that git is asked.
fn beyond_libgit2(repo: &Repo) -> bool {
    repo.store().reader.quick.as_ref().is_none_or(|quick| quick.index().is_err())
}

#[test]
fn another_index_is_read_where_git_was_told_to_use_one() {
    let sample = Sample::new();
    sample.write("a", "own");
    sample.commit("one");
    sample.write("a", "other");
    let other = sample.git.with_index(Path::new(".git/next-index.lock"));
    other.run(&["read-tree", "HEAD"], b"").unwrap();
    other.run(&["add", "a"], b"").unwrap();
    for (which, repo) in sample.over(Some(".git/next-index.lock")) {
        assert_eq!(read(&repo, "a").unwrap(), b"other", "{which}");
        assert_eq!(repo.staged().unwrap(), paths(&["a"]), "{which}");
    }
    for (which, repo) in sample.over(sample.root().join(".git/next-index.lock").to_str()) {
        assert_eq!(read(&repo, "a").unwrap(), b"other", "{which}");
    }
    for (which, repo) in sample.over(Some("not-there")) {
        assert_eq!(read(&repo, "a"), None, "{which}: git reads no file as an empty index");
    }
    for (which, repo) in sample.both() {
        assert_eq!(read(&repo, "a").unwrap(), b"own", "{which}");
    }
}

#[test]
fn a_relative_index_is_seen_from_the_root_as_git_sees_it() {
    let sample = Sample::new();
    sample.write("sub/a", "own");
    sample.commit("one");
    sample.git(&["read-tree", "--index-output=.git/other", "--empty"]);
    let from = sample.root().join("sub");
    let git = sample.git.in_folder(&from).with_index(Path::new(".git/other"));
    assert_eq!(git.run(&["ls-files"], b"").unwrap().line(), "", "git itself");
    for plain in [false, true] {
        let opening = Opening { index: Some(".git/other".into()), plain };
        let repo = Repo::open(&from, opening).unwrap();
        assert_eq!(read(&repo, "sub/a"), None);
    }
}

#[test]
fn a_split_index_is_read() {
    let sample = Sample::new();
    sample.write("core/a", "1");
    sample.commit("one");
    sample.git(&["update-index", "--split-index"]);
    sample.write("core/b", "2");
    sample.git(&["add", "core/b"]);
    for (which, repo) in sample.both() {
        assert!(beyond_libgit2(&repo), "{which}: git split the index");
        assert_eq!(read(&repo, "core/a").unwrap(), b"1", "{which}");
        assert_eq!(read(&repo, "core/b").unwrap(), b"2", "{which}");
        assert_eq!(repo.staged().unwrap(), paths(&["core/b"]), "{which}");
    }
}

#[test]
fn a_sparse_index_is_read_whole_and_what_is_left_out_is_clean() {
    let sample = Sample::new();
    for folder in ["in", "out", "out/deep"] {
        sample.write(&format!("{folder}/a"), folder);
    }
    sample.commit("one");
    sample.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "in"]);
    assert!(!sample.root().join("out").exists(), "git left the folder out");
    for (which, repo) in sample.both() {
        assert!(beyond_libgit2(&repo), "{which}: git made the index sparse");
        assert_eq!(read(&repo, "out/deep/a").unwrap(), b"out/deep", "{which}");
        assert_eq!(repo.staged().unwrap(), [], "{which}");
        assert_eq!(repo.dirty(&paths(&["out/a", "in/a"])).unwrap(), [], "{which}");
        let all = paths(&["in/a", "out/a", "out/deep/a"]);
        assert_eq!(repo.all_paths(&View::Index).unwrap(), all, "{which}");
    }
}

/// What the hook of the next test runs: this very program, in the environment that git made.
#[test]
#[ignore = "only a hook's git can start it"]
fn as_a_hook() {
    let Some(index) = std::env::var_os("GIT_INDEX_FILE") else {
        eprintln!("SKIPPED: not started by a hook");
        return;
    };
    let here = std::env::current_dir().unwrap();
    let plain = Repo::open(&here, Opening { index: Some(index), plain: true }).unwrap();
    for repo in [Repo::discover(&here).unwrap(), plain] {
        assert_eq!(read(&repo, "a").unwrap(), b"committed");
        assert_eq!(read(&repo, "b").unwrap(), b"old", "staged, but not part of this commit");
        assert_eq!(repo.staged().unwrap(), paths(&["a"]));
        assert_eq!(repo.git().run(&["ls-files"], b"").unwrap().line(), "a\nb");
    }
}

#[cfg(unix)]
#[test]
fn a_hook_sees_the_index_of_the_commit_that_is_being_made() {
    use std::os::unix::fs::PermissionsExt as _;
    let sample = Sample::new();
    for name in ["a", "b"] {
        sample.write(name, "old");
    }
    let before = sample.commit("one");
    let program = std::env::current_exe().unwrap();
    let wanted = "--exact tests::indexes::as_a_hook --ignored";
    let script = format!("#!/bin/sh\nexec '{}' {wanted}\n", program.display());
    sample.write(".git/hooks/pre-commit", script);
    let hook = sample.root().join(".git/hooks/pre-commit");
    fs::set_permissions(hook, fs::Permissions::from_mode(0o755)).unwrap();
    sample.write("b", "staged");
    sample.git(&["add", "b"]);
    sample.write("a", "committed");
    // A commit of one file is made from an index of its own, which git names to the hook.
    let output = sample.git.run(&["commit", "-m", "two", "a"], b"").unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(String::from_utf8_lossy(&said).contains("1 passed"), "the hook ran its test");
    assert_ne!(sample.head(), before);
}

#[test]
fn an_index_that_another_git_wrote_meanwhile_is_read_again() {
    every_kind(
        |sample| {
            sample.write("a", "1");
            sample.commit("one");
        },
        |sample, repo, which| {
            // Of one length, and soon one after the other: only the file itself is another.
            for text in ["2", "3", "4", "5"] {
                sample.write("a", text);
                sample.git(&["add", "a"]);
                assert_eq!(read(repo, "a").unwrap(), text.as_bytes(), "{which}");
                assert_eq!(read(repo, "a").unwrap(), text.as_bytes(), "{which}: once more");
            }
        },
    );
}

#[test]
fn what_a_sparse_checkout_leaves_out_is_seen_as_it_is_staged() {
    let entry = |name: &str, folder| Entry { name: name.to_owned(), folder, special: false };
    let sample = Sample::new();
    for (path, text) in [("in/a", "a"), ("out/b", "b"), ("out/deep/c", "c"), ("top", "t")] {
        sample.write(path, text);
    }
    sample.commit("one");
    sample.git(&["sparse-checkout", "set", "--cone", "in"]);
    sample.write("out/new", "not staged");
    for (which, repo) in sample.both() {
        let asked = paths(&["in/a", "out/b", "out/deep/c", "out/new", "gone"]);
        let files = repo.seen(&View::Worktree, &asked).unwrap().into_iter();
        let texts: Vec<_> = files.map(|file| file.map(|file| file.bytes)).collect();
        let some = |text: &str| Some(text.as_bytes().to_vec());
        assert_eq!(texts, [some("a"), some("b"), some("c"), some("not staged"), None], "{which}");
        let folders = paths(&["in", "out", "out/deep", "gone"]);
        let lists = repo.list_seen(&View::Worktree, &folders).unwrap();
        let out = vec![entry("b", false), entry("deep", true), entry("new", false)];
        let wanted =
            [Some(vec![entry("a", false)]), Some(out), Some(vec![entry("c", false)]), None];
        assert_eq!(lists, wanted, "{which}");
    }
    // A file that is only deleted is gone.
    sample.git(&["sparse-checkout", "disable"]);
    fs::remove_file(sample.root().join("out/b")).unwrap();
    for (which, repo) in sample.both() {
        assert_eq!(repo.seen(&View::Worktree, &paths(&["out/b"])).unwrap(), [None], "{which}");
    }
}

#[test]
fn a_file_in_another_encoding_is_seen_as_it_is_staged_until_it_is_changed() {
    let utf16 = |text: &str| -> Vec<u8> {
        let units = core::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    let sample = Sample::new();
    sample.write(".gitattributes", "a text working-tree-encoding=UTF-16LE-BOM\n");
    sample.write("a", utf16("1.0\n"));
    sample.write("b", utf16("1.0\n"));
    sample.commit("one");
    for (which, repo) in sample.both() {
        let seen = || -> Vec<Vec<u8>> {
            let files = repo.seen(&View::Worktree, &paths(&["a", "b"])).unwrap();
            files.into_iter().map(|file| file.unwrap().bytes).collect()
        };
        assert_eq!(seen(), [b"1.0\n".to_vec(), utf16("1.0\n")], "{which}");
        sample.write("a", utf16("1.1\n"));
        assert_eq!(seen(), [utf16("1.1\n"), utf16("1.0\n")], "{which}");
        sample.write("a", utf16("1.0\n"));
    }
}
