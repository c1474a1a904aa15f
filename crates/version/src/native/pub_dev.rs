//! pub, the package tool of Dart and Flutter: SemVer, and constraints of its own.
//!
//! Source: Dart, "Package versioning" and "The pubspec file"; order and ranges as `pub_semver`.

use core::cmp::Ordering;

use super::shared::clauses::Clauses;
use super::shared::compare::Compare;
use super::shared::numbers::Shape;
use super::shared::semver;
use super::shared::spelling::Spelling;
use super::{Dialect, Requires, Target};

const TARGET: Target = Target { id: "pub", title: "pub (Dart)" };
const SPELLING: Spelling =
    semver::spelling(Shape { target: TARGET, least: 3, most: 3, limits: &[] });

/// Dart packages. The number behind `+` is a place of its own: Android and Apple take it for the
/// build.
pub static PUB: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: false,
    placeholder: "",
    takes: Some(semver::takes),
    development: &["-dev", "-dev.{n}", "-wip"],
    write: |version, _| semver::write(&SPELLING, version),
    read: |text| semver::read(&SPELLING, text),
    order,
    epoch: None,
    packages: None,
    requires: Some(&Requires {
        admits: |requirement, version| CLAUSES.admits(requirement, version),
        follow: |requirement, version| CLAUSES.follow(requirement, version),
        promise: Some("^"),
    }),
};

const CLAUSES: Clauses = Clauses {
    target: TARGET,
    ops: &[
        ("^", Compare::Next(breaking)),
        (">=", Compare::Least),
        ("<=", Compare::Most),
        (">", Compare::Above),
        ("<", Compare::Below),
    ],
    or: &[],
    and: &[],
    spaces: true,
    any: &["any", ""],
    stability: false,
    apart: false,
    wild: false,
    hyphen: false,
    pre: true,
    is_bound: |_, text| semver::cut(text).is_semver(3),
    is_pre: |text| semver::cut(text).pre.is_some(),
    order,
    plain: "^",
};

/// The number that breaks what depends on it: the second while the first is zero.
fn breaking(numbers: &[u64]) -> usize {
    usize::from(numbers.first() == Some(&0))
}

/// SemVer's precedence; of two that are equal by it, the one with build metadata is higher.
fn order(a: &str, b: &str) -> Ordering {
    let build = |text: &str| semver::cut(text).build.map(alloc::borrow::ToOwned::to_owned);
    semver::order(u64::MAX, a, b).then_with(|| match (build(a), build(b)) {
        (Some(a), Some(b)) => semver::compare_identifiers(&a, &b, false),
        (a, b) => a.is_some().cmp(&b.is_some()),
    })
}
