//! Maven: numbers and a known qualifier, compared by `ComparableVersion`.
//!
//! Source: Maven, "POM Reference: version order specification".

mod order;
mod range;

use alloc::string::String;

use super::shared::numbers::Shape;
use super::shared::spelling::Spelling;
use super::{Dialect, NativeError, Neutral, Requires, Target};

const TARGET: Target = Target { id: "maven", title: "Maven" };
/// `1.5.0-rc-1`, with the qualifiers that Maven sorts below the version without one, in any case.
const SPELLING: Spelling = Spelling {
    labels: &["alpha", "beta", "milestone", "rc", "cr"],
    only: "Maven sorts a qualifier that it does not know after the final version",
    ..Spelling::any(Shape::any(TARGET), "-", "-")
};
/// `1.5.0-M1`: a single letter stands for one of them only right before its number.
const SHORT: Spelling = Spelling { labels: &["a", "b", "m"], middle: "", ..SPELLING };
/// `1.5.0-RC1`: the same to Maven as `1.5.0-RC-1`, since a letter before a digit parts like a sign.
const TIGHT: Spelling = Spelling { middle: "", ..SPELLING };

fn write(version: &Neutral, arity: Option<usize>) -> Result<String, NativeError> {
    let short = SHORT.write(version, arity);
    if version.pre.is_some() && short.is_ok() { short } else { SPELLING.write(version, arity) }
}

fn read(text: &str) -> Result<Neutral, NativeError> {
    SPELLING.read(text).or_else(|error| SHORT.read(text).map_err(|_| error))
}

/// Maven artifacts.
pub static MAVEN: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: false,
    placeholder: "",
    takes: Some(|text| TIGHT.read(text).is_ok()),
    development: &["-SNAPSHOT"],
    write,
    read,
    order: order::order,
    epoch: None,
    packages: None,
    requires: Some(&Requires { admits: range::admits, follow: range::follow, promise: None }),
};
