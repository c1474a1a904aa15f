//! Moving a requirement to a version: the bounds change, everything around them stays.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::numbers::{dotted, number};
use crate::native::{NativeError, Target};

/// How a bound's comparison says what it says about the version that it should follow to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// It points at the version: `^`, `~`, `=`, `>=`.
    Point,
    /// It points at the version and at what leads to it: `>=` of a SemVer text that ends in `-0`.
    Floor,
    /// It is an upper bound that the version stays below: kept while it does, else raised.
    Below,
    /// It is an upper bound that the version may reach: kept while it holds, else the version.
    Most,
    /// It excludes: `>`, `!=`. Kept while it holds; nobody can tell where else it should be.
    Fixed,
}

/// One bound of a requirement.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    /// Its version text, as bytes of the requirement.
    pub(crate) span: Range<usize>,
    /// What its operator says.
    pub(crate) side: Side,
}

/// A requirement that is to follow a version, and the ecosystem's answers about it.
pub(crate) struct Follow<'a> {
    pub(crate) target: Target,
    pub(crate) requirement: &'a str,
    /// The version as a bound may spell it, so without metadata that a bound cannot have.
    pub(crate) version: &'a str,
    pub(crate) bounds: &'a [Bound],
    /// Whether the bound with this index holds for the version when its text is this one. Says no
    /// where the text is no bound; does not look at rules about pre-releases.
    pub(crate) holds: &'a dyn Fn(usize, &str) -> bool,
    /// Whether the whole requirement, spelled like this, admits the version.
    pub(crate) admits: &'a dyn Fn(&str) -> bool,
    /// What to suggest where the requirement cannot follow.
    pub(crate) wanted: String,
}

impl Follow<'_> {
    /// The requirement with its bounds moved. Each bound keeps its precision where the result
    /// admits the version, and takes as much of the version as is needed where it does not (a
    /// pre-release is admitted only by its own name).
    pub(crate) fn follow(&self) -> Result<String, NativeError> {
        (0..=2)
            .filter_map(|level| self.at_level(level))
            .find(|requirement| (self.admits)(requirement))
            .ok_or_else(|| self.stuck())
    }

    /// The error that says that the requirement cannot follow.
    pub(crate) fn stuck(&self) -> NativeError {
        NativeError::Stuck {
            target: self.target,
            requirement: self.requirement.to_owned(),
            version: self.version.to_owned(),
            wanted: self.wanted.clone(),
        }
    }

    /// The requirement with every bound spelled at `level` or more of the version's text.
    fn at_level(&self, level: usize) -> Option<String> {
        let mut requirement = String::new();
        let mut copied = 0;
        for (index, bound) in self.bounds.iter().enumerate() {
            let old = self.requirement.get(bound.span.clone())?;
            requirement.push_str(self.requirement.get(copied..bound.span.start)?);
            requirement.push_str(&self.moved(index, bound.side, old, level)?);
            copied = bound.span.end;
        }
        requirement.push_str(self.requirement.get(copied..)?);
        Some(requirement)
    }

    /// One bound's new text.
    fn moved(&self, index: usize, side: Side, old: &str, level: usize) -> Option<String> {
        let holds = |text: &String| (self.holds)(index, text);
        let points = matches!(side, Side::Point | Side::Floor);
        if !points && (self.holds)(index, old) {
            return Some(old.to_owned());
        }
        match side {
            Side::Fixed => None,
            Side::Below => raised(old, self.version).filter(holds),
            Side::Point | Side::Floor | Side::Most => {
                let candidates = spellings(old, self.version, side == Side::Floor);
                let first = level.min(candidates.len().saturating_sub(1));
                candidates.into_iter().skip(first).find(holds)
            }
        }
    }
}

/// A version text cut into what is around and in its dotted numbers.
struct Shape<'t> {
    /// `v`, where the text begins with one.
    prefix: &'t str,
    /// `1:` or `1!`, where the text has an epoch.
    epoch: &'t str,
    numbers: Vec<u64>,
    /// `.x`, `.*`: the wildcards after the numbers, with their dots.
    wild: &'t str,
    /// What comes after: a pre-release, in whatever spelling.
    rest: &'t str,
}

fn shape(text: &str) -> Shape<'_> {
    let bare = text.strip_prefix('v').unwrap_or(text);
    let (prefix, _) = text.split_at_checked(text.len() - bare.len()).unwrap_or(("", text));
    let epoch_end = bare.find([':', '!']).map_or(0, |at| at + 1);
    let epoch = bare.get(..epoch_end).unwrap_or_default();
    let mut numbers = Vec::new();
    let mut rest = bare.get(epoch_end..).unwrap_or_default();
    loop {
        let piece = if numbers.is_empty() { Some(rest) } else { rest.strip_prefix('.') };
        let Some(piece) = piece else { break };
        let end = piece.bytes().take_while(u8::is_ascii_digit).count();
        let Some((digits, after)) = piece.split_at_checked(end) else { break };
        let Ok(value) = number(digits) else { break };
        numbers.push(value);
        rest = after;
    }
    let is_wild = |c: char| matches!(c, '.' | 'x' | 'X' | '*');
    let only_wild = rest.contains(['x', 'X', '*']) && rest.chars().all(is_wild);
    let (wild, rest) = if only_wild { (rest, "") } else { ("", rest) };
    Shape { prefix, epoch, numbers, wild, rest }
}

/// The version in a bound's place, from the bound's own precision to the version in full. A `floor`
/// stays one, unless the version is a pre-release, which says itself what is let in.
fn spellings(old: &str, version: &str, floor: bool) -> Vec<String> {
    let (bound, full) = (shape(old), shape(version));
    let mut kept = full.numbers.clone();
    kept.resize(bound.numbers.len(), 0);
    let short = bound.prefix.to_owned() + full.epoch + &dotted(&kept);
    if !bound.wild.is_empty() {
        return Vec::from([short + bound.wild]);
    }
    // Debian's `>= 2.3~` means "2.3 and whatever leads to it"; the tilde belongs to the bound.
    let closing = match bound.rest {
        "~" => "~",
        _ if floor && full.rest.is_empty() => "-0",
        _ => "",
    };
    let mut spellings = Vec::from([short.clone() + closing]);
    let dropped = full.numbers.get(bound.numbers.len()..).unwrap_or_default();
    if dropped.iter().all(|&number| number == 0) {
        spellings.push(short + full.rest + closing);
    } else if let Some(last) = spellings.last().cloned() {
        // Keeps the place of the second spelling, so that levels mean the same everywhere.
        spellings.push(last);
    }
    let bare = version.strip_prefix('v').unwrap_or(version);
    spellings.push(bound.prefix.to_owned() + bare + closing);
    spellings
}

/// An upper bound put above the version: `<2` for 2.1.0 is `<3`, `<1.5.0` for 1.6.2 is `<1.7.0`.
/// The number that rises is the last one of the bound that is not a zero.
fn raised(old: &str, version: &str) -> Option<String> {
    let (bound, full) = (shape(old), shape(version));
    let at = bound.numbers.iter().rposition(|&number| number > 0)?;
    let mut numbers: Vec<u64> = full.numbers.iter().copied().take(at + 1).collect();
    numbers.resize(at + 1, 0);
    let last = numbers.last_mut()?;
    *last = last.checked_add(1)?;
    numbers.resize(bound.numbers.len(), 0);
    Some(bound.prefix.to_owned() + full.epoch + &dotted(&numbers) + bound.wild + bound.rest)
}
