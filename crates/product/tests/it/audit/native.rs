//! Whether every release was an upgrade in the ecosystems that a component is written for.

use super::Chronicle;

fn python(version: &str) -> String {
    format!("[project]\nname = \"core\"\nversion = \"{version}\"\n")
}

fn npm(version: &str) -> String {
    format!("{{ \"name\": \"core\", \"version\": \"{version}\" }}\n")
}

/// A component whose versions began again at 1.0: by the calendar first, then by SemVer.
fn restarted(scheme: &str, path: &str, text: fn(&str) -> String, versions: &[&str]) -> Chronicle {
    let config = format!("scheme = \"{scheme}\"\n[component.core]\n");
    let mut past = Chronicle::new(&config, &[(path, &text(versions[0]))]);
    for (at, version) in versions.iter().enumerate() {
        if at > 0 {
            past.write(path, &text(version)).commit(version);
        }
        past.tag(&[&format!("core-{version}")]);
    }
    past
}

#[test]
fn a_change_of_scheme_breaks_upgrades_and_an_epoch_mends_them() {
    let versions = ["2023.12", "2024.1", "1.0.0", "1.1.0"];
    let past = restarted("semver-independent", "core/pyproject.toml", python, &versions);
    let found = [
        "native-order core-1.0.0",
        "native-order core-1.1.0",
        "tag-near-miss core-2023.12",
        "tag-near-miss core-2024.1",
    ];
    assert_eq!(past.found(), found);
    assert_eq!(
        past.said("native-order")[0],
        ": in PEP 440, 1.0.0 (core-1.0.0) is no upgrade of 2024.1 (core-2024.1), which its history has / \
         with the next release, raise the epoch: `[native.pep440] epoch = 1` in the scheme puts `1!` \
         before versions, above 2024.1; packagers write it before the version, in the manifest"
    );
    // With the epoch that mends it, it is mended.
    let scheme =
        "[scheme]\nextends = \"semver-independent\"\nnative.pep440.epoch = 1\n[component.core]\n";
    let mut mended = past;
    mended.world = crate::world::World::new(scheme, &[("core/pyproject.toml", &python("1!1.2.0"))]);
    mended.commit("epoch").tag(&["core-1.2.0"]);
    assert_eq!(mended.said("native-order"), [""; 0]);
}

#[test]
fn a_revision_behind_a_version_is_above_it() {
    let dart = |version: &str| format!("name: core\nversion: {version}\n");
    let versions = ["1.0.0", "1.0.0+1", "1.0.1"];
    for publish in ["", "publish_to: none\n"] {
        let text = |version: &str| dart(version) + publish;
        let config = "scheme = \"semver-independent\"\n[component.core]\n";
        let mut past = Chronicle::new(config, &[("core/pubspec.yaml", &text(versions[0]))]);
        past.tag(&["core-1.0.0"]);
        for version in &versions[1..] {
            past.write("core/pubspec.yaml", &text(version)).commit(version);
            past.tag(&[&format!("core-{version}")]);
        }
        assert_eq!(past.found(), ["tag-near-miss core-1.0.0+1"]);
        // One that falls is still no upgrade.
        past.write("core/pubspec.yaml", &text("1.0.1+1")).commit("up").tag(&["core-1.0.1+1"]);
        past.write("core/pubspec.yaml", &text("1.0.1")).commit("down").tag(&["core-1.0.1+0"]);
        assert_eq!(past.said("native-order").len(), 1);
    }
}

#[test]
fn where_there_is_no_epoch_that_is_said() {
    let past = restarted("semver-independent", "core/package.json", npm, &["2024.1.0", "1.0.0"]);
    assert_eq!(past.found(), ["native-order core-1.0.0", "not-lower core-1.0.0"]);
    let said = &past.said("native-order")[0];
    assert!(
        said.ends_with("npm has no epoch: release above 2024.1.0, or publish under another name"),
        "{said}"
    );
}

#[test]
fn kolab_8_and_9_labels_that_a_package_sorts_otherwise_are_told() {
    let scheme =
        "[scheme]\nextends = \"semver-independent\"\npre.labels = [\"prealpha\", \"alpha\"]\n";
    let config = format!("{scheme}[component.core]\n");
    let entry = |version: &str| {
        format!(
            "core ({version}-1) unstable; urgency=low\n\n  * New.\n\n -- A <a@b.c>  Mon, 07 Nov 2016 12:00:00 +0000\n"
        )
    };
    let mut past = Chronicle::new(&config, &[("core/changelog", &entry("1.0.0"))]);
    past.tag(&["core-1.0.0"]);
    for (native, version) in [
        ("1.1.0~prealpha1", "1.1.0-prealpha.1"),
        ("1.1.0~alpha1", "1.1.0-alpha.1"),
        ("1.1.0", "1.1.0"),
    ] {
        past.write("core/changelog", &entry(native))
            .commit(version)
            .tag(&[&format!("core-{version}")]);
    }
    assert_eq!(past.found(), ["native-order core-1.1.0-alpha.1"]);
    let said = &past.said("native-order")[0];
    assert!(
        said.contains(
            "in Debian, 1.1.0~alpha1 (core-1.1.0-alpha.1) is no upgrade of 1.1.0~prealpha1"
        ),
        "{said}"
    );
}

#[test]
fn chain_10_what_a_package_does_not_compare_is_no_upgrade() {
    // The installer's fourth number counts for nobody.
    let wix = |version: &str| {
        format!(
            "<Wix xmlns=\"http://wixtoolset.org/schemas/v4/wxs\"><Package Name=\"core\" Version=\"{version}\" Manufacturer=\"A\" UpgradeCode=\"x\" /></Wix>\n"
        )
    };
    let config = "[scheme]\nname = \"four\"\nformat = \"{a}.{b}.{c}.{d}\"\n[scheme.part.a]\nscope = \"component\"\n\
                  [scheme.part.b]\nscope = \"component\"\n[scheme.part.c]\nscope = \"component\"\n[scheme.part.d]\nscope = \"component\"\n\
                  [component.core]\n";
    let mut past = Chronicle::new(config, &[("core/core.wxs", &wix("1.0.0.1"))]);
    past.tag(&["core-1.0.0.1"])
        .write("core/core.wxs", &wix("1.0.0.2"))
        .commit("a")
        .tag(&["core-1.0.0.2"]);
    assert_eq!(past.found(), ["native-order core-1.0.0.2"]);
    assert!(
        past.said("native-order")[0]
            .contains("in MSI, 1.0.0.2 (core-1.0.0.2) is no upgrade of 1.0.0.1")
    );
}

#[test]
fn a_manifest_that_states_another_version_is_told_as_that_alone() {
    let mut past = restarted("semver-independent", "core/package.json", npm, &["1.0.0"]);
    past.commit("forgotten").tag(&["core-1.1.0"]);
    assert_eq!(past.found(), ["tag-manifest core-1.1.0"]);
}

#[test]
fn semver_9_a_pre_release_is_outdone_by_those_that_lead_to_its_version() {
    let versions = ["1.0.0", "2.0.0-alpha.1", "1.0.1", "2.0.0-alpha.2", "2.0.0"];
    let past = restarted("semver-independent", "core/package.json", npm, &versions);
    assert_eq!(past.found(), [""; 0]);
    let versions = ["1.0.0", "2.0.0-beta.1", "2.0.0-alpha.1", "1.5.0-alpha.1", "2.0.0"];
    let past = restarted("semver-independent", "core/package.json", npm, &versions);
    assert_eq!(past.found(), ["native-order core-2.0.0-alpha.1", "not-lower core-2.0.0-alpha.1"]);
}

#[test]
fn kolab_8_a_packages_own_release_orders_what_has_one_version() {
    let spec = |version: &str, release: &str| {
        format!(
            "Name: kolabd\nVersion: {version}\nRelease: {release}%{{?dist}}\n\n%description\nA daemon.\n"
        )
    };
    let told = |releases: [&str; 3]| {
        let config = "scheme = \"kolab\"\n[component.kolabd]\n";
        let mut past = Chronicle::new(config, &[("kolabd/kolabd.spec", &spec("2.4.3", "1"))]);
        past.tag(&["kolabd-2.4.3"]);
        for (version, release) in ["2.5-beta1", "2.5-beta2", "2.5-rc1"].iter().zip(releases) {
            past.write("kolabd/kolabd.spec", &spec("2.5", release)).commit(version);
            past.tag(&[&format!("kolabd-{version}")]);
        }
        past.write("kolabd/kolabd.spec", &spec("2.5.0", "1")).commit("2.5.0");
        past.tag(&["kolabd-2.5.0"]);
        assert_eq!(past.found().len(), past.said("native-order").len());
        past.said("native-order")
    };
    assert_eq!(told(["0.1.beta1", "0.3.beta2", "0.4.rc1"]), [""; 0]);
    let reset = "KOLAB-8: in RPM, 2.5-0.1.rc1 (kolabd-2.5-rc1) is no upgrade of 2.5-0.3.beta2 \
                 (kolabd-2.5-beta2), which its history has / \
                 let the package's release count on, above 0.3.beta2";
    assert_eq!(told(["0.1.beta1", "0.3.beta2", "0.1.rc1"]), [reset]);
}
