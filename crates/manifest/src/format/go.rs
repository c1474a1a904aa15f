//! Go code: a constant or variable `Version` that holds a string.

use version::native::PLAIN;

use super::Format;
use crate::syntax::code::{self, C, Cursor};
use crate::{LocateError, Located, Source};

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
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &C);
    let mut found = Located::default();
    found.one(source, "`const Version = \"…\"`", &code::each_line(&text, value), |_| false)?;
    Ok(found)
}

/// `Version = "1.4.0"`, `const version string = "1.4.0"`.
fn value(line: Cursor<'_>) -> Option<Cursor<'_>> {
    let keyword = line.word("const ").or_else(|| line.word("var ")).unwrap_or(line).space();
    let (name, rest) = keyword.name();
    if !matches!(name.text, "Version" | "version" | "VERSION") {
        return None;
    }
    let rest = rest.space();
    let rest = rest.word("string").unwrap_or(rest).space().word("=")?.space();
    Some(rest.quoted()?.0)
}
