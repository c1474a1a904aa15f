//! What holds for any requirement and any version.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec;

use proptest::prelude::*;

use super::requirements::{admits, follow};
use crate::native::{CARGO, NPM};

/// Texts of comparators that Cargo takes and npm takes alike.
fn comparator() -> impl Strategy<Value = String> {
    let op = prop::sample::select(vec!["^", "~", "=", ">=", "<", "<=", ">", "", ">= ", "^ "]);
    let numbers = prop::collection::vec(0u64..4, 1..4);
    let pre = prop::option::weighted(0.2, prop::sample::select(vec!["-rc.1", "-0", "-beta.2"]));
    (op, numbers, pre).prop_map(|(op, numbers, pre)| {
        let full = numbers.len() == 3;
        let numbers: vec::Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let pre = pre.filter(|_| full).unwrap_or_default();
        op.to_owned() + &numbers.join(".") + pre
    })
}

fn semver() -> impl Strategy<Value = String> {
    let pre = prop::sample::select(vec!["", "", "", "-rc.1", "-rc.2", "-beta.2", "-0"]);
    (0u64..4, 0u64..4, 0u64..4, pre).prop_map(|(a, b, c, pre)| alloc::format!("{a}.{b}.{c}{pre}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cargo_admits_what_it_followed_to(
        comparators in prop::collection::vec(comparator(), 1..4),
        joined in prop::sample::select(vec![",", ", ", " ,  "]),
        version in semver(),
    ) {
        let requirement = comparators.join(joined);
        if let Ok(moved) = follow(&CARGO, &requirement, &version) {
            let parsed = ::semver::VersionReq::parse(&moved).expect("it is a requirement");
            let version = ::semver::Version::parse(&version).expect("it is a version");
            prop_assert!(parsed.matches(&version), "{requirement} to {version} is {moved}");
            // Everything but versions stays: operators, commas and white space.
            let around = |text: &str| -> String {
                text.chars().filter(|c| !c.is_ascii_alphanumeric() && !".-".contains(*c)).collect()
            };
            prop_assert_eq!(around(&moved), around(&requirement));
            prop_assert_eq!(follow(&CARGO, &moved, &version.to_string()), Ok(moved.clone()));
        }
    }

    #[test]
    fn cargo_always_follows_a_single_pointing_comparator(
        op in prop::sample::select(vec!["^", "~", "=", ">=", ""]),
        numbers in prop::collection::vec(0u64..4, 1..4),
        version in semver(),
    ) {
        let numbers: vec::Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let requirement = op.to_owned() + &numbers.join(".");
        let moved = follow(&CARGO, &requirement, &version);
        prop_assert!(moved.is_ok(), "{requirement} to {version}: {moved:?}");
    }

    #[test]
    fn our_ranges_agree_with_the_semver_crate(comparator in comparator(), version in semver()) {
        // Over final versions: Cargo's rule about pre-releases differs from npm's in corners.
        let version = version.split('-').next().unwrap_or_default();
        let cargo = admits(&CARGO, &comparator, version);
        let bare = comparator.starts_with(|c: char| c.is_ascii_digit());
        let npm = if bare { alloc::format!("^{comparator}") } else { comparator.clone() };
        prop_assert_eq!(admits(&NPM, &npm, version), cargo, "{} {}", comparator, version);
    }

    #[test]
    fn no_requirement_makes_any_dialect_panic(requirement in "\\PC{0,12}|[0-9.x*^~<>=|, v!a-c\\[\\]()-]{0,14}", version in semver()) {
        for dialect in crate::native::DIALECTS {
            let Some(requires) = dialect.requires else { continue };
            let moved = (requires.follow)(&requirement, &version);
            if let Ok(moved) = moved {
                prop_assert_eq!((requires.admits)(&moved, &version), Ok(true), "{} {:?}", dialect.id, moved);
            }
        }
    }
}

#[test]
fn a_sign_that_joins_nothing_is_an_answer_and_not_looked_at_for_ever() {
    for dialect in crate::native::DIALECTS {
        let Some(requires) = dialect.requires else { continue };
        for requirement in [",", "1.0.0,", ", 1.0.0", ">=1.0.0 , ,", ",,", " ,"] {
            // It may be a requirement in some ecosystem: then it can be made to follow what it admits.
            let admits = (requires.admits)(requirement, "1.0.0");
            let follow = (requires.follow)(requirement, "1.0.0");
            assert!(admits != Ok(true) || follow.is_ok(), "{} {requirement:?}", dialect.id);
        }
    }
}
