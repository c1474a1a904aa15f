//! The three readings of Semantic Versioning.

use super::{ascending, bumped, on, patched, plain, scheme, v, verdict};
use crate::{Compatibility, Participants, Scheme, Subset, native};

#[test]
fn semver_laggard_is_patched_past_the_line() {
    let form = plain("semver");
    let day = on(2026, 1, 1);
    assert_eq!(patched(&form, "1.0.5", "1.2", "patch", &day).as_str(), "1.2.1");
    assert_eq!(patched(&form, "1.2.5", "1.2", "patch", &day).as_str(), "1.2.6");
    let line = form.line_from("1.2").unwrap();
    assert_eq!(form.onto(&v(&form, "1.0.5"), &line, &day).as_str(), "1.2.0");
    let next = form.next_line(&line, form.part("major").unwrap(), &day).unwrap();
    assert_eq!(next.as_str(), "2.0");
    assert!(form.line_from("1.2.3").is_err() && form.line_from("1").is_err());
}

#[test]
fn semver_fixed_shares_all_parts_and_the_other_presets_two_or_none() {
    let line = |name: &str| {
        let form = plain(name);
        alloc::string::String::from(form.line(&v(&form, "1.2.3")).as_str())
    };
    assert_eq!(line("semver"), "1.2");
    assert_eq!(line("semver-fixed"), "1.2.3");
    assert_eq!(line("semver-independent"), "");
    let fixed = scheme("semver-fixed");
    assert_eq!(fixed.release().participants, Participants::All);
    assert_eq!(fixed.release().subset, Subset::Refuse);
    assert!(!scheme("semver-independent").shared());
}

#[test]
fn semver_9_and_11_pre_releases_are_numbered_and_come_before() {
    let form = plain("semver");
    let base = bumped(&form, "1.4.2", "minor", &on(2026, 1, 1));
    let rc = form.pre(&base, "rc").unwrap();
    assert_eq!(rc.as_str(), "1.5.0-rc.1");
    assert_eq!(form.promote(&rc).unwrap(), base);
    ascending(
        &form,
        &[
            "1.4.2",
            "1.5.0-alpha",
            "1.5.0-alpha.1",
            "1.5.0-beta.2",
            "1.5.0-beta.11",
            "1.5.0-rc.1",
            "1.5.0",
        ],
    );
    let line = form.line_from("1.5").unwrap();
    assert_eq!(form.onto(&rc, &line, &on(2026, 1, 1)), rc);
    let cargo = form.native(&native::CARGO, &rc, None).unwrap();
    assert_eq!(cargo, "1.5.0-rc.1");
    assert_eq!(form.from_native(&native::CARGO, &cargo).unwrap(), rc);
    let alpha = v(&form, "1.5.0-alpha");
    let bare = form.native(&native::CARGO, &alpha, None).unwrap();
    assert_eq!(bare, "1.5.0-alpha", "not alpha.0, which is another one");
    assert_eq!(form.from_native(&native::CARGO, &bare).unwrap(), alpha);
    assert!(form.native(&native::PEP440, &alpha, None).is_err(), "alpha would become a0");
    assert_eq!(form.native(&native::PEP440, &rc, None).unwrap(), "1.5.0rc1");
    assert_eq!(form.from_native(&native::PEP440, "1.5.0rc1").unwrap(), rc);
}

#[test]
fn semver_2_three_numbers_without_leading_zeros() {
    let form = plain("semver");
    assert_eq!(v(&form, "1.20.0").as_str(), "1.20.0");
    for bad in ["1.2", "1.2.3.4", "1.02.3", "-1.2.3", "1.2.x", "v1.2.3"] {
        assert!(form.parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn semver_7_and_8_a_higher_part_starts_the_lower_ones_again() {
    let form = plain("semver-independent");
    let day = on(2026, 1, 1);
    assert_eq!(bumped(&form, "1.4.2", "minor", &day).as_str(), "1.5.0");
    assert_eq!(bumped(&form, "1.4.2", "major", &day).as_str(), "2.0.0");
}

#[test]
fn semver_arity_is_kept() {
    let form = plain("semver");
    let version = v(&form, "1.5.0");
    assert_eq!(form.native(&native::ASSEMBLY, &version, Some(3)).unwrap(), "1.5.0");
    assert_eq!(form.native(&native::ASSEMBLY, &version, Some(4)).unwrap(), "1.5.0.0");
    assert_eq!(form.from_native(&native::ASSEMBLY, "1.5.0.0").unwrap(), version);
}

#[test]
fn semver_4_breaking_needs_a_minor_while_major_is_zero() {
    let semver = scheme("semver");
    let form = semver.plain();
    let impact = semver.impacts().iter().find(|impact| impact.id == "breaking").unwrap();
    assert_eq!(impact.needs_from(&v(form, "0.3.1")), form.part("minor").unwrap());
    assert_eq!(impact.needs_from(&v(form, "1.0.0")), form.part("major").unwrap());
    // Whoever says what it needs says all of it.
    let stricter = "extends = 'semver'\n[[impact]]\nid = 'breaking'\nneeds = 'minor'\n";
    let stricter = Scheme::parse("x.toml", stricter, &|_| None).unwrap();
    let impact = stricter.impacts().iter().find(|impact| impact.id == "breaking").unwrap();
    assert_eq!(impact.while_zero, None);
    assert_eq!(impact.rule.as_deref(), Some("SEMVER-8"), "the rest is the parent's");
}

#[test]
fn how_far_a_version_moved_on_is_the_highest_part_that_differs() {
    let moved = |scheme: &str, from: &str, to: &str| {
        let form = plain(scheme);
        let part = form.moved(&v(&form, from), &v(&form, to));
        part.map(|part| form.parts()[part.0].name.clone())
    };
    assert_eq!(moved("semver", "1.2.3", "1.3.0").as_deref(), Some("minor"));
    assert_eq!(moved("semver", "1.2.3", "2.2.3").as_deref(), Some("major"));
    assert_eq!(moved("chain", "1.0", "1.0.20161101").as_deref(), Some("build"));
    assert_eq!(moved("kolab", "2.5.0", "2.5.1.0").as_deref(), Some("teeny"));
    assert_eq!(moved("iric", "2.1", "2.1.0"), None, "one version, spelled twice");
    assert_eq!(moved("ibex", "1.2.3.678", "1.2.3.999"), None, "the build server's does not count");
}

#[test]
fn semver_4_and_8_majors_do_not_mix_and_zero_promises_nothing() {
    let semver = scheme("semver");
    assert_eq!(verdict(&semver, "2.0.0", "1.9.0"), Compatibility::Incompatible);
    assert_eq!(verdict(&semver, "1.9.0", "1.2.7"), Compatibility::Compatible);
    assert_eq!(verdict(&semver, "1.2.7", "1.9.0"), Compatibility::Unknown);
    assert_eq!(verdict(&semver, "0.3.0", "0.2.0"), Compatibility::Unknown);
}
