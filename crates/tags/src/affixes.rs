//! Finds, among many prefixes and suffixes, those that fit around a name.
//!
//! The cost of one name grows with its length and the logarithm of the number of affixes, never
//! with their number: 5,000 components are no slower than five.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter;

/// Values by the prefix and suffix that a name must have.
#[derive(Debug, Clone)]
pub(crate) struct Affixes<V> {
    /// Ascending by bytes.
    prefixes: Vec<Prefix<V>>,
}

#[derive(Debug, Clone)]
struct Prefix<V> {
    text: String,
    /// The longest other prefix that this one starts with.
    parent: Option<usize>,
    suffixes: BTreeMap<String, Vec<V>>,
    /// How long the suffixes are, longest first, each length once.
    lengths: Vec<usize>,
}

/// What fits around a name.
#[derive(Debug)]
pub(crate) struct Fit<'a, 'n, V> {
    /// How long the prefix is, in bytes.
    pub(crate) prefix: usize,
    /// What stands between prefix and suffix; it may be empty.
    pub(crate) middle: &'n str,
    /// The values with that prefix and suffix, in the order given.
    pub(crate) values: &'a [V],
}

impl<V> Affixes<V> {
    /// Takes `(prefix, suffix, value)`, any of them several times.
    pub(crate) fn new<'t>(all: impl IntoIterator<Item = (&'t str, &'t str, V)>) -> Self {
        let mut sorted: BTreeMap<&str, BTreeMap<String, Vec<V>>> = BTreeMap::new();
        for (prefix, suffix, value) in all {
            let suffixes = sorted.entry(prefix).or_default();
            suffixes.entry(suffix.to_owned()).or_default().push(value);
        }
        let mut prefixes: Vec<Prefix<V>> = Vec::with_capacity(sorted.len());
        for (text, suffixes) in sorted {
            let before = prefixes.len().checked_sub(1);
            let parent = up(&prefixes, before).find(|(_, other)| text.starts_with(&other.text));
            let parent = parent.map(|(at, _)| at);
            let mut lengths: Vec<usize> = suffixes.keys().map(String::len).collect();
            lengths.sort_unstable_by(|a, b| b.cmp(a));
            lengths.dedup();
            prefixes.push(Prefix { text: text.to_owned(), parent, suffixes, lengths });
        }
        Self { prefixes }
    }

    /// How many prefixes sort before `name` or are it. `near` is the answer for another name: for
    /// names that come in order it saves the search.
    pub(crate) fn seek(&self, name: &str, near: usize) -> usize {
        let up_to = |prefix: &Prefix<V>| prefix.text.as_str() <= name;
        let here = |at: usize| {
            let last = at.checked_sub(1).map(|last| self.prefixes.get(last).is_some_and(up_to));
            last != Some(false) && !self.prefixes.get(at).is_some_and(up_to)
        };
        let close = [near, near + 1].into_iter().find(|at| here(*at));
        close.unwrap_or_else(|| self.prefixes.partition_point(up_to))
    }

    /// Everything that fits around `name`, the longest prefix first, then the longest suffix.
    pub(crate) fn around<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = Fit<'a, 'n, V>> {
        self.around_at(self.seek(name, 0), name)
    }

    /// As [`Affixes::around`], for the place that [`Affixes::seek`] found for `name`.
    pub(crate) fn around_at<'a, 'n>(
        &'a self,
        after: usize,
        name: &'n str,
    ) -> impl Iterator<Item = Fit<'a, 'n, V>> {
        // Whatever sorts between a prefix of `name` and `name` starts with that prefix, so the
        // last one that sorts before `name` has all the prefixes of `name` above it.
        let chain = up(&self.prefixes, after.checked_sub(1));
        chain
            .filter_map(move |(_, prefix)| Some((prefix, name.strip_prefix(&prefix.text)?)))
            .flat_map(|(prefix, rest)| {
                prefix.lengths.iter().filter_map(move |length| {
                    let (middle, suffix) =
                        rest.split_at_checked(rest.len().checked_sub(*length)?)?;
                    let values = prefix.suffixes.get(suffix)?;
                    Some(Fit { prefix: prefix.text.len(), middle, values })
                })
            })
    }

    /// The distinct prefixes, ascending, each with its values by suffix and the prefixes that it
    /// starts with (itself left out), longest first.
    pub(crate) fn nested(
        &self,
    ) -> impl Iterator<Item = (Nest<'_, V>, impl Iterator<Item = Nest<'_, V>>)> {
        self.prefixes.iter().map(|prefix| {
            let above = up(&self.prefixes, prefix.parent).map(|(_, above)| above.nest());
            (prefix.nest(), above)
        })
    }
}

/// One prefix and what belongs to it.
#[derive(Debug)]
pub(crate) struct Nest<'a, V> {
    /// The prefix.
    pub(crate) prefix: &'a str,
    /// Its values by suffix.
    pub(crate) suffixes: &'a BTreeMap<String, Vec<V>>,
}

impl<V> Prefix<V> {
    fn nest(&self) -> Nest<'_, V> {
        Nest { prefix: &self.text, suffixes: &self.suffixes }
    }
}

/// The prefix at `from`, its parent, and so on.
fn up<V>(prefixes: &[Prefix<V>], from: Option<usize>) -> impl Iterator<Item = (usize, &Prefix<V>)> {
    let step = move |at: usize| prefixes.get(at).map(|prefix| (at, prefix));
    iter::successors(from.and_then(step), move |(_, prefix)| prefix.parent.and_then(step))
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_longest_prefix_comes_first() {
        let affixes =
            Affixes::new([("", "", 0), ("core-", "", 1), ("core-sdk-", "", 2), ("c", "0", 3)]);
        let around = |name| -> Vec<_> {
            affixes.around(name).map(|fit| (fit.middle, fit.values.to_vec())).collect()
        };
        let wanted = [("1.0", [2].to_vec()), ("sdk-1.0", [1].to_vec())];
        let wanted = wanted.into_iter().chain([("ore-sdk-1.", [3].to_vec())]);
        let wanted: Vec<_> = wanted.chain([("core-sdk-1.0", [0].to_vec())]).collect();
        assert_eq!(around("core-sdk-1.0"), wanted);
        assert_eq!(around("b"), [("b", [0].to_vec())]);
        assert_eq!(around(""), [("", [0].to_vec())]);
    }

    proptest! {
        #[test]
        fn a_walk_finds_what_a_scan_finds(
            affixes in prop::collection::vec(("[ab]{0,4}", "[ab]{0,3}"), 0..20),
            name in "[ab]{0,8}",
            near in 0_usize..24,
        ) {
            let all = affixes.iter().enumerate();
            let walked = Affixes::new(all.clone().map(|(i, (p, s))| (p.as_str(), s.as_str(), i)));
            let mut found: Vec<_> = walked
                .around(&name)
                .flat_map(|fit| fit.values.iter().map(move |value| (*value, fit.middle)))
                .collect();
            found.sort_unstable();
            prop_assert_eq!(walked.seek(&name, near), walked.seek(&name, 0));
            let scan = all.filter_map(|(i, (p, s))| Some((i, name.strip_prefix(p)?.strip_suffix(s)?)));
            prop_assert_eq!(found, scan.collect::<Vec<_>>());
        }

        #[test]
        fn nested_prefixes_are_all_found(prefixes in prop::collection::btree_set("[ab]{0,4}", 0..12)) {
            let affixes = Affixes::new(prefixes.iter().map(|p| (p.as_str(), "", ())));
            for (nest, above) in affixes.nested() {
                let above: Vec<_> = above.map(|other| other.prefix).collect();
                let mut scan: Vec<_> = prefixes
                    .iter()
                    .map(String::as_str)
                    .filter(|other| *other != nest.prefix && nest.prefix.starts_with(other))
                    .collect();
                scan.reverse();
                prop_assert_eq!(above, scan, "{}", format!("above {:?}", nest.prefix));
            }
        }
    }
}
