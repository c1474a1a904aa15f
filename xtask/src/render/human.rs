//! Findings and errors for people: heading, the line with the bytes underlined, the next step.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use place::{Explain, Place, Severity, is_next_step};

use super::excerpt::excerpt;
use super::{Report, Reported, count};
use crate::{escape, style};

/// All findings, a blank line after each, and a line that counts them. Nothing for none.
pub(super) fn findings(findings: &[Reported<'_>], width: usize) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    for (_, finding) in findings {
        out.push_str(&report(finding, width));
        out.push('\n');
    }
    out.push_str(&summary(findings));
    out
}

/// One finding or error, ended by a line feed.
pub(super) fn report(report: &Report<'_>, width: usize) -> String {
    let level = match report.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut message = escape::visible(&report.message).into_owned();
    if let Some(policy) = report.policy {
        message.push_str(&format!(" ({})", escape::visible(policy)));
    }
    let mut title = level.clone().primary_title(message);
    if let Some(rule) = report.rule {
        title = title.id(escape::visible(rule));
    }
    let mut out = renderer(width).render(&[Group::with_title(title)]);
    out.push('\n');
    for line in report.said.iter().flat_map(|said| said.lines()) {
        let bar = style::paint(style::CONTEXT, "|");
        out.push_str(&format!("  {bar} {}\n", escape::written(line)));
    }
    out.push_str(&locate(report, level, width));
    for other in report.also.iter().take(ALSO) {
        out.push_str(&also(other));
    }
    if let more @ 1.. = report.also.len().saturating_sub(ALSO) {
        out.push_str(&format!("and {more} more like these\n"));
    }
    if let Some(text) = &report.help {
        out.push_str(&help(text));
    }
    out
}

/// How many others of an error's kind are told beside it.
const ALSO: usize = 10;

/// `also: …`, another error of the kind of the one above it, with its place, ended by a line feed.
fn also(other: &Report<'_>) -> String {
    let at = match (&other.place, other.positions()) {
        (Some(Place::File { path, .. }), Some((start, _))) => format!("{path}:{}", start.line),
        (Some(Place::File { path, .. }), None) => path.clone(),
        _ => String::new(),
    };
    let mut words = other.message.clone();
    if !words.contains(&at) {
        words.push_str(&format!(" ({at})"));
    }
    format!("{}: {}\n", style::paint(style::ERROR, "also"), escape::visible(&words))
}

/// `help: …`, what to do next, ended by a line feed; further lines are indented below the first.
#[must_use]
pub fn help(text: &str) -> String {
    debug_assert!(is_next_step(text), "not written as a next step: {text:?}");
    let safe = escape::lines(text);
    let body = safe.trim_end().replace('\n', "\n      ");
    format!("{}: {body}\n", style::paint(style::HELP, "help"))
}

/// An error that a plan would meet if it were carried out now, as a note beside it.
#[must_use]
pub fn foretold(error: &dyn Explain) -> String {
    note("it would be refused now: ", error)
}

/// An error that keeps nobody from an answer, as a note beside that.
#[must_use]
pub fn noted(error: &dyn Explain) -> String {
    note("", error)
}

fn note(lead: &str, error: &dyn Explain) -> String {
    let words = escape::visible(&error.to_string()).into_owned();
    let more = match error.also().len() {
        0 => String::new(),
        more => format!("; and {more} more like it"),
    };
    let next = error.help().map_or_else(String::new, |text| help(&text));
    format!("{}: {lead}{words}{more}\n{next}", style::paint(style::NOTE, "note"))
}

/// Where it is: the line of a file, the file alone, or what the message does not already name of
/// files, refs, arguments and components.
fn locate(report: &Report<'_>, level: Level<'_>, width: usize) -> String {
    let named = |name: &str| report.message.contains(name);
    match &report.place {
        Some(Place::File { path, span: Some(span) }) => match report.source {
            Some(source) => {
                let at = excerpt(source, *span, room(width, source));
                let path = escape::visible(path);
                let start = arrow(&format!("{path}:{}:{}", at.line, at.column), at.line);
                let mark = AnnotationKind::Primary.span(at.mark.clone());
                let snippet = Snippet::source(at.text).line_start(at.line).annotation(mark);
                // The renderer would count columns in the cut and escaped line: the arrow is ours.
                let group = Group::with_level(level).element(snippet);
                format!("{start}{}\n", renderer(width).render(&[group]))
            }
            None => arrow(&escape::visible(path), 1),
        },
        Some(Place::File { path, span: None }) if !named(path) => arrow(&escape::visible(path), 1),
        Some(Place::Ref(name)) if !named(name) => {
            arrow(&format!("ref {}", escape::visible(name)), 1)
        }
        Some(Place::Argument(word)) if !named(word) => {
            arrow(&format!("argument `{}`", escape::visible(word)), 1)
        }
        Some(_) => String::new(),
        None => match report.component {
            Some(name) if !named(name) => arrow(&format!("component {}", escape::visible(name)), 1),
            _ => String::new(),
        },
    }
}

/// ` --> place`, lined up with the excerpt of line number `line` below it.
fn arrow(place: &str, line: usize) -> String {
    let indent = " ".repeat(line.to_string().len());
    format!("{indent}{} {place}\n", style::paint(style::CONTEXT, "-->"))
}

/// The columns left for an excerpt beside the line numbers.
fn room(width: usize, source: &str) -> usize {
    let digits = source.lines().count().to_string().len();
    width.saturating_sub(digits + 3).max(20)
}

fn renderer(width: usize) -> Renderer {
    Renderer::styled()
        .decor_style(DecorStyle::Ascii)
        // Excerpts are cut to the width already; a second cut would lose the mark.
        .term_width(width.saturating_mul(2))
        .error(style::ERROR)
        .warning(style::WARNING)
        .note(style::NOTE)
        .help(style::HELP)
        .line_num(style::CONTEXT)
        .context(style::CONTEXT)
        .emphasis(style::STRONG)
}

/// `2 errors, 1 warning; `syncline lint --fix` mends 1 of them`, ended by a line feed.
pub(super) fn summary(findings: &[Reported<'_>]) -> String {
    let fixable = findings.iter().filter(|(finding, _)| finding.fix.is_some()).count();
    let fix = match fixable {
        0 => String::new(),
        count => format!("; `syncline lint --fix` mends {count} of them"),
    };
    format!("{}{fix}\n", counts(findings))
}

/// `2 errors, 1 warning`.
pub(super) fn counts(findings: &[Reported<'_>]) -> String {
    let kinds =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let counts: Vec<String> = kinds
        .iter()
        .map(|(severity, name)| (count(findings, *severity), name))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}{}", if count == 1 { "" } else { "s" }))
        .collect();
    counts.join(", ")
}

#[cfg(test)]
mod tests {
    use place::{Finding, Place, Severity, Span};
    use proptest::prelude::*;
    use snapbox::IntoData as _;

    use super::super::{Format, Sources, fixture};
    use crate::{escape, render};

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn a_finding_shows_its_line() {
        let (findings, sources) = fixture::findings();
        let text = plain(&render::findings(&[(findings, sources)], Format::Human, 80));
        snapbox::assert_data_eq!(
            text,
            snapbox::str![[r#"
error[part-date]: `161205` is not a date of the form YYYYMMDD (CHAIN-1)
 --> sdk/java/pom.xml:2:11
  |
2 |     <version>1.0.161205</version>
  |              ^^^^^^^^^^
help: write 1.0.20161205

error[not-lower]: 100% \u{202e}::x\n\u{3a}:error::y ${a} [b](c)
 --> evil,\n\u{3a}:error::x:1:6
  |
1 | a = '\u{1b}[2J' #\u{23}[group]
  |      ^^^^^^^^^

warning[stray-tag]: no component owns this tag
 --> ref v1

note[lag]: behind the line
 --> component mac

warning[unread]: no version here
 --> gone.toml

2 errors, 2 warnings, 1 note; `syncline lint --fix` mends 1 of them

"#]]
            .raw()
        );
    }

    #[test]
    fn an_error_ends_with_the_next_step() {
        let error = crate::confirm::ConfirmError::NobodyThere;
        let text = plain(&render::error(&error, &Sources::default(), Format::Human, 80));
        assert_eq!(
            text,
            "error: this needs a confirmation, and there is no terminal to ask on\n\
             help: add --yes to apply it unasked, or --dry-run to look only\n"
        );
    }

    #[test]
    fn nothing_to_report_is_no_output() {
        assert_eq!(render::findings(&[], Format::Human, 80), "");
    }

    proptest! {
        #[test]
        fn any_place_in_any_text_is_shown_safely(
            source in "[a-zä日\u{1b}\u{9b}\u{202e}\u{feff}\u{301}\t\r\n#:\\[ ]{0,200}",
            message in "[a-z\u{1b}\u{202e}\n:#\\[ ]{0,20}",
            start in 0usize..220, len in 0usize..220, width in 20usize..100,
        ) {
            let mut sources = Sources::default();
            sources.insert("f", source);
            let finding = Finding {
                rule: "not-lower",
                policy: None,
                severity: Severity::Error,
                message,
                component: None,
                place: Some(Place::File { path: "f".into(), span: Some(Span::new(start, start + len)) }),
                help: Some("\u{1b}\n::error::x".into()),
                fix: None,
            };
            let text = plain(&render::findings(&[(vec![finding], sources.clone())], Format::Human, width));
            prop_assert!(!text.chars().any(|c| c != '\n' && escape::is_hostile(c)), "{text:?}");
            prop_assert!(escape::commands(&text).is_empty(), "{text:?}");
            prop_assert!(text.contains(" --> f:"));
        }
    }
}
