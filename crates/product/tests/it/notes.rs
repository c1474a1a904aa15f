//! What a release would tell.

use product::notes::{one, whole};

use crate::world::{World, release};

const CONFIG: &str = r#"
scheme = "chain"
[product]
name = "Chain Core"
tag = "chain-{version}"
[component.core]
exclude = ["core/internal/**"]
[component.sdk-java]
include = ["api/**"]
[component.mac]
embeds = ["core"]
"#;

/// Core, an SDK and what embeds the core, all released as 1.0.
fn chain() -> World {
    let files = ["core", "sdk-java", "mac"].map(|name| format!("{name}/VERSION"));
    let files: Vec<(&str, &str)> = files.iter().map(|path| (path.as_str(), "1.0\n")).collect();
    let mut world = World::new(CONFIG, &files);
    world.commit("Start", &["core/a"]);
    world.tag(&["core-1.0", "sdk-java-1.0", "mac-1.0", "chain-1.0"]);
    world.on("2016-11-01");
    world
}

fn change(world: &mut World, name: &str, head: &str, note: &str) {
    world.write(&format!("changes/{name}.md"), &format!("---\n{head}\n---\n\n{note}\n"));
}

#[test]
fn notes_are_told_by_component_and_impact_with_the_plans_numbers() {
    let mut world = chain();
    change(
        &mut world,
        "a-leak",
        "components: [core, sdk-java]\nimpact: fix",
        "Closes what it opens.",
    );
    change(
        &mut world,
        "search",
        "components: core\nimpact: [fix, new-api]",
        "Search.\n\n## How\n\nAsk.",
    );
    let wanted = "\
# Chain Core 1.1

## core 1.0 → 1.1

### New api

- Search.

  **How**

  Ask.

### Fix

- Closes what it opens.

## sdk-java 1.0 → 1.1

### Fix

- Closes what it opens.

## mac 1.0 → 1.1

Embeds core 1.1.
";
    assert_eq!(whole(&world.notes(None)), wanted);
    let plan = world.plan(release("auto", &[])).unwrap();
    let notes = world.notes(None);
    let numbers =
        |name: &str| plan.components.iter().find(|step| step.name == name).cloned().unwrap();
    for told in &notes.components {
        let step = numbers(&told.name);
        assert_eq!((&told.from, told.to.as_ref()), (&step.from, Some(&step.to)));
        assert_eq!(told.reasons, step.reasons);
    }
    assert_eq!(notes.components[0].notes[0].impacts, ["new-api", "fix"], "the greatest first");
    let alone = world.notes(Some("mac"));
    assert_eq!(one(&alone.components[0]), "# mac 1.0 → 1.1\n\nEmbeds core 1.1.\n");
}

#[test]
fn chain_12_compatibility_is_told_apart_once() {
    let mut world = chain();
    let note = "It went.\n\n## Compatibility\n\nClients of 1.x hang.";
    change(&mut world, "gone", "components: [core, sdk-java]\nimpact: api-removed", note);
    change(&mut world, "only", "components: sdk-java\nimpact: fix", "# Compatibility\n\n- Java 8");
    let text = whole(&world.notes(None));
    let head = "# Chain Core 2.0\n\n## Compatibility\n\n- core, sdk-java: Clients of 1.x hang.\n\
                - sdk-java:\n\n  - Java 8\n\n## core 1.0 → 2.0\n\n### Api removed\n\n- It went.\n";
    assert!(text.starts_with(head), "{text}");
    assert!(text.contains("### Api removed\n\n- It went.\n"), "{text}");
    world.files.remove("changes/gone.md");
    let text = whole(&world.notes(None));
    assert!(
        text.ends_with("## sdk-java 1.0 → 1.0.20161101\n\nSee the note on compatibility.\n"),
        "{text}"
    );
    let alone = one(&world.notes(Some("sdk-java")).components[0]);
    assert_eq!(alone, "# sdk-java 1.0 → 1.0.20161101\n\n## Compatibility\n\n- Java 8\n");
    change(&mut world, "gone", "components: [core, sdk-java]\nimpact: api-removed", note);
    let alone = one(&world.notes(Some("core")).components[0]);
    assert!(alone.starts_with("# core 1.0 → 2.0\n\n## Compatibility\n\n- Clients of"), "{alone}");
}

#[test]
fn commits_tell_where_no_change_file_does() {
    let mut world = chain();
    world.commit("Before the tag", &[]);
    world.tag(&["mac-1.0.20161031"]);
    world.write("mac/VERSION", "1.0.20161031\n");
    let release = "Release\n\n- core\n\nRelease-Component: core 1.0\nRelease-Plan: abc\n";
    world
        .commit("Make it faster\n\nMuch.", &["core/a", "mac/b"])
        .commit("Tidy up", &["core/internal/x"])
        .commit("Describe it", &["api/doc", "README.md"])
        .commit(release, &["core/a"])
        .commit("# 1.9\u{1b}[31m", &["core/a"])
        .commit("Merge it", &[]);
    // Nothing that is pending says how far: there is no number yet.
    let wanted = "\
# Chain Core, unreleased

## Several components

- Make it faster (core, mac)

No other changes: mac (since mac-1.0.20161031).

## core, since core-1.0

- \\# 1.9 \\[31m

## sdk-java, since sdk-java-1.0

- Describe it
";
    assert_eq!(whole(&world.notes(None)), wanted);
    // One who has a change file is told of by that; one who is left out is told of when asked for.
    change(&mut world, "fast", "components: core\nimpact: fix", "Faster.");
    let text = whole(&world.notes(None));
    assert!(text.contains("### Fix\n\n- Faster.\n\n## mac"), "{text}");
    assert!(text.ends_with("- Make it faster\n\nEmbeds core 1.0.20161101.\n"), "{text}");
    assert!(!text.contains("sdk-java"), "it does not move: {text}");
    let alone = one(&world.notes(Some("sdk-java")).components[0]);
    assert_eq!(alone, "# sdk-java, since sdk-java-1.0\n\n- Describe it\n");
}

#[test]
fn what_only_releases_touched_is_not_told_of() {
    let mut world = chain();
    let pre = "Release\n\n- core\n\nRelease-Component: mac 1.0.20161031\nRelease-Plan: abc\n";
    world.commit("Make it faster", &["core/a"]).commit(pre, &["mac/x"]);
    let text = whole(&world.notes(None));
    assert_eq!(text, "# Chain Core, unreleased\n\n## core, since core-1.0\n\n- Make it faster\n");
    assert_eq!(world.notes(Some("mac")).components, []);
    world.commit("Paint it", &["mac/y"]);
    assert!(whole(&world.notes(None)).ends_with("- Paint it\n"));
}

#[test]
fn nothing_to_tell_is_nothing() {
    let world = chain();
    assert_eq!(whole(&world.notes(None)), "");
    assert_eq!(world.notes(Some("core")).components, []);
}

#[test]
fn who_was_never_released_says_so() {
    let mut world =
        World::new("scheme = \"semver\"\n[component.core]\n", &[("core/VERSION", "1.0.0")]);
    world.commit("Start", &["core/a"]);
    assert_eq!(
        whole(&world.notes(None)),
        "# product, unreleased\n\n## core, never released\n\nFirst release.\n"
    );
    let head = "components: core\nimpact: feature";
    change(&mut world, "new", head, "It is there.");
    let notes = world.notes(None);
    assert_eq!(notes.components[0].to.as_deref(), Some("1.1.0"));
    assert!(whole(&notes).contains("## core 1.1.0\n\n### Feature\n"), "{}", whole(&notes));
}

/// Components that move together, all released as 1.0.0, with a changelog of everything and one each.
fn suite(names: &[&str]) -> World {
    let tables: String = names.iter().map(|name| format!("[component.{name}]\n")).collect();
    let config = format!(
        "scheme = \"semver-fixed\"\n[product]\nname = \"Suite\"\nchangelog = \"CHANGELOG.md\"\n\
         [defaults]\ntag = \"v{{version}}\"\nchangelog = \"CHANGELOG.md\"\n{tables}"
    );
    let versions = names.iter().map(|name| (format!("{name}/VERSION"), "1.0.0\n"));
    let logs = names.iter().map(|name| (format!("{name}/CHANGELOG.md"), "# Changelog\n"));
    let files: Vec<(String, &str)> = versions.chain(logs).collect();
    let mut files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    files.push(("CHANGELOG.md", "# Changelog\n"));
    let mut world = World::new(&config, &files);
    world.commit("Start", &["a/x"]).tag(&["v1.0.0"]).on("2026-01-02");
    world
}

#[test]
fn a_commit_of_several_components_is_told_once() {
    let mut world = suite(&["app", "core", "gui", "sdk"]);
    world.commit("Mend the core", &["core/a"]);
    world.commit("Move all", &["app/a", "core/a", "gui/a"]);
    let told = "## Several components\n\n- Move all (app, core, gui)\n\n\
                No other changes: app, gui (since v1.0.0).\n\n## core, since v1.0.0\n\n\
                - Mend the core\n";
    let notes = world.notes(None);
    assert_eq!(whole(&notes), format!("# Suite, unreleased\n\n{told}"));
    assert_eq!(notes.components.len(), 3, "programs get each with all of its own");
    assert_eq!(notes.components[1].commits.len(), 2);
    assert_eq!(one(&notes.components[0]), "# app, since v1.0.0\n\n- Move all\n");

    world.commit("Again", &["core/a"]);
    world.run(release("minor", &[])).unwrap();
    let wanted = "### Several components\n\n- Move all (app, core, gui)\n\n\
                  No other changes: app, gui, sdk (1.0.0 → 1.1.0).\n\n### core 1.0.0 → 1.1.0\n\n\
                  - Mend the core\n- Again\n";
    let log = world.text("CHANGELOG.md");
    assert!(log.ends_with(wanted), "{log}");
    let own = world.text("core/CHANGELOG.md");
    assert!(own.ends_with("\n\n- Mend the core\n- Move all\n- Again\n"), "all is told: {own}");
    assert!(world.text("sdk/CHANGELOG.md").ends_with("\n\nNo changes of its own.\n"));
}

#[test]
fn components_without_changes_are_told_in_one_line() {
    let mut world = suite(&["app", "core", "gui"]);
    world.commit("Only here", &["gui/a"]);
    world.run(release("minor", &[])).unwrap();
    let log = world.text("CHANGELOG.md");
    let wanted = "### Several components\n\nNo changes of their own: app, core (1.0.0 → 1.1.0).\n\n\
                  ### gui 1.0.0 → 1.1.0\n\n- Only here\n";
    assert!(log.contains(wanted), "{log}");
    world.commit("Here", &["gui/a"]).commit("And here", &["app/a"]);
    world.run(release("minor", &[])).unwrap();
    let log = world.text("CHANGELOG.md");
    assert!(log.contains("### core 1.1.0 → 1.2.0\n\nNo changes of its own.\n"), "{log}");
}

#[test]
fn of_many_components_of_a_commit_some_are_named() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let mut world = suite(&names);
    let files: Vec<String> = names.iter().map(|name| format!("{name}/x")).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    world.commit("All", &files).commit("Most", &files[..7]).commit("Some", &files[1..7]);
    let text = whole(&world.notes(None));
    let wanted = "- All (all 8)\n- Most (a, b, c, d, e and 2 more)\n- Some (b, c, d, e, f, g)\n\n\
                  No other changes: a, b, c, d, e, f, g, h (since v1.0.0).\n";
    assert!(text.ends_with(wanted), "{text}");
}
