//! The commands of a CMakeLists.txt that say a version or where it is.
//!
//! Source: CMake, "cmake-language": command invocations, quoted and unquoted arguments.

use alloc::vec::Vec;

use crate::syntax::code::{self, Cursor, string_length};
use crate::{LocateError, Source, Trouble};

/// The commands that are read.
const READ: &[&str] = &["project", "set", "file"];

/// What a path that is relative to this file begins with.
const HERE: &[&str] = &[
    "${CMAKE_CURRENT_SOURCE_DIR}/",
    "${CMAKE_CURRENT_LIST_DIR}/",
    "${CMAKE_SOURCE_DIR}/",
    "${PROJECT_SOURCE_DIR}/",
];

/// The calls of those commands, each with its arguments, without their quotes, in file order.
pub(super) struct Commands<'t>(Vec<(&'static str, Vec<Cursor<'t>>)>);

impl<'t> Commands<'t> {
    /// Reads a text without comments.
    pub(super) fn read(source: &Source<'_>, text: &'t str) -> Result<Self, LocateError> {
        let mut calls = Vec::new();
        let mut done = 0;
        for line in code::lines(text).filter(|line| line.text.contains('(')) {
            let call = |name: &&'static str| {
                let rest = line.space().word_any_case(name)?;
                Some((*name, rest.space().word("(")?.at))
            };
            let Some((name, at)) = READ.iter().find_map(call).filter(|_| line.at >= done) else {
                continue;
            };
            // The arguments go on over lines, to the closing bracket.
            let inside = Cursor { text: text.get(at..).unwrap_or_default(), at };
            let Some((arguments, end)) = arguments(inside) else {
                let message = alloc::format!("`{name}(` is never closed");
                return Err(
                    source.refuse(line.range(), Trouble::Syntax { syntax: "CMake", message })
                );
            };
            done = end;
            calls.push((name, arguments));
        }
        Ok(Self(calls))
    }

    /// The arguments of each call of a command.
    fn of(&self, name: &str) -> impl Iterator<Item = &[Cursor<'t>]> {
        self.0.iter().filter(move |(known, _)| *known == name).map(|(_, all)| all.as_slice())
    }

    /// The calls of `project`: the name, and the arguments behind it.
    pub(super) fn projects(&self) -> impl Iterator<Item = (&Cursor<'t>, &[Cursor<'t>])> {
        self.of("project").filter_map(|arguments| arguments.split_first())
    }

    /// What variables are set to, by name; not lists.
    pub(super) fn sets(&self) -> impl Iterator<Item = (Cursor<'t>, Cursor<'t>)> {
        self.of("set").filter_map(|arguments| match arguments {
            [name, value] => Some((*name, *value)),
            [name, value, word, ..] if matches!(word.text, "CACHE" | "PARENT_SCOPE") => {
                Some((*name, *value))
            }
            _ => None,
        })
    }

    /// What a variable is set to, if that is said once.
    pub(super) fn set(&self, variable: &str) -> Option<Cursor<'t>> {
        let mut all = self.sets().filter(|(name, _)| name.text == variable);
        all.next().filter(|_| all.next().is_none()).map(|(_, value)| value)
    }

    /// The file that a variable is read from as a whole, if that is said once; relative to this
    /// one.
    pub(super) fn read_into(&self, variable: &str) -> Option<&'t str> {
        let mut all = self.of("file").filter_map(|arguments| match arguments {
            [how, file, into, rest @ ..] if into.text == variable => {
                let whole = match how.text {
                    "READ" => rest.is_empty(),
                    "STRINGS" => !rest.iter().any(|word| word.text == "REGEX"),
                    _ => false,
                };
                Some(file.text).filter(|_| whole)
            }
            _ => None,
        });
        let file = all.next().filter(|_| all.next().is_none())?;
        let file = HERE.iter().find_map(|here| file.strip_prefix(here)).unwrap_or(file);
        (!file.contains('$')).then_some(file)
    }
}

/// The arguments up to the closing bracket, and the offset behind it; `None` where there is none.
fn arguments(inside: Cursor<'_>) -> Option<(Vec<Cursor<'_>>, usize)> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut rest = inside.space();
    while let Some(first) = rest.text.chars().next() {
        let length = match first {
            ')' if depth == 0 => return Some((found, rest.at + 1)),
            '(' | ')' => {
                depth = if first == '(' { depth + 1 } else { depth - 1 };
                1
            }
            // `\"` is a sign like others.
            '"' if found.last().is_some_and(|word: &Cursor<'_>| {
                word.text.ends_with('\\') && word.range().end == rest.at
            }) =>
            {
                1
            }
            '"' => {
                let length = string_length(rest.text, '"');
                found.extend(rest.quoted().map(|(inside, _)| inside));
                length
            }
            _ => {
                let stop = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"');
                let (word, _) = rest.until(stop);
                found.push(word);
                word.text.len()
            }
        };
        let text = rest.text.get(length..)?;
        rest = Cursor { text, at: rest.at + length }.space();
    }
    None
}
