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

## core, since core-1.0

- Make it faster
- \\# 1.9 \\[31m

## sdk-java, since sdk-java-1.0

- Describe it

## mac, since mac-1.0.20161031

- Make it faster
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
