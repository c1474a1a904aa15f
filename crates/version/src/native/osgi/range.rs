//! What another bundle's version has to be: at least one version, an interval, or what the rules of
//! an Eclipse feature make of one version.
//!
//! Source: OSGi Core, chapter 3, VersionRange; Eclipse, "Feature manifest", `match`.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{NUMBERS, QUALIFIER, TARGET, order, parts};
use crate::native::NativeError;
use crate::native::shared::follow::{Bound, Follow, Side};
use crate::native::shared::interval::{self, Interval, is_interval};

/// A requirement in one of its spellings.
enum Reading {
    /// `0.0.0`: whatever is there.
    Any,
    /// One version.
    One(Bound),
    /// `[1.4.0,2.0.0)`.
    Interval(Interval),
}

/// Whether the requirement lets the version in: at or above the one that it names, with the first
/// `SAME` numbers equal; where all three are, the version is exactly that one.
pub(super) fn admits<const SAME: usize>(
    requirement: &str,
    version: &str,
) -> Result<bool, NativeError> {
    let reading = read(requirement)?;
    is_version(version)?;
    let bounds = reading.bounds();
    Ok(bounds.iter().enumerate().all(|(index, bound)| {
        let text = requirement.get(bound.span.clone());
        text.is_some_and(|text| reading.holds::<SAME>(index, text, version))
    }))
}

/// The requirement moved to the version. A `.qualifier` that a build fills in stays while it is not
/// filled in the version either.
pub(super) fn follow<const SAME: usize>(
    requirement: &str,
    version: &str,
) -> Result<String, NativeError> {
    let reading = read(requirement)?;
    is_version(version)?;
    // Precision is that of numbers: what stands behind them is the version's or nothing.
    let qualifier = |text| parts(text).map_or("", |(_, qualifier)| qualifier);
    let text = requirement.trim();
    let open = text.ends_with(QUALIFIER) && qualifier(version).is_empty();
    if matches!(reading, Reading::One(_)) && !qualifier(text).is_empty() && !open {
        return Ok(requirement.replacen(text, version, 1));
    }
    Follow {
        target: TARGET,
        requirement,
        version,
        bounds: &reading.bounds(),
        holds: &|index, text| reading.holds::<SAME>(index, text, version),
        admits: &|requirement| admits::<SAME>(requirement, version).unwrap_or(false),
        wanted: version.to_owned(),
    }
    .follow()
}

impl Reading {
    fn bounds(&self) -> Vec<Bound> {
        match self {
            Self::Any => Vec::new(),
            Self::One(bound) => Vec::from([bound.clone()]),
            Self::Interval(interval) => interval.bounds(),
        }
    }

    fn holds<const SAME: usize>(&self, index: usize, text: &str, version: &str) -> bool {
        match self {
            Self::Any => true,
            Self::One(_) => match (parts(text), parts(version)) {
                // A build is no part of what is wanted.
                (Some((wanted, _)), Some((own, _))) => {
                    let same = wanted.iter().zip(&own).take(SAME).all(|(a, b)| a == b);
                    same && own >= wanted
                }
                _ => false,
            },
            Self::Interval(interval) => {
                parts(text).is_some() && interval.holds(index, text, version, order)
            }
        }
    }
}

fn read(requirement: &str) -> Result<Reading, NativeError> {
    let refused = |why: String| NativeError::Requirement {
        target: TARGET,
        requirement: requirement.to_owned(),
        why,
        wanted: None,
    };
    if is_interval(requirement) {
        let interval = interval::single(requirement, |text| parts(text).is_some());
        return interval.map(Reading::Interval).map_err(refused);
    }
    let start = requirement.len() - requirement.trim_start().len();
    let text = requirement.trim();
    let bare = text.strip_suffix(QUALIFIER).unwrap_or(text);
    match parts(bare) {
        Some((numbers, "")) if numbers == [0; NUMBERS] => Ok(Reading::Any),
        Some(_) => Ok(Reading::One(Bound { span: start..start + bare.len(), side: Side::Point })),
        None => Err(refused(format!("`{text}` is not a version"))),
    }
}

fn is_version(version: &str) -> Result<(), NativeError> {
    match parts(version) {
        Some(_) => Ok(()),
        None => Err(NativeError::Syntax {
            target: TARGET,
            text: version.to_owned(),
            why: "bundles have three numbers and a qualifier".to_owned(),
            wanted: None,
        }),
    }
}
