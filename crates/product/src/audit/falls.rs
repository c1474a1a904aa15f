//! Where something that has to rise along a history falls.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::ancestry::{Ancestry, Node};
use super::positions::Positions;

/// The pairs of `items` of which the second is on a commit before the first's and is above it, or,
/// where `strictly`, not below it. For each that fell only one such other, the highest.
///
/// `at` says where an item stands, `order` which is higher. `counts` is asked about a pair before it
/// is told, and may let it pass. Sorting decides the cost, however many fell.
pub(crate) fn falls<'i, T>(
    ancestry: &Ancestry,
    items: &'i [T],
    at: impl Fn(&T) -> Node,
    order: impl Fn(&T, &T) -> Ordering,
    strictly: bool,
    counts: impl Fn(&T, &T) -> bool,
) -> Vec<(&'i T, &'i T)> {
    let mut sorted: Vec<&T> = items.iter().collect();
    sorted.sort_by(|a, b| order(b, a));
    let mut falls = Vec::new();
    // What comes after any item that is above the present ones.
    let mut below = Positions::default();
    let mut higher = 0;
    for equals in sorted.chunk_by(|a, b| order(a, b).is_eq()) {
        let reached = higher + if strictly { equals.len() } else { 0 };
        if strictly {
            unite(&mut below, ancestry, equals.iter().map(|item| at(item)));
        }
        for item in equals {
            if !below.contains(at(item).position()) {
                continue;
            }
            let above = sorted.iter().take(reached);
            let mut fallen = above
                .filter(|other| ancestry.is_before(at(other), at(item)) && counts(item, other));
            if let Some(other) = fallen.next() {
                falls.push((*item, *other));
            }
        }
        if !strictly {
            unite(&mut below, ancestry, equals.iter().map(|item| at(item)));
        }
        higher += equals.len();
    }
    falls
}

fn unite(below: &mut Positions, ancestry: &Ancestry, nodes: impl Iterator<Item = Node>) {
    for node in nodes {
        if let Some(after) = ancestry.after(node) {
            below.unite(after);
        }
    }
}
