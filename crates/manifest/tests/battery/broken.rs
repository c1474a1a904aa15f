//! One broken format for each check, and the check notices.

use core::ops::Range;

use manifest::conformance::{CHECKS, Subject, faults};
use manifest::{
    Beside, Format, LARGEST, LocateError, Located, Piece, Slot, SlotKind, Source, Stanza, Trouble,
    VerifyError,
};

use crate::toy::{self, TOY, lines, subject, values};

/// What is wrong, and the check that has to notice; others may as well.
struct Broken {
    check: &'static str,
    format: &'static Format,
}

macro_rules! broken {
    ($check:literal, $locate:expr) => {
        broken!($check, $locate, TOY.sample)
    };
    ($check:literal, $locate:expr, $sample:expr) => {
        Broken { check: $check, format: &Format { locate: $locate, sample: $sample, ..TOY } }
    };
}

/// Formats that are wrong whatever they are given.
static BROKEN: &[Broken] = &[
    broken!("sample", toy::locate, "name: core\nversion: 1.4.0\n"),
    broken!("sample", |source| only(source, source.body(), "name: ")),
    // Off by one byte, at either end, in either direction.
    broken!("whole", |source| shifted(source, 1, 0)),
    broken!("whole", |source| shifted(source, 0, -1)),
    broken!("whole", |source| shifted(source, -1, 0), QUOTED),
    broken!("whole", |source| shifted(source, 0, 1), QUOTED),
    broken!("line-ends", |source| match source.text.contains('\r') {
        true => refuse(source),
        false => toy::locate(source),
    }),
    broken!("byte-order-mark", |source| only(source, source.text, "version: ")),
    broken!("byte-order-mark", |source| match source.text.starts_with('\u{feff}') {
        true => refuse(source),
        false => toy::locate(source),
    }),
    broken!("last-line", |source| match source.text.ends_with('\n') {
        true => toy::locate(source),
        false => refuse(source),
    }),
    broken!(
        "tabs",
        |source| match source.text.contains('\t') {
            true => only(source, source.body(), "keeps: "),
            false => toy::locate(source),
        },
        "# version:  1.4.0\nname: core\nversion: 1.4.0\nkeeps: 1.4.1\n"
    ),
    broken!("spacing", |source| {
        let range = toy::values(source.body()).into_iter().next().unwrap_or_default();
        let line = source.body().get(range.start..).unwrap_or_default().split('\n').next();
        let range = range.start..range.start + line.unwrap_or_default().len();
        raw(source, range, SlotKind::Version)
    }),
    broken!("comments", |source| {
        let at = source.body().rfind("ersion: ").unwrap_or_default() + "ersion: ".len();
        let rest = source.body().get(at..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
        one(source, at..at + end)
    }),
    broken!("spellings", |source| {
        let found = toy::locate(source)?;
        let numbers = found.version().map_or(0, |slot| slot.text.split('.').count());
        if numbers > 3 { refuse(source) } else { Ok(found) }
    }),
    broken!("spellings", |source| {
        // Three numbers, whatever there is.
        let found = toy::locate(source)?;
        let slot = found.version().cloned().unwrap();
        let numbers: Vec<&str> = slot.text.splitn(4, '.').take(3).collect();
        let start = slot.span.start - (source.text.len() - source.body().len());
        one(source, start..start + numbers.join(".").len())
    }),
    // What is behind the version is found where it was before.
    broken!("there-and-back", |source| {
        let mut found = toy::locate(source)?;
        let at = TOY.sample.find("keeps: 1").unwrap_or_default() + "keeps: ".len();
        let there = source
            .body()
            .get(at..at + 5)
            .filter(|text| text.chars().all(|c| c == '.' || c.is_ascii_digit()));
        if let Some(text) = there {
            found.slots.push(source.slot(
                "keeps",
                at..at + 5,
                text,
                SlotKind::Beside(Beside::Name),
            )?);
        }
        Ok(found)
    }),
    broken!("entries", |source| {
        // An entry in the middle of the version.
        let mut found = toy::locate(source)?;
        let at = found.version().map_or(0, |slot| slot.span.start + 1);
        found.stanzas.push(Stanza::insertion(at, None, vec![Piece::Version]));
        Ok(found)
    }),
    broken!("entries", |source| {
        // Lines that end in LF, whatever the others do.
        let mut found = toy::locate(source)?;
        let text = vec![Piece::Text("released: ".into()), Piece::Version, Piece::Text("\n".into())];
        found.stanzas.push(Stanza::insertion(source.text.len(), None, text));
        Ok(found)
    }),
    broken!("empty", |source| match toy::locate(source) {
        Err(_) if source.text.contains("version:") || source.text.is_empty() => {
            Ok(Located::default())
        }
        seen => seen,
    }),
    broken!("none", |source| match values(source.body()).is_empty() {
        true => only(source, source.body(), "keeps: "),
        false => toy::locate(source),
    }),
    broken!("two", |source| {
        let last = values(source.body()).pop();
        last.map_or_else(|| refuse(source), |range| one(source, range))
    }),
    broken!("truncated", |source| match source.text.contains("needs") {
        true => toy::locate(source),
        false => {
            // Everything that looks like a version.
            let body = source.body();
            let mut found = toy::locate(source)?;
            let at = body.find("1.4").filter(|at| *at < 20);
            if let Some(at) = at {
                let kind = SlotKind::Secondary("comment");
                found.slots.insert(0, source.slot("1.4", at..at + 3, "1.4", kind)?);
            }
            Ok(found)
        }
    }),
    broken!("damaged", |source| {
        let mut found = toy::locate(source)?;
        if !source.text.contains("name: core") {
            let slot = found.slots[0].clone();
            found.slots.push(slot);
        }
        Ok(found)
    }),
    broken!("levels", |source| match toy::locate(source) {
        Err(_) if source.text.len() > 100_000 => Ok(Located::default()),
        seen => seen,
    }),
];

/// With quotes around the version, so that there is something to run into.
const QUOTED: &str = "# 1.4.0\nname: core\nversion: \"1.4.0\"\n";

/// The version in quotes, or without them, its span moved at either end.
fn shifted(source: &Source<'_>, start: isize, end: isize) -> Result<Located, LocateError> {
    let Some(range) = values(source.body()).into_iter().next() else { return refuse(source) };
    let value = source.body().get(range.clone()).unwrap_or_default();
    let quote = usize::from(value.starts_with('"'));
    let at = |at: usize, by: isize| at.saturating_add_signed(by);
    let range = at(range.start + quote, start)..at(range.end.saturating_sub(quote), end);
    if range.is_empty() { refuse(source) } else { one(source, range) }
}

/// The value of the line that begins so, in `text`, whatever its offsets are of.
fn only(source: &Source<'_>, text: &str, name: &str) -> Result<Located, LocateError> {
    let Some(at) = text.find(&format!("\n{name}")).map(|at| at + 1 + name.len()) else {
        return refuse(source);
    };
    let value = text.get(at..).unwrap_or_default().lines().next().unwrap_or_default();
    raw(source, at..at + value.len(), SlotKind::Version)
}

fn one(source: &Source<'_>, range: Range<usize>) -> Result<Located, LocateError> {
    let value = source.body().get(range.clone()).unwrap_or_default().to_owned();
    let slot = source.slot("version", range, &value, SlotKind::Version)?;
    Ok(Located { slots: vec![slot], ..Located::default() })
}

/// A slot of any bytes, without a look at them.
fn raw(source: &Source<'_>, range: Range<usize>, kind: SlotKind) -> Result<Located, LocateError> {
    let text = source.body().get(range.clone()).unwrap_or_default().to_owned();
    let mut found = Located::default();
    found.slots.push(Slot {
        span: source.span(range),
        text,
        kind,
        dialect: None,
        rest: Vec::new(),
    });
    Ok(found)
}

fn refuse(source: &Source<'_>) -> Result<Located, LocateError> {
    Err(source.refuse_whole(Trouble::NoVersion { wanted: "something else".into() }))
}

/// The checks that a file's bytes fail before a format sees them, where nobody looks at them first.
const UNCHECKED: &[&str] = &["too-large", "conflict", "not-utf8"];

fn unchecked(subject: &Subject<'_>, bytes: &[u8]) -> Result<Located, VerifyError> {
    let text = String::from_utf8_lossy(bytes).replace('\0', "");
    let text = text.get(..LARGEST.min(text.len())).unwrap_or_default();
    // Only the first version counts, so that a merge does not stand out.
    let source = Source { path: &subject.path, text };
    let first = values(source.body()).into_iter().next();
    let one = first.map_or_else(|| refuse(&source), |range| one(&source, range));
    one.map_err(VerifyError::Locate)
}

#[test]
fn every_check_notices_what_it_is_for() {
    let mut silent = Vec::new();
    for (at, Broken { check, format }) in BROKEN.iter().enumerate() {
        let found = faults(&subject(format));
        if !found.iter().any(|fault| fault.check == *check) {
            silent.push(format!("{check} says nothing of {at}:\n{}", lines(&found)));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn bytes_that_nobody_looked_at_are_noticed() {
    let found = faults(&Subject { read: unchecked, ..subject(&TOY) });
    for check in UNCHECKED {
        assert!(found.iter().any(|fault| fault.check == *check), "{check}:\n{}", lines(&found));
    }
}

#[test]
fn every_check_has_something_that_breaks_it() {
    for check in CHECKS {
        let broken = BROKEN.iter().any(|broken| broken.check == check.id);
        assert!(broken || UNCHECKED.contains(&check.id), "nothing here breaks {check:?}");
        assert!(check.text.ends_with('.'), "{check:?} is no sentence");
    }
    for Broken { check, .. } in BROKEN {
        assert!(CHECKS.iter().any(|known| known.id == *check), "{check} is no check");
    }
}
