//! Apple bundles: `CFBundleShortVersionString` and `CFBundleVersion`, one to three integers.
//!
//! Source: Apple, Information Property List, CFBundleShortVersionString ("three period-separated
//! integers") and CFBundleVersion ("one to three"); App Store Connect takes at most 18 characters.

use alloc::string::String;
use core::cmp::Ordering;

use super::shared::numbers::{Shape, neutral};
use super::{Dialect, NativeError, Neutral, Target};

const TARGET: Target = Target { id: "apple", title: "an Apple bundle" };
const SHAPE: Shape = Shape { target: TARGET, least: 1, most: 3, limits: &[] };
const MOST_CHARACTERS: usize = 18;

/// Apple bundle versions.
pub static APPLE: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: false,
    sorts: true,
    build: false,
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

fn write(version: &Neutral, arity: Option<usize>) -> Result<String, NativeError> {
    let text = SHAPE.write_final(version, arity, "a bundle version is numbers only")?;
    fits(&text)?;
    Ok(text)
}

fn read(text: &str) -> Result<Neutral, NativeError> {
    let numbers = SHAPE.read(text)?;
    fits(text)?;
    Ok(neutral(numbers, None))
}

fn fits(text: &str) -> Result<(), NativeError> {
    if text.len() <= MOST_CHARACTERS {
        return Ok(());
    }
    Err(NativeError::TooLong { target: TARGET, text: text.into(), most: MOST_CHARACTERS })
}

/// Number by number; a missing one is a zero.
fn order(a: &str, b: &str) -> Ordering {
    SHAPE.order(a, b)
}
