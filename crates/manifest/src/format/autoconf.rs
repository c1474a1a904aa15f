//! configure.ac: the second argument of AC_INIT, or the macros that it takes.
//!
//! Source: Autoconf, "Initializing configure"; GNU m4, "Quoting input": brackets nest, and a name
//! that a macro has is replaced by what it is defined as.

use alloc::string::ToString;
use alloc::vec::Vec;

use version::native::{NUMBERS, PLAIN};

use super::{Format, plain};
use crate::syntax::code::{self, Cursor, HASH, Language};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source};

pub(super) static FORMAT: Format = Format {
    id: "autoconf",
    title: "configure.ac",
    files: &["configure.ac", "configure.in"],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate,
    sample: r"dnl AC_INIT([core], [1.4.0])
# core 1.4.0
m4_define([net_version], [1.4.0])
AC_PREREQ([2.69])
AC_INIT([core], [1.4.0],
        [core@example.org])
AC_CHECK_LIB([net], [net_1.4.0])
",
};

/// An apostrophe is prose in m4, not a string.
const M4: Language = Language { line: &["dnl ", "#"], quotes: &[], ..HASH };

/// What defines a macro.
const DEFINE: &[&str] = &["m4_define", "define", "m4_define_default"];

/// How many macros may send on to another one.
const DEEPEST: usize = 4;
/// How many macros a version may be made of.
const MOST: usize = 4;

/// A macro's name, and what it is defined as.
type Macros<'t> = Vec<(Cursor<'t>, Cursor<'t>)>;

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &M4);
    let mut found = Located::default();
    let mut versions = Vec::new();
    let mut macros = Macros::new();
    let mut done = 0;
    for line in code::lines(&text) {
        if line.at < done {
            continue;
        }
        let call = |name: &str| line.space().word(name)?.word("(");
        let own = call("AC_INIT");
        let Some(open) = own.or_else(|| DEFINE.iter().find_map(|name| call(name))) else {
            continue;
        };
        let whole = Cursor { text: text.get(open.at..).unwrap_or_default(), at: open.at };
        let (name, rest) = argument(whole);
        let second = rest.word(",").map(argument);
        done = second.map_or(rest.at, |(_, rest)| rest.at);
        match (own, second) {
            (Some(_), second) => {
                found.name = Some(name.text.into());
                versions.extend(second.map(|(version, _)| version));
            }
            (None, Some((value, _))) => macros.push((name, value)),
            (None, None) => {}
        }
    }
    match versions.as_slice() {
        [version] => resolve(source, &macros, *version, DEEPEST, &mut found)?,
        versions => found.one(source, WANTED, versions, |_| false)?,
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

const WANTED: &str = "`AC_INIT([name], [version])`";

/// Adds the version that a value says: itself, that of the macro that it names, the numbers of
/// several, or the file that is read. `m4_esyscmd([...])` and shell variables are code.
fn resolve(
    source: &Source<'_>,
    macros: &Macros<'_>,
    value: Cursor<'_>,
    deep: usize,
    found: &mut Located,
) -> Result<(), LocateError> {
    let defined = |name: &str| {
        let mut all = macros.iter().filter(|(known, _)| known.text == name);
        all.next().filter(|_| all.next().is_none()).map(|(_, value)| *value)
    };
    let pieces: Option<Vec<Cursor<'_>>> =
        value.text.split('.').take(MOST + 1).map(defined).collect();
    match (pieces.as_deref(), deep.checked_sub(1)) {
        (Some([one]), Some(deep)) => return resolve(source, macros, *one, deep, found),
        (Some(numbers), _)
            if (2..=MOST).contains(&numbers.len()) && numbers.iter().all(is_number) =>
        {
            return found.numbers(source, WANTED, numbers, SlotKind::Version, &NUMBERS);
        }
        _ => {}
    }
    let (span, how) = (source.span(value.range()), value.text.to_string());
    if let Some(file) = file(value) {
        let files = Vec::from([file.text.to_string()]);
        found.elsewhere.push(Elsewhere::File { span, how, files, format: &plain::FORMAT });
    } else if value.text.contains(['(', '$', '@', '[']) || is_name(value.text) || pieces.is_some() {
        found.elsewhere.push(Elsewhere::Computed { span, how, look: None });
    } else {
        return found.value(source, WANTED, value, SlotKind::Version, |_| false);
    }
    Ok(())
}

fn is_number(value: &Cursor<'_>) -> bool {
    !value.text.is_empty() && value.text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A word that some macro may be called by; no version is written so.
fn is_name(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(word)
}

/// The file of `m4_esyscmd_s([cat VERSION])`, or of `m4_normalize(m4_include([VERSION]))`.
fn file(value: Cursor<'_>) -> Option<Cursor<'_>> {
    let read = match call(value, "m4_esyscmd_s") {
        Some(command) => command.word("cat ")?.space(),
        None => {
            let inner = ["m4_normalize", "m4_chomp", "m4_chomp_all"];
            let inner = inner.iter().find_map(|name| call(value, name)).unwrap_or(value);
            call(inner, "m4_include")?
        }
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    (!read.text.is_empty() && read.text.chars().all(plain)).then_some(read)
}

/// The inside of a value that is one call of that name.
fn call<'t>(value: Cursor<'t>, name: &str) -> Option<Cursor<'t>> {
    let (inside, rest) = argument(value.word(name)?.word("(")?);
    (rest.text == ")").then_some(inside)
}

/// One argument without the brackets around it, and the rest from the `,` or `)` behind it.
fn argument(rest: Cursor<'_>) -> (Cursor<'_>, Cursor<'_>) {
    let rest = rest.space();
    let (mut quotes, mut depth, mut first) = (0usize, 0usize, None);
    let mut end = rest.text.len();
    for (at, c) in rest.text.char_indices() {
        match c {
            '[' => quotes += 1,
            ']' => {
                quotes = quotes.saturating_sub(1);
                first = first.or((quotes == 0).then_some(at));
            }
            '(' if quotes == 0 => depth += 1,
            ')' if quotes == 0 && depth > 0 => depth -= 1,
            ',' | ')' if quotes == 0 && depth == 0 => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let behind = Cursor { text: rest.text.get(end..).unwrap_or_default(), at: rest.at + end };
    let whole = Cursor { text: rest.text.get(..end).unwrap_or_default(), at: rest.at }.trimmed();
    let bare = whole.word("[").filter(|_| first.is_some_and(|at| at + 1 == whole.text.len()));
    match bare.and_then(|bare| Some(Cursor { text: bare.text.strip_suffix(']')?, at: bare.at })) {
        Some(bare) => (bare, behind),
        None => (whole, behind),
    }
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots};

    use super::*;

    fn of(version: &str, before: &str) -> alloc::string::String {
        alloc::format!("{before}AC_INIT([core], {version}, [a@example.org])\n")
    }

    #[test]
    fn brackets_may_be_left_out() {
        let found = located(&FORMAT, "AC_INIT(core, 1.4.0)\n");
        assert_eq!(found.version().unwrap().text, "1.4.0");
        assert_eq!(found.name.as_deref(), Some("core"));
        assert_eq!(slots(&FORMAT, "AC_INIT([a],[v1.4.0])\n"), ["v1.4.0 Version"]);
    }

    #[test]
    fn macros_are_followed_in_the_file() {
        let one = of("[core_version]", "m4_define([core_version], [1.4.0])\n");
        assert_eq!(slots(&FORMAT, &one), ["1.4.0 Version"]);
        let three =
            "m4_define([a], [1])\nm4_define([b], [4])\ndefine(c, 0)\nm4_define([v], [a.b.c])\n";
        let found = located(&FORMAT, &of("v", three));
        assert_eq!(found.version().unwrap().value(), "1.4.0");
        assert_eq!(found.version().unwrap().rest.len(), 2);
        for (version, before) in [
            ("[v]", ""),
            ("[v]", "m4_define([v], [1])\nm4_define([v], [2])\n"),
            ("[v]", "m4_define([v], [v])\n"),
            ("[a.b]", "m4_define([a], [1])\nm4_define([b], [x])\n"),
            ("[v]", "m4_define([v], m4_esyscmd([git describe]))\n"),
        ] {
            let found = located(&FORMAT, &of(version, before));
            assert!(matches!(found.elsewhere[..], [Elsewhere::Computed { .. }]), "{before}");
        }
    }

    #[test]
    fn a_file_is_followed_and_code_says_so() {
        for version in [
            "m4_esyscmd_s([cat VERSION])",
            "[m4_esyscmd_s([cat VERSION])]",
            "m4_normalize(m4_include([VERSION]))",
            "m4_include([VERSION])",
        ] {
            let found = located(&FORMAT, &of(version, ""));
            let [Elsewhere::File { files, .. }] = &found.elsewhere[..] else { panic!("{version}") };
            assert_eq!(files, &["VERSION"], "{version}");
        }
        for version in [
            "m4_esyscmd([git describe --tags])",
            "[m4_esyscmd_s([build-aux/git-version-gen .tarball-version])]",
            "m4_esyscmd_s([cat VERSION | tr a b])",
            "[$VERSION]",
            "[@VERSION@]",
        ] {
            let found = located(&FORMAT, &of(version, ""));
            let [Elsewhere::Computed { how, .. }] = &found.elsewhere[..] else {
                panic!("{version}")
            };
            assert!(version.contains(how.as_str()), "{how}");
        }
    }
}
