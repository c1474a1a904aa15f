//! Everything in a repository that a refused command must leave as it was.

extern crate alloc;

use alloc::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{Output, Repository};

/// Refs, index, status, every file's bytes, and whatever lies in our folder of git's.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct State {
    head: Output,
    refs: Output,
    index: Output,
    status: Output,
    files: BTreeMap<String, Entry>,
    ours: BTreeMap<String, Entry>,
    /// Lock files left anywhere in git's folder.
    locks: Vec<String>,
}

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
        collect(&common.join("syncline"), "", &mut ours);
        let mut inside = BTreeMap::new();
        collect(common, "", &mut inside);
        Self {
            head: git(&["symbolic-ref", "-q", "HEAD"]),
            refs: git(&["for-each-ref", "--format=%(objectname) %(refname)"]),
            index: git(&["ls-files", "--stage", "-v"]),
            // Status may refresh the index otherwise, and hide what it is there to find.
            status: git(&["--no-optional-locks", "status", "--porcelain=v2", "-uall", "-z"]),
            files: files.into_iter().filter(|(path, _)| !path.starts_with(".git/")).collect(),
            ours,
            locks: inside.into_keys().filter(|path| path.ends_with(".lock")).collect(),
        }
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
    let changes: [(&str, Change); 7] = [
        ("a commit", |at| _ = at.commit("Second")),
        ("a tag", |at| _ = at.tag("v1")),
        ("a staged file", |at| _ = at.git(&["update-index", "--cacheinfo", EMPTY])),
        ("a file's byte", |at| _ = at.write("f", "2")),
        ("an ignored file", |at| _ = at.write("ignored", "2")),
        ("a branch", |at| _ = at.git(&["switch", "-q", "-c", "other"])),
        ("a journal", |at| _ = at.write(".git/syncline/journal", "x")),
    ];
    for (what, change) in changes {
        let repository = Repository::new();
        repository.write("f", "1").write(".gitignore", "ignored\n").commit("First");
        let before = repository.state();
        assert_eq!(before, repository.state(), "looking changes nothing");
        change(&repository);
        assert_ne!(before, repository.state(), "{what} is not seen");
    }
}
