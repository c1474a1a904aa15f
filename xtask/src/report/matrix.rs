//! Which versions work together: the matrix that `compat --matrix` prints, as a table.

use core::fmt::Write as _;

use version::{CompatSeverity, Verdict};

use super::facts::{Compatibility, verdicts};
use super::html::Text;
use crate::parties::{Declared, Matrix};
use crate::render;

/// The compatibility of a line.
pub(super) fn compatibility(facts: &Compatibility) -> String {
    match facts {
        Compatibility::NoRules => "<p>The policy has no rules of compatibility.</p>\n".to_owned(),
        Compatibility::NoVersions => "<p>There are no versions to compare.</p>\n".to_owned(),
        Compatibility::Of { matrix, .. } if matrix.is_silent() => {
            "<p>There are no two versions that could work together.</p>\n".to_owned()
        }
        Compatibility::Of { matrix, of, too_far } => {
            let mut out = String::new();
            if let Some(of) = of {
                let _ = writeln!(
                    out,
                    "<p>Of the newest of {of} versions; <code>syncline compat --matrix --json</code> has all of them.</p>"
                );
            }
            out.push_str(&table(matrix));
            out.push_str(&legend(matrix, *too_far));
            out
        }
    }
}

fn table(matrix: &Matrix) -> String {
    let mut out = String::from(
        "<div class=\"scroll\" role=\"region\" aria-label=\"Compatibility\" tabindex=\"0\">\n<table class=\"matrix\">\n\
         <caption>Whether the version of a row serves the one of a column</caption>\n<thead><tr><th scope=\"col\">\
         Provider \\ consumer</th>",
    );
    for consumer in &matrix.consumers {
        let _ = write!(out, "<th scope=\"col\">{}</th>", Text(&consumer.label()));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (provider, row) in matrix.providers.iter().zip(&matrix.cells) {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", Text(&provider.label()));
        for cell in row {
            let Some(verdict) = matrix.verdict(*cell) else {
                out.push_str("<td>–</td>");
                continue;
            };
            let far = if cell.too_far { "!" } else { "" };
            let _ = write!(
                out,
                "<td class=\"{}\">{}{far}</td>",
                class(verdict),
                render::verdict_word(verdict)
            );
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    out
}

fn legend(matrix: &Matrix, too_far: Option<u64>) -> String {
    let mut out = String::from("<dl class=\"verdicts\">\n");
    for verdict in verdicts(matrix) {
        let rule = verdict.rule.as_ref().map(|rule| format!("{rule}: ")).unwrap_or_default();
        let _ = writeln!(
            out,
            "<div><dt class=\"{}\">{}</dt><dd>{}</dd></div>",
            class(verdict),
            render::verdict_word(verdict),
            Text(&format!("{rule}{}", verdict.because))
        );
    }
    let far = matrix.cells.iter().flatten().any(|cell| cell.too_far);
    if let (true, Some(lines)) = (far, too_far) {
        let _ = writeln!(out, "<div><dt>!</dt><dd>too far apart: {lines} lines or more</dd></div>");
    }
    out.push_str("</dl>\n");
    out
}

/// The components that are said to work with each other, as they stand; nothing where none is.
pub(super) fn pairs(all: &[Declared]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "<div class=\"scroll\" role=\"region\" aria-label=\"Who works with whom\" tabindex=\"0\">\n<table>\n\
         <caption>Components that run beside each other, as they stand</caption>\n<thead><tr>\
         <th scope=\"col\">Provider</th><th scope=\"col\">Consumer</th><th scope=\"col\">Needs</th>\
         <th scope=\"col\">Verdict</th><th scope=\"col\">Because</th></tr></thead>\n<tbody>\n",
    );
    for pair in all {
        let side = |(name, version): &(String, Option<String>)| {
            format!("{name} {}", version.as_deref().unwrap_or("–"))
        };
        let rule = pair.verdict.rule.as_ref().map(|rule| format!("{rule}: ")).unwrap_or_default();
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"{}\">{}</td><td class=\"list\">{}</td></tr>",
            Text(&side(&pair.provider)),
            Text(&side(&pair.consumer)),
            Text(pair.range.as_deref().unwrap_or("–")),
            class(&pair.verdict),
            render::verdict_word(&pair.verdict),
            Text(&format!("{rule}{}", pair.verdict.because))
        );
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    out
}

/// The class of a cell: its colour says again what its word says.
fn class(verdict: &Verdict) -> &'static str {
    match (verdict.verdict, verdict.severity) {
        (_, CompatSeverity::Block) => "no",
        (version::Compatibility::Compatible, CompatSeverity::None) => "yes",
        _ => "perhaps",
    }
}
