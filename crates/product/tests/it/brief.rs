//! Requirements that state fewer numbers than a version has, across pre-releases.

use crate::world::{World, pre, promote, release};

/// A workspace of core and of an app that requires it like this.
fn requiring(requirement: &str, rest: &str) -> World {
    let config = "scheme = \"semver\"\n[component.core]\n[component.app]\n";
    let app = format!(
        "[package]\nname = \"app\"\nversion = \"1.2.0\"\n[dependencies]\n\
         core = {{ path = \"../core\", version = \"{requirement}\" }}\n{rest}"
    );
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"core\", \"app\"]\n"),
        ("core/Cargo.toml", "[package]\nname = \"core\"\nversion = \"1.2.0\"\n"),
        ("app/Cargo.toml", &app),
    ];
    let mut world = World::new(config, &files);
    world.tag(&["core-1.2.0", "app-1.2.0"]);
    world
}

/// What the app requires of core now.
fn requires(world: &World) -> String {
    let text = world.text("app/Cargo.toml");
    let found = text.split_once("../core\", version = \"").and_then(|(_, it)| it.split_once('"'));
    found.map(|(requirement, _)| requirement.into()).unwrap_or_default()
}

const BOTH: &[&str] = &["core", "app"];

#[test]
fn semantics_11_and_17_what_a_pre_release_states_in_full_is_brief_again_after_it() {
    for (before, during, after) in [
        ("1", "2.0.0-beta.2", "2"),
        ("1.2", "2.0.0-beta.2", "2.0"),
        ("1.2.0", "2.0.0-beta.2", "2.0.0"),
        ("=1.2.0", "=2.0.0-beta.2", "=2.0.0"),
        ("~1.2", "~2.0.0-beta.2", "~2.0"),
        (">=1.2, <2", ">=2.0.0-beta.2, <3", ">=2.0, <3"),
    ] {
        let mut world = requiring(before, "");
        world.run(pre("beta", Some("major"), BOTH)).unwrap();
        world.run(pre("beta", None, BOTH)).unwrap();
        assert_eq!(requires(&world), during, "{before}");
        let mut exact = world.clone();
        world.run(promote(BOTH)).unwrap();
        assert_eq!(requires(&world), after, "{before}");
        assert_eq!(world.findings(), [""; 0], "{before}");
        exact.run(release("2.0.0", BOTH)).unwrap();
        assert_eq!(requires(&exact), after, "{before}");
    }
}

/// What people wrote meanwhile is theirs, and goes on from what it is.
#[test]
fn semantics_11_a_requirement_that_was_changed_by_hand_keeps_its_numbers() {
    let mut world = requiring("1", "");
    world.run(pre("beta", Some("major"), BOTH)).unwrap();
    let by_hand = world.text("app/Cargo.toml").replace("\"2.0.0-beta.1\" }", "\"=2.0.0-beta.1\" }");
    world.write("app/Cargo.toml", &by_hand);
    world.run(promote(BOTH)).unwrap();
    assert_eq!(requires(&world), "=2.0.0");
    // Of two in one table nobody can tell which was which; in two tables they are two.
    for (table, first, second) in [("", "2.0.0", "2.0.0"), ("[dev-dependencies]\n", "2", "2.0")] {
        let again = "again = { package = \"core\", path = \"../core\", version = \"1.2\" }\n";
        let mut world = requiring("1", &format!("{table}{again}"));
        world.run(pre("beta", Some("major"), BOTH)).unwrap();
        world.run(promote(BOTH)).unwrap();
        assert_eq!(requires(&world), first, "{table}");
        assert!(world.text("app/Cargo.toml").contains(&again.replace("1.2", second)), "{table}");
    }
}
