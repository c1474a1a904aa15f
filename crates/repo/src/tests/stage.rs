//! The index file itself, beside what git says is in it.

use sha1::{Digest as _, Sha1};

use super::*;
use crate::backend::{Backend as _, Known, Stage, Staged};
use crate::libgit2::index::parse;
use crate::staged::Index;

/// A sample with folders in folders, whose names are told apart only by what follows them.
fn sample() -> Sample {
    let sample = Sample::new();
    for name in ["a.b", "a/b/c", "a/b/d", "a/e", "a-b/c", "deep/er/still/x", "z"] {
        sample.write(name, name);
    }
    sample.git(&["add", "-A"]);
    sample.git(&["update-index", "--chmod=+x", "a/e"]);
    sample.commit("one");
    sample
}

fn bytes(sample: &Sample) -> Vec<u8> {
    fs::read(sample.root().join(".git/index")).unwrap()
}

/// What is staged, as the file says it and as git does; when a file was written is told by one only.
fn both(sample: &Sample) -> [Vec<Staged>; 2] {
    sample.both().map(|(_, repo)| {
        let reader = &repo.store().reader;
        let stage = match &reader.quick {
            Some(quick) => quick.index().unwrap(),
            None => reader.plain.index().unwrap(),
        };
        stage.entries.into_iter().map(|entry| Staged { noted: None, ..entry }).collect()
    })
}

/// The folders that the index knows the trees of.
fn known(stage: &Stage) -> Vec<String> {
    let name = |known: &Known| String::from_utf8(known.folder.clone()).unwrap();
    let mut names: Vec<String> = stage.known.iter().map(name).collect();
    names.sort_unstable();
    names
}

/// Every tree below `HEAD`, its root included.
fn trees(sample: &Sample) -> Vec<ObjectId> {
    let inner = sample.git(&["ls-tree", "-r", "-d", "--format=%(objectname)", "HEAD"]);
    let inner = inner.lines().map(|line| ObjectId::new(line).unwrap());
    core::iter::once(sample.id("HEAD^{tree}")).chain(inner).collect()
}

#[test]
fn every_version_of_the_index_is_read_as_git_reads_it() {
    let sample = sample();
    // Version 4 says in two bytes how much of it is not in the next path.
    sample.write(&format!("deep/{}", "x".repeat(200)), "");
    sample.git(&["add", "deep"]);
    for version in ["2", "3", "4"] {
        sample.git(&["update-index", "--index-version", version]);
        // An intended file and one that is left out have further flags.
        sample.write("a/intended", "");
        sample.git(&["add", "-N", "a/intended"]);
        sample.git(&["update-index", "--skip-worktree", "z"]);
        let [file, git] = both(&sample);
        assert_eq!(file, git, "version {version}");
        assert!(file.iter().any(|entry| entry.skipped) && file.len() == 8, "version {version}");
        sample.git(&["update-index", "--no-skip-worktree", "z"]);
        sample.git(&["rm", "-q", "--cached", "a/intended"]);
        let [file, git] = both(&sample);
        assert_eq!(file, git, "version {version}, without them");
    }
}

#[test]
fn what_git_noted_of_a_file_is_what_the_system_says_of_it() {
    let sample = sample();
    let stage = parse(&bytes(&sample)).unwrap();
    for entry in &stage.entries {
        let path = str::from_utf8(&entry.path).unwrap();
        let there = fs::metadata(sample.root().join(path)).unwrap();
        let noted = entry.noted.unwrap();
        assert_eq!(
            (noted.written, u64::from(noted.size)),
            (there.modified().unwrap(), there.len())
        );
    }
    assert_eq!(stage.entries.len(), 7);
}

#[test]
fn the_sides_of_a_conflict_are_read_as_git_reads_them() {
    let sample = sample();
    let before = sample.head();
    sample.write("a/b/c", "ours");
    sample.commit("ours");
    sample.git(&["checkout", "-q", "-b", "other", before.as_str()]);
    sample.write("a/b/c", "theirs");
    sample.commit("theirs");
    sample.git.run(&["merge", "main"], b"").unwrap_err();
    let [file, git] = both(&sample);
    assert_eq!(file, git);
    let stages: Vec<u8> = file.iter().filter(|e| e.path == b"a/b/c").map(|e| e.stage).collect();
    assert_eq!(stages, [1, 2, 3]);
}

#[test]
fn trees_out_of_the_index_are_those_that_git_has() {
    let sample = sample();
    let index = || parse(&bytes(&sample)).unwrap();
    assert_eq!(known(&index()).len(), 7, "{:?}", known(&index()));
    let staged = Index::new(index());
    for id in trees(&sample) {
        let stored = sample.git.run(&["cat-file", "tree", id.as_str()], b"").unwrap().stdout;
        assert_eq!(staged.tree(&id).unwrap(), stored, "{id}");
    }
    // What something was staged in is no tree any more, whether something came, changed or went.
    let all = known(&index());
    for (change, path) in [("2", "a/b/c"), ("new", "a/b/new"), ("", "a/b/d")] {
        match change {
            "" => fs::remove_file(sample.root().join(path)).unwrap(),
            text => sample.write(path, text),
        }
        // Of this file alone: git would stage all others anew, which are as young as the index.
        sample.git(&["add", "-A", path]);
        let left: Vec<_> =
            all.iter().filter(|name| !["", "a/", "a/b/"].contains(&&***name)).collect();
        assert_eq!(known(&index()).iter().collect::<Vec<_>>(), left, "{path}");
    }
    sample.commit("two");
    assert_eq!(known(&index()), all, "a commit makes the trees anew");
}

/// The same file with other bytes, summed up anew.
fn summed(mut whole: Vec<u8>) -> Vec<u8> {
    let content = whole.len() - 20;
    let sum = Sha1::digest(&whole[..content]);
    whole[content..].copy_from_slice(&sum);
    whole
}

#[test]
fn a_tree_with_other_entries_than_it_was_made_of_is_not_believed() {
    let sample = sample();
    let whole = bytes(&sample);
    let place = whole.windows(4).rposition(|word| word == b"TREE").unwrap();
    let root = place + 9;
    assert_eq!(whole[root..root + 2], *b"7 ", "how many entries the root has");
    for count in [b'6', b'8'] {
        let mut other = whole.clone();
        other[root] = count;
        let stage = parse(&summed(other)).unwrap();
        assert!(!known(&stage).contains(&String::new()), "{}", char::from(count));
        assert_eq!(known(&stage).len(), 6, "all others are as they were");
    }
    // As many, but another one: some programs write a file anew and leave what is said of trees.
    let id = sample.git(&["rev-parse", "HEAD:a/e"]);
    let id: Vec<u8> = ObjectId::new(&id).unwrap().bytes().collect();
    let place = whole.windows(20).position(|word| word == id).unwrap();
    let mut other = whole.clone();
    other[place] ^= 1;
    let index = Index::new(parse(&summed(other)).unwrap());
    for (path, made) in [("a", false), ("a/b", true), ("deep", true)] {
        let id = sample.id(&format!("HEAD:{path}"));
        assert_eq!(index.tree(&id).is_some(), made, "{path}");
    }
}

/// git's index has no entry for a folder without a file, but knows its tree.
#[test]
fn a_folder_that_nothing_is_in_is_as_it_is_in_its_commit() {
    let sample = sample();
    let empty = sample.git(&["mktree"]);
    let inner = sample.git(&["ls-tree", "HEAD"]);
    let with = format!("{inner}\n040000 tree {empty}\tempty\n");
    let tree = sample.git.run(&["mktree"], with.as_bytes()).unwrap().line();
    let commit = sample.git(&["commit-tree", "-m", "two", "-p", "HEAD", &tree]);
    sample.git(&["reset", "-q", "--hard", &commit]);
    let said = String::from_utf8_lossy(&bytes(&sample)).contains("empty\x000 0\n");
    assert!(said, "git wrote it down");
    for (which, repo) in sample.both() {
        let view = crate::View::Commit(sample.head());
        let lists = repo.list(&view, &paths(&["", "empty", "a"])).unwrap();
        let lists = lists.into_iter().map(|list| list.map(|list| list.len())).collect::<Vec<_>>();
        assert_eq!(lists, [Some(6), Some(0), Some(2)], "{which}");
        assert_eq!(repo.staged().unwrap(), [], "{which}");
    }
}

#[test]
fn a_mode_that_old_programs_wrote_is_the_one_that_git_reads() {
    let sample = sample();
    let tree = sample.git.run(&["cat-file", "tree", "HEAD^{tree}"], b"").unwrap().stdout;
    let place = tree.windows(6).position(|word| word == b"100644").unwrap();
    let mut old = tree.clone();
    old[place + 4] = b'6';
    let write = ["hash-object", "-t", "tree", "-w", "--literally", "--stdin"];
    let old = sample.git.run(&write, &old).unwrap().line();
    let commit = ObjectId::new(&sample.git(&["commit-tree", "-m", "old", &old])).unwrap();
    for (which, repo) in sample.both() {
        let changed = repo.changed(&[(commit.clone(), path(""))], &sample.head()).unwrap();
        assert_eq!(changed, [paths(&[])], "{which}");
    }
}

/// Bytes of a file that git would refuse to read are not guessed at.
#[test]
fn flags_that_git_does_not_know_and_wrong_lengths_are_refused() {
    let sample = sample();
    sample.git(&["update-index", "--skip-worktree", "a-b/c"]);
    let whole = bytes(&sample);
    // Behind the header and what is written down of the first file.
    let flags = 12 + 40 + 20;
    assert_eq!(whole[flags..flags + 4], [0x40, 5, 0x40, 0], "a path of five bytes, left out");
    for (at, bit) in [(flags + 1, 1), (flags + 2, 0x80), (flags + 3, 1)] {
        let mut other = whole.clone();
        other[at] ^= bit;
        assert!(parse(&summed(other)).is_none(), "byte {at}");
    }
}

#[test]
fn trees_with_a_second_root_are_refused() {
    let whole = bytes(&sample());
    let place = whole.windows(4).rposition(|word| word == b"TREE").unwrap();
    let (before, known) = (&whole[..place], &whole[place + 8..whole.len() - 20]);
    let with = |known: &[u8]| {
        let length = u32::try_from(known.len()).unwrap().to_be_bytes();
        parse(&summed([before, b"TREE", &length, known, &[0; 20]].concat()))
    };
    assert_eq!(with(known).unwrap().known.len(), 7);
    assert!(with(&known.repeat(2)).is_none());
}

#[test]
fn a_damaged_index_is_refused_or_read_and_never_worse() {
    let sample = sample();
    for version in ["2", "4"] {
        sample.git(&["update-index", "--index-version", version]);
        let whole = bytes(&sample);
        let trees = trees(&sample);
        let stored =
            |id: &ObjectId| sample.git.run(&["cat-file", "tree", id.as_str()], b"").unwrap().stdout;
        let stored: Vec<_> = trees.iter().map(stored).collect();
        let look = |bytes: Vec<u8>| {
            let Some(stage) = parse(&summed(bytes)) else { return };
            let index = Index::new(stage);
            for (id, stored) in trees.iter().zip(&stored) {
                assert!(index.tree(id).is_none_or(|made| made == *stored), "{id}");
            }
        };
        for end in 0..whole.len() {
            assert!(parse(&whole[..end]).is_none(), "cut after {end}");
            for byte in [0, 1, b'/', 0x7f, 0x80, 0xff] {
                let mut other = whole.clone();
                other[end] = byte;
                let damaged = other != whole;
                assert!(!damaged || parse(&other).is_none(), "{byte} at {end}");
                look(other);
            }
        }
        assert!(parse(&whole).is_some(), "version {version}");
        let mut unsummed = whole.clone();
        let sum = whole.len() - 20;
        unsummed[sum..].fill(0);
        assert!(parse(&unsummed).is_some(), "git may be told to write no sum");
    }
    for (name, refused) in
        [(b"link", true), (b"sdir", true), (b"1ink", true), (b"UNTR", false), (b"XYZW", false)]
    {
        let whole = bytes(&sample);
        let (content, sum) = whole.split_at(whole.len() - 20);
        let other = summed([content, name, &[0, 0, 0, 1, 7], sum].concat());
        assert_eq!(parse(&other).is_none(), refused, "{}", String::from_utf8_lossy(name));
    }
}
