//! Maven: numbers and a known qualifier, compared by `ComparableVersion`.
//!
//! Source: Maven, "POM Reference: version order specification".

mod order;
mod range;

use super::shared::numbers::Shape;
use super::shared::spelling::Spelling;
use super::{Dialect, Requires, Target};

const TARGET: Target = Target { id: "maven", title: "Maven" };
/// `1.5.0-rc-1`, with the qualifiers that Maven sorts below the version without one.
const SPELLING: Spelling = Spelling {
    labels: &["alpha", "beta", "milestone", "rc"],
    only: "Maven sorts a qualifier that it does not know after the final version",
    ..Spelling::any(Shape::any(TARGET), "-", "-")
};

/// Maven artifacts.
pub static MAVEN: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: false,
    placeholder: "",
    takes: None,
    development: &["-SNAPSHOT"],
    write: |version, arity| SPELLING.write(version, arity),
    read: |text| SPELLING.read(text),
    order: order::order,
    epoch: None,
    packages: None,
    requires: Some(&Requires { admits: range::admits, follow: range::follow, promise: None }),
};
