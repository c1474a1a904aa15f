//! How far the history of a commit has been walked back: enough to tell most releases of it from
//! those of other branches.

use alloc::collections::{BTreeSet, BinaryHeap};

use place::ObjectId;

use crate::store::Store;

/// Commits that led to one of them, the newest first, as far as anybody has asked.
#[derive(Debug)]
pub(crate) struct Past {
    of: ObjectId,
    met: BTreeSet<ObjectId>,
    /// Those whose parents have not been looked at: when each was made, its name, its parents'.
    open: BinaryHeap<(i64, ObjectId, Vec<ObjectId>)>,
}

impl Past {
    /// Nothing but the commit `of` itself; not even that where the parents that commits have are not
    /// those that count, or where only git can read them, a process for each.
    pub(crate) fn new(store: &Store, of: &ObjectId) -> Self {
        let mut past = Self { of: of.clone(), met: BTreeSet::new(), open: BinaryHeap::new() };
        if store.reader.quick.as_ref().is_some_and(|quick| !quick.is_cut()) {
            past.meet(store, of);
        }
        past
    }

    /// Whether it is the history of `of`.
    pub(crate) fn is_of(&self, of: &ObjectId) -> bool {
        self.of == *of
    }

    /// Whether `commit` is known to be part of it. `false` says nothing.
    pub(crate) fn has(&self, commit: &ObjectId) -> bool {
        self.met.contains(commit)
    }

    /// Walks on until `enough`, which is given the number of commits that were met, or until it has
    /// all of them.
    pub(crate) fn walk(&mut self, store: &Store, mut enough: impl FnMut(&Self, usize) -> bool) {
        while !enough(self, self.met.len())
            && let Some((_, _, parents)) = self.open.pop()
        {
            for parent in &parents {
                self.meet(store, parent);
            }
        }
    }

    fn meet(&mut self, store: &Store, id: &ObjectId) {
        if self.met.contains(id) {
            return;
        }
        // Whoever needs what is missing here will be told.
        if let Ok(commit) = store.kept_commit(id) {
            self.met.insert(id.clone());
            self.open.push((commit.time, id.clone(), commit.parents));
        }
    }
}
