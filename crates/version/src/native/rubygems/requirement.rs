//! `Gem::Requirement`: `~> 1.4`, `>= 1.2, < 2`, `= 1.0.0`.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::{TARGET, is_pre, is_version, order};
use crate::native::NativeError;
use crate::native::shared::compare::{Compare, before_last, between_commas};
use crate::native::shared::follow::{Bound, Follow, Side};
use crate::native::shared::numbers::is_digits;

/// The operators, longer ones first. Without one, a version is exact.
pub(in crate::native) const OPS: &[(&str, Compare)] = &[
    ("~>", Compare::Next(before_last)),
    (">=", Compare::Least),
    ("<=", Compare::Most),
    ("!=", Compare::Not),
    (">", Compare::Above),
    ("<", Compare::Below),
    ("=", Compare::Exact),
];

/// One clause: its operator, its version, and where that is in the requirement.
struct Clause<'t> {
    compare: Compare,
    text: &'t str,
    bound: Bound,
}

/// Whether the requirement admits the version. Pre-releases are admitted once a clause names one,
/// as `Gem::Dependency#matches_spec?` has it. Upper bounds and exclusions alone stand beside the clause
/// that says where to begin, in a text of its own: that one has the say.
pub(super) fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    check_version(version)?;
    Ok(admits_version(&parse(requirement)?, version))
}

fn admits_version(clauses: &[Clause<'_>], version: &str) -> bool {
    clauses.iter().all(|clause| holds(clause.compare, clause.text, version))
        && (!is_pre(version)
            || clauses.iter().any(|clause| is_pre(clause.text))
            || clauses.iter().all(|clause| clause.bound.side != Side::Point))
}

/// The requirement moved to the version.
pub(super) fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    check_version(version)?;
    let clauses = parse(requirement)?;
    let bounds: Vec<Bound> = clauses.iter().map(|clause| clause.bound.clone()).collect();
    let holds = |index: usize, text: &str| {
        clauses.get(index).is_some_and(|clause| holds(clause.compare, text, version))
    };
    let admits = |requirement: &str| {
        parse(requirement).is_ok_and(|clauses| admits_version(&clauses, version))
    };
    Follow {
        target: TARGET,
        requirement,
        version,
        bounds: &bounds,
        holds: &holds,
        admits: &admits,
        wanted: format!("~> {version}"),
    }
    .follow()
}

fn check_version(text: &str) -> Result<(), NativeError> {
    if is_version(text) && !text.is_empty() {
        return Ok(());
    }
    Err(NativeError::Syntax {
        target: TARGET,
        text: text.to_owned(),
        why: "RubyGems does not take it for a version".to_owned(),
        wanted: None,
    })
}

fn parse(requirement: &str) -> Result<Vec<Clause<'_>>, NativeError> {
    let mut clauses = Vec::new();
    for (clause, end) in between_commas(requirement) {
        let (compare, after) = OPS
            .iter()
            .find_map(|(op, compare)| Some((*compare, clause.strip_prefix(op)?)))
            .unwrap_or((Compare::Exact, clause));
        let text = after.trim_start();
        if text.is_empty() || !is_version(text) {
            return Err(NativeError::Requirement {
                target: TARGET,
                requirement: requirement.to_owned(),
                why: format!("`{text}` is not a version"),
                wanted: None,
            });
        }
        let bound = Bound { span: end - text.len()..end, side: compare.side() };
        clauses.push(Clause { compare, text, bound });
    }
    Ok(clauses)
}

fn holds(compare: Compare, bound: &str, version: &str) -> bool {
    if bound.is_empty() || !is_version(bound) {
        return false;
    }
    let next = matches!(compare, Compare::Next(_));
    compare.holds(order(version, bound))
        && (!next || order(release(version), &bumped(bound)) == Ordering::Less)
}

/// The numbers before the first letter: `1.5.0` of `1.5.0.rc1`.
fn release(version: &str) -> &str {
    let end = version.find(|c: char| c != '.' && !c.is_ascii_digit()).unwrap_or(version.len());
    let numbers = version.get(..end).unwrap_or(version);
    // `1.5b1` is cut inside its second piece, of which the digits are a number of their own.
    numbers.trim_end_matches('.')
}

/// What `~>` stays below: the last number dropped and the one before it raised, `1.4.2` → `1.5`.
fn bumped(version: &str) -> String {
    let mut numbers: Vec<&str> = release(version).split('.').collect();
    if numbers.len() > 1 {
        numbers.pop();
    }
    let Some(last) = numbers.pop() else { return version.to_owned() };
    let raised = last.parse::<u64>().ok().and_then(|number| number.checked_add(1));
    let raised = raised.filter(|_| is_digits(last)).unwrap_or(u64::MAX).to_string();
    numbers.push(&raised);
    numbers.join(".")
}
