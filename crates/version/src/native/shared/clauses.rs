//! Requirements of clauses, each an operator and a version: what several ecosystems do alike, each
//! with operators, separators and an order of its own.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::compare::Compare;
use super::follow::{Bound, Follow, Side};
use super::spelling::leading_numbers;
use crate::native::{NativeError, Target};

/// How one ecosystem writes requirements.
pub(crate) struct Clauses {
    pub(crate) target: Target,
    /// The operators, longer ones first.
    pub(crate) ops: &'static [(&'static str, Compare)],
    /// What divides alternatives, longer ones first.
    pub(crate) or: &'static [&'static str],
    /// What joins clauses.
    pub(crate) and: &'static [&'static str],
    /// Whether white space alone joins them.
    pub(crate) spaces: bool,
    /// Requirements that every version meets.
    pub(crate) any: &'static [&'static str],
    /// Whether a clause may end in a stability, `@beta`, which lets pre-releases in.
    pub(crate) stability: bool,
    /// Whether upper bounds and exclusions may stand in a text of their own, beside the one that says
    /// where to begin: which pre-releases come in is said there.
    pub(crate) apart: bool,
    /// Whether numbers may end in wildcards: `1.4.*`.
    pub(crate) wild: bool,
    /// Whether two versions with a hyphen between them are from the one through the other: `1.2 - 1.9`.
    pub(crate) hyphen: bool,
    /// Whether ranges let pre-releases in that none of their clauses names.
    pub(crate) pre: bool,
    /// Whether a text may stand behind that operator.
    pub(crate) is_bound: fn(Compare, &str) -> bool,
    pub(crate) is_pre: fn(&str) -> bool,
    pub(crate) order: fn(&str, &str) -> Ordering,
    /// What stands before the version in the plainest requirement on it.
    pub(crate) plain: &'static str,
}

/// One clause, and where its version is in the requirement.
struct Clause<'t> {
    compare: Compare,
    text: &'t str,
    bound: Bound,
}

/// Clauses that all have to hold.
#[derive(Default)]
struct Alternative<'t> {
    clauses: Vec<Clause<'t>>,
    /// Whether a stability lets pre-releases in.
    unstable: bool,
}

impl Clauses {
    /// Whether the requirement lets this version in.
    pub(crate) fn admits(&self, requirement: &str, version: &str) -> Result<bool, NativeError> {
        let version = self.version(version)?;
        let alternatives = self.parse(requirement)?;
        Ok(alternatives.iter().any(|one| self.admit(one, version)))
    }

    /// The requirement moved to this version. Of several alternatives none is more right than the
    /// others, so they stay while they admit it, and are refused with one more suggested.
    pub(crate) fn follow(&self, requirement: &str, version: &str) -> Result<String, NativeError> {
        let version = self.version(version)?;
        let alternatives = self.parse(requirement)?;
        let [Alternative { clauses, .. }] = alternatives.as_slice() else {
            if alternatives.iter().any(|one| self.admit(one, version)) {
                return Ok(requirement.to_owned());
            }
            let or = self.or.first().map_or("", |or| or.trim());
            return Err(NativeError::Stuck {
                target: self.target,
                requirement: requirement.to_owned(),
                version: version.to_owned(),
                wanted: format!("{requirement} {or} {}{version}", self.plain),
            });
        };
        let bounds: Vec<Bound> = clauses.iter().map(|clause| clause.bound.clone()).collect();
        let holds = |index: usize, text: &str| {
            clauses.get(index).is_some_and(|clause| self.holds(clause.compare, text, version))
        };
        let admits = |requirement: &str| {
            let parsed = self.parse(requirement).unwrap_or_default();
            parsed.iter().any(|one| self.admit(one, version))
        };
        Follow {
            target: self.target,
            requirement,
            version,
            bounds: &bounds,
            holds: &holds,
            admits: &admits,
            wanted: format!("{}{version}", self.plain),
        }
        .follow()
    }

    /// The version without build metadata, which no bound has.
    fn version<'t>(&self, text: &'t str) -> Result<&'t str, NativeError> {
        let bare = text.split_once('+').map_or(text, |(bare, _)| bare);
        if (self.is_bound)(Compare::Exact, bare) && !is_wild(bare) {
            return Ok(bare);
        }
        Err(NativeError::Syntax {
            target: self.target,
            text: text.to_owned(),
            why: "it is none of the versions that requirements are about".to_owned(),
            wanted: None,
        })
    }

    fn admit(&self, one: &Alternative<'_>, version: &str) -> bool {
        let Alternative { clauses, unstable } = one;
        let named = |clause: &Clause<'_>| {
            let excludes = matches!(clause.compare, Compare::Not);
            !excludes && (self.is_pre)(clause.text)
        };
        let begins = |clause: &Clause<'_>| clause.bound.side == Side::Point;
        let elsewhere = self.apart && !clauses.is_empty() && !clauses.iter().any(begins);
        clauses.iter().all(|clause| self.holds(clause.compare, clause.text, version))
            && (self.pre
                || *unstable
                || elsewhere
                || !(self.is_pre)(version)
                || clauses.iter().any(named))
    }

    fn holds(&self, compare: Compare, bound: &str, version: &str) -> bool {
        if !(self.is_bound)(compare, bound) {
            return false;
        }
        let numbers = numbers_of(bound);
        if is_wild(bound) {
            return begins(version, &numbers);
        }
        let found = (self.order)(version, bound);
        if matches!(compare, Compare::Through) && is_partial(bound) && begins(version, &numbers) {
            return true;
        }
        compare.holds(found)
            && match compare {
                Compare::Below => !self.leads_to(version, bound),
                Compare::Next(at) => {
                    let at = at(&numbers).min(numbers.len().saturating_sub(1));
                    numbers.get(..=at).is_some_and(|kept| begins(version, kept))
                }
                _ => true,
            }
    }

    /// Whether the version is a pre-release of the very bound that it is to be below: nobody who
    /// writes `<2.0.0` means 2.0.0-rc.1.
    fn leads_to(&self, version: &str, bound: &str) -> bool {
        (self.is_pre)(version) && !(self.is_pre)(bound) && {
            let (own, numbers) = (numbers_of(version), numbers_of(bound));
            let longest = own.len().max(numbers.len());
            (0..longest).all(|at| own.get(at).unwrap_or(&0) == numbers.get(at).unwrap_or(&0))
        }
    }

    fn parse<'t>(&self, requirement: &'t str) -> Result<Vec<Alternative<'t>>, NativeError> {
        let mut alternatives = Vec::new();
        let mut rest = requirement;
        loop {
            let cut = self.or.iter().filter_map(|or| Some((rest.find(or)?, or.len())));
            let cut = cut.min_by_key(|(at, length)| (*at, usize::MAX - length));
            let (piece, after) = match cut {
                None => (rest, None),
                Some((at, length)) => (
                    rest.get(..at).unwrap_or_default(),
                    Some(rest.get(at + length..).unwrap_or_default()),
                ),
            };
            let start = requirement.len() - rest.len();
            alternatives.push(self.clauses(requirement, start, piece)?);
            match after {
                None => return Ok(alternatives),
                Some(after) => rest = after,
            }
        }
    }

    /// Clauses one after the other, in a piece of the requirement that begins at `start`.
    fn clauses<'t>(
        &self,
        whole: &str,
        start: usize,
        piece: &'t str,
    ) -> Result<Alternative<'t>, NativeError> {
        let refuse = |why: String| NativeError::Requirement {
            target: self.target,
            requirement: whole.to_owned(),
            why,
            wanted: None,
        };
        let mut found = Alternative::default();
        let mut rest = piece.trim_start();
        // Whether the other end of a range is to come.
        let mut through = false;
        loop {
            let op =
                self.ops.iter().filter(|_| !through).find_map(|(op, compare)| {
                    Some((*compare, rest.strip_prefix(op)?.trim_start()))
                });
            let (compare, after) = op.unwrap_or((Compare::Exact, rest));
            let end = after.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(after.len());
            let (word, tail) = after.split_at_checked(end).unwrap_or((after, ""));
            let end = self.other_end(tail).filter(|_| op.is_none() && !through);
            // An end of a range has no stability.
            let range = end.is_some() || through;
            let compare = match end {
                Some(_) => Compare::Least,
                None if through => Compare::Through,
                None => compare,
            };
            let (text, stability) = match word.split_once('@').filter(|_| self.stability && !range)
            {
                Some((text, stability)) => (text, Some(stability)),
                None => (word, None),
            };
            let at = start + piece.len() - after.len();
            found.unstable |= stability.is_some_and(|name| name != "stable");
            // A stability alone is of any version.
            let any = self.any.contains(&text) || (text.is_empty() && stability.is_some());
            if op.is_some() || range || !any {
                let wild = is_wild(text);
                let misplaced = wild && !(self.wild && matches!(compare, Compare::Exact));
                if misplaced || !(self.is_bound)(compare, text) {
                    return Err(refuse(format!("`{text}` is not a version that can stand there")));
                }
                let bound = Bound { span: at..at + text.len(), side: compare.side() };
                found.clauses.push(Clause { compare, text, bound });
            }
            through = end.is_some();
            if let Some(end) = end {
                rest = end;
                continue;
            }
            let next = tail.trim_start();
            if next.is_empty() {
                return Ok(found);
            }
            let joined = self.and.iter().find_map(|and| next.strip_prefix(and));
            rest = match joined {
                Some(after) => after.trim_start(),
                // A sign that is neither a clause nor joins any would be looked at for ever.
                None if self.spaces && next.len() < rest.len() => next,
                None => return Err(refuse(format!("nothing joins `{next}` to what is before it"))),
            };
        }
    }

    /// What is behind the hyphen of a range, in what follows the version that it begins with. One blank
    /// stands on each side of it.
    fn other_end<'t>(&self, tail: &'t str) -> Option<&'t str> {
        tail.strip_prefix(" - ").filter(|end| self.hyphen && !end.starts_with(char::is_whitespace))
    }
}

/// Whether the version's numbers begin with these, a missing one being a zero.
fn begins(version: &str, numbers: &[u64]) -> bool {
    let own = numbers_of(version);
    let mut all = numbers.iter().enumerate();
    all.all(|(at, number)| own.get(at).copied().unwrap_or(0) == *number)
}

/// Whether a version is written with fewer than three numbers and nothing behind them.
fn is_partial(text: &str) -> bool {
    let (numbers, rest) = leading_numbers(text.strip_prefix('v').unwrap_or(text));
    rest.is_empty() && numbers.split('.').count() < 3
}

fn is_wild(text: &str) -> bool {
    text.ends_with(".*") || text.ends_with(".x") || text == "*"
}

/// The numbers that a version text begins with, behind a `v` or not.
fn numbers_of(text: &str) -> Vec<u64> {
    let (numbers, _) = leading_numbers(text.strip_prefix('v').unwrap_or(text));
    numbers.split('.').map(|digits| digits.parse().unwrap_or(u64::MAX)).collect()
}
