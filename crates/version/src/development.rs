//! Versions in development: what a manifest states between two releases (SEMANTICS 31).

use alloc::borrow::ToOwned;
use alloc::string::String;

use crate::form::Form;
use crate::native::Dialect;
use crate::version::Version;

/// What stands for a number in a marker.
const NUMBER: &str = "{n}";

/// A text in development: `1.45.0-SNAPSHOT`, which leads to 1.45.0 and is never out itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Development {
    /// The version that it leads to.
    pub version: Version,
    /// The text without its marker, as the place writes it: `1.45.0`.
    pub base: String,
}

impl Form {
    /// What `text` is in development of, in dialect `d`: a version of this form, and one of the
    /// ecosystem's markers behind it. `None` for a text that is a version itself, for one that is
    /// neither, and where the scheme has a pre-release label of the marker's name: there it is
    /// meant.
    #[must_use]
    pub fn in_development(&self, d: &Dialect, text: &str) -> Option<Development> {
        if d.development.is_empty() || self.from_native(d, text).is_ok() {
            return None;
        }
        let markers = d.development.iter().filter(|marker| {
            let letters = |c: &char| c.is_ascii_alphabetic();
            let word = marker.replace(NUMBER, "");
            let word: String = word.chars().filter(letters).collect();
            !self.labels().any(|label| label.eq_ignore_ascii_case(&word))
        });
        let mut bases = markers.filter_map(|marker| before(text, marker));
        bases.find_map(|base| {
            let version = self.from_native(d, base).ok()?;
            Some(Development { version, base: base.to_owned() })
        })
    }
}

/// What is before `marker` at the end of `text`.
fn before<'t>(text: &'t str, marker: &str) -> Option<&'t str> {
    match marker.strip_suffix(NUMBER) {
        None => text.strip_suffix(marker),
        Some(word) => {
            let unnumbered = text.trim_end_matches(|c: char| c.is_ascii_digit());
            (unnumbered.len() < text.len()).then(|| unnumbered.strip_suffix(word)).flatten()
        }
    }
}
