//! Each ecosystem's own test vectors: pairs in order, texts in their canonical spelling, and texts
//! that are no versions.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::native::{CARGO, DEB, Dialect, HELM, MAVEN, NPM, NUGET, PEP440, RPM, RUBYGEMS};
use crate::tests::vectors::vectors;

/// The rows of a vector file, or none where the vectors are not beside the workspace.
fn rows(file: &str) -> Vec<Vec<String>> {
    let Some(text) = vectors(file) else { return Vec::new() };
    let rows: Vec<Vec<String>> =
        text.lines().map(|line| line.split('\t').map(ToOwned::to_owned).collect()).collect();
    assert!(rows.len() >= 5, "{file} is too short to prove anything");
    rows
}

/// The pairs whose order differs from the dialect's.
fn differing(dialect: &Dialect, file: &str) -> Vec<String> {
    let mut differing = Vec::new();
    for row in rows(file) {
        let [a, op, b] = row.as_slice() else { panic!("{file}: {row:?} is not a pair") };
        let order = (dialect.order)(a, b);
        let back = (dialect.order)(b, a);
        assert_eq!(order, back.reverse(), "{a} and {b} change order when they change places");
        let holds = match op.as_str() {
            "<" => order == Ordering::Less,
            "=" => order == Ordering::Equal,
            ">" => order == Ordering::Greater,
            "!=" => order != Ordering::Equal,
            other => panic!("{file}: unknown operator {other}"),
        };
        if !holds {
            differing.push(format!("{a} {op} {b}, we have {order:?}"));
        }
    }
    differing
}

fn agrees(dialect: &Dialect, file: &str) {
    assert_eq!(differing(dialect, file), Vec::<String>::new(), "{file}");
}

#[test]
fn pep440_orders_as_packaging_does() {
    agrees(&PEP440, "pep440-order.tsv");
}

#[test]
fn deb_orders_as_dpkg_does() {
    agrees(&DEB, "dpkg-compare.tsv");
}

#[test]
fn rpm_orders_as_rpmvercmp_does() {
    agrees(&RPM, "rpmvercmp.tsv");
}

#[test]
fn rubygems_orders_as_gem_version_does() {
    agrees(&RUBYGEMS, "rubygems.tsv");
}

#[test]
fn nuget_orders_as_its_comparer_does() {
    // The one row that comes from a test of the comparer that counts metadata; the default one, by
    // which packages are resolved, ignores it.
    let counted = ["1.0.0-BETA+AA != 1.0.0-beta, we have Equal"];
    let differing = differing(&NUGET, "nuget.tsv");
    assert!(differing.iter().all(|row| counted.contains(&row.as_str())), "{differing:?}");
}

#[test]
fn npm_orders_as_node_semver_does() {
    agrees(&NPM, "npm-semver-strict.tsv");
}

/// Strict node-semver takes a `v` and white space around; a loose one also takes `=` and space
/// between, which are no versions to us.
#[test]
fn npm_orders_as_loose_node_semver_does_what_both_take() {
    let mut strict = 0;
    for row in rows("npm-semver-loose.tsv") {
        let [a, op, b] = row.as_slice() else { panic!("{row:?} is not a pair") };
        let extra = |text: &str| text.contains('=') || text.contains("v ");
        let taken = |text: &str| taken(&NPM, text, "0.0.0-0");
        assert_eq!((taken(a), taken(b)), (!extra(a), !extra(b)), "{a:?} {b:?}");
        if !extra(a) && !extra(b) {
            let wanted = if op == ">" { Ordering::Greater } else { Ordering::Equal };
            assert_eq!((NPM.order)(a, b), wanted, "{a:?} {b:?}");
            strict += 1;
        }
    }
    assert!(strict == 0 || strict > 15, "only {strict} of the vectors apply");
}

#[test]
fn maven_orders_as_comparable_version_does() {
    agrees(&MAVEN, "maven-comparableversion.tsv");
}

#[test]
fn semver_dialects_order_as_the_specification_does() {
    for dialect in [&CARGO, &NPM, &HELM] {
        agrees(dialect, "semver-spec-order.tsv");
    }
}

#[test]
fn rubygems_bumps_as_gem_version_does() {
    let admits = RUBYGEMS.requires.expect("it has requirements").admits;
    for row in rows("rubygems-bump.tsv") {
        let (requirement, bumped) = (format!("~> {}", row[0]), &row[2]);
        assert_eq!(admits(&requirement, bumped), Ok(false), "{requirement}");
        let mut numbers: Vec<u64> = bumped.split('.').map(|n| n.parse().expect(n)).collect();
        *numbers.last_mut().expect("it has numbers") -= 1;
        let below: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let below = format!("{}.999", below.join("."));
        assert_eq!(admits(&requirement, &below), Ok(true), "{requirement} and {below}");
    }
}

/// The escapes that the vector files use.
fn unescaped(text: &str) -> String {
    let pairs = [
        ("\\n", "\n"),
        ("\\t", "\t"),
        ("\\r", "\r"),
        ("\\f", "\x0c"),
        ("\\v", "\x0b"),
        ("\\u0130", "\u{130}"),
    ];
    pairs.iter().fold(text.to_string(), |text, (escape, c)| text.replace(escape, c))
}

/// Sorts below a version that the ecosystem takes, as every text does that it does not take.
fn taken(dialect: &Dialect, text: &str, lowest: &str) -> bool {
    (dialect.order)(text, lowest) != Ordering::Less
}

#[test]
fn pep440_normalizes_as_packaging_does() {
    for row in rows("pep440-normalize.tsv") {
        let (input, wanted) = (unescaped(&row[0]), &row[2]);
        assert_eq!((PEP440.order)(&input, wanted), Ordering::Equal, "{input:?}");
        match (PEP440.read)(&input) {
            Ok(_) => assert_eq!(&input, wanted),
            Err(error) if input != *wanted => {
                let crate::native::NativeError::Syntax { wanted: ours, .. } = error else {
                    panic!("{input:?}: {error}")
                };
                assert_eq!(ours.as_ref(), Some(wanted), "{input:?}");
            }
            // Canonical, but with an epoch, a post-release or a local version.
            Err(_) => {}
        }
    }
}

#[test]
fn pep440_refuses_what_packaging_refuses() {
    for row in rows("pep440-invalid.tsv") {
        let text = unescaped(&row[0]);
        assert!(!taken(&PEP440, &text, "0.dev0"), "{text:?} was taken");
        assert!((PEP440.read)(&text).is_err(), "{text:?} was read");
    }
}

#[test]
fn deb_takes_what_dpkg_takes() {
    for row in rows("dpkg-parse.tsv") {
        let text = unescaped(&row[0]);
        assert_eq!(taken(&DEB, &text, "0~~~"), row[1] == "valid", "{text:?}");
    }
}

#[test]
fn nuget_refuses_what_nuget_refuses() {
    for row in rows("nuget-invalid.tsv") {
        let text = &row[0];
        assert!(!taken(&NUGET, text, "0.0.0-0"), "{text:?} was taken");
        assert!((NUGET.read)(text).is_err(), "{text:?} was read");
    }
}
