//! The notes of a release, written into changelogs.

use place::Explain as _;
use product::{Asked, EditRole, Product};

use crate::world::{World, patch, pre, refusal, release};

const CONFIG: &str = r#"
scheme = "chain"
[product]
name = "Chain Core"
tag = "chain-{version}"
changelog = "CHANGELOG.md"
[defaults]
changelog = "NEWS.md"
[component.core]
[component.sdk]
changelog = "doc/sdk.md"
[component.mac]
embeds = ["core"]
changelog = false
"#;

/// A core, an SDK and what embeds the core, all released as 1.0, with the changelogs that they have.
fn chain() -> World {
    let mut world = World::new(
        CONFIG,
        &[
            ("core/VERSION", "1.0\n"),
            ("sdk/VERSION", "1.0\n"),
            ("mac/VERSION", "1.0\n"),
            ("CHANGELOG.md", "# Chain Core\n\n## 1.0 - 2016-10-01\n\n- All of it.\n"),
            ("core/NEWS.md", "## Unreleased\r\n\r\n- By hand.\r\n\r\n## 1.0\r\n"),
            ("doc/sdk.md", "# News\n"),
        ],
    );
    world.tag(&["core-1.0", "sdk-1.0", "mac-1.0", "chain-1.0"]);
    world.on("2016-11-01");
    world
}

fn change(world: &mut World, name: &str, components: &str, impact: &str, note: &str) {
    let text = format!("---\ncomponents: {components}\nimpact: {impact}\n---\n\n{note}\n");
    world.write(&format!("changes/{name}.md"), &text);
}

#[test]
fn a_release_writes_its_notes_where_they_belong() {
    let mut world = chain();
    change(&mut world, "search", "core", "new-api", "Search.\n\n## Compatibility\n\nAsk anew.");
    world.commit("Speak French", &["sdk/fr"]);
    let plan = world.run(release("auto", &[])).unwrap();
    assert_eq!(
        world.text("CHANGELOG.md"),
        "# Chain Core\n\n## 1.1 - 2016-11-01\n\n### Compatibility\n\n- core: Ask anew.\n\n\
         ### core 1.0 → 1.1\n\n#### New api\n\n- Search.\n\n### sdk 1.0 → 1.1\n\n- Speak French\n\n\
         ### mac 1.0 → 1.1\n\nEmbeds core 1.1.\n\n## 1.0 - 2016-10-01\n\n- All of it.\n"
    );
    assert_eq!(
        world.text("core/NEWS.md"),
        "## Unreleased\r\n\r\n## 1.1 - 2016-11-01\r\n\r\n- By hand.\r\n\r\n### Compatibility\r\n\r\n\
         - Ask anew.\r\n\r\n### New api\r\n\r\n- Search.\r\n\r\n## 1.0\r\n"
    );
    assert_eq!(world.text("doc/sdk.md"), "# News\n\n## 1.1 - 2016-11-01\n\n- Speak French\n");
    let edits: Vec<&str> = plan
        .edits
        .iter()
        .filter(|edit| edit.role == EditRole::Changelog)
        .map(|edit| edit.path.as_str())
        .collect();
    assert_eq!(edits, ["CHANGELOG.md", "core/NEWS.md", "core/NEWS.md", "doc/sdk.md"]);
    assert!(
        plan.edits.iter().all(|edit| edit.role != EditRole::Changelog || edit.start == edit.end)
    );
    // Nothing of that is a change, or wrong.
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    assert!(world.status().components.iter().all(|component| !component.changed));
    // The notes are told once.
    let next = world.on("2016-11-08").run(patch(&["core"])).unwrap();
    let text = world.text("CHANGELOG.md");
    let head = "# Chain Core\n\n## core 1.1.20161108 - 2016-11-08\n\n### core 1.1 → 1.1.20161108\n\n\
                No changes of its own.\n\n### mac 1.1 → 1.1.20161108\n\nEmbeds core 1.1.20161108.\n\n## 1.1 -";
    assert!(text.starts_with(head), "{text}");
    assert!(next.edits.iter().all(|edit| edit.path != "doc/sdk.md"), "the sdk stays");
}

#[test]
fn a_changelog_that_cannot_be_written_refuses_the_release() {
    let mut world = chain();
    world.files.remove("core/NEWS.md");
    let said = refusal(world.plan(patch(&["core"])));
    assert_eq!(
        said,
        "changelog: there is no core/NEWS.md to write the release's notes into / begin it with a \
         title (`# Changelog`) and commit it, or correct `changelog`: core/NEWS.md / 2"
    );
    assert_eq!(world.findings(), ["changelog core"]);
    assert!(world.plan(patch(&["sdk"])).is_ok(), "it is not the sdk's");
    world.files.insert("core/NEWS.md".into(), b"\xff".to_vec());
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.contains("not UTF-8") && said.ends_with("save the file as UTF-8 / 1"), "{said}");
    assert_eq!(world.findings(), ["changelog core"]);
    world.write("core/NEWS.md", "x\n\n## v1.0.20161101 (soon)\n");
    let error = world.plan(patch(&["core"])).unwrap_err();
    let Some(place::Place::File { path, span: Some(span) }) = error.place() else { panic!() };
    assert_eq!(span.of(&world.text(&path)), Some("## v1.0.20161101 (soon)"));
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.starts_with("changelog: the changelog has 1.0.20161101 already: `v1.0"), "{said}");
    assert!(said.contains("call it Unreleased"), "{said}");
}

#[test]
fn a_pre_release_leaves_it_to_the_release() {
    let config = "scheme = \"semver\"\n[component.core]\nchangelog = \"CHANGELOG.md\"\n";
    let mut world =
        World::new(config, &[("core/VERSION", "1.0.0\n"), ("CHANGELOG.md", "# News\n")]);
    world.tag(&["core-1.0.0", "v1.0.0"]);
    change(&mut world, "search", "core", "feature", "Search.");
    world.run(pre("beta", Some("minor"), &["core"])).unwrap();
    assert_eq!(world.text("CHANGELOG.md"), "# News\n");
    world.run(crate::world::promote(&[])).unwrap();
    let text = world.text("CHANGELOG.md");
    assert!(
        text.starts_with("# News\n\n## 1.1.0 - 2016-10-24\n\n### Feature\n\n- Search.\n"),
        "{text}"
    );
    assert!(text.contains("The final release of what core-1.1.0-beta"), "{text}");
}

#[test]
fn what_is_no_changelog_is_refused_with_its_place() {
    for (keys, says) in [
        ("changelog = \"../NEWS.md\"", "stay inside"),
        ("changelog = \".\"", "a changelog is a file"),
        ("changelog = \"NEWS.rst\"", "notes are Markdown, and `NEWS.rst` is not called so"),
        ("changelog = true", "takes a file or false"),
        ("changelog = 1", "takes a string"),
        ("changelog = \"{component}.md\"", "unknown placeholder `{component}`"),
        ("changelog = \"changes/all.md\"", "would be a change file"),
        ("changelog = \"core/VERSION.md\"", "listed as a manifest as well"),
        ("changelog = \"ALL.md\"", "ALL.md is the changelog of the product and of `core`"),
        ("changelog = \"sdk/N.md\"", "sdk/N.md is the changelog of `core` and of `sdk`"),
        ("chnagelog = \"N.md\"", "chnagelog"),
    ] {
        let config = format!(
            "scheme = \"semver\"\n[product]\nchangelog = \"ALL.md\"\n[component.core]\n\
             manifests = [{{ path = \"core/VERSION.md\", regex = '(?<version>.+)' }}]\n{keys}\n\
             [component.sdk]\nchangelog = \"sdk/N.md\"\n"
        );
        let error = Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap_err();
        let said = format!("{error} / {:?}", error.help());
        assert!(said.contains(says), "{keys}: {said}");
        assert!(error.place().is_some() && error.help().is_some_and(|h| !h.is_empty()), "{said}");
    }
    for given in ["{name}/NEWS.md", "../N.md", "NEWS.pdf"] {
        let config = format!("scheme = \"semver\"\n[defaults]\nchangelog = \"{given}\"\n");
        let error = Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap_err();
        assert!(matches!(error.place(), Some(place::Place::File { span: Some(_), .. })), "{error}");
    }
    let config =
        "scheme = \"semver\"\n[defaults]\nchangelog = \"news/{component}.md\"\n[component.a]\n";
    let product = Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap();
    let changelog = product.components[0].changelog.as_ref().unwrap();
    assert_eq!(changelog.path.as_str(), "news/a.md");
}

#[test]
fn two_lines_in_one_changelog_say_which_they_are() {
    let config = "[product]\nchangelog = \"NEWS.md\"\n[line.server]\nscheme = \"semver\"\ncomponents = [\"ioc\"]\n\
                  [line.client]\nscheme = \"semver\"\ncomponents = [\"gui\"]\n[component.ioc]\n[component.gui]\n";
    let files = [("ioc/VERSION", "1.0.0"), ("gui/VERSION", "1.0.0"), ("NEWS.md", "")];
    let mut world = World::new(config, &files);
    world.tag(&["ioc-1.0.0", "gui-1.0.0", "server-1.0.0", "client-1.0.0"]);
    let minor = |name: &str| match release("minor", &[name]) {
        Asked::Release { what, components, all, exclude } => {
            Asked::Release { what, components, all, exclude }
        }
        other => other,
    };
    world.run(minor("ioc")).unwrap();
    world.run(minor("gui")).unwrap();
    let text = world.text("NEWS.md");
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words:?} in {text}"));
    assert!(at("## client 1.1.0 - 2016-10-24") < at("## server 1.1.0 - 2016-10-24"));
}

/// Betas have no section: what came in with them comes out with the final release.
#[test]
fn kolab_10_the_final_release_tells_what_came_in_with_its_betas() {
    let config = "scheme = \"kolab\"\n[component.imapd]\n[component.lib]\n[component.suite]\n\
                  role = \"suite\"\nembeds = [\"imapd\", \"lib\"]\nchangelog = \"CHANGELOG.md\"\n";
    let files = [("imapd/VERSION", "1.0.0"), ("lib/VERSION", "1.0.0"), ("suite/VERSION", "1.0.0")];
    let mut world = World::new(config, &files);
    world.write("CHANGELOG.md", "# News\n");
    world.tag(&["imapd-1.0.0", "lib-1.0.0", "suite-1.0.0"]);
    world.run_as_commit(pre("beta", None, &["imapd", "lib"])).unwrap();
    world.run_as_commit(crate::world::promote(&["imapd"])).unwrap();
    assert_eq!(world.text("CHANGELOG.md"), "# News\n");
    let mut noted = world.clone();
    world.run_as_commit(crate::world::promote(&["lib"])).unwrap();
    let text = world.text("CHANGELOG.md");
    let all = "# News\n\n## 1.1.0 - 2016-10-24\n\nEmbeds lib 1.1.0. Embeds imapd 1.1.0.\n";
    assert!(text.starts_with(all), "{text}");
    // Whatever else there is to tell. The next release has nothing of it.
    change(&mut noted, "speed", "[lib, suite]", "enhancement", "Speed.");
    let told = noted.notes(Some("suite")).components.remove(0);
    assert!(told.because.contains(&"Embeds imapd 1.1.0.".into()), "{told:?}");
    noted.run_as_commit(crate::world::promote(&["lib"])).unwrap();
    let text = noted.text("CHANGELOG.md");
    assert!(text.contains("Embeds imapd 1.1.0.") && text.contains("- Speed."), "{text}");
    world.run_as_commit(patch(&["lib"])).unwrap();
    let text = world.text("CHANGELOG.md");
    assert!(text.starts_with("# News\n\n## 1.2.0 - 2016-10-24\n\nEmbeds lib 1.1.1.\n\n## 1.1.0"));
}

#[test]
fn semver_9_the_final_release_tells_what_its_betas_came_to_require() {
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n\
                  changelog = \"CHANGELOG.md\"\n";
    let core = "[package]\nname = \"core\"\nversion = \"1.0.0\"\n";
    let app = "[package]\nname = \"app\"\nversion = \"1.0.0\"\n\
               [dependencies]\ncore = { path = \"../core\", version = \"1.0\" }\n";
    let files = [("core/Cargo.toml", core), ("app/Cargo.toml", app), ("CHANGELOG.md", "# News\n")];
    let mut world = World::new(config, &files);
    world.tag(&["core-1.0.0", "app-1.0.0"]);
    world.run_as_commit(pre("beta", Some("minor"), &["core"])).unwrap();
    assert_eq!(world.text("CHANGELOG.md"), "# News\n");
    world.run_as_commit(crate::world::promote(&[])).unwrap();
    let text = world.text("CHANGELOG.md");
    assert!(text.contains("Requires core 1.1.0."), "{text}");
}

/// Nobody has what was never out: a component that joins has nothing to catch up from.
#[test]
fn chain_11_a_newcomers_first_notes_speak_of_no_number_before() {
    let config = "scheme = \"semver\"\n[product]\nchangelog = \"CHANGELOG.md\"\n\
                  [component.core]\n[component.kit]\n";
    let files =
        [("core/VERSION", "2.0.0\n"), ("kit/VERSION", "0.0.0\n"), ("CHANGELOG.md", "# News\n")];
    let mut world = World::new(config, &files);
    world.tag(&["v2.0.0", "core-2.0.0"]);
    world.run(release("minor", &["kit"])).unwrap();
    let text = world.text("CHANGELOG.md");
    assert!(text.contains("kit 2.1.0") && text.contains("First release."), "{text}");
    assert!(!text.contains("Catches up"), "{text}");
}
