//! Maven: numbers and a known qualifier, compared by `ComparableVersion`.
//!
//! Source: Maven, "POM Reference: version order specification".

mod order;
mod range;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use super::shared::numbers::{Shape, dotted, neutral, number};
use super::{Dialect, NativeError, Neutral, Requires, Target};

const TARGET: Target = Target { id: "maven", title: "Maven" };
const SHAPE: Shape = Shape { target: TARGET, least: 1, most: usize::MAX, limits: &[] };
/// The qualifiers that Maven sorts below the version without one. Any other sorts above it.
const LABELS: &[&str] = &["alpha", "beta", "milestone", "rc"];

/// Maven artifacts.
pub static MAVEN: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    build: false,
    placeholder: "",
    write,
    read,
    order: order::order,
    epoch: None,
    requires: Some(&Requires { admits: range::admits, follow: range::follow }),
};

/// `1.5.0-rc-1`.
fn write(version: &Neutral, arity: Option<usize>) -> Result<String, NativeError> {
    let numbers = dotted(&SHAPE.numbers(version, arity)?);
    match &version.pre {
        None => Ok(numbers),
        Some((label, number)) if LABELS.contains(&label.as_str()) => {
            Ok(format!("{numbers}-{label}-{number}"))
        }
        Some((label, _)) => Err(NativeError::Pre {
            target: TARGET,
            label: label.clone(),
            why: "Maven sorts a qualifier that it does not know after the final version",
            labels: LABELS,
        }),
    }
}

fn read(text: &str) -> Result<Neutral, NativeError> {
    let Some((numbers, qualifier)) = text.split_once('-') else {
        return Ok(neutral(SHAPE.read(text)?, None));
    };
    let strict = qualifier.split_once('-').and_then(|(label, digits)| {
        let known = LABELS.contains(&label);
        known.then(|| number(digits).ok()).flatten().map(|number| (label.to_owned(), number))
    });
    let pre = strict.ok_or_else(|| NativeError::Syntax {
        target: TARGET,
        text: text.to_owned(),
        why: format!("the qualifier `{qualifier}` is not one of {LABELS:?}, a hyphen and a number"),
        wanted: None,
    })?;
    Ok(neutral(SHAPE.read_prefix(text, numbers)?, Some(pre)))
}
