//! "Did you mean": the known name closest to one that is not known.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The name in `known` closest to `name`, if it is close enough to be a slip of the fingers: at
/// most a third of the longer name's characters inserted, deleted, replaced or swapped, and one of a
/// name of two; names of one character are too short to be slips of each other.
///
/// Ties go to the first in the order given; comparison ignores ASCII case.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in known {
        let away = distance(name, candidate);
        let limit = match name.chars().count().max(candidate.chars().count()) {
            2 => 1,
            longer => longer / 3,
        };
        if away <= limit && best.is_none_or(|(least, _)| away < least) {
            best = Some((away, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The next step for a `name` that is none of `known`: whether the [`nearest`] was meant, else what
/// `otherwise` says.
#[must_use]
pub fn nearest_or<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    nearest(name, known).map_or_else(otherwise, |near| format!("did you mean `{near}`?"))
}

/// The names of `known`, the nearest to `name` first: those that hold it or that it holds, then by how
/// many edits they are away; equals stay in their order.
#[must_use]
pub fn by_nearness<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut all: Vec<&str> = known.into_iter().collect();
    let asked = name.to_ascii_lowercase();
    all.sort_by_cached_key(|known| {
        let own = known.to_ascii_lowercase();
        let part = !own.is_empty() && !asked.is_empty();
        let part = part && (own.contains(&asked) || asked.contains(&own));
        (!part, distance(name, known))
    });
    all
}

/// The optimal string alignment distance between two names.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().map(|c| c.to_ascii_lowercase()).collect();
    let b: Vec<char> = b.chars().map(|c| c.to_ascii_lowercase()).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let at = |cells: &[usize], column: usize| cells.get(column).copied().unwrap_or(0);
            let replaced = at(&above, j) + usize::from(x != y);
            let mut least = replaced.min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = core::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name() {
        let parts = ["major", "minor", "patch"];
        assert_eq!(nearest("minro", parts), Some("minor"));
        assert_eq!(nearest("MAJOR", parts), Some("major"));
        assert_eq!(nearest("build", parts), None);
        assert_eq!(nearest("", parts), None);
        for (name, known) in [
            ("chian", "chain"),
            ("cor", "core"),
            ("embds", "embeds"),
            ("kolba", "kolab"),
            ("pr", "pre"),
            ("sdk-jva", "sdk-java"),
            ("manifest", "manifests"),
            ("A", "a"),
        ] {
            assert_eq!(nearest(name, [known]), Some(known), "{name}");
        }
    }

    #[test]
    fn what_is_not_alike_is_no_slip() {
        for (name, known) in [
            ("nope", "core"),
            ("z", "a"),
            ("", "a"),
            ("go", "js"),
            ("beta", "gamma"),
            ("mac", "sdk"),
        ] {
            assert_eq!(nearest(name, [known]), None, "{name} and {known}");
        }
    }

    #[test]
    fn the_nearest_come_first() {
        let all = ["alpha", "exporter-http", "http-core", "beta"];
        assert_eq!(by_nearness("HTTP", all), ["http-core", "exporter-http", "beta", "alpha"]);
        assert_eq!(by_nearness("", ["ab", "a"]), ["a", "ab"]);
    }

    #[test]
    fn distance_counts_edits_and_swaps() {
        for (a, b, away) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "", 3),
            ("ab", "ba", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(a, b), away, "{a} and {b}");
            assert_eq!(distance(b, a), away, "{b} and {a}");
        }
    }
}
