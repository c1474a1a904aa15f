//! Files, folders and paths in commits, the index and on the disk.

use super::*;
use crate::{Entry, Mode, View};

fn build(sample: &Sample) {
    sample.write("release.toml", "a = 1\n");
    sample.write("core/Cargo.toml", "old");
    sample.write("core/src/lib.rs", "");
    sample.write("core.txt", "between core and core/");
    sample.commit("one");
    sample.write("core/Cargo.toml", "staged");
    sample.git(&["add", "core/Cargo.toml"]);
    sample.write("core/Cargo.toml", b"new\r\n\0\xff");
    sample.write("untracked", "u");
}

fn bytes(repo: &Repo, view: &View, of: &[&str]) -> Vec<Option<Vec<u8>>> {
    let files = repo.files(view, &paths(of)).unwrap();
    files.into_iter().map(|file| Some(file?.bytes)).collect()
}

#[test]
fn each_view_has_its_own_bytes_and_what_is_missing_is_none() {
    every_kind(build, |sample, repo, which| {
        let asked = ["core/Cargo.toml", "untracked", "core/src/lib.rs", "no/such", "core.txt/x"];
        let some = |text: &str| Some(text.as_bytes().to_vec());
        let commit = View::Commit(sample.head());
        let wanted = [some("old"), None, some(""), None, None];
        assert_eq!(bytes(repo, &commit, &asked), wanted, "{which}");
        let wanted = [some("staged"), None, some(""), None, None];
        assert_eq!(bytes(repo, &View::Index, &asked), wanted, "{which}");
        let new = Some(b"new\r\n\0\xff".to_vec());
        let wanted = [new, some("u"), some(""), None, None];
        assert_eq!(bytes(repo, &View::Worktree, &asked), wanted, "{which}");
    });
}

#[test]
fn files_carry_their_blob_and_mode() {
    every_kind(build, |sample, repo, which| {
        let commit = View::Commit(sample.head());
        let files = repo.files(&commit, &paths(&["core/Cargo.toml"])).unwrap();
        let file = files.into_iter().next().unwrap().unwrap();
        assert_eq!(file.id, Some(sample.id("HEAD:core/Cargo.toml")), "{which}");
        assert_eq!(file.mode, Mode::Regular, "{which}");
        let files = repo.files(&View::Index, &paths(&["core/Cargo.toml"])).unwrap();
        assert_eq!(files[0].as_ref().unwrap().id, Some(sample.id(":core/Cargo.toml")), "{which}");
        let files = repo.files(&View::Worktree, &paths(&["core/Cargo.toml"])).unwrap();
        assert_eq!(files[0].as_ref().unwrap().id, None, "{which}");
    });
}

#[test]
fn folders_are_listed_in_one_order_in_every_view() {
    let entry = |name: &str, folder| Entry { name: name.to_owned(), folder, special: false };
    every_kind(build, |sample, repo, which| {
        let core = vec![entry("Cargo.toml", false), entry("src", true)];
        let tracked = [entry("core", true), entry("core.txt", false), entry("release.toml", false)];
        let mut on_disk = tracked.to_vec();
        on_disk.push(entry("untracked", false));
        let asked = paths(&["", "core", "core.txt", "nowhere"]);
        for (view, root) in [
            (View::Commit(sample.head()), tracked.to_vec()),
            (View::Index, tracked.to_vec()),
            (View::Worktree, on_disk),
        ] {
            let wanted = vec![Some(root), Some(core.clone()), None, None];
            assert_eq!(repo.list(&view, &asked).unwrap(), wanted, "{which}, {view:?}");
        }
    });
}

#[test]
fn all_paths_are_the_tracked_ones() {
    every_kind(build, |sample, repo, which| {
        let wanted = paths(&["core.txt", "core/Cargo.toml", "core/src/lib.rs", "release.toml"]);
        for view in [View::Commit(sample.head()), View::Index, View::Worktree] {
            assert_eq!(repo.all_paths(&view).unwrap(), wanted, "{which}, {view:?}");
        }
    });
}

#[test]
fn a_file_of_eight_mebibytes_is_read_and_one_byte_more_is_refused() {
    let build = |sample: &Sample| {
        sample.write("exact", vec![b'a'; 8 << 20]);
        sample.write("more", vec![b'b'; (8 << 20) + 1]);
        sample.commit("large");
    };
    every_kind(build, |sample, repo, which| {
        for view in [View::Commit(sample.head()), View::Index, View::Worktree] {
            for read in [Repo::files, Repo::any_files] {
                let files = read(repo, &view, &paths(&["exact"])).unwrap();
                assert_eq!(files[0].as_ref().unwrap().bytes.len(), 8 << 20, "{which}, {view:?}");
                let error = read(repo, &view, &paths(&["more", "exact"])).unwrap_err();
                let error = error.to_string();
                assert!(error.starts_with("`more` has 8388609 bytes"), "{which}: {error}");
            }
        }
    });
}

#[test]
fn an_empty_repository_has_nothing_and_says_so() {
    every_kind(
        |_| {},
        |_, repo, which| {
            for view in [View::Index, View::Worktree] {
                assert_eq!(repo.files(&view, &paths(&["a"])).unwrap(), [None], "{which}");
                assert_eq!(repo.list(&view, &paths(&["", "a"])).unwrap(), [Some(vec![]), None]);
                assert!(repo.all_paths(&view).unwrap().is_empty(), "{which}");
            }
            assert!(repo.tag_names().unwrap().is_empty(), "{which}");
            assert!(repo.staged().unwrap().is_empty(), "{which}");
            assert!(repo.resolve("HEAD").is_err(), "{which}");
        },
    );
}

#[test]
fn many_files_come_in_the_order_asked() {
    let sample = Sample::new();
    let names: Vec<String> = (0..300).map(|n| format!("c{n}/Cargo.toml")).collect();
    for name in &names {
        sample.write(name, name);
    }
    let head = sample.commit("many");
    let [(_, quick), (_, plain)] = sample.both();
    let all: Vec<RepoPath> = names.iter().map(|name| path(name)).collect();
    let files = plain.files(&View::Commit(head.clone()), &all).unwrap();
    for (name, file) in names.iter().zip(&files) {
        assert_eq!(file.as_ref().unwrap().bytes, name.as_bytes());
    }
    assert_eq!(quick.files(&View::Commit(head), &all).unwrap(), files);
}
