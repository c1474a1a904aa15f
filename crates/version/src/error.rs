//! Why a text is not a version, where in it, and what was probably meant.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;

use place::{Class, Explain, Place, Span};

use crate::pre::addition;

/// A text that is not a version of a form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a version: {fault}")]
pub struct VersionError {
    /// The text, as it was given.
    pub text: String,
    /// What is wrong.
    pub fault: Box<VersionFault>,
    /// The bytes of `text` that are wrong.
    pub span: Span,
    /// What was probably meant: a text that is a version of the form.
    pub suggestion: Option<String>,
    /// What a version of the form looks like: `{major}.{minor}[.{build}]`.
    pub format: String,
}

/// What is wrong with a text that should be a version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's fields are named by its message")]
pub enum VersionFault {
    /// Nothing at all.
    #[error("it is empty")]
    Empty,
    /// White space around it.
    #[error("it has white space around it")]
    Space,
    /// A letter before the first number, as tags have it.
    #[error("it starts with `{prefix}`, which belongs to the tag and not to the version")]
    Prefix { prefix: String },
    /// A required part is missing.
    #[error("`{part}` is missing: too few parts")]
    TooFew { part: String, instead: Option<String> },
    /// The sign between a pre-release's label and its number is missing.
    #[error("`{middle}` is missing before the pre-release number `{digits}`")]
    Unmarked { middle: String, digits: String },
    /// Text after the last part.
    #[error("`{rest}` is left over: too many parts")]
    TooMany { rest: String },
    /// Another text where a part's separator or number should be.
    #[error("`{found}` stands where `{part}` should be")]
    Unexpected { part: String, found: String },
    /// A digit that is not 0–9.
    #[error("`{found}` is not one of the digits 0 to 9")]
    ForeignDigit { found: char, instead: Option<String> },
    /// A zero before other digits.
    #[error("`{part}` is written `{digits}`, with a leading zero")]
    LeadingZero { part: String, digits: String },
    /// A number past the part's greatest.
    #[error("`{part}` is {digits}, more than {max}")]
    TooBig { part: String, digits: String, max: u64 },
    /// A serial below its first.
    #[error("`{part}` is {value}, below {start} where it starts")]
    BelowStart { part: String, value: u64, start: u64 },
    /// A date that is not in the calendar, or not in the part's format.
    #[error("`{part}` is `{digits}`, which is no date: {why}")]
    NoDate { part: String, digits: String, why: String, instead: Option<String> },
    /// A pre-release label that the scheme does not list.
    #[error("`{label}` is no pre-release label of the scheme")]
    Label { label: String, nearest: Option<String> },
    /// A final version without the part that only pre-releases leave out (KOLAB-5).
    #[error("`{part}` is missing, which only a pre-release leaves out")]
    Unfinished { part: String, instead: Option<String> },
    /// A pre-release that keeps, or leaves out, another number than the scheme says.
    #[error("{why}")]
    PreShape { why: String, instead: Option<String> },
}

impl VersionError {
    /// The same error of `text`, which an ecosystem has in place of the form's own spelling: that is
    /// what stands there, whatever it was read as. `day` is why a number in it is no date.
    pub(crate) fn read_in(self, text: &str, day: Option<VersionFault>) -> Self {
        if self.text == text {
            return self;
        }
        let fault = match (&*self.fault, day) {
            (VersionFault::NoDate { .. }, Some(day)) => Box::new(day),
            _ => self.fault,
        };
        let span = Span { start: 0, end: text.len() };
        Self { text: text.into(), fault, span, suggestion: None, format: self.format }
    }
}

impl VersionFault {
    /// Whether the text has the wrong shape; otherwise the shape is right and a value is not (a
    /// day that is not in the calendar, a number that is too great or below a start).
    #[cfg(test)]
    pub(crate) fn is_syntax(&self) -> bool {
        !matches!(
            self,
            Self::TooBig { .. }
                | Self::BelowStart { .. }
                | Self::NoDate { .. }
                | Self::PreShape { .. }
        )
    }

    /// What to write over the wrong bytes, where that is clear.
    pub(crate) fn instead(&self) -> Option<String> {
        match self {
            Self::Space | Self::Prefix { .. } => Some(String::new()),
            Self::TooFew { instead, .. }
            | Self::Unfinished { instead, .. }
            | Self::ForeignDigit { instead, .. }
            | Self::NoDate { instead, .. }
            | Self::PreShape { instead, .. } => instead.clone(),
            Self::Unmarked { middle, digits } => Some(format!("{middle}{digits}")),
            Self::LeadingZero { digits, .. } => {
                let bare = digits.trim_start_matches('0');
                Some(if bare.is_empty() { "0".into() } else { bare.into() })
            }
            Self::Label { nearest, .. } => nearest.clone(),
            Self::Empty
            | Self::TooMany { .. }
            | Self::Unexpected { .. }
            | Self::TooBig { .. }
            | Self::BelowStart { .. } => None,
        }
    }
}

impl Explain for VersionError {
    /// `part-date` for a date, `serial-start` for a serial below its first, `pre-shape` for what
    /// pre-releases leave out, `version-parse` for
    /// everything else.
    fn rule(&self) -> Option<&str> {
        match *self.fault {
            VersionFault::NoDate { .. } => Some("part-date"),
            VersionFault::BelowStart { .. } => Some("serial-start"),
            VersionFault::PreShape { .. } | VersionFault::Unfinished { .. } => Some("pre-shape"),
            _ => Some("version-parse"),
        }
    }

    fn place(&self) -> Option<Place> {
        None
    }

    fn help(&self) -> Option<String> {
        Some(match (&self.suggestion, &*self.fault) {
            (Some(version), _) => format!("did you mean `{version}`?"),
            (None, VersionFault::Label { label, .. }) => addition(label),
            (None, _) => format!("a version here is written {}", self.format),
        })
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}
