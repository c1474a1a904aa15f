//! npm: SemVer 2.0.0 with exactly three numbers, each exact in a JavaScript number.

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::shared::numbers::Shape;
use super::shared::range::{Grammar, Op};
use super::shared::semver;
use super::shared::semver_requires::Ranges;
use super::shared::spelling::Spelling;
use super::{Dialect, NativeError, Requires, Target};

const TARGET: Target = Target { id: "npm", title: "npm" };
/// 2⁵³ − 1: node-semver refuses what is above.
const MOST: u64 = 9_007_199_254_740_991;
const SPELLING: Spelling =
    semver::spelling(Shape { target: TARGET, least: 3, most: 3, limits: &[MOST] });

/// npm packages.
pub static NPM: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: true,
    placeholder: "",
    takes: Some(semver::takes),
    development: semver::DEVELOPMENT,
    write: |version, _| semver::write(&SPELLING, version),
    read: |text| semver::read(&SPELLING, text),
    order: |a, b| semver::order(MOST, a, b),
    epoch: None,
    packages: None,
    requires: Some(&Requires { admits, follow, promise: Some("^") }),
};

/// node-semver's ranges: a bare version is exact, white space joins.
const RANGES: Ranges = Ranges {
    target: TARGET,
    grammar: Grammar {
        without: &["=>", "=<", "!="],
        commas: false,
        spaces: true,
        alternatives: true,
        bare: Op::Exact,
    },
    admits: range_admits,
};

/// What a dependency on something else than a version begins with, and what that is.
const ELSEWHERE: &[(&str, &str)] = &[
    ("file:", "on a folder"),
    ("link:", "on a linked folder"),
    ("portal:", "on a linked folder"),
    ("patch:", "on a patched package"),
    ("catalog:", "on an entry of the workspace's catalog"),
    ("git", "on a git repository"),
    ("github:", "on a git repository"),
    ("http:", "on an archive"),
    ("https:", "on an archive"),
];

/// Ranges that every version meets, pre-releases of a workspace's own packages included.
const ANY: &[&str] = &["", "*", "x", "X"];

/// A requirement as package.json has it: what comes before its range, and the range.
enum Requirement<'t> {
    /// What says nothing of a version, and so never has to follow: `workspace:*` and its like, which
    /// the workspace fills in; `*`; a distribution tag; one of those among alternatives.
    ByItself,
    /// A range behind a prefix that stays: nothing, `workspace:` or `npm:name@`.
    Range { prefix: &'t str, range: &'t str },
}

fn parse(requirement: &str) -> Result<Requirement<'_>, NativeError> {
    if let Some(range) = requirement.strip_prefix("workspace:") {
        return Ok(match range {
            "^" | "~" => Requirement::ByItself,
            range => behind("workspace:", range),
        });
    }
    if let Some(alias) = requirement.strip_prefix("npm:") {
        let at = alias.rfind('@').filter(|&at| at > 0);
        let length = requirement.len() - alias.len();
        let split = at.and_then(|at| requirement.split_at_checked(length + at + 1));
        return split.map(|(prefix, range)| behind(prefix, range)).ok_or_else(|| {
            NativeError::Requirement {
                target: TARGET,
                requirement: requirement.to_owned(),
                why: "an alias needs a version after `@`".to_owned(),
                wanted: None,
            }
        });
    }
    let elsewhere = ELSEWHERE.iter().find(|(start, _)| requirement.starts_with(start));
    let what = match elsewhere {
        Some((_, what)) => Some(*what),
        None if requirement.contains('/') => Some("on a git repository"),
        None => None,
    };
    match what {
        None => Ok(behind("", requirement)),
        Some(what) => Err(NativeError::Unsupported {
            target: TARGET,
            requirement: requirement.to_owned(),
            what,
        }),
    }
}

/// What stands behind a prefix.
fn behind<'t>(prefix: &'t str, range: &'t str) -> Requirement<'t> {
    let free = |one: &str| ANY.contains(&one) || is_tag(one);
    match range.split("||").any(|one| free(one.trim())) {
        true => Requirement::ByItself,
        false => Requirement::Range { prefix, range },
    }
}

/// Whether a text is a distribution tag: `latest`, `next-1`. No version begins with a letter, but
/// for `v` and the wildcard `x`.
fn is_tag(text: &str) -> bool {
    let numbers = text.strip_prefix(['v', 'x', 'X']);
    let version = numbers.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !version
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    match parse(requirement)? {
        Requirement::ByItself => Ok(true),
        Requirement::Range { range, .. } => range_admits(range, version),
    }
}

/// A pre-release is let in only by a comparator that names one of the same three numbers.
fn range_admits(range: &str, version: &str) -> Result<bool, NativeError> {
    RANGES.any_holds(range, version, |comparators, version| {
        comparators.iter().any(|comparator| comparator.names_pre_of(version))
    })
}

fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    match parse(requirement)? {
        Requirement::ByItself => Ok(requirement.to_owned()),
        Requirement::Range { prefix, range } => {
            Ok(prefix.to_owned() + &RANGES.follow(range, version)?)
        }
    }
}
