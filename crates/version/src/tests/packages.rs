//! KEP 5's package releases, and epochs.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use place::{Explain, Place};
use proptest::prelude::*;

use super::{plain, v};
use crate::native::{DEB, PEP440, RPM};
use crate::{DIALECTS, Dialect, Form, NativeError, PackageError, Scheme, Version};

fn versions(form: &Form, builds: &[(&str, u64)]) -> Vec<(Version, u64)> {
    builds.iter().map(|(text, count)| (v(form, text), *count)).collect()
}

fn packages(
    form: &Form,
    d: &Dialect,
    builds: &[(&str, u64)],
    after: u64,
    dist: Option<&str>,
) -> Result<Vec<String>, PackageError> {
    let made = form.packages(d, &versions(form, builds), after, dist)?;
    Ok(made.into_iter().map(|package| package.text).collect())
}

/// The builds of KEP 5's two tables.
const TABLE: &[(&str, u64)] = &[("2.3-beta1", 2), ("2.3-beta2", 1), ("2.3-rc1", 1), ("2.3.0", 1)];

#[test]
fn kolab_8_the_rpm_table() {
    let table = packages(&plain("kolab"), &RPM, TABLE, 0, Some(".el5")).unwrap();
    let wanted = [
        "2.3-0.1.beta1.el5",
        "2.3-0.2.beta1.el5",
        "2.3-0.3.beta2.el5",
        "2.3-0.4.rc1.el5",
        "2.3.0-1.el5",
    ];
    assert_eq!(table, wanted);
}

#[test]
fn kolab_8_the_debian_table() {
    let form = plain("kolab");
    let table = packages(&form, &DEB, TABLE, 0, None).unwrap();
    let wanted = ["2.3~beta1-0.1", "2.3~beta1-0.2", "2.3~beta2-0.3", "2.3~rc1-0.4", "2.3.0-1"];
    assert_eq!(table, wanted);
    let backports = packages(&form, &DEB, TABLE, 0, Some("~bpo50+1")).unwrap();
    assert_eq!(backports[0], "2.3~beta1-0.1~bpo50+1");
    for (source, backport) in table.iter().zip(&backports) {
        assert!((DEB.order)(backport, source).is_lt(), "{backport} is below {source}");
    }
}

#[test]
fn kolab_7_builds_are_counted_across_labels() {
    let form = plain("kolab");
    let made = packages(&form, &RPM, &[("2.5-beta1", 3), ("2.5-rc1", 2)], 0, None).unwrap();
    assert_eq!(made[3], "2.5-0.4.rc1", "three builds of beta1 were made before it");
    let later = packages(&form, &RPM, &[("2.5-rc1", 1)], 3, None).unwrap();
    assert_eq!(later, ["2.5-0.4.rc1"], "the same, asked for alone");
    let made = packages(&form, &DEB, &[("2.5.0", 3), ("2.5.1-rc1", 1)], 0, None).unwrap();
    assert_eq!(made, ["2.5.0-1", "2.5.0-2", "2.5.0-3", "2.5.1~rc1-0.1"]);
    let made = form.packages(&DEB, &versions(&form, &[("2.5.0", 2)]), 2, None).unwrap();
    assert_eq!(made.iter().map(|package| package.build).collect::<Vec<_>>(), [3, 4]);
}

#[test]
fn kolab_7_the_tenth_build_is_a_pair_of_integers() {
    for d in [&DEB, &RPM] {
        let made = packages(&plain("kolab"), d, &[("2.5-beta1", 11), ("2.5-rc1", 1)], 0, None);
        let made = made.unwrap();
        assert!(made[8].contains("-0.9") && made[9].contains("-0.10"), "{made:?}");
        assert!(made[11].contains("-0.12"), "{made:?}");
    }
}

#[test]
fn kolab_6_a_fixs_candidate_is_below_its_four_parts() {
    let builds = &[("2.5.0", 1), ("2.5.1-rc1", 2), ("2.5.1.0", 1), ("2.5.2", 1)];
    let made = packages(&plain("kolab"), &RPM, builds, 0, None).unwrap();
    assert_eq!(made[1..], ["2.5.1-0.1.rc1", "2.5.1-0.2.rc1", "2.5.1.0-1", "2.5.2-1"]);
}

#[test]
fn kolab_8_labels_order_debians_packages_and_the_count_rpms() {
    let text = "extends = 'kolab'\n[pre]\nlabels = ['prealpha', 'alpha', 'rc']\n";
    let form = Scheme::parse("k.toml", text, &|_| None).unwrap().plain().clone();
    let builds = &[("2.5-prealpha1", 1), ("2.5-alpha1", 1), ("2.5.0", 1)];
    assert_eq!(packages(&form, &RPM, builds, 0, None).unwrap()[1], "2.5-0.2.alpha1");
    let error = packages(&form, &DEB, builds, 0, None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Debian does not sort `2.5~alpha1-0.2` above `2.5~prealpha1-0.1`, which is released before it"
    );
    assert!(error.help().unwrap().contains("rename the pre-release labels"));
}

#[test]
fn what_cannot_be_numbered_is_refused() {
    let form = plain("kolab");
    let refused =
        |d, builds: &[(&str, u64)], dist| packages(&form, d, builds, 0, dist).unwrap_err();
    for (error, says, help) in [
        (refused(&PEP440, TABLE, None), "PEP 440 has no package release", "deb and rpm"),
        (refused(&RPM, TABLE, Some("el5")), "it begins with `.`", "`.el5`"),
        (refused(&RPM, TABLE, Some(".el-5")), "it cannot hold `-`", "`.el5`"),
        (refused(&DEB, TABLE, Some("bpo")), "it begins with `~` or `+`", "`~bpo50+1`"),
        (refused(&DEB, &[("2.5.0", 1), ("2.5-rc1", 1)], None), "`2.5-rc1` does not come", "order"),
        (refused(&DEB, &[("2.5.0", 1), ("2.5.0", 1)], None), "`2.5.0` does not come", "order"),
    ] {
        assert!(error.to_string().contains(says), "{error}");
        assert!(error.help().unwrap().contains(help), "{error}: {:?}", error.help());
    }
}

fn with_epoch(name: &str, d: &Dialect, epoch: u64) -> Form {
    plain(name).with_epoch(d.id, epoch, Place::Argument("--epoch".into())).unwrap()
}

#[test]
fn an_epoch_stands_before_the_version() {
    for (d, version, inside, package) in [
        (&DEB, "2.3-beta1", "1:2.3~beta1", Some("1:2.3~beta1-0.1")),
        (&RPM, "2.3-beta1", "2.3~beta1", Some("1:2.3-0.1.beta1")),
        (&PEP440, "2.3-rc1", "1!2.3rc1", None),
    ] {
        let form = with_epoch("kolab", d, 1);
        let text = form.native(d, &v(&form, version), None).unwrap();
        assert_eq!(text, inside);
        assert_eq!(form.from_native(d, &text).unwrap().as_str(), version);
        let made = packages(&form, d, &[(version, 1)], 0, None);
        assert_eq!(made.ok().map(|made| made[0].clone()), package.map(ToString::to_string));
    }
    let form = with_epoch("kolab", &RPM, 2);
    assert_eq!(form.with_its_epoch(&RPM, &v(&form, "2.3.0"), None).as_deref(), Ok("2:2.3.0"));
}

#[test]
fn an_epoch_may_only_rise() {
    let form = with_epoch("kolab", &DEB, 2);
    for before in ["2.3.0", "1:2.3.0", "2:2.3.0"] {
        assert_eq!(form.from_native(&DEB, before).unwrap().as_str(), "2.3.0");
        let order = (DEB.order)(before, &form.native(&DEB, &v(&form, "0.1.0"), None).unwrap());
        assert_eq!(order.is_lt(), !before.starts_with("2:"));
    }
    let error = form.from_native(&DEB, "3:2.3.0").unwrap_err();
    assert_eq!(error.to_string(), "`3:2.3.0` has the epoch 3, and 2 is configured for Debian");
    assert!(error.help().unwrap().contains("native = { deb = { epoch = 3 } }"));
    let error = plain("kolab").from_native(&PEP440, "1!2.3.0").unwrap_err();
    assert!(matches!(error, NativeError::Epoch { epoch: 1, configured: 0, .. }), "{error}");
}

#[test]
fn a_scheme_may_have_epochs_and_a_child_a_template_more() {
    let parse = |text: &str| Scheme::parse("e.toml", text, &|_| None);
    let parent = "extends = 'kolab'\n[native.deb]\nepoch = 1\n";
    let native = |text: &str, version: &str| {
        let form = parse(text).unwrap().plain().clone();
        form.native(&DEB, &v(&form, version), None).unwrap()
    };
    assert_eq!(native(parent, "2.3-rc1"), "1:2.3~rc1");
    let template = format!("{parent}template = '{{major}}.{{minor}}+{{teeny}}'\n");
    assert_eq!(native(parent, "2.3.4"), "1:2.3.4");
    assert!(parse(&template).is_ok());
    for (text, says) in [
        ("extends = 'kolab'\n[native.npm]\nepoch = 1\n", "npm has no epoch"),
        ("extends = 'kolab'\n[native.dbe]\nepoch = 1\n", "there is no dialect `dbe`"),
        ("extends = 'kolab'\n[native.deb]\n", "native.deb.template"),
    ] {
        let error = parse(text).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        assert!(error.help().is_some(), "{error}");
    }
}

/// Whatever is released in whatever order of labels, and however often it is built.
fn histories() -> impl Strategy<Value = (Vec<(String, u64)>, u64, bool)> {
    let step = (0..4_usize, 0..14_u64);
    (prop::collection::vec(step, 1..8), 0..3_u64, any::<bool>()).prop_map(|(steps, epoch, dist)| {
        let form = plain("kolab");
        let mut now = v(&form, "1.9.9");
        let mut builds = vec![(now.as_str().into(), 1)];
        for (kind, count) in steps {
            let given = super::on(2026, 1, 1);
            let bump = |part: &str| form.bump(&now, form.part(part).unwrap(), &given);
            let next = match (kind, form.is_pre(&now)) {
                (0, true) => form.pre(&now, form.label(&now).unwrap().0),
                (1, true) => form.pre(&now, "rc"),
                (_, true) => form.promote(&now),
                (0, false) => form.pre(&bump("minor").unwrap(), "alpha"),
                (1, false) => form.pre(&bump("teeny").unwrap(), "rc"),
                (2, false) => bump("teeny").map_err(|_| unreachable!()),
                (_, false) => bump("minor").map_err(|_| unreachable!()),
            };
            now = next.unwrap();
            builds.push((now.as_str().into(), count));
        }
        (builds, epoch, dist)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// `packages` compares each with the one before; this compares all of them, by the order of
    /// the dialect's row.
    #[test]
    fn kolab_7_and_8_packages_rise_along_every_history((builds, epoch, tagged) in histories()) {
        for d in DIALECTS.iter().filter(|d| d.packages.is_some()) {
            let form = with_epoch("kolab", d, epoch);
            let builds: Vec<(&str, u64)> =
                builds.iter().map(|(text, count)| (text.as_str(), *count)).collect();
            let rules = d.packages.unwrap();
            let made = packages(&form, d, &builds, 0, tagged.then_some(rules.dist)).unwrap();
            for (at, low) in made.iter().enumerate() {
                for high in &made[at + 1..] {
                    prop_assert!((rules.order)(low, high).is_lt(), "{low} is not below {high}");
                }
            }
        }
    }
}

#[test]
fn kolab_8_the_release_beside_a_version_has_the_label_where_rpm_has_it() {
    let form = plain("kolab");
    let beta = form.parse("2.5-beta1").unwrap();
    assert_eq!(form.beside_release(&RPM, &beta, None).unwrap(), "2.5");
    assert_eq!(form.beside_release(&DEB, &beta, None).unwrap(), "2.5~beta1");
    let read = |d, text: &str, release: &str| {
        form.from_beside_release(d, text, release).map(|version| version.to_string())
    };
    for (text, release, wanted) in [
        ("2.5", "0.1.beta1", "2.5-beta1"),
        ("2.5", "0.12.rc2", "2.5-rc2"),
        ("2.5.0", "0.1.beta1", "2.5-beta1"),
        ("2.5.1", "0.1.rc1", "2.5.1-rc1"),
        // The version's own label goes before that of the release.
        ("2.5~beta2", "0.1.beta1", "2.5-beta2"),
        ("2.5.0", "1", "2.5.0"),
        ("2.5.0", "0.1.20161101git", "2.5.0"),
        ("2.5.0", "0.1", "2.5.0"),
    ] {
        assert_eq!(read(&RPM, text, release).as_deref(), Ok(wanted), "{text} {release}");
    }
    assert!(read(&RPM, "2.5", "1").is_err());
    assert_eq!(read(&DEB, "2.5.0", "0.1.beta1").as_deref(), Ok("2.5.0"));
}
