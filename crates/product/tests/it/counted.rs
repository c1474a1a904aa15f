//! Numbers beside a version that nothing makes of it: they count on, or go with their version
//! (SEMANTICS 20).

use crate::world::{World, patch, refusal, release};

const PACKAGE: &str = "name: core\nversion: 1.4.0+2\n";
const APP: &str = "name: core\npublish_to: none\nversion: 1.4.0+2\n";
const GRADLE: &str =
    "android {\n  defaultConfig {\n    versionCode 34\n    versionName \"1.4.0\"\n  }\n}\n";

fn world(path: &str, text: &str, more: &str) -> World {
    let config = format!(
        "scheme = \"semver-independent\"\n[component.core]\nmanifests = [\"core/{path}\"]\n{more}"
    );
    World::new(&config, &[(&format!("core/{path}"), text)])
}

/// What the release of the next minor version warns of, with its help.
fn warned(world: &World) -> Vec<(String, String)> {
    let plan = world.plan(release("minor", &["core"])).unwrap();
    let warnings = plan.warnings.into_iter();
    warnings.map(|warning| (warning.message, warning.help.unwrap_or_default())).collect()
}

#[test]
fn semantics_20_a_packages_revision_goes_with_its_version() {
    let mut world = world("pubspec.yaml", PACKAGE, "");
    world.tag(&["core-1.4.0"]);
    assert_eq!(world.findings(), [""; 0]);
    let warned = warned(&world);
    assert_eq!(warned.len(), 1);
    assert_eq!(warned[0].0, "core/pubspec.yaml: `+2` goes, it is a revision of `1.4.0`");
    assert!(warned[0].1.contains("says it is not published"), "{}", warned[0].1);
    world.run(release("minor", &["core"])).unwrap();
    assert_eq!(world.text("core/pubspec.yaml"), "name: core\nversion: 1.5.0\n");
    assert_eq!(world.findings(), [""; 0]);
}

#[test]
fn semantics_20_a_build_number_counts_on() {
    let cases = [
        (
            "pubspec.yaml",
            APP,
            APP.replace("1.4.0+2", "1.5.0+3"),
            "`2` of a version, so it counts on to 3",
        ),
        ("build.gradle", GRADLE, GRADLE.replace("34", "35").replace("1.4.0", "1.5.0"), "to 35"),
    ];
    for (path, text, wanted, says) in cases {
        let mut world = world(path, text, "");
        world.tag(&["core-1.4.0"]);
        assert_eq!(world.findings(), [""; 0], "{path}");
        let warned = warned(&world);
        assert_eq!(warned.len(), 1, "{path}");
        assert!(warned[0].0.ends_with(says), "{}", warned[0].0);
        assert!(warned[0].1.contains("`native = { android = "), "{}", warned[0].1);
        world.run(release("minor", &["core"])).unwrap();
        assert_eq!(world.text(&format!("core/{path}")), wanted);
        assert_eq!(world.findings(), [""; 0], "{path}");
    }
}

#[test]
fn semantics_20_a_count_stays_where_its_version_does() {
    // The version is what the file says already.
    for text in [PACKAGE, APP] {
        let mut first = world("pubspec.yaml", text, "");
        first.run(release("1.4.0", &["core"])).unwrap();
        assert_eq!(first.text("core/pubspec.yaml"), text);
    }
    // A file that was found and has another number is another version's.
    let config = "scheme = \"semver-independent\"\n[component.core]\npath = \"core\"\n";
    let other = GRADLE.replace("1.4.0", "2.7.0");
    let files = [("core/VERSION", "1.4.0\n"), ("core/build.gradle", other.as_str())];
    let mut world = World::new(config, &files);
    world.tag(&["core-1.4.0"]);
    if world.versions() == ["core 1.4.0"] {
        world.run(patch(&["core"])).unwrap();
        assert_eq!(world.text("core/build.gradle"), other);
    }
}

#[test]
fn semantics_20_a_template_makes_what_stands_behind_a_version() {
    let native = "native = { android = \"{major}{minor|pad:3}{patch|pad:3}\" }\n";
    for text in [PACKAGE, APP] {
        let text = text.replace("+2", "+1004000");
        let mut world = world("pubspec.yaml", &text, native);
        world.tag(&["core-1.4.0"]);
        assert_eq!(warned(&world), []);
        world.run(release("minor", &["core"])).unwrap();
        assert_eq!(world.text("core/pubspec.yaml"), text.replace("1.4.0+1004000", "1.5.0+1005000"));
    }
}

#[test]
fn semantics_20_a_count_that_is_at_its_end_is_refused() {
    let mut world = world("build.gradle", &GRADLE.replace("34", "2100000000"), "");
    world.tag(&["core-1.4.0"]);
    let refused = refusal(world.plan(patch(&["core"])));
    assert!(refused.contains("2100000001"), "{refused}");
}
