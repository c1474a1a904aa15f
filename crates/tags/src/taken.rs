//! The names that tags have already, and which new names they leave no room for.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// All tag names, sorted, in one text.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    text: String,
    /// Where each name ends; it starts where the one before it ends.
    ends: Vec<usize>,
    /// The case-folded hash of each name, and of each folder in it, with the name's position:
    /// ascending.
    folded: Vec<(u64, usize)>,
}

impl Taken {
    /// Takes the names in any order, each of them once or more.
    pub(crate) fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut names: Vec<&str> = names.collect();
        // Git lists refs in this order already, where sorting costs one pass.
        names.sort_unstable();
        names.dedup();
        let mut taken = Self {
            text: String::with_capacity(names.iter().map(|name| name.len()).sum()),
            ends: Vec::with_capacity(names.len()),
            folded: Vec::with_capacity(names.len()),
        };
        let mut folder = "";
        for (at, name) in names.into_iter().enumerate() {
            taken.text.push_str(name);
            taken.ends.push(taken.text.len());
            taken.folded.push((folded_hash(name), at));
            for (slash, _) in name.match_indices('/').filter(|(slash, _)| *slash > 0) {
                let Some((parent, _)) = name.split_at_checked(slash) else { continue };
                // Neighbours share their folders: each is noted with its first name.
                if !folder.starts_with(parent) || folder.as_bytes().get(slash) != Some(&b'/') {
                    taken.folded.push((folded_hash(parent), at));
                }
            }
            folder = name;
        }
        taken.folded.sort_unstable();
        taken
    }

    /// The names, ascending by bytes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).filter_map(|at| self.name(at))
    }

    /// Whether exactly `name` is there.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.alike(name).any(|other| other == name)
    }

    /// A name that leaves no room for `name`.
    pub(crate) fn clash(&self, name: &str) -> Option<&str> {
        let folders = name.match_indices('/').filter_map(|(at, _)| name.get(..at));
        let same = self.alike(name).find(|other| *other == name);
        let alike = || self.alike(name).find(|other| is_at_or_below(other, name));
        let above = |folder| self.alike(folder).find(|other| other.eq_ignore_ascii_case(folder));
        same.or_else(alike).or_else(|| folders.rev().find_map(above))
    }

    /// Names that have the hash of `name`, or a folder that has it.
    fn alike(&self, name: &str) -> impl Iterator<Item = &str> {
        let hash = folded_hash(name);
        let from = self.folded.partition_point(|(other, _)| *other < hash);
        let all = self.folded.get(from..).unwrap_or_default().iter();
        all.take_while(move |(other, _)| *other == hash).filter_map(|(_, at)| self.name(*at))
    }

    fn name(&self, at: usize) -> Option<&str> {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let range: Range<usize> = start.unwrap_or(0)..*self.ends.get(at)?;
        self.text.get(range)
    }
}

/// Two of `names` that cannot both be tags on every system: they differ in ASCII case only, or one
/// is a folder of the other (`a` and `a/b`). Which comes first in the pair is not said.
#[must_use]
pub fn clashing<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Option<(&'n str, String)> {
    let taken = Taken::new(names.clone());
    names.into_iter().find_map(|name| {
        let mut others = taken.alike(name).filter(|other| *other != name);
        let other = others.find(|other| is_at_or_below(other, name))?;
        Some((name, other.into()))
    })
}

/// Whether `name` is `folder` or a name below it, as a file system without case would see it.
fn is_at_or_below(name: &str, folder: &str) -> bool {
    let (name, folder) = (name.as_bytes(), folder.as_bytes());
    let Some((start, rest)) = name.split_at_checked(folder.len()) else { return false };
    start.eq_ignore_ascii_case(folder) && matches!(rest.first(), None | Some(b'/'))
}

/// FNV-1a over the name's bytes, ASCII letters in lower case. Equal hashes are only candidates.
fn folded_hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_one_release_clash_without_case_and_with_folders() {
        let clash = |names: &[&str]| {
            clashing(names.iter().copied()).map(|(one, other)| {
                let mut pair = [String::from(one), other];
                pair.sort_unstable();
                pair.join(" ")
            })
        };
        assert_eq!(clash(&["a-1", "b-1", "a/1", "a/2", "ab"]), None);
        assert_eq!(clash(&["b-1", "a-1", "A-1"]).as_deref(), Some("A-1 a-1"));
        assert_eq!(clash(&["a/b/c", "x", "a/b"]).as_deref(), Some("a/b a/b/c"));
        assert_eq!(clash(&["A/b/c", "a"]).as_deref(), Some("A/b/c a"));
        assert_eq!(clash(&["a", "a"]), None, "one name twice is one tag");
    }

    #[test]
    fn names_clash_exactly_without_case_and_with_folders() {
        let taken = Taken::new(["core-1.0", "Docs/1.0", "a/b/c", "core-1.0", "a/b-1"].into_iter());
        for (name, clash) in [
            ("core-1.0", Some("core-1.0")),
            ("CORE-1.0", Some("core-1.0")),
            ("core-1.0/x", Some("core-1.0")),
            ("docs", Some("Docs/1.0")),
            ("docs/1.0", Some("Docs/1.0")),
            ("docs/1.1", None),
            ("a", Some("a/b-1")),
            ("a/b", Some("a/b/c")),
            ("a/b/c/d/e", Some("a/b/c")),
            ("a/c", None),
            ("core-1", None),
            ("core-1.00", None),
        ] {
            assert_eq!(taken.clash(name), clash, "{name}");
        }
        assert!(taken.contains("core-1.0") && !taken.contains("CORE-1.0") && !taken.contains("a"));
        let names: Vec<_> = taken.iter().collect();
        assert_eq!(names, ["Docs/1.0", "a/b-1", "a/b/c", "core-1.0"]);
    }

    proptest! {
        #[test]
        fn a_clash_is_what_a_scan_finds(
            names in prop::collection::vec("[aB](/?[abA]){0,3}", 0..10),
            name in "[ab](/?[ab]){0,3}",
        ) {
            let taken = Taken::new(names.iter().map(String::as_str));
            let lower = |text: &str| text.to_ascii_lowercase();
            let below = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.starts_with('/'));
            let scan = names.iter().any(|other| {
                let (a, b) = (lower(&name), lower(other));
                a == b || below(&a, &b) || below(&b, &a)
            });
            prop_assert_eq!(taken.clash(&name).is_some(), scan);
            prop_assert_eq!(taken.contains(&name), names.contains(&name));
        }
    }
}
