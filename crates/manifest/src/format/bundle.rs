//! MANIFEST.MF: Bundle-Version of an OSGi bundle.

use version::native::PLAIN;

use super::Format;
use crate::syntax::code;
use crate::{LocateError, Located, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "bundle",
    title: "MANIFEST.MF",
    files: &["MANIFEST.MF"],
    dialect: &PLAIN,
    locks: &[],
    locate,
    sample: r#"Manifest-Version: 1.0
Bundle-SymbolicName: org.example.core;singleton:=true
Bundle-Version: 1.4.0.qualifier
Require-Bundle: org.example.net;bundle-version="1.4.0",
 org.example.left;bundle-version="1.4.0"
"#,
};

/// What the build replaces by a time stamp: not part of the version.
const QUALIFIER: &str = ".qualifier";

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let mut found = Located::default();
    let mut versions = alloc::vec::Vec::new();
    let mut lines = code::lines(source.body()).peekable();
    while let Some(line) = lines.next() {
        if let Some(name) = line.word_any_case("Bundle-SymbolicName:") {
            found.name = Some(name.space().until(|c| c == ';').0.trimmed().text.into());
        }
        let Some(value) = line.word_any_case("Bundle-Version:") else { continue };
        let value = value.space().trimmed();
        // A line that begins with a space goes on from the one before (at most 72 bytes a line).
        if let Some(next) = lines.peek().filter(|next| next.text.starts_with(' ')) {
            let value = alloc::format!("{}{}", value.text, next.text.trim());
            let trouble = Trouble::Unplain { what: "Bundle-Version".into(), value };
            return Err(source.refuse(next.range(), trouble));
        }
        let end = value.text.strip_suffix(QUALIFIER).map_or(value.text.len(), str::len);
        versions.push(code::Cursor { text: value.text.get(..end).unwrap_or_default(), ..value });
    }
    found.one(source, "`Bundle-Version:`", &versions, |value| value.contains("${"))?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn folded_lines_and_qualifiers() {
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.version().unwrap().text, "1.4.0");
        assert_eq!(found.name.as_deref(), Some("org.example.core"));
        let folded = FORMAT.sample.replace("1.4.0.qual", "1.4\n .0.qual");
        assert!(matches!(trouble(&FORMAT, &folded), Trouble::Unplain { .. }));
    }
}
