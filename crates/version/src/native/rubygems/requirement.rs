//! `Gem::Requirement`: `~> 1.4`, `>= 1.2, < 2`, `= 1.0.0`.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::{TARGET, is_pre, is_version, order};
use crate::native::NativeError;
use crate::native::shared::follow::{Bound, Follow, Side};
use crate::native::shared::numbers::is_digits;

/// The operators, longer ones first. Without one, a version is exact.
const OPS: &[&str] = &["~>", ">=", "<=", "!=", ">", "<", "="];

/// One clause: its operator, its version, and where that is in the requirement.
struct Clause<'t> {
    op: &'static str,
    text: &'t str,
    bound: Bound,
}

/// Whether the requirement admits the version. Pre-releases are admitted once a clause names one,
/// as `Gem::Dependency#matches_spec?` has it.
pub(super) fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    check_version(version)?;
    Ok(admits_version(&parse(requirement)?, version))
}

fn admits_version(clauses: &[Clause<'_>], version: &str) -> bool {
    clauses.iter().all(|clause| holds(clause.op, clause.text, version))
        && (!is_pre(version) || clauses.iter().any(|clause| is_pre(clause.text)))
}

/// The requirement moved to the version.
pub(super) fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    check_version(version)?;
    let clauses = parse(requirement)?;
    let bounds: Vec<Bound> = clauses.iter().map(|clause| clause.bound.clone()).collect();
    let holds = |index: usize, text: &str| {
        clauses.get(index).is_some_and(|clause| holds(clause.op, text, version))
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
    let mut start = 0;
    for piece in requirement.split(',') {
        let clause = piece.trim();
        let (op, after) = OPS
            .iter()
            .find_map(|op| Some((*op, clause.strip_prefix(op)?)))
            .unwrap_or(("=", clause));
        let text = after.trim_start();
        if text.is_empty() || !is_version(text) {
            return Err(NativeError::Requirement {
                target: TARGET,
                requirement: requirement.to_owned(),
                why: format!("`{text}` is not a version"),
                wanted: None,
            });
        }
        let at = start + piece.trim_end().len() - text.len();
        let side = match op {
            "<" => Side::Below,
            "<=" => Side::Most,
            ">" | "!=" => Side::Fixed,
            _ => Side::Point,
        };
        clauses.push(Clause { op, text, bound: Bound { span: at..at + text.len(), side } });
        start += piece.len() + 1;
    }
    Ok(clauses)
}

fn holds(op: &str, bound: &str, version: &str) -> bool {
    if bound.is_empty() || !is_version(bound) {
        return false;
    }
    let found = order(version, bound);
    match op {
        "=" => found.is_eq(),
        "!=" => found.is_ne(),
        ">=" => found.is_ge(),
        "<=" => found.is_le(),
        ">" => found.is_gt(),
        "<" => found.is_lt(),
        _ => found.is_ge() && order(release(version), &bumped(bound)) == Ordering::Less,
    }
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
