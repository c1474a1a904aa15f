//! IBEX's cases.

use alloc::string::ToString;

use super::{on, patched, plain, scheme, v, verdict};
use crate::{CompatSeverity, Compatibility, Given, Participants, Scheme, Scope, Subset, native};

#[test]
fn ibex_1_the_build_is_given_and_ignored() {
    let form = plain("ibex");
    let (a, b) = (v(&form, "1.2.3.678"), v(&form, "1.2.3.999"));
    assert_ne!(a, b);
    assert_eq!(form.key(&a), form.key(&b));
    assert_eq!(verdict(&scheme("ibex"), "1.2.3.678", "1.2.3.999"), Compatibility::Compatible);
    assert_eq!(form.without_external(&a).as_str(), "1.2.3");
    let build = form.part("build").unwrap();
    assert_eq!(form.scope_of(build), Scope::External);
    assert!(form.bump(&a, build, &on(2026, 1, 1)).is_err());
    let given = Given { external: Some(700), ..on(2026, 1, 1) };
    let patch = form.part("patch").unwrap();
    assert_eq!(form.bump(&a, patch, &given).unwrap().as_str(), "1.2.4.700");
    assert_eq!(form.bump(&a, patch, &on(2026, 1, 1)).unwrap().as_str(), "1.2.4", "never kept");
}

#[test]
fn ibex_2_all_move_together() {
    let ibex = scheme("ibex");
    assert_eq!(ibex.release().participants, Participants::All);
    assert_eq!(ibex.release().subset, Subset::Refuse);
    assert_eq!(ibex.policy("all-together").unwrap().id, "IBEX-2");
    let form = ibex.plain();
    let patch = form.lowest_bumpable().unwrap();
    assert_eq!(form.parts()[patch.0].name, "patch");
    assert_eq!(form.scope_of(patch), Scope::Product);
}

#[test]
fn ibex_3_lower_parts_start_again() {
    let form = plain("ibex");
    for (part, wanted) in [("patch", "7.2.2"), ("minor", "7.3.0"), ("major", "8.0.0")] {
        let line = form.line_from("7.2.1").unwrap();
        let next = form.next_line(&line, form.part(part).unwrap(), &on(2026, 1, 1)).unwrap();
        assert_eq!(next.as_str(), wanted);
        assert_eq!(form.fresh(&next, &on(2026, 1, 1)).as_str(), wanted);
    }
    let ibex = scheme("ibex");
    for (id, part) in
        [("pv-name-changed", "major"), ("pv-added", "minor"), ("performance", "patch")]
    {
        let impact = ibex.impacts().iter().find(|impact| impact.id == id).unwrap();
        assert_eq!(ibex.part(part), Some(impact.needs));
        assert_eq!(impact.rule.as_deref(), Some("IBEX-3"));
    }
}

#[test]
fn ibex_4_majors_that_differ_warn() {
    let ibex = scheme("ibex");
    for (provider, consumer, wanted) in [
        ("7.4.1", "7.2.0", Compatibility::Compatible),
        ("7.2.0", "7.4.1", Compatibility::Unknown),
        ("8.0.0", "7.4.1", Compatibility::Incompatible),
        ("7.4.1", "8.0.0", Compatibility::Incompatible),
    ] {
        assert_eq!(verdict(&ibex, provider, consumer), wanted, "{provider} {consumer}");
    }
    let (a, b) = (v(ibex.plain(), "8.0.0"), v(ibex.plain(), "7.4.1"));
    let answer = ibex.compare((None, &a, Some("backend")), (None, &b, Some("gui")));
    assert_eq!(answer.severity, CompatSeverity::Warn);
    assert_eq!(answer.rule.as_deref(), Some("IBEX-4"));
    assert!(answer.because.contains("should not work"), "{}", answer.because);
}

#[test]
fn ibex_case_6_the_build_shows_where_there_is_room() {
    let form = plain("ibex");
    let built = v(&form, "1.2.3.678");
    assert_eq!(form.native(&native::ASSEMBLY, &built, Some(4)).unwrap(), "1.2.3.678");
    assert_eq!(form.from_native(&native::ASSEMBLY, "1.2.3.678").unwrap().as_str(), "1.2.3.678");
    assert_eq!(form.from_native(&native::ASSEMBLY, "1.2.3").unwrap().as_str(), "1.2.3");
    assert_eq!(form.native(&native::NPM, &built, None).unwrap(), "1.2.3+678");
    assert_eq!(form.from_native(&native::NPM, "1.2.3+678").unwrap().as_str(), "1.2.3.678");
}

#[test]
fn ibex_6_a_laggard_on_the_line_is_patched_past_it() {
    let form = plain("ibex");
    assert_eq!(patched(&form, "7.2.0", "7.2.1", "patch", &on(2026, 1, 1)).as_str(), "7.2.2");
}

#[test]
fn ibex_7_too_far_behind_is_two_lines() {
    assert_eq!(scheme("ibex").too_far(), Some(2));
}

#[test]
fn ibex_9_marked_releases_stand_in_place_of_majors() {
    let text = "extends = 'ibex'\nname = 'by-year'\nbreaking = ['8.0.0', '25.2.0', '26.1.0']";
    let by_year = Scheme::parse("by-year.toml", text, &|_| None).unwrap();
    for (provider, consumer, wanted, rule) in [
        ("25.1.9", "24.0.0", Compatibility::Compatible, "IBEX-9"),
        ("24.3.0", "25.1.0", Compatibility::Unknown, "IBEX-4"),
        ("25.2.0", "25.1.9", Compatibility::Incompatible, "IBEX-4"),
        ("25.1.9", "25.2.0", Compatibility::Incompatible, "IBEX-4"),
        ("26.0.0", "25.2.0", Compatibility::Compatible, "IBEX-9"),
        ("26.0.0", "25.4.0", Compatibility::Compatible, "IBEX-9"),
        ("26.0.5", "26.0.0", Compatibility::Compatible, "IBEX-4"),
        ("26.1.0.77", "26.0.9", Compatibility::Incompatible, "IBEX-4"),
        ("8.0.0", "7.4.1", Compatibility::Incompatible, "IBEX-4"),
    ] {
        let (p, c) = (v(by_year.plain(), provider), v(by_year.plain(), consumer));
        let answer = by_year.compare((None, &p, None), (None, &c, None));
        let said = (answer.verdict, answer.rule.as_deref());
        assert_eq!(said, (wanted, Some(rule)), "{provider} {consumer}");
    }
}

#[test]
fn ibex_9_a_mark_that_no_rule_looks_at_is_refused() {
    let text = "extends = 'calver'\nname = 'c'\nbreaking = ['2026.2.0']";
    let error = Scheme::parse("c.toml", text, &|_| None).unwrap_err();
    assert!(error.to_string().contains("looks at breaking releases"), "{error}");
    let rule = "[[compat]]\nif = 'provider.era != consumer.era'\nverdict = 'incompatible'";
    let calver = Scheme::parse("c.toml", &alloc::format!("{text}\n{rule}"), &|_| None).unwrap();
    assert_eq!(verdict(&calver, "2026.1.9", "2026.2.0"), Compatibility::Incompatible);
    assert_eq!(verdict(&calver, "2027.1.0", "2026.2.0"), Compatibility::Unknown);
}
