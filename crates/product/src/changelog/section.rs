//! A release's section, and the edits that add it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::{Edit, Source};

use super::{Layout, Names, links};
use crate::changelog::headings::Heading;

/// What a release writes into a changelog.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    /// What stands before the version in its heading; empty where the file is of one thing.
    pub(crate) name: &'a str,
    /// Names whose headings in the same file are about something else.
    pub(crate) others: &'a [&'a str],
    /// What tells headings of versions from others.
    pub(crate) names: Names<'a>,
    /// The version.
    pub(crate) version: &'a str,
    /// The operation's day.
    pub(crate) day: String,
    /// Its tag, for the links at the end; `None` where it has none of its own.
    pub(crate) tag: Option<&'a str>,
}

/// How deep the headings of versions are where none says.
const LEVEL: usize = 2;

/// The heading under which a changelog has this version already: one that is about it, not one that
/// mentions it.
pub(crate) fn has<'t>(layout: &Layout<'t>, section: &Section<'_>) -> Option<Heading<'t>> {
    let deepest = layout.first_version().map_or(LEVEL, |first| first.level.max(LEVEL));
    let above = layout.headings.iter().filter(|heading| heading.level <= deepest);
    let mut known = above.filter(|heading| {
        heading.version.is_some_and(|about| {
            let named = about.name.is_some_and(|name| name.eq_ignore_ascii_case(section.name));
            let other = about.name.is_some_and(|name| section.others.contains(&name));
            about.version == section.version && !other && (named || section.name.is_empty())
        })
    });
    known.next().copied()
}

/// The edits that add `section` to the file whose text `layout` is of. `body` gives what is told below
/// a heading of the level that it is passed, in Markdown with line feeds, and is told whether people
/// wrote something there already.
pub(crate) fn written(
    source: &Source<'_>,
    layout: &Layout<'_>,
    section: &Section<'_>,
    body: &dyn Fn(usize, bool) -> String,
) -> Vec<Edit> {
    let newline = source.newline();
    let text = layout.text;
    let unreleased = layout.unreleased();
    let model = layout.first_version().copied();
    let above = unreleased.and_then(|index| layout.headings.get(index)).copied();
    // The new heading looks like the last version's; where there is none, like that of the rest.
    let style = model.or(above);
    let level = style.map_or(LEVEL, |heading| heading.level);
    let title = title(section, model.as_ref(), above.as_ref());
    let lines = |text: &str| text.trim_end().replace('\n', newline);
    let heading = match style.and_then(|style| style.underline) {
        Some(mark) => {
            let line: String = core::iter::repeat_n(mark, title.chars().count().max(3)).collect();
            format!("{title}{newline}{line}")
        }
        None => format!("{} {title}", "#".repeat(level)),
    };
    let insert =
        |at: usize, new: String| Edit { span: source.span(at..at), old: String::new(), new };
    let blank = format!("{newline}{newline}");
    let mut edits = Vec::new();
    match (unreleased.zip(above), model) {
        (Some((index, above)), _) => {
            let end = layout.end_of(index);
            let there = text.get(above.end..end).unwrap_or_default();
            let written = layout.says(above.end, end);
            let told = lines(&body(level + 1, written));
            let gap = if told.is_empty() { "" } else { blank.as_str() };
            let last = above.end + there.trim_end().len();
            if written {
                edits.push(insert(above.end, format!("{blank}{heading}")));
                if !told.is_empty() {
                    edits.push(insert(last, format!("{blank}{told}")));
                }
            } else {
                // A form to fill in stays where it is, for the next time.
                edits.push(insert(last, format!("{blank}{heading}{gap}{told}")));
            }
        }
        (None, Some(model)) => {
            let told = lines(&body(level + 1, false));
            edits.push(insert(model.above, format!("{heading}{blank}{told}{blank}")));
        }
        (None, None) => {
            let told = lines(&body(level + 1, false));
            let before = text.get(..layout.tail).unwrap_or_default().trim_end();
            let gap = if before.is_empty() { "" } else { blank.as_str() };
            let rest = text.get(before.len()..).unwrap_or_default();
            let end = if rest.is_empty() && before.is_empty() { newline } else { "" };
            let after = if !rest.is_empty() && before.is_empty() { newline } else { end };
            let new = format!("{gap}{heading}{blank}{told}{after}");
            edits.push(insert(before.len(), new));
        }
    }
    if let Some(tag) = section.tag.filter(|_| title.starts_with('[')) {
        let label = title.split_once(']').map_or("", |(label, _)| label).trim_start_matches('[');
        let shifted = links::moved(layout, label, tag, newline)
            .into_iter()
            .map(|edit| Edit { span: source.span(edit.span.start..edit.span.end), ..edit });
        edits.extend(shifted);
    }
    edits
}

/// A heading's words, as the file's last one has them: its version in brackets, its day in
/// parentheses.
fn title(
    section: &Section<'_>,
    model: Option<&Heading<'_>>,
    above: Option<&Heading<'_>>,
) -> String {
    let linked = |heading: &Heading<'_>| {
        let (_, after) = heading.title.split_once(']').unwrap_or_default();
        heading.title.starts_with('[') && !after.starts_with('(')
    };
    let brackets = model.or(above).is_some_and(linked);
    let v = model.and_then(|model| model.version).is_some_and(|about| about.v);
    let round = model.is_some_and(|model| {
        // Where a link leads is no day.
        let (_, link) = model.title.split_once("](").unwrap_or_default();
        let words = link.split_once(')').map_or(model.title, |(_, after)| after);
        let inside = words.rsplit_once('(').map_or("", |(_, inside)| inside);
        inside.starts_with(|c: char| c.is_ascii_digit())
    });
    let name = if section.name.is_empty() { String::new() } else { format!("{} ", section.name) };
    let version = format!("{name}{}{}", if v { "v" } else { "" }, section.version);
    let version = if brackets { format!("[{version}]") } else { version };
    if round {
        format!("{version} ({})", section.day)
    } else {
        format!("{version} - {}", section.day)
    }
}

#[cfg(test)]
mod tests {
    use place::RepoPath;

    use super::*;

    fn names() -> Names<'static> {
        Names { known: &["core", "sdk"], ..Names::default() }
    }

    fn layout(text: &str) -> Layout<'_> {
        Layout::of(text, &names())
    }

    fn section() -> Section<'static> {
        Section {
            name: "",
            others: &[],
            names: names(),
            version: "1.1",
            day: "2016-11-01".into(),
            tag: Some("v1.1"),
        }
    }

    fn after(text: &str) -> String {
        let path = RepoPath::new("CHANGELOG.md").unwrap();
        let source = Source::new(&path, text.as_bytes()).unwrap();
        let body = |level: usize, written: bool| match written {
            true => String::new(),
            false => format!("{} Fix\n\n- Mended.\n", "#".repeat(level)),
        };
        let mut edits = written(&source, &layout(source.body()), &section(), &body);
        edits.sort_by_key(|edit| edit.span);
        let bytes = manifest::splice(text.as_bytes(), &edits).unwrap();
        let new = String::from_utf8(bytes).unwrap();
        assert_eq!(
            Layout::of(new.trim_start_matches('\u{feff}'), &names())
                .headings
                .iter()
                .filter(|one| one.version.is_some_and(|about| about.version == "1.1"))
                .count(),
            1,
            "{new}"
        );
        new
    }

    #[test]
    fn a_section_goes_above_the_first_version() {
        assert_eq!(
            after("# Changelog\n\n## 1.0 - 2016-10-01\n\n- Old.\n"),
            "# Changelog\n\n## 1.1 - 2016-11-01\n\n### Fix\n\n- Mended.\n\n## 1.0 - 2016-10-01\n\n- Old.\n"
        );
        assert_eq!(
            after("v1.0 (2016-10-01)\r\n===\r\n"),
            "v1.1 (2016-11-01)\r\n=================\r\n\r\n## Fix\r\n\r\n- Mended.\r\n\r\nv1.0 (2016-10-01)\r\n===\r\n"
        );
        assert_eq!(
            after("\u{feff}# [1.0](https://x)"),
            "\u{feff}# 1.1 - 2016-11-01\n\n## Fix\n\n- Mended.\n\n# [1.0](https://x)"
        );
    }

    #[test]
    fn what_is_unreleased_moves_below_the_new_heading() {
        assert_eq!(
            after("# Changelog\n\n## Unreleased\n\n### Added\n\n- Search.\n\n## 1.0\n"),
            "# Changelog\n\n## Unreleased\n\n## 1.1 - 2016-11-01\n\n### Added\n\n- Search.\n\n## 1.0\n"
        );
        assert_eq!(
            after("## Unreleased\n\n## 1.0\n"),
            "## Unreleased\n\n## 1.1 - 2016-11-01\n\n### Fix\n\n- Mended.\n\n## 1.0\n"
        );
        assert_eq!(
            after("## Unreleased"),
            "## Unreleased\n\n## 1.1 - 2016-11-01\n\n### Fix\n\n- Mended."
        );
        assert_eq!(
            after("Unreleased\n---\n- Search.\n"),
            "Unreleased\n---\n\n1.1 - 2016-11-01\n----------------\n- Search.\n"
        );
    }

    #[test]
    fn a_file_without_any_version_gets_its_first_below_what_it_says() {
        let section = "## 1.1 - 2016-11-01\n\n### Fix\n\n- Mended.";
        assert_eq!(after(""), format!("{section}\n"));
        assert_eq!(after("\n"), format!("{section}\n\n"));
        assert_eq!(
            after("# Changelog\n\nAll of it.\n"),
            format!("# Changelog\n\nAll of it.\n\n{section}\n")
        );
        assert_eq!(after("# Changelog"), format!("# Changelog\n\n{section}"));
    }

    #[test]
    fn what_is_unreleased_ends_at_the_next_version() {
        assert_eq!(
            after("# Unreleased\n\n- Search.\n\n## 1.0\n\n- Old.\n"),
            "# Unreleased\n\n## 1.1 - 2016-11-01\n\n- Search.\n\n## 1.0\n\n- Old.\n"
        );
        assert_eq!(
            after("# Unreleased\n\n## 1.0\n\n- Old.\n"),
            "# Unreleased\n\n## 1.1 - 2016-11-01\n\n### Fix\n\n- Mended.\n\n## 1.0\n\n- Old.\n"
        );
        assert_eq!(
            after("## 1.0 - Unreleased\n\n- Old.\n"),
            "## 1.1 - 2016-11-01\n\n### Fix\n\n- Mended.\n\n## 1.0 - Unreleased\n\n- Old.\n"
        );
    }

    #[test]
    fn a_form_to_fill_in_stays_above_the_new_section() {
        assert_eq!(
            after("## Unreleased\n\n### Added\n\n<!-- here -->\n\n### Changed\n\n## 1.0\n"),
            "## Unreleased\n\n### Added\n\n<!-- here -->\n\n### Changed\n\n\
             ## 1.1 - 2016-11-01\n\n### Fix\n\n- Mended.\n\n## 1.0\n"
        );
    }

    #[test]
    fn a_section_goes_below_front_matter_and_above_what_belongs_to_the_last() {
        let new = "## 1.1 - 2016-11-01\n\n### Fix\n\n- Mended.\n\n";
        for (head, tail) in [
            ("---\ntitle: Changes 1.0\n---\n\n# Log\n\n", "## 1.0\n"),
            ("# Log\n\n", "<a name=\"1.0\"></a>\n## 1.0\n"),
            ("# Log4j 2 changelog\n\n## Supported 0.x versions\n\nx\n\n", "## 1.0\n"),
        ] {
            assert_eq!(after(&format!("{head}{tail}")), format!("{head}{new}{tail}"));
        }
        let matter = "---\ntitle: x\n---\n";
        assert_eq!(after(matter), format!("{}\n\n{}\n", matter.trim_end(), new.trim_end()));
    }

    #[test]
    fn the_last_heading_is_the_model() {
        for (text, heading) in [
            ("## core v1.0.1 - 2016\n", "## v1.1 - 2016-11-01\n"),
            ("## [1.0](https://a.example/x) (2016-01-01)\n", "## 1.1 (2016-11-01)\n"),
            ("## [1.0](https://a.example/(1)) - 2016\n", "## 1.1 - 2016-11-01\n"),
            ("## [v1.0] (2016)\n", "## [v1.1] (2016-11-01)\n"),
        ] {
            let new = after(text);
            assert!(new.starts_with(heading), "{new}");
        }
    }

    #[test]
    fn links_to_comparisons_go_on_from_the_new_tag() {
        let text = "## [Unreleased]\n\n- x\n\n## [1.0] - 2016-10-01\n\n\
                    [unreleased]: https://a.example/-/compare/v1.0...HEAD\n[1.0]: https://a.example/v1.0\n";
        let new = "## [Unreleased]\n\n## [1.1] - 2016-11-01\n\n- x\n\n## [1.0] - 2016-10-01\n\n\
                   [unreleased]: https://a.example/-/compare/v1.1...HEAD\n\
                   [1.1]: https://a.example/-/compare/v1.0...v1.1\n[1.0]: https://a.example/v1.0\n";
        assert_eq!(after(text), new);
        let text = "## [Unreleased]\n\n## [1.0]\n\n  [Unreleased]: <https://a.example/compare/v1.0...HEAD> 'all'\n";
        let new = after(text);
        let links = "  [Unreleased]: <https://a.example/compare/v1.1...HEAD> 'all'\n\
                     [1.1]: https://a.example/compare/v1.0...v1.1\n";
        assert!(new.ends_with(links), "{new}");
    }

    #[test]
    fn a_version_is_had_once_whatever_stands_around_it() {
        for (text, there) in [
            ("## [1.1] - 2016-11-01\n", true),
            ("## v1.1\n", true),
            ("# core-1.1\n", true),
            ("## 1.0 (backport of 1.1)\n", false),
            ("## Upgrading to 1.1\n", false),
            ("## 1.1 (unreleased)\n", true),
            ("## 1.10\n", false),
            ("## 1.1.0\n", false),
            ("## 1.0\n\n### core 1.0 → 1.1\n", false),
        ] {
            assert_eq!(has(&Layout::of(text, &names()), &section()).is_some(), there, "{text}");
        }
        let named = Section { name: "sdk", ..section() };
        assert!(has(&layout("## core 1.1\n"), &named).is_none());
        assert!(has(&layout("## sdk 1.1 - 2016\n"), &named).is_some());
        let product = Section { others: &["sdk"], ..section() };
        assert!(has(&layout("## sdk 1.1 - 2016\n"), &product).is_none());
        assert!(has(&layout("## 1.1 - 2016\n"), &product).is_some());
    }
}
