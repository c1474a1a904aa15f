//! Versions that are asked for by their number (SEMANTICS 13).

use product::{Asked, Purpose};

use crate::world::{World, refusal, release};

fn all(version: &str) -> Asked {
    let what = Some(version.into());
    Asked::Release { what, components: Vec::new(), all: true, exclude: Vec::new() }
}

/// The line is where a manifest has it of which nothing is out: that number may still be released.
#[test]
fn semantics_4_and_13_what_only_a_manifest_holds_may_be_released() {
    let config = "scheme = \"semver\"\n[component.core]\n[component.new]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.0.0"), ("new/VERSION", "1.1.0")]);
    world.tag(&["v1.0.0", "core-1.0.0"]);
    let plan = world.plan(all("1.1.0")).unwrap();
    assert!(plan.components.iter().all(|step| step.to == "1.1.0"), "{:?}", plan.components);
    assert_eq!(world.plan(release("1.1.0", &["core"])).unwrap().components[0].to, "1.1.0");
    let below = refusal(world.plan(release("1.0.5", &["core"])));
    assert!(below.contains("does not go beyond the line, which is at 1.1 (by new)"), "{below}");
    assert!(below.contains("/ a product-wide release is at 1.1 or above"), "{below}");
    let next = world.plan(release("minor", &["core"])).unwrap();
    assert_eq!(next.components[0].to, "1.2.0", "a part moves on from it (SEMANTICS 1)");
    world.run(release("1.1.0", &["new"])).unwrap();
    let out = refusal(world.plan(release("1.1.0", &["core"])));
    assert!(out.contains("does not go beyond the line, which is at 1.1 (by v1.1.0)"), "{out}");
}

/// One that was written by hand is above the line, and no pre-release.
#[test]
fn semantics_1_a_final_version_above_the_line_is_ahead_of_it() {
    let config = "scheme = \"semver\"\n[component.sdk]\n";
    for (stated, wanted) in [
        ("1.5.3", "sdk is ahead of the line: 1.5 is above 1.2"),
        ("1.5.0-rc.1", "sdk is a pre-release of the line 1.5, which does not count yet"),
    ] {
        let mut world = World::new(config, &[("sdk/VERSION", "1.2.0")]);
        world.tag(&["sdk-1.2.0"]).write("sdk/VERSION", stated);
        let told = product::why(&world.product, &world.snapshot(Purpose::Status), 0).unwrap();
        assert!(told.iter().any(|step| step == wanted), "{told:?}");
    }
}

/// The product's tag and the components' are one where they are called alike (SEMANTICS 7).
#[test]
fn semantics_5_the_products_tag_is_spelled_as_the_components_are() {
    let config = "[product]\ntag = \"v{version}\"\n[defaults]\ntag = \"v{version}\"\n\
                  [scheme]\nname = \"own\"\nformat = \"{major}.{minor}[.{patch}]\"\n\
                  [scheme.part.major]\nscope = \"product\"\n[scheme.part.minor]\nscope = \"product\"\n\
                  [scheme.part.patch]\nscope = \"product\"\n[component.a]\n[component.b]\n";
    let mut world = World::new(config, &[("a/VERSION", "1.0"), ("b/VERSION", "1.0")]);
    let plan = world.run(release("2.0.0", &[])).unwrap();
    let tags: Vec<&str> = plan.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(tags, ["v2.0"]);
}

/// Who was never released holds the line by its manifest, and brings nobody there: the release does.
#[test]
fn semantics_6_the_product_moves_to_a_number_that_was_only_stated() {
    let config = "[scheme]\nextends = \"semver-fixed\"\n[scheme.release]\n\
                  participants = \"changed\"\nsubset = \"allow\"\n\
                  [component.core]\n[component.js]\n[component.py]\n";
    let files =
        [("core/VERSION", "1.0.0"), ("js/VERSION", "1.1.0"), ("py/VERSION", "1.1.0-alpha.1")];
    let mut world = World::new(config, &files);
    world.tag(&["v1.0.0", "core-1.0.0"]).commit("Change the core", &["core/code"]);
    let plan = world.run(release("minor", &[])).unwrap();
    let tags: Vec<&str> = plan.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(tags, ["core-1.1.0", "js-1.1.0", "py-1.1.0", "v1.1.0"]);
}
