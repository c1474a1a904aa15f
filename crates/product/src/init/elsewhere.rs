//! Versions that a file takes from another one: from a file above it, or from one that it names.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{Elsewhere, Format, Located, Locator, SlotKind};
use place::RepoPath;
use version::Dialect;

use super::Seen;

/// How many files are looked into that one reads as if they stood in it.
const MOST: usize = 32;

/// A file that holds what another one states, the text there, and how it is written.
pub(super) type Held = (RepoPath, String, &'static Dialect);

/// The version that a file takes from another file, if it has none itself and that one was read.
pub(super) fn held(
    seen: &Seen<'_>,
    path: &RepoPath,
    format: &Format,
    located: &Located,
) -> Option<Held> {
    if located.version().is_some() {
        return None;
    }
    located.elsewhere.iter().find_map(|one| match one {
        Elsewhere::File { files, format: there, .. } => named(seen, path, format, files, there),
        Elsewhere::Version { shared_key, .. } => inherited(seen, path, format, shared_key),
        _ => None,
    })
}

/// Why a file states nothing although it says where its version is: nothing that was found there has
/// one. `None` where that file is tracked and was not read, which releases may still do.
pub(super) fn astray(seen: &Seen<'_>, path: &RepoPath, located: &Located) -> Option<String> {
    let folder = path.parent().unwrap_or_else(RepoPath::root);
    if located.version().is_some() {
        return None;
    }
    let mut why = None;
    for one in &located.elsewhere {
        match one {
            // What is in tags only is looked for nowhere else.
            Elsewhere::Tags { .. } => return None,
            Elsewhere::File { files, .. } => {
                let there = |file: &String| {
                    folder.join(file).is_ok_and(|file| seen.tracked.contains(&file))
                };
                if files.iter().any(there) {
                    return None;
                }
                why.get_or_insert_with(|| files.first().cloned().unwrap_or_default());
            }
            Elsewhere::Version { parent_file, .. } => {
                why.get_or_insert_with(|| (*parent_file).to_string());
            }
            _ => {}
        }
    }
    why
}

/// The version in the first of `files` that is there, or that this one inherits.
fn named(
    seen: &Seen<'_>,
    path: &RepoPath,
    format: &Format,
    files: &[String],
    there: &'static Format,
) -> Option<Held> {
    let folder = path.parent().unwrap_or_else(RepoPath::root);
    let paths = files.iter().filter_map(|file| folder.join(file).ok());
    let (path, content) = paths.filter_map(|path| seen.files.get_key_value(&path)).next()?;
    let found = content.found(path, &Locator::Format(there)).ok()?;
    let dialect = there.dialect_beside(format.dialect);
    if let Some(slot) = found.version() {
        return Some((path.clone(), slot.value(), dialect));
    }
    found.elsewhere.iter().find_map(|one| match one {
        Elsewhere::Version { shared_key, .. } => inherited(seen, path, there, shared_key),
        _ => None,
    })
}

/// What the nearest file above hands down: what is called `key` there, else what is shared, else its
/// own version.
fn inherited(seen: &Seen<'_>, path: &RepoPath, format: &Format, key: &str) -> Option<Held> {
    let above = path.ancestors().flat_map(|folder| above(seen, &folder, format));
    core::iter::once(path.clone()).chain(above.filter(|one| one != path)).find_map(|file| {
        let content = seen.files.get(&file)?;
        let there = manifest::format_for(file.file_name())?;
        let found = content.found(&file, &Locator::Format(there)).ok()?;
        let own = handed(&file, &found, there, key, file != *path);
        own.or_else(|| imported(seen, &file, &found, key))
    })
}

/// What the files hand down that the one at `from` reads as if they stood in it, and those that these
/// do.
fn imported(seen: &Seen<'_>, from: &RepoPath, located: &Located, key: &str) -> Option<Held> {
    let named = |from: &RepoPath, located: &Located| {
        let folder = from.parent().unwrap_or_else(RepoPath::root);
        let paths = located.imports.iter().rev();
        let paths = paths.filter_map(|one| Some((folder.join(&one.file).ok()?, one.format)));
        paths.collect::<Vec<_>>()
    };
    let mut known = BTreeSet::from([from.clone()]);
    let mut left = named(from, located);
    while let Some((path, there)) = left.pop() {
        if known.len() > MOST || !known.insert(path.clone()) {
            continue;
        }
        let Some(content) = seen.files.get(&path) else { continue };
        let Ok(found) = content.found(&path, &Locator::Format(there)) else { continue };
        if let Some(held) = handed(&path, &found, there, key, true) {
            return Some(held);
        }
        left.extend(named(&path, &found));
    }
    None
}

/// What a file hands down: what is called `key` there, else what is shared, else, of another file,
/// its own version.
fn handed(
    file: &RepoPath,
    found: &Located,
    there: &Format,
    key: &str,
    other: bool,
) -> Option<Held> {
    let span = found.inheritable.iter().find(|(known, _)| known == key).map(|(_, span)| *span);
    let handed = |span| found.slots.iter().find(|slot| slot.span == span);
    let has_name = |span: place::Span| found.inheritable.iter().any(|(_, known)| *known == span);
    let shared = || found.slots.iter().find(|slot| slot.kind == SlotKind::Shared);
    let own = || found.version().filter(|_| other);
    let slot = span.and_then(handed);
    let slot = slot.or_else(|| shared().or_else(own).filter(|slot| !has_name(slot.span)))?;
    Some((file.clone(), slot.value(), slot.dialect.unwrap_or(there.dialect)))
}

/// The files of a folder that those in the folders below may inherit from.
fn above(seen: &Seen<'_>, folder: &RepoPath, format: &Format) -> Vec<RepoPath> {
    let mut all = Vec::new();
    for name in format.above {
        let Some((suffix, name)) = name.strip_prefix('*').and_then(|name| name.split_once('/'))
        else {
            all.extend(folder.join(name).ok());
            continue;
        };
        let inside = |path: &&RepoPath| {
            let home = path.parent().filter(|home| home.file_name().ends_with(suffix));
            path.file_name() == name && home.and_then(|home| home.parent()).as_ref() == Some(folder)
        };
        all.extend(seen.files.keys().filter(inside).cloned());
    }
    all
}
