//! Crates under Cargo's own rules: what their requirements on one another admit.

use product::Options;

use crate::world::{World, patch, pre, promote, refusal, release};

/// A crate called `name` at `version`, with `rest` after its `[package]`.
fn crate_of(name: &str, version: &str, rest: &str) -> (String, String) {
    let text = format!("[package]\nname = \"{name}\"\nversion = \"{version}\"\n{rest}");
    (format!("{name}/Cargo.toml"), text)
}

/// `core` at `version`, and `app` at 1.0.0 with `rest`, which requires it; both released.
fn pair(version: &str, rest: &str) -> World {
    world("scheme = \"semver-independent\"\n[component.core]\n[component.app]\n", version, rest)
}

fn world(config: &str, version: &str, rest: &str) -> World {
    let files = [crate_of("core", version, ""), crate_of("app", "1.0.0", rest)];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut world = World::new(config, &files);
    world.tag(&[format!("core-{version}").as_str(), "app-1.0.0"]);
    world
}

/// A dependency on `core` in a table, with this requirement.
fn on(table: &str, requirement: &str) -> String {
    format!("[{table}]\ncore = {{ path = \"../core\", version = \"{requirement}\" }}\n")
}

/// `name version` of what moves with a release of core.
fn moves(world: &World, part: &str) -> Vec<String> {
    let plan = world.plan(release(part, &["core"])).unwrap();
    plan.components.iter().map(|step| format!("{} {}", step.name, step.to)).collect()
}

#[test]
fn cargo_a_requirement_that_excludes_the_sibling_is_found_by_cargos_rules() {
    for (version, requirement, admitted) in [
        ("1.4.2", "1.4", true),
        ("1.4.2", "^1.5", false),
        ("2.0.0", "1", false),
        ("0.2.0", "0.1", false),
        ("0.1.9", "0.1.3", true),
        ("0.0.4", "0.0.3", false),
        ("1.5.0", "~1.4", false),
        ("1.5.0", "=1.4.0", false),
        ("2.0.0", ">=1, <3", true),
        ("1.5.0-rc.1", "1.4", false),
        ("1.5.0", "*", true),
    ] {
        for table in ["dependencies", "dev-dependencies", "target.'cfg(unix)'.build-dependencies"] {
            let world = pair(version, &on(table, requirement));
            let found = world.findings();
            let wanted: &[&str] = if admitted { &[] } else { &["requirement-excludes app"] };
            assert_eq!(found, wanted, "{requirement} in {table} for {version}");
        }
    }
}

#[test]
fn cargo_a_dependant_comes_along_only_where_cargo_would_refuse_to_build() {
    let renamed =
        "[dependencies]\nheart = { package = \"core\", path = \"../core\", version = \"0.4\" }\n";
    for (rest, part, wanted) in [
        (on("dependencies", "0.4"), "patch", &["core 0.4.3"][..]),
        (on("dependencies", "0.4"), "minor", &["core 0.5.0", "app 1.0.1"]),
        (on("dev-dependencies", "0.4"), "minor", &["core 0.5.0", "app 1.0.1"]),
        (renamed.to_owned(), "minor", &["core 0.5.0", "app 1.0.1"]),
        // Another registry's crate of that name, and one without a number, ask for nothing.
        ("[dependencies]\ncore = \"0.4\"\n".to_owned(), "minor", &["core 0.5.0"]),
        ("[dependencies]\ncore = { path = \"../core\" }\n".to_owned(), "major", &["core 1.0.0"]),
    ] {
        let mut world = pair("0.4.2", &rest);
        assert_eq!(moves(&world, part), wanted, "{rest}");
        world.run(release(part, &["core"])).unwrap();
        assert!(world.findings().is_empty(), "{rest}: {:?}", world.findings());
    }
}

#[test]
fn cargo_a_dependant_that_would_not_build_cannot_be_left_out() {
    let world = pair("1.2.0", &on("dependencies", "1.2"));
    let excluding = |part: &str, all: bool| product::Asked::Release {
        what: Some(part.into()),
        components: Vec::new(),
        all,
        exclude: vec!["app".into()],
    };
    assert_eq!(world.plan(excluding("minor", true)).unwrap().components.len(), 1);
    let said = refusal(world.plan(excluding("major", true)));
    assert!(said.starts_with("requirement-excludes: `app` requires `core` 1.2"), "{said}");
    assert!(said.contains("exclude `core` too, or neither") && said.ends_with("/ 1"), "{said}");
}

#[test]
fn cargo_what_embeds_a_dependant_cannot_be_left_out_either() {
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n\
                  [component.bundle]\nembeds = [\"app\"]\nmanifests = []\n";
    let mut world = world(config, "1.2.0", &on("dependencies", "1.2"));
    world.tag(&["bundle-1.0.0"]);
    let said = refusal(world.plan(product::Asked::Release {
        what: Some("major".into()),
        components: vec!["core".into()],
        all: false,
        exclude: vec!["bundle".into()],
    }));
    assert!(said.contains("`bundle` embeds `app`, which moves"), "{said}");
}

#[test]
fn cargo_a_dependant_on_another_line_is_not_broken() {
    let config = "[line.base]\nscheme = \"semver\"\ncomponents = [\"core\"]\n\
                  [line.tools]\nscheme = \"semver\"\ncomponents = [\"app\"]\n\
                  [component.core]\n[component.app]\n";
    let mut world = world(config, "1.2.0", &on("dependencies", "1.2"));
    world.tag(&["base-1.2.0", "tools-1.0.0"]);
    assert_eq!(moves(&world, "minor"), ["core 1.3.0"]);
    let said = refusal(world.plan(release("major", &["core"])));
    assert!(said.starts_with("requirement-excludes: `app`, on another line"), "{said}");
    assert!(said.contains("excludes 2.0.0") && said.contains("widen the requirement"), "{said}");
    // Its baseline is known where its manifest says nothing: the requirement is held to that.
    world.write("app/Cargo.toml", &crate_of("app", "1.0.0", &on("dependencies", ">=1.2, <3")).1);
    assert_eq!(moves(&world, "major"), ["core 2.0.0"]);
}

#[test]
fn cargo_an_incompatible_move_that_is_admitted_is_worth_a_warning() {
    let warned = |world: &World, part: &str| {
        let plan = world.plan(release(part, &["core"])).unwrap();
        plan.warnings.iter().map(|warning| warning.message.clone()).collect::<Vec<_>>()
    };
    let wide = pair("1.2.0", &on("dependencies", ">=1.2"));
    assert!(warned(&wide, "minor").is_empty());
    let said = warned(&wide, "major");
    assert_eq!(said.len(), 1, "{said:?}");
    for words in [
        "`app` stays as it is",
        ">=1.2, which admits 2.0.0",
        "Cargo takes that for incompatible with 1.2.0",
    ] {
        assert!(said[0].contains(words), "no {words:?} in {said:?}");
    }
    // Who moves along was tried with it.
    let plan = wide.plan(release("major", &["core", "app"])).unwrap();
    assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
    // Numbers that promise nothing break no promise.
    let zero = pair("0.4.0", &on("dependencies", ">=0.4"));
    assert_eq!(warned(&zero, "minor").len(), 1);
    assert!(warned(&zero, "patch").is_empty());
}

#[test]
fn cargo_its_rules_hold_whatever_the_policys_numbers_mean() {
    // A year is a major version to Cargo: whoever requires the old one follows into the new one.
    let config = "scheme = \"calver\"\n[component.core]\n[component.app]\n";
    let files = [
        crate_of("core", "2026.9.0", ""),
        crate_of("app", "2026.9.0", &on("dependencies", "2026.9")),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut world = World::new(config, &files);
    world.tag(&["core-2026.9.0", "app-2026.9.0", "v2026.9.0"]);
    world.on("2026-10-05");
    assert_eq!(moves(&world, "month"), ["core 2026.10.0"]);
    world.on("2027-01-05");
    assert_eq!(moves(&world, "month"), ["core 2027.1.0", "app 2027.1.0"]);
    world.run(release("month", &["core"])).unwrap();
    assert!(world.text("app/Cargo.toml").contains("version = \"2027.1\""));
}

#[test]
fn cargo_a_requirement_for_all_follows_when_it_must() {
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n";
    let mut world = world(config, "1.2.0", "[dependencies]\ncore.workspace = true\n");
    world.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"core\", \"app\"]\n\
         [workspace.dependencies]\ncore = { path = \"core\", version = \"1.2\" }\n",
    );
    assert_eq!(moves(&world, "minor"), ["core 1.3.0"]);
    assert_eq!(moves(&world, "major"), ["core 2.0.0", "app 1.0.1"]);
    world.run(release("major", &["core"])).unwrap();
    assert!(world.text("Cargo.toml").contains("version = \"2.0\""));
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn semver_3_a_number_that_was_moved_by_hand_is_no_release() {
    let mut world = pair("1.2.0", "");
    world.write("core/Cargo.toml", &crate_of("core", "1.3.0", "").1);
    assert_eq!(world.findings(), ["moved-by-hand core"]);
    assert_eq!(world.lint()[0].policy.as_deref(), Some("SEMVER-3"));
    let refused = world.plan_with(patch(&["core"]), Options::default());
    assert!(refusal(refused).starts_with("SEMVER-3: "));
}

/// A workspace of a component, `core`, and a crate that release.toml does not list.
fn beside(requirement: &str) -> World {
    let config = "scheme = \"semver-independent\"\n[component.core]\npath = \"crates/core\"\n";
    let (_, core) = crate_of("core", "1.2.0", "");
    let (_, tool) = crate_of("tool", "0.0.0", requirement);
    let workspace = "[workspace]\nmembers = [\"crates/*\", \"tool\"]\nexclude = [\"crates/old\"]\n\
                     [workspace.dependencies]\ncore = { path = \"crates/core\", version = \"1.2\" }\n";
    let mut world = World::new(
        config,
        &[
            ("Cargo.toml", workspace),
            ("crates/core/Cargo.toml", &core),
            ("crates/old/Cargo.toml", &tool.replace("../", "../core/../").replace("1.", "9.")),
            ("tool/Cargo.toml", &tool),
        ],
    );
    world.tag(&["core-1.2.0"]);
    world
}

#[test]
fn cargo_a_crate_that_is_no_component_has_to_build_all_the_same() {
    let stated = "[dependencies]\ncore = { path = \"../crates/core\", version = \"1.2\" }\n";
    let mut world = beside(stated);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    assert_eq!(moves(&world, "minor"), ["core 1.3.0"]);
    let said = refusal(world.plan(release("major", &["core"])));
    assert!(said.starts_with("requirement-excludes: `tool`, a package beside the components"));
    assert!(said.contains("requires `core` 1.2, which excludes 2.0.0"), "{said}");
    assert!(said.contains("list `tool` as a component") && said.ends_with("/ 1"), "{said}");
    // By hand, lint finds it where it stands and where others may take it, and knows how it follows.
    world.write("crates/core/Cargo.toml", &crate_of("core", "2.0.0", "").1);
    world.tag(&["core-2.0.0"]);
    let found = world.lint();
    for (found, at) in found.iter().zip(["Cargo.toml", "tool/Cargo.toml"]) {
        assert_eq!((found.rule, found.fix.as_deref()), ("requirement-excludes", Some("2.0")));
        assert!(matches!(&found.place, Some(place::Place::File { path, .. }) if path == at));
    }
    assert_eq!(found.len(), 2, "{found:?}");
    // What it inherits follows.
    let mut world = beside("[dependencies]\ncore.workspace = true\n");
    world.run(release("major", &["core"])).unwrap();
    assert!(world.text("Cargo.toml").contains("version = \"2.0\""));
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    // One that admits it, and one without a number, ask for nothing.
    for requirement in [
        "[dependencies]\ncore = { path = \"../crates/core\", version = \">=1, <3\" }\n",
        "[dependencies]\ncore = { path = \"../crates/core\" }\n",
        "[dependencies]\ncore = \"1.2\"\n",
    ] {
        let mut world = beside(requirement);
        assert_eq!(moves(&world, "major"), ["core 2.0.0"], "{requirement}");
        world.run(release("major", &["core"])).unwrap();
        assert!(world.findings().is_empty(), "{requirement}: {:?}", world.findings());
    }
}

#[test]
fn cargo_what_is_inherited_follows_for_whoever_is_no_component_too() {
    let mut world = beside("[dependencies]\ncore.workspace = true\n");
    let config = "scheme = \"semver-independent\"\n[component.core]\npath = \"crates/core\"\n\
                  [component.app]\npath = \"crates/app\"\n";
    let app = crate_of("app", "1.0.0", "[dependencies]\ncore.workspace = true\n").1;
    world.write("crates/app/Cargo.toml", &app);
    let product = product::Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap();
    world.product = product;
    world.tag(&["core-1.2.0", "app-1.0.0"]);
    assert_eq!(moves(&world, "major"), ["core 2.0.0", "app 1.0.1"]);
    world.run(release("major", &["core"])).unwrap();
    assert!(world.text("Cargo.toml").contains("version = \"2.0\""));
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn semver_9_a_final_version_that_requires_a_pre_release_is_warned_of() {
    let mut world = pair("1.0.0", &on("dependencies", "1.0.0"));
    let plan = world.run(pre("beta", Some("minor"), &["core"])).unwrap();
    assert_eq!(plan.components[1].to, "1.0.1-beta.1", "its requirement excludes the beta");
    assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
    let plan = world.plan(promote(&["app"])).unwrap();
    assert_eq!((plan.components.len(), plan.components[0].to.as_str()), (1, "1.0.1"));
    let [warning] = plan.warnings.as_slice() else { panic!("{:?}", plan.warnings) };
    assert_eq!(warning.rule, "pre-inside");
    assert_eq!(
        warning.message,
        "`app` 1.0.1 is final and requires `core` 1.1.0-beta.1, which nothing final satisfies: \
         1.1.0-beta.1 is a pre-release"
    );
    let help = "release `core` along with it: -p app -p core";
    assert_eq!(warning.help.as_deref(), Some(help));
    // Neither where both are promoted, nor among developers.
    for asked in [promote(&["app", "core"]), promote(&["core"]), pre("beta", None, &["app"])] {
        let plan = world.plan(asked).unwrap();
        assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
    }
    let mut world = pair("1.0.0", &on("dev-dependencies", "1.1.0-beta.1"));
    world.write("core/Cargo.toml", &crate_of("core", "1.1.0-beta.1", "").1);
    world.tag(&["core-1.1.0-beta.1"]);
    let plan = world.plan(patch(&["app"])).unwrap();
    assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
}

/// Where the last final version would do as well, nobody takes the pre-release along.
#[test]
fn semver_9_a_final_version_may_admit_a_pre_release() {
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n";
    for (requirement, warned) in [(">=1.0.0a1", false), (">=1.1.0b1", true)] {
        let app = format!(
            "[project]\nname = \"app\"\nversion = \"1.0.0\"\n\
             dependencies = [\"core{requirement}\"]\n\
             [tool.uv.sources]\ncore = {{ workspace = true }}\n"
        );
        let core = "[project]\nname = \"core\"\nversion = \"1.1.0b1\"\n";
        let files = [("core/pyproject.toml", core), ("app/pyproject.toml", app.as_str())];
        let mut world = World::new(config, &files);
        world.tag(&["core-1.0.0", "core-1.1.0-beta.1", "app-1.0.0"]);
        let plan = world.plan(patch(&["app"])).unwrap();
        let rules: Vec<&str> = plan.warnings.iter().map(|one| one.rule.as_str()).collect();
        assert_eq!(rules.contains(&"pre-inside"), warned, "{requirement}: {rules:?}");
    }
}

#[test]
fn semantics_12_a_workspace_that_lies_beside_is_the_one_that_the_package_names() {
    let root = "[workspace]\nmembers = [\"../core\"]\n[workspace.package]\nversion = \"1.4.0\"\n";
    let core = "[package]\nname = \"core\"\nversion.workspace = true\nworkspace = \"../ws\"\n";
    let lock = "version = 4\n\n[[package]]\nname = \"core\"\nversion = \"1.4.0\"\n";
    let files = [("core/Cargo.toml", core), ("ws/Cargo.toml", root), ("ws/Cargo.lock", lock)];
    let mut world = World::new("scheme = \"semver-independent\"\n[component.core]\n", &files);
    world.run(release("1.4.0", &["core"])).unwrap();
    world.run(patch(&["core"])).unwrap();
    assert!(world.text("ws/Cargo.toml").contains("version = \"1.4.1\""));
    assert!(world.text("ws/Cargo.lock").contains("version = \"1.4.1\""));
    assert_eq!(world.findings(), [""; 0]);
}

#[test]
fn semantics_12_those_who_inherit_one_version_take_an_exact_one_together() {
    let heir = |name: &str| format!("[package]\nname = \"{name}\"\nversion.workspace = true\n");
    let root = |version: &str| {
        format!("[workspace]\nmembers = [\"*\"]\n[workspace.package]\nversion = \"{version}\"\n")
    };
    let (_, own) = crate_of("c", "1.4.0", "");
    let mut world = World::new(
        "scheme = \"semver-independent\"\n[component.a]\n[component.b]\n[component.c]\n",
        &[
            ("Cargo.toml", &root("1.4.0")),
            ("a/Cargo.toml", &heir("a")),
            ("b/Cargo.toml", &heir("b")),
            ("c/Cargo.toml", &own),
        ],
    );
    world.tag(&["a-1.4.0", "b-1.4.0", "c-1.4.0"]);
    let said = refusal(world.plan(release("2.0.0", &["a"])));
    assert!(said.starts_with("shared-slot") && said.contains("release `b` with"), "{said}");
    let said = refusal(world.plan(release("2.0.0", &["a", "b", "c"])));
    assert!(said.contains("2.0.0 cannot be the version of 3 components"), "{said}");
    world.run(release("2.0.0", &["a", "b"])).unwrap();
    assert_eq!(world.text("Cargo.toml"), root("2.0.0"));
    assert_eq!(world.findings(), [""; 0]);
}
