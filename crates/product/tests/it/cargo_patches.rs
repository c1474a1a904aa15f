//! Cargo's `[patch]`: crates that a workspace's root takes from folders, whoever requires them.

use crate::world::{World, release};

const CONFIG: &str = "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n";
const ROOT: &str = "[workspace]\nmembers = [\"core\", \"app\", \"demo\"]\n";
const HERE: &str = "[patch.crates-io]\ncore = { path = \"core\" }\n";
const GIT: &str = "core = { git = \"https://example.org/core\", version = \"1.4\" }";

/// A workspace with `patches`, core at 1.4.0, and app and demo with dependencies; demo is no component.
fn workspace(patches: &str, app: &str, demo: &str) -> World {
    let member = |name: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"1.4.0\"\n[dependencies]\n{rest}\n")
    };
    let mut world = World::new(
        CONFIG,
        &[
            ("Cargo.toml", &format!("{ROOT}{patches}")),
            ("core/Cargo.toml", &member("core", "")),
            ("app/Cargo.toml", &member("app", app)),
            ("demo/Cargo.toml", &member("demo", demo)),
        ],
    );
    world.tag(&["core-1.4.0", "app-1.4.0"]);
    world
}

/// `name version` of what moves with a release of core.
fn moves(world: &World, to: &str) -> Vec<String> {
    let plan = world.plan(release(to, &["core"])).unwrap();
    plan.components.iter().map(|step| format!("{} {}", step.name, step.to)).collect()
}

#[test]
fn cargo_a_requirement_is_on_what_the_root_patches_it_with() {
    let both = ["core 2.0.0", "app 1.4.1"].as_slice();
    let core = ["core 2.0.0"].as_slice();
    let inherited = format!("[workspace.dependencies]\ncore = \"1.4\"\n{HERE}");
    let of_git = HERE.replace("crates-io", "\"https://example.org/core.git\"");
    let of_ours = HERE.replace("crates-io", "ours");
    let renamed = "[patch.crates-io]\nheart = { package = \"core\", path = \"core\" }\n";
    for (patches, app, wanted) in [
        (HERE, "core = \"1.4\"", both),
        (HERE, "heart = { package = \"core\", version = \"1.4\" }", both),
        (HERE, "core = { registry = \"crates-io\", version = \"1.4\" }", both),
        (renamed, "core = \"1.4\"", both),
        (&inherited, "core.workspace = true", both),
        (&of_git, GIT, both),
        (&of_ours, "core = { registry = \"ours\", version = \"1.4\" }", both),
        // Cargo has a release of that from the registry: the patch is not used.
        (HERE, "core = \"1.3.9, <1.4\"", core),
        (HERE, "core = \">=1\"", core),
        // Another source's crate of that name.
        (HERE, GIT, core),
        (&of_git, "core = \"1.4\"", core),
        (&of_ours, "core = \"1.4\"", core),
        // No folder of core's.
        ("[patch.crates-io]\ncore = { path = \"demo\" }\n", "core = \"1.4\"", core),
        ("[patch.crates-io]\ncore = { git = \"https://example.org/x\" }\n", "core = \"1.4\"", core),
    ] {
        let mut world = workspace(patches, app, "");
        assert_eq!(world.findings(), [""; 0], "{patches}{app}");
        assert_eq!(moves(&world, "2.0.0"), wanted, "{patches}{app}");
        world.run(release("2.0.0", &["core"])).unwrap();
        let said = [world.text("Cargo.toml"), world.text("app/Cargo.toml")].concat();
        assert_eq!(said.contains("\"2.0\""), wanted == both, "{patches}{app}");
        assert_eq!(world.findings(), [""; 0], "{patches}{app}");
    }
}

#[test]
fn cargo_only_a_roots_patches_count() {
    let mut world =
        workspace("", "core = \"1.4\"\n[patch.crates-io]\ncore = { path = \"../core\" }", "");
    assert_eq!(moves(&world, "2.0.0"), ["core 2.0.0"], "Cargo does not look at a member's");
    // A package that is in no workspace is its own root.
    world.write("Cargo.toml", "[workspace]\nmembers = [\"demo\"]\n");
    assert_eq!(moves(&world, "2.0.0"), ["core 2.0.0", "app 1.4.1"]);
}

#[test]
fn cargo_the_version_that_a_patch_has_to_have_follows_it() {
    let patch = HERE.replace("\"core\" }", "\"core\", version = \"1.4\" }");
    let mut world = workspace(&patch, "core = { path = \"../core\", version = \">=1.4\" }", "");
    assert_eq!(world.findings(), [""; 0]);
    assert_eq!(moves(&world, "2.0.0"), ["core 2.0.0"], "nobody else is concerned");
    world.run(release("2.0.0", &["core"])).unwrap();
    assert_eq!(world.text("Cargo.toml"), format!("{ROOT}{}", patch.replace("1.4", "2.0")));
    world.write("Cargo.toml", &format!("{ROOT}{patch}"));
    let [found] = world.lint().try_into().unwrap();
    assert_eq!(found.message, "`Cargo.toml` requires `core` 1.4, which excludes 2.0.0");
}

#[test]
fn cargo_a_release_does_not_take_a_patch_from_packages_that_are_no_components() {
    let world = workspace(HERE, "", "core = \"1.4\"");
    let refused = world.plan(release("2.0.0", &["core"])).unwrap_err().to_string();
    assert!(refused.contains("`demo`, a package beside the components, requires `core` 1.4"));
    assert_eq!(moves(&world, "1.5.0"), ["core 1.5.0"]);
}
