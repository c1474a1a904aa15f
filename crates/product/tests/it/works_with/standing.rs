//! Pairs of which somebody stands at a pre-release, in development, or nowhere yet.

use super::{apart, because, chain, found, next, warned};
use crate::world::{World, patch, pre, promote, refusal, release};
use place::Severity;
use product::Options;

#[test]
fn a_final_is_compared_with_the_last_final() {
    let mut world = apart("<3");
    let plan = world.plan_with(pre("alpha", Some("major"), &["server"]), because()).unwrap();
    world.apply(&plan);
    // What its testers were told is not what everybody is.
    let said = refusal(world.plan(promote(&["server"])));
    assert!(said.contains("which is at 3.0.0 /"), "{said}");
}

#[test]
fn semver_8_a_promotion_by_the_rules_is_told_as_well() {
    let config =
        "scheme = \"semver\"\n[component.core]\n[component.sdk]\nworks-with = [\"core\"]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.4.0"), ("sdk/VERSION", "1.4.0")]);
    world.tag(&["v1.4.0", "core-1.4.0", "sdk-1.4.0"]);
    let plan = world.plan_with(pre("rc", Some("major"), &["sdk"]), because()).unwrap();
    world.apply(&plan);
    let said = refusal(world.plan(promote(&["sdk"])));
    assert!(said.starts_with("SEMVER-8: `sdk` 2.0.0 does not work with `core` 1.4.0"), "{said}");
    assert!(said.contains("/ release `core` along with `sdk`; or say why"), "{said}");
}

#[test]
fn chain_8_a_consumer_that_catches_up_past_its_provider_is_told() {
    let mut world = chain("works-with = [\"core\"]");
    for (asked, day) in [
        (release("major", &["core"]), "2016-10-25"),
        (release("major", &["console"]), "2016-10-26"),
    ] {
        let plan = world.plan_with(asked, because()).unwrap();
        world.apply(&plan);
        world.on(day);
    }
    // It was left behind before, and would be left ahead now.
    let said = refusal(world.plan(patch(&["sdk"])));
    assert!(
        said.starts_with("CHAIN-8: `sdk` 3.0.20161026 does not work with `core` 2.0"),
        "{said}"
    );
    assert_eq!(next(&world)[1], None, "no patch that would be refused");
    assert_eq!(warned(&world, patch(&["core", "sdk"]), Options::default()), [""; 0]);
}

#[test]
fn a_providers_pre_release_leaves_its_last_final_counting() {
    let mut world = apart(">=2.0, <3");
    let plan = world.plan_with(pre("alpha", Some("major"), &["server"]), because()).unwrap();
    world.apply(&plan);
    assert_eq!(found(&world), []);
    assert_eq!(warned(&world, patch(&["gui"]), Options::default()), [""; 0]);
    assert_eq!(next(&world)[1], Some("7.4.1".into()));
    // Where the pre-release will do and the final does not, that counts.
    let mut world = apart(">=3");
    let plan = world.plan(pre("alpha", Some("major"), &["server"])).unwrap();
    world.apply(&plan);
    assert_eq!(found(&world), []);
    assert_eq!(warned(&world, patch(&["gui"]), Options::default()), [""; 0]);
    // By the rules, too.
    let config =
        "scheme = \"semver\"\n[component.core]\n[component.sdk]\nworks-with = [\"core\"]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.4.0"), ("sdk/VERSION", "1.4.0")]);
    world.tag(&["v1.4.0", "core-1.4.0", "sdk-1.4.0"]);
    let plan = world.plan_with(pre("rc", Some("major"), &["core"]), because()).unwrap();
    world.apply(&plan);
    assert_eq!(warned(&world, patch(&["sdk"]), Options::default()), [""; 0]);
    assert_eq!(found(&world), []);
}

#[test]
fn what_was_never_released_counts_as_what_it_leads_to() {
    let config = "scheme = \"semver-independent\"\n[component.server]\n[component.gui]\n\
                  works-with = { server = \"<2\" }\n";
    let pom = |version: &str| format!("<project><version>{version}-SNAPSHOT</version></project>");
    let mut world =
        World::new(config, &[("server/pom.xml", &pom("2.1.0")), ("gui/VERSION", "7.4.0")]);
    world.tag(&["gui-7.4.0"]);
    assert!(found(&world)[0].1.contains("`gui` needs `server` <2"), "{:?}", found(&world));
    assert!(refusal(world.plan(patch(&["gui"]))).contains("which is at 2.1.0 / if `gui` runs"));
    // The consumer.
    let mut world =
        World::new(config, &[("server/VERSION", "2.1.0"), ("gui/pom.xml", &pom("7.4.0"))]);
    world.tag(&["server-2.1.0"]);
    assert!(found(&world)[0].1.contains("`gui` needs `server` <2"), "{:?}", found(&world));
    // Who has no version at all provides for nobody.
    let config = config.replace("[component.server]", "[component.server]\nmanifests = []");
    let mut world = World::new(&config, &[("gui/VERSION", "7.4.0")]);
    world.tag(&["gui-7.4.0"]);
    let said = found(&world);
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0].0, Severity::Note);
    assert!(said[0].1.contains("`gui` 7.4.0 works with `server`, which has no version yet"));
    let told = warned(&world, patch(&["gui"]), Options::default());
    assert_eq!(
        told,
        [
            "-: `gui` 7.4.1 works with `server`, which has no version yet / release `server` along with \
          `gui`, or before it"
        ]
    );
}

#[test]
fn no_patch_is_promised_that_those_who_come_along_would_not_get() {
    // One that embeds it and has a pre-release of its own.
    let config = "scheme = \"semver-independent\"\n[component.lib]\n[component.app]\n\
                  embeds = [\"lib\"]\nworks-with = { server = \">=2.1\" }\n[component.server]\n";
    let files = [("lib/VERSION", "1.0.0"), ("app/VERSION", "1.0.0"), ("server/VERSION", "2.0.0")];
    let mut world = World::new(config, &files);
    world.tag(&["lib-1.0.0", "app-1.0.0", "server-2.0.0"]);
    let plan = world.plan_with(pre("rc", Some("minor"), &["app"]), because()).unwrap();
    world.apply(&plan);
    assert!(refusal(world.plan(patch(&["lib"]))).starts_with("works-with: "));
    assert_eq!(next(&world)[0], None);
    // One that requires it as it is.
    let config = config.replace("embeds = [\"lib\"]\n", "");
    let lib = "[package]\nname = \"lib\"\nversion = \"1.0.0\"\n";
    let app = "[package]\nname = \"app\"\nversion = \"1.0.0\"\n[dependencies]\n\
               lib = { path = \"../lib\", version = \"REQUIRED\" }\n";
    for (required, wanted) in [("=1.0.0", None), ("1", Some("1.0.1".to_owned()))] {
        let app = app.replace("REQUIRED", required);
        let files =
            [("lib/Cargo.toml", lib), ("app/Cargo.toml", &app), ("server/VERSION", "2.0.0")];
        let mut world = World::new(&config, &files);
        world.tag(&["lib-1.0.0", "app-1.0.0", "server-2.0.0"]);
        assert_eq!(world.plan(patch(&["lib"])).is_err(), wanted.is_none());
        assert_eq!(next(&world)[0], wanted, "{required}");
    }
}
