//! Everything in a repository that a refused command must leave as it was.

extern crate alloc;

use alloc::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::{Output, Repository};

/// Refs, index, status, every file's bytes, and whatever lies in our folder of git's.
#[derive(Debug)]
pub(crate) struct State {
    head: Output,
    refs: Output,
    index: Output,
    status: Output,
    files: BTreeMap<String, Entry>,
    /// What we keep in git's folder, and lock files left anywhere in it.
    ours: BTreeMap<String, Entry>,
}

/// The file that a running release holds a lock on.
const LOCK: &str = ".git/syncline/lock";

#[derive(Debug, PartialEq, Eq)]
enum Entry {
    File(Vec<u8>),
    Link(String),
    Other,
}

impl State {
    pub(super) fn of(repository: &Repository) -> Self {
        let git = |arguments: &[&str]| repository.try_git(arguments);
        // The common folder differs from the work tree's in a linked work tree.
        let common = git(&["rev-parse", "--path-format=absolute", "--git-common-dir"]).stdout;
        let common = Path::new(common.trim());
        let mut files = BTreeMap::new();
        collect(repository.root(), "", &mut files);
        let mut ours = BTreeMap::new();
        collect(common, ".git/", &mut ours);
        ours.retain(|path, _| path.starts_with(".git/syncline/") || path.ends_with(".lock"));
        // Locking leaves the file that it locks: removing it would race with the next to lock it.
        // Empty, and with nobody alive to hold it, it says nothing.
        ours.retain(|path, entry| path != LOCK || *entry != Entry::File(Vec::new()));
        Self {
            head: git(&["symbolic-ref", "-q", "HEAD"]),
            refs: git(&["for-each-ref", "--format=%(objectname) %(refname)"]),
            index: git(&["ls-files", "--stage", "-v"]),
            // Status may refresh the index otherwise, and hide what it is there to find.
            status: git(&["--no-optional-locks", "status", "--porcelain=v2", "-uall", "-z"]),
            files: files.into_iter().filter(|(path, _)| !path.starts_with(".git/")).collect(),
            ours,
        }
    }

    /// What is not as it was `before`, a line each; empty where nothing changed.
    pub(crate) fn changes_since(&self, before: &Self) -> Vec<String> {
        let git = [
            ("HEAD", &before.head, &self.head),
            ("refs", &before.refs, &self.refs),
            ("index", &before.index, &self.index),
            ("status", &before.status, &self.status),
        ];
        let git = git.into_iter().filter(|(_, old, new)| old != new);
        let mut all: Vec<String> =
            git.map(|(what, old, new)| format!("{what}: {old:?} -> {new:?}")).collect();
        for (old, new) in [(&before.files, &self.files), (&before.ours, &self.ours)] {
            let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for path in paths.into_iter().filter(|path| old.get(*path) != new.get(*path)) {
                all.push(format!("{path}: {:?} -> {:?}", old.get(path), new.get(path)));
            }
        }
        all
    }
}

/// Every file below `folder`, under its path from there; nothing where there is no such folder.
fn collect(folder: &Path, prefix: &str, into: &mut BTreeMap<String, Entry>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().unwrap();
        let found = if kind.is_dir() {
            collect(&entry.path(), &format!("{path}/"), into);
            continue;
        } else if kind.is_symlink() {
            Entry::Link(fs::read_link(entry.path()).unwrap().to_string_lossy().into_owned())
        } else if kind.is_file() {
            Entry::File(fs::read(entry.path()).unwrap())
        } else {
            Entry::Other
        };
        into.insert(path, found);
    }
}

/// A comparison that misses a change would let every test on it pass.
#[test]
fn every_kind_of_change_is_seen() {
    type Change = fn(&Repository);
    const EMPTY: &str = "100755,e69de29bb2d1d6434b8b29ae775ad8c2e48c5391,f";
    let changes: [(&str, Change); 9] = [
        ("a commit", |at| _ = at.commit("Second")),
        ("a tag", |at| _ = at.tag("v1")),
        ("a staged file", |at| _ = at.git(&["update-index", "--cacheinfo", EMPTY])),
        ("a file's byte", |at| _ = at.write("f", "2")),
        ("an ignored file", |at| _ = at.write("ignored", "2")),
        ("a branch", |at| _ = at.git(&["switch", "-q", "-c", "other"])),
        ("a lock left behind", |at| _ = at.write(".git/refs/x.lock", "")),
        ("a lock that names its holder", |at| _ = at.write(LOCK, "1 x")),
        ("a journal", |at| _ = at.write(".git/syncline/journal", "x")),
    ];
    for (what, change) in changes {
        let repository = Repository::new();
        repository.write("f", "1").write(".gitignore", "ignored\n").commit("First");
        let before = repository.state();
        let looked = repository.state().changes_since(&before);
        assert!(looked.is_empty(), "looking changes nothing, but: {looked:?}");
        change(&repository);
        let seen = repository.state().changes_since(&before);
        assert!(!seen.is_empty(), "{what} is not seen");
    }
}
