//! Manifests in development: what they state between two releases (SEMANTICS 31).

mod labels;
mod siblings;

use product::{Plan, Purpose};

use crate::world::{World, patch, pre, refusal, release};

/// A line of one component, `core`, whose manifest is `file` with `text`; its last release, where
/// there was one, was this version with this text.
fn one(scheme: &str, file: &str, released: Option<(&str, &str)>, text: &str) -> World {
    let path = format!("core/{file}");
    let config = format!("scheme = \"{scheme}\"\n[component.core]\n");
    let then = released.map_or(text, |(_, then)| then);
    let mut world = World::new(&config, &[(path.as_str(), then)]);
    if let Some((version, _)) = released {
        world.tag(&[format!("core-{version}").as_str()]);
        world.write(&path, text);
    }
    world
}

fn pom(version: &str) -> String {
    format!(
        "<project>\n  <artifactId>core</artifactId>\n  <version>{version}</version>\n</project>\n"
    )
}

fn maven(scheme: &str, released: Option<&str>, version: &str) -> World {
    let then = pom(released.unwrap_or_default());
    one(scheme, "pom.xml", released.map(|version| (version, then.as_str())), &pom(version))
}

/// `name from to` of what moves.
fn steps(plan: &Plan) -> Vec<String> {
    let step = |step: &product::plan::Step| {
        format!("{} {} {}", step.name, step.from.as_deref().unwrap_or("-"), step.to)
    };
    plan.components.iter().map(step).collect()
}

/// `rule: message / help` of what a plan warns of.
fn warnings(plan: &Plan) -> Vec<String> {
    let text = |one: &product::plan::Warning| {
        format!("{}: {} / {}", one.rule, one.message, one.help.as_deref().unwrap_or_default())
    };
    plan.warnings.iter().map(text).collect()
}

/// What a finding says, with its help.
fn told(world: &World) -> Vec<String> {
    let text = |one: place::Finding| {
        assert_eq!(one.fix, None, "what people work on is theirs: {}", one.message);
        format!("{}: {} / {}", one.rule, one.message, one.help.unwrap_or_default())
    };
    world.lint().into_iter().map(text).collect()
}

#[test]
fn a_release_replaces_the_whole_text() {
    let mut world = maven("semver", Some("1.44.0"), "1.45.0-SNAPSHOT");
    assert_eq!(world.findings(), [""; 0]);
    let plan = world.run(release("minor", &[])).unwrap();
    assert_eq!((steps(&plan), warnings(&plan)), (vec!["core 1.44.0 1.45.0".into()], vec![]));
    assert_eq!(world.text("core/pom.xml"), pom("1.45.0"));
    assert_eq!(world.findings(), [""; 0]);
    // The next one is set by hand.
    world.write("core/pom.xml", &pom("1.46.0-SNAPSHOT"));
    assert_eq!(world.findings(), [""; 0]);
    let plan = world.run(release("major", &[])).unwrap();
    assert_eq!(warnings(&plan), [""; 0], "above what was worked on");
    assert_eq!(world.text("core/pom.xml"), pom("2.0.0"));
}

#[test]
fn every_ecosystem_writes_it_in_its_own_way() {
    for (file, before, after) in [
        (
            "gradle.properties",
            "group=org.example\nversion=1.45.0-SNAPSHOT\n",
            "group=org.example\nversion=1.45.0\n",
        ),
        (
            "pyproject.toml",
            "[project]\nname = \"core\"\nversion = \"1.45.0.dev0\"\n",
            "[project]\nname = \"core\"\nversion = \"1.45.0\"\n",
        ),
        (
            "setup.cfg",
            "[metadata]\nname = core\nversion = 1.45.0.dev\n",
            "[metadata]\nname = core\nversion = 1.45.0\n",
        ),
        (
            "package.json",
            "{ \"name\": \"core\", \"version\": \"1.45.0-dev.0\" }\n",
            "{ \"name\": \"core\", \"version\": \"1.45.0\" }\n",
        ),
        (
            "Cargo.toml",
            "[package]\nname = \"core\"\nversion = \"1.45.0-dev\" # next\n",
            "[package]\nname = \"core\"\nversion = \"1.45.0\" # next\n",
        ),
        ("pubspec.yaml", "name: core\nversion: 1.45.0-wip\n", "name: core\nversion: 1.45.0\n"),
        (
            "mix.exs",
            "defmodule Core.MixProject do\n  def project do\n    [app: :core, version: \"1.45.0-dev\"]\n  end\nend\n",
            "defmodule Core.MixProject do\n  def project do\n    [app: :core, version: \"1.45.0\"]\n  end\nend\n",
        ),
        ("VERSION", "1.45.0-dev\n", "1.45.0\n"),
    ] {
        let then = after.replace("1.45.0", "1.44.0");
        let mut world = one("semver", file, Some(("1.44.0", &then)), before);
        assert_eq!(world.findings(), [""; 0], "{file}");
        world.run(release("minor", &[])).unwrap();
        assert_eq!(world.text(&format!("core/{file}")), after);
    }
}

#[test]
fn a_release_below_what_is_worked_on_is_warned_of() {
    let mut world = maven("semver", Some("1.44.0"), "2.0.0-SNAPSHOT");
    let plan = world.plan(patch(&["core"])).unwrap();
    assert_eq!(steps(&plan), ["core 1.44.0 1.44.1"]);
    assert_eq!(
        warnings(&plan),
        ["in-development: `core` becomes 1.44.1, which is below 2.0.0: core/pom.xml says \
          `2.0.0-SNAPSHOT` / if 2.0.0 is what comes next: `release 2.0.0`"]
    );
    let plan = world.run(release("2.0.0", &[])).unwrap();
    assert_eq!((steps(&plan), warnings(&plan)), (vec!["core 1.44.0 2.0.0".into()], vec![]));
    // Where nothing is shared, the number is one component's.
    let world = maven("semver-independent", Some("1.44.0"), "2.0.0-SNAPSHOT");
    let plan = world.plan(release("minor", &[])).unwrap();
    assert!(warnings(&plan)[0].ends_with("`release 2.0.0 -p core`"), "{:?}", warnings(&plan));
}

#[test]
fn many_that_stand_alike_are_told_of_once() {
    let config = "scheme = \"semver-fixed\"\n[component.core]\n[component.app]\n";
    let files = [("core/pom.xml", &*pom("1.44.0")), ("app/pom.xml", &*pom("1.44.0"))];
    let mut world = World::new(config, &files);
    world.tag(&["v1.44.0", "core-1.44.0", "app-1.44.0"]);
    for file in ["core/pom.xml", "app/pom.xml"] {
        world.write(file, &pom("1.45.0-SNAPSHOT"));
    }
    let plan = world.plan(release("patch", &[])).unwrap();
    assert_eq!(
        warnings(&plan),
        ["in-development: `core`, `app` become 1.44.1, which is below 1.45.0: core/pom.xml says \
          `1.45.0-SNAPSHOT` / if 1.45.0 is what comes next: `release 1.45.0`"]
    );
}

#[test]
fn pre_releases_lead_to_what_is_worked_on() {
    let mut world = maven("semver", Some("1.44.0"), "1.45.0-SNAPSHOT");
    let plan = world.run(pre("rc", Some("minor"), &[])).unwrap();
    assert_eq!((steps(&plan), warnings(&plan)), (vec!["core 1.44.0 1.45.0-rc.1".into()], vec![]));
    world.write("core/pom.xml", &pom("1.45.0-SNAPSHOT"));
    assert_eq!(world.findings(), [""; 0]);
    let plan = world.run(pre("rc", None, &[])).unwrap();
    assert_eq!(steps(&plan), ["core 1.45.0-rc.1 1.45.0-rc.2"]);
    world.write("core/pom.xml", &pom("1.45.0-SNAPSHOT"));
    let plan = world.run(release("minor", &[])).unwrap();
    assert_eq!(steps(&plan), ["core 1.45.0-rc.2 1.45.0"]);
}

#[test]
fn a_first_release_is_what_is_worked_on() {
    for (scheme, text, what, to) in [
        ("semver", "1.0.0", "minor", "1.0.0"),
        ("semver", "1.0.0", "major", "1.0.0"),
        ("semver", "1.1.0", "minor", "1.1.0"),
        ("semver", "1.1.0", "major", "2.0.0"),
        ("semver", "1.0.0", "1.0.0", "1.0.0"),
        ("semver", "1.0.0", "1.2.0", "1.2.0"),
        ("semver-fixed", "0.1.3", "patch", "0.1.3"),
        ("semver-fixed", "0.1.3", "minor", "0.2.0"),
        ("semver-independent", "0.1.0", "minor", "0.1.0"),
        ("semver-independent", "0.1.0", "patch", "0.1.0"),
        ("semver-independent", "0.1.1", "minor", "0.2.0"),
    ] {
        let mut world = maven(scheme, None, &format!("{text}-SNAPSHOT"));
        assert_eq!(world.findings(), [""; 0]);
        let plan = world.plan(release(what, &[])).unwrap();
        assert_eq!(steps(&plan), [format!("core - {to}")], "{what} of {text} under {scheme}");
        // What commits say of it is a step that a release makes.
        world.apply_and_state(&plan);
        assert_eq!(world.findings(), [""; 0], "{what} of {text} under {scheme}");
    }
    let world = maven("semver", None, "1.0.0-SNAPSHOT");
    assert_eq!(steps(&world.plan(pre("rc", None, &[])).unwrap()), ["core - 1.0.0-rc.1"]);
    assert_eq!(steps(&world.plan(patch(&["core"])).unwrap()), ["core - 1.0.0"]);
    let below = world.plan(release("0.9.0", &[])).unwrap();
    assert!(warnings(&below)[0].contains("which is below 1.0.0"), "{:?}", warnings(&below));
}

#[test]
fn a_new_component_joins_on_the_line_whatever_it_says() {
    let config = "scheme = \"semver\"\n[component.core]\n[component.fresh]\n";
    let mut world = World::new(config, &[("core/pom.xml", &pom("1.2.0"))]);
    world.tag(&["core-1.2.0", "v1.2.0"]);
    world.write("core/pom.xml", &pom("1.3.0-SNAPSHOT"));
    world.write("fresh/pom.xml", &pom("1.3.0-SNAPSHOT").replace("core", "fresh"));
    assert_eq!(world.findings(), [""; 0]);
    let plan = world.plan(release("minor", &[])).unwrap();
    assert_eq!(steps(&plan), ["core 1.2.0 1.3.0", "fresh - 1.3.0"]);
    assert_eq!(steps(&world.plan(patch(&["fresh"])).unwrap()), ["fresh - 1.2.1"]);
}

#[test]
fn status_and_why_show_the_release_and_the_work() {
    let world = maven("semver", Some("1.44.0"), "1.45.0-SNAPSHOT");
    let status = world.status();
    let core = &status.components[0];
    assert_eq!(status.line.as_deref(), Some("1.44"));
    assert_eq!(core.version.as_deref(), Some("1.45.0-SNAPSHOT"));
    assert_eq!(core.development.as_deref(), Some("1.45.0"));
    assert_eq!(core.tag.as_deref(), Some("core-1.44.0"));
    assert_eq!(core.next.as_deref(), Some("1.44.1"));
    assert!(!core.lag);
    let json = serde_json::to_value(core).unwrap();
    assert_eq!(json["development"], "1.45.0");
    let why = product::why(&world.product, &world.snapshot(Purpose::Status), 0).unwrap();
    assert_eq!(
        why[..2],
        [
            "core is in development of 1.45.0: `1.45.0-SNAPSHOT` in core/pom.xml, which no release is called",
            "its last release is 1.44.0: tag core-1.44.0",
        ]
    );
    let first = maven("semver-independent", None, "0.1.0-SNAPSHOT").status();
    assert_eq!(first.components[0].next.as_deref(), Some("0.1.0"));
    let plain = maven("semver", Some("1.44.0"), "1.44.0").status();
    assert!(!serde_json::to_string(&plain).unwrap().contains("development"));
}

#[test]
fn what_is_worked_on_is_above_what_is_out() {
    for (text, leads) in [("1.44.0-SNAPSHOT", "1.44.0"), ("1.43.9-SNAPSHOT", "1.43.9")] {
        let mut world = maven("semver", Some("1.44.0"), text);
        assert_eq!(
            told(&world),
            [format!(
                "not-lower: `core` says `{text}`, which leads to {leads}, and 1.44.0 was released \
                 as core-1.44.0 / write a number above 1.44.0 there, or 1.44.0 itself; a release \
                 mends it too"
            )]
        );
        let plan = world.run(release("minor", &[])).unwrap();
        assert_eq!(steps(&plan), ["core 1.44.0 1.45.0"]);
        assert_eq!(world.findings(), [""; 0]);
    }
}

#[test]
fn a_tag_on_a_manifest_in_development_is_a_finding() {
    let mut world = maven("semver", Some("1.44.0"), "1.45.0-SNAPSHOT");
    world.tag(&["core-1.45.0"]);
    world.write("core/pom.xml", &pom("1.46.0-SNAPSHOT"));
    assert_eq!(
        told(&world),
        [
            "tag-manifest: tag core-1.45.0 says 1.45.0, but core/pom.xml says 1.45.0-SNAPSHOT at its \
          commit / leave the tag: it is published; the next release of core goes above both"
        ]
    );
}

#[test]
fn a_release_commit_that_leaves_the_marker_is_no_release() {
    let mut world = maven("semver", Some("1.44.0"), "1.45.0-SNAPSHOT");
    let plan = world.plan(release("minor", &[])).unwrap();
    world.apply_and_state(&plan);
    world.tags.remove("core-1.45.0");
    world.tags.remove("v1.45.0");
    world.write("core/pom.xml", &pom("1.45.0-SNAPSHOT"));
    let told = told(&world);
    assert!(told[0].starts_with("release-step: commit 0123456789 says that it releases `core` 1.45.0, and its manifest says 1.45.0-SNAPSHOT"), "{told:?}");
    // The next one may be set before anything is committed after the release.
    world.write("core/pom.xml", &pom("1.46.0-SNAPSHOT"));
    assert_eq!(world.findings(), [""; 0]);
}

/// `core` with two listed files, the second a README.
fn with_readme(released: &str, pom_says: &str, readme_says: &str) -> World {
    let config = "scheme = \"semver\"\n[component.core]\nmanifests = [\"core/pom.xml\", \
                  { path = \"core/README.md\", regex = 'core:(?<version>\\S+)' }]\n";
    let mut world = World::new(config, &[("core/pom.xml", &pom(released))]);
    world.write("core/README.md", &format!("Take core:{released}\n"));
    world.tag(&[format!("core-{released}").as_str()]);
    world.write("core/pom.xml", &pom(pom_says));
    world.write("core/README.md", &format!("Take core:{readme_says}\n"));
    world
}

#[test]
fn files_agree_with_the_work_or_with_the_release() {
    for readme in ["1.44.0", "1.45.0-SNAPSHOT"] {
        let mut world = with_readme("1.44.0", "1.45.0-SNAPSHOT", readme);
        assert_eq!(world.findings(), [""; 0], "{readme}");
        world.run(release("minor", &[])).unwrap();
        assert_eq!(world.text("core/README.md"), "Take core:1.45.0\n");
    }
    // A first file that is not in development bears others that are.
    let mut world = with_readme("1.44.0", "1.44.0", "1.45.0-SNAPSHOT");
    assert_eq!(world.findings(), [""; 0]);
    world.run(release("minor", &[])).unwrap();
    assert_eq!(world.text("core/README.md"), "Take core:1.45.0\n");
    for readme in ["1.43.0", "1.46.0-SNAPSHOT", "1.45.0"] {
        let world = with_readme("1.44.0", "1.45.0-SNAPSHOT", readme);
        assert_eq!(
            told(&world),
            [format!(
                "manifests-agree: `core` is 1.45.0-SNAPSHOT in core/pom.xml:3, but `{readme}` here / \
                 make them agree: write 1.45.0-SNAPSHOT, or 1.44.0, which is out, here"
            )]
        );
        let refused = refusal(world.plan(release("minor", &[])));
        assert!(refused.contains("`core` is 1.45.0-SNAPSHOT in core/pom.xml:3"), "{refused}");
    }
    let world = with_readme("1.44.0", "1.44.0", "1.44.0-SNAPSHOT");
    assert_eq!(world.findings(), ["manifests-agree core"]);
}

#[test]
fn a_file_that_nobody_lists_moves_while_it_says_the_same() {
    let cargo = |version: &str| format!("[package]\nname = \"core\"\nversion = \"{version}\"\n");
    let then = cargo("1.44.0");
    let mut world = one("semver", "Cargo.toml", Some(("1.44.0", &then)), &cargo("1.45.0-dev"));
    world.write("core/VERSION", "1.45.0-dev\n");
    world.write("core/package.json", "{ \"name\": \"site\", \"version\": \"0.0.0-dev\" }\n");
    assert_eq!(world.findings(), [""; 0]);
    world.run(release("minor", &[])).unwrap();
    assert_eq!(world.text("core/VERSION"), "1.45.0\n");
    assert_eq!(
        world.text("core/package.json"),
        "{ \"name\": \"site\", \"version\": \"0.0.0-dev\" }\n"
    );
}

#[test]
fn texts_that_name_the_release_are_noted() {
    let mut world = maven("semver", Some("1.44.0"), "1.45.0-SNAPSHOT");
    world.write("README.md", "Take core 1.44.0, not core 1.45.0-SNAPSHOT.\n");
    let notes = world.lint();
    assert_eq!(world.findings(), ["unmanaged-version core"]);
    assert!(notes[0].message.contains("said to be at 1.44.0 here"), "{}", notes[0].message);
}

#[test]
fn a_text_that_a_release_left_behind_is_noted() {
    let mut world = maven("semver", None, "1.44.0");
    world.tag(&["core-1.44.0"]);
    world.write("README.md", "Take core@1.44.0; core 1.43.0 could not.\n");
    world.write("core/a.txt", "changed\n");
    world.run(release("minor", &[])).unwrap();
    let notes = world.lint();
    assert_eq!(world.findings(), ["unmanaged-version core"]);
    let says = "`core` is said to be at 1.44.0 here, and is 1.45.0 by now";
    assert_eq!(notes[0].message, says);
    // The pattern that is suggested holds pre-releases.
    let help = notes[0].help.as_deref().unwrap();
    assert!(help.contains(r"regex = '…(?<version>\d[\w.+-]*\w)'"), "{help}");
    world.write("README.md", "Take core@1.45.0.\n");
    assert!(world.lint()[0].message.contains("said to be at 1.45.0 here, which no release moves"));
}

#[test]
fn what_is_no_marker_is_refused_as_before() {
    let world = maven("semver", Some("1.44.0"), "1.45.0-dev");
    assert_eq!(world.findings(), ["version-parse core"]);
    let refused = refusal(world.plan(release("minor", &[])));
    assert!(refused.starts_with("SEMVER-2: `core` has `1.45.0-dev`"), "{refused}");
}
