//! The index file itself, beside what git says is in it.

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
    for version in ["2", "3", "4"] {
        sample.git(&["update-index", "--index-version", version]);
        // An intended file and one that is left out have further flags.
        sample.write("a/intended", "");
        sample.git(&["add", "-N", "a/intended"]);
        sample.git(&["update-index", "--skip-worktree", "z"]);
        let [file, git] = both(&sample);
        assert_eq!(file, git, "version {version}");
        assert!(file.iter().any(|entry| entry.skipped) && file.len() == 7, "version {version}");
        sample.git(&["update-index", "--no-skip-worktree", "z"]);
        sample.git(&["rm", "-q", "--cached", "a/intended"]);
        let [file, git] = both(&sample);
        assert_eq!(file, git, "version {version}, without them");
    }
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
        let mut written = b"before".to_vec();
        staged.tree(&id, &mut written).unwrap();
        assert_eq!(written, [b"before".as_slice(), &stored].concat(), "{id}");
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
        let stage = parse(&other).unwrap();
        assert!(!known(&stage).contains(&String::new()), "{}", char::from(count));
        assert_eq!(known(&stage).len(), 6, "all others are as they were");
    }
}

#[test]
fn a_damaged_index_is_refused_or_read_and_never_worse() {
    let sample = sample();
    for version in ["2", "4"] {
        sample.git(&["update-index", "--index-version", version]);
        let whole = bytes(&sample);
        let trees = trees(&sample);
        let look = |bytes: &[u8]| {
            if let Some(stage) = parse(bytes) {
                let index = Index::new(stage);
                for id in &trees {
                    let _ = index.tree(id, &mut Vec::new());
                }
            }
        };
        for end in 0..whole.len() {
            look(&whole[..end]);
            for byte in [0, 1, b'/', 0x7f, 0x80, 0xff] {
                let mut other = whole.clone();
                other[end] = byte;
                look(&other);
            }
        }
        assert!(parse(&whole).is_some() && parse(&whole[..whole.len() / 2]).is_none());
    }
    for (name, refused) in [(b"link", true), (b"sdir", true), (b"UNTR", false), (b"XYZW", false)] {
        let whole = bytes(&sample);
        let (content, sum) = whole.split_at(whole.len() - 20);
        let other = [content, name, &[0, 0, 0, 1, 7], sum].concat();
        assert_eq!(parse(&other).is_none(), refused, "{}", String::from_utf8_lossy(name));
    }
}
