//! Ansible Galaxy: collections by SemVer, and what they require of each other.
//!
//! Source: Ansible, "Collection Galaxy metadata structure" and "Installing an older version of a
//! collection".

use super::shared::clauses::Clauses;
use super::shared::compare::Compare;
use super::shared::numbers::Shape;
use super::shared::semver;
use super::shared::spelling::Spelling;
use super::{Dialect, Requires, Target};

const TARGET: Target = Target { id: "galaxy", title: "Ansible Galaxy" };
const SPELLING: Spelling =
    semver::spelling(Shape { target: TARGET, least: 3, most: 3, limits: &[] });

/// Ansible collections.
pub static GALAXY: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: true,
    placeholder: "",
    takes: Some(semver::takes),
    development: &["-dev", "-dev{n}", "-dev.{n}"],
    write: |version, _| semver::write(&SPELLING, version),
    read: |text| semver::read(&SPELLING, text),
    order: |a, b| semver::order(u64::MAX, a, b),
    epoch: None,
    packages: None,
    requires: Some(&Requires {
        admits: |requirement, version| CLAUSES.admits(requirement, version),
        follow: |requirement, version| CLAUSES.follow(requirement, version),
        promise: None,
    }),
};

const CLAUSES: Clauses = Clauses {
    target: TARGET,
    ops: &[
        (">=", Compare::Least),
        ("<=", Compare::Most),
        ("==", Compare::Exact),
        ("!=", Compare::Not),
        (">", Compare::Above),
        ("<", Compare::Below),
        ("=", Compare::Exact),
    ],
    or: &[],
    and: &[","],
    spaces: false,
    any: &["*"],
    stability: false,
    apart: false,
    wild: false,
    hyphen: false,
    pre: false,
    is_bound: |_, text| semver::cut(text).is_semver(3),
    is_pre: |text| semver::cut(text).pre.is_some(),
    order: |a, b| semver::order(u64::MAX, a, b),
    plain: ">=",
};
