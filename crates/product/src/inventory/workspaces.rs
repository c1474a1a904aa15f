//! The workspaces that components are in: which folders belong to each, and which packages in them
//! are no components.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Elsewhere, Format, Located, Locator, SlotKind};
use place::RepoPath;

use super::files::Files;
use crate::discover::all_members;
use crate::{Needs, Snapshot};

/// A workspace, and what is in it.
pub(super) struct Workspace {
    /// The manifest that declares it.
    pub(super) path: RepoPath,
    /// What that holds.
    pub(super) located: Arc<Located>,
    /// Of the members' manifests.
    pub(super) format: &'static Format,
    /// The folders of its packages, the root's among them.
    pub(super) inside: BTreeSet<RepoPath>,
    /// Its packages that are no components.
    pub(super) beside: Vec<Beside>,
}

/// A package of a workspace that is no component.
pub(super) struct Beside {
    /// Its manifest.
    pub(super) path: RepoPath,
    /// What that holds.
    pub(super) located: Arc<Located>,
}

/// A package that is no component, and that has the version of one all the same: both inherit it from
/// one place.
pub(super) struct Heir {
    /// The format of its manifest.
    pub(super) format: &'static Format,
    /// That manifest.
    pub(super) path: RepoPath,
    /// What it holds.
    pub(super) located: Arc<Located>,
    /// The first of the components that inherit that version.
    pub(super) component: usize,
}

impl Heir {
    /// Its folder.
    pub(super) fn folder(&self) -> RepoPath {
        self.path.parent().unwrap_or_else(RepoPath::root)
    }
}

impl Workspace {
    /// The packages beside the components that move with one of them, where the root has the version
    /// for all who inherit it.
    pub(super) fn heirs(&self, snapshot: &Snapshot, files: &[Files]) -> Vec<Heir> {
        let shared = self.located.slots.iter().any(|slot| slot.kind == SlotKind::Shared);
        let mut heirs = self.beside.iter().filter(|one| takes_version(&one.located)).peekable();
        if !shared || heirs.peek().is_none() {
            return Vec::new();
        }
        let holder = files.iter().position(|files| {
            files.manifests.iter().any(|manifest| {
                let home = manifest.path.parent().unwrap_or_else(RepoPath::root);
                let is_of = |format: &Format| format.id == self.format.id;
                matches!(&manifest.locator, Locator::Format(format) if is_of(format))
                    && self.inside.contains(&home)
                    && matches!(
                        snapshot.found(&manifest.path, &manifest.locator),
                        Some(Ok(located)) if takes_version(&located)
                    )
            })
        });
        let Some(component) = holder else { return Vec::new() };
        let heir = |one: &Beside| Heir {
            format: self.format,
            path: one.path.clone(),
            located: one.located.clone(),
            component,
        };
        heirs.map(heir).collect()
    }
}

/// The workspaces that some component is in, as far as packages require each other there or share a
/// lock file.
pub(super) fn of(snapshot: &Snapshot, files: &[Files]) -> Result<Vec<Workspace>, Needs> {
    let mut needs = Needs::default();
    let own: BTreeSet<&RepoPath> =
        files.iter().flat_map(|files| files.manifests.iter().map(|one| &one.path)).collect();
    let mut all = Vec::new();
    let mut seen: BTreeSet<RepoPath> = BTreeSet::new();
    for (path, located) in roots(snapshot, files, &mut needs) {
        let Some(workspace) = &located.members else { continue };
        let name = workspace.manifest.unwrap_or(path.file_name());
        let Some(format) = manifest::format_for(name) else { continue };
        let inside = inside(snapshot, (&path, &located), (format, name), &mut needs);
        let mut beside = Vec::new();
        for folder in &inside {
            let Ok(path) = folder.join(name) else { continue };
            if own.contains(&path) || !seen.insert(path.clone()) {
                continue;
            }
            if needs.file(snapshot, &path).is_none() {
                continue;
            }
            if let Some(Ok(located)) = snapshot.found(&path, &Locator::Format(format)) {
                beside.push(Beside { path, located });
            }
        }
        all.push(Workspace { path, located, format, inside, beside });
    }
    if needs.is_empty() { Ok(all) } else { Err(needs) }
}

/// The folders of the workspace that the manifest `root` declares: its own, its members', and those of
/// members that have some of their own.
fn inside(
    snapshot: &Snapshot,
    (root, located): (&RepoPath, &Arc<Located>),
    (format, name): (&'static Format, &str),
    needs: &mut Needs,
) -> BTreeSet<RepoPath> {
    let mut inside = BTreeSet::from([root.parent().unwrap_or_else(RepoPath::root)]);
    let mut left = Vec::from([(root.clone(), located.clone())]);
    while let Some((file, located)) = left.pop() {
        let Some(workspace) = &located.members else { continue };
        for member in all_members(snapshot, &file, workspace, needs) {
            if !inside.insert(member.clone()) || !workspace.nested {
                continue;
            }
            let Ok(path) = member.join(name) else { continue };
            if needs.file(snapshot, &path).is_none() {
                continue;
            }
            let found = snapshot.found(&path, &Locator::Format(format));
            left.extend(found.and_then(Result::ok).map(|found| (path, found)));
        }
    }
    inside
}

/// Whether a manifest has no version of its own and takes one from a file above it.
pub(crate) fn takes_version(located: &Located) -> bool {
    let from_above = |one: &Elsewhere| matches!(one, Elsewhere::Version { .. });
    located.version().is_none() && located.elsewhere.iter().any(from_above)
}

/// Whether packages of one workspace require each other there: by their folders, or by versions while
/// these are in what is required. Elsewhere whoever is required is a registry's release.
pub(super) fn joins(located: &Located) -> bool {
    located.any_here.is_some()
}

/// The manifests that declare a workspace, beside the components' own and above them.
fn roots(
    snapshot: &Snapshot,
    files: &[Files],
    needs: &mut Needs,
) -> BTreeMap<RepoPath, Arc<Located>> {
    let mut roots: BTreeMap<RepoPath, Arc<Located>> = BTreeMap::new();
    let mut seen: BTreeSet<RepoPath> = BTreeSet::new();
    for files in files {
        for manifest in &files.manifests {
            let Locator::Format(format) = &manifest.locator else { continue };
            let found = || snapshot.found(&manifest.path, &manifest.locator);
            let joined = || found().is_some_and(|found| found.is_ok_and(|found| joins(&found)));
            if !format.files.contains(&manifest.path.file_name())
                || format.locks.is_empty() && !joined()
            {
                continue;
            }
            // What the format inherits from is there already; a workspace of its own kind may be
            // declared in any folder above.
            let name = manifest.path.file_name();
            let folders = manifest.path.ancestors().filter(|folder| snapshot.holds(folder, name));
            let alike = folders.filter_map(|folder| folder.join(name).ok());
            let above = files.above.get(&manifest.path).into_iter().flatten().cloned();
            for path in above.chain(alike) {
                if !seen.insert(path.clone()) {
                    continue;
                }
                let Some(format) = manifest::format_for(path.file_name()) else { continue };
                if needs.file(snapshot, &path).is_none() {
                    continue;
                }
                if let Some(Ok(located)) = snapshot.found(&path, &Locator::Format(format))
                    && located.members.is_some()
                {
                    roots.insert(path, located);
                }
            }
        }
    }
    roots
}
