//! npm's `overrides`, pnpm's, and Yarn's `resolutions`: requirements that stand in the root for others.

use crate::formats::{configured, minor};
use crate::javascript::{app, pnpm_lock, repository};
use crate::world::{World, patch, refusal, release};

/// The workspace with a root that says this besides.
fn root(said: &str, files: &[(&str, &str)]) -> World {
    let root = format!("{{\"private\": true, \"workspaces\": [\"*\"],\n{said}}}\n");
    repository("workspace:*", &[&[("package.json", root.as_str())], files].concat())
}

/// What a minor release of core alone makes of what the root says.
fn after(said: &str) -> String {
    let mut world = root(said, &[]);
    world.run(release("minor", &["core"])).unwrap();
    let text = world.text("package.json");
    text.lines().nth(1).unwrap().strip_suffix('}').unwrap().into()
}

#[test]
fn what_the_root_overrides_follows_though_nobody_else_moves() {
    for (said, wanted) in [
        (r#""overrides": {"@ex/core": "1.4.0"}"#, r#""overrides": {"@ex/core": "1.5.0"}"#),
        (
            r#""overrides": {"a": {".": "1.4.0", "b": {"@ex/core@^1": "~1.4.0"}}}"#,
            r#""overrides": {"a": {".": "1.4.0", "b": {"@ex/core@^1": "~1.5.0"}}}"#,
        ),
        (
            r#""resolutions": {"**/@ex/core": "npm:^1.4.0", "a/@ex/core": "workspace:1.4"}"#,
            r#""resolutions": {"**/@ex/core": "npm:^1.5.0", "a/@ex/core": "workspace:1.5"}"#,
        ),
        (
            r#""pnpm": {"overrides": {"a@1>@ex/core@<2": "1.4.0", "a": "1.4.0"}}"#,
            r#""pnpm": {"overrides": {"a@1>@ex/core@<2": "1.5.0", "a": "1.4.0"}}"#,
        ),
    ] {
        assert_eq!(after(said), wanted);
    }
    // An older release that was chosen, somebody else's package, what states no version.
    for said in [
        r#""overrides": {"@ex/core": "1.3.0", "b": {"@ex/core": "<1.4"}, "core": "1.4.0"}"#,
        r#""overrides": {"@ex/core": "$@ex/core"}, "dependencies": {"@ex/core": "*"}"#,
        r#""resolutions": {"@ex/core": "portal:./core", "a/@ex/core": "npm:other@1.4.0"}"#,
        r#""pnpm": {"overrides": {"a>@ex/core": "-"}}, "other": {"@ex/core": "1.4.0"}"#,
    ] {
        assert_eq!(after(said), said);
    }
}

#[test]
fn one_of_what_the_root_requires_itself_stays_with_that() {
    // npm wants both to be the same.
    let said = r#""dependencies": {"@ex/core": "^1.4.0"}, "overrides": {"@ex/core": "^1.4.0"}"#;
    assert_eq!(after(said), said);
    let narrow = said.replace('^', "~");
    assert_eq!(after(&narrow), narrow.replace("1.4.0", "1.5.0"));
}

#[test]
fn one_for_a_sibling_alone_is_that_one_s_requirement() {
    let said = r#""pnpm": {"overrides": {"@ex/app>@ex/core": "1.4.0"}}"#;
    let moved = minor(&root(said, &[]), &["core"]);
    let wanted = [
        "app/package.json: \"version\": \"1.4.1\",",
        "core/package.json: \"version\": \"1.5.0\"}",
        "package.json: \"pnpm\": {\"overrides\": {\"@ex/app>@ex/core\": \"1.5.0\"}}}",
    ];
    assert_eq!(moved, wanted);
    assert_eq!(after(&said.replace("1.4.0", "^1.4.0")), said.replace("1.4.0", "^1.4.0"));
}

#[test]
fn a_member_s_overrides_count_for_nothing() {
    let app = app("workspace:*\"}, \"overrides\": {\"@ex/core\": \"1.4.0")
        .replace("\"overrides\"", "\"resolutions\": {\"@ex/core\": \"patch:x\"}, \"overrides\"");
    let world = repository("workspace:*", &[("app/package.json", &app)]);
    assert_eq!(minor(&world, &["core"]), ["core/package.json: \"version\": \"1.5.0\"}"]);
    // A package in no workspace is its own root.
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n";
    let core = "{\"name\": \"core\", \"version\": \"1.4.0\"}\n";
    let app = "{\"name\": \"app\",\n\"version\": \"1.4.0\",\n\"overrides\": {\"a\": {\"core\": \"1.4.0\"}}}\n";
    let pnpm = "overrides:\n  core: ~1.4.0\n";
    let files =
        [("core/package.json", core), ("app/package.json", app), ("app/pnpm-workspace.yaml", pnpm)];
    let wanted = [
        "app/package.json: \"version\": \"1.4.1\",",
        "app/package.json: \"overrides\": {\"a\": {\"core\": \"1.5.0\"}}}",
        "app/pnpm-workspace.yaml: core: ~1.5.0",
        "core/package.json: {\"name\": \"core\", \"version\": \"1.5.0\"}",
    ];
    assert_eq!(minor(&configured(config, &files), &["core"]), wanted);
}

#[test]
fn what_cannot_follow_is_refused_for_siblings_alone() {
    for value in ["\"patch:@ex/core@npm%3A1.4.0#./x.patch\"", "1", "\"1.4\\u002e0\"", "[]"] {
        let world = root(&format!("\"resolutions\": {{\"@ex/core\": {value}, \"a\": 1}}"), &[]);
        assert!(!refusal(world.plan(release("minor", &["core"]))).is_empty(), "{value}");
        assert!(world.plan(patch(&["app"])).is_ok(), "{value}");
        let world = root(&format!("\"overrides\": {{\"core\": {value}}}"), &[]);
        assert!(world.plan(release("minor", &["core"])).is_ok(), "{value}");
    }
}

#[test]
fn lint_sees_one_that_excludes_its_sibling() {
    let world = root(r#""resolutions": {"a/@ex/core": "workspace:~1.3.0"}"#, &[]);
    let found = world.lint();
    let [one] = &found[..] else { panic!("{found:?}") };
    assert_eq!(one.rule, "requirement-excludes");
    assert!(one.message.contains("`package.json` requires `core` workspace:~1.3.0"));
    assert_eq!(one.fix.as_deref(), Some("workspace:~1.4.0"));
}

const PNPM: &str = "packages:\n- core\n- app\n";

/// The lock file of pnpm in which every requirement on core is `taken`, and is `resolved`.
fn overridden(taken: &str, resolved: &str) -> String {
    let section = format!("overrides:\n  '@ex/core': {taken}\n\nimporters:\n");
    pnpm_lock(taken, resolved).replace("importers:\n", &section)
}

#[test]
fn pnpm_locks_what_is_taken_in_the_place_of_requirements() {
    let workspace = format!("{PNPM}overrides:\n  '@ex/core': 1.4.0\n");
    let lock = overridden("1.4.0", "link:../core");
    let files = [("pnpm-workspace.yaml", workspace.as_str()), ("pnpm-lock.yaml", lock.as_str())];
    let wanted = [
        "core/package.json: \"version\": \"1.5.0\"}",
        "pnpm-lock.yaml: '@ex/core': 1.5.0",
        "pnpm-lock.yaml: specifier: 1.5.0",
        "pnpm-workspace.yaml: '@ex/core': 1.5.0",
    ];
    assert_eq!(minor(&repository("^1.3.0", &files), &["core"]), wanted);
    // One that is for some requirements alone may no longer be for those that follow.
    let [(yaml, workspace), (_, lock)] =
        files.map(|(path, text)| (path, text.replacen("core':", "core@^1.2':", 1)));
    let files = [(yaml, workspace.as_str()), ("pnpm-lock.yaml", lock.as_str())];
    assert_eq!(minor(&repository("^1.3.0", &files), &["core", "app"]).len(), 6);
    let mut world = repository("^1.3.0", &files);
    let plan = world.run(release("major", &["core"])).unwrap();
    assert_eq!(world.text("pnpm-lock.yaml"), lock);
    let [warning] = plan.warnings.as_slice() else { panic!("{:?}", plan.warnings) };
    assert!(warning.message.contains("`@ex/core` ^1.2 is asked for, which 2.0.0 is not"));
    let workspace = format!("{PNPM}overrides:\n  '@ex/core': 1.4.0\n");
    let files = [("pnpm-workspace.yaml", workspace.as_str())];
    // One from the registry is locked by pnpm alone.
    let lock = overridden("1.4.0", "1.4.0");
    let mut world = repository("^1.3.0", &[files[0], ("pnpm-lock.yaml", &lock)]);
    let plan = world.run(release("minor", &["core"])).unwrap();
    assert_eq!(world.text("pnpm-lock.yaml"), lock);
    let [warning] = plan.warnings.as_slice() else { panic!("{:?}", plan.warnings) };
    assert!(warning.message.contains("pnpm-lock.yaml is left as it is: it has `@ex/core` 1.4.0"));
    // So is one that only others have.
    let third = "\npackages:\n\n  '@ex/core@1.4.0':\n    resolution: {integrity: sha512-00==}\n";
    let section = "overrides:\n  left>@ex/core: 1.4.0\n\nimporters:\n";
    let lock = pnpm_lock("workspace:*", "link:../core").replace("importers:\n", section) + third;
    let workspace = workspace.replace("'@ex/core'", "left>@ex/core");
    let files = [("pnpm-workspace.yaml", workspace.as_str()), ("pnpm-lock.yaml", lock.as_str())];
    let mut world = repository("workspace:*", &files);
    let plan = world.run(release("minor", &["core"])).unwrap();
    assert_eq!((world.text("pnpm-lock.yaml"), plan.warnings.len()), (lock, 1));
}

#[test]
fn one_that_is_taken_from_a_catalogue_has_that_follow() {
    for (file, text) in [
        ("pnpm-workspace.yaml", "overrides:\n  '@ex/core': 'catalog:'\n"),
        (
            "package.json",
            "{\"private\": true, \"pnpm\": {\"overrides\": {\"@ex/core\": \"catalog:\"}}}\n",
        ),
    ] {
        let more = if file == "pnpm-workspace.yaml" { text } else { "" };
        let workspace = format!("{PNPM}catalog:\n  '@ex/core': 1.4.0\n{more}");
        let lock = overridden("1.4.0", "link:../core");
        let files = [
            ("pnpm-workspace.yaml", workspace.as_str()),
            ("pnpm-lock.yaml", lock.as_str()),
            ("package.json", if more.is_empty() { text } else { "{\"private\": true}\n" }),
        ];
        let wanted = [
            "core/package.json: \"version\": \"1.5.0\"}",
            "pnpm-lock.yaml: '@ex/core': 1.5.0",
            "pnpm-lock.yaml: specifier: 1.5.0",
            "pnpm-workspace.yaml: '@ex/core': 1.5.0",
        ];
        assert_eq!(minor(&repository("^1.3.0", &files), &["core"]), wanted, "{file}");
    }
}
