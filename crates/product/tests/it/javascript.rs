//! The workspaces of pnpm and Yarn: what a release moves in their catalogues and lock files.

use crate::formats::{configured, minor};
use crate::world::{World, patch, refusal, release};

const CORE: &str = "{\n\"name\": \"@ex/core\",\n\"version\": \"1.4.0\"}\n";

/// An application that requires core by `specifier`.
pub(crate) fn app(specifier: &str) -> String {
    format!(
        "{{\n\"name\": \"@ex/app\",\n\"version\": \"1.4.0\",\n\"dependencies\": {{\n\"@ex/core\": \"{specifier}\"}}}}\n"
    )
}

pub(crate) fn repository(specifier: &str, files: &[(&str, &str)]) -> World {
    let app = app(specifier);
    let root = "{\"private\": true, \"workspaces\": [\"*\"]}\n";
    let own = [("package.json", root), ("core/package.json", CORE), ("app/package.json", &app)];
    let all = [&own, files].concat();
    configured("scheme = \"semver-independent\"\n[component.core]\n[component.app]\n", &all)
}

const PNPM: &str = "packages:\n- core\n- app\ncatalog:\n  '@ex/core': ^1.4.0\n  left: ^1.4.0\n";

/// A lock file in which the application has `specifier`, and core as `version`.
pub(crate) fn pnpm_lock(specifier: &str, version: &str) -> String {
    format!(
        "lockfileVersion: '9.0'\n\nimporters:\n\n  app:\n    dependencies:\n      '@ex/core':\n        specifier: {specifier}\n        version: {version}\n\n  core: {{}}\n"
    )
}

#[test]
fn pnpm_lock_has_the_specifiers_of_siblings() {
    let lock = pnpm_lock("workspace:^1.4.0", "link:../core");
    let world = repository("workspace:^1.4.0", &[("pnpm-lock.yaml", &lock)]);
    assert_eq!(
        minor(&world, &["core", "app"]),
        [
            "app/package.json: \"version\": \"1.5.0\",",
            "app/package.json: \"@ex/core\": \"workspace:^1.5.0\"}}",
            "core/package.json: \"version\": \"1.5.0\"}",
            "pnpm-lock.yaml: specifier: workspace:^1.5.0",
        ]
    );
    // What fills in the version by itself is the same before and after, in both files.
    for specifier in ["workspace:^", "workspace:~", "workspace:*"] {
        let lock = pnpm_lock(specifier, "link:../core");
        let world = repository(specifier, &[("pnpm-lock.yaml", &lock)]);
        let moved = minor(&world, &["core", "app"]);
        assert_eq!(moved.len(), 2, "{moved:?}");
    }
}

#[test]
fn a_sibling_that_pnpm_has_from_a_registry_is_told_and_stays_locked() {
    let lock = pnpm_lock("^1.4.0", "1.4.0");
    let world = repository("^1.4.0", &[("pnpm-lock.yaml", &lock)]);
    let mut after = world.clone();
    let plan = after.run(release("minor", &["core", "app"])).unwrap();
    assert_eq!(after.text("pnpm-lock.yaml"), lock, "pnpm itself says that it is out of date");
    let [warning] = plan.warnings.as_slice() else { panic!("{:?}", plan.warnings) };
    assert!(warning.message.contains("pnpm-lock.yaml is left as it is: it has `@ex/core` 1.4.0"));
    assert!(after.text("app/package.json").contains("^1.5.0"));
}

#[test]
fn a_catalogue_moves_with_all_who_take_their_requirement_from_it() {
    let importers = pnpm_lock("'catalog:'", "link:../core");
    let catalogs =
        "catalogs:\n  default:\n    '@ex/core':\n      specifier: ^1.4.0\n      version: 1.4.0\n";
    let lock = importers.replace("importers:\n", &format!("{catalogs}\nimporters:\n"));
    let files = [("pnpm-workspace.yaml", PNPM), ("pnpm-lock.yaml", lock.as_str())];
    let world = repository("catalog:", &files);
    assert_eq!(
        minor(&world, &["core", "app"]),
        [
            "app/package.json: \"version\": \"1.5.0\",",
            "core/package.json: \"version\": \"1.5.0\"}",
            "pnpm-lock.yaml: specifier: ^1.5.0",
            "pnpm-lock.yaml: version: 1.5.0",
            "pnpm-workspace.yaml: '@ex/core': ^1.5.0",
        ]
    );
    // The requirement stays while it admits the version, and the one who takes it does not move.
    assert_eq!(
        minor(&world, &["core"]),
        ["core/package.json: \"version\": \"1.5.0\"}", "pnpm-lock.yaml: version: 1.5.0"]
    );
    // Since pnpm 10 it is written twice.
    let twice = lock.replace("version: 1.4.0", "version: ^1.4.0");
    let world = repository("catalog:", &[files[0], ("pnpm-lock.yaml", &twice)]);
    let moved = minor(&world, &["core", "app"]);
    assert!(moved.contains(&"pnpm-lock.yaml: version: ^1.5.0".into()), "{moved:?}");
}

#[test]
fn a_catalogue_that_cannot_be_read_is_refused_and_not_passed_over() {
    let broken = PNPM.replace("'@ex/core': ^1.4.0", "'@ex/core': 1");
    let world = repository("catalog:", &[("pnpm-workspace.yaml", &broken)]);
    let said = refusal(world.plan(release("minor", &["core", "app"])));
    assert!(said.contains("@ex/core has to be a string in quotes"), "{said}");
    // Whoever takes nothing from it is not concerned.
    assert!(world.plan(patch(&["core"])).is_ok());
}

#[test]
fn pnpm_workspaces_have_their_components_found() {
    let package = |name: &str| {
        format!("{{\"name\": \"{name}\", \"version\": \"1.4.0\", \"private\": true}}\n")
    };
    let (all, core, deep, old) = (package("all"), package("core"), package("deep"), package("old"));
    let world = World::new(
        "scheme = \"semver-independent\"\n",
        &[
            ("pnpm-workspace.yaml", "packages:\n- 'packages/**'\n- '!**/old/**'\n- '!**/old'\n"),
            ("package.json", &all),
            ("packages/core/package.json", &core),
            ("packages/ui/src/deep/package.json", &deep),
            ("packages/old/package.json", &old),
            ("packages/core/node_modules/left/package.json", &package("left")),
        ],
    );
    assert_eq!(world.versions(), ["all 1.4.0", "core 1.4.0", "deep 1.4.0"]);
}

/// Yarn's lock file for `app` and `core`, and for `tool` where it requires core by something.
fn yarn_lock(app: &str, tool: Option<&str>) -> String {
    let entry = |name: &str, key: &str, dependencies: &str| {
        format!(
            "\"{key}\":\n  version: 0.0.0-use.local\n  resolution: \"{name}@workspace:{folder}\"\n{dependencies}  languageName: unknown\n  linkType: soft\n",
            folder = name.trim_start_matches("@ex/")
        )
    };
    let on = |specifier: &str| format!("  dependencies:\n    \"@ex/core\": \"{specifier}\"\n");
    let mut ranges = vec!["workspace:core".to_string(), app.to_string()];
    ranges.extend(tool.map(ToString::to_string));
    ranges.sort();
    ranges.dedup();
    let key = ranges.iter().map(|range| format!("@ex/core@{range}")).collect::<Vec<_>>();
    let mut entries = vec![
        "__metadata:\n  version: 8\n".to_string(),
        entry("@ex/app", "@ex/app@workspace:app", &on(app)),
        entry("@ex/core", &key.join(", "), ""),
    ];
    entries.extend(tool.map(|tool| entry("@ex/tool", "@ex/tool@workspace:tool", &on(tool))));
    entries.join("\n")
}

#[test]
fn yarn_lock_has_requirements_and_the_keys_that_list_them() {
    for (specifier, locked) in [("workspace:^1.4.0", "workspace:^1.4.0"), ("^1.4.0", "npm:^1.4.0")]
    {
        let lock = yarn_lock(locked, None);
        let mut world = repository(specifier, &[("yarn.lock", &lock)]);
        world.run(release("minor", &["core", "app"])).unwrap();
        assert_eq!(world.text("yarn.lock"), lock.replace("^1.4.0", "^1.5.0"));
        assert!(world.findings().is_empty(), "{:?}", world.findings());
    }
    let lock = yarn_lock("workspace:^", None);
    let mut world = repository("workspace:^", &[("yarn.lock", &lock)]);
    world.run(release("minor", &["core", "app"])).unwrap();
    assert_eq!(world.text("yarn.lock"), lock);
}

#[test]
fn yarn_lock_keeps_a_requirement_that_somebody_still_has() {
    let lock = yarn_lock("workspace:^1.4.0", Some("workspace:^1.4.0"));
    let tool = app("workspace:^1.4.0").replace("@ex/app", "@ex/tool");
    let mut world =
        repository("workspace:^1.4.0", &[("yarn.lock", &lock), ("tool/package.json", &tool)]);
    world.run(release("minor", &["core", "app"])).unwrap();
    let wanted = yarn_lock("workspace:^1.5.0", Some("workspace:^1.4.0"));
    assert_eq!(world.text("yarn.lock"), wanted);
}

#[test]
fn a_yarn_lock_that_was_out_of_date_is_told() {
    let lock =
        yarn_lock("workspace:^1.4.0", None).replacen("workspace:^1.4.0", "workspace:^1.3.0", 1);
    let world = repository("workspace:^1.4.0", &[("yarn.lock", &lock)]);
    let plan = world.plan(release("minor", &["core", "app"])).unwrap();
    let [warning] = plan.warnings.as_slice() else { panic!("{:?}", plan.warnings) };
    assert!(warning.message.contains("its key is @ex/core@workspace:^1.4.0"), "{warning:?}");
    assert!(warning.help.as_ref().unwrap().contains("`yarn install --mode=update-lockfile`"));
    assert!(plan.edits.iter().all(|edit| edit.path != "yarn.lock"), "{:?}", plan.edits);
}

#[test]
fn yarn_1_locks_nothing_of_ours_and_tells_of_a_registry() {
    let lock = "# yarn lockfile v1\n\n\n\"@ex/core@^1.4.0\":\n  version \"1.4.0\"\n";
    let world = repository("^1.4.0", &[("yarn.lock", lock)]);
    let plan = world.plan(release("minor", &["core", "app"])).unwrap();
    assert!(plan.edits.iter().all(|edit| edit.path != "yarn.lock"), "{:?}", plan.edits);
    let [warning] = plan.warnings.as_slice() else { panic!("{:?}", plan.warnings) };
    assert!(
        warning.message.contains("yarn.lock is left as it is: it has `@ex/core` 1.4.0 from"),
        "{warning:?}"
    );
    let quiet = world.plan(patch(&["core"])).unwrap();
    assert!(quiet.warnings.is_empty(), "{:?}", quiet.warnings);
}

#[test]
fn an_empty_yarn_lock_marks_a_project_and_locks_nothing() {
    let world = repository("^1.4.0", &[("yarn.lock", "\n")]);
    let plan = world.plan(release("minor", &["core", "app"])).unwrap();
    assert!(plan.edits.iter().all(|edit| edit.path != "yarn.lock"), "{:?}", plan.edits);
    let damaged = repository("^1.4.0", &[("yarn.lock", "left:\n")]);
    assert!(damaged.plan(release("minor", &["core", "app"])).is_err());
}

#[test]
fn a_wide_requirement_is_told_of_where_somebody_gets_it() {
    // A second table besides: what pnpm writes when it publishes is exact, and nobody gets the rest.
    for (specifier, table, private, told) in [
        (">=1.4.0", "dependencies", "", 1),
        (">=1.4.0", "devDependencies", "", 0),
        (">=1.4.0", "dependencies", "\"private\": true,", 0),
        ("workspace:>=1.4.0", "peerDependencies", "", 1),
        ("workspace:*", "dependencies", "", 0),
        ("*", "peerDependencies", "", 0),
    ] {
        let app = app(specifier).replace("\"dependencies\"", &format!("{private}\"{table}\""));
        let world = repository(specifier, &[("app/package.json", &app)]);
        let plan = world.plan(release("major", &["core"])).unwrap();
        assert_eq!(plan.warnings.len(), told, "{specifier} {table}: {:?}", plan.warnings);
    }
}

#[test]
fn bun_lock_has_versions_and_requirements_of_the_workspaces() {
    let lock = |specifier: &str, packages: &str| {
        format!(
            "{{\n  \"lockfileVersion\": 1,\n  \"workspaces\": {{\n    \"\": {{\n    }},\n    \"app\": {{\n      \"name\": \"@ex/app\",\n      \"version\": \"1.4.0\",\n      \"dependencies\": {{\n        \"@ex/core\": \"{specifier}\",\n      }},\n    }},\n    \"core\": {{\n      \"name\": \"@ex/core\",\n      \"version\": \"1.4.0\",\n    }},\n  }},\n  \"packages\": {{\n{packages}  }},\n}}\n"
        )
    };
    let linked = "    \"@ex/app\": [\"@ex/app@workspace:app\"],\n    \"@ex/core\": [\"@ex/core@workspace:core\"],\n";
    for specifier in ["^1.4.0", "workspace:^1.4.0", "workspace:*"] {
        let text = lock(specifier, linked);
        let mut world = repository(specifier, &[("bun.lock", &text)]);
        world.run(release("minor", &["core", "app"])).unwrap();
        assert_eq!(world.text("bun.lock"), text.replace("1.4.0", "1.5.0"), "{specifier}");
    }
    // From a registry, where the new version is not yet.
    let text = lock("^1.4.0", "    \"@ex/core\": [\"@ex/core@1.4.0\", \"\", {}, \"sha512-00\"],\n");
    let mut world = repository("^1.4.0", &[("bun.lock", &text)]);
    let plan = world.run(release("minor", &["core", "app"])).unwrap();
    assert_eq!(world.text("bun.lock"), text);
    let mut told = plan.warnings.iter().map(|warning| warning.message.as_str());
    assert!(told.any(|text| text.contains("bun.lock is left as it is")), "{:?}", plan.warnings);
}
