//! Packages of a workspace that are no components: nothing of them is ever released, and the
//! workspace builds only while their requirements admit the components that they are beside.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Elsewhere, Format, Located, Locator, Slot, SlotKind};
use place::RepoPath;

use super::files::Files;
use super::read::{Packages, Read, Taken};
use super::{Edge, Told, whose};
use crate::discover::members;
use crate::{Needs, Product, Snapshot};

/// A package that is no component, and requires some.
#[derive(Debug, Clone)]
pub struct Outsider {
    /// The package's name.
    pub name: String,
    /// Its folder.
    pub folder: RepoPath,
    /// Its requirements on components.
    pub requires: Vec<Edge>,
    /// How it is to require any version, as the end of a sentence.
    pub any: &'static str,
}

/// A workspace's manifest.
struct Root {
    path: RepoPath,
    located: Arc<Located>,
}

/// The outsiders of every workspace that a component is in, as far as packages require each other
/// there: by their folders, or by versions while these are in what is required. Elsewhere whoever is
/// required is a registry's release.
pub(super) fn of(
    product: &Product,
    snapshot: &Snapshot,
    files: &[Files],
    read: &Read,
) -> Result<Vec<Outsider>, Needs> {
    let (mut needs, mut outsiders) = (Needs::default(), Vec::new());
    let own: BTreeSet<&RepoPath> =
        files.iter().flat_map(|files| files.manifests.iter().map(|one| &one.path)).collect();
    let roots = roots(snapshot, files, &mut needs);
    let mut seen: BTreeSet<RepoPath> = BTreeSet::new();
    for root in roots.values() {
        let folder = root.path.parent().unwrap_or_else(RepoPath::root);
        let Some(workspace) = &root.located.members else { continue };
        let name = workspace.manifest.unwrap_or(root.path.file_name());
        let Some(format) = manifest::format_for(name) else { continue };
        let inside = inside(snapshot, &folder, &root.located, (format, name), &mut needs);
        let reader = Reader { root, format, packages: &read.packages, inside: &inside };
        for folder in &inside {
            let Ok(path) = folder.join(name) else { continue };
            if own.contains(&path) || !seen.insert(path.clone()) {
                continue;
            }
            if !snapshot.files.contains_key(&path) {
                needs.files.insert(path);
                continue;
            }
            let Some(Ok(located)) = snapshot.found(&path, &Locator::Format(format)) else {
                continue;
            };
            let requires = reader.edges(&path, &located);
            let requires = whose::ours(product, snapshot, &read.holdings, requires);
            let named = located.name.clone().zip(located.any_here);
            if let (Some((name, any)), false) = (named, requires.is_empty()) {
                outsiders.push(Outsider { name, folder: folder.clone(), requires, any });
            }
        }
    }
    if needs.is_empty() { Ok(outsiders) } else { Err(needs) }
}

/// The folders of the workspace that the manifest in `folder` declares: its own, its members', and
/// those of members that have some of their own.
fn inside(
    snapshot: &Snapshot,
    folder: &RepoPath,
    root: &Arc<Located>,
    (format, name): (&'static Format, &str),
    needs: &mut Needs,
) -> BTreeSet<RepoPath> {
    let mut inside = BTreeSet::from([folder.clone()]);
    let mut left = Vec::from([(folder.clone(), root.clone())]);
    while let Some((folder, located)) = left.pop() {
        let Some(workspace) = &located.members else { continue };
        for member in members(snapshot, &folder, workspace, needs) {
            if !inside.insert(member.clone()) || !workspace.nested {
                continue;
            }
            let Ok(path) = member.join(name) else { continue };
            match snapshot.files.contains_key(&path) {
                false => drop(needs.files.insert(path)),
                true => {
                    let found = snapshot.found(&path, &Locator::Format(format));
                    left.extend(found.and_then(Result::ok).map(|found| (member, found)));
                }
            }
        }
    }
    inside
}

/// The manifests that declare a workspace, beside the components' own and above them.
fn roots(snapshot: &Snapshot, files: &[Files], needs: &mut Needs) -> BTreeMap<RepoPath, Root> {
    let mut roots: BTreeMap<RepoPath, Root> = BTreeMap::new();
    let mut seen: BTreeSet<RepoPath> = BTreeSet::new();
    for files in files {
        for manifest in &files.manifests {
            let Locator::Format(format) = &manifest.locator else { continue };
            let joins = |located: &Located| located.any_here.is_some();
            let Some(Ok(located)) = snapshot.found(&manifest.path, &manifest.locator) else {
                continue;
            };
            if !joins(&located) || !format.files.contains(&manifest.path.file_name()) {
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
                if !snapshot.files.contains_key(&path) {
                    needs.files.insert(path);
                    continue;
                }
                if let Some(Ok(located)) = snapshot.found(&path, &Locator::Format(format))
                    && joins(&located)
                    && located.members.is_some()
                {
                    roots.insert(path.clone(), Root { path, located });
                }
            }
        }
    }
    roots
}

/// Reads the packages of one workspace.
struct Reader<'a> {
    root: &'a Root,
    /// Of the members' manifests.
    format: &'static Format,
    packages: &'a Packages,
    /// The workspace's folders.
    inside: &'a BTreeSet<RepoPath>,
}

impl Reader<'_> {
    /// The requirements of one package on components.
    fn edges(&self, path: &RepoPath, located: &Located) -> Vec<Edge> {
        let inheritable =
            |slot: &Slot| located.inheritable.iter().any(|(_, span)| *span == slot.span);
        // The version of what it inherits from goes with that (SEMANTICS 12).
        let parent = |slot: &Slot| located.parent == Some(slot.span);
        let stated = located.slots.iter().filter(|slot| !inheritable(slot) && !parent(slot));
        let edges = stated.filter_map(|slot| self.edge(path, located, slot, false));
        let mut all: Vec<Edge> = edges.collect();
        let root = self.root;
        for elsewhere in &located.elsewhere {
            let Elsewhere::Requirement { on: name, .. } = elsewhere else { continue };
            let mut keys = root.located.inheritable.iter();
            let span = keys.find(|(key, _)| key == name).map(|(_, span)| *span);
            let slot = root.located.slots.iter().find(|slot| Some(slot.span) == span);
            all.extend(slot.and_then(|slot| self.edge(&root.path, &root.located, slot, true)));
        }
        all
    }

    /// The requirement that `slot` of the file `at` is, where it is on a component.
    fn edge(&self, at: &RepoPath, located: &Located, slot: &Slot, inherited: bool) -> Option<Edge> {
        let SlotKind::Requirement { on, path, .. } = &slot.kind else { return None };
        // What the root says of sources holds for all members.
        let told = match self.root.located.from_here.contains(on) {
            true => Told::Plainly,
            false => Taken::of(located, on, inherited).told(slot)?,
        };
        let dialect = self.format.dialect;
        let on = match path {
            Some(folder) => {
                let folder = at.parent().unwrap_or_else(RepoPath::root).join(folder).ok()?;
                self.packages.within(dialect, &folder)?
            }
            None => {
                let package = self.packages.named(dialect, on).first()?;
                self.inside.contains(&package.folder).then_some(package.component)?
            }
        };
        let (path, span, text) = (at.clone(), slot.span, slot.text.clone());
        let for_developers = slot.kind.is_for_developers();
        Some(Edge { on, path, span, text, dialect, inherited, told, for_developers })
    }
}
