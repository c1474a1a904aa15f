//! What every dialect keeps: a total order, reading what it wrote, and rising when versions rise.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

use proptest::prelude::*;

use crate::native::{DIALECTS, Dialect, Neutral, PLAIN, dialect};

/// Texts that look like versions to one ecosystem or another, and some that do to none.
fn texts() -> impl Strategy<Value = String> {
    let joined = |separators: &'static [&'static str]| {
        let piece = prop_oneof![
            4 => (0u64..4).prop_map(|n| n.to_string()),
            1 => Just("00".to_string()),
            1 => Just("10".to_string()),
            1 => prop::sample::select(vec![
                "a", "b", "rc", "rc1", "beta", "alpha", "dev", "post", "x", "sp", "ga", "m", "A",
                "snapshot", "rc10", "1a", "final",
            ]).prop_map(ToString::to_string),
        ];
        let separator = prop::sample::select(separators.to_vec());
        prop::collection::vec((piece, separator), 1..6).prop_map(|pieces| {
            let mut text: String = pieces.iter().flat_map(|(p, s)| [p.as_str(), s]).collect();
            if let Some((_, last)) = pieces.last() {
                text.truncate(text.len() - last.len());
            }
            text
        })
    };
    prop_oneof![
        4 => joined(&[".", ".", ".", "-"]),
        4 => joined(&[".", "-", "~", "^", "", "_", "+", "!", ":"]),
        2 => joined(&[".", ".", "-rc.", "rc", "~rc", "-"]).prop_map(|t| alloc::format!("v{t}")),
        1 => "[ -~]{0,6}",
        1 => "\\PC{0,4}",
    ]
}

fn keeps_order(dialect: &Dialect, a: &str, b: &str, c: &str) -> Result<(), TestCaseError> {
    let order = dialect.order;
    prop_assert_eq!(order(a, a), Ordering::Equal);
    prop_assert_eq!(order(a, b), order(b, a).reverse(), "{} {:?} {:?}", dialect.id, a, b);
    if order(a, b).is_le() && order(b, c).is_le() {
        let strict = order(a, b).is_lt() || order(b, c).is_lt();
        let wanted = if strict { Ordering::Less } else { Ordering::Equal };
        prop_assert_eq!(order(a, c), wanted, "{} {:?} {:?} {:?}", dialect.id, a, b, c);
    }
    Ok(())
}

/// Versions that every dialect but the narrowest can write.
fn versions() -> impl Strategy<Value = Neutral> {
    let pre = prop::option::of((prop::sample::select(vec!["alpha", "beta", "rc"]), 0u64..12));
    let external = prop::option::weighted(0.2, 0u64..300);
    (prop::collection::vec(0u64..12, 1..5), pre, external).prop_map(|(numbers, pre, external)| {
        let pre = pre.map(|(label, number)| (label.to_string(), number));
        Neutral { text: String::new(), numbers, pre, external }
    })
}

/// The numbers as they are compared: padded, the pre-release below its final.
fn key(version: &Neutral) -> (Vec<u64>, u8, String, u64) {
    let mut numbers = version.numbers.clone();
    numbers.resize(4, 0);
    match &version.pre {
        Some((label, number)) => (numbers, 0, label.clone(), *number),
        None => (numbers, 1, String::new(), 0),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2048, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_is_total(a in texts(), b in texts(), c in texts()) {
        for dialect in DIALECTS {
            keeps_order(dialect, &a, &b, &c)?;
        }
    }

    #[test]
    fn what_is_written_is_read_back(version in versions(), arity in prop::option::of(1usize..6)) {
        for dialect in DIALECTS {
            let Ok(text) = (dialect.write)(&version, arity) else { continue };
            let back = match (dialect.read)(&text) {
                Ok(back) => back,
                Err(error) => return Err(TestCaseError::fail(alloc::format!("{}: {error}", dialect.id))),
            };
            // The external number is read where it was written: as metadata or as the fourth.
            let mut numbers = version.numbers.clone();
            if let (Some(external), None) = (version.external, back.external) {
                numbers.resize(numbers.len().max(3), 0);
                numbers.push(external);
            } else {
                prop_assert_eq!(back.external, version.external, "{} {}", dialect.id, text);
            }
            let padded = back.numbers.split_at_checked(numbers.len());
            let (kept, padding) = padded.expect("no number is dropped");
            prop_assert_eq!(kept, numbers.as_slice(), "{} {}", dialect.id, text);
            prop_assert!(padding.iter().all(|&zero| zero == 0), "{} {}", dialect.id, text);
            prop_assert_eq!(&back.pre, &version.pre, "{} {}", dialect.id, text);
            prop_assert_eq!((dialect.write)(&back, Some(back.numbers.len())), Ok(text));
        }
    }

    #[test]
    fn arity_is_kept_and_no_number_dropped(version in versions(), arity in 1usize..5) {
        for id in ["pep440", "maven", "rubygems", "deb", "rpm", "assembly"] {
            let dialect = dialect(id).expect("it is in the table");
            let bare = Neutral { pre: None, external: None, ..version.clone() };
            let text = (dialect.write)(&bare, Some(arity)).expect("it fits");
            let least = if id == "assembly" { 2 } else { 1 };
            let wanted = version.numbers.len().max(arity).max(least);
            prop_assert_eq!(text.split('.').count(), wanted, "{} {}", id, text);
        }
    }

    #[test]
    fn what_rises_is_written_rising(a in versions(), b in versions(), arity in prop::option::of(1usize..5)) {
        let (a, b) = (Neutral { external: None, ..a }, Neutral { external: None, ..b });
        // Plain text and OCI tags carry the scheme's spelling, where 1.0-rc.1 < 1.0 < 1.0.0 is
        // the scheme's own business.
        for dialect in DIALECTS.iter().filter(|dialect| !["plain", "oci"].contains(&dialect.id)) {
            let (Ok(low), Ok(high)) = ((dialect.write)(&a, arity), (dialect.write)(&b, arity)) else {
                continue;
            };
            // MSI has a fourth number and does not look at it.
            let seen = |version: &Neutral| {
                let numbers = version.numbers.iter().copied();
                let most = if dialect.id == "msi" { 3 } else { numbers.len() };
                key(&Neutral { numbers: numbers.take(most).collect(), ..version.clone() })
            };
            if seen(&a).0 != seen(&b).0 || a.numbers.len() == b.numbers.len() {
                let wanted = seen(&a).cmp(&seen(&b));
                prop_assert_eq!((dialect.order)(&low, &high), wanted, "{} {} {}", dialect.id, low, high);
            }
        }
    }

    #[test]
    fn plain_text_rises_with_the_numbers(a in versions(), b in versions()) {
        if a.numbers.len() == b.numbers.len() {
            let text = |version: &Neutral| (PLAIN.write)(version, None).expect("always");
            prop_assert_eq!((PLAIN.order)(&text(&a), &text(&b)), key(&a).cmp(&key(&b)));
        }
    }
}

/// Where files keep the epoch in a place of its own, the comparison of versions never sees it; that
/// of packages does.
#[test]
fn an_epoch_lifts_a_version_above_every_other() {
    for (row, epoch) in DIALECTS.iter().filter_map(|row| Some((row, row.epoch?))) {
        let lifted = epoch.mark(1) + "0.1";
        let greater = |order: fn(&str, &str) -> Ordering| order(&lifted, "2024.12").is_gt();
        assert_eq!(greater(row.order), epoch.inline, "{}", row.id);
        assert!(row.packages.is_none_or(|packages| greater(packages.order)), "{}", row.id);
        let parts = if epoch.inline { (Some(1), "0.1") } else { (None, lifted.as_str()) };
        assert_eq!(row.split_epoch(&lifted), parts);
    }
    assert_eq!(DIALECTS.iter().filter(|row| row.epoch.is_some()).count(), 3);
}

#[test]
fn every_dialect_is_found_by_its_id() {
    for row in DIALECTS {
        assert!(core::ptr::eq(dialect(row.id).expect("it is in the table"), *row), "{}", row.id);
    }
    assert!(dialect("cobol").is_none());
}

#[test]
fn a_hostile_text_does_not_overflow_the_stack() {
    let deep = "-1".repeat(20_000);
    for dialect in DIALECTS {
        assert_eq!((dialect.order)(&deep, &deep), Ordering::Equal, "{}", dialect.id);
        // What the answer is does not matter here, only that there is one.
        let _ = (dialect.read)(&deep);
        if let Some(requires) = dialect.requires {
            let _ = (requires.follow)(&deep, "1.0.0");
        }
    }
}
