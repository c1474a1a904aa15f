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
        let meant = |marker: &str| {
            let letters = |c: &char| c.is_ascii_alphabetic();
            let word: String = marker.replace(NUMBER, "").chars().filter(letters).collect();
            self.labels().any(|label| label.eq_ignore_ascii_case(&word))
        };
        d.unmarked(text).filter(|(marker, _)| !meant(marker)).find_map(|(_, base)| {
            let version = self.from_native(d, base).ok()?;
            Some(Development { version, base: base.to_owned() })
        })
    }
}

impl Dialect {
    /// What stands before each of the ecosystem's markers of development that `text` ends with,
    /// after the marker. A text may end with several, such as `dev` and `.dev`.
    pub fn unmarked<'t>(&self, text: &'t str) -> impl Iterator<Item = (&'static str, &'t str)> {
        self.development.iter().filter_map(|marker| Some((*marker, before(text, marker)?)))
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
