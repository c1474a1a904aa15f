//! Go code: a constant or variable `Version` that holds a string, or those with its numbers.

use alloc::vec::Vec;

use version::native::{NUMBERS, PLAIN};

use super::Format;
use crate::syntax::code::{self, Cursor, GO};
use crate::syntax::divided::Divided;
use crate::{LocateError, Located, SlotKind, Source};

pub(super) static FORMAT: Format = Format {
    id: "go",
    title: "version.go",
    files: &["version.go"],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate,
    sample: r#"// Version = "1.4.0"
package core

const (
	Minimum = "1.4.0"
	Version string = "1.4.0"
)

func Name() string {
	version := "1.4.0"
	return version
}
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &GO);
    let mut strings: Vec<Cursor<'_>> = Vec::new();
    let mut numbers = Divided::default();
    let mut inside = false;
    for line in code::lines(&text) {
        let keyword = ["const", "var"].iter().find_map(|word| line.word(word));
        let stated = match keyword.filter(|rest| !rest.text.starts_with(is_word)) {
            Some(rest) if rest.space().text.starts_with('(') => {
                inside = true;
                continue;
            }
            Some(rest) => rest,
            None if inside => line,
            None => continue,
        };
        if keyword.is_none() && line.text.starts_with(')') {
            inside = false;
            continue;
        }
        let Some((name, value)) = given(stated.space()) else { continue };
        match quoted(value) {
            Some(text) => {
                strings.extend(matches!(name, "Version" | "version" | "VERSION").then_some(text))
            }
            None => numbers.take(name, value.trimmed()),
        }
    }
    let mut found = Located::default();
    if let Some(number) = numbers.version(source)? {
        let kind = match strings.is_empty() {
            true => SlotKind::Version,
            false => SlotKind::Secondary("the version's numbers"),
        };
        found.numbers(source, "a version's number", &number, kind, &NUMBERS)?;
    }
    if !(strings.is_empty() && found.version().is_some()) {
        found.one(source, "`const Version = \"…\"`", &strings, |_| false)?;
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The name and the value of `Version = "1.4.0"`, `version string = "1.4.0"`.
fn given(line: Cursor<'_>) -> Option<(&str, Cursor<'_>)> {
    let (name, rest) = line.name();
    let (_, rest) = rest.space().name();
    let value = rest.space().word("=")?.space();
    Some((name.text, value))
}

/// The inside of a string, in double quotes or back quotes.
fn quoted(value: Cursor<'_>) -> Option<Cursor<'_>> {
    match value.word("`") {
        Some(raw) => {
            let (inside, rest) = raw.until(|c| c == '`');
            rest.word("`").map(|_| inside)
        }
        None => Some(value.quoted()?.0),
    }
}

#[cfg(test)]
mod tests {
    use crate::Trouble;
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn constants_and_variables_stand_at_the_top_or_in_blocks() {
        assert_eq!(slots(&FORMAT, FORMAT.sample), ["1.4.0 Version"]);
        for text in [
            "const Version = \"1.4.0\"\n",
            "var version string = `1.4.0`\n",
            "var (\n\tx = 1\n\n\tVERSION = \"1.4.0\" // it\n)\n",
            "var s = `\nvar Version = \"0.1.0\"\n`\nvar Version = \"1.4.0\"\n",
            "const (\n\ta = (1)\n)\nvar Version = \"1.4.0\"\nfunc f() {\n\tvar version = \"2\"\n\tVersion = \"3\"\n}\n",
        ] {
            assert_eq!(slots(&FORMAT, text), ["1.4.0 Version"], "{text}");
        }
        for text in [
            "func f() {\n\tVersion = \"1.4.0\"\n}\n",
            "const Version = other.Version\n",
            "const MinVersion = \"1.4.0\"\n",
            "constVersion = \"1.4.0\"\n",
        ] {
            assert!(matches!(trouble(&FORMAT, text), Trouble::NoVersion { .. }), "{text}");
        }
    }

    #[test]
    fn numbers_are_one_version_or_second_to_it() {
        let numbers =
            "const (\n\tVersionMajor = 1 // it\n\tVersionMinor int = 4\n\tVersionPatch = 0\n)\n";
        assert_eq!(located(&FORMAT, numbers).version().unwrap().value(), "1.4.0");
        let both = alloc::format!("{numbers}const Version = \"1.4.0\"\n");
        let found = located(&FORMAT, &both);
        assert_eq!(found.version().unwrap().text, "1.4.0");
        assert_eq!(found.slots.len(), 4);
    }
}
