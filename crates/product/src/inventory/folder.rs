//! A component's folder, as far as it is not there: nothing would ever be a change of the component.

use alloc::vec::Vec;

use place::{RepoPath, nearest};

use super::files::Files;
use super::{InventoryError, disk};
use crate::config::Component;
use crate::snapshot::called;
use crate::{Entry, Needs, Snapshot};

/// What is wrong with the folder of a component whose `files` these are; `None` where nothing is, and
/// while reads are missing to tell, which are added to `needs`.
pub(super) fn missing(
    component: &Component,
    files: &Files,
    snapshot: &Snapshot,
    needs: &mut Needs,
) -> Option<InventoryError> {
    let folder = &component.path;
    if folder.is_root() || !component.has_files() {
        return None;
    }
    // What states its version is in it most often.
    let inside = |path: &RepoPath| path.is_within(folder) && snapshot.content(path).is_some();
    if files.manifests.iter().any(|manifest| inside(&manifest.path)) {
        return None;
    }
    let (above, entries) = nearest_listed(folder, snapshot, needs)?;
    let name = folder.below(&above)?.trim_start_matches('/');
    // A submodule is one too: what it is at changes.
    if called(entries, name).is_some_and(|entry| entry.folder) {
        return None;
    }
    // What is there in its place, or on the way to it, shows when it is looked for.
    needs.folder(snapshot, folder)?;
    let place = component.path_place().clone();
    if disk::has_folder(folder, snapshot, needs) {
        return Some(InventoryError::Uncommitted {
            component: component.name.clone(),
            path: folder.clone(),
            place,
        });
    }
    let name = name.split('/').next().unwrap_or(name);
    Some(InventoryError::NoFolder {
        component: component.name.clone(),
        folder: folder.clone(),
        near: near(folder, files, snapshot, (&above, entries, name)),
        told: component.path_told.is_some(),
        place,
    })
}

/// The first of the folders above that is there, and what is in it.
fn nearest_listed<'s>(
    folder: &RepoPath,
    snapshot: &'s Snapshot,
    needs: &mut Needs,
) -> Option<(RepoPath, &'s [Entry])> {
    for above in folder.ancestors() {
        if let Some(entries) = needs.folder(snapshot, &above)? {
            return Some((above, entries));
        }
    }
    // Before the first commit nothing is there.
    Some((RepoPath::root(), &[]))
}

/// The folder that is meant, as far as can be told: one that is called nearly so, of those beside it
/// and those that hold its manifests, else the one that holds them.
fn near(
    folder: &RepoPath,
    files: &Files,
    snapshot: &Snapshot,
    (above, entries, name): (&RepoPath, &[Entry], &str),
) -> Option<RepoPath> {
    let there = files.manifests.iter().filter(|one| snapshot.content(&one.path).is_some());
    let holding: Vec<RepoPath> = there.flat_map(|one| one.path.ancestors()).collect();
    let of_manifests = holding.iter().filter(|folder| !folder.is_root());
    if let Some(near) = nearest(folder.file_name(), of_manifests.map(RepoPath::file_name)) {
        return holding.iter().find(|folder| folder.file_name() == near).cloned();
    }
    let beside = entries.iter().filter(|entry| entry.folder).map(|entry| entry.name.as_str());
    let beside = nearest(name, beside).and_then(|near| above.join(near).ok());
    beside.or_else(|| holding.into_iter().next())
}
