//! Numbers and nothing else: three macros in a C header, a field that a program compares.

use super::shared::numbers::{Shape, compare_padded, neutral, total};
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
    order: |a, b| {
        total((a, SHAPE.read(a).ok()), (b, SHAPE.read(b).ok()), |a, b| compare_padded(a, b))
    },
    epoch: None,
    packages: None,
    requires: None,
};
