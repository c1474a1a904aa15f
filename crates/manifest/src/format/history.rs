//! History.xml: the releases of a portal, a record each, of which a release adds one.
//!
//! Rainbow Portal and its heirs read the `<Release>` elements below the root: `ID`, `Version` and
//! `Date`, and the scripts and modules that bring a database to that version. Others write the same
//! in attributes. Scripts are of one release: a new record has none until people add them.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::ops::Range;

use roxmltree::Node;
use version::native::ASSEMBLY;

use super::Format;
use crate::stanza::{Piece, Stanza};
use crate::syntax::xml;
use crate::{DayForm, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "history",
    title: "History.xml",
    files: &["History.xml"],
    dialect: &ASSEMBLY,
    locks: &[],
    above: &[],
    locate,
    sample: r#"<?xml version="1.0" encoding="utf-8"?>
<!-- 3.0.0.1883 -->
<History>
  <Release>
    <Version>3.0.0.1883</Version>
    <Script>3.0.0.1883.sql</Script>
    <Date>2007-03-05</Date>
  </Release>
  <Release>
    <Version>3.0.0.1882</Version>
    <Date>2007-02-28</Date>
  </Release>
</History>
"#,
};

/// What a record is called.
const RECORD: &str = "Release";

/// What a new record takes from its release, by the name of an element or an attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Id,
    Version,
    Date,
}

const PARTS: &[(&str, Part)] =
    &[("ID", Part::Id), ("Version", Part::Version), ("Date", Part::Date)];

fn part(name: &str) -> Option<Part> {
    PARTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, part)| *part)
}

/// A part of a record: its value, and where that stands.
struct Value<'d> {
    part: Part,
    range: Range<usize>,
    text: &'d str,
}

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let document = xml::parse(source)?;
    let root = document.root_element();
    let is_record = |node: &Node<'_, '_>| node.is_element() && node.tag_name().name() == RECORD;
    let records: Vec<Node<'_, '_>> = root.children().filter(is_record).collect();
    let (Some(first), Some(last)) = (records.first(), records.last()) else {
        let wanted = "a <Release> with a <Version>".into();
        return Err(source.refuse(xml::head(root), Trouble::NoVersion { wanted }));
    };
    // New ones are added where the newest is: on top, unless the days or numbers rise.
    let rising = records.len() > 1 && is_below(source, *first, *last)?;
    let newest = if rising { *last } else { *first };
    let values = values(source, newest)?;
    let mut versions = values.iter().filter(|value| value.part == Part::Version);
    let (Some(version), None) = (versions.next(), versions.next()) else {
        let wanted = "one <Version> in the newest <Release>".into();
        return Err(source.refuse(xml::head(newest), Trouble::NoVersion { wanted }));
    };
    if version.text.is_empty() {
        return Err(source.refuse(version.range.clone(), Trouble::Empty { what: "Version".into() }));
    }
    let slot = source.slot("Version", version.range.clone(), version.text, SlotKind::Version)?;
    let mut found = Located::default();
    let record = pieces(source, newest, &values, &slot.text)?;
    let between = space_before(source, newest);
    let (at, pieces) = if rising {
        let before = core::iter::once(Piece::text(between)).chain(record).collect();
        (newest.range().end, before)
    } else {
        (newest.range().start, record.into_iter().chain([Piece::text(between)]).collect())
    };
    let at = source.span(at..at).start;
    found.stanzas.push(Stanza::insertion(at, Some(slot.span), pieces));
    found.slots.push(slot);
    Ok(found)
}

/// The parts of a record that a release knows, in file order.
fn values<'d>(source: &Source<'_>, record: Node<'d, '_>) -> Result<Vec<Value<'d>>, LocateError> {
    let mut found = Vec::new();
    for attribute in record.attributes() {
        if let Some(part) = part(attribute.name()) {
            found.push(Value { part, range: attribute.range_value(), text: attribute.value() });
        }
    }
    for child in record.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        if let Some(part) = part(name) {
            let (range, text) = xml::text(source, name, child)?;
            found.push(Value { part, range, text });
        }
    }
    Ok(found)
}

/// Whether the first record is older than the last one, by their days, else by their numbers.
fn is_below(
    source: &Source<'_>,
    first: Node<'_, '_>,
    last: Node<'_, '_>,
) -> Result<bool, LocateError> {
    let (first, last) = (values(source, first)?, values(source, last)?);
    let numbers = |values: &[Value<'_>], part: Part| -> Option<Vec<u64>> {
        let text = values.iter().find(|value| value.part == part)?.text;
        let known = part == Part::Id || DayForm::of(text).is_some();
        let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|piece| !piece.is_empty());
        let numbers: Vec<u64> = digits.map_while(|piece| piece.parse().ok()).collect();
        (known && !numbers.is_empty()).then_some(numbers)
    };
    let by = |part| Some(numbers(&first, part)? < numbers(&last, part)?);
    Ok(by(Part::Date).or_else(|| by(Part::Id)).unwrap_or(false))
}

/// A record like the newest one, with what a release knows in it and nothing else.
fn pieces(
    source: &Source<'_>,
    record: Node<'_, '_>,
    values: &[Value<'_>],
    version: &str,
) -> Result<Vec<Piece>, LocateError> {
    let mut cuts: Vec<(Range<usize>, Option<Piece>)> = Vec::new();
    for value in values {
        cuts.push((value.range.clone(), Some(piece(source, value, version)?)));
    }
    let body = source.body();
    // What a release does not know goes with the white space before it.
    let gone = |range: Range<usize>| {
        let before = body.get(..range.start).unwrap_or_default();
        (before.trim_end().len()..range.end, None)
    };
    let unknown = record.attributes().filter(|attribute| part(attribute.name()).is_none());
    cuts.extend(unknown.map(|attribute| gone(attribute.range())));
    let foreign = record.children().filter(|child| {
        child.is_comment() || (child.is_element() && part(child.tag_name().name()).is_none())
    });
    cuts.extend(foreign.map(|child| gone(child.range())));
    cuts.sort_by_key(|(range, _)| range.start);
    let mut pieces = Vec::new();
    let mut done = record.range().start;
    for (range, piece) in cuts {
        pieces.push(Piece::text(body.get(done..range.start).unwrap_or_default()));
        pieces.extend(piece);
        done = range.end;
    }
    pieces.push(Piece::text(body.get(done..record.range().end).unwrap_or_default()));
    Ok(pieces)
}

/// What stands in the new record where this value stands in the newest one, which has `version`.
fn piece(source: &Source<'_>, value: &Value<'_>, version: &str) -> Result<Piece, LocateError> {
    let refuse = |key: &str, wanted| {
        Err(source.refuse(value.range.clone(), Trouble::Type { key: key.to_string(), wanted }))
    };
    match value.part {
        Part::Version => Ok(Piece::Version),
        Part::Id if version.rsplit('.').next() == Some(value.text) => Ok(Piece::LastNumber),
        Part::Id => refuse("ID", "the last number of the version"),
        Part::Date => match DayForm::of(value.text) {
            Some(form) => Ok(Piece::Day(form)),
            None => refuse("Date", "a day such as 2016-11-07"),
        },
    }
}

/// What stands before a record: its line's end and its indentation, or a line's end.
fn space_before<'a>(source: &Source<'a>, record: Node<'_, '_>) -> &'a str {
    let before = source.body().get(..record.range().start).unwrap_or_default();
    let space = before.get(before.trim_end().len()..).unwrap_or_default();
    // One line's end is enough, however many there are.
    match space.rfind('\n') {
        Some(end) => {
            let start =
                if space.get(..end).is_some_and(|s| s.ends_with('\r')) { end - 1 } else { end };
            space.get(start..).unwrap_or(space)
        }
        None => source.newline(),
    }
}

#[cfg(test)]
mod tests {
    use crate::conformance::{added, located, trouble};

    use super::*;

    #[test]
    fn diav_2_a_record_is_added_on_top_with_the_serial_and_the_day() {
        let numbered = |text: &str| {
            let text =
                text.replace("<Version>3.0.0.1883", "<ID>1883</ID>\n    <Version>3.0.0.1883");
            text.replace("<Version>3.0.0.1882", "<ID>1882</ID>\n    <Version>3.0.0.1882")
        };
        let record = "  <Release>\n    <ID>1884</ID>\n    <Version>3.1.0.1884</Version>\n    <Date>2024-02-29</Date>\n  </Release>\n";
        let before = numbered(FORMAT.sample);
        let after = added(&FORMAT, &before, "3.1.0.1884");
        assert_eq!(
            after,
            before.replacen("  <Release>", &alloc::format!("{record}  <Release>"), 1)
        );
        assert_eq!(located(&FORMAT, &after).version().unwrap().text, "3.1.0.1884");
    }

    #[test]
    fn diav_2_a_record_is_added_below_where_days_or_numbers_rise() {
        let record = |id: &str, day: &str| {
            alloc::format!(
                "\t<Release><ID>{id}</ID><Version>3.0.0.{id}</Version><Date>{day}</Date></Release>\r\n"
            )
        };
        let (first, last) = (record("1881", "2006/12/1"), record("1882", "2007/2/28"));
        let old = alloc::format!("<Rainbow>\r\n{first}{last}</Rainbow>\r\n");
        let new = record("1883", "2024/2/29");
        let wanted = old.replace("</Rainbow>", &alloc::format!("{new}</Rainbow>"));
        assert_eq!(added(&FORMAT, &old, "3.0.0.1883"), wanted);
        let newest = |text: &str| located(&FORMAT, text).version().unwrap().text.clone();
        let undated = old.replace("<Date>2006/12/1</Date>", "");
        assert_eq!(newest(&undated), "3.0.0.1882", "the numbers rise");
        // The day goes before the number, which need not be a serial.
        assert_eq!(newest(&old.replace("2006/12/1", "2008/1/1")), "3.0.0.1881");
        let bare = "<H><Release><Version>2.0</Version></Release><Release><Version>1.0</Version></Release></H>";
        assert_eq!(newest(bare), "2.0");
    }

    #[test]
    fn attributes_are_parts_too_and_what_no_release_knows_is_left_out() {
        let old = "<history>\n  <!-- 1 -->\n  <Release name=\"one\" version=\"1.4.0\" date=\"2016.11.7\" by='x'><!-- a --><Note>b</Note></Release>\n</history>\n";
        let new = "  <Release version=\"1.5.0\" date=\"2024.2.29\"></Release>\n";
        let wanted = old.replace("  <Release name", &alloc::format!("{new}  <Release name"));
        assert_eq!(added(&FORMAT, old, "1.5.0"), wanted);
        let one_line = "<H><Release version=\"1.4.0\"/></H>";
        assert_eq!(
            added(&FORMAT, one_line, "1.5.0"),
            "<H><Release version=\"1.5.0\"/>\n<Release version=\"1.4.0\"/></H>"
        );
    }

    #[test]
    fn what_a_release_cannot_write_is_refused() {
        let of = |inside: &str| alloc::format!("<History><Release>{inside}</Release></History>");
        let refused = |text: &str| trouble(&FORMAT, text);
        assert!(matches!(refused("<History/>"), Trouble::NoVersion { .. }));
        assert!(matches!(refused(&of("<ID>1</ID>")), Trouble::NoVersion { .. }));
        let two = of("<Version>1.0</Version><Version>1.0</Version>");
        assert!(matches!(refused(&two), Trouble::NoVersion { .. }));
        let american = of("<Version>1.0</Version><Date>2/28/2007</Date>");
        assert!(matches!(refused(&american), Trouble::Type { .. }));
        let named = of("<ID>7</ID><Version>1.0</Version>");
        assert!(matches!(refused(&named), Trouble::Type { .. }));
        assert!(matches!(refused(&of("<Version></Version>")), Trouble::Empty { .. }));
    }
}
