//! RPM's version relations: the `>= 1.0` of `Requires: net >= 1.0`.
//!
//! Source: rpm's manual, "Dependencies"; comparison as `rpmdsCompare` has it.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use core::cmp::Ordering;

use super::{TARGET, fields, order};
use crate::native::NativeError;
use crate::native::shared::compare::Compare;
use crate::native::shared::epoch::in_epoch_of;
use crate::native::shared::follow::{Bound, Follow};

/// The operators, longer ones first.
const OPS: &[(&str, Compare)] = &[
    ("<=", Compare::Most),
    (">=", Compare::Least),
    ("==", Compare::Exact),
    ("<", Compare::Below),
    (">", Compare::Above),
    ("=", Compare::Exact),
];

/// A relation: its operator, its version, and where that begins.
struct Relation<'t> {
    compare: Compare,
    text: &'t str,
    at: usize,
}

/// Whether the relation admits the version. A macro is filled in when the package is built, mostly
/// with the version that is built along, so it admits it.
pub(super) fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    check_version(version)?;
    let relation = parse(requirement)?;
    let version = &in_epoch_of(relation.text, version);
    Ok(is_filled_in(relation.text) || relation.holds(relation.text, version))
}

/// The relation moved to the version; a macro follows by itself.
pub(super) fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    check_version(version)?;
    let relation = parse(requirement)?;
    if is_filled_in(relation.text) {
        return Ok(requirement.to_owned());
    }
    let version = &in_epoch_of(relation.text, version);
    let span = relation.at..relation.at + relation.text.len();
    let exact = matches!(relation.compare, Compare::Exact);
    let follow = Follow {
        target: TARGET,
        requirement,
        version,
        bounds: &[Bound { span, side: relation.compare.side() }],
        holds: &|_, text| relation.holds(text, version),
        admits: &|requirement| admits(requirement, version).unwrap_or(false),
        wanted: if exact { "= %{version}-%{release}".to_owned() } else { format!(">= {version}") },
    };
    let released = |text: &str| fields(text).2.is_some();
    if exact && released(relation.text) && !released(version) {
        // The release of the package to come is not ours to guess.
        return Err(follow.stuck());
    }
    follow.follow()
}

/// Whether the text is `%{…}` or `@…@`.
fn is_filled_in(text: &str) -> bool {
    text.contains(['%', '@'])
}

impl Relation<'_> {
    fn holds(&self, text: &str, version: &str) -> bool {
        if !is_version(text) {
            return false;
        }
        self.compare.holds(compare(version, text))
    }
}

/// Epoch and version, and the release where both have one.
fn compare(a: &str, b: &str) -> Ordering {
    let ((epoch_a, version_a, release_a), (epoch_b, version_b, release_b)) = (fields(a), fields(b));
    let releases = release_a.zip(release_b).map_or(Ordering::Equal, |(a, b)| order(a, b));
    order(epoch_a, epoch_b).then_with(|| order(version_a, version_b)).then(releases)
}

fn parse(requirement: &str) -> Result<Relation<'_>, NativeError> {
    let refused = |why: String, wanted| NativeError::Requirement {
        target: TARGET,
        requirement: requirement.to_owned(),
        why,
        wanted,
    };
    let trimmed = requirement.trim();
    let found = OPS.iter().find_map(|(op, compare)| Some((*compare, trimmed.strip_prefix(op)?)));
    let Some((compare, after)) = found else {
        let wanted = is_version(trimmed).then(|| format!(">= {trimmed}"));
        return Err(refused("it begins with none of <, <=, =, >=, >".to_owned(), wanted));
    };
    let text = after.trim_start();
    let relation = Relation { compare, text, at: requirement.trim_end().len() - text.len() };
    if is_filled_in(text) || is_version(text) {
        Ok(relation)
    } else {
        Err(refused(format!("`{text}` is not a version"), None))
    }
}

/// What rpmbuild accepts behind an operator.
fn is_version(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "._+~^:-".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(fits)
}

fn check_version(text: &str) -> Result<(), NativeError> {
    if is_version(text) {
        return Ok(());
    }
    Err(NativeError::Syntax {
        target: TARGET,
        text: text.to_owned(),
        why: "rpm does not take it for a version".to_owned(),
        wanted: None,
    })
}
