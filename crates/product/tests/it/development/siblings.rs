//! Components that require one another, and lock files, while they are in development.

use product::{Options, Requirements};

use super::{one, steps, warnings};
use crate::world::{World, release};

/// Two crates in development, `app` with this requirement on `core`.
fn crates(scheme: &str, requirement: &str) -> World {
    let cargo = |name: &str, version: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"{version}\"\n{rest}")
    };
    let on = |requirement: &str| {
        format!("[dependencies]\ncore = {{ path = \"../core\", version = \"{requirement}\" }}\n")
    };
    let config = format!("scheme = \"{scheme}\"\n[component.core]\n[component.app]\n");
    let files = [cargo("core", "0.17.0", ""), cargo("app", "0.17.0", &on("0.17.0"))];
    let mut world =
        World::new(&config, &[("core/Cargo.toml", &files[0]), ("app/Cargo.toml", &files[1])]);
    world.tag(&["core-0.17.0", "app-0.17.0"]);
    world.write("core/Cargo.toml", &cargo("core", "0.18.0-dev", ""));
    world.write("app/Cargo.toml", &cargo("app", "0.18.0-dev", &on(requirement)));
    world
}

#[test]
fn requirements_on_the_work_of_a_sibling_follow_its_release() {
    for (requirement, after) in [
        ("0.18.0-dev", "0.18.0"),
        ("^0.18.0-dev", "^0.18.0"),
        ("=0.18.0-dev", "=0.18.0"),
        (">=0.18.0-dev, <0.19", ">=0.18.0, <0.19"),
    ] {
        let mut world = crates("semver", requirement);
        assert_eq!(world.findings(), [""; 0], "{requirement}");
        world.run(release("minor", &[])).unwrap();
        let text = world.text("app/Cargo.toml");
        assert!(text.contains(&format!("version = \"{after}\"")), "{requirement}: {text}");
        assert_eq!(world.findings(), [""; 0], "{requirement}");
    }
    assert_eq!(crates("semver", "0.17.0").findings(), [""; 0], "what is out is there too");
    assert_eq!(crates("semver", "0.16.0").findings(), ["requirement-excludes app"]);
}

#[test]
fn who_requires_the_work_of_a_sibling_moves_with_it() {
    let mut world = crates("semver-independent", "=0.18.0-dev");
    let plan = world.run(release("minor", &["core"])).unwrap();
    assert_eq!(steps(&plan), ["core 0.17.0 0.18.0", "app 0.17.0 0.17.1"]);
    assert!(world.text("app/Cargo.toml").contains("version = \"=0.18.0\""));
    // What it requires stays, and is not out.
    let world = crates("semver-independent", "0.18.0-dev");
    let plan = world.plan(release("minor", &["app"])).unwrap();
    assert_eq!(
        warnings(&plan),
        ["in-development: `app` 0.18.0 requires `core` 0.18.0-dev, which is not out: its last \
          release is 0.17.0 / release `core` along with it: -p app -p core"]
    );
    let both = world.plan(release("minor", &["app", "core"])).unwrap();
    assert_eq!(warnings(&both), [""; 0]);
}

#[test]
fn what_is_never_out_is_required_without_a_word() {
    let mut world = crates("semver-independent", "0.18.0-dev");
    world.tags.remove("core-0.17.0");
    let plan = world.plan(release("minor", &["app"])).unwrap();
    assert!(warnings(&plan)[0].contains("it was never released"), "{:?}", warnings(&plan));
    let text = world.text("app/Cargo.toml").replace("0.18.0-dev\" }", "*\" }");
    world.write("app/Cargo.toml", &text);
    assert_eq!(warnings(&world.plan(release("minor", &["app"])).unwrap()), [""; 0]);
}

#[test]
fn requirements_that_are_kept_still_leave_the_work_behind() {
    let mut world = crates("semver", "=0.18.0-dev");
    world.product.requirements = Requirements::Keep;
    let plan = world.plan_with(release("minor", &[]), Options::default()).unwrap();
    assert!(
        plan.edits
            .iter()
            .any(|edit| edit.role == product::EditRole::Requirement && edit.new == "=0.18.0")
    );
}

#[test]
fn lock_files_say_the_same_in_their_tools_spelling() {
    let lock = |version: &str| {
        format!(
            "version = 1\n[[package]]\nname = \"core\"\nversion = \"{version}\"\nsource = {{ editable = \".\" }}\n"
        )
    };
    let project = "[project]\nname = \"core\"\nversion = \"1.45.0.dev\"\n";
    let then = project.replace("1.45.0.dev", "1.44.0");
    let mut world = one("semver", "pyproject.toml", Some(("1.44.0", &then)), project);
    world.write("core/uv.lock", &lock("1.45.0.dev0"));
    assert_eq!(world.findings(), [""; 0]);
    world.write("core/uv.lock", &lock("1.45.0.dev1"));
    assert_eq!(world.findings(), ["lockfile-stale core"]);
    world.write("core/uv.lock", &lock("1.45.0.dev0"));
    world.run(release("minor", &[])).unwrap();
    assert_eq!(world.text("core/uv.lock"), lock("1.45.0"));
}
