//! What a target cannot hold, what the error says, and what it offers.

use alloc::borrow::ToOwned;
use alloc::string::ToString;
use alloc::vec::Vec;

use place::Explain;

use crate::Scheme;
use crate::native::{
    ANDROID, APPLE, ASSEMBLY, CARGO, COMPOSER, DEB, DIALECTS, Dialect, GO, HELM, MAVEN, MSI, NPM,
    NUGET, NativeError, Neutral, OCI, PEP440, RPM, RUBYGEMS,
};

fn version(text: &str, numbers: &[u64]) -> Neutral {
    Neutral { text: text.to_owned(), numbers: Vec::from(numbers), pre: None, external: None }
}

fn candidate(text: &str, numbers: &[u64], label: &str, number: u64) -> Neutral {
    Neutral { pre: Some((label.to_owned(), number)), ..version(text, numbers) }
}

fn refused(dialect: &Dialect, version: &Neutral) -> NativeError {
    (dialect.write)(version, None).expect_err("it does not fit")
}

#[test]
fn chain_10_a_date_is_refused_by_msi_with_days_offered() {
    let error = refused(&MSI, &version("1.1.20161108", &[1, 1, 20_161_108]))
        .naming(&["major", "minor", "build"]);
    assert_eq!(error.to_string(), "build 20161108 does not fit MSI's third number (at most 65535)");
    assert_eq!(error.rule(), Some("native-fits"));
}

#[test]
fn chain_10_a_date_is_refused_by_assemblies() {
    let error = refused(&ASSEMBLY, &version("1.1.20161108", &[1, 1, 20_161_108]));
    assert!(
        error.to_string().ends_with("does not fit .NET assembly's third number (at most 65534)"),
        "{error}"
    );
}

#[test]
fn diav_1_65535_is_refused_in_any_part() {
    for position in 0..4 {
        let mut numbers = Vec::from([3, 0, 0, 1882]);
        numbers[position] = 65535;
        assert!(
            matches!(refused(&ASSEMBLY, &version("", &numbers)), NativeError::TooBig { position: at, .. } if at == position)
        );
        numbers[position] = 65534;
        assert!((ASSEMBLY.write)(&version("", &numbers), None).is_ok());
    }
}

#[test]
fn msi_has_a_fourth_number_and_does_not_look_at_it() {
    let text = (MSI.write)(&version("3.0.0.1882", &[3, 0, 0, 1882]), None);
    assert_eq!(text.as_deref(), Ok("3.0.0.1882"));
    assert!((MSI.order)("3.0.0.1882", "3.0.0.1883").is_eq());
    assert!((MSI.order)("3.0.0.1882", "3.0.1").is_lt());
    assert!(matches!(
        refused(&MSI, &version("", &[3, 0, 0, 65536])),
        NativeError::TooBig { position: 3, .. }
    ));
    let external = Neutral { external: Some(77), ..version("3.0.1", &[3, 0, 1]) };
    assert_eq!((MSI.write)(&external, None), Ok("3.0.1.77".to_owned()));
    assert_eq!((MSI.write)(&version("3.1", &[3, 1]), Some(4)), Ok("3.1.0.0".to_owned()));
}

#[test]
fn an_external_number_is_metadata_where_there_is_such_a_thing() {
    let built = Neutral { external: Some(456), ..version("1.2.3.456", &[1, 2, 3]) };
    for dialect in [&CARGO, &NPM, &HELM] {
        assert_eq!((dialect.write)(&built, None), Ok("1.2.3+456".to_owned()));
    }
    for dialect in [&NUGET, &PEP440, &MAVEN, &RUBYGEMS, &DEB, &RPM, &ASSEMBLY] {
        assert_eq!((dialect.write)(&built, None), Ok("1.2.3.456".to_owned()), "{}", dialect.id);
    }
    assert!(matches!(refused(&GO, &built), NativeError::External { .. }));
    assert!(matches!(refused(&APPLE, &built), NativeError::TooMany { .. }));
    assert!(matches!(
        refused(&CARGO, &version("1.2.3.4", &[1, 2, 3, 4])),
        NativeError::TooMany { .. }
    ));
}

#[test]
fn pre_releases_are_spelled_as_the_ecosystem_does() {
    let rc = candidate("1.5.0-rc.1", &[1, 5, 0], "rc", 1);
    let spelled = [
        (&CARGO, "1.5.0-rc.1"),
        (&NPM, "1.5.0-rc.1"),
        (&HELM, "1.5.0-rc.1"),
        (&NUGET, "1.5.0-rc.1"),
        (&GO, "v1.5.0-rc.1"),
        (&PEP440, "1.5.0rc1"),
        (&MAVEN, "1.5.0-rc-1"),
        (&RUBYGEMS, "1.5.0.rc1"),
        (&DEB, "1.5.0~rc1"),
        (&RPM, "1.5.0~rc1"),
    ];
    for (dialect, text) in spelled {
        assert_eq!((dialect.write)(&rc, None).as_deref(), Ok(text));
    }
    for dialect in [&ASSEMBLY, &MSI, &APPLE] {
        assert!(matches!(refused(dialect, &rc), NativeError::Pre { .. }));
    }
}

#[test]
fn kolab_8_upstream_versions_rise_from_beta_to_final() {
    for dialect in [&DEB, &RPM] {
        let steps = [
            candidate("2.3-beta1", &[2, 3], "beta", 1),
            candidate("2.3-beta2", &[2, 3], "beta", 2),
            candidate("2.3-rc1", &[2, 3], "rc", 1),
            version("2.3.0", &[2, 3, 0]),
        ];
        let texts: Vec<_> =
            steps.iter().map(|step| (dialect.write)(step, None).expect("it fits")).collect();
        for pair in texts.windows(2) {
            assert!((dialect.order)(&pair[0], &pair[1]).is_lt(), "{pair:?}");
        }
    }
}

#[test]
fn kolab_8_package_revisions_are_in_debian_order() {
    let sequence = [
        "2.3~beta1-0.1~bpo50+1",
        "2.3~beta1-0.1",
        "2.3~beta1-0.2",
        "2.3~beta2-0.3",
        "2.3~rc1-0.4",
        "2.3.0-1",
    ];
    for pair in sequence.windows(2) {
        assert!((DEB.order)(pair[0], pair[1]).is_lt(), "{pair:?}");
    }
}

#[test]
fn labels_that_would_sort_wrongly_are_refused() {
    let error = refused(&MAVEN, &candidate("1.0-dev1", &[1, 0], "dev", 1));
    assert!(error.help().expect("labels").contains("alpha, beta, milestone, rc"));
    assert!(matches!(
        refused(&PEP440, &candidate("1.0-foo1", &[1, 0], "foo", 1)),
        NativeError::Pre { .. }
    ));
    assert_eq!((PEP440.write)(&candidate("", &[1, 0], "dev", 1), None).as_deref(), Ok("1.0.dev1"));
    for dialect in [&CARGO, &DEB, &RPM, &RUBYGEMS, &NUGET] {
        assert!(matches!(
            refused(dialect, &candidate("", &[1, 0], "rc2x", 1)),
            NativeError::Pre { .. }
        ));
    }
}

#[test]
fn a_year_has_four_digits() {
    let dates = crate::dialect("vcpkg-date").unwrap();
    assert_eq!(
        (dates.write)(&version("2016.11.1", &[2016, 11, 1]), None).as_deref(),
        Ok("2016-11-01")
    );
    for numbers in [[2, 5, 1], [16, 11, 1], [999, 1, 1]] {
        let refused = (dates.write)(&version("2.5.1", &numbers), None);
        assert!(matches!(refused, Err(NativeError::Shape { .. })), "{numbers:?}: {refused:?}");
    }
}

#[test]
fn an_android_version_code_needs_a_template() {
    let error = refused(&ANDROID, &version("1.2.3", &[1, 2, 3]));
    let help = error.naming(&["major", "minor", "settled"]).help().expect("a template");
    assert!(help.contains("native = { android = "), "{help}");
    assert!(!help.contains("{settled}"), "whether a part rises, nobody can tell here: {help}");
    assert_eq!(
        (ANDROID.write)(&version("20161108", &[20_161_108]), Some(3)).as_deref(),
        Ok("20161108")
    );
    assert!(matches!(
        refused(&ANDROID, &version("", &[2_100_000_001])),
        NativeError::TooBig { .. }
    ));
}

#[test]
fn what_would_fit_is_said_in_the_schemes_own_words() {
    let text = "name = \"own\"\nformat = \"{era}.{wave}[.{day}[.{run}]]\"\n\
                [part.era]\nscope = \"product\"\n[part.wave]\nscope = \"product\"\n\
                [part.day]\nscope = \"component\"\nkind = \"date\"\nformat = \"YYYYMMDD\"\n\
                absent = \"lowest\"\n[part.run]\nscope = \"external\"\n";
    let scheme = Scheme::parse("own.toml", text, &|_| None).unwrap();
    let form = scheme.plain();
    for (dialect, version, wanted) in [
        (&MSI, "1.2.20161108", "{era}.{wave}.{day|days:2000-01-01|0}"),
        (&GO, "1.2.20161108.77", "v{era}.{wave}.{day|0}"),
        (&APPLE, "1.2.20161108.77", "{era}.{wave}.{day|0}"),
    ] {
        let error = form.native(dialect, &form.parse(version).unwrap(), None).unwrap_err();
        let help = error.help().unwrap();

        let template = alloc::format!("`native = {{ {} = \"{wanted}\" }}`", dialect.id);
        assert!(help.contains(&template), "{error}: {help}");
        assert!(form.with_native(dialect.id, wanted, place::Place::Ref("x".into())).is_ok());
    }
    let no_part = form.with_native("msi", "1.0", place::Place::Ref("x".into())).unwrap_err();
    assert!(no_part.help().unwrap().contains("{era}, {wave}, {day}, {run}"), "{no_part}");
    let code = refused(&ANDROID, &version("1.2", &[1, 2])).naming(&["era", "wave"]);
    assert!(code.help().unwrap().contains("one of era, wave rises"), "{code}");
    let many = refused(&CARGO, &version("1.2.3.4", &[1, 2, 3, 4])).naming(&["a", "b", "c", "d"]);
    assert!(many.help().unwrap().contains("so that 3 numbers hold them"), "{many}");
    // Where nobody knows the parts, none is made up.
    let error = refused(&GO, &Neutral { external: Some(1), ..version("1.2", &[1, 2]) });
    assert!(error.help().unwrap().contains("`native = { go = \"…\" }`"), "{error}");
}

#[test]
fn an_oci_tag_carries_the_schemes_own_spelling() {
    let tagged = |text: &str| (OCI.write)(&version(text, &[1]), None);
    assert_eq!(tagged("2.5-beta1").as_deref(), Ok("2.5-beta1"));
    assert_eq!(tagged("1.2.3+77").as_deref(), Ok("1.2.3_77"));
    assert_eq!((OCI.read)("1.2.3_77").map(|read| read.text).as_deref(), Ok("1.2.3+77"));
    assert!(tagged("1_2+3").is_err());
    assert!(tagged("1/2").is_err());
    assert!((OCI.read)("1.2.3+77").is_err());
    assert!(matches!(tagged(&"1".repeat(129)), Err(NativeError::TooLong { .. })));
}

#[test]
fn another_spelling_is_refused_with_the_right_one() {
    let cases = [
        (&CARGO, "1.2", "1.2.0"),
        (&CARGO, "01.2.3", "1.2.3"),
        (&CARGO, "1.2.3-rc1", "1.2.3-rc.1"),
        (&NPM, "1.2.3-rc-1+7", "1.2.3-rc.1+7"),
        (&NUGET, "1.2.3-rc1", "1.2.3-rc.1"),
        (&MAVEN, "1.2.3-rc1", "1.2.3-rc-1"),
        (&RUBYGEMS, "1.2.3-rc.1", "1.2.3.rc1"),
        (&RPM, "1.2.3~rc.1", "1.2.3~rc1"),
        (&DEB, "1.2.3+rc1", "1.2.3~rc1"),
        (&GO, "1.2.3", "v1.2.3"),
        (&GO, "v1.2.3+incompatible", "v1.2.3"),
        (&PEP440, "1.0-rc1", "1.0rc1"),
        (&DEB, "2.3.0-1", "2.3.0"),
        (&NUGET, "1.2.3+abc", "1.2.3"),
        (&ASSEMBLY, "1.0.*", "1.0.0"),
    ];
    for (dialect, text, wanted) in cases {
        let error = (dialect.read)(text).expect_err(text);
        assert_eq!(error.help(), Some(alloc::format!("write `{wanted}`")), "{text}: {error}");
        assert_eq!(error.rule(), Some("version-parse"));
    }
    for text in ["", "v1.2.3", "1.2.3-", "1.2.3+", "1.2.٣", "1.2.99999999999999999999"] {
        assert!((CARGO.read)(text).is_err(), "{text}");
    }
}

#[test]
fn a_label_that_the_ecosystem_does_not_know_suggests_nothing() {
    let texts = ["1.45.0-SNAPSHOT-1", "1.45.0-jre-8", "1.45.0-foo1", "1.45.0.foo.1"];
    for (dialect, text) in texts.iter().flat_map(|text| [(&MAVEN, text), (&COMPOSER, text)]) {
        let error = (dialect.read)(text).expect_err(text);
        assert!(matches!(error, NativeError::Syntax { wanted: None, .. }), "{text}: {error}");
    }
}

#[test]
fn what_is_no_version_is_refused_with_a_next_step() {
    let chain = Scheme::preset("chain").unwrap();
    let form = chain.plain();
    for dialect in DIALECTS {
        for text in ["", "x", "1_0", "1.0.20160230", "1.2.3.4.5", "18446744073709551616", "1..2"] {
            for error in [(dialect.read)(text).err(), form.from_native(dialect, text).err()] {
                let Some(error) = error else { continue };
                let help = error.help().unwrap_or_default();
                assert!(!help.is_empty(), "{} {text:?}: {error}", dialect.id);
            }
            // Whatever an ecosystem takes, none of these is a version of the scheme.
            assert!(form.from_native(dialect, text).is_err(), "{} {text:?}", dialect.id);
        }
    }
    let help = |dialect: &Dialect| form.from_native(dialect, "1.0_1").unwrap_err().help().unwrap();
    assert_eq!(help(&DEB), "a version here is written {major}.{minor}[.{build}]");
    assert_eq!(
        (DEB.read)("1.0_1").unwrap_err().help().unwrap(),
        "versions are written like `1.2.3` there"
    );
}

#[test]
fn a_spelling_that_is_no_version_either_is_not_suggested() {
    let iric = Scheme::preset("iric").unwrap();
    let help = |dialect: &Dialect, text: &str| {
        iric.plain().from_native(dialect, text).unwrap_err().help().unwrap()
    };
    let format = "a version here is written {major}.{minor}[.{fix}]";
    assert_eq!(help(DIALECTS[0], "3.2 beta"), format);
    assert_eq!(help(&CARGO, "3.2.1-beta1"), format);
    // One that is, is.
    assert_eq!(help(&CARGO, "3.2"), "write `3.2.0`");
}

#[test]
fn every_requirement_that_is_not_understood_gets_a_next_step() {
    for dialect in DIALECTS {
        let Some(requires) = dialect.requires else { continue };
        for requirement in ["", "]", "^^1", "1 2 3 4", ">=", "~~>x", "a:b", "${core.version}"] {
            for answer in [
                (requires.admits)(requirement, "1.2.3").err(),
                (requires.follow)(requirement, "1.2.3").err(),
            ] {
                let Some(error) = answer else { continue };
                assert!(error.help().is_some(), "{} {requirement:?}: {error}", dialect.id);
            }
        }
    }
}
