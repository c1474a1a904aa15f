//! The decisions that hold under every scheme.

use product::plan::Reason;
use product::{Asked, Options, Product};

use crate::world::{World, patch, refusal, release};

fn cargo(name: &str, version: &str, rest: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"{version}\"\n{rest}")
}

/// `app` requires `core` as `requirement`; both are released as 1.2.0 under `scheme`.
fn pair(scheme: &str, requirement: &str) -> World {
    let config = format!("scheme = \"{scheme}\"\n[component.core]\n[component.app]\n");
    let edge =
        format!("[dependencies]\ncore = {{ path = \"../core\", version = \"{requirement}\" }}\n");
    let mut world = World::new(
        &config,
        &[
            ("core/Cargo.toml", &cargo("core", "1.2.0", "")),
            ("app/Cargo.toml", &cargo("app", "1.2.0", &edge)),
        ],
    );
    world.tag(&["core-1.2.0", "app-1.2.0"]);
    world
}

#[test]
fn semantics_12_a_file_that_two_components_find_moves_for_both_or_not_at_all() {
    let config = |x: &str| format!("scheme = \"semver\"\n[component.a]\n[component.x]\n{x}");
    for x in ["path = \"a\"\n", "include = [\"a/**\"]\nmanifests = [\"a/VERSION\"]\n"] {
        let mut world = World::new(&config(x), &[("a/VERSION", "1.0.0")]);
        world.run(release("1.0.0", &["a", "x"])).unwrap();
        for (one, other) in [("a", "x"), ("x", "a")] {
            let said = refusal(world.plan(patch(&[one])));
            assert!(said.starts_with("shared-slot") && said.contains(other), "{said}");
        }
        world.run(patch(&["a", "x"])).unwrap();
        assert_eq!(world.versions(), ["a 1.0.1", "x 1.0.1"]);
        assert_eq!(world.findings(), [""; 0]);
    }
    // What says another number is only that one's, however many find it.
    let files = [("a/package.json", "{\"version\": \"3.0.0\"}"), ("a/VERSION", "1.0.0")];
    let mut world = World::new(
        "scheme = \"semver-independent\"\n[component.a]\n[component.x]\npath = \"a\"\nmanifests = [\"a/VERSION\"]\n",
        &files,
    );
    world.tag(&["a-3.0.0", "x-1.0.0"]).run(patch(&["x"])).unwrap();
    assert_eq!(world.versions(), ["a 3.0.0", "x 1.0.1"]);
}

#[test]
fn a_dependant_moves_only_when_its_requirement_excludes_the_new_version() {
    let mut world = pair("semver-independent", "^1.2");
    let plan = world.plan(release("minor", &["core"])).unwrap();
    assert_eq!(plan.components.len(), 1);
    let plan = world.run(release("major", &["core"])).unwrap();
    let app = &plan.components[1];
    assert_eq!((app.name.as_str(), app.to.as_str()), ("app", "1.2.1"));
    let reason = Reason::Requires { component: "core".into(), requirement: "^1.2".into() };
    assert_eq!(app.reasons, [reason]);
    assert!(world.text("app/Cargo.toml").contains("version = \"^2.0\""));
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn requirements_on_siblings_moving_along_follow() {
    let mut world = pair("semver-independent", "^1.2");
    world.run(release("minor", &["core", "app"])).unwrap();
    assert!(world.text("app/Cargo.toml").contains("version = \"^1.3\""));
    let config = "scheme = \"semver-independent\"\nrequirements = \"keep\"\n[component.core]\n[component.app]\n";
    let mut kept = pair("semver-independent", "^1.2");
    kept.product = Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap();
    kept.run(release("minor", &["core", "app"])).unwrap();
    assert!(kept.text("app/Cargo.toml").contains("version = \"^1.2\""));
}

#[test]
fn a_laggard_lands_on_the_line_and_advances() {
    let mut world = pair("semver", "^1.2");
    world.write("core/src", "changed");
    world.run(release("minor", &[])).unwrap();
    assert_eq!(world.versions(), ["core 1.3.0", "app 1.2.0"]);
    world.run(patch(&["app"])).unwrap();
    assert_eq!(world.versions(), ["core 1.3.0", "app 1.3.1"]);
}

#[test]
fn changed_is_what_differs_from_the_baseline_without_nested_components() {
    let config = "scheme = \"semver\"\n[component.root]\npath = \".\"\nexclude = [\"docs/**\"]\n[component.inner]\ninclude = [\"shared/*.proto\"]\n";
    let mut world =
        World::new(config, &[("VERSION", "1.0.0"), ("inner/VERSION", "1.0.0"), ("docs/a", "")]);
    world.tag(&["root-1.0.0", "inner-1.0.0", "v1.0.0"]);
    let changed = |world: &World| {
        let components = world.status().components.into_iter();
        components.filter(|c| c.changed).map(|c| c.name).collect::<Vec<_>>()
    };
    assert!(changed(&world).is_empty());
    let said = refusal(world.plan(release("minor", &[])));
    assert!(said.ends_with("/ 3"), "{said}");
    world.write("docs/a", "more");
    assert!(changed(&world).is_empty());
    world.write("inner/x", "");
    assert_eq!(changed(&world), ["inner"]);
    world.write("shared/a.proto", "");
    assert_eq!(changed(&world), ["root", "inner"]);
}

#[test]
fn a_first_release_may_be_what_the_manifest_says() {
    let files = [
        ("core/Cargo.toml", cargo("core", "0.1.0", "")),
        ("app/Cargo.toml", cargo("app", "0.1.0", "")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (*p, t.as_str())).collect();
    let world = World::new("scheme = \"semver\"\n[component.core]\n[component.app]\n", &files);
    let plan = world.plan(release("0.1.0", &[])).unwrap();
    assert!(plan.components.iter().all(|step| step.first && step.to == "0.1.0"));
    assert!(plan.edits.is_empty());
    assert_eq!(plan.tags.last().unwrap().name, "v0.1.0");
    let plan = world.plan(release("minor", &[])).unwrap();
    assert!(plan.components.iter().all(|step| step.to == "0.2.0"));
    let said = refusal(world.plan(release("0.0.9", &[])));
    assert!(said.ends_with("/ 1"), "{said}");
}

#[test]
fn what_was_moved_by_hand_is_not_built_upon() {
    let mut world = pair("semver", "^1.2");
    world.write("core/Cargo.toml", &cargo("core", "1.2.7", ""));
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.starts_with("SEMVER-3: `core` says 1.2.7"), "{said}");
    // The line is at 1.2 already, so `release 1.2.7` would be refused too.
    assert!(said.contains("lint --fix") && !said.contains("release 1.2.7"), "{said}");
    // Somebody else's hand is none of app's business.
    world.run(patch(&["app"])).unwrap();
}

#[test]
fn components_that_inherit_one_version_move_as_one() {
    let root = "[workspace]\nmembers = [\"crates/*\"]\n[workspace.package]\nversion = \"1.2.0\"\n[workspace.dependencies]\nshort = { package = \"core\", path = \"crates/core\", version = \"1.2.0\" }\n";
    let inherits = |name: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion.workspace = true\n{rest}")
    };
    let mut world = World::new(
        "scheme = \"semver\"\n",
        &[
            ("Cargo.toml", root),
            ("crates/core/Cargo.toml", &inherits("core", "")),
            ("crates/app/Cargo.toml", &inherits("app", "[dependencies]\nshort.workspace = true\n")),
            (
                "Cargo.lock",
                "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"1.2.0\"\n\n[[package]]\nname = \"core\"\nversion = \"1.2.0\"\n",
            ),
        ],
    );
    world.tag(&["core-1.2.0", "app-1.2.0", "v1.2.0"]);
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.starts_with("shared-slot:") && said.contains("`app`"), "{said}");
    world.run(patch(&["core", "app"])).unwrap();
    assert!(world.text("Cargo.toml").contains("version = \"1.2.1\"\n[workspace.dep"));
    assert!(world.text("Cargo.toml").contains("crates/core\", version = \"1.2.1\""));
    assert_eq!(world.text("Cargo.lock").matches("1.2.1").count(), 2);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn requests_that_make_no_sense_say_what_would() {
    let world = pair("semver", "^1.2");
    let twice = patch(&["core", "core"]);
    for (asked, wanted) in [
        (patch(&["croe"]), "did you mean `core`? / 2"),
        (twice, "named twice"),
        (patch(&[]), "`patch NAME…`"),
        (release("minro", &[]), "did you mean `minor`? / 2"),
        (release("1.x", &["core"]), "/ 2"),
        (release("1.x", &[]), "`1.x` is not a version: `x` stands where `minor` should be"),
        (release("1.1.0", &["core"]), "does not go beyond the line"),
    ] {
        let said = refusal(world.plan(asked.clone()));
        assert!(said.contains(wanted), "{asked:?}: {said}");
    }
    let exclude = Asked::Release {
        what: Some("minor".into()),
        components: Vec::new(),
        all: true,
        exclude: vec!["app".into()],
    };
    assert_eq!(world.plan(exclude).unwrap().components.len(), 1);
}

#[test]
fn embeds_are_transitive_and_cannot_be_excluded() {
    let config = "scheme = \"semver\"\n[component.a]\n[component.b]\nembeds = [\"a\"]\n[component.c]\nembeds = [\"b\"]\n";
    let mut world = World::new(
        config,
        &[("a/VERSION", "1.0.0"), ("b/VERSION", "1.0.0"), ("c/VERSION", "1.0.0")],
    );
    world.tag(&["a-1.0.0", "b-1.0.0", "c-1.0.0", "v1.0.0"]);
    let plan = world.plan(patch(&["a"])).unwrap();
    assert_eq!(plan.components.len(), 3);
    let exclude = Asked::Release {
        what: Some("minor".into()),
        components: vec!["a".into()],
        all: false,
        exclude: vec!["c".into()],
    };
    assert!(refusal(world.plan(exclude)).contains("`c` embeds `b`"));
}

/// What is not above the line could not be released if everything had changed.
#[test]
fn semantics_13_a_version_below_the_line_is_told_of_though_nothing_changed() {
    let config = "scheme = \"semver\"\n[component.core]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.2.0")]);
    world.tag(&["v1.2.0", "core-1.2.0"]);
    for version in ["1.1.0", "1.2.0", "1.2.5"] {
        let error = world.plan(release(version, &[])).unwrap_err();
        assert_eq!(place::Explain::class(&error), place::Class::Policy, "{error}");
        assert!(error.to_string().contains("does not go beyond the line"), "{error}");
    }
    let error = world.plan(release("1.3.0", &[])).unwrap_err();
    assert_eq!(place::Explain::class(&error), place::Class::Nothing, "{error}");
}

#[test]
fn a_cycle_of_embeds_is_named() {
    let config = "scheme = \"semver\"\n[component.a]\nembeds = [\"c\"]\n[component.b]\nembeds = [\"a\"]\n[component.c]\nembeds = [\"b\"]\n";
    let error = Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap_err();
    assert_eq!(error.to_string(), "embeds form a cycle: a → c → b → a");
    let error: &dyn place::Explain = &error;
    let at = |error: &dyn place::Explain| match error.place() {
        Some(place::Place::File { span: Some(span), .. }) => span.start,
        other => panic!("{other:?}"),
    };
    let first = config.get(at(error)..).unwrap();
    assert!(first.starts_with("\"c\"]"), "the name that leads on, not the table: {first}");
    let beside: Vec<(String, usize)> =
        error.also().into_iter().map(|other| (other.to_string(), at(other))).collect();
    let named = |text: &str| config.find(text).unwrap() + "embeds = [".len();
    assert_eq!(
        beside,
        [
            ("`c` embeds `b`".to_owned(), named("embeds = [\"b\"]")),
            ("`b` embeds `a`".to_owned(), named("embeds = [\"a\"]")),
        ]
    );
}

#[test]
fn a_plan_is_the_same_for_the_same_and_knows_when_it_is_altered() {
    let world = pair("semver", "^1.2");
    let plan = world.plan(release("minor", &["core"])).unwrap();
    assert_eq!(plan, world.plan(release("minor", &["core"])).unwrap());
    assert_eq!(plan.digest(), plan.id);
    let text = serde_json::to_string(&plan).unwrap();
    let read: product::Plan = serde_json::from_str(&text).unwrap();
    assert_eq!(read, plan);
    let mut altered = plan.clone();
    altered.components[0].to = "9.9.9".into();
    assert!(product::lower(&altered, &world.base(&plan)).is_err());
    let mut moved = world.clone();
    moved.write("core/Cargo.toml", &cargo("core", "1.2.0", "# touched\n"));
    let error = product::lower(&plan, &moved.base(&plan)).unwrap_err();
    assert!(error.to_string().contains("no longer"), "{error}");
}

#[test]
fn bills_of_materials_stand_in_for_tags() {
    let config =
        "scheme = \"semver\"\n[defaults]\ntag = false\n[component.core]\n[component.app]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.0.0"), ("app/VERSION", "1.0.0")]);
    world.run(release("1.0.0", &[])).unwrap();
    assert_eq!(world.tags.keys().collect::<Vec<_>>(), ["v1.0.0"]);
    world.write("core/x", "").run(release("minor", &[])).unwrap();
    assert_eq!(world.versions(), ["core 1.1.0", "app 1.0.0"]);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    let said = refusal(world.plan(patch(&["app"])));
    assert!(said.contains("would leave no tag"), "{said}");
}

#[test]
fn a_branch_bound_to_a_range_sees_and_mints_only_that() {
    let config = "scheme = \"semver\"\n[branches]\n\"Release_*.*.x\" = \"{major}.{minor}\"\n[component.core]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.2.0")]);
    world.tag(&["core-1.2.0", "core-1.3.0", "v1.2.0", "v1.3.0"]);
    world.branch = "Release_1.2.x".into();
    let plan = world.plan(patch(&["core"])).unwrap();
    assert_eq!(plan.components[0].to, "1.2.1");
    let said = refusal(world.plan(release("minor", &["core"])));
    assert!(said.contains("outside what branch `Release_1.2.x` may release"), "{said}");
}

#[test]
fn options_are_part_of_the_plan() {
    let world = pair("semver", "^1.2");
    let because = Options { because: Some("the\nmilestone".into()), ..Options::default() };
    let plan = world.plan_with(release("minor", &["core"]), because).unwrap();
    assert_ne!(plan.id, world.plan(release("minor", &["core"])).unwrap().id);
    let lowered = product::lower(&plan, &world.base(&plan)).unwrap();
    let lead = &lowered.tags.last().unwrap().message;
    assert!(lead.contains("Because: the milestone\n"), "{lead}");
    assert!(lead.contains("Release-Component: app 1.2.0\n"), "{lead}");
    assert!(lead.contains(&format!("Release-Plan: {}", plan.id)), "{lead}");
}

#[test]
fn found_files_without_a_version_are_no_obstacle_and_packages_come_first() {
    let files = [
        ("app/Dockerfile", "FROM scratch\n"),
        ("app/package.json", "{ \"name\": \"app\", \"version\": \"1.2.0\" }\n"),
        ("web/Dockerfile", "FROM scratch\nLABEL version=\"3.0.0\"\n"),
        ("web/package.json", "{ \"name\": \"web\", \"version\": \"1.2.0\" }\n"),
    ];
    let config = "scheme = \"semver\"\n[component.app]\n[component.web]\n";
    let mut world = World::new(config, &files);
    world.tag(&["app-1.2.0", "web-1.2.0", "v1.2.0"]);
    assert_eq!(world.versions(), ["app 1.2.0", "web 1.2.0"]);
    world.run(patch(&["app", "web"])).unwrap();
    assert!(world.text("web/package.json").contains("1.2.1"));
    assert!(world.text("web/Dockerfile").contains("3.0.0"), "another number is another version");
}

#[test]
fn a_member_without_a_version_is_no_component() {
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n"),
        ("crates/a/Cargo.toml", "[package]\nname = \"a\"\nversion = \"1.0.0\"\n"),
        ("crates/b/Cargo.toml", "[package]\nname = \"b\"\n"),
    ];
    assert_eq!(World::new("scheme = \"semver\"\n", &files).versions(), ["a 1.0.0"]);
}

#[test]
fn tags_of_one_release_leave_room_for_each_other() {
    let config = "scheme = \"semver-independent\"\n[component.a]\n[component.\"a-1.0.1/x\"]\n\
                  path = \"x\"\n[component.A]\npath = \"b\"\n";
    let files = [("a/VERSION", "1.0.0"), ("x/VERSION", "1.0.0"), ("b/VERSION", "1.0.0")];
    let mut world = World::new(config, &files);
    for (names, pair) in [
        (["a", "a-1.0.1/x"], "`a-1.0.1` and `a-1.0.1/x-1.0.1`"),
        (["a", "A"], "`A-1.0.1` and `a-1.0.1`"),
    ] {
        let error = world.plan(patch(&names)).unwrap_err();
        assert_eq!(error.to_string(), format!("tags {pair} cannot both be made"));
    }
    world.run(patch(&["a"])).unwrap();
}

#[test]
fn who_is_asked_for_is_not_left_out_as_well() {
    let config = "scheme = \"semver-independent\"\n[component.a]\n[component.b]\n";
    let mut world = World::new(config, &[("a/VERSION", "1.0.0"), ("b/VERSION", "1.0.0")]);
    world.tag(&["a-1.0.0", "b-1.0.0"]);
    let asked = Asked::Release {
        what: Some("minor".into()),
        components: vec!["a".into(), "b".into()],
        all: false,
        exclude: vec!["b".into()],
    };
    let error = world.plan(asked).unwrap_err();
    assert_eq!(error.to_string(), "`b` is named, and left out by --exclude");
}

#[test]
fn semantics_28_what_no_file_says_is_not_released_without_its_tags() {
    let config = "scheme = \"semver\"\n[component.core]\n[component.meta]\nmanifests = []\n";
    let mut world = World::new(config, &[("core/VERSION", "1.0.0\n"), ("meta/x", "x\n")]);
    let no_tag = || Options { no_tag: true, ..Default::default() };
    let said = refusal(world.plan_with(release("1.0.0", &["core"]), no_tag()));
    assert!(said.starts_with("-: the release of `core` changes no file"), "{said}");
    assert!(said.contains("/ leave out `--no-tag`") && said.ends_with("/ 2"), "{said}");
    world.run(release("1.0.0", &["core", "meta"])).unwrap();
    for asked in [patch(&["meta"]), release("minor", &["core", "meta"])] {
        let said = refusal(world.plan_with(asked, no_tag()));
        assert!(said.starts_with("-: no file has the version of `meta`"), "{said}");
        assert!(said.ends_with("/ 2"), "{said}");
    }
    world.plan_with(release("minor", &["core"]), no_tag()).unwrap();
    // A branch that waits to be merged is known by its tags; a plan of it is planned again as it is.
    let via = Options { via_branch: true, ..Default::default() };
    let plan = world.plan_with(release("minor", &["core", "meta"]), via.clone()).unwrap();
    assert!(plan.options.no_tag && plan.commit.message.contains("Release-Component: meta 1.1.0"));
    let again = world.plan_with(release("minor", &["core", "meta"]), plan.options.clone()).unwrap();
    assert_eq!(again.id, plan.id, "saved plans are planned again");
    assert!(!world.plan_with(patch(&["meta"]), via).unwrap().options.no_tag, "nothing to merge");
}

/// What a line went past leads nowhere any more: a component in tags only is at its last final release.
#[test]
fn semantics_2_a_pre_release_that_was_passed_is_no_version_of_tags_alone() {
    let config = "scheme = \"semver\"\n[component.core]\n[component.doc]\nmanifests = []\n";
    let mut world = World::new(config, &[("core/VERSION", "1.0.0\n"), ("doc/x", "1\n")]);
    world.tag(&["v1.0.0", "core-1.0.0", "doc-1.0.0", "doc-1.1.0-rc.1"]);
    assert_eq!(world.versions(), ["core 1.0.0", "doc 1.1.0-rc.1"]);
    world.run(release("2.0.0", &["core"])).unwrap();
    assert_eq!(world.versions(), ["core 2.0.0", "doc 1.0.0"]);
    world.tags.remove("doc-1.0.0");
    assert_eq!(world.versions()[1], "doc 1.1.0-rc.1");
}
