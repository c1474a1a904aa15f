//! Helm: a chart's version is SemVer 2.0.0.

use alloc::string::String;

use super::shared::numbers::Shape;
use super::shared::range::{Grammar, Op};
use super::shared::semver;
use super::shared::semver_requires::Ranges;
use super::shared::spelling::Spelling;
use super::{Dialect, NativeError, Requires, Target};

const TARGET: Target = Target { id: "helm", title: "Helm" };
const SPELLING: Spelling =
    semver::spelling(Shape { target: TARGET, least: 3, most: 3, limits: &[] });

/// Helm charts.
pub static HELM: Dialect = Dialect {
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
    order: |a, b| semver::order(u64::MAX, a, b),
    epoch: None,
    packages: None,
    requires: Some(&Requires { admits, follow, promise: Some("^") }),
};

/// The constraints of Masterminds/semver: as npm's, with commas and `!=`.
const RANGES: Ranges = Ranges {
    target: TARGET,
    grammar: Grammar {
        without: &[],
        commas: true,
        spaces: true,
        alternatives: true,
        bare: Op::Exact,
    },
    admits,
};

/// Pre-releases are let in once any comparator names one.
fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    RANGES.any_holds(requirement, version, |comparators, _| {
        comparators.iter().any(|comparator| !comparator.partial.pre.is_empty())
    })
}

fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    RANGES.follow(requirement, version)
}
