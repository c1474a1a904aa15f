//! Which files belong to which component: listed or found, with what they inherit from and the
//! lock files that copy them.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use manifest::{FORMATS, Format, Locator, is_lock};
use place::RepoPath;

use super::{InventoryError, folder};
use crate::config::{Component, ManifestRef};
use crate::{Needs, Product, Snapshot};

/// One component's files.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Its manifests, listed or found, in order.
    pub(super) manifests: Vec<ManifestRef>,
    /// Whether they are listed in release.toml.
    pub(super) listed: bool,
    /// The files that each manifest may inherit from, nearest first.
    pub(super) above: BTreeMap<RepoPath, Vec<RepoPath>>,
    /// The lock files that copy it.
    pub(super) locks: Vec<(RepoPath, &'static Format)>,
    /// What is wrong with its folder.
    pub(super) astray: Option<InventoryError>,
}

/// Every component's files, or the reads that are missing to know and use them.
pub(super) fn of(product: &Product, snapshot: &Snapshot) -> Result<Vec<Files>, Needs> {
    let mut needs = Needs::default();
    let live = product.components.iter().map(|component| {
        if component.retired { Files::default() } else { files(component, snapshot, &mut needs) }
    });
    let all: Vec<Files> = live.collect();
    if needs.is_empty() { Ok(all) } else { Err(needs) }
}

/// Every way in which versions are located, by file.
pub(super) fn locators(
    all: &[Files],
    followed: Vec<(RepoPath, Locator)>,
) -> BTreeMap<RepoPath, Vec<Locator>> {
    let mut locators: BTreeMap<RepoPath, Vec<Locator>> = BTreeMap::new();
    let mut add = |path: &RepoPath, locator: Locator| {
        let known = locators.entry(path.clone()).or_default();
        // A format locates everything in its file at once.
        let whole = |locator: &Locator| matches!(locator, Locator::Format(_));
        if !(whole(&locator) && known.iter().any(whole)) {
            known.push(locator);
        }
    };
    for files in all {
        for manifest in &files.manifests {
            add(&manifest.path, manifest.locator.clone());
            for above in files.above.get(&manifest.path).into_iter().flatten() {
                add(above, by_name(above).unwrap_or_else(|| manifest.locator.clone()));
            }
        }
        for (path, format) in &files.locks {
            add(path, Locator::Format(format));
        }
    }
    for (path, locator) in followed {
        add(&path, locator);
    }
    locators
}

fn files(component: &Component, snapshot: &Snapshot, needs: &mut Needs) -> Files {
    let mut files = Files { listed: component.manifests.is_some(), ..Files::default() };
    match &component.manifests {
        Some(listed) => files.manifests.clone_from(listed),
        None => files.manifests = found(component, snapshot, needs),
    }
    for manifest in &files.manifests {
        needs.file(snapshot, &manifest.path);
        let Locator::Format(format) = &manifest.locator else { continue };
        // A lock file is one under whatever name it is listed.
        if format.files.iter().any(|name| is_lock(name)) {
            add_lock(&mut files.locks, manifest.path.clone(), format);
        }
        let folders: Vec<RepoPath> = manifest.path.ancestors().collect();
        let above = above(&manifest.path, format, snapshot, needs);
        // A workspace may be declared in a folder that the manifest names.
        let beside = workspace(&manifest.path, &manifest.locator, format, snapshot);
        for folder in &beside {
            needs.folder(snapshot, folder);
        }
        for lock in format.locks {
            let nearest = beside.iter().chain(&folders).find(|folder| snapshot.holds(folder, lock));
            let path = nearest.and_then(|folder| folder.join(lock).ok());
            if let (Some(path), Some(format)) = (path, manifest::format_for(lock)) {
                needs.file(snapshot, &path);
                add_lock(&mut files.locks, path, format);
            }
        }
        files.above.insert(manifest.path.clone(), above);
    }
    // Whether a manifest is in it, which spares a look, shows once they are read.
    if needs.is_empty() {
        files.astray = folder::missing(component, &files, snapshot, needs);
    }
    files
}

/// The files that the one at `path` may inherit from, the nearest first: those that its format names,
/// in the folders above it and in its own.
pub(super) fn above(
    path: &RepoPath,
    format: &Format,
    snapshot: &Snapshot,
    needs: &mut Needs,
) -> Vec<RepoPath> {
    let folders: Vec<RepoPath> = path.ancestors().collect();
    for folder in &folders {
        needs.folder(snapshot, folder);
    }
    let inside = |folder: &RepoPath| {
        format.above.iter().flat_map(|name| named(folder, name, snapshot)).collect::<Vec<_>>()
    };
    let above: Vec<RepoPath> = folders.iter().flat_map(inside).filter(|one| one != path).collect();
    for one in &above {
        needs.file(snapshot, one);
    }
    above
}

/// The folders of manifests of its own kind that a manifest reads as if they stood in it.
fn workspace(
    path: &RepoPath,
    locator: &Locator,
    format: &Format,
    snapshot: &Snapshot,
) -> Vec<RepoPath> {
    let Some(Ok(located)) = snapshot.found(path, locator) else { return Vec::new() };
    let home = path.parent().unwrap_or_else(RepoPath::root);
    let alike = located.imports.iter().filter(|import| import.format == format);
    let folders = alike.filter_map(|import| home.join(&import.file).ok()?.parent());
    folders.collect()
}

/// The files of that name in a folder, or in those of its folders that a pattern before it means.
fn named(folder: &RepoPath, name: &str, snapshot: &Snapshot) -> Vec<RepoPath> {
    let Some((suffix, name)) = name.strip_prefix('*').and_then(|name| name.split_once('/')) else {
        let held = snapshot.holds(folder, name).then(|| folder.join(name).ok());
        return held.flatten().into_iter().collect();
    };
    let entries = snapshot.folders.get(folder).into_iter().flatten().flatten();
    let inside = entries.filter(|entry| entry.folder && entry.name.ends_with(suffix));
    inside.filter_map(|entry| folder.join(&entry.name).ok()?.join(name).ok()).collect()
}

/// The manifests in a component's own folder, by their names; lock files are not among them.
fn found(component: &Component, snapshot: &Snapshot, needs: &mut Needs) -> Vec<ManifestRef> {
    let listed = needs.folder(snapshot, &component.path).into_iter().flatten();
    let names = listed.flatten().filter(|entry| !entry.folder);
    let known = by_rank(names.map(|entry| entry.name.as_str())).into_iter();
    let known = known.filter_map(|(name, format)| {
        let path = component.path.join(name).ok()?;
        let place = component.place.clone();
        let locator = Locator::Format(format);
        Some(ManifestRef { path, place, told: None, locator, dialect: format.dialect })
    });
    known.collect()
}

/// Those of a folder's names that manifests have, and their formats; lock files are not among them.
/// The table has package manifests first: what a registry reads is the component's version, and what
/// merely mentions it comes second.
pub(super) fn by_rank<'n>(names: impl Iterator<Item = &'n str>) -> Vec<(&'n str, &'static Format)> {
    let known = names.filter(|name| !is_lock(name));
    let mut known: Vec<_> =
        known.filter_map(|name| Some((name, manifest::format_for(name)?))).collect();
    known.sort_by_key(|(name, format)| {
        (FORMATS.iter().position(|known| known.id == format.id), *name)
    });
    known
}

/// How versions are found in a file that nobody lists.
pub(super) fn by_name(path: &RepoPath) -> Option<Locator> {
    manifest::format_for(path.file_name()).map(Locator::Format)
}

fn add_lock(locks: &mut Vec<(RepoPath, &'static Format)>, path: RepoPath, format: &'static Format) {
    if !locks.iter().any(|(known, _)| *known == path) {
        locks.push((path, format));
    }
}
