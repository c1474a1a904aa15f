//! Files, folders and paths, from whichever view they are asked for.

use place::{ObjectId, RepoPath};

use crate::changed::entries;
use crate::disk::Disk;
use crate::locate::{Found, locate_in};
use crate::object::readable;
use crate::repo::Repo;
use crate::staged::Indexed;
use crate::{Entry, File, LIMIT, Mode, RepoError, View};

/// The mode and the blob of a file in a tree or in the index; `None` where there is none.
type Leaf = Option<(Mode, ObjectId)>;

impl Repo {
    /// The files at `paths`, in that order, read in one pass; `None` for one that is not there. A
    /// symbolic link comes as itself, with the path that it points at for bytes.
    ///
    /// # Errors
    /// What is not a file of this repository: a folder, a named pipe, anything behind a symbolic
    /// link or in a submodule, a conflict in the index, more than 8 MiB, and in a commit or the
    /// index a file with a twin that differs only in case.
    pub fn files(&self, view: &View, paths: &[RepoPath]) -> Result<Vec<Option<File>>, RepoError> {
        self.read(view, paths, u64::MAX)
    }

    /// As [`Repo::files`], of files that may be of any size: each one's is looked at before it is
    /// read, which takes longer than to read what is small.
    ///
    /// # Errors
    /// As [`Repo::files`].
    pub(crate) fn any_files(
        &self,
        view: &View,
        paths: &[RepoPath],
    ) -> Result<Vec<Option<File>>, RepoError> {
        self.read(view, paths, LIMIT)
    }

    /// Reads files, each into memory if it has no more than `limit` bytes. Above [`LIMIT`] it is
    /// refused in any case.
    fn read(
        &self,
        view: &View,
        paths: &[RepoPath],
        limit: u64,
    ) -> Result<Vec<Option<File>>, RepoError> {
        match view {
            View::Commit(commit) => self.blobs(paths, self.entries_at(commit, paths)?, limit),
            View::Index => self.indexed(paths, limit),
            View::Worktree => {
                let mut disk = Disk::new(self.root());
                paths.iter().map(|path| disk.read(path)).collect()
            }
        }
    }

    /// The names in each folder, sorted, in the order asked; `None` for what is no folder of this
    /// repository. On the disk untracked names are among them. Names that no [`RepoPath`] can have
    /// are left out.
    ///
    /// # Errors
    /// Objects, the index or the disk that cannot be read.
    pub fn list(
        &self,
        view: &View,
        folders: &[RepoPath],
    ) -> Result<Vec<Option<Vec<Entry>>>, RepoError> {
        match view {
            View::Commit(commit) => self.listed(commit, folders),
            View::Index => {
                let index = self.index()?;
                Ok(folders.iter().map(|folder| index.names(folder)).collect())
            }
            View::Worktree => {
                let mut disk = Disk::new(self.root());
                folders.iter().map(|folder| disk.names(folder)).collect()
            }
        }
    }

    /// Every tracked file and symbolic link, sorted by bytes; submodules are left out. For the work
    /// tree these are the index's, whether or not they are still on the disk. A name that no
    /// [`RepoPath`] can have has U+FFFD in place of what offends.
    ///
    /// # Errors
    /// Objects or the index that cannot be read.
    pub fn all_paths(&self, view: &View) -> Result<Vec<RepoPath>, RepoError> {
        match view {
            View::Commit(commit) => {
                let all = entries(self.store(), self.store().commit(commit)?.tree)?.into_iter();
                Ok(all.filter(|(_, (mode, _))| *mode != Mode::Submodule).map(|(p, _)| p).collect())
            }
            View::Index | View::Worktree => Ok(self.index()?.paths()),
        }
    }

    /// The mode and the blob of the files at `paths` in a commit, in that order; `None` for one that
    /// is not there.
    ///
    /// # Errors
    /// As [`Repo::files`], but for the size.
    pub fn entries_at(
        &self,
        commit: &ObjectId,
        paths: &[RepoPath],
    ) -> Result<Vec<Leaf>, RepoError> {
        let tree = self.store().commit(commit)?.tree;
        let mut leaves = Vec::with_capacity(paths.len());
        for (path, answer) in paths.iter().zip(locate_in(self.store(), &tree, paths, true)?) {
            let leaf = leaf(path, answer.found)?;
            if let (Some(_), Some(name)) = (&leaf, answer.twin) {
                let twin = path.parent().unwrap_or_else(RepoPath::root);
                let slash = if twin.is_root() { "" } else { "/" };
                let twin = format!("{}{slash}{name}", twin.as_str());
                return Err(RepoError::CaseTwins { path: path.clone(), twin });
            }
            leaves.push(leaf);
        }
        Ok(leaves)
    }

    fn indexed(&self, paths: &[RepoPath], limit: u64) -> Result<Vec<Option<File>>, RepoError> {
        let index = self.index()?;
        let mut leaves = Vec::with_capacity(paths.len());
        for (path, twin) in paths.iter().zip(index.twins(paths)) {
            let leaf = match index.find(path)? {
                Indexed::Found(found) => leaf(path, found)?,
                Indexed::Folder => return Err(RepoError::Folder { path: path.clone() }),
            };
            if let (Some(_), Some(twin)) = (&leaf, twin) {
                return Err(RepoError::CaseTwins { path: path.clone(), twin });
            }
            leaves.push(leaf);
        }
        self.blobs(paths, leaves, limit)
    }

    /// Reads all blobs in one pass and gives them back to their paths.
    pub(crate) fn blobs(
        &self,
        paths: &[RepoPath],
        leaves: Vec<Leaf>,
        limit: u64,
    ) -> Result<Vec<Option<File>>, RepoError> {
        let ids: Vec<ObjectId> = leaves.iter().flatten().map(|(_, id)| id.clone()).collect();
        let mut objects = self.store().objects(&ids, limit)?.into_iter();
        let file = |(path, leaf): (&RepoPath, Leaf)| {
            let Some(((mode, id), object)) = leaf.and_then(|leaf| Some((leaf, objects.next()?)))
            else {
                return Ok(None);
            };
            let Some(bytes) = object.bytes.filter(|_| object.size <= LIMIT) else {
                return Err(RepoError::TooLarge { path: path.clone(), bytes: object.size });
            };
            Ok(Some(File { id: Some(id), mode, bytes }))
        };
        paths.iter().zip(leaves).map(file).collect()
    }

    fn listed(
        &self,
        commit: &ObjectId,
        folders: &[RepoPath],
    ) -> Result<Vec<Option<Vec<Entry>>>, RepoError> {
        let tree = self.store().commit(commit)?.tree;
        let mut lists = vec![None; folders.len()];
        let mut there = Vec::new();
        let mut trees = Vec::new();
        let answers = locate_in(self.store(), &tree, folders, false)?;
        for ((folder, answer), list) in folders.iter().zip(answers).zip(&mut lists) {
            if let Found::Folder(id) = answer.found {
                there.push((folder, list));
                trees.push(id);
            }
        }
        self.store().each_tree(&trees, |at, entries| {
            let Some((folder, list)) = there.get_mut(at) else { return Ok(()) };
            let mut names = Vec::new();
            for entry in entries {
                let entry = entry?;
                if readable(folder, entry.name).is_some() {
                    let name = String::from_utf8_lossy(entry.name).into_owned();
                    let folder = entry.folder() || entry.mode() == Mode::Submodule;
                    names.push(Entry { name, folder, special: false });
                }
            }
            names.sort_unstable();
            **list = Some(names);
            Ok(())
        })?;
        Ok(lists)
    }
}

/// The blob to read for `path`, nothing where there is none, and the refusals.
fn leaf(path: &RepoPath, found: Found) -> Result<Leaf, RepoError> {
    let path = path.clone();
    match found {
        Found::Missing => Ok(None),
        Found::Folder(_) => Err(RepoError::Folder { path }),
        Found::Leaf(Mode::Submodule, _) => Err(RepoError::Submodule { at: path.clone(), path }),
        Found::Leaf(mode, id) => Ok(Some((mode, id))),
        Found::Behind(Mode::Symlink, at) => Err(RepoError::SymlinkedParent { path, at }),
        Found::Behind(_, at) => Err(RepoError::Submodule { path, at }),
    }
}
