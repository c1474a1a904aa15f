//! Content that wants out, or in, or to be taken for something else.

use place::Explain as _;

use super::*;
use crate::View;

#[test]
fn a_submodule_is_another_repository() {
    let build = |sample: &Sample| {
        sample.write("a", "1");
        let commit = sample.commit("one");
        sample.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{commit},ext/sub")]);
        sample.git(&["commit", "-qm", "two"]);
        let nested = author(&sample.root().join("ext/sub"));
        fs::create_dir_all(sample.root().join("ext/sub")).unwrap();
        nested.run(&["init", "-q"], b"").unwrap();
        sample.write("ext/sub/Cargo.toml", "x");
    };
    every_kind(build, |sample, repo, which| {
        for view in [View::Commit(sample.head()), View::Index, View::Worktree] {
            for asked in ["ext/sub/Cargo.toml", "ext/sub"] {
                let error = repo.files(&view, &paths(&[asked])).unwrap_err().to_string();
                let wanted = match asked {
                    "ext/sub" => "`ext/sub` is a submodule".to_owned(),
                    _ => format!("`{asked}` lies in the submodule `ext/sub`"),
                };
                assert!(error.starts_with(&wanted), "{which}, {view:?}: {error}");
            }
            let lists = repo.list(&view, &paths(&["ext", "ext/sub"])).unwrap();
            assert!(lists[0].as_ref().unwrap()[0].folder, "{which}, {view:?}");
            assert_eq!(lists[1], None, "{which}, {view:?}");
            assert_eq!(repo.all_paths(&view).unwrap(), paths(&["a"]), "{which}, {view:?}");
        }
    });
}

/// Neither is one that could not be there.
#[test]
fn a_name_that_no_disk_can_hold_is_not_there() {
    let build = |sample: &Sample| {
        sample.write("a", "1");
        sample.commit("one");
    };
    every_kind(build, |sample, repo, which| {
        let long = "x".repeat(300);
        for asked in [long.clone(), format!("{long}/a")] {
            for view in [View::Commit(sample.head()), View::Index, View::Worktree] {
                let path = paths(&[&asked]);
                assert_eq!(repo.files(&view, &path).unwrap(), [None], "{which}, {view:?}");
                assert_eq!(repo.list(&view, &path).unwrap(), [None], "{which}, {view:?}");
            }
        }
    });
}

#[cfg(unix)]
#[test]
fn no_link_is_followed() {
    use std::os::unix::fs::symlink;
    let build = |sample: &Sample| {
        fs::create_dir(sample.beside("outside")).unwrap();
        fs::write(sample.beside("outside/secret"), "secret").unwrap();
        sample.write("real/a", "1");
        symlink(sample.beside("outside"), sample.root().join("out")).unwrap();
        symlink("real", sample.root().join("in")).unwrap();
        symlink("../outside/secret", sample.root().join("link")).unwrap();
        sample.commit("one");
    };
    every_kind(build, |sample, repo, which| {
        for view in [View::Commit(sample.head()), View::Index, View::Worktree] {
            for (asked, at) in [("out/secret", "out"), ("in/a", "in"), ("in/x/y", "in")] {
                let error = repo.files(&view, &paths(&[asked])).unwrap_err().to_string();
                let wanted = format!("`{asked}` lies behind the symbolic link `{at}`");
                assert_eq!(error, wanted, "{which}, {view:?}");
            }
            let file = repo.files(&view, &paths(&["link"])).unwrap().pop().unwrap().unwrap();
            assert_eq!(file.mode, crate::Mode::Symlink, "{which}, {view:?}");
            assert_eq!(file.bytes, b"../outside/secret", "{which}, {view:?}");
            assert_eq!(repo.list(&view, &paths(&["out", "in"])).unwrap(), [None, None], "{which}");
        }
    });
}

#[test]
fn a_folder_is_no_file() {
    let build = |sample: &Sample| {
        sample.write("core/a", "1");
        sample.commit("one");
    };
    every_kind(build, |sample, repo, which| {
        for view in [View::Commit(sample.head()), View::Index, View::Worktree] {
            for asked in ["core", ""] {
                let error = repo.files(&view, &paths(&[asked])).unwrap_err().to_string();
                assert!(error.ends_with("is a folder, not a file"), "{which}, {view:?}: {error}");
            }
        }
    });
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_refused_and_not_waited_for() {
    let sample = Sample::new();
    let pipe = sample.root().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: no mkfifo here");
        return;
    }
    for (which, repo) in sample.both() {
        let error = repo.files(&View::Worktree, &paths(&["pipe"])).unwrap_err().to_string();
        assert_eq!(error, "`pipe` is a named pipe, not a file", "{which}");
        let dirty = repo.dirty(&paths(&["pipe"])).unwrap();
        assert_eq!(dirty, [(path("pipe"), crate::Difference::Untracked)], "{which}");
    }
}

#[test]
fn twins_that_differ_only_in_case_are_refused_and_a_lone_other_spelling_is_missing() {
    let build = |sample: &Sample| {
        // Written straight into the index: not every disk can hold both.
        let blob = sample.git.run(&["hash-object", "-w", "--stdin"], b"x").unwrap().line();
        for name in ["core/Cargo.toml", "core/CARGO.toml", "sdk/Cargo.toml"] {
            let entry = format!("100644,{blob},{name}");
            sample.git(&["update-index", "--add", "--cacheinfo", &entry]);
        }
        sample.git(&["commit", "-qm", "one"]);
    };
    every_kind(build, |sample, repo, which| {
        for view in [View::Commit(sample.head()), View::Index] {
            let error = repo.files(&view, &paths(&["core/Cargo.toml"])).unwrap_err().to_string();
            let wanted = "`core/Cargo.toml` and `core/CARGO.toml` differ only in case";
            assert!(error.starts_with(wanted), "{which}, {view:?}: {error}");
            let both = paths(&["core/Cargo.toml", "core/CARGO.toml"]);
            let error = repo.files(&view, &both).unwrap_err().to_string();
            assert!(error.starts_with(wanted), "{which}, {view:?}: {error}");
            let asked = paths(&["sdk/Cargo.toml", "sdk/cargo.toml", "sdk/Cargo.toml"]);
            let files = repo.files(&view, &asked).unwrap();
            let there: Vec<bool> = files.iter().map(Option::is_some).collect();
            assert_eq!(there, [true, false, true], "{which}, {view:?}");
        }
    });
}

#[test]
fn names_that_no_path_can_have_are_reported_and_never_read() {
    let build = |sample: &Sample| {
        sample.commit("one");
        sample.git(&["tag", "one"]);
        let blob = sample.git.run(&["hash-object", "-w", "--stdin"], b"x").unwrap().line();
        let mut tree = Vec::new();
        for name in [&b"\x1b[31mred"[..], b"a\\b", b"c", b"\xff"] {
            tree.extend(format!("100644 blob {blob}\t").as_bytes());
            tree.extend(name);
            tree.push(0);
        }
        let tree = sample.git.run(&["mktree", "-z"], &tree).unwrap().line();
        let outer = format!("040000 tree {tree}\tcore\n");
        let outer = sample.git.run(&["mktree"], outer.as_bytes()).unwrap().line();
        let commit = sample.git(&["commit-tree", "-p", "HEAD", "-m", "odd", &outer]);
        sample.git(&["reset", "-q", "--soft", &commit]);
        sample.git(&["read-tree", "HEAD"]);
    };
    every_kind(build, |sample, repo, which| {
        let queries = [(sample.id("one"), path("core"))];
        let changed = repo.changed(&queries, &sample.head()).unwrap();
        let odd = ["core/a\u{fffd}b", "core/c", "core/\u{fffd}", "core/\u{fffd}[31mred"];
        let mut odd = paths(&odd);
        odd.sort();
        assert_eq!(changed, [odd.clone()], "{which}");
        for view in [View::Commit(sample.head()), View::Index] {
            assert_eq!(repo.all_paths(&view).unwrap(), odd, "{which}, {view:?}");
            let names = repo.list(&view, &paths(&["core"])).unwrap().pop().unwrap().unwrap();
            assert_eq!(names.len(), 1, "{which}, {view:?}");
            let files = repo.files(&view, &odd).unwrap();
            assert_eq!(files.iter().flatten().count(), 1, "{which}, {view:?}");
        }
        assert_eq!(repo.staged().unwrap(), [], "{which}");
    });
}

#[test]
fn refs_that_a_hand_in_git_made_do_not_get_through() {
    let sample = Sample::new();
    let head = sample.commit("one");
    sample.git(&["tag", "good"]);
    let mut packed = b"# pack-refs with: peeled fully-peeled sorted \n".to_vec();
    for name in [&b"esc\x1b[31m"[..], b"latin\xe4", b"packed"] {
        packed.extend(format!("{head} refs/tags/").as_bytes());
        packed.extend(name);
        packed.push(b'\n');
    }
    sample.write(".git/packed-refs", packed);
    let wanted = [b"good".to_vec(), b"latin\xe4".to_vec(), b"packed".to_vec()];
    for (which, repo) in sample.both() {
        assert_eq!(repo.tag_names().unwrap(), wanted, "{which}");
    }
}

#[test]
fn a_tag_that_a_crash_left_broken_is_told_the_same_way() {
    let sample = Sample::new();
    sample.commit("one");
    sample.git(&["tag", "good"]);
    sample.write(".git/refs/tags/empty", "");
    sample.write(".git/refs/tags/torn", "0123");
    sample.write(".git/refs/tags/held.lock", "");
    sample.write(".git/refs/tags/missing", format!("{}\n", "1".repeat(40)));
    for (which, repo) in sample.both() {
        let names = repo.tag_names().unwrap();
        assert_eq!(names, [b"good".to_vec(), b"missing".to_vec()], "{which}");
        let tags = repo.tags(&["good", "empty", "torn", "held.lock"]).unwrap();
        assert!(tags[0].is_some() && tags[1..].iter().all(Option::is_none), "{which}");
        let error = repo.tags(&["good", "missing"]).unwrap_err();
        assert_eq!(error.place(), Some(place::Place::Ref("missing".to_owned())), "{which}");
        let wanted = format!("the tag `missing` leads to {}, which is missing", "1".repeat(40));
        assert!(error.to_string().starts_with(&wanted), "{which}: {error}");
    }
}
