//! The headings of a changelog, and which of them are about versions.

use alloc::vec::Vec;
use core::ops::Range;

use markdown::mdast::Node;
use markdown::{Constructs, ParseOptions};

use super::flat::flat;
use super::title::{Names, Titled, is_unreleased, titled};

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
    /// Where that begins which belongs to it: an anchor or a comment above it, or its line.
    pub(crate) above: usize,
    /// Where its line begins.
    pub(crate) start: usize,
    /// Where its last line ends, before the line feed.
    pub(crate) end: usize,
    /// The character that it is underlined with, where it is.
    pub(crate) underline: Option<char>,
    /// The version that it is about.
    pub(crate) version: Option<Titled<'t>>,
}

/// Blocks alone are looked at: what is within a line moves no section.
fn blocks() -> ParseOptions {
    let constructs = Constructs {
        attention: false,
        autolink: false,
        character_escape: false,
        character_reference: false,
        code_text: false,
        frontmatter: true,
        hard_break_escape: false,
        hard_break_trailing: false,
        html_text: false,
        label_end: false,
        label_start_image: false,
        label_start_link: false,
        ..Constructs::default()
    };
    ParseOptions { constructs, ..ParseOptions::default() }
}

impl<'t> Layout<'t> {
    /// Finds the headings of `text` as CommonMark has them, outside of quotes and lists. `names` tells
    /// which of them are about versions.
    pub(crate) fn of(text: &'t str, names: &Names<'_>) -> Self {
        // Only JSX can be wrong, and none is looked for.
        let root = markdown::to_mdast(&flat(text), &blocks()).ok();
        let nodes = root.as_ref().and_then(Node::children).map_or(&[][..], Vec::as_slice);
        let mut headings = Vec::new();
        let mut tail = None;
        let mut above: Option<Range<usize>> = None;
        for node in nodes {
            let Some(place) = node.position().map(|at| at.start.offset..at.end.offset) else {
                continue;
            };
            // White space that a line begins with is its own.
            let before = text.get(..place.start).unwrap_or_default();
            let place = before.trim_end_matches([' ', '\t']).len()..place.end;
            let own = text.get(place.clone()).unwrap_or_default();
            if let Node::Heading(heading) = node {
                let start = place.start;
                let above = above.take().filter(|one| belongs(text, one, start));
                let above = above.map_or(start, |one| one.start);
                let (title, underline) = words(own);
                let version = titled(title, names);
                let end = start + own.trim_end().len();
                let level = usize::from(heading.depth);
                headings.push(Heading { level, title, above, start, end, underline, version });
                tail = None;
                continue;
            }
            let comment = matches!(node, Node::Html(_)) && own.trim_start().starts_with("<!--");
            if matches!(node, Node::Definition(_)) {
                tail = tail.or(Some(place.start));
            } else if !comment {
                tail = None;
            }
            let last = above.take().filter(|one| belongs(text, one, place.start));
            above = (comment || is_anchor(own))
                .then(|| last.map_or(place.start, |last| last.start)..place.end);
        }
        Self { text, headings, tail: tail.unwrap_or(text.len()) }
    }

    /// The section of what is not released yet: its place among the headings. It stands before those of
    /// versions.
    pub(crate) fn unreleased(&self) -> Option<usize> {
        let mut before = self.headings.iter().take_while(|heading| heading.version.is_none());
        before.position(|heading| is_unreleased(heading.title))
    }

    /// The first heading that is about a version.
    pub(crate) fn first_version(&self) -> Option<&Heading<'t>> {
        self.headings.iter().find(|heading| heading.version.is_some())
    }

    /// Where the section of heading `index` ends: at the next one that is not below it or is about a
    /// version, at the links that end the file, or at its end.
    pub(crate) fn end_of(&self, index: usize) -> usize {
        let Some(own) = self.headings.get(index) else { return self.tail };
        let mut after = self.headings.iter().skip(index + 1);
        let next = after.find(|next| next.level <= own.level || next.version.is_some());
        next.map_or(self.tail.max(own.end), |next| next.above.max(own.end))
    }

    /// Whether people have written something between `from` and `to`: empty headings and comments
    /// are a form to fill in.
    pub(crate) fn says(&self, from: usize, to: usize) -> bool {
        let inside = |heading: &&Heading<'_>| from <= heading.start && heading.end <= to;
        let mut at = from;
        let mut parts = Vec::new();
        for heading in self.headings.iter().filter(inside) {
            parts.push(at..heading.start);
            at = heading.end;
        }
        parts.push(at..to);
        parts.into_iter().any(|part| !is_silent(self.text.get(part).unwrap_or_default()))
    }
}

/// Whether nothing but comments stands in a text.
fn is_silent(text: &str) -> bool {
    let mut rest = text.trim();
    while let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment.split_once("-->").map_or("", |(_, after)| after).trim_start();
    }
    rest.is_empty()
}

/// Whether what stands at `one` belongs to what begins at `start`: it is directly above it, an anchor
/// also with an empty line between.
fn belongs(text: &str, one: &Range<usize>, start: usize) -> bool {
    let feeds = text.get(one.end..start).unwrap_or_default().matches('\n').count();
    feeds < 2 || feeds == 2 && text.get(one.clone()).is_some_and(is_anchor)
}

/// Whether a text is the anchors of a heading and nothing else: `<a name="1.0"></a>`.
fn is_anchor(text: &str) -> bool {
    let mut rest = text.trim();
    let mut found = false;
    while let Some((tag, after)) = rest.strip_prefix('<').and_then(|tag| tag.split_once('>')) {
        let name = tag.trim_matches('/').split(char::is_whitespace).next().unwrap_or_default();
        if !name.eq_ignore_ascii_case("a") {
            return false;
        }
        found = true;
        rest = after.trim_start();
    }
    found && rest.is_empty()
}

/// A heading's words without its marks, and the character that it is underlined with.
fn words(own: &str) -> (&str, Option<char>) {
    let own = own.trim();
    let rest = own.trim_start_matches('#');
    if own.len() == rest.len()
        && let Some((title, line)) = own.rsplit_once('\n')
    {
        return (title.trim(), line.trim().chars().next());
    }
    let title = rest.trim();
    // Marks at the end are none of the title where they stand apart.
    let open = title.trim_end_matches('#');
    let apart = open.is_empty() || open.ends_with([' ', '\t']);
    (if apart { open.trim_end() } else { title }, None)
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use super::*;

    fn layout(text: &str) -> Layout<'_> {
        Layout::of(text, &Names::default())
    }

    fn titles(text: &str) -> Vec<(usize, &str)> {
        layout(text).headings.iter().map(|one| (one.level, one.title)).collect()
    }

    #[test]
    fn headings_are_found_as_people_write_them() {
        let text = "# Changelog\r\n\r\n## [1.0] ##\r\n\r\nOld\r\n===\r\n\r\n0.9 - 2016\n----------\n\n- x\n---\n\n#nope\n";
        let found = titles(text);
        assert_eq!(found, [(1, "Changelog"), (2, "[1.0]"), (1, "Old"), (2, "0.9 - 2016")]);
        let hidden = "```\n## 1.0\n```\n<!--\n## 2.0\n-->\n<!-- ## 3.0 -->\n## 4.0\n    ## 5.0\n~~~\n```\n## 6\n~~~\n";
        assert_eq!(titles(hidden), [(2, "4.0")]);
        let beside = "## 2.0 <!-- now -->\n\na <!-- b\n\n## 1.0\n";
        assert_eq!(titles(beside), [(2, "2.0 <!-- now -->"), (2, "1.0")]);
    }

    #[test]
    fn headings_are_those_of_commonmark() {
        assert_eq!(titles("1.0\n-\n\n0.9\n==\n"), [(2, "1.0"), (1, "0.9")]);
        assert_eq!(titles("   ## 1.0\n  # C#\n"), [(2, "1.0"), (1, "C#")]);
        assert_eq!(titles("- x\n  ```\n## 1.0\n"), [(2, "1.0")], "a list ends its fences");
        assert_eq!(titles("x\n\n    ```\n\n## 1.0\n"), [(2, "1.0")], "that is code");
        assert_eq!(titles("> ## 1.0\n\n- # 0.9\n"), [], "a quote and a list");
        assert_eq!(titles("---\ntitle: x\n---\n\n# y\n"), [(1, "y")], "front matter");
        assert_eq!(titles("+++\na = 1\n# x\n+++\n# y\n"), [(1, "y")]);
    }

    #[test]
    fn quotes_and_lists_of_any_depth_hide_headings_and_take_no_time() {
        for deep in [">", "- ", "1. ", "> * "] {
            let text = format!("# 1.0\n\n{}# 0.9\n\n# 0.8\n", deep.repeat(20_000));
            assert_eq!(titles(&text), [(1, "1.0"), (1, "0.8")], "{deep}");
        }
    }

    #[test]
    fn what_is_unreleased_is_before_the_versions() {
        for (text, wanted) in [
            ("# Log\n\n## [Unreleased]\n", Some(1)),
            ("## 1.0\n\n## Unreleased\n", None),
            ("## 0.1.0 - Unreleased\n", None),
            ("## 2.0.0 (unreleased)\n", None),
            ("### Unreleased features that were dropped\n", None),
        ] {
            assert_eq!(layout(text).unreleased(), wanted, "{text}");
        }
    }

    #[test]
    fn sections_end_before_the_links() {
        let text =
            "## [Unreleased]\n\nx\n\n### y\n\n[Unreleased]: https://a\n\n  [1.0]: <https://b>\n";
        let found = layout(text);
        assert_eq!(found.unreleased(), Some(0));
        assert_eq!(text.get(..found.end_of(0)), Some("## [Unreleased]\n\nx\n\n### y\n\n"));
        let text = "## Unreleased\n\n[a]: https://a\n\nmore\n\n# 1.0\n";
        assert_eq!(text.get(layout(text).end_of(0)..), Some("# 1.0\n"));
        let text = "## Unreleased\n\n[a]: https://a\n<!-- next -->\n[b]: https://b\n";
        assert_eq!(text.get(..layout(text).end_of(0)), Some("## Unreleased\n\n"));
        let text = "# Unreleased\n\nx\n\n## 1.0\n";
        assert_eq!(text.get(layout(text).end_of(0)..), Some("## 1.0\n"), "whatever their level");
        assert_eq!(layout("").tail, 0);
    }

    #[test]
    fn anchors_and_comments_belong_to_what_is_below_them() {
        for (text, wanted) in [
            ("# Log\n\n<a name=\"0.9\"></a>\n## 0.9\n", "<a name=\"0.9\"></a>\n## 0.9\n"),
            ("<a id=x></a>\n\n<!-- y -->\n## 0.9\n", "<a id=x></a>\n\n<!-- y -->\n## 0.9\n"),
            ("x\n\n<!-- y -->\n\n## 0.9\n", "## 0.9\n"),
            ("<a href=x>y</a>\n## 0.9\n", "## 0.9\n"),
            ("  ## 0.9\n", "  ## 0.9\n"),
        ] {
            let found = layout(text);
            let first = found.first_version().unwrap();
            assert_eq!(text.get(first.above..), Some(wanted), "{text}");
        }
    }

    #[test]
    fn a_form_to_fill_in_says_nothing() {
        for (text, wanted) in [
            ("### Added\n\n### Changed\n", false),
            ("<!-- a --> <!--\nb -->\n\n### Added\n", false),
            ("### Added\n\n- x\n\n### Changed\n", true),
            ("x", true),
            ("```\n```", true),
            ("", false),
        ] {
            assert_eq!(layout(text).says(0, text.len()), wanted, "{text}");
        }
    }
}
