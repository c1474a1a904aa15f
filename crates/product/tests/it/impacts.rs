//! Change files, and what they need of a release.

mod inferred;
mod schemes;

use place::Explain as _;
use product::plan::Reason;
use product::{Asked, Options};

use crate::world::{World, patch, refusal, release};

const KOLAB: &str = "scheme = \"kolab\"
[component.imapd]
manifests = [\"imapd/VERSION\"]
[component.webmail]
manifests = [\"webmail/VERSION\"]
[component.suite]
role = \"suite\"
embeds = [\"imapd\", \"webmail\"]
manifests = [\"suite/VERSION\"]
";

/// Two server components and the suite around them, all released as 2.4.3.
fn kolab() -> World {
    let names = ["imapd", "webmail", "suite"];
    let files = names.map(|name| (format!("{name}/VERSION"), "2.4.3\n"));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let mut world = World::new(KOLAB, &files);
    world.tag(&names.map(|name| format!("{name}-2.4.3")).each_ref().map(String::as_str));
    world
}

/// A change file about `components` with this impact.
fn change(world: &mut World, name: &str, components: &str, impact: &str) {
    let text = format!("---\ncomponents: {components}\nimpact: {impact}\n---\n\nWhat changed.\n");
    world.write(&format!("changes/{name}.md"), &text);
}

/// `name version` of everything that moves.
fn moved(world: &World, asked: Asked) -> Vec<String> {
    let plan = world.plan(asked).unwrap_or_else(|error| panic!("{error} / {:?}", error.help()));
    plan.components.iter().map(|step| format!("{} {}", step.name, step.to)).collect()
}

fn level(components: &[&str], level: &str) -> Asked {
    let Asked::Patch { components, all, needs_core, .. } = patch(components) else { panic!() };
    Asked::Patch { components, all, needs_core, level: Some(level.into()), unstable: false }
}

fn because(text: &str) -> Options {
    Options { because: Some(text.into()), ..Options::default() }
}

#[test]
fn kolab_2_a_minor_is_refused_while_there_is_no_way_back() {
    let mut world = kolab();
    change(&mut world, "drop", "imapd", "no-downgrade-path");
    let said = refusal(world.plan(release("minor", &["imapd"])));
    assert_eq!(
        said,
        "KOLAB-2: `imapd` 2.5.0 is less than its changes need: `no-downgrade-path` needs major \
         (KOLAB-2, changes/drop.md) / `release major -p imapd`, or `release auto -p imapd` goes as \
         far as is needed / 1"
    );
    let error = world.plan(release("minor", &["imapd"])).unwrap_err();
    let Some(place::Place::File { path, span: Some(span) }) = error.place() else { panic!() };
    assert_eq!(span.of(&world.text(&path)), Some("no-downgrade-path"), "points at the word");
    assert_eq!(moved(&world, release("major", &["imapd"])), ["imapd 3.0.0", "suite 3.0.0"]);
    // No word is good enough: the policy says MUST.
    let said = refusal(world.plan_with(release("minor", &["imapd"]), because("we are in a hurry")));
    assert!(said.starts_with("KOLAB-2: "), "{said}");
}

#[test]
fn kolab_2_all_that_is_fallen_short_of_is_named_the_highest_first() {
    let mut world = kolab();
    change(&mut world, "a", "[imapd, webmail]", "deprecation");
    change(&mut world, "b", "webmail", "[fix, data-conversion]");
    let said = refusal(world.plan(patch(&["imapd", "webmail"])));
    assert_eq!(
        said,
        "KOLAB-2: `webmail` 2.4.4 is less than its changes need: `data-conversion` needs major \
         (KOLAB-2, changes/b.md), `deprecation` needs minor (KOLAB-3, changes/a.md); `imapd` 2.4.4 \
         is less than its changes need: `deprecation` needs minor (KOLAB-3, changes/a.md) / `patch \
         imapd webmail --level major`, or `release auto -p imapd -p webmail` goes as far as is \
         needed / 1"
    );
}

#[test]
fn kolab_3_a_teeny_is_refused_for_what_needs_set_up() {
    let mut world = kolab();
    change(&mut world, "quota", "imapd", "enhancement-setup");
    let said = refusal(world.plan(patch(&["imapd"])));
    assert!(said.starts_with("KOLAB-3: `imapd` 2.4.4 is less"), "{said}");
    assert_eq!(moved(&world, level(&["imapd"], "minor")), ["imapd 2.5.0", "suite 2.5.0"]);
    assert_eq!(moved(&world, level(&["imapd"], "major")), ["imapd 3.0.0", "suite 3.0.0"]);
}

#[test]
fn kolab_4_a_teeny_is_for_fixes_only() {
    let mut world = kolab();
    change(&mut world, "leak", "imapd", "security");
    assert_eq!(moved(&world, patch(&["imapd"])), ["imapd 2.4.4", "suite 2.5.0"]);
    change(&mut world, "search", "imapd", "enhancement");
    let said = refusal(world.plan(patch(&["imapd"])));
    assert!(said.starts_with("KOLAB-4: "), "{said}");
    assert!(said.contains("`enhancement` needs minor (KOLAB-4, changes/search.md)"), "{said}");
}

#[test]
fn kolab_3_and_10_a_bug_fix_plus_an_upgraded_component_is_a_minor_of_the_suite() {
    let mut world = kolab();
    change(&mut world, "leak", "[imapd, suite]", "fix");
    let plan = world.plan(release("auto", &[])).unwrap();
    let steps: Vec<_> =
        plan.components.iter().map(|step| format!("{} {}", step.name, step.to)).collect();
    assert_eq!(steps, ["imapd 2.4.4", "suite 2.5.0"]);
    let suite = &plan.components[1].reasons;
    assert!(suite.contains(&Reason::Embeds { component: "imapd".into() }), "{suite:?}");
    let fix = Reason::Impact {
        impact: "fix".into(),
        needs: "teeny".into(),
        files: vec!["changes/leak.md".into()],
        may: false,
        inferred: None,
    };
    assert!(suite.contains(&fix), "{suite:?}");
}

#[test]
fn kolab_2_and_3_what_may_be_rests_on_peoples_word_which_is_kept() {
    let mut world = kolab();
    change(&mut world, "ten-years", "suite", "major-milestone");
    let said = refusal(world.plan(release("major", &["suite"])));
    assert_eq!(
        said,
        "KOLAB-2: nothing demands major, which `major-milestone` (changes/ten-years.md) only \
         allows: people have to say why / say why with --because TEXT, or release a lower part: it \
         is not demanded / 1"
    );
    let plan =
        world.plan_with(release("major", &["suite"]), because("Ten years\nof Kolab")).unwrap();
    assert_eq!(plan.components[0].to, "3.0.0");
    assert!(plan.commit.message.contains("\n\nBecause: Ten years of Kolab\n\n"), "{plan:?}");
    let lowered = product::lower(&plan, &world.base(&plan)).unwrap();
    let lead = lowered.tags.last().unwrap();
    assert!(lead.message.contains("\nBecause: Ten years of Kolab\n"), "{}", lead.message);
    // It demands nothing, and where something else demands as much nobody has to be asked.
    assert_eq!(moved(&world, patch(&["suite"])), ["suite 2.4.4"]);
    change(&mut world, "rewrite", "suite", "functional-change");
    assert_eq!(moved(&world, release("major", &["suite"])), ["suite 3.0.0"]);
}

#[test]
fn kolab_3_more_than_is_needed_is_always_allowed() {
    let mut world = kolab();
    assert_eq!(moved(&world, release("major", &["imapd"])), ["imapd 3.0.0", "suite 3.0.0"]);
    change(&mut world, "leak", "imapd", "fix");
    assert_eq!(moved(&world, release("major", &["imapd"])), ["imapd 3.0.0", "suite 3.0.0"]);
    // `cycle-end` allows a minor; a major was asked for by somebody, not allowed by it.
    change(&mut world, "autumn", "imapd", "cycle-end");
    assert_eq!(moved(&world, release("major", &["imapd"])), ["imapd 3.0.0", "suite 3.0.0"]);
    let said = refusal(world.plan(release("minor", &["imapd"])));
    assert!(said.starts_with("KOLAB-3: nothing demands minor"), "{said}");
}

#[test]
fn kolab_10_what_embeds_answers_for_its_own_changes_too() {
    let mut world = kolab();
    change(&mut world, "layout", "suite", "functional-change");
    change(&mut world, "leak", "imapd", "fix");
    let said = refusal(world.plan(patch(&["imapd"])));
    assert!(said.contains("`suite` 2.5.0 is less"), "{said}");
    // More for all of them is no way out: only what each needs.
    assert!(said.contains("/ `release auto -p imapd` goes as far as is needed /"), "{said}");
    assert_eq!(moved(&world, release("auto", &["imapd"])), ["imapd 2.4.4", "suite 3.0.0"]);
}

/// What embeds gets a minor anyway: nobody has to say why.
#[test]
fn kolab_3_and_10_what_an_upgrade_demands_rests_on_nobodys_word() {
    let mut world = kolab();
    change(&mut world, "c", "suite", "cycle-end");
    let moves = moved(&world, patch(&["imapd"]));
    assert!(moves.contains(&"suite 2.5.0".to_owned()), "{moves:?}");
    world.plan(release("minor", &["imapd", "suite"])).unwrap();
    for asked in [release("minor", &["suite"]), release("auto", &["suite"])] {
        let said = refusal(world.plan(asked));
        assert!(said.contains("nothing demands minor"), "{said}");
    }
}

#[test]
fn what_a_release_had_is_pending_no_more_and_laggards_keep_theirs() {
    let mut world = kolab();
    change(&mut world, "both", "[imapd, webmail]", "enhancement");
    world.run(release("auto", &["imapd"])).unwrap();
    assert_eq!(world.versions(), ["imapd 2.5.0", "webmail 2.4.3", "suite 2.5.0"]);
    // The file is still there. imapd has released it, webmail has not.
    assert_eq!(moved(&world, patch(&["imapd"])), ["imapd 2.5.1", "suite 2.6.0"]);
    let said = refusal(world.plan(patch(&["webmail"])));
    assert!(said.starts_with("KOLAB-4: `webmail` 2.4.4"), "{said}");
    world.run(release("auto", &[])).unwrap();
    assert_eq!(world.versions(), ["imapd 2.5.0", "webmail 2.5.0", "suite 2.6.0"]);
    let said = refusal(world.plan(release("auto", &[])));
    assert!(said.starts_with("-: nothing to release: no change is pending"), "{said}");
    assert!(said.ends_with("/ 3"), "{said}");
    // What everybody has released may go, and an old file may be edited.
    world.files.remove("changes/both.md");
    assert_eq!(moved(&world, patch(&["webmail"])), ["webmail 2.5.1", "suite 2.7.0"]);
}

#[test]
fn semver_6_to_8_auto_moves_the_line_once_when_any_impact_needs_it() {
    let config = "scheme = \"semver\"\n[component.core]\n[component.app]\n[component.docs]\n";
    let names = ["core", "app", "docs"];
    let files = names.map(|name| (format!("{name}/VERSION"), "1.2.0\n"));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let mut world = World::new(config, &files);
    world.tag(&["core-1.2.0", "app-1.2.0", "docs-1.2.0"]);
    change(&mut world, "crash", "core", "fix");
    change(&mut world, "typo", "docs", "fix");
    assert_eq!(moved(&world, release("auto", &[])), ["core 1.2.1", "docs 1.2.1"], "each its own");
    change(&mut world, "search", "docs", "feature");
    world.write("app/src", "changed, and nobody said how");
    // The line moves: whoever changed takes part, as in any release of the line.
    assert_eq!(moved(&world, release("auto", &[])), ["core 1.3.0", "app 1.3.0", "docs 1.3.0"]);
    assert_eq!(moved(&world, release("auto", &["core"])), ["core 1.2.1"], "only what is named");
    change(&mut world, "api", "core", "breaking");
    assert_eq!(moved(&world, release("auto", &["core"])), ["core 2.0.0"]);
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.starts_with("SEMVER-8: `core` 1.2.1 is less"), "{said}");
    assert!(said.contains("`release major -p core`, or"), "a patch cannot do it: {said}");
    let said = refusal(world.plan(release("1.3.0", &["core"])));
    assert!(said.starts_with("SEMVER-8: `core` 1.3.0 is less"), "{said}");
    assert_eq!(moved(&world, release("2.1.0", &["core"])), ["core 2.1.0"]);
}

#[test]
fn semantics_13_what_changed_unannounced_is_not_left_behind_in_silence() {
    let mut world = kolab();
    change(&mut world, "leak", "imapd", "fix");
    world.write("webmail/src", "changed");
    let plan = world.plan(release("auto", &[])).unwrap();
    let [warning] = plan.warnings.as_slice() else { panic!("{:?}", plan.warnings) };
    assert_eq!(warning.rule, "change-missing");
    assert!(warning.message.starts_with("`webmail` changed and is left out"), "{warning:?}");
}

#[test]
fn semantics_13_catching_up_is_not_what_an_impact_needs() {
    let config = "scheme = \"semver\"\n[component.core]\n[component.sdk]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.2.0"), ("sdk/VERSION", "1.2.0")]);
    world.tag(&["core-1.2.0", "sdk-1.2.0"]);
    world.run(release("minor", &["core"])).unwrap();
    change(&mut world, "search", "sdk", "feature");
    // 1.2.0 → 1.3.1 has another minor, but that line was released without this feature.
    let said = refusal(world.plan(patch(&["sdk"])));
    assert!(said.starts_with("SEMVER-7: `sdk` 1.3.1 is less"), "{said}");
    assert_eq!(moved(&world, release("auto", &[])), ["sdk 1.4.0"]);
}

#[test]
fn a_component_at_the_root_does_not_change_by_being_announced() {
    let config = "scheme = \"semver\"\n[component.tool]\npath = \".\"\n";
    let mut world = World::new(config, &[("VERSION", "1.0.0"), ("src/x", "")]);
    world.tag(&["tool-1.0.0", "v1.0.0"]);
    change(&mut world, "one", "tool", "fix");
    assert!(refusal(world.plan(release("minor", &[]))).ends_with("/ 3"), "nothing changed");
    assert_eq!(moved(&world, release("auto", &[])), ["tool 1.0.1"]);
}

#[test]
fn change_files_are_checked_and_planning_refuses_what_it_cannot_read() {
    for (text, rule, help) in [
        ("components: imapd\nimpact: fix", "no front matter", "begin the file with"),
        ("---\ncomponents: imapd\nimpact: fix\n", "not closed", "write a line `---`"),
        ("---\ncomponents: imap\nimpact: fix\n---\nx", "no component `imap`", "`imapd`?"),
        ("---\ncomponents: zzz\nimpact: fix\n---\nx", "no component `zzz`", "components: imapd"),
        ("---\ncomponents: imapd\nimpact: fixx\n---\nx", "has no impact `fixx`", "`fix`?"),
        ("---\ncomponents: imapd\nimpact: [zzzz]\n---\nx", "no impact `zzzz`", "impacts: no-"),
        ("---\ncomponents: imapd\n---\nx", "`impact` is missing", "write `impact: ID`"),
        ("---\nimpact: fix\n---\nx", "`components` is missing", "write `components: NAME`"),
        ("---\ncomponents: []\nimpact: fix\n---\nx", "`components` is empty", "components: NAME"),
        ("---\ncomponents: imapd\nimpact:\n---\nx", "`impact` is empty", "write `impact: ID`"),
        ("---\ncomponent: imapd\nimpact: fix\n---\nx", "no key `component`", "`components`?"),
        ("---\ncomponents: [imapd, imapd]\nimpact: fix\n---\nx", "twice", "name it once"),
        ("---\ncomponents: imapd\nimpact: fix\n---\n \n", "has no note", "what changes for people"),
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            let mut world = kolab();
            world.write("changes/x.md", &text);
            let findings = world.lint();
            let found = findings.iter().find(|finding| finding.message.contains(rule));
            let found = found.unwrap_or_else(|| panic!("{text:?}: {findings:?}"));
            assert_eq!(found.rule, "change-file");
            assert!(found.help.as_deref().unwrap().contains(help), "{text:?}: {found:?}");
            let Some(place::Place::File { span: Some(span), .. }) = &found.place else { panic!() };
            assert!(span.of(&text).is_some(), "{text:?}");
            let said = refusal(world.plan(patch(&["imapd"])));
            assert!(said.starts_with("change-file: "), "{text:?}: {said}");
        }
    }
}

#[test]
fn only_what_somebody_has_yet_to_release_is_read() {
    let mut world = kolab();
    change(&mut world, "old", "imapd", "fix");
    world.run(release("auto", &[])).unwrap();
    world.write("changes/old.md", "broken since, but nobody looks");
    world.write("changes/README.md", "# How to");
    world.write("changes/notes.txt", "x");
    world.write("changes/deep/er.md", "x");
    assert_eq!(moved(&world, patch(&["imapd"])), ["imapd 2.4.5", "suite 2.6.0"]);
    // webmail has not released since: it might be about webmail.
    assert!(refusal(world.plan(patch(&["webmail"]))).starts_with("change-file: "));
    assert_eq!(world.findings(), ["change-file"], "lint looks at all of them");
}
