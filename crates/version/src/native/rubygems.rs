//! RubyGems: dotted pieces, where a piece with letters makes a pre-release.
//!
//! Source: `Gem::Version` (`VERSION_PATTERN`, `canonical_segments`, `<=>`).

mod requirement;

pub(super) use requirement::OPS;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::shared::numbers::{Shape, compare_digits, is_digits, total};
use super::shared::semver::identifiers;
use super::shared::spelling::Spelling;
use super::{Dialect, Requires, Target};

const TARGET: Target = Target { id: "rubygems", title: "RubyGems" };
/// `1.5.0.rc1`.
const SPELLING: Spelling = Spelling::any(Shape::any(TARGET), ".", "");

/// Ruby gems.
pub static RUBYGEMS: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: false,
    placeholder: "",
    takes: None,
    development: &[".dev", ".dev{n}", ".dev.{n}", "-SNAPSHOT"],
    write: |version, arity| SPELLING.write(version, arity),
    read: |text| SPELLING.read(text),
    order,
    epoch: None,
    packages: None,
    requires: Some(&Requires {
        admits: requirement::admits,
        follow: requirement::follow,
        promise: None,
    }),
};

/// A segment of a version: letters sort below any number.
#[derive(Debug, PartialEq, Eq)]
enum Segment<'t> {
    Letters(&'t str),
    Digits(&'t str),
}

impl Segment<'_> {
    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Letters(a), Self::Letters(b)) => a.cmp(b),
            (Self::Digits(a), Self::Digits(b)) => compare_digits(a, b),
            (Self::Letters(_), Self::Digits(_)) => Ordering::Less,
            (Self::Digits(_), Self::Letters(_)) => Ordering::Greater,
        }
    }

    fn is_zero(&self) -> bool {
        matches!(self, Self::Digits(digits) if digits.bytes().all(|byte| byte == b'0'))
    }
}

/// Segment by segment, a missing one being a zero; zeros before the letters and at the end do not
/// count.
pub(super) fn order(a: &str, b: &str) -> Ordering {
    total((a, canonical(a)), (b, canonical(b)), |a, b| {
        let at = |segments: &[String], position: usize| -> String {
            segments.get(position).cloned().unwrap_or_else(|| "0".to_owned())
        };
        (0..a.len().max(b.len()))
            .map(|position| {
                let (left, right) = (at(a, position), at(b, position));
                segment(&left).compare(&segment(&right))
            })
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    })
}

fn segment(text: &str) -> Segment<'_> {
    if is_digits(text) { Segment::Digits(text) } else { Segment::Letters(text) }
}

/// Whether the version counts as a pre-release: any letter, any hyphen.
pub(super) fn is_pre(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_alphabetic() || c == '-')
}

/// The segments that count. `1.0.0-rc1` is `1.0.0.pre.rc1`; nothing at all is 0.
fn canonical(text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    if !is_version(text) {
        return None;
    }
    let spelled = text.replace('-', ".pre.");
    let mut numbers = Vec::new();
    let mut words = Vec::new();
    let mut rest = spelled.as_str();
    while let Some(first) = rest.chars().next() {
        let digit = first.is_ascii_digit();
        let end = rest
            .find(|c: char| c.is_ascii_digit() != digit || !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let Some((run, tail)) = rest.split_at_checked(end.max(1)) else { break };
        if first.is_ascii_alphanumeric() {
            let list = if digit && words.is_empty() { &mut numbers } else { &mut words };
            list.push(run.to_owned());
        }
        rest = tail;
    }
    for list in [&mut numbers, &mut words] {
        while list.last().is_some_and(|last: &String| segment(last).is_zero()) {
            list.pop();
        }
    }
    numbers.append(&mut words);
    Some(numbers)
}

/// `Gem::Version::VERSION_PATTERN`, and the empty text.
pub(super) fn is_version(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    let (core, pre) = match text.split_once('-') {
        Some((core, pre)) => (core, Some(pre)),
        None => (text, None),
    };
    let mut pieces = core.split('.');
    pieces.next().is_some_and(is_digits)
        && pieces.all(|piece| !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_alphanumeric()))
        && pre.is_none_or(|pre| identifiers(pre, false))
}
