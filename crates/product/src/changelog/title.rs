//! What a heading is about: a version, what is unreleased, or something else.

use core::fmt;

/// What headings may say besides a version.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    /// Who versions are of: components, lines and the product.
    pub(crate) known: &'a [&'a str],
    /// Whether a text is a version of the product's schemes.
    pub(crate) reads: &'a dyn Fn(&str) -> bool,
}

impl Default for Names<'_> {
    fn default() -> Self {
        Self { known: &[], reads: &|_| false }
    }
}

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Names").field("known", &self.known).finish_non_exhaustive()
    }
}

/// What a version's heading says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Titled<'t> {
    /// Whose version it is: `core` of `core v1.0` and `core-1.0`.
    pub(crate) name: Option<&'t str>,
    pub(crate) version: &'t str,
    /// Whether a `v` stands before it.
    pub(crate) v: bool,
}

/// Words that say no more than that a version follows.
const PLAIN: &[&str] = &["Version", "Release"];

/// What may stand around a version, a name, or `Unreleased`.
const MARKS: &[char] = &['[', ']', '(', ')', '{', '}', '*', '_', '`', '"', '~'];

/// The version that a heading begins with, behind brackets, a `v`, and the name of what it is of. It
/// has at least two numbers, or is one of a scheme's. One that is mentioned further on is not what
/// the heading is about.
pub(super) fn titled<'t>(title: &'t str, names: &Names<'_>) -> Option<Titled<'t>> {
    let text = title.trim_start_matches(MARKS).trim_start();
    let named = names.known.iter().chain(PLAIN).filter_map(|known| {
        let (head, rest) = text.split_at_checked(known.len())?;
        let is = !known.is_empty() && head.eq_ignore_ascii_case(known) && rest.starts_with(apart);
        let name = Some(head).filter(|_| !PLAIN.contains(known));
        is.then(|| (name, rest.trim_start_matches(apart)))
    });
    let mut both = core::iter::once((None, text)).chain(named);
    both.find_map(|(name, rest)| {
        let found = leading(rest, names)?;
        Some(Titled { name: found.name.or(name), ..found })
    })
}

/// The version that a text begins with.
fn leading<'t>(text: &'t str, names: &Names<'_>) -> Option<Titled<'t>> {
    let word = text.split(apart).next()?.trim_end_matches('.');
    // A tag has the component's name before its version.
    let tagged = word.match_indices(['-', '@', '/']).map(|(at, mark)| at + mark.len());
    let (at, version) = core::iter::once(0).chain(tagged).find_map(|at| {
        let rest = word.get(at..)?;
        let version = rest.strip_prefix(['v', 'V']).unwrap_or(rest);
        version.starts_with(|c: char| c.is_ascii_digit()).then_some((at, version))
    })?;
    let name = word.get(..at.saturating_sub(1)).filter(|name| !name.is_empty());
    let v = at + version.len() < word.len();
    let is = is_version(version) || (names.reads)(version);
    is.then_some(Titled { name, version, v })
}

fn apart(c: char) -> bool {
    c.is_whitespace() || MARKS.contains(&c) || matches!(c, ',' | ';' | ':')
}

/// Whether a text begins with two numbers, and then as versions go on.
fn is_version(text: &str) -> bool {
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let first = digits(text);
    let Some(rest) = text.get(first..).and_then(|rest| rest.strip_prefix('.')) else {
        return false;
    };
    first > 0 && digits(rest) > 0
}

/// Whether a heading says that what is below it is not released, and nothing else. A date that is
/// still to come may follow: one word behind a dash, or in parentheses.
pub(super) fn is_unreleased(title: &str) -> bool {
    let (label, link) = title.split_once("](").unwrap_or((title, ""));
    let (_, after) = link.split_once(')').unwrap_or_default();
    let mut words = [label, after].into_iter().flat_map(|part| {
        part.split(|c: char| c.is_whitespace() || MARKS.contains(&c))
            .filter(|word| !word.is_empty())
    });
    let is = |word: &str| word.trim_end_matches(':').eq_ignore_ascii_case("unreleased");
    let dash = |word: &&str| matches!(*word, "-" | "–" | "—");
    let first = words.next().is_some_and(is);
    let Some(second) = words.next().filter(|_| first) else { return first };
    let date =
        if dash(&second) { words.next() } else { Some(second).filter(|_| title.ends_with(')')) };
    date.is_some() && words.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_about_the_version_that_it_begins_with() {
        let names = Names { known: &["core", "Chain Core"], reads: &|text| text == "7" };
        let found = |title| titled(title, &names).map(|one| (one.name, one.version, one.v));
        for (title, wanted) in [
            ("[1.2.0] - 2016-11-01", (None, "1.2.0", false)),
            ("v1.2.0-rc1 (2016)", (None, "1.2.0-rc1", true)),
            ("[V1.2](https://a.example/3.0)", (None, "1.2", true)),
            ("core v1.0.1", (Some("core"), "1.0.1", true)),
            ("[Chain Core 1.1]", (Some("Chain Core"), "1.1", false)),
            ("core-1.2", (Some("core"), "1.2", false)),
            ("@acme/ui@3.0", (Some("@acme/ui"), "3.0", false)),
            ("Version 1.0, at last", (None, "1.0", false)),
            ("**1.0**: x", (None, "1.0", false)),
            ("0.9.1 (backport of 1.1.0)", (None, "0.9.1", false)),
            ("2.0.0 (unreleased)", (None, "2.0.0", false)),
            ("Release 7", (None, "7", false)),
        ] {
            assert_eq!(found(title), Some(wanted), "{title}");
        }
        for title in [
            "Log4j 2 changelog",
            "Supported 0.x versions",
            "Upgrading to 1.1.0",
            "0.x",
            "8 things",
            "2016-11-01",
            "corel 1.0",
            "Unreleased",
            "",
        ] {
            assert_eq!(found(title), None, "{title}");
        }
    }

    #[test]
    fn unreleased_is_all_that_its_heading_says() {
        for title in [
            "Unreleased",
            "[UNRELEASED]",
            "[Unreleased](https://a.example/compare/v1...HEAD)",
            "*Unreleased*",
            "Unreleased - ReleaseDate",
            "[Unreleased] - date?",
            "Unreleased (2016-xx-xx)",
            "[Unreleased](https://a) - ReleaseDate",
        ] {
            assert!(is_unreleased(title), "{title}");
        }
        for title in [
            "0.1.0 - Unreleased",
            "Unreleased features that were dropped",
            "Unreleased features",
            "Unreleased - and gone for good",
            "Unreleasedness",
            "",
        ] {
            assert!(!is_unreleased(title), "{title}");
        }
    }
}
