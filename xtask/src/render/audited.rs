//! Findings of an audit for people: by component, and of each rule the first few.

use place::{Finding, Place, few};

use super::{Report, Reported, Sources, human};
use crate::{escape, style, text};

/// How many findings of one rule are shown of a component: who adopts a policy late has hundreds.
const SHOWN: usize = 2;
/// How many further tags are named.
const NAMED: usize = 4;

/// The findings in the order given, where those of a component stand together: a heading for the
/// product and each component, the first findings of each rule or `all` of them, and a line that
/// counts. What several findings say to do next is said once, after them. Nothing for none.
#[must_use]
pub fn audited(findings: &[Finding], sources: &Sources, width: usize, all: bool) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let reports: Vec<Reported<'_>> =
        findings.iter().map(|finding| (finding, Report::of_finding(finding, sources))).collect();
    let mut out = String::new();
    for group in reports.chunk_by(|a, b| a.0.component == b.0.component) {
        let Some((first, _)) = group.first() else { continue };
        let name = first.component.as_deref().unwrap_or("the product");
        let counted = human::counts(group);
        let heading = style::paint(style::STRONG, &escape::visible(name));
        out.push_str(&format!("{heading}: {counted}\n\n"));
        for rule in group.chunk_by(|a, b| a.0.rule == b.0.rule && a.0.severity == b.0.severity) {
            out.push_str(&one_rule(rule, width, all));
            out.push('\n');
        }
    }
    out.push_str(&human::counts(&reports));
    out.push('\n');
    out
}

/// Findings of one rule: the first few, or `all`, and a line that counts the others and names some of
/// them, by their tags, files or components.
pub(super) fn one_rule(rule: &[Reported<'_>], width: usize, all: bool) -> String {
    // One more than is shown would take a line to say so, which can as well be its own.
    let shown = if all || rule.len() <= SHOWN + 1 { rule.len() } else { SHOWN };
    let mut out = String::new();
    for (at, (_, report)) in rule.iter().enumerate().take(shown) {
        let next = rule.get(at + 1).filter(|_| at + 1 < shown);
        let again = next.is_some_and(|(_, next)| next.help == report.help);
        let help = report.help.clone().filter(|_| !again);
        out.push_str(&human::report(&Report { help, ..report.clone() }, width));
    }
    if let Some((first, _)) = rule.get(shown) {
        let left = rule.iter().skip(shown);
        let count = left.len();
        let here = rule.first().and_then(|(first, _)| first.place.clone());
        let names = left.filter_map(|(finding, _)| match &finding.place {
            Some(Place::Ref(name)) => Some(name.as_str()),
            Some(Place::File { path, .. }) if finding.place != here => Some(path.as_str()),
            _ => finding.component.as_deref(),
        });
        let mut names: Vec<_> = names.map(escape::visible).collect();
        names.dedup();
        let more = if names.is_empty() { "" } else { ": " }.to_owned() + &few(names, NAMED);
        let text = format!("{count} more of {}{more} (`--verbose` shows them)", first.rule);
        out.push_str(&format!("{}\n", text::wrap(&text, width).join("\n  ")));
    }
    out
}
