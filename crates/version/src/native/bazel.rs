//! Bazel modules: SemVer with any count of numbers, and requirements that are lowest versions.
//!
//! Source: Bazel, "Bazel modules": version format, version selection.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::cmp::Ordering;

use super::shared::numbers::{Shape, total};
use super::shared::semver::{self, Cut, identifiers};
use super::shared::spelling::Spelling;
use super::{Dialect, NativeError, Requires, Target};

const TARGET: Target = Target { id: "bazel", title: "Bazel" };
const SPELLING: Spelling = semver::spelling(Shape::any(TARGET));

/// Bazel modules.
pub static BAZEL: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: true,
    placeholder: "",
    takes: None,
    development: semver::DEVELOPMENT,
    write: |version, _| semver::write(&SPELLING, version),
    read: |text| semver::read(&SPELLING, text),
    order,
    epoch: None,
    packages: None,
    requires: Some(&Requires { admits, follow, promise: None }),
};

/// A requirement is a lowest version: minimal version selection takes nothing below it.
fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    if parse(requirement).is_none() {
        return Err(NativeError::Requirement {
            target: TARGET,
            requirement: requirement.to_owned(),
            why: "a module requires one version".to_owned(),
            wanted: Some(version.to_owned()),
        });
    }
    SPELLING.read(without_build(version))?;
    Ok(order(requirement, version).is_le())
}

fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    admits(requirement, version).map(|_| without_build(version).to_owned())
}

/// Bazel leaves build metadata out of a version's name.
fn without_build(version: &str) -> &str {
    version.split_once('+').map_or(version, |(version, _)| version)
}

fn parse(text: &str) -> Option<Cut<'_>> {
    let cut = semver::cut(text);
    let sound = identifiers(cut.core, false)
        && cut.pre.is_none_or(|pre| identifiers(pre, false))
        && cut.build.is_none_or(|build| identifiers(build, false));
    sound.then_some(cut)
}

/// Identifier by identifier, those of the release as SemVer compares those of a pre-release.
fn order(a: &str, b: &str) -> Ordering {
    total((a, parse(a)), (b, parse(b)), |a, b| a.relaxed(b))
}
