//! Makes any text of a repository safe to print.
//!
//! A tag, a path or a manifest's line may hold terminal escapes, characters that reverse the
//! reading direction, characters that nobody sees, or words that a CI system takes for commands.
//! Whatever is printed comes through here exactly once.

extern crate alloc;

use alloc::borrow::Cow;
use core::fmt::Write as _;

pub use place::is_hostile;

/// `text` on one line with nothing hidden: control, C1, bidirectional and invisible characters
/// become `\n`, `\t`, `\u{1b}`, `\u{202e}`, and what would start a CI command (`::` first on a
/// line, `##[` or `##word[` anywhere) loses its meaning in the same way.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    escape(text, &|_| false)
}

/// As [`visible`], for text of several lines: line feeds stay, each line is made safe.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, &|c| c == '\n')
}

/// As [`lines`], for text that holds terminal styles of ours: the escape character stays too.
/// Only for text whose foreign parts are known to hold no escape character.
#[must_use]
pub fn styled(text: &str) -> Cow<'_, str> {
    escape(text, &|c| matches!(c, '\n' | '\u{1b}'))
}

/// A line that another program wrote, as [`visible`]: without its colours, which are a terminal's to
/// show that it did not write to, and with spaces for tabs.
#[must_use]
pub fn written(line: &str) -> String {
    let plain = anstream::adapter::strip_str(line).to_string();
    visible(&plain.replace('\t', "    ")).into_owned()
}

/// Writes the escape of one character: `\n`, `\r`, `\t`, or its code in braces.
pub fn push_escaped(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        // Writing to a string cannot fail.
        c => drop(write!(out, "\\u{{{:x}}}", u32::from(c))),
    }
}

/// Byte offsets, ascending, of the characters in `text` that a CI system's command needs to be one: the
/// second `#` of `##[` and of `##word[`, the first `:` of a line's leading `::`.
#[must_use]
pub fn commands(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('#') {
        // Overlapping pairs count: the last two of `###[` are a command as well.
        if !text.get(..at).is_some_and(|before| before.ends_with('#')) {
            continue;
        }
        let rest = text.get(at + 1..).unwrap_or("");
        let word = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        if word.starts_with('[') {
            found.push(at);
        }
    }
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let rest = line.trim_start_matches(|c: char| c.is_whitespace() || is_hostile(c));
        if rest.starts_with("::") {
            found.push(start + line.len() - rest.len());
        }
        start += line.len();
    }
    found.sort_unstable();
    found
}

fn escape<'t>(text: &'t str, keep: &dyn Fn(char) -> bool) -> Cow<'t, str> {
    let harmless = |c: char| keep(c) || !is_hostile(c);
    let commands = commands(text);
    if commands.is_empty() && text.chars().all(harmless) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        if harmless(c) && commands.binary_search(&at).is_err() {
            out.push(c);
        } else {
            push_escaped(&mut out, c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hidden_characters_are_shown_by_their_codes() {
        for (text, wanted) in [
            ("plain ä 日本 👩‍🚀", "plain ä 日本 👩‍🚀"),
            ("\u{1b}[2Jx", "\\u{1b}[2Jx"),
            ("a\u{9b}31m", "a\\u{9b}31m"),
            ("user\u{202e}txt", "user\\u{202e}txt"),
            ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
            ("a\nb\tc\rd\0", "a\\nb\\tc\\rd\\u{0}"),
            (
                "a\u{3164}\u{115f}\u{1160}\u{ffa0}\u{2800}",
                "a\\u{3164}\\u{115f}\\u{1160}\\u{ffa0}\\u{2800}",
            ),
            ("a\u{feff}\u{200b}b\u{7f}", "a\\u{feff}\\u{200b}b\\u{7f}"),
        ] {
            assert_eq!(visible(text), wanted);
        }
    }

    #[test]
    fn what_programs_write_loses_its_colours_and_nothing_is_hidden() {
        for (line, wanted) in [
            ("\u{1b}[32mok\u{1b}[0m\tcore", "ok    core"),
            ("::error::x", "\\u{3a}:error::x"),
            ("\u{1b}[2Ja\u{202e}b\r", "a\\u{202e}b\\r"),
            ("\u{1b}[0m::set-output", "\\u{3a}:set-output"),
        ] {
            assert_eq!(written(line), wanted);
        }
    }

    #[test]
    fn ci_commands_lose_their_meaning() {
        for (text, wanted) in [
            ("::error::x", "\\u{3a}:error::x"),
            ("  ::add-mask::x", "  \\u{3a}:add-mask::x"),
            ("std::fmt", "std::fmt"),
            ("x ##[group]y", "x #\\u{23}[group]y"),
            ("###[x]", "##\\u{23}[x]"),
            ("##vso[task.setvariable]", "#\\u{23}vso[task.setvariable]"),
            ("## [1.0]", "## [1.0]"),
        ] {
            assert_eq!(visible(text), wanted);
        }
        assert_eq!(lines("a\n::b\n c::d"), "a\n\\u{3a}:b\n c::d");
    }

    proptest! {
        #[test]
        fn nothing_hostile_survives(text in any::<String>()) {
            let shown = visible(&text);
            prop_assert!(!shown.chars().any(is_hostile));
            prop_assert!(commands(&shown).is_empty());
            prop_assert!(matches!(visible(&shown), Cow::Borrowed(_)), "escaping twice changes nothing");
        }

        #[test]
        fn no_command_survives(text in "[:#\\[a \n\u{200b}]{0,12}") {
            prop_assert!(commands(&lines(&text)).is_empty());
        }
    }
}
