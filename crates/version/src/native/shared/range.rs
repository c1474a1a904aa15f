//! Ranges over SemVer: the comparators that Cargo, npm and Helm share, and how they are spelled.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::ops::Range;

use ::semver::{BuildMetadata, Prerelease, Version};

use super::follow::{Bound, Side};
use super::numbers::number;

/// What a comparator says of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Caret,
    Tilde,
    Exact,
    Not,
    Least,
    Above,
    Below,
    Most,
}

/// The operators as they are written, longer ones first.
const OPS: &[(&str, Op)] = &[
    ("~>", Op::Tilde),
    (">=", Op::Least),
    ("=>", Op::Least),
    ("<=", Op::Most),
    ("=<", Op::Most),
    ("!=", Op::Not),
    ("^", Op::Caret),
    ("~", Op::Tilde),
    (">", Op::Above),
    ("<", Op::Below),
    ("=", Op::Exact),
];

/// How one ecosystem writes its ranges.
pub(crate) struct Grammar {
    /// The operators that it does not have.
    pub(crate) without: &'static [&'static str],
    /// Whether commas separate comparators; white space does where they do not.
    pub(crate) commas: bool,
    /// Whether white space separates comparators.
    pub(crate) spaces: bool,
    /// Whether `||` separates alternatives, and `1.2 - 1.4` is a range.
    pub(crate) alternatives: bool,
    /// What a version without operator or wildcard means.
    pub(crate) bare: Op,
}

/// A version of which the lower numbers may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Partial {
    /// The numbers that are given, at most three.
    pub(crate) numbers: Vec<u64>,
    /// Its pre-release, empty where it has none; only after three numbers.
    pub(crate) pre: Prerelease,
}

/// One operator and its version.
#[derive(Debug, Clone)]
pub(crate) struct Comparator {
    pub(crate) op: Op,
    pub(crate) partial: Partial,
    /// The version's bytes in the requirement.
    pub(crate) span: Range<usize>,
}

impl Partial {
    /// Reads `1`, `1.x`, `v1.2.3-rc.1+7`; wildcards only at the end. The error is a fragment.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let bare = text.strip_prefix('v').unwrap_or(text);
        let (bare, _) = bare.split_once('+').unwrap_or((bare, ""));
        let (core, pre) = match bare.split_once('-') {
            Some((core, pre)) => (core, Some(pre)),
            None => (bare, None),
        };
        let mut numbers = Vec::new();
        let mut wild = false;
        for (position, piece) in core.split('.').enumerate() {
            if position > 2 {
                return Err(format!("`{text}` has more than three numbers"));
            }
            if matches!(piece, "x" | "X" | "*") {
                wild = true;
            } else if wild {
                return Err(format!("`{text}` has a number after a wildcard"));
            } else {
                numbers.push(number(piece)?);
            }
        }
        let pre = match pre {
            None => Prerelease::EMPTY,
            Some(pre) if numbers.len() == 3 && !pre.is_empty() => {
                Prerelease::new(pre).map_err(|_| format!("`{pre}` is not a pre-release"))?
            }
            Some(_) => return Err(format!("`{text}` has a pre-release without three numbers")),
        };
        Ok(Self { numbers, pre })
    }

    /// The lowest version that begins like this.
    fn floor(&self) -> Version {
        version(&self.numbers, self.pre.clone())
    }

    /// The lowest version that is past everything with the same numbers up to `at`, pre-releases
    /// of the next included.
    fn past(&self, at: usize) -> Version {
        let mut numbers: Vec<u64> = self.numbers.iter().copied().take(at + 1).collect();
        if let Some(last) = numbers.last_mut() {
            *last = last.saturating_add(1);
        }
        version(&numbers, lowest_pre())
    }
}

/// `-0`, which sorts below every other pre-release.
fn lowest_pre() -> Prerelease {
    Prerelease::new("0").unwrap_or(Prerelease::EMPTY)
}

fn version(numbers: &[u64], pre: Prerelease) -> Version {
    let at = |position: usize| numbers.get(position).copied().unwrap_or(0);
    Version { major: at(0), minor: at(1), patch: at(2), pre, build: BuildMetadata::EMPTY }
}

impl Comparator {
    /// Whether the version compares as the operator says; no rule about pre-releases is applied.
    pub(crate) fn holds(&self, v: &Version) -> bool {
        let Some(last) = self.partial.numbers.len().checked_sub(1) else {
            return !matches!(self.op, Op::Above | Op::Below | Op::Not);
        };
        let full = last == 2;
        let floor = self.partial.floor();
        let to_floor = v.cmp_precedence(&floor);
        let below = |limit: Version| v.cmp_precedence(&limit) == Ordering::Less;
        match self.op {
            Op::Exact if full => to_floor.is_eq(),
            Op::Exact => to_floor.is_ge() && below(self.partial.past(last)),
            Op::Not => !Self { op: Op::Exact, ..self.clone() }.holds(v),
            Op::Caret => {
                let leading = self.partial.numbers.iter().position(|&number| number > 0);
                to_floor.is_ge() && below(self.partial.past(leading.unwrap_or(last)))
            }
            Op::Tilde => to_floor.is_ge() && below(self.partial.past(last.min(1))),
            Op::Least => to_floor.is_ge(),
            Op::Above if full => to_floor.is_gt(),
            Op::Above => !below(Version { pre: Prerelease::EMPTY, ..self.partial.past(last) }),
            Op::Below if full => to_floor.is_lt(),
            Op::Below => below(Version { pre: lowest_pre(), ..floor }),
            Op::Most if full => to_floor.is_le(),
            Op::Most => below(self.partial.past(last)),
        }
    }

    /// Whether its bound is a pre-release of the same three numbers.
    pub(crate) fn names_pre_of(&self, v: &Version) -> bool {
        let numbers = [v.major, v.minor, v.patch];
        !self.partial.pre.is_empty() && self.partial.numbers == numbers
    }

    /// Its bound, for a requirement that follows; `*` has none.
    pub(crate) fn bound(&self) -> Option<Bound> {
        let side = match self.op {
            _ if self.partial.numbers.is_empty() => return None,
            Op::Caret | Op::Tilde | Op::Least if self.partial.pre == lowest_pre() => Side::Floor,
            Op::Caret | Op::Tilde | Op::Exact | Op::Least => Side::Point,
            Op::Below => Side::Below,
            Op::Most => Side::Most,
            Op::Above | Op::Not => Side::Fixed,
        };
        Some(Bound { span: self.span.clone(), side })
    }
}

impl Grammar {
    /// The alternatives of a requirement, each a list of comparators that all must hold; one that
    /// is empty holds for everything. The error is a fragment.
    pub(crate) fn parse(&self, requirement: &str) -> Result<Vec<Vec<Comparator>>, String> {
        if !self.alternatives {
            return Ok(Vec::from([self.comparators(requirement, 0)?]));
        }
        let mut alternatives = Vec::new();
        let mut start = 0;
        for alternative in requirement.split("||") {
            alternatives.push(match hyphenated(alternative, start)? {
                Some(range) => range,
                None => self.comparators(alternative, start)?,
            });
            start += alternative.len() + 2;
        }
        Ok(alternatives)
    }

    /// Comparators one after the other; `start` is the text's offset in the requirement.
    fn comparators(&self, text: &str, start: usize) -> Result<Vec<Comparator>, String> {
        let mut comparators = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let op = OPS
                .iter()
                .filter(|(written, _)| !self.without.contains(written))
                .find_map(|(written, op)| Some((*op, rest.strip_prefix(written)?)));
            let after = op.map_or(rest, |(_, after)| after.trim_start());
            let ends = |c: char| c.is_whitespace() || (self.commas && c == ',');
            let end = after.find(ends).unwrap_or(after.len());
            let (word, tail) = after.split_at_checked(end).unwrap_or((after, ""));
            let partial = Partial::parse(word)?;
            let wild = word.contains(['x', 'X', '*']) && partial.pre.is_empty();
            let bare = if wild { Op::Exact } else { self.bare };
            let at = start + (text.len() - after.len());
            comparators.push(Comparator {
                op: op.map_or(bare, |(op, _)| op),
                partial,
                span: at..at + word.len(),
            });
            rest = self.next(tail)?;
        }
        Ok(comparators)
    }

    /// What is after the separator between two comparators.
    fn next<'t>(&self, tail: &'t str) -> Result<&'t str, String> {
        let rest = tail.trim_start();
        if self.commas
            && let Some(after) = rest.strip_prefix(',')
        {
            let after = after.trim_start();
            return if after.is_empty() {
                Err("it ends with a comma".to_owned())
            } else {
                Ok(after)
            };
        }
        if rest.is_empty() || self.spaces {
            Ok(rest)
        } else {
            Err(format!("a comma is missing before `{rest}`"))
        }
    }
}

/// `1.2 - 1.4`: from the one up to the other.
fn hyphenated(text: &str, start: usize) -> Result<Option<Vec<Comparator>>, String> {
    let Some((low, high)) = text.split_once(" - ") else { return Ok(None) };
    let mut comparators = Vec::new();
    for (op, side, offset) in [(Op::Least, low, 0), (Op::Most, high, low.len() + 3)] {
        let word = side.trim();
        let at = start + offset + (side.len() - side.trim_start().len());
        let partial = Partial::parse(word)?;
        comparators.push(Comparator { op, partial, span: at..at + word.len() });
    }
    Ok(Some(comparators))
}
