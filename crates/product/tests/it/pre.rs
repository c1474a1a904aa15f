//! Pre-releases on a shared line, and where they come first.

use product::Asked;
use product::plan::Reason;

use crate::world::{World, patch, pre, promote, refusal, release, unstable};

const CONFIG: &str = r#"
scheme = "semver"
[component.core]
[component.app]
embeds = ["core"]
[component.sdk]
"#;

fn world(version: &str) -> World {
    let files = ["core/VERSION", "app/VERSION", "sdk/VERSION"].map(|path| (path, version));
    World::new(CONFIG, &files)
}

/// All three released as 1.4.0.
fn released() -> World {
    let mut world = world("1.4.0");
    world.tag(&["core-1.4.0", "app-1.4.0", "sdk-1.4.0", "v1.4.0"]);
    world
}

fn tags(plan: &product::Plan) -> Vec<&str> {
    plan.tags.iter().map(|tag| tag.name.as_str()).collect()
}

fn sound(world: &World) {
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn semver_9_a_pre_release_is_of_the_line_to_come_and_does_not_move_it() {
    let mut world = released();
    let plan = world.run(pre("rc", None, &["core"])).unwrap();
    assert_eq!(world.versions(), ["core 1.5.0-rc.1", "app 1.5.0-rc.1", "sdk 1.4.0"]);
    assert_eq!(tags(&plan), ["core-1.5.0-rc.1", "app-1.5.0-rc.1", "v1.5.0-rc.1"]);
    let line = plan.line.unwrap();
    assert_eq!((line.from.as_deref(), line.to.as_str()), (Some("1.4"), "1.4"));
    assert!(plan.unchanged.iter().all(|kept| !kept.lag), "nobody lags behind a pre-release");
    assert_eq!(world.status().line.as_deref(), Some("1.4"));
    sound(&world);
    // The rest goes on on the line that counts.
    world.run(patch(&["sdk"])).unwrap();
    assert_eq!(world.versions()[2], "sdk 1.4.1");
    let plan = world.run(promote(&[])).unwrap();
    assert_eq!(world.versions(), ["core 1.5.0", "app 1.5.0", "sdk 1.4.1"]);
    assert_eq!(tags(&plan).last(), Some(&"v1.5.0"));
    assert_eq!(world.status().line.as_deref(), Some("1.5"));
    sound(&world);
}

#[test]
fn semver_9_one_number_for_all_on_a_line() {
    let mut world = released();
    world.run(pre("beta", None, &["core"])).unwrap();
    world.run(pre("beta", None, &["core"])).unwrap();
    // Whoever joins gets the number that the product is at.
    let plan = world.run(pre("beta", None, &["sdk"])).unwrap();
    assert_eq!(tags(&plan), ["sdk-1.5.0-beta.3", "v1.5.0-beta.3"]);
    let said = refusal(world.plan(pre("alpha", None, &["sdk"])));
    assert!(said.starts_with("SEMVER-9: ") && said.contains("1.5.0-beta.3"), "{said}");
    world.run(release("minor", &[])).unwrap();
    assert_eq!(world.versions(), ["core 1.5.0", "app 1.5.0", "sdk 1.5.0"]);
    sound(&world);
}

#[test]
fn semver_9_a_higher_line_takes_all_that_are_promoted_with_it() {
    let mut world = released();
    world.run(pre("rc", None, &["sdk"])).unwrap();
    world.run(pre("alpha", Some("major"), &["core"])).unwrap();
    assert_eq!(world.versions(), ["core 2.0.0-alpha.1", "app 2.0.0-alpha.1", "sdk 1.5.0-rc.1"]);
    let said = refusal(world.plan(release("minor", &["core"])));
    assert!(said.starts_with("SEMVER-9: `core` has the pre-release 2.0.0-alpha.1"), "{said}");
    let mut alone = world.clone();
    alone.run(promote(&["sdk"])).unwrap();
    assert_eq!(alone.versions()[2], "sdk 1.5.0");
    assert_eq!(alone.status().line.as_deref(), Some("1.5"));
    sound(&alone);
    world.run(promote(&[])).unwrap();
    assert_eq!(world.versions(), ["core 2.0.0", "app 2.0.0", "sdk 2.0.0"]);
    sound(&world);
}

#[test]
fn semver_9_a_component_alone_has_pre_releases_of_its_own_part() {
    let mut world = released();
    let plan = world.run(pre("rc", Some("patch"), &["sdk"])).unwrap();
    assert_eq!(tags(&plan), ["sdk-1.4.1-rc.1"]);
    let plan = world.run(pre("rc", None, &["sdk"])).unwrap();
    assert_eq!(tags(&plan), ["sdk-1.4.1-rc.2"], "its own is the pending level");
    sound(&world);
    let mut promoted = world.clone();
    promoted.run(promote(&["sdk"])).unwrap();
    assert_eq!(promoted.versions()[2], "sdk 1.4.1");
    // The line goes past it: nothing is pending any more, and it catches up.
    world.run(release("minor", &["core"])).unwrap();
    let sdk = world.status().components.into_iter().find(|c| c.name == "sdk").unwrap();
    assert_eq!((sdk.pending, sdk.lag, sdk.next.as_deref()), (None, true, Some("1.5.1")));
    let said = refusal(world.plan(promote(&["sdk"])));
    assert!(said.contains("`sdk` has no pre-release pending"), "{said}");
    world.run(patch(&["sdk"])).unwrap();
    assert_eq!(world.versions()[2], "sdk 1.5.1");
    sound(&world);
}

#[test]
fn semver_9_pre_releases_may_come_before_any_release() {
    let mut world = world("0.9.0");
    world.run(release("1.0.0-rc.1", &[])).unwrap();
    assert_eq!(world.status().line, None, "nothing is released");
    sound(&world);
    world.run(pre("rc", None, &[])).unwrap();
    assert_eq!(world.versions(), ["core 1.0.0-rc.2", "app 1.0.0-rc.2", "sdk 1.0.0-rc.2"]);
    sound(&world);
    let mut minor = world.clone();
    minor.run(release("minor", &[])).unwrap();
    assert_eq!(minor.versions()[0], "core 1.0.0", "every part up to the one it ends in");
    let plan = world.run(promote(&[])).unwrap();
    assert_eq!(world.versions(), ["core 1.0.0", "app 1.0.0", "sdk 1.0.0"]);
    assert_eq!(plan.lead().unwrap().name, "v1.0.0");
    sound(&world);
}

#[test]
fn semver_9_a_first_pre_release_leads_up_to_the_manifests_number() {
    let mut world = world("1.0.0");
    let plan = world.run(release("1.0.0-alpha.1", &[])).unwrap();
    assert!(plan.components.iter().all(|step| step.first && step.to == "1.0.0-alpha.1"));
    let plan = world.run(promote(&[])).unwrap();
    assert!(plan.components.iter().all(|step| !step.first && step.to == "1.0.0"));
}

#[test]
fn semver_9_what_only_a_manifest_says_is_gone_on_from_and_promoted() {
    let two = |scheme: &str| {
        let config = format!("scheme = \"{scheme}\"\n[component.core]\n[component.app]\n");
        let files = [("core/VERSION", "0.1.0-alpha.1"), ("app/VERSION", "0.1.0-alpha.1")];
        World::new(&config, &files)
    };
    for (scheme, who) in [("semver-independent", &["core"][..]), ("semver-fixed", &[])] {
        for (asked, to) in [
            (promote(&[]), "0.1.0"),
            (promote(who), "0.1.0"),
            (release("minor", who), "0.1.0"),
            (release("major", who), "1.0.0"),
            (release("0.1.0-alpha.1", who), "0.1.0-alpha.1"),
            (pre("alpha", None, who), "0.1.0-alpha.2"),
            (pre("beta", None, who), "0.1.0-beta.1"),
        ] {
            let mut world = two(scheme);
            let planned = world.run(asked.clone());
            let plan = planned.unwrap_or_else(|refused| panic!("{scheme} {asked:?}: {refused}"));
            assert_eq!(plan.components[0].to, to, "{scheme} {asked:?}");
            sound(&world);
        }
        let said = refusal(two(scheme).plan(patch(&["core"])));
        let words = "`core` has the pre-release 0.1.0-alpha.1 pending (never released)";
        let alone = scheme == "semver-independent";
        assert_eq!(said.contains(words), alone, "{scheme}: {said}");
    }
}

/// Where releases are known by the product's tags alone, who is at their pre-release was never released.
#[test]
fn a_manifest_at_a_pre_release_moves_no_line() {
    let config = "[scheme]\nextends = \"semver-fixed\"\n[scheme.release]\n\
                  participants = \"changed\"\nsubset = \"allow\"\n[defaults]\ntag = false\n\
                  [component.a]\n[component.b]\n";
    for (b, out) in [
        ("1.2.0", &["v1.2.0", "v1.3.0-alpha.0"][..]),
        ("1.3.0-alpha.0", &["v1.2.0", "v1.3.0-alpha.0"]),
        ("1.3.0-alpha.0", &["v1.3.0-alpha.0"]),
    ] {
        let files = [("a/VERSION", "1.3.0-alpha.0"), ("b/VERSION", b)];
        let mut world = World::new(config, &files);
        world.tag(out);
        assert_eq!(world.status().line, (out.len() > 1).then(|| "1.2.0".into()), "{b} {out:?}");
        assert_eq!(world.findings(), [""; 0], "{b} {out:?}");
        for (asked, tag) in [
            (promote(&[]), "v1.3.0"),
            (release("minor", &[]), "v1.3.0"),
            (release("major", &[]), "v2.0.0"),
            (release("1.3.0", &[]), "v1.3.0"),
            (pre("alpha", None, &[]), "v1.3.0-alpha.1"),
        ] {
            let plan = world.plan(asked.clone());
            let plan = plan.unwrap_or_else(|refused| panic!("{b} {out:?} {asked:?}: {refused}"));
            assert_eq!(tags(&plan), [tag], "{b} {out:?} {asked:?}");
        }
    }
    // One beyond all that is out is ahead of the line, until a tag has it.
    let mut world = World::new(config, &[("a/VERSION", "1.3.0-alpha.2"), ("b/VERSION", "1.2.0")]);
    world.tag(&["v1.2.0", "v1.3.0-alpha.0"]);
    assert_eq!(world.findings(), ["ahead-of-line a"]);
    world.tag(&["v1.2.0", "v1.3.0-alpha.0", "v1.3.0-alpha.2"]);
    assert_eq!(world.findings(), [""; 0]);
}

#[test]
fn semver_11_nothing_goes_below_a_pre_release() {
    let mut world = released();
    world.run(pre("rc", None, &["core"])).unwrap();
    let said = refusal(world.plan(release("1.5.0-beta.1", &["core"])));
    assert!(said.contains("1.5.0-beta.1 is not above it"), "{said}");
    let said = refusal(world.plan(pre("rc", Some("patch"), &["core"])));
    assert!(said.contains("would be below it"), "{said}");
}

/// What it says can be asked for: a final version holds no pre-release.
#[test]
fn semver_9_what_promotes_a_component_promotes_what_it_embeds() {
    let mut world = released();
    world.run(pre("rc", None, &["core"])).unwrap();
    let said = refusal(world.plan(patch(&["app"])));
    assert!(said.contains("`release -p core -p app` promotes it to 1.5.0"), "{said}");
    assert!(said.contains("`pre rc -p app` makes the one after it"), "{said}");
    assert!(refusal(world.plan(promote(&["app"]))).starts_with("pre-inside: "));
    world.run(promote(&["core", "app"])).unwrap();
    assert_eq!(world.versions(), ["core 1.5.0", "app 1.5.0", "sdk 1.4.0"]);
    // What it embeds that is final already is not named.
    world.run(pre("rc", None, &["app"])).unwrap();
    let said = refusal(world.plan(patch(&["app"])));
    assert!(said.contains("`release -p app` promotes it to 1.6.0"), "{said}");
    world.run(promote(&["app"])).unwrap();
    sound(&world);
}

#[test]
fn a_pre_release_that_excludes_takes_dependants_along_as_one() {
    let cargo = |name: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"1.2.0\"\n{rest}")
    };
    let edge = "[dependencies]\ncore = { path = \"../core\", version = \"^1.2\" }\n";
    let mut world = World::new(
        "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n",
        &[("core/Cargo.toml", &cargo("core", "")), ("app/Cargo.toml", &cargo("app", edge))],
    );
    world.tag(&["core-1.2.0", "app-1.2.0"]);
    // Cargo: a requirement without a pre-release admits none.
    let plan = world.run(pre("rc", None, &["core"])).unwrap();
    assert_eq!(world.versions(), ["core 1.3.0-rc.1", "app 1.2.1-rc.1"]);
    assert!(matches!(plan.components[1].reasons[..], [Reason::Requires { .. }]));
    assert!(world.text("app/Cargo.toml").contains("version = \"^1.3.0-rc.1\""));
    sound(&world);
    world.run(promote(&[])).unwrap();
    assert_eq!(world.versions(), ["core 1.3.0", "app 1.2.1"]);
    assert!(world.text("app/Cargo.toml").contains("version = \"^1.3"));
    sound(&world);
}

#[test]
fn all_move_together_where_the_policy_says_so() {
    let config = "scheme = \"semver-fixed\"\n[component.core]\n[component.app]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.4.0"), ("app/VERSION", "1.4.0")]);
    world.tag(&["core-1.4.0", "app-1.4.0", "v1.4.0"]);
    let said = refusal(world.plan(pre("rc", None, &["core"])));
    assert!(said.starts_with("SEMVER-FIXED: "), "{said}");
    world.run(pre("rc", None, &[])).unwrap();
    assert_eq!(world.versions(), ["core 1.5.0-rc.1", "app 1.5.0-rc.1"]);
    let said = refusal(world.plan(release("patch", &[])));
    assert!(said.contains("1.5.0-rc.1 pending") && said.contains("`release` promotes"), "{said}");
    assert!(said.contains("1.4.1 would be below it"), "{said}");
    world.run(promote(&[])).unwrap();
    assert_eq!(world.versions(), ["core 1.5.0", "app 1.5.0"]);
    sound(&world);
}

#[test]
fn a_scheme_without_pre_releases_says_so() {
    let mut chain =
        World::new("scheme = \"chain\"\n[component.core]\n", &[("core/VERSION", "1.0")]);
    chain.tag(&["core-1.0", "v1.0"]);
    let said = refusal(chain.plan(pre("rc", None, &["core"])));
    assert!(said.contains("no pre-releases") && said.ends_with("/ 2"), "{said}");
    let said = refusal(chain.plan(promote(&[])));
    assert!(said.contains("`release major`") && !said.contains("`pre"), "{said}");
}

#[test]
fn a_component_without_tags_of_its_own_has_its_pre_releases_in_bills() {
    let config = "scheme = \"semver\"\n[component.core]\n[component.app]\ntag = false\n";
    let mut world = World::new(config, &[("core/VERSION", "1.4.0"), ("app/VERSION", "1.4.0")]);
    world.run(release("1.4.0", &[])).unwrap();
    world.run(pre("rc", None, &["core", "app"])).unwrap();
    assert_eq!(world.versions(), ["core 1.5.0-rc.1", "app 1.5.0-rc.1"]);
    sound(&world);
    world.run(promote(&[])).unwrap();
    assert_eq!(world.versions(), ["core 1.5.0", "app 1.5.0"]);
    sound(&world);
}

#[test]
fn a_pending_pre_release_of_another_branch_is_no_starting_point() {
    let mut world = released();
    let at_release = world.files.clone();
    world.run(pre("rc", None, &["core"])).unwrap();
    world.files = at_release;
    world.elsewhere = vec!["core-1.5.0-rc.1".into(), "app-1.5.0-rc.1".into()];
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.contains("1.5.0-rc.1 pending") || said.contains("not in this branch"), "{said}");
    // A lint of that branch is not held to it.
    sound(&world);
}

#[test]
fn semantics_26_what_goes_beyond_a_first_pre_release_is_a_step() {
    let one = |scheme: &str| {
        World::new(&format!("scheme = \"{scheme}\"\n[component.a]\n"), &[("a/VERSION", "1.0.0")])
    };
    let state = |world: &mut World, asked: Asked| {
        let plan = world.plan(asked).unwrap();
        world.apply_and_state(&plan);
        assert_eq!(world.findings(), [""; 0], "{:?}", plan.components);
        plan.components[0].to.clone()
    };
    let mut world = one("semver-independent");
    assert_eq!(state(&mut world, pre("beta", None, &["a"])), "1.1.0-beta.1");
    assert_eq!(state(&mut world, release("major", &["a"])), "2.0.0");
    let mut world = one("kolab");
    assert_eq!(state(&mut world, unstable("a")), "1.0.1-rc1");
    assert_eq!(state(&mut world, pre("rc", Some("minor"), &[])), "1.1-rc1");
}

#[test]
fn semver_9_a_part_of_its_own_leads_to_no_line_to_come() {
    let config = "scheme = \"semver\"\n[component.a]\nmanifests = []\n[component.b]\n\
                  manifests = []\n[component.c]\nmanifests = []\n";
    let mut world = World::new(config, &[]);
    world.tag(&["a-1.3.0", "b-1.3.0", "v1.3.0"]);
    world.run(pre("rc", None, &["c"])).unwrap();
    // As for one that was released before: on its own part it would stay below.
    for names in [&["c"][..], &["a", "c"]] {
        let said = refusal(world.plan(release("patch", names)));
        let words =
            "`c` has the pre-release 1.4.0-rc.1 pending (c-1.4.0-rc.1): 1.3.1 would be below";
        assert!(
            said.contains("1.4.0-rc.1") && said.contains("1.3.1 would be below it"),
            "{words}: {said}"
        );
    }
    let said = refusal(world.plan(pre("rc", Some("patch"), &["c"])));
    assert!(said.contains("one of 1.3.1 would be below it"), "{said}");
    world.run(promote(&["a", "c"])).unwrap();
    assert_eq!(world.versions(), ["a 1.4.0", "b 1.3.0", "c 1.4.0"]);
    // On the line that there is, its first pre-release is promoted by the part that it ends in.
    let mut world = World::new(config, &[]);
    world.tag(&["a-1.3.0", "b-1.3.0", "v1.3.0"]);
    world.run(pre("rc", Some("patch"), &["c"])).unwrap();
    world.run(release("patch", &["a", "c"])).unwrap();
    assert_eq!(world.versions(), ["a 1.3.1", "b 1.3.0", "c 1.3.1"]);
}

#[test]
fn semver_9_before_the_first_release_one_operation_comes_to_one_line() {
    let config = "scheme = \"semver\"\n[component.a]\nmanifests = []\n[component.b]\n\
                  manifests = []\n";
    let mut world = World::new(config, &[]);
    world.tag(&["a-1.0.0-rc.1", "b-1.1.0-rc.1"]);
    let mut one = world.clone();
    one.run(release("patch", &["a"])).unwrap();
    assert_eq!(one.versions()[0], "a 1.0.0");
    world.run(release("patch", &["a", "b"])).unwrap();
    assert_eq!(world.versions(), ["a 1.1.0", "b 1.1.0"]);
}

/// Who only follows takes the line's number as well, whatever its own last one was.
#[test]
fn semver_9_one_number_for_all_who_follow_on_a_line() {
    let config = "scheme = \"semver\"\n[component.a]\n[component.b]\n\
                  [component.e]\nembeds = [\"a\"]\n[component.f]\nembeds = [\"b\"]\n";
    let files = ["a", "b", "e", "f"].map(|name| format!("{name}/VERSION"));
    let files: Vec<(&str, &str)> = files.iter().map(|path| (path.as_str(), "1.0.0")).collect();
    let mut world = World::new(config, &files);
    world.run(release("1.0.0", &[])).unwrap();
    world.run(pre("beta", None, &["e", "f"])).unwrap();
    world.run(patch(&["a"])).unwrap();
    assert_eq!(world.versions()[2..], ["e 1.1.0-beta.2", "f 1.1.0-beta.1"]);
    let plan = world.plan(patch(&["a", "b"])).unwrap();
    world.apply_and_state(&plan);
    assert_eq!(world.versions()[2..], ["e 1.1.0-beta.3", "f 1.1.0-beta.3"]);
    sound(&world);
    // The label is the line's as well: none comes again after a later one.
    world.run(pre("rc", None, &["e"])).unwrap();
    let plan = world.plan(patch(&["b"])).unwrap();
    world.apply_and_state(&plan);
    assert_eq!(world.versions()[2..], ["e 1.1.0-rc.1", "f 1.1.0-rc.2"]);
    sound(&world);
}
