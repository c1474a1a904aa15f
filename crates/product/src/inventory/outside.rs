//! Packages of a workspace that are no components: nothing of them is ever released, and the
//! workspace builds only while their requirements admit the components that they are beside.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Elsewhere, Format, Located, Locator, Slot, SlotKind};
use place::RepoPath;

use super::Edge;
use super::files::Files;
use crate::discover::members;
use crate::{Needs, Snapshot};

/// A package that is no component, and requires some.
#[derive(Debug, Clone)]
pub struct Outsider {
    /// The package's name.
    pub name: String,
    /// Its folder.
    pub folder: RepoPath,
    /// Its requirements on components.
    pub requires: Vec<Edge>,
}

/// A workspace's manifest.
struct Root {
    path: RepoPath,
    format: &'static Format,
    located: Arc<Located>,
}

/// The outsiders of every workspace that a component is in, as far as packages require each other
/// there by their folders: whoever is required from a registry is a release.
pub(super) fn of(snapshot: &Snapshot, files: &[Files]) -> Result<Vec<Outsider>, Needs> {
    let mut roots: BTreeMap<RepoPath, Root> = BTreeMap::new();
    let mut own: BTreeSet<&RepoPath> = BTreeSet::new();
    let mut folders: BTreeMap<(&str, RepoPath), usize> = BTreeMap::new();
    for (index, files) in files.iter().enumerate() {
        for manifest in &files.manifests {
            own.insert(&manifest.path);
            let Locator::Format(format) = &manifest.locator else { continue };
            let folder = manifest.path.parent().unwrap_or_else(RepoPath::root);
            folders.entry((format.id, folder)).or_insert(index);
            let above = files.above.get(&manifest.path).into_iter().flatten();
            for path in core::iter::once(&manifest.path).chain(above) {
                if roots.contains_key(path) || !format.files.contains(&path.file_name()) {
                    continue;
                }
                if let Some(Ok(located)) = snapshot.found(path, &manifest.locator)
                    && located.by_path
                    && located.members.is_some()
                {
                    roots.insert(path.clone(), Root { path: path.clone(), format, located });
                }
            }
        }
    }
    let (mut needs, mut outsiders) = (Needs::default(), Vec::new());
    let mut seen: BTreeSet<RepoPath> = BTreeSet::new();
    for root in roots.values() {
        let folder = root.path.parent().unwrap_or_else(RepoPath::root);
        let inside = root.located.members.iter();
        let inside = inside.flat_map(|of| members(snapshot, &folder, of, &mut needs));
        let manifests = inside.filter_map(|folder| folder.join(root.path.file_name()).ok());
        let all: Vec<RepoPath> = core::iter::once(root.path.clone()).chain(manifests).collect();
        for path in all.into_iter().filter(|path| !own.contains(path)) {
            if !seen.insert(path.clone()) {
                continue;
            }
            if !snapshot.files.contains_key(&path) {
                needs.files.insert(path);
                continue;
            }
            let Some(Ok(located)) = snapshot.found(&path, &Locator::Format(root.format)) else {
                continue;
            };
            let on = |folder: RepoPath| folders.get(&(root.format.id, folder)).copied();
            let requires = edges(root, &path, &located, &on);
            if let (Some(name), false) = (&located.name, requires.is_empty()) {
                let folder = path.parent().unwrap_or_else(RepoPath::root);
                outsiders.push(Outsider { name: name.clone(), folder, requires });
            }
        }
    }
    if needs.is_empty() { Ok(outsiders) } else { Err(needs) }
}

/// The requirements of one package on components; `on` knows those by their folders.
fn edges(
    root: &Root,
    path: &RepoPath,
    located: &Located,
    on: &dyn Fn(RepoPath) -> Option<usize>,
) -> Vec<Edge> {
    let edge = |at: &RepoPath, slot: &Slot, inherited: bool| {
        let SlotKind::Requirement { path: Some(folder), .. } = &slot.kind else { return None };
        let folder = at.parent().unwrap_or_else(RepoPath::root).join(folder).ok()?;
        Some(Edge {
            on: on(folder)?,
            path: at.clone(),
            span: slot.span,
            text: slot.text.clone(),
            dialect: root.format.dialect,
            inherited,
        })
    };
    let inheritable = |slot: &Slot| located.inheritable.iter().any(|(_, span)| *span == slot.span);
    let stated = located.slots.iter().filter(|slot| !inheritable(slot));
    let mut all: Vec<Edge> = stated.filter_map(|slot| edge(path, slot, false)).collect();
    for elsewhere in &located.elsewhere {
        let Elsewhere::Requirement { on: name, .. } = elsewhere else { continue };
        let mut keys = root.located.inheritable.iter();
        let span = keys.find(|(key, _)| key == name).map(|(_, span)| *span);
        let slot = root.located.slots.iter().find(|slot| Some(slot.span) == span);
        all.extend(slot.and_then(|slot| edge(&root.path, slot, true)));
    }
    all
}
