//! What a build requires: coordinates in one text, in parts, or with the version in a block.
//!
//! Source: Gradle's user manual, "Declaring Versions and Ranges".

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::value;
use crate::syntax::brackets;
use crate::syntax::code::Cursor;
use crate::{LocateError, Located, SlotKind, Source};

/// How a `version` block says which versions it takes.
const BOUNDS: &[&str] = &["strictly", "require", "prefer"];

/// A package and the version of it that is required.
pub(super) struct Required<'t> {
    on: String,
    version: Cursor<'t>,
}

/// What a statement in `dependencies` requires, or the head of a block there; `heads` are those of the
/// blocks that it is in.
pub(super) fn read<'t>(heads: &[Cursor<'t>], line: Cursor<'t>) -> Vec<Required<'t>> {
    if let [.., head, last] = heads
        && last.text == "version"
    {
        let (word, rest) = line.name();
        let bound = BOUNDS.contains(&word.text).then(|| value(rest)?.quoted()).flatten();
        let on = packages(*head).into_iter().next();
        return on
            .zip(bound)
            .map(|(on, (version, _))| Required { on, version })
            .into_iter()
            .collect();
    }
    let parts = [part(line, "group"), part(line, "name"), part(line, "version")];
    if let [Some(group), Some(name), Some(version)] = parts {
        return Vec::from([Required { on: format!("{}:{}", group.text, name.text), version }]);
    }
    let strings = brackets::strings(line).into_iter();
    strings
        .filter_map(|text| Some((text, coordinates(text)?)))
        .filter_map(|(text, (on, rest))| {
            let (version, _) = rest.word(":")?.until(|c| matches!(c, ':' | '@'));
            // No other text with colons in it: only a range may have spaces.
            let range = version.text.starts_with(['[', '(', ']']);
            let spaced = on.contains(' ') || version.text.contains(' ') && !range;
            let plain = !version.text.is_empty() && !text.text.contains(['$', '/']);
            (plain && !spaced).then_some(Required { on, version })
        })
        .collect()
}

/// The packages that a text names without a version.
fn packages(line: Cursor<'_>) -> Vec<String> {
    let parts = part(line, "group").zip(part(line, "name"));
    let named = parts.map(|(group, name)| format!("{}:{}", group.text, name.text));
    let strings = brackets::strings(line).into_iter();
    named.into_iter().chain(strings.filter_map(|text| Some(coordinates(text)?.0))).collect()
}

/// `group:artifact`, and what follows: a version, with a classifier or a type behind it or not.
fn coordinates(text: Cursor<'_>) -> Option<(String, Cursor<'_>)> {
    let (group, rest) = text.until(|c| c == ':');
    let (artifact, rest) = rest.word(":")?.until(|c| c == ':');
    Some((format!("{}:{}", group.text, artifact.text), rest))
}

/// A part that has its name: `group: 'g'`, `group = "g"`.
fn part<'t>(line: Cursor<'t>, name: &str) -> Option<Cursor<'t>> {
    let mut rest = line;
    while !rest.text.is_empty() {
        if let Some((_, after)) = rest.quoted() {
            rest = after;
            continue;
        }
        let (word, after) = rest.name();
        let spaced = after.space();
        if word.text == name
            && let Some(value) = spaced.word(":").or_else(|| spaced.word("="))
            && let Some((inside, _)) = value.space().quoted()
        {
            return (!inside.text.contains('$')).then_some(inside);
        }
        rest = after;
        if word.text.is_empty() {
            let starts = |c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '\'');
            let (between, next) = rest.until(starts);
            // A string that does not end.
            if between.text.is_empty() {
                return None;
            }
            rest = next;
        }
    }
    None
}

impl Required<'_> {
    /// Adds the requirement. What stands behind `!!` is the version to take of those admitted; without,
    /// that is the version itself.
    pub(super) fn locate(
        &self,
        source: &Source<'_>,
        found: &mut Located,
    ) -> Result<(), LocateError> {
        let strict = self.version.text.strip_suffix("!!").unwrap_or(self.version.text);
        let version = Cursor { text: strict, at: self.version.at };
        let kind =
            SlotKind::Requirement { on: self.on.clone(), path: None, table: "dependencies".into() };
        found.value(source, &self.on, version, kind, |text| text.contains('$'))
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::super::FORMAT;
    use crate::conformance::slots;

    #[test]
    fn dependencies_are_read_in_every_notation() {
        for text in [
            "api \"g:core:1.4.0!!\"",
            "api('g:core:1.4.0@aar')",
            "api(\"g:core:1.4.0\") {\n exclude group: 'x'\n}",
            "api(\"g:core:1.4.0\") { }",
            "constraints {\n api(\"g:core:1.4.0\") {\n  because \"it is 1.4.0 of g:core\"\n }\n}",
            "api group: 'g', name: 'core', version: '1.4.0'",
            "api(group = \"g\", name = \"core\", version = \"1.4.0\") {\n isTransitive = false\n}",
            "api(\"g:core\") { version { strictly(\"1.4.0\") } }",
            "api('g:core') {\n version {\n  require '1.4.0'\n  reject '1.4.1'\n }\n}",
            "api(group: 'g', name: 'core') {\n version { prefer '1.4.0' }\n}",
        ] {
            let text = format!("version = '2.0.0'\ndependencies {{\n  {text}\n}}\n");
            let on = "1.4.0 Requirement { on: \"g:core\", path: None, table: \"dependencies\" }";
            assert_eq!(slots(&FORMAT, &text), ["2.0.0 Version", on], "{text}");
        }
        for text in [
            "api \"g:core\"",
            "api \"g:core:$v\"",
            "api group: 'g', name: 'core', version: v",
            "api group: 'g', name: 'it",
            "api(project(':core')) { exclude group: 'g', module: 'core' }",
        ] {
            let text = format!("version = '2.0.0'\ndependencies {{\n  {text}\n}}\n");
            assert_eq!(slots(&FORMAT, &text), ["2.0.0 Version"], "{text}");
        }
    }
}
