//! The headings of a changelog, and which of them are about versions.

use alloc::vec::Vec;
use core::ops::Range;

use crate::notes::{Block, Blocks, headline};

/// A changelog's text, seen as the sections that it has.
#[derive(Debug)]
pub(crate) struct Layout<'t> {
    pub(crate) text: &'t str,
    pub(crate) headings: Vec<Heading<'t>>,
    /// Where the links begin that it ends with, or its end.
    pub(crate) tail: usize,
}

/// One heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Heading<'t> {
    /// 1 is the highest.
    pub(crate) level: usize,
    pub(crate) title: &'t str,
    /// Where its line begins.
    pub(crate) start: usize,
    /// Where its last line ends, before the line feed.
    pub(crate) end: usize,
    /// The character that it is underlined with, where it is.
    pub(crate) underline: Option<char>,
}

impl<'t> Layout<'t> {
    /// Finds the headings of `text`: those that begin a line with `#`, and those that are underlined;
    /// none in blocks of code and comments.
    pub(crate) fn of(text: &'t str) -> Self {
        let mut headings: Vec<Heading<'t>> = Vec::new();
        let mut blocks = Blocks::default();
        let mut before: Option<(Range<usize>, &str)> = None;
        let mut tail = None;
        let mut at = 0;
        for whole in text.split_inclusive('\n') {
            let line = whole.trim_end_matches(['\n', '\r']);
            let place = at..at + line.len();
            at += whole.len();
            let paragraph = before.take();
            match blocks.next(line) {
                None => {}
                Some(Block::Comment) => continue,
                Some(Block::Code) => {
                    tail = None;
                    continue;
                }
            }
            if line.trim().is_empty() {
                continue;
            }
            if super::links::definition(line).is_some() {
                tail = tail.or(Some(place.start));
                continue;
            }
            tail = None;
            let title = paragraph.as_ref().map(|(_, title)| *title);
            if let Some((level, title)) = headline(line) {
                let (start, end) = (place.start, place.start + line.trim_end().len());
                headings.push(Heading { level, title, start, end, underline: None });
            } else if let (Some((above, _)), Some(title), Some(mark)) =
                (paragraph, title, underline(line))
            {
                let level = if mark == '=' { 1 } else { 2 };
                let (start, end) = (above.start, place.start + line.trim_end().len());
                headings.push(Heading { level, title, start, end, underline: Some(mark) });
            } else if !line.starts_with([' ', '\t', '-', '*', '>', '|']) {
                before = Some((place, line.trim()));
            }
        }
        Self { text, headings, tail: tail.unwrap_or(text.len()) }
    }

    /// The section of what is not released yet: its place among the headings.
    pub(crate) fn unreleased(&self) -> Option<usize> {
        self.headings.iter().position(|heading| {
            let mut words = heading.title.split(|c: char| !c.is_alphabetic());
            words
                .find(|word| !word.is_empty())
                .is_some_and(|w| w.eq_ignore_ascii_case("unreleased"))
        })
    }

    /// The first heading that is about a version.
    pub(crate) fn first_version(&self) -> Option<&Heading<'t>> {
        self.headings.iter().find(|heading| heading.versions().next().is_some())
    }

    /// Where the section of heading `index` ends: at the next one that is not below it, at the links
    /// that end the file, or at its end.
    pub(crate) fn end_of(&self, index: usize) -> usize {
        let Some(own) = self.headings.get(index) else { return self.tail };
        let after = self.headings.iter().skip(index + 1);
        let next = after.into_iter().find(|heading| heading.level <= own.level);
        next.map_or(self.tail.max(own.end), |next| next.start)
    }
}

impl<'t> Heading<'t> {
    /// The words of the title that begin as versions do, without a `v` before them and without what
    /// stands around them.
    pub(crate) fn versions(&self) -> impl Iterator<Item = &'t str> {
        // Where a link leads is no word of the title.
        let (head, rest) = self.title.split_once("](").unwrap_or((self.title, ""));
        let (_, rest) = rest.split_once(')').unwrap_or_default();
        let apart = |c: char| c.is_whitespace() || "[](){},;:`*_\"".contains(c);
        head.split(apart).chain(rest.split(apart)).filter_map(|word| {
            // A tag has the component's name before it.
            let starts = word.char_indices().filter(|(at, c)| {
                let head = word.get(..*at).unwrap_or_default();
                let apart = head.trim_end_matches(['v', 'V']);
                c.is_ascii_digit() && (apart.is_empty() || apart.ends_with(['-', '@', '/']))
            });
            let (at, _) = starts.into_iter().next()?;
            word.get(at..)
        })
    }
}

/// The character that a line of nothing else underlines with.
fn underline(line: &str) -> Option<char> {
    let line = line.trim_end();
    ['=', '-'].into_iter().find(|mark| line.len() > 2 && line.chars().all(|c| c == *mark))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn titles(text: &str) -> Vec<(usize, &str)> {
        Layout::of(text).headings.iter().map(|one| (one.level, one.title)).collect()
    }

    #[test]
    fn headings_are_found_as_people_write_them() {
        let text = "# Changelog\r\n\r\n## [1.0] ##\r\n\r\nOld\r\n===\r\n\r\n0.9 - 2016\n----------\n\n- x\n---\n\n#nope\n";
        let found = titles(text);
        assert_eq!(found, [(1, "Changelog"), (2, "[1.0]"), (1, "Old"), (2, "0.9 - 2016")]);
        let hidden = "```\n## 1.0\n```\n<!--\n## 2.0\n-->\n<!-- ## 3.0 -->\n## 4.0\n  ## 5.0\n~~~\n```\n## 6\n~~~\n";
        assert_eq!(titles(hidden), [(2, "4.0")]);
        let beside = "## 2.0 <!-- now -->\n\na <!-- b\n\n## 1.0\n";
        assert_eq!(titles(beside), [(2, "2.0 <!-- now -->"), (2, "1.0")]);
    }

    #[test]
    fn versions_are_told_from_other_words() {
        for (title, wanted) in [
            ("[1.2.0] - 2016-11-01", &["1.2.0", "2016-11-01"][..]),
            ("v1.2.0-rc1 (2016)", &["1.2.0-rc1", "2016"]),
            ("core-1.2 and @acme/ui@3.0", &["1.2", "3.0"]),
            ("[1.0](https://a.example/v1)", &["1.0"]),
            ("Unreleased", &[]),
            ("Python3 is gone", &[]),
        ] {
            let heading = Heading { level: 2, title, start: 0, end: 0, underline: None };
            assert_eq!(heading.versions().collect::<Vec<_>>(), wanted, "{title}");
        }
    }

    #[test]
    fn sections_end_before_the_links() {
        let text = "## [Unreleased]\n\nx\n\n### y\n\n[Unreleased]: https://a\n\n[1.0]: https://b\n";
        let layout = Layout::of(text);
        assert_eq!(layout.unreleased(), Some(0));
        assert_eq!(text.get(..layout.end_of(0)), Some("## [Unreleased]\n\nx\n\n### y\n\n"));
        let text = "## Unreleased\n\n[a]: https://a\n\nmore\n\n# 1.0\n";
        let layout = Layout::of(text);
        assert_eq!(text.get(layout.end_of(0)..), Some("# 1.0\n"));
        let text = "## Unreleased\n\n[a]: https://a\n<!-- next -->\n[b]: https://b\n";
        assert_eq!(text.get(..Layout::of(text).end_of(0)), Some("## Unreleased\n\n"));
        assert_eq!(Layout::of("").tail, 0);
    }
}
