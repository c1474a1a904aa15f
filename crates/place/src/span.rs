//! Byte spans in a text, and the places that findings and errors point at.

use alloc::string::String;
use core::ops::Range;

use crate::RepoPath;

/// A half-open range of byte offsets, `start..end`, into one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset just past the last byte; equal to `start` for an insertion point.
    pub end: usize,
}

impl Span {
    /// The span `start..end`; an end before the start is taken as an empty span at the start.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// How many bytes it covers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing: an insertion point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The bytes it covers in `text`; `None` past the end or inside a character.
    #[must_use]
    pub fn of<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(self.start..self.end)
    }

    /// The same span in a text that has `by` more bytes before it.
    #[must_use]
    pub fn shifted(&self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// What a finding or an error points at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A file, and the bytes in it. The path is the repository's, or the name of a built-in file
    /// or of one outside the repository, so it is text and not a [`RepoPath`].
    File {
        /// The file as people name it.
        path: String,
        /// Offsets into the file as stored, a byte order mark included.
        span: Option<Span>,
    },
    /// A ref: `core-1.1`, `main`.
    Ref(String),
    /// A word of the command line.
    Argument(String),
}

impl Place {
    /// A whole file.
    #[must_use]
    pub fn file(path: &RepoPath) -> Self {
        Self::File { path: path.as_str().into(), span: None }
    }

    /// Bytes of a file.
    #[must_use]
    pub fn bytes(path: &RepoPath, span: Span) -> Self {
        Self::File { path: path.as_str().into(), span: Some(span) }
    }
}

/// A line and a column, both counted from one; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

/// Where byte `offset` of `text` stands; past the end, the end. A byte order mark takes no column.
#[must_use]
pub fn position(text: &str, offset: usize) -> Position {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = text.get(..offset).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let in_line = before.get(start..).unwrap_or("");
    Position { line, column: in_line.trim_start_matches('\u{feff}').chars().count() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let text = "\u{feff}ab\r\n\u{e4}b";
        assert_eq!(position(text, 3), Position { line: 1, column: 1 });
        assert_eq!(position(text, 7), Position { line: 2, column: 1 });
        assert_eq!(position(text, 8), Position { line: 2, column: 1 }, "inside a character");
        assert_eq!(position(text, 9), Position { line: 2, column: 2 });
        assert_eq!(position(text, 999), Position { line: 2, column: 3 });
    }
}
