//! What changed since a baseline.

use super::*;

#[test]
fn each_folder_is_compared_with_its_own_baseline() {
    let build = |sample: &Sample| {
        sample.write("core/a", "1");
        sample.write("core/deep/er/b", "1");
        sample.write("sdk/a", "1");
        sample.write("single", "1");
        sample.commit("one");
        sample.git(&["tag", "one"]);
        sample.write("core/deep/er/b", "2");
        sample.write("core/deep/new", "2");
        sample.commit("two");
        sample.git(&["tag", "two"]);
        sample.write("single", "2");
        sample.git(&["rm", "-q", "core/a"]);
        sample.write("core/a/now-a-folder", "3");
        sample.commit("three");
    };
    every_kind(build, |sample, repo, which| {
        let (one, two, three) = (sample.id("one^{}"), sample.id("two^{}"), sample.head());
        let queries = [
            (one.clone(), path("core")),
            (two.clone(), path("core")),
            (one.clone(), path("sdk")),
            (two.clone(), RepoPath::root()),
            (one.clone(), path("single")),
            (one.clone(), path("core/deep/er")),
            (one.clone(), path("nowhere")),
            (three.clone(), path("core")),
        ];
        let wanted: [&[&str]; 8] = [
            &["core/a", "core/a/now-a-folder", "core/deep/er/b", "core/deep/new"],
            &["core/a", "core/a/now-a-folder"],
            &[],
            &["core/a", "core/a/now-a-folder", "single"],
            &["single"],
            &["core/deep/er/b"],
            &[],
            &[],
        ];
        let changed = repo.changed(&queries, &three).unwrap();
        assert_eq!(changed, wanted.map(paths), "{which}");
    });
}

#[test]
fn folders_that_come_and_go_are_changed_whole() {
    let build = |sample: &Sample| {
        sample.write("old/x/a", "1");
        sample.write("old/b", "1");
        sample.commit("one");
        sample.git(&["tag", "one"]);
        sample.git(&["rm", "-rq", "old"]);
        sample.write("new/y/c", "2");
        sample.commit("two");
    };
    every_kind(build, |sample, repo, which| {
        let one = sample.id("one");
        let queries = [(one.clone(), path("old")), (one.clone(), path("new"))];
        let wanted = [paths(&["old/b", "old/x/a"]), paths(&["new/y/c"])];
        assert_eq!(repo.changed(&queries, &sample.head()).unwrap(), wanted, "{which}");
        let back = [(sample.head(), path("old"))];
        assert_eq!(repo.changed(&back, &one).unwrap(), [paths(&["old/b", "old/x/a"])], "{which}");
    });
}

#[test]
fn it_agrees_with_gits_own_comparison() {
    let sample = Sample::new();
    for round in 0_u32..12 {
        for file in 0_u32..40 {
            // A fixed scatter: which files change in a round looks random and never varies.
            if (file * 7 + round * 13) % 5 < 2 {
                let name =
                    format!("c{}/{}/f.{}", file % 6, ["a", "a.b", "a0"][file as usize % 3], file);
                if (file + round) % 9 == 0 {
                    let _ = fs::remove_file(sample.root().join(&name));
                } else {
                    sample.write(&name, format!("{round}"));
                }
            }
        }
        sample.commit("round");
        sample.git(&["tag", &format!("r{round}")]);
    }
    let to = sample.head();
    let mut queries = Vec::new();
    let mut wanted = Vec::new();
    for round in 0..12 {
        for folder in ["c0", "c3", "c5/a.b", ""] {
            let rev = format!("r{round}");
            let spec = if folder.is_empty() { "." } else { folder };
            let diff = ["diff-tree", "-r", "--name-only", "--no-renames", &rev, "HEAD", "--", spec];
            wanted.push(paths(&sample.git(&diff).lines().collect::<Vec<_>>()));
            queries.push((sample.id(&rev), path(folder)));
        }
    }
    assert!(wanted.iter().any(|paths| paths.len() > 5), "the sample has changes to find");
    for (which, repo) in sample.both() {
        assert_eq!(repo.changed(&queries, &to).unwrap(), wanted, "{which}");
    }
}

#[cfg(unix)]
#[test]
fn a_mode_that_changes_is_a_change() {
    let sample = Sample::new();
    sample.write("core/run.sh", "x");
    let one = sample.commit("one");
    sample.git(&["update-index", "--chmod=+x", "core/run.sh"]);
    sample.git(&["commit", "-qm", "two"]);
    for (which, repo) in sample.both() {
        let changed = repo.changed(&[(one.clone(), path("core"))], &sample.head()).unwrap();
        assert_eq!(changed, [paths(&["core/run.sh"])], "{which}");
    }
}

#[test]
fn a_baseline_that_is_missing_or_no_commit_is_an_error() {
    let sample = Sample::new();
    sample.write("a", "1");
    let head = sample.commit("one");
    let missing = ObjectId::new(&"1".repeat(40)).unwrap();
    let tree = sample.id("HEAD^{tree}");
    for (which, repo) in sample.both() {
        let error = repo.changed(&[(missing.clone(), path("a"))], &head).unwrap_err();
        assert!(error.to_string().contains("1111111111"), "{which}: {error}");
        let error = repo.changed(&[(tree.clone(), path("a"))], &head).unwrap_err();
        assert!(error.to_string().contains("not of the kind"), "{which}: {error}");
    }
}

#[test]
fn a_commit_did_what_its_only_parent_does_not_have() {
    let build = |sample: &Sample| {
        sample.write("core/a", "1");
        sample.write("sdk/b", "1");
        sample.commit("one");
        sample.git(&["checkout", "-q", "-b", "side"]);
        sample.write("core/deep/new", "2");
        sample.git(&["rm", "-q", "sdk/b"]);
        sample.commit("two\n\nWith a body.");
        sample.git(&["checkout", "-q", "main"]);
        sample.git(&["commit", "-q", "--allow-empty", "-m", "nothing"]);
        sample.git(&["merge", "-q", "--no-ff", "-m", "merged", "side"]);
    };
    every_kind(build, |sample, repo, which| {
        let ids = ["HEAD~2", "side", "HEAD~1", "HEAD"].map(|rev| sample.id(rev));
        let deeds = repo.deeds(&ids).unwrap();
        let files: Vec<Vec<RepoPath>> = deeds.iter().map(|(_, files)| files.clone()).collect();
        let wanted: [&[&str]; 4] = [&["core/a", "sdk/b"], &["core/deep/new", "sdk/b"], &[], &[]];
        assert_eq!(files, wanted.map(paths), "{which}");
        assert!(deeds[1].0.message.starts_with("two\n\nWith"), "{which}");
    });
}

/// Commits that another thread read ahead are at hand, and for good: they never change.
#[test]
fn what_was_read_ahead_is_taken_over() {
    let sample = Sample::new();
    sample.write("a", "1");
    let first = sample.commit("one");
    sample.write("a", "2");
    let second = sample.commit("two");
    let repo = Repo::open(sample.root(), Opening::default()).unwrap();
    let beside = repo.beside().unwrap();
    beside.read_ahead(core::slice::from_ref(&first));
    repo.take_over(beside);
    let both = [second.clone(), first.clone(), second];
    let messages = |repo: &Repo| -> Vec<String> {
        repo.commits(&both).unwrap().into_iter().map(|commit| commit.message).collect()
    };
    assert_eq!(messages(&repo), ["two\n", "one\n", "two\n"]);
    // From no object any more: nobody asks for it again.
    let (folder, file) = first.as_str().split_at(2);
    fs::remove_file(sample.root().join(".git/objects").join(folder).join(file)).unwrap();
    assert_eq!(messages(&repo), ["two\n", "one\n", "two\n"]);
    // What cannot be read is left to whoever asks.
    let beside = repo.beside().unwrap();
    beside.read_ahead(&[ObjectId::new(&"1".repeat(40)).unwrap()]);
    repo.take_over(beside);
    assert_eq!(messages(&repo).len(), 3);
}
