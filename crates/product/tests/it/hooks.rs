//! The commands that a release runs: which, with which words, in which order.

use place::{Explain as _, Place};
use product::{Options, Plan, Product};

use crate::world::{World, patch, release};

fn world(product: &str, rest: &str) -> World {
    let config = format!(
        "scheme = \"semver\"\n[product]\nname = \"Tool Box\"\n{product}\n{rest}\n\
         [component.core]\n[component.sdk]\npath = \"libs/sdk\"\n"
    );
    let files = [("core/VERSION", "1.2.0"), ("libs/sdk/VERSION", "1.2.0")];
    let mut world = World::new(&config, &files);
    world.tag(&["core-1.2.0", "sdk-1.2.0", "v1.2.0"]);
    world
}

/// A plan's hooks, each with whose it is.
fn told(plan: &Plan) -> Vec<String> {
    let each = plan.hooks.iter().map(|hook| {
        let of = hook.component.as_deref().unwrap_or("*");
        format!("{of}: {}", hook.argv.join("|"))
    });
    each.collect()
}

#[test]
fn the_products_run_first_then_those_of_each_component_that_moves() {
    let product = "hooks = [[\"make\", \"check\"], [\"say\", \"{product} {name} {version} of {date}: {tag}\"]]";
    let world = world(
        product,
        "[defaults]\nhooks = [[\"{path}/test\", \"{component}@{version}\", \"{tag}\", \"{date}\", \"{product}\"]]",
    );
    let plan = world.plan(release("minor", &["core", "sdk"])).unwrap();
    let wanted = [
        "*: make|check",
        "*: say|Tool Box Tool Box 1.3.0 of 2016-10-24: v1.3.0",
        "core: core/test|core@1.3.0|core-1.3.0|2016-10-24|Tool Box",
        "sdk: libs/sdk/test|sdk@1.3.0|sdk-1.3.0|2016-10-24|Tool Box",
    ];
    assert_eq!(told(&plan), wanted);
    // Who stays where it is runs nothing, and what is released is the component.
    let plan = world.plan(patch(&["sdk"])).unwrap();
    let wanted = [
        "*: make|check",
        "*: say|Tool Box sdk 1.2.1 of 2016-10-24: sdk-1.2.1",
        "sdk: libs/sdk/test|sdk@1.2.1|sdk-1.2.1|2016-10-24|Tool Box",
    ];
    assert_eq!(told(&plan), wanted);
}

#[test]
fn the_same_words_run_once_where_they_come_first() {
    let world = world(
        "hooks = [[\"lint\"], [\"lint\"]]",
        "[defaults]\nhooks = [[\"cargo\", \"test\"], [\"lint\"], [\"pack\", \"{component}\"]]",
    );
    let plan = world.plan(release("minor", &["core", "sdk"])).unwrap();
    assert_eq!(told(&plan), ["*: lint", "*: cargo|test", "core: pack|core", "sdk: pack|sdk"]);
    // Nobody shares it where one moves alone.
    let plan = world.plan(patch(&["core"])).unwrap();
    assert_eq!(told(&plan), ["*: lint", "core: cargo|test", "core: pack|core"]);
}

#[test]
fn a_component_has_its_own_in_place_of_the_defaults() {
    let config = "scheme = \"semver\"\n[defaults]\nhooks = [[\"all\"]]\n\
                  [component.core]\nhooks = [[\"own\"]]\n[component.sdk]\nhooks = []\n[component.app]\n";
    let files = ["core", "sdk", "app"].map(|name| (format!("{name}/VERSION"), "1.0.0"));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let plan = World::new(config, &files).plan(release("minor", &["core", "sdk", "app"])).unwrap();
    assert_eq!(told(&plan), ["core: own", "app: all"]);
    let Some(Place::File { path, span: Some(span) }) = &plan.hooks[0].place else { panic!() };
    assert_eq!((path.as_str(), span.of(config)), ("release.toml", Some("[\"own\"]")));
}

/// Where a component has no tag of its own, its release is known by the lead tag.
#[test]
fn a_hook_of_a_component_without_tags_is_given_the_lead_tag() {
    let config = "scheme = \"semver\"\n[defaults]\ntag = false\nhooks = [[\"{path}\", \"{tag}\"]]\n\
                  [component.core]\npath = \".\"\n";
    let plan = World::new(config, &[("VERSION", "1.0.0")]).plan(release("minor", &[])).unwrap();
    assert_eq!(told(&plan), ["core: .|v1.1.0"]);
}

/// The plan is the one that is shown, saved and applied: what it runs is part of its id.
#[test]
fn hooks_are_part_of_the_plan_and_of_its_id() {
    let plain = world("", "").plan(patch(&["core"])).unwrap();
    assert!(!serde_json::to_string(&plain).unwrap().contains("hooks"));
    let with = world("hooks = [[\"make\", \"{version}\"]]", "");
    let plan = with.plan(patch(&["core"])).unwrap();
    assert_ne!(plan.id, plain.id);
    let json = serde_json::to_string(&plan).unwrap();
    assert!(json.contains("\"hooks\":[{\"argv\":[\"make\",\"1.2.1\"]}]"), "{json}");
    let read: Plan = serde_json::from_str(&json).unwrap();
    assert_eq!((read.digest(), &read.hooks), (plan.id.clone(), &plan.hooks));
    let forged: Plan = serde_json::from_str(&json.replace("make", "rm")).unwrap();
    assert!(product::genuine(&forged).is_err());
    // Left out, the plan says so, and comes to the same again.
    let options = Options { no_hooks: true, ..Options::default() };
    let without = with.plan_with(patch(&["core"]), options).unwrap();
    assert_eq!(told(&without), Vec::<String>::new());
    assert!(serde_json::to_string(&without.options).unwrap().contains("\"no-hooks\":true"));
}

#[test]
fn hooks_are_told_of_the_release_in_their_environment() {
    let world = world("", "");
    for (asked, version, tag) in
        [(patch(&["sdk"]), "1.2.1", "sdk-1.2.1"), (release("major", &["core"]), "2.0.0", "v2.0.0")]
    {
        let plan = world.plan(asked).unwrap();
        let wanted = [
            ("SYNCLINE_PLAN", plan.id.as_str()),
            ("SYNCLINE_PRODUCT", "Tool Box"),
            ("SYNCLINE_VERSION", version),
            ("SYNCLINE_TAG", tag),
            ("SYNCLINE_DATE", "2016-10-24"),
        ];
        assert_eq!(plan.variables(&world.product), wanted.map(|(name, is)| (name, is.to_owned())));
    }
}

#[test]
fn what_cannot_be_run_is_refused_with_how_it_is_written() {
    let many = format!("[product]\nhooks = [{}]", "['a'], ".repeat(65));
    let words = format!("[product]\nhooks = [[{}]]", "'a', ".repeat(257));
    for (config, says, at) in [
        (
            "[product]\nhooks = 'cargo test'",
            "a list of lists of strings, not string",
            "'cargo test'",
        ),
        ("[product]\nhooks = ['cargo test']", "[[\"…\", \"…\"]]", "'cargo test'"),
        ("[product]\nhooks = [['cargo', 1]]", "not integer", "1"),
        ("[component.x]\nhooks = [[]]", "a hook without a program", "[]"),
        ("[component.x]\nhooks = [['']]", "no name: write each word", "''"),
        ("[component.x]\nhooks = [[' ', 'x']]", "program has no name", "' '"),
        ("[defaults]\nhooks = [['x', \"a\\u0000\"]]", "nothing hidden", "\"a\\u0000\""),
        ("[defaults]\nhooks = [['x', '{versoin}']]", "did you mean {version}?", "'{versoin}'"),
        (
            "[product]\nhooks = [['x', '{component}']]",
            "unknown placeholder `{component}`",
            "'{component}'",
        ),
        (
            "[component.x]\nhooks = [['x', '{{crate_name}}']]",
            "write {component}",
            "'{{crate_name}}'",
        ),
        ("[component.x]\nhook = [['x']]", "did you mean `hooks`?", "hook"),
        ("hooks = [['x']]", "[product], [defaults] or a component", "hooks"),
        ("[component.x]\npre-release-hook = ['x']", "is written as `hooks`", "pre-release-hook"),
        (&many, "more than 64 hooks", "['a']"),
        (&words, "more than 256 words", "'a'"),
    ] {
        let text = format!("scheme = \"semver\"\n{config}\n");
        crate::schemas::agree("release.toml", text.as_bytes(), &|_| None);
        let error = Product::parse("release.toml", text.as_bytes(), &|_| None).unwrap_err();
        let said = format!("{error}: {}", error.help().unwrap_or_default());
        assert!(said.contains(says), "{config}: {said}");
        assert_eq!(error.class().exit_code(), 2);
        let Some(Place::File { span: Some(span), .. }) = error.place() else { panic!("{error}") };
        assert_eq!(span.of(&text), Some(at), "{config}");
    }
}

/// `{version}` reads any tag: what the version is, the line that moves says.
#[test]
fn the_version_of_a_lead_tag_is_read_by_the_line_that_moves() {
    let config = "[line.server]\nscheme = \"semver\"\ncomponents = [\"core\"]\ntag = \"{version}\"\n\
                  [line.client]\nscheme = \"semver\"\ncomponents = [\"app\"]\ntag = \"rel-{version}\"\n\
                  [component.core]\n[component.app]\n";
    let files = [("core/VERSION", "1.0.0"), ("app/VERSION", "2.0.0")];
    let world = World::new(config, &files);
    for (line, tag, version) in [("client", "rel-2.1.0", "2.1.0"), ("server", "1.1.0", "1.1.0")] {
        let options = Options { line: Some(line.into()), ..Options::default() };
        let plan = world.plan_with(release("minor", &[]), options).unwrap();
        let told = plan.variables(&world.product);
        let of = |name: &str| told.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        assert_eq!((of("SYNCLINE_TAG").as_str(), of("SYNCLINE_VERSION").as_str()), (tag, version));
    }
}
