//! What differs from `HEAD`, in the index and on the disk.

use alloc::collections::BTreeMap;
use core::fmt;

use place::{ObjectId, RepoPath};

use crate::backend::{Backend as _, Staged};
use crate::disk::{Disk, Met};
use crate::locate::{Found, locate_in};
use crate::object::reported_path;
use crate::repo::Repo;
use crate::{File, LIMIT, Mode, RepoError};

/// How a path differs from `HEAD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// The index differs from `HEAD`.
    Staged,
    /// The file differs from the index, or there is a conflict.
    Modified,
    /// The file is gone from the disk.
    Deleted,
    /// git does not know the file, or is told to ignore it.
    Untracked,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Staged => "staged",
            Self::Modified => "modified",
            Self::Deleted => "deleted",
            Self::Untracked => "untracked",
        })
    }
}

/// Paths that differ, each with how.
type Dirty = Vec<(RepoPath, Difference)>;

/// What is known of a path before its file is hashed.
enum Verdict {
    /// As in `HEAD`, or nowhere at all.
    Clean,
    /// It differs, and how.
    Differs(Difference),
    /// The bytes differ from this blob's; only git's filters can tell whether that matters.
    Compare(ObjectId),
}

impl Repo {
    /// A file whose merge has a conflict that the index still waits for, if there is one: git makes
    /// no commit until it is resolved.
    ///
    /// # Errors
    /// An index that cannot be read.
    pub fn unmerged(&self) -> Result<Option<RepoPath>, RepoError> {
        let index = self.index()?;
        let unmerged = index.entries().iter().find(|entry| entry.stage != 0);
        Ok(unmerged.map(|entry| reported_path(&entry.path)))
    }

    /// Which of `paths`, files all, differ from `HEAD`, in the order asked, and how. Line endings and
    /// filters that git would undo make no difference. A file is compared by content, so git's hints
    /// about files that it assumes unchanged are not believed.
    ///
    /// # Errors
    /// Objects, the index or files that cannot be read.
    pub fn dirty(&self, paths: &[RepoPath]) -> Result<Dirty, RepoError> {
        Ok(self.compared(paths, false)?.0)
    }

    /// As [`Repo::dirty`]; with the files that had to be read for it, each in its place among `paths`.
    ///
    /// # Errors
    /// As [`Repo::dirty`].
    pub fn dirty_and_read(
        &self,
        paths: &[RepoPath],
    ) -> Result<(Dirty, Vec<Option<File>>), RepoError> {
        self.compared(paths, true)
    }

    /// As [`Repo::dirty_and_read`]; without the files, unless they are to be kept.
    fn compared(
        &self,
        paths: &[RepoPath],
        keep: bool,
    ) -> Result<(Dirty, Vec<Option<File>>), RepoError> {
        let head = self.head_entries(paths)?;
        let index = self.index()?;
        let trusted = self.config_bool("core.fileMode")?.unwrap_or(cfg!(unix));
        let asked: Vec<_> = paths.iter().zip(head).collect();
        let looked = self.shared(&asked, |repo, asked| {
            let mut disk = Disk::new(repo.root());
            let looked = asked.iter().map(|(path, head)| {
                let staged = index.at(path);
                let (verdict, file) =
                    repo.on_disk(&mut disk, path, head.as_ref(), staged, trusted)?;
                Ok((verdict, file.filter(|_| keep)))
            });
            looked.collect()
        })?;
        let (verdicts, files) = looked.into_iter().unzip();
        Ok((self.settled(paths, verdicts)?, files))
    }

    /// The blob that each of `paths` would be if it were staged as it is on the disk, in the order
    /// asked: git's filters are applied. `None` where no file is.
    ///
    /// # Errors
    /// Files that cannot be read.
    pub fn hashed(&self, paths: &[RepoPath]) -> Result<Vec<Option<ObjectId>>, RepoError> {
        let mut disk = Disk::new(self.root());
        let mut there = Vec::with_capacity(paths.len());
        for path in paths {
            let met = disk.meet(path)?;
            there.push(matches!(met, Met::File(mode, _) if mode != Mode::Symlink));
        }
        let files = paths.iter().zip(&there).filter(|(_, there)| **there);
        let mut hashes = self.hash(&files.map(|(path, _)| path).collect::<Vec<_>>())?.into_iter();
        Ok(there.into_iter().map(|there| if there { hashes.next() } else { None }).collect())
    }

    /// The blob that is staged at each of `paths`, in the order asked; `None` where there is none, or a
    /// conflict.
    ///
    /// # Errors
    /// An index that cannot be read.
    pub fn staged_blobs(&self, paths: &[RepoPath]) -> Result<Vec<Option<ObjectId>>, RepoError> {
        let index = self.index()?;
        let blob = |path| match index.at(path) {
            [entry] if entry.stage == 0 => Some(entry.id.clone()),
            _ => None,
        };
        Ok(paths.iter().map(blob).collect())
    }

    /// The blob that has exactly these bytes; `None` where only git can tell.
    #[must_use]
    pub fn blob_id(&self, bytes: &[u8]) -> Option<ObjectId> {
        self.store().reader.blob_id(bytes)
    }

    /// The paths whose staged content or mode differs from `HEAD`, sorted by bytes; all of them
    /// where there is no commit yet. Conflicts are among them, submodules too.
    ///
    /// # Errors
    /// Objects or the index that cannot be read.
    pub fn staged(&self) -> Result<Vec<RepoPath>, RepoError> {
        let index = self.index()?;
        let mut old: BTreeMap<RepoPath, (Mode, ObjectId)> = BTreeMap::new();
        if let Some(commit) = self.store().reader.head()?.commit() {
            old = crate::changed::entries(self.store(), self.store().commit(commit)?.tree)?;
        }
        let mut paths = Vec::new();
        for entry in index.entries() {
            let path = reported_path(&entry.path);
            let before = old.remove(&path);
            let same = before.is_some_and(|(mode, id)| mode == entry.mode && id == entry.id);
            if entry.stage != 0 || !same {
                paths.push(path);
            }
        }
        paths.extend(old.into_keys());
        paths.sort_unstable();
        paths.dedup();
        Ok(paths)
    }

    /// What `HEAD` has at each path, where that is a file, a link or a submodule.
    fn head_entries(&self, paths: &[RepoPath]) -> Result<Vec<Option<(Mode, ObjectId)>>, RepoError> {
        let Some(commit) = self.store().reader.head()?.commit().cloned() else {
            return Ok(vec![None; paths.len()]);
        };
        let tree = self.store().commit(&commit)?.tree;
        let found = locate_in(self.store(), &tree, paths, false)?;
        let entries = found.into_iter().map(|a| match a.found {
            Found::Leaf(mode, id) => Some((mode, id)),
            _ => None,
        });
        Ok(entries.collect())
    }

    /// How the file on the disk compares with what is `staged` of it, and that with what `HEAD` has;
    /// and the file, where it was read.
    fn on_disk(
        &self,
        disk: &mut Disk<'_>,
        path: &RepoPath,
        head: Option<&(Mode, ObjectId)>,
        staged: &[Staged],
        trusted: bool,
    ) -> Result<(Verdict, Option<File>), RepoError> {
        let unread = |verdict| Ok((verdict, None));
        let entry = match staged {
            [entry] if entry.stage == 0 => entry,
            [_, ..] => return unread(Verdict::Differs(Difference::Modified)),
            [] => {
                return unread(match (head, disk.meet(path)?) {
                    (None, Met::Missing) => Verdict::Clean,
                    (None, _) => Verdict::Differs(Difference::Untracked),
                    (Some(_), Met::Missing) => Verdict::Differs(Difference::Deleted),
                    (Some(_), _) => Verdict::Differs(Difference::Staged),
                });
            }
        };
        if head.is_none_or(|(mode, id)| *mode != entry.mode || *id != entry.id) {
            return unread(Verdict::Differs(Difference::Staged));
        }
        let met = disk.meet(path)?;
        let (mode, size) = match met {
            Met::Missing if entry.skipped => return unread(Verdict::Clean),
            Met::Missing => return unread(Verdict::Differs(Difference::Deleted)),
            Met::Folder { .. } if entry.mode == Mode::Submodule => return unread(Verdict::Clean),
            Met::File(mode, size) => (mode, size),
            Met::Folder { .. } | Met::Special(_) | Met::Behind(..) => {
                return unread(Verdict::Differs(Difference::Modified));
            }
        };
        let link = |mode| mode == Mode::Symlink;
        if link(mode) != link(entry.mode) || (trusted && mode != entry.mode) {
            return unread(Verdict::Differs(Difference::Modified));
        }
        if size > LIMIT {
            return unread(Verdict::Compare(entry.id.clone()));
        }
        let file = disk.read_met(path, met)?;
        let same = file.as_ref().and_then(|file| self.store().reader.blob_id(&file.bytes));
        let verdict = match same {
            Some(id) if id == entry.id => Verdict::Clean,
            // A link has no filters, so that its target differs is all there is to know.
            Some(_) if link(mode) => Verdict::Differs(Difference::Modified),
            None if link(mode) => self.same_link(disk, path, &entry.id)?,
            _ => Verdict::Compare(entry.id.clone()),
        };
        Ok((verdict, file))
    }

    /// Compares a link's target with the staged one where nothing here can hash it.
    fn same_link(
        &self,
        disk: &mut Disk<'_>,
        path: &RepoPath,
        staged: &ObjectId,
    ) -> Result<Verdict, RepoError> {
        let here = disk.read(path)?.map(|file| file.bytes);
        let staged = self.store().objects(core::slice::from_ref(staged), LIMIT)?.pop();
        let same = staged.and_then(|object| object.bytes) == here;
        Ok(if same { Verdict::Clean } else { Verdict::Differs(Difference::Modified) })
    }

    /// Has git hash what is still open, filters applied, in one process.
    fn settled(&self, paths: &[RepoPath], verdicts: Vec<Verdict>) -> Result<Dirty, RepoError> {
        let open = paths.iter().zip(&verdicts);
        let open = open.filter(|(_, verdict)| matches!(verdict, Verdict::Compare(_)));
        let open: Vec<&RepoPath> = open.map(|(path, _)| path).collect();
        let mut hashes = self.hash(&open)?.into_iter();
        let mut dirty = Vec::new();
        for (path, verdict) in paths.iter().zip(verdicts) {
            match verdict {
                Verdict::Clean => {}
                Verdict::Differs(how) => dirty.push((path.clone(), how)),
                Verdict::Compare(staged) => {
                    if hashes.next() != Some(staged) {
                        dirty.push((path.clone(), Difference::Modified));
                    }
                }
            }
        }
        Ok(dirty)
    }

    /// What the content of each of `files` would be called as a blob.
    fn hash(&self, files: &[&RepoPath]) -> Result<Vec<ObjectId>, RepoError> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let list: String = files.iter().map(|path| listed(path) + "\n").collect();
        let git = self.store().reader.plain.git();
        let output = git.run(&["hash-object", "--stdin-paths"], list.as_bytes())?;
        Ok(output.line().lines().filter_map(ObjectId::new).collect())
    }
}

/// A path as `git hash-object --stdin-paths` reads it: one that begins with a quotation mark would
/// be taken for a quoted one.
fn listed(path: &RepoPath) -> String {
    let text = path.as_str();
    if text.starts_with('"') {
        format!("\"{}\"", text.replace('"', "\\\""))
    } else {
        text.to_owned()
    }
}
