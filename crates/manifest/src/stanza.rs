//! Declared insertions: the entries that a release adds to changelogs and release histories.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::Span;
use version::Date;

use crate::{DayForm, Edit};

/// An entry that a release adds to a file, as a form to fill in: where its pieces go, and what each
/// is made of. A format that has one declares it; nothing else is ever inserted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stanza {
    /// The version slot that the entry takes the place of: the version on top is then the new
    /// entry's, and that slot stays what it is. `None` for an entry beside a version of its own.
    pub instead_of: Option<Span>,
    /// The version that what stands there is for already, as the file writes it: it stays while that
    /// stays. `None` where nothing says so.
    pub kept_for: Option<String>,
    /// Where something is written, ascending and disjoint from every other slot.
    pub blanks: Vec<Blank>,
}

/// One place that a stanza fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// The bytes that it replaces; for most entries none: an insertion.
    pub span: Span,
    /// Those bytes.
    pub old: String,
    /// What is written there.
    pub pieces: Vec<Piece>,
}

/// A piece of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Fixed text.
    Text(String),
    /// Text that stands there for a pre-release only.
    Pre(String),
    /// The version, as the file's dialect writes it.
    Version,
    /// The last number of the version: Diavolo's serial, by which its records are counted (DIAV-2).
    LastNumber,
    /// The package's own count, behind the version; this is that of the last entry (KOLAB-7).
    PackageRelease(String),
    /// The operation's day.
    Day(DayForm),
    /// The name of whoever releases.
    Name,
    /// Their address.
    Mail,
    /// What is new: each note between these two texts.
    Notes {
        /// Before each note.
        before: String,
        /// After each note.
        after: String,
    },
    /// The epoch of the last entry, its colon included: written where the version that follows
    /// brings none of its own.
    Epoch(String),
}

/// What a stanza is filled with.
pub struct Filling<'a> {
    /// The version, as the file's dialect writes it.
    pub version: &'a str,
    /// Whether that is a pre-release.
    pub pre: bool,
    /// The operation's day.
    pub day: Date,
    /// Name and address of whoever releases.
    pub author: (&'a str, &'a str),
    /// What is new, a line each.
    pub notes: &'a [String],
    /// The package's count that follows on one.
    pub package_release: &'a dyn Fn(&str) -> String,
}

impl Stanza {
    /// An entry that is inserted at `at`, an offset into the file.
    #[must_use]
    pub fn insertion(at: usize, instead_of: Option<Span>, pieces: Vec<Piece>) -> Self {
        let blank = Blank { span: Span::new(at, at), old: String::new(), pieces };
        Self { instead_of, kept_for: None, blanks: alloc::vec![blank] }
    }

    /// Whether it says who released.
    #[must_use]
    pub fn names_author(&self) -> bool {
        let mut pieces = self.blanks.iter().flat_map(|blank| &blank.pieces);
        pieces.any(|piece| matches!(piece, Piece::Name | Piece::Mail))
    }

    /// The edits that add the entry.
    #[must_use]
    pub fn edits(&self, filling: &Filling<'_>) -> Vec<Edit> {
        let edit = |blank: &Blank| Edit {
            span: blank.span,
            old: blank.old.clone(),
            new: blank.pieces.iter().map(|piece| piece.filled(filling)).collect(),
        };
        self.blanks.iter().map(edit).collect()
    }
}

impl Piece {
    /// Fixed text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn filled(&self, filling: &Filling<'_>) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Pre(text) if filling.pre => text.clone(),
            Self::Pre(_) => String::new(),
            Self::Version => filling.version.to_string(),
            Self::LastNumber => filling.version.rsplit('.').next().unwrap_or_default().to_string(),
            Self::PackageRelease(last) => (filling.package_release)(last),
            Self::Day(form) => form.write(filling.day),
            Self::Name => filling.author.0.to_string(),
            Self::Mail => filling.author.1.to_string(),
            Self::Notes { before, after } => {
                filling.notes.iter().map(|note| format!("{before}{note}{after}")).collect()
            }
            Self::Epoch(_) if filling.version.contains(':') => String::new(),
            Self::Epoch(last) => last.clone(),
        }
    }
}
