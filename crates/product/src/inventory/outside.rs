//! Packages of a workspace that are no components: nothing of them is ever released, and the
//! workspace builds only while their requirements admit the components that they are beside.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::{Elsewhere, Format, Handed, Holder, Located, Slot, SlotKind};
use place::RepoPath;

use super::files::Files;
use super::read::{Packages, Read, Taken};
use super::workspaces::{Beside, Workspace, joins, takes_version};
use super::{Edge, LockEntry, Manner, Told, whose};
use crate::{Product, Snapshot};

/// A package that is no component, and requires some.
#[derive(Debug, Clone)]
pub struct Outsider {
    /// The package's name, or where its manifest is.
    pub name: String,
    /// Its folder.
    pub folder: RepoPath,
    /// Its requirements on components.
    pub requires: Vec<Edge>,
    /// How it is to require any version, as the end of a sentence.
    pub any: &'static str,
    /// Whether it states a version, or inherits one.
    pub versioned: bool,
    /// Whether it goes to a registry, as far as its manifest says. What never does follows the
    /// components that it is beside.
    pub published: bool,
    /// What lock files copy of its requirements on components.
    pub copies: Vec<LockEntry>,
}

/// The outsiders of every workspace that a component is in, as far as packages require each other
/// there. Elsewhere whoever is required is a registry's release.
pub(super) fn of(
    product: &Product,
    snapshot: &Snapshot,
    files: &[Files],
    workspaces: &[Workspace],
    read: &Read,
) -> Vec<Outsider> {
    let locks = files.iter().flat_map(|files| &files.locks);
    let locks: BTreeMap<&RepoPath, &Format> = locks.map(|(path, format)| (path, *format)).collect();
    let mut outsiders = Vec::new();
    for root in workspaces.iter().filter(|root| joins(&root.located)) {
        let reader = Reader { root, packages: &read.packages };
        for Beside { path, located } in &root.beside {
            let requires = reader.edges(path, located);
            let mut requires = whose::ours(product, snapshot, &read.holdings, requires);
            // What moves with the component itself holds nothing up.
            requires.retain(|edge| {
                let own = read.holdings.get(edge.on).map_or(&[][..], |holding| &holding.requires);
                !own.iter().any(|own| own.span == edge.span && own.path == edge.path)
            });
            // Nobody has to name what is never published: the root of a workspace often has none.
            let name = located.name.clone().unwrap_or_else(|| String::from(path.as_str()));
            if let (Some(any), false) = (located.any_here, requires.is_empty()) {
                let folder = path.parent().unwrap_or_else(RepoPath::root);
                let versioned = located.version().is_some() || takes_version(located);
                let published = versioned && located.public;
                let copies = reader.copies(&locks, read, (&name, &folder));
                let beside = Outsider { name, folder, requires, any, versioned, published, copies };
                outsiders.push(beside);
            }
        }
    }
    outsiders
}

/// Reads the packages of one workspace.
struct Reader<'a> {
    root: &'a Workspace,
    packages: &'a Packages,
}

impl Reader<'_> {
    /// The requirements of one package on components.
    fn edges(&self, path: &RepoPath, located: &Located) -> Vec<Edge> {
        // The version of what it inherits from goes with that (SEMANTICS 12).
        let parent = |slot: &Slot| located.parent == Some(slot.span);
        let own = |slot: &&Slot| !located.is_for_others(slot) && !parent(slot);
        let stated = located.slots.iter().filter(own);
        let edges = stated.filter_map(|slot| self.edge(path, located, slot, false));
        let mut all: Vec<Edge> = edges.collect();
        // npm wants what is taken in the place of the root's own requirements to say the same.
        let own =
            |slot: &&Slot| located.overrides.get(&slot.span).is_some_and(|one| one.by.is_none());
        let instead = located.slots.iter().filter(own);
        let instead = instead.filter_map(|slot| self.edge(path, located, slot, false));
        let instead: Vec<Edge> =
            instead.filter(|one| all.iter().any(|own| own.on == one.on)).collect();
        all.extend(instead);
        let root = self.root;
        for elsewhere in &located.elsewhere {
            let Elsewhere::Requirement { on, table, by_value, .. } = elsewhere else { continue };
            // What is the root's version as well goes with that.
            let version = root.located.version().map(|version| version.span);
            if let Some(Handed::Slot(slot)) = root.located.handed(on, table, by_value.as_ref())
                && version != Some(slot.span)
            {
                all.extend(self.edge(&root.path, &root.located, &slot, true));
            }
        }
        all
    }

    /// What lock files copy of the requirements on components that the package called `name` in `folder`
    /// has.
    fn copies(
        &self,
        locks: &BTreeMap<&RepoPath, &Format>,
        read: &Read,
        (name, folder): (&str, &RepoPath),
    ) -> Vec<LockEntry> {
        let mut copies = Vec::new();
        let dialect = self.root.format.dialect;
        for path in locks.iter().filter(|(_, format)| *format.dialect == *dialect).map(|(p, _)| *p)
        {
            let Some(located) = read.located.get(path) else { continue };
            let home = path.parent().unwrap_or_else(RepoPath::root);
            for slot in &located.slots {
                let SlotKind::LockRequirement { by, on } = &slot.kind else { continue };
                let own = match by {
                    Holder::Name(by) => by == name,
                    Holder::Folder(by) => home.join(by).is_ok_and(|by| by == *folder),
                };
                let meant = self.packages.locked(dialect, &home, on);
                if let (true, Some(package)) = (own, meant.first()) {
                    copies.push(LockEntry {
                        name: on.clone(),
                        path: path.clone(),
                        span: slot.span,
                        text: slot.text.clone(),
                        dialect,
                        requires: Some(package.component),
                    });
                }
            }
        }
        copies
    }

    /// The requirement that `slot` of the file `at` is, where it is on a component.
    fn edge(&self, at: &RepoPath, located: &Located, slot: &Slot, inherited: bool) -> Option<Edge> {
        let SlotKind::Requirement { on, path, .. } = &slot.kind else { return None };
        let dialect = self.root.format.dialect;
        let home = at.parent().unwrap_or_else(RepoPath::root);
        // What the root says of sources holds for all members.
        let patched = self.packages.patched(dialect, &home, located, slot);
        let told = match self.root.located.from_here.contains(on) {
            true => Told::Plainly,
            false if patched.is_some() => Told::ByStated,
            false => Taken::of(located, on, inherited).told(slot)?,
        };
        let on = match (patched, path) {
            (Some(on), _) => on,
            (None, Some(folder)) => self.packages.within(dialect, &home.join(folder).ok()?)?,
            (None, None) => {
                let mut named = self.packages.named(dialect, on).iter();
                named.find(|package| self.root.inside.contains(&package.folder))?.component
            }
        };
        let (path, span, text) = (at.clone(), slot.span, slot.text.clone());
        let for_developers = slot.kind.is_for_developers();
        let manner = Manner::default();
        Some(Edge { on, path, span, text, dialect, inherited, told, for_developers, manner })
    }
}
