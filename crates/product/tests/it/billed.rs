//! Components without tags of their own, whose versions are in other releases' bills of materials
//! (SEMANTICS 1, 7).

use crate::world::{World, patch, refusal, release};

const CHANGE: &str = "---\ncomponents: bom\nimpact: breaking\n---\n\nBroken.\n";

/// Two components at 1.2.0, of which one is tagged and the other has changed since.
fn changed() -> World {
    let config = "scheme = \"semver\"\n[component.web]\n[component.bom]\ntag = false\n";
    let mut world = World::new(config, &[("web/VERSION", "1.2.0"), ("bom/VERSION", "1.2.0")]);
    world.run(release("1.2.0", &[])).unwrap();
    world.write("bom/src", "x").write("changes/b.md", CHANGE);
    world
}

/// Bills after it repeat the version: what changed since, and what is announced, is as it was.
#[test]
fn semantics_1_and_9_the_baseline_is_the_release_that_made_the_version() {
    let mut world = changed();
    let before = world.status().components;
    for _ in 0..10 {
        world.run(patch(&["web"])).unwrap();
    }
    let after = world.status().components;
    let [then, now] = [&before[1], &after[1]];
    assert_eq!((&now.changed, &now.needs), (&then.changed, &then.needs));
    assert!(now.changed && now.needs.is_some());
    assert_eq!(now.tag.as_deref(), Some("v1.2.0"));
    let said = refusal(world.plan(release("minor", &["bom"])));
    assert!(said.contains("breaking"), "{said}");
    let plan = world.run(release("auto", &[])).unwrap();
    assert!(plan.components.iter().any(|step| step.name == "bom" && step.to == "2.0.0"));
    assert_eq!(world.status().components[1].tag.as_deref(), Some("v2.0.0"));
}

/// Nor does a branch of another component's releases hold it.
#[test]
fn semantics_18_a_bill_of_another_branch_that_repeats_the_version_is_in_nobodys_way() {
    let mut world = changed();
    let files = world.files.clone();
    world.run(patch(&["web"])).unwrap();
    world.files = files;
    world.elsewhere = vec!["web-1.2.1".into()];
    let plan = world.plan(release("major", &["bom"])).unwrap();
    assert_eq!(plan.components[0].to, "2.0.0");
}

/// What is older is told by all that a bill lists, new components and those with earlier names included.
#[test]
fn semantics_1_the_order_of_bills_is_that_of_what_they_list() {
    let config = |rest: &str| {
        format!("scheme = \"semver\"\n[component.bom]\ntag = false\nmanifests = []\n{rest}")
    };
    let bill = |entries: &[(&str, &str)]| {
        let entries: Vec<_> = entries.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect();
        format!("T\n\n{}", tags::write_bill(&entries))
    };
    let mut world = World::new(
        &config(
            "[component.web]\nmanifests = []\naliases = [\"old\"]\n[component.app]\nmanifests = []\n",
        ),
        &[],
    );
    world.tag(&["z-1", "web-1.2.0", "app-1.0.0", "old-1.1.0"]);
    for (tag, entries) in [
        ("web-1.2.0", &[("bom", "1.0.0"), ("web", "1.2.0")][..]),
        ("app-1.0.0", &[("bom", "1.0.0"), ("web", "1.2.0"), ("app", "1.0.0")]),
        ("old-1.1.0", &[("bom", "1.0.0"), ("old", "1.1.0"), ("gone", "9.0.0")]),
    ] {
        let files = world.files.clone();
        world.tags.insert(tag.into(), (files, bill(entries)));
    }
    assert_eq!(world.status().components[0].tag.as_deref(), Some("old-1.1.0"));
    world.tags.remove("old-1.1.0");
    assert_eq!(world.status().components[0].tag.as_deref(), Some("web-1.2.0"));
}

/// A manifest that was moved by hand releases nothing, whoever else is released.
#[test]
fn semantics_1_a_bill_lists_the_last_release_of_what_was_moved_by_hand() {
    let mut world = changed();
    world.write("bom/VERSION", "1.2.9");
    let plan = world.run(patch(&["web"])).unwrap();
    let kept = &plan.unchanged[0];
    assert_eq!((kept.version.as_deref(), kept.released.as_deref()), (Some("1.2.9"), Some("1.2.0")));
    let bill = [("web", "1.2.1"), ("bom", "1.2.0")].map(|(n, v)| (n.to_owned(), v.to_owned()));
    assert_eq!(tags::read_bill(&world.tags["web-1.2.1"].1), bill);
    assert_eq!(world.findings(), ["moved-by-hand bom"]);
    assert_eq!(world.status().components[1].tag.as_deref(), Some("v1.2.0"));
}

/// A component of `scheme` without tags, released with another one twice, and then given tags.
fn given_tags(scheme: &str) -> World {
    let config =
        |tag: &str| format!("scheme = \"{scheme}\"\n[component.web]\n[component.bom]\n{tag}");
    let files = [("web/VERSION", "1.2.0"), ("bom/VERSION", "1.2.0")];
    let mut world = World::new(&config("tag = false\n"), &files);
    for _ in 0..2 {
        world.run(release("minor", &["web", "bom"])).unwrap();
    }
    world.product = World::new(&config(""), &files).product;
    world
}

/// What it released before it had tags is released, and the next release is its first own tag.
#[test]
fn semantics_1_what_is_given_tags_keeps_what_bills_tell_of_it() {
    let mut world = given_tags("semver");
    world.write("bom/src", "x");
    assert_eq!(world.findings(), [""; 0]);
    let bom = world.status().components.remove(1);
    assert_eq!((bom.tag.as_deref(), bom.changed), (Some("v1.4.0"), true));
    let plan = world.run(patch(&["bom"])).unwrap();
    assert_eq!(plan.components[0].from.as_deref(), Some("1.4.0"));
    assert!(world.tags.contains_key("bom-1.4.1"), "{:?}", world.tags.keys());
    assert_eq!(world.status().components[1].tag.as_deref(), Some("bom-1.4.1"));
    // From then on its own tags tell, and no bill is read.
    assert!(world.snapshot(product::Purpose::Status).messages.is_empty());
    // A look at what was there before that tag does.
    world.elsewhere = vec!["bom-1.4.1".into()];
    world.write("bom/VERSION", "1.4.0");
    assert_eq!(world.findings(), [""; 0]);
    world.write("bom/VERSION", "1.3.9");
    assert_eq!(world.findings(), ["not-lower bom"]);
}

/// Bills list what was never released too, with what its manifest states.
#[test]
fn semantics_4_a_bill_that_lists_a_manifest_is_no_release() {
    for tag in ["", "tag = false\n"] {
        let config = format!(
            "scheme = \"semver\"\n[component.web]\n[component.bom]\n[component.doc]\n{tag}"
        );
        let files = [("web/VERSION", "1.2.0"), ("bom/VERSION", "1.1.0"), ("doc/VERSION", "1.2.0")];
        let mut world = World::new(&config, &files);
        world.run(release("minor", &["web", "doc"])).unwrap();
        let bill = tags::read_bill(&world.tags["v1.3.0"].1);
        assert!(bill.contains(&("bom".into(), "1.1.0".into())), "{bill:?}");
        assert_eq!(world.status().components[1].tag, None, "{tag}");
        world.write("bom/VERSION", "1.1.1");
        assert_eq!(world.findings(), [""; 0], "{tag}");
    }
}

/// What has its version in tags only is in no bill before its first release.
#[test]
fn semantics_1_and_2_what_is_given_tags_and_has_no_manifest_is_known_from_bills() {
    let config = |tag: &str| {
        format!("scheme = \"semver\"\n[component.web]\n[component.bom]\nmanifests = []\n{tag}")
    };
    let files = [("web/VERSION", "1.2.0")];
    let mut world = World::new(&config("tag = false\n"), &files);
    world.run(release("1.2.0", &["web", "bom"])).unwrap();
    world.product = World::new(&config(""), &files).product;
    assert_eq!(world.status().components[1].tag.as_deref(), Some("v1.2.0"));
    assert_eq!(world.run(patch(&["bom"])).unwrap().components[0].to, "1.2.1");
}

/// What has no tags yet was hardly ever released: then the last tags say so, however many there are.
#[test]
fn semantics_1_bills_are_read_only_where_the_last_ones_list_what_has_no_tags() {
    let messages = |world: &World| {
        let snapshot = world.snapshot(product::Purpose::Status);
        (snapshot.messages.into_keys().collect::<Vec<_>>(), snapshot.told.len())
    };
    let config = |rest: &str| format!("scheme = \"semver\"\n[component.web]\n{rest}");
    let files = [("web/VERSION", "1.2.0"), ("app/VERSION", "1.2.0")];
    let mut world = World::new(&config(""), &files);
    for _ in 0..3 {
        world.run(release("minor", &["web"])).unwrap();
    }
    assert_eq!(messages(&world), (Vec::new(), 0));
    world.product = World::new(&config("[component.app]\n"), &files).product;
    assert_eq!(messages(&world), (vec!["v1.5.0".into(), "web-1.5.0".into()], 0));
    world.run(patch(&["web"])).unwrap();
    let (read, told) = messages(&world);
    assert_eq!((read.len(), told), (7, 1));
    // Where the last tags of ours have no bills, others have.
    let mut world = given_tags("semver");
    world.tags.get_mut("v1.4.0").unwrap().1 = "T\n\nRelease-Plan: 0a\n".into();
    assert_eq!(world.status().components[1].tag.as_deref(), Some("v1.3.0"));
    // Tags that were made by hand have none.
    world.tags.values_mut().for_each(|(_, message)| *message = "T\n".into());
    assert_eq!(messages(&world).0.len(), 2);
    assert_eq!(world.status().components[1].tag, None);
}

/// On a branch that is bound to a range, tags beyond it tell nothing.
#[test]
fn semantics_1_and_18_what_is_tagged_beyond_the_range_is_known_from_bills_in_it() {
    let config = |tag: &str| {
        format!(
            "scheme = \"semver\"\n[branches]\n\"rel-*\" = \"{{major}}\"\n[component.web]\n[component.bom]\n{tag}"
        )
    };
    let files = [("web/VERSION", "1.2.0"), ("bom/VERSION", "1.2.0")];
    let mut world = World::new(&config("tag = false\n"), &files);
    world.run(release("minor", &["web", "bom"])).unwrap();
    let before = world.files.clone();
    world.product = World::new(&config(""), &files).product;
    world.run(release("major", &["web", "bom"])).unwrap();
    world.files = before;
    world.branch = "rel-1".into();
    world.elsewhere = ["web-2.0.0", "bom-2.0.0", "v2.0.0"].map(String::from).into();
    assert_eq!(world.status().components[1].tag.as_deref(), Some("v1.3.0"));
    assert_eq!(world.findings(), [""; 0]);
    assert_eq!(world.run(patch(&["bom"])).unwrap().components[0].to, "1.3.1");
}
