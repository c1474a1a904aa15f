//! Diavolo's cases.

use super::{ascending, bumped, on, plain, role, scheme, v};
use crate::{BumpError, CompatSeverity, Compatibility, Given, Participants, ProductTag, native};

#[test]
fn diav_1_four_parts_of_16_bits() {
    let form = plain("diavolo");
    assert_eq!(v(&form, "65534.65534.65534.65534").as_str(), "65534.65534.65534.65534");
    for bad in ["65535.0.0.1", "1.0.1883.65535", "1.0.1883", "1.0.1883.5.0"] {
        assert!(form.parse(bad).is_err(), "{bad}");
    }
    let text = form.native(&native::ASSEMBLY, &v(&form, "1.0.1883.5"), Some(4)).unwrap();
    assert_eq!(text, "1.0.1883.5");
    let full = form.bump(&v(&form, "1.0.0.65534"), form.part("revision").unwrap(), &on(2026, 1, 1));
    assert!(matches!(full, Err(BumpError::Overflow { .. })));
}

#[test]
fn diav_2_the_core_is_its_serial() {
    let core = role("diavolo", "core");
    ascending(&core, &["3.0.0.1882", "2.1.0.1883", "2.0.0.1884"]);
    let error = core.parse("3.0.0.1").unwrap_err();
    assert!(alloc::format!("{error}").contains("below 1882"), "{error}");
    let day = on(2026, 1, 1);
    assert_eq!(bumped(&core, "3.0.0.1890", "major", &day).as_str(), "4.0.0.1891");
    assert_eq!(bumped(&core, "3.0.0.1890", "minor", &day).as_str(), "3.1.0.1891");
    let lowest = core.lowest_bumpable().unwrap();
    let patched = core.bump(&v(&core, "3.0.0.1890"), lowest, &day).unwrap();
    assert_eq!(patched.as_str(), "3.0.0.1891");
    let last = core.bump(&v(&core, "3.0.0.65534"), core.part("major").unwrap(), &day);
    assert!(matches!(last, Err(BumpError::Overflow { resets: false, .. })), "it never resets");
    let nothing = core.line(&v(&core, "3.0.0.1890"));
    assert!(nothing.is_empty());
    assert_eq!(core.fresh(&nothing, &day).as_str(), "0.0.0.1882");
}

#[test]
fn diav_2_a_serial_alone_does_not_make_two_versions_one() {
    let core = role("diavolo", "core");
    let (a, b) = (v(&core, "3.0.0.1890"), v(&core, "4.0.0.1890"));
    assert_eq!(core.key(&a), core.key(&b));
    assert!(!core.same(&a, &b) && core.same(&a, &a));
    let iric = plain("iric");
    assert!(iric.same(&v(&iric, "2.1"), &v(&iric, "2.1.0")));
    let ibex = plain("ibex");
    assert!(ibex.same(&v(&ibex, "7.2.0"), &v(&ibex, "7.2.0.678")));
    let chain = plain("chain");
    assert!(!chain.same(&v(&chain, "1.0"), &v(&chain, "1.0.20161024")));
    for check in ["serial-reused", "serial-start"] {
        assert_eq!(scheme("diavolo").policy(check).unwrap().id, "DIAV-2");
    }
    assert_eq!(place::Explain::rule(&core.parse("3.0.0.1").unwrap_err()), Some("serial-start"));
}

#[test]
fn diav_3_a_minimum_is_kept_until_it_is_raised() {
    let form = plain("diavolo");
    let day = on(2026, 1, 1);
    let raise = Given { minimum: Some(1890), ..day };
    let from = "1.0.1883.5";
    assert_eq!(bumped(&form, from, "revision", &day).as_str(), "1.0.1883.6");
    assert_eq!(bumped(&form, from, "build", &raise).as_str(), "1.0.1890.0");
    assert_eq!(bumped(&form, from, "revision", &raise).as_str(), "1.0.1890.0");
    assert_eq!(bumped(&form, from, "minor", &day).as_str(), "1.1.1883.0");
    assert_eq!(bumped(&form, from, "minor", &raise).as_str(), "1.1.1890.0");
    let far = Given { minimum: Some(65535), ..day };
    let past = form.bump(&v(&form, from), form.part("build").unwrap(), &far);
    assert!(matches!(past, Err(BumpError::Overflow { resets: false, .. })), "it never resets");
    let same = Given { minimum: Some(1883), ..day };
    assert_eq!(bumped(&form, from, "revision", &same).as_str(), "1.0.1883.6");
    assert_eq!(form.parts()[form.lowest_bumpable().unwrap().0].name, "revision");
}

#[test]
fn diav_7_a_minimum_never_goes_down() {
    let form = plain("diavolo");
    let build = form.part("build").unwrap();
    let revision = form.part("revision").unwrap();
    let lower = Given { minimum: Some(1880), ..on(2026, 1, 1) };
    for part in [build, revision] {
        let error = form.bump(&v(&form, "1.0.1883.5"), part, &lower).unwrap_err();
        assert!(matches!(error, BumpError::MinimumNotRaised { .. }), "{error}");
    }
    // With a part above it the version rises all the same; whether it may is the caller's to ask.
    assert_eq!(bumped(&form, "1.0.1883.5", "minor", &lower).as_str(), "1.1.1880.0");
    let unsaid = form.bump(&v(&form, "1.0.1883.5"), build, &on(2026, 1, 1));
    assert!(matches!(unsaid, Err(BumpError::NoMinimum { .. })));
    for check in ["minimum-known", "minimum-lowered"] {
        assert_eq!(scheme("diavolo").policy(check).unwrap().id, "DIAV-7");
    }
}

#[test]
fn diav_4_the_verdict_is_advisory() {
    let diavolo = scheme("diavolo");
    let core = diavolo.form(Some("core")).unwrap();
    let users = v(diavolo.plain(), "1.0.1883.5");
    for (provider, wanted, severity) in [
        ("3.0.0.1882", Compatibility::Incompatible, CompatSeverity::Advisory),
        ("3.0.0.1883", Compatibility::Compatible, CompatSeverity::None),
        ("9.9.9.1900", Compatibility::Compatible, CompatSeverity::None),
    ] {
        let provider = v(core, provider);
        for (role, name) in [(Some("core"), None), (Some("core"), Some("core")), (None, None)] {
            let answer = diavolo.compare((role, &provider, name), (None, &users, Some("users")));
            assert_eq!((answer.verdict, answer.severity), (wanted, severity), "{provider}");
        }
    }
    let other = v(diavolo.plain(), "2.0.1883.9");
    let answer = diavolo.compare((None, &other, Some("forum")), (None, &users, Some("users")));
    assert_eq!(answer.verdict, Compatibility::Unknown, "a sub-system provides nothing");
}

#[test]
fn diav_8_sub_systems_are_ordered_by_all_parts() {
    ascending(
        &plain("diavolo"),
        &["1.0.1883.5", "1.0.1883.6", "1.0.1884.0", "1.1.1883.0", "2.0.0.0"],
    );
}

#[test]
fn diav_5_the_core_is_the_product() {
    let diavolo = scheme("diavolo");
    assert_eq!(diavolo.release().participants, Participants::Role("core".into()));
    assert_eq!(diavolo.release().product_tag, ProductTag::Role("core".into()));
    assert_eq!(diavolo.provider_role(), Some("core"));
}
