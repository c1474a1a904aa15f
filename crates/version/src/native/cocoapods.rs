//! CocoaPods: versions written by SemVer, compared and required as RubyGems does it.
//!
//! Source: CocoaPods, "The Podfile: specifying pod versions", and `Pod::Version`.

use super::rubygems::{OPS, is_pre, is_version, order};
use super::shared::clauses::Clauses;
use super::shared::numbers::Shape;
use super::shared::spelling::Spelling;
use super::{Dialect, Requires, Target};

const TARGET: Target = Target { id: "cocoapods", title: "CocoaPods" };
/// `1.5.0-rc.1`.
const SPELLING: Spelling = Spelling::any(Shape::any(TARGET), "-", ".");

/// Pods.
pub static COCOAPODS: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: false,
    placeholder: "",
    takes: None,
    development: &["-dev", "-dev.{n}", ".dev"],
    write: |version, arity| SPELLING.write(version, arity),
    read: |text| SPELLING.read(text),
    order,
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
    ops: OPS,
    or: &[],
    and: &[","],
    spaces: false,
    any: &[],
    stability: false,
    apart: true,
    wild: false,
    hyphen: false,
    pre: false,
    is_bound: |_, text| is_version(text) && !text.is_empty(),
    is_pre,
    order,
    plain: "~> ",
};
