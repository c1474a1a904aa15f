//! Hex, the package tool of Elixir and Erlang: SemVer, and requirements in words.
//!
//! Source: Elixir, `Version` ("Requirements").

use super::shared::clauses::Clauses;
use super::shared::compare::{Compare, before_last};
use super::shared::numbers::Shape;
use super::shared::semver;
use super::shared::spelling::Spelling;
use super::{Dialect, Requires, Target};

const TARGET: Target = Target { id: "hex", title: "Hex (Elixir)" };
const SPELLING: Spelling =
    semver::spelling(Shape { target: TARGET, least: 3, most: 3, limits: &[] });

/// Elixir and Erlang packages.
pub static HEX: Dialect = Dialect {
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
    requires: Some(&Requires {
        admits: |requirement, version| CLAUSES.admits(requirement, version),
        follow: |requirement, version| CLAUSES.follow(requirement, version),
        promise: None,
    }),
};

const CLAUSES: Clauses = Clauses {
    target: TARGET,
    ops: &[
        ("~>", Compare::Next(before_last)),
        (">=", Compare::Least),
        ("<=", Compare::Most),
        ("==", Compare::Exact),
        ("!=", Compare::Not),
        (">", Compare::Above),
        ("<", Compare::Below),
    ],
    or: &[" or "],
    and: &["and "],
    spaces: false,
    any: &[],
    stability: false,
    apart: false,
    wild: false,
    hyphen: false,
    // Hex takes a pre-release only where a requirement names one.
    pre: false,
    is_bound: |compare, text| {
        let cut = semver::cut(text);
        // `~> 2.0-dev` too.
        cut.is_semver(if matches!(compare, Compare::Next(_)) { 2 } else { 3 })
    },
    is_pre: |text| semver::cut(text).pre.is_some(),
    // `~> 1.4` has two numbers.
    order: |a, b| semver::cut(a).precedence(&semver::cut(b), false),
    plain: "~> ",
};
