//! Patterns of paths, as `include` and `exclude` list them.

use alloc::format;
use alloc::string::String;

use globset::{Glob, GlobSet, GlobSetBuilder};
use place::{Place, Value};

use super::ProductError;

/// What matches any of `patterns`.
///
/// # Errors
/// A text that is no glob.
pub(super) fn globs(patterns: &[Value<String>]) -> Result<GlobSet, ProductError> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        match Glob::new(pattern) {
            Ok(glob) => set.add(glob),
            Err(error) => {
                let message = format!("`{}` is not a glob: {}", **pattern, error.kind());
                return Err(pattern.refuse(message, "").into());
            }
        };
    }
    set.build().map_err(|error| {
        place::ConfigError::value(
            patterns.first().map_or(Place::Argument(String::new()), |first| first.place.clone()),
            format!("the globs cannot be used together: {error}"),
            "",
        )
        .into()
    })
}
