//! Packages that another tool keeps under one number.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::components::{Components, Found};
use super::members::dozen;
use crate::import::{Group, Imported};

/// Whether a package is in a group of another tool's.
pub(super) fn in_group(group: &Group, one: &Found) -> bool {
    one.package.iter().chain(one.names.first()).any(|name| group.holds(name))
}

/// Names those that another tool keeps under one number, by what they are called here, where that is
/// not said of all.
pub(super) fn say(given: &Imported, found: &mut Components) {
    let whole = |group: &Group| found.components.iter().all(|one| in_group(group, one));
    if given.groups.iter().any(whole) {
        return;
    }
    for group in &given.groups {
        let members = found.components.iter().filter(|one| in_group(group, one));
        let names: Vec<String> = members.filter_map(|one| one.names.first().cloned()).collect();
        found.comments.push(format!(
            "{}: under one number there, each under its own here: {}. A [line.NAME] of their own \
             with the scheme semver-fixed keeps them together.",
            group.said,
            dozen(names)
        ));
    }
}
