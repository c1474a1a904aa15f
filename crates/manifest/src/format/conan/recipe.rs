//! conanfile.py: the attributes of the class, and the calls that require.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::{plain, python};
use super::{REQUIRE, reference};
use crate::syntax::brackets;
use crate::syntax::code::{self, Cursor, SCRIPT};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &SCRIPT);
    let body = class(source, &text)?;
    let mut found = Located::default();
    let mut versions = Vec::new();
    let mut done = 0;
    for line in &body {
        let (name, rest) = line.name();
        let Some(value) = assigned(rest).filter(|_| line.at >= done) else { continue };
        if name.text == "name" {
            found.name = python::literal(value).map(|name| name.text.to_string());
        } else if name.text == "version" {
            versions.push(value);
        } else if let Some(table) = REQUIRE.iter().find(|known| **known == name.text) {
            let Some(all) = expression(&text, value) else {
                let message = alloc::format!("`{table} = ` is never closed");
                let trouble = Trouble::Syntax { syntax: "Python", message };
                return Err(source.refuse(value.range(), trouble));
            };
            done = all.range().end;
            for one in brackets::strings(all) {
                reference(source, one, table, &mut found)?;
            }
        }
    }
    version(source, &text, &body, &versions, &mut found)?;
    for table in REQUIRE {
        calls(source, &text, table, &mut found)?;
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The lines of the recipe's class that stand directly in it.
fn class<'t>(source: &Source<'_>, text: &'t str) -> Result<Vec<Cursor<'t>>, LocateError> {
    let heads =
        |line: &Cursor<'_>| line.text.starts_with("class ") && line.text.contains("ConanFile");
    let mut lines = code::lines(text).skip_while(|line| !heads(line)).skip(1);
    let filled = |line: &Cursor<'_>| !line.text.trim().is_empty();
    let indent = |line: &Cursor<'_>| line.text.len() - line.text.trim_start().len();
    // A bracket that is closed at the start of a line does not end the class.
    let within = |line: &Cursor<'_>| indent(line) > 0 || line.text.starts_with([')', ']', '}']);
    let mut inside = lines.by_ref().filter(filled).take_while(within).peekable();
    let Some(depth) = inside.peek().map(&indent) else {
        let wanted = "a class of ConanFile".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    let body = inside.filter(|line| indent(line) == depth).map(Cursor::space).collect();
    if let Some(again) = code::lines(text).filter(heads).nth(1) {
        let what = "a class of ConanFile".to_string();
        let trouble = Trouble::Count { what, wanted: 1, found: 2 };
        return Err(source.refuse(again.range(), trouble));
    }
    Ok(body)
}

/// What stands behind `=`, or behind a type and `=`.
fn assigned(rest: Cursor<'_>) -> Option<Cursor<'_>> {
    let rest = rest.space();
    let rest = rest.word(":").map_or(rest, |typed| typed.until(|c| c == '=').1);
    let value = rest.word("=")?;
    (!value.text.starts_with('=')).then(|| value.space().trimmed())
}

/// A value with all the lines that its brackets or a backslash join to it; `None` where nothing
/// closes a bracket.
fn expression<'t>(text: &'t str, value: Cursor<'t>) -> Option<Cursor<'t>> {
    let rest = Cursor { text: text.get(value.at..)?, at: value.at };
    let end = match rest.word("(").or_else(|| rest.word("[")) {
        Some(inside) => {
            let items = brackets::items(inside)?;
            items.last().map_or(inside.at, |last| last.range().end)
        }
        None => {
            let last = code::lines(rest.text).find(|line| !line.text.ends_with('\\'));
            value.at + last.map_or(rest.text.len(), |line| line.range().end)
        }
    };
    Some(Cursor { text: text.get(value.at..end)?, at: value.at })
}

/// The attribute, or what `set_version` gives, which goes before it.
fn version(
    source: &Source<'_>,
    text: &str,
    body: &[Cursor<'_>],
    attributes: &[Cursor<'_>],
    found: &mut Located,
) -> Result<(), LocateError> {
    let method = |line: &&Cursor<'_>| {
        line.word("def ").is_some_and(|d| d.space().name().0.text == "set_version")
    };
    let Some(method) = body.iter().find(method) else {
        return match attributes {
            [value] if python::literal(*value).is_none() => {
                found.elsewhere.push(computed(source, *value));
                Ok(())
            }
            _ => {
                let values: Vec<Cursor<'_>> =
                    attributes.iter().map(|one| python::literal(*one).unwrap_or(*one)).collect();
                found.one(source, "`version = \"…\"` in the class", &values, |_| false)
            }
        };
    };
    let next = body.iter().find(|line| line.at > method.at).map_or(text.len(), |line| line.at);
    let inside = Cursor { text: text.get(method.at..next).unwrap_or_default(), at: method.at };
    let given = code::lines(inside.text).filter_map(|line| {
        let line = Cursor { at: line.at + inside.at, ..line };
        assigned(line.space().word("self.version")?)
    });
    let given: Vec<Cursor<'_>> = given.collect();
    let [only] = given.as_slice() else {
        found.elsewhere.push(computed(source, *method));
        return Ok(());
    };
    if let Some(literal) = python::literal(*only) {
        return found.value(source, "version", literal, SlotKind::Version, |_| false);
    }
    let how = only.text.to_string();
    found.elsewhere.push(match loaded(*only) {
        Some(file) => Elsewhere::File {
            span: source.span(only.range()),
            how,
            files: Vec::from([file]),
            format: &plain::FORMAT,
        },
        None => computed(source, *only),
    });
    Ok(())
}

fn computed(source: &Source<'_>, words: Cursor<'_>) -> Elsewhere {
    let (span, how) = (source.span(words.range()), words.text.to_string());
    Elsewhere::Computed { span, how, look: None }
}

/// The file of `load(self, "version.txt").strip()`, or of its `os.path.join(self.recipe_folder, …)`.
fn loaded(value: Cursor<'_>) -> Option<String> {
    let items = brackets::items(value.word("load")?.space().word("(")?)?;
    let [_, path] = items.as_slice() else { return None };
    let behind = value.text.get(path.range().end - value.at..)?.trim_start().strip_prefix(')')?;
    if !["", ".strip()", ".rstrip()"].contains(&behind.trim()) {
        return None;
    }
    if let Some(file) = python::literal(*path) {
        return Some(file.text.to_string());
    }
    let joined = brackets::items(path.word("os.path.join(")?)?;
    let (folder, rest) = joined.split_first()?;
    let pieces: Option<Vec<&str>> =
        rest.iter().map(|one| python::literal(*one).map(|piece| piece.text)).collect();
    let pieces = pieces.filter(|pieces| !pieces.is_empty())?;
    (folder.text == "self.recipe_folder").then(|| pieces.join("/"))
}

/// The references in `self.requires("net/1.4.0")` and its siblings.
fn calls(
    source: &Source<'_>,
    text: &str,
    table: &str,
    found: &mut Located,
) -> Result<(), LocateError> {
    let call = alloc::format!("self.{table}(");
    for (at, _) in text.match_indices(&call) {
        let at = at + call.len();
        let inside = Cursor { text: text.get(at..).unwrap_or_default(), at }.space();
        if let Some((one, _)) = inside.quoted() {
            reference(source, one, table, found)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::super::RECIPE;
    use super::super::tests::required;
    use super::*;

    #[test]
    fn references_stand_in_attributes_and_calls() {
        assert_eq!(
            required(&RECIPE, RECIPE.sample),
            ["net 1.4.0", "left [>=1.4.0 <2.0]", "maker [^1.4]", "wire 1.4.0",]
        );
        assert_eq!(located(&RECIPE, RECIPE.sample).name.as_deref(), Some("core"));
        let of =
            |line: &str| alloc::format!("class A(ConanFile):\n    version = '1'\n    {line}\n");
        assert_eq!(required(&RECIPE, &of("requires = 'a/1', \"b/2\"")), ["a 1", "b 2"]);
        assert_eq!(
            required(&RECIPE, &of("requires = 'a/1', \\\n      'b/2'\n    x = 'c/3'")),
            ["a 1", "b 2"]
        );
        assert_eq!(
            required(&RECIPE, &of("requires = [\n'a/1',\n 'b/2']\n    x = 'c/3'")),
            ["a 1", "b 2"]
        );
        assert!(
            required(&RECIPE, &of("requires = 'a/{}'.format(v), 'nothing', f'b/{v}'")).is_empty()
        );
        assert!(required(&RECIPE, &of("exports = 'a/1'")).is_empty());
        let outdented = of("requires = (\n        'a/1',\n)\n    tool_requires = 'b/2'");
        assert_eq!(required(&RECIPE, &outdented), ["a 1", "b 2"]);
        let windows = of("requires = 'a/1', \\\n      'b/2', \\\n 'c/3'").replace('\n', "\r\n");
        assert_eq!(required(&RECIPE, &windows), ["a 1", "b 2", "c 3"]);
    }

    #[test]
    fn set_version_goes_before_the_attribute() {
        let of = |code: &str| {
            alloc::format!(
                "class A(ConanFile):\n    name = 'a'\n\n    def set_version(self):\n        self.version = {code}\n\n    def build(self):\n        self.version = '9'\n"
            )
        };
        assert_eq!(slots(&RECIPE, &of("'1.4.0'")), ["1.4.0 Version"]);
        for (code, file) in [
            ("load(self, 'version.txt')", "version.txt"),
            ("load(self, \"VERSION\").strip()", "VERSION"),
            (
                "load(self, os.path.join(self.recipe_folder, '..', 'VERSION')).rstrip()",
                "../VERSION",
            ),
        ] {
            let found = located(&RECIPE, &of(code));
            let [Elsewhere::File { files, format, .. }] = &found.elsewhere[..] else {
                panic!("{code}")
            };
            assert_eq!((files.as_slice(), format.id), (&[file.to_string()][..], "plain"), "{code}");
        }
        for code in [
            "Git(self).run('describe')",
            "load(self, path)",
            "load(self, 'a').split()[0]",
            "load(self, os.path.join(here, 'a'))",
            "'1' + x",
        ] {
            let found = located(&RECIPE, &of(code));
            let [Elsewhere::Computed { how, .. }] = &found.elsewhere[..] else { panic!("{code}") };
            assert_eq!(how, code);
        }
    }

    #[test]
    fn what_is_no_recipe_or_has_no_version_is_refused() {
        let refused = |text: &str| trouble(&RECIPE, text);
        assert!(matches!(refused("version = '1'\n"), Trouble::NoVersion { .. }));
        assert!(matches!(
            refused("class A(ConanFile):\n    name = 'a'\n"),
            Trouble::NoVersion { .. }
        ));
        let one = "class A(ConanFile):\n    version = '1'\n";
        assert!(matches!(refused(&one.repeat(2)), Trouble::Count { .. }));
        let twice = alloc::format!("{one}    version = '2'\n");
        assert!(matches!(refused(&twice), Trouble::Count { .. }));
        let open = alloc::format!("{one}    requires = ('a/1',\n    x = 1\n");
        assert!(matches!(refused(&open), Trouble::Syntax { .. }));
        let computed = located(&RECIPE, "class A(ConanFile):\n    version = get()\n");
        assert!(matches!(computed.elsewhere[..], [Elsewhere::Computed { .. }]));
        let pinned = alloc::format!("{one}    requires = 'b/1#00'\n");
        assert!(matches!(located(&RECIPE, &pinned).elsewhere[..], [Elsewhere::Unread { .. }]));
    }
}
