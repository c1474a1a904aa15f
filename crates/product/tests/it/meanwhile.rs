//! What a waiting release falls short of that came in after its plan (SEMANTICS 13).

use place::RepoPath;
use product::plan::Meanwhile;
use product::{Inventory, Purpose};

use crate::world::{World, release};

const CONFIG: &str = "[scheme]\nextends = \"semver\"\n\
    [[scheme.impact]]\nid = \"renamed\"\nneeds = \"major\"\nlast-word = \"people\"\n\
    text = \"something has another name\"\n[component.core]\n[component.web]\n";

/// core and web at 1.2.0, both changed since, with one change file each.
fn changed(impact: &str) -> World {
    let files = [("core/VERSION", "1.2.0"), ("web/VERSION", "1.2.0")];
    let mut world = World::new(CONFIG, &files);
    world.run(release("1.2.0", &[])).unwrap();
    for (name, impact) in [("core", impact), ("web", "feature")] {
        let text = format!("---\ncomponents: {name}\nimpact: {impact}\n---\n\nIt is so.\n");
        world.write(&format!("{name}/src"), "x").write(&format!("changes/{name}.md"), &text);
    }
    world
}

/// What is said of a release that moves `moved`, and its late change files: all that `is_late`.
fn said(
    world: &World,
    moved: &[(&str, &str)],
    because: bool,
    is_late: &dyn Fn(&RepoPath) -> bool,
) -> (Option<String>, Vec<String>) {
    let snapshot = world.snapshot(Purpose::Status);
    let inventory = Inventory::take(&world.product, &snapshot).unwrap();
    let moved: Vec<(String, String)> =
        moved.iter().map(|(name, to)| ((*name).to_owned(), (*to).to_owned())).collect();
    let meanwhile = Meanwhile {
        product: &world.product,
        snapshot: &snapshot,
        inventory: &inventory,
        moved: &moved,
        is_late,
    };
    let refused = meanwhile.answer(because, &|names| names.join(" ")).err();
    let files = meanwhile.change_files().iter().map(ToString::to_string).collect();
    (refused.map(|refused| refused.to_string()), files)
}

#[test]
fn semantics_13_only_what_came_in_late_is_answered_for() {
    let world = changed("breaking");
    let minor = [("core", "1.3.0")];
    let (refused, files) = said(&world, &minor, false, &|_| true);
    let says = "`core` 1.3.0 is less than its changes need: `breaking` needs major";
    assert!(refused.is_some_and(|refused| refused.contains(says)));
    // What it does not move is for the next release.
    assert_eq!(files, ["changes/core.md"]);
    let of_web = |path: &RepoPath| path.as_str() == "changes/web.md";
    assert_eq!(said(&world, &minor, false, &of_web), (None, Vec::new()));
    assert_eq!(said(&world, &[("core", "2.0.0")], false, &|_| true).0, None);
}

/// A squash has several releases in one commit: where a component ends up is what counts.
#[test]
fn semantics_13_of_a_component_that_is_named_twice_the_last_version_counts() {
    let world = changed("breaking");
    let twice = [("core", "1.3.0"), ("core", "2.0.0")];
    assert_eq!(said(&world, &twice, false, &|_| true).0, None);
    let back = [("core", "2.0.0"), ("core", "1.3.0")];
    assert!(said(&world, &back, false, &|_| true).0.is_some());
}

#[test]
fn semantics_13_what_people_have_the_last_word_on_they_may_have_answered() {
    let minor = [("core", "1.3.0")];
    for (impact, excused) in [("renamed", true), ("breaking", false)] {
        let world = changed(impact);
        assert!(said(&world, &minor, false, &|_| true).0.is_some(), "{impact}");
        assert_eq!(said(&world, &minor, true, &|_| true).0.is_none(), excused, "{impact}");
    }
}
