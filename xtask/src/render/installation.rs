//! An installation, judged: its components, every pair, and what is wrong with it.

use core::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;
use version::Compatibility;

use super::json::{self, FORMAT, Row};
use super::verdict::{Answer, colour};
use super::{Report, Reported, Sources, count, human};
use crate::installation::{CompatFile, Installation, Installed, Pair};
use crate::style;
use crate::table::{Align, Cell, Table};

/// The judged installation for people: a table of its components, one of the pairs, and the findings.
#[must_use]
pub fn installation(installation: &Installation, sources: &Sources, width: usize) -> String {
    let mut out = String::new();
    if !installation.components.is_empty() {
        out.push_str(&components(&installation.components).render(width));
        out.push('\n');
    }
    if !installation.pairs.is_empty() {
        out.push_str(&pairs(installation).render(width));
        out.push('\n');
    }
    let findings = human::findings(&reported(installation, sources), width);
    if !findings.is_empty() {
        out.push_str(&findings);
        out.push('\n');
    }
    let good = installation.pairs.iter().filter(|pair| is_compatible(pair)).count();
    let _ = match installation.pairs.len() {
        0 => writeln!(out, "there is no pair to judge"),
        all => writeln!(out, "{good} of {all} pairs work together"),
    };
    out
}

fn components(components: &[Installed]) -> Table {
    let columns = ["component", "version", "role", "needs", "file"].map(|name| (name, Align::Left));
    let mut table = Table::new(&columns);
    for installed in components {
        let least = installed.file.needs.iter().map(|(who, least)| format!("{who} {least}"));
        let ranges = installed.file.works_with.iter().filter(|(_, range)| *range != "*");
        let ranges = ranges.map(|(who, range)| format!("{who} {range}"));
        let needs: Vec<String> = least.chain(ranges).collect();
        table.row([
            Cell::styled(&installed.file.component, style::STRONG),
            installed.file.version.as_str().into(),
            installed.file.role.as_deref().unwrap_or("–").into(),
            if needs.is_empty() { "–".into() } else { needs.join(", ").into() },
            installed.path.as_str().into(),
        ]);
    }
    table
}

fn pairs(installation: &Installation) -> Table {
    let columns = ["provider", "consumer", "verdict", "because"].map(|name| (name, Align::Left));
    let mut table = Table::new(&columns);
    for pair in &installation.pairs {
        let label = |at: usize| installation.components.get(at).map(|one| one.party.label());
        let rule = pair.verdict.rule.as_ref().map(|rule| format!("{rule}: ")).unwrap_or_default();
        table.row([
            label(pair.provider).unwrap_or_default().into(),
            label(pair.consumer).unwrap_or_default().into(),
            Cell::styled(&words(pair), colour(&pair.verdict)),
            format!("{rule}{}", pair.verdict.because).into(),
        ]);
    }
    table
}

/// The verdict, how much it matters where that is not the usual, and whether the two are far apart.
fn words(pair: &Pair) -> String {
    let mut words = super::verdict::words(&pair.verdict);
    if pair.too_far {
        words.push_str(", too far apart");
    }
    words
}

fn is_compatible(pair: &Pair) -> bool {
    pair.verdict.verdict == Compatibility::Compatible
}

fn reported<'a>(installation: &'a Installation, sources: &'a Sources) -> Vec<Reported<'a>> {
    let findings = installation.findings.iter();
    findings.map(|finding| (finding, Report::of_finding(finding, sources))).collect()
}

/// What is installed together, as `compat --check --json` prints it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Installation")]
pub(super) struct Document<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The scheme's name; null where no file could be read, and so none says it.
    scheme: Option<&'a str>,
    /// What is installed.
    components: Vec<Component<'a>>,
    /// One entry a pair.
    pairs: Vec<Judged<'a>>,
    /// What is wrong with the files.
    findings: Vec<Row<'a>>,
    /// How many of the findings are errors.
    errors: usize,
    /// How many of the findings are warnings.
    warnings: usize,
}

/// An installed component.
#[derive(Serialize, JsonSchema)]
struct Component<'a> {
    /// The file that says what it is.
    path: &'a str,
    #[serde(flatten)]
    file: &'a CompatFile,
}

/// A judged pair.
#[derive(Serialize, JsonSchema)]
struct Judged<'a> {
    /// Who provides.
    provider: Side<'a>,
    /// Who consumes.
    consumer: Side<'a>,
    #[serde(flatten)]
    answer: Answer<'a>,
    /// Whether the policy calls the pair too far apart.
    #[serde(rename = "too-far")]
    too_far: bool,
}

/// One side of a pair.
#[derive(Serialize, JsonSchema)]
struct Side<'a> {
    /// The component.
    component: &'a str,
    /// Its version.
    version: &'a str,
}

/// The judged installation as JSON, under the scheme of that name; `None` where none is known.
#[must_use]
pub fn installation_json(
    scheme: Option<&str>,
    installation: &Installation,
    sources: &Sources,
) -> String {
    let side = |at: usize| {
        let installed = installation.components.get(at)?;
        Some(Side { component: &installed.file.component, version: &installed.file.version })
    };
    let pairs = installation.pairs.iter().filter_map(|pair| {
        Some(Judged {
            provider: side(pair.provider)?,
            consumer: side(pair.consumer)?,
            answer: Answer::from(&pair.verdict),
            too_far: pair.too_far,
        })
    });
    let components = installation.components.iter();
    let reported = reported(installation, sources);
    json::document(&Document {
        format: FORMAT,
        scheme,
        components: components.map(|one| Component { path: &one.path, file: &one.file }).collect(),
        pairs: pairs.collect(),
        findings: reported.iter().map(json::row).collect(),
        errors: count(&reported, place::Severity::Error),
        warnings: count(&reported, place::Severity::Warning),
    })
}
