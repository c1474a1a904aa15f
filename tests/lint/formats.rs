//! Findings as programs read them, and a configuration that is itself the finding.

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
