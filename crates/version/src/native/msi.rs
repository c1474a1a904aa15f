//! Windows Installer: `ProductVersion`, three numbers that count and a fourth that does not.
//!
//! Source: Windows Installer, ProductVersion property: at most 255.255.65535; a fourth field is
//! ignored when versions are compared.

use alloc::string::String;
use core::cmp::Ordering;

use super::shared::numbers::{Shape, compare_padded, neutral, total};
use super::{Dialect, NativeError, Neutral, Target};

const TARGET: Target = Target { id: "msi", title: "MSI" };
const SHAPE: Shape = Shape { target: TARGET, least: 3, most: 4, limits: &[255, 255, 65535] };
/// What may be read is shorter than what is written: installers take `1.2` as `1.2.0`.
const READ: Shape = Shape { least: 1, ..SHAPE };

/// Windows Installer packages.
pub static MSI: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: false,
    sorts: true,
    build: true,
    placeholder: "",
    takes: None,
    development: &[],
    write,
    read,
    order,
    epoch: None,
    packages: None,
    requires: None,
};

/// A fourth number is written and read back, but [`order`] does not see it: whoever releases has to
/// be told where nothing else moved.
fn write(version: &Neutral, arity: Option<usize>) -> Result<String, NativeError> {
    SHAPE.write_final(version, arity, "an MSI version is numbers only")
}

fn read(text: &str) -> Result<Neutral, NativeError> {
    Ok(neutral(READ.read(text)?, None))
}

/// The first three numbers.
fn order(a: &str, b: &str) -> Ordering {
    let first_three = |text: &str| {
        let mut numbers = READ.read(text).ok()?;
        numbers.truncate(3);
        Some(numbers)
    };
    total((a, first_three(a)), (b, first_three(b)), |a, b| compare_padded(a, b))
}
