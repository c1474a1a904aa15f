//! Objects by id, with the trees kept that were read last.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use core::cell::{Cell, RefCell};
use std::fs;
use std::path::{Path, PathBuf};

use place::ObjectId;

use crate::backend::{Backend, Reader, Stage};
use crate::object::{self, Entries, Kind, Object, Tree, malformed};
use crate::past::Past;
use crate::staged::Index;
use crate::stamp::{Stamp, stamp};
use crate::{Commit, RepoError};

/// How many bytes of trees are kept. Folders of a thousand components come to some 40 kB each, so
/// this holds a few hundred of them, and memory stays bounded however many there are.
const KEPT: usize = 16 << 20;

/// How many commits are kept at most. Each comes to some hundred bytes, and histories are long.
const KNOWN: usize = 1 << 14;

/// So many bytes of an index are read in the time that it takes to read one tree.
const INDEX_FOR_TREE: u64 = 3 << 10;

/// Takes the bytes of a tree, which are only lent, with its place among those asked for.
type SeeTree<'s> = dyn FnMut(usize, &[u8]) -> Result<(), RepoError> + 's;

/// A way of reading, and the trees read through it.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) reader: Reader,
    /// The index file, and what it was last.
    index: PathBuf,
    last_index: RefCell<Option<(Stamp, Arc<Index>)>>,
    /// Whether only git can read it.
    unreadable: Cell<bool>,
    kept: RefCell<Kept>,
    /// Commits that were read ahead, or on the way through a history.
    known: RefCell<BTreeMap<ObjectId, Commit>>,
    /// The history that was walked last.
    past: RefCell<Option<Past>>,
}

#[derive(Debug, Default)]
struct Kept {
    trees: BTreeMap<ObjectId, Arc<Tree>>,
    bytes: usize,
}

impl Store {
    pub(crate) fn new(reader: Reader, index: PathBuf) -> Self {
        Self {
            reader,
            index,
            last_index: RefCell::default(),
            unreadable: Cell::default(),
            kept: RefCell::default(),
            known: RefCell::default(),
            past: RefCell::default(),
        }
    }

    /// The trees `ids`, in the order asked.
    pub(crate) fn trees(&self, ids: &[ObjectId]) -> Result<Vec<Arc<Tree>>, RepoError> {
        let mut wanted: BTreeMap<&ObjectId, Option<Arc<Tree>>> = BTreeMap::new();
        let mut kept = self.kept.borrow_mut();
        for id in ids {
            wanted.entry(id).or_insert_with(|| kept.trees.get(id).cloned());
        }
        let unread: Vec<ObjectId> =
            wanted.iter().filter(|(_, tree)| tree.is_none()).map(|(id, _)| (*id).clone()).collect();
        self.read_trees(&unread, &mut |at, bytes| {
            let Some(id) = unread.get(at) else { return Ok(()) };
            let tree = Arc::new(Tree::new(id, bytes.to_vec()));
            if kept.bytes + tree.size() > KEPT {
                *kept = Kept::default();
            }
            kept.bytes += tree.size();
            kept.trees.insert(id.clone(), Arc::clone(&tree));
            wanted.insert(id, Some(tree));
            Ok(())
        })?;
        ids.iter().map(|id| wanted.get(id).cloned().flatten().ok_or_else(|| missing(id))).collect()
    }

    /// Lends the entries of the trees `ids` to `see`, with each tree's place among those asked for.
    /// None is kept that was not kept before: the large ones are those of past commits, each of
    /// which is looked at once.
    pub(crate) fn each_tree(
        &self,
        ids: &[ObjectId],
        mut see: impl FnMut(usize, Entries<'_>) -> Result<(), RepoError>,
    ) -> Result<(), RepoError> {
        let (mut places, mut unread) = (Vec::new(), Vec::new());
        for (at, id) in ids.iter().enumerate() {
            let kept = self.kept.borrow().trees.get(id).cloned();
            match kept {
                Some(tree) => see(at, tree.entries())?,
                None => {
                    places.push(at);
                    unread.push(id.clone());
                }
            }
        }
        self.read_trees(&unread, &mut |place, bytes| match (places.get(place), unread.get(place)) {
            (Some(at), Some(id)) => see(*at, Entries::of(id, bytes)),
            _ => Ok(()),
        })
    }

    /// Lends the bytes of the trees `ids` to `see`, in any order, each with its place among them:
    /// out of the index where they are at hand.
    fn read_trees(&self, ids: &[ObjectId], see: &mut SeeTree<'_>) -> Result<(), RepoError> {
        let index = self.at_hand(ids);
        let (mut places, mut unread) = (Vec::new(), Vec::new());
        for (at, id) in ids.iter().enumerate() {
            match index.as_ref().and_then(|index| index.tree(id)) {
                Some(bytes) => see(at, &bytes)?,
                None => {
                    places.push(at);
                    unread.push(id.clone());
                }
            }
        }
        let mut outcome = Ok(());
        self.reader.visit(&unread, &mut |place, kind, bytes| {
            let at = places.get(place).filter(|_| outcome.is_ok());
            let (Some(at), Some(id)) = (at, unread.get(place)) else { return };
            outcome = if kind == Kind::Tree { see(*at, bytes) } else { Err(unexpected(id)) };
        })?;
        outcome
    }

    /// The index, for the trees that it has at hand: as it was read last, of whatever moment that is,
    /// or where so many `ids` are asked for that it is worth to read it.
    fn at_hand(&self, ids: &[ObjectId]) -> Option<Arc<Index>> {
        if let Some((_, index)) = &*self.last_index.borrow() {
            return Some(Arc::clone(index));
        }
        // To ask git of the index takes longer than to ask it of trees.
        let quick = self.reader.quick.as_ref().filter(|_| !self.unreadable.get())?;
        let worth = ids.len() as u64 * INDEX_FOR_TREE;
        fs::metadata(&self.index).ok().filter(|met| met.len() <= worth)?;
        let index = self.index_by(|| quick.index()).ok();
        self.unreadable.set(index.is_none());
        index
    }

    /// The index as it is now. It is read again only where its file is another one than last time.
    pub(crate) fn index(&self) -> Result<Arc<Index>, RepoError> {
        self.index_by(|| self.reader.index())
    }

    fn index_by(
        &self,
        read: impl FnOnce() -> Result<Stage, RepoError>,
    ) -> Result<Arc<Index>, RepoError> {
        let stamp = self.index_stamp();
        if let Some((known, index)) = &*self.last_index.borrow()
            && stamp.as_ref() == Some(known)
        {
            return Ok(Arc::clone(index));
        }
        let index = Arc::new(Index::new(read()?));
        *self.last_index.borrow_mut() = stamp.map(|stamp| (stamp, Arc::clone(&index)));
        Ok(index)
    }

    /// The index file.
    pub(crate) fn index_file(&self) -> &Path {
        &self.index
    }

    /// What tells one index file from the next; `None` where there is none to tell.
    pub(crate) fn index_stamp(&self) -> Option<Stamp> {
        stamp(&self.index)
    }

    /// The commits `ids`, in the order asked.
    pub(crate) fn commits(&self, ids: &[ObjectId]) -> Result<Vec<Commit>, RepoError> {
        let known = self.known.borrow();
        if known.is_empty() {
            return self.read_commits(ids);
        }
        let unread: Vec<ObjectId> =
            ids.iter().filter(|id| !known.contains_key(id)).cloned().collect();
        let mut read = self.read_commits(&unread)?.into_iter();
        let found = ids.iter().map(|id| known.get(id).cloned().or_else(|| read.next()));
        found.zip(ids).map(|(found, id)| found.ok_or_else(|| missing(id))).collect()
    }

    fn read_commits(&self, ids: &[ObjectId]) -> Result<Vec<Commit>, RepoError> {
        let mut commits = Vec::with_capacity(ids.len());
        for bytes in self.whole(ids, Kind::Commit)? {
            commits.push(object::commit(&bytes)?);
        }
        Ok(commits)
    }

    /// Reads the commits `ids` ahead, to have them at hand.
    pub(crate) fn know(&self, ids: &[ObjectId]) -> Result<(), RepoError> {
        let unread = |id: &&ObjectId| !self.known.borrow().contains_key(*id);
        let unread: Vec<ObjectId> = ids.iter().filter(unread).cloned().collect();
        let read = self.read_commits(&unread)?;
        self.known.borrow_mut().extend(unread.into_iter().zip(read));
        Ok(())
    }

    /// The commit `id`, which is kept at hand unless a great many are.
    pub(crate) fn kept_commit(&self, id: &ObjectId) -> Result<Commit, RepoError> {
        let commit = self.commit(id)?;
        let mut known = self.known.borrow_mut();
        if known.len() < KNOWN {
            known.insert(id.clone(), commit.clone());
        }
        Ok(commit)
    }

    /// Has at hand what `other` read ahead of the same repository.
    pub(crate) fn take_over(&self, other: Self) {
        self.known.borrow_mut().extend(other.known.into_inner());
        self.past.replace(other.past.into_inner());
    }

    /// Lends the history of `of` as far as it has been walked.
    pub(crate) fn past<T>(&self, of: &ObjectId, look: impl FnOnce(&mut Past) -> T) -> T {
        let walked = self.past.take().filter(|past| past.is_of(of));
        let mut past = walked.unwrap_or_else(|| Past::new(self, of));
        let seen = look(&mut past);
        self.past.replace(Some(past));
        seen
    }

    /// The commit `id`.
    pub(crate) fn commit(&self, id: &ObjectId) -> Result<Commit, RepoError> {
        let mut found = self.commits(core::slice::from_ref(id))?;
        found.pop().ok_or_else(|| missing(id))
    }

    /// Objects of any kind, in the order asked; one that is not there is an error.
    pub(crate) fn objects(&self, ids: &[ObjectId], limit: u64) -> Result<Vec<Object>, RepoError> {
        let mut found = Vec::with_capacity(ids.len());
        for (id, object) in ids.iter().zip(self.reader.objects(ids, limit)?) {
            found.push(object.ok_or_else(|| missing(id))?);
        }
        Ok(found)
    }

    /// The bytes of objects that have to be of one kind.
    fn whole(&self, ids: &[ObjectId], kind: Kind) -> Result<Vec<Vec<u8>>, RepoError> {
        let mut whole = Vec::with_capacity(ids.len());
        for (id, object) in ids.iter().zip(self.objects(ids, u64::MAX)?) {
            match object {
                Object { kind: of, bytes: Some(bytes), .. } if of == kind => whole.push(bytes),
                _ => return Err(unexpected(id)),
            }
        }
        Ok(whole)
    }
}

fn unexpected(id: &ObjectId) -> RepoError {
    malformed(&format!("object {id}"), "it is not of the kind that is needed")
}

fn missing(id: &ObjectId) -> RepoError {
    RepoError::Missing { id: id.clone() }
}
