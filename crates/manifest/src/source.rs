//! A file's text, checked before any parser sees it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use place::{Class, Explain, Place, RepoPath, Span};

use crate::{LocateError, Slot, SlotKind, Trouble};

/// The largest file that is read, in bytes: 8 MiB.
pub const LARGEST: usize = 8 * 1024 * 1024;

const BOM: &str = "\u{feff}";

/// A file's text: UTF-8, at most [`LARGEST`] bytes, without merge-conflict markers.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The file's path in the repository.
    pub path: &'a RepoPath,
    /// The whole file as stored, a byte order mark included; all spans count from its start.
    pub text: &'a str,
}

/// Why a file's bytes are not a text that versions can be located in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// More bytes than any manifest has.
    #[error("{path} has {size} bytes, more than the {LARGEST} that are read")]
    TooLarge {
        /// The file.
        path: RepoPath,
        /// The file, or where it is named.
        place: Place,
        /// Its size in bytes.
        size: usize,
    },
    /// UTF-16, by its byte order mark or its zero bytes.
    #[error("{path} is UTF-16, not UTF-8")]
    Utf16 {
        /// The file.
        path: RepoPath,
        /// The file, or where it is named.
        place: Place,
    },
    /// Bytes that are not UTF-8.
    #[error("{path} is not UTF-8: byte {offset} begins no character")]
    NotUtf8 {
        /// The file.
        path: RepoPath,
        /// The file, or where it is named.
        place: Place,
        /// The byte's offset.
        offset: usize,
    },
    /// A merge that nobody finished.
    #[error("the file has a merge-conflict marker in it")]
    Conflict {
        /// The marker.
        place: Place,
    },
}

impl<'a> Source<'a> {
    /// Takes a file's bytes as text.
    ///
    /// # Errors
    /// Too large, UTF-16, not UTF-8, or merge-conflict markers at the start of a line.
    pub fn new(path: &'a RepoPath, bytes: &'a [u8]) -> Result<Self, SourceError> {
        if bytes.len() > LARGEST {
            let (path, place, size) = (path.clone(), Place::file(path), bytes.len());
            return Err(SourceError::TooLarge { path, place, size });
        }
        let utf16 = |pair: &[u8]| match pair {
            [0xff, 0xfe] | [0xfe, 0xff] => true,
            [high, low] => (*high == 0) != (*low == 0),
            _ => false,
        };
        if bytes.get(..2).is_some_and(utf16) {
            return Err(SourceError::Utf16 { path: path.clone(), place: Place::file(path) });
        }
        let text = core::str::from_utf8(bytes).map_err(|error| {
            let offset = error.valid_up_to();
            SourceError::NotUtf8 { path: path.clone(), place: Place::file(path), offset }
        })?;
        let source = Self { path, text };
        match source.conflict() {
            Some(span) => Err(SourceError::Conflict { place: Place::bytes(path, span) }),
            None => Ok(source),
        }
    }

    /// The text without a byte order mark: what parsers see. Its offsets are *body offsets*.
    #[must_use]
    pub fn body(&self) -> &'a str {
        self.text.strip_prefix(BOM).unwrap_or(self.text)
    }

    /// The span in the file of a range of body offsets.
    #[must_use]
    pub fn span(&self, body: Range<usize>) -> Span {
        Span::from(body).shifted(self.text.len() - self.body().len())
    }

    /// `trouble` at a range of body offsets.
    #[must_use]
    pub fn refuse(&self, body: Range<usize>, trouble: Trouble) -> LocateError {
        LocateError::new(self.path, Some(self.span(body)), trouble)
    }

    /// `trouble` with the file as a whole.
    #[must_use]
    pub fn refuse_whole(&self, trouble: Trouble) -> LocateError {
        LocateError::new(self.path, None, trouble)
    }

    /// The slot at a range of body offsets whose decoded value is `value`; `what` names it for
    /// people.
    ///
    /// # Errors
    /// [`Trouble::Unplain`] where the bytes are not the value itself or it has white space around
    /// it or control characters (a block of lines) in it, [`Trouble::Empty`].
    pub fn slot(
        &self,
        what: impl fmt::Display,
        body: Range<usize>,
        value: &str,
        kind: SlotKind,
    ) -> Result<Slot, LocateError> {
        let divided = value.trim() != value || value.contains(char::is_control);
        if divided || self.body().get(body.clone()) != Some(value) {
            let trouble = Trouble::Unplain { what: what.to_string(), value: value.into() };
            return Err(self.refuse(body, trouble));
        }
        if value.is_empty() {
            return Err(self.refuse(body, Trouble::Empty { what: what.to_string() }));
        }
        Ok(Slot {
            span: self.span(body),
            text: value.into(),
            kind,
            dialect: None,
            rest: Vec::new(),
        })
    }

    /// How the file ends its lines, for text that is added to it: as the first line does.
    #[must_use]
    pub fn newline(&self) -> &'static str {
        match self.text.split_once('\n') {
            Some((first, _)) if first.ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    /// The first merge-conflict marker: seven `<` or `>` and a space at the start of a line.
    fn conflict(&self) -> Option<Span> {
        let markers = ["<<<<<<< ", ">>>>>>> "];
        let body = self.body();
        let mut found = markers.iter().flat_map(|marker| body.match_indices(marker));
        let (at, marker) = found.find(|(at, _)| {
            let before = body.as_bytes().get(..*at).and_then(<[u8]>::last);
            before.is_none_or(|byte| *byte == b'\n')
        })?;
        Some(self.span(at..at + marker.len()))
    }
}

impl SourceError {
    /// The same error, shown where the file is named, if it is: none of its lines could be shown. Of what
    /// is text, the line that offends says more.
    #[must_use]
    pub fn named_at(mut self, named: Option<&Place>) -> Self {
        match (&mut self, named) {
            (Self::Conflict { .. }, _) | (_, None) => {}
            (
                Self::TooLarge { place, .. }
                | Self::Utf16 { place, .. }
                | Self::NotUtf8 { place, .. },
                Some(named),
            ) => place.clone_from(named),
        }
        self
    }
}

impl Explain for SourceError {
    fn rule(&self) -> Option<&str> {
        Some("manifest")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::TooLarge { place, .. }
            | Self::Utf16 { place, .. }
            | Self::NotUtf8 { place, .. }
            | Self::Conflict { place } => Some(place.clone()),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::TooLarge { .. } => "name the file that holds the version itself".into(),
            Self::Utf16 { .. } | Self::NotUtf8 { .. } => "save the file as UTF-8".into(),
            Self::Conflict { .. } => "finish the merge in this file, and commit it".into(),
        })
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn refused(bytes: &[u8]) -> String {
        Source::new(&RepoPath::new("a/VERSION").unwrap(), bytes).unwrap_err().to_string()
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert!(refused(&vec![b' '; LARGEST + 1]).contains("8388609"));
        assert!(refused(b"\xff\xfe1\0.\0").contains("UTF-16"));
        assert!(refused(b"1\0.\x000\0").contains("UTF-16"));
        assert!(refused(b"1.0\xff").contains("byte 3"));
        assert!(refused(b"\xef\xbb\xbf<<<<<<< HEAD\n").contains("marker"));
        assert!(refused(b"1.0\n>>>>>>> branch\n").contains("marker"));
        let path = RepoPath::new("VERSION").unwrap();
        assert!(Source::new(&path, b"x <<<<<<< y\n=======\n").is_ok());
    }

    #[test]
    fn spans_count_the_byte_order_mark() {
        let path = RepoPath::new("VERSION").unwrap();
        let source = Source::new(&path, "\u{feff}1.0".as_bytes()).unwrap();
        assert_eq!(source.body(), "1.0");
        let slot = source.slot("the version", 0..3, "1.0", SlotKind::Version).unwrap();
        assert_eq!(slot.span, Span::new(3, 6));
        assert_eq!(slot.span.of(source.text), Some("1.0"));
    }
}
