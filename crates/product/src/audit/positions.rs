//! Sets of positions in a history, as the few ranges that they mostly are.

use alloc::vec::Vec;

/// A set of numbers. What descends from a commit is nearly all that came after it, so a history of
/// any length takes a handful of ranges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Positions {
    /// Start and end (exclusive) of each range: ascending, and no two of them touch.
    ranges: Vec<(usize, usize)>,
}

impl Positions {
    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    pub(crate) fn contains(&self, at: usize) -> bool {
        let after = self.ranges.partition_point(|(start, _)| *start <= at);
        let range = after.checked_sub(1).and_then(|before| self.ranges.get(before));
        range.is_some_and(|(_, end)| at < *end)
    }

    /// Adds one that is above all that are there.
    pub(crate) fn push(&mut self, at: usize) {
        self.append((at, at + 1));
    }

    /// Adds all of `other`.
    pub(crate) fn unite(&mut self, other: &Self) {
        if other.ranges.is_empty() || self == other {
            return;
        }
        let (mine, theirs) = (core::mem::take(&mut self.ranges), &other.ranges);
        let (mut mine, mut theirs) =
            (mine.into_iter().peekable(), theirs.iter().copied().peekable());
        loop {
            let next = match (mine.peek(), theirs.peek()) {
                (Some(a), Some(b)) if a <= b => mine.next(),
                (Some(_), None) => mine.next(),
                (_, Some(_)) => theirs.next(),
                (None, None) => return,
            };
            if let Some(next) = next {
                self.append(next);
            }
        }
    }

    /// Whether the two have any in common.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let (few, many) =
            if self.ranges.len() <= other.ranges.len() { (self, other) } else { (other, self) };
        few.ranges.iter().any(|(start, end)| {
            let from = many.ranges.partition_point(|(_, before)| before <= start);
            many.ranges.get(from).is_some_and(|(first, _)| first < end)
        })
    }

    /// Adds a range that starts no earlier than any that is there.
    fn append(&mut self, (start, end): (usize, usize)) {
        match self.ranges.last_mut() {
            Some((_, last)) if start <= *last => *last = end.max(*last),
            _ => self.ranges.push((start, end)),
        }
    }
}

impl FromIterator<usize> for Positions {
    fn from_iter<I: IntoIterator<Item = usize>>(all: I) -> Self {
        let mut sorted: Vec<usize> = all.into_iter().collect();
        sorted.sort_unstable();
        let mut positions = Self::default();
        sorted.into_iter().for_each(|at| positions.push(at));
        positions
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn sets() -> impl Strategy<Value = BTreeSet<usize>> {
        prop::collection::btree_set(0usize..24, 0..16)
    }

    proptest! {
        #[test]
        fn ranges_are_the_set_that_they_stand_for(a in sets(), b in sets()) {
            let mut united: Positions = a.iter().copied().collect();
            let other: Positions = b.iter().copied().collect();
            prop_assert_eq!(united.meets(&other), !a.is_disjoint(&b));
            prop_assert_eq!(other.meets(&united), !a.is_disjoint(&b));
            united.unite(&other);
            for at in 0..26 {
                prop_assert_eq!(united.contains(at), a.contains(&at) || b.contains(&at), "{}", at);
            }
            prop_assert_eq!(united, a.union(&b).copied().collect(), "in the fewest ranges");
        }
    }
}
