//! The pairs that release.toml declares, as they stand.

use core::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;
use version::Compatibility;

use super::json::{self, FORMAT};
use super::verdict::{Answer, colour, words};
use crate::parties::Declared;
use crate::table::{Align, Cell, Table};

/// The declared pairs for people.
#[must_use]
pub fn declared(pairs: &[Declared], width: usize) -> String {
    let columns = ["provider", "consumer", "needs", "verdict", "because"];
    let mut table = Table::new(&columns.map(|name| (name, Align::Left)));
    for pair in pairs {
        let rule = pair.verdict.rule.as_ref().map(|rule| format!("{rule}: ")).unwrap_or_default();
        table.row([
            label(&pair.provider).into(),
            label(&pair.consumer).into(),
            pair.range.as_deref().unwrap_or("–").into(),
            Cell::styled(&words(&pair.verdict), colour(&pair.verdict)),
            format!("{rule}{}", pair.verdict.because).into(),
        ]);
    }
    let mut out = table.render(width);
    let good =
        pairs.iter().filter(|pair| pair.verdict.verdict == Compatibility::Compatible).count();
    let _ = writeln!(out, "\n{good} of {} pairs work together", pairs.len());
    out
}

/// As the command line names it: `gui@7.2.0`.
fn label((name, version): &(String, Option<String>)) -> String {
    match version {
        Some(version) => format!("{name}@{version}"),
        None => name.clone(),
    }
}

/// The declared pairs, as `compat --declared --json` prints them.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Declared")]
pub(super) struct Document<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The pairs, in the order of release.toml.
    pairs: Vec<Row<'a>>,
}

/// A declared pair.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DeclaredPair")]
struct Row<'a> {
    /// Who provides.
    provider: Side<'a>,
    /// Who consumes.
    consumer: Side<'a>,
    /// The versions of the provider that the consumer needs; null for all that the rules allow.
    needs: Option<&'a str>,
    #[serde(flatten)]
    answer: Answer<'a>,
}

/// One side of a declared pair.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DeclaredSide")]
struct Side<'a> {
    /// The component.
    component: &'a str,
    /// Its version; null where it has none yet.
    version: Option<&'a str>,
}

/// The declared pairs as JSON.
#[must_use]
pub fn declared_json(pairs: &[Declared]) -> String {
    fn side((component, version): &(String, Option<String>)) -> Side<'_> {
        Side { component, version: version.as_deref() }
    }
    let rows = pairs.iter().map(|pair| Row {
        provider: side(&pair.provider),
        consumer: side(&pair.consumer),
        needs: pair.range.as_deref(),
        answer: Answer::from(&pair.verdict),
    });
    json::document(&Document { format: FORMAT, pairs: rows.collect() })
}
