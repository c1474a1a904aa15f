//! Moving the version: its bytes change and no others, and the way back leaves no trace.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::Span;
use version::Date;

use super::subject::{Seen, spliced, to};
use super::{Check, Subject};
use crate::{Edit, Filling, Located, Slot, verify};

pub(super) static THERE_AND_BACK: Check = Check {
    id: "there-and-back",
    text: "moving the version changes its bytes alone, and moving it back leaves no trace.",
    run: |subject, faults| {
        let crlf = subject.sample.replace('\n', "\r\n");
        for text in [subject.sample, &crlf, &format!("\u{feff}{crlf}")] {
            for new in ["1.4.1", "2.0", "10.20.30.40", "1.1.20161108"] {
                faults.extend(there_and_back(subject, text, new).err());
            }
        }
    },
};

/// Moves the version of `text` to `new` in all its places: everything else has to stay as it is, to
/// the byte, in what is located and in what is not; the file has to say `new`; and the reverse has
/// to give `text` again. Whether there was a way: false where the file cannot hold `new`, as YAML's
/// numbers and lock files may.
///
/// # Errors
/// What is not so, in words.
pub fn there_and_back(subject: &Subject<'_>, text: &str, new: &str) -> Result<bool, String> {
    let found = match subject.see(text) {
        Ok(found) => found,
        Err(seen) => return Err(format!("{seen:?} in {text:?}")),
    };
    let edits = to(&found, new);
    let after = spliced(text, &edits)?;
    let again = match subject.see(&after) {
        Ok(again) => again,
        Err(Seen::Refused(_)) => return Ok(false),
        Err(Seen::Unsound(what)) => return Err(what),
    };
    // A number where quotes are needed: it is then one that cannot be followed, by name.
    if again.elsewhere.len() > found.elsewhere.len() {
        return Ok(false);
    }
    let wanted: Vec<String> = found.slots.iter().map(|slot| planned(slot, &edits)).collect();
    let seen: Vec<String> =
        again.slots.iter().map(|slot| place(slot, slot.span, &slot.text)).collect();
    if wanted != seen {
        return Err(format!("{new}: {seen:?} instead of {wanted:?} in {after:?}"));
    }
    verify(&subject.locator, &subject.path, text.as_bytes(), after.as_bytes(), &edits)
        .map_err(|error| format!("{new}: {error} in {after:?}"))?;
    let reverse: Vec<Edit> = edits.iter().map(|edit| reversed(edit, &edits)).collect();
    if spliced(&after, &reverse)? != text {
        return Err(format!("{new}: not the same again after {after:?}"));
    }
    Ok(true)
}

/// A slot as it has to be after the edits.
fn planned(slot: &Slot, edits: &[Edit]) -> String {
    let own = edits.iter().find(|edit| edit.span == slot.span);
    let text = own.map_or(&slot.text, |edit| &edit.new);
    let start = moved(slot.span.start, edits);
    place(slot, Span::new(start, start + text.len()), text)
}

fn place(slot: &Slot, span: Span, text: &str) -> String {
    format!("{text} {:?} at {}..{}", slot.kind, span.start, span.end)
}

/// An offset after the edits, of each different place once.
fn moved(at: usize, edits: &[Edit]) -> usize {
    let mut before: Vec<&Edit> = edits.iter().filter(|edit| edit.span.end <= at).collect();
    before.sort_by_key(|edit| edit.span);
    before.dedup_by_key(|edit| edit.span);
    before.iter().fold(at, |at, edit| at + edit.new.len() - edit.span.len())
}

fn reversed(edit: &Edit, edits: &[Edit]) -> Edit {
    let start = moved(edit.span.start, edits);
    let span = Span::new(start, start + edit.new.len());
    Edit { span, old: edit.new.clone(), new: edit.old.clone() }
}

pub(super) static ENTRIES: Check = Check {
    id: "entries",
    text: "a declared entry is added, and can be read again, and nothing else changes.",
    run: |subject, faults| {
        for text in [subject.sample.to_string(), subject.sample.replace('\n', "\r\n")] {
            faults.extend(entries(subject, &format!("\u{feff}{text}")).err());
        }
    },
};

fn entries(subject: &Subject<'_>, text: &str) -> Result<(), String> {
    let Ok(before) = subject.see(text) else { return Ok(()) };
    if before.stanzas.is_empty() {
        return Ok(());
    }
    let after = with_entries(subject, text, "9.9.9")?;
    if text.contains('\r') && after.replace("\r\n", "").contains('\n') {
        return Err(format!("lines end in two ways in {after:?}"));
    }
    let takes = before.stanzas.iter().any(|stanza| stanza.instead_of.is_some());
    let version = |found: &Located| found.version().map(|slot| slot.text.clone());
    let wanted = if takes { Some("9.9.9".to_string()) } else { version(&before) };
    let found = subject.see(&after).map_err(|seen| format!("{seen:?}"))?;
    if version(&found) != wanted {
        return Err(format!("{:?} instead of {wanted:?} in {after:?}", version(&found)));
    }
    // A second release adds another entry: what was written can be read again.
    let twice = with_entries(subject, &after, "9.9.10")?;
    if twice.len() < after.len() {
        return Err(format!("a second entry takes from the first: {twice:?}"));
    }
    Ok(())
}

/// `text` with the entries that are declared, filled in for `version` on a leap day, and verified.
pub(super) fn with_entries(
    subject: &Subject<'_>,
    text: &str,
    version: &str,
) -> Result<String, String> {
    let found = subject.see(text).map_err(|seen| format!("{seen:?} in {text:?}"))?;
    let notes = ["One.".to_string(), "Two.".to_string()];
    let filling = Filling {
        version,
        pre: version.contains("rc"),
        day: Date::constant(2024, 2, 29),
        author: ("A Name", "name@example.org"),
        notes: &notes,
        package_release: &|_| "1".into(),
    };
    let edits: Vec<Edit> = found.stanzas.iter().flat_map(|one| one.edits(&filling)).collect();
    let after = spliced(text, &edits)?;
    verify(&subject.locator, &subject.path, text.as_bytes(), after.as_bytes(), &edits)
        .map_err(|error| format!("{error} in {after:?}"))?;
    Ok(after)
}
