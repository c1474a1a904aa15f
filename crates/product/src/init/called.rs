//! What components are called, by the names that their tags have.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::components::{Found, clean};
use super::templates::{self, is_tagged, newest, tagged};
use super::{Seen, by_folder};

/// Puts the name first that a component's newest tag has; makes names different where two are the
/// same.
pub(super) fn rename(seen: &Seen<'_>, template: Option<&str>, components: &mut [Found]) {
    if let Some(template) = template {
        as_tagged(seen, template, components);
        scoped(seen, template, components);
    }
    // Names that differ in capitals only make tags that some file systems take for one.
    let mut taken = BTreeSet::new();
    let mut take = |name: &str| taken.insert(name.to_ascii_lowercase());
    // Of two of one name it is the one's whose version its tags have.
    let agrees = |one: &Found| {
        let (Some(template), Some(name)) = (template, one.names.first()) else { return false };
        let stated = one.version.as_ref().map(|(text, _)| templates::rank(text));
        stated.is_some() && newest(&tagged(seen, template, core::slice::from_ref(name))) == stated
    };
    let mut order: Vec<&mut Found> = components.iter_mut().collect();
    order.sort_by_key(|one| !agrees(one));
    for component in order {
        let first = component.names.first().cloned().unwrap_or_default();
        if take(&first) {
            continue;
        }
        let mut name = clean(&component.path.as_str().replace('/', "-"));
        let mut others = 1;
        while name.is_empty() || !take(&name) {
            others += 1;
            name = format!("{first}-{others}");
        }
        component.names.insert(0, name);
    }
}

/// Puts the name first that a component's newest tag has.
fn as_tagged(seen: &Seen<'_>, template: &str, components: &mut [Found]) {
    for component in components.iter_mut() {
        // The version that it states is that of its newest tag, whatever others are tagged as.
        let stated = component.version.as_ref().map(|(text, _)| templates::rank(text));
        let score = |name: &String| {
            let tags = tagged(seen, template, core::slice::from_ref(name));
            let newest = newest(&tags);
            (newest.is_some() && newest == stated, newest, tags.len())
        };
        let scores: Vec<_> = component.names.iter().map(score).collect();
        let best = scores.iter().max().filter(|(.., tags)| *tags > 0);
        if let Some(at) = best.and_then(|best| scores.iter().position(|score| score == best)) {
            let name = component.names.remove(at);
            component.names.insert(0, name);
        }
    }
}

/// Calls packages without a tag by their whole names, scope and all (`@x/new`), where those are called
/// so that have tags and a scope, or, where none has, where another tool names all tags so.
fn scoped(seen: &Seen<'_>, template: &str, components: &mut [Found]) {
    let has_tags = |one: &Found| is_tagged(seen, template, one.names.get(..1).unwrap_or_default());
    // Whether it is called without its scope, if it has one.
    let is_bare = |one: &Found| {
        let (first, whole) = (one.names.first()?, one.package.as_ref()?);
        let (_, bare) = whole.strip_prefix('@')?.split_once('/')?;
        (first == bare || first == whole).then_some(first == bare)
    };
    let tagged = components.iter().filter(|one| has_tags(one));
    let (bare, whole): (Vec<bool>, Vec<bool>) = tagged.filter_map(is_bare).partition(|bare| *bare);
    let told = seen.given.is_some_and(|given| given.scoped);
    if whole.len() < bare.len() || (whole.len() == bare.len() && !told) {
        return;
    }
    for one in components.iter_mut().filter(|one| !has_tags(one) && is_bare(one) == Some(true)) {
        let whole = one.package.as_deref().map(clean);
        one.names.splice(..0, whole);
    }
}

/// What a member of a workspace is called where no table names it: as its manifest has it, without
/// the group that Maven and Gradle put before it.
pub(super) fn without_table(one: &Found) -> Option<String> {
    if by_folder::is_by_folder(one) {
        return one.names.first().cloned();
    }
    one.package.as_deref().and_then(|name| name.rsplit(':').next()).map(String::from)
}
