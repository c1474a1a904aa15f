//! What the operator of a requirement says of a version.

use core::cmp::Ordering;

use super::follow::Side;

/// What an operator says of a version.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Compare {
    Exact,
    Not,
    Least,
    Most,
    /// At most the bound, or whatever begins with it where it is not written in full: the end of
    /// `1.2 - 1.9`.
    Through,
    Above,
    Below,
    /// At least the bound, and below what is next to it: the number at which a version is next,
    /// counted from 0, of the bound's own numbers.
    Next(fn(&[u64]) -> usize),
}

impl Compare {
    /// What it says of the version that its bound should follow to.
    pub(crate) fn side(self) -> Side {
        match self {
            Self::Exact | Self::Least | Self::Next(_) => Side::Point,
            Self::Most | Self::Through => Side::Most,
            Self::Below => Side::Below,
            Self::Above | Self::Not => Side::Fixed,
        }
    }

    /// Whether it holds for a version that stands so to the bound. Of [`Compare::Next`] that is half
    /// of it: where it ends is in the numbers.
    pub(crate) fn holds(self, found: Ordering) -> bool {
        match self {
            Self::Exact => found.is_eq(),
            Self::Not => found.is_ne(),
            Self::Least | Self::Next(_) => found.is_ge(),
            Self::Most | Self::Through => found.is_le(),
            Self::Above => found.is_gt(),
            Self::Below => found.is_lt(),
        }
    }
}

/// The first number that is not zero, else the last: what `^` keeps.
pub(crate) fn first_leading(numbers: &[u64]) -> usize {
    let leading = numbers.iter().position(|&number| number > 0);
    leading.unwrap_or(numbers.len().saturating_sub(1))
}

/// The number before the last, or the only one: what `~>` keeps.
pub(crate) fn before_last(numbers: &[u64]) -> usize {
    numbers.len().saturating_sub(2)
}

/// The clauses that commas join, without the white space around them, each with where it ends in the
/// requirement.
pub(crate) fn between_commas(requirement: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut start = 0;
    requirement.split(',').map(move |piece| {
        let end = start + piece.trim_end().len();
        start += piece.len() + 1;
        (piece.trim(), end)
    })
}
