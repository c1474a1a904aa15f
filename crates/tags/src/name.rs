//! Which ref names we make, and how a name that somebody else made is shown.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use place::{Class, Explain, Place, RefFault, ref_fault};

/// The longest name we make, in bytes: a loose ref's file name has to fit with its `.lock`.
pub const LONGEST: usize = 100;

/// Why a name is not one that we give to a tag. Each carries the name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing in it.
    #[error("a tag name is empty")]
    Empty,
    /// More than [`LONGEST`] bytes.
    #[error("tag name `{}` has {} bytes, more than {LONGEST}", shown(.0.as_bytes()), .0.len())]
    Long(String),
    /// A character outside `A-Z a-z 0-9 . _ + / @ -`.
    #[error("tag name `{}` has {character:?} in it", shown(.name.as_bytes()))]
    Character {
        /// The name.
        name: String,
        /// Its first character that is not allowed.
        character: char,
    },
    /// It starts with something else than a letter, a digit, `_` or `@`.
    #[error("tag name `{0}` does not start with a letter, a digit, `_` or `@`")]
    Start(String),
    /// `..`, `//`, `/.`, or at the end `.`, `/`: git refuses it or another system misreads it.
    #[error("tag name `{name}` has `{part}` in a place where git refuses it")]
    Part {
        /// The name.
        name: String,
        /// What git refuses.
        part: &'static str,
    },
    /// `HEAD` or `@`, which mean something else wherever a tag may be named.
    #[error("tag name `{0}` already means something to git")]
    Reserved(String),
}

impl Explain for NameError {
    fn rule(&self) -> Option<&str> {
        Some("configuration")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Empty => None,
            Self::Long(name)
            | Self::Start(name)
            | Self::Reserved(name)
            | Self::Character { name, .. }
            | Self::Part { name, .. } => Some(Place::Ref(name.clone())),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Empty => "write a template such as `{component}-{version}`".to_owned(),
            Self::Long(_) => format!("shorten the template to {LONGEST} bytes or fewer"),
            Self::Character { .. } => {
                "use letters, digits and `.`, `_`, `+`, `/`, `@`, `-` in the template".to_owned()
            }
            Self::Start(_) | Self::Reserved(_) => {
                "start the template with a word, such as `{component}-`".to_owned()
            }
            Self::Part { part, .. } => format!("take `{part}` out of the template"),
        })
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}

/// Whether `name` (below `refs/tags/`) may be given to a new tag: what `git check-ref-format`
/// takes, narrowed to letters, digits and `. _ + / @ -`, to [`LONGEST`] bytes, and to names that
/// no command line reads as an option.
///
/// # Errors
/// [`NameError`], the first thing that is wrong.
pub fn check(name: &str) -> Result<(), NameError> {
    let owned = || name.to_owned();
    Err(match ref_fault(name, LONGEST) {
        None => return Ok(()),
        Some(RefFault::Empty) => NameError::Empty,
        Some(RefFault::Character(character)) => NameError::Character { name: owned(), character },
        Some(RefFault::Long) => NameError::Long(owned()),
        Some(RefFault::Start) => NameError::Start(owned()),
        Some(RefFault::Part(part)) => NameError::Part { name: owned(), part },
        Some(RefFault::Reserved) => NameError::Reserved(owned()),
    })
}

/// A name as found, made safe to print: bytes that are no text as `\xNN`, control characters and
/// those that reorder a line as `\u{NNNN}`. Git allows no `\` in a name, so no escape can be
/// mistaken for a name.
#[must_use]
pub fn shown(name: &[u8]) -> String {
    let mut out = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        for c in chunk.valid().chars() {
            if is_hidden(c) {
                out.extend(c.escape_unicode());
            } else {
                out.push(c);
            }
        }
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02X}"));
        }
    }
    out
}

/// Whether printing `c` does something else than show a character: C0, C1, line separators, marks
/// without width, and the bidirectional controls.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_git_or_a_shell_would_stumble_over_are_refused() {
        for (name, wanted) in [
            ("", "empty"),
            ("-rf", "does not start"),
            (".hidden", "does not start"),
            ("+1", "does not start"),
            ("/a", "does not start"),
            ("core 1.0", "' ' in it"),
            ("core~1", "'~' in it"),
            ("core-\u{661}.0", "in it"),
            ("a\u{202e}b", r"a\u{202e}b"),
            ("v1@{0}", "'{' in it"),
            ("$(id)", "'$' in it"),
            ("a..b", "`..`"),
            ("a//b", "`//`"),
            ("a/.b", "`/.`"),
            ("a/", "`/`"),
            ("v1.", "`.`"),
            ("core.lock", "`.lock`"),
            ("core.lock/1.0", "`.lock`"),
            ("HEAD", "already means"),
            ("@", "already means"),
        ] {
            let error = check(name).unwrap_err();
            assert!(error.to_string().contains(wanted), "{name:?}: {error}");
            assert!(error.help().is_some(), "{name:?} has a next step");
        }
        for name in [
            "v1.0",
            "core-1.0.20161101",
            "@scope/pkg@1.0.0",
            "_a-v1",
            "sdk/java/v2.1+5",
            "a.locked",
        ] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn one_hundred_bytes_are_the_most() {
        assert_eq!(check(&"a".repeat(100)), Ok(()));
        assert!(matches!(check(&"a".repeat(101)), Err(NameError::Long(_))));
    }

    #[test]
    fn what_cannot_be_printed_is_escaped() {
        assert_eq!(shown(b"core-1.0"), "core-1.0");
        assert_eq!(shown(b"v\xff1"), r"v\xFF1");
        assert_eq!(shown("a\u{202e}\u{1b}[31m\u{9b}".as_bytes()), r"a\u{202e}\u{1b}[31m\u{9b}");
        assert_eq!(shown("stra\u{df}e".as_bytes()), "stra\u{df}e");
    }

    proptest! {
        #[test]
        fn whatever_is_shown_shows_only_itself(name in prop::collection::vec(any::<u8>(), 0..40)) {
            prop_assert!(!shown(&name).chars().any(is_hidden));
        }
    }
}
