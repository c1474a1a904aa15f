//! What release.toml names: components, and files and folders of the repository.

use place::{Place, RepoPath};

use super::{Component, Product};

impl Product {
    /// The components that are still there, in file order, each with its index into
    /// [`Product::components`].
    pub fn live(&self) -> impl Iterator<Item = (usize, &Component)> + Clone {
        self.components.iter().enumerate().filter(|(_, one)| !one.retired)
    }

    /// Those of them that are on line `line`.
    pub fn members(&self, line: usize) -> impl Iterator<Item = (usize, &Component)> + Clone {
        self.live().filter(move |(_, one)| one.line == line)
    }

    /// What component `index` is called; nothing where there is none.
    #[must_use]
    pub fn name_of(&self, index: usize) -> &str {
        self.components.get(index).map_or("", |one| &one.name)
    }

    /// Where release.toml names a file: the value of the key, in the defaults if it is taken from there.
    /// `None` for what it does not name, such as manifests that are found and their lock files. Scheme
    /// files are not among them: they are read before there is a product.
    #[must_use]
    pub fn file_named(&self, path: &RepoPath) -> Option<&Place> {
        let listed = self.components.iter().flat_map(|one| one.manifests.iter().flatten());
        let manifests = listed.map(|manifest| (&manifest.path, &manifest.place));
        let changelogs = self.changelogs().map(|(_, one)| (&one.path, &one.place));
        place_of(path, manifests.chain(changelogs))
    }

    /// Where release.toml names a folder: the value of the key, or the component that is called so.
    #[must_use]
    pub fn folder_named(&self, path: &RepoPath) -> Option<&Place> {
        let changes = self.changes_told.iter().map(|place| (&self.changes, place));
        // Those of a workspace are where it says, and release.toml has nothing of them.
        let written = self.components.iter().filter(|_| !self.found);
        place_of(path, changes.chain(written.map(|one| (&one.path, one.path_place()))))
    }
}

fn place_of<'p>(
    path: &RepoPath,
    mut named: impl Iterator<Item = (&'p RepoPath, &'p Place)>,
) -> Option<&'p Place> {
    named.find(|(named, _)| *named == path).map(|(_, place)| place)
}
