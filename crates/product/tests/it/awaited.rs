//! Where history has to be looked at for releases that wait for their tags, and where it need not be
//! (SEMANTICS 28).

use product::{Asked, Options, Purpose, Request, may_be_awaited};

use crate::world::{World, patch, release};

const CONFIG: &str = "scheme = \"semver\"\n[component.core]\n[component.docs]\n";

/// Two components under one line, released as 1.0.0.
fn released() -> World {
    let mut world = World::new(CONFIG, &[("core/VERSION", "1.0.0\n"), ("docs/VERSION", "1.0.0\n")]);
    world.tag(&["core-1.0.0", "docs-1.0.0", "v1.0.0"]);
    world
}

/// Since when a plan of that looks at history.
fn since(world: &World, asked: Asked) -> Option<Vec<String>> {
    let request = Request { asked, options: Options::default() };
    let snapshot = world.snapshot(Purpose::Plan(&request));
    let plan = product::plan(&world.product, &snapshot, &request).unwrap();
    may_be_awaited(&world.product, &snapshot, &plan)
}

#[test]
fn semantics_28_where_tags_say_what_manifests_say_history_is_not_looked_at() {
    let mut world = released();
    assert_eq!(since(&world, release("minor", &["docs"])), None);
    world.run(release("minor", &["core"])).unwrap();
    world.run(patch(&["docs"])).unwrap();
    for asked in
        [patch(&["core"]), release("minor", &["core", "docs"]), release("major", &["docs"])]
    {
        assert_eq!(since(&world, asked), None);
    }
}

#[test]
fn semantics_28_what_stands_there_and_is_in_no_tag_may_be_waited_for_since_the_line_stands() {
    let mut world = released();
    world.write("core/VERSION", "1.1.0\n");
    assert_eq!(since(&world, release("minor", &["docs"])), Some(vec!["v1.0.0".to_owned()]));
    assert_eq!(since(&world, patch(&["docs"])), Some(vec!["v1.0.0".to_owned()]));
    // A version that is asked for by its number goes over what a manifest says.
    let both = vec!["core-1.0.0".to_owned(), "v1.0.0".to_owned()];
    assert_eq!(since(&world, release("1.2.0", &["core"])), Some(both));
    // Nothing is out: it may be anywhere.
    let first = World::new(CONFIG, &[("core/VERSION", "1.0.0\n"), ("docs/VERSION", "0.9.0\n")]);
    assert_eq!(since(&first, release("minor", &["docs"])), Some(vec![]));
}

#[test]
fn semantics_28_what_is_only_in_tags_leaves_no_other_trace() {
    let config = format!("{CONFIG}[component.gone]\nmanifests = []\n");
    let mut world =
        World::new(&config, &[("core/VERSION", "1.0.0\n"), ("docs/VERSION", "1.0.0\n")]);
    world.tag(&["core-1.0.0", "docs-1.0.0", "gone-1.0.0", "v1.0.0"]);
    let both = vec!["gone-1.0.0".to_owned(), "v1.0.0".to_owned()];
    assert_eq!(since(&world, patch(&["gone"])), Some(both));
}
