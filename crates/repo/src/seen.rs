//! The work tree as git sees it: what a sparse checkout leaves out, and files in encodings that git
//! converts.

use place::{ObjectId, RepoPath};

use crate::repo::Repo;
use crate::staged::Index;
use crate::{Entry, File, Mode, RepoError, View};

impl Repo {
    /// As [`Repo::files`], but of the work tree what git sees there. A file that a sparse checkout
    /// leaves out is as it is staged. One that is not UTF-8 on the disk and has another encoding by
    /// its attributes (`working-tree-encoding`) is its staged content, unless it has been changed.
    ///
    /// # Errors
    /// As [`Repo::files`].
    pub fn seen(&self, view: &View, paths: &[RepoPath]) -> Result<Vec<Option<File>>, RepoError> {
        let files = self.files(view, paths)?;
        self.through_git(view, paths, files)
    }

    /// As [`Repo::seen`], of files that may be of any size: each one's is looked at before it is read,
    /// which takes longer than to read what is small.
    ///
    /// # Errors
    /// As [`Repo::files`].
    pub fn any_seen(
        &self,
        view: &View,
        paths: &[RepoPath],
    ) -> Result<Vec<Option<File>>, RepoError> {
        let files = self.any_files(view, paths)?;
        self.through_git(view, paths, files)
    }

    /// As [`Repo::list`], but of the work tree with what a sparse checkout leaves out.
    ///
    /// # Errors
    /// As [`Repo::list`].
    pub fn list_seen(
        &self,
        view: &View,
        folders: &[RepoPath],
    ) -> Result<Vec<Option<Vec<Entry>>>, RepoError> {
        let mut lists = self.list(view, folders)?;
        let left_out = if *view == View::Worktree { self.index()?.left_out() } else { None };
        let Some(left_out) = left_out else { return Ok(lists) };
        for (folder, list) in folders.iter().zip(&mut lists) {
            let Some(names) = left_out.names(folder).filter(|names| !names.is_empty()) else {
                continue;
            };
            let all = list.get_or_insert_default();
            all.extend(names);
            all.sort_unstable();
            all.dedup_by(|a, b| a.name == b.name);
        }
        Ok(lists)
    }

    /// Puts staged content in the place of those `files` of the work tree that are not to be had
    /// there as text.
    fn through_git(
        &self,
        view: &View,
        paths: &[RepoPath],
        mut files: Vec<Option<File>>,
    ) -> Result<Vec<Option<File>>, RepoError> {
        let odd = |file: &Option<File>| file.as_ref().is_none_or(|file| !is_text(file));
        if *view != View::Worktree || !files.iter().any(odd) {
            return Ok(files);
        }
        let index = self.index()?;
        let (mut absent, mut encoded) = (Vec::new(), Vec::new());
        for (at, (path, file)) in paths.iter().zip(&files).enumerate() {
            let Some(staged) = staged(&index, path).filter(|_| odd(file)) else { continue };
            match file {
                None if staged.skipped => absent.push((at, path.clone(), staged.leaf)),
                None => {}
                Some(_) => encoded.push((at, path.clone(), staged.leaf)),
            }
        }
        let unchanged: Vec<RepoPath> = encoded.iter().map(|(_, path, _)| path.clone()).collect();
        let hashes = self.hashed(&unchanged)?;
        let same = encoded.into_iter().zip(hashes);
        let same = same.filter(|((_, _, (_, id)), hash)| hash.as_ref() == Some(id));
        let wanted: Vec<_> = absent.into_iter().chain(same.map(|(wanted, _)| wanted)).collect();
        let places: Vec<RepoPath> = wanted.iter().map(|(_, path, _)| path.clone()).collect();
        let leaves = wanted.iter().map(|(_, _, leaf)| Some(leaf.clone())).collect();
        let read = self.blobs(&places, leaves, u64::MAX)?;
        for ((at, ..), file) in wanted.iter().zip(read) {
            files.get_mut(*at).into_iter().for_each(|place| place.clone_from(&file));
        }
        Ok(files)
    }
}

/// What is staged of a file.
struct Staged {
    leaf: (Mode, ObjectId),
    skipped: bool,
}

fn staged(index: &Index, path: &RepoPath) -> Option<Staged> {
    match index.at(path) {
        [entry] if entry.stage == 0 && matches!(entry.mode, Mode::Regular | Mode::Executable) => {
            Some(Staged { leaf: (entry.mode, entry.id.clone()), skipped: entry.skipped })
        }
        _ => None,
    }
}

/// Whether its bytes are text as we read it. A link is no file to be encoded.
fn is_text(file: &File) -> bool {
    file.mode == Mode::Symlink
        || (core::str::from_utf8(&file.bytes).is_ok() && !file.bytes.contains(&0))
}
