//! Maven's dependency versions: one version, or ranges such as `[1.0,2.0)`; and Gradle's, which may also
//! be the beginning of one: `1.4.+`.

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::TARGET;
use super::order::order;
use crate::native::NativeError;
use crate::native::shared::follow::Follow;
use crate::native::shared::interval::{Interval, OUTWARD, is_interval, parse};

/// Whether a build with this requirement takes the version. A plain version is what Maven takes
/// when nothing else in the tree asks, so it admits itself and no other.
pub(super) fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    if let Some(beginning) = beginning(requirement) {
        return Ok(version.starts_with(beginning));
    }
    if !is_interval(requirement) {
        plain(requirement)?;
        return Ok(order(requirement.trim(), version).is_eq());
    }
    let intervals = intervals(requirement)?;
    Ok(intervals.iter().any(|interval| interval.contains(requirement, version, order)))
}

/// The requirement moved to the version. Of several intervals none is more right than the others,
/// so they stay while they admit it.
pub(super) fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    if let Some(beginning) = beginning(requirement) {
        return begin(requirement, beginning, version);
    }
    if !is_interval(requirement) {
        plain(requirement)?;
        return Ok(requirement.replacen(requirement.trim(), version, 1));
    }
    let intervals = intervals(requirement)?;
    let [interval] = intervals.as_slice() else {
        return if admits(requirement, version)? {
            Ok(requirement.to_owned())
        } else {
            Err(NativeError::Stuck {
                target: TARGET,
                requirement: requirement.to_owned(),
                version: version.to_owned(),
                wanted: alloc::format!("{requirement},[{version},)"),
            })
        };
    };
    Follow {
        target: TARGET,
        requirement,
        version,
        bounds: &interval.bounds(),
        holds: &|index, text| interval.holds(index, text, version, order),
        admits: &|requirement| admits(requirement, version).unwrap_or(false),
        wanted: alloc::format!("[{version},)"),
    }
    .follow()
}

/// What a version has to begin with, in front of `+`.
fn beginning(requirement: &str) -> Option<&str> {
    requirement.trim().strip_suffix('+')
}

/// As many of the version's numbers as the requirement has, in its place.
fn begin(requirement: &str, beginning: &str, version: &str) -> Result<String, NativeError> {
    let wanted = beginning.matches('.').count();
    let end = version.match_indices('.').nth(wanted.saturating_sub(1)).map(|(at, _)| at + 1);
    let moved = end.and_then(|end| version.get(..end)).filter(|_| beginning.ends_with('.'));
    match moved {
        Some(moved) => Ok(requirement.replacen(beginning, moved, 1)),
        None if version.starts_with(beginning) => Ok(requirement.to_owned()),
        None => Err(NativeError::Stuck {
            target: TARGET,
            requirement: requirement.to_owned(),
            version: version.to_owned(),
            wanted: version.to_owned(),
        }),
    }
}

fn intervals(requirement: &str) -> Result<alloc::vec::Vec<Interval>, NativeError> {
    parse(requirement, OUTWARD).map_err(|why| refused(requirement, why))
}

/// Refuses a plain requirement that is not a version but something Maven fills in.
fn plain(requirement: &str) -> Result<(), NativeError> {
    let text = requirement.trim();
    if text.contains("${") {
        return Err(NativeError::Unsupported {
            target: TARGET,
            requirement: requirement.to_owned(),
            what: "on a property, whose own version is elsewhere",
        });
    }
    if matches!(text, "LATEST" | "RELEASE") {
        return Err(NativeError::Unsupported {
            target: TARGET,
            requirement: requirement.to_owned(),
            what: "on whatever is newest",
        });
    }
    if text.is_empty() || text.contains(|c: char| c.is_whitespace() || "[](),".contains(c)) {
        return Err(refused(requirement, "it is not one version".to_owned()));
    }
    Ok(())
}

fn refused(requirement: &str, why: String) -> NativeError {
    NativeError::Requirement {
        target: TARGET,
        requirement: requirement.to_owned(),
        why,
        wanted: None,
    }
}
