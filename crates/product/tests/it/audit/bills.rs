//! Bills of materials against tags, tags that were moved, and components that only bills tell of.

use place::Severity;

use super::Chronicle;
use crate::world::{patch, release};

const CONFIG: &str = r#"
scheme = "chain"
[product]
tag = "chain-{version}"
[component.core]
[component.sdk]
"#;

/// Two releases of ours: chain-1.1 with the core alone, then a patch of both.
fn released() -> Chronicle {
    let mut past = Chronicle::new(CONFIG, &[("core/VERSION", "1.0"), ("sdk/VERSION", "1.0")]);
    past.on("2016-11-01").tag(&["core-1.0", "sdk-1.0"]);
    past.release(release("minor", &["core"]));
    past.on("2016-11-08").release(patch(&["core", "sdk"]));
    assert_eq!(past.found(), [""; 0]);
    past
}

#[test]
fn a_bill_names_versions_that_have_their_tags() {
    let mut past = released();
    past.delete_tag("core-1.1");
    assert_eq!(
        past.found(),
        ["bill-agrees chain-1.1", "product-alone chain-1.1"]
            .map(String::from)
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
    );
    let said = &past.said("bill-agrees")[0];
    assert!(said.contains("chain-1.1 says 1.1 of `core`, and there is no tag core-1.1"), "{said}");
    // Before its first release a component is in the bill with what its manifest states.
    let mut first = Chronicle::new(CONFIG, &[("core/VERSION", "1.0"), ("sdk/VERSION", "1.0")]);
    first.on("2016-11-01").release(release("minor", &["core"]));
    assert_eq!(first.found(), [""; 0]);
    // A component that is no longer there, and words that are no version.
    let bill = "chain\n\nRelease-Component: gone 1.0\nRelease-Component: core 1.x\n";
    first.annotate("chain-1.1", bill);
    assert_eq!(first.found(), ["bill-agrees chain-1.1"]);
    assert!(first.said("bill-agrees")[0].contains("says 1.x of `core`, which is no version"));
}

#[test]
fn semantics_4_a_first_release_after_a_bill_that_names_it_is_no_disagreement() {
    let config = "scheme = \"semver-independent\"\n[component.a]\n[component.b]\n";
    let mut past = Chronicle::new(config, &[("a/VERSION", "1.0.0"), ("b/VERSION", "2.0.0")]);
    past.release(release("1.0.0", &["a"]));
    past.write("b/x", "x").commit("Change b");
    past.release(release("2.0.0", &["b"]));
    assert_eq!(past.found(), [""; 0]);
}

#[test]
fn a_bill_names_what_was_newest_then() {
    let mut past = released();
    let bill =
        "core 1.1.20161109\n\nRelease-Component: core 1.1.20161109\nRelease-Component: sdk 1.0\n";
    past.on("2016-11-09").write("core/VERSION", "1.1.20161109").commit("by hand");
    past.annotate("core-1.1.20161109", bill);
    assert_eq!(past.found(), ["bill-agrees core-1.1.20161109"]);
    let said = &past.said("bill-agrees")[0];
    assert!(said.contains("says 1.0 of `sdk`, and sdk-1.1.20161108 was out"), "{said}");
}

#[test]
fn a_tag_stays_where_its_release_put_it() {
    let mut past = released();
    past.commit("later").move_tag("core-1.1");
    let found = past.found();
    assert_eq!(found[..2], ["product-alone chain-1.1", "bill-agrees chain-1.1"]);
    assert!(found.contains(&"tag-moved core-1.1".into()), "{found:?}");
    let said = &past.said("tag-moved")[0];
    assert!(
        said.contains(
            "core-1.1 is on 0000000003, and chain-1.1, of the same release, on 0000000001"
        ),
        "{said}"
    );
    let said = &past.said("bill-agrees")[0];
    assert!(
        said.contains("says 1.1 of `core`, but core-1.1 is on a commit that it does not have"),
        "{said}"
    );
    // Bills had what was out anywhere of what has no manifest: nobody moved that.
    assert!(said.contains("where it is another branch's, leave both"), "{said}");
    assert!(said.contains("where it was moved, and `git ls-remote` has it elsewhere"), "{said}");
    // On the commit of another release, that commit says so.
    let mut past = released();
    past.move_tag("chain-1.1");
    assert!(past.found().contains(&"tag-moved chain-1.1".into()), "{:?}", past.found());
    let said = past.said("tag-moved");
    assert!(
        said.iter()
            .any(|said| said.contains("chain-1.1 is on 0000000002, which another release made")),
        "{said:?}"
    );
}

#[test]
fn semantics_1_what_only_bills_tell_of_has_to_rise_too() {
    let config =
        "scheme = \"semver-independent\"\n[component.core]\n[component.docs]\ntag = false\n";
    let files = [("core/VERSION", "1.0.0"), ("docs/VERSION", "1.0.0")];
    let mut past = Chronicle::new(config, &files);
    past.release(release("minor", &["core", "docs"]));
    past.release(release("minor", &["core"]));
    assert_eq!(past.found(), [""; 0]);
    let bill = "core 1.3.0\n\nRelease-Component: core 1.3.0\nRelease-Component: docs 1.0.5\n";
    past.write("core/VERSION", "1.3.0").commit("by hand").annotate("core-1.3.0", bill);
    assert_eq!(past.found(), ["not-lower core-1.3.0"]);
    let said = &past.said("not-lower")[0];
    assert!(said.starts_with("SEMVER-11: core-1.3.0 says 1.0.5 of `docs`, below 1.1.0 in core-1.1.0, which its history has"), "{said}");
}

#[test]
fn semver_3_what_was_released_under_a_tag_is_what_the_tag_names() {
    let config = "scheme = \"semver-independent\"\n[component.core]\n";
    let mut past = Chronicle::new(config, &[("core/VERSION", "1.0.0")]);
    past.release(patch(&["core"]));
    past.release(patch(&["core"]));
    past.move_tag("core-1.0.1");
    assert!(
        past.said("tag-moved")[0]
            .starts_with("SEMVER-3: core-1.0.1 is on 0000000002, which another")
    );
}

#[test]
fn chain_8_what_does_not_work_together_in_one_bill_is_told_until_it_does() {
    let mut past = released();
    past.on("2016-11-09").release(release("major", &["core"]));
    let found = past.findings();
    assert_eq!(past.found(), ["bill-compatible chain-2.0"]);
    assert_eq!(
        (found[0].severity, found[0].policy.as_deref()),
        (Severity::Warning, Some("CHAIN-8"))
    );
    assert_eq!(found[0].component.as_deref(), Some("sdk"));
    let said = &past.said("bill-compatible")[0];
    assert!(
        said.contains(
            "chain-2.0 has `sdk` 1.1.20161108, which does not work with `core` 2.0: a major"
        ),
        "{said}"
    );
    assert!(said.contains("`patch sdk`"), "{said}");
    // The same pair in further bills is no news; a new one of the same kind is.
    past.on("2016-11-10").release(patch(&["core"]));
    let found = past.findings();
    let weights: Vec<Severity> = found.iter().map(|one| one.severity).collect();
    assert_eq!(weights, [Severity::Warning, Severity::Note], "what is past is only worth knowing");
    assert!(found.iter().all(|one| !one.message.contains("released again")), "{found:?}");
    // Once the laggard has caught up, what is past is only worth a note.
    past.on("2016-11-11").release(patch(&["sdk"]));
    let found = past.findings();
    assert!(found.iter().all(|one| one.severity == Severity::Note), "{found:?}");
    assert!(found[0].message.contains("and was released again since"), "{found:?}");
}

#[test]
fn diav_4_a_bill_below_a_minimum_is_worth_a_note_and_no_more() {
    let config = "scheme = \"diavolo\"\n[component.core]\nrole = \"core\"\n\
                  [component.users]\n[component.groups]\n";
    let files = [
        ("core/VERSION", "3.0.0.1882"),
        ("users/VERSION", "1.0.1882.5"),
        ("groups/VERSION", "7.0.1882.5"),
    ];
    let mut past = Chronicle::new(config, &files);
    past.tag(&["core-3.0.0.1882", "users-1.0.1882.5", "groups-7.0.1882.5"]);
    past.release(release("minor", &["core"]));
    assert_eq!(past.found(), [""; 0], "majors need not match (DIAV-5)");
    let bill = "users 1.0.1890.0\n\nRelease-Component: core 3.1.0.1883\n\
                Release-Component: users 1.0.1890.0\nRelease-Component: groups 7.0.1882.5\n";
    past.write("users/VERSION", "1.0.1890.0").commit("by hand").annotate("users-1.0.1890.0", bill);
    let found = past.findings();
    let found: Vec<_> = found.iter().filter(|one| one.rule == "bill-compatible").collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].severity, found[0].policy.as_deref()), (Severity::Note, Some("DIAV-3")));
    assert!(
        found[0].message.contains("`core` 3.1.0.1883, which does not work with `users` 1.0.1890.0")
    );
}

#[test]
fn diav_3_the_core_provides_for_those_who_work_with_others_too() {
    let config = "scheme = \"diavolo\"\n[component.core]\nrole = \"core\"\n\
                  [component.users]\nworks-with = { groups = \">=7.0\" }\n[component.groups]\n";
    let files = [
        ("core/VERSION", "3.0.0.1883"),
        ("users/VERSION", "1.0.1882.5"),
        ("groups/VERSION", "7.0.1882.5"),
    ];
    let mut past = Chronicle::new(config, &files);
    past.tag(&["core-3.0.0.1883", "users-1.0.1882.5", "groups-7.0.1882.5"]);
    let bill = "users 1.0.1890.0\n\nRelease-Component: core 3.0.0.1883\n\
                Release-Component: users 1.0.1890.0\nRelease-Component: groups 7.0.1882.5\n";
    past.write("users/VERSION", "1.0.1890.0").commit("by hand").annotate("users-1.0.1890.0", bill);
    let found = past.said("bill-compatible");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("`core` 3.0.0.1883, which does not work with `users`"), "{found:?}");
}

#[test]
fn components_that_count_for_themselves_are_not_compared() {
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.sdk]\n";
    let mut past = Chronicle::new(config, &[("core/VERSION", "1.0.0"), ("sdk/VERSION", "7.0.0")]);
    past.release(release("major", &["core", "sdk"]));
    assert_eq!(past.found(), [""; 0]);
}

/// What only tags release is put on whatever commit is there.
#[test]
fn a_release_without_a_commit_is_no_tag_that_moved() {
    let config =
        "scheme = \"semver-independent\"\n[component.core]\n[component.net]\nmanifests = []\n";
    let mut past = Chronicle::new(config, &[("core/VERSION", "1.0.0")]);
    past.release(patch(&["core"]));
    past.release(release("1.0.0", &["net"]));
    assert_eq!(past.found(), [""; 0]);
}

#[test]
fn semantics_1_what_is_given_tags_later_had_none_to_be_missed() {
    for scheme in ["semver", "semver-fixed"] {
        let config = |tag: &str| {
            format!(
                "scheme = \"{scheme}\"\n[component.core]\n[component.docs]\nembeds = [\"core\"]\n{tag}"
            )
        };
        let files = [("core/VERSION", "1.0.0"), ("docs/VERSION", "1.0.0")];
        let mut past = Chronicle::new(&config("tag = false\n"), &files);
        past.release(release("minor", &["core", "docs"]));
        past.release(release("minor", &["core", "docs"]));
        assert_eq!(past.found(), [""; 0], "{scheme}");
        past.world.product = crate::world::World::new(&config(""), &files).product;
        assert_eq!(past.found(), [""; 0], "{scheme}");
        past.release(release("minor", &["core", "docs"]));
        assert!(past.world.tags.contains_key("docs-1.3.0"), "{:?}", past.world.tags.keys());
        assert_eq!(past.found(), [""; 0], "{scheme}");
        // What bills tell of it is below its tags, as far as they came after.
        past.write("docs/VERSION", "1.1.5").commit("by hand").tag(&["docs-1.1.5"]);
        assert!(past.found().contains(&"not-lower docs-1.1.5".into()), "{:?}", past.found());
    }
}

#[test]
fn semantics_1_a_product_of_which_only_what_was_given_tags_later_moved_is_not_alone() {
    let config =
        |tag: &str| format!("scheme = \"semver\"\n[component.core]\n[component.docs]\n{tag}");
    let files = [("core/VERSION", "1.0.0"), ("docs/VERSION", "1.0.0")];
    let mut past = Chronicle::new(&config("tag = false\n"), &files);
    past.release(release("minor", &["core"]));
    past.release(release("minor", &["docs"]));
    past.world.product = crate::world::World::new(&config(""), &files).product;
    assert_eq!(past.found(), [""; 0]);
    past.commit("by hand").tag(&["docs-1.1.5"]);
    assert!(past.found().contains(&"not-lower docs-1.1.5".into()), "{:?}", past.found());
}
