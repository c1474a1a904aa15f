//! Intervals, as Maven and NuGet write them: `[1.0,2.0)`, `(,1.5]`, `[1.2]`; Gradle lets brackets that
//! are turned outward stand for round ones, `[1.0,2.0[`.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::ops::Range;

use super::follow::{Bound, Side};

/// One end of an interval.
#[derive(Debug, Clone)]
pub(crate) struct End {
    /// Its version's bytes in the requirement.
    pub(crate) span: Range<usize>,
    /// Whether the version itself is inside.
    pub(crate) inclusive: bool,
}

/// What is between two ends, of which either may be missing.
#[derive(Debug, Clone)]
pub(crate) struct Interval {
    pub(crate) low: Option<End>,
    pub(crate) high: Option<End>,
    /// Whether it is one version, `[1.2]`; then `low` has it.
    pub(crate) exact: bool,
}

/// Whether a requirement is written in intervals at all.
pub(crate) fn is_interval(requirement: &str) -> bool {
    requirement.trim_start().starts_with(['[', '(', ']'])
}

/// The one interval that a requirement is, each of its ends a version. The error is a fragment.
pub(crate) fn single(
    requirement: &str,
    is_version: impl Fn(&str) -> bool,
) -> Result<Interval, String> {
    let Ok([interval]) = <[Interval; 1]>::try_from(parse(requirement, ROUND)?) else {
        return Err("it has several intervals".to_owned());
    };
    for bound in interval.bounds() {
        let text = requirement.get(bound.span).unwrap_or_default();
        if !is_version(text) {
            return Err(format!("`{text}` is not a version"));
        }
    }
    Ok(interval)
}

/// What stands before and behind an interval that is without its ends.
type Open = (&'static [char], &'static [char]);
/// Round brackets.
const ROUND: Open = (&['('], &[')']);
/// Those, or square ones that are turned outward.
pub(crate) const OUTWARD: Open = (&['(', ']'], &[')', '[']);

/// The intervals of a requirement, between commas. The error is a fragment.
pub(crate) fn parse(requirement: &str, (before, behind): Open) -> Result<Vec<Interval>, String> {
    let mut intervals = Vec::new();
    let mut rest = requirement.trim_start();
    loop {
        let opening = rest.chars().next().filter(|c| *c == '[' || before.contains(c));
        let inner = rest.get(1..).filter(|_| opening.is_some());
        let inner = inner.ok_or_else(|| format!("`{rest}` does not begin with `[` or `(`"))?;
        let closing = |c: char| c == ']' || behind.contains(&c);
        let end = inner.find(closing).ok_or("a bracket is not closed")?;
        let (body, tail) = inner.split_at_checked(end).unwrap_or((inner, ""));
        let start = requirement.len() - inner.len();
        let closed = (opening == Some('['), tail.starts_with(']'));
        intervals.push(interval(body, start, closed)?);
        let after = tail.get(1..).unwrap_or_default().trim_start();
        if after.is_empty() {
            return Ok(intervals);
        }
        rest = after
            .strip_prefix(',')
            .map(str::trim_start)
            .ok_or_else(|| format!("a comma is missing before `{after}`"))?;
    }
}

fn interval(body: &str, start: usize, closed: (bool, bool)) -> Result<Interval, String> {
    let end = |text: &str, offset: usize, inclusive: bool| {
        let word = text.trim();
        let at = start + offset + (text.len() - text.trim_start().len());
        (!word.is_empty()).then(|| End { span: at..at + word.len(), inclusive })
    };
    let Some((low, high)) = body.split_once(',') else {
        let low = end(body, 0, true).ok_or("an interval is empty")?;
        if closed != (true, true) {
            return Err("one version alone stands between `[` and `]`".to_owned());
        }
        return Ok(Interval { low: Some(low), high: None, exact: true });
    };
    if high.contains(',') {
        return Err(format!("`{body}` has more than two ends"));
    }
    let low_end = end(low, 0, closed.0);
    Ok(Interval { low: low_end, high: end(high, low.len() + 1, closed.1), exact: false })
}

impl Interval {
    /// Its ends as bounds of a requirement that follows.
    pub(crate) fn bounds(&self) -> Vec<Bound> {
        let low = self.low.as_ref().map(|end| Bound {
            span: end.span.clone(),
            side: if end.inclusive { Side::Point } else { Side::Fixed },
        });
        let high = self.high.as_ref().map(|end| Bound {
            span: end.span.clone(),
            side: if end.inclusive { Side::Most } else { Side::Below },
        });
        low.into_iter().chain(high).collect()
    }

    /// Whether the bound with this index, of those that [`bounds`](Self::bounds) gives, holds with
    /// `text` in its place.
    pub(crate) fn holds(
        &self,
        index: usize,
        text: &str,
        version: &str,
        order: fn(&str, &str) -> Ordering,
    ) -> bool {
        let found = order(version, text);
        match (&self.low, &self.high) {
            _ if self.exact => found.is_eq(),
            (Some(low), _) if index == 0 => found.is_gt() || (low.inclusive && found.is_eq()),
            (_, Some(high)) => found.is_lt() || (high.inclusive && found.is_eq()),
            _ => false,
        }
    }

    /// Whether the version is inside.
    pub(crate) fn contains(
        &self,
        requirement: &str,
        version: &str,
        order: fn(&str, &str) -> Ordering,
    ) -> bool {
        self.bounds().iter().enumerate().all(|(index, bound)| {
            requirement
                .get(bound.span.clone())
                .is_some_and(|text| self.holds(index, text, version, order))
        })
    }
}
