//! CMakeLists.txt: `project(… VERSION 1.4.0 …)`, or the variables that it takes.

mod commands;

use alloc::string::ToString;
use alloc::vec::Vec;

use version::native::{NUMBERS, PLAIN};

use self::commands::Commands;
use super::{Format, plain};
use crate::syntax::code::{self, Block, Cursor, HASH, Language};
use crate::{Elsewhere, LocateError, Located, Slot, SlotKind, Source};

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
#[[
project(core VERSION 1.4.0)
]]
cmake_minimum_required(VERSION 3.20)
set(NET_VERSION 1.4.0)
project(core
  DESCRIPTION "core (VERSION 1.4.0)"
  VERSION 1.4.0
  LANGUAGES CXX)
find_package(net 1.4.0 REQUIRED)
"#,
};

/// An apostrophe is prose, and a comment in brackets may have several lines.
const CMAKE: Language =
    Language { line: &["#"], block: Some(Block::Brackets), quotes: &['"'], spans: true, ..HASH };

/// How many variables may send on to another one.
const DEEPEST: usize = 4;
/// How many variables a version may be made of.
const MOST: usize = 4;

/// The variables that hold a project's version by CMake's own rules.
const VARIABLES: &[&str] = &["PROJECT_VERSION", "CMAKE_PROJECT_VERSION"];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &CMAKE);
    let commands = Commands::read(source, &text)?;
    let mut found = Located::default();
    let mut versions = Vec::new();
    for (name, rest) in commands.projects() {
        found.name = Some(name.text.into());
        let values = rest.iter().zip(rest.iter().skip(1));
        let values = values.filter(|(word, _)| word.text == "VERSION").map(|(_, value)| *value);
        // CMake takes numbers only; a word here is the next argument's keyword.
        versions.extend(
            values.filter(|value| value.text.starts_with(|c: char| c.is_ascii_digit() || c == '$')),
        );
    }
    let is_own = |variable: &str| {
        let project = found.name.as_deref().unwrap_or_default();
        let of_project = |rest: &str| rest.eq_ignore_ascii_case("_VERSION");
        let named = variable.get(..project.len()).filter(|_| !project.is_empty());
        VARIABLES.contains(&variable)
            || (named.is_some_and(|named| named.eq_ignore_ascii_case(project))
                && variable.get(project.len()..).is_some_and(of_project))
    };
    let given: Vec<(&str, Cursor<'_>)> = commands
        .sets()
        .filter(|(name, _)| is_own(name.text))
        .map(|(name, value)| (name.text, value))
        .collect();
    match (versions.as_slice(), given.as_slice()) {
        ([value], given) => {
            resolve(source, &commands, *value, DEEPEST, &mut found)?;
            // A variable that repeats the version in so many words is second to it.
            let repeats = |(name, value): &&(&str, Cursor<'_>)| {
                VARIABLES.contains(name) && !value.text.contains('$')
            };
            for (name, value) in given.iter().filter(repeats) {
                if found.slots.iter().all(|slot| slot.span != source.span(value.range())) {
                    let kind = SlotKind::Secondary("PROJECT_VERSION");
                    found.value(source, name, *value, kind, |_| false)?;
                }
            }
        }
        ([], [(_, value)]) => {
            resolve(source, &commands, *value, DEEPEST, &mut found)?;
            // What CMake does not compare itself may be any text.
            let whole = |slot: &&mut Slot| slot.kind == SlotKind::Version && slot.rest.is_empty();
            for slot in found.slots.iter_mut().filter(whole) {
                slot.dialect = Some(&PLAIN);
            }
        }
        (values, _) => found.one(source, "`project(… VERSION …)`", values, |_| false)?,
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// Adds the version that a value says: itself, that of the variable that it takes, the numbers of
/// several, or the file that one is read from.
fn resolve(
    source: &Source<'_>,
    commands: &Commands<'_>,
    value: Cursor<'_>,
    deep: usize,
    found: &mut Located,
) -> Result<(), LocateError> {
    let what = "`project(… VERSION …)`";
    if !value.text.contains('$') {
        return found.value(source, what, value, SlotKind::Version, |_| false);
    }
    let names: Option<Vec<&str>> = value.text.split('.').take(MOST + 1).map(variable).collect();
    let (span, how) = (source.span(value.range()), value.text.to_string());
    let computed = Elsewhere::Computed { span, how: how.clone(), look: None };
    match (names.as_deref(), deep.checked_sub(1)) {
        (Some([name]), Some(deep)) => match (commands.set(name), commands.read_into(name)) {
            (Some(value), _) => return resolve(source, commands, value, deep, found),
            (None, Some(file)) => {
                let files = Vec::from([file.to_string()]);
                found.elsewhere.push(Elsewhere::File { span, how, files, format: &plain::FORMAT });
            }
            (None, None) => found.elsewhere.push(computed),
        },
        (Some(names), _) if names.len() <= MOST => {
            let digits = |value: &Cursor<'_>| value.text.bytes().all(|b| b.is_ascii_digit());
            let numbers: Option<Vec<Cursor<'_>>> =
                names.iter().map(|name| commands.set(name).filter(digits)).collect();
            match numbers {
                Some(numbers) => {
                    found.numbers(source, what, &numbers, SlotKind::Version, &NUMBERS)?;
                }
                None => found.elsewhere.push(computed),
            }
        }
        _ => found.elsewhere.push(computed),
    }
    Ok(())
}

/// The name in `${NAME}`.
fn variable(text: &str) -> Option<&str> {
    let name = text.strip_prefix("${")?.strip_suffix('}')?;
    (!name.contains(['$', '{'])).then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::Trouble;
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn quoted_computed_and_absent_versions() {
        let quoted = located(&FORMAT, "PROJECT ( \"core\" VERSION \"1.4\" )\n");
        assert_eq!(quoted.version().unwrap().text, "1.4");
        assert_eq!(quoted.name.as_deref(), Some("core"));
        let computed = located(&FORMAT, "project(core VERSION ${V})\n");
        assert!(matches!(computed.elsewhere[..], [Elsewhere::Computed { .. }]));
        let none = "project(core)\nset(VERSION 1.4)\n";
        assert!(matches!(trouble(&FORMAT, none), Trouble::NoVersion { .. }));
        let open = "project(core VERSION 1.4\n";
        assert!(matches!(trouble(&FORMAT, open), Trouble::Syntax { .. }));
    }

    #[test]
    fn quoted_arguments_go_over_lines() {
        for text in [
            "project(core VERSION 1.4.0)\nset(X \"a\nb\")\n",
            "set(X \"a\n# b\n)\" y)\nproject(core VERSION 1.4.0 DESCRIPTION \"a\n  b\")\n",
            "file(WRITE x \"\nproject(y VERSION 2.0)\n\")\nproject(core VERSION 1.4.0)\n",
            "message(\"\nproject(y VERSION 2.0)\n\")\nproject(core VERSION 1.4.0)\n",
            "set(Q \\\")\nproject(core VERSION 1.4.0)\n",
            "set(X \"ä\nö\")\r\nproject(core VERSION 1.4.0)\n",
            "#[=[\nproject(y VERSION 2.0)\n]] ]=]\nproject(core VERSION 1.4.0)\n",
            "message([==[\nproject(y VERSION 2.0)\n]=] ]==])\nproject(core VERSION 1.4.0)\n",
            "#[ [\nproject(core VERSION 1.4.0)\n",
        ] {
            assert_eq!(slots(&FORMAT, text), ["1.4.0 Version"], "{text}");
        }
        let open = "project(core VERSION 1.4.0)\nset(X \"a\nb)\n";
        assert!(matches!(trouble(&FORMAT, open), Trouble::Syntax { .. }));
    }

    #[test]
    fn variables_are_followed_in_the_file() {
        let one = "set(V \"1.4.0\" CACHE STRING \"the version\")\nproject(core VERSION ${V})\n";
        assert_eq!(slots(&FORMAT, one), ["1.4.0 Version"]);
        let three =
            "set(A 1)\nset(B 4)\nset(C 0)\nset(V \"${A}.${B}.${C}\")\nproject(core VERSION ${V})\n";
        let found = located(&FORMAT, three);
        assert_eq!(found.version().unwrap().value(), "1.4.0");
        assert_eq!(found.version().unwrap().rest.len(), 2);
        for text in [
            "set(V 1)\nset(V 2)\nproject(core VERSION ${V})\n",
            "set(A 1)\nproject(core VERSION ${A}.${B})\n",
            "set(A x)\nproject(core VERSION ${A}.${A})\n",
            "set(A 1)\nproject(core VERSION ${A}.4)\n",
            "set(V ${V})\nproject(core VERSION ${V})\n",
            "execute_process(COMMAND git OUTPUT_VARIABLE V)\nproject(core VERSION ${V})\n",
            "set(V 1)\nexecute_process(COMMAND git OUTPUT_VARIABLE V)\nproject(core VERSION ${V})\n",
            // The first is what holds without the file.
            "set(V 1)\nfile(STRINGS \"V\" L)\nlist(GET L 0 V)\nproject(core VERSION ${V})\n",
            "set(V 1)\nfile(READ VERSION V)\nproject(core VERSION ${V})\n",
            "set(V 1.4.0-x)\nstring(REGEX REPLACE \"-.*\" \"\" V ${V})\nproject(core VERSION ${V})\n",
            "set(V 1.4)\nstring(APPEND V .0)\nproject(core VERSION ${V})\n",
        ] {
            let found = located(&FORMAT, text);
            assert!(matches!(found.elsewhere[..], [Elsewhere::Computed { .. }]), "{text}");
        }
    }

    #[test]
    fn a_file_that_is_read_is_followed() {
        for (read, file) in [
            ("file(READ VERSION V)", "VERSION"),
            (
                "file(STRINGS \"${CMAKE_CURRENT_SOURCE_DIR}/../VERSION\" V LIMIT_COUNT 1)",
                "../VERSION",
            ),
            ("file(STRINGS VERSION L)\nlist(GET L 0 V)", "VERSION"),
            ("file(READ VERSION T)\nstring(STRIP \"${T}\" V)", "VERSION"),
            ("file(READ VERSION V)\nstring(REGEX REPLACE \"[\\n\\r]+$\" \"\" V ${V})", "VERSION"),
        ] {
            let text = alloc::format!(
                "{read}\nstring(STRIP \"${{V}}\" V)\nproject(core VERSION ${{V}})\n"
            );
            let found = located(&FORMAT, &text);
            let [Elsewhere::File { files, .. }] = &found.elsewhere[..] else { panic!("{read}") };
            assert_eq!(files, &[file]);
        }
        for read in [
            "file(STRINGS core.h V REGEX \"VERSION\")",
            "file(READ ${HERE}/VERSION V)",
            "file(READ VERSION V)\nfile(READ OTHER V)",
            "file(STRINGS VERSION L)\nlist(GET L 1 V)",
            "file(READ VERSION V)\nstring(REGEX MATCH \\([0-9.]+\\) V ${V})",
        ] {
            let found = located(&FORMAT, &alloc::format!("{read}\nproject(core VERSION ${{V}})\n"));
            assert!(matches!(found.elsewhere[..], [Elsewhere::Computed { .. }]), "{read}");
        }
    }

    #[test]
    fn the_project_s_own_variable_stands_in_or_is_second() {
        for name in ["PROJECT_VERSION", "CMAKE_PROJECT_VERSION", "core_VERSION", "CORE_VERSION"] {
            let text =
                alloc::format!("project(core C)\nset({name} 1.4.0-rc.1)\nset(NET_VERSION 1)\n");
            assert_eq!(slots(&FORMAT, &text), ["1.4.0-rc.1 Version"], "{name}");
            assert_eq!(located(&FORMAT, &text).slots[0].dialect.unwrap().id, "plain");
        }
        let second = "project(core VERSION 1.4.0)\nset(PROJECT_VERSION 1.4.0)\nset(PROJECT_VERSION \"${PROJECT_VERSION}-x\")\nset(CORE_VERSION 7)\n";
        assert_eq!(
            slots(&FORMAT, second),
            ["1.4.0 Version", "1.4.0 Secondary(\"PROJECT_VERSION\")"]
        );
        let taken = "set(CORE_VERSION 1.4.0)\nproject(core VERSION ${CORE_VERSION})\n";
        assert_eq!(slots(&FORMAT, taken), ["1.4.0 Version"]);
        let two = "project(core)\nset(PROJECT_VERSION 1)\nset(CORE_VERSION 1)\n";
        assert!(matches!(trouble(&FORMAT, two), Trouble::NoVersion { .. }));
    }
}
