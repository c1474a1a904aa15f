//! Lerna.

use alloc::format;

use super::written::{says, written};

const A: (&str, &str) = ("a/package.json", "{ \"name\": \"@x/a\", \"version\": \"1.1.0\" }");
const B: (&str, &str) = ("b/package.json", "{ \"name\": \"@x/b\", \"version\": \"1.1.0\" }");

#[test]
fn what_is_said_of_versions_and_of_publishing_is_carried_over_or_named() {
    let lerna = |version: &str, message: &str| {
        format!(
            "{{ \"version\": \"{version}\", \"tagVersionPrefix\": \"v\", \"ignoreChanges\": [\"*.md\"], \
             \"command\": {{ \"version\": {{ \"message\": \"{message}\", \"push\": false, \
             \"gitRemote\": \"up\", \"ignoreChanges\": [\"x\"] }}, \"publish\": {{ \
             \"registry\": \"https://r\", \"message\": \"m\" }} }} }}"
        )
    };
    let fixed = lerna("1.1.0", "chore: publish %s (%v)");
    let text = written(&[("lerna.json", fixed.as_str()), A, B], &["v1.1.0"]);
    let git = "push = false\nremote = \"up\"\n\
               messages = { commit = \"chore: publish {tag} ({version})\" }\n";
    assert!(text.contains(git), "{text}");
    for said in [
        "lerna.json, command.version: not carried over: ignoreChanges",
        "lerna.json, command.publish: not carried over: registry, message",
        "lerna.json: not carried over: ignoreChanges",
        "lerna.json: version: no release writes it any more",
    ] {
        assert!(says(&text, said), "no {said} in\n{text}");
    }
    // Where each has its own version no message has one.
    let own = lerna("independent", "publish %v");
    let text = written(&[("lerna.json", own.as_str()), A, B], &["@x/a@1.1.0", "@x/b@1.1.0"]);
    assert!(!text.contains("messages ="), "{text}");
    assert!(says(&text, "command.version: not carried over: message, ignoreChanges"), "{text}");
    assert!(!says(&text, "lerna.json: version:"), "{text}");
}

#[test]
fn its_changelogs_are_carried_over_where_it_writes_them() {
    let log = "# Changelog\n";
    let with = |lerna| {
        let files = [("lerna.json", lerna), ("CHANGELOG.md", log), ("a/CHANGELOG.md", log), A, B];
        written(&files, &["v1.1.0"])
    };
    let on = with(
        "{ \"version\": \"1.1.0\", \"command\": { \"version\": { \"conventionalCommits\": true } } }",
    );
    assert!(on.contains("name = \"tool\"\nchangelog = \"CHANGELOG.md\"\n"), "{on}");
    assert!(on.contains("changelog = \"a/CHANGELOG.md\"\n"), "{on}");
    let off = with("{ \"version\": \"1.1.0\" }");
    assert!(!off.contains("changelog ="), "{off}");
}
