//! What is wanted unless the snapshot has it. Each answers with what that knows; `None` where it does
//! not know anything yet, and so is to be asked again.

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::borrow::Borrow;

use place::RepoPath;

use super::Needs;
use crate::Snapshot;
use crate::content::Content;
use crate::snapshot::{Entry, Tagged};

/// What a folder holds; `None` for one that is not there.
type Listed = Option<Vec<Entry>>;

impl Needs {
    /// Wants a file.
    pub(crate) fn file<'s>(
        &mut self,
        snapshot: &'s Snapshot,
        path: &RepoPath,
    ) -> Option<&'s Option<Content>> {
        want(&mut self.files, &snapshot.files, path)
    }

    /// Wants to know what is in a folder.
    pub(crate) fn folder<'s>(
        &mut self,
        snapshot: &'s Snapshot,
        path: &RepoPath,
    ) -> Option<&'s Listed> {
        want(&mut self.folders, &snapshot.folders, path)
    }

    /// Wants to know what is in a folder on the disk.
    pub(crate) fn on_disk<'s>(
        &mut self,
        snapshot: &'s Snapshot,
        path: &RepoPath,
    ) -> Option<&'s Listed> {
        want(&mut self.disk, &snapshot.disk, path)
    }

    /// Wants to know where a tag leads.
    pub(crate) fn tag<'s>(
        &mut self,
        snapshot: &'s Snapshot,
        tag: &str,
    ) -> Option<&'s Option<Tagged>> {
        want(&mut self.tags, &snapshot.tagged, tag)
    }

    /// Wants to know what a tag says.
    pub(crate) fn message(&mut self, snapshot: &Snapshot, tag: &str) {
        want(&mut self.messages, &snapshot.messages, tag);
    }

    /// Wants to know what a tag's commit says it released.
    pub(crate) fn told(&mut self, snapshot: &Snapshot, tag: &str) {
        want(&mut self.told, &snapshot.told, tag);
    }

    /// Wants to know what changed below a folder since a tag.
    pub(crate) fn change(&mut self, snapshot: &Snapshot, tag: &str, folder: RepoPath) {
        want(&mut self.changes, &snapshot.changes, &(tag.into(), folder));
    }

    /// Wants a file as it was at a tag.
    pub(crate) fn tagged_file(&mut self, snapshot: &Snapshot, tag: &str, path: &RepoPath) {
        want(&mut self.tagged_files, &snapshot.tagged_files, &(tag.into(), path.clone()));
    }

    /// Wants to know what was in a folder at a tag.
    pub(crate) fn tagged_folder(&mut self, snapshot: &Snapshot, tag: &str, path: &RepoPath) {
        want(&mut self.tagged_folders, &snapshot.tagged_folders, &(tag.into(), path.clone()));
    }

    /// Wants the commits since a tag.
    pub(crate) fn commits_since(&mut self, snapshot: &Snapshot, tag: &str) {
        want(&mut self.commits, &snapshot.commits, tag);
    }
}

fn want<'s, Q, V>(
    wanted: &mut BTreeSet<Q::Owned>,
    known: &'s BTreeMap<Q::Owned, V>,
    key: &Q,
) -> Option<&'s V>
where
    Q: Ord + ToOwned<Owned: Ord + Borrow<Q>> + ?Sized,
{
    let found = known.get(key);
    if found.is_none() {
        wanted.insert(key.to_owned());
    }
    found
}
