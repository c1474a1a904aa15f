//! What stands in a release's way of several components is told of all of them at once.

use place::Explain as _;
use product::{Asked, PlanError};

use crate::world::{World, patch, release};

/// Four components with these versions in their manifests, released as 1.0.0.
fn four(versions: [&str; 4]) -> World {
    let config = "scheme = \"semver-independent\"\n[component.a]\n[component.b]\n[component.c]\n\
                  [component.d]\n";
    let names = ["a", "b", "c", "d"].map(|name| format!("{name}/VERSION"));
    let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(versions).collect();
    let mut world = World::new(config, &files);
    world.tag(&["a-1.0.0", "b-1.0.0", "c-1.0.0", "d-1.0.0"]);
    world
}

fn everything() -> Asked {
    Asked::Release { what: Some("minor".into()), components: vec![], all: true, exclude: vec![] }
}

/// The refusal, and those beside it, each with the file or tag that it is about.
fn told(refused: Result<product::Plan, PlanError>) -> Vec<String> {
    let error = refused.unwrap_err();
    let of = |error: &dyn place::Explain| {
        let place = error.place().map(|place| match place {
            place::Place::File { path, .. } => path,
            place::Place::Ref(name) | place::Place::Argument(name) => name,
        });
        format!("{}: {error}", place.unwrap_or_default())
    };
    core::iter::once(of(&error)).chain(error.also().into_iter().map(of)).collect()
}

#[track_caller]
fn begin(told: &[String], wanted: &[&str]) {
    assert_eq!(told.len(), wanted.len(), "{told:#?}");
    for (told, wanted) in told.iter().zip(wanted) {
        assert!(told.starts_with(wanted), "{told:#?}");
    }
}

#[test]
fn manifests_that_hold_no_version_or_another_one() {
    let world = four(["1.0.0", "1.0", "nope", "2"]);
    let told = told(world.plan(everything()));
    begin(&told, &["b/VERSION: ", "c/VERSION: ", "d/VERSION: "]);
    // What is of another kind comes when that is mended.
    let world = four(["1.0.1", "1.0", "1.0.2", "nope"]);
    begin(&self::told(world.plan(everything())), &["b/VERSION: ", "d/VERSION: "]);
    let world = four(["1.0.1", "1.0.0", "1.0.2", "1.0.0"]);
    let wanted = ["a/VERSION: `a` says 1.0.1", "c/VERSION: `c` says 1.0.2"];
    begin(&self::told(world.plan(everything())), &wanted);
}

#[test]
fn names_that_there_are_not() {
    let world = four(["1.0.0"; 4]);
    let told = told(world.plan(patch(&["a", "x", "b", "y"])));
    begin(&told, &["x: there is no component `x`", "y: there is no component `y`"]);
}

#[test]
fn a_name_that_there_is_not_is_answered_with_the_nearest_and_with_those_from_before() {
    let mut config = "scheme = \"semver-independent\"\n[component.core]\naliases = [\"kernel\"]\n\
                      [component.exporter-http]\n"
        .to_owned();
    for at in 0..9 {
        config += &format!("[component.part-{at}]\n");
    }
    let names = ["core", "exporter-http"].into_iter().map(String::from);
    let names = names.chain((0..9).map(|at| format!("part-{at}")));
    let files: Vec<(String, &str)> = names.map(|one| (format!("{one}/VERSION"), "1.0.0")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(at, text)| (at.as_str(), *text)).collect();
    let world = World::new(&config, &files);
    let help = |name: &str| world.plan(patch(&[name])).unwrap_err().help().unwrap();
    assert_eq!(help("croe"), "did you mean `core`?");
    for name in ["kernel", "kernle"] {
        assert_eq!(help(name), "did you mean `core`, which was called `kernel` before?");
    }
    let nearest = help("http");
    assert!(
        nearest.starts_with("of the 11 components the nearest are exporter-http, "),
        "{nearest}"
    );
    assert_eq!(nearest.matches(", ").count(), 4, "{nearest}");
}

#[test]
fn tags_that_are_there() {
    let mut world = four(["1.0.0"; 4]);
    world.tag(&["a-1.1.0/x", "c-1.1.0/x"]);
    let told = told(world.plan(everything()));
    // The one that leads comes last.
    begin(&told, &["c-1.1.0/x: tag `c-1.1.0` cannot", "a-1.1.0/x: tag `a-1.1.0` cannot"]);
}

#[test]
fn requirements_of_packages_that_are_no_components() {
    let demo = |name: &str| {
        format!(
            "{{\"name\": \"{name}\", \"version\": \"1.0.0\", \"dependencies\": {{\"core\": \"^1.0.0\"}}}}\n"
        )
    };
    let mut world = World::new(
        "scheme = \"semver-independent\"\n[component.core]\npath = \"packages/core\"\n",
        &[
            (
                "package.json",
                "{\"private\": true, \"workspaces\": [\"packages/*\", \"demos/*\"]}\n",
            ),
            ("packages/core/package.json", "{\"name\": \"core\", \"version\": \"1.0.0\"}\n"),
            ("demos/one/package.json", &demo("one")),
            ("demos/two/package.json", &demo("two")),
        ],
    );
    world.tag(&["core-1.0.0"]);
    let wanted = ["demos/one/package.json: `one`, a", "demos/two/package.json: `two`, a"];
    begin(&told(world.plan(release("major", &["core"]))), &wanted);
}

#[test]
fn what_several_share_is_wrong_once() {
    let config = "scheme = \"semver-independent\"\n[component.a]\n[component.b]\n";
    let cargo = |name: &str| format!("[package]\nname = \"{name}\"\nversion.workspace = true\n");
    let mut world = World::new(
        config,
        &[
            (
                "Cargo.toml",
                "[workspace]\nmembers = [\"a\", \"b\"]\n[workspace.package]\nversion = \"1.0\"\n",
            ),
            ("a/Cargo.toml", &cargo("a")),
            ("b/Cargo.toml", &cargo("b")),
        ],
    );
    world.tag(&["a-1.0.0", "b-1.0.0"]);
    begin(&told(world.plan(everything())), &["Cargo.toml: "]);
}

#[test]
fn semantics_27_names_that_are_wrong_in_another_way_come_later() {
    let config =
        "scheme = \"semver-independent\"\n[component.a]\n[component.old]\nretired = true\n";
    let world = World::new(config, &[("a/VERSION", "1.0.0")]);
    let told = |names: &[&str]| told(world.plan(patch(names)));
    begin(&told(&["ghost", "old"]), &["ghost: there is no component `ghost`"]);
    begin(&told(&["old", "ghost"]), &["old: `old` is retired"]);
    begin(&told(&["a", "a", "ghost"]), &["a: `a` is named twice"]);
}

#[test]
fn semantics_27_manifests_that_are_wrong_in_another_way_come_later() {
    let config = "scheme = \"semver-independent\"\n[component.a]\nmanifests = [\"a/VERSION\", \"a/package.json\"]\n\
                  [component.b]\ncaption = \"B {version}\"\nmanifests = [\"b/VERSION\"]\n";
    let files = [
        ("a/VERSION", "1.0.0"),
        ("a/package.json", "{\"version\": \"0.9.0\"}"),
        ("b/VERSION", "1.0.0"),
    ];
    let mut world = World::new(config, &files);
    world.tag(&["a-1.0.0", "b-1.0.0"]);
    begin(&told(world.plan(patch(&["a", "b"]))), &["a/package.json: `a` is 1.0.0 in a/VERSION:1"]);
    let told = told(world.plan(patch(&["b", "a"])));
    begin(&told, &[": `b` has a `caption`"]);
}

#[test]
fn texts_that_several_share_are_told_in_the_order_of_components() {
    let pom = |name: &str, property: &str| {
        format!(
            "<project><groupId>ex</groupId><artifactId>{name}</artifactId>\n<version>${{line}}</version>\n\
             <properties><line>1.4.0</line></properties>\n<dependencies><dependency><groupId>ex</groupId>\
             <artifactId>{property}</artifactId><version>${{line}}</version></dependency></dependencies></project>\n"
        )
    };
    let config =
        "scheme = \"semver-independent\"\n[component.z]\n[component.a]\n[component.core]\n";
    let core = "<project><groupId>ex</groupId><artifactId>core</artifactId>\n<version>1.4.0</version></project>\n";
    let files = [
        ("z/pom.xml", pom("z", "core")),
        ("a/pom.xml", pom("a", "core")),
        ("core/pom.xml", core.to_owned()),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let mut world = World::new(config, &files);
    world.tag(&["z-1.4.0", "a-1.4.0", "core-1.4.0"]);
    let told = told(world.plan(patch(&["a", "z"])));
    begin(&told, &["z/pom.xml: this would become 1.4.1", "a/pom.xml: this would become 1.4.1"]);
}

#[test]
fn semantics_7_a_tag_that_a_component_of_another_line_shares_is_none_of_one_alone() {
    let config = "[line.x]\nscheme = \"semver-independent\"\ncomponents = [\"a\"]\n\
                  [line.y]\nscheme = \"semver-independent\"\ncomponents = [\"b\"]\n\
                  [component.a]\ntag = \"v{version}\"\n[component.b]\ntag = \"v{version}\"\n";
    let world = World::new(config, &[("a/VERSION", "1.0.0"), ("b/VERSION", "1.0.0")]);
    let told = told(world.plan(patch(&["a"])));
    begin(&told, &[": `a` is tagged `v{version}`, and so would be `b`"]);
}
