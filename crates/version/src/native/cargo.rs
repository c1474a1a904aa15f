//! Cargo: SemVer 2.0.0 with exactly three numbers.

use alloc::string::String;
use core::cmp::Ordering;

use super::shared::numbers::{Shape, total};
use super::shared::semver;
use super::{Dialect, NativeError, Neutral, Target};

const TARGET: Target = Target { id: "cargo", title: "Cargo" };
const SHAPE: Shape = Shape { target: TARGET, least: 3, most: 3, limits: &[] };

/// Cargo packages.
pub static CARGO: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    write,
    read,
    order,
    requires: None,
};

fn write(version: &Neutral, _arity: Option<usize>) -> Result<String, NativeError> {
    semver::write(&SHAPE, version)
}

fn read(text: &str) -> Result<Neutral, NativeError> {
    semver::read(&SHAPE, text)
}

/// SemVer's precedence, as the `semver` crate has it.
fn order(a: &str, b: &str) -> Ordering {
    let parse = |text: &str| ::semver::Version::parse(text).ok();
    total((a, parse(a)), (b, parse(b)), ::semver::Version::cmp_precedence)
}
