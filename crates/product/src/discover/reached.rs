//! Members of a workspace that no pattern names: what a member takes from a folder below the root is
//! one as well, and so is what that takes.
//!
//! Source: Cargo's reference, "Workspaces", "The members and exclude fields".

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Elsewhere, Located, Locator, Members, Taken};
use place::RepoPath;

use crate::{Needs, Snapshot};

/// How a manifest is looked at; `None` where it is not there or is still to be read. What cannot be
/// understood is there, and told of where the members are looked at.
type Read<'r> = &'r mut dyn FnMut(&RepoPath) -> Option<Option<Arc<Located>>>;

/// All folders of a workspace's members: those that its patterns mean, and those that are reached
/// from them. What has not been read yet is added to the needs. `root` is the file that declares the
/// workspace.
pub(crate) fn all_members(
    snapshot: &Snapshot,
    root: &RepoPath,
    workspace: &Members,
    needs: &mut Needs,
) -> Vec<RepoPath> {
    let folder = root.parent().unwrap_or_else(RepoPath::root);
    let mut all = super::members(snapshot, &folder, workspace, needs);
    let reached = reached(root, workspace, &all, &mut |path| {
        needs.file(snapshot, path)?;
        let format = manifest::format_for(path.file_name())?;
        Some(snapshot.found(path, &Locator::Format(format))?.ok())
    });
    all.extend(reached);
    all
}

/// The folders that are reached from those that `named`, the workspace's patterns, mean.
pub(crate) fn reached(
    root: &RepoPath,
    workspace: &Members,
    named: &[RepoPath],
    read: Read<'_>,
) -> Vec<RepoPath> {
    let mut found = Vec::new();
    if !workspace.by_path {
        return found;
    }
    let name = workspace.manifest.unwrap_or(root.file_name());
    let base = root.parent().unwrap_or_else(RepoPath::root);
    let above = read(root).flatten();
    let inherited = above.as_ref().map_or(&[][..], |located| &located.taken);
    let mut open: Vec<RepoPath> = named.to_vec();
    open.push(base.clone());
    let mut seen: BTreeSet<RepoPath> = open.iter().cloned().collect();
    while let Some(folder) = open.pop() {
        let Some(located) = folder.join(name).ok().and_then(|path| read(&path)).flatten() else {
            continue;
        };
        for taken in folders(&located, &folder, inherited, &base) {
            if !taken.is_within(&base)
                || is_excluded(workspace, &base, &taken)
                || !seen.insert(taken.clone())
            {
                continue;
            }
            // The root of a workspace of its own is in no other one.
            let is_root = |located: &Option<Arc<Located>>| {
                located.as_ref().is_some_and(|located| located.members.is_some())
            };
            let path = taken.join(name).ok();
            if path.and_then(|path| read(&path)).is_some_and(|located| !is_root(&located)) {
                found.push(taken.clone());
                open.push(taken);
            }
        }
    }
    found
}

/// The folders that a package in `folder` takes others from, itself or as the root in `base` says.
fn folders(
    located: &Located,
    folder: &RepoPath,
    inherited: &[Taken],
    base: &RepoPath,
) -> Vec<RepoPath> {
    let own = located.taken.iter().filter(|taken| taken.key.is_none());
    let own = own.filter_map(|taken| folder.join(&taken.folder).ok());
    let by_key = located.elsewhere.iter().filter_map(|elsewhere| match elsewhere {
        Elsewhere::Requirement { on, .. } => Some(on),
        _ => None,
    });
    let inherits = by_key.filter_map(|key| {
        let taken = inherited.iter().find(|taken| taken.key.as_ref() == Some(key))?;
        base.join(&taken.folder).ok()
    });
    own.chain(inherits).collect()
}

/// Whether a folder is in one that the workspace excludes, and in none that it names.
fn is_excluded(workspace: &Members, base: &RepoPath, folder: &RepoPath) -> bool {
    let within = |pattern: &String| base.join(pattern).is_ok_and(|known| folder.is_within(&known));
    workspace.exclude.iter().any(within) && !workspace.include.iter().any(within)
}
