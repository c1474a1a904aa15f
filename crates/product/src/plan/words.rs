//! How refusals and warnings spell lists.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The first names of a list, quoted, and how many more there are.
pub(super) fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(5) {
        0 => quoted.join(", "),
        more => format!("{} and {more} more", quoted.join(", ")),
    }
}

/// Parts and the values that they are bound to.
pub(super) fn spell(range: &[(String, u64)]) -> String {
    let parts: Vec<String> = range.iter().map(|(name, value)| format!("{name} {value}")).collect();
    parts.join(", ")
}
