//! Pieces of what errors say.

use crate::ApplyError;

/// How a hook refused, after what it did.
pub(crate) fn and(failed: &Option<Box<ApplyError>>) -> String {
    failed.as_ref().map_or_else(String::new, |failed| format!("; and {failed}"))
}

/// What is checked out, and that it was.
pub(crate) fn other(branch: &Option<String>) -> String {
    branch.as_ref().map_or_else(|| "no branch was".into(), |name| format!("`{name}` was"))
}

/// The files' names for a message: at most five of them.
pub(crate) fn list(files: &[String]) -> String {
    place::few(files.iter().map(|file| format!("`{file}`")), 5)
}
