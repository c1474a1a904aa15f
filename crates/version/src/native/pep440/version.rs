//! A PEP 440 version: every spelling that is accepted, the canonical one, and the order.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use crate::native::shared::numbers::{compare_digits, is_digits};

/// A version, parsed as leniently as PEP 440 asks for. Numbers are digits without leading zeros,
/// so they may be of any length; equality is that of the order, where 1.0 = 1.0.0.
#[derive(Debug, Clone)]
pub(super) struct Pep440 {
    pub(super) epoch: String,
    pub(super) release: Vec<String>,
    /// `a`, `b` or `rc`, and its number.
    pub(super) pre: Option<(&'static str, String)>,
    pub(super) post: Option<String>,
    pub(super) dev: Option<String>,
    /// The local version's segments, in lower case.
    pub(super) local: Vec<String>,
}

/// How pre-releases may be spelled, longer spellings first.
const PRE: &[(&str, &str)] = &[
    ("alpha", "a"),
    ("beta", "b"),
    ("preview", "rc"),
    ("pre", "rc"),
    ("rc", "rc"),
    ("a", "a"),
    ("b", "b"),
    ("c", "rc"),
];
const POST: &[&str] = &["post", "rev", "r"];

impl Pep440 {
    /// Reads a version in any spelling that PEP 440 accepts, white space around it included.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(is_space).to_ascii_lowercase();
        let mut rest = text.strip_prefix('v').unwrap_or(&text);
        let local = match rest.split_once('+') {
            None => Vec::new(),
            Some((before, local)) => {
                rest = before;
                segments(local)?
            }
        };
        let epoch = match rest.split_once('!') {
            None => "0",
            Some((epoch, after)) => {
                rest = after;
                Some(epoch).filter(|epoch| is_digits(epoch))?
            }
        };
        let mut reader = Reader { rest };
        let release = reader.release()?;
        let pre = reader.pre();
        let post = reader.post();
        let dev = reader.dev();
        if !reader.rest.is_empty() {
            return None;
        }
        Some(Self { epoch: plain(epoch), release, pre, post, dev, local })
    }

    /// Whether installers leave it out unless asked: a pre-release or a development release.
    pub(super) fn is_pre(&self) -> bool {
        self.pre.is_some() || self.dev.is_some()
    }

    /// The version without its local part.
    pub(super) fn public(&self) -> Self {
        Self { local: Vec::new(), ..self.clone() }
    }

    /// The epoch and the numbers alone.
    pub(super) fn base(&self) -> Self {
        Self { pre: None, post: None, dev: None, ..self.public() }
    }

    /// Its numbers, and the one label that our schemes may have with its number; `None` where it
    /// has more than that.
    pub(super) fn simple(&self) -> Option<(String, Option<&str>, &str)> {
        let simple = self.epoch == "0" && self.post.is_none() && self.local.is_empty();
        let numbers = self.release.join(".");
        match (&self.pre, &self.dev) {
            _ if !simple => None,
            (None, None) => Some((numbers, None, "")),
            (Some((label, number)), None) => Some((numbers, Some(label), number)),
            (None, Some(number)) => Some((numbers, Some("dev"), number)),
            (Some(_), Some(_)) => None,
        }
    }

    /// The order of the parts after the numbers: dev, then a, b, rc, then the final, then post.
    fn phase(&self) -> (u8, &str) {
        match (&self.pre, &self.post, &self.dev) {
            (Some((label, number)), _, _) => {
                let rank = ["a", "b", "rc"].iter().position(|known| known == label);
                (1 + u8::try_from(rank.unwrap_or(2)).unwrap_or(2), number)
            }
            (None, None, Some(_)) => (0, ""),
            (None, _, _) => (4, ""),
        }
    }
}

impl fmt::Display for Pep440 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.epoch != "0" {
            write!(f, "{}!", self.epoch)?;
        }
        f.write_str(&self.release.join("."))?;
        if let Some((label, number)) = &self.pre {
            write!(f, "{label}{number}")?;
        }
        if let Some(number) = &self.post {
            write!(f, ".post{number}")?;
        }
        if let Some(number) = &self.dev {
            write!(f, ".dev{number}")?;
        }
        if !self.local.is_empty() {
            write!(f, "+{}", self.local.join("."))?;
        }
        Ok(())
    }
}

impl Ord for Pep440 {
    fn cmp(&self, other: &Self) -> Ordering {
        let (phase, number) = self.phase();
        let (other_phase, other_number) = other.phase();
        compare_digits(&self.epoch, &other.epoch)
            .then_with(|| compare_release(&self.release, &other.release))
            .then_with(|| phase.cmp(&other_phase))
            .then_with(|| compare_digits(number, other_number))
            .then_with(|| optional(self.post.as_deref(), other.post.as_deref(), Ordering::Less))
            .then_with(|| optional(self.dev.as_deref(), other.dev.as_deref(), Ordering::Greater))
            .then_with(|| compare_local(&self.local, &other.local))
    }
}

impl PartialOrd for Pep440 {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Pep440 {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Pep440 {}

/// Numbers, of which the missing ones are zeros.
fn compare_release(a: &[String], b: &[String]) -> Ordering {
    let at = |release: &[String], position: usize| release.get(position).cloned();
    (0..a.len().max(b.len()))
        .map(|position| {
            let (left, right) = (at(a, position), at(b, position));
            compare_digits(&left.unwrap_or_default(), &right.unwrap_or_default())
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Numbers of which one may be missing; `missing` is how a missing one compares to a present one.
fn optional(a: Option<&str>, b: Option<&str>, missing: Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => compare_digits(a, b),
        (None, None) => Ordering::Equal,
        (None, Some(_)) => missing,
        (Some(_), None) => missing.reverse(),
    }
}

/// Words below numbers, fewer segments below more.
fn compare_local(a: &[String], b: &[String]) -> Ordering {
    for (left, right) in a.iter().zip(b) {
        let order = match (is_digits(left), is_digits(right)) {
            (true, true) => compare_digits(left, right),
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => left.cmp(right),
        };
        if order.is_ne() {
            return order;
        }
    }
    a.len().cmp(&b.len())
}

/// The white space that a version may stand in: what Python's `str.strip` strips.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

/// Digits without leading zeros.
fn plain(digits: &str) -> String {
    let rest = digits.trim_start_matches('0');
    if rest.is_empty() { "0".to_owned() } else { rest.to_owned() }
}

/// A local version's segments: letters and digits between `.`, `-` or `_`.
fn segments(local: &str) -> Option<Vec<String>> {
    local
        .split(['.', '-', '_'])
        .map(|segment| {
            let valid =
                !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let text = if is_digits(segment) { plain(segment) } else { segment.to_owned() };
            valid.then_some(text)
        })
        .collect()
}

/// What is left of a version while it is read from the front.
struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn digits(&mut self) -> Option<String> {
        let end = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at_checked(end)?;
        if digits.is_empty() {
            return None;
        }
        self.rest = rest;
        Some(plain(digits))
    }

    fn release(&mut self) -> Option<Vec<String>> {
        let mut release = Vec::from([self.digits()?]);
        loop {
            let before = self.rest;
            let Some(after) = self.rest.strip_prefix('.') else { break };
            self.rest = after;
            match self.digits() {
                Some(number) => release.push(number),
                None => {
                    self.rest = before;
                    break;
                }
            }
        }
        Some(release)
    }

    /// `sep? word sep? digits?`: the word's number, 0 where there is none. The second separator
    /// belongs to it even without a number: `1.0a.` and `1.0a..dev` are versions.
    fn suffix(&mut self, word: &str) -> Option<String> {
        let after = separated(self.rest).strip_prefix(word)?;
        self.rest = separated(after);
        Some(self.digits().unwrap_or_else(|| "0".to_owned()))
    }

    fn pre(&mut self) -> Option<(&'static str, String)> {
        PRE.iter().find_map(|(spelling, label)| {
            let before: &'t str = self.rest;
            let number = self.suffix(spelling)?;
            // `r` of `rev` or `rc` must not be mistaken: a word ends where no letter follows.
            if self.rest.starts_with(|c: char| c.is_ascii_alphabetic())
                && !["post", "rev", "r", "dev"].iter().any(|next| self.rest.starts_with(next))
            {
                self.rest = before;
                return None;
            }
            Some((*label, number))
        })
    }

    fn post(&mut self) -> Option<String> {
        // `1.0-1` is short for `1.0.post1`.
        if let Some(after) = self.rest.strip_prefix('-') {
            let mut ahead = Reader { rest: after };
            if let Some(number) = ahead.digits() {
                self.rest = ahead.rest;
                return Some(number);
            }
        }
        POST.iter().find_map(|word| self.suffix(word))
    }

    fn dev(&mut self) -> Option<String> {
        self.suffix("dev")
    }
}

/// The text after one separator, where there is one.
fn separated(text: &str) -> &str {
    text.strip_prefix(['.', '-', '_']).unwrap_or(text)
}
