//! Code and line-based files, read by anchored words: what a pattern would hit in a comment or in
//! another statement is never seen.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

/// How a language writes comments and strings.
pub(crate) struct Language {
    pub(crate) line: &'static [&'static str],
    pub(crate) block: Option<Block>,
    pub(crate) quotes: &'static [char],
    /// What begins and ends a string of several lines. No version stands in one, so that they are
    /// turned into spaces like comments.
    pub(crate) long: &'static [&'static str],
    /// What begins and ends a string without escapes that may go over lines: Go's back quote.
    pub(crate) raw: Option<char>,
    /// Whether any string may go over lines. One that does, as a raw one does, is turned into spaces between its quotes,
    /// line ends too: what stands in it is no statement.
    pub(crate) spans: bool,
}

/// How a language writes comments that may have several lines.
#[derive(Clone, Copy)]
pub(crate) enum Block {
    /// Between two marks.
    Marks(&'static str, &'static str),
    /// From a line that begins with the one to the next that begins with the other.
    Lines(&'static str, &'static str),
    /// CMake's brackets, `[=[…]=]`, which end with as many signs as they begin with: a comment behind
    /// `#`, and an argument by themselves, which is no version either.
    Brackets,
}

const C_BLOCK: Option<Block> = Some(Block::Marks("/*", "*/"));
const LONG: &[&str] = &["\"\"\"", "'''"];

pub(crate) const C: Language = Language {
    line: &["//"],
    block: C_BLOCK,
    quotes: &['"', '\''],
    long: &[],
    raw: None,
    spans: false,
};
pub(crate) const HASH: Language = Language { line: &["#"], block: None, ..C };
/// Ruby.
pub(crate) const RUBY: Language = Language { block: Some(Block::Lines("=begin", "=end")), ..HASH };
/// Go: back quotes are quotes too.
pub(crate) const GO: Language = Language { raw: Some('`'), ..C };
/// Python and Elixir.
pub(crate) const SCRIPT: Language = Language { long: LONG, ..HASH };
/// Groovy, Kotlin and Swift.
pub(crate) const BRACES: Language = Language { long: LONG, ..C };

/// JSON with comments.
pub(crate) const JSONC: Language = Language { quotes: &['"'], ..C };

/// HCL, Terraform's language.
pub(crate) const HCL: Language = Language {
    line: &["#", "//"],
    block: C_BLOCK,
    quotes: &['"'],
    long: &[],
    raw: None,
    spans: false,
};

impl Language {
    /// Whether a comment or a string may begin with that character.
    fn is_mark(&self, c: char) -> bool {
        self.quotes.contains(&c)
            || self.raw == Some(c)
            || self.line.iter().any(|mark| mark.starts_with(c))
            || self.block.is_some_and(|block| block.is_mark(c))
    }

    /// The length of the comment in a block, or of the long string, that the text behind `before`
    /// begins with.
    fn blanked(&self, before: &str, text: &str) -> Option<usize> {
        let long = self.long.iter().find_map(|mark| between(text, mark, mark));
        long.or_else(|| self.block?.length(before, text))
    }
}

impl Block {
    fn is_mark(self, c: char) -> bool {
        match self {
            Self::Marks(open, _) | Self::Lines(open, _) => open.starts_with(c),
            Self::Brackets => matches!(c, '#' | '['),
        }
    }

    fn length(self, before: &str, text: &str) -> Option<usize> {
        match self {
            Self::Marks(open, close) => between(text, open, close),
            Self::Lines(open, close) => {
                let alone = |rest: &&str| rest.starts_with(char::is_whitespace);
                text.strip_prefix(open).filter(alone)?;
                if !(before.is_empty() || before.ends_with('\n')) {
                    return None;
                }
                // Without an end it takes the rest.
                let mut length = 0;
                for line in text.split_inclusive('\n') {
                    length += line.len();
                    if line.starts_with(close) {
                        break;
                    }
                }
                Some(length)
            }
            Self::Brackets => {
                let free = |c: char| c.is_whitespace() || c == '(';
                let argument =
                    || Some(text).filter(|_| before.is_empty() || before.ends_with(free));
                let inner = text.strip_prefix('#').or_else(argument)?.strip_prefix('[')?;
                let signs = inner.len() - inner.trim_start_matches('=').len();
                let open = text.len() - inner.len() + signs + 1;
                inner.get(signs..)?.strip_prefix('[')?;
                let close = alloc::format!("]{}]", "=".repeat(signs));
                between(text, text.get(..open)?, &close)
            }
        }
    }
}

/// The length of what begins and ends with these marks; without an end it takes the rest.
fn between(text: &str, open: &str, close: &str) -> Option<usize> {
    let inner = text.strip_prefix(open)?;
    Some(inner.find(close).map_or(text.len(), |at| open.len() + at + close.len()))
}

/// The text with its comments turned into spaces, byte for byte, so that offsets stay.
pub(crate) fn without_comments(body: &str, language: &Language) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while !rest.is_empty() {
        let plain = rest.find(|c| language.is_mark(c)).unwrap_or(rest.len());
        let (piece, marked) = rest.split_at_checked(plain).unwrap_or((rest, ""));
        out.push_str(piece);
        let Some(first) = marked.chars().next() else { break };
        // A block may begin with what begins a line's comment.
        let blanked = language.blanked(&out, marked);
        let line = blanked.is_none() && language.line.iter().any(|mark| marked.starts_with(mark));
        let raw = language.raw == Some(first);
        let length = if line {
            marked.find('\n').unwrap_or(marked.len())
        } else if let Some(length) = blanked {
            length
        } else if raw {
            let mark = marked.get(..first.len_utf8()).unwrap_or_default();
            between(marked, mark, mark).unwrap_or(marked.len())
        } else if language.spans && language.quotes.contains(&first) {
            // A sign that is written as itself begins none.
            if out.ends_with('\\') { 1 } else { string_end(marked, first, false) }
        } else if language.quotes.contains(&first) {
            string_length(marked, first)
        } else {
            first.len_utf8()
        };
        let (piece, after) = marked.split_at_checked(length).unwrap_or((marked, ""));
        if line || blanked.is_some() {
            out.extend(piece.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else if (language.spans || raw) && piece.contains('\n') {
            let ends = |byte: u8| if char::from(byte) == first { first } else { ' ' };
            let inner = piece.len().saturating_sub(2);
            out.push(first);
            out.extend(core::iter::repeat_n(' ', inner));
            out.extend(piece.bytes().skip(1).last().map(ends));
        } else {
            out.push_str(piece);
        }
        rest = after;
    }
    out
}

/// A string literal's length with its quotes; one that does not end takes the rest of its line, so
/// that no byte is looked at twice.
pub(crate) fn string_length(text: &str, quote: char) -> usize {
    string_end(text, quote, true)
}

/// The same for a string that may go over lines, unless it ends with its `line`; without an end it
/// takes the rest of the text.
fn string_end(text: &str, quote: char, line: bool) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' if line => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The lines of a text with the offset each starts at, without their line ends.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Cursor<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        Cursor { text: line.trim_end_matches(['\n', '\r']), at }
    })
}

/// The rest of a text, and its offset in the whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'t> {
    pub(crate) text: &'t str,
    pub(crate) at: usize,
}

impl<'t> Cursor<'t> {
    fn skip(self, bytes: usize) -> Self {
        Self { text: self.text.get(bytes..).unwrap_or_default(), at: self.at + bytes }
    }

    /// Behind any white space.
    pub(crate) fn space(self) -> Self {
        self.skip(self.text.len() - self.text.trim_start().len())
    }

    /// Behind `word`, if the text begins with it.
    pub(crate) fn word(self, word: &str) -> Option<Self> {
        self.text.starts_with(word).then(|| self.skip(word.len()))
    }

    /// Behind `word` in any case, if the text begins with it.
    pub(crate) fn word_any_case(self, word: &str) -> Option<Self> {
        let head = self.text.get(..word.len())?;
        head.eq_ignore_ascii_case(word).then(|| self.skip(word.len()))
    }

    /// What comes before the first character that `stop` takes, and the rest.
    pub(crate) fn until(self, stop: impl Fn(char) -> bool) -> (Self, Self) {
        let end = self.text.find(stop).unwrap_or(self.text.len());
        let head = Self { text: self.text.get(..end).unwrap_or_default(), at: self.at };
        (head, self.skip(end))
    }

    /// A name of letters, digits and `_`, and the rest.
    pub(crate) fn name(self) -> (Self, Self) {
        self.until(|c| !c.is_alphanumeric() && c != '_')
    }

    /// The inside of a string in single or double quotes, and what follows it.
    pub(crate) fn quoted(self) -> Option<(Self, Self)> {
        let quote = self.text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (inside, rest) = self.skip(1).until(|c| c == quote);
        Some((inside, rest.word(if quote == '"' { "\"" } else { "'" })?))
    }

    /// Without white space at its end.
    pub(crate) fn trimmed(self) -> Self {
        Self { text: self.text.trim_end(), at: self.at }
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }
}

impl Located {
    /// Adds the one version among `found`; `wanted` says for people what was looked for. A value
    /// that `computed` takes is a reference or a call, not a version.
    pub(crate) fn one(
        &mut self,
        source: &Source<'_>,
        wanted: &str,
        found: &[Cursor<'_>],
        computed: impl Fn(&str) -> bool,
    ) -> Result<(), LocateError> {
        match found {
            [] => Err(source.refuse_whole(Trouble::NoVersion { wanted: wanted.into() })),
            [value] => self.value(source, wanted, *value, SlotKind::Version, computed),
            [_, second, ..] => {
                let trouble = Trouble::Count { what: wanted.into(), wanted: 1, found: found.len() };
                Err(source.refuse(second.range(), trouble))
            }
        }
    }

    /// Adds one value: a slot of that kind, or for the version a note that it is computed.
    pub(crate) fn value(
        &mut self,
        source: &Source<'_>,
        what: &str,
        value: Cursor<'_>,
        kind: SlotKind,
        computed: impl Fn(&str) -> bool,
    ) -> Result<(), LocateError> {
        if value.text.contains('\\') {
            let trouble = Trouble::Unplain { what: what.into(), value: value.text.into() };
            return Err(source.refuse(value.range(), trouble));
        }
        if !computed(value.text) {
            self.slots.push(source.slot(what, value.range(), value.text, kind)?);
        } else if kind == SlotKind::Version {
            let (span, how) = (source.span(value.range()), value.text.to_string());
            self.elsewhere.push(Elsewhere::Computed { span, how, look: None });
        }
        Ok(())
    }
}

/// The values in quotes, or the bare words up to `stop`, that `read` finds line by line.
pub(crate) fn each_line<'t>(
    text: &'t str,
    read: impl Fn(Cursor<'t>) -> Option<Cursor<'t>>,
) -> Vec<Cursor<'t>> {
    lines(text).filter_map(|line| read(line.space())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_become_spaces_and_strings_stay() {
        let text = "a /* \u{e4}\n*/ \"// b\" 'it' // c\nd's /* e";
        let blank = without_comments(text, &C);
        assert_eq!(blank, "a      \n   \"// b\" 'it'     \nd's /* e");
        assert_eq!(blank.len(), text.len());
        assert_eq!(without_comments("x = \"#1\" # y", &HASH), "x = \"#1\"    ");
        let ruby = "=begin\nA = 1\n=end of it\nB = 2\n b =begin\n";
        assert_eq!(without_comments(ruby, &RUBY).trim_start(), "B = 2\n b =begin\n");
        assert_eq!(without_comments("=begin\na = 1", &RUBY).trim(), "");
        let go = "a = `\nb = \\`\nc = `d // e` // f";
        assert_eq!(without_comments(go, &GO), "a = `      `\nc = `d // e`     ");
        let long = "a = '''\nv = \"1\"\n''' # b\nc = ''";
        assert_eq!(without_comments(long, &SCRIPT), "a =    \n       \n       \nc = ''");
    }

    #[test]
    fn quoted_strings_end_at_their_own_quote() {
        let line = Cursor { text: "'a\"b' c", at: 3 };
        let (inside, rest) = line.quoted().unwrap();
        assert_eq!((inside.text, inside.at, rest.text), ("a\"b", 4, " c"));
        assert!(Cursor { text: "'a", at: 0 }.quoted().is_none());
    }
}
