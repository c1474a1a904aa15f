//! Swift: a constant of a Version.swift, and Package.swift, whose version is in tags.

use alloc::string::ToString;
use alloc::vec::Vec;

use version::native::PLAIN;

use super::Format;
use crate::syntax::code::{self, BRACES, Cursor};
use crate::{Elsewhere, LocateError, Located, Source, Trouble};

pub(super) static CONSTANT: Format = Format {
    id: "swift",
    title: "Version.swift",
    files: &["Version.swift"],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate: constant,
    sample: r#"// version = "1.4.0"
public enum Core {
    public static let minimumVersion = "1.4.0"
    public static let version: String = "1.4.0"
}
"#,
};

pub(super) static PACKAGE: Format = Format {
    id: "swift-package",
    title: "Package.swift",
    files: &["Package.swift"],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate: package,
    sample: r#"// swift-tools-version: 5.9
// let version = "1.4.0"
import PackageDescription

let version = "1.4.0"
let package = Package(
    name: "Core",
    dependencies: [.package(url: "https://example.org/left.git", from: "1.4.0")]
)
"#,
};

/// What a constant with the version is called.
const NAMES: &[&str] = &["version", "Version", "VERSION"];
/// What may stand before `let`.
const MODIFIERS: &[&str] = &["public", "internal", "package", "private", "fileprivate", "static"];

fn constant(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &BRACES);
    let mut found = Located::default();
    let wanted = "`let version = \"…\"`";
    found.one(source, wanted, &code::each_line(&text, value), |_| false)?;
    Ok(found)
}

fn package(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &BRACES);
    let Some(at) = text.find("Package(") else {
        let wanted = "`Package(…)`".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    let mut found = Located::default();
    let values: Vec<Cursor<'_>> = code::each_line(&text, value);
    if values.is_empty() {
        let how = "Package.swift has no version".to_string();
        found.elsewhere.push(Elsewhere::Tags { span: source.span(at..at + 7), how });
    } else {
        found.one(source, "`let version = \"…\"`", &values, |_| false)?;
    }
    Ok(found)
}

/// `public static let version: String = "1.4.0"`.
fn value(line: Cursor<'_>) -> Option<Cursor<'_>> {
    let mut rest = line;
    while let Some(after) = MODIFIERS.iter().find_map(|word| rest.word(word)) {
        rest = after.text.starts_with(char::is_whitespace).then(|| after.space())?;
    }
    let (name, rest) = rest.word("let ")?.space().name();
    if !NAMES.contains(&name.text) {
        return None;
    }
    let rest = rest.space();
    let rest = rest.word(":").map_or(rest, |typed| typed.until(|c| c == '=').1);
    Some(rest.word("=")?.space().quoted()?.0)
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn a_constant_holds_the_version_or_tags_do() {
        assert_eq!(slots(&CONSTANT, CONSTANT.sample), ["1.4.0 Version"]);
        assert_eq!(slots(&PACKAGE, PACKAGE.sample), ["1.4.0 Version"]);
        let tagged = located(&PACKAGE, "let package = Package(name: \"Core\")\n");
        assert!(matches!(tagged.elsewhere[..], [Elsewhere::Tags { .. }]));
        // A string with an expression in it is not what it says.
        let built = trouble(&CONSTANT, "let version = \"1.\\(minor)\"\n");
        assert!(matches!(built, Trouble::Unplain { .. }));
        assert!(matches!(trouble(&CONSTANT, "var version = \"1\"\n"), Trouble::NoVersion { .. }));
    }
}
