//! Text in columns of a terminal: how wide it is, and how it is broken to fit.

extern crate alloc;

use alloc::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// How many columns `text` takes. Meant for escaped text: control characters have no width.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// How many of many names are told.
const SOME: usize = 5;

/// Names for a sentence, separated by commas: all of a few, the first of many and how many there are
/// besides.
#[must_use]
pub fn some(names: &[&str]) -> String {
    first(names, SOME)
}

/// As [`some`], with the first `most` of many names.
#[must_use]
pub fn first(names: &[&str], most: usize) -> String {
    // One more than is told would take as much room as to count it.
    match names.get(..most).filter(|_| names.len() > most + 1) {
        Some(first) => format!("{} and {} more", first.join(", "), names.len() - most),
        None => names.join(", "),
    }
}

/// `text` broken into lines of at most `columns`: between words where that is possible, inside a
/// word that is longer than a line. Never empty. A line never starts with `::`, which a CI system
/// would take for a command.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    // So is nearly every cell of a table.
    if !text.contains([' ', '\n']) && width(text) <= columns {
        return Vec::from([text.to_owned()]);
    }
    let mut all = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in words(paragraph) {
            let glue = usize::from(!line.is_empty());
            if width(&line) + glue + width(word) <= columns {
                if glue == 1 {
                    line.push(' ');
                }
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                all.push(core::mem::take(&mut line));
            }
            let mut rest = word;
            while width(rest) > columns {
                let mut part = head(rest, columns);
                if part.is_empty() {
                    // One character wider than the line: it is better too wide than lost.
                    part = first_char(rest);
                }
                let (_, after) = rest.split_at(part.len());
                if after.trim_start().starts_with("::") {
                    // Moving the break past the colons keeps the next line from starting there.
                    let kept = after.trim_start().trim_start_matches(':');
                    part = rest.get(..rest.len() - kept.len()).unwrap_or(part);
                }
                all.push(part.to_owned());
                rest = rest.get(part.len()..).unwrap_or("");
            }
            line.push_str(rest);
        }
        all.push(line);
    }
    all
}

/// `text`, with styles in it, as a terminal of `columns` shows it best: lines of words that are wider
/// are broken between words, and go on indented below their first. What begins with a space or a
/// figure is an excerpt, a table or an example, and stays as it is; so does a word wider than a line.
#[must_use]
pub fn folded(text: &str, columns: usize) -> Cow<'_, str> {
    let bare = |text: &str| anstream::adapter::strip_str(text).to_string();
    let wide = |line: &str| {
        let bare = bare(line);
        bare.starts_with(char::is_alphabetic) && width(&bare) > columns
    };
    if !text.lines().any(wide) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.split_inclusive('\n') {
        if !wide(line.trim_end_matches('\n')) {
            out.push_str(line);
            continue;
        }
        let mut used = 0;
        for (at, word) in line.split(' ').enumerate() {
            let wanted = width(bare(word).trim_end_matches('\n'));
            if at > 0 && used + 1 + wanted > columns && used > FOLD.len() {
                out.push('\n');
                out.push_str(FOLD);
                used = FOLD.len();
            } else if at > 0 {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += wanted;
        }
    }
    Cow::Owned(out)
}

/// What stands before the further lines of one that was broken: as much as `help: ` takes.
const FOLD: &str = "      ";

/// The words of a line, where a word that starts with `::` belongs to the one before it.
fn words(line: &str) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for piece in line.split(' ') {
        if at > 0 && !piece.starts_with("::") {
            all.extend(line.get(start..at - 1));
            start = at;
        }
        at += piece.len() + 1;
    }
    all.extend(line.get(start..));
    all.retain(|word| !word.is_empty());
    all
}

/// The longest beginning of `text` that fits `columns`.
fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > columns {
            return text.get(..at).unwrap_or("");
        }
    }
    text
}

fn first_char(text: &str) -> &str {
    text.chars().next().and_then(|c| text.get(..c.len_utf8())).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn width_counts_columns_not_bytes() {
        assert_eq!((width("abc"), width("äö"), width("日本")), (3, 2, 4));
    }

    #[test]
    fn of_many_names_the_first_are_told() {
        assert_eq!(some(&[]), "");
        assert_eq!(some(&["a", "b", "c", "d", "e", "f"]), "a, b, c, d, e, f");
        assert_eq!(some(&["a", "b", "c", "d", "e", "f", "g"]), "a, b, c, d, e and 2 more");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("catch up to the line", 9), ["catch up", "to the", "line"]);
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrap("", 9), [""]);
        assert_eq!(wrap("a\nb", 9), ["a", "b"]);
    }

    #[test]
    fn only_lines_of_words_are_folded() {
        let text = "\u{1b}[1merror\u{1b}[0m: one two three four\n --> a/very/long/path.toml:1:1\n\
            1 | a long line of an excerpt\nhelp: `a command`, or another\n";
        let wanted = "\u{1b}[1merror\u{1b}[0m: one two\n      three four\n --> \
            a/very/long/path.toml:1:1\n1 | a long line of an excerpt\nhelp: `a command`,\n      or \
            another\n";
        assert_eq!(folded(text, 18), wanted);
        assert_eq!(folded(text, 80), text);
        assert_eq!(folded("help: a-very-long-word b\n", 10), "help: a-very-long-word\n      b\n");
    }

    #[test]
    fn a_break_never_makes_a_ci_command() {
        assert_eq!(wrap("see ::error x", 6), ["see ::", "error", "x"]);
        assert_eq!(wrap("abc::def", 3), ["abc::", "def"]);
        assert_eq!(wrap("abc ::def", 3), ["abc ::", "def"]);
    }

    proptest! {
        #[test]
        fn wrapping_loses_nothing_but_spaces(text in "[a-c日 ]{0,40}", columns in 2usize..12) {
            let lines = wrap(&text, columns);
            let bare = |text: &str| text.replace(' ', "");
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
            prop_assert!(lines.iter().all(|line| width(line) <= columns));
        }
    }
}
