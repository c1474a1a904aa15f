//! MANIFEST.MF: Bundle-Version of an OSGi bundle, and the bundles that it requires.
//!
//! Source: JAR File Specification, "Name-Value pairs and Sections": a line has at most 72 bytes, and
//! one that begins with a space goes on from the one before. OSGi Core, chapter 3, Require-Bundle.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use version::native::OSGI;

use super::Format;
use crate::syntax::code::{self, Cursor};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

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
    pieces: Vec<Piece>,
}

/// What one line has of a value.
struct Piece {
    /// Where it begins in the value.
    start: usize,
    /// Where it begins in the file.
    at: usize,
    /// How many bytes its line has.
    line: usize,
}

impl Value {
    fn add(&mut self, piece: Cursor<'_>, line: Cursor<'_>) {
        let start = self.text.len();
        self.pieces.push(Piece { start, at: piece.at, line: line.text.len() });
        self.text.push_str(piece.text);
    }

    /// The piece that an offset of the value lies in, and how many there are up to it.
    fn piece(&self, offset: usize) -> Option<(&Piece, usize)> {
        let count = self.pieces.partition_point(|piece| piece.start <= offset);
        Some((self.pieces.get(count.checked_sub(1)?)?, count))
    }

    /// Where the bytes of the value stand in the file, and how long their line is; `None` where a
    /// fold divides them.
    fn place(&self, of: Range<usize>) -> Option<(Range<usize>, usize)> {
        let (piece, count) = self.piece(of.start)?;
        let end = self.pieces.get(count).map_or(self.text.len(), |next| next.start);
        let place = of.start - piece.start + piece.at..of.end - piece.start + piece.at;
        (of.end <= end).then_some((place, piece.line))
    }
}

/// The headers whose `bundle-version` is a requirement.
const REQUIRE: &[&str] = &["Require-Bundle", "Fragment-Host"];
/// What a bundle's version has to be, in a clause of those.
const VERSION: &str = "bundle-version";

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let mut found = Located::default();
    let mut versions = Vec::new();
    let mut lines = code::lines(source.body()).peekable();
    let mut goes_on = false;
    while let Some(line) = lines.next() {
        if line.text.starts_with(' ') && !goes_on {
            let message = "a line that goes on from another one follows none".into();
            let trouble = Trouble::Syntax { syntax: "MANIFEST.MF", message };
            return Err(source.refuse(line.range(), trouble));
        }
        goes_on = !line.text.is_empty();
        let header = |name: &str| line.word_any_case(name)?.word(":");
        let name = header("Bundle-SymbolicName");
        let version = header("Bundle-Version");
        let required = REQUIRE.iter().find_map(|name| Some((*name, header(name)?)));
        let Some(first) = name.or(version).or(required.map(|(_, value)| value)) else { continue };
        let mut value = Value::default();
        value.add(first, line);
        let mut longest = line;
        while let Some(next) = lines.next_if(|next| next.text.starts_with(' ')) {
            longest = if next.text.len() > longest.text.len() { next } else { longest };
            value.add(next.word(" ").unwrap_or(next), next);
        }
        if let Some((table, _)) = required {
            requirements(source, table, &value, &mut found)?;
            continue;
        }
        let text = value.text.trim();
        let start = value.text.len() - value.text.trim_start().len();
        if name.is_some() {
            found.name = text.split(';').next().map(|name| name.trim().into());
            continue;
        }
        // A release may lengthen the version, and whoever reads the file counts bytes.
        if longest.text.len() > LONGEST {
            return Err(source.refuse(longest.range(), too_long("Bundle-Version")));
        }
        let Some((place, _)) = value.place(start..start + text.len()) else {
            let trouble = Trouble::Unplain { what: "Bundle-Version".into(), value: text.into() };
            return Err(source.refuse(first.space().range(), trouble));
        };
        versions.push(Cursor {
            text: source.body().get(place.clone()).unwrap_or_default(),
            at: place.start,
        });
    }
    found.one(source, "`Bundle-Version:`", &versions, |value| value.contains("${"))?;
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

fn too_long(header: &str) -> Trouble {
    let key = alloc::format!("a line of {header}");
    Trouble::Type { key, wanted: "at most 72 bytes long" }
}

/// The `bundle-version` in each clause of a header; where a fold or the length of its line stands
/// against it, that is no harm while it speaks of somebody else's bundle.
fn requirements(
    source: &Source<'_>,
    table: &str,
    value: &Value,
    found: &mut Located,
) -> Result<(), LocateError> {
    let whole = Cursor { text: &value.text, at: 0 };
    for clause in pieces(whole, ',') {
        let mut parts = pieces(clause, ';').into_iter();
        let Some(on) = parts.next().map(|name| name.text.to_string()) else { continue };
        let version =
            parts.find_map(|part| part.word(VERSION)?.space().word("=").map(Cursor::space));
        let Some(version) = version else { continue };
        let version = version.quoted().map_or(version, |(inside, _)| inside);
        let trouble = match value.place(version.range()) {
            None => Trouble::Unplain { what: VERSION.into(), value: version.text.into() },
            Some((_, line)) if line > LONGEST => too_long(table),
            Some((place, _)) => {
                let kind = SlotKind::Requirement { on, path: None, table: table.into() };
                found.slots.push(source.slot(VERSION, place, version.text, kind)?);
                continue;
            }
        };
        let first = value.piece(version.at);
        let first = first.map_or(0, |(piece, _)| version.at - piece.start + piece.at);
        let span = source.span(first..first + 1);
        found.elsewhere.push(Elsewhere::Unread { span, on, trouble });
    }
    Ok(())
}

/// The pieces of a text between signs outside of quotes, without white space around them.
fn pieces(text: Cursor<'_>, sign: char) -> Vec<Cursor<'_>> {
    let mut quoted = false;
    let mut start = 0;
    let mut found = Vec::new();
    let piece = |range: Range<usize>| {
        let at = text.at + range.start;
        Cursor { text: text.text.get(range).unwrap_or_default(), at }.space().trimmed()
    };
    for (at, c) in text.text.char_indices() {
        quoted ^= c == '"';
        if c == sign && !quoted {
            found.push(piece(start..at));
            start = at + c.len_utf8();
        }
    }
    found.push(piece(start..text.text.len()));
    found
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
        let own = found.slots.iter().filter(|slot| slot.kind == SlotKind::Version);
        assert_eq!(own.count(), 1);
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

    /// What is required, and of it; what cannot follow with a `!` before it.
    fn required(text: &str) -> Vec<String> {
        let found = located(&FORMAT, text);
        let read = found.slots.iter().filter_map(|slot| match &slot.kind {
            SlotKind::Requirement { on, .. } => Some(format!("{on} {}", slot.text)),
            _ => None,
        });
        let unread = found.elsewhere.iter().filter_map(|one| match one {
            Elsewhere::Unread { on, trouble, .. } => Some(format!("!{on} {trouble}")),
            _ => None,
        });
        read.chain(unread).collect()
    }

    #[test]
    fn ibex_case_8_each_required_bundle_says_its_own_version() {
        assert_eq!(
            required(FORMAT.sample),
            ["org.example.net 1.4.0", "org.example.left 1.4.0.qualifier"]
        );
        let of = |value: &str| format!("Bundle-Version: 1.4.0\r\nRequire-Bundle: {value}\r\n");
        let several = "a;bundle-version=\"[1.4.0,2.0.0)\";visibility:=reexport,\r\n b,c; bundle-version = 1.4,d;x=\"a,b;bundle-version=9\"";
        assert_eq!(required(&of(several)), ["a [1.4.0,2.0.0)", "c 1.4"]);
        let host = "Bundle-Version: 1.0\nFragment-Host: a;bundle-version=\"1.4.0\"\n";
        assert_eq!(required(host), ["a 1.4.0"]);
    }

    #[test]
    fn ibex_case_8_a_folded_requirement_is_of_somebody_else_or_refused() {
        let of = |value: &str| format!("Bundle-Version: 1.4.0\nRequire-Bundle: {value}\n");
        assert_eq!(required(&of("a;bundle-version=\n \"1.4.0\"")), ["a 1.4.0"]);
        assert_eq!(required(&of("a;bundle-ver\n sion=\"1.4.0\"")), ["a 1.4.0"]);
        let folded = required(&of("a;bundle-version=\"1.4\n .0\""));
        assert!(matches!(&folded[..], [one] if one.starts_with("!a bundle-version is `1.4.0`")));
        let long = format!("a;bundle-version=\"1.4.0\";x=\"{}\"", "x".repeat(40));
        let long = required(&of(&long));
        assert!(matches!(&long[..], [one] if one.contains("at most 72 bytes")), "{long:?}");
        let stray = trouble(&FORMAT, &of("a,\n\n b;bundle-version=\"1.4.0\""));
        assert!(matches!(stray, Trouble::Syntax { .. }), "{stray}");
    }
}
