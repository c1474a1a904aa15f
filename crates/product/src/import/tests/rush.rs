//! Rush.

use super::written::{says, written};
use super::*;

const POLICIES: &str = "common/config/rush/version-policies.json";

fn projects(more: &str) -> String {
    format!(
        "{{ \"rushVersion\": \"5.0.0\", {more} \"projects\": [ {{ \"packageName\": \"@x/a\", \
         \"projectFolder\": \"a\", \"versionPolicyName\": \"p\" }}, {{ \"packageName\": \"@x/b\", \
         \"projectFolder\": \"b\", \"shouldPublish\": true }} ] }}"
    )
}

const A: (&str, &str) = ("a/package.json", "{ \"name\": \"@x/a\", \"version\": \"1.0.0\" }\n");
const B: (&str, &str) = ("b/package.json", "{ \"name\": \"@x/b\", \"version\": \"1.0.0\" }\n");

#[test]
fn tags_are_named_as_rush_does_unless_there_are_others() {
    let rush = projects("");
    let text = written(&[("rush.json", rush.as_str()), A, B], &[]);
    assert!(text.contains("[defaults]\ntag = \"{component}_v{version}\"\n"), "{text}");
    for component in ["[component.\"@x/a\"]", "[component.\"@x/b\"]"] {
        assert!(text.contains(component), "{text}");
    }
    let text = written(&[("rush.json", rush.as_str()), A, B], &["@x/a@1.0.0", "@x/b@1.0.0"]);
    assert!(text.contains("[defaults]\ntag = \"{component}@{version}\" # as 2"), "{text}");
    let said = projects("\"gitPolicy\": { \"tagSeparator\": \"-v\" },");
    let text = written(&[("rush.json", said.as_str()), A, B], &["@x/a@1.0.0", "@x/b@1.0.0"]);
    assert!(text.contains("[defaults]\ntag = \"{component}-v{version}\"\n"), "{text}");
}

#[test]
fn one_tag_for_all_of_one_number_stays_that() {
    let rush = projects("").replace("\"shouldPublish\": true", "\"versionPolicyName\": \"p\"");
    let policies = "[ { \"policyName\": \"p\", \"definitionName\": \"lockStepVersion\" } ]";
    let files = [("rush.json", rush.as_str()), (POLICIES, policies), A, B];
    let text = written(&files, &["v0.9.0", "v1.0.0"]);
    assert!(text.contains("scheme = \"semver-fixed\"\n"), "{text}");
    assert!(text.contains("[defaults]\ntag = \"v{version}\" # one tag for all"), "{text}");
    let text = written(&files, &[]);
    assert!(text.contains("[defaults]\ntag = \"{component}_v{version}\"\n"), "{text}");
}

#[test]
fn what_its_policies_say_is_carried_over_or_named() {
    let rush = projects(
        "\"hotfixChangeEnabled\": true, \"gitPolicy\": { \"versionBumpCommitMessage\": \
         \"bump [skip ci]\", \"changeLogUpdateCommitMessage\": \"logs\" },",
    );
    let policies = "[ { \"policyName\": \"p\", \"definitionName\": \"lockStepVersion\", \"version\": \
                    \"1.0.0\", \"nextBump\": \"minor\", \"mainProject\": \"@x/a\" } ]";
    let text = written(&[("rush.json", rush.as_str()), (POLICIES, policies), A, B], &[]);
    assert!(text.contains("messages = { commit = \"bump [skip ci]\" }\n"), "{text}");
    for said in [
        "rush.json, gitPolicy: not carried over: changeLogUpdateCommitMessage",
        "rush.json: not carried over: hotfixChangeEnabled",
        "version-policies.json: `p`: not carried over: nextBump, mainProject",
    ] {
        assert!(says(&text, said), "no {said} in\n{text}");
    }
    // What is no template here is named.
    let rush = projects("\"gitPolicy\": { \"versionBumpCommitMessage\": \"bump {x}\" },");
    let text = written(&[("rush.json", rush.as_str()), A, B], &[]);
    assert!(says(&text, "gitPolicy: not carried over: versionBumpCommitMessage"), "{text}");
    assert!(!text.contains("messages ="), "{text}");
}

#[test]
fn changes_that_are_pending_are_counted() {
    let rush = projects("");
    let files = [
        ("rush.json", rush.as_str()),
        ("common/changes/@x/a/one.json", "{}"),
        ("common/changes/@x/b/two.json", "{}"),
        ("a/CHANGELOG.md", "# Changelog\n"),
        ("a/CHANGELOG.json", "{}"),
        A,
        B,
    ];
    let text = written(&files, &[]);
    assert!(says(&text, "2 change(s) are still pending in common/changes"), "{text}");
    assert!(text.contains("changelog = \"a/CHANGELOG.md\"\n"), "{text}");
    assert!(!text.contains("b/CHANGELOG.md"), "{text}");
    assert!(says(&text, "CHANGELOG.json beside each changelog: no release writes it"), "{text}");
    let text = written(&[("rush.json", rush.as_str()), A, B], &[]);
    assert!(!text.contains("CHANGELOG") && !text.contains("pending"), "{text}");
}
