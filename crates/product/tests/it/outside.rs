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

/// Requirements of the package that is no component: how it states them, in which file, and which
/// release they exclude.
const NARROW: [((&str, &str), &str, &str, &str); 5] = [
    (PNPM, "workspace:1.0.0", "examples/demo/package.json", "minor"),
    (PNPM, "workspace:^1.0.0", "examples/demo/package.json", "major"),
    (PNPM, "catalog:", "pnpm-workspace.yaml", "major"),
    (NPM, "^1.0.0", "examples/demo/package.json", "major"),
    (NPM, "1.0.0", "examples/demo/package.json", "minor"),
];

#[test]
fn a_package_that_is_never_published_follows_a_sibling_that_it_would_exclude() {
    for (root, specifier, at, part) in NARROW {
        let mut world = beside(root, specifier);
        let before = world.text(at);
        world.run(release(part, &["core"])).unwrap();
        let version = if part == "minor" { "1.1.0" } else { "2.0.0" };
        assert_eq!(world.text(at), before.replace("1.0.0", version), "{specifier}");
        assert!(excluding(&world).is_empty(), "{specifier}: {:?}", excluding(&world));
        // One that is in no workspace is nobody's member.
        assert!(world.text("old/package.json").contains("1.0.0"), "{specifier}");
    }
}

/// Of the root and of a member, and of nobody else's.
#[test]
fn what_is_locked_of_such_a_package_follows_with_it() {
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.other]\n";
    // One states no version, the other that it is private.
    let root = "{\"workspaces\": [\"core\", \"other\", \"site\"], \"devDependencies\": {\"@ex/core\": \"1.0.0\"}}\n";
    let site = "{\"name\": \"site\", \"version\": \"0.0.1\", \"private\": true, \"dependencies\": {\"@ex/core\": \"~1.0.0\"}}\n";
    let lock = "{\"lockfileVersion\": 3, \"packages\": {\n\
        \"\": {\"workspaces\": [\"core\", \"other\", \"site\"], \"devDependencies\": {\"@ex/core\": \"1.0.0\"}},\n\
        \"core\": {\"name\": \"@ex/core\", \"version\": \"1.0.0\"},\n\
        \"node_modules/@ex/core\": {\"resolved\": \"core\", \"link\": true},\n\
        \"node_modules/@ex/other\": {\"resolved\": \"other\", \"link\": true},\n\
        \"node_modules/site\": {\"resolved\": \"site\", \"link\": true},\n\
        \"other\": {\"name\": \"@ex/other\", \"version\": \"3.0.0\"},\n\
        \"site\": {\"dependencies\": {\"@ex/core\": \"~1.0.0\"}}}}\n";
    let files = [
        ("package.json", root),
        ("package-lock.json", lock),
        ("core/package.json", "{\"name\": \"@ex/core\", \"version\": \"1.0.0\"}\n"),
        ("other/package.json", "{\"name\": \"@ex/other\", \"version\": \"3.0.0\"}\n"),
        ("site/package.json", site),
    ];
    let mut world = World::new(config, &files);
    world.tag(&["core-1.0.0", "other-3.0.0"]);
    world.run(release("minor", &["core"])).unwrap();
    assert_eq!(world.text("package.json"), root.replace("1.0.0", "1.1.0"));
    assert_eq!(world.text("site/package.json"), site.replace("1.0.0", "1.1.0"));
    assert_eq!(world.text("package-lock.json"), lock.replace("1.0.0", "1.1.0"));
    assert_eq!(world.findings(), [""; 0]);
}

/// Cargo never publishes what states no version.
#[test]
fn a_crate_without_a_version_follows_a_sibling_that_it_would_exclude() {
    let config = "scheme = \"semver-independent\"\n[component.core]\n";
    let trial = "[package]\nname = \"trial\"\n[dependencies]\ncore = { path = \"../core\", version = \"1.0.0\" }\n";
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"core\", \"trial\"]\n"),
        ("core/Cargo.toml", "[package]\nname = \"core\"\nversion = \"1.0.0\"\n"),
        ("trial/Cargo.toml", trial),
    ];
    let mut world = World::new(config, &files);
    world.tag(&["core-1.0.0"]);
    world.run(release("major", &["core"])).unwrap();
    assert_eq!(world.text("trial/Cargo.toml"), trial.replace("1.0.0", "2.0.0"));
    assert_eq!(world.findings(), [""; 0]);
}

#[test]
fn a_release_does_not_take_a_sibling_from_packages_that_are_no_components() {
    for (root, specifier, at, part) in NARROW {
        let mut world = beside(root, specifier);
        assert!(excluding(&world).is_empty(), "{specifier}: {:?}", excluding(&world));
        let demo = world.text("examples/demo/package.json");
        let demo = demo.replace("\"private\": true", "\"version\": \"1.0.0\"");
        world.write("examples/demo/package.json", &demo);
        let said = refusal(world.plan(release(part, &["core"])));
        assert!(
            said.starts_with("requirement-excludes: `@ex/demo`, a package beside the components")
        );
        let place = world.plan(release(part, &["core"])).unwrap_err().place();
        assert!(matches!(&place, Some(Place::File { path, .. }) if path == at), "{place:?}");
        assert!(said.contains("[component.demo] path = \"examples/demo\""), "{said}");
        assert!(said.contains("`workspace:*` where the tool knows that"), "{said}");
        assert!(said.ends_with("/ 1"), "{said}");
    }
}

/// An override has to say what the root itself requires, or npm takes neither.
#[test]
fn a_root_without_a_name_has_to_find_its_siblings_as_well() {
    let root = |specifier: &str| {
        format!(
            "{{\"private\": true, \"workspaces\": [\"packages/*\"],\n\
             \"devDependencies\": {{\"@ex/core\": \"{specifier}\"}},\n\
             \"overrides\": {{\"@ex/core\": \"{specifier}\"}}}}\n"
        )
    };
    let mut world = beside(("package.json", &root("1.0.0")), "workspace:*");
    world.run(release("minor", &["core"])).unwrap();
    assert_eq!(world.text("package.json"), root("1.1.0"));
    let wide = beside(("package.json", &root("^1.0.0")), "workspace:*");
    wide.plan(release("minor", &["core"])).unwrap();
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

/// A file's path and its text.
type File = (&'static str, String);

/// A workspace of another ecosystem: its files, of which the last is that of a package that is no
/// component, and how that one is told to require any version.
fn others(requirement: &str) -> [(&'static str, Vec<File>, &'static str); 4] {
    let uv = |sources: &str| {
        format!(
            "[project]\nname = \"demo\"\nversion = \"0\"\ndependencies = [\"ex-core{requirement}\"]\n{sources}"
        )
    };
    let from_here = "[tool.uv.sources]\nex-core = { workspace = true }\n";
    let members = "[tool.uv.workspace]\nmembers = [\"packages/*\", \"examples/*\"]\n";
    let core = "[project]\nname = \"Ex.Core\"\nversion = \"1.0.0\"\n";
    let python = |root: String, demo: String| {
        [
            ("pyproject.toml", root),
            ("packages/core/pyproject.toml", core.to_string()),
            ("examples/demo/pyproject.toml", demo),
        ]
        .to_vec()
    };
    let dart = [
        ("pubspec.yaml", "name: all\npublish_to: none\nworkspace:\n- packages/core\n- examples\n"),
        ("packages/core/pubspec.yaml", "name: ex_core\nversion: 1.0.0\nresolution: workspace\n"),
        ("examples/pubspec.yaml", "name: examples\npublish_to: none\nworkspace:\n- demo\n"),
    ];
    let dart = dart.map(|(path, text)| (path, text.to_string()));
    let demo = format!(
        "name: demo\nversion: 1.0.0\nresolution: workspace\ndependencies:\n  ex_core: '{requirement}'\n"
    );
    let pom = |name: &str, version: &str, rest: &str| {
        format!(
            "<project><groupId>ex</groupId><artifactId>{name}</artifactId>\
             <version>{version}</version>{rest}</project>\n"
        )
    };
    let modules = |names: &[&str]| {
        let names: String = names.iter().map(|name| format!("<module>{name}</module>")).collect();
        format!("<modules>{names}</modules>")
    };
    let parent = "<parent><groupId>ex</groupId><artifactId>ex-core</artifactId>\
                  <version>1.0.0</version></parent>";
    let requires = format!(
        "<dependencies><dependency><groupId>ex</groupId><artifactId>ex-core</artifactId>\
         <version>{requirement}</version></dependency></dependencies>"
    );
    let maven = [
        ("pom.xml", pom("all", "1", &modules(&["packages/core", "examples"]))),
        ("packages/core/pom.xml", pom("ex-core", "1.0.0", "")),
        ("examples/pom.xml", pom("examples", "1", &modules(&["heir", "demo"]))),
        ("examples/heir/pom.xml", pom("heir", "1", parent)),
        ("examples/demo/pom.xml", pom("demo", "1", &requires)),
    ];
    [
        ("uv", python(members.to_string(), uv(from_here)), "`{ workspace = true }`"),
        ("uv", python(format!("{members}{from_here}"), uv("")), "`{ workspace = true }`"),
        ("pub", dart.into_iter().chain([("examples/demo/pubspec.yaml", demo)]).collect(), "`any`"),
        ("maven", maven.to_vec(), "`[1.0,)`"),
    ]
}

fn of(files: &[File]) -> World {
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let mut world = World::new(CONFIG, &files);
    world.tag(&["core-1.0.0"]);
    world
}

#[test]
fn workspaces_of_uv_pub_and_maven_have_such_packages_too() {
    for (narrow, wide) in [("==1.0.0", ">=1"), (">=1.0.0,<2", "")] {
        for (tool, files, _) in others(wide).into_iter().filter(|(tool, ..)| *tool == "uv") {
            let mut world = of(&files);
            assert!(excluding(&world).is_empty(), "{:?}", excluding(&world));
            world.run(release("major", &["core"])).unwrap();
            assert!(excluding(&world).is_empty(), "{tool}: {:?}", excluding(&world));
        }
        refused("uv", narrow);
    }
    // A source says that it is from here, whatever the versions are.
    for (tool, older, wanted) in [("uv", "==0.9.0", 1), ("pub", "^0.9.0", 0), ("maven", "0.9.0", 0)]
    {
        for (_, files, _) in others(older).into_iter().filter(|(known, ..)| *known == tool) {
            assert_eq!(excluding(&of(&files)).len(), wanted, "{tool}: {files:?}");
        }
    }
    refused("pub", "^1.0.0");
    refused("maven", "1.0.0");
    refused("maven", "[1.0,2.0)");
    for (tool, wide) in [("pub", "any"), ("pub", ">=1.0.0 <3.0.0"), ("maven", "[1.0,)")] {
        for (_, files, _) in others(wide).into_iter().filter(|(known, ..)| *known == tool) {
            let mut world = of(&files);
            world.run(release("major", &["core"])).unwrap();
            assert!(excluding(&world).is_empty(), "{tool}: {:?}", excluding(&world));
        }
    }
}

/// Sees that a release is refused that `requirement` excludes.
fn refused(tool: &str, requirement: &str) {
    for (_, files, any) in others(requirement).into_iter().filter(|(known, ..)| *known == tool) {
        let world = of(&files);
        assert!(excluding(&world).is_empty(), "{:?}", excluding(&world));
        let said = refusal(world.plan(release("major", &["core"])));
        let place = world.plan(release("major", &["core"])).unwrap_err().place();
        let last = files.last().unwrap().0;
        assert!(matches!(&place, Some(Place::File { path, .. }) if path == last), "{place:?}");
        assert!(said.starts_with("requirement-excludes: `") && said.contains(any), "{said}");
        assert!(said.contains("[component.demo] path = \"examples/demo\""), "{said}");
    }
}

#[test]
fn a_uv_source_says_that_it_is_from_here() {
    let config = "scheme = \"semver-independent\"\n[component.app]\n[component.core]\n";
    let core = |version: &str| format!("[project]\nname = \"core\"\nversion = \"{version}\"\n");
    for (source, from_here) in [
        ("{ workspace = true }", true),
        ("{ path = \"../core\", editable = true }", true),
        ("{ path = \"../other\" }", false),
        // A requirement that was chosen: it admits neither what is here nor what was released.
        ("{ index = \"own\" }", false),
    ] {
        let app = format!(
            "[project]\nname = \"app\"\nversion = \"1.0.0\"\ndependencies = [\"core>=1,<2\"]\n\
             [tool.uv.sources]\ncore = {source}\n"
        );
        let files = [("core/pyproject.toml", &*core("3.0.0")), ("app/pyproject.toml", &*app)];
        let mut world = World::new(config, &files);
        world.tag(&["core-3.0.0", "app-1.0.0"]);
        assert_eq!(excluding(&world).len(), usize::from(from_here), "{source}");
    }
}
