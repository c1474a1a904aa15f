//! Components that keep the rest from being released: who they are, and how to go on without them.

use place::Explain;
use product::Asked;

use crate::formats::{configured, world};
use crate::world::{World, patch, refusal, release};

fn package(name: &str, version: &str) -> String {
    format!("{{\"name\": \"{name}\",\n{version}\"private\": true}}\n")
}

fn two(app: &str) -> World {
    let core = package("core", "\"version\": \"1.4.0\",\n");
    world(&[("core/package.json", &core), ("app/package.json", &package("app", app))])
}

/// A minor release of everything, as somebody asks for it who names nobody.
fn everything() -> Asked {
    Asked::Release { what: Some("minor".into()), components: vec![], all: true, exclude: vec![] }
}

#[test]
fn a_version_moved_by_hand_may_be_left_out() {
    let world = two("\"version\": \"1.4.1\",\n");
    let said = refusal(world.plan(everything()));
    assert!(said.contains("`release 1.4.1 -p app` adopts the number"), "{said}");
    assert!(said.contains("--exclude app leaves it out"), "{said}");
    // Not where it was named.
    let said = refusal(world.plan(release("minor", &["app"])));
    assert!(!said.contains("--exclude"), "{said}");
    // Nor by a patch, which has no such option, nor where it has to come along.
    let mut all = patch(&[]);
    if let Asked::Patch { all, .. } = &mut all {
        *all = true;
    }
    let said = refusal(world.plan(all));
    assert!(said.contains("adopts the number") && !said.contains("--exclude"), "{said}");
    let config = "scheme = \"semver\"\n[component.core]\n[component.app]\nembeds = [\"core\"]\n";
    let mut embedding = World::new(config, &[("core/VERSION", "1.4.0"), ("app/VERSION", "1.4.1")]);
    embedding.tag(&["core-1.4.0", "app-1.4.0"]);
    let said = refusal(embedding.plan(release("minor", &["core"])));
    assert!(said.contains("app-1.4.0") && !said.contains("--exclude"), "{said}");
    // Nor where the policy moves all together.
    let config = "scheme = \"semver-fixed\"\n[component.core]\n[component.app]\n";
    let files = [
        ("core/package.json", package("core", "\"version\": \"1.4.0\",\n")),
        ("app/package.json", package("app", "\"version\": \"1.5.0\",\n")),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let said = refusal(configured(config, &files).plan(everything()));
    assert!(said.contains("adopts the number") && !said.contains("--exclude"), "{said}");
}

#[test]
fn whoever_has_no_version_is_named_with_what_can_be_done() {
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.app]\nmanifests = []\n[component.tool]\nmanifests = []\n";
    let core = package("core", "\"version\": \"1.4.0\",\n");
    let mut world = World::new(config, &[("core/package.json", &core)]);
    world.tag(&["core-1.4.0"]);
    let said = refusal(world.plan(everything()));
    assert!(said.contains("no version to start from for `app`, `tool`"), "{said}");
    assert!(said.contains("`release VERSION -p app`") && said.contains("`manifests`"), "{said}");
    assert!(said.contains("--exclude app --exclude tool"), "{said}");
    let said = refusal(world.plan(release("minor", &["tool"])));
    assert!(said.contains("for `tool`:") && !said.contains("--exclude"), "{said}");
}

#[test]
fn what_is_wrong_with_one_file_is_said_once() {
    let packages = |name: &str| package(name, "\"version\": \"1.4.0\",\n");
    let world = world(&[
        ("core/package.json", &packages("core")),
        ("app/package.json", &packages("app")),
        ("yarn.lock", "left:\n"),
    ]);
    let findings = world.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
}

/// Whoever is refused for a version moved by hand is told what lint would say of it.
#[test]
fn a_version_that_another_tag_names_is_not_to_be_taken_back_unseen() {
    let config = "scheme = \"semver\"\n[component.core]\n";
    let mut world = World::new(config, &[("core/VERSION", "6.8.13\n")]);
    world.tag(&["core-6.2.1"]);
    let help = |world: &World| world.plan(patch(&["core"])).unwrap_err().help().unwrap();
    assert!(help(&world).starts_with("`lint --fix` restores"), "{}", help(&world));
    world.tag(&["core-6.2.1", "vscode_core-v6.8.13"]);
    let help = help(&world);
    assert!(help.starts_with("tag vscode_core-v6.8.13 seems to name this very"), "{help}");
    assert!(!help.contains("lint --fix"), "{help}");
}

/// A newcomer's manifest counts for the line (SEMANTICS 1), which `lint` calls ahead of it: a release
/// that would follow it says so, and one that asks for that very number does not.
#[test]
fn a_line_that_only_a_newcomer_holds_is_told_of() {
    let config = "scheme = \"semver\"\n[component.core]\n[component.app]\n";
    let core = package("core", "\"version\": \"1.4.0\",\n");
    let app = package("app", "\"version\": \"1.21.1\",\n");
    let mut world = World::new(config, &[("core/package.json", &core), ("app/package.json", &app)]);
    let about = |world: &World, asked: Asked| -> Vec<String> {
        let plan = world.plan(asked).unwrap();
        let about = plan.warnings.iter().filter(|one| one.rule == "ahead-of-line");
        about.map(|one| format!("{}; {}", one.message, one.help.as_deref().unwrap())).collect()
    };
    // Before anything is out, every manifest counts alike.
    assert_eq!(about(&world, everything()), [""; 0]);
    world.tag(&["core-1.4.0"]);
    let told = [
        "what was released is at 1.4: the line is at 1.21 for `app` alone, which was never \
                 released; a new component starts on the line: write 1.4.0 there, unless this is meant",
    ];
    assert_eq!(about(&world, everything()), told);
    assert_eq!(about(&world, patch(&["app"])), told);
    let exactly = Asked::Release {
        what: Some("1.22.0".into()),
        components: vec![],
        all: true,
        exclude: vec![],
    };
    assert_eq!(about(&world, exactly), [""; 0]);
    assert!(world.findings().iter().any(|one| one == "ahead-of-line app"));
}

/// Where nobody is left, change was not the question.
#[test]
fn a_role_that_nobody_has_is_named() {
    let config = "scheme = \"diavolo\"\n[component.forum]\n";
    let mut world = World::new(config, &[("forum/VERSION", "1.0.0.0")]);
    world.tag(&["forum-1.0.0.0"]).write("forum/x", "changed");
    let said = refusal(world.plan(Asked::Release {
        what: Some("minor".into()),
        components: Vec::new(),
        all: false,
        exclude: Vec::new(),
    }));
    let role = "no component has the role `core`, whose releases these are / say `role = \"core\"`";
    assert!(said.contains(role) && said.ends_with("/ 3"), "{said}");
}

#[test]
fn who_is_left_out_of_a_release_of_nobody_else_is_named() {
    let left = |what: &str, exclude: &str| Asked::Release {
        what: Some(what.into()),
        components: Vec::new(),
        all: false,
        exclude: vec![exclude.into()],
    };
    let config = "scheme = \"diavolo\"\n[component.core]\nrole = \"core\"\n[component.forum]\n";
    let files = [("core/VERSION", "3.0.0.1883"), ("forum/VERSION", "1.0.1882.0")];
    let mut world = World::new(config, &files);
    world.tag(&["core-3.0.0.1883", "forum-1.0.1882.0"]).write("forum/x", "changed");
    let said = refusal(world.plan(left("minor", "core")));
    assert!(said.contains("all that would take part is left out: `core` / leave out"), "{said}");
    assert!(said.ends_with("/ 3"), "{said}");
    let config = "scheme = \"chain\"\n[component.core]\n[component.sdk]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.0"), ("sdk/VERSION", "1.0")]);
    world.tag(&["v1.0", "core-1.0", "sdk-1.0"]);
    world.write("changes/a.md", "---\ncomponents: sdk\nimpact: fix\n---\n\nFix.\n");
    let said = refusal(world.plan(left("auto", "sdk")));
    assert!(said.contains("left out: `sdk` / "), "{said}");
    let said = refusal(world.plan(left("minor", "sdk")));
    assert!(said.contains("no component changed since its last release"), "{said}");
}
