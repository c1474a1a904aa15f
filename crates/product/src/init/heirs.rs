//! What another tool writes into a file for others: a version that packages inherit, requirements on
//! them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::{Locator, RegexLocator, SlotKind, Source};
use place::RepoPath;

use super::Seen;
use super::components::Found;
use crate::import::Holder;

/// Takes those of `all` into the component that have their version from a file of the other tool's.
pub(super) fn take(
    holder: &Holder,
    all: &mut Vec<Found>,
    component: &mut Found,
    doubts: &mut Vec<String>,
) {
    let is_heir = |one: &Found| one.inherits.as_ref() == Some(&holder.path);
    let (heirs, rest): (Vec<_>, Vec<_>) = core::mem::take(all).into_iter().partition(is_heir);
    *all = rest;
    if heirs.is_empty() {
        doubts.push(format!(
            "{}: not carried over: {} has a version for others only, and nobody takes it from there: \
             no release writes it",
            holder.said, holder.path
        ));
    }
    component.manifests.extend(heirs.into_iter().flat_map(|one| one.manifests));
}

/// What the packages are called that files are of.
pub(super) fn packages(all: &[Found]) -> BTreeMap<RepoPath, String> {
    let named = all.iter().filter_map(|one| Some((&one.manifests, one.package.as_ref()?)));
    let files =
        named.flat_map(|(files, name)| files.iter().map(|file| (file.clone(), name.clone())));
    files.collect()
}

/// Drops the patterns that find nothing but requirements on packages of the components: those follow
/// by themselves.
pub(super) fn leave_requirements(
    seen: &Seen<'_>,
    packages: &BTreeMap<RepoPath, String>,
    components: &mut [Found],
) {
    let files = components.iter().flat_map(|one| &one.manifests);
    let ours: BTreeSet<&String> = files.filter_map(|file| packages.get(file)).collect();
    let ours: BTreeSet<String> = ours.into_iter().cloned().collect();
    for one in components {
        one.patterns.retain(|(path, regex, count)| {
            !follows(seen, path, regex, *count, &ours).unwrap_or(false)
        });
    }
}

/// Whether all that a pattern finds is in requirements on `packages`, as the file's format has them.
fn follows(
    seen: &Seen<'_>,
    path: &RepoPath,
    regex: &str,
    count: usize,
    packages: &BTreeSet<String>,
) -> Option<bool> {
    let (content, format) = (seen.files.get(path)?, manifest::format_for(path.file_name())?);
    let known = content.found(path, &Locator::Format(format)).ok()?;
    let source = Source::new(path, content.bytes()).ok()?;
    let found = RegexLocator::new(regex, count).ok()?.locate(&source).ok()?;
    let requirements: Vec<_> = known
        .slots
        .iter()
        .filter(
            |slot| matches!(&slot.kind, SlotKind::Requirement { on, .. } if packages.contains(on)),
        )
        .collect();
    Some(found.slots.iter().all(|one| {
        let within = |span: place::Span| span.start <= one.span.start && one.span.end <= span.end;
        requirements.iter().any(|slot| within(slot.span))
    }))
}
