//! Maven's reactors: modules of modules, called by their artifact.

use crate::world::World;

fn pom(group: &str, artifact: &str, parent: Option<&str>, modules: &[&str]) -> String {
    let parent = parent.map_or_else(
        || format!("  <groupId>{group}</groupId>\n  <version>1.2.0</version>\n"),
        |parent| {
            format!(
                "  <parent>\n    <groupId>org.example</groupId>\n    \
                 <artifactId>{parent}</artifactId>\n    <version>1.2.0</version>\n  </parent>\n  \
                 <groupId>{group}</groupId>\n"
            )
        },
    );
    let modules: String =
        modules.iter().map(|module| format!("    <module>{module}</module>\n")).collect();
    let modules = format!("  <modules>\n{modules}  </modules>\n");
    format!("<project>\n{parent}  <artifactId>{artifact}</artifactId>\n{modules}</project>\n")
}

fn components(world: &World) -> Vec<(&str, &str)> {
    let all = world.product.components.iter();
    all.map(|one| (one.name.as_str(), one.path.as_str())).collect()
}

#[test]
fn modules_of_modules_are_components_called_by_their_artifact() {
    let root = pom("org.example", "suite", None, &["api", "impl"]);
    let api = pom("org.example", "suite-api", Some("suite"), &[]);
    // A module may name one that lies elsewhere, even one that was there before.
    let inner = pom("org.example", "suite-impl", Some("suite"), &["core", "../api"]);
    let core = pom("org.example", "suite-core", Some("suite-impl"), &[]);
    let files = [
        ("pom.xml", root.as_str()),
        ("api/pom.xml", &api),
        ("impl/pom.xml", &inner),
        ("impl/core/pom.xml", &core),
    ];
    let world = World::new("scheme = \"semver-fixed\"\n", &files);
    let wanted =
        [("suite", ""), ("suite-api", "api"), ("suite-impl", "impl"), ("suite-core", "impl/core")];
    assert_eq!(components(&world), wanted);
}

#[test]
fn one_artifact_of_two_groups_is_called_by_both_names() {
    let root = pom("org.example", "suite", None, &["a", "b"]);
    let (a, b) =
        (pom("org.a", "core", Some("suite"), &[]), pom("org.b", "core", Some("suite"), &[]));
    let files = [("pom.xml", root.as_str()), ("a/pom.xml", &a), ("b/pom.xml", &b)];
    let world = World::new("scheme = \"semver-fixed\"\n", &files);
    assert_eq!(
        components(&world),
        [("suite", ""), ("org.a/core", "a"), ("org.b/core", "b")],
        "a colon is no sign that a tag may have"
    );
}
