//! Requirements between components of different lines: one operation moves one line.

use crate::world::{World, patch, refusal, release};

#[test]
fn semantics_12_a_text_that_a_sibling_of_another_line_requires_too_is_held() {
    let catalog = "[versions]\nline = \"1.4.0\"\n[libraries]\ncore = { module = \"org.example:core\", version.ref = \"line\" }\nnet = { module = \"org.example:net\", version.ref = \"line\" }\n";
    let config = "[line.x]\nscheme = \"semver-independent\"\ncomponents = [\"core\", \"app\"]\n\
                  [line.y]\nscheme = \"semver-independent\"\ncomponents = [\"net\"]\n\
                  [component.core]\n[component.net]\n[component.app]\n\
                  manifests = [\"app/build.gradle\", \"gradle/libs.versions.toml\"]\n";
    let mut world = World::new(
        config,
        &[
            ("core/build.gradle", "group 'org.example'\nversion '1.4.0'\n"),
            ("net/build.gradle", "group 'org.example'\nversion '1.5.0-SNAPSHOT'\n"),
            ("app/build.gradle", "version = '1.4.0'\n"),
            ("gradle/libs.versions.toml", catalog),
        ],
    );
    world.tag(&["core-1.4.0", "app-1.4.0", "net-1.4.0"]);
    let said = refusal(world.plan(release("minor", &["core", "app"])));
    assert!(said.contains("would become 1.5.0") && said.contains("`net` too"), "{said}");
    assert!(said.contains("will be 1.4.0"), "what is out of it counts: {said}");
}

#[test]
fn semantics_11_what_a_component_of_another_line_inherits_too_follows_when_it_must() {
    let config = "[line.x]\nscheme = \"semver-independent\"\ncomponents = [\"core\", \"app\"]\n\
                  [line.y]\nscheme = \"semver-independent\"\ncomponents = [\"net\"]\n\
                  [component.core]\n[component.app]\n[component.net]\n";
    let member = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"1.4.0\"\n{more}")
    };
    let inherits = "[dependencies]\ncore = { workspace = true }\n";
    let root = "[workspace]\nmembers = [\"core\", \"app\", \"net\"]\n\
                [workspace.dependencies]\ncore = { path = \"core\", version = \"1.4.0\" }\n";
    let (core, app, net) = (member("core", ""), member("app", inherits), member("net", inherits));
    let files = [
        ("Cargo.toml", root),
        ("core/Cargo.toml", &core),
        ("app/Cargo.toml", &app),
        ("net/Cargo.toml", &net),
    ];
    let mut world = World::new(config, &files);
    world.tag(&["core-1.4.0", "app-1.4.0", "net-1.4.0"]);
    let plan = world.plan(release("minor", &["core", "app"])).unwrap();
    let edited: Vec<&str> = plan.edits.iter().map(|edit| edit.path.as_str()).collect();
    assert_eq!(edited, ["app/Cargo.toml", "core/Cargo.toml"], "1.5.0 is let in as it is");
    let said = refusal(world.plan(release("major", &["core", "app"])));
    assert!(said.contains("`net`, on another line, requires `core` 1.4.0"), "{said}");
}

/// No line would be right for both.
#[test]
fn semantics_15_components_of_two_lines_are_refused_without_asking_which() {
    let config = "[line.x]\nscheme = \"semver\"\ntag = \"x-{version}\"\ncomponents = [\"gui\", \"web\"]\n\
                  [line.y]\nscheme = \"semver\"\ntag = \"y-{version}\"\ncomponents = [\"core\"]\n\
                  [component.gui]\n[component.web]\n[component.core]\n";
    let files = [("gui/VERSION", "1.0.0"), ("web/VERSION", "1.0.0"), ("core/VERSION", "1.0.0")];
    let world = World::new(config, &files);
    for asked in [patch(&["gui", "web", "core"]), release("minor", &["gui", "core"])] {
        let said = refusal(world.plan(asked));
        assert!(
            said.contains("`core` is on another line than the rest / name components"),
            "{said}"
        );
    }
    let said = refusal(world.plan(release("minor", &[])));
    assert!(said.contains("/ say which: --line x or --line y"), "{said}");
    assert!(world.plan(patch(&["gui", "web"])).is_ok());
}
