//! The one path by which findings and errors become output.
//!
//! A format turns a [`Report`] — everything a finding or an error can say — into text; one file a
//! format. All text comes out escaped for where it goes.

extern crate alloc;

mod audited;
mod changes;
mod declared;
pub(crate) mod done;
mod excerpt;
mod explained;
#[cfg(test)]
mod fixture;
mod github;
mod grouped;
mod human;
mod installation;
pub mod json;
mod matrix;
mod matrix_json;
mod native;
mod packages;
mod plan;
mod report;
mod sarif;
pub mod schema;
mod sources;
mod standing;
mod status;
mod verdict;

pub use audited::audited;
pub use changes::changes;
pub use declared::{declared, declared_json};
pub use explained::{Bound, Rule, explained, explained_json};
pub use grouped::grouped;
pub use human::{foretold, help, noted};
pub use installation::{installation, installation_json};
pub use json::derivation_json;
pub use matrix::{matrix, silent as silent_matrix, word as verdict_word};
pub use matrix_json::matrix_json;
pub use native::{Row, native, native_json};
pub use packages::{Numbered, packages, packages_json};
pub use plan::{hooks, left, plan, published, warned};
pub use report::Report;
pub use sources::Sources;
pub use standing::{Unfinished, statuses};
pub use status::{composition, states, status};
pub use verdict::{Pair, found, found_json, pair};

use place::{Explain, Finding};

/// A finding, and what it can say.
type Reported<'a> = (&'a Finding, Report<'a>);

/// How findings, errors and answers are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people: the line, underlined, and what to do next.
    #[default]
    Human,
    /// For programs: one JSON document.
    Json,
    /// For code scanning services: SARIF 2.1.0.
    Sarif,
    /// For GitHub's runners: one `::error` command a finding.
    Github,
}

/// All findings as text in `format`, in the order given, each batch with the texts that its places
/// point into; `width` is what a human line may take.
#[must_use]
pub fn findings(batches: &[(Vec<Finding>, Sources)], format: Format, width: usize) -> String {
    let reports: Vec<Reported<'_>> = batches
        .iter()
        .flat_map(|(findings, sources)| {
            findings.iter().map(|finding| (finding, Report::of_finding(finding, sources)))
        })
        .collect();
    match format {
        Format::Human => human::findings(&reports, width),
        Format::Json => json::findings(&reports),
        Format::Sarif => sarif::findings(&reports),
        Format::Github => github::findings(&reports),
    }
}

/// An error as text in `format`.
#[must_use]
pub fn error(error: &dyn Explain, sources: &Sources, format: Format, width: usize) -> String {
    match format {
        Format::Human => human::report(&Report::of_error(error, sources), width),
        Format::Json => json::error(error, sources),
        Format::Sarif => sarif::error(error, sources),
        Format::Github => github::report(&Report::of_error(error, sources)),
    }
}

/// How many of `findings` have this severity.
fn count(findings: &[Reported<'_>], severity: place::Severity) -> usize {
    findings.iter().filter(|(finding, _)| finding.severity == severity).count()
}
