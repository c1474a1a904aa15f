//! Kolab's cases.

use alloc::string::ToString;

use super::{ascending, bumped, on, plain, role, scheme, v, verdict};
use crate::{
    CompatSeverity, Compatibility, EmbedsLevel, LastWord, PreError, ProductTag, Scheme, native,
};

#[test]
fn kolab_1_three_parts_and_no_two() {
    let form = plain("kolab");
    assert_eq!(bumped(&form, "2.4.3", "minor", &on(2026, 1, 1)).as_str(), "2.5.0");
    let error = form.parse("2.5").unwrap_err();
    assert_eq!(error.suggestion.as_deref(), Some("2.5.0"));
    assert_eq!(form.parts()[form.lowest_bumpable().unwrap().0].name, "teeny");
}

#[test]
fn kolab_5_pre_releases_leave_out_the_zero() {
    let form = plain("kolab");
    ascending(
        &form,
        &["2.4.3", "2.5-beta1", "2.5-beta2", "2.5-beta10", "2.5-rc1", "2.5.0", "2.5.1"],
    );
    let base = bumped(&form, "2.4.3", "minor", &on(2026, 1, 1));
    let one = form.pre(&base, "beta").unwrap();
    let two = form.pre(&one, "beta").unwrap();
    let rc = form.pre(&two, "rc").unwrap();
    assert_eq!((one.as_str(), two.as_str(), rc.as_str()), ("2.5-beta1", "2.5-beta2", "2.5-rc1"));
    assert_eq!(form.promote(&rc).unwrap().as_str(), "2.5.0");
    assert!(matches!(form.pre(&rc, "beta"), Err(PreError::Earlier { .. })));
    assert!(matches!(form.pre(&base, "bta"), Err(PreError::Label { .. })));
    assert!(matches!(form.promote(&base), Err(PreError::Final { .. })));
    assert!(form.bump(&rc, form.part("teeny").unwrap(), &on(2026, 1, 1)).is_err());
    let error = form.parse("2.5.0-rc1").unwrap_err();
    assert_eq!(error.suggestion.as_deref(), Some("2.5-rc1"));
    assert!(!form.is_unstable(&rc) && form.is_pre(&rc) && !form.is_pre(&base));
}

#[test]
fn kolab_6_an_unstable_fix_is_final_with_four_parts() {
    let form = plain("kolab");
    ascending(&form, &["2.5.0", "2.5.1-rc1", "2.5.1-rc2", "2.5.1.0", "2.5.2"]);
    let base = bumped(&form, "2.5.0", "teeny", &on(2026, 1, 1));
    let rc = form.pre(&base, "rc").unwrap();
    assert_eq!(rc.as_str(), "2.5.1-rc1");
    assert!(form.is_unstable(&rc));
    assert_eq!(form.pre(&rc, "rc").unwrap().as_str(), "2.5.1-rc2");
    let last = form.promote(&rc).unwrap();
    assert_eq!(last.as_str(), "2.5.1.0");
    assert_eq!(bumped(&form, "2.5.1.0", "teeny", &on(2026, 1, 1)).as_str(), "2.5.2");
    assert!(matches!(form.pre(&base, "beta"), Err(PreError::Kept { .. })));
    assert!(form.parse("2.5.1-beta1").is_err());
    assert!(form.parse("2.5.1.0-rc1").is_err());
    assert!(form.parse("2.5.1.1").unwrap_err().to_string().contains("more than 0"));
    let settled = form.part("settled").unwrap();
    assert!(!form.parts()[settled.0].is_bumpable());
    let error = form.bump(&v(&form, "2.5.1"), settled, &on(2026, 1, 1)).unwrap_err();
    assert!(error.to_string().contains("holds at most 0"), "only promoting makes it: {error}");
}

#[test]
fn kolab_8_packages_spell_pre_releases_their_way() {
    let form = plain("kolab");
    let beta = v(&form, "2.3-beta1");
    for dialect in [&native::DEB, &native::RPM] {
        let text = form.native(dialect, &beta, None).unwrap();
        assert_eq!(text, "2.3~beta1");
        assert_eq!(form.from_native(dialect, &text).unwrap().as_str(), "2.3-beta1");
    }
    let npm = form.native(&native::NPM, &beta, None).unwrap();
    assert_eq!(form.from_native(&native::NPM, &npm).unwrap().as_str(), "2.3-beta1", "{npm}");
}

#[test]
fn kolab_2_to_4_how_far_apart_two_versions_are() {
    let kolab = scheme("kolab");
    assert_eq!(verdict(&kolab, "2.4.3", "2.4.0"), Compatibility::Compatible);
    assert_eq!(verdict(&kolab, "2.5.0", "2.4.3"), Compatibility::Unknown);
    assert_eq!(verdict(&kolab, "3.0.0", "2.4.3"), Compatibility::Incompatible);
    let (a, b) = (v(kolab.plain(), "2.5.0"), v(kolab.plain(), "2.4.3"));
    let answer = kolab.compare((None, &a, None), (None, &b, None));
    assert_eq!(answer.severity, CompatSeverity::Warn);
    assert!(answer.because.contains("test the upgrade"), "{}", answer.because);
}

#[test]
fn kolab_2_and_3_every_reason_is_an_impact() {
    let kolab = scheme("kolab");
    let needs = |id: &str| {
        let impact = kolab.impacts().iter().find(|impact| impact.id == id).unwrap();
        (kolab.parts()[impact.needs.0].name.as_str(), impact.may)
    };
    assert_eq!(needs("no-downgrade-path"), ("major", false));
    assert_eq!(needs("component-upgraded"), ("minor", false));
    assert_eq!(needs("cycle-end"), ("minor", true));
    assert_eq!(needs("security"), ("teeny", false));
}

#[test]
fn kolab_2_to_4_every_reason_names_its_rule_and_people_answer_for_what_may_be() {
    let kolab = scheme("kolab");
    for impact in kolab.impacts() {
        let rule = impact.rule.as_deref().unwrap_or_else(|| panic!("{} has no rule", impact.id));
        let policy = kolab.policies().iter().find(|policy| policy.id == rule).unwrap();
        assert!(policy.checks().any(|check| check == "impact-level"), "{rule} is not enforced");
        let word = if impact.may { LastWord::People } else { LastWord::Policy };
        assert_eq!(impact.last_word, word, "{}", impact.id);
    }
    let rule = |id: &str| {
        let impact = kolab.impacts().iter().find(|impact| impact.id == id).unwrap();
        impact.rule.as_deref().unwrap()
    };
    assert_eq!(
        ["no-downgrade-path", "component-upgraded", "enhancement", "fix"].map(rule),
        ["KOLAB-2", "KOLAB-3", "KOLAB-4", "KOLAB-4"]
    );
}

#[test]
fn kolab_9_labels_sort_as_each_ecosystem_compares_them() {
    let labelled = |labels: &str| {
        let text = alloc::format!("extends = 'kolab'\n[pre]\nlabels = [{labels}]\n");
        let scheme = Scheme::parse("k.toml", &text, &|_| None);
        scheme.unwrap_or_else(|error| panic!("{error}")).plain().clone()
    };
    let pre = labelled("'prealpha', 'alpha', 'rc'");
    let found = pre.unsorted_labels(&native::DEB).unwrap();
    assert_eq!((found.label.as_str(), found.next.as_deref()), ("prealpha", Some("alpha")));
    assert_eq!(found.lower, "1.0~prealpha1-0.1");
    assert_eq!(found.upper, "1.0~alpha1-0.2");
    // RPM has the count in front of the label, and npm sorts what it takes for words.
    assert_eq!(pre.unsorted_labels(&native::RPM), None);
    assert_eq!(pre.unsorted_labels(&native::NPM).unwrap().lower, "1.0.0-prealpha.1");
    // Nobody sorts plain texts and tags of images, and an installer holds no pre-release.
    for d in [&native::PLAIN, &native::OCI, &native::MSI] {
        assert_eq!(pre.unsorted_labels(d), None, "{}", d.id);
    }
    // It is the comparison that decides, not a list of names.
    assert_eq!(labelled("'aleph', 'beth', 'rc'").unsorted_labels(&native::DEB), None);
    assert!(labelled("'zeta', 'rc'").unsorted_labels(&native::DEB).is_some());
}

#[test]
fn kolab_9_the_presets_labels_sort_everywhere() {
    for preset in crate::PRESETS {
        let form = plain(preset.name);
        for d in crate::DIALECTS {
            assert_eq!(form.unsorted_labels(d), None, "{} {}", preset.name, d.id);
        }
    }
}

#[test]
fn kolab_10_the_suite_gets_a_minor() {
    let kolab = scheme("kolab");
    assert_eq!(kolab.embeds_level(), EmbedsLevel::Part(kolab.part("minor").unwrap()));
    assert_eq!(kolab.release().product_tag, ProductTag::Role("suite".into()));
    let suite = role("kolab", "suite");
    assert_eq!(bumped(&suite, "2.4.3", "minor", &on(2026, 1, 1)).as_str(), "2.5.0");
}

#[test]
fn kolab_5_a_final_version_has_its_teeny() {
    use place::Explain as _;
    let form = plain("kolab");
    for (text, meant) in [("2.5", Some("2.5.0")), ("2.5.0-rc1", Some("2.5-rc1"))] {
        let error = form.parse(text).unwrap_err();
        assert_eq!(
            (error.rule(), error.suggestion.as_deref()),
            (Some("pre-shape"), meant),
            "{error}"
        );
    }
    let policy = scheme("kolab");
    assert_eq!(policy.policy("pre-shape").unwrap().id, "KOLAB-5");
    // Too short for a pre-release as well: that is another matter.
    assert_eq!(form.parse("2").unwrap_err().rule(), Some("version-parse"));
}

#[test]
fn kolab_5_a_pre_release_follows_another_components() {
    let form = plain("kolab");
    let last = form.mark(&v(&form, "2.5-beta3"));
    let base = v(&form, "2.5.0");
    let after = |label| form.pre_after(&base, last, label).map(|version| version.to_string());
    assert_eq!(after("beta"), Ok("2.5-beta4".into()));
    assert_eq!(after("rc"), Ok("2.5-rc1".into()));
    let earlier = PreError::Earlier { label: "alpha".into(), version: "2.5-beta3".into() };
    assert_eq!(after("alpha"), Err(earlier));
    assert!(form.mark(&v(&form, "2.5-beta3")) < form.mark(&v(&form, "2.5-rc1")));
    assert_eq!(form.without_label(&v(&form, "2.5-rc1")).as_str(), "2.5.0");
    assert_eq!(form.without_label(&v(&form, "2.5.1-rc1")).as_str(), "2.5.1");
}

#[test]
fn kolab_5_and_6_the_parts_that_pre_releases_move() {
    let (kolab, semver) = (plain("kolab"), plain("semver"));
    assert_eq!(kolab.pre_level(), kolab.part("minor"));
    assert_eq!(kolab.lowest_pre(), kolab.part("minor"));
    assert_eq!(kolab.unstable_label(), Some("rc"));
    assert_eq!(semver.pre_level(), semver.part("minor"));
    assert_eq!(semver.lowest_pre(), semver.part("patch"));
    assert_eq!(semver.unstable_label(), None);
    assert_eq!(plain("chain").pre_level(), None);
}
