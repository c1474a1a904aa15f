//! Packages of npm's, pnpm's and Yarn's workspaces that are no components: they have to find the
//! components there after a release.

use place::{Explain, Place};

use crate::world::{World, refusal, release};

const CONFIG: &str =
    "scheme = \"semver-independent\"\n[component.core]\npath = \"packages/core\"\n";

/// A workspace, declared by `root`, of core and of a package that release.toml does not list and
/// that requires core by `specifier`.
fn beside(root: (&str, &str), specifier: &str) -> World {
    let demo = format!(
        "{{\"name\": \"@ex/demo\", \"private\": true, \"devDependencies\": {{\"@ex/core\": \"{specifier}\"}}}}\n"
    );
    let core = |version: &str| format!("{{\"name\": \"@ex/core\", \"version\": \"{version}\"}}\n");
    let mut world = World::new(
        CONFIG,
        &[
            ("package.json", "{\"private\": true}\n"),
            root,
            ("packages/core/package.json", &core("1.0.0")),
            ("examples/demo/package.json", &demo),
            // Nobody's member.
            ("old/package.json", &demo.replace(specifier, "workspace:1.0.0")),
        ],
    );
    world.tag(&["core-1.0.0"]);
    world
}

const PNPM: (&str, &str) = (
    "pnpm-workspace.yaml",
    "packages:\n- packages/*\n- examples/*\ncatalog:\n  '@ex/core': ^1.0.0\n",
);
const NPM: (&str, &str) =
    ("package.json", "{\"private\": true, \"workspaces\": [\"packages/*\", \"examples/*\"]}\n");

/// What lint says of requirements.
fn excluding(world: &World) -> Vec<place::Finding> {
    world.lint().into_iter().filter(|one| one.rule == "requirement-excludes").collect()
}

#[test]
fn a_release_does_not_take_a_sibling_from_packages_that_are_no_components() {
    for (root, specifier, at, part) in [
        (PNPM, "workspace:1.0.0", "examples/demo/package.json", "minor"),
        (PNPM, "workspace:^1.0.0", "examples/demo/package.json", "major"),
        (PNPM, "catalog:", "pnpm-workspace.yaml", "major"),
        (NPM, "^1.0.0", "examples/demo/package.json", "major"),
        (NPM, "1.0.0", "examples/demo/package.json", "minor"),
    ] {
        let world = beside(root, specifier);
        assert!(excluding(&world).is_empty(), "{specifier}: {:?}", excluding(&world));
        let said = refusal(world.plan(release(part, &["core"])));
        assert!(said.starts_with("requirement-excludes: `@ex/demo`, which release.toml does not"));
        let place = world.plan(release(part, &["core"])).unwrap_err().place();
        assert!(matches!(&place, Some(Place::File { path, .. }) if path == at), "{place:?}");
        assert!(said.contains("[component.demo] path = \"examples/demo\""), "{said}");
        assert!(said.contains("`workspace:*` where the tool knows that"), "{said}");
        assert!(said.ends_with("/ 1"), "{said}");
    }
}

#[test]
fn what_asks_for_no_version_or_for_another_one_is_free_to_stay() {
    for (root, specifier) in [
        (PNPM, "workspace:*"),
        (PNPM, "workspace:^"),
        (NPM, "*"),
        (NPM, ">=1"),
        // That is a registry's.
        (NPM, "^0.9.0"),
    ] {
        let mut world = beside(root, specifier);
        world.run(release("major", &["core"])).unwrap();
        assert!(excluding(&world).is_empty(), "{specifier}: {:?}", excluding(&world));
    }
}

#[test]
fn lint_finds_a_workspace_that_lacks_a_sibling() {
    let mut world = beside(PNPM, "workspace:1.0.0");
    let moved = "{\"name\": \"@ex/core\", \"version\": \"2.0.0\"}\n";
    world.write("packages/core/package.json", moved).tag(&["core-2.0.0"]);
    let found = excluding(&world);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].fix.as_deref(), Some("workspace:2.0.0"));
}
