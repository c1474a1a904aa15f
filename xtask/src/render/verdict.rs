//! Whether two versions work together, and which ones work with one.

use core::fmt::Write as _;

use anstyle::Style;
use schemars::JsonSchema;
use serde::Serialize;
use version::{CompatSeverity, Compatibility, Scheme, Verdict};

use super::json::FORMAT;
use crate::parties::{Known, Party};
use crate::table::{Align, Cell, Table};
use crate::{escape, style, text};

/// The answer for one pair, as `compat --json` prints it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Pair<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The provider's version.
    provider: &'a str,
    /// The consumer's version.
    consumer: &'a str,
    #[serde(flatten)]
    answer: Answer<'a>,
    /// The version to update the consumer to; left out where it is not behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    update: Option<&'a str>,
    /// Whether they were given the other way round than release.toml declares them; left out where
    /// not.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    turned: bool,
}

/// A verdict's keys in every JSON document.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Answer<'a> {
    /// Whether they work together.
    verdict: Compatibility,
    /// How much that matters.
    severity: CompatSeverity,
    /// The policy's rule that speaks; null where none does.
    rule: Option<&'a str>,
    /// Why.
    because: &'a str,
}

impl<'a> From<&'a Verdict> for Answer<'a> {
    fn from(verdict: &'a Verdict) -> Self {
        Self {
            verdict: verdict.verdict,
            severity: verdict.severity,
            rule: verdict.rule.as_deref(),
            because: &verdict.because,
        }
    }
}

impl<'a> Pair<'a> {
    /// `verdict` on `provider` and `consumer`, and what the consumer should be updated to.
    #[must_use]
    pub fn new(
        provider: &'a Party,
        consumer: &'a Party,
        verdict: &'a Verdict,
        update: Option<&'a str>,
    ) -> Self {
        let (provider, consumer) = (provider.version.as_str(), consumer.version.as_str());
        Self {
            format: FORMAT,
            provider,
            consumer,
            answer: Answer::from(verdict),
            update,
            turned: false,
        }
    }

    /// The same of versions that were given the other way round.
    #[must_use]
    pub fn turned(self, turned: bool) -> Self {
        Self { turned, ..self }
    }
}

/// The answer for one pair, for people.
#[must_use]
pub fn pair(
    scheme: &Scheme,
    sides: (&Party, &Party),
    verdict: &Verdict,
    update: Option<&str>,
    width: usize,
) -> String {
    let (provider, consumer) = (sides.0.label(), sides.1.label());
    let (provider, consumer) = (escape::visible(&provider), escape::visible(&consumer));
    let words = style::paint(colour(verdict), &words(verdict));
    let mut out = format!("{words}: provider {provider}, consumer {consumer}\n");
    let mut rows = Vec::new();
    if let Some(id) = &verdict.rule {
        let policy = scheme.policies().iter().find(|policy| policy.id == *id);
        rows.push(("rule", policy.map_or(id.clone(), |policy| format!("{id}: {}", policy.text))));
    }
    rows.push(("because", verdict.because.clone()));
    rows.extend(update.map(|update| ("update to", format!("{update} (the consumer is older)"))));
    for (name, words) in rows {
        let lines = text::wrap(&escape::visible(&words), width.saturating_sub(13));
        for (at, line) in lines.iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            let _ = writeln!(out, "  {name:<11}{line}");
        }
    }
    out
}

/// Which of the known versions provide for `consumer`: those that do not are only counted.
#[must_use]
pub fn found(consumer: &Party, all: &[(Known, Verdict)], width: usize) -> String {
    let mut out = String::new();
    // Versions that were only given have no component and no tag to show.
    let in_product = all.iter().any(|(known, _)| known.party.component.is_some());
    let whose: &[(&str, Align)] =
        if in_product { &[("of", Align::Left), ("tag", Align::Left)] } else { &[] };
    let first = [("version", Align::Left)];
    let last = [("verdict", Align::Left), ("because", Align::Left)];
    let mut table = Table::new(&[&first, whose, &last].concat());
    for wanted in [Compatibility::Compatible, Compatibility::Unknown] {
        for (known, verdict) in all.iter().filter(|(_, verdict)| verdict.verdict == wanted) {
            let mut row = vec![Cell::styled(known.party.version.as_str(), style::STRONG)];
            if in_product {
                let tags = known.tags.join(", ");
                row.push(known.components.join(", ").into());
                row.push(if tags.is_empty() { "–".into() } else { tags.into() });
            }
            row.push(Cell::styled(wanted.id(), colour(verdict)));
            row.push(verdict.because.as_str().into());
            table.row(row);
        }
    }
    if !table.is_empty() {
        out.push_str(&table.render(width));
        out.push('\n');
    }
    let good =
        all.iter().filter(|(_, verdict)| verdict.verdict == Compatibility::Compatible).count();
    let _ = writeln!(
        out,
        "{good} of {} known versions provide for {}",
        all.len(),
        escape::visible(&consumer.label())
    );
    out
}

/// The versions that provide for a consumer, as `compat --find --json` prints them.
#[derive(Serialize, JsonSchema)]
pub(super) struct Found<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The consumer's version.
    consumer: &'a str,
    /// All known versions with their verdicts.
    providers: Vec<Provider<'a>>,
}

/// A version that may provide.
#[derive(Serialize, JsonSchema)]
struct Provider<'a> {
    /// The version.
    version: &'a str,
    /// The components that have it.
    components: &'a [String],
    /// Their tags.
    tags: &'a [String],
    #[serde(flatten)]
    answer: Answer<'a>,
}

/// All known versions with their verdicts, as JSON.
#[must_use]
pub fn found_json(consumer: &Party, all: &[(Known, Verdict)]) -> String {
    let providers = all.iter().map(|(known, verdict)| Provider {
        version: known.party.version.as_str(),
        components: &known.components,
        tags: &known.tags,
        answer: Answer::from(verdict),
    });
    super::json::document(&Found {
        format: FORMAT,
        consumer: consumer.version.as_str(),
        providers: providers.collect(),
    })
}

/// The verdict, and how much it matters where that is less than its name says.
pub(super) fn words(verdict: &Verdict) -> String {
    match verdict.severity {
        CompatSeverity::Warn | CompatSeverity::Advisory => {
            format!("{} ({})", verdict.verdict, verdict.severity)
        }
        CompatSeverity::None | CompatSeverity::Block => verdict.verdict.to_string(),
    }
}

/// The colour that a verdict's words have.
pub(super) fn colour(verdict: &Verdict) -> Style {
    match (verdict.verdict, verdict.severity) {
        (_, CompatSeverity::Block) => style::ERROR,
        (Compatibility::Compatible, CompatSeverity::None) => style::NOTE,
        _ => style::WARNING,
    }
}
