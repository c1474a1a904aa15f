//! Packages of the product that the ecosystem has from its registry: requirements on them are not
//! ours, and lock files that have them are written wholly or not at all.

use crate::formats::minor;
use crate::javascript::{app, pnpm_lock, repository};
use crate::world::{World, release};

/// A lock file of Yarn 3 in which `app` and a third party require core by `ours` and `theirs`;
/// `locked` has the ranges by which core is found here.
fn yarn_3(ours: &str, locked: &[&str], theirs: &str, rest: &str) -> String {
    let mut keys: Vec<String> = locked.iter().map(|range| format!("@ex/core@{range}")).collect();
    keys.push("@ex/core@workspace:core".into());
    keys.sort();
    let own = |name: &str, key: &str, on: &str| {
        format!(
            "\"{key}\":\n  version: 0.0.0-use.local\n  resolution: \"@ex/{name}@workspace:{name}\"\n{on}  languageName: unknown\n  linkType: soft\n"
        )
    };
    let on = |range: &str| {
        let range = if range.starts_with('>') { format!("\"{range}\"") } else { range.into() };
        format!("  dependencies:\n    \"@ex/core\": {range}\n")
    };
    let registry = |key: &str, version: &str, name: &str, on: &str| {
        format!(
            "\"{key}\":\n  version: {version}\n  resolution: \"{name}@npm:{version}\"\n{on}  checksum: 00\n  languageName: node\n  linkType: hard\n"
        )
    };
    let mut entries = vec![
        "__metadata:\n  version: 6\n".to_string(),
        own("app", "@ex/app@workspace:app", &on(ours)),
        own("core", &keys.join(", "), ""),
    ];
    if !rest.is_empty() {
        entries.push(registry(&format!("@ex/core@npm:{rest}"), "1.5.2", "@ex/core", ""));
    }
    entries.push(registry("left@npm:^2.0.0", "2.0.0", "left", &on(theirs)));
    entries.join("\n")
}

/// The lock file after a minor release of everything, and what is told.
fn released(ours: &str, lock: &str) -> (String, Vec<String>) {
    let mut world = repository(ours, &[("yarn.lock", lock)]);
    let plan = world.run(release("minor", &["core", "app"])).unwrap();
    let told = plan.warnings.into_iter().map(|warning| warning.message).collect();
    (world.text("yarn.lock"), told)
}

#[test]
fn yarn_3_has_ranges_bare_and_registry_keys_with_their_protocol() {
    // A third party has an old core of its own, whose key alone says where it is from.
    let before = yarn_3("^1.4.0", &["^1.4.0"], "^0.7.0", "^0.7.0");
    let after = yarn_3("^1.5.0", &["^1.5.0"], "^0.7.0", "^0.7.0");
    assert_eq!(released("^1.4.0", &before), (after, vec![]));
    // What a third party asks of the workspace's stays in its key.
    let before = yarn_3("^1.4.0", &["^1.2.0", "^1.4.0"], "^1.2.0", "");
    let after = yarn_3("^1.5.0", &["^1.2.0", "^1.5.0"], "^1.2.0", "");
    assert_eq!(released("^1.4.0", &before), (after, vec![]));
}

#[test]
fn a_yarn_lock_with_what_only_yarn_can_find_is_left_as_it_is() {
    // From now on the third party's core comes from the registry: with which checksum?
    let before = yarn_3("^1.4.0", &["^1.4.0", "~1.4.0"], "~1.4.0", "");
    let (after, told) = released("^1.4.0", &before);
    assert_eq!(after, before);
    let [told] = told.as_slice() else { panic!("{told:?}") };
    assert!(told.contains("`@ex/core` ~1.4.0 is asked for, which 1.5.0 is not"), "{told}");
    // And here it comes from the workspace, which had nothing that new.
    let before = yarn_3("^1.4.0", &["^1.4.0"], ">=1.5.0", ">=1.5.0");
    let (after, told) = released("^1.4.0", &before);
    assert_eq!(after, before);
    let [told] = told.as_slice() else { panic!("{told:?}") };
    assert!(told.contains("`@ex/core` >=1.5.0 is 1.5.2 from a registry"), "{told}");
}

#[test]
fn a_lock_file_is_told_of_once() {
    let one = |name: &str, range: &str| {
        format!(
            "\"@ex/core@npm:{range}\":\n  version: 1.4.{name}\n  resolution: \"@ex/core@npm:1.4.{name}\"\n  linkType: hard\n\n"
        )
    };
    // All tables of app have it from the registry, each by its own range.
    let mut lock = "__metadata:\n  version: 8\n\n".to_string();
    let ranges = ["1.4.0", "^1.4.0", "~1.4.0", ">=1.4.0 <1.5.0"];
    for (at, range) in ranges.iter().enumerate() {
        lock += &one(&at.to_string(), range);
    }
    let tables = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];
    let tables = tables.iter().zip(ranges);
    let tables: Vec<String> = tables
        .map(|(table, range)| format!("\"{table}\": {{\"@ex/core\": \"{range}\"}}"))
        .collect();
    let app = format!("{{\"name\": \"@ex/app\", \"version\": \"1.4.0\", {}}}\n", tables.join(", "));
    let world = repository("^1.4.0", &[("app/package.json", &app), ("yarn.lock", &lock)]);
    let plan = world.plan(release("minor", &["core", "app"])).unwrap();
    let [warning] = plan.warnings.as_slice() else { panic!("{:?}", plan.warnings) };
    assert!(warning.message.ends_with("; and 1 more"), "{warning:?}");
}

#[test]
fn an_alias_is_a_release_that_was_chosen() {
    let app = app("^1.4.0")
        .replace("\"@ex/core\":", "\"core-before\": \"npm:@ex/core@1.3.0\",\n\"@ex/core\":");
    let world = repository("^1.4.0", &[("app/package.json", &app)]);
    let moved = minor(&world, &["core", "app"]);
    assert!(moved.iter().all(|line| !line.contains("core-before")), "{moved:?}");
}

#[test]
fn a_range_that_the_workspace_is_not_in_is_the_registrys() {
    for specifier in ["^1.3.0 <1.4.0", "1.3.7"] {
        let world = repository(specifier, &[]);
        assert!(world.findings().is_empty(), "{:?}", world.findings());
        assert_eq!(
            minor(&world, &["core", "app"]),
            [
                "app/package.json: \"version\": \"1.5.0\",",
                "core/package.json: \"version\": \"1.5.0\"}"
            ]
        );
    }
    // Unless it says whose it is, or the lock file does.
    let excluded =
        |world: &World| world.lint().iter().any(|one| one.rule == "requirement-excludes");
    assert!(excluded(&repository("workspace:~1.3.0", &[])));
    let linked = pnpm_lock("~1.3.0", "link:../core");
    assert!(excluded(&repository("~1.3.0", &[("pnpm-lock.yaml", &linked)])));
    let installed = pnpm_lock("~1.3.0", "1.3.7");
    assert!(!excluded(&repository("~1.3.0", &[("pnpm-lock.yaml", &installed)])));
}

#[test]
fn a_package_requires_a_release_of_itself() {
    let app = app("^1.4.0").replace("\"@ex/core\":", "\"@ex/app\": \"1.4.0\",\n\"@ex/core\":");
    let world = repository("^1.4.0", &[("app/package.json", &app)]);
    let moved = minor(&world, &["core", "app"]);
    assert!(moved.iter().all(|line| !line.contains("\"@ex/app\"")), "{moved:?}");
}

#[test]
fn npm_has_a_registrys_release_beside_the_workspaces() {
    let lock = "{\n\"name\": \"all\",\n\"lockfileVersion\": 3,\n\"packages\": {\n\"\": {\"workspaces\": [\"*\"]},\n\"app\": {\n\"name\": \"@ex/app\",\n\"version\": \"1.4.0\",\n\"dependencies\": {\"@ex/core\": \"~1.3.0\"}},\n\"app/node_modules/@ex/core\": {\"version\": \"1.3.7\"},\n\"core\": {\n\"name\": \"@ex/core\",\n\"version\": \"1.4.0\"},\n\"node_modules/@ex/app\": {\"resolved\": \"app\", \"link\": true},\n\"node_modules/@ex/core\": {\"resolved\": \"core\", \"link\": true}\n}}\n";
    let world = repository("~1.3.0", &[("package-lock.json", lock)]);
    let moved = minor(&world, &["core", "app"]);
    assert_eq!(moved.len(), 4, "{moved:?}");
    assert!(moved.iter().all(|line| line.contains("\"version\": \"1.5.0\"")), "{moved:?}");
}

/// It is tested against an old release, and works with what is here: both are one package to npm, which
/// installs the first, and the lock file copies both.
#[test]
fn a_package_that_is_pinned_in_one_table_follows_in_another() {
    let tables = "\"devDependencies\": {\"@ex/core\": \"1.3.0\"},\n\
                  \"peerDependencies\": {\n\"@ex/core\": \"^1.4.0\"}}";
    let app = format!("{{\n\"name\": \"@ex/app\",\n\"version\": \"1.4.0\",\n{tables}\n");
    let lock = format!(
        "{{\n\"name\": \"all\",\n\"lockfileVersion\": 3,\n\"packages\": {{\n\
         \"app\": {{\n\"name\": \"@ex/app\",\n\"version\": \"1.4.0\",\n{tables},\n\
         \"app/node_modules/@ex/core\": {{\"version\": \"1.3.0\"}},\n\
         \"core\": {{\n\"name\": \"@ex/core\",\n\"version\": \"1.4.0\"}},\n\
         \"node_modules/@ex/core\": {{\"resolved\": \"core\", \"link\": true}}\n}}}}\n"
    );
    let world = repository("", &[("app/package.json", &app), ("package-lock.json", &lock)]);
    let moved = minor(&world, &["core", "app"]);
    let peers: Vec<_> = moved.iter().filter(|line| line.contains("^1.5.0")).collect();
    assert_eq!(peers.len(), 2, "{moved:?}");
    assert_eq!(moved.len(), 6, "{moved:?}");
}

/// `core` at `version`, released as `last`, and `app` at 1.0.0, which requires it.
fn pair(core: (&str, &str), app: (&str, &str), last: &str) -> World {
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n";
    let mut world = World::new(config, &[core, app]);
    world.tag(&[format!("core-{last}").as_str(), "app-1.0.0"]);
    world
}

#[test]
fn what_was_chosen_from_a_registry_stays_whatever_the_ecosystem() {
    let pom = |name: &str, version: &str, rest: &str| {
        format!(
            "<project><groupId>ex</groupId><artifactId>{name}</artifactId><version>{version}</version>{rest}</project>\n"
        )
    };
    let on = "<dependencies><dependency><groupId>ex</groupId><artifactId>core</artifactId><version>1.3.0</version></dependency></dependencies>";
    let gem = |name: &str, version: &str, rest: &str| {
        format!(
            "Gem::Specification.new do |s|\n  s.name = '{name}'\n  s.version = '{version}'\n{rest}end\n"
        )
    };
    let chart = |name: &str, version: &str, rest: &str| {
        format!("apiVersion: v2\nname: {name}\nversion: {version}\n{rest}")
    };
    for (core, app) in [
        (
            ("core/pubspec.yaml", "name: core\nversion: 2.4.0\n".to_owned()),
            ("app/pubspec.yaml", "name: app\nversion: 1.0.0\ndependencies:\n  core: ^1.3.0\n".into()),
        ),
        (
            ("core/pyproject.toml", "[project]\nname = \"core\"\nversion = \"2.4.0\"\n".into()),
            (
                "app/pyproject.toml",
                "[project]\nname = \"app\"\nversion = \"1.0.0\"\ndependencies = [\"core>=1.0,<2\"]\n".into(),
            ),
        ),
        (("core/pom.xml", pom("core", "2.4.0", "")), ("app/pom.xml", pom("app", "1.0.0", on))),
        // Of the two bounds, one alone would admit it.
        (
            ("core/core.gemspec", gem("core", "2.4.0", "")),
            (
                "app/app.gemspec",
                gem("app", "1.0.0", "  s.add_dependency 'core', '>= 1.3', '< 2'\n"),
            ),
        ),
        (
            ("core/Chart.yaml", chart("core", "2.4.0", "")),
            (
                "app/Chart.yaml",
                chart("app", "1.0.0", "dependencies:\n- name: core\n  version: 1.3.0\n"),
            ),
        ),
        // Whatever its version is, what names another place is taken from there.
        (
            ("core/Chart.yaml", chart("core", "2.4.0", "")),
            (
                "app/Chart.yaml",
                chart(
                    "app",
                    "1.0.0",
                    "dependencies:\n- name: core\n  version: 2.4.0\n  repository: oci://example.org/charts\n",
                ),
            ),
        ),
    ] {
        let mut world = pair((core.0, &core.1), (app.0, &app.1), "2.4.0");
        assert!(world.findings().is_empty(), "{}: {:?}", app.0, world.findings());
        let plan = world.run(release("minor", &["core"])).unwrap();
        assert_eq!(plan.components.len(), 1, "{}: {:?}", app.0, plan.components);
        assert_eq!(world.text(app.0), app.1);
        world.run(release("minor", &["app"])).unwrap();
        let own = app.1.replacen("1.0.0", "1.1.0", 1);
        assert_eq!(world.text(app.0), own, "its own version and nothing else");
    }
}

#[test]
fn a_sibling_that_was_moved_by_hand_leaves_its_dependants_behind() {
    let app = "name: app\nversion: 1.0.0\ndependencies:\n  core: ^1.3.0\n";
    let core = ("core/pubspec.yaml", "name: core\nversion: 2.0.0\n");
    let world = pair(core, ("app/pubspec.yaml", app), "1.4.0");
    let found = world.lint();
    let found = found.iter().find(|one| one.rule == "requirement-excludes").unwrap();
    assert_eq!(found.fix.as_deref(), Some("^2.0.0"));
    // Once that is out, nothing tells it from one that was chosen.
    let world = pair(core, ("app/pubspec.yaml", app), "2.0.0");
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}
