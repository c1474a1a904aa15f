//! Errors that name their place, their rule and the next step.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::Place;

/// What kind of "no" an error is. The class decides the exit code and nothing else does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The policy, the order of versions or a manifest's content refuses: 1.
    Policy,
    /// The request or the configuration is wrong: 2.
    Usage,
    /// There is nothing to release, resume or abandon: 3.
    Nothing,
    /// A confirmation was needed and not given: 4.
    Unconfirmed,
    /// The repository's state, a file or a remote is in the way: 5.
    State,
    /// An earlier release is unfinished: 6.
    Unfinished,
}

impl Class {
    /// The process's exit code.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Policy => 1,
            Self::Usage => 2,
            Self::Nothing => 3,
            Self::Unconfirmed => 4,
            Self::State => 5,
            Self::Unfinished => 6,
        }
    }
}

/// An error that explains itself: beside its message (`Display`, a lower-case fragment) it says
/// which rule speaks, where, and what to do next.
pub trait Explain: fmt::Debug + fmt::Display {
    /// The rule that refuses, by generic ID (`not-lower`) or policy ID (`CHAIN-9`), if one does.
    fn rule(&self) -> Option<&str> {
        None
    }

    /// What it points at, if it is one place.
    fn place(&self) -> Option<Place> {
        None
    }

    /// What to do next, as [`is_next_step`] has it. Never empty where something can be done.
    fn help(&self) -> Option<String> {
        None
    }

    /// What another program said about it that the message does not have: lines as it wrote them,
    /// not escaped.
    fn said(&self) -> Option<String> {
        None
    }

    /// Others of its kind that were found in the same go and stand in the way as well, each with its own
    /// message and place: so that all of them are mended before the next attempt.
    fn also(&self) -> Vec<&dyn Explain> {
        Vec::new()
    }

    /// Which kind of "no" it is.
    fn class(&self) -> Class;
}

/// Whether a text is written as what to do next is: words in lower case or a command line, no full stop
/// at the end, and semicolons between sentences. It follows `help: `, as a message follows `error: `.
#[must_use]
pub fn is_next_step(text: &str) -> bool {
    let text = text.trim();
    let stops = text.ends_with('.') && !text.ends_with("..");
    !stops && !is_capital(text) && !text.split(". ").skip(1).any(is_capital)
}

/// Whether a text begins as a sentence does. Names are in quotes, or have more than one capital.
fn is_capital(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
}

impl<T: Explain + ?Sized> Explain for Box<T> {
    fn rule(&self) -> Option<&str> {
        (**self).rule()
    }

    fn place(&self) -> Option<Place> {
        (**self).place()
    }

    fn help(&self) -> Option<String> {
        (**self).help()
    }

    fn said(&self) -> Option<String> {
        (**self).said()
    }

    fn also(&self) -> Vec<&dyn Explain> {
        (**self).also()
    }

    fn class(&self) -> Class {
        (**self).class()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_steps_are_no_sentences() {
        for text in [
            "",
            "commit it, or `git stash`; then run it again",
            "`git add .`",
            "HEAD is not on a branch: `git switch`",
            "write `1.0.`, not 1.0...",
            "name a file, such as CHANGELOG.md",
            "did you mean `core`?",
            "see docs/native.md. it says more",
        ] {
            assert!(is_next_step(text), "{text}");
        }
        for text in
            ["Commit it", "A tag stays", "commit it.", "commit it. Then go on", "see. A tag"]
        {
            assert!(!is_next_step(text), "{text}");
        }
    }
}
