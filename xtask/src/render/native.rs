//! One version in every ecosystem's words.

use alloc::collections::BTreeMap;
use core::fmt::Write as _;

use place::Explain;
use schemars::JsonSchema;
use serde::Serialize;
use version::{Dialect, NativeError, Scheme, Version};

use super::json::FORMAT;
use super::report::next;
use super::{Report, Sources};
use crate::parties::Party;
use crate::table::{Align, Cell, Table};
use crate::{escape, style};

/// A version in one ecosystem.
#[derive(Debug)]
pub struct Row {
    /// The ecosystem.
    pub dialect: &'static Dialect,
    /// What the version is called there, or why it cannot be.
    pub written: Result<String, NativeError>,
    /// What is read back from there; `None` where nothing was written, or it is no version.
    pub read: Option<Version>,
}

/// All ecosystems as a table that fits `width` columns, and below it why some refuse.
#[must_use]
pub fn native(scheme: &Scheme, party: &Party, rows: &[Row], width: usize) -> String {
    let mut out = format!("{}\n\n", style::paint(style::STRONG, &escape::visible(&party.label())));
    let mut table = Table::new(&[
        ("dialect", Align::Left),
        ("native", Align::Left),
        ("reads back as", Align::Left),
        ("of", Align::Left),
    ]);
    for row in rows {
        let (native, read) = match (&row.written, &row.read) {
            (Ok(text), Some(read)) => (Cell::from(text.as_str()), Cell::from(read.as_str())),
            (Ok(text), None) => (Cell::from(text.as_str()), Cell::from("–")),
            (Err(_), _) => (Cell::styled("refused", style::WARNING), Cell::from("")),
        };
        let id = Cell::styled(row.dialect.id, style::STRONG);
        table.row([id, native, read, row.dialect.title.into()]);
    }
    out.push_str(&table.render(width));
    for row in rows {
        let Err(error) = &row.written else { continue };
        let _ = write!(out, "\n{}", note(scheme, error, width));
    }
    out
}

/// Why an ecosystem refuses, under the policy's own rule.
pub(super) fn note(scheme: &Scheme, error: &dyn Explain, width: usize) -> String {
    let sources = Sources::default();
    let mut report = Report::of_error(error, &sources);
    report.severity = place::Severity::Note;
    let policy = report.rule.and_then(|rule| scheme.policy(rule));
    report.policy = policy.map(|policy| policy.id.as_str());
    super::human::report(&report, width)
}

/// One version in every ecosystem's words.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Native")]
pub(super) struct Document<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The component whose version it is; null where it is nobody's.
    component: Option<&'a str>,
    /// The version.
    version: &'a str,
    /// What it is called, by dialect.
    native: BTreeMap<&'static str, &'a str>,
    /// What is read back from there, by dialect.
    reads: BTreeMap<&'static str, &'a str>,
    /// The ecosystems that cannot write it.
    refused: Vec<Refused>,
}

/// An ecosystem that refuses, and why.
#[derive(Serialize, JsonSchema)]
pub(super) struct Refused {
    /// The ecosystem.
    dialect: &'static str,
    /// The generic rule's ID.
    rule: Option<String>,
    /// What is wrong.
    message: String,
    /// What to do next.
    help: Option<String>,
}

impl Refused {
    pub(super) fn new(dialect: &Dialect, error: &dyn Explain) -> Self {
        Self {
            dialect: dialect.id,
            rule: error.rule().map(ToOwned::to_owned),
            message: error.to_string(),
            help: next(error.help()),
        }
    }
}

/// The same as JSON: `native` and `reads` by dialect, those that refuse apart. `component` is the
/// name in release.toml of the one whose version it is.
#[must_use]
pub fn native_json(component: Option<&str>, party: &Party, rows: &[Row]) -> String {
    let native = rows.iter().filter_map(|row| Some((row.dialect.id, row.written.as_deref().ok()?)));
    let reads = rows.iter().filter_map(|row| Some((row.dialect.id, row.read.as_ref()?.as_str())));
    let refused = rows.iter().filter_map(|row| {
        let error = row.written.as_ref().err()?;
        Some(Refused::new(row.dialect, error))
    });
    super::json::document(&Document {
        format: FORMAT,
        component,
        version: party.version.as_str(),
        native: native.collect(),
        reads: reads.collect(),
        refused: refused.collect(),
    })
}
