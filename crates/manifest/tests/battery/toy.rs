//! A small format that no table has: lines of `name: value`, one of which is the version.

use core::ops::Range;

use manifest::conformance::{Fault, Subject, faults};
use manifest::{Format, LocateError, Located, SlotKind, Source, Trouble};
use version::native::PLAIN;

pub(crate) static TOY: Format = Format {
    id: "toy",
    title: "toy.cfg",
    files: &["toy.cfg"],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate,
    sample: "# version: 1.4.0\nname: core\nversion: 1.4.0\nneeds: net 1.4.0\nkeeps: 1.4.0\n",
};

pub(crate) fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let places = values(source.body());
    let Some(range) = places.first().cloned() else {
        let wanted = "a line `version: …`".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    if places.len() > 1 {
        let trouble = Trouble::Count { what: "version".into(), wanted: 1, found: places.len() };
        return Err(source.refuse(range, trouble));
    }
    let value = source.body().get(range.clone()).unwrap();
    let mut found = Located::default();
    found.slots.push(source.slot("version", range, value, SlotKind::Version)?);
    if let Some((at, of)) = needs(source.body()) {
        let kind = SlotKind::Requirement { on: "net".into(), path: None, table: "needs".into() };
        found.slots.push(source.slot("needs", at..at + of.len(), of, kind)?);
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// Where the values of `version` stand.
pub(crate) fn values(text: &str) -> Vec<Range<usize>> {
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        *at += line.len();
        Some((*at - line.len(), line))
    });
    let values = lines.filter_map(|(at, line)| {
        let value = line.strip_prefix("version:")?;
        let start = at + line.len() - value.trim_start().len();
        Some(start..start + value.trim().len())
    });
    values.collect()
}

fn needs(text: &str) -> Option<(usize, &str)> {
    let (before, rest) = text.split_once("\nneeds: net ")?;
    let of = rest.lines().next()?.trim_end();
    Some((before.len() + "\nneeds: net ".len(), of)).filter(|(_, of)| !of.is_empty())
}

pub(crate) fn subject(format: &'static Format) -> Subject<'static> {
    Subject::of(format).unwrap()
}

pub(crate) fn lines(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("{fault}\n")).collect()
}

#[test]
fn a_format_outside_the_table_passes() {
    let faults = faults(&subject(&TOY));
    assert!(faults.is_empty(), "{}", lines(&faults));
}
