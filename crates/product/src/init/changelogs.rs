//! The changelogs that another tool writes, where they are there.

use alloc::collections::BTreeSet;
use alloc::string::String;

use place::RepoPath;

use super::Seen;
use super::components::{Components, Found};

/// Gives the components the changelogs that the other tool writes: a release refuses to write into a
/// file that is not there, so that only those are named that are.
pub(super) fn take(seen: &Seen<'_>, found: &mut Components) {
    let Some(given) = seen.given else { return };
    let mut taken: BTreeSet<RepoPath> = BTreeSet::new();
    for one in &mut found.components {
        let listed = given.components.iter().find(|listed| listed.path == one.path);
        let told = listed.and_then(|listed| Some(listed.changelog.as_ref()?.0.clone()));
        let usual = given.changelog.and_then(|name| one.path.join(name).ok());
        let path = told.or(usual).filter(|path| seen.tracked.contains(path));
        one.changelog = path.filter(|path| taken.insert(path.clone()));
    }
    let usual = given.changelog.and_then(|name| RepoPath::root().join(name).ok());
    let usual = usual.filter(|path| given.changelog_of_all && seen.tracked.contains(path));
    found.changelog = usual.filter(|path| taken.insert(path.clone()));
    found.changelogs = alike(&found.components);
    if found.changelogs.is_none() && found.components.iter().any(|one| one.changelog.is_some()) {
        // What is said of one component needs tables for all.
        found.workspace = None;
    }
}

/// What all of several components call theirs, each in its own folder.
fn alike(components: &[Found]) -> Option<String> {
    let first = components.first().filter(|_| components.len() > 1).and_then(name)?;
    components.iter().all(|one| name(one) == Some(first)).then(|| first.into())
}

/// What a component calls its own, where that is in its folder.
fn name(one: &Found) -> Option<&str> {
    let path = one.changelog.as_ref()?;
    (path.parent()? == one.path).then_some(path.file_name())
}
