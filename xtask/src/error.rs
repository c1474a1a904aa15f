//! What ends a command early.

extern crate alloc;

use alloc::boxed::Box;
use std::io;
use std::path::{Path, PathBuf};

use place::{Class, Explain};
use version::Scheme;

/// What ends a command early. Every error of every crate becomes one with `?`.
#[derive(Debug)]
pub enum Error {
    /// An error that explains itself.
    Explained(Box<dyn Explain + Send>),
    /// Whoever read our output has gone: there is nothing left to say, and nothing is wrong.
    ClosedPipe,
}

impl<E: Explain + Send + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Explained(Box::new(error))
    }
}

impl Error {
    /// The process's exit code.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Explained(error) => error.class().exit_code(),
            Self::ClosedPipe => 0,
        }
    }
}

/// A file outside the repository's own that could not be read or written, or standard output.
#[derive(Debug, thiserror::Error)]
#[error("could not {action} `{}`: {source}", path.display())]
pub struct FileError {
    /// What was attempted: `read`, `write`, `create`.
    pub action: &'static str,
    /// Where.
    pub path: PathBuf,
    /// The system's reason.
    pub source: io::Error,
}

impl FileError {
    /// For `map_err`: keeps the action and the path beside the system's reason.
    pub fn at(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self { action, path, source }
    }
}

impl Explain for FileError {
    fn help(&self) -> Option<String> {
        Some(match self.source.kind() {
            io::ErrorKind::NotFound => {
                "check the spelling of the path; -C changes where it starts".into()
            }
            io::ErrorKind::PermissionDenied => "check who owns it and its permissions".into(),
            io::ErrorKind::IsADirectory => "name a file: that is a folder".into(),
            io::ErrorKind::StorageFull => "make room on the disk and run the command again".into(),
            _ => "mend the cause and run the command again".into(),
        })
    }

    fn class(&self) -> Class {
        Class::State
    }
}

/// An error that is told with the policy's own rule.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Refused {
    error: Box<dyn Explain + Send>,
    /// The policy's own rule.
    policy: Option<String>,
    class: Class,
}

impl Refused {
    /// `error` under the policy of `scheme`.
    pub fn under(scheme: &Scheme, error: impl Explain + Send + 'static) -> Self {
        Self { policy: scheme.own_rule(&error), class: error.class(), error: Box::new(error) }
    }

    /// The same as another kind of "no" than the error's own.
    pub fn with_class(self, class: Class) -> Self {
        Self { class, ..self }
    }
}

impl Explain for Refused {
    fn rule(&self) -> Option<&str> {
        self.policy.as_deref().or_else(|| self.error.rule())
    }

    fn help(&self) -> Option<String> {
        self.error.help()
    }

    fn class(&self) -> Class {
        self.class
    }
}

/// A wrong word on the command line, found outside the parser of arguments.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct UsageError {
    /// A lower-case fragment that quotes the word.
    pub message: String,
    /// What to type instead.
    pub help: String,
}

impl Explain for UsageError {
    fn help(&self) -> Option<String> {
        (!self.help.is_empty()).then(|| self.help.clone())
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}
