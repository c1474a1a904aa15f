//! One line of a hostile file, cut and escaped so that it can be shown with some bytes underlined.

use core::ops::Range;

use place::{Span, position};

use crate::{escape, text};

/// How many columns a tab takes in an excerpt.
const TAB: &str = "    ";

/// One line ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The line's number, from 1.
    pub(super) line: usize,
    /// The character's number in the line, from 1.
    pub(super) column: usize,
    /// The line, or the part of it around the bytes, safe to print.
    pub(super) text: String,
    /// The bytes of `text` to underline: on character boundaries and within it. Empty for an
    /// insertion.
    pub(super) mark: Range<usize>,
}

/// The line of `source` in which `span` starts. A span past the end or inside a character is moved
/// to where it can be shown, one of several lines is shown to the end of its first. The text is
/// cut to about `columns` columns, with `…` for what is left out.
#[must_use]
pub(super) fn excerpt(source: &str, span: Span, columns: usize) -> Excerpt {
    let start = floor(source, span.start);
    let at = position(source, start);
    let before = source.get(..start).unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let rest = source.get(line_start..).unwrap_or("");
    let line = rest.split('\n').next().unwrap_or("");
    let line = &masked(line.strip_suffix('\r').unwrap_or(line));
    // A span that starts in the line's end is shown just behind its last character.
    let from = (start - line_start).min(line.len());
    let to = ceil(line, span.end.saturating_sub(line_start)).max(from);

    let window = window(line, from..to, columns);
    let mut shown = Shown { text: String::new(), mark: 0..0, commands: escape::commands(line) };
    if window.start > 0 {
        shown.text.push('…');
    }
    shown.mark.start = shown.text.len();
    shown.mark.end = shown.text.len();
    let parts =
        [(window.start, from), (from, to.min(window.end)), (to.min(window.end), window.end)];
    for (i, (start, end)) in parts.into_iter().enumerate() {
        shown.push(line, start..end, line_start == 0);
        match i {
            0 => shown.mark = shown.text.len()..shown.text.len(),
            1 => shown.mark.end = shown.text.len(),
            _ => {}
        }
    }
    if window.end < line.len() {
        shown.text.push('…');
    }
    Excerpt { line: at.line, column: at.column, text: shown.text, mark: shown.mark }
}

/// A line with stars for the user and password of every URL in it, one a byte, so that places in it
/// stay what they are.
fn masked(line: &str) -> String {
    let mut safe = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("://") {
        safe.push_str(before);
        safe.push_str("://");
        let end = after.find(|c: char| c == '/' || c.is_whitespace()).unwrap_or(after.len());
        let secret = after.get(..end).and_then(|authority| authority.rfind('@')).unwrap_or(0);
        safe.push_str(&"*".repeat(secret));
        rest = after.get(secret..).unwrap_or_default();
    }
    safe + rest
}

struct Shown {
    text: String,
    mark: Range<usize>,
    commands: Vec<usize>,
}

impl Shown {
    fn push(&mut self, line: &str, range: Range<usize>, first_line: bool) {
        let offset = range.start;
        for (at, c) in line.get(range).unwrap_or("").char_indices() {
            let at = offset + at;
            if first_line && at == 0 && c == '\u{feff}' {
                continue;
            }
            match c {
                '\t' => self.text.push_str(TAB),
                c if escape::is_hostile(c) || self.commands.binary_search(&at).is_ok() => {
                    escape::push_escaped(&mut self.text, c);
                }
                c => self.text.push(c),
            }
        }
    }
}

/// The bytes of `line` to show: all of it where it fits, else some columns before `mark` and as
/// much of the rest as there is room for. Bounds are on character boundaries.
fn window(line: &str, mark: Range<usize>, columns: usize) -> Range<usize> {
    if cost(line) <= columns {
        return 0..line.len();
    }
    let columns = columns.saturating_sub(2).max(8);
    let marked = cost(line.get(mark.clone()).unwrap_or(""));
    // A third of what the mark leaves free goes before it.
    let lead = columns.saturating_sub(marked) / 3;
    let mut start = mark.start;
    let mut used = 0;
    for (at, c) in line.get(..mark.start).unwrap_or("").char_indices().rev() {
        used += char_cost(c);
        if used > lead {
            break;
        }
        start = at;
    }
    let mut end = start;
    let mut used = 0;
    for c in line.get(start..).unwrap_or("").chars() {
        used += char_cost(c);
        if used > columns {
            break;
        }
        end += c.len_utf8();
    }
    start..end
}

/// The columns that `text` takes when escaped.
fn cost(text: &str) -> usize {
    text.chars().map(char_cost).sum()
}

fn char_cost(c: char) -> usize {
    match c {
        '\t' => TAB.len(),
        c if escape::is_hostile(c) => c.escape_unicode().count(),
        c => text::width(c.encode_utf8(&mut [0; 4])),
    }
}

fn floor(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn ceil(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (offset..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(source: &str, start: usize, end: usize, columns: usize) -> (String, String) {
        let excerpt = excerpt(source, Span::new(start, end), columns);
        let mark = excerpt.text.get(excerpt.mark.clone()).unwrap().to_owned();
        (excerpt.text, mark)
    }

    #[test]
    fn the_line_is_shown_with_its_bytes_marked() {
        let source = "\u{feff}a = 1\r\nb\t= \"1.0\"\r\n";
        let found = excerpt(source, Span::new(15, 18), 60);
        assert_eq!((found.line, found.column), (2, 6));
        assert_eq!(found.text.get(found.mark.clone()), Some("1.0"));
        assert_eq!(found.text, "b    = \"1.0\"");
        assert_eq!(shown(source, 3, 4, 60), ("a = 1".into(), "a".into()), "no byte order mark");
    }

    #[test]
    fn impossible_spans_are_clamped() {
        assert_eq!(shown("äb", 1, 2, 60), ("äb".into(), "ä".into()), "inside a character");
        assert_eq!(shown("ab", 9, 12, 60), ("ab".into(), String::new()), "past the end");
        assert_eq!(shown("ab\ncd", 1, 5, 60), ("ab".into(), "b".into()), "over several lines");
        assert_eq!(shown("", 0, 0, 60), (String::new(), String::new()));
        assert_eq!(shown("ab\r\n", 3, 4, 60), ("ab".into(), String::new()), "in the line's end");
    }

    #[test]
    fn hostile_characters_are_escaped_and_the_mark_follows() {
        let source = "\u{1b}[2J\u{202e}x = \u{9b}1";
        let at = source.find("\u{9b}").unwrap();
        let (text, mark) = shown(source, at, source.len(), 99);
        assert_eq!(text, "\\u{1b}[2J\\u{202e}x = \\u{9b}1");
        assert_eq!(mark, "\\u{9b}1");
        assert_eq!(shown("a ##[x]", 0, 1, 60).0, "a #\\u{23}[x]");
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let source = format!("{}\"1.0\"{}", "x".repeat(5000), "y".repeat(5000));
        let (text, mark) = shown(&source, 5001, 5004, 40);
        assert_eq!(mark, "1.0");
        assert!(text::width(&text) <= 40, "{text}");
        assert!(text.starts_with('…') && text.ends_with('…'));
        let (text, mark) = shown(&source, 0, 10_000, 40);
        assert!(text::width(&text) <= 40 && mark.starts_with("xxx"), "{text}");
    }

    #[test]
    fn passwords_of_urls_are_not_shown_and_the_mark_stays() {
        let source = "a = \"https://u:hü'2@h/x\" # é";
        let at = source.find("h/x").unwrap();
        let (text, mark) = shown(source, at, at + 3, 60);
        assert_eq!(text, "a = \"https://*******@h/x\" # é");
        assert_eq!(mark, "h/x");
        assert_eq!(shown(source, 5, at, 60).1, "https://*******@");
        assert_eq!(shown("x://a/b@c", 0, 1, 60).0, "x://a/b@c");
    }

    proptest! {
        #[test]
        fn any_span_of_any_text_can_be_shown(
            source in "[a-zä日\u{1b}\u{9b}\u{202e}\t\r\n#:\\[ ]{0,80}",
            start in 0usize..200, len in 0usize..200, columns in 10usize..60,
        ) {
            let found = excerpt(&source, Span::new(start, start + len), columns);
            prop_assert!(found.text.get(found.mark.clone()).is_some());
            prop_assert!(!found.text.chars().any(escape::is_hostile));
        }
    }
}
