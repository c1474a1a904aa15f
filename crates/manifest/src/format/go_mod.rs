//! go.mod: a Go module, whose version is in tags, and the modules that it requires or takes in their
//! place.
//!
//! Source: Go modules reference, "Major version suffixes" and "`replace` directive"; gopkg.in has the
//! former in a way of its own.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::Span;
use version::native::{GO, GO_EXACT};

use super::Format;
use crate::syntax::code::{self, C, Cursor};
use crate::{Elsewhere, LocateError, Located, Numbered, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "go-mod",
    title: "go.mod",
    files: &["go.mod"],
    dialect: &GO,
    locks: &[],
    above: &[],
    locate,
    sample: r"// core v1.4.0
module example.org/core

go 1.22

require example.org/net v1.4.0

require (
	example.org/wire v1.4.0 // indirect
	example.org/left v1.4.0
)

replace example.org/old v1.4.0 => ../old

replace (
	example.org/net v1.4.0 => ../net
	example.org/far => example.org/wire v1.4.0
)
",
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &C);
    let settled_by = Some("go mod tidy");
    let mut found = Located { settled_by, ..Located::default() };
    let (mut block, mut replaced) = (None, Vec::new());
    for line in code::lines(&text) {
        let line = line.space().trimmed();
        let (word, rest) = line.until(char::is_whitespace);
        let rest = rest.space();
        match block {
            Some(_) if word.text == ")" => block = None,
            Some("require") => requirement(source, line, &mut found)?,
            Some("replace") => replaced.push(line),
            Some(_) => {}
            None if rest.text == "(" => block = Some(word.text),
            None if word.text == "require" => requirement(source, rest, &mut found)?,
            None if word.text == "replace" => replaced.push(rest),
            None if word.text == "module" => module(source, rest, &mut found)?,
            None => {}
        }
    }
    if found.name.is_none() {
        let wanted = "`module PATH`".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    for line in replaced {
        replacement(source, line, &mut found)?;
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The module's path, which is its name.
fn module(source: &Source<'_>, path: Cursor<'_>, found: &mut Located) -> Result<(), LocateError> {
    let path = path.quoted().map_or(path, |(inside, _)| inside);
    if found.name.is_some() || path.text.is_empty() {
        let trouble = Trouble::Count { what: "`module PATH`".into(), wanted: 1, found: 2 };
        return Err(source.refuse(path.range(), trouble));
    }
    found.name = Some(path.text.to_string());
    found.numbered = Some(numbered(source.span(path.range()), path.text));
    let how = format!("module {}", path.text);
    found.elsewhere.push(Elsewhere::Tags { span: source.span(path.range()), how });
    Ok(())
}

/// What of a module's path is its major version: `/v2` and above, since a module without one is
/// version 0 or 1; `.v1` and above where gopkg.in leads to a branch of that name.
fn numbered(span: Span, path: &str) -> Numbered {
    let (before, from) = if path.starts_with("gopkg.in/") { (".v", 0) } else { ("/v", 2) };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let stem = path.rsplit_once(before).filter(|(_, number)| digits(number));
    Numbered { span, stem: stem.map_or(path, |(stem, _)| stem).into(), before, from }
}

/// `example.org/net v1.4.0`.
fn requirement(
    source: &Source<'_>,
    line: Cursor<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let Some((on, version)) = stated(line) else { return Ok(()) };
    let kind = SlotKind::Requirement { on, path: None, table: "require".into() };
    found.slots.push(source.slot("require", version.range(), version.text, kind)?);
    Ok(())
}

/// `example.org/net v1.4.0 => example.org/fork v1.4.1`: what is taken is that very version. The one
/// before the arrow says which is replaced: it goes along with the requirement that is the same, or
/// nothing would be replaced any more.
fn replacement(
    source: &Source<'_>,
    line: Cursor<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let Some((left, right)) = line.text.split_once(ARROW) else { return Ok(()) };
    let behind = line.at + left.len() + ARROW.len();
    let left = Cursor { text: left, at: line.at }.trimmed();
    let right = Cursor { text: right, at: behind }.space().trimmed();
    let kind = |on| SlotKind::Requirement { on, path: None, table: "replace".into() };
    let versioned = |side| stated(side).filter(|(_, version)| !version.text.is_empty());
    if let Some((name, version)) = stated(left) {
        let required = found.slots.iter().any(|slot| {
            matches!(&slot.kind, SlotKind::Requirement { on, table, .. } if *on == name && table == "require")
                && (version.text.is_empty() || slot.text == version.text)
        });
        let folder = right.quoted().map_or(right, |(inside, _)| inside).text;
        if required && FOLDERS.iter().any(|start| folder.starts_with(start)) {
            found.from_here.insert(name.clone());
        }
        if required && !version.text.is_empty() {
            found.slots.push(source.slot("replace", version.range(), version.text, kind(name))?);
        }
    }
    if let Some((on, version)) = versioned(right) {
        let slot = source.slot("replace", version.range(), version.text, kind(on))?;
        found.slots.push(slot.in_dialect(&GO_EXACT));
    }
    Ok(())
}

const ARROW: &str = "=>";

/// What a folder begins with, and no module.
const FOLDERS: &[&str] = &["./", "../"];

/// A module, and the version behind it, which may be empty; `None` where something else stands there.
fn stated(line: Cursor<'_>) -> Option<(String, Cursor<'_>)> {
    let (on, rest) = line.until(char::is_whitespace);
    let version = rest.space();
    if on.text.is_empty() || version.text.contains(char::is_whitespace) {
        return None;
    }
    Some((on.quoted().map_or(on, |(inside, _)| inside).text.to_string(), version))
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn paths_end_with_the_major_version() {
        for (path, number, wanted) in [
            ("example.org/core", 0, "example.org/core"),
            ("example.org/core", 1, "example.org/core"),
            ("example.org/core", 2, "example.org/core/v2"),
            ("example.org/core/v2", 3, "example.org/core/v3"),
            ("example.org/core/v2", 1, "example.org/core"),
            ("example.org/core/v1", 1, "example.org/core"),
            ("example.org/vcore/vault", 2, "example.org/vcore/vault/v2"),
            ("gopkg.in/core.v1", 1, "gopkg.in/core.v1"),
            ("gopkg.in/core.v1", 2, "gopkg.in/core.v2"),
        ] {
            let found = located(&FORMAT, &format!("module {path}\n"));
            let numbered = found.numbered.unwrap();
            assert_eq!(numbered.at(number), wanted, "{path}");
        }
        let two = located(&FORMAT, "module \"example.org/core/v2\"\n");
        let numbered = two.numbered.unwrap();
        assert_eq!(numbered.number("example.org/core/v2"), Some(2));
        assert_eq!(numbered.number("example.org/core"), None);
    }

    #[test]
    fn a_replaced_version_is_that_of_the_requirement_or_nobody_s() {
        let text = "module m\nreplace \"a\" v1.4.0 => \"b\" v1.4.1 // v1.4.2\nreplace a v1.3.0=>../a\nreplace c=>./c\nrequire a v1.4.0\n";
        let found = located(&FORMAT, text);
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["v1.4.0", "v1.4.1", "v1.4.0"]);
    }

    #[test]
    fn requirements_are_lowest_versions() {
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.name.as_deref(), Some("example.org/core"));
        let on = |slot: &crate::Slot| match &slot.kind {
            SlotKind::Requirement { on, .. } => format!("{on} {}", slot.text),
            other => panic!("{other:?}"),
        };
        let on: Vec<_> = found.slots.iter().map(on).collect();
        let wanted =
            ["net", "wire", "left", "net", "wire"].map(|name| format!("example.org/{name} v1.4.0"));
        assert_eq!(on, wanted);
        let exact = |slot: &crate::Slot| slot.dialect.is_some();
        assert_eq!(
            found.slots.iter().map(exact).collect::<Vec<_>>(),
            [false, false, false, false, true]
        );
        assert!(matches!(found.elsewhere[..], [Elsewhere::Tags { .. }]));
        assert!(matches!(trouble(&FORMAT, "go 1.22\n"), Trouble::NoVersion { .. }));
        assert!(matches!(trouble(&FORMAT, "module a\nmodule b\n"), Trouble::Count { .. }));
    }
}
