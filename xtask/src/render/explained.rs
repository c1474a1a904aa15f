//! Rules, as `explain` tells of them.

use place::Severity;
use schemars::JsonSchema;
use serde::Serialize;

use super::json::{FORMAT, document};
use crate::{escape, style, text};

/// A rule: a generic one, or a policy's own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ExplainedRule")]
pub struct Rule<'a> {
    /// Its ID.
    pub id: &'a str,
    /// What it demands.
    pub text: &'a str,
    /// Where the policy has it from; null of a generic rule.
    pub source: Option<&'a str>,
    /// The generic rules that enforce a policy's; none where people keep it, and of a generic rule.
    pub checks: Vec<&'a str>,
    /// How much a breach of a generic rule matters, unless the scheme says otherwise; null of a
    /// policy's.
    pub severity: Option<Severity>,
    /// A breach, and what mends it; null where nothing enforces it.
    pub example: Option<&'a str>,
    /// What mends a breach; null where nothing is said of it.
    pub fix: Option<&'a str>,
    /// The rules of policies that a generic one speaks for.
    pub policies: Vec<Bound<'a>>,
}

/// A policy's rule that a generic one speaks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "BoundRule")]
pub struct Bound<'a> {
    /// Its ID.
    pub id: &'a str,
    /// What it demands.
    pub text: &'a str,
}

/// Rules, as JSON has them.
#[derive(Serialize, JsonSchema)]
pub(super) struct Explained<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The rule that was named, or all generic ones.
    rules: &'a [Rule<'a>],
}

/// `rules` as one document.
#[must_use]
pub fn explained_json(rules: &[Rule<'_>]) -> String {
    document(&Explained { format: FORMAT, rules })
}

/// One rule for people, on lines of `width` at most.
#[must_use]
pub fn explained(rule: &Rule<'_>, width: usize) -> String {
    let is_policys = rule.source.is_some();
    let mut rows = vec![("rule", rule.text.to_owned())];
    rows.extend(rule.source.map(|source| ("source", source.to_owned())));
    if is_policys {
        rows.push(match rule.checks.as_slice() {
            [] => ("enforced as", "no check: people keep it".to_owned()),
            checks => ("enforced as", checks.join(", ")),
        });
    }
    rows.extend(rule.example.map(|example| ("example", example.to_owned())));
    rows.extend(rule.severity.map(|severity| ("severity", format!("{severity:?}").to_lowercase())));
    rows.extend(rule.fix.map(|fix| ("fix", fix.to_owned())));
    let policies = rule.policies.iter();
    rows.extend(policies.map(|policy| ("policy", format!("{}: {}", policy.id, policy.text))));
    let mut out = format!("{}\n", style::paint(style::STRONG, &escape::visible(rule.id)));
    for (name, words) in rows {
        let lines = text::wrap(&escape::visible(&words), width.saturating_sub(14));
        for (at, line) in lines.iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            out.push_str(&format!("  {name:<12}{line}\n"));
        }
    }
    out
}
