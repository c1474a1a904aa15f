//! Text into versions: strict, in one pass, without a regular expression.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::{format, vec};

use place::Span;

use crate::digits::ascii_digit;
use crate::error::{VersionError, VersionFault};
use crate::form::{Form, Shape};
use crate::part::no_such_day;
use crate::version::{Values, Version};
use crate::{Kind, Scope};

impl Form {
    /// Reads `text` as a version of this form. Strict: no leading zeros, no `v`, no white space,
    /// real dates only (CHAIN-1), nothing left over.
    ///
    /// # Errors
    /// What is wrong, where, and — where that is clear — the version that was meant: `1.2` for
    /// `01.2`, `1.0.20161205` for `1.0.161205`.
    pub fn parse(&self, text: &str) -> Result<Version, VersionError> {
        self.shape.read(text).map_err(|blame| {
            let suggestion = self.shape.repaired(text, &blame);
            VersionError { suggestion, ..blame.into_error(text, &self.shape) }
        })
    }

    /// As [`Form::parse`], but where the scheme says so, leading zeros are read over (IRIC-1): the
    /// result is spelled without them, and so is another text than `text`.
    ///
    /// # Errors
    /// As [`Form::parse`].
    pub fn parse_loosely(&self, text: &str) -> Result<Version, VersionError> {
        let mut bare = String::from(text);
        while self.shape.loose
            && let Err(blame) = self.shape.read(&bare)
            && let VersionFault::LeadingZero { .. } = blame.fault
            && let Some(mended) = splice(&bare, &blame)
        {
            bare = mended;
        }
        // What else is wrong is said of the text as it stands.
        self.shape.read(&bare).or_else(|_| self.parse(text))
    }
}

/// What is wrong, and the bytes that are.
#[derive(Debug)]
pub(crate) struct Blame {
    pub(crate) fault: VersionFault,
    pub(crate) span: Span,
}

/// How far the numbers of a text went.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) values: Values,
    /// The byte after the last number that was read.
    pub(crate) at: usize,
    /// The required piece that was not there.
    pub(crate) missing: Option<usize>,
    /// The first tail that was left out.
    skipped: Option<usize>,
    /// Where the parts that a pre-release drops begin.
    pub(crate) dropped_at: Option<usize>,
}

impl Read {
    /// Whether the text is all numbers, none of them missing.
    pub(crate) fn complete(&self, text: &str) -> bool {
        self.missing.is_none() && self.at == text.len()
    }
}

impl Blame {
    pub(crate) fn new(fault: VersionFault, start: usize, end: usize) -> Self {
        Self { fault, span: Span::new(start, end) }
    }

    pub(crate) fn into_error(self, text: &str, shape: &Shape) -> VersionError {
        VersionError {
            text: text.into(),
            fault: Box::new(self.fault),
            span: self.span,
            suggestion: None,
            format: shape.format.text.clone(),
        }
    }
}

impl Shape {
    pub(crate) fn read(&self, text: &str) -> Result<Version, Blame> {
        let read = self.read_parts(text, self.parts.len())?;
        let mark = if read.complete(text) {
            None
        } else if let Some(pre) = &self.pre {
            match pre.read(text, &read, self)? {
                Some(mark) => Some(mark),
                None => return Err(self.blame(text, &read)),
            }
        } else {
            return Err(self.blame(text, &read));
        };
        Ok(Version { text: text.into(), values: read.values, mark })
    }

    /// Reads the numbers of the first `count` parts, as far as they go.
    pub(crate) fn read_parts(&self, text: &str, count: usize) -> Result<Read, Blame> {
        let mut read = Read {
            values: vec![None; count],
            at: 0,
            missing: None,
            skipped: None,
            dropped_at: None,
        };
        let dropped = self.pre.as_ref().map(|pre| pre.drop_from);
        let mut index = 0;
        while let (Some(piece), Some(part)) =
            (self.format.pieces.get(index), self.parts.get(index).filter(|_| index < count))
        {
            if dropped == Some(index) {
                read.dropped_at = Some(read.at);
            }
            let rest = text.get(read.at..).unwrap_or("");
            let digits = rest.strip_prefix(piece.lead.as_str()).map(leading_digits);
            match (digits.filter(|digits| !digits.is_empty()), piece.tail_end) {
                (Some(digits), _) => {
                    let start = read.at + piece.lead.len();
                    read.at = start + digits.len();
                    let value = (part.kind.row().read)(part, digits)
                        .map_err(|fault| Blame::new(fault, start, read.at))?;
                    if let Some(slot) = read.values.get_mut(index) {
                        *slot = Some(value);
                    }
                    index += 1;
                }
                (None, Some(end)) => {
                    read.skipped = read.skipped.or(Some(index));
                    index = end;
                }
                (None, None) => {
                    read.missing = Some(index);
                    break;
                }
            }
        }
        self.real_day(text, &read)?;
        Ok(read)
    }

    /// Date parts that stand side by side have to name a real day together.
    fn real_day(&self, text: &str, read: &Read) -> Result<(), Blame> {
        let dates = || {
            self.parts.iter().zip(&read.values).enumerate().filter_map(
                |(at, (part, value))| match (&part.kind, value) {
                    (Kind::Date(format), Some(value)) => Some((at, format, *value)),
                    _ => None,
                },
            )
        };
        let (Some((first, ..)), Some((last, ..))) = (dates().next(), dates().skip(1).last()) else {
            return Ok(());
        };
        let Some(why) = no_such_day(dates().map(|(_, format, value)| (format, value))) else {
            return Ok(());
        };
        // They are named, and shown, as they stand in the text: `year.week`, 2027.53.
        let lead = |at: usize| self.format.pieces.get(at).map_or("", |piece| &piece.lead);
        let mut part = String::new();
        for (at, one) in self.parts.iter().enumerate().take(last + 1).skip(first) {
            part += if at == first { "" } else { lead(at) };
            part += &one.name;
        }
        let written = |count: usize| {
            let mut text = String::new();
            self.push_parts(&mut text, read.values.get(..count).unwrap_or_default());
            text.len()
        };
        let (start, end) = (written(first) + lead(first).len(), written(last + 1));
        let digits = text.get(start..end).unwrap_or(text).to_string();
        Err(Blame::new(VersionFault::NoDate { part, digits, why, instead: None }, start, end))
    }

    /// What is wrong with a text whose numbers were read as far as they went.
    pub(crate) fn blame(&self, text: &str, read: &Read) -> Blame {
        if text.is_empty() {
            return Blame::new(VersionFault::Empty, 0, 0);
        }
        let bare = text.trim();
        if bare.len() != text.len() {
            let before = text.len() - text.trim_start().len();
            let (start, end) = if before > 0 { (0, before) } else { (bare.len(), text.len()) };
            return Blame::new(VersionFault::Space, start, end);
        }
        let at = read.at;
        let rest = text.get(at..).unwrap_or("");
        let wanted = read.missing.or(read.skipped);
        let lead = wanted.and_then(|index| self.format.pieces.get(index)).map_or("", |p| &p.lead);
        let after = rest.strip_prefix(lead).unwrap_or(rest);
        for (place, found) in
            [(at, rest.chars().next()), (text.len() - after.len(), after.chars().next())]
        {
            if let Some(found) = found.filter(|c| !c.is_ascii() && c.is_numeric()) {
                let instead = ascii_digit(found).map(String::from);
                let fault = VersionFault::ForeignDigit { found, instead };
                return Blame::new(fault, place, place + found.len_utf8());
            }
        }
        if at == 0 && rest.starts_with(['v', 'V']) {
            let prefix: String = rest.chars().take(1).collect();
            return Blame::new(VersionFault::Prefix { prefix }, 0, 1);
        }
        let name = |index: usize| self.parts.get(index).map_or(String::new(), |p| p.name.clone());
        let fault = match (read.missing, rest.is_empty()) {
            (Some(index), true) if self.pre.as_ref().is_some_and(|pre| pre.drop_from == index) => {
                VersionFault::Unfinished { part: name(index), instead: self.padding(index) }
            }
            (Some(index), true) => {
                VersionFault::TooFew { part: name(index), instead: self.padding(index) }
            }
            (Some(index), false) => {
                VersionFault::Unexpected { part: name(index), found: after.to_string() }
            }
            (None, _) => match read.skipped {
                Some(index) if after.len() < rest.len() => {
                    VersionFault::Unexpected { part: name(index), found: after.to_string() }
                }
                _ => VersionFault::TooMany { rest: rest.to_string() },
            },
        };
        Blame::new(fault, at, text.len())
    }

    /// What a missing piece would say if it said nothing: its separator and a zero.
    fn padding(&self, index: usize) -> Option<String> {
        let part = self
            .parts
            .get(index)
            .filter(|part| part.holds_zero() && part.scope != Scope::External)?;
        let piece =
            self.format.pieces.get(index).filter(|_| index > 0 && part.kind == Kind::Integer)?;
        Some(format!("{}0", piece.lead))
    }

    /// The version that was meant: every fault mended in turn, as long as each has one mending.
    fn repaired(&self, text: &str, blame: &Blame) -> Option<String> {
        let mut text = splice(text, blame)?;
        for _ in 0..32 {
            match self.read(&text) {
                Ok(version) => return Some(version.text.into()),
                Err(blame) => text = splice(&text, &blame)?,
            }
        }
        None
    }
}

fn splice(text: &str, blame: &Blame) -> Option<String> {
    let new = blame.fault.instead()?;
    let (before, after) = (text.get(..blame.span.start)?, text.get(blame.span.end..)?);
    Some(format!("{before}{new}{after}"))
}

/// The ASCII digits that `text` starts with.
pub(crate) fn leading_digits(text: &str) -> &str {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}
