//! iRIC's cases.

use alloc::vec::Vec;

use super::{ascending, bumped, on, plain, scheme, v, verdict};
use crate::{Compatibility, Difference, LastWord, native};

#[test]
fn iric_1_fix_may_be_omitted_and_is_zero() {
    let form = plain("iric");
    assert_ne!(v(&form, "2.1"), v(&form, "2.1.0"));
    assert_eq!(form.key(&v(&form, "2.1")), form.key(&v(&form, "2.1.0")));
    ascending(&form, &["2.0", "2.1", "2.1.1", "2.9", "2.10"]);
    assert!(form.parse("3.2 beta").is_err());
    let error = form.parse("1.00.8").unwrap_err();
    assert_eq!(error.suggestion.as_deref(), Some("1.0.8"));
    assert_eq!(form.canonical(&v(&form, "2.1.0")).as_str(), "2.1");
    assert_eq!(form.canonical(&v(&form, "2.1.1")).as_str(), "2.1.1");
}

#[test]
fn iric_1_zeros_in_front_are_read_over_where_the_scheme_says_so() {
    let form = plain("iric");
    for (text, wanted) in
        [("1.00.8", "1.0.8"), ("01.2", "1.2"), ("2.010.00", "2.10.0"), ("2.1", "2.1")]
    {
        assert_eq!(form.parse_loosely(text).unwrap().as_str(), wanted);
        assert_eq!(form.from_native(&native::PLAIN, text).unwrap().as_str(), wanted);
        assert_eq!(form.is_loose(&native::PLAIN, text), text != wanted, "{text}");
    }
    // What else is wrong is said of the whole text.
    for text in ["1.00.x", "01", "v01.2", "3.2 beta", "01.2.3.4"] {
        let error = form.parse_loosely(text).unwrap_err();
        assert_eq!((error.text.as_str(), Err(error.clone())), (text, form.parse(text)));
    }
    // Another ecosystem's spelling is that ecosystem's business, and another scheme's is exact.
    assert!(form.from_native(&native::NPM, "1.00.8").is_err());
    let strict = plain("semver");
    assert!(strict.parse_loosely("1.00.8").is_err());
    assert!(!strict.is_loose(&native::PLAIN, "1.00.8"));
}

#[test]
fn iric_5_bumps_drop_what_is_zero() {
    let form = plain("iric");
    let day = on(2026, 1, 1);
    assert_eq!(bumped(&form, "2.1.1", "minor", &day).as_str(), "2.2");
    assert_eq!(bumped(&form, "2.1", "fix", &day).as_str(), "2.1.1");
    assert_eq!(bumped(&form, "2.1.0", "fix", &day).as_str(), "2.1.1");
    assert_eq!(bumped(&form, "2.1.1", "major", &day).as_str(), "3.0");
}

/// Provider first: the page's table reads project → solver.
const TABLE: &[(&str, &str, bool, bool)] = &[
    // project, solver, the document, the application
    ("1.0", "2.0", false, true),
    ("2.0", "2.1", true, true),
    ("2.1", "2.1.1", true, true),
    ("2.1.1", "2.1", true, true),
    ("2.1", "2.0", false, false),
    ("2.0", "1.0", false, false),
    ("2.1", "3.0", false, false),
    ("3.0", "2.1", false, false),
];

#[test]
fn iric_5_what_conditions_became_suggests_an_impact_and_people_decide() {
    let iric = scheme("iric");
    let suggested = |difference: Difference| -> Vec<&str> {
        let impacts = iric.impacts().iter().filter(|i| i.inferred_by == Some(difference));
        impacts.map(|impact| iric.parts()[impact.needs.0].name.as_str()).collect()
    };
    assert_eq!(suggested(Difference::Removed), ["major"]);
    assert_eq!(suggested(Difference::Retyped), ["major"]);
    assert_eq!(suggested(Difference::Required), ["major"]);
    assert_eq!(suggested(Difference::Added), ["minor"]);
    assert_eq!(suggested(Difference::Kept), ["fix"]);
    for impact in iric.impacts() {
        assert_eq!(impact.last_word, LastWord::People, "{}", impact.id);
        assert_eq!(impact.rule.as_deref(), Some("IRIC-5"), "{}", impact.id);
    }
    assert_eq!(iric.policy("impact-level").unwrap().id, "IRIC-5");
}

#[test]
fn iric_6_and_8_the_truth_table() {
    let (document, application) = (scheme("iric"), scheme("iric-gui"));
    for (project, solver, by_document, by_application) in TABLE {
        let is =
            |yes: bool| if yes { Compatibility::Compatible } else { Compatibility::Incompatible };
        assert_eq!(verdict(&document, solver, project), is(*by_document), "{project} in {solver}");
        let gui = verdict(&application, solver, project);
        assert_eq!(gui, is(*by_application), "{project} in {solver}, by the application");
    }
}

#[test]
fn iric_2_another_name_is_another_solver() {
    let iric = scheme("iric");
    let (a, b) = (v(iric.plain(), "2.1"), v(iric.plain(), "2.1"));
    let other = iric.compare((None, &a, Some("nays2d")), (None, &b, Some("nays3d")));
    assert_eq!(
        (other.verdict, other.rule.as_deref()),
        (Compatibility::Incompatible, Some("IRIC-2"))
    );
    let same = iric.compare((None, &a, Some("nays2d")), (None, &b, Some("nays2d")));
    assert_eq!(same.verdict, Compatibility::Compatible);
    let unknown = iric.compare((None, &a, Some("nays2d")), (None, &b, None));
    assert_eq!(unknown.verdict, Compatibility::Compatible);
}

#[test]
fn iric_1_nothing_is_shared_and_padding_is_taken_off() {
    let iric = scheme("iric");
    let form = iric.plain();
    assert!(!iric.shared());
    assert!(form.line(&v(form, "2.1")).is_empty());
    assert_eq!(form.native(&native::NPM, &v(form, "2.1"), None).unwrap(), "2.1.0");
    assert_eq!(form.from_native(&native::NPM, "2.1.0").unwrap().as_str(), "2.1");
    let four = form.native(&native::ASSEMBLY, &v(form, "2.1.3"), Some(4)).unwrap();
    assert_eq!(four, "2.1.3.0");
    assert_eq!(form.from_native(&native::ASSEMBLY, &four).unwrap().as_str(), "2.1.3");
    assert!(form.from_native(&native::ASSEMBLY, "2.1.3.4").is_err());
}
