//! A fourth number that counts, which no preset has: it is added to one of three.

use alloc::format;
use alloc::string::String;

/// The presets that it is added to, and whose it is there.
pub(super) const BASES: &[(&str, &str)] =
    &[("semver-fixed", "product"), ("semver-independent", "component")];

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
