//! Android: `versionCode`, one integer that rises with every release.
//!
//! Source: Android developers, "Version your app": at most 2100000000 on Google Play.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::shared::numbers::{Shape, neutral};
use super::{Dialect, NativeError, Neutral, Target};

const TARGET: Target = Target { id: "android", title: "an Android versionCode" };
const SHAPE: Shape = Shape { target: TARGET, least: 1, most: 1, limits: &[2_100_000_000] };

/// Android version codes.
pub static ANDROID: Dialect = Dialect {
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

/// One number only: how several become one is the scheme's to say, in a template.
fn write(version: &Neutral, _arity: Option<usize>) -> Result<String, NativeError> {
    if version.numbers.len() != 1 || version.external.is_some() {
        return Err(NativeError::NotOne {
            target: TARGET,
            text: version.text.clone(),
            parts: Vec::new(),
        });
    }
    SHAPE.write_final(version, None, "it is one integer")
}

fn read(text: &str) -> Result<Neutral, NativeError> {
    Ok(neutral(SHAPE.read(text)?, None))
}

fn order(a: &str, b: &str) -> Ordering {
    SHAPE.order(a, b)
}
