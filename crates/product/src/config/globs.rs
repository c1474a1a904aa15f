//! Patterns of paths, as `include` and `exclude` list them.

use alloc::format;
use alloc::string::String;

use globset::{Glob, GlobSet, GlobSetBuilder};
use place::{Place, Value};

use super::ProductError;

/// How globs are written, for what to do instead.
pub(super) const HOW: &str = "`*` stands for any characters, `?` for one, `[ab]` for one of these and \
    `{a,b}` for either text, each closed; a bracket that is meant itself stands in brackets: `[[]`";

/// What matches any of `patterns`.
///
/// # Errors
/// A text that is no glob, and one that no path of the repository matches.
pub(super) fn globs(patterns: &[Value<String>]) -> Result<GlobSet, ProductError> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        inside(pattern)?;
        match Glob::new(pattern) {
            Ok(glob) => set.add(glob),
            Err(error) => {
                let message = format!("`{}` is not a glob: {}", **pattern, error.kind());
                return Err(pattern.refuse(message, HOW).into());
            }
        };
    }
    set.build().map_err(|error| {
        place::ConfigError::value(
            patterns.first().map_or(Place::Argument(String::new()), |first| first.place.clone()),
            format!("the globs cannot be used together: {error}"),
            "write fewer, or shorter ones",
        )
        .into()
    })
}

/// Refuses a pattern that no path can match: all are relative to the root, and as git names them.
///
/// # Errors
/// One that begins or ends with a slash, or has `.` or `..` on its way.
pub(super) fn inside(pattern: &Value<String>) -> Result<(), ProductError> {
    let odd = pattern.split('/').any(|name| matches!(name, "" | "." | ".."));
    if !odd {
        return Ok(());
    }
    Err(pattern
        .refuse(
            format!("`{}` matches no file of the repository", **pattern),
            "patterns are of files, relative to the repository's root, and stay inside it: \"docs/**\"",
        )
        .into())
}
