//! Cargo: SemVer 2.0.0 with exactly three numbers.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use core::cmp::Ordering;

use super::shared::numbers::{Shape, total};
use super::shared::range::{Grammar, Op};
use super::shared::semver;
use super::shared::semver_requires::Ranges;
use super::shared::spelling::Spelling;
use super::{Dialect, NativeError, Requires, Target};

const TARGET: Target = Target { id: "cargo", title: "Cargo" };
const SPELLING: Spelling =
    semver::spelling(Shape { target: TARGET, least: 3, most: 3, limits: &[] });

/// Cargo packages.
pub static CARGO: Dialect = Dialect {
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
    order,
    epoch: None,
    packages: None,
    requires: Some(&Requires { admits, follow, promise: Some("^") }),
};

/// SemVer's precedence, as the `semver` crate has it.
fn order(a: &str, b: &str) -> Ordering {
    let parse = |text: &str| ::semver::Version::parse(text).ok();
    total((a, parse(a)), (b, parse(b)), ::semver::Version::cmp_precedence)
}

/// Cargo's requirement syntax: a bare version is a caret, commas join, there are no alternatives.
const RANGES: Ranges = Ranges {
    target: TARGET,
    grammar: Grammar {
        without: &["~>", "=>", "=<", "!="],
        commas: true,
        spaces: false,
        alternatives: false,
        bare: Op::Caret,
    },
    admits,
};

/// Reads the requirement as Cargo does, so that what it refuses is refused in its words.
fn parse(requirement: &str) -> Result<::semver::VersionReq, NativeError> {
    ::semver::VersionReq::parse(requirement).map_err(|error| NativeError::Requirement {
        target: TARGET,
        requirement: requirement.to_owned(),
        why: error.to_string(),
        wanted: None,
    })
}

/// The answer of the `semver` crate, which is Cargo's.
fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    let version = ::semver::Version::parse(version).map_err(|error| NativeError::Syntax {
        target: TARGET,
        text: version.to_owned(),
        why: error.to_string(),
        wanted: None,
    })?;
    Ok(parse(requirement)?.matches(&version))
}

fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    parse(requirement)?;
    RANGES.follow(requirement, version)
}
