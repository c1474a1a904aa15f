//! Findings and errors as SARIF 2.1.0, for code scanning services.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>; sections below are its.

use place::{Class, Explain, Finding, Place, Severity};
use serde_json::{Value, json};

use super::{Report, Reported, Sources, json};

/// All findings as one log with one run.
pub(super) fn findings(findings: &[Reported<'_>]) -> String {
    let mut rules: Vec<&str> = findings.iter().map(|(finding, _)| finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let results: Vec<Value> = findings
        .iter()
        .map(|(finding, report)| {
            result(finding, report, rules.binary_search(&finding.rule).unwrap_or_default())
        })
        .collect();
    log(&json!({
        "tool": tool(&rules),
        "columnKind": "unicodeCodePoints",
        "results": results,
    }))
}

/// An error as a log with one run that looked at nothing: without results, and with the error among
/// what the tool has to say of its run (`invocations`, 3.20).
pub(super) fn error(error: &dyn Explain, sources: &Sources) -> String {
    let report = Report::of_error(error, sources);
    let notifications = match error.class() {
        Class::Usage => "toolConfigurationNotifications",
        _ => "toolExecutionNotifications",
    };
    let told = core::iter::once(&report).chain(&report.also);
    let told: Vec<Value> = told.map(notification).collect();
    log(&json!({
        "tool": tool(&[]),
        "columnKind": "unicodeCodePoints",
        "invocations": [{
            "executionSuccessful": false,
            "exitCode": error.class().exit_code(),
            notifications: told,
        }],
        "results": [],
    }))
}

fn log(run: &Value) -> String {
    json::document(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }))
}

fn tool(rules: &[&str]) -> Value {
    json!({ "driver": {
        "name": "syncline",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>(),
    } })
}

/// One thing that the tool has to say of itself.
fn notification(report: &Report<'_>) -> Value {
    let mut text = report.message.clone();
    if let Some(said) = &report.said {
        text.push('\n');
        text.push_str(said);
    }
    let mut all = json!({ "level": "error", "message": { "text": helped(text, &report.help) } });
    if let Some(object) = all.as_object_mut() {
        object.extend(report.rule.map(|id| ("descriptor".to_owned(), json!({ "id": id }))));
        object.extend(location(report).map(|at| ("locations".to_owned(), json!([at]))));
    }
    all
}

/// A message's text with what to do next below it.
fn helped(mut text: String, help: &Option<String>) -> String {
    if let Some(help) = help {
        text.push_str("\nhelp: ");
        text.push_str(help);
    }
    message(&text)
}

fn result(finding: &Finding, report: &Report<'_>, rule: usize) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let text = helped(finding.message.clone(), &finding.help);
    let mut all = json!({
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": level,
        "message": { "text": text },
        "properties": { "policy": finding.policy, "component": finding.component },
    });
    if let (Some(location), Some(object)) = (location(report), all.as_object_mut()) {
        object.insert("locations".into(), json!([location]));
    }
    all
}

fn location(report: &Report<'_>) -> Option<Value> {
    match report.place.as_ref()? {
        Place::File { path, span } => {
            let mut physical = json!({ "artifactLocation": { "uri": uri(path) } });
            if let (Some(span), Some(object)) = (span, physical.as_object_mut()) {
                let mut region = json!({ "byteOffset": span.start, "byteLength": span.len() });
                if let (Some((start, end)), Some(object)) =
                    (report.positions(), region.as_object_mut())
                {
                    object.insert("startLine".into(), json!(start.line));
                    object.insert("startColumn".into(), json!(start.column));
                    object.insert("endLine".into(), json!(end.line));
                    object.insert("endColumn".into(), json!(end.column));
                }
                object.insert("region".into(), region);
            }
            Some(json!({ "physicalLocation": physical }))
        }
        Place::Ref(name) => Some(json!({ "logicalLocations": [{ "name": name, "kind": "ref" }] })),
        Place::Argument(_) => None,
    }
}

/// A message's text: braces are doubled (3.11.5), and brackets that would make a link of two
/// pieces of a repository's text are escaped (3.11.6).
fn message(text: &str) -> String {
    let text = text.replace('{', "{{").replace('}', "}}");
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text }
}

/// A path as a relative URI reference (3.4.3): everything but unreserved characters and `/` is
/// percent-escaped.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn log() -> Value {
        let (all, sources) = fixture::findings();
        serde_json::from_str(&findings(&fixture::reported(&all, &sources))).unwrap()
    }

    #[test]
    fn rules_are_listed_once_and_pointed_at() {
        let run = &log()["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in run["results"].as_array().unwrap() {
            let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[at]["id"], result["ruleId"]);
        }
        assert_eq!(rules.len(), 5);
    }

    #[test]
    fn a_location_counts_lines_characters_and_bytes() {
        let physical = &log()["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "sdk/java/pom.xml");
        assert_eq!(
            physical["region"],
            json!({ "startLine": 2, "startColumn": 11, "endLine": 2, "endColumn": 21,
                    "byteOffset": 21, "byteLength": 10 })
        );
    }

    #[test]
    fn hostile_text_is_neither_a_link_nor_a_placeholder_nor_a_path() {
        let hostile = &log()["runs"][0]["results"][1];
        assert_eq!(hostile["message"]["text"], "100% \u{202e}::x\n::error::y ${{a}} \\[b\\](c)");
        let uri = &hostile["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(uri, "evil%2C%0A%3A%3Aerror%3A%3Ax");
    }
}
