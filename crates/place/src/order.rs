//! The order of texts that are compared millions of times.

use core::cmp::Ordering;

/// How `a` and `b` are ordered by their bytes, as `a.cmp(b)` says it too. The keys of a large line
/// begin alike (`crates/part-0001`), are told apart within some words of memory, and are looked up so
/// often that to call a function for each comparison is felt.
#[inline]
pub(crate) fn by_bytes(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let (Some((x, after_x)), Some((y, after_y))) =
        (a.split_first_chunk(), b.split_first_chunk())
    {
        match u64::from_be_bytes(*x).cmp(&u64::from_be_bytes(*y)) {
            Ordering::Equal => (a, b) = (after_x, after_y),
            decided => return decided,
        }
    }
    a.cmp(b)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_order_of_the_bytes(start in "[a-b/é]{0,24}", a in ".{0,12}", b in ".{0,12}") {
            let (a, b) = (start.clone() + &a, start.clone() + &b);
            for (a, b) in [(&a, &b), (&b, &a), (&a, &a), (&a, &start), (&start, &b)] {
                prop_assert_eq!(by_bytes(a, b), a.cmp(b));
            }
        }
    }
}
