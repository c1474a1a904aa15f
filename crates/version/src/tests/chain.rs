//! Chain Core's cases.

use alloc::string::ToString;

use place::Explain;

use super::{ascending, bumped, on, patched, plain, scheme, v, verdict};
use crate::{BumpError, Compatibility, EmbedsLevel, ProductTag, Scope, native};

#[test]
fn chain_1_versions_are_numbers_and_real_dates() {
    let form = plain("chain");
    for good in ["1.0", "1.0.20161024", "1.7.20170119", "2.3.20170601", "0.0.20160229"] {
        assert_eq!(v(&form, good).as_str(), good);
    }
    let error = form.parse("1.0.161205").unwrap_err();
    assert_eq!(error.suggestion.as_deref(), Some("1.0.20161205"));
    assert_eq!(error.rule(), Some("part-date"));
    assert_eq!(error.span.of("1.0.161205"), Some("161205"));
    for bad in [
        "1",
        "1.0.0",
        "1.0.20170132",
        "1.0.20170229",
        "1.0.2016110",
        "1.0.201611011",
        "1.0.20161101.1",
    ] {
        assert!(form.parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn chain_2_an_omitted_build_sorts_lowest() {
    let form = plain("chain");
    ascending(&form, &["1.0", "1.0.20161024", "1.0.20161101", "1.1", "1.1.20161108", "1.2", "2.0"]);
    ascending(&form, &["1.9", "1.10"]);
}

#[test]
fn chain_3_the_lowest_part_is_the_components_own() {
    let form = plain("chain");
    let build = form.lowest_bumpable().unwrap();
    assert_eq!(form.scope_of(build), Scope::Component);
    assert_eq!(form.scope_of(form.part("minor").unwrap()), Scope::Product);
    assert_eq!(scheme("chain").policy("shared-part-alone").unwrap().id, "CHAIN-3");
    let line = form.line_from("1.0").unwrap();
    let error = form.next_line(&line, build, &on(2016, 11, 1)).unwrap_err();
    assert!(matches!(error, BumpError::NotShared { .. }), "{error}");
}

#[test]
fn chain_4_laggard_catches_up() {
    let form = plain("chain");
    let day = on(2016, 11, 8);
    assert_eq!(patched(&form, "1.0.20161101", "1.1", "build", &day).as_str(), "1.1.20161108");
    let line = form.line_from("1.2").unwrap();
    assert_eq!(form.onto(&v(&form, "1.0.20161101"), &line, &day).as_str(), "1.2");
    let first = form.line_from("1.1").unwrap();
    assert_eq!(form.onto(&v(&form, "1.0.20161101"), &first, &day).as_str(), "1.1");
    for settled in ["1.1", "1.1.20161102", "1.2"] {
        assert_eq!(form.onto(&v(&form, settled), &first, &day).as_str(), settled);
    }
}

#[test]
fn chain_5_embedding_components_follow_at_the_same_level() {
    assert_eq!(scheme("chain").embeds_level(), EmbedsLevel::Same);
}

#[test]
fn chain_6_a_product_release_omits_the_build() {
    let form = plain("chain");
    let line = form.line(&v(&form, "1.0.20161101"));
    let next = form.next_line(&line, form.part("minor").unwrap(), &on(2016, 11, 2)).unwrap();
    assert_eq!(next.to_string(), "1.1");
    assert_eq!(form.fresh(&next, &on(2016, 11, 2)).as_str(), "1.1");
    assert_eq!(bumped(&form, "1.1.20161108", "major", &on(2016, 12, 1)).as_str(), "2.0");
    assert_eq!(scheme("chain").release().product_tag, ProductTag::Line);
}

#[test]
fn chain_7_a_second_release_on_one_day_is_refused() {
    let form = plain("chain");
    assert!(!form.borrows());
    assert_eq!(bumped(&form, "1.0", "build", &on(2016, 10, 27)).as_str(), "1.0.20161027");
    let again =
        form.bump(&v(&form, "1.0.20161027"), form.part("build").unwrap(), &on(2016, 10, 27));
    let error = again.unwrap_err();
    assert!(matches!(error, BumpError::AlreadyThatDay { .. }), "{error}");
    assert!(error.help().unwrap().contains("borrow"));
    // What `borrow` hands in is the next free day, a real one.
    assert_eq!(bumped(&form, "1.0.20170131", "build", &on(2017, 2, 1)).as_str(), "1.0.20170201");
}

#[test]
fn chain_8_compatibility_looks_at_major_and_minor() {
    use Compatibility::{Compatible, Incompatible, Unknown};
    let chain = scheme("chain");
    let strict = scheme("chain-strict");
    for (provider, consumer, wanted, strictly) in [
        ("1.2", "1.2", Compatible, Compatible),
        ("1.2.20170101", "1.1", Compatible, Compatible),
        ("1.3", "1.1", Compatible, Incompatible),
        ("1.1", "1.2", Unknown, Incompatible),
        ("2.0", "1.2", Incompatible, Incompatible),
        ("1.2", "2.0", Incompatible, Incompatible),
    ] {
        assert_eq!(verdict(&chain, provider, consumer), wanted, "{provider} {consumer}");
        assert_eq!(
            verdict(&strict, provider, consumer),
            strictly,
            "{provider} {consumer} strictly"
        );
    }
    assert_eq!(strict.policies().len(), chain.policies().len(), "the parent's rules are kept");
    assert_ne!(strict.policies()[7].text, chain.policies()[7].text);
}

#[test]
fn chain_9_a_clock_behind_the_last_release_is_refused() {
    let form = plain("chain");
    let build = form.part("build").unwrap();
    let error = form.bump(&v(&form, "1.0.20161101"), build, &on(2016, 10, 31)).unwrap_err();
    assert_eq!(error.to_string(), "`1.0.20161031` would not be above `1.0.20161101`");
    assert_eq!(scheme("chain").policy(error.rule().unwrap()).unwrap().id, "CHAIN-9");
}

#[test]
fn chain_10_dates_need_an_encoding_for_16_bits() {
    let form = plain("chain");
    let dated = v(&form, "1.1.20161108");
    let error = form.native(&native::MSI, &dated, None).unwrap_err();
    assert!(error.to_string().contains("build 20161108"), "{error}");
    assert!(error.help().unwrap().contains("{build|days:2000-01-01|0}"), "{error:?}");
    assert!(form.native(&native::ASSEMBLY, &dated, None).is_err());

    let here = place::Place::Argument("native".into());
    let text = "{major}.{minor}.{build|days:2000-01-01|0}";
    let days = form.with_native("msi", text, here).unwrap();
    for (version, wanted) in [
        ("1.1", "1.1.0"),
        ("1.1.20000102", "1.1.1"),
        ("1.1.20161108", "1.1.6156"),
        ("1.1.20161109", "1.1.6157"),
    ] {
        assert_eq!(days.native(&native::MSI, &v(&form, version), None).unwrap(), wanted);
        assert_eq!(days.from_native(&native::MSI, wanted).unwrap().as_str(), version);
    }
    for refused in ["1.1.19991231", "1.1.20000101", "256.0.20161108"] {
        assert!(days.native(&native::MSI, &v(&form, refused), None).is_err(), "{refused}");
    }
}

#[test]
fn chain_case_6_npm_pads_and_reads_back() {
    let form = plain("chain");
    for (version, npm) in [("1.1", "1.1.0"), ("1.1.20161108", "1.1.20161108")] {
        assert_eq!(form.native(&native::NPM, &v(&form, version), None).unwrap(), npm);
        assert_eq!(form.from_native(&native::NPM, npm).unwrap().as_str(), version);
    }
    assert!(form.from_native(&native::NPM, "1.1.5").is_err(), "5 is no date");
}

#[test]
fn chain_11_a_new_component_joins_on_the_line() {
    let form = plain("chain");
    let line = form.line_from("1.1").unwrap();
    let day = on(2016, 11, 8);
    let fresh = form.fresh(&line, &day);
    assert_eq!(fresh.as_str(), "1.1");
    let own = form.bump(&fresh, form.part("build").unwrap(), &day).unwrap();
    assert_eq!(own.as_str(), "1.1.20161108");
}

#[test]
fn chain_12_every_rule_of_the_policy_can_be_explained() {
    let chain = scheme("chain");
    let ids: alloc::vec::Vec<_> = chain.policies().iter().map(|rule| rule.id.as_str()).collect();
    let wanted: alloc::vec::Vec<_> = (1..=12).map(|n| alloc::format!("CHAIN-{n}")).collect();
    assert_eq!(ids, wanted);
    assert!(chain.policies().iter().all(|rule| !rule.text.is_empty() && !rule.source.is_empty()));
}
