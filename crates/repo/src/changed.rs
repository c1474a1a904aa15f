//! What changed in folders since their baselines, by comparing trees and never by walking commits
//! (docs/semantics.md, decision 9).

use alloc::collections::BTreeMap;
use place::{ObjectId, RepoPath};

use crate::locate::{Answer, Found, Wanted, locate, locate_in};
use crate::object::{Tree, TreeEntry, reported};
use crate::repo::Repo;
use crate::store::Store;
use crate::{Commit, Mode, RepoError};

/// How many baselines are looked at together. Each may have a root tree of its own, and a large
/// line's are large: this bounds what is held at once.
const TOGETHER: usize = 64;

/// The changed files of each folder between its baseline and `to`, sorted by the path's bytes.
pub(crate) fn changed(
    repo: &Repo,
    queries: &[(ObjectId, RepoPath)],
    to: &ObjectId,
) -> Result<Vec<Vec<RepoPath>>, RepoError> {
    let store = repo.store();
    let target = store.commit(to)?.tree;
    let now = locate_in(store, &target, queries.iter().map(|(_, path)| path), false)?;

    let baselines = newest_first(store, queries)?;
    let mut results: Vec<Vec<RepoPath>> = vec![Vec::new(); queries.len()];
    let all = repo.shared(&baselines, |repo, some| since(repo.store(), some, queries, &now))?;
    for (query, path) in all {
        if let Some(paths) = results.get_mut(query) {
            paths.push(path);
        }
    }
    for paths in &mut results {
        // A file that became a folder of the same name is reported from both sides.
        paths.sort_unstable();
        paths.dedup();
    }
    Ok(results)
}

/// What changed since those of the baselines that are given: each path with the query it is for.
fn since(
    store: &Store,
    baselines: &[(ObjectId, Vec<usize>)],
    queries: &[(ObjectId, RepoPath)],
    now: &[Answer],
) -> Result<Vec<(usize, RepoPath)>, RepoError> {
    let mut results = Vec::new();
    for some in baselines.chunks(TOGETHER) {
        let mut asked = Vec::new();
        let mut wanted = Vec::new();
        for (tree, ats) in some {
            for at in ats {
                let Some((_, path)) = queries.get(*at) else { continue };
                asked.push((*at, path));
                wanted.push(Wanted { tree: tree.clone(), path });
            }
        }
        let mut open = Vec::new();
        for ((at, path), then) in asked.into_iter().zip(locate(store, &wanted, false)?) {
            let Some(now) = now.get(at).map(|answer| &answer.found) else { continue };
            if then.found == *now {
                continue;
            }
            let (old, new) = (folder(&then.found), folder(now));
            // What is or was a file or a link there has itself changed.
            if leaf(&then.found) || leaf(now) {
                results.push((at, path.clone()));
            }
            if old != new {
                open.push(Pair { query: at, folder: path.clone(), old, new });
            }
        }
        compare(store, open, &mut |at, path, _| {
            results.push((at, path));
            Ok(())
        })?;
    }
    Ok(results)
}

/// The trees of the baselines, each once, with the queries that ask for it.
///
/// A pack holds an older tree as its difference from a newer one, so in any other order each of
/// them is put together anew from a long chain, which makes twice the baselines cost ten times as
/// much.
pub(crate) fn newest_first(
    store: &Store,
    queries: &[(ObjectId, RepoPath)],
) -> Result<Vec<(ObjectId, Vec<usize>)>, RepoError> {
    let mut baselines: BTreeMap<&ObjectId, Vec<usize>> = BTreeMap::new();
    for (at, (baseline, _)) in queries.iter().enumerate() {
        baselines.entry(baseline).or_default().push(at);
    }
    let ids: Vec<ObjectId> = baselines.keys().map(|id| (*id).clone()).collect();
    let commits = store.commits(&ids)?.into_iter();
    let mut trees: Vec<_> = commits.zip(baselines.into_values()).collect();
    trees.sort_by_key(|(commit, _)| core::cmp::Reverse(commit.time));
    Ok(trees.into_iter().map(|(commit, ats)| (commit.tree, ats)).collect())
}

/// The files in which each of `commits` differs from its only parent, sorted; none where it has
/// several.
pub(crate) fn by(store: &Store, commits: &[Commit]) -> Result<Vec<Vec<RepoPath>>, RepoError> {
    let parents: Vec<ObjectId> = commits.iter().filter_map(only_parent).cloned().collect();
    let mut parents = store.commits(&parents)?.into_iter();
    let mut open = Vec::new();
    for (query, commit) in commits.iter().enumerate() {
        let old = only_parent(commit).and_then(|_| parents.next()).map(|parent| parent.tree);
        let new = Some(commit.tree.clone());
        if commit.parents.len() < 2 && old != new {
            open.push(Pair { query, folder: RepoPath::root(), old, new });
        }
    }
    let mut files: Vec<Vec<RepoPath>> = vec![Vec::new(); commits.len()];
    compare(store, open, &mut |query, path, _| {
        if let Some(files) = files.get_mut(query) {
            files.push(path);
        }
        Ok(())
    })?;
    for paths in &mut files {
        paths.sort_unstable();
        paths.dedup();
    }
    Ok(files)
}

fn only_parent(commit: &Commit) -> Option<&ObjectId> {
    match commit.parents.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// Every file, link and submodule below `tree`.
pub(crate) fn entries(
    store: &Store,
    tree: ObjectId,
) -> Result<BTreeMap<RepoPath, (Mode, ObjectId)>, RepoError> {
    let mut found = BTreeMap::new();
    let all = Pair { query: 0, folder: RepoPath::root(), old: None, new: Some(tree) };
    compare(store, vec![all], &mut |_, path, entry| {
        found.insert(path, (entry.mode(), entry.id()?));
        Ok(())
    })?;
    Ok(found)
}

fn folder(found: &Found) -> Option<ObjectId> {
    match found {
        Found::Folder(id) => Some(id.clone()),
        _ => None,
    }
}

fn leaf(found: &Found) -> bool {
    matches!(found, Found::Leaf(..))
}

/// Two trees to compare, one of which may not be there.
struct Pair {
    query: usize,
    folder: RepoPath,
    old: Option<ObjectId>,
    new: Option<ObjectId>,
}

/// Takes a file that differs: the query, its path, and its entry, the new one where there is one.
type Report<'r> = dyn FnMut(usize, RepoPath, &TreeEntry<'_>) -> Result<(), RepoError> + 'r;

/// Reports every file that only one side has, or both have differently. Equal subtrees are never
/// entered.
fn compare(store: &Store, mut open: Vec<Pair>, report: &mut Report<'_>) -> Result<(), RepoError> {
    while !open.is_empty() {
        let some = open.split_off(open.len().saturating_sub(TOGETHER));
        let ids: Vec<ObjectId> =
            some.iter().flat_map(|pair| [&pair.old, &pair.new]).flatten().cloned().collect();
        let mut trees = store.trees(&ids)?.into_iter();
        for pair in some {
            let old = pair.old.as_ref().and_then(|_| trees.next());
            let new = pair.new.as_ref().and_then(|_| trees.next());
            let (old, new) = (sorted(old.as_deref())?, sorted(new.as_deref())?);
            merge(&old, &new, |old, new| {
                let sides = [new, old];
                let Some(entry) = sides.into_iter().flatten().next() else { return Ok(()) };
                let path = reported(&pair.folder, entry.name);
                // git orders a folder and a file of one name apart, so both sides are of one kind.
                if !entry.folder() {
                    return report(pair.query, path, entry);
                }
                let [new, old] = sides.map(|side| side.map(TreeEntry::id).transpose());
                open.push(Pair { query: pair.query, folder: path, old: old?, new: new? });
                Ok(())
            })?;
        }
    }
    Ok(())
}

/// A tree's entries in git's order; none where there is no tree.
fn sorted(tree: Option<&Tree>) -> Result<Vec<TreeEntry<'_>>, RepoError> {
    let Some(tree) = tree else { return Ok(Vec::new()) };
    let mut entries: Vec<TreeEntry<'_>> = tree.entries().collect::<Result<_, _>>()?;
    // Trees are written sorted; a hostile one that is not would hide changes from the merge.
    if !entries.is_sorted_by(|a, b| a.order(b).is_le()) {
        entries.sort_by(TreeEntry::order);
    }
    Ok(entries)
}

/// Steps through both sides in order and hands over what differs.
fn merge<'t>(
    mut old: &'t [TreeEntry<'t>],
    mut new: &'t [TreeEntry<'t>],
    mut differs: impl FnMut(Option<&TreeEntry<'t>>, Option<&TreeEntry<'t>>) -> Result<(), RepoError>,
) -> Result<(), RepoError> {
    use core::cmp::Ordering::{Equal, Greater, Less};
    loop {
        let order = match (old.first(), new.first()) {
            (None, None) => return Ok(()),
            (Some(_), None) => Less,
            (None, Some(_)) => Greater,
            (Some(a), Some(b)) => a.order(b),
        };
        let (mut a, mut b) = (None, None);
        if order != Greater {
            (a, old) = old.split_first().map_or((None, old), |(first, rest)| (Some(first), rest));
        }
        if order != Less {
            (b, new) = new.split_first().map_or((None, new), |(first, rest)| (Some(first), rest));
        }
        match (order, a, b) {
            (Equal, Some(a), Some(b)) if a.same(b) => {}
            _ => differs(a, b)?,
        }
    }
}
