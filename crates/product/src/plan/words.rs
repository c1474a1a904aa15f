//! How refusals and warnings spell lists, and helps that take more than a line.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// The first names of a list, quoted, and how many more there are.
pub(super) fn list(names: &[String]) -> String {
    Names::of(names.iter(), Clone::clone).to_string()
}

/// Some names, of which a message tells the first few and how many more there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    first: Vec<String>,
    count: usize,
}

/// How many names a list tells.
const TOLD: usize = 5;

impl Names {
    /// Those of `all`, each of which `name` tells; the others are only counted.
    pub(super) fn of<T>(all: impl Iterator<Item = T>, name: impl Fn(T) -> String) -> Self {
        let mut names = Self::default();
        for one in all {
            names.count += 1;
            if names.count <= TOLD {
                names.first.push(name(one));
            }
        }
        names
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }
}

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, name) in self.first.iter().enumerate() {
            write!(f, "{}`{name}`", if at == 0 { "" } else { ", " })?;
        }
        match self.count.saturating_sub(self.first.len()) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_names_are_told_and_the_others_counted() {
        let names = |count: usize| Names::of(0..count, |at| format!("c{at}")).to_string();
        assert_eq!(names(1), "`c0`");
        assert_eq!(names(5), "`c0`, `c1`, `c2`, `c3`, `c4`");
        assert_eq!(names(7), "`c0`, `c1`, `c2`, `c3`, `c4` and 2 more");
    }
}
