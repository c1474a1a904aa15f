//! The words that a scheme file may say where it takes one of a few: what its schema offers.
//!
//! They come from the tables by which the words are read, so that there is one list of each.

use alloc::vec::Vec;

use crate::assemble::{LEADING_ZEROS, SEVERITIES, SUBSETS};
use crate::assemble_parts::{ABSENTS, SAME_DAYS, SCOPES};
use crate::compat::{CompatSeverity, Compatibility};
use crate::impact::{Difference, LastWord};
use crate::part::KINDS;

/// The first column of `table`.
fn names<T>(table: &[(&'static str, T)]) -> Vec<&'static str> {
    table.iter().map(|(name, _)| *name).collect()
}

/// `scope` of a part: who moves it.
#[must_use]
pub fn scopes() -> Vec<&'static str> {
    names(SCOPES)
}

/// `kind` of a part: what it holds.
#[must_use]
pub fn kinds() -> Vec<&'static str> {
    KINDS.iter().map(|row| row.id).collect()
}

/// `absent` of a part: what leaving it out means.
#[must_use]
pub fn absents() -> Vec<&'static str> {
    names(ABSENTS)
}

/// `same-day` of a part: what a second release on one day does.
#[must_use]
pub fn same_days() -> Vec<&'static str> {
    names(SAME_DAYS)
}

/// `subset` of `[release]`: whether fewer than all may move.
#[must_use]
pub fn subsets() -> Vec<&'static str> {
    names(SUBSETS)
}

/// `leading-zeros`: whether 1.00.8 is read.
#[must_use]
pub fn leading_zeros() -> Vec<&'static str> {
    names(LEADING_ZEROS)
}

/// `verdict` of a `[[compat]]` rule.
#[must_use]
pub fn verdicts() -> Vec<&'static str> {
    Compatibility::ALL.iter().map(|verdict| verdict.id()).collect()
}

/// `severity` of a `[[compat]]` rule.
#[must_use]
pub fn compat_severities() -> Vec<&'static str> {
    CompatSeverity::ALL.iter().map(|severity| severity.id()).collect()
}

/// `last-word` of an `[[impact]]`: who decides.
#[must_use]
pub fn last_words() -> Vec<&'static str> {
    names(LastWord::WORDS)
}

/// `inferred-by` of an `[[impact]]`: what suggests it.
#[must_use]
pub fn differences() -> Vec<&'static str> {
    names(Difference::ALL)
}

/// `severity` of a `[rule]`: how much a breach matters.
#[must_use]
pub fn severities() -> Vec<&'static str> {
    names(SEVERITIES)
}
