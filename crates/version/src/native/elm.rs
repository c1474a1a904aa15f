//! Elm: three numbers, and ranges of one form.
//!
//! Source: Elm, "elm.json for packages".

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use super::shared::follow::{Bound, Follow, Side};
use super::shared::numbers::{Shape, compare_padded, dotted, neutral};
use super::{Dialect, NativeError, Requires, Target};

const TARGET: Target = Target { id: "elm", title: "Elm" };
const SHAPE: Shape = Shape { target: TARGET, least: 3, most: 3, limits: &[] };

/// Elm packages.
pub static ELM: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: false,
    placeholder: "",
    takes: None,
    development: &[],
    write: |version, _| SHAPE.write_final(version, None, "Elm packages have no pre-releases"),
    read: |text| Ok(neutral(SHAPE.read(text)?, None)),
    order: |a, b| SHAPE.order(a, b),
    epoch: None,
    packages: None,
    requires: Some(&Requires { admits, follow, promise: None }),
};

/// What stands between the two bounds of a range: the first is in it, the second is not.
const BETWEEN: &str = " <= v < ";

fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    let version = SHAPE.read(version)?;
    let (low, high) = bounds(requirement)?;
    let (low, high) = (SHAPE.read(low)?, SHAPE.read(high)?);
    Ok(compare_padded(&low, &version).is_le() && compare_padded(&version, &high).is_lt())
}

fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    let parsed = SHAPE.read(version)?;
    let (low, high) = bounds(requirement)?;
    let from = low.len() + BETWEEN.len();
    let bounds = [
        Bound { span: 0..low.len(), side: Side::Point },
        Bound { span: from..from + high.len(), side: Side::Below },
    ];
    let holds = |index: usize, text: &str| {
        SHAPE.read(text).is_ok_and(|bound| {
            let found = compare_padded(&parsed, &bound);
            if index == 0 { found.is_ge() } else { found.is_lt() }
        })
    };
    let admits = |requirement: &str| admits(requirement, version) == Ok(true);
    let next = parsed.first().map_or(1, |major| major.saturating_add(1));
    Follow {
        target: TARGET,
        requirement,
        version,
        bounds: &bounds,
        holds: &holds,
        admits: &admits,
        wanted: format!("{version}{BETWEEN}{}", dotted(&[next, 0, 0])),
    }
    .follow()
}

fn bounds(requirement: &str) -> Result<(&str, &str), NativeError> {
    let bounds = requirement.split_once(BETWEEN);
    let read = |text| SHAPE.read(text).is_ok();
    bounds.filter(|(low, high)| read(low) && read(high)).ok_or_else(|| NativeError::Requirement {
        target: TARGET,
        requirement: requirement.to_owned(),
        why: "a range is two versions of three numbers".to_owned(),
        wanted: Some(format!("1.0.0{BETWEEN}2.0.0")),
    })
}
