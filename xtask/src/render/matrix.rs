//! The compatibility of many versions: a table, and the same as JSON.

use core::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;
use version::{CompatSeverity, Compatibility, Scheme, Verdict};

use super::json::FORMAT;
use super::verdict::{Answer, colour};
use crate::parties::{Group, Matrix};
use crate::table::{Align, Cell, Table};
use crate::{escape, style, text};

/// What stands in the corner.
const CORNER: &str = "provider \\ consumer";
/// Stands after the word of a pair that is too far apart.
const TOO_FAR: char = '!';

/// The matrix as a table with its legend. Where the columns' names take more than `width` columns
/// of the terminal, they are numbered instead, and listed below.
#[must_use]
pub fn matrix(scheme: &Scheme, matrix: &Matrix, width: usize) -> String {
    let named: Vec<String> = matrix.consumers.iter().map(Group::label).collect();
    let rows = matrix.providers.iter().map(|group| text::width(&group.label()));
    let first = rows.max().unwrap_or(0).max(CORNER.len());
    let fits =
        named.iter().map(|name| text::width(name).max(8) + 2).sum::<usize>() + first <= width;
    let numbers = || (1..=named.len()).map(|number| number.to_string()).collect();
    let titles: Vec<String> = if fits { named.clone() } else { numbers() };
    let corner = (CORNER, Align::Left);
    let columns = titles.iter().map(|title| (title.as_str(), Align::Left));
    let mut table = Table::new(&core::iter::once(corner).chain(columns).collect::<Vec<_>>());
    let mut far = false;
    for (provider, row) in matrix.providers.iter().zip(&matrix.cells) {
        let mut cells = vec![Cell::styled(&provider.label(), style::STRONG)];
        for cell in row {
            let Some(verdict) = matrix.verdict(*cell) else {
                cells.push("–".into());
                continue;
            };
            let mut word = word(verdict).to_owned();
            if cell.too_far {
                word.push(TOO_FAR);
                far = true;
            }
            cells.push(Cell::styled(&word, colour(verdict)));
        }
        table.row(cells);
    }
    let mut out = table.render(if fits { width } else { usize::MAX });
    out.push('\n');
    if !fits {
        for (number, name) in titles.iter().zip(&named) {
            let _ = writeln!(out, "{number:>4}  {}", escape::visible(name));
        }
        out.push('\n');
    }
    let mut verdicts: Vec<&Verdict> = matrix.verdicts.iter().collect();
    verdicts.sort_by_key(|verdict| (verdict.severity, verdict.verdict));
    for verdict in verdicts {
        let rule = verdict.rule.as_ref().map(|rule| format!("{rule}: ")).unwrap_or_default();
        legend(&mut out, word(verdict), &format!("{rule}{}", verdict.because), width);
    }
    if let (true, Some(lines)) = (far, scheme.too_far()) {
        let words = format!("too far apart: {lines} lines or more");
        legend(&mut out, &TOO_FAR.to_string(), &words, width);
    }
    out
}

fn legend(out: &mut String, word: &str, words: &str, width: usize) {
    for (at, line) in
        text::wrap(&escape::visible(words), width.saturating_sub(12)).iter().enumerate()
    {
        let word = if at == 0 { word } else { "" };
        let _ = writeln!(out, "  {word:<10}{line}");
    }
}

/// One word a verdict: how severe it is, where that is less than a plain no.
#[must_use]
pub fn word(verdict: &Verdict) -> &'static str {
    match (verdict.severity, verdict.verdict) {
        (CompatSeverity::Warn, _) => "warn",
        (CompatSeverity::Advisory, _) => "advisory",
        (_, Compatibility::Compatible) => "yes",
        (_, Compatibility::Unknown) => "?",
        (_, Compatibility::Incompatible) => "no",
    }
}

/// All pairs, as `compat --matrix --json` prints them.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Matrix")]
pub(super) struct Document<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The scheme's name.
    scheme: &'a str,
    /// The rows.
    providers: Vec<Versions<'a>>,
    /// The columns.
    consumers: Vec<Versions<'a>>,
    /// One entry a pair.
    pairs: Vec<Pair<'a>>,
}

/// Versions that stand to all others in the same way.
#[derive(Serialize, JsonSchema)]
struct Versions<'a> {
    /// The highest of them, by which pairs name them.
    name: String,
    /// All of them, ascending.
    versions: Vec<&'a str>,
}

/// A pair of the matrix.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MatrixPair")]
struct Pair<'a> {
    /// The provider, by the name of its row.
    provider: String,
    /// The consumer, by the name of its column.
    consumer: String,
    #[serde(flatten)]
    answer: Answer<'a>,
    /// Whether the policy calls the pair too far apart.
    #[serde(rename = "too-far")]
    too_far: bool,
}

/// The matrix as JSON. A pair names its sides by the highest version of each; `providers` and
/// `consumers` say for which other versions it stands.
#[must_use]
pub fn matrix_json(scheme: &Scheme, matrix: &Matrix) -> String {
    let pairs = matrix.pairs().filter_map(|(provider, consumer, cell)| {
        Some(Pair {
            provider: provider.highest(),
            consumer: consumer.highest(),
            answer: Answer::from(matrix.verdict(cell)?),
            too_far: cell.too_far,
        })
    });
    super::json::document(&Document {
        format: FORMAT,
        scheme: scheme.name(),
        providers: matrix.providers.iter().map(of_group).collect(),
        consumers: matrix.consumers.iter().map(of_group).collect(),
        pairs: pairs.collect(),
    })
}

fn of_group(group: &Group) -> Versions<'_> {
    let versions = group.versions().iter().map(|party| party.version.as_str());
    Versions { name: group.highest(), versions: versions.collect() }
}
