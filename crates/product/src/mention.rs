//! Whether a text means a component's version where it has the characters of it.

use alloc::string::String;

/// What is before and after a version that stands by itself, without a `v`; `None` where it is part
/// of more.
fn alone<'t>(text: &'t str, at: usize, version: &str) -> Option<(&'t str, &'t str)> {
    let (before, rest) = text.split_at_checked(at)?;
    let after = rest.get(version.len()..)?;
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    let ends = !after.starts_with(|c: char| part(c) && c != '.')
        && !after
            .strip_prefix('.')
            .is_some_and(|more| more.starts_with(|c: char| c.is_ascii_digit()));
    let bare = before.strip_suffix('v').unwrap_or(before);
    (ends && !bare.ends_with(part)).then_some((bare, after))
}

/// Whether a version is the value of a key or constant called `version`, `__version__`, or so behind
/// the component's name: `version: 1.4.0`, `\"version\": \"1.4.0\"`, `CORE_VERSION = '1.4.0'`.
pub(crate) fn states(text: &str, at: usize, version: &str, component: &str) -> bool {
    let Some((before, after)) = alone(text, at, version) else { return false };
    // `1.4.0-rc.1` is another version.
    if after.starts_with(['-', '+']) {
        return false;
    }
    let quotes = |c: char| matches!(c, '"' | '\'' | '`' | ' ' | '\t');
    let key = before.trim_end_matches(quotes);
    // A Makefile's `:=` and `?=` as well.
    let bare = key.trim_end_matches([':', '=', '?']);
    if bare.len() == key.len() {
        return false;
    }
    let key = bare.trim_end_matches(quotes);
    let word = key.rsplit(|c: char| !c.is_ascii_alphanumeric() && !"_-".contains(c)).next();
    let letters = |text: &str| -> String {
        let kept = text.chars().filter(char::is_ascii_alphanumeric);
        kept.map(|c| c.to_ascii_lowercase()).collect()
    };
    let word = letters(word.unwrap_or_default());
    let rest = word.strip_suffix("version");
    rest.is_some_and(|rest| rest.is_empty() || letters(component).ends_with(rest))
}

/// Whether a text has a component's name in it, or the last part of one like `@scope/name`.
pub(crate) fn called(text: &str, component: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let component = component.to_ascii_lowercase();
    let last = component.rsplit('/').next().unwrap_or_default();
    let ends = |rest: &str| rest.chars().next().is_none_or(|c| !c.is_ascii_alphanumeric());
    let begins = |rest: &str| rest.chars().next_back().is_none_or(|c| !c.is_ascii_alphanumeric());
    !last.is_empty()
        && text.match_indices(last).any(|(at, name)| {
            text.split_at_checked(at).is_some_and(|(before, rest)| {
                begins(before) && rest.strip_prefix(name).is_some_and(ends)
            })
        })
}

/// Whether the line around a version names the component, and the version stands by itself.
pub(crate) fn names(text: &str, at: usize, version: &str, component: &str) -> bool {
    let Some((before, after)) = alone(text, at, version) else { return false };
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line_before = before.get(start..).unwrap_or_default();
    let line_after = after.split('\n').next().unwrap_or_default();
    called(line_before, component) || called(line_after, component)
}

/// Whether a component is asked for in this version: `hammer@1.4.0`, `hammer = "^1.4.0"`.
pub(crate) fn takes(text: &str, at: usize, version: &str, component: &str) -> bool {
    let Some((before, after)) = alone(text, at, version) else { return false };
    let line = before.rsplit('\n').next().unwrap_or_default();
    let word = |c: char| c.is_ascii_alphanumeric();
    let named = line.trim_end_matches(|c: char| !word(c));
    let signs = line.get(named.len()..).unwrap_or_default();
    let last = component.rsplit('/').next().unwrap_or_default();
    let name = named.get(named.len().saturating_sub(last.len())..).unwrap_or_default();
    let start = named.len().saturating_sub(last.len());
    // `other/hammer` is somebody else's, for all that is known.
    let part_of_another = |c: char| word(c) || matches!(c, '/' | '-' | '_' | '.');
    signs.contains(['@', ':', '=', '^', '~', '"'])
        && !after.starts_with(['-', '+'])
        && name.eq_ignore_ascii_case(last)
        && !named.get(..start).unwrap_or_default().ends_with(part_of_another)
}

#[cfg(test)]
mod tests {
    use super::{names, states, takes};

    fn found(text: &str) -> bool {
        text.match_indices("1.4.0").any(|(at, _)| names(text, at, "1.4.0", "hammer"))
    }

    #[test]
    fn a_version_counts_where_its_line_names_the_component() {
        assert!(found("Take it:\n\n    cargo add hammer@1.4.0\n"));
        assert!(found("Hammer v1.4.0.\n"));
        assert!(found("download 1.4.0 of hammer"));
        assert!(!found("hammer\n1.4.0\n"), "another line may mean another thing");
        assert!(!found("hammer 11.4.0"));
        assert!(!found("hammer 1.4.0.1"));
        assert!(!found("hammer 1.4.01"));
        assert!(!found("nail 1.4.0"));
        assert!(!found("hammered: ^1.4.0"), "a name is a word of its own");
        assert!(!found("jackhammer@1.4.0"));
        assert!(found("acme-hammer@1.4.0"));
    }

    #[test]
    fn a_version_that_is_past_counts_where_it_is_asked_for() {
        let found = |text: &str, name: &str| {
            text.match_indices("1.4.0").any(|(at, _)| takes(text, at, "1.4.0", name))
        };
        for text in
            ["add hammer@1.4.0", "hammer = \"^1.4.0\"", "hammer:v1.4.0", "\"Hammer\": \"1.4.0\""]
        {
            assert!(found(text, "hammer"), "{text}");
            assert!(found(text, "@tools/hammer"), "{text}");
        }
        for text in
            ["hammer 1.4.0 could", "since 1.4.0 of hammer", "jackhammer@1.4.0", "hammer@1.4.0-rc.1"]
        {
            assert!(!found(text, "hammer"), "{text}");
        }
    }

    #[test]
    fn a_version_counts_as_the_value_of_a_key_called_version() {
        let found = |text: &str| {
            text.match_indices("1.4.0").any(|(at, _)| states(text, at, "1.4.0", "hammer"))
        };
        for text in [
            "cff-version: 1.2.0\nversion: 1.4.0\n",
            "{ \"version\": \"1.4.0\" }",
            "export const VERSION = '1.4.0';",
            "VERSION := 1.4.0\n",
            ".version = \"1.4.0\",",
            "export const hammer_version = \"v1.4.0\";",
        ] {
            assert!(found(text), "{text}");
        }
        for text in [
            "cff-version: 1.4.0\n",
            "version: 1.4.0-rc.1\n",
            "minimumVersion = '1.4.0'",
            "date: 1.4.0",
            "version 1.4.0",
        ] {
            assert!(!found(text), "{text}");
        }
    }
}
