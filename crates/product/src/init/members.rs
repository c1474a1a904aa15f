//! Which of what was found is a component: what another tool lists, or else what is released.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{Document, Locator, Members, Source};
use place::RepoPath;
use version::native::PLAIN;

use super::components::{Components, Found, clean, names};
use super::groups::in_group;
use super::history::NAME;
use super::reading::same_version;
use super::templates::{self, OWN, is_tagged};
use super::{Seen, apart, by_folder, heirs};
use crate::Content;
use crate::discover::{is_member, reached};
use crate::import::{Find, Group, Imported, Sharing};

/// Files at the root that declare members without being manifests: the key of their list, and what
/// the members' manifests are called.
const TOOLS: &[(&str, &str, &str)] = &[("lerna.json", "packages", "package.json")];

/// Whether a file is one of those.
pub(super) fn is_tool(path: &RepoPath) -> bool {
    TOOLS.iter().any(|(file, ..)| *file == path.as_str())
}

/// Keeps the components that another tool lists, under the names and with the files that it has. What
/// beside those says the very version is listed as well, as it would be without that tool.
pub(super) fn listed(seen: &Seen<'_>, given: &Imported, found: &mut Components) {
    let mut all = core::mem::take(&mut found.components);
    let told = given.components.iter().flat_map(|one| &one.manifests);
    let told: BTreeSet<&RepoPath> = told.map(|holder| &holder.path).collect();
    let packages = heirs::packages(&all);
    let mut beside: Vec<RepoPath> = Vec::new();
    for one in &given.components {
        let at = all.iter().position(|known| known.path == one.path);
        let mut component = match at.map(|at| all.remove(at)) {
            Some(known) => known,
            None if !one.manifests.is_empty() => {
                Found::new(names(seen, None, &one.path), &one.path)
            }
            None => {
                let place = if one.path.is_root() { "the root" } else { one.path.as_str() };
                found.doubts.push(format!("nothing in {place} states a version"));
                continue;
            }
        };
        if !one.manifests.is_empty() {
            let own = core::mem::take(&mut component.manifests);
            let own = own.into_iter().filter(|path| !told.contains(path));
            let stated = component.version.as_ref().map(|(text, _)| text);
            let same = stated.is_some() && stated == one.version.as_ref();
            let (own, other): (Vec<_>, Vec<_>) = own.partition(|_| same);
            component.manifests = own;
            beside.extend(other);
            for holder in &one.manifests {
                match &holder.find {
                    Find::Format => component.manifests.push(holder.path.clone()),
                    Find::Pattern { regex, count, .. } => {
                        component.patterns.push((holder.path.clone(), regex.clone(), *count));
                    }
                    Find::Heirs => heirs::take(holder, &mut all, &mut component, &mut found.doubts),
                }
            }
            component
                .others
                .retain(|other| !told.iter().any(|path| other.starts_with(&format!("{path} ("))));
            if !same {
                let first = |known: &&Found| known.manifests.iter().any(|path| told.contains(path));
                let version = all.iter().find(first).and_then(|known| known.version.clone());
                let stated = one.version.as_ref().map(|text| (text.clone(), &PLAIN));
                component.version = version.or(stated).or(component.version);
            }
        }
        if let Some(name) = &one.name {
            component.names.insert(0, clean(name));
        }
        found.components.push(component);
    }
    heirs::leave_requirements(seen, &packages, &mut found.components);
    let others = all.iter().filter_map(|one| one.manifests.first());
    beside.extend(others.filter(|path| !told.contains(path)).cloned());
    if !beside.is_empty() {
        found.comments.push(format!(
            "Left out, as the other tool does not list them, although they state versions: {}.",
            dozen(beside.iter().map(ToString::to_string).collect())
        ));
    }
    found.workspace = None;
}

/// Leaves out the folders that another tool does not release, takes the tags that it gives to single
/// components, and says how versions are shared: as a whole where one group of that tool has all.
pub(super) fn as_told(
    seen: &Seen<'_>,
    given: &Imported,
    found: &mut Components,
) -> Option<Sharing> {
    let out = leave_out(found, |one| {
        let ignored = one.package.as_ref().is_some_and(|name| given.ignores(name));
        ignored || given.left_out.contains(&one.path)
    });
    if !out.is_empty() {
        found.workspace = None;
        found.comments.push(format!("Left out, as the other tool does: {}.", paths(&out)));
    }
    for one in &mut found.components {
        one.tag = given.tags.get(&one.path).cloned();
    }
    let whole = |group: &Group| found.components.iter().all(|one| in_group(group, one));
    if given.groups.iter().any(whole) {
        return Some(Sharing::Whole);
    }
    // One tag for several needs one number for them: the first of them has it here, and each of the
    // others gets one with its name.
    let mut first = BTreeSet::new();
    for tag in found.components.iter_mut().filter_map(|one| one.tag.as_mut()) {
        if !tag.contains("{component}") && !first.insert(tag.clone()) {
            *tag = templates::with_component(tag);
        }
    }
    // One alone shares nothing, under whichever scheme; and those that have one tag and one version
    // share it, whatever the tool says of versions.
    let untagged = found.components.iter().filter(|one| one.tag.is_none()).count();
    let product = match &given.own_tag {
        Some(tag) => Some(templates::whole(seen, tag)).filter(|_| !tag.contains(NAME)),
        None => match templates::fit(seen, &found.components) {
            (None, product) => product,
            _ => None,
        },
    };
    let same = || same_version(&found.components, product.as_ref());
    let one_tag = product.is_some() && untagged > 1 && same();
    let apart = found.components.len() > 1 && !one_tag;
    given.sharing.filter(|sharing| *sharing != Sharing::None || apart)
}

/// Leaves out what is not released: [`apart::never_tagged`], what stands at 0.0.0, what is outside
/// of the workspace, and private packages that nobody requires; each unless it has tags. Keeps the
/// note of a workspace at the root only where its members are all there is.
pub(super) fn only_released(seen: &Seen<'_>, found: &mut Components) {
    say_unstated(seen, found);
    by_folder::one_a_folder(found);
    apart::never_tagged(seen, found);
    let released = templates::fit(seen, &found.components).1.and_then(|product| product.newest);
    let tags = |one: &Found| OWN.iter().any(|form| is_tagged(seen, form, &one.names));
    // What is under the number of the product's newest release is moved by its releases.
    let version = |one: &Found| one.version.as_ref().map(|(text, _)| templates::rank(text));
    let under =
        found.components.iter().filter(|one| released.is_some() && version(one) == released);
    let (under, any) = (under.count(), found.components.iter().any(tags));
    // One alone beside others that have tags of their own has that number by chance, or from before.
    let by_number = |one: &Found| !any || under > 1 || one.public || one.path.is_root();
    let is_released =
        |one: &Found| tags(one) || released.is_some() && version(one) == released && by_number(one);
    // Package managers want a number where nothing is ever released, as in examples and templates.
    let zero = |one: &Found| {
        let behind = one.version.as_ref().and_then(|(text, _)| text.strip_prefix("0.0.0"));
        behind.is_some_and(|behind| matches!(behind.chars().next(), None | Some('-' | '.')))
    };
    let out = leave_out(found, |one| zero(one) && !is_released(one));
    say(found, "being 0.0.0 without a tag", &out);
    let members = all_members(found);
    let outside = |one: &Found| {
        let file = one.manifests.first().map_or("", RepoPath::file_name);
        let inside = members.get(file);
        !one.path.is_root() && inside.is_some_and(|inside| !inside.contains(&one.path))
    };
    let required = found.required.clone();
    let is_required =
        |one: &Found| one.package.as_ref().is_some_and(|package| required.contains(package));
    let outsiders = leave_out(found, |one| outside(one) && !is_required(one) && !is_released(one));
    say(found, "being outside of the workspace and without a tag", &outsiders);
    // What has the product's number from another file is moved by that one, listed or not; but a
    // workspace has its members' numbers in its lock file.
    let members = of_any(found);
    let is_moved =
        |one: &Found| one.inherits.is_some() && !tags(one) && !members.contains(&one.path);
    let private = match seen.tags.is_empty() {
        true => Vec::new(),
        false => leave_out(found, |one| {
            !one.public && !is_required(one) && (!is_released(one) || is_moved(one))
        }),
    };
    say(found, "being private, required by nobody and without a tag", &private);
    if !out.is_empty() || !private.is_empty() {
        // The workspace at the root would find them again.
        found.workspace = None;
    }
    only_members(seen, found, &outsiders);
    apart::strangers(seen, found);
    if found.workspace.is_none() {
        apart::passed_over(seen, found);
    }
}

/// Takes those out that `is_out` says, unless that would be all.
pub(super) fn leave_out(found: &mut Components, is_out: impl Fn(&Found) -> bool) -> Vec<Found> {
    if found.components.iter().all(&is_out) {
        return Vec::new();
    }
    let (out, rest) = core::mem::take(&mut found.components).into_iter().partition(is_out);
    found.components = rest;
    out
}

pub(super) fn say(found: &mut Components, why: &str, out: &[Found]) {
    if !out.is_empty() {
        let sentence = format!(
            "Left out, {why}: {}. A component that is still to be released for the first time \
             needs a table.",
            paths(out)
        );
        found.comments.push(sentence);
    }
}

/// Names the members of workspaces that state no version, which can be no components.
fn say_unstated(seen: &Seen<'_>, found: &mut Components) {
    let folder = |path: &RepoPath| path.parent().unwrap_or_else(RepoPath::root);
    let mut all: BTreeSet<&RepoPath> = BTreeSet::new();
    for (root, members) in &found.workspaces {
        let (name, base) = (members.manifest.unwrap_or(root.file_name()), folder(root));
        all.extend(seen.files.keys().filter(|path| {
            path.file_name() == name
                && folder(path) != base
                && is_below(&folder(path), &base, members)
                && !states(seen, path)
                && !found.components.iter().any(|one| one.manifests.contains(path))
        }));
    }
    if !all.is_empty() {
        let names = all.into_iter().map(ToString::to_string).collect();
        found.comments.push(format!(
            "Left out, being members of a workspace without a version: {}. What is to be released has \
             one; `lint` and releases pass over the others.",
            dozen(names)
        ));
    }
}

/// Names the files that lie in a component's folder and state another version.
pub(super) fn say_others(found: &mut Components) {
    let others: Vec<String> =
        found.components.iter().flat_map(|one| one.others.iter().cloned()).collect();
    if !others.is_empty() {
        found.comments.push(format!(
            "Left out, saying another version than the package beside them: {}. What is released \
             under that number needs a component of its own.",
            dozen(others)
        ));
    }
}

/// Where they are.
pub(super) fn paths(all: &[Found]) -> String {
    let first = |one: &Found| one.manifests.first().unwrap_or(&one.path).to_string();
    dozen(all.iter().map(first).collect())
}

/// A dozen at most, in a sentence.
pub(super) fn dozen(mut all: Vec<String>) -> String {
    let more = all.len().saturating_sub(12);
    all.truncate(12);
    if more > 0 {
        all.push(format!("and {more} more"));
    }
    all.join(", ")
}

/// The folders of the packages that are members of the workspace at the root, or of a member's own,
/// by the name of their manifests; empty where there is no such workspace, or nothing in it.
fn all_members(found: &Components) -> BTreeMap<String, BTreeSet<RepoPath>> {
    let mut all: BTreeMap<String, BTreeSet<RepoPath>> = BTreeMap::new();
    let mut open: Vec<&(RepoPath, Members)> = Vec::new();
    let folder = |path: &RepoPath| path.parent().unwrap_or_else(RepoPath::root);
    open.extend(found.workspaces.iter().filter(|(path, _)| folder(path).is_root()));
    while let Some((root, members)) = open.pop() {
        let name = members.manifest.unwrap_or(root.file_name());
        let base = folder(root);
        for one in &found.components {
            let is_named = one.manifests.first().is_some_and(|path| path.file_name() == name);
            if !is_named || !is_below(&one.path, &base, members) {
                continue;
            }
            if all.entry(name.to_string()).or_default().insert(one.path.clone()) {
                let own = |(path, _): &&(RepoPath, Members)| folder(path) == one.path;
                open.extend(found.workspaces.iter().filter(own));
            }
        }
    }
    all
}

/// The folders of the packages that are members of some workspace.
fn of_any(found: &Components) -> BTreeSet<RepoPath> {
    let is_member = |one: &&Found| {
        found.workspaces.iter().any(|(root, members)| {
            is_below(&one.path, &root.parent().unwrap_or_else(RepoPath::root), members)
        })
    };
    found.components.iter().filter(is_member).map(|one| one.path.clone()).collect()
}

/// A workspace that names the members, too, that are reached from others.
pub(super) fn with_reached(seen: &Seen<'_>, root: &RepoPath, members: &Members) -> Members {
    let base = root.parent().unwrap_or_else(RepoPath::root);
    let name = members.manifest.unwrap_or(root.file_name());
    let folder = |path: &RepoPath| path.parent().unwrap_or_else(RepoPath::root);
    let all = seen.files.keys().filter(|path| path.file_name() == name).map(folder);
    let named: Vec<RepoPath> = all.filter(|path| is_below(path, &base, members)).collect();
    let reached = reached(root, members, &named, &mut |path| {
        let format = manifest::format_for(path.file_name())?;
        Some(seen.files.get(path)?.found(path, &Locator::Format(format)).ok())
    });
    let mut members = members.clone();
    let below = reached.iter().filter_map(|path| path.below(&base));
    members.include.extend(below.map(globset::escape));
    members
}

/// Whether the workspace in `base` has a member in `path`.
pub(super) fn is_below(path: &RepoPath, base: &RepoPath, members: &Members) -> bool {
    let below = path.below(base).and_then(|below| RepoPath::new(below).ok());
    below.is_some_and(|below| is_member(members, &below))
}

/// The one component of a repository whose version is in its tags and in no file that we read, as
/// build tools that ask git have it; `None` where no tag has a version.
pub(super) fn in_tags_only(seen: &Seen<'_>) -> Option<Found> {
    let root = RepoPath::root();
    let found = Found::new(names(seen, None, &root), &root);
    let (own, product) = templates::fit(seen, core::slice::from_ref(&found));
    product.or(own)?;
    Some(found)
}

/// Whether a file that was read would make its folder a component of a workspace without tables.
fn states(seen: &Seen<'_>, path: &RepoPath) -> bool {
    let (Some(content), Some(format)) =
        (seen.files.get(path), manifest::format_for(path.file_name()))
    else {
        return false;
    };
    content.found(path, &Locator::Format(format)).is_ok_and(|located| {
        located.name.is_some() && !(located.slots.is_empty() && located.elsewhere.is_empty())
    })
}

/// The members that a file declares that is no manifest; `None` where `path` is none of those.
pub(super) fn of_tool(path: &RepoPath, content: &Content) -> Option<Members> {
    let (_, key, manifest) = TOOLS.iter().find(|(file, ..)| *file == path.as_str())?;
    let source = Source::new(path, content.bytes()).ok()?;
    let found = Document::read(&source).ok()?;
    let include: Vec<String> = found.texts_at(key).into_iter().map(String::from).collect();
    let members = Members { manifest: Some(manifest), include, ..Members::default() };
    (!members.include.is_empty()).then_some(members)
}

/// Keeps the note of a workspace at the root only where its members are all there is. `outsiders` are
/// packages that are none.
fn only_members(seen: &Seen<'_>, found: &mut Components, outsiders: &[Found]) {
    let Some((root, members)) = found.workspace.take() else { return };
    let name = members.manifest.unwrap_or(root.file_name());
    let own = |one: &Found| {
        let [manifest] = one.manifests.as_slice() else { return false };
        manifest.file_name() == name && (one.path.is_root() || is_member(&members, &one.path))
    };
    let known = |path: &RepoPath| {
        let lists = |one: &Found| one.manifests.contains(path);
        found.components.iter().any(lists) || outsiders.iter().any(lists)
    };
    // An example that was passed over here is a member there, if the workspace says so.
    let passed_over = seen.tracked.iter().any(|path| {
        let folder = path.parent().unwrap_or_else(RepoPath::root);
        path.file_name() == name
            && !known(path)
            && (!seen.files.contains_key(path) || states(seen, path))
            && is_member(&members, &folder)
    });
    if found.components.iter().all(own) && !passed_over && seen.files.contains_key(&root) {
        found.workspace = Some((root, members));
    }
}
