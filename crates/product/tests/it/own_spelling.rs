//! Pre-releases in a scheme's own spelling, where an ecosystem takes more than the one.

use crate::world::{World, pre, release};

const OWN: &str = "[scheme]\nextends = \"semver-independent\"\n[scheme.pre]\n";

fn npm(version: &str) -> String {
    format!("{{ \"name\": \"core\", \"version\": \"{version}\" }}\n")
}

fn world(rules: &str, files: &[(&str, &str)]) -> World {
    World::new(&format!("{OWN}{rules}\n[component.core]\n[component.app]\n"), files)
}

#[test]
fn a_place_that_has_the_schemes_own_spelling_keeps_it() {
    let app = "{ \"name\": \"app\", \"version\": \"1.0.0\", \"dependencies\": { \"core\": \"1.1.0-rc1\" } }\n";
    let files = [("core/package.json", npm("1.1.0-rc1")), ("app/package.json", app.into())];
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    let mut world = world("write = \"-{label}{n}\"", &files);
    world.tag(&["core-1.0.0", "core-1.1.0-rc1", "app-1.0.0"]);
    assert_eq!(world.findings(), [""; 0]);
    world.run(pre("rc", None, &["core", "app"])).unwrap();
    assert_eq!(world.text("core/package.json"), npm("1.1.0-rc2"));
    assert!(world.text("app/package.json").contains("\"core\": \"1.1.0-rc2\""));
    world.run(release("minor", &["core", "app"])).unwrap();
    assert_eq!(world.text("core/package.json"), npm("1.1.0"));
    // Where there is none to keep, it is the ecosystem's, which sorts.
    world.run(pre("rc", None, &["core", "app"])).unwrap();
    assert_eq!(world.text("core/package.json"), npm("1.2.0-rc.1"));
}

#[test]
fn labels_that_an_ecosystem_abbreviates_are_the_schemes() {
    let python = |version: &str| format!("[project]\nname = \"core\"\nversion = \"{version}\"\n");
    let text = python("2.14.0b1");
    let files = [("core/pyproject.toml", text.as_str()), ("app/VERSION", "1.0.0\n")];
    let mut world = world("labels = [\"a\", \"b\", \"rc\"]\nwrite = \"{label}{n}\"", &files);
    world.tag(&["core-2.13.0", "core-2.14.0b1", "app-1.0.0"]);
    assert_eq!(world.findings(), [""; 0]);
    world.run(pre("b", None, &["core"])).unwrap();
    assert_eq!(world.text("core/pyproject.toml"), python("2.14.0b2"));
    world.run(release("minor", &["core"])).unwrap();
    assert_eq!(world.text("core/pyproject.toml"), python("2.14.0"));
}

#[test]
fn another_spelling_of_a_tags_version_is_that_version() {
    let python = "[project]\nname = \"core\"\nversion = \"1.1.0-beta.0\"\n";
    let files = [("core/pyproject.toml", python), ("app/VERSION", "1.0.0\n")];
    let mut world = world("", &files);
    world.tag(&["core-1.0.0", "core-1.1.0-beta.0", "app-1.0.0"]);
    let found = world.findings();
    assert!(!found.iter().any(|one| one.starts_with("tag-manifest")), "{found:?}");
}
