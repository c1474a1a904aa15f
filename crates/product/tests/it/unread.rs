//! Manifests that cannot be read, and what is said of their components.

use product::{Purpose, Request};

use crate::world::{World, patch};

#[test]
fn semantics_2_a_manifest_that_cannot_be_read_leaves_no_version() {
    let config = "scheme = \"semver\"\n[component.core]\n[component.web]\n";
    let package = |version| format!("{{ \"name\": \"core\", \"version\": \"{version}\" }}\n");
    let files = [("core/package.json", &*package("1.0.0")), ("web/VERSION", "1.0.0\n")];
    let mut world = World::new(config, &files);
    world.tag(&["core-1.0.0", "web-1.0.0"]);
    world.write("core/package.json", "{ \"name\": \"core\",\n  \"version\": \"1.5.0\"\n");
    let status = world.status();
    let (core, web) = (&status.components[0], &status.components[1]);
    assert_eq!((&core.version, &core.next, core.lag), (&None, &None, false));
    let problem = core.problem.as_deref().unwrap();
    assert!(problem.contains("not valid JSON"), "{problem}");
    assert!(problem.contains("(core/package.json:"), "{problem}");
    assert_eq!((web.version.as_deref(), &web.problem), (Some("1.0.0"), &None));
    let plan = world.plan(patch(&["web"])).unwrap();
    assert_eq!(plan.unchanged[0].version, None, "nobody knows");
    let request = Request::patch_of("core");
    let snapshot = world.snapshot(Purpose::Plan(&request));
    let steps = product::why(&world.product, &snapshot, 0).unwrap();
    assert!(steps[0].starts_with("core has no version that can be read: not valid"), "{steps:?}");
    // A second manifest does not speak for the first one.
    let config =
        "scheme = \"semver\"\n[component.core]\nmanifests = [\"core/package.json\", \"VERSION\"]\n";
    let world = World::new(config, &[("core/package.json", "{"), ("VERSION", "1.0.0\n")]);
    assert_eq!(world.status().components[0].version, None);
}

#[test]
fn a_change_file_that_cannot_be_read_is_named() {
    let config = "scheme = \"kolab\"\n[component.core]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.0.0\n")]);
    world.tag(&["core-1.0.0"]);
    assert_eq!(world.status().broken, [""; 0]);
    world.write("changes/x.md", "---\ncomponents: core\nimpacts: fix\n---\n\nIt works.\n");
    let broken = world.status().broken;
    assert!(broken[0].ends_with("no key `impacts` (changes/x.md:3)"), "{broken:?}");
    let steps = product::why(&world.product, &world.snapshot(Purpose::Status), 0).unwrap();
    let last = steps.last().unwrap();
    assert!(last.starts_with("a patch today is refused: "), "{last}");
    assert!(last.ends_with("no key `impacts` (changes/x.md:3)"), "{last}");
}

#[test]
fn pre_releases_are_not_among_the_tags_that_a_final_one_is_the_highest_of() {
    let config = "scheme = \"semver\"\n[component.core]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.2.0\n")]);
    world.tag(&["core-1.2.0", "core-1.3.0-rc.1"]);
    let steps = product::why(&world.product, &world.snapshot(Purpose::Status), 0).unwrap();
    assert_eq!(steps[1], "its last release is 1.2.0: tag core-1.2.0");
    world.tag(&["core-1.1.0"]);
    let steps = product::why(&world.product, &world.snapshot(Purpose::Status), 0).unwrap();
    assert!(steps[1].ends_with("tag core-1.2.0 is the highest of its 2 tags"), "{steps:?}");
}

#[test]
fn a_line_that_nothing_holds_is_told_apart_from_none() {
    for (scheme, said) in [
        ("semver", "the line (major.minor) is nowhere yet: nothing was released"),
        ("kolab", "no part is shared: there is no line"),
    ] {
        let config = format!("scheme = \"{scheme}\"\n[component.core]\n");
        let world = World::new(&config, &[("core/VERSION", "a b\n")]);
        let steps = product::why(&world.product, &world.snapshot(Purpose::Status), 0).unwrap();
        assert!(steps.iter().any(|step| step.starts_with(said)), "{scheme}: {steps:?}");
    }
}
