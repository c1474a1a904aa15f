//! Findings and errors as commands to GitHub's runners, which show them beside the changed lines.
//!
//! Syntax: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>. A
//! command is one line; `%`, CR and LF are percent-escaped in the message, and `:` and `,` in a
//! property as well, so no text of the repository can end a command or begin one.

use place::Severity;

use super::{Report, Reported};
use crate::escape;

/// One command a finding.
pub(super) fn findings(findings: &[Reported<'_>]) -> String {
    findings.iter().map(|(_, finding)| report(finding)).collect()
}

/// One finding or error as a command, ended by a line feed.
pub(super) fn report(report: &Report<'_>) -> String {
    let command = match report.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(path) = report.path() {
        properties.push(format!("file={}", property(path)));
    }
    if let Some((start, end)) = report.positions() {
        properties.push(format!("line={},endLine={}", start.line, end.line));
        // A column range is only understood within one line; the end is inclusive.
        if start.line == end.line {
            let last = end.column.saturating_sub(1).max(start.column);
            properties.push(format!("col={},endColumn={last}", start.column));
        }
    }
    let title: Vec<String> =
        [report.rule, report.policy].into_iter().flatten().map(property).collect();
    if !title.is_empty() {
        properties.push(format!("title={}", title.join(" ")));
    }
    let gap = if properties.is_empty() { "" } else { " " };
    let said = report.said.as_ref().map(|said| format!("%0A{}", message(said)));
    let help = report.help.as_ref().map(|help| format!("%0Ahelp: {}", message(help)));
    // Each of them at its own line.
    let also: String = report.also.iter().map(self::report).collect();
    format!(
        "::{command}{gap}{}::{}{}{}\n{also}",
        properties.join(","),
        message(&report.message),
        said.unwrap_or_default(),
        help.unwrap_or_default()
    )
}

/// The text of a command, its line feeds kept as `%0A`.
fn message(text: &str) -> String {
    escape::lines(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    message(&escape::visible(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::fixture;

    #[test]
    fn each_finding_is_one_command_and_nothing_else_is() {
        let (findings, sources) = fixture::findings();
        let text = super::findings(&fixture::reported(&findings, &sources));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "::error file=sdk/java/pom.xml,line=2,endLine=2,col=11,endColumn=20,title=part-date CHAIN-1\
                 ::`161205` is not a date of the form YYYYMMDD%0Ahelp: write 1.0.20161205",
                "::error file=evil%2C\\n\\u{3a}%3Aerror%3A%3Ax,line=1,endLine=1,col=6,endColumn=9,title=not-lower\
                 ::100%25 \\u{202e}::x%0A\\u{3a}:error::y ${a} [b](c)",
                "::warning title=stray-tag::no component owns this tag",
                "::notice title=lag::behind the line",
                "::warning file=gone.toml,title=unread::no version here",
            ]
        );
    }
}
