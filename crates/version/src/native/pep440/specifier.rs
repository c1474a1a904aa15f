//! PEP 440's version specifiers, `~=1.4`, `>=1.2, <2`, `==1.*`, and what Poetry has besides: `^1.4`,
//! `~1.4`, and a version alone.
//!
//! Source: Poetry, "Dependency specification".

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::TARGET;
use super::version::Pep440;
use crate::native::NativeError;
use crate::native::shared::compare::between_commas;
use crate::native::shared::follow::{Bound, Follow, Side};
use crate::native::shared::numbers::compare_digits;

/// The operators, longer ones first, and what each says of the version to follow to.
const OPS: &[(&str, Side)] = &[
    ("===", Side::Point),
    ("~=", Side::Point),
    ("==", Side::Point),
    ("!=", Side::Fixed),
    ("<=", Side::Most),
    (">=", Side::Point),
    ("<", Side::Below),
    (">", Side::Fixed),
    ("^", Side::Point),
    ("~", Side::Point),
];

/// One clause: its operator, its version, and where that is in the specifier.
struct Clause<'t> {
    op: &'static str,
    text: &'t str,
    bound: Bound,
}

/// Whether the specifier admits the version. Pre-releases are admitted once a clause names one.
pub(super) fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    let version = parse_version(version)?;
    Ok(admits_version(&parse(requirement)?, &version))
}

fn admits_version(clauses: &[Clause<'_>], version: &Pep440) -> bool {
    clauses.iter().all(|clause| holds(clause.op, clause.text, version))
        && (!version.is_pre() || clauses.iter().any(Clause::names_pre))
}

/// The specifier moved to the version; a local version is left out, as no bound may have one.
pub(super) fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    let version = parse_version(version)?.public();
    let clauses = parse(requirement)?;
    let bounds: Vec<Bound> = clauses.iter().map(|clause| clause.bound.clone()).collect();
    let holds = |index: usize, text: &str| {
        clauses.get(index).is_some_and(|clause| holds(clause.op, text, &version))
    };
    let admits = |requirement: &str| {
        parse(requirement).is_ok_and(|clauses| admits_version(&clauses, &version))
    };
    Follow {
        target: TARGET,
        requirement,
        version: &version.to_string(),
        bounds: &bounds,
        holds: &holds,
        admits: &admits,
        wanted: format!(">={version}"),
    }
    .follow()
}

fn parse_version(text: &str) -> Result<Pep440, NativeError> {
    Pep440::parse(text).ok_or_else(|| NativeError::Syntax {
        target: TARGET,
        text: text.to_owned(),
        why: "PEP 440 does not have it".to_owned(),
        wanted: None,
    })
}

impl Clause<'_> {
    fn names_pre(&self) -> bool {
        self.op != "!=" && Pep440::parse(self.text).is_some_and(|version| version.is_pre())
    }
}

fn parse(requirement: &str) -> Result<Vec<Clause<'_>>, NativeError> {
    let refused = |why: String, wanted| NativeError::Requirement {
        target: TARGET,
        requirement: requirement.to_owned(),
        why,
        wanted,
    };
    let mut clauses = Vec::new();
    // Poetry writes any version as `*`.
    if matches!(requirement.trim(), "" | "*") {
        return Ok(clauses);
    }
    for (clause, end) in between_commas(requirement) {
        let found = OPS.iter().find_map(|(op, side)| Some((*op, *side, clause.strip_prefix(op)?)));
        let (op, side, after) = found.unwrap_or(("==", Side::Point, clause));
        let text = after.trim_start();
        if !is_bound(op, text) {
            let why = match found {
                Some(_) => format!("`{text}` cannot stand after `{op}`"),
                None => format!("`{text}` is not a version"),
            };
            return Err(refused(why, None));
        }
        let bound = Bound { span: end - text.len()..end, side };
        clauses.push(Clause { op, text, bound });
    }
    Ok(clauses)
}

/// Whether the operator may have this text: `.*` only after `==` and `!=`, two numbers after `~=`,
/// a local version only where versions are equal.
fn is_bound(op: &str, text: &str) -> bool {
    if op == "===" {
        return !text.is_empty() && !text.contains(char::is_whitespace);
    }
    let equal = matches!(op, "==" | "!=");
    match text.strip_suffix(".*") {
        Some(prefix) => {
            equal && Pep440::parse(prefix).is_some_and(|p| p == p.base() && p.pre.is_none())
        }
        None => Pep440::parse(text).is_some_and(|version| {
            (equal || version.local.is_empty()) && (op != "~=" || version.release.len() > 1)
        }),
    }
}

/// Whether the clause's comparison holds for the version.
fn holds(op: &str, text: &str, version: &Pep440) -> bool {
    if !is_bound(op, text) {
        return false;
    }
    if op == "===" {
        return version.to_string().eq_ignore_ascii_case(text);
    }
    if let Some(prefix) = text.strip_suffix(".*").and_then(Pep440::parse) {
        return begins_with(version, &prefix, prefix.release.len()) == (op == "==");
    }
    let Some(bound) = Pep440::parse(text) else { return false };
    let public = version.public();
    let same_base = version.base() == bound.base();
    let equal = if bound.local.is_empty() { public == bound } else { *version == bound };
    match op {
        "==" => equal,
        "!=" => !equal,
        ">=" => public >= bound,
        "<=" => public <= bound,
        "~=" => {
            public >= bound && begins_with(version, &bound, bound.release.len().saturating_sub(1))
        }
        // What may not change is the first number that is not zero, or the last one where all are.
        "^" => {
            let zeros =
                bound.release.iter().take_while(|number| compare_digits(number, "0").is_eq());
            let kept = (zeros.count() + 1).min(bound.release.len());
            public >= bound && begins_with(version, &bound, kept)
        }
        "~" => public >= bound && begins_with(version, &bound, bound.release.len().min(2)),
        // Neither side of a strict comparison takes the bound's own pre- or post-releases.
        "<" => *version < bound && !(same_base && version.is_pre() && !bound.is_pre()),
        ">" if same_base && !version.local.is_empty() => false,
        ">" if same_base && version.post.is_some() && bound.post.is_none() => false,
        ">" => *version > bound,
        _ => false,
    }
}

/// Whether the version has the same epoch and the same first `count` numbers.
fn begins_with(version: &Pep440, prefix: &Pep440, count: usize) -> bool {
    let at = |numbers: &[String], position: usize| -> String {
        numbers.get(position).cloned().unwrap_or_default()
    };
    compare_digits(&version.epoch, &prefix.epoch).is_eq()
        && (0..count).all(|position| {
            let (left, right) = (at(&version.release, position), at(&prefix.release, position));
            compare_digits(&left, &right) == Ordering::Equal
        })
}
