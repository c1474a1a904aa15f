//! The shared test vectors for Semantic Versioning, where they are at hand.

use super::std;
use alloc::string::String;

use super::plain;

/// The lines of a vector file; `None`, and a loud word, where it is not there.
fn vectors(name: &str) -> Option<String> {
    let path = alloc::format!("{}/../../../shared/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path);
    if text.is_err() {
        std::eprintln!("SKIPPED: no test vectors at {path}");
    }
    text.ok()
}

/// What a scheme leaves out of SemVer on purpose: build metadata, and labels that it does not list.
fn outside_the_scheme(text: &str) -> bool {
    let label = text.split_once('-').map(|(_, rest)| rest);
    text.contains('+')
        || label.is_some_and(|rest| {
            let (word, number) = rest.split_once('.').unwrap_or((rest, "0"));
            !["alpha", "beta", "rc"].contains(&word)
                || !number.bytes().all(|byte| byte.is_ascii_digit())
        })
}

#[test]
fn semver_spec_order() {
    let form = plain("semver-fixed");
    let Some(text) = vectors("semver-spec-order.tsv") else { return };
    let mut checked = 0;
    for line in text.lines() {
        let mut fields = line.split('\t');
        let (Some(a), Some(op), Some(b)) = (fields.next(), fields.next(), fields.next()) else {
            panic!("{line}");
        };
        if outside_the_scheme(a) || outside_the_scheme(b) {
            continue;
        }
        let order = form.key(&form.parse(a).unwrap()).cmp(&form.key(&form.parse(b).unwrap()));
        let wanted = match op {
            "<" => order.is_lt(),
            ">" => order.is_gt(),
            "=" => order.is_eq(),
            _ => order.is_ne(),
        };
        assert!(wanted, "{line}: {order:?}");
        checked += 1;
    }
    assert!(checked > 5, "only {checked} of the vectors apply");
}

#[test]
fn semver_org_parse() {
    let form = plain("semver-fixed");
    let Some(text) = vectors("semver-org-parse.tsv") else { return };
    let mut checked = 0;
    for line in text.lines() {
        let Some((version, verdict)) = line.split_once('\t') else { panic!("{line}") };
        let parsed = form.parse(version);
        match verdict {
            "valid" if outside_the_scheme(version) => assert!(parsed.is_err(), "{version}"),
            // Numbers past 64 bits are SemVer's, and nobody's release.
            "valid" => match parsed {
                Ok(parsed) => assert_eq!(parsed.as_str(), version),
                Err(error) => assert!(!error.fault.is_syntax(), "{error}"),
            },
            _ => assert!(parsed.is_err(), "{version}"),
        }
        checked += 1;
    }
    assert!(checked >= 70, "only {checked} vectors");
}
