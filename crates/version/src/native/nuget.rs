//! NuGet: SemVer with up to four numbers, labels without regard to case.
//!
//! Source: NuGet, "Package versioning", and `NuGet.Versioning.VersionComparer`.

mod range;

use alloc::borrow::ToOwned;
use core::cmp::Ordering;

use super::shared::numbers::{Shape, is_digits, total};
use super::shared::semver::{self, Cut, identifiers};
use super::shared::spelling::Spelling;
use super::{Dialect, NativeError, Neutral, Requires, Target};

const TARGET: Target = Target { id: "nuget", title: "NuGet" };
/// `1.5.0-rc.1`, each number a .NET `int`; the build server's number is the fourth, since NuGet takes
/// versions that differ only in `+metadata` for the same package. It takes `1.2` as `1.2.0`.
const SPELLING: Spelling = Spelling {
    reads: 1,
    ..semver::spelling(Shape { target: TARGET, least: 3, most: 4, limits: &[2_147_483_647] })
};

/// NuGet packages.
pub static NUGET: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: true,
    placeholder: "",
    takes: Some(semver::takes),
    development: &["-dev", "-dev.{n}"],
    write: |version, arity| SPELLING.write(version, arity),
    read,
    order,
    epoch: None,
    packages: None,
    requires: Some(&Requires { admits: range::admits, follow: range::follow, promise: None }),
};

fn read(text: &str) -> Result<Neutral, NativeError> {
    if let Some((wanted, _)) = text.split_once('+') {
        return Err(NativeError::Syntax {
            target: TARGET,
            text: text.to_owned(),
            why: "NuGet leaves build metadata out of a version".to_owned(),
            wanted: Some(wanted.to_owned()),
        });
    }
    SPELLING.read(text)
}

/// A version as NuGet parses it: leading zeros and white space around are forgiven.
pub(super) fn parse(text: &str) -> Option<Cut<'_>> {
    let cut = semver::cut(text.trim());
    let mut count = 0;
    for digits in cut.core.split('.') {
        count += 1;
        if !is_digits(digits) || digits.parse::<i32>().is_err() {
            return None;
        }
    }
    let valid = (1..=4).contains(&count)
        && cut.pre.is_none_or(|pre| identifiers(pre, false))
        && cut.build.is_none_or(|build| identifiers(build, false));
    valid.then_some(cut)
}

/// Numbers, then labels by SemVer's rules in one case; metadata is ignored.
pub(super) fn order(a: &str, b: &str) -> Ordering {
    total((a, parse(a)), (b, parse(b)), |a, b| a.precedence(b, true))
}
