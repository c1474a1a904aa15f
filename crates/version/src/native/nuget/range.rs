//! NuGet's version ranges: `1.0` and up, `[1.0,2.0)`, and floating versions such as `1.*`.
//!
//! Source: NuGet, "Package versioning": version ranges, floating version resolutions.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{TARGET, order, parse as parse_version};
use crate::native::NativeError;
use crate::native::shared::follow::{Bound, Follow, Side};
use crate::native::shared::interval::{self, Interval, is_interval};
use crate::native::shared::numbers::{compare_digits, is_digits};

/// A range in one of its three spellings. `at` is where a version's text begins.
enum Reading<'t> {
    /// `*`: anything.
    Any,
    /// `1.*`: versions that begin like this.
    Floating { text: &'t str, at: usize },
    /// `1.0`: this version and up.
    Least { text: &'t str, at: usize },
    /// `[1.0,2.0)`.
    Interval(Interval),
}

/// Whether the range admits the version. Pre-releases are admitted once a bound names one.
pub(super) fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    let is_pre = is_pre(version)?;
    let reading = read(requirement)?;
    let bounds = reading.bounds();
    let named = bounds
        .iter()
        .any(|bound| requirement.get(bound.span.clone()).is_some_and(|text| text.contains('-')));
    let inside = bounds.iter().enumerate().all(|(index, bound)| {
        requirement.get(bound.span.clone()).is_some_and(|text| reading.holds(index, text, version))
    });
    Ok(inside && (!is_pre || named))
}

/// The range moved to the version, without its metadata.
pub(super) fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    is_pre(version)?;
    let version = version.split_once('+').map_or(version, |(version, _)| version).trim();
    let reading = read(requirement)?;
    Follow {
        target: TARGET,
        requirement,
        version,
        bounds: &reading.bounds(),
        holds: &|index, text| reading.holds(index, text, version),
        admits: &|requirement| admits(requirement, version).unwrap_or(false),
        wanted: version.to_owned(),
    }
    .follow()
}

impl Reading<'_> {
    fn bounds(&self) -> Vec<Bound> {
        match self {
            Self::Any => Vec::new(),
            Self::Floating { text, at } | Self::Least { text, at } => {
                Vec::from([Bound { span: *at..at + text.len(), side: Side::Point }])
            }
            Self::Interval(interval) => interval.bounds(),
        }
    }

    fn holds(&self, index: usize, text: &str, version: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Floating { .. } => begins_with(version, text),
            Self::Least { .. } => parse_version(text).is_some() && order(version, text).is_ge(),
            Self::Interval(interval) => {
                parse_version(text).is_some() && interval.holds(index, text, version, order)
            }
        }
    }
}

fn read(requirement: &str) -> Result<Reading<'_>, NativeError> {
    let refused = |why: String| NativeError::Requirement {
        target: TARGET,
        requirement: requirement.to_owned(),
        why,
        wanted: None,
    };
    if is_interval(requirement) {
        let interval = interval::single(requirement, |text| parse_version(text).is_some());
        return interval.map(Reading::Interval).map_err(refused);
    }
    let text = requirement.trim();
    let at = requirement.len() - requirement.trim_start().len();
    match text.strip_suffix('*') {
        Some("") => Ok(Reading::Any),
        Some(prefix) if prefix.trim_end_matches('.').split('.').all(is_digits) => {
            Ok(Reading::Floating { text, at })
        }
        Some(_) => Err(refused("we do not move floating pre-releases".to_owned())),
        None if parse_version(text).is_some() => Ok(Reading::Least { text, at }),
        None => Err(refused(format!("`{text}` is not a version"))),
    }
}

/// Whether the version's numbers begin with those before the `*`.
fn begins_with(version: &str, floating: &str) -> bool {
    let Some(prefix) = floating.strip_suffix(".*") else { return false };
    let numbers = version.split(['-', '+']).next().unwrap_or_default();
    let mut numbers = numbers.split('.');
    prefix.split('.').all(|wanted| {
        is_digits(wanted) && compare_digits(wanted, numbers.next().unwrap_or("0")).is_eq()
    })
}

fn is_pre(version: &str) -> Result<bool, NativeError> {
    match parse_version(version) {
        Some(cut) => Ok(cut.pre.is_some()),
        None => Err(NativeError::Syntax {
            target: TARGET,
            text: version.to_owned(),
            why: "NuGet does not take it for a version".to_owned(),
            wanted: None,
        }),
    }
}
