//! Debian's version relations: the inside of `(>= 1.0)`.
//!
//! Source: Debian Policy 7.1.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use super::{TARGET, fields, order};
use crate::native::NativeError;
use crate::native::shared::compare::Compare;
use crate::native::shared::epoch::in_epoch_of;
use crate::native::shared::follow::{Bound, Follow};

/// The operators, longer ones first.
const OPS: &[(&str, Compare)] = &[
    ("<<", Compare::Below),
    ("<=", Compare::Most),
    (">=", Compare::Least),
    (">>", Compare::Above),
    ("=", Compare::Exact),
];

/// A relation: its operator, its version, and where that begins.
struct Relation<'t> {
    compare: Compare,
    text: &'t str,
    at: usize,
}

/// Whether the relation admits the version. A substitution such as `${binary:Version}` is filled
/// in when the package is built, with the version that is built along, so it admits it.
pub(super) fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    check_version(version)?;
    let relation = parse(requirement)?;
    let version = &in_epoch_of(relation.text, version);
    Ok(relation.is_filled_in() || relation.holds(relation.text, version))
}

/// The relation moved to the version; a substitution follows by itself.
pub(super) fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    check_version(version)?;
    let relation = parse(requirement)?;
    if relation.is_filled_in() {
        return Ok(requirement.to_owned());
    }
    let version = &in_epoch_of(relation.text, version);
    let span = relation.at..relation.at + relation.text.len();
    let revision = |text: &str| fields(text).is_some_and(|fields| fields.revision.is_some());
    let exact = matches!(relation.compare, Compare::Exact);
    let follow = Follow {
        target: TARGET,
        requirement,
        version,
        bounds: &[Bound { span, side: relation.compare.side() }],
        holds: &|_, text| relation.holds(text, version),
        admits: &|requirement| admits(requirement, version).unwrap_or(false),
        wanted: if exact { "= ${binary:Version}".to_owned() } else { format!(">= {version}") },
    };
    if exact && revision(relation.text) && !revision(version) {
        // The revision of the package to come is not ours to guess.
        return Err(follow.stuck());
    }
    follow.follow()
}

impl Relation<'_> {
    fn is_filled_in(&self) -> bool {
        self.text.starts_with("${") && self.text.ends_with('}')
    }

    fn holds(&self, text: &str, version: &str) -> bool {
        if fields(text).is_none() {
            return false;
        }
        // A version without a revision is one whose package is still to come: its revision may be any.
        let upstream = |text| fields(text).map(|fields| fields.revision.is_some());
        let text = match text.rsplit_once('-') {
            Some((bare, _)) if upstream(version) == Some(false) => match self.compare {
                Compare::Exact | Compare::Least | Compare::Most => bare,
                _ => text,
            },
            _ => text,
        };
        self.compare.holds(order(version, text))
    }
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
        let wanted = match trimmed.split_at_checked(1) {
            // dpkg has always read these as "or equal", against what they say.
            Some(("<", rest)) => Some(format!("<= {}", rest.trim_start())),
            Some((">", rest)) => Some(format!(">= {}", rest.trim_start())),
            _ => fields(trimmed).map(|_| format!(">= {trimmed}")),
        };
        return Err(refused("it begins with none of <<, <=, =, >=, >>".to_owned(), wanted));
    };
    let text = after.trim_start();
    let relation = Relation { compare, text, at: requirement.trim_end().len() - text.len() };
    if relation.is_filled_in() || fields(text).is_some() {
        Ok(relation)
    } else {
        Err(refused(format!("`{text}` is not a version"), None))
    }
}

fn check_version(text: &str) -> Result<(), NativeError> {
    match fields(text) {
        Some(_) => Ok(()),
        None => Err(NativeError::Syntax {
            target: TARGET,
            text: text.to_owned(),
            why: "dpkg does not take it for a version".to_owned(),
            wanted: None,
        }),
    }
}
