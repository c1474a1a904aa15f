//! The format language: `{major}.{minor}[.{build}]`, parts, separators and optional tails.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use place::Span;

/// A format taken apart: one piece a part, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Format {
    /// As the scheme file writes it.
    pub(crate) text: String,
    /// Its pieces, the highest part first.
    pub(crate) pieces: Vec<Piece>,
}

/// One part's place in a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The separator before it.
    pub(crate) lead: String,
    /// The part's name.
    pub(crate) name: String,
    /// Whether it lies in an optional tail.
    pub(crate) optional: bool,
    /// Where it opens a tail: the index just past the tail's last piece.
    pub(crate) tail_end: Option<usize>,
}

/// What is wrong with a format, and the bytes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FormatFault {
    pub(crate) message: String,
    pub(crate) span: Span,
}

/// The characters that may divide parts. Letters and other decoration belong to the tag template,
/// where they cannot be mistaken for a pre-release label.
const SEPARATORS: &str = ".-_+~:";

impl Format {
    /// Takes `text` apart.
    pub(crate) fn parse(text: &str) -> Result<Self, FormatFault> {
        let mut reader = Reader { text, pieces: Vec::new(), open: Vec::new(), lead: String::new() };
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let at = text.len() - rest.len();
            let length = reader.step(c, at, rest)?;
            rest = rest.get(length..).unwrap_or("");
        }
        reader.finish()
    }

    /// The pieces of the innermost tail that holds piece `index`.
    pub(crate) fn tail_of(&self, index: usize) -> Option<Range<usize>> {
        let tails = self.pieces.iter().enumerate();
        let mut tails = tails.filter_map(|(first, piece)| Some(first..piece.tail_end?)).rev();
        tails.find(|tail| tail.contains(&index))
    }
}

struct Reader<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    /// Where each open `[` stands, and the piece that it opens.
    open: Vec<(usize, usize)>,
    lead: String,
}

impl Reader<'_> {
    /// Takes the character `c` at byte `at`, and says how many bytes of `rest` it used.
    fn step(&mut self, c: char, at: usize, rest: &str) -> Result<usize, FormatFault> {
        let one = |message: String| FormatFault { message, span: Span::new(at, at + c.len_utf8()) };
        match c {
            '{' => {
                let name =
                    rest.get(1..).and_then(|rest| rest.split_once('}')).map(|(name, _)| name);
                let Some(name) = name else { return Err(one("`{` is never closed".into())) };
                self.part(name, Span::new(at, at + name.len() + 2))?;
                Ok(name.len() + 2)
            }
            '[' => {
                if self.pieces.is_empty() || !self.lead.is_empty() {
                    return Err(one("a tail `[...]` starts right after a part".into()));
                }
                self.open.push((at, self.pieces.len()));
                Ok(1)
            }
            ']' => {
                let Some((_, first)) = self.open.pop() else {
                    return Err(one("`]` closes nothing".into()));
                };
                if !self.lead.is_empty() {
                    return Err(one("a separator has to stand before a part".into()));
                }
                let end = self.pieces.len();
                match self.pieces.get_mut(first) {
                    Some(piece) if piece.tail_end.is_none() => piece.tail_end = Some(end),
                    _ => return Err(one("an optional tail holds no part of its own".into())),
                }
                Ok(1)
            }
            _ if SEPARATORS.contains(c) => {
                self.lead.push(c);
                Ok(c.len_utf8())
            }
            _ => Err(one(format!(
                "`{c}` cannot stand in a format: parts are divided by one of {SEPARATORS}, and \
                 letters belong to the tag template"
            ))),
        }
    }

    fn part(&mut self, name: &str, span: Span) -> Result<(), FormatFault> {
        let fault = |message: String| FormatFault { message, span };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(plain) {
            return Err(fault(format!("`{name}` is no name for a part: use a-z, 0-9, `-`, `_`")));
        }
        if self.pieces.iter().any(|piece| piece.name == name) {
            return Err(fault(format!("`{{{name}}}` stands in the format twice")));
        }
        if !self.pieces.is_empty() && self.lead.is_empty() {
            return Err(fault(format!("nothing divides `{{{name}}}` from the part before it")));
        }
        let closed_before = self.pieces.iter().any(|piece| piece.tail_end.is_some());
        let inside_new_tail =
            self.open.last().is_some_and(|(_, first)| *first == self.pieces.len());
        if closed_before && !inside_new_tail {
            return Err(fault(format!(
                "`{{{name}}}` stands after an optional tail, but not in one"
            )));
        }
        let lead = core::mem::take(&mut self.lead);
        let optional = !self.open.is_empty();
        self.pieces.push(Piece { lead, name: name.to_owned(), optional, tail_end: None });
        Ok(())
    }

    fn finish(self) -> Result<Format, FormatFault> {
        let whole = Span::new(0, self.text.len());
        if let Some((at, _)) = self.open.last() {
            let message = "`[` is never closed".into();
            return Err(FormatFault { message, span: Span::new(*at, at + 1) });
        }
        if !self.lead.is_empty() {
            let message = format!("`{}` at the end divides nothing", self.lead);
            return Err(FormatFault { message, span: whole });
        }
        if self.pieces.is_empty() {
            return Err(FormatFault { message: "the format names no part".into(), span: whole });
        }
        let clash = self.pieces.iter().enumerate().find_map(|(index, piece)| {
            let next = piece.tail_end.filter(|end| *end > index)?;
            self.pieces.get(next).filter(|other| other.lead.starts_with(&piece.lead))
        });
        if let Some(other) = clash {
            let message = format!(
                "two tails side by side start with `{}`, so it is not clear which one a number \
                 belongs to: put one inside the other",
                other.lead
            );
            return Err(FormatFault { message, span: whole });
        }
        Ok(Format { text: self.text.to_owned(), pieces: self.pieces })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_nest_and_follow() {
        let format = Format::parse("{a}.{b}[.{c}[.{d}]][+{e}]").unwrap();
        let ends: Vec<_> = format.pieces.iter().map(|piece| piece.tail_end).collect();
        assert_eq!(ends, [None, None, Some(4), Some(4), Some(5)]);
        assert!(format.pieces[2].optional && !format.pieces[1].optional);
    }

    #[test]
    fn a_format_that_could_be_read_two_ways_is_refused() {
        for (text, wanted) in [
            ("", "names no part"),
            ("{a}{b}", "nothing divides"),
            ("{a}.{a}", "twice"),
            ("{a}[.{b}][.{c}]", "side by side"),
            ("{a}[.{b}]-{c}", "after an optional tail"),
            ("{a}[.{b}", "never closed"),
            ("{a}]", "closes nothing"),
            ("{a}.", "divides nothing"),
            ("v{a}", "tag template"),
            ("{a}.[{b}]", "right after a part"),
            ("{a}[]", "no part of its own"),
            ("{a}[.{b}[]]", "no part of its own"),
            ("{A}", "no name"),
            ("{a", "never closed"),
        ] {
            let fault = Format::parse(text).unwrap_err();
            assert!(fault.message.contains(wanted), "{text}: {}", fault.message);
            assert!(fault.span.of(text).is_some());
        }
    }
}
