//! IBEX's rules on a product line in memory.

use product::{Asked, Options, Plan};

use crate::world::{World, patch, refusal, release};

/// Two components under one number and one tag: code that has a place for a build, and a file that
/// has none.
fn line() -> World {
    let config = "scheme = \"ibex\"\n[product]\nname = \"IBEX\"\n[defaults]\ntag = \"v{version}\"\n\
        [component.gui]\n[component.backend]\n";
    let assembly =
        "[assembly: AssemblyVersion(\"7.2.1.0\")]\n[assembly: AssemblyFileVersion(\"7.2.1\")]\n";
    let files = [("gui/AssemblyInfo.cs", assembly), ("backend/VERSION", "7.2.1\n")];
    let mut world = World::new(config, &files);
    world.tag(&["v7.2.1"]);
    world
}

fn built(world: &World, asked: Asked, build: u64) -> Plan {
    world.plan_with(asked, Options { build: Some(build), ..Options::default() }).unwrap()
}

#[test]
fn ibex_1_the_build_shows_where_there_is_room_and_nowhere_else() {
    let mut world = line();
    let plan = built(&world, release("minor", &[]), 678);
    assert!(plan.components.iter().all(|step| step.to == "7.3.0"), "{:?}", plan.components);
    assert_eq!(plan.line.as_ref().map(|line| line.to.as_str()), Some("7.3.0"));
    let tags: Vec<&str> = plan.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(tags, ["v7.3.0"]);
    assert!(!plan.commit.message.contains("678"), "{}", plan.commit.message);
    assert_eq!(plan.components[0].native["assembly"], "7.3.0.678");
    assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
    world.apply(&plan);
    let assembly = "[assembly: AssemblyVersion(\"7.3.0.678\")]\n[assembly: AssemblyFileVersion(\"7.3.0.678\")]\n";
    assert_eq!(world.text("gui/AssemblyInfo.cs"), assembly);
    assert_eq!(world.text("backend/VERSION"), "7.3.0\n");
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    // A release of its own, without a build: the old number is not kept.
    world.run(release("patch", &[])).unwrap();
    assert!(world.text("gui/AssemblyInfo.cs").contains("AssemblyVersion(\"7.3.1.0\")"));
    assert_eq!(world.versions(), ["gui 7.3.1", "backend 7.3.1"]);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn ibex_1_a_build_that_nothing_can_hold_is_worth_a_warning() {
    let config = "scheme = \"ibex\"\n[component.backend]\n";
    let mut world = World::new(config, &[("backend/VERSION", "7.2.1\n")]);
    world.tag(&["backend-7.2.1", "v7.2.1"]);
    let plan = built(&world, release("minor", &[]), 678);
    let warning = &plan.warnings[0];
    assert_eq!(
        (warning.rule.as_str(), warning.policy.as_deref()),
        ("external-given", Some("IBEX-1"))
    );
    assert!(warning.message.contains("678 is written nowhere"), "{}", warning.message);
    assert!(
        !serde_json::to_string(&world.plan(release("minor", &[])).unwrap())
            .unwrap()
            .contains("warnings")
    );
    let read: Plan = serde_json::from_str(&serde_json::to_string(&plan).unwrap()).unwrap();
    assert_eq!((read.digest(), &read), (plan.id.clone(), &plan));
}

#[test]
fn ibex_1_an_exact_version_may_name_the_build() {
    let world = line();
    let plan = world.plan(release("7.4.0.12", &[])).unwrap();
    assert_eq!((plan.components[0].to.as_str(), plan.tags[0].name.as_str()), ("7.4.0", "v7.4.0"));
    assert_eq!(plan.components[0].native["assembly"], "7.4.0.12");
    let same = Options { build: Some(12), ..Options::default() };
    assert!(world.plan_with(release("7.4.0.12", &[]), same).is_ok());
    let other = Options { build: Some(13), ..Options::default() };
    let said = refusal(world.plan_with(release("7.4.0.12", &[]), other));
    assert!(
        said.starts_with("IBEX-1: `7.4.0.12` has another build") && said.ends_with("/ 2"),
        "{said}"
    );
    // The build does not count: 7.2.1 is out, whoever built it.
    let said = refusal(world.plan(release("7.2.1.999", &[])));
    assert!(said.contains("does not go beyond the line"), "{said}");
}

#[test]
fn ibex_1_a_scheme_without_a_part_for_it_refuses_a_build() {
    let mut world =
        World::new("scheme = \"semver\"\n[component.core]\n", &[("core/VERSION", "1.0.0")]);
    world.tag(&["core-1.0.0", "v1.0.0"]);
    let options = Options { build: Some(7), ..Options::default() };
    let said = refusal(world.plan_with(release("minor", &[]), options));
    assert!(said.starts_with("external-given: the build number 7 has no part"), "{said}");
    assert!(said.ends_with("/ 2"), "{said}");
}

/// Where order looks at the build, it is part of the version like any other.
#[test]
fn ibex_1_a_build_that_counts_is_in_the_version() {
    let config = "[scheme]\nextends = \"ibex\"\nname = \"counted\"\n\
        order = [\"major\", \"minor\", \"patch\", \"build\"]\n\
        [product]\ntag = false\n[component.backend]\n";
    let mut world = World::new(config, &[("backend/VERSION", "7.2.1.5\n")]);
    world.tag(&["backend-7.2.1.5"]);
    let plan = built(&world, release("minor", &[]), 678);
    assert_eq!(plan.components[0].to, "7.3.0.678");
    assert_eq!(plan.tags[0].name, "backend-7.3.0.678");
    world.apply(&plan);
    assert_eq!(world.text("backend/VERSION"), "7.3.0.678\n");
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

/// A client as Eclipse builds it, its manifest in the 72 bytes a line that JAR tools write.
fn bundle() -> World {
    let config = "scheme = \"ibex\"\n[product]\ntag = \"v{version}\"\n[defaults]\ntag = \"v{version}\"\n\
        [component.gui]\nmanifests = [\"gui/META-INF/MANIFEST.MF\", \"gui/pom.xml\"]\n";
    let pom = "<project><groupId>g</groupId><artifactId>gui</artifactId><version>7.2.1</version></project>\n";
    let mut world =
        World::new(config, &[("gui/META-INF/MANIFEST.MF", MANIFEST), ("gui/pom.xml", pom)]);
    world.tag(&["v7.2.1"]);
    world
}

const MANIFEST: &str = "Manifest-Version: 1.0\r\n\
    Bundle-SymbolicName: uk.example.ibex.gui;singleton:=true\r\n\
    Bundle-Version: 7.2.1.qualifier\r\n\
    Require-Bundle: org.eclipse.ui;bundle-version=\"7.2.1\",org.eclipse.core.\r\n \
    runtime;bundle-version=\"1.0.0\",uk.example.ibex.model;bundle-version=\"\r\n \
    7.2.1\"\r\n";

#[test]
fn ibex_case_8_the_bundles_version_moves_and_requirements_and_folds_stay() {
    let mut world = bundle();
    world.run(release("minor", &[])).unwrap();
    let wanted = MANIFEST.replace("n: 7.2.1.q", "n: 7.3.0.q");
    assert_eq!(world.text("gui/META-INF/MANIFEST.MF"), wanted);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn ibex_case_6_the_build_takes_the_qualifiers_place() {
    let mut world = bundle();
    let plan = built(&world, release("minor", &[]), 678);
    world.apply(&plan);
    let wanted = MANIFEST.replace("7.2.1.qualifier", "7.3.0.678");
    assert_eq!(world.text("gui/META-INF/MANIFEST.MF"), wanted);
    assert!(world.text("gui/pom.xml").contains("<version>7.3.0</version>"));
    assert_eq!(plan.components[0].native["osgi"], "7.3.0.678");
    assert_eq!(plan.components[0].native["maven"], "7.3.0");
    assert_eq!(plan.components[0].from.as_deref(), Some("7.2.1"));
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    world.run(release("patch", &[])).unwrap();
    assert!(world.text("gui/META-INF/MANIFEST.MF").contains("Bundle-Version: 7.3.1\r\n"));
}

fn without(what: &str, all: bool, exclude: &[&str]) -> Asked {
    let exclude = exclude.iter().map(ToString::to_string).collect();
    Asked::Release { what: Some(what.into()), components: Vec::new(), all, exclude }
}

#[test]
fn ibex_2_nobody_is_left_out_of_all() {
    let config = "scheme = \"ibex\"\n[component.gui]\n[component.backend]\n";
    let mut world = World::new(config, &[("gui/VERSION", "7.2.1"), ("backend/VERSION", "7.2.1")]);
    world.tag(&["v7.2.1", "gui-7.2.1", "backend-7.2.1"]);
    for what in ["minor", "9.0.0"] {
        for all in [false, true] {
            let said = refusal(world.plan(without(what, all, &["gui"])));
            assert!(
                said.starts_with("IBEX-2: all components move together, and `gui` would"),
                "{said}"
            );
            assert!(
                said.contains("/ leave out --exclude, and all") && said.ends_with("/ 1"),
                "{said}"
            );
        }
    }
    let both = refusal(world.plan(without("minor", false, &["gui", "backend"])));
    assert!(both.contains("`gui`, `backend` would be left behind"), "{both}");
    let named = refusal(world.plan(release("minor", &["gui"])));
    assert!(named.contains("`backend` would be left behind / name no component, and"), "{named}");
}

/// What embeds a participant takes part as well (SEMANTICS 10).
#[test]
fn ibex_2_what_comes_along_is_not_left_behind() {
    let config =
        "scheme = \"semver-fixed\"\n[component.core]\n[component.app]\nembeds = [\"core\"]\n";
    let mut world = World::new(config, &[("core/VERSION", "7.2.1"), ("app/VERSION", "7.2.1")]);
    world.tag(&["v7.2.1", "core-7.2.1", "app-7.2.1"]);
    for asked in [release("minor", &["core"]), patch(&["core"])] {
        assert_eq!(world.plan(asked).unwrap().components.len(), 2);
    }
    for (asked, left) in [
        (without("minor", false, &["app"]), "and `app` would be left behind / leave out --exclude"),
        (
            without("minor", true, &["core"]),
            "and `core` would be left behind / leave out --exclude",
        ),
        (release("minor", &["app"]), "and `core` would be left behind / name no component"),
        (patch(&["app"]), "and `core` would be left behind / `patch --all` moves them together"),
    ] {
        let said = refusal(world.plan(asked));
        assert!(said.contains(left), "{said}");
    }
}
