//! What goes wrong when git is run.

use std::ffi::OsStr;
use std::path::PathBuf;

use place::{Class, Explain};

use crate::quote::quoted;

use super::redact::{shown, without_credentials};

/// How many arguments of a command are shown: a list of a thousand paths helps nobody.
const SHOWN: usize = 12;

/// A git process that could not be started or did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no `git` on the search path.
    #[error("the git program is not installed, or not on the search path")]
    NotInstalled,
    /// It could not be started, or its pipes broke.
    #[error("`git {}` could not be run in `{}`: {source}", line(args), folder.display())]
    Unstarted {
        /// The arguments, without credentials.
        args: Vec<String>,
        /// Where it was to run.
        folder: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It ran and refused.
    #[error("`git {}` failed ({}): {}", line(args), ending(*code), said(stderr))]
    Failed {
        /// The arguments, without credentials.
        args: Vec<String>,
        /// Its exit code; `None` where a signal ended it.
        code: Option<i32>,
        /// What it wrote on standard error, without credentials; bytes that are not UTF-8 are
        /// replaced.
        stderr: String,
    },
}

impl GitError {
    /// The error for a process that ended with `code` and wrote `stderr`.
    pub(crate) fn failed<A: AsRef<OsStr>>(args: &[A], code: Option<i32>, stderr: &[u8]) -> Self {
        let stderr = without_credentials(&String::from_utf8_lossy(stderr));
        Self::Failed { args: shown(args), code, stderr }
    }

    /// What git wrote on standard error; empty where it did not run.
    #[must_use]
    pub fn stderr(&self) -> &str {
        match self {
            Self::Failed { stderr, .. } => stderr,
            Self::NotInstalled | Self::Unstarted { .. } => "",
        }
    }

    /// The exit code of a process that ran to its end.
    #[must_use]
    pub fn code(&self) -> Option<i32> {
        match self {
            Self::Failed { code, .. } => *code,
            Self::NotInstalled | Self::Unstarted { .. } => None,
        }
    }
}

impl Explain for GitError {
    fn help(&self) -> Option<String> {
        Some(match self {
            Self::NotInstalled => {
                "install git 2.30 or newer (https://git-scm.com) and see that `git version` works"
                    .to_owned()
            }
            Self::Unstarted { folder, .. } => {
                format!("see that `git version` works in `{}`", folder.display())
            }
            Self::Failed { args, .. } => {
                format!("run `git {}` yourself to see what it says", line(args))
            }
        })
    }

    fn said(&self) -> Option<String> {
        announced(self.stderr()).map(|(_, rest)| rest.join("\n")).filter(|rest| !rest.is_empty())
    }

    fn class(&self) -> Class {
        Class::State
    }
}

/// The arguments as one line for people, cut where there are many.
fn line(args: &[String]) -> String {
    let word = |arg: &String| if arg.starts_with('-') { arg.clone() } else { quoted(arg) };
    let mut words: Vec<String> = args.iter().take(SHOWN).map(word).collect();
    if args.len() > SHOWN {
        words.push("…".to_owned());
    }
    words.join(" ")
}

fn ending(code: Option<i32>) -> String {
    code.map_or_else(|| "ended by a signal".to_owned(), |code| format!("exit status {code}"))
}

/// git's own line that announces another program's with a colon at its end, without the colon, and
/// all that follows it.
fn announced(stderr: &str) -> Option<(&str, Vec<&str>)> {
    let mut lines = stderr.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let own = lines.find(|line| line.starts_with("fatal:") || line.starts_with("error:"))?;
    Some((own.strip_suffix(':')?, lines.collect()))
}

/// The line that matters: git's own `fatal:` or `error:`, else the last one that says something.
/// Where it was a hook that refused, what the hook said follows; what another program said that git
/// announces does not: [`Explain::said`] has it.
fn said(stderr: &str) -> String {
    if let Some((own, _)) = announced(stderr) {
        return own.to_owned();
    }
    let lines: Vec<&str> = stderr.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let own = |line: &&str| line.starts_with("fatal:") || line.starts_with("error:");
    match lines.iter().position(own).and_then(|at| lines.split_at_checked(at)) {
        Some((words, [line, ..])) if line.ends_with("by hook") && !words.is_empty() => {
            format!("{line}: {}", words.join(" "))
        }
        Some((_, [line, ..])) => (*line).to_owned(),
        _ => (*lines.last().unwrap_or(&"it said nothing")).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_matters_is_shown_and_what_a_hook_said() {
        for (stderr, wanted) in [
            ("", "it said nothing"),
            ("one\n\ntwo\n", "two"),
            ("error: gpg failed:\n\ngpg: no key\nerror: no tag\n", "error: gpg failed"),
            ("hint: x\nfatal: no such ref\nhint: y\n", "fatal: no such ref"),
            ("fatal: ref updates aborted by hook\n", "fatal: ref updates aborted by hook"),
            (
                "not on\na Friday\nfatal: ref updates aborted by hook\n",
                "fatal: ref updates aborted by hook: not on a Friday",
            ),
        ] {
            assert_eq!(said(stderr), wanted, "{stderr:?}");
        }
    }

    #[test]
    fn lines_that_git_announces_are_told_apart_from_its_own() {
        let error = |stderr: &[u8]| GitError::failed(&["tag"], Some(128), stderr);
        let signing = error(b"error: gpg failed to sign:\ngpg: x: No key\n\nerror: no tag\n");
        assert_eq!(signing.said().as_deref(), Some("gpg: x: No key\nerror: no tag"));
        assert!(signing.to_string().ends_with("error: gpg failed to sign"), "{signing}");
        assert_eq!(error(b"error: gpg failed to sign:\n").said(), None);
        assert_eq!(error(b"fatal: no such ref\nhint: y\n").said(), None);
    }
}
