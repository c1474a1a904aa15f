//! Commits and how they hang together.

use alloc::collections::BTreeSet;

use place::{ObjectId, RepoPath};

use crate::backend::Backend as _;
use crate::repo::Repo;
use crate::{Commit, RepoError};

/// How far a history is walked when so many commits are looked for in it: a few in any case.
fn steps(commits: usize) -> usize {
    64 + 4 * commits
}

impl Repo {
    /// Reads a commit.
    ///
    /// # Errors
    /// It is missing, damaged or not a commit.
    pub fn commit(&self, id: &ObjectId) -> Result<Commit, RepoError> {
        self.store().commit(id)
    }

    /// The commit that a word of the command line leads to: a branch, a tag, `HEAD~2`, an id.
    ///
    /// # Errors
    /// It leads to none.
    pub fn resolve(&self, rev: &str) -> Result<ObjectId, RepoError> {
        let unknown = || RepoError::UnknownRevision { rev: rev.to_owned() };
        if rev.is_empty() || rev.starts_with('-') || rev.chars().any(char::is_control) {
            return Err(unknown());
        }
        self.store().reader.resolve(rev)
    }

    /// Whether `ancestor` is `of` itself or one of the commits that led to it.
    ///
    /// # Errors
    /// Either is missing.
    pub fn is_ancestor(&self, ancestor: &ObjectId, of: &ObjectId) -> Result<bool, RepoError> {
        self.store().reader.is_ancestor(ancestor, of)
    }

    /// Whether each of `commits` is `of` itself or one of the commits that led to it, in the order
    /// asked. History is walked twice at most, back to the oldest of them, however many there are.
    ///
    /// # Errors
    /// Any of them is missing.
    pub fn ancestors(&self, commits: &[ObjectId], of: &ObjectId) -> Result<Vec<bool>, RepoError> {
        let Some(kept) = self.inside() else { return self.walked(commits, of) };
        let parents = self.store().commit(of)?.parents;
        let known = kept.borrow().tell(commits, of, &parents);
        let inside = match known {
            Some(known) => known,
            None => self.walked(commits, of)?,
        };
        kept.borrow_mut().keep(commits, of, &inside);
        Ok(inside)
    }

    /// As [`Repo::ancestors`], by walking the history.
    fn walked(&self, commits: &[ObjectId], of: &ObjectId) -> Result<Vec<bool>, RepoError> {
        let store = self.store();
        // Most are the last few of one branch, where each commit is read once. To take the history
        // of one commit out of that of many costs twice as much, and is left for the others.
        let open = store.past(of, |past| {
            let mut open: Vec<ObjectId> = commits.to_vec();
            past.walk(store, |past, met| {
                // The last one first: as long as that is not met, the others need not be asked for.
                while open.pop_if(|commit| past.has(commit)).is_some() {}
                open.is_empty() || met >= steps(commits.len())
            });
            open.retain(|commit| !past.has(commit));
            open
        });
        let beside = if open.is_empty() { Vec::new() } else { store.reader.between(of, &open)? };
        let beside: BTreeSet<&ObjectId> = beside.iter().collect();
        Ok(commits.iter().map(|commit| !beside.contains(commit)).collect())
    }

    /// Walks the history of `of` before anybody asks what is in it, as far as would be walked for so
    /// many `commits`, while `go_on` allows it.
    pub fn walk_ahead(&self, of: &ObjectId, commits: usize, mut go_on: impl FnMut() -> bool) {
        let store = self.store();
        store.past(of, |past| past.walk(store, |_, met| met >= steps(commits) || !go_on()));
    }

    /// What each of `commits` did: its message and the rest, and the files in which it differs from
    /// its only parent, sorted. A merge did nothing of its own that is told here, and a first commit
    /// made all that it has.
    ///
    /// # Errors
    /// One of them, or a parent, is missing.
    pub fn deeds(&self, commits: &[ObjectId]) -> Result<Vec<(Commit, Vec<RepoPath>)>, RepoError> {
        let found = self.store().commits(commits)?;
        let files = crate::changed::by(self.store(), &found)?;
        Ok(found.into_iter().zip(files).collect())
    }
}
