//! Ranges of versions, as properties: what they admit, and what their spelling says.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::plain;
use crate::RangeError;

proptest! {
    #[test]
    fn a_range_reads_back_as_it_is_written(
        (least, below) in (option::of(vec(0..3_u64, 1..=3)), option::of(vec(0..4_u64, 1..=3))),
        (space, turned) in (" ?", any::<bool>()),
        version in [0..4_u64, 0..4_u64, 0..4_u64],
    ) {
        let dotted = |numbers: &[u64]| {
            numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
        };
        let clause = |op: &str, end: &Vec<u64>| format!("{op}{space}{}", dotted(end));
        let low = least.as_ref().map(|end| clause(">=", end));
        let mut clauses: Vec<_> =
            low.into_iter().chain(below.as_ref().map(|end| clause("<", end))).collect();
        if turned {
            clauses.reverse();
        }
        let text = clauses.join(&format!("{space},{space}"));
        for scheme in ["semver", "chain", "ibex", "kolab"] {
            let form = plain(scheme);
            let Ok(range) = form.range(&text) else { continue };
            let written = range.to_string();
            let again = form.range(&written).unwrap();
            prop_assert_eq!(again.to_string(), written);
            for count in 1..=version.len() {
                let Ok(version) = form.parse(&dotted(&version[..count])) else { continue };
                let (one, other) = (range.admits(&version), again.admits(&version));
                prop_assert_eq!(one, other, "{}: {}", text, version);
            }
        }
        // An end says something of the parts that it has; one that is left out says nothing.
        let over = least.is_none_or(|end| version[..end.len()] >= end[..]);
        let under = below.is_none_or(|end| version[..end.len()] < end[..]);
        let semver = plain("semver");
        match semver.range(&text) {
            Ok(range) => {
                let version = semver.parse(&dotted(&version)).unwrap();
                prop_assert_eq!(range.admits(&version), over && under, "{}", text);
            }
            Err(error) => {
                let empty = matches!(error, RangeError::Empty { .. }) || text.is_empty();
                prop_assert!(empty && !(over && under && !text.is_empty()), "{text}");
            }
        }
    }

    #[test]
    fn what_is_below_a_version_has_not_reached_it(a in 0..9u64, b in 0..9u64, c in 0..9u64) {
        let form = plain("semver");
        let version = form.parse(&format!("{a}.{b}.{c}")).unwrap();
        for end in [format!("{b}"), format!("{b}.{c}"), format!("{b}.{c}.{a}")] {
            let least = form.range(&format!(">={end}")).unwrap().admits(&version);
            let below = form.range(&format!("<{end}")).unwrap().admits(&version);
            prop_assert!(least != below, "{version} and {end}");
        }
    }
}
