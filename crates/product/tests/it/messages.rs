//! What commits and tags of a release say first.

use place::{Explain as _, Place};
use product::{Plan, Product};

use crate::world::{World, patch, release};

fn world(messages: &str) -> World {
    let config = format!(
        "scheme = \"semver\"\n[product]\nname = \"The {{version}} Line\"\n[git]\n{messages}\n\
         [component.core]\n[component.sdk]\n"
    );
    let mut world = World::new(&config, &[("core/VERSION", "1.2.0"), ("sdk/VERSION", "1.2.0")]);
    world.tag(&["core-1.2.0", "sdk-1.2.0", "v1.2.0"]);
    world
}

fn said(plan: &Plan) -> (String, Vec<&str>) {
    let first = plan.commit.message.lines().next().unwrap().to_owned();
    (first, plan.tags.iter().map(|tag| tag.title.as_str()).collect())
}

#[test]
fn commits_and_tags_say_what_the_configuration_wants() {
    let world = world(
        "messages = { commit = \"chore: {name} {version} ({component}) of {date}, {tag}\", \
         tag = \"{product}: {component} {version} of {date}, {tag}\" }",
    );
    let plan = world.plan(patch(&["core"])).unwrap();
    let tag = "The {version} Line: core 1.2.1 of 2016-10-24, core-1.2.1";
    let commit = "chore: core 1.2.1 (core) of 2016-10-24, core-1.2.1";
    assert_eq!(said(&plan), (commit.to_owned(), vec![tag]));
    // What is released is the product where the line moves, and its own tag is called as ever.
    let plan = world.plan(release("minor", &["sdk"])).unwrap();
    let (commit, tags) = said(&plan);
    assert_eq!(commit, "chore: The {version} Line 1.3.0 (sdk) of 2016-10-24, v1.3.0");
    assert_eq!(tags.last(), Some(&"The {version} Line 1.3.0"));
    // A release is known by what follows, whatever is said first.
    let lowered = product::lower(&plan, &world.base(&plan)).unwrap();
    let stated = tags::read_releases(&lowered.message);
    assert_eq!(stated.len(), 1, "{}", lowered.message);
    assert_eq!(stated[0].moved, [("sdk".to_owned(), "1.3.0".to_owned())]);
    assert!(lowered.tags.last().unwrap().message.contains("Release-Component: core 1.2.0\n"));
}

#[test]
fn a_table_of_its_own_will_do_and_one_message_alone() {
    let world = world("[git.messages]\ncommit = \"Release {version}\"");
    let plan = world.plan(patch(&["core"])).unwrap();
    assert_eq!(said(&plan), ("Release 1.2.1".to_owned(), vec!["core 1.2.1"]));
}

#[test]
fn what_cannot_be_said_is_refused_with_how_it_is_written() {
    for (config, says) in [
        ("[git]\nmessages = { commit = \"{vresion}\" }", "did you mean {version}?"),
        ("[git]\nmessages = { tag = \"{name}\" }", "unknown placeholder `{name}`"),
        ("[git]\nmessages = { tag = \"{{version}}\" }", "write {version}"),
        ("[git]\nmessages = { tag = \"\" }", "the message says nothing"),
        ("[git]\nmessages = { comit = \"x\" }", "commit"),
        ("[git]\nmessages = \"x\"", "takes a table"),
        ("[git]\nmessage = \"Release {version}\"", "messages = { commit = \"Release {version}\" }"),
        (
            "[git]\ntag-message = \"{{crate_name}} {{version}} \\\"now\\\"\"",
            "messages = { tag = \"{component} {version} \\\"now\\\"\" }",
        ),
        (
            "pre-release-commit-message = \"v{{version}}\"",
            "under [git]: messages = { commit = \"v{version}\" }",
        ),
    ] {
        let config = format!("scheme = \"semver\"\n{config}\n");
        let error = Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap_err();
        let said = format!("{error} / {}", error.help().unwrap_or_default());
        assert!(said.contains(says), "{config}: {said}");
        assert!(matches!(error.place(), Some(Place::File { span: Some(_), .. })), "{config}");
    }
}
