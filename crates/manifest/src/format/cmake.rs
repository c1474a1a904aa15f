//! CMakeLists.txt: `project(… VERSION 1.4.0 …)`.

use alloc::vec::Vec;

use version::native::NUMBERS;

use super::Format;
use crate::syntax::code::{self, Cursor, HASH};
use crate::{LocateError, Located, Source};

pub(super) static FORMAT: Format = Format {
    id: "cmake",
    title: "CMakeLists.txt",
    files: &["CMakeLists.txt"],
    // CMake refuses a project's version that is not numbers and points.
    dialect: &NUMBERS,
    locks: &[],
    above: &[],
    locate,
    sample: r#"# project(core VERSION 1.4.0)
cmake_minimum_required(VERSION 3.20)
project(core
  VERSION 1.4.0
  LANGUAGES CXX)
find_package(net 1.4.0 REQUIRED)
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &HASH);
    let mut found = Located::default();
    let mut versions = Vec::new();
    let mut done = 0;
    for line in code::lines(&text).filter(|line| line.text.contains('(')) {
        if line.at < done {
            continue;
        }
        let Some(call) = line.space().word_any_case("project") else { continue };
        let Some(open) = call.space().word("(") else { continue };
        // The arguments go on over lines, to the first closing bracket.
        let rest = Cursor { text: text.get(open.at..).unwrap_or_default(), at: open.at };
        let (arguments, _) = rest.until(|c| c == ')');
        done = arguments.range().end;
        let (name, mut rest) = arguments.space().until(char::is_whitespace);
        found.name = Some(name.text.into());
        while !rest.text.is_empty() {
            let (word, after) = rest.space().until(char::is_whitespace);
            rest = after;
            if word.text == "VERSION" {
                let value = after.space();
                let (value, after) =
                    value.quoted().unwrap_or_else(|| value.until(char::is_whitespace));
                // CMake takes numbers only; a word here is the next argument's keyword.
                if value.text.starts_with(|c: char| c.is_ascii_digit() || c == '$') {
                    versions.push(value);
                    rest = after;
                }
            }
        }
    }
    found.one(source, "`project(… VERSION …)`", &versions, |value| value.contains('$'))?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, trouble};
    use crate::{Elsewhere, Trouble};

    use super::*;

    #[test]
    fn quoted_computed_and_absent_versions() {
        let quoted = located(&FORMAT, "PROJECT ( \"core\" VERSION \"1.4\" )\n");
        assert_eq!(quoted.version().unwrap().text, "1.4");
        let computed = located(&FORMAT, "project(core VERSION ${V})\n");
        assert!(matches!(computed.elsewhere[..], [Elsewhere::Computed { .. }]));
        let none = "project(core)\nset(VERSION 1.4)\n";
        assert!(matches!(trouble(&FORMAT, none), Trouble::NoVersion { .. }));
    }
}
