//! Native versions in use only rise (SEMANTICS 21).

use place::Explain;
use product::Refusal;

use crate::world::{World, patch, release};

/// Diavolo's core, whose revision alone orders it, in one manifest of `dialect`.
fn core(dialect: &str, native: &str, text: &str) -> World {
    let config = format!(
        "scheme = \"diavolo\"\n[component.core]\nrole = \"core\"\n{native}\
         manifests = [{{ path = \"core/v\", regex = '(?<version>.+)', dialect = \"{dialect}\" }}]\n"
    );
    let mut world = World::new(&config, &[("core/v", text)]);
    world.tag(&["core-3.0.0.1882"]);
    world
}

#[test]
fn a_release_that_lowers_a_native_version_is_refused() {
    for (dialect, text, help) in [
        ("assembly", "3.0.0.1882\n", "native = { assembly = \"…\" }` in [component.core]"),
        ("deb", "3.0.0.1882\n", "native = { deb = { epoch = 1 } }` in [component.core]"),
    ] {
        let error = core(dialect, "", text).plan(release("2.9.0.1883", &["core"])).unwrap_err();
        assert!(matches!(error.refusal(), Refusal::Rising(_)), "{error}");
        assert!(error.to_string().ends_with(": 2.9.0.1883 is below 3.0.0.1882 there"), "{error}");
        assert!(error.help().unwrap().contains(help), "{:?}", error.help());
        assert!(error.place().is_some());
        assert_eq!(error.class(), place::Class::Policy);
    }
}

#[test]
fn a_text_that_only_the_scheme_orders_may_fall() {
    let plan = core("plain", "", "3.0.0.1882\n").plan(release("2.9.0.1883", &["core"]));
    assert_eq!(plan.unwrap().components[0].to, "2.9.0.1883");
}

#[test]
fn an_epoch_lifts_what_would_fall() {
    let native = "native = { deb = { epoch = 1 } }\n";
    let mut world = core("deb", native, "3.0.0.1882\n");
    world.run(release("2.9.0.1883", &["core"])).unwrap();
    assert_eq!(world.text("core/v"), "1:2.9.0.1883\n");
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    let error = world.plan(release("2.8.0.1884", &["core"])).unwrap_err();
    assert!(error.help().unwrap().contains("epoch = 2"), "{:?}", error.help());
}

/// One component of a semver-like scheme with four parts, of which the last may be missing.
fn settled(dialect: &str) -> World {
    let config = format!(
        "[scheme]\nextends = \"semver-independent\"\n\
         format = \"{{major}}.{{minor}}.{{patch}}[.{{settled}}]\"\n\
         part.settled = {{ scope = \"component\", absent = \"lowest\" }}\n[component.server]\n\
         manifests = [{{ path = \"server/v\", regex = '(?<version>.+)', dialect = \"{dialect}\" }}]\n"
    );
    let mut world = World::new(&config, &[("server/v", "2.5.1\n")]);
    world.tag(&["server-2.5.1"]);
    world
}

#[test]
fn what_an_ecosystem_takes_for_the_same_is_no_upgrade() {
    let error = settled("pep440").plan(release("2.5.1.0", &["server"])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`server` 2.5.1.0 would be no upgrade for PEP 440: 2.5.1.0 is the same as 2.5.1 there"
    );
    assert_eq!(error.rule(), Some("SEMVER-11"), "the policy's own rule for going down");
    let plan = settled("deb").plan(release("2.5.1.0", &["server"]));
    assert!(plan.is_ok(), "Debian has 2.5.1 below 2.5.1.0");
}

#[test]
fn a_manifest_moved_by_hand_is_not_in_use() {
    let mut world = settled("deb");
    world.write("server/v", "9.0.0\n");
    let plan = world.plan(release("2.6.0", &["server"])).unwrap();
    assert_eq!(plan.edits[0].new, "2.6.0", "9.0.0 was never out");
    world.write("server/v", "0.1.0\n");
    assert!(world.plan(release("2.5.1.0", &["server"])).is_ok());
}

#[test]
fn a_fourth_number_alone_upgrades_no_installed_product() {
    let mut world = core("msi", "", "3.0.0.1882\n");
    let plan = world.plan(patch(&["core"])).unwrap();
    assert_eq!(plan.edits[0].new, "3.0.0.1883");
    let [warning] = &plan.warnings[..] else { panic!("{:?}", plan.warnings) };
    assert_eq!(warning.rule, "native-fits");
    assert_eq!(
        warning.message,
        "`core` 3.0.0.1883 does not upgrade 3.0.0.1882 under MSI, which ignores what moved"
    );
    assert!(warning.help.as_ref().unwrap().contains("[native.msi]"));
    let plan = world.run(release("minor", &["core"])).unwrap();
    assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
}

#[test]
fn chain_10_a_template_that_leaves_out_what_moved_does_not_read_back() {
    let config = "scheme = \"chain\"\n[component.windows]\n\
        native = { msi = \"{major}.{minor}.0\" }\n\
        manifests = [{ path = \"windows/v\", regex = '(?<version>.+)', dialect = \"msi\" }]\n";
    let mut world = World::new(config, &[("windows/v", "1.0.0\n")]);
    world.tag(&["windows-1.0"]);
    let error = world.plan(patch(&["windows"])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`windows` 1.0.20161024 would be written 1.0.0, which reads back as 1.0"
    );
    assert_eq!(error.rule(), Some("CHAIN-10"));
    assert!(error.help().unwrap().contains("name every part"), "{:?}", error.help());
    assert!(world.plan(release("minor", &["windows"])).is_ok());
}

#[test]
fn an_epoch_stands_once_before_the_version_in_a_changelog() {
    let changelog = |version: &str| {
        format!(
            "core ({version}) unstable; urgency=low\n\n  * One.\n\n -- A <a@example.org>  Mon, 07 Nov 2016 12:00:00 +0000\n"
        )
    };
    let config = "scheme = \"semver-independent\"\n[component.core]\nmanifests = [\"core/debian/changelog\"]\nnative = { deb = { epoch = 1 } }\n";
    for last in ["1.4.0-2", "1:1.4.0-2", "0:1.4.0-2"] {
        let mut world = World::new(config, &[("core/debian/changelog", &changelog(last))]);
        world.tag(&["core-1.4.0"]);
        for version in ["1:1.4.1-1", "1:1.4.2-1"] {
            world.run(patch(&["core"])).unwrap_or_else(|error| panic!("{last}: {error}"));
            let text = world.text("core/debian/changelog");
            assert!(text.starts_with(&format!("core ({version}) unstable")), "{last}: {text}");
        }
        assert!(world.findings().is_empty(), "{last}: {:?}", world.findings());
    }
}
