//! `MAJOR.MINOR.PATCH-pre+build`: the text that Cargo, npm, Helm, Go and NuGet share.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::numbers::{Shape, compare_digits, is_digits, number, total};
use super::spelling::Spelling;
use crate::native::{NativeError, Neutral};

/// A version's pieces, cut but not judged: `core` before, `pre` after `-`, `build` after `+`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut<'t> {
    pub(crate) core: &'t str,
    pub(crate) pre: Option<&'t str>,
    pub(crate) build: Option<&'t str>,
}

/// Cuts a version at its first `+`, and what is before that at its first `-`.
pub(crate) fn cut(text: &str) -> Cut<'_> {
    let (rest, build) = match text.split_once('+') {
        Some((rest, build)) => (rest, Some(build)),
        None => (text, None),
    };
    match rest.split_once('-') {
        Some((core, pre)) => Cut { core, pre: Some(pre), build },
        None => Cut { core: rest, pre: None, build },
    }
}

impl<'t> Cut<'t> {
    /// Whether this is a SemVer 2.0.0 version with between `least` and three numbers.
    pub(crate) fn is_semver(&self, least: usize) -> bool {
        let numbers: Vec<&str> = self.core.split('.').collect();
        (least..=3).contains(&numbers.len())
            && numbers.iter().all(|digits| is_canonical(digits))
            && self.pre.is_none_or(|pre| identifiers(pre, true))
            && self.build.is_none_or(|build| identifiers(build, false))
    }

    /// SemVer's precedence: numbers, then a pre-release below its final; build metadata is ignored.
    pub(crate) fn precedence(&self, other: &Cut<'t>, fold: bool) -> Ordering {
        compare_core(self.core, other.core).then_with(|| self.compare_pre(other, fold))
    }

    /// Precedence where the core has as many identifiers as one likes, and a longer one that begins
    /// like a shorter one is above it: 1 < 1.0.
    pub(crate) fn relaxed(&self, other: &Cut<'t>) -> Ordering {
        compare_identifiers(self.core, other.core, false)
            .then_with(|| self.compare_pre(other, false))
    }

    fn compare_pre(&self, other: &Cut<'t>, fold: bool) -> Ordering {
        match (self.pre, other.pre) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(a), Some(b)) => compare_identifiers(a, b, fold),
        }
    }
}

/// Compares dotted digits; a missing number is a zero.
fn compare_core(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (left, right) => {
                match compare_digits(left.unwrap_or_default(), right.unwrap_or_default()) {
                    Ordering::Equal => {}
                    order => return order,
                }
            }
        }
    }
}

/// SemVer 2.0.0 section 11.4: digits as numbers and below letters, more identifiers above fewer.
pub(crate) fn compare_identifiers(a: &str, b: &str, fold: bool) -> Ordering {
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(left), Some(right)) => match (is_digits(left), is_digits(right)) {
                (true, true) => compare_digits(left, right),
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
                (false, false) if fold => {
                    let upper = |text: &str| text.to_ascii_uppercase();
                    upper(left).cmp(&upper(right))
                }
                (false, false) => left.cmp(right),
            },
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Dot-separated, non-empty `[0-9A-Za-z-]+`; `strict` refuses leading zeros of numeric ones.
pub(crate) fn identifiers(text: &str, strict: bool) -> bool {
    text.split('.').all(|identifier| {
        !identifier.is_empty()
            && identifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !(strict && is_digits(identifier) && !is_canonical(identifier))
    })
}

/// Digits without a leading zero.
fn is_canonical(digits: &str) -> bool {
    is_digits(digits) && (digits.len() == 1 || !digits.starts_with('0'))
}

/// Whether a text is a SemVer 2.0.0 version without build metadata, whatever its pre-release is called.
pub(crate) fn takes(text: &str) -> bool {
    let cut = cut(text);
    cut.is_semver(3) && cut.build.is_none()
}

/// SemVer's precedence over any two texts that may have a `v` before them. `most` is the greatest
/// number that the ecosystem takes.
pub(crate) fn order(most: u64, a: &str, b: &str) -> Ordering {
    total((a, taken(most, a)), (b, taken(most, b)), |x, y| x.precedence(y, false))
}

/// The pieces of a SemVer version without its `v`; `None` for what is none.
fn taken(most: u64, text: &str) -> Option<Cut<'_>> {
    let bare = text.trim();
    let version = cut(bare.strip_prefix('v').unwrap_or(bare));
    let small = |digits: &str| digits.parse::<u64>().is_ok_and(|number| number <= most);
    Some(version).filter(|cut| cut.is_semver(3) && cut.core.split('.').all(small))
}

/// What stands behind a version in development where it is written as SemVer has it.
pub(crate) const DEVELOPMENT: &[&str] = &["-dev", "-dev.{n}", "-SNAPSHOT"];

/// `1.2.3-rc.1`: how SemVer's ecosystems write numbers of `shape`.
pub(crate) const fn spelling(shape: Shape) -> Spelling {
    Spelling::any(shape, "-", ".")
}

/// Writes `1.2.3`, `1.2.3-rc.1` and `1.2.3+7`; always three numbers.
pub(crate) fn write(spelling: &Spelling, neutral: &Neutral) -> Result<String, NativeError> {
    let text = spelling.write_own(neutral)?;
    Ok(match neutral.external {
        Some(external) => format!("{text}+{external}"),
        None => text,
    })
}

/// The inverse of [`write`]: exactly three numbers, `-label.N`, `+N`.
pub(crate) fn read(spelling: &Spelling, text: &str) -> Result<Neutral, NativeError> {
    let Some((version, build)) = text.split_once('+') else { return spelling.read(text) };
    let external = number(build).map_err(|why| NativeError::Syntax {
        target: spelling.shape.target,
        text: text.to_owned(),
        why: format!("build metadata is one number here, and {why}"),
        wanted: spelling.read(version).is_ok().then(|| version.to_owned()),
    });
    let version = spelling.read_prefix(text, version)?;
    Ok(Neutral { external: Some(external?), ..version })
}
