//! MANIFEST.MF: Bundle-Version of an OSGi bundle.
//!
//! Source: JAR File Specification, "Name-Value pairs and Sections": a line has at most 72 bytes, and
//! one that begins with a space goes on from the one before.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use version::native::OSGI;

use super::Format;
use crate::syntax::code::{self, Cursor};
use crate::{LocateError, Located, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "bundle",
    title: "MANIFEST.MF",
    files: &["MANIFEST.MF"],
    dialect: &OSGI,
    locks: &[],
    above: &[],
    locate,
    sample: r#"Manifest-Version: 1.0
Bundle-SymbolicName: org.example.core;singleton:=true
Bundle-Version: 1.4.0.qualifier
Require-Bundle: org.example.net;bundle-version="1.4.0",
 org.example.left;bundle-version="1.4.0.qualifier"
"#,
};

/// The most bytes of a line, its end not counted.
const LONGEST: usize = 72;

/// One header's value, unfolded, and where each piece of it stands in the file.
#[derive(Default)]
struct Value {
    text: String,
    /// Offsets into `text`, ascending, each with the offset in the file.
    pieces: Vec<(usize, usize)>,
}

impl Value {
    fn add(&mut self, piece: Cursor<'_>) {
        self.pieces.push((self.text.len(), piece.at));
        self.text.push_str(piece.text);
    }

    /// Where the bytes of `text` stand in the file; `None` where a fold divides them.
    fn place(&self, of: Range<usize>) -> Option<Range<usize>> {
        let piece = self.pieces.iter().rposition(|(start, _)| *start <= of.start)?;
        let (start, at) = self.pieces.get(piece)?;
        let end = self.pieces.get(piece + 1).map_or(self.text.len(), |(next, _)| *next);
        (of.end <= end).then(|| of.start - start + at..of.end - start + at)
    }
}

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let mut found = Located::default();
    let mut versions = Vec::new();
    let mut lines = code::lines(source.body()).peekable();
    while let Some(line) = lines.next() {
        let name = line.word_any_case("Bundle-SymbolicName:");
        let version = line.word_any_case("Bundle-Version:");
        let Some(first) = name.or(version) else { continue };
        let mut value = Value::default();
        value.add(first);
        let mut longest = line;
        while let Some(next) = lines.next_if(|next| next.text.starts_with(' ')) {
            longest = if next.text.len() > longest.text.len() { next } else { longest };
            value.add(next.word(" ").unwrap_or(next));
        }
        let text = value.text.trim();
        let start = value.text.len() - value.text.trim_start().len();
        if name.is_some() {
            found.name = text.split(';').next().map(|name| name.trim().into());
            continue;
        }
        // A release may lengthen the version, and whoever reads the file counts bytes.
        if longest.text.len() > LONGEST {
            let key = "a line of Bundle-Version".into();
            let trouble = Trouble::Type { key, wanted: "at most 72 bytes long" };
            return Err(source.refuse(longest.range(), trouble));
        }
        let Some(place) = value.place(start..start + text.len()) else {
            let trouble = Trouble::Unplain { what: "Bundle-Version".into(), value: text.into() };
            return Err(source.refuse(first.space().range(), trouble));
        };
        versions.push(Cursor {
            text: source.body().get(place.clone()).unwrap_or_default(),
            at: place.start,
        });
    }
    found.one(source, "`Bundle-Version:`", &versions, |value| value.contains("${"))?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use crate::conformance::{located, trouble};

    use super::*;

    fn version(text: &str) -> String {
        located(&FORMAT, text).version().unwrap().text.clone()
    }

    #[test]
    fn ibex_case_8_only_the_bundles_own_version_is_found() {
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.version().unwrap().text, "1.4.0.qualifier");
        assert_eq!(found.slots.len(), 1);
        assert_eq!(found.name.as_deref(), Some("org.example.core"));
        // Folded in the middle of a word, as the tools that count bytes do it.
        let folded = "Require-Bundle: org.example.net;bundle-ver\r\n sion=\"1.4.0\",x;\r\n Bundle-Version: 9\r\nBundle-Version: 1.4.0\r\n";
        assert_eq!(version(folded), "1.4.0");
        let name = FORMAT.sample.replace("org.example.core;", "org.exa\n mple.core;");
        assert_eq!(located(&FORMAT, &name).name.as_deref(), Some("org.example.core"));
    }

    #[test]
    fn ibex_case_8_a_folded_version_is_taken_where_no_fold_divides_it() {
        assert_eq!(
            version(&FORMAT.sample.replace(": 1.4.0.qual", ": \n 1.4.0.qual")),
            "1.4.0.qualifier"
        );
        assert_eq!(version("Bundle-Version:\r\n 1.4.0\r\n \r\nX: 1\r\n"), "1.4.0");
        for at in ["1.4", "1.4.0", "1.4.0.qual"] {
            let folded = FORMAT.sample.replace(&format!(": {at}"), &format!(": {at}\n "));
            assert!(matches!(trouble(&FORMAT, &folded), Trouble::Unplain { .. }), "{folded}");
        }
    }

    #[test]
    fn ibex_case_8_no_line_of_the_version_is_longer_than_readers_take() {
        let with = |qualifier: usize| format!("Bundle-Version: 1.4.0.{}\n", "7".repeat(qualifier));
        assert_eq!(with(50).trim_end().len(), LONGEST);
        assert_eq!(version(&with(50)).len(), 56);
        let long = trouble(&FORMAT, &with(51));
        assert!(matches!(long, Trouble::Type { wanted: "at most 72 bytes long", .. }), "{long}");
    }
}
