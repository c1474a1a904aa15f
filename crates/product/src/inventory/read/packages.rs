//! The components' packages, by ecosystem.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Holder, Located};
use place::RepoPath;
use version::Dialect;

use super::super::workspaces::{Workspace, joins};
use super::overrides::Sayers;
use super::patches::{self, Patched};

/// The components' packages, by ecosystem (the dialect's ID).
#[derive(Debug, Clone, Default)]
pub(crate) struct Packages(BTreeMap<&'static str, Ecosystem>);

/// The packages of one ecosystem, by name and by folder.
#[derive(Debug, Clone, Default)]
struct Ecosystem {
    dialect: Option<&'static Dialect>,
    names: BTreeMap<String, Vec<Package>>,
    folders: BTreeMap<RepoPath, Vec<usize>>,
    scopes: Vec<Scope>,
    /// What stands in for packages of other sources, by the folder of the manifest that says so.
    patches: BTreeMap<RepoPath, Vec<Patched>>,
    /// What is taken in the place of requirements, by the folder of the files that say so.
    overrides: BTreeMap<RepoPath, Sayers>,
}

/// A workspace: in it, a name means one of its own packages.
#[derive(Debug, Clone)]
struct Scope {
    /// The root's folder.
    root: RepoPath,
    inside: BTreeSet<RepoPath>,
    /// The names of its packages that are no components.
    beside: BTreeSet<String>,
    /// Whether packages of other workspaces come from the registry.
    closed: bool,
}

/// A component's package.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    /// The component.
    pub(crate) component: usize,
    /// The package's folder.
    pub(crate) folder: RepoPath,
    /// Whether it is no component's own, but has its version by inheriting it.
    pub(crate) beside: bool,
}

impl Packages {
    /// Adds a package that is called `name`.
    pub(super) fn add(&mut self, dialect: &'static Dialect, name: &str, package: Package) {
        let ecosystem = self.0.entry(dialect.id).or_default();
        ecosystem.folders.entry(package.folder.clone()).or_default().push(package.component);
        ecosystem.names.entry(name.into()).or_default().push(package);
    }

    /// Adds a workspace.
    pub(super) fn add_workspace(&mut self, workspace: &Workspace) {
        let names = workspace.beside.iter().filter_map(|one| one.located.name.clone());
        let scope = Scope {
            root: workspace.path.parent().unwrap_or_else(RepoPath::root),
            inside: workspace.inside.clone(),
            beside: names.collect(),
            closed: joins(&workspace.located),
        };
        self.add_said(workspace.format.dialect, &workspace.path, &workspace.located);
        for one in &workspace.beside {
            self.add_overrides(workspace.format.dialect, &one.path, &one.located);
        }
        self.0.entry(workspace.format.dialect.id).or_default().scopes.push(scope);
    }

    /// Adds what the manifest at `path` says for all of its workspace.
    pub(super) fn add_said(
        &mut self,
        dialect: &'static Dialect,
        path: &RepoPath,
        located: &Arc<Located>,
    ) {
        self.add_overrides(dialect, path, located);
        let said = patches::said(path, located);
        if !said.is_empty() {
            let home = path.parent().unwrap_or_else(RepoPath::root);
            let ecosystem = self.0.entry(dialect.id).or_default();
            ecosystem.dialect = Some(dialect);
            ecosystem.patches.insert(home, said);
        }
    }

    /// Adds what the file at `path` says is taken for what, or hands down for that.
    fn add_overrides(
        &mut self,
        dialect: &'static Dialect,
        path: &RepoPath,
        located: &Arc<Located>,
    ) {
        if located.overrides.is_empty() && located.inheritable.is_empty() {
            return;
        }
        let ecosystem = self.0.entry(dialect.id).or_default();
        ecosystem.dialect = Some(dialect);
        let home = path.parent().unwrap_or_else(RepoPath::root);
        let said = ecosystem.overrides.entry(home).or_default();
        if !said.iter().any(|(known, _)| known == path) {
            said.push((path.clone(), located.clone()));
        }
    }

    /// What the roots of workspaces say, by their folders.
    pub(super) fn all_overrides(
        &self,
    ) -> impl Iterator<Item = (&'static Dialect, &RepoPath, &Sayers)> {
        self.0.values().flat_map(|ecosystem| {
            let roots = ecosystem.overrides.iter().filter(|(home, _)| {
                ecosystem.scope(home).is_some_and(|scope| scope.root == **home)
            });
            roots.filter_map(|(home, said)| Some((ecosystem.dialect?, home, said)))
        })
    }

    /// Whether what is in a folder is in no workspace, and whether it is the root of one.
    pub(super) fn position(&self, dialect: &Dialect, home: &RepoPath) -> (bool, bool) {
        let scope = self.0.get(dialect.id).and_then(|found| found.scope(home));
        (scope.is_none(), scope.is_some_and(|scope| scope.root == *home))
    }

    /// The patches that hold for the package in `home`: those of its workspace's root, or its own where
    /// it is in none.
    pub(super) fn patches(&self, dialect: &Dialect, home: &RepoPath) -> &[Patched] {
        let ecosystem = self.0.get(dialect.id);
        let found = ecosystem.and_then(|found| found.patches.get(found.root_of(home)));
        found.map_or(&[], Vec::as_slice)
    }

    /// All patches that hold for some package.
    pub(super) fn all_patches(&self) -> impl Iterator<Item = (&'static Dialect, &Patched)> {
        self.0.values().flat_map(|ecosystem| {
            let all = ecosystem.patches.iter();
            let hold = all.filter(|(home, _)| ecosystem.root_of(home) == *home);
            hold.flat_map(|(_, said)| said).filter_map(|one| Some((ecosystem.dialect?, one)))
        })
    }

    /// The packages that `name` means in a manifest in `folder`: those of its workspace; where that has
    /// none of the name, those of no workspace or, if packages of others do not come from the
    /// registry, the nearest ones.
    pub(crate) fn meant(&self, dialect: &Dialect, folder: &RepoPath, name: &str) -> Vec<&Package> {
        self.chosen(dialect, folder, name, true)
    }

    /// The packages that `name` means in a lock file in `folder`, which has those of other workspaces
    /// as well where they are taken from there.
    pub(crate) fn locked(&self, dialect: &Dialect, folder: &RepoPath, name: &str) -> Vec<&Package> {
        self.chosen(dialect, folder, name, false)
    }

    fn chosen(
        &self,
        dialect: &Dialect,
        folder: &RepoPath,
        name: &str,
        closed: bool,
    ) -> Vec<&Package> {
        let Some(ecosystem) = self.0.get(dialect.id) else { return Vec::new() };
        let named = || ecosystem.names.get(name).into_iter().flatten();
        let mut apart = false;
        if let Some(scope) = ecosystem.scope(folder) {
            let inside: Vec<&Package> =
                named().filter(|package| scope.inside.contains(&package.folder)).collect();
            if !inside.is_empty() || scope.beside.contains(name) {
                return inside;
            }
            apart = closed && scope.closed;
        }
        let elsewhere = |package: &&Package| {
            ecosystem.scopes.iter().any(|scope| scope.inside.contains(&package.folder))
        };
        let rest: Vec<&Package> =
            named().filter(|package| !(apart && elsewhere(package))).collect();
        let shared = |package: &Package| steps_shared(folder, &package.folder);
        let most = rest.iter().map(|package| shared(package)).max().unwrap_or_default();
        rest.into_iter().filter(|package| shared(package) == most).collect()
    }

    /// The packages that are called so, wherever they are.
    pub(crate) fn named(&self, dialect: &Dialect, name: &str) -> &[Package] {
        let ecosystem = self.0.get(dialect.id);
        ecosystem.and_then(|found| found.names.get(name)).map_or(&[], Vec::as_slice)
    }

    /// Whether any package of the repository is called so, a component's or not.
    pub(super) fn knows(&self, dialect: &Dialect, name: &str) -> bool {
        self.0.get(dialect.id).is_some_and(|found| {
            found.names.contains_key(name)
                || found.scopes.iter().any(|scope| scope.beside.contains(name))
        })
    }

    /// The component whose package is in a folder.
    pub(crate) fn within(&self, dialect: &Dialect, folder: &RepoPath) -> Option<usize> {
        self.0.get(dialect.id)?.folders.get(folder)?.first().copied()
    }

    /// The components that a lock file in `folder` means. One may state a package in several
    /// manifests, and counts once.
    pub(super) fn holders(
        &self,
        dialect: &Dialect,
        folder: &RepoPath,
        by: &Holder,
    ) -> BTreeSet<usize> {
        match by {
            Holder::Name(name) => {
                self.locked(dialect, folder, name).iter().map(|one| one.component).collect()
            }
            Holder::Folder(path) => {
                let at = folder.join(path).ok();
                let ecosystem = self.0.get(dialect.id);
                let found = ecosystem.zip(at).and_then(|(found, at)| found.folders.get(&at));
                found.into_iter().flatten().copied().collect()
            }
        }
    }
}

impl Ecosystem {
    /// The workspace that a folder is in, the innermost of several.
    fn scope(&self, folder: &RepoPath) -> Option<&Scope> {
        let around = self.scopes.iter().filter(|scope| scope.inside.contains(folder));
        around.max_by_key(|scope| scope.root.as_str().len())
    }

    /// The folder of that workspace's root; the folder itself where it is in none.
    fn root_of<'a>(&'a self, folder: &'a RepoPath) -> &'a RepoPath {
        self.scope(folder).map_or(folder, |scope| &scope.root)
    }
}

/// How many steps from the root two folders have in common.
fn steps_shared(one: &RepoPath, other: &RepoPath) -> usize {
    let steps = one.as_str().split('/').zip(other.as_str().split('/'));
    steps.take_while(|(one, other)| one == other).count()
}
