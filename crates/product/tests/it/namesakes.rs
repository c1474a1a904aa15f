//! Packages of one name: each belongs to the workspace that it is in.

use place::Explain;

use crate::world::{World, patch, release};

const TWO: &str = "scheme = \"semver-independent\"\n[component.a1]\npath = \"one/agent\"\n[component.a2]\npath = \"two/agent\"\n";

/// Files in `one` and, the same, in `two`.
fn both(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let of = |folder: &str, (path, text): &(&str, &str)| {
        (format!("{folder}/{path}"), (*text).to_owned())
    };
    ["one", "two"]
        .iter()
        .flat_map(|folder| files.iter().map(move |file| of(folder, file)))
        .collect()
}

fn world(config: &str, files: &[(String, String)], tags: &[&str]) -> World {
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut world = World::new(config, &files);
    world.tag(tags);
    world
}

const CRATE: &str = "[package]\nname = \"agent\"\nversion = \"1.0.0\"\n";
const CARGO_LOCK: &str = "version = 4\n\n[[package]]\nname = \"agent\"\nversion = \"1.0.0\"\n";
const PROJECT: &str = "[project]\nname = \"agent\"\nversion = \"1.0.0\"\n";
const UV_LOCK: &str = "version = 1\n\n[[package]]\nname = \"agent\"\nversion = \"1.0.0\"\nsource = { editable = \"agent\" }\n";

#[test]
fn a_lock_file_copies_the_package_of_its_workspace() {
    for (root, member, lock, locked) in [
        (
            ("Cargo.toml", "[workspace]\nmembers = [\"agent\"]\n"),
            ("agent/Cargo.toml", CRATE),
            "Cargo.lock",
            CARGO_LOCK,
        ),
        (
            ("pyproject.toml", "[tool.uv.workspace]\nmembers = [\"agent\"]\n"),
            ("agent/pyproject.toml", PROJECT),
            "uv.lock",
            UV_LOCK,
        ),
        // Without a workspace, the lock file beside it.
        (("README.md", ""), ("agent/pyproject.toml", PROJECT), "agent/uv.lock", UV_LOCK),
    ] {
        let files = both(&[root, member, (lock, locked)]);
        let mut world = world(TWO, &files, &["a1-1.0.0", "a2-1.0.0"]);
        world.run(patch(&["a1"])).unwrap();
        let new = locked.replacen("\"1.0.0\"", "\"1.0.1\"", 1);
        assert_eq!(world.text(&format!("one/{lock}")), new, "{lock}");
        assert_eq!(world.text(&format!("two/{lock}")), locked, "{lock}");
        assert!(world.findings().is_empty(), "{lock}: {:?}", world.findings());
    }
}

#[test]
fn a_workspaces_own_package_is_no_component_of_another_one() {
    let mut files = both(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"agent\", \"app\"]\n"),
        ("agent/Cargo.toml", CRATE),
        ("app/Cargo.toml", &CRATE.replace("agent", "app")),
        ("Cargo.lock", CARGO_LOCK),
    ]);
    files.retain(|(path, _)| path != "one/app/Cargo.toml");
    let config = "scheme = \"semver-independent\"\n[component.a1]\npath = \"one/agent\"\n[component.app]\npath = \"two/app\"\n";
    let mut world = world(config, &files, &["a1-1.0.0", "app-1.0.0"]);
    world.run(patch(&["a1"])).unwrap();
    assert_eq!(world.text("two/Cargo.lock"), CARGO_LOCK);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn a_requirement_means_the_package_of_its_workspace() {
    let config =
        format!("{TWO}[component.p1]\npath = \"one/app\"\n[component.p2]\npath = \"two/app\"\n");
    let root = ("package.json", "{\"private\": true, \"workspaces\": [\"agent\", \"app\"]}\n");
    let agent = ("agent/package.json", "{\"name\": \"agent\", \"version\": \"1.0.0\"}\n");
    let app =
        "{\"name\": \"app\", \"version\": \"1.0.0\", \"dependencies\": {\"agent\": \"1.0.0\"}}\n";
    let tags = ["a1-1.0.0", "a2-1.0.0", "p1-1.0.0", "p2-1.0.0"];
    let two = world(&config, &both(&[root, agent, ("app/package.json", app)]), &tags);
    for (moved, dependant) in [("a1", "p1"), ("a2", "p2")] {
        let plan = two.plan(release("minor", &[moved])).unwrap();
        let names: Vec<&str> = plan.components.iter().map(|step| step.name.as_str()).collect();
        assert_eq!(names, [moved, dependant]);
    }
    // A workspace without one has it from the registry, whatever the other one has.
    let mut files = both(&[root, agent, ("app/package.json", app)]);
    files.retain(|(path, _)| path != "two/agent/package.json");
    let config = config.replace("[component.a2]\npath = \"two/agent\"\n", "");
    let one = world(&config, &files, &["a1-1.0.0", "p1-1.0.0", "p2-1.0.0"]);
    let plan = one.plan(release("minor", &["a1"])).unwrap();
    let names: Vec<&str> = plan.components.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(names, ["a1", "p1"]);
}

#[test]
fn two_members_of_one_name_are_refused() {
    for (root, name, member) in [
        ("Cargo.toml", "Cargo.toml", CRATE),
        ("package.json", "package.json", "{\"name\": \"agent\", \"version\": \"1.0.0\"}\n"),
    ] {
        let workspace = match root {
            "Cargo.toml" => "[workspace]\nmembers = [\"x\", \"y\"]\n",
            _ => "{\"workspaces\": [\"x\", \"y\"]}\n",
        };
        let files =
            [(root, workspace), (&format!("x/{name}"), member), (&format!("y/{name}"), member)];
        let mut world = World::new("scheme = \"semver\"\n[component.z]\nmanifests = []\n", &files);
        let config = b"scheme = \"semver\"\n";
        world.product = product::Product::parse("release.toml", config, &|_| None).unwrap();
        let error = world.discover().unwrap_err();
        let said = "two members of the workspace are called `agent`: in x and in y";
        assert_eq!(error.to_string(), said);
        assert!(format!("{:?}", error.place()).contains(&format!("y/{name}")));
        assert!(error.help().unwrap().contains("[component.NAME]"));
    }
}

#[test]
fn a_lock_file_that_a_release_leaves_is_left_by_lint() {
    let config = "scheme = \"semver-fixed\"\n[component.lib]\n[component.app]\n";
    let app = "[project]\nname = \"app\"\nversion = \"1.0.0\"\ndependencies = [\"lib>=1.0,<2\"]\n";
    let lock = "version = 1\n\n[[package]]\nname = \"app\"\nversion = \"1.0.0\"\nsource = { virtual = \".\" }\ndependencies = [\n    { name = \"lib\" },\n]\n\n[package.metadata]\nrequires-dist = [{ name = \"lib\", specifier = \">=1.0,<2\" }]\n\n[[package]]\nname = \"lib\"\nversion = \"1.0.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n";
    let files = [
        ("lib/pyproject.toml", &*PROJECT.replace("agent", "lib")),
        ("app/pyproject.toml", app),
        ("app/uv.lock", lock),
    ];
    let mut world = World::new(config, &files);
    world.tag(&["lib-1.0.0", "app-1.0.0"]);
    let plan = world.run(release("major", &[])).unwrap();
    assert_eq!(plan.warnings.len(), 1, "{:?}", plan.warnings);
    assert_eq!(world.text("app/uv.lock"), lock);
    let found = world.lint();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].rule, found[0].severity), ("lockfile-stale", place::Severity::Warning));
    assert!(found[0].message.contains("it has `lib` 1.0.0 from a registry"), "{found:?}");
    assert_eq!(found[0].fix, None);
}

#[test]
fn a_lock_file_whose_namesakes_would_meet_is_left_by_lint() {
    let config = "scheme = \"semver-fixed\"\n[component.a]\npath = \".\"\n";
    let registry = "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n";
    let lock = format!(
        "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.4.0\"\ndependencies = [\n \"q\",\n]\n\n[[package]]\nname = \"a\"\nversion = \"1.5.0\"\n{registry}\n[[package]]\nname = \"q\"\nversion = \"1.0.0\"\n{registry}dependencies = [\n \"a 1.5.0\",\n]\n"
    );
    let manifest = "[package]\nname = \"a\"\nversion = \"1.4.0\"\n";
    let mut world = World::new(config, &[("Cargo.toml", manifest), ("Cargo.lock", &lock)]);
    world.tag(&["a-1.4.0"]);
    let plan = world.run(release("minor", &[])).unwrap();
    assert_eq!(plan.warnings.len(), 1, "{:?}", plan.warnings);
    assert_eq!(world.text("Cargo.lock"), lock);
    let found = world.lint();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].rule, found[0].severity), ("lockfile-stale", place::Severity::Warning));
    assert!(found[0].help.as_ref().unwrap().contains("cargo update --workspace"), "{found:?}");
    // Without one that would be taken for ours, the entry is all there is.
    let far = lock.replace("1.5.0", "3.0.0");
    world.write("Cargo.lock", &far);
    assert_eq!(world.lint()[0].fix.as_deref(), Some("1.5.0"));
}

#[test]
fn a_version_in_tags_only_tells_whose_package_is_required() {
    let config = "scheme = \"semver-fixed\"\n[defaults]\ntag = \"v{version}\"\n[component.a]\npath = \"src/a\"\n[component.c]\npath = \"src/c\"\n";
    for (requirement, after) in
        [("^2.5|^3", "^2.5|^3"), (">=2.5,<4", ">=2.5,<4"), ("^7.2", "^7.2"), ("^7.1", "^7.2")]
    {
        let a = format!("{{\"name\":\"x/a\",\"require\":{{\"x/c\":\"{requirement}\"}}}}\n");
        let files =
            [("src/a/composer.json", a.as_str()), ("src/c/composer.json", "{\"name\":\"x/c\"}\n")];
        let mut world = World::new(config, &files);
        world.tag(&["v7.1.5"]);
        assert!(world.findings().is_empty(), "{requirement}: {:?}", world.findings());
        world.run(release("minor", &[])).unwrap();
        let text = world.text("src/a/composer.json");
        assert!(text.contains(&format!("\"{after}\"")), "{requirement}: {text}");
    }
}
