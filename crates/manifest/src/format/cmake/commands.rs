//! The commands of a CMakeLists.txt that say a version or where it is.
//!
//! Source: CMake, "cmake-language": command invocations, quoted and unquoted arguments.

use alloc::vec::Vec;

use crate::syntax::code::{self, Cursor, string_length};
use crate::{LocateError, Source, Trouble};

/// The commands that are read.
const READ: &[&str] = &["project", "set", "file", "list", "string", "math", "execute_process"];

/// In the place of a number of arguments: the variable is the last one.
const LAST: usize = usize::MAX;

/// Where commands name the variable that they give a value: the words they begin with, and how many
/// arguments are before it.
///
/// Source: the reference of each command.
const WRITES: &[(&str, &[&str], usize)] = &[
    ("set", &[], 0),
    ("file", &["READ"], 2),
    ("file", &["STRINGS"], 2),
    ("list", &["GET"], LAST),
    ("list", &["JOIN"], LAST),
    ("list", &["LENGTH"], LAST),
    ("list", &["FIND"], LAST),
    ("list", &["SUBLIST"], LAST),
    ("list", &[], 1),
    ("string", &["REGEX", "MATCH"], 3),
    ("string", &["REGEX", "MATCHALL"], 3),
    ("string", &["REGEX", "REPLACE"], 4),
    ("string", &["REPLACE"], 3),
    ("string", &["STRIP"], 2),
    ("string", &["TOLOWER"], 2),
    ("string", &["TOUPPER"], 2),
    ("string", &["JOIN"], 2),
    ("string", &["SUBSTRING"], 4),
    ("string", &[], 1),
    ("math", &["EXPR"], 1),
];

/// The word before the variable that a command's output goes to, wherever it stands.
const OUTPUT: &str = "OUTPUT_VARIABLE";

/// How many variables may take what is read from each other.
const DEEPEST: usize = 4;

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

    /// The only call that gives a variable a value, or changes it by more than its blanks.
    fn only(&self, variable: &str) -> Option<(&'static str, &[Cursor<'t>])> {
        let all = self.0.iter().map(|(name, arguments)| (*name, arguments.as_slice()));
        let mut all = all.filter(|(name, arguments)| {
            writes(name, arguments, variable) && whole(name, arguments) != Some(variable)
        });
        all.next().filter(|_| all.next().is_none())
    }

    /// What a variable is set to, if that is said once.
    pub(super) fn set(&self, variable: &str) -> Option<Cursor<'t>> {
        let (name, _) = self.only(variable)?;
        let mut all = self.sets().filter(|(known, _)| name == "set" && known.text == variable);
        all.next().map(|(_, value)| value)
    }

    /// The file that a variable is read from as a whole, if that is said once; relative to this
    /// one.
    pub(super) fn read_into(&self, variable: &str) -> Option<&'t str> {
        let mut variable = variable;
        for _ in 0..DEEPEST {
            let (name, arguments) = self.only(variable)?;
            if let Some(other) = whole(name, arguments) {
                variable = other;
                continue;
            }
            let ("file", [how, file, _, rest @ ..]) = (name, arguments) else { return None };
            let is_whole = match how.text {
                "READ" => rest.is_empty(),
                "STRINGS" => !rest.iter().any(|word| word.text == "REGEX"),
                _ => false,
            };
            let file =
                HERE.iter().find_map(|here| file.text.strip_prefix(here)).unwrap_or(file.text);
            return (is_whole && !file.contains('$')).then_some(file);
        }
        None
    }
}

/// Whether a call gives `variable` a value.
fn writes(name: &str, arguments: &[Cursor<'_>], variable: &str) -> bool {
    let is = |at: usize| {
        let one = if at == LAST { arguments.last() } else { arguments.get(at) };
        one.is_some_and(|one| one.text == variable)
    };
    let begins = |words: &[&str]| words.iter().zip(arguments).all(|(word, one)| one.text == *word);
    let row = WRITES.iter().find(|(known, words, _)| *known == name && begins(words));
    let mut pairs = arguments.iter().zip(arguments.iter().skip(1));
    row.is_some_and(|(.., at)| is(*at))
        || pairs.any(|(word, value)| word.text == OUTPUT && value.text == variable)
}

/// The variable that a call takes the whole of, blanks apart: the first line of a file that is read, or
/// a text without the blanks around it.
fn whole<'t>(name: &str, arguments: &[Cursor<'t>]) -> Option<&'t str> {
    let words: Vec<&'t str> = arguments.iter().map(|one| one.text).collect();
    let inside = |text: &'t str| text.strip_prefix("${")?.strip_suffix('}');
    match (name, words.as_slice()) {
        ("list", ["GET", list, "0", _]) => Some(list),
        ("string", ["STRIP", text, _]) => inside(text),
        ("string", ["REPLACE", blanks, "", _, text]) if is_blank(blanks) => inside(text),
        ("string", ["REGEX", "REPLACE", blanks, "", _, text]) if is_blank(blanks) => inside(text),
        _ => None,
    }
}

/// Whether a pattern matches nothing but blanks.
fn is_blank(pattern: &str) -> bool {
    let rest = ["\\n", "\\r", "\\t"]
        .iter()
        .fold(alloc::string::String::from(pattern), |rest, one| rest.replace(one, ""));
    rest.chars().all(|c| c.is_whitespace() || "[]()^$+*|".contains(c))
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
            '"' => {
                let length = string_length(rest.text, '"');
                found.extend(rest.quoted().map(|(inside, _)| inside));
                length
            }
            _ => {
                // What stands behind a `\` is a sign like others.
                let escaped = core::cell::Cell::new(false);
                let stop = |c: char| {
                    let plain = escaped.replace(!escaped.get() && c == '\\');
                    !plain && (c.is_whitespace() || matches!(c, '(' | ')' | '"'))
                };
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
