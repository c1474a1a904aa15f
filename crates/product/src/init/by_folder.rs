//! Packages that their ecosystem tags by their folders, whatever others do.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};

use manifest::Located;
use place::RepoPath;

use super::Seen;
use super::components::{Components, Found, clean};
use super::history::{History, NAME};
use super::members::{leave_out, paths};
use super::templates::{Known, is_number, tagged};

/// Files whose ecosystem says how a package below the root is tagged.
const BY_FOLDER: &[(&str, &str)] = &[("go.mod", "{component}/v{version}")];

/// The template for a package of a file with that name.
fn row(file: &RepoPath) -> Option<&'static str> {
    BY_FOLDER.iter().find(|(name, _)| *name == file.file_name()).map(|(_, tag)| *tag)
}

/// Whether a package's ecosystem tags it by its folder.
pub(super) fn is_by_folder(one: &Found) -> bool {
    one.manifests.first().and_then(row).is_some()
}

/// Whether some tag names the folder of a file whose package is tagged by it.
pub(super) fn is_named(path: &RepoPath, tags: &[String]) -> bool {
    let (Some(row), Some(folder)) = (row(path), path.parent()) else { return false };
    let is_major = |name: &str| {
        let number = name.strip_prefix('v').unwrap_or_default();
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let above = folder.parent().filter(|_| is_major(folder.file_name()));
    [Some(folder), above].into_iter().flatten().filter(|folder| !folder.is_root()).any(|folder| {
        let form = row.replace(NAME, folder.as_str());
        let before = form.split_once("{version}").map_or("", |(before, _)| before);
        tags.iter().any(|tag| tag.strip_prefix(before).is_some_and(is_number))
    })
}

/// The folder that a word of tags can only be meant for: there is one of that name, or, where there
/// are packages that their ecosystem tags by their folders, `form` is how those are tagged, and the
/// folder may be gone.
pub(super) fn folder_of(seen: &Seen<'_>, word: &str, form: &str) -> Option<RepoPath> {
    let folder = RepoPath::new(word).ok().filter(|_| word.contains('/'))?;
    let is_theirs = |path: &RepoPath| row(path).is_some_and(|tag| tag.replace(NAME, word) == form);
    seen.tracked.iter().any(|path| path.is_within(&folder) || is_theirs(path)).then_some(folder)
}

/// The folder that names the tags of a package in `folder`. One that only says the major version that
/// the package's name ends with is no part of it: those of `client/v3` begin with `client/`.
///
/// Source: Go modules reference, "Mapping versions to commits".
pub(super) fn home(folder: &RepoPath, located: &Located) -> RepoPath {
    let stem = located.numbered.as_ref().map(|numbered| numbered.stem.as_str());
    let ending = stem.and_then(|stem| located.name.as_deref()?.strip_prefix(stem));
    let is_major = ending.and_then(|ending| ending.strip_prefix('/')) == Some(folder.file_name());
    folder.parent().filter(|_| is_major).unwrap_or_else(|| folder.clone())
}

/// Leaves out who has the tags of another one: of a package's major versions, each in a folder of its
/// own, the highest has them.
pub(super) fn one_a_folder(found: &mut Components) {
    let number = |one: &Found| {
        let last = one.path.below(&one.home).unwrap_or_default();
        last.trim_start_matches('v').parse::<u64>().unwrap_or(0)
    };
    let mut highest: BTreeMap<RepoPath, u64> = BTreeMap::new();
    for one in found.components.iter().filter(|one| is_by_folder(one)) {
        let known = highest.entry(one.home.clone()).or_default();
        *known = number(one).max(*known);
    }
    let is_lower = |one: &Found| is_by_folder(one) && highest.get(&one.home) > Some(&number(one));
    let out = leave_out(found, is_lower);
    if !out.is_empty() {
        found.workspace = None;
        found.comments.push(format!(
            "Left out, as the tags of a higher major version, in a folder beside, are named alike: \
             {}. What releases them is a release.toml on a branch of their own.",
            paths(&out)
        ));
    }
}

/// Packages that their ecosystem tags by their folder are called by it; the one at the root has the
/// product's tags.
pub(super) fn name(seen: &Seen<'_>, history: &mut History, components: &mut [Found]) {
    let row = |one: &Found| one.manifests.first().and_then(row);
    let below = || components.iter().filter(|one| !one.home.is_root());
    let nested = below().filter_map(row).count();
    if let (None, Some(tag)) = (&history.own, below().find_map(row))
        && nested == below().count()
    {
        history.own = Some(Known::of(tag, &BTreeSet::new()));
    }
    let own = history.own.as_ref().map(|own| own.template.clone());
    for component in components.iter_mut() {
        let Some(tag) = row(component) else { continue };
        if !component.home.is_root() {
            let folder = component.home.as_str();
            let name = clean(folder);
            // The folder names the tags, whatever a component may be called.
            let tag = if name == folder { tag.to_string() } else { tag.replace(NAME, folder) };
            component.tag = (own.as_ref() != Some(&tag)).then_some(tag);
            component.names.insert(0, name);
            continue;
        }
        let own = own.as_deref().filter(|own| tagged(seen, own, &component.names).is_empty());
        if own.is_some() {
            let whole = history.product.as_ref().map(|whole| whole.template.clone());
            component.tag = Some(whole.unwrap_or_else(|| String::from("v{version}")));
        }
    }
}
