//! A fourth number that counts, which no preset has: it is added to one of three.

use alloc::format;
use alloc::string::String;

use version::{Scheme, Scope};

/// Whose the fourth number is where it is added to a preset of three that are always written: whose
/// the third is. `None` for another preset.
pub(super) fn scope(preset: &str) -> Option<&'static str> {
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

/// The format with it. It may be left out, and counts as zero then.
pub(super) const FORMAT: &str = "{major}.{minor}.{patch}[.{fix}]";

/// The table of the part, below `scheme` where that is not empty.
pub(super) fn part(scheme: &str, scope: &str) -> String {
    format!("[{scheme}part.fix]\nscope = \"{scope}\"\n")
}

/// The text that a scheme begins with which has it.
pub(super) fn base(name: &str, scope: &str) -> String {
    format!("extends = {name:?}\nformat = {FORMAT:?}\n{}", part("", scope))
}
