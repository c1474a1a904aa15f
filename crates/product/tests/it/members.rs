//! Workspaces whose members are not all named: Cargo's path dependencies are members as well.

use place::Explain;

use crate::world::{World, refusal, release};

const ROOT: &str = "[workspace]\nmembers = [\"a\"]\nexclude = [\"old\"]\n\n[workspace.package]\nversion = \"1.0.0\"\n\n[workspace.dependencies]\nb = { path = \"b\", version = \"1.0.0\" }\nunused = { path = \"unused\" }\n";
const LOCK: &str = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\ndependencies = [\n \"b\",\n]\n\n[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n";

/// A crate whose version is the workspace's, or `version`, with `rest` after its `[package]`.
fn crate_of(name: &str, version: Option<&str>, rest: &str) -> String {
    let own = version.map(|version| format!("version = \"{version}\""));
    let version = own.unwrap_or_else(|| "version.workspace = true".into());
    format!("[package]\nname = \"{name}\"\n{version}\n{rest}")
}

/// `a`, a member, takes `b` by what it inherits, and that takes `c` by a path alone.
fn workspace(tables: &str) -> World {
    let on_c = "[dependencies]\nc = { path = \"../c\" }\nout = { path = \"../../out\" }\n";
    let on_old = "[dev-dependencies]\nold = { path = \"../old/one\" }\na = { path = \"../a\" }\n";
    World::new(
        &format!("scheme = \"semver-independent\"\n{tables}"),
        &[
            ("Cargo.toml", ROOT),
            ("Cargo.lock", LOCK),
            ("a/Cargo.toml", &crate_of("a", None, "[dependencies]\nb.workspace = true\n")),
            ("b/Cargo.toml", &crate_of("b", None, on_c)),
            ("c/Cargo.toml", &crate_of("c", Some("0.3.0"), on_old)),
            ("old/one/Cargo.toml", &crate_of("old", Some("0.1.0"), "")),
            ("unused/Cargo.toml", &crate_of("unused", Some("0.1.0"), "")),
        ],
    )
}

#[test]
fn what_a_member_takes_from_a_folder_is_a_member() {
    let mut world = workspace("");
    assert_eq!(world.versions(), ["a 1.0.0", "b 1.0.0", "c 0.3.0"]);
    world.run(release("major", &["a", "b"])).unwrap();
    assert!(world.text("Cargo.toml").contains("b = { path = \"b\", version = \"2.0.0\" }"));
    assert_eq!(world.text("Cargo.lock"), LOCK.replace("1.0.0", "2.0.0"));
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn a_package_that_is_no_component_has_the_version_that_it_inherits() {
    let mut world = workspace("[component.a]\n");
    world.run(release("major", &["a"])).unwrap();
    assert!(world.text("Cargo.toml").contains("b = { path = \"b\", version = \"2.0.0\" }"));
    assert_eq!(world.text("Cargo.lock"), LOCK.replace("1.0.0", "2.0.0"));
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    let stale = LOCK.replace("1.0.0", "2.0.0").replacen("2.0.0", "1.0.0", 2);
    world.write("Cargo.lock", &stale);
    assert_eq!(world.findings(), ["lockfile-stale a", "lockfile-stale a"]);
}

#[test]
fn a_member_that_no_pattern_names_has_to_find_the_components() {
    let mut world = workspace("[component.c]\npath = \"c\"\n[component.a]\npath = \"a\"\n");
    let on_c = "[dependencies]\nc = { path = \"../c\", version = \"0.3\" }\n";
    world.write("b/Cargo.toml", &crate_of("b", Some("1.0.0"), on_c));
    let said = refusal(world.plan(release("minor", &["c"])));
    assert!(said.starts_with("requirement-excludes: `b`, a package beside"), "{said}");
    world.plan(release("patch", &["c"])).unwrap();
}

#[test]
fn what_is_wrong_with_a_member_is_its_manifests_fault() {
    let mut world = workspace("[component.a]\n");
    let config = b"scheme = \"semver\"\n";
    world.product = product::Product::parse("release.toml", config, &|_| None).unwrap();
    world.write("b/Cargo.toml", "[package]\nname = \"b\"\nversion = 1.0\n");
    let error = world.discover().unwrap_err();
    assert_eq!(error.class().exit_code(), 1, "{error}");
    assert_ne!(error.rule(), Some("configuration"));
    assert!(format!("{:?}", error.place()).contains("b/Cargo.toml"));
}

/// The root of a workspace is often there for its tools: what it requires is no version of its own.
#[test]
fn a_root_that_nobody_releases_is_no_component() {
    let one = "{\"name\": \"@x/web\", \"version\": \"1.2.0\"}\n";
    let bare = "{\"name\": \"@x/site\", \"devDependencies\": {\"@x/web\": \"1.2.0\"}}\n";
    let names = |root: &str| {
        let root = format!("{{\"name\": \"all\", \"workspaces\": [\"p/*\"], {root}}}\n");
        let files = [
            ("package.json", root.as_str()),
            ("p/web/package.json", one),
            ("p/site/package.json", bare),
        ];
        World::new("scheme = \"semver-fixed\"\n", &files).versions()
    };
    for root in [
        "\"devDependencies\": {\"typescript\": \"5.0.0\"}",
        "\"resolutions\": {\"@x/web\": \"1.2.0\"}",
        "\"private\": true, \"version\": \"0.0.0\"",
    ] {
        assert_eq!(names(root), ["@x/web 1.2.0"], "{root}");
    }
    // pnpm lists its members in a file of its own, and the root is one of them.
    let pnpm = [
        ("pnpm-workspace.yaml", "packages: [\"p/*\"]\n"),
        ("package.json", "{\"name\": \"all\", \"private\": true, \"version\": \"0.0.0\"}\n"),
        ("p/web/package.json", one),
    ];
    assert_eq!(World::new("scheme = \"semver-fixed\"\n", &pnpm).versions(), ["@x/web 1.2.0"]);
    for root in ["\"version\": \"0.0.0\"", "\"private\": true, \"version\": \"0.1.0\""] {
        assert_eq!(names(root).len(), 2, "{root}");
    }
}

/// What the root hands down of a member follows it, though no other one takes it yet.
#[test]
fn semantics_11_what_nobody_takes_from_the_root_follows_too() {
    let root = "[workspace]\nmembers = [\"a\", \"b\"]\n\n[workspace.dependencies]\n\
                a = { path = \"a\", version = \"1.0.0\" }\nb = { version = \"1.0.0\" }\n";
    let one = |name: &str| crate_of(name, Some("1.0.0"), "");
    let files = [("Cargo.toml", root), ("a/Cargo.toml", &one("a")), ("b/Cargo.toml", &one("b"))];
    let mut world = World::new("scheme = \"semver-independent\"\n", &files);
    world.run(release("major", &["a", "b"])).unwrap();
    let root =
        root.replace("path = \"a\", version = \"1.0.0\"", "path = \"a\", version = \"2.0.0\"");
    assert_eq!(world.text("Cargo.toml"), root);
    assert_eq!(world.findings(), [""; 0]);
}
