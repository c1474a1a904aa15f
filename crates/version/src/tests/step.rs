//! Which steps one release makes, and which none does.

use alloc::string::ToString;

use super::{on, plain, role, v};
use crate::{Advance, Before, Form, StepError};

/// Whether a release leads from `from`, on `line`, to `to`.
fn is_step(form: &Form, from: &str, line: &str, to: &str) -> bool {
    let (from, line) = (v(form, from), form.line_from(line).unwrap());
    let pending = form.is_pre(&from).then_some(&from);
    let baseline = pending.is_none().then_some(&from);
    let line = (!line.is_empty()).then_some(&line);
    let before = Before { baseline, pending, unreleased: None, line, promotes: false };
    form.is_step(before, &v(form, to))
}

#[test]
fn chain_3_and_4_a_step_is_one_bump_on_the_line() {
    let form = plain("chain");
    for (from, line, to, wanted) in [
        ("1.0", "1.0", "1.0.20161027", true),
        ("1.0.20161101", "1.0", "1.1", true),
        ("1.0.20161101", "1.1", "1.1.20161108", true),
        ("1.0", "1.1", "1.2", true),
        ("1.3", "1.3", "2.0", true),
        // Past the line, off it, with a build that no product release has, or down.
        ("1.0", "1.0", "1.2", false),
        ("1.0", "1.0", "2.1", false),
        ("1.0", "1.0", "3.0", false),
        ("1.0", "1.1", "1.0.20161108", false),
        ("1.0", "1.0", "1.1.20161108", false),
        ("1.0.20161101", "1.0", "1.0.20161027", false),
        ("1.0.20161101", "1.0", "1.0", false),
    ] {
        assert_eq!(is_step(&form, from, line, to), wanted, "{from} on {line} to {to}");
    }
}

#[test]
fn semver_6_to_8_a_step_moves_one_part_by_one() {
    let form = plain("semver-independent");
    for (from, to, wanted) in [
        ("1.2.3", "1.2.4", true),
        ("1.2.3", "1.3.0", true),
        ("1.2.3", "2.0.0", true),
        ("1.2.3", "1.3.0-rc.1", true),
        ("1.2.3", "2.0.0-alpha.1", true),
        ("1.3.0-rc.1", "1.3.0-rc.2", true),
        ("1.3.0-rc.1", "1.3.0", true),
        ("1.2.3", "1.2.5", false),
        ("1.2.3", "1.3.1", false),
        ("1.2.3", "1.4.0-rc.1", false),
        ("1.3.0-rc.1", "1.5.0", false),
        ("1.2.3", "1.2.2", false),
    ] {
        assert_eq!(is_step(&form, from, "", to), wanted, "{from} to {to}");
    }
    let shared = plain("semver");
    for (from, line, to, wanted) in [
        ("1.0.5", "1.2", "1.2.1", true),
        ("1.0.5", "1.2", "1.3.0", true),
        ("1.0.5", "1.2", "1.2.0", false),
        ("1.0.5", "1.2", "1.0.6", false),
        ("1.0.5", "1.2", "1.3.1", false),
    ] {
        assert_eq!(is_step(&shared, from, line, to), wanted, "{from} on {line} to {to}");
    }
}

#[test]
fn diav_2_and_3_a_step_raises_the_serial_by_one_or_a_minimum() {
    let core = role("diavolo", "core");
    for (to, wanted) in [
        ("3.0.0.1891", true),
        ("3.1.0.1891", true),
        ("4.0.0.1891", true),
        ("3.0.0.1892", false),
        ("3.2.0.1891", false),
        ("3.1.0.1890", false),
    ] {
        assert_eq!(is_step(&core, "3.0.0.1890", "", to), wanted, "{to}");
    }
    let system = plain("diavolo");
    for (to, wanted) in [
        ("1.0.1883.6", true),
        ("1.1.1883.0", true),
        ("1.0.1890.0", true),
        ("1.1.1890.0", true),
        ("1.0.1883.7", false),
        ("1.0.1890.6", false),
    ] {
        assert_eq!(is_step(&system, "1.0.1883.5", "", to), wanted, "{to}");
    }
}

#[test]
fn kolab_5_and_6_a_step_follows_or_promotes_what_is_pending() {
    let form = plain("kolab");
    for (from, to, wanted) in [
        ("2.4.3", "2.5-beta1", true),
        ("2.5-beta1", "2.5-beta2", true),
        ("2.5-beta2", "2.5-rc1", true),
        ("2.5-rc1", "2.5.0", true),
        ("2.5.0", "2.5.1-rc1", true),
        ("2.5.1-rc1", "2.5.1.0", true),
        ("2.5.1.0", "2.5.2", true),
        ("2.4.3", "2.6-beta1", false),
        ("2.5-rc1", "2.5.1", false),
        ("2.5.1-rc1", "2.5.2", false),
    ] {
        assert_eq!(is_step(&form, from, "", to), wanted, "{from} to {to}");
    }
}

#[test]
fn semantics_17_a_part_that_goes_beyond_a_first_pre_release_is_a_step() {
    for (scheme, from, to, wanted) in [
        ("semver-independent", "1.1.0-beta.1", "2.0.0", true),
        ("semver-independent", "1.1.0-beta.1", "2.0.0-beta.1", true),
        ("semver-independent", "1.1.1-beta.1", "1.2.0", true),
        ("kolab", "1.0.1-rc1", "1.1-rc1", true),
        // What it leads to is promoted, not gone beyond.
        ("semver-independent", "1.1.0-beta.1", "1.2.0", false),
        ("semver-independent", "1.1.0-beta.1", "1.1.1", false),
        ("semver-independent", "1.1.0-beta.1", "3.0.0", false),
    ] {
        assert_eq!(is_step(&plain(scheme), from, "", to), wanted, "{from} to {to}");
    }
}

#[test]
fn a_first_release_may_have_the_number_that_is_there() {
    let form = plain("semver");
    let (there, line) = (v(&form, "1.2.0"), form.line_from("1.2").unwrap());
    let before = Before {
        baseline: None,
        pending: None,
        unreleased: Some(&there),
        line: Some(&line),
        promotes: false,
    };
    for (to, wanted) in
        [("1.2.0", true), ("1.2.1", true), ("1.3.0", true), ("1.2.2", false), ("1.4.0", false)]
    {
        assert_eq!(form.is_step(before, &v(&form, to)), wanted, "{to}");
    }
    // Nothing was there at all: whatever it is, it is the first.
    let nothing = Before { unreleased: None, line: None, ..before };
    assert!(form.is_step(nothing, &v(&form, "3.4.0")));
}

/// Whoever goes along with a promotion lands on the line, and on nothing else that is below it.
#[test]
fn who_goes_along_with_a_promotion_may_land_on_the_line() {
    let form = plain("semver");
    let (from, line) = (v(&form, "1.0.5"), form.line_from("1.2").unwrap());
    let (baseline, line) = (Some(&from), Some(&line));
    for (to, promotes, wanted) in [
        ("1.2.0", true, true),
        ("1.2.0", false, false),
        ("1.2.1", true, true),
        ("1.2.2", true, false),
        ("1.1.0", true, false),
    ] {
        let before = Before { baseline, pending: None, unreleased: None, line, promotes };
        assert_eq!(form.is_step(before, &v(&form, to)), wanted, "{to} {promotes}");
    }
}

#[test]
fn a_version_that_stands_alone_advances_as_a_product_of_its_own() {
    let day = on(2016, 11, 8);
    for (scheme, from, by, to) in [
        ("chain", "1.0", Advance::Lowest, "1.0.20161108"),
        ("ibex", "7.2.1", Advance::Lowest, "7.2.2"),
        ("kolab", "2.5-rc1", Advance::Promotion, "2.5.0"),
        ("diavolo", "1.0.1883.5", Advance::Lowest, "1.0.1883.6"),
    ] {
        let form = plain(scheme);
        let next = form.advance(&v(&form, from), by, &day).unwrap();
        assert_eq!(next.to_string(), to, "{scheme} {from}");
    }
    for (scheme, from, part, to) in [
        ("chain", "1.0.20161101", "minor", "1.1"),
        ("ibex", "7.2.1", "minor", "7.3.0"),
        ("iric", "2.1.1", "minor", "2.2"),
        ("iric", "2.1", "fix", "2.1.1"),
        ("kolab", "2.5-rc1", "minor", "2.5.0"),
    ] {
        let form = plain(scheme);
        let part = Advance::Part(form.part(part).unwrap());
        let next = form.advance(&v(&form, from), part, &day).unwrap();
        assert_eq!(next.to_string(), to, "{scheme} {from}");
    }
    let form = plain("kolab");
    let minor = form.part("minor").unwrap();
    for (from, label, to) in [
        ("2.4.3", "beta", "2.5-beta1"),
        ("2.5-beta1", "beta", "2.5-beta2"),
        ("2.5-beta2", "rc", "2.5-rc1"),
    ] {
        let by = Advance::Pre { label, part: minor };
        assert_eq!(form.advance(&v(&form, from), by, &day).unwrap().to_string(), to);
    }
    let pending = v(&form, "2.5-rc1");
    assert!(matches!(form.advance(&pending, Advance::Lowest, &day), Err(StepError::Bump(_))));
    let back = Advance::Pre { label: "beta", part: minor };
    assert!(matches!(form.advance(&pending, back, &day), Err(StepError::Pre(_))));
}
