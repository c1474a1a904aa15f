//! Modules of a reactor that are no components: they have the version of the one that they inherit from.

use crate::maven::{on_core, project};
use crate::world::{World, refusal, release};

/// A component `java` whose modules `api` and `impl` inherit its version, where `impl` requires `api` by
/// `version`, and the parent says `managed`; and a component `app` that requires `api`.
fn modules_that_inherit(version: &str, managed: &str) -> World {
    let on_api = |version: &str| on_core(version).replace(">core<", ">api<");
    let managed = match managed {
        "" => String::new(),
        version => {
            format!("<dependencyManagement>{}</dependencyManagement>", on_api(version))
        }
    };
    let modules = "<modules><module>api</module><module>impl</module></modules>";
    let heir = |name: &str, rest: &str| project(name, None, Some(("java", "1.0.0")), rest);
    let files = [
        ("java/pom.xml", &*project("java", Some("1.0.0"), None, &format!("{modules}{managed}"))),
        ("java/api/pom.xml", &heir("api", "")),
        ("java/impl/pom.xml", &heir("impl", &on_api(version))),
        ("app/pom.xml", &project("app", Some("1.0.0"), None, &on_api("1.0.0"))),
    ];
    let config = "scheme = \"semver\"\n[component.java]\n[component.app]\n";
    let mut world = World::new(config, &files);
    world.run(release("1.0.0", &["java", "app"])).unwrap();
    world
}

#[test]
fn semantics_11_a_requirement_on_a_module_that_inherits_follows_whom_that_is_of() {
    let mut world = modules_that_inherit("${project.version}", "1.0.0");
    let plan = world.run(release("minor", &["java"])).unwrap();
    let moved: Vec<_> = plan.components.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(moved, ["java", "app"]);
    for path in ["java/pom.xml", "java/api/pom.xml", "java/impl/pom.xml"] {
        assert!(!world.text(path).contains("1.0.0"), "{path}: {}", world.text(path));
    }
    let app = world.text("app/pom.xml");
    assert!(app.contains("<artifactId>api</artifactId><version>1.1.0</version>"), "{app}");
    assert_eq!(world.findings(), [""; 0]);
}

#[test]
fn a_module_whose_requirement_on_another_one_is_left_behind_is_refused() {
    let world = modules_that_inherit("1.0.0", "");
    let said = refusal(world.plan(release("minor", &["java"])));
    assert!(said.starts_with("requirement-excludes: `org.example:impl`, a package"), "{said}");
    assert!(said.contains("${project.version}"), "{said}");
    // One that was chosen before stays.
    modules_that_inherit("0.9.0", "").plan(release("minor", &["java"])).unwrap();
}

/// The parent of the modules lies beside them, and what lists them all is nobody's.
#[test]
fn modules_are_found_by_their_parent_wherever_the_reactor_lists_them() {
    let modules = "<modules><module>up</module><module>api</module><module>it</module></modules>";
    let heir = |name: &str, rest: &str| {
        let text = project(name, None, Some(("up", "1.0.0")), rest);
        text.replace("</parent>", "<relativePath>../up</relativePath></parent>")
    };
    let files = [
        ("pom.xml", &*project("all", Some("1"), None, modules)),
        ("up/pom.xml", &project("up", Some("1.0.0"), None, "")),
        ("api/pom.xml", &heir("api", "")),
        ("it/pom.xml", &heir("it", &on_core("1.0.0").replace(">core<", ">api<"))),
    ];
    let mut world = World::new("scheme = \"semver\"\n[component.up]\n", &files);
    world.run(release("1.0.0", &["up"])).unwrap();
    let said = refusal(world.plan(release("minor", &["up"])));
    assert!(said.starts_with("requirement-excludes: `org.example:it`, a package"), "{said}");
}
