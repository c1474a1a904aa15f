//! release-please.

use super::written::{says, written};
use super::*;

const CONFIG: &str = "release-please-config.json";

fn npm(name: &str, version: &str) -> String {
    format!("{{ \"name\": \"{name}\", \"version\": \"{version}\" }}\n")
}

#[test]
fn a_package_is_tagged_as_it_says_itself() {
    let config = "{ \"packages\": { \".\": { \"include-component-in-tag\": false }, \
                  \"lib\": { \"component\": \"core\" }, \"x\": { \"tag-separator\": \"@\", \
                  \"include-v-in-tag\": false, \"exclude-paths\": [\"x/doc\"], \"prerelease\": true, \
                  \"draft\": true, \"bump-minor-pre-major\": true, \"versioning\": \"prerelease\" } } }";
    let (app, lib, x) = (npm("@x/app", "1.0.0"), npm("@x/lib", "2.0.0"), npm("x", "1.5.0"));
    let files = [
        (CONFIG, config),
        ("package.json", app.as_str()),
        ("lib/package.json", &lib),
        ("x/package.json", &x),
    ];
    let text = written(&files, &["v0.9.0", "v1.0.0", "core-v2.0.0", "x@1.5.0"]);
    for said in [
        "[defaults]\ntag = \"{component}-v{version}\" # as 1 tag(s)",
        "[component.app] # 1.0.0\npath = \".\"\ntag = \"v{version}\"\n",
        "[component.core] # 2.0.0\npath = \"lib\"\nmanifests",
        "[component.x] # 1.5.0\ntag = \"{component}@{version}\"\n",
    ] {
        assert!(text.contains(said), "no {said} in\n{text}");
    }
    let left = "packages `x`: not carried over: exclude-paths, prerelease, draft, \
                bump-minor-pre-major, versioning";
    assert!(says(&text, left), "{text}");
}

#[test]
fn the_only_package_has_its_name_in_its_tags_unless_they_have_none() {
    let own = |config: &str| {
        let imported = read("release-please", &[(CONFIG, config)]);
        (imported.own_tag.unwrap(), imported.usual_tag)
    };
    let named = "{component}-v{version}".to_string();
    let bare = "v{version}".to_string();
    let node = "{ \"packages\": { \".\": { \"release-type\": \"node\" } } }";
    assert_eq!(own(node), (named.clone(), true));
    let told = "{ \"include-component-in-tag\": true, \"packages\": { \".\": {} } }";
    assert_eq!(own(told), (named.clone(), false));
    // What has no name of its own there has none in its tags.
    let simple = "{ \"release-type\": \"simple\", \"packages\": { \".\": {} } }";
    assert_eq!(own(simple), (bare, true));
    let called =
        "{ \"release-type\": \"simple\", \"packages\": { \".\": { \"component\": \"a\" } } }";
    assert_eq!(own(called), (named, true));
    let app = npm("@x/app", "1.0.0");
    let files = [(CONFIG, node), ("package.json", app.as_str())];
    for (tags, tag) in [
        (&[][..], "tag = \"{component}-v{version}\"\n"),
        (&["v0.9.0", "v1.0.0"], "tag = \"v{version}\""),
        (&["v0.1.0", "app-v1.0.0"], "tag = \"{component}-v{version}\" # as 1"),
    ] {
        let text = written(&files, tags);
        let defaults = text.split_once("[defaults]\n").unwrap().1;
        assert!(defaults.starts_with(tag), "{tags:?}: {text}");
    }
}

#[test]
fn linked_versions_are_one_number_for_those_that_they_name() {
    let config = |members: &str| {
        format!(
            "{{ \"packages\": {{ \"a\": {{}}, \"b\": {{}}, \"c\": {{}} }}, \"plugins\": [ \
             \"node-workspace\", {{ \"type\": \"sentence-case\" }}, \
             {{ \"type\": \"linked-versions\", \"groupName\": \"g\", \"components\": [{members}] }} ] }}"
        )
    };
    let (a, b, c) = (npm("a", "1.0.0"), npm("@x/b", "1.0.0"), npm("c", "1.0.0"));
    let (some, all) = (config("\"a\", \"b\""), config("\"a\", \"b\", \"c\""));
    let of = |config| {
        let files = [
            (CONFIG, config),
            ("a/package.json", a.as_str()),
            ("b/package.json", &b),
            ("c/package.json", &c),
        ];
        written(&files, &["a-v1.0.0", "b-v1.0.0", "c-v1.0.0"])
    };
    let text = of(&*some);
    assert!(text.contains("scheme = \"semver-independent\"\n"), "{text}");
    let named =
        "plugins: linked-versions `g`: under one number there, each under its own here: a, b.";
    assert!(says(&text, named), "{text}");
    assert!(says(&text, "plugins: node-workspace: not carried over: it releases"), "{text}");
    assert!(says(&text, "plugins: sentence-case: not carried over"), "{text}");
    let text = of(&*all);
    assert!(text.contains("scheme = \"semver-fixed\"\n"), "{text}");
}

#[test]
fn changelogs_are_where_it_was_told() {
    let config = "{ \"packages\": { \".\": { \"changelog-path\": \"HISTORY.md\" }, \"b\": {}, \
                  \"c\": { \"skip-changelog\": true }, \"d\": { \"changelog-path\": \"NEWS.rst\" }, \
                  \"e\": { \"changelog-path\": \"gone.md\" } } }";
    let log = "# Changelog\n";
    let names =
        ["package.json", "b/package.json", "c/package.json", "d/package.json", "e/package.json"];
    let packages: Vec<String> =
        ["a", "b", "c", "d", "e"].iter().map(|name| npm(name, "1.0.0")).collect();
    let mut files = Vec::from([
        (CONFIG, config),
        ("HISTORY.md", log),
        ("b/CHANGELOG.md", log),
        ("c/CHANGELOG.md", log),
        ("d/NEWS.rst", log),
    ]);
    files.extend(names.into_iter().zip(packages.iter().map(String::as_str)));
    let text = written(&files, &["a-v1.0.0"]);
    for (name, path) in [("b", "b/CHANGELOG.md"), ("a", "HISTORY.md")] {
        let table = text.split_once(&format!("[component.{name}]")).unwrap().1;
        let table = table.split("[component").next().unwrap();
        assert!(table.contains(&format!("changelog = \"{path}\"\n")), "{table}");
    }
    assert_eq!(text.matches("changelog = ").count(), 2, "{text}");
    for said in [
        "`d`: changelog-path: not carried over: d/NEWS.rst is not called as Markdown is",
        "`e`: changelog-path: not carried over: e/gone.md is not there",
    ] {
        assert!(says(&text, said), "no {said} in\n{text}");
    }
}
