//! The index as a list of paths in order.

use alloc::collections::BTreeMap;
use std::collections::HashMap;

use place::{ObjectId, RepoPath};
use sha1::{Digest as _, Sha1};

use crate::backend::{Known, Stage, Staged};
use crate::locate::Found;
use crate::object::reported_path;
use crate::{Entry, Mode, RepoError};

/// The index at one moment. Paths are looked up by halving, folders are runs of paths.
#[derive(Debug)]
pub(crate) struct Index {
    entries: Vec<Staged>,
    /// Folders as they are in trees, by [`Known::place`].
    known: Vec<Known>,
    /// Where each tree's folder is among them.
    trees: HashMap<ObjectId, usize>,
}

impl Index {
    /// Takes what is staged, as backends give it: sorted by path and stage.
    pub(crate) fn new(Stage { mut entries, mut known }: Stage) -> Self {
        if !entries.is_sorted_by(|a, b| (&a.path, a.stage) <= (&b.path, b.stage)) {
            entries.sort_by(|a, b| (&a.path, a.stage).cmp(&(&b.path, b.stage)));
            // What was known was of other places.
            known.clear();
        }
        // git has them in an order of its own.
        known.sort_by_key(Known::place);
        let trees = known.iter().enumerate().map(|(at, known)| (known.tree.clone(), at)).collect();
        Self { entries, known, trees }
    }

    /// The tree `id` as git stores it, where the index says that it is a folder's in which nothing was
    /// staged since, and where what is staged there makes that very tree: not every program that
    /// writes an index keeps what it says of trees, and of folders without a file it has none.
    pub(crate) fn tree(&self, id: &ObjectId) -> Option<Vec<u8>> {
        let Known { folder, entries, .. } = self.known.get(*self.trees.get(id)?)?;
        let mut bytes = Vec::new();
        let mut at = entries.start;
        while at < entries.end {
            let entry = self.entries.get(at).filter(|entry| entry.stage == 0)?;
            let tail = entry.path.get(folder.len()..)?;
            let name = tail.get(..memchr::memchr(b'/', tail).unwrap_or(tail.len()))?;
            let (mode, id, next) = if name.len() == tail.len() {
                (entry.mode.octal()?, &entry.id, at + 1)
            } else {
                let place = (at, folder.len() + name.len() + 1);
                let inner = self.known.binary_search_by_key(&place, Known::place).ok()?;
                let inner = self.known.get(inner)?;
                ("40000", &inner.tree, inner.entries.end)
            };
            bytes.extend_from_slice(mode.as_bytes());
            bytes.push(b' ');
            bytes.extend_from_slice(name);
            bytes.push(0);
            bytes.extend(id.bytes());
            at = Some(next).filter(|next| *next > at)?;
        }
        let sum = Sha1::new().chain_update(format!("tree {}\0", bytes.len())).chain_update(&bytes);
        id.bytes().eq(sum.finalize()).then_some(bytes)
    }

    /// All entries, by path, then by stage.
    pub(crate) fn entries(&self) -> &[Staged] {
        &self.entries
    }

    /// The same of those entries alone that a sparse checkout leaves out of the work tree; `None`
    /// where there are none.
    pub(crate) fn left_out(&self) -> Option<Self> {
        let entries = self.entries.iter().filter(|entry| entry.skipped && entry.stage == 0);
        let entries: Vec<Staged> = entries.cloned().collect();
        (!entries.is_empty()).then(|| Self::new(Stage { entries, known: Vec::new() }))
    }

    /// The entries of exactly `path`: one, or up to three of a conflict.
    pub(crate) fn at(&self, path: &RepoPath) -> &[Staged] {
        let path = path.as_str().as_bytes();
        let start = self.entries.partition_point(|entry| entry.path.as_slice() < path);
        let rest = self.entries.get(start..).unwrap_or_default();
        let end = rest.iter().take_while(|entry| entry.path == path).count();
        rest.get(..end).unwrap_or_default()
    }

    /// What is staged at `path`, where that can be said without reading an object: folders have no
    /// id here.
    pub(crate) fn find(&self, path: &RepoPath) -> Result<Indexed, RepoError> {
        match self.at(path) {
            [entry] if entry.stage == 0 => {
                return Ok(Indexed::Found(Found::Leaf(entry.mode, entry.id.clone())));
            }
            [] => {}
            _ => return Err(RepoError::Unmerged { path: path.clone() }),
        }
        for folder in path.ancestors().filter(|folder| !folder.is_root()) {
            let mode = self.at(&folder).first().map(|entry| entry.mode);
            if let Some(mode @ (Mode::Symlink | Mode::Submodule)) = mode {
                return Ok(Indexed::Found(Found::Behind(mode, folder)));
            }
        }
        let inside = !self.below(path).is_empty() || path.is_root();
        Ok(if inside { Indexed::Folder } else { Indexed::Found(Found::Missing) })
    }

    /// The names in `folder`, in order; `None` where nothing is staged below it.
    pub(crate) fn names(&self, folder: &RepoPath) -> Option<Vec<Entry>> {
        let mut rest = self.below(folder);
        if rest.is_empty() && !folder.is_root() {
            return None;
        }
        let skip = prefix(folder).len();
        let mut names = BTreeMap::new();
        while let Some(first) = rest.first() {
            let tail = first.path.get(skip..).unwrap_or_default();
            let end = tail.iter().position(|b| *b == b'/');
            let name = tail.get(..end.unwrap_or(tail.len())).unwrap_or_default();
            let inner = end.is_some() || first.mode == Mode::Submodule;
            if crate::object::readable(folder, name).is_some() {
                names.insert(String::from_utf8_lossy(name).into_owned(), inner);
            }
            // A folder's paths stand together: the next name comes after all that share this one.
            let same = |entry: &Staged| {
                let tail = entry.path.get(skip..).unwrap_or_default();
                tail.get(..=name.len()) == Some(&[name, b"/"].concat()[..])
            };
            let step = if end.is_some() { rest.partition_point(same) } else { 1 };
            rest = rest.get(step.max(1)..).unwrap_or_default();
        }
        let entry = |(name, folder)| Entry { name, folder, special: false };
        Some(names.into_iter().map(entry).collect())
    }

    /// For each path, a staged path that differs from it only in case.
    pub(crate) fn twins(&self, paths: &[RepoPath]) -> Vec<Option<String>> {
        let mut twins = vec![None; paths.len()];
        let mut folded: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
        for (at, path) in paths.iter().enumerate() {
            folded.entry(path.as_str().as_bytes().to_ascii_lowercase()).or_default().push(at);
        }
        let mut lower = Vec::new();
        for entry in &self.entries {
            lower.clear();
            lower.extend(entry.path.iter().map(u8::to_ascii_lowercase));
            for at in folded.get(&lower).into_iter().flatten() {
                if paths.get(*at).is_some_and(|path| path.as_str().as_bytes() != entry.path) {
                    let twin = String::from_utf8_lossy(&entry.path).into_owned();
                    twins.get_mut(*at).into_iter().for_each(|slot| *slot = Some(twin.clone()));
                }
            }
        }
        twins
    }

    /// Every staged file, submodules left out, as [`crate::object::reported`] names them.
    pub(crate) fn paths(&self) -> Vec<RepoPath> {
        let files = self.entries.iter().filter(|entry| entry.mode != Mode::Submodule);
        let mut paths: Vec<RepoPath> = files.map(|entry| reported_path(&entry.path)).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    fn below(&self, folder: &RepoPath) -> &[Staged] {
        let prefix = prefix(folder);
        let start = self.entries.partition_point(|entry| entry.path < prefix);
        let rest = self.entries.get(start..).unwrap_or_default();
        let end = rest.partition_point(|entry| entry.path.starts_with(&prefix));
        rest.get(..end).unwrap_or_default()
    }
}

/// What lies at a path of the index.
#[derive(Debug)]
pub(crate) enum Indexed {
    /// A file, nothing, or something in the way.
    Found(Found),
    /// A folder.
    Folder,
}

/// What the paths below `folder` begin with.
fn prefix(folder: &RepoPath) -> Vec<u8> {
    let mut prefix = folder.as_str().as_bytes().to_vec();
    if !folder.is_root() {
        prefix.push(b'/');
    }
    prefix
}
