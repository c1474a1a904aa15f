//! A whole history at once: branches, the walk, files at many commits.

use super::*;

/// `one` ← `two` ← `merge`, and `one` ← `side` ← `merge`.
fn build(sample: &Sample) {
    sample.write("a/f", "1");
    sample.commit("one");
    sample.git(&["switch", "-q", "-c", "side"]);
    sample.write("a/f", "2");
    sample.write("big", vec![b'x'; 9 << 20]);
    sample.commit("side");
    sample.git(&["switch", "-q", "main"]);
    sample.write("b/g", "1");
    std::os::unix::fs::symlink("b/g", sample.root().join("link")).unwrap();
    sample.commit("two");
    sample.git(&["merge", "-q", "--no-ff", "-m", "merge", "side"]);
    sample.git(&["update-ref", "refs/remotes/origin/far/away", "side"]);
    sample.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/far/away"]);
    sample.git(&["tag", "-a", "-m", "words", "heavy"]);
    sample.git(&["tag", "light"]);
}

#[test]
fn branches_are_told_with_those_of_remotes() {
    every_kind(build, |sample, repo, which| {
        let branches = repo.branches().unwrap();
        let seen: Vec<_> = branches.iter().map(|b| (b.name.as_str(), b.remote)).collect();
        let wanted = [("main", false), ("side", false), ("HEAD", true), ("far/away", true)];
        assert_eq!(seen, wanted, "{which}");
        assert_eq!(branches[3].commit, sample.id("side"), "{which}");
    });
}

#[test]
fn a_walk_tells_children_before_their_parents_and_each_commit_once() {
    every_kind(build, |sample, repo, which| {
        let tips = [sample.id("side"), sample.head(), sample.id("HEAD~1")];
        let mut seen: Vec<(String, Vec<String>)> = Vec::new();
        repo.walk(&tips, &mut |id, parents| {
            seen.push((id.to_owned(), parents.map(str::to_owned).collect()));
        })
        .unwrap();
        let at = |id: &str| seen.iter().position(|(known, _)| known == id).unwrap();
        assert_eq!(seen.len(), 4, "{which}");
        for (id, parents) in &seen {
            assert!(parents.iter().all(|parent| at(parent) > at(id)), "{which}: {seen:?}");
        }
        assert_eq!(seen[0].0, sample.head().as_str(), "{which}");
        assert_eq!(seen[0].1.len(), 2, "{which}");
        repo.walk(&[], &mut |_, _| panic!("nothing was asked for")).unwrap();
        let missing = ObjectId::new(&"5".repeat(sample.head().as_str().len())).unwrap();
        let error = repo.walk(&[missing], &mut |_, _| {}).unwrap_err();
        assert!(error.to_string().contains("rev-list"), "{which}: {error}");
    });
}

#[test]
fn files_are_found_at_each_commit_and_only_files() {
    every_kind(build, |sample, repo, which| {
        let (one, side, head) = (sample.id("HEAD~2"), sample.id("side"), sample.head());
        let asked = [
            (&head, "a/f"),
            (&one, "a/f"),
            (&side, "a/f"),
            (&one, "b/g"),
            (&head, "b/g"),
            (&head, "b"),
            (&head, "link"),
            (&head, "link/x"),
            (&side, "big"),
        ]
        .map(|(commit, text)| (commit.clone(), path(text)));
        let blobs = repo.blobs_at(&asked).unwrap();
        let found: Vec<bool> = blobs.iter().map(Option::is_some).collect();
        let wanted = [true, true, true, false, true, false, false, false, true];
        assert_eq!(found, wanted, "{which}");
        assert_eq!(blobs[0], blobs[2], "{which}: one content, one blob");
        let ids: Vec<ObjectId> = blobs.iter().flatten().cloned().collect();
        let bytes = repo.contents(&ids).unwrap();
        let first: Vec<_> = bytes.iter().map(|b| b.as_deref().map(|b| b.len())).collect();
        assert_eq!(first, [Some(1), Some(1), Some(1), Some(1), None], "{which}: 9 MiB");
        assert_eq!(bytes[1].as_deref(), Some(&b"1"[..]), "{which}");
    });
}

#[test]
fn a_tag_tells_when_it_was_made_if_it_is_one() {
    every_kind(build, |_, repo, which| {
        let tags = repo.tags(&["heavy", "light"]).unwrap();
        let times: Vec<_> = tags.iter().map(|tag| tag.as_ref().unwrap().time).collect();
        assert_eq!(times, [Some(1_714_564_800), None], "{which}");
    });
}
