//! Go modules: `vX.Y.Z`, SemVer behind a `v` and without build metadata.
//!
//! Source: Go modules reference, "Versions"; order as golang.org/x/mod/semver has it.

mod exact;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::shared::numbers::{Shape, total};
use super::shared::semver;
use super::shared::spelling::Spelling;
use super::{Dialect, NativeError, Neutral, Requires, Target};

pub use exact::GO_EXACT;

const TARGET: Target = Target { id: "go", title: "Go" };
const SPELLING: Spelling =
    semver::spelling(Shape { target: TARGET, least: 3, most: 3, limits: &[] });

/// Go modules.
pub static GO: Dialect = with(&Requires { admits, follow, promise: None });

const fn with(requires: &'static Requires) -> Dialect {
    Dialect {
        id: TARGET.id,
        title: TARGET.title,
        lossless: true,
        sorts: true,
        build: false,
        placeholder: "",
        takes: None,
        development: semver::DEVELOPMENT,
        write,
        read,
        order,
        epoch: None,
        packages: None,
        requires: Some(requires),
    }
}

fn write(version: &Neutral, _arity: Option<usize>) -> Result<String, NativeError> {
    if let Some(external) = version.external {
        return Err(NativeError::External {
            target: TARGET,
            text: version.text.clone(),
            external,
            why: "build metadata is reserved for `+incompatible`",
            parts: Vec::new(),
        });
    }
    Ok(format!("v{}", semver::write(&SPELLING, version)?))
}

fn read(text: &str) -> Result<Neutral, NativeError> {
    let Some(bare) = text.strip_prefix('v') else {
        return Err(NativeError::Syntax {
            target: TARGET,
            text: text.to_owned(),
            why: "it begins without `v`".to_owned(),
            wanted: semver::read(&SPELLING, text).ok().map(|_| format!("v{text}")),
        });
    };
    if let Some((wanted, _)) = text.split_once('+') {
        return Err(NativeError::Syntax {
            target: TARGET,
            text: text.to_owned(),
            why: "build metadata is reserved for `+incompatible`".to_owned(),
            wanted: Some(wanted.to_owned()),
        });
    }
    semver::read(&SPELLING, bare)
}

/// A requirement is a lowest version: minimal version selection takes nothing below it, and the
/// module's path says which major it is. From the second on, one that is above the version's waits for
/// it: the path has its suffix before the release that needs it, and takes no lower version.
fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    read(version)?;
    if !is_version(requirement) {
        return Err(NativeError::Requirement {
            target: TARGET,
            requirement: requirement.to_owned(),
            why: "go.mod has versions such as `v1.4.0`".to_owned(),
            wanted: Some(version.to_owned()),
        });
    }
    let waits = major(requirement) > major(version).max(1);
    Ok(waits || order(requirement, version).is_le())
}

fn major(version: &str) -> u64 {
    let digits = version.trim_start_matches('v').split('.').next().unwrap_or_default();
    digits.parse().unwrap_or(u64::MAX)
}

fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    admits(requirement, version).map(|_| version.to_owned())
}

/// A version, or a pseudo-version, as go.mod holds it.
fn is_version(text: &str) -> bool {
    let bare = text.strip_suffix("+incompatible").unwrap_or(text);
    bare.strip_prefix('v').is_some_and(|bare| semver::cut(bare).is_semver(3))
}

/// SemVer's precedence behind the `v`; `v1` and `v1.2` are short for their zeros.
fn order(a: &str, b: &str) -> Ordering {
    let parse = |text: &'_ str| text.strip_prefix('v').map(ToOwned::to_owned);
    let (left, right) = (parse(a), parse(b));
    let valid = |text: &Option<String>| {
        let cut = semver::cut(text.as_deref()?);
        let whole = cut.is_semver(3);
        let short = cut.pre.is_none() && cut.build.is_none() && cut.is_semver(1);
        (whole || short).then(|| text.clone().unwrap_or_default())
    };
    total((a, valid(&left)), (b, valid(&right)), |x, y| {
        semver::cut(x).precedence(&semver::cut(y), false)
    })
}
