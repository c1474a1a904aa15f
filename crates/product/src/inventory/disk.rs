//! What the disk has of what is missing: it may only not be committed. While nobody has looked, the
//! answer is no, and the look is wanted.

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
    match snapshot.disk.get(folder) {
        Some(listed) => listed.as_deref(),
        None => {
            needs.disk.insert(folder.clone());
            None
        }
    }
}
