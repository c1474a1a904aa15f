//! The version itself: there, whole, in any spelling, and exactly one.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::Span;

use super::Check;
use super::subject::{own, short, shown, spliced, to};
use crate::{Located, SlotKind};

pub(super) static SAMPLE: Check = Check {
    id: "sample",
    text: "the sample holds its version, and the same text where no release moves it.",
    run: |subject, faults| {
        let Some(found) = subject.good(subject.sample, faults) else { return };
        let (own, version) = (own(&found), subject.version);
        if !own.iter().any(|slot| slot.value().contains(version)) {
            faults.push(format!("{version} is not among {:?}", shown(&found)));
        }
        let written = subject.sample.matches(version).count();
        if !subject.is_bare() && written <= own.len() {
            faults.push(format!("{version} stands nowhere but in the version's own places"));
        }
    },
};

pub(super) static WHOLE: Check = Check {
    id: "whole",
    text: "a slot is the whole value: it begins and ends where a word does.",
    run: |subject, faults| {
        let Some(found) = subject.good(subject.sample, faults) else { return };
        let word = |c: char| c.is_alphanumeric() || c == '_';
        for slot in &found.slots {
            let Span { start, end } = slot.span;
            let before = subject.sample.get(..start).and_then(|text| text.chars().next_back());
            let after = subject.sample.get(end..).and_then(|text| text.chars().next());
            let (opens, closes) = match slot.kind {
                SlotKind::Requirement { .. } | SlotKind::LockRequirement { .. } => {
                    ("<>=~^*[(!@", "*])")
                }
                // A caption is words, and what is derived is what its tool makes of it.
                SlotKind::Beside(_) | SlotKind::Seal(_) => continue,
                _ => ("", ""),
            };
            let edge = |inside: Option<char>, outside: Option<char>, others: &str| match inside {
                Some(inside) if word(inside) => !outside.is_some_and(word),
                Some(inside) if others.contains(inside) => {
                    !outside.is_some_and(|c| c.is_ascii_digit())
                }
                _ => false,
            };
            let (first, last) = (slot.text.chars().next(), slot.text.chars().next_back());
            if !edge(first, before, opens) || !edge(last, after, closes) {
                faults.push(format!("`{}` between {before:?} and {after:?}", slot.text));
            }
        }
    },
};

pub(super) static SPELLINGS: Check = Check {
    id: "spellings",
    text: "versions of one to four numbers, with dates or labels, are read as they are or refused.",
    run: |subject, faults| {
        let Some(found) = subject.good(subject.sample, faults) else { return };
        for new in SPELLED {
            let Ok(after) = spliced(subject.sample, &to(&found, new)) else {
                faults.push(format!("{new} cannot be written"));
                continue;
            };
            match subject.see(&after) {
                Ok(again) if own(&again).iter().all(|slot| slot.text == *new) => {}
                Ok(again) => faults.push(format!("{new} reads as {:?}", shown(&again))),
                // Refused may be: in a lock file a number that something else has, without quotes a
                // hyphen, in YAML a text that is a number. Misread may be none.
                Err(seen) => {
                    let lock = own(&found).first().map(|slot| &slot.kind);
                    let lock = matches!(lock, Some(SlotKind::Lock { .. }));
                    if !lock && new.matches('.').count() > 1 && !new.contains("rc") {
                        faults.push(format!("{new}: {seen:?}"));
                    }
                }
            }
        }
    },
};

/// One number, four, a date, a label with a hyphen and one without.
const SPELLED: &[&str] =
    &["2.0", "1.2.3.4", "1.1.20161108", "20161108.0.1", "1.0.0-rc.1", "1.0.0.rc1", "1"];

pub(super) static EMPTY: Check = Check {
    id: "empty",
    text: "an empty version is refused, and in an empty file there is none.",
    run: |subject, faults| {
        let Some(found) = subject.good(subject.sample, faults) else { return };
        match spliced(subject.sample, &to(&found, "")) {
            Ok(empty) => subject.refused(&empty, faults),
            Err(error) => faults.push(error),
        }
        let there_is_one = |found: &Located| !found.slots.is_empty();
        if subject.see("").is_ok_and(|found| there_is_one(&found)) {
            faults.push("a version in an empty file".into());
        }
    },
};

pub(super) static NONE: Check = Check {
    id: "none",
    text: "without the lines of the version there is none: nothing else is taken for it.",
    run: |subject, faults| {
        let Some(found) = subject.good(subject.sample, faults) else { return };
        let text = without_versions(subject.sample, &found);
        let version = |found: &Located| found.version().is_some();
        if subject.see(&text).is_ok_and(|found| version(&found)) {
            faults.push(format!("a version is found in {}", short(&text)));
        }
    },
};

/// A text without the lines that hold the file's version, in whichever way.
fn without_versions(text: &str, found: &Located) -> String {
    let states = |kind: &SlotKind| {
        matches!(kind, SlotKind::Version | SlotKind::Shared | SlotKind::Number) || kind.is_second()
    };
    let places: Vec<usize> =
        found.slots.iter().filter(|slot| states(&slot.kind)).map(|slot| slot.span.start).collect();
    let mut at = 0;
    let lines = text.split_inclusive('\n').filter(|line| {
        let here = at..at + line.len();
        at = here.end;
        !places.iter().any(|place| here.contains(place))
    });
    lines.collect()
}

pub(super) static TWO: Check = Check {
    id: "two",
    text: "of two versions none is chosen, unless the format has an order of entries.",
    run: |subject, faults| {
        let Some(found) = subject.good(subject.sample, faults) else { return };
        let Ok(other) = spliced(subject.sample, &to(&found, "9.9.9")) else { return };
        let text = format!("{}{other}", subject.sample);
        // A changelog's entry on top wins; everywhere else two versions are one too many.
        if let Ok(twice) = subject.see(&text) {
            let (first, found) = (own(&found), own(&twice));
            if first.len() != 1 || first != found {
                faults.push(format!("{:?} found in {}", shown(&twice), short(&text)));
            }
        }
    },
};
