//! Objects by id, with the trees kept that were read last.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use core::cell::RefCell;

use place::ObjectId;

use crate::backend::{Backend, Reader};
use crate::object::{self, Entries, Kind, Object, Tree, malformed};
use crate::{Commit, RepoError};

/// How many bytes of trees are kept. Folders of a thousand components come to some 40 kB each, so
/// this holds a few hundred of them, and memory stays bounded however many there are.
const KEPT: usize = 16 << 20;

/// A way of reading, and the trees read through it.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) reader: Reader,
    kept: RefCell<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    trees: BTreeMap<ObjectId, Arc<Tree>>,
    bytes: usize,
}

impl Store {
    pub(crate) fn new(reader: Reader) -> Self {
        Self { reader, kept: RefCell::default() }
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
        for (id, bytes) in unread.iter().zip(self.whole(&unread, Kind::Tree)?) {
            let tree = Arc::new(Tree::new(id, bytes));
            if kept.bytes + tree.size() > KEPT {
                *kept = Kept::default();
            }
            kept.bytes += tree.size();
            kept.trees.insert(id.clone(), Arc::clone(&tree));
            wanted.insert(id, Some(tree));
        }
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
        let mut unread = Vec::new();
        for (at, id) in ids.iter().enumerate() {
            let kept = self.kept.borrow().trees.get(id).cloned();
            match kept {
                Some(tree) => see(at, tree.entries())?,
                None => unread.push((at, id)),
            }
        }
        let wanted: Vec<ObjectId> = unread.iter().map(|(_, id)| (*id).clone()).collect();
        let mut outcome = Ok(());
        self.reader.visit(&wanted, &mut |place, kind, bytes| {
            let Some((at, id)) = unread.get(place).filter(|_| outcome.is_ok()) else { return };
            outcome = match kind {
                Kind::Tree => see(*at, Entries::of(id, bytes)),
                _ => Err(unexpected(id)),
            };
        })?;
        outcome
    }

    /// The commits `ids`, in the order asked.
    pub(crate) fn commits(&self, ids: &[ObjectId]) -> Result<Vec<Commit>, RepoError> {
        self.whole(ids, Kind::Commit)?.iter().map(|bytes| object::commit(bytes)).collect()
    }

    /// The commit `id`.
    pub(crate) fn commit(&self, id: &ObjectId) -> Result<Commit, RepoError> {
        let mut found = self.commits(core::slice::from_ref(id))?;
        found.pop().ok_or_else(|| missing(id))
    }

    /// Objects of any kind, in the order asked; one that is not there is an error.
    pub(crate) fn objects(&self, ids: &[ObjectId], limit: u64) -> Result<Vec<Object>, RepoError> {
        let objects = self.reader.objects(ids, limit)?;
        ids.iter().zip(objects).map(|(id, found)| found.ok_or_else(|| missing(id))).collect()
    }

    /// The bytes of objects that have to be of one kind.
    fn whole(&self, ids: &[ObjectId], kind: Kind) -> Result<Vec<Vec<u8>>, RepoError> {
        let objects = self.objects(ids, u64::MAX)?;
        let checked = ids.iter().zip(objects).map(|(id, object)| match object {
            Object { kind: of, bytes: Some(bytes), .. } if of == kind => Ok(bytes),
            _ => Err(unexpected(id)),
        });
        checked.collect()
    }
}

fn unexpected(id: &ObjectId) -> RepoError {
    malformed(&format!("object {id}"), "it is not of the kind that is needed")
}

fn missing(id: &ObjectId) -> RepoError {
    RepoError::Missing { id: id.clone() }
}
