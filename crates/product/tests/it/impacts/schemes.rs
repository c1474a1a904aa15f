//! What pending impacts make of releases under schemes that share parts, count days or serials.

use place::Severity;

use super::{change, moved};
use crate::world::{World, patch, pre, refusal, release};

#[test]
fn semver_4_nothing_is_broken_for_good_before_1_0() {
    let config = "scheme = \"semver\"\n[component.core]\n";
    let mut world = World::new(config, &[("core/VERSION", "0.2.0")]);
    change(&mut world, "first", "core", "breaking");
    // There is no release that anything could break.
    assert_eq!(moved(&world, release("0.2.0", &[])), ["core 0.2.0"]);
    world.run(release("0.2.0", &[])).unwrap();
    change(&mut world, "second", "core", "breaking");
    assert_eq!(moved(&world, release("auto", &[])), ["core 0.3.0"]);
    assert!(refusal(world.plan(patch(&["core"]))).starts_with("SEMVER-8: "));
    world.run(release("1.0.0", &["core"])).unwrap();
    change(&mut world, "third", "core", "breaking");
    assert!(refusal(world.plan(release("minor", &["core"]))).starts_with("SEMVER-8: "));
}

#[test]
fn ibex_3_additions_need_a_minor_of_all_and_other_names_a_major() {
    let config = "scheme = \"ibex\"\n[component.gui]\n[component.backend]\n";
    let mut world = World::new(config, &[("gui/VERSION", "7.2.1"), ("backend/VERSION", "7.2.1")]);
    world.tag(&["gui-7.2.1", "backend-7.2.1", "v7.2.1"]);
    change(&mut world, "faster", "backend", "performance");
    assert_eq!(moved(&world, release("auto", &[])), ["gui 7.2.2", "backend 7.2.2"]);
    change(&mut world, "more", "backend", "pv-added");
    let said = refusal(world.plan(release("patch", &[])));
    assert_eq!(
        said,
        "IBEX-3: `backend` 7.2.2 is less than its changes need: `pv-added` needs minor (IBEX-3, \
         changes/more.md) / `release minor`, or `release auto` goes as far as is needed / 1"
    );
    assert_eq!(moved(&world, release("auto", &[])), ["gui 7.3.0", "backend 7.3.0"]);
    change(&mut world, "renamed", "backend", "pv-name-changed");
    assert!(refusal(world.plan(release("minor", &[]))).starts_with("IBEX-3: "));
    assert_eq!(moved(&world, release("auto", &[])), ["gui 8.0.0", "backend 8.0.0"]);
}

#[test]
fn chain_3_and_8_a_new_api_is_the_products_and_one_that_is_gone_breaks_its_promise() {
    let config = "scheme = \"chain\"\n[component.core]\n[component.sdk]\n[component.mac]\nembeds = [\"core\"]\n";
    let names = ["core", "sdk", "mac"];
    let files = names.map(|name| (format!("{name}/VERSION"), "1.0"));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let mut world = World::new(config, &files);
    world.tag(&["core-1.0", "sdk-1.0", "mac-1.0"]);
    change(&mut world, "dashboard", "core", "new-api");
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.starts_with("CHAIN-3: `core` 1.0.20161024 is less"), "{said}");
    assert!(said.contains("`release minor -p core`"), "{said}");
    assert_eq!(moved(&world, release("auto", &[])), ["core 1.1", "mac 1.1"]);
    change(&mut world, "gone", "sdk", "api-removed");
    assert!(refusal(world.plan(release("minor", &["sdk"]))).starts_with("CHAIN-8: `sdk` 1.1"));
}

#[test]
fn chain_12_a_major_that_says_nothing_on_compatibility_is_worth_a_warning() {
    let config = "scheme = \"chain\"\n[component.core]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.1")]);
    world.tag(&["core-1.1"]);
    let warned = |world: &World, part: &str| {
        let plan = world.plan(release(part, &["core"])).unwrap();
        plan.warnings.into_iter().map(|w| (w.policy, w.message)).collect::<Vec<_>>()
    };
    let wanted =
        "`core` 2.0 does not serve what 1.1 served, and no pending change says what that means";
    assert_eq!(warned(&world, "major"), [(Some("CHAIN-12".into()), wanted.into())]);
    assert!(warned(&world, "minor").is_empty(), "minor updates do not break compatibility");
    change(&mut world, "gone", "core", "api-removed");
    assert_eq!(warned(&world, "major").len(), 1);
    let note = "---\ncomponents: core\nimpact: fix\n---\nx\n\n## Compatibility notes\n\nNone.\n";
    world.write("changes/notes.md", note);
    assert!(warned(&world, "major").is_empty());
}

#[test]
fn diav_3_sub_systems_move_as_their_developers_like_and_the_core_by_its_serial() {
    let config = "scheme = \"diavolo\"\n[component.core]\nrole = \"core\"\n[component.users]\n";
    let files = [("core/VERSION", "3.0.0.1890"), ("users/VERSION", "1.0.1883.5")];
    let mut world = World::new(config, &files);
    world.tag(&["core-3.0.0.1890", "users-1.0.1883.5"]);
    change(&mut world, "boot", "core", "change");
    assert_eq!(moved(&world, release("auto", &[])), ["core 3.0.0.1891"]);
    // The policy leaves majors and minors to the developers, and asks for no reason.
    change(&mut world, "groups", "users", "feature");
    assert_eq!(moved(&world, release("auto", &[])), ["core 3.0.0.1891", "users 1.1.1883.0"]);
    assert_eq!(moved(&world, patch(&["users"])), ["users 1.0.1883.6"], "nor does it demand one");
}

#[test]
fn calver_2_a_second_feature_in_one_month_raises_the_last_number() {
    let config = "scheme = \"calver\"\n[component.core]\n";
    let mut world = World::new(config, &[("core/VERSION", "2016.9.3")]);
    world.tag(&["core-2016.9.3", "v2016.9.0"]);
    change(&mut world, "one", "core", "feature");
    assert!(refusal(world.plan(patch(&["core"]))).starts_with("impact-level: `core` 2016.9.4"));
    let plan = world.run(release("auto", &[])).unwrap();
    assert_eq!(plan.components[0].to, "2016.10.0");
    change(&mut world, "two", "core", "feature");
    assert_eq!(moved(&world, release("auto", &[])), ["core 2016.10.1"]);
    assert_eq!(moved(&world, patch(&["core"])), ["core 2016.10.1"]);
}

#[test]
fn semantics_15_impacts_are_those_of_each_components_own_line() {
    let config = "[product]\nname = \"two\"\n[line.app]\nscheme = \"semver\"\ncomponents = [\"app\"]\n\
        [line.scripts]\nscheme = \"kolab\"\ncomponents = [\"scripts\"]\n[component.app]\n[component.scripts]\n";
    let files = [("app/VERSION", "1.0.0"), ("scripts/VERSION", "2.0.0")];
    let mut world = World::new(config, &files);
    world.tag(&["app-1.0.0", "scripts-2.0.0"]);
    change(&mut world, "both", "[app, scripts]", "fix");
    assert_eq!(moved(&world, release("auto", &["app"])), ["app 1.0.1"]);
    assert_eq!(moved(&world, release("auto", &["scripts"])), ["scripts 2.0.1"]);
    change(&mut world, "more", "[app, scripts]", "enhancement");
    let findings = world.lint();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].message, "the scheme `semver` has no impact `enhancement`");
}

#[test]
fn chain_12_lint_warns_of_a_major_that_moved_without_a_note() {
    let config = "scheme = \"chain\"\n[product]\ntag = \"chain-{version}\"\n\
                  [component.core]\n[component.sdk]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.3"), ("sdk/VERSION", "1.3")]);
    world.tag(&["core-1.3", "sdk-1.3", "chain-1.3"]);
    let old = "---\ncomponents: core\nimpact: fix\n---\n\n## Compatibility\n\nOf long ago.\n";
    world.write("changes/old.md", old);
    world.tag(&["core-1.3.20161024"]).write("core/VERSION", "1.3.20161024");
    // A minor keeps its promise.
    world.run(release("minor", &["core", "sdk"])).unwrap();
    assert_eq!(world.findings(), Vec::<String>::new());
    world.run(release("major", &["core", "sdk"])).unwrap();
    let found = world.lint();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].rule, found[0].severity), ("compatibility-note", Severity::Warning));
    assert_eq!(found[0].policy.as_deref(), Some("CHAIN-12"));
    let said = &found[0].message;
    assert!(said.contains("`core` 2.0 does not serve what 1.4 served"), "{said}");
    assert!(said.contains("since core-1.4"), "{said}");
    // A note of the product's is one for all of it, and one that comes later is one too.
    let note = "---\ncomponents: sdk\nimpact: api-removed\n---\n\nIt is gone.\n\n### COMPATIBILITY\n\nNone.\n";
    let mut later = world.clone();
    later.write("changes/gone.md", note);
    assert_eq!(later.findings(), Vec::<String>::new());
    later.write("changes/gone.md", &note.replace("### COMPATIBILITY", "### Other"));
    assert_eq!(later.findings(), ["compatibility-note core"]);
    // The next release of the same major has nothing to explain.
    world.on("2016-11-08").run(patch(&["core", "sdk"])).unwrap();
    assert_eq!(world.findings(), Vec::<String>::new());
    // Who catches up with the new major passes over what was told then.
    let mut lagging = World::new(config, &[("core/VERSION", "1.3"), ("sdk/VERSION", "1.3")]);
    lagging.tag(&["core-1.3", "sdk-1.3", "chain-1.3"]);
    lagging.write("changes/gone.md", &note.replace("sdk", "core"));
    lagging.run(release("major", &["core"])).unwrap();
    lagging.on("2016-11-08").run(patch(&["sdk"])).unwrap();
    assert_eq!(lagging.findings(), Vec::<String>::new());
    // Other policies do not ask.
    let semver = config.replace("\"chain\"", "\"semver\"");
    let mut other = World::new(&semver, &[("core/VERSION", "1.3.0"), ("sdk/VERSION", "1.3.0")]);
    other.tag(&["core-1.3.0", "sdk-1.3.0", "chain-1.3.0"]);
    other.run(release("major", &["core", "sdk"])).unwrap();
    assert_eq!(other.findings(), Vec::<String>::new());
}

#[test]
fn semantics_13_auto_takes_all_to_the_line_that_a_pre_release_leads_to() {
    let config = "scheme = \"semver\"\n[component.core]\n[component.app]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.3.0"), ("app/VERSION", "1.3.0")]);
    world.tag(&["core-1.3.0", "app-1.3.0", "v1.3.0"]);
    world.run(pre("rc", None, &["app"])).unwrap();
    change(&mut world, "crash", "core", "fix");
    assert_eq!(moved(&world, release("auto", &[])), ["core 1.3.1"]);
    change(&mut world, "typo", "app", "fix");
    assert_eq!(moved(&world, release("auto", &[])), ["core 1.4.0", "app 1.4.0"], "one line");
}
