//! What a version in a file says, however its ecosystem writes it.

use alloc::string::String;
use alloc::vec::Vec;

use version::Dialect;

use super::apart::is_next;
use super::components::Found;
use super::evidence::stated;
use super::templates::{Known, rank};

/// A version to be compared with what other ecosystems write: `1.4.0` is `1.4.0.0`, and `1.4.0-beta.1`
/// is `1.4.0b1`.
pub(super) struct Reading {
    /// The numbers, without zeros at the end.
    pub(super) numbers: Vec<u64>,
    /// The words and numbers behind them.
    behind: Vec<String>,
    /// Whether it only leads to that version: it is in development.
    open: bool,
}

impl Reading {
    pub(super) fn of((text, dialect): &(String, &'static Dialect)) -> Self {
        let base = stated(text, dialect);
        let end = base.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(base.len());
        let behind = words(base.get(end..).unwrap_or_default());
        Self { numbers: rank(base).0, behind, open: base.len() < text.len() }
    }

    /// Whether both are one version, or lead to it.
    pub(super) fn is(&self, other: &Self) -> bool {
        let pairs = || self.behind.iter().zip(&other.behind);
        self.numbers == other.numbers
            && self.behind.len() == other.behind.len()
            && pairs().all(|(a, b)| a == b || is_short(a, b) || is_short(b, a))
    }

    /// Whether it is under the number of a product that was `released`: that one, or, as long as it is in
    /// development, the one that comes next.
    pub(super) fn is_under(&self, released: &[u64]) -> bool {
        self.numbers == released || (self.open && is_next(released, &self.numbers))
    }

    /// Whether two files of one component may say so: both are released, or both in development.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        self.open == other.open && self.is(other)
    }
}

/// Whether two files of one component may say so, of which both or none state a version.
pub(super) fn agree(one: Option<&Reading>, other: Option<&Reading>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.agrees(other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

impl Found {
    /// What its version says, if a file has one.
    pub(super) fn reading(&self) -> Option<Reading> {
        self.version.as_ref().map(Reading::of)
    }
}

/// Whether `a` is the letter that stands for the word `b`: Python's `b` for `beta`.
fn is_short(a: &str, b: &str) -> bool {
    a.len() == 1 && a.starts_with(|c: char| c.is_ascii_alphabetic()) && b.starts_with(a)
}

/// The words and numbers of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars() {
        let kind = (c.is_alphanumeric(), c.is_numeric());
        if last != Some(kind) && kind.0 {
            found.push(String::new());
        }
        if let Some(word) = found.last_mut().filter(|_| kind.0) {
            word.extend(c.to_lowercase());
        }
        last = Some(kind);
    }
    found
}

/// Whether all components state one version, as each ecosystem writes it, or are in development on the
/// way from there to the next. Those that state none have the product's, or come to it next.
pub(super) fn same_version(components: &[Found], product: Option<&Known>) -> bool {
    let all = || components.iter().filter_map(Found::reading);
    let Some(first) = all().find(|one| !one.open).or_else(|| all().next()) else { return true };
    let is_next = |one: &Reading| !first.open && one.open && one.is_under(&first.numbers);
    let is_silent = |one: &Found| one.version.is_none() && one.tag.is_none();
    let by_tag = |product: &Known| {
        let mut released = product.newest.iter().chain(&product.last);
        released.any(|(numbers, _)| self::is_next(numbers, &first.numbers))
    };
    all().all(|one| one.is(&first) || is_next(&one))
        && (!components.iter().any(is_silent) || product.is_none_or(by_tag))
}
