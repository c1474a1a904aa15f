//! Findings as programs read them, and a configuration that is itself the finding.

use std::fs;

use serde_json::Value;

use super::look;
use crate::support::{Repository, chain};

fn moved() -> Repository {
    let repository = chain::released();
    repository.write("core/version.txt", "# Version\nversion = \"1.0.20161015\"\n");
    repository
}

#[test]
fn sarif_parses_and_points_at_the_place() {
    let output = look(&moved(), &["--format", "sarif"], 1);
    let log: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let result = &log["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"moved-by-hand".into(), &"error".into()));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "core/version.txt");
    assert_eq!(
        (&place["region"]["startLine"], &place["region"]["startColumn"]),
        (&2.into(), &12.into())
    );
}

#[test]
fn github_gets_one_command_for_each_finding() {
    let output = look(&moved(), &["--format", "github"], 1);
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert_eq!(lines.len(), 1, "{}", output.stdout);
    assert!(lines[0].starts_with("::error "), "{}", lines[0]);
    for words in ["file=core/version.txt", "line=2", "col=12", "::`core`"] {
        assert!(lines[0].contains(words), "no {words} in {}", lines[0]);
    }
}

#[test]
fn nothing_found_is_a_document_too() {
    let repository = chain::released();
    let json: Value = serde_json::from_str(&look(&repository, &["--json"], 0).stdout).unwrap();
    assert_eq!((&json["findings"], &json["errors"]), (&serde_json::json!([]), &0.into()));
    let sarif = look(&repository, &["--format", "sarif"], 0).stdout;
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"], serde_json::json!([]));
    assert_eq!(look(&repository, &["--format", "github"], 0).stdout, "");
    assert_eq!(look(&repository, &[], 0).stdout, "");
}

#[test]
fn an_error_is_a_document_in_every_format() {
    let repository = chain::released();
    for rev in ["--rev", "--range"] {
        let value = if rev == "--rev" { "nope" } else { "HEAD..nope" };
        let sarif = look(&repository, &["--format", "sarif", rev, value], 2).stdout;
        let sarif: Value = serde_json::from_str(&sarif).unwrap_or_else(|e| panic!("{e}: {sarif}"));
        let run = &sarif["runs"][0];
        assert_eq!(run["results"], serde_json::json!([]));
        let invocation = &run["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false);
        let told = &invocation["toolConfigurationNotifications"][0];
        assert_eq!(told["level"], "error");
        let text = told["message"]["text"].as_str().unwrap();
        assert!(text.starts_with("`nope` does not name a commit\nhelp: "), "{text}");
        let json = look(&repository, &["--json", rev, value], 2).stdout;
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(
            (&json["error"]["rule"], &json["error"]["class"]),
            (&"usage".into(), &"usage".into())
        );
    }
    // What is in the way of the run itself is told of as that; a file that it is about is named.
    repository.git(&["checkout", "-q", "--detach"]);
    repository.replace("release.toml", "scheme = \"chain\"", "scheme = \"chain\" # mine");
    fs::write(repository.at(".git/HEAD"), "nonsense").unwrap();
    let sarif = repository.run(&["lint", "--format", "sarif"]);
    assert_eq!(sarif.code, 5, "{sarif:?}");
    let sarif: Value = serde_json::from_str(&sarif.stdout).unwrap();
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert!(
        invocation["toolExecutionNotifications"][0]["message"]["text"].is_string(),
        "{sarif:#}"
    );
    assert_eq!(invocation["exitCode"], 5);
}

/// A hook's names of files are for what is staged.
#[test]
fn files_are_not_looked_at_one_by_one() {
    let repository = chain::released();
    let refused = look(&repository, &["core/version.txt"], 2).stderr;
    for words in ["`core/version.txt`: files are not looked at one by one", "`lint --staged`"] {
        assert!(refused.contains(words), "{refused}");
    }
    look(&repository, &["--staged", "core/version.txt"], 0);
}

/// Also where the words themselves cannot be read.
#[test]
fn a_wrong_option_is_told_in_the_format_asked_for() {
    let repository = chain::released();
    for words in [
        &["--format", "sarif", "--nope"][..],
        &["--format=sarif", "--nope"],
        &["--nope", "--format", "sarif"],
    ] {
        let sarif: Value = serde_json::from_str(&look(&repository, words, 2).stdout).unwrap();
        let told = &sarif["runs"][0]["invocations"][0]["toolConfigurationNotifications"][0];
        assert!(told["message"]["text"].as_str().unwrap().contains("--nope"), "{sarif:#}");
    }
    let github = look(&repository, &["--format", "github", "--nope"], 2).stdout;
    assert!(github.starts_with("::error"), "{github}");
    assert_eq!(look(&repository, &["--nope"], 2).stdout, "");
    assert_eq!(look(&repository, &["--format", "nope", "--nope"], 2).stdout, "");
}

#[test]
fn semantics_27_a_broken_configuration_is_a_finding_with_code_2() {
    for (old, new) in [
        ("scheme = \"chain\"", "scheme = \"chian\""),
        ("embeds = [\"core\"]", "embeds = [\"mac\"]"),
        ("embeds = [\"core\"]", "embed = [\"core\"]"),
        ("[component.sdk]", "[component.sdk"),
        ("tag = \"chain-{version}\"", "tag = \"chain\""),
    ] {
        let repository = chain::released();
        repository.replace("release.toml", old, new);
        let json = look(&repository, &["--json"], 2).stdout;
        let json: Value =
            serde_json::from_str(&json).unwrap_or_else(|e| panic!("{new}: {e}: {json}"));
        assert_eq!(json["errors"], 1, "{json:#}");
        let finding = &json["findings"][0];
        assert_eq!(finding["rule"], "configuration", "{json:#}");
        assert_eq!(finding["path"], "release.toml", "{json:#}");
        assert!(finding["help"].is_string(), "{json:#}");
        let line = finding["line"].as_u64().unwrap_or_default();
        assert!(line > 0, "{json:#}");
        let github = look(&repository, &["--format", "github"], 2).stdout;
        assert!(github.contains("file=release.toml"), "{github}");
        look(&repository, &["--format", "sarif"], 2);
        repository.git(&["add", "-A"]);
        look(&repository, &["--staged"], 2);
        let commit = repository.commit("Break it");
        look(&repository, &["--rev", &commit], 2);
    }
}
