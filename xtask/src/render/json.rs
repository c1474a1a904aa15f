//! Findings, errors and answers as JSON.

use place::{Class, Explain, Severity};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Report, Reported, Sources, count};
use crate::{escape, outcome};

/// The version of every JSON document of ours.
pub const FORMAT: u32 = 1;

/// What a command says of each line: that alone where there is one, else a list.
#[must_use]
pub fn lines(lines: &[impl Serialize]) -> String {
    match lines {
        [line] => document(line),
        // Written as it is, not by way of a map: that would sort the keys of each.
        lines => document(&Lines { format: FORMAT, lines }),
    }
}

/// What is said of several lines, in a product that has them.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "{T}OfLines")]
pub(super) struct Lines<'a, T> {
    /// The format of this JSON: 1.
    format: u32,
    /// The lines.
    lines: &'a [T],
}

/// `value` as indented JSON and a line feed. Within strings, everything that a terminal or a CI
/// system would act on is written as `\u` escapes: the value read back is the same.
#[must_use]
pub fn document(value: &impl Serialize) -> String {
    // Our own types: no map has keys that are not strings, and nothing is written but memory.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    let commands = escape::commands(&text);
    let mut out = String::with_capacity(text.len());
    let mut units = [0; 2];
    for (at, c) in text.char_indices() {
        if (escape::is_hostile(c) && c != '\n') || commands.binary_search(&at).is_ok() {
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// What `lint` and `audit` found.
#[derive(Serialize, JsonSchema)]
pub(super) struct Findings<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// Everything that was found.
    findings: Vec<Row<'a>>,
    /// How many of them are errors.
    errors: usize,
    /// How many of them are warnings.
    warnings: usize,
}

/// A finding, with its keys in every JSON document.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub(super) struct Row<'a> {
    /// The generic rule's ID.
    rule: &'a str,
    /// The policy's own ID for it; null where the scheme binds none.
    policy: Option<&'a str>,
    /// How much it matters.
    severity: Severity,
    /// What is wrong.
    message: &'a str,
    /// The component concerned.
    component: Option<&'a str>,
    /// The file that it is about.
    path: Option<&'a str>,
    /// Its line, from 1.
    line: Option<usize>,
    /// Its column in characters, from 1.
    column: Option<usize>,
    /// The offset of its first byte in the file.
    start: Option<usize>,
    /// The offset past its last byte.
    end: Option<usize>,
    /// What to do next.
    help: Option<&'a str>,
    /// Whether `lint --fix` mends it.
    fixable: bool,
    /// The ref that it is about, where it is about one.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
}

/// All findings as one document, in the shape of docs/cli.md: every key always there, null where
/// a finding has nothing to say. Columns count characters, `start` and `end` bytes of the file. A
/// finding on a ref has the ref's name under `ref` as well.
pub(super) fn findings(findings: &[Reported<'_>]) -> String {
    document(&Findings {
        format: FORMAT,
        errors: count(findings, Severity::Error),
        warnings: count(findings, Severity::Warning),
        findings: findings.iter().map(row).collect(),
    })
}

/// `finding` as JSON has it.
pub(super) fn row<'a>((finding, report): &'a Reported<'a>) -> Row<'a> {
    let start = report.positions().map(|(start, _)| start);
    Row {
        rule: finding.rule,
        policy: finding.policy.as_deref(),
        severity: finding.severity,
        message: &finding.message,
        component: finding.component.as_deref(),
        path: report.path(),
        line: start.map(|at| at.line),
        column: start.map(|at| at.column),
        start: report.span().map(|span| span.start),
        end: report.span().map(|span| span.end),
        help: finding.help.as_deref(),
        fixable: finding.fix.is_some(),
        reference: report.reference(),
    }
}

/// Why a component has the version that it has.
#[derive(Serialize, JsonSchema)]
pub(super) struct Derivation<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The component.
    component: &'a str,
    /// What follows from what, in sentences.
    steps: &'a [String],
}

/// The derivation of a component's version.
#[must_use]
pub fn derivation_json(component: &str, steps: &[String]) -> String {
    document(&Derivation { format: FORMAT, component, steps })
}

/// What ends a command with an error.
#[derive(Serialize, JsonSchema)]
pub(super) struct Failure<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The error.
    error: Cause<'a>,
}

/// Why a command ended.
#[derive(Serialize, JsonSchema)]
struct Cause<'a> {
    /// The policy's rule that speaks, else the generic one; `usage` where neither does and the request
    /// is wrong, null of any other.
    rule: Option<&'a str>,
    /// What is wrong.
    message: &'a str,
    /// What another program said about it.
    said: Option<&'a str>,
    /// What to do next.
    help: Option<&'a str>,
    /// What kind of error it is, which the exit code says as well.
    class: &'static str,
    /// The file that it is about.
    path: Option<&'a str>,
    /// Its line, from 1.
    line: Option<usize>,
    /// Its column in characters, from 1.
    column: Option<usize>,
    /// The ref that it is about, where it is about one.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    /// Others of its kind that stand in the way as well; left out where it is alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Other<'a>>,
}

/// Another error of the kind of the one that is told in full.
#[derive(Serialize, JsonSchema)]
struct Other<'a> {
    /// What is wrong.
    message: &'a str,
    /// The file that it is about.
    path: Option<&'a str>,
    /// Its line, from 1.
    line: Option<usize>,
    /// Its column in characters, from 1.
    column: Option<usize>,
}

impl<'a> Other<'a> {
    fn of(report: &'a Report<'_>) -> Self {
        let start = report.positions().map(|(start, _)| start);
        Self {
            message: &report.message,
            path: report.path(),
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
        }
    }
}

/// An error as one document; every key always there, but for `ref` and `also`.
pub(super) fn error(error: &dyn Explain, sources: &Sources) -> String {
    let report = Report::of_error(error, sources);
    let start = report.positions().map(|(start, _)| start);
    let class = error.class();
    document(&Failure {
        format: FORMAT,
        error: Cause {
            rule: report
                .rule
                .or_else(|| (class == Class::Usage).then(|| outcome::class_name(class))),
            message: &report.message,
            said: report.said.as_deref(),
            help: report.help.as_deref(),
            class: outcome::class_name(class),
            path: report.path(),
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
            reference: report.reference(),
            also: report.also.iter().map(Other::of).collect(),
        },
    })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::fixture;
    use super::*;

    #[test]
    fn findings_have_the_shape_of_the_contract() {
        let (findings, sources) = fixture::findings();
        let text = super::findings(&fixture::reported(&findings, &sources));
        let value: Value = serde_json::from_str(&text).unwrap();
        let first = &value["findings"][0];
        let keys: Vec<&str> = first.as_object().unwrap().keys().map(String::as_str).collect();
        let mut wanted = [
            "rule",
            "policy",
            "severity",
            "message",
            "component",
            "path",
            "line",
            "column",
            "start",
            "end",
            "help",
            "fixable",
        ];
        wanted.sort_unstable();
        assert_eq!(keys, wanted);
        assert_eq!(first["line"], 2);
        assert_eq!(first["column"], 11);
        assert_eq!((&first["start"], &first["end"]), (&21.into(), &31.into()));
        assert_eq!(first["fixable"], true);
        assert_eq!(
            (&value["format"], &value["errors"], &value["warnings"]),
            (&1.into(), &2.into(), &2.into())
        );
        assert_eq!(value["findings"][2]["ref"], "v1");
        assert_eq!(value["findings"][4]["line"], Value::Null, "its text is not known");
    }

    #[test]
    fn hostile_text_reads_back_but_does_not_act() {
        let hostile = "\u{9b}2J \u{202e} ##[group]\n::error::x \u{e0041}";
        let text = document(&hostile);
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), hostile);
        assert!(text.is_ascii() && !text.contains("##["), "{text}");
    }

    #[test]
    fn an_error_about_a_ref_names_it() {
        let error = apply::ApplyError::from(apply::DestinationError::OtherName {
            branch: "feature".into(),
            remote: "origin".into(),
            there: "main".into(),
        });
        let value: Value =
            serde_json::from_str(&super::error(&error, &Sources::default())).unwrap();
        assert_eq!(value["error"]["ref"], "feature");
        assert!(value["error"]["path"].is_null());
    }

    #[test]
    fn an_error_has_the_shape_of_the_contract() {
        let error = place::ConfigError::value(
            place::Place::File { path: "release.toml".into(), span: Some(place::Span::new(3, 4)) },
            "unknown scheme `chian`",
            "did you mean `chain`?",
        );
        let mut sources = Sources::default();
        sources.insert("release.toml", "a\nbcd\n");
        let value: Value = serde_json::from_str(&super::error(&error, &sources)).unwrap();
        assert_eq!(
            value,
            serde_json::json!({ "format": 1, "error": {
                "rule": "configuration", "message": "unknown scheme `chian`",
                "said": null, "help": "did you mean `chain`?", "class": "usage",
                "path": "release.toml", "line": 2, "column": 2,
            } })
        );
    }
}
