//! Maven's reactors: modules of modules, called by their artifact.

use crate::world::{World, patch, refusal, release};

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

/// A pom.xml of `org.example` with its version or its parent's, and `rest` in it.
pub(crate) fn project(
    artifact: &str,
    own: Option<&str>,
    parent: Option<(&str, &str)>,
    rest: &str,
) -> String {
    let parent = parent.map_or_else(String::new, |(parent, version)| {
        format!(
            "<parent><groupId>org.example</groupId><artifactId>{parent}</artifactId>\
             <version>{version}</version></parent>"
        )
    });
    let own = own.map_or_else(String::new, |version| format!("<version>{version}</version>"));
    format!(
        "<project>{parent}<groupId>org.example</groupId><artifactId>{artifact}</artifactId>{own}\
         {rest}</project>\n"
    )
}

/// A reactor: `api` and `impl/core` are components, and the root, `impl` and `it` are none.
fn reactor(config: &str) -> World {
    let modules = |names: &[&str]| {
        let modules = names.iter().map(|name| format!("<module>{name}</module>"));
        format!("<modules>{}</modules>", modules.collect::<String>())
    };
    let root = project("root", Some("1.0.0"), None, &modules(&["api", "impl", "it"]));
    let files = [
        ("pom.xml", root.as_str()),
        ("api/pom.xml", &project("api", None, Some(("root", "1.0.0")), "")),
        ("impl/pom.xml", &project("impl", None, Some(("root", "1.0.0")), &modules(&["core"]))),
        ("impl/core/pom.xml", &project("core", None, Some(("impl", "1.0.0")), "")),
        ("it/pom.xml", &project("it", Some("0.1.0"), Some(("root", "1.0.0")), "")),
        ("elsewhere/pom.xml", &project("else", None, Some(("root", "1.0.0")), "")),
    ];
    let mut world = World::new(config, &files);
    world.run(release("1.0.0", &["api", "core"])).unwrap();
    assert_eq!(world.findings(), [""; 0]);
    world
}

const REACTOR: &str =
    "scheme = \"semver\"\n[component.api]\n[component.core]\npath = \"impl/core\"\n";

#[test]
fn semantics_12_who_inherits_a_version_states_it_as_its_parents() {
    let mut world = reactor(REACTOR);
    world.run(patch(&["api", "core"])).unwrap();
    for path in ["pom.xml", "api/pom.xml", "impl/pom.xml", "impl/core/pom.xml", "it/pom.xml"] {
        let text = world.text(path);
        assert!(text.contains("<version>1.0.1</version>"), "{path}: {text}");
        assert!(!text.contains("1.0.0"), "{path}: {text}");
    }
    assert!(world.text("it/pom.xml").contains("<version>0.1.0</version>"));
    assert!(world.text("elsewhere/pom.xml").contains("1.0.0"), "it is in no reactor");
    assert_eq!(world.findings(), [""; 0]);
    // One that was left behind is found, and mended to what was released.
    let left = world.text("impl/pom.xml").replace("1.0.1", "1.0.0");
    world.write("impl/pom.xml", &left);
    assert_eq!(world.findings(), ["manifests-agree api"]);
    assert_eq!(world.lint()[0].fix.as_deref(), Some("1.0.1"));
    let said = refusal(world.plan(patch(&["api"])));
    assert!(said.starts_with("shared-slot") && said.contains("core"), "{said}");
}

#[test]
fn semantics_12_modules_of_profiles_are_in_the_reactor_too() {
    let profile =
        |module: &str| format!("<profile><modules><module>{module}</module></modules></profile>");
    let profiles = format!("<profiles>{}{}</profiles>", profile("api"), profile("it"));
    let root = format!("<modules><module>core</module></modules>{profiles}");
    let names = ["core", "api", "it"];
    let heir = |name: &str| project(name, None, Some(("root", "1.0.0")), "");
    let heirs = names.map(|name| (format!("{name}/pom.xml"), heir(name)));
    let root = project("root", Some("1.0.0"), None, &root);
    let mut files = vec![("pom.xml", root.as_str())];
    files.extend(heirs.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let mut world = World::new("scheme = \"semver-fixed\"\n", &files);
    let found = [("root", ""), ("api", "api"), ("core", "core"), ("it", "it")];
    assert_eq!(components(&world), found);
    let config = "scheme = \"semver-fixed\"\n[component.root]\npath = \".\"\n";
    for config in [config, &format!("{config}[component.api]\n")] {
        world = World::new(config, &files);
        world.run(release("1.1.0", &[])).unwrap();
        for (path, _) in &files {
            assert!(world.text(path).contains("<version>1.1.0</version>"), "{path}");
        }
    }
}

#[test]
fn semantics_11_a_component_with_a_version_of_its_own_follows_its_parent() {
    let config = format!("{REACTOR}[component.it]\n");
    let mut world = reactor(&config);
    world.tag(&["it-0.1.0"]);
    let plan = world.run(patch(&["api", "core"])).unwrap();
    let moved: Vec<_> = plan.components.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(moved, ["api", "core", "it"]);
    let text = world.text("it/pom.xml");
    assert!(text.contains("<version>1.0.1</version></parent>"), "{text}");
    assert!(!text.contains("<version>0.1.0</version>"), "{text}");
    assert_eq!(world.findings(), [""; 0]);
}

#[test]
fn a_parent_of_another_project_is_nobodys() {
    let foreign = project("api", Some("1.0.0"), Some(("outside", "1.0.0")), "");
    let mut world =
        World::new("scheme = \"semver\"\n[component.api]\n", &[("api/pom.xml", &foreign)]);
    world.run(release("1.0.0", &["api"])).unwrap();
    world.run(patch(&["api"])).unwrap();
    let text = world.text("api/pom.xml");
    assert!(text.contains("<version>1.0.0</version></parent>"), "{text}");
}

/// A dependency on `core`, of that version.
pub(crate) fn on_core(version: &str) -> String {
    format!(
        "<dependencies><dependency><groupId>org.example</groupId><artifactId>core</artifactId>\
         <version>{version}</version></dependency></dependencies>"
    )
}

/// `core` and `app`, which requires it by a property of the parent that both have in `folder`.
fn by_property(folder: &str, property: &str, extra: &str) -> World {
    let modules = "<modules><module>core</module><module>app</module></modules>";
    let root = format!("{modules}<properties>{property}</properties>");
    let app = format!("{}{extra}", on_core("${acme.version}"));
    let parent = |text: String| match folder {
        "" => text,
        _ => text.replace("</parent>", "<relativePath>../up</relativePath></parent>"),
    };
    let own = |name: &str, rest: &str| {
        parent(project(name, Some("1.4.0"), Some(("root", "1.4.0")), rest))
    };
    let files = [
        (&*format!("{folder}pom.xml"), &*project("root", Some("1.4.0"), None, &root)),
        ("core/pom.xml", &own("core", "")),
        ("app/pom.xml", &own("app", &app)),
    ];
    crate::formats::world(&files)
}

#[test]
fn semantics_11_a_requirement_follows_through_a_property_of_the_parent() {
    for folder in ["", "up/"] {
        let property = "<acme.version>1.4.0</acme.version>";
        let mut world = by_property(folder, property, "");
        world.run(release("2.0.0", &["core"])).unwrap();
        let root = world.text(&format!("{folder}pom.xml"));
        assert!(root.contains("<acme.version>2.0.0</acme.version>"), "{root}");
        assert!(world.text("app/pom.xml").contains("<version>1.4.1</version>"));
        assert_eq!(world.findings(), [""; 0]);
    }
}

/// Maven and Gradle find what is published under a text, not what is equal to it.
#[test]
fn semantics_11_a_requirement_is_spelled_as_the_version_that_it_is_on() {
    let k = project("k", Some("4.37.0"), Some(("root", "4.37.0")), &on_core("4.37.0"));
    let k = k.replace(">core<", ">root<");
    let gradle = "group = 'org.example'\nversion = '1.2'\n\
                  dependencies {\n    api 'org.example:core:4.37.0'\n}\n";
    let files = [
        ("java/pom.xml", &*project("root", Some("4.37.0"), None, "")),
        ("java/k/pom.xml", &*k),
        ("core/build.gradle", "group = 'org.example'\nversion = '4.37.0'\n"),
        ("app/build.gradle", gradle),
    ];
    let config = "scheme = \"iric\"\n[component.root]\npath = \"java\"\n\
                  [component.k]\npath = \"java/k\"\n[component.core]\n[component.app]\n";
    let mut world = World::new(config, &files);
    world.tag(&["root-4.37", "k-4.37", "core-4.37", "app-1.2"]);
    assert_eq!(world.findings(), [""; 0]);
    world.run(release("minor", &["root", "k", "core", "app"])).unwrap();
    let k = world.text("java/k/pom.xml");
    assert_eq!(k.matches("<version>4.38.0</version>").count(), 3, "{k}");
    assert!(world.text("app/build.gradle").contains("'org.example:core:4.38.0'"));
    assert!(world.text("app/build.gradle").contains("version = '1.3'"));
    assert_eq!(world.findings(), [""; 0]);
}

#[test]
fn semantics_11_a_property_that_is_the_heirs_own_version_goes_by_itself() {
    let property = "<acme.version>${project.version}</acme.version>";
    let mut world = by_property("", property, "");
    world.run(patch(&["core"])).unwrap();
    assert!(world.text("app/pom.xml").contains("<version>1.4.0</version>"));
    let own = "<properties><acme.version>1.4.0</acme.version></properties>";
    let mut world = by_property("", property, own);
    world.run(patch(&["core"])).unwrap();
    assert!(world.text("app/pom.xml").contains("<acme.version>1.4.1</acme.version>"));
}

#[test]
fn a_requirement_on_a_sibling_through_what_nobody_defines_is_refused() {
    // Whether it admits what `core` is to be nobody knows: one that stays counts as well.
    for asked in ["app", "core"] {
        let said = refusal(by_property("", "", "").plan(patch(&[asked])));
        assert!(said.contains("org.example:core") && said.contains("${acme.version}"), "{said}");
    }
    let foreign = by_property("", "", "");
    let mut foreign = foreign.clone();
    let text = foreign.text("app/pom.xml").replace(">core<", ">left<");
    foreign.write("app/pom.xml", &text);
    foreign.plan(patch(&["app"])).unwrap();
    foreign.plan(patch(&["core"])).unwrap();
}

#[test]
fn semantics_11_a_text_that_others_are_required_by_too_is_not_written() {
    let left = "<dependency><groupId>com.left</groupId><artifactId>x</artifactId>\
                <version>${acme.version}</version></dependency></dependencies>";
    let property = "<acme.version>1.4.0</acme.version>";
    let refused = |world: &World| {
        let said = refusal(world.plan(release("2.0.0", &["core"])));
        assert!(said.starts_with("shared-slot") && said.contains("com.left:x"), "{said}");
    };
    // In the file that has the property, in one that inherits it, and in the one above.
    let own = format!("<properties>{property}</properties>");
    for (root, app) in [(property, ""), ("", own.as_str())] {
        let mut world = by_property("", root, app);
        let text = world.text("app/pom.xml").replace("</dependencies>", left);
        world.write("app/pom.xml", &text);
        refused(&world);
    }
    let mut world = by_property("", property, "");
    let dependencies = format!("<dependencies>{left}</project>");
    let text = world.text("pom.xml").replace("</project>", &dependencies);
    world.write("pom.xml", &text);
    refused(&world);
}

#[test]
fn semantics_11_a_version_of_a_catalogue_that_others_have_too_is_not_written() {
    let catalog = "[versions]\nshared = \"1.4.0\"\n[libraries]\n\
                   core = { module = \"org.acme:core\", version.ref = \"shared\" }\n\
                   left = { module = \"com.left:x\", version.ref = \"shared\" }\n";
    let config = "scheme = \"semver-independent\"\n[component.core]\npackages = { maven = [\"org.acme:core\"] }\n\
                  [component.app]\nmanifests = [\"app/build.gradle\", \"gradle/libs.versions.toml\"]\n";
    let files = [
        ("core/build.gradle", "group = 'org.acme'\nversion = '1.4.0'\n"),
        ("app/build.gradle", "group = 'org.acme'\nversion = '1.4.0'\n"),
        ("gradle/libs.versions.toml", catalog),
    ];
    let world = crate::formats::configured(config, &files);
    let said = refusal(world.plan(release("2.0.0", &["core"])));
    assert!(said.starts_with("shared-slot") && said.contains("com.left:x"), "{said}");
}

/// A module of which nothing but properties stands in its own pom.xml is released all the same.
#[test]
fn an_heir_that_has_nothing_but_properties_goes_with_its_parent() {
    let root = "<project><groupId>g</groupId><artifactId>root</artifactId><version>${revision}</version>\
                <properties><revision>1.4.0</revision></properties></project>";
    let heir = "<project><parent><groupId>g</groupId><artifactId>root</artifactId>\
                <version>${revision}</version><relativePath>../pom.xml</relativePath></parent>\
                <artifactId>qos</artifactId><properties><skip>false</skip></properties></project>";
    let config = "scheme = \"semver-fixed\"\n[component.root]\npath = \".\"\n\
                  [component.qos]\nmanifests = [\"qos/pom.xml\"]\n";
    let mut world = World::new(config, &[("pom.xml", root), ("qos/pom.xml", heir)]);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    world.run(release("1.4.0", &[])).unwrap();
    world.run(release("minor", &[])).unwrap();
    assert!(world.text("pom.xml").contains("<revision>1.5.0<"), "{}", world.text("pom.xml"));
}

/// A reactor of modules within modules whose parents are all called by one property.
#[test]
fn a_reactor_within_a_reactor_goes_by_one_property() {
    for version in ["${revision}", "${revision}${sha1}${changelist}"] {
        let parent = |name: &str| {
            format!(
                "<parent><groupId>g</groupId><artifactId>{name}</artifactId>\
                 <version>{version}</version></parent>"
            )
        };
        let root = format!(
            "<project><groupId>g</groupId><artifactId>root</artifactId><version>{version}</version>\
             <properties><revision>1.4.0</revision><sha1/><changelist/>\
             </properties><modules><module>a</module></modules></project>"
        );
        let a = format!(
            "<project>{}<artifactId>a</artifactId><modules><module>c</module></modules></project>",
            parent("root")
        );
        let c = format!(
            "<project>{}<artifactId>c</artifactId><dependencies><dependency><groupId>g</groupId>\
             <artifactId>root</artifactId><version>${{revision}}</version></dependency>\
             </dependencies></project>",
            parent("a")
        );
        let files = [("pom.xml", root.as_str()), ("a/pom.xml", &a), ("a/c/pom.xml", &c)];
        for config in [
            "scheme = \"semver-fixed\"\n[component.root]\npath = \".\"\n[component.a]\n\
             [component.c]\npath = \"a/c\"\n",
            // The others are packages beside the components.
            "scheme = \"semver-fixed\"\n[component.root]\npath = \".\"\n",
        ] {
            let mut world = World::new(config, &files);
            world.run(release("1.5.0", &[])).unwrap();
            assert!(world.text("pom.xml").contains("<revision>1.5.0<"), "{version}");
            assert!(world.findings().is_empty(), "{version}: {:?}", world.findings());
        }
    }
}

/// A parent without a path is a registry's, whatever lies in the folder above.
#[test]
fn a_property_of_a_registrys_parent_is_none_of_the_folder_above() {
    let root = "<project><groupId>g</groupId><artifactId>root</artifactId><version>1.4.0</version>\
                <properties><core.version>1.4.0</core.version></properties><dependencies><dependency>\
                <groupId>g</groupId><artifactId>core</artifactId><version>${core.version}</version>\
                </dependency></dependencies></project>";
    let core = "<project><groupId>g</groupId><artifactId>core</artifactId><version>1.4.0</version></project>";
    let tool = "<project><parent><groupId>ext</groupId><artifactId>parent</artifactId>\
                <version>3</version><relativePath/></parent><groupId>g</groupId>\
                <artifactId>tool</artifactId><version>1.4.0</version><dependencies><dependency>\
                <groupId>ext</groupId><artifactId>core</artifactId><version>${core.version}</version>\
                </dependency></dependencies></project>";
    let config = "scheme = \"semver-fixed\"\n[component.root]\npath = \".\"\n[component.core]\n\
                  [component.tool]\n";
    let files = [("pom.xml", root), ("core/pom.xml", core), ("tool/pom.xml", tool)];
    let mut world = World::new(config, &files);
    world.run(release("1.5.0", &[])).unwrap();
    assert!(world.text("pom.xml").contains("<core.version>1.5.0<"), "{}", world.text("pom.xml"));
}
