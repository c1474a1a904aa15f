//! A fourth number that counts, which no preset has: it is added to one of three.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use version::{Scheme, Scope};

/// The formats with it: it may be left out, and counts as zero then, or it is always written.
const FORMATS: &[&str] = &["{major}.{minor}.{patch}[.{fix}]", "{major}.{minor}.{patch}.{fix}"];

/// One that is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fourth {
    /// The format of the versions that have it.
    pub(super) format: &'static str,
    /// Whose it is.
    scope: &'static str,
}

/// Those that may be added to a preset of three that are always written, whosever the third is; none
/// to another preset.
pub(super) fn of(preset: &str) -> Vec<Fourth> {
    let Some(scope) = scope(preset) else { return Vec::new() };
    FORMATS.iter().map(|format| Fourth { format, scope }).collect()
}

/// Whose the last of three parts is that are always written.
fn scope(preset: &str) -> Option<&'static str> {
    let scheme = Scheme::preset(preset).ok()?;
    let parts = scheme.plain().parts();
    let [.., last] = parts else { return None };
    if parts.len() != 3 || parts.iter().any(|part| part.optional) {
        return None;
    }
    match last.scope {
        Scope::Product => Some("product"),
        Scope::Component => Some("component"),
        Scope::External => None,
    }
}

impl Fourth {
    /// The table of the part, below `scheme` where that is not empty.
    pub(super) fn part(self, scheme: &str) -> String {
        format!("[{scheme}part.fix]\nscope = \"{}\"\n", self.scope)
    }

    /// The text that a scheme begins with which adds it to the preset `name`.
    pub(super) fn base(self, name: &str) -> String {
        format!("extends = {name:?}\nformat = {:?}\n{}", self.format, self.part(""))
    }
}
