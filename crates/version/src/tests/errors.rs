//! What a release manager reads when a version is refused.

use alloc::string::ToString;

use place::Explain;

use super::{on, plain, v};
use crate::{BumpError, VersionFault};

/// Scheme, text, words of the message, suggestion.
const REFUSED: &[(&str, &str, &str, Option<&str>)] = &[
    ("semver", "", "it is empty", None),
    ("semver", "1.2", "`patch` is missing", Some("1.2.0")),
    ("semver", "1", "`minor` is missing", Some("1.0.0")),
    ("semver", "1.2.3.4", "`.4` is left over", None),
    ("semver", "01.2.3", "leading zero", Some("1.2.3")),
    ("semver", "1.02.003", "leading zero", Some("1.2.3")),
    ("semver", "00.0.0", "leading zero", Some("0.0.0")),
    ("semver", "v1.2.3", "starts with `v`", Some("1.2.3")),
    ("semver", "V01.2", "starts with `V`", Some("1.2.0")),
    ("semver", "1.2.18446744073709551616", "more than 18446744073709551615", None),
    ("semver", "1.\u{0662}.3", "not one of the digits", Some("1.2.3")),
    ("semver", "\u{0661}\u{0662}.0.1", "not one of the digits", Some("12.0.1")),
    ("semver", "1.2.3\u{0664}", "not one of the digits", Some("1.2.34")),
    ("semver", " 1.2.3", "white space", Some("1.2.3")),
    ("semver", "1.2.3\n", "white space", Some("1.2.3")),
    ("semver", "1.x.3", "`x.3` stands where `minor` should be", None),
    ("semver", "1..3", "`.3` stands where `minor` should be", None),
    ("semver", "-1.2.3", "stands where `major` should be", None),
    ("semver", "1.2.3-", "`-` is left over", None),
    ("semver", "1.2.3-rc.01", "leading zero", Some("1.2.3-rc.1")),
    ("semver", "1.2.3-RC.1", "no pre-release label", Some("1.2.3-rc.1")),
    ("semver", "1.2.3-betta.1", "no pre-release label", Some("1.2.3-beta.1")),
    ("semver", "1.2-rc.1", "`patch` is missing", Some("1.2.0-rc.1")),
    ("kolab", "2.5-rc", "number", Some("2.5-rc1")),
    ("chain", "1.0.20170230", "there is no 30 February 2017", None),
    ("chain", "1.0.20171301", "there is no month 13", None),
    ("chain", "1.0.161205", "the year in four digits", Some("1.0.20161205")),
    ("chain", "v01.0.161205", "starts with `v`", Some("1.0.20161205")),
    ("chain", "1.0.2016", "takes 8 digits, not 4", None),
    ("chain", "1.0.x", "`x` stands where `build` should be", None),
    ("iric", "3.2 beta", "left over", None),
    ("diavolo", "1.0.1883.65535", "more than 65534", None),
];

#[test]
fn refusals_quote_the_text_and_say_what_was_meant() {
    for (scheme, text, words, suggestion) in REFUSED {
        let form = plain(scheme);
        let error = form.parse(text).unwrap_err();
        let message = error.to_string();
        assert!(message.contains(words), "{text:?}: {message}");
        assert_eq!(error.suggestion.as_deref(), *suggestion, "{text:?}: {message}");
        assert!(error.span.of(text).is_some(), "{text:?}: {:?}", error.span);
        let help = error.help().unwrap();
        match suggestion {
            Some(meant) => {
                assert!(help.contains(meant), "{help}");
                assert!(form.parse(meant).is_ok(), "{meant}");
            }
            None => assert!(help.contains(form.format()), "{help}"),
        }
    }
}

#[test]
fn a_label_that_the_scheme_lacks_can_be_added() {
    let form = plain("semver");
    let error = form.parse("1.2.3-nightly.1").unwrap_err();
    assert!(error.help().unwrap().contains("list `nightly` among the `labels`"));
    let error = form.from_native(&crate::native::NPM, "1.2.3-nightly.1").unwrap_err();
    assert!(error.to_string().contains("list `nightly` among the `labels`"), "{error}");
    let error = form.has_label("nightly").unwrap_err();
    let help = error.help().unwrap();
    assert!(help.starts_with("its labels are alpha, beta, rc; to have it, list `nightly`"));
}

#[test]
fn the_wrong_bytes_are_named() {
    let form = plain("semver");
    for (text, wrong) in [("1.02.3", "02"), ("v1.2.3", "v"), ("1.2.3.4", ".4"), ("1.x.3", ".x.3")] {
        let error = form.parse(text).unwrap_err();
        assert_eq!(error.span.of(text), Some(wrong), "{text}");
    }
    assert!(!form.parse("1.2.99999999999999999999").unwrap_err().fault.is_syntax());
    assert!(matches!(*form.parse("").unwrap_err().fault, VersionFault::Empty));
}

#[test]
fn bumps_stop_at_the_greatest_number() {
    let form = plain("semver");
    let last = v(&form, "1.0.18446744073709551615");
    let error = form.bump(&last, form.part("patch").unwrap(), &on(2026, 1, 1)).unwrap_err();
    assert!(matches!(error, BumpError::Overflow { resets: true, .. }), "{error}");
    assert!(form.bump(&last, crate::PartId(9), &on(2026, 1, 1)).is_err());
}
