//! The scheme language: what it refuses, where, and how one file lies over another.

use alloc::string::{String, ToString};

use place::{Explain, Place};

use super::{plain, v};
use crate::{PRESETS, Scheme, SchemeError};

pub(super) const BASE: &str =
    "name = 'x'\nformat = '{a}.{b}[.{c}]'\n[part.a]\nscope = 'product'\n[part.b]\n[part.c]\n";

pub(super) fn refused(text: &str) -> SchemeError {
    match Scheme::parse("x.toml", text, &|_| None) {
        Ok(_) => panic!("accepted: {text}"),
        Err(error) => error,
    }
}

/// What is put after [`BASE`], the message, the help, and the text that the place covers.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    ("max_ = 3", "unknown key `part.c.max_`", "did you mean `max`?", "max_"),
    ("scope = 'produkt'", "cannot be `produkt`", "did you mean `product`?", "'produkt'"),
    ("scope = 'product'", "stands below one that is not", "shared parts come first", "c"),
    ("kind = 'serail'", "cannot be `serail`", "did you mean `serial`?", "'serail'"),
    ("kind = 'date'", "the date `c` has no format", "YYYYMMDD", "'date'"),
    ("kind = 'date'\nformat = 'DDMM'", "does not go from the year down", "YYYY", "'DDMM'"),
    ("format = 'YYYY'", "only a date has a format", "remove it", "'YYYY'"),
    ("optional = false", "lies in an optional tail", "brackets", "false"),
    ("same-day = 'borrow'", "`c` is no date", "remove it", "'borrow'"),
    ("start = 5\nmax = 3", "starts at 5, above its max", "", "3"),
    ("start = -1", "`part.c.start` is at least 0, not -1", "write 0", "-1"),
    (
        "[part.d]",
        "does not name the part `d`",
        "write it into the format as {d}, or remove it",
        "d",
    ),
    (
        "[role.core.part.z]",
        "does not name the part `z`",
        "write it into the format as {z}, or remove it",
        "z",
    ),
    (
        "[role.core]\norder = ['b']",
        "the line could not be ordered",
        "every shared part first",
        "'b'",
    ),
    ("[role.core]\norder = ['a', 'a']", "counts twice", "once", "'a'"),
    ("[role.core]\norder = ['a', 'bb']", "has no part `bb`", "did you mean `b`?", "'bb'"),
    (
        "[release]\nparticipants = 'cor'\n[role.core]",
        "has no role `cor`",
        "did you mean `core`?",
        "'cor'",
    ),
    ("[release]\nparticipants = 'core'", "has no role `core`", "[role.core]", "'core'"),
    (
        "[release]\nsubset = 'refuse'",
        "only changed ones take part",
        "participants = \"all\"",
        "'refuse'",
    ),
    ("[release]\nsubsett = 'refuse'", "unknown key `release.subsett`", "`subset`", "subsett"),
    ("[embeds]\nlevel = 'minor'", "has no part `minor`", "a, b, c", "'minor'"),
    (
        "[[compat]]\nif = 'provider.z == 1'\nverdict = 'unknown'",
        "has no part `z`",
        "",
        "'provider.z == 1'",
    ),
    (
        "[[compat]]\nif = 'server.a == 1'\nverdict = 'unknown'",
        "`server` is no side",
        "provider.PART",
        "'server.a == 1'",
    ),
    (
        "[[compat]]\nif = 'provider.a = 1'\nverdict = 'unknown'",
        "where a comparison should be",
        "==",
        "'provider.a = 1'",
    ),
    (
        "[[compat]]\nif = 'provider.a == 1 or 2'\nverdict = 'unknown'",
        "does not belong there",
        "joined by `and`",
        "'provider.a == 1 or 2'",
    ),
    (
        "[[compat]]\nif = '(provider.a == 1)'\nverdict = 'unknown'",
        "names no side",
        "",
        "'(provider.a == 1)'",
    ),
    (
        "[[compat]]\nif = 'provider.name < consumer.name'\nverdict = 'unknown'",
        "orders names",
        "",
        "'provider.name < consumer.name'",
    ),
    (
        "[[compat]]\nif = 'provider.name == 3'\nverdict = 'unknown'",
        "a name with a number",
        "",
        "'provider.name == 3'",
    ),
    ("[[compat]]\nverdict = 'maybe'", "cannot be `maybe`", "compatible, unknown", "'maybe'"),
    ("[[compat]]\nif = 'provider.a == 1'", "is missing", "verdict", "[[compat]]"),
    ("[[compat]]\nverdict = 'unknown'\nrule = 'X-1'", "has no rule `X-1`", "[rule.X-1]", "'X-1'"),
    ("[[impact]]\nid = 'i'\nneeds = 'z'", "has no part `z`", "", "'z'"),
    (
        "[[impact]]\nid = 'i'\nneeds = 'a'\n[[impact]]\nid = 'i'\nneeds = 'b'",
        "listed twice",
        "rename",
        "'i'",
    ),
    (
        "[[impact]]\nid = 'i'\nneeds = 'b'\nwhile-zero = 'a'",
        "`a` is not below `b`",
        "a lower part",
        "'a'",
    ),
    ("[[impact]]\nid = 'i'\nneeds = 'b'\nrule = 'X-1'", "no rule `X-1`", "[rule.X-1]", "'X-1'"),
    (
        "[[impact]]\nid = 'i'\nneeds = 'b'\nlast-word = 'poeple'",
        "cannot be `poeple`",
        "did you mean `people`?",
        "'poeple'",
    ),
    (
        "[[impact]]\nid = 'i'\nneeds = 'b'\ninferred-by = 'deleted'",
        "cannot be `deleted`",
        "setting-removed, setting-retyped",
        "'deleted'",
    ),
    ("[native.mis]\ntemplate = '{a}'", "no dialect `mis`", "did you mean `msi`?", "mis"),
    ("[native.msi]\ntemplate = '{a}.{z}'", "has no part `z`", "", "'{a}.{z}'"),
    (
        "[native.msi]\ntemplate = '{a}.{c|days:2000-01-01}'",
        "no whole day",
        "YYYYMMDD",
        "'{a}.{c|days:2000-01-01}'",
    ),
    ("[native.msi]\ntemplate = '{a}.{a}'", "names `a` twice", "", "'{a}.{a}'"),
    ("[native.msi]\ntemplate = '{a}{b}'", "nothing divides", "pad", "'{a}{b}'"),
    ("[pre]\nlabels = ['rc']", "`pre.write` is missing", "{label}", "[pre]"),
    ("[pre]\nlabels = ['rc1']\nwrite = '-{label}{n}'", "`rc1` is no label", "letters", "'rc1'"),
    ("[pre]\nlabels = ['a', 'a']\nwrite = '-{label}{n}'", "listed twice", "remove", "'a'"),
    ("[pre]\nlabels = ['rc']\nwrite = '{n}'", "no way to write", "{label}", "'{n}'"),
    (
        "[pre]\nlabels = ['rc']\nwrite = '-{label}{n}'\ndrop = 'a'",
        "cannot be dropped",
        "last required",
        "'a'",
    ),
    (
        "[pre]\nlabels = ['rc']\nwrite = '-{label}{n}'\n[pre.unstable]\nlabels = ['rc']",
        "which is empty",
        "drop",
        "'rc'",
    ),
    (
        "[pre]\nlabels = ['rc']\nwrite = '-{label}{n}'\n[pre.unstable]\nlabels = ['gold']",
        "`gold` is not among pre.labels",
        "[pre.unstable] of your own",
        "'gold'",
    ),
    ("[sides]\nprovider = 'core'", "has no role `core`", "[role.core]", "'core'"),
];

#[test]
fn what_contradicts_itself_is_refused_at_its_place() {
    for (more, message, help, covered) in BROKEN {
        let text = alloc::format!("{BASE}{more}\n");
        let error = refused(&text);
        assert!(error.to_string().contains(message), "{more}: {error}");
        assert!(error.help().unwrap_or_default().contains(help), "{more}: {:?}", error.help());
        let Some(Place::File { path, span: Some(span) }) = error.place() else {
            panic!("{more}: no place: {error:?}");
        };
        assert_eq!(path, "x.toml");
        let shown = span.of(&text).unwrap();
        assert!(shown.starts_with(covered), "{more}: points at `{shown}`");
    }
}

#[test]
fn the_head_of_a_scheme_is_checked_too() {
    for (text, message) in [
        ("format = '{a}'\n[part.a]", "`name` is missing"),
        ("name = 'x'\n[part.a]", "`format` is missing"),
        ("name = 'x'\nformat = '{a}'", "there is no [part.a]"),
        ("name = 'x'\nformat = '{a}.{a}'\n[part.a]", "twice"),
        ("name = 'x'\nformat = '{a}'\n[part.a]\nscope = 'external'", "is not optional"),
        ("name = 'x'\nformat = '{a}'\n[part.a]\nkind = 'minimum'", "nobody could bump"),
        ("name = 'x'\nformat = '{a}'\n[part.a]\nabsent = 'zero'", "never left out"),
        ("name = 'x'\nformat = '{a}'\nbreaking = ['1.0']\n[part.a]", "is not a version"),
        ("name = 'x'\nformat = '{a}'\n[release]\nproduct-tag = 'line'\n[part.a]", "no line to tag"),
        ("name = ", "not valid TOML"),
    ] {
        let error = refused(text);
        assert!(error.to_string().contains(message), "{text}: {error}");
        assert!(error.place().is_some(), "{text}");
    }
    let text = "name = 'x'\nformat = '{a}.x{b}'\n[part.a]\n[part.b]\n";
    let Some(Place::File { span: Some(span), .. }) = refused(text).place() else { panic!() };
    assert_eq!(span.of(text), Some("x"));
}

#[test]
fn an_unknown_scheme_has_a_nearest() {
    let error = Scheme::preset("semvr").unwrap_err();
    assert_eq!(error.to_string(), "there is no scheme `semvr`");
    assert_eq!(error.help().unwrap(), "did you mean `semver`?");
    let far = Scheme::preset("unheard-of-policy").unwrap_err();
    assert!(far.help().unwrap().contains("chain-strict"));
    let text = "extends = 'cain'";
    let error = refused(text);
    let Some(Place::File { span: Some(span), .. }) = error.place() else { panic!() };
    assert_eq!(span.of(text), Some("'cain'"));
}

#[test]
fn a_child_overrides_key_by_key() {
    let text =
        "extends = 'chain'\n[part.build]\nsame-day = 'borrow'\n[rule.CHAIN-7]\nfix = 'wait'\n";
    let child = Scheme::parse("child.toml", text, &|_| None).unwrap();
    assert_eq!(child.name(), "chain");
    assert!(child.plain().borrows());
    assert!(child.parts()[2].is_date(), "the rest of the part is the parent's");
    let rule = child.policy("one-date").unwrap();
    assert_eq!((rule.id.as_str(), rule.fix.as_deref()), ("CHAIN-7", Some("wait")));
    assert!(!rule.text.is_empty());
}

#[test]
fn a_child_may_drop_or_add_a_part() {
    let two = "extends = 'semver'\nname = 'two'\nformat = '{major}.{minor}'\n";
    let two = Scheme::parse("two.toml", two, &|_| None).unwrap();
    assert_eq!(v(two.plain(), "1.2").as_str(), "1.2");
    assert!(
        two.impacts().iter().all(|impact| impact.id != "fix"),
        "nothing needs a part that is gone"
    );
    let four = "extends = 'semver'\nname = 'four'\nformat = '{major}.{minor}.{patch}[+{build}]'\n[part.build]\nscope = 'external'\n";
    let four = Scheme::parse("four.toml", four, &|_| None).unwrap();
    assert_eq!(v(four.plain(), "1.2.3+45").as_str(), "1.2.3+45");
}

#[test]
fn files_extend_files_and_circles_are_refused() {
    let files = |name: &str| -> Option<(String, String)> {
        let text = match name {
            "schemes/a.toml" => "extends = 'schemes/b.toml'\nname = 'a'\n",
            "schemes/b.toml" => "extends = 'schemes/c.toml'\n[part.patch]\nmax = 99\n",
            "schemes/c.toml" => "extends = 'semver'\nname = 'c'\n",
            "schemes/loop.toml" => "extends = 'schemes/pool.toml'\n",
            "schemes/pool.toml" => "extends = 'schemes/loop.toml'\n",
            _ => return None,
        };
        Some((name.into(), text.into()))
    };
    let (_, a) = files("schemes/a.toml").unwrap();
    let a = Scheme::parse("schemes/a.toml", &a, &files).unwrap();
    assert_eq!((a.name(), a.parts()[2].max), ("a", Some(99)));
    assert!(a.plain().parse("1.2.100").is_err());
    let (_, circle) = files("schemes/loop.toml").unwrap();
    let error = Scheme::parse("schemes/loop.toml", &circle, &files).unwrap_err();
    assert!(
        error.to_string().ends_with("schemes/loop.toml → schemes/pool.toml → schemes/loop.toml"),
        "{error}"
    );
    assert!(error.place().is_some() && error.help().is_some());
    // A file may have a preset's name: presets are never asked of the repository.
    let same = "extends = 'semver'\nname = 'semver'\n";
    assert!(Scheme::parse("semver", same, &|_| None).is_ok());
}

#[test]
fn a_table_of_another_file_is_a_scheme() {
    let text = "[scheme]\nextends = 'iric'\n[scheme.part.fix]\nmax = 9\n";
    let config = place::Config::parse("release.toml", text).unwrap();
    let section = config.top().section("scheme").unwrap().unwrap();
    let scheme = Scheme::from_section(section, &|_| None).unwrap();
    assert!(scheme.plain().parse("1.0.10").is_err());
    assert_eq!(scheme.name(), "iric");
}

#[test]
fn every_preset_loads_under_its_own_name() {
    for preset in PRESETS {
        let scheme = Scheme::preset(preset.name).unwrap_or_else(|e| panic!("{}: {e}", preset.name));
        assert_eq!(scheme.name(), preset.name);
        assert!(!scheme.impacts().is_empty() && !scheme.policies().is_empty(), "{}", preset.name);
        assert!(scheme.policy("version-parse").is_some(), "{}", preset.name);
        assert!(scheme.policy("not-lower").is_some(), "{}", preset.name);
    }
}

#[test]
fn conditions_add_and_take_away() {
    let text = alloc::format!(
        "{}{}",
        "name = 'x'\nformat = '{a-1}.{b}'\n[part.a-1]\n[part.b]\n",
        "[[compat]]\nif = 'provider.a-1 == consumer.a-1-1 and provider.b + 2 > 3'\nverdict = 'compatible'\n"
    );
    let scheme = Scheme::parse("x.toml", &text, &|_| None).unwrap();
    assert_eq!(super::verdict(&scheme, "1.2", "2.0"), crate::Compatibility::Compatible);
    assert_eq!(super::verdict(&scheme, "1.1", "2.0"), crate::Compatibility::Unknown);
    assert_eq!(super::verdict(&scheme, "2.2", "2.0"), crate::Compatibility::Unknown);
    assert!(plain("semver").pre(&v(&plain("semver"), "1.0.0"), "gamma").is_err());
}

/// A release with the line is a release: catching up with it alone is none.
#[test]
fn a_serial_rises_with_the_line_and_a_minimum_is_as_given() {
    let text = "name = 'x'\nformat = '{line}.{least}.{serial}'\n[part.line]\nscope = 'product'\n\
                [part.least]\nkind = 'minimum'\n[part.serial]\nkind = 'serial'\nstart = 7\nmax = 9\n";
    let form = Scheme::parse("x.toml", text, &|_| None).unwrap().plain().clone();
    let line = form.line_from("2").unwrap();
    let day = super::on(2026, 1, 1);
    let raised = crate::Given { minimum: Some(5), ..day };
    let from = v(&form, "1.3.8");
    assert_eq!(form.onto(&from, &line, &day).as_str(), "2.3.8");
    assert_eq!(form.take(&from, &line, &day).unwrap().as_str(), "2.3.9");
    assert_eq!(form.take(&from, &line, &raised).unwrap().as_str(), "2.5.9");
    let there = v(&form, "2.3.8");
    assert_eq!(form.take(&there, &line, &raised).unwrap(), there);
    let full = form.take(&v(&form, "1.3.9"), &line, &day);
    assert!(matches!(full, Err(crate::BumpError::Overflow { max: 9, .. })), "{full:?}");
}
