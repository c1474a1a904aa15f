//! RPM's spec files that require each other.

use crate::world::{World, pre, promote, release};

/// Two spec files, of which `app` requires `cli` so.
fn specs(requires: &str) -> World {
    let spec = |name: &str, rest: &str| {
        format!("Name: {name}\nVersion: 1.0.0\nRelease: 1\n{rest}\n%description\nx\n")
    };
    let files = [
        ("cli/cli.spec", &*spec("cli", "")),
        ("app/app.spec", &spec("app", &format!("Requires: cli {requires}\n"))),
    ];
    let mut world = World::new("scheme = \"semver\"\n[component.cli]\n[component.app]\n", &files);
    world.run(release("1.0.0", &["cli", "app"])).unwrap();
    world
}

/// What a package's release says, no requirement names: rpm compares releases where both have one.
#[test]
fn kolab_8_a_requirement_is_on_the_version_that_a_spec_file_states() {
    for (requires, of_pre, of_final) in
        [("= 1.0.0", "= 1.1.0", "= 1.1.0"), (">= 1.0.0", ">= 1.1.0", ">= 1.1.0")]
    {
        let mut world = specs(requires);
        world.run(pre("rc", Some("minor"), &["cli", "app"])).unwrap();
        assert!(world.text("cli/cli.spec").contains("Version: 1.1.0\nRelease: 0.1.rc1\n"));
        let app = world.text("app/app.spec");
        assert!(app.contains(&format!("Requires: cli {of_pre}\n")), "{app}");
        assert_eq!(world.findings(), [""; 0]);
        world.run(promote(&["cli", "app"])).unwrap();
        let app = world.text("app/app.spec");
        assert!(app.contains(&format!("Requires: cli {of_final}\n")), "{app}");
        assert_eq!(world.findings(), [""; 0]);
    }
    // The pre-release's version is the final one's: what keeps that out keeps it out as well.
    let mut world = specs("< 1.1.0");
    let plan = world.run(pre("rc", Some("minor"), &["cli"])).unwrap();
    assert_eq!(plan.components.len(), 2, "{:?}", world.text("app/app.spec"));
}

/// A label that stands in the version stays there, and in what is required.
#[test]
fn a_spec_file_with_its_label_in_the_version_keeps_it_there() {
    let mut world = specs("= 1.0.0");
    for (path, before, after) in [
        ("cli/cli.spec", "Version: 1.0.0", "Version: 1.1.0~rc1"),
        ("app/app.spec", "Version: 1.0.0", "Version: 1.1.0~rc1"),
        ("app/app.spec", "cli = 1.0.0", "cli = 1.1.0~rc1"),
    ] {
        let text = world.text(path).replace(before, after);
        world.write(path, &text);
    }
    world.tag(&["cli-1.1.0-rc.1", "app-1.1.0-rc.1", "v1.1.0-rc.1"]);
    assert_eq!(world.findings(), [""; 0]);
    world.run(pre("rc", None, &["cli", "app"])).unwrap();
    assert!(world.text("cli/cli.spec").contains("Version: 1.1.0~rc2\nRelease: 0.1\n"));
    assert!(world.text("app/app.spec").contains("Requires: cli = 1.1.0~rc2\n"));
    assert_eq!(world.findings(), [""; 0]);
}
