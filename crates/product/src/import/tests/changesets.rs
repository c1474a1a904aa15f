//! changesets.

use super::written::{says, written};
use super::*;

const CONFIG: &str = ".changeset/config.json";

#[test]
fn packages_that_are_ignored_are_left_out() {
    let imported = |ignore: &str| {
        let text = format!("{{ \"ignore\": [{ignore}] }}");
        read("changesets", &[(CONFIG, text.as_str())])
    };
    for (ignore, out, kept) in [
        ("\"a\"", &["a"][..], &["@x/a", "b"][..]),
        ("\"@x/*\", \"!@x/b\"", &["@x/a", "@x/c"], &["@x/b", "a"]),
        ("\"*\"", &["a", "b"], &["@x/a"]),
        ("\"!b\"", &["a", "@x/a"], &["b"]),
        ("", &[], &["a"]),
    ] {
        let imported = imported(ignore);
        for (names, ignored) in [(out, true), (kept, false)] {
            for name in names {
                assert_eq!(imported.ignores(name), ignored, "{name} of {ignore}");
            }
        }
    }
    let imported = imported("\"!(@x/*)\", \"y\", \"[\"");
    assert_eq!(imported.ignored, ["y"]);
    let said = "ignore: not carried over: !(@x/*), [: packages";
    assert!(imported.doubts.iter().any(|doubt| doubt.contains(said)), "{:?}", imported.doubts);
    let files = [
        (CONFIG, "{ \"ignore\": [\"@x/site\"] }"),
        ("package.json", "{ \"private\": true, \"workspaces\": [\"packages/*\"] }"),
        ("packages/a/package.json", "{ \"name\": \"@x/a\", \"version\": \"1.1.0\" }"),
        ("packages/site/package.json", "{ \"name\": \"@x/site\", \"version\": \"0.3.0\" }"),
    ];
    let text = written(&files, &["@x/a@1.1.0", "@x/site@0.4.0"]);
    assert!(text.contains("[component.\"@x/a\"]"), "{text}");
    assert!(!text.contains("site\"]"), "{text}");
    assert!(says(&text, "Left out, as the other tool does: packages/site/package.json."), "{text}");
}

const A: (&str, &str) = ("a/package.json", "{ \"name\": \"@x/a\", \"version\": \"1.1.0\" }");
const B: (&str, &str) = ("b/package.json", "{ \"name\": \"@x/b\", \"version\": \"0.3.0\" }");
const LOG: &str = "# Changelog\n";

#[test]
fn what_else_it_says_is_carried_over_or_named() {
    let config = "{ \"changelog\": [\"./logs.js\", {}], \"commit\": [\"./c.js\", {}], \
                  \"updateInternalDependencies\": \"minor\", \"access\": \"public\" }";
    let files = [
        (CONFIG, config),
        (".changeset/pre.json", "{ \"mode\": \"pre\", \"tag\": \"next\" }"),
        (".changeset/README.md", "What this is\n"),
        A,
        B,
    ];
    let text = written(&files, &["@x/a@1.1.0", "@x/b@0.3.0"]);
    for said in [
        "changelog: releases write what `notes` tells, and not as ./logs.js has it",
        "commit: not carried over: ./c.js",
        "updateInternalDependencies: not carried over: `minor`",
        "not carried over: access",
        ".changeset/pre.json: not carried over: pre-releases are being made there (next)",
    ] {
        assert!(says(&text, said), "no {said} in\n{text}");
    }
    assert!(!text.contains("pending"), "{text}");
    let usual = "{ \"changelog\": \"@changesets/cli/changelog\", \"commit\": false, \
                 \"updateInternalDependencies\": \"patch\" }";
    let files = [(CONFIG, usual), (".changeset/big-cat.md", "---\n---\n"), A, B];
    let text = written(&files, &["@x/a@1.1.0"]);
    assert!(!text.contains("not as") && !text.contains("updateInternal"), "{text}");
    assert!(says(&text, "1 change(s) are still pending in .changeset"), "{text}");
}

#[test]
fn the_branch_is_called_as_it_is_here() {
    for (said, branch) in [
        ("main", "main"),
        ("origin/main", "main"),
        ("refs/remotes/upstream/release/2", "release/2"),
        ("refs/heads/main", "main"),
        ("release/origin/x", "release/origin/x"),
        ("origin/", "origin/"),
    ] {
        let text = format!("{{ \"baseBranch\": \"{said}\" }}");
        assert_eq!(read("changesets", &[(CONFIG, text.as_str())]).allow_branch, [branch]);
    }
}

#[test]
fn changelogs_that_are_there_are_carried_over() {
    let config = (CONFIG, "{}");
    let (a, b) = (("a/CHANGELOG.md", LOG), ("b/CHANGELOG.md", LOG));
    // One line for all of them, where all have one.
    let text = written(&[config, A, B, a, b], &["@x/a@1.1.0"]);
    assert_eq!(text.matches("changelog = ").count(), 1, "{text}");
    assert!(text.contains("\nchangelog = \"CHANGELOG.md\"\n"), "{text}");
    let text = written(&[config, A, B, b], &["@x/a@1.1.0"]);
    assert_eq!(text.matches("changelog = ").count(), 1, "{text}");
    assert!(text.contains("changelog = \"b/CHANGELOG.md\"\n"), "{text}");
    assert!(!written(&[config, A, B], &["@x/a@1.1.0"]).contains("changelog ="));
    let off = (CONFIG, "{ \"changelog\": false }");
    assert!(!written(&[off, A, B, a, b], &["@x/a@1.1.0"]).contains("changelog ="));
    // A workspace needs no tables, unless some of its packages have a changelog and others none.
    let root = ("package.json", "{ \"private\": true, \"workspaces\": [\"a\", \"b\"] }");
    let text = written(&[config, root, A, B, a], &["@x/a@1.1.0", "@x/b@0.3.0"]);
    assert!(text.contains("changelog = \"a/CHANGELOG.md\"\n"), "{text}");
}
