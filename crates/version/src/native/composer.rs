//! Composer: one to four numbers and a stability.
//!
//! Source: Composer, "Versions and constraints", and `Composer\Semver\VersionParser`.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::shared::clauses::Clauses;
use super::shared::compare::{Compare, before_last, first_leading};
use super::shared::numbers::{Shape, compare_padded, is_digits, total};
use super::shared::spelling::{Spelling, leading_numbers};
use super::{Dialect, NativeError, Requires, Target};

const TARGET: Target = Target { id: "composer", title: "Composer" };
/// What begins with five digits or more is read as a date.
const SHAPE: Shape = Shape { target: TARGET, least: 1, most: 4, limits: &[99_999, u64::MAX] };
/// `1.5.0-rc1`; Composer reads stabilities in any case.
const SPELLING: Spelling = Spelling {
    labels: &["alpha", "beta", "rc"],
    only: "Composer knows no other stability below stable",
    ..Spelling::any(SHAPE, "-", "")
};

/// Composer packages.
pub static COMPOSER: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: false,
    placeholder: "",
    takes: None,
    development: &["-dev"],
    write: |version, arity| SPELLING.write(version, arity),
    read: |text| SPELLING.read(text),
    order,
    epoch: None,
    packages: None,
    requires: Some(&Requires { admits, follow, promise: Some("^") }),
};

/// The constraint that Composer fills in itself.
const BY_ITSELF: &str = "self.version";

const CLAUSES: Clauses = Clauses {
    target: TARGET,
    ops: &[
        ("^", Compare::Next(first_leading)),
        ("~", Compare::Next(before_last)),
        (">=", Compare::Least),
        ("<=", Compare::Most),
        ("<>", Compare::Not),
        ("!=", Compare::Not),
        ("==", Compare::Exact),
        (">", Compare::Above),
        ("<", Compare::Below),
        ("=", Compare::Exact),
    ],
    or: &["||", "|"],
    and: &[","],
    spaces: true,
    any: &["*"],
    stability: true,
    apart: false,
    wild: true,
    hyphen: true,
    pre: false,
    is_bound: |_, text| version(text.strip_suffix(".*").unwrap_or(text)).is_some(),
    is_pre: |text| version(text).is_some_and(|version| version.stability < STABLE),
    order,
    plain: "^",
};

fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    if requirement.trim() == BY_ITSELF { Ok(true) } else { CLAUSES.admits(requirement, version) }
}

fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    if requirement.trim() == BY_ITSELF {
        return Ok(requirement.to_owned());
    }
    CLAUSES.follow(requirement, version)
}

/// The stabilities from the lowest on, as they are compared.
const STABILITIES: &[&[&str]] =
    &[&["dev"], &["alpha", "a"], &["beta", "b"], &["rc"], &[""], &["patch", "pl", "p"]];
/// Where a version without a word stands among them.
const STABLE: usize = 4;

/// A version as Composer compares it.
struct Parsed {
    numbers: Vec<u64>,
    stability: usize,
    number: u64,
}

fn version(text: &str) -> Option<Parsed> {
    let bare = text.strip_prefix('v').unwrap_or(text);
    let (digits, rest) = leading_numbers(bare);
    let numbers: Option<Vec<u64>> = digits.split('.').map(|n| n.parse().ok()).collect();
    let numbers = numbers.filter(|numbers| numbers.len() <= 4)?;
    let word = rest.trim_start_matches(['-', '.', '_', '+']).to_ascii_lowercase();
    let letters = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
    let (label, number) = word.split_at_checked(letters)?;
    let number = number.trim_start_matches(['.', '-']);
    let marked = rest.is_empty() != label.is_empty();
    if marked || !(number.is_empty() || is_digits(number)) {
        return None;
    }
    let stability = STABILITIES.iter().position(|words| words.contains(&label))?;
    Some(Parsed { numbers, stability, number: number.parse().unwrap_or(0) })
}

/// Numbers, a missing one being a zero; then the stability and its number.
fn order(a: &str, b: &str) -> Ordering {
    total((a, version(a)), (b, version(b)), |a, b| {
        compare_padded(&a.numbers, &b.numbers)
            .then(a.stability.cmp(&b.stability))
            .then(a.number.cmp(&b.number))
    })
}
