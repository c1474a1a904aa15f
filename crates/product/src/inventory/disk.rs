//! What the disk has of what is missing: it may only not be committed. While nobody has looked, the
//! answer is no, and the look is wanted.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use place::RepoPath;

use super::files::by_rank;
use crate::snapshot::called;
use crate::{Entry, Needs, Snapshot};

/// Whether `folder` is there, with something in it.
pub(super) fn has_folder(folder: &RepoPath, snapshot: &Snapshot, needs: &mut Needs) -> bool {
    listed(folder, snapshot, needs).is_some_and(|entries| !entries.is_empty())
}

/// Whether `path` is there, and a file.
pub(super) fn has_file(path: &RepoPath, snapshot: &Snapshot, needs: &mut Needs) -> bool {
    let folder = path.parent().unwrap_or_else(RepoPath::root);
    let entries = listed(&folder, snapshot, needs).unwrap_or_default();
    called(entries, path.file_name()).is_some_and(|entry| !entry.folder)
}

/// The file beside `path` whose name differs from its own in capital letters alone, as far as its folder
/// has been looked at.
pub(super) fn in_other_letters(path: &RepoPath, snapshot: &Snapshot) -> Option<RepoPath> {
    let folder = path.parent().unwrap_or_else(RepoPath::root);
    let of = |all: &'_ BTreeMap<RepoPath, Option<Vec<Entry>>>| {
        let alike =
            |entry: &&Entry| !entry.folder && entry.name.eq_ignore_ascii_case(path.file_name());
        let entry = all.get(&folder)?.as_ref()?.iter().find(alike)?;
        folder.join(&entry.name).ok()
    };
    of(&snapshot.folders).or_else(|| of(&snapshot.disk))
}

/// The first manifest, by its name, that only the disk has in `folder`.
pub(super) fn manifest(
    folder: &RepoPath,
    snapshot: &Snapshot,
    needs: &mut Needs,
) -> Option<RepoPath> {
    let entries = listed(folder, snapshot, needs)?.iter();
    let names = entries.filter(|entry| !entry.folder && !snapshot.holds(folder, &entry.name));
    let (name, _) = by_rank(names.map(|entry| entry.name.as_str())).into_iter().next()?;
    folder.join(name).ok()
}

fn listed<'s>(folder: &RepoPath, snapshot: &'s Snapshot, needs: &mut Needs) -> Option<&'s [Entry]> {
    needs.on_disk(snapshot, folder)?.as_deref()
}
