//! Finds many paths in trees at once: each tree is read once and stepped through once.

use alloc::collections::BTreeMap;

use place::{ObjectId, RepoPath};

use crate::object::TreeEntry;
use crate::store::Store;
use crate::{Mode, RepoError};

/// What lies at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing.
    Missing,
    /// A folder.
    Folder(ObjectId),
    /// A file, a symbolic link or a submodule.
    Leaf(Mode, ObjectId),
    /// A folder above it is a symbolic link or a submodule.
    Behind(Mode, RepoPath),
}

/// One path to find below one tree.
#[derive(Debug, Clone)]
pub(crate) struct Wanted<'q> {
    pub(crate) tree: ObjectId,
    pub(crate) path: &'q RepoPath,
}

/// What was found, and a name in the same folder that differs only in case.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) found: Found,
    pub(crate) twin: Option<String>,
}

/// The paths that still have something to find, each with the rest of its path.
type Searching<'q> = Vec<(usize, &'q str)>;

/// The folders of one depth, each once, in the order in which they were first asked for: whoever
/// asks knows in which order a pack gives them quickly.
#[derive(Debug, Default)]
struct Level<'q> {
    folders: Vec<ObjectId>,
    searches: Vec<Searching<'q>>,
    places: BTreeMap<ObjectId, usize>,
}

impl<'q> Level<'q> {
    fn add(&mut self, folder: &ObjectId, at: usize, path: &'q str) {
        let place = *self.places.entry(folder.clone()).or_insert(self.folders.len());
        match self.searches.get_mut(place) {
            Some(searching) => searching.push((at, path)),
            None => {
                self.folders.push(folder.clone());
                self.searches.push(vec![(at, path)]);
            }
        }
    }
}

/// As [`locate`], of paths that are all below one tree.
pub(crate) fn locate_in<'q>(
    store: &Store,
    tree: &ObjectId,
    paths: impl IntoIterator<Item = &'q RepoPath>,
    twins: bool,
) -> Result<Vec<Answer>, RepoError> {
    let wanted = paths.into_iter().map(|path| Wanted { tree: tree.clone(), path });
    locate(store, &wanted.collect::<Vec<_>>(), twins)
}

/// Finds every path, in the order asked. `twins` looks for names that differ only in case, which
/// costs a look at every name of the folders that files lie in.
pub(crate) fn locate(
    store: &Store,
    wanted: &[Wanted<'_>],
    twins: bool,
) -> Result<Vec<Answer>, RepoError> {
    let mut answers = vec![Answer { found: Found::Missing, twin: None }; wanted.len()];
    let mut level = Level::default();
    for (at, Wanted { tree, path }) in wanted.iter().enumerate() {
        if path.is_root() {
            settle(&mut answers, at, Found::Folder(tree.clone()));
        } else {
            level.add(tree, at, path.as_str());
        }
    }
    // All folders of one depth are asked for together, so depth and not number decides how often
    // the backend is waited for.
    while !level.folders.is_empty() {
        let mut below = Level::default();
        store.each_tree(&level.folders, |place, entries| {
            let mut names: BTreeMap<&[u8], Searching<'_>> = BTreeMap::new();
            for (at, path) in level.searches.get(place).into_iter().flatten() {
                let (name, rest) = path.split_once('/').unwrap_or((path, ""));
                names.entry(name.as_bytes()).or_default().push((*at, rest));
            }
            let folded = if twins { fold(&names) } else { BTreeMap::new() };
            let mut open = names.len();
            let mut lower = Vec::new();
            // Of a large folder one name is wanted most often, once for every baseline.
            if open == 1
                && !twins
                && let Some((only, searching)) = names.first_key_value()
            {
                if let Some(entry) = entries.find(only)? {
                    descend(&entry, searching, wanted, &mut answers, &mut below)?;
                }
                return Ok(());
            }
            for entry in entries {
                let entry = entry?;
                if let Some(searching) = names.get(entry.name) {
                    open = open.saturating_sub(1);
                    descend(&entry, searching, wanted, &mut answers, &mut below)?;
                }
                if !folded.is_empty() {
                    lower.clear();
                    lower.extend(entry.name.to_ascii_lowercase());
                    // A name that is asked for itself can be the twin of another one.
                    let alike = folded.get(&lower).into_iter().flatten();
                    for (_, at) in alike.filter(|(asked, _)| *asked != entry.name) {
                        let name = String::from_utf8_lossy(entry.name).into_owned();
                        answers.get_mut(*at).into_iter().for_each(|a| a.twin = Some(name.clone()));
                    }
                }
                if open == 0 && !twins {
                    break;
                }
            }
            Ok(())
        })?;
        level = below;
    }
    Ok(answers)
}

/// What `entry` means to those who search for its name.
fn descend<'q>(
    entry: &TreeEntry<'_>,
    searching: &Searching<'q>,
    wanted: &[Wanted<'_>],
    answers: &mut [Answer],
    below: &mut Level<'q>,
) -> Result<(), RepoError> {
    let id = entry.id()?;
    for (at, rest) in searching {
        let found = match (entry.folder(), rest.is_empty(), entry.mode()) {
            (true, true, _) => Found::Folder(id.clone()),
            (true, false, _) => {
                below.add(&id, *at, rest);
                continue;
            }
            (false, true, mode) => Found::Leaf(mode, id.clone()),
            (false, false, mode @ (Mode::Symlink | Mode::Submodule)) => {
                let Some(path) = wanted.get(*at).map(|w| w.path) else { continue };
                Found::Behind(mode, above(path, rest))
            }
            (false, false, _) => Found::Missing,
        };
        settle(answers, *at, found);
    }
    Ok(())
}

fn settle(answers: &mut [Answer], at: usize, found: Found) {
    answers.get_mut(at).into_iter().for_each(|answer| answer.found = found.clone());
}

/// The files searched for by name in this folder, with that name, by it in lower case.
fn fold<'n>(
    names: &BTreeMap<&'n [u8], Searching<'_>>,
) -> BTreeMap<Vec<u8>, Vec<(&'n [u8], usize)>> {
    let mut folded: BTreeMap<Vec<u8>, Vec<(&[u8], usize)>> = BTreeMap::new();
    for (name, searching) in names {
        let files =
            searching.iter().filter(|(_, rest)| rest.is_empty()).map(|(at, _)| (*name, *at));
        let files: Vec<(&[u8], usize)> = files.collect();
        if !files.is_empty() {
            folded.entry(name.to_ascii_lowercase()).or_default().extend(files);
        }
    }
    folded
}

/// The folder of `path` that has `rest` below it.
fn above(path: &RepoPath, rest: &str) -> RepoPath {
    let deeper = rest.split('/').count();
    path.ancestors().nth(deeper.saturating_sub(1)).unwrap_or_else(RepoPath::root)
}
