//! Numbers and nothing else: three macros in a C header, a field that a program compares.

use super::shared::numbers::{Shape, neutral};
use super::{Dialect, Target};

const TARGET: Target = Target { id: "numbers", title: "a row of numbers" };
const SHAPE: Shape = Shape::any(TARGET);

/// Any count of numbers of any size; a missing one is a zero.
pub static NUMBERS: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: false,
    placeholder: "",
    takes: None,
    development: &[],
    write: |version, arity| SHAPE.write_final(version, arity, "there is no place but for numbers"),
    read: |text| Ok(neutral(SHAPE.read(text)?, None)),
    order: |a, b| SHAPE.order(a, b),
    epoch: None,
    packages: None,
    requires: None,
};
