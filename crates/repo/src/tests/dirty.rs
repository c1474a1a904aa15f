//! What differs from `HEAD`.

use super::*;
use crate::Difference;

fn build(sample: &Sample) {
    for name in ["clean", "staged", "modified", "deleted", "removed", "kept", "both", "touched"] {
        sample.write(&format!("f/{name}"), name);
    }
    sample.write(".gitignore", "*.log\n");
    sample.commit("one");
    sample.write("f/staged", "new");
    sample.write("f/both", "new");
    sample.write("f/added", "new");
    sample.git(&["add", "f/staged", "f/both", "f/added"]);
    sample.write("f/both", "newer");
    sample.write("f/modified", "new");
    sample.write("f/touched", "touched");
    fs::remove_file(sample.root().join("f/deleted")).unwrap();
    sample.git(&["rm", "-q", "f/removed"]);
    sample.git(&["rm", "-q", "--cached", "f/kept"]);
    sample.write("f/untracked", "");
    sample.write("f/ignored.log", "");
    sample.write("f/intended", "x");
    sample.git(&["add", "-N", "f/intended"]);
    sample.write("f/intended-empty", "");
    sample.git(&["add", "-N", "f/intended-empty"]);
}

#[test]
fn every_difference_has_its_name() {
    every_kind(build, |sample, repo, which| {
        let names = [
            ("clean", None),
            ("touched", None),
            ("staged", Some(Difference::Staged)),
            ("both", Some(Difference::Staged)),
            ("added", Some(Difference::Staged)),
            ("modified", Some(Difference::Modified)),
            ("deleted", Some(Difference::Deleted)),
            ("removed", Some(Difference::Deleted)),
            ("kept", Some(Difference::Staged)),
            ("untracked", Some(Difference::Untracked)),
            ("ignored.log", Some(Difference::Untracked)),
            ("intended", Some(Difference::Untracked)),
            ("intended-empty", Some(Difference::Untracked)),
            ("never-there", None),
        ];
        let asked: Vec<RepoPath> =
            names.iter().map(|(name, _)| path(&format!("f/{name}"))).collect();
        let wanted: Vec<_> = names
            .iter()
            .zip(&asked)
            .filter_map(|((_, how), path)| Some((path.clone(), (*how)?)))
            .collect();
        assert_eq!(repo.dirty(&asked).unwrap(), wanted, "{which}");
        let tree = repo.commit(&sample.head()).unwrap().tree;
        let blob = |path: &RepoPath| {
            let found =
                sample.git(&["ls-tree", "--format=%(objectname)", tree.as_str(), path.as_str()]);
            ObjectId::new(&found)
        };
        let files: Vec<_> = asked.iter().map(|path| (path.clone(), blob(path))).collect();
        let mut seen = Vec::new();
        let touched = repo.touched(&files, &mut |at, there| {
            let name = sample.root().join(files[at].0.as_str());
            assert_eq!(there.len(), fs::symlink_metadata(name).unwrap().len(), "{which}");
            seen.push(at);
        });
        assert_eq!(touched.unwrap(), wanted, "{which}");
        let there = |at: &usize| fs::symlink_metadata(sample.root().join(files[*at].0.as_str()));
        let there: Vec<usize> = (0..files.len()).filter(|at| there(at).is_ok()).collect();
        assert_eq!(seen, there, "{which}: each that is there is seen once");
    });
}

#[test]
fn what_git_noted_of_a_file_is_believed_until_the_file_is_written() {
    every_kind(build, |sample, repo, which| {
        let dated = |seconds: u64, text: &str| {
            let place = sample.root().join("f/clean");
            fs::write(&place, text).unwrap();
            let file = fs::File::options().write(true).open(&place).unwrap();
            let time = std::time::UNIX_EPOCH + core::time::Duration::from_secs(seconds);
            file.set_modified(time).unwrap();
        };
        let path = path("f/clean");
        let files = [(path.clone(), Some(sample.id("HEAD:f/clean")))];
        let touched = || repo.touched(&files, &mut |_, _| {}).unwrap();
        dated(1_700_000_000, "clean");
        sample.git(&["update-index", "-q", "--refresh"]);
        assert_eq!(touched(), [], "{which}");
        for (seconds, text) in [(1_700_000_001, "other"), (1_700_000_000, "longer")] {
            dated(seconds, text);
            assert_eq!(touched(), [(path.clone(), Difference::Modified)], "{which}: {text}");
        }
        // What was written when the index was, or later, may have been written once more since.
        dated(2_000_000_000, "clean");
        sample.git(&["update-index", "-q", "--refresh"]);
        dated(2_000_000_000, "other");
        assert_eq!(
            touched(),
            [(path.clone(), Difference::Modified)],
            "{which}: as late as the index"
        );
        dated(1_700_000_000, "clean");
        let other = [(path.clone(), Some(sample.id("HEAD:f/touched")))];
        assert_eq!(
            repo.touched(&other, &mut |_, _| {}).unwrap(),
            [],
            "{which}: it is as HEAD has it"
        );
    });
}

#[test]
fn staged_is_the_index_against_head() {
    every_kind(build, |_, repo, which| {
        let wanted = paths(&["f/added", "f/both", "f/kept", "f/removed", "f/staged"]);
        assert_eq!(repo.staged().unwrap(), wanted, "{which}");
    });
}

#[test]
fn before_the_first_commit_everything_is_staged() {
    let build = |sample: &Sample| {
        sample.write("a", "1");
        sample.git(&["add", "a"]);
    };
    every_kind(build, |_, repo, which| {
        assert_eq!(repo.staged().unwrap(), paths(&["a"]), "{which}");
        let dirty = repo.dirty(&paths(&["a", "b"])).unwrap();
        assert_eq!(dirty, [(path("a"), Difference::Staged)], "{which}");
    });
}

#[test]
fn line_endings_and_filters_that_git_undoes_are_no_difference() {
    let build = |sample: &Sample| {
        sample.git(&["config", "core.autocrlf", "true"]);
        sample.git(&["config", "filter.up.clean", "tr a-z A-Z"]);
        sample.write(".gitattributes", "*.up filter=up\n");
        sample.write("a.txt", "one\ntwo\n");
        sample.write("b.txt", "one\ntwo\n");
        sample.write("\"quoted\".txt", "one\n");
        sample.write("c.up", "lower");
        sample.commit("one");
        sample.write("a.txt", "one\r\ntwo\r\n");
        sample.write("\"quoted\".txt", "one\r\n");
        sample.write("b.txt", "one\r\nthree\r\n");
    };
    every_kind(build, |_, repo, which| {
        let asked = paths(&["a.txt", "\"quoted\".txt", "b.txt", "c.up"]);
        assert_eq!(repo.dirty(&asked).unwrap(), [(path("b.txt"), Difference::Modified)], "{which}");
    });
}

#[test]
fn a_conflict_is_a_difference_and_its_file_cannot_be_read_from_the_index() {
    let build = |sample: &Sample| {
        sample.write("a", "1\n");
        sample.commit("one");
        sample.git(&["checkout", "-q", "-b", "side"]);
        sample.write("a", "2\n");
        sample.commit("two");
        sample.git(&["checkout", "-q", "main"]);
        sample.write("a", "3\n");
        sample.commit("three");
        assert!(sample.git.run(&["merge", "-q", "side"], b"").is_err());
    };
    every_kind(build, |_, repo, which| {
        assert_eq!(
            repo.dirty(&paths(&["a"])).unwrap(),
            [(path("a"), Difference::Modified)],
            "{which}"
        );
        assert_eq!(repo.staged().unwrap(), paths(&["a"]), "{which}");
        let error = repo.files(&crate::View::Index, &paths(&["a"])).unwrap_err();
        assert!(error.to_string().contains("unresolved merge conflict"), "{which}: {error}");
        assert_eq!(under_way(repo), Some("merge"), "{which}");
        assert_eq!(repo.all_paths(&crate::View::Index).unwrap(), paths(&["a"]), "{which}");
    });
}

#[cfg(unix)]
#[test]
fn modes_and_links_count() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let build = |sample: &Sample| {
        for name in ["run", "file", "folder"] {
            sample.write(name, name);
        }
        symlink("run", sample.root().join("link")).unwrap();
        symlink("run", sample.root().join("moved")).unwrap();
        sample.commit("one");
        let run = sample.root().join("run");
        fs::set_permissions(run, fs::Permissions::from_mode(0o755)).unwrap();
        for name in ["file", "folder", "moved"] {
            fs::remove_file(sample.root().join(name)).unwrap();
        }
        symlink("run", sample.root().join("file")).unwrap();
        symlink("link", sample.root().join("moved")).unwrap();
        fs::create_dir(sample.root().join("folder")).unwrap();
    };
    every_kind(build, |sample, repo, which| {
        let asked = paths(&["run", "file", "folder", "link", "moved"]);
        let wanted = |names: &[&str]| -> Vec<_> {
            names.iter().map(|name| (path(name), Difference::Modified)).collect()
        };
        let all = wanted(&["run", "file", "folder", "moved"]);
        assert_eq!(repo.dirty(&asked).unwrap(), all, "{which}");
        sample.git(&["config", "core.fileMode", "false"]);
        let dirty = repo.dirty(&asked).unwrap();
        sample.git(&["config", "core.fileMode", "true"]);
        assert_eq!(dirty, wanted(&["file", "folder", "moved"]), "{which}");
    });
}

#[test]
fn among_a_thousand_files_the_changed_one_is_found() {
    let sample = Sample::new();
    let asked: Vec<RepoPath> = (0..1000).map(|n| path(&format!("c{n}/file"))).collect();
    for (n, path) in asked.iter().enumerate() {
        sample.write(path.as_str(), format!("{n}"));
    }
    sample.commit("many");
    sample.write("c7/file", "changed");
    for (which, repo) in sample.both() {
        assert_eq!(
            repo.dirty(&asked).unwrap(),
            [(path("c7/file"), Difference::Modified)],
            "{which}"
        );
    }
}

#[test]
fn a_file_is_hashed_as_it_would_be_staged() {
    let build = |sample: &Sample| {
        sample.write(".gitattributes", "*.txt text eol=crlf\n");
        sample.write("a.txt", "one\r\ntwo\r\n");
        sample.write("b.bin", "one\r\n");
        sample.commit("one");
        fs::remove_file(sample.root().join("b.bin")).unwrap();
        sample.write("new", "new\n");
        std::os::unix::fs::symlink("new", sample.root().join("link")).unwrap();
    };
    every_kind(build, |sample, repo, which| {
        let staged = sample.git(&["rev-parse", ":a.txt"]);
        let asked: Vec<RepoPath> = ["a.txt", "b.bin", "link", "new"].map(path).to_vec();
        let found = repo.hashed(&asked).unwrap();
        assert_eq!(found[0].as_ref().map(ObjectId::as_str), Some(staged.trim()), "{which}");
        assert!(found[1].is_none() && found[2].is_none() && found[3].is_some(), "{which}");
    });
}
