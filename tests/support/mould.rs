//! Repositories cast from one that was made before: writing its files again takes a fraction of
//! the time that git needs to make them.

use core::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::Repository;

/// All files of a repository, git's own included.
pub(crate) struct Mould {
    /// Folders, under their paths from the temporary folder, each before what it holds.
    folders: Vec<PathBuf>,
    files: Vec<(PathBuf, Vec<u8>)>,
    moment: i64,
}

impl Mould {
    /// Keeps a repository that has neither links nor programs in it.
    pub(crate) fn of(repository: &Repository) -> Self {
        let moment = repository.moment.get();
        let mut mould = Self { folders: Vec::new(), files: Vec::new(), moment };
        mould.keep(repository.folder.path(), Path::new(""));
        mould
    }

    fn keep(&mut self, base: &Path, folder: &Path) {
        for entry in fs::read_dir(base.join(folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                self.folders.push(path.clone());
                self.keep(base, &path);
            } else {
                assert!(kind.is_file(), "{}: a link would lose its way", path.display());
                self.files.push((path, fs::read(entry.path()).unwrap()));
            }
        }
    }

    /// The repository as it was, in a temporary folder of its own.
    pub(crate) fn cast(&self) -> Repository {
        let folder = TempDir::with_prefix("syncline-").unwrap();
        let base = folder.path().canonicalize().unwrap();
        for path in &self.folders {
            fs::create_dir(base.join(path)).unwrap();
        }
        for (path, bytes) in &self.files {
            fs::write(base.join(path), bytes).unwrap();
        }
        let (root, home) = (base.join("repository"), base.join("home"));
        Repository { folder, root, home, moment: Cell::new(self.moment) }
    }
}

#[test]
fn what_is_cast_is_what_was_kept() {
    let repository = Repository::new();
    repository.write("a/f", b"1\r\n\xff").commit("First");
    repository.tag("light").annotate("heavy", "Why").pack_refs();
    repository.write("a/staged", "2").git(&["add", "a/staged"]);
    let copy = Mould::of(&repository).cast();
    let changes = copy.state().changes_since(&repository.state());
    assert!(changes.is_empty(), "{changes:#?}");
    assert_eq!(copy.commit("Second"), repository.commit("Second"));
}
