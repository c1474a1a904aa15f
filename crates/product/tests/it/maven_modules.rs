//! Modules of a reactor that are no components: they have the version of the one that they inherit from.

use crate::maven::{on_core, project};
use crate::world::{World, release};

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
fn semantics_11_what_modules_of_one_component_require_of_each_other_follows() {
    let api = |version: &str| format!("<artifactId>api</artifactId><version>{version}</version>");
    // One that was chosen before stays.
    for (version, after) in [("1.0.0", "1.1.0"), ("0.9.0", "0.9.0")] {
        let mut world = modules_that_inherit(version, "");
        world.run(release("minor", &["java"])).unwrap();
        let text = world.text("java/impl/pom.xml");
        assert!(text.contains(&api(after)), "{text}");
        assert_eq!(world.findings(), [""; 0]);
    }
}

/// A module whose parent is an earlier release of the component's is nobody's, and neither is what
/// requires it.
#[test]
fn a_module_that_has_an_earlier_parent_is_left_alone() {
    let modules = "<modules><module>old</module><module>new</module></modules>";
    let heir = |name: &str, parent: &str| {
        let text = project(name, None, Some(("up", parent)), "");
        text.replace("</parent>", "<relativePath/></parent>")
    };
    // What others have as releases is chosen by its number, whichever module it is of.
    for (name, version) in [("old", "0.9.0"), ("old", "1.0.0"), ("new", "0.9.0")] {
        let managed = on_core(version).replace(">core<", &format!(">{name}<"));
        let managed = format!("<dependencyManagement>{managed}</dependencyManagement>");
        let files = [
            ("pom.xml", &*project("up", Some("1.0.0"), None, &format!("{modules}{managed}"))),
            ("old/pom.xml", &heir("old", "0.9.0")),
            ("new/pom.xml", &heir("new", "1.0.0")),
        ];
        let config = "scheme = \"semver\"\n[component.up]\npath = \".\"\n";
        let mut world = World::new(config, &files);
        world.tag(&["up-0.9.0", "up-1.0.0"]);
        assert_eq!(world.findings(), [""; 0], "{name} {version}");
        world.run(release("minor", &["up"])).unwrap();
        let text = world.text("pom.xml");
        let left = format!("<artifactId>{name}</artifactId><version>{version}</version>");
        assert!(text.contains(&left), "{text}");
        assert_eq!(world.text("old/pom.xml").matches("0.9.0").count(), 1);
        assert_eq!(world.text("new/pom.xml").matches("1.1.0").count(), 1);
    }
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
    world.run(release("minor", &["up"])).unwrap();
    for path in ["up/pom.xml", "api/pom.xml", "it/pom.xml"] {
        let text = world.text(path);
        assert!(text.contains("1.1.0") && !text.contains("1.0.0"), "{path}: {text}");
    }
    assert_eq!(world.findings(), [""; 0]);
}

/// A component whose parent is no component has its version from where that has it.
#[test]
fn semantics_12_a_component_below_a_module_that_inherits_states_its_version() {
    let modules = "<modules><module>mid</module><module>app</module></modules>";
    let below = |name: &str, parent: &str| {
        let text = project(name, None, Some((parent, "1.0.0")), "");
        let path = format!("<relativePath>../{parent}</relativePath></parent>");
        text.replace("</parent>", if parent == "up" { "</parent>" } else { &path })
    };
    let files = [
        ("pom.xml", &*project("up", Some("1.0.0"), None, modules)),
        ("mid/pom.xml", &below("mid", "up")),
        ("app/pom.xml", &below("app", "mid")),
    ];
    let config = "scheme = \"semver-fixed\"\n[component.up]\npath = \".\"\n\
                  manifests = [\"pom.xml\"]\n[component.app]\n";
    let mut world = World::new(config, &files);
    assert_eq!(world.versions(), ["up 1.0.0", "app 1.0.0"]);
    world.run(release("1.1.0", &[])).unwrap();
    for (path, _) in files {
        assert!(!world.text(path).contains("1.0.0"), "{path}: {}", world.text(path));
    }
    assert_eq!(world.findings(), [""; 0]);
}
