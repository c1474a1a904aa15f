//! configure.ac: the second argument of AC_INIT.

use alloc::vec::Vec;

use version::native::PLAIN;

use super::Format;
use crate::syntax::code::{self, Cursor, Language};
use crate::{LocateError, Located, Source};

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
AC_PREREQ([2.69])
AC_INIT([core], [1.4.0],
        [core@example.org])
AC_CHECK_LIB([net], [net_1.4.0])
",
};

/// An apostrophe is prose in m4, not a string.
const M4: Language = Language { line: &["dnl ", "#"], block: None, quotes: &[], long: &[] };

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &M4);
    let mut found = Located::default();
    let mut versions = Vec::new();
    let mut done = 0;
    for line in code::lines(&text) {
        if line.at < done {
            continue;
        }
        let Some(open) = line.space().word("AC_INIT").and_then(|rest| rest.word("(")) else {
            continue;
        };
        let whole = Cursor { text: text.get(open.at..).unwrap_or_default(), at: open.at };
        let (name, rest) = argument(whole);
        done = rest.at;
        found.name = Some(name.text.into());
        if let Some(rest) = rest.word(",") {
            let (version, rest) = argument(rest);
            versions.push(version);
            done = rest.at;
        }
    }
    // `m4_esyscmd([...])` and shell variables are code.
    found.one(source, "`AC_INIT([name], [version])`", &versions, |value| {
        value.contains(['(', '$', '@', '['])
    })?;
    Ok(found)
}

/// One argument without its brackets, and the rest from the `,` or `)` behind it.
fn argument(rest: Cursor<'_>) -> (Cursor<'_>, Cursor<'_>) {
    let rest = rest.space();
    match rest.word("[") {
        Some(inner) => {
            let (value, after) = inner.until(|c| c == ']');
            (value, after.word("]").unwrap_or(after).space())
        }
        None => {
            let (value, after) = rest.until(|c| matches!(c, ',' | ')'));
            (value.trimmed(), after)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::conformance::located;

    use super::*;

    #[test]
    fn brackets_may_be_left_out() {
        let found = located(&FORMAT, "AC_INIT(core, 1.4.0)\n");
        assert_eq!(found.version().unwrap().text, "1.4.0");
        let computed = located(&FORMAT, "AC_INIT([core], m4_esyscmd([git describe]))\n");
        assert!(computed.version().is_none());
    }
}
