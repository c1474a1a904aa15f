//! The ecosystems of C and C++ builds, and OSGi: order, and what requirements admit.

use alloc::borrow::ToOwned;
use core::cmp::Ordering;

use super::requirements::{admits, divides, follow, follows, stuck};
use crate::native::{
    BAZEL, CONAN, Dialect, NativeError, Neutral, OSGI, OSGI_MATCHES, VCPKG, VCPKG_DATE,
    VCPKG_SEMVER,
};

fn rising(dialect: &Dialect, versions: &[&str]) {
    for pair in versions.windows(2) {
        assert_eq!((dialect.order)(pair[0], pair[1]), Ordering::Less, "{} {pair:?}", dialect.id);
    }
}

#[test]
fn bazel_compares_identifiers_and_requires_the_lowest() {
    rising(
        &BAZEL,
        &["1", "1.0-rc.1", "1.0", "1.0.0", "1.2", "1.10", "1.a", "2", "20210324.2", "20210324.10"],
    );
    assert_eq!((BAZEL.order)("1.0+7", "1.0"), Ordering::Equal);
    divides(&BAZEL, &[("1.4.0", &["1.4.0", "2.0.0"], &["1.3.9", "1.4.0-rc.1"])]);
    follows(&BAZEL, &[("1.4", "1.5.0", "1.5.0"), ("1.4", "1.5.0-rc.1", "1.5.0-rc.1")]);
    assert_eq!(follow(&BAZEL, "1.4.0", "1.5.0+7"), Ok("1.5.0".to_owned()));
    assert!(matches!(follow(&BAZEL, "", "1.5.0"), Err(NativeError::Requirement { .. })));
}

#[test]
fn conan_references_are_one_version_or_a_range() {
    rising(&CONAN, &["1.0-rc.1", "1.0-rc.2", "1.0.0", "1.0+1", "1.0.1", "1.2", "1.10.0"]);
    assert_eq!((CONAN.order)("1", "1.0.0"), Ordering::Equal);
    divides(
        &CONAN,
        &[
            ("1.4.0", &["1.4.0"], &["1.4.1", "1.4"]),
            ("[>=1.4.0 <2.0]", &["1.4.0", "1.9"], &["2.0", "1.3", "1.5.0-rc.1"]),
            ("[^1.4]", &["1.4.0", "1.9.9"], &["2.0.0"]),
            ("[~1.4]", &["1.4.9"], &["1.5.0"]),
            ("[~1]", &["1.9"], &["2.0"]),
            ("[1.4.*]", &["1.4.9"], &["1.5.0"]),
            ("[*]", &["0.1"], &["1.0-rc.1"]),
            ("[>=1.4 <2, include_prerelease]", &["1.5-rc.1"], &["2.0-rc.1"]),
            ("[^1.0 || ^3.0]", &["1.1", "3.1"], &["2.0"]),
        ],
    );
    follows(
        &CONAN,
        &[
            ("1.4", "1.5.0", "1.5.0"),
            ("[>=1.4 <2]", "2.1.0", "[>=2.1 <3]"),
            ("[~1.4]", "1.5.0", "[~1.5]"),
            ("[*]", "1.5.0", "[*]"),
        ],
    );
    let open = "[^1.4.0,include_prerelease=True]";
    let moved = follow(&CONAN, open, "1.5.0-rc.1").unwrap();
    assert!(moved.starts_with("[^1.5") && admits(&CONAN, &moved, "1.5.0-rc.1"), "{moved}");
    stuck(&CONAN, &[("[^1.4]", "1.5.0-rc.1", "[^1.4, include_prerelease]")]);
    for reference in ["", "[", "1.4.0]", "[>1.4", "${v}", "[>=]"] {
        assert!(follow(&CONAN, reference, "1.5.0").is_err(), "{reference}");
    }
}

#[test]
fn vcpkg_compares_more_numbers_above_fewer() {
    rising(&VCPKG, &["0", "0.1", "0.1.0", "1", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.1.0", "2.0.0"]);
    rising(&VCPKG_DATE, &["2023-12-31", "2024-02-29", "2024-02-29.0", "2024-02-29.2"]);
    divides(&VCPKG, &[("1.4.0#2", &["1.4.0", "1.5.0"], &["1.3.9", "1.4"])]);
    follows(&VCPKG, &[("1.4.0#2", "1.5.0", "1.5.0"), ("1.4", "1.5.0-rc.1", "1.5.0-rc.1")]);
    assert!(matches!(follow(&VCPKG, "2024a", "1.5.0"), Err(NativeError::Requirement { .. })));
    follows(&VCPKG_DATE, &[("2024-02-29.1", "2024-03-01", "2024-03-01")]);
    assert!((VCPKG_SEMVER.read)("1.4").is_err());
    assert_eq!((VCPKG_SEMVER.read)("1.4.0").unwrap().numbers, [1, 4, 0]);
}

#[test]
fn vcpkg_dates_are_days_and_nothing_else() {
    let day = |numbers: &[u64]| Neutral { numbers: numbers.into(), ..Neutral::default() };
    let write = |numbers: &[u64]| (VCPKG_DATE.write)(&day(numbers), None);
    assert_eq!(write(&[2024, 2, 29]).unwrap(), "2024-02-29");
    assert_eq!(write(&[2024, 2, 29, 1, 0]).unwrap(), "2024-02-29.1.0");
    for numbers in [&[2023, 2, 29][..], &[2024, 13, 1], &[1, 4], &[99999, 1, 1], &[]] {
        assert!(write(numbers).is_err(), "{numbers:?}");
    }
    assert_eq!((VCPKG_DATE.read)("2024-02-29.1").unwrap(), day(&[2024, 2, 29, 1]));
    for text in
        ["2024-2-29", "20240229", "2023-02-29", "2024-02-29.01", "2024-02-29a", "+024-02-29"]
    {
        assert!((VCPKG_DATE.read)(text).is_err(), "{text}");
    }
    let pre = Neutral { pre: Some(("rc".into(), 1)), ..day(&[2024, 2, 29]) };
    assert!(matches!((VCPKG_DATE.write)(&pre, None), Err(NativeError::Pre { .. })));
}

#[test]
fn bundles_require_a_version_or_an_interval() {
    divides(
        &OSGI,
        &[
            ("1.4.0", &["1.4.0", "2.0.0", "1.4.0.678"], &["1.3.9"]),
            ("[1.4.0,2.0.0)", &["1.4.0", "1.9.0"], &["2.0.0", "1.3.0"]),
            ("[1.4,1.4.0]", &["1.4.0"], &["1.4.1"]),
            ("0.0.0", &["0.1.0", "9.0.0"], &[]),
        ],
    );
    follows(
        &OSGI,
        &[
            ("1.4.0", "1.5.0", "1.5.0"),
            ("1.4", "2.0.0", "2.0"),
            ("1.4.0.qualifier", "1.5.0", "1.5.0.qualifier"),
            ("[1.4.0,2.0.0)", "2.1.0", "[2.1.0,3.0.0)"),
            ("[1.4.0,1.5.0)", "1.4.2", "[1.4.2,1.5.0)"),
            ("0.0.0", "1.5.0", "0.0.0"),
        ],
    );
    for requirement in ["", "x", "[1.4.0", "[1,2),[3,4)", "1.4.0.", "[a,b]"] {
        assert!(follow(&OSGI, requirement, "1.5.0").is_err(), "{requirement}");
    }
}

#[test]
fn a_feature_s_rules_say_how_many_numbers_are_equal() {
    let [compatible, equivalent, perfect] = &OSGI_MATCHES;
    divides(compatible, &[("1.4.0", &["1.4.0", "1.9.0"], &["2.0.0", "1.3.0"])]);
    divides(equivalent, &[("1.4.0", &["1.4.0", "1.4.9"], &["1.5.0", "2.4.0"])]);
    let exact: &[(&str, &[&str], &[&str])] =
        &[("1.4.0.qualifier", &["1.4.0", "1.4.0.678"], &["1.4.1", "1.5.0"])];
    divides(perfect, exact);
    divides(perfect, &[("1.4.0.678", &["1.4.0.678", "1.4.0", "1.4.0.679"], &["1.4.1"])]);
    follows(
        perfect,
        &[
            ("1.4.0.qualifier", "1.5.0.678", "1.5.0.678"),
            ("1.5.0.678", "1.5.1", "1.5.1"),
            ("1.5.0.678", "1.5.1.680", "1.5.1.680"),
            ("1.5.0.v2016", "1.5.1", "1.5.1"),
            ("1.4.0", "1.5.0.678", "1.5.0"),
        ],
    );
    for dialect in &OSGI_MATCHES {
        follows(dialect, &[("1.4.0.qualifier", "2.1.0", "2.1.0.qualifier")]);
        follows(dialect, &[("0.0.0", "2.1.0", "0.0.0")]);
    }
}
