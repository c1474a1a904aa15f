//! How refusals and warnings spell lists, and helps that take more than a line.

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

/// ` for` the components that a message is about; nothing where it is about none.
pub(super) fn of(components: &[String]) -> String {
    if components.is_empty() { String::new() } else { format!(" for {}", list(components)) }
}

/// What gives components without any version their first one; `leave` says whether the rest may be
/// released without them.
pub(super) fn start(components: &[String], leave: bool) -> String {
    let Some(first) = components.first() else {
        return "say where to start: `release VERSION`".into();
    };
    let each = if components.len() == 1 { "" } else { "of each " };
    let out = if leave {
        format!(
            "; or leave out what is never released: --exclude {}",
            components.join(" --exclude ")
        )
    } else {
        String::new()
    };
    format!(
        "say {each}where it starts: `release VERSION -p {first}`, or list a file that has its version \
         under `manifests` in release.toml{out}"
    )
}

/// Parts and the values that they are bound to.
pub(super) fn spell(range: &[(String, u64)]) -> String {
    let parts: Vec<String> = range.iter().map(|(name, value)| format!("{name} {value}")).collect();
    parts.join(", ")
}
