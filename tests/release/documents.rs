//! The JSON documents that scripts rely on, key by key (CLI.md).

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use super::{document, look, run, workspace};
use crate::support::chain;

/// The keys of an object, sorted.
fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap_or_else(|| panic!("no object: {value}"))
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn cli_the_plan_has_the_keys_of_the_contract() {
    let repository = chain::released();
    repository.write("core/change", "").commit("Change the core");
    let words = ["plan", "patch", "core", "sdk", "--date", "2016-11-01", "--json"];
    let output = look(&repository, &words, 0);
    assert_eq!(output.stderr, "", "standard output is data, standard error is for people");
    let plan = document(&output);
    for key in [
        "format",
        "product",
        "scheme",
        "date",
        "base",
        "request",
        "line",
        "files",
        "options",
        "components",
        "unchanged",
        "edits",
        "tags",
        "commit",
        "id",
    ] {
        assert!(keys(&plan).contains(&key), "no {key} in {plan:#}");
    }
    assert_eq!(
        [&plan["format"], &plan["product"], &plan["scheme"], &plan["date"], &plan["base"]],
        [
            &json!(1),
            &json!("Chain Core"),
            &json!("chain"),
            &json!("2016-11-01"),
            &json!(repository.head())
        ]
    );
    assert_eq!(plan["request"], json!({ "kind": "patch", "components": ["core", "sdk"] }));
    assert_eq!(plan["line"], json!({ "from": "1.0", "to": "1.0" }));
    let blob = repository.git(&["rev-parse", "HEAD:core/version.txt"]);
    assert_eq!(plan["files"][0], json!({ "path": "core/version.txt", "blob": blob.trim() }));
    assert_eq!(plan["options"], json!({}));
    assert_eq!(
        plan["components"],
        json!([
            { "name": "core", "from": "1.0", "to": "1.0.20161101", "tag": "core-1.0.20161101",
              "reasons": [{ "kind": "requested" }] },
            { "name": "sdk", "from": "1.0", "to": "1.0.20161101", "tag": "sdk-1.0.20161101",
              "reasons": [{ "kind": "requested" }] },
            { "name": "mac", "from": "1.0", "to": "1.0.20161101", "tag": "mac-1.0.20161101",
              "reasons": [{ "kind": "embeds", "component": "core" }] },
        ])
    );
    assert_eq!(
        plan["edits"][0],
        json!({ "path": "core/version.txt", "start": 11, "end": 14, "old": "1.0",
                "new": "1.0.20161101", "role": "version" })
    );
    let tags = plan["tags"].as_array().unwrap();
    let lead: Vec<bool> = tags.iter().map(|tag| tag["lead"] == true).collect();
    assert_eq!(lead, [false, false, true], "the lead tag is last, and alone: {tags:?}");
    assert_eq!(tags[2]["name"], "core-1.0.20161101");
    assert!(tags.iter().all(|tag| keys(tag).contains(&"component")), "{tags:?}");
    assert!(plan["commit"]["message"].as_str().unwrap().contains("core"));
    assert_eq!(plan["id"].as_str().unwrap().len(), 64);
    assert_eq!(document(&look(&repository, &words, 0)), plan, "the same again, to the byte");

    let product =
        document(&look(&repository, &["plan", "release", "minor", "-p", "core", "--json"], 0));
    assert_eq!(product["unchanged"], json!([{ "name": "sdk", "version": "1.0", "lag": true }]));
    assert_eq!(product["line"], json!({ "from": "1.0", "to": "1.1" }));
}

#[test]
fn semantics_23_the_id_is_the_hash_of_all_above() {
    let repository = workspace();
    let output = look(&repository, &["plan", "release", "minor", "--json"], 0);
    let mut plan = document(&output);
    let id = plan.as_object_mut().unwrap().remove("id").unwrap();
    // serde_json sorts keys and writes no white space.
    let path = repository.beside("canonical.json");
    fs::write(&path, plan.to_string()).unwrap();
    let Ok(output) = Command::new("sha256sum").arg(&path).output() else {
        eprintln!("SKIPPED: sha256sum is not installed");
        return;
    };
    let digest = String::from_utf8(output.stdout).unwrap();
    assert_eq!(id.as_str(), digest.split(' ').next());
}

#[test]
fn cli_the_status_has_the_keys_of_the_contract() {
    let repository = chain::released();
    run(&repository, &["patch", "sdk", "--yes", "--date", "2016-11-01"], 0);
    run(&repository, &["release", "minor", "-p", "core", "--yes", "--date", "2016-11-02"], 0);
    repository.write("sdk/change", "").commit("Change the SDK");
    let output = look(&repository, &["status", "--json", "--date", "2016-11-08"], 0);
    assert_eq!(output.stderr, "");
    let status = document(&output);
    assert_eq!((&status["format"], &status["line"]), (&json!(1), &json!("1.1")));
    let components = status["components"].as_array().unwrap();
    assert_eq!(
        components[1],
        json!({ "name": "sdk", "version": "1.0.20161101", "tag": "sdk-1.0.20161101",
                "changed": true, "lag": true, "next": "1.1.20161108" })
    );
    assert_eq!(
        components[0],
        json!({ "name": "core", "version": "1.1", "tag": "core-1.1",
                "changed": false, "lag": false, "next": "1.1.20161108" })
    );
    // On the very day of its release, a component cannot be patched again.
    run(&repository, &["patch", "sdk", "--yes", "--date", "2016-11-08"], 0);
    let status = document(&look(&repository, &["status", "--json", "--date", "2016-11-08"], 0));
    assert_eq!(status["components"][1]["next"], Value::Null);
}

#[test]
fn cli_findings_have_the_keys_of_the_contract() {
    let repository = chain::released();
    repository.write("core/version.txt", "version = \"1.0.20161001\"\n");
    let output = look(&repository, &["lint", "--format", "json"], 1);
    let lint = document(&output);
    assert_eq!(keys(&lint), ["errors", "findings", "format", "warnings"]);
    assert_eq!(
        (&lint["format"], &lint["errors"], &lint["warnings"]),
        (&json!(1), &json!(1), &json!(0))
    );
    let finding = &lint["findings"][0];
    assert_eq!(
        keys(finding),
        [
            "column",
            "component",
            "end",
            "fixable",
            "help",
            "line",
            "message",
            "path",
            "policy",
            "rule",
            "severity",
            "start",
        ]
    );
    assert_eq!(
        (&finding["rule"], &finding["severity"]),
        (&json!("moved-by-hand"), &json!("error"))
    );
    assert_eq!(
        (&finding["path"], &finding["component"]),
        (&json!("core/version.txt"), &json!("core"))
    );
    assert_eq!((&finding["line"], &finding["column"]), (&json!(1), &json!(12)));
    assert_eq!((&finding["start"], &finding["end"]), (&json!(11), &json!(23)));
    assert_eq!(finding["fixable"], true);
}

#[test]
fn all_of_one_kind_that_stand_in_the_way_are_told_at_once() {
    let repository = chain::released();
    for name in ["core", "sdk", "mac"] {
        repository.write(&format!("{name}/version.txt"), "version = \"1.0.20160101\"\n");
    }
    repository.commit("Move by hand");
    let arguments = ["release", "minor", "--all", "--yes", "--date", "2016-11-01"];
    let output = repository.run(&arguments);
    assert_eq!(output.code, 1, "{}", output.stdout);
    let lines: Vec<&str> = output.stderr.lines().collect();
    assert!(lines[0].contains("`core` says 1.0.20160101, but 1.0 was its last release"));
    assert_eq!(
        lines.iter().filter(|line| line.starts_with("also: ")).collect::<Vec<_>>(),
        [
            &"also: `sdk` says 1.0.20160101, but 1.0 was its last release (sdk-1.0) (sdk/version.txt:1)",
            &"also: `mac` says 1.0.20160101, but 1.0 was its last release (mac-1.0) (mac/version.txt:1)",
        ]
    );
    assert!(lines.last().unwrap().starts_with("help: "), "{}", output.stderr);
    let error = document(&look(&repository, &[&arguments[..], &["--json"]].concat(), 1));
    let also = error["error"]["also"].as_array().unwrap();
    assert_eq!(keys(&also[0]), ["column", "line", "message", "path"]);
    assert_eq!(
        (also.len(), &also[1]["path"], &also[1]["line"], &also[1]["column"]),
        (2, &json!("mac/version.txt"), &json!(1), &json!(12))
    );
}

#[test]
fn errors_are_json_too_and_a_release_answers_in_json() {
    let repository = chain::released();
    let output = look(&repository, &["patch", "sdk", "--level", "minor", "--yes", "--json"], 1);
    let error = document(&output);
    assert_eq!((&error["format"], &error["error"]["class"]), (&json!(1), &json!("policy")));
    assert_eq!(error["error"]["rule"], "CHAIN-3");

    let output = run(&repository, &["patch", "sdk", "--yes", "--date", "2016-11-01", "--json"], 0);
    assert_eq!(document(&output)["commit"], repository.head());
}
