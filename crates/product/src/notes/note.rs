//! Notes as Markdown: what they say of compatibility, and how they become entries of a list.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Blocks;
use super::plain::is_numbered;
use crate::rules::compatibility_note::tells;

/// A line of a note, and whether it is inside a block of code or a comment.
fn lines(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut blocks = Blocks::default();
    text.lines().map(move |line| (line, blocks.next(line).is_some()))
}

/// The level of a heading (`## Title` is 2) and its text; `None` where a line is none.
fn headline(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    let title = rest.trim();
    let apart = rest.is_empty() || rest.starts_with([' ', '\t']);
    ((1..=6).contains(&level) && apart).then(|| (level, title.trim_end_matches('#').trim_end()))
}

/// A note without its sections on compatibility, and those, without their headings where these say
/// no more than that (CHAIN-12).
pub(super) fn parted(note: &str) -> (String, Option<String>) {
    let (mut rest, mut section) = (String::new(), String::new());
    let mut inside: Option<usize> = None;
    let mut found = false;
    for (line, code) in lines(note) {
        if let Some((level, title)) = headline(line).filter(|_| !code) {
            if tells(line) {
                inside = Some(level);
                found = true;
                if !title.eq_ignore_ascii_case("compatibility") {
                    section.push_str(line);
                    section.push('\n');
                }
                continue;
            }
            inside = inside.filter(|open| level > *open);
        }
        let into = if inside.is_some() { &mut section } else { &mut rest };
        into.push_str(line);
        into.push('\n');
    }
    let section = section.trim().to_string();
    (rest.trim().to_string(), (found && !section.is_empty()).then_some(section))
}

/// A text as an entry of a list: headings become bold, since they would end what they stand in, and
/// everything but the first line is indented. One that is a list already stays one.
pub(super) fn entry(text: &str) -> String {
    // Hidden characters go first: without them a line may begin or end a block.
    let text: String =
        text.chars().filter(|c| matches!(c, '\n' | '\t') || !place::is_hostile(*c)).collect();
    let plain: Vec<String> = lines(&text).map(|(line, code)| bold(line, code)).collect();
    let item = |line: &String| line.starts_with("- ") || line.starts_with("* ");
    let inner = |line: &String| line.is_empty() || line.starts_with("  ") || item(line);
    let listed = plain.first().is_some_and(item) && plain.iter().all(inner);
    let mut out = String::new();
    let mut blocks = Blocks::default();
    for line in &plain {
        blocks.next(line);
    }
    // What a note leaves open must not take in what stands below it.
    let closing = blocks.closing();
    for (at, line) in plain.iter().chain(&closing).enumerate() {
        out.push_str(match (listed, at) {
            (true, _) => "",
            (false, 0) => "- ",
            (false, _) if line.is_empty() => "",
            (false, _) => "  ",
        });
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// A line that is no heading any more.
fn bold(line: &str, code: bool) -> String {
    match headline(line).filter(|_| !code) {
        Some((_, "")) => String::new(),
        Some((_, title)) => format!("**{title}**"),
        None => line.trim_end().to_string(),
    }
}

/// Whether a text begins with a block that cannot follow on a line of text: a heading, a list, a
/// quote, a table, HTML or code.
pub(super) fn begins_block(text: &str) -> bool {
    text.starts_with(['#', '-', '*', '+', '`', '~', '>', '|', '<']) || is_numbered(text)
}

/// The heading under which notes with impact `id` stand: `no-downgrade-path` as words.
pub(super) fn heading(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => format!("{}{}", first.to_uppercase(), letters.as_str()),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chain_12_what_is_said_of_compatibility_is_a_section_of_its_own() {
        let note = "Frames are smaller.\n\n## Compatibility\n\nOld clients hang.\n\n### How\n\nx\n\n## More\n\ny";
        let (rest, section) = parted(note);
        assert_eq!(rest, "Frames are smaller.\n\n## More\n\ny");
        assert_eq!(section.unwrap(), "Old clients hang.\n\n### How\n\nx");
        let (rest, section) = parted("# Incompatible with 1.x\n\nz");
        assert_eq!(
            (rest.as_str(), section.unwrap().as_str()),
            ("", "# Incompatible with 1.x\n\nz")
        );
        let code = "Say\n\n```\n## Compatibility\n```";
        assert_eq!(parted(code), (code.to_string(), None));
        assert_eq!(parted("a\n\n## Compatibility\n").1, None, "nothing is said");
    }

    #[test]
    fn a_note_is_one_entry_whatever_is_in_it() {
        for (note, wanted) in [
            ("One line.", "- One line.\n"),
            ("One.\n\nTwo.", "- One.\n\n  Two.\n"),
            ("# 1.2\n\nx", "- **1.2**\n\n  x\n"),
            ("x\n\n```sh\n# not one\n```", "- x\n\n  ```sh\n  # not one\n  ```\n"),
            ("- a\n- b\n  more", "- a\n- b\n  more\n"),
            ("- a\n\nb", "- - a\n\n  b\n"),
            ("a\u{1b}[31m", "- a[31m\n"),
            ("a\u{202e}b\u{200b}c \u{2066}d", "- abc d\n"),
            ("a\n\u{200b}# b", "- a\n  **b**\n"),
            ("a\n\n````\n```\n# b", "- a\n\n  ````\n  ```\n  # b\n  ````\n"),
            ("a\n\n<!-- b\n```\n# c", "- a\n\n  <!-- b\n  ```\n  # c\n  -->\n"),
            ("a\n\n<!-- b\n--> c\n\n# d", "- a\n\n  <!-- b\n  --> c\n\n  **d**\n"),
        ] {
            assert_eq!(entry(note), wanted, "{note:?}");
        }
    }

    #[test]
    fn what_begins_a_block_follows_on_no_line() {
        for text in ["# a", "- a", "+ a", "1. a", "12) a", "| a |", "<p>", "> a", "```"] {
            assert!(begins_block(text), "{text}");
        }
        for text in ["Ask anew.", "1.0 is gone", "2016", "(a)"] {
            assert!(!begins_block(text), "{text}");
        }
    }

    #[test]
    fn impacts_are_headings_in_words() {
        assert_eq!(heading("no-downgrade-path"), "No downgrade path");
        assert_eq!(heading("fix"), "Fix");
    }
}
