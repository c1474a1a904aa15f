//! Requirements over SemVer: what Cargo, npm and Helm do alike once a range is parsed.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ::semver::{BuildMetadata, Version};

use super::follow::{Bound, Follow};
use super::range::{Comparator, Grammar, Op};
use crate::native::{NativeError, Target};

/// One ecosystem's requirements over SemVer.
pub(crate) struct Ranges {
    pub(crate) target: Target,
    pub(crate) grammar: Grammar,
    /// The ecosystem's own answer: whether a requirement admits a version.
    pub(crate) admits: fn(&str, &str) -> Result<bool, NativeError>,
}

impl Ranges {
    /// Whether all comparators of one alternative hold and, for a pre-release, let it in.
    pub(crate) fn any_holds(
        &self,
        requirement: &str,
        version: &str,
        lets_pre_in: fn(&[Comparator], &Version) -> bool,
    ) -> Result<bool, NativeError> {
        let version = self.version(version)?;
        Ok(self.parse(requirement)?.iter().any(|comparators| {
            comparators.iter().all(|comparator| comparator.holds(&version))
                && (version.pre.is_empty() || lets_pre_in(comparators, &version))
        }))
    }

    /// The requirement moved to the version. Of several alternatives none is more right than the
    /// others, so they stay while they admit it, and are refused with one more suggested.
    pub(crate) fn follow(&self, requirement: &str, version: &str) -> Result<String, NativeError> {
        let parsed = self.version(version)?;
        let alternatives = self.parse(requirement)?;
        if let [comparators] = alternatives.as_slice() {
            return self.move_bounds(requirement, comparators, &parsed);
        }
        if (self.admits)(requirement, version)? {
            return Ok(requirement.to_owned());
        }
        Err(NativeError::Stuck {
            target: self.target,
            requirement: requirement.to_owned(),
            version: version.to_owned(),
            wanted: format!("{requirement} || ^{parsed}"),
        })
    }

    fn move_bounds(
        &self,
        requirement: &str,
        comparators: &[Comparator],
        version: &Version,
    ) -> Result<String, NativeError> {
        let bounded: Vec<(&Comparator, Bound)> = comparators
            .iter()
            .filter_map(|comparator| Some((comparator, comparator.bound()?)))
            .collect();
        let bounds: Vec<Bound> = bounded.iter().map(|(_, bound)| bound.clone()).collect();
        let holds = |index: usize, text: &str| {
            bounded.get(index).is_some_and(|(comparator, _)| {
                super::range::Partial::parse(text).is_ok_and(|partial| {
                    Comparator { partial, ..(*comparator).clone() }.holds(version)
                })
            })
        };
        let spelled = version.to_string();
        let admits = |requirement: &str| (self.admits)(requirement, &spelled).unwrap_or(false);
        Follow {
            target: self.target,
            requirement,
            version: &spelled,
            bounds: &bounds,
            holds: &holds,
            admits: &admits,
            wanted: self.caret(version),
        }
        .follow()
    }

    /// The plainest requirement on the version.
    fn caret(&self, version: &Version) -> String {
        if self.grammar.bare == Op::Caret { version.to_string() } else { format!("^{version}") }
    }

    fn parse(&self, requirement: &str) -> Result<Vec<Vec<Comparator>>, NativeError> {
        self.grammar.parse(requirement).map_err(|why| NativeError::Requirement {
            target: self.target,
            requirement: requirement.to_owned(),
            why,
            wanted: None,
        })
    }

    /// The version without its metadata, which no requirement looks at.
    fn version(&self, text: &str) -> Result<Version, NativeError> {
        let parsed = Version::parse(text).map_err(|error| NativeError::Syntax {
            target: self.target,
            text: text.to_owned(),
            why: error.to_string(),
            wanted: None,
        })?;
        Ok(Version { build: BuildMetadata::EMPTY, ..parsed })
    }
}
