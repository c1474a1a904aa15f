//! Files that are damaged, or made to do harm.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::subject::{Seen, shown};
use super::{Check, Subject};
use crate::LARGEST;

pub(super) static TRUNCATED: Check = Check {
    id: "truncated",
    text: "a file that ends too early is refused, or what is there is read rightly.",
    run: |subject, faults| {
        let wanted = subject.wanted();
        for (end, _) in subject.sample.char_indices() {
            let Some(text) = subject.sample.get(..end) else { continue };
            match subject.see(text) {
                Ok(found) => {
                    // The last value of a line-based file may itself be cut short.
                    let whole = found.slots.len().saturating_sub(1);
                    let found: Vec<String> = shown(&found).into_iter().take(whole).collect();
                    if !found.iter().all(|slot| wanted.contains(slot)) {
                        faults.push(format!("cut at {end}: {found:?}"));
                    }
                }
                Err(Seen::Refused(_)) => {}
                Err(Seen::Unsound(what)) => faults.push(format!("cut at {end}: {what}")),
            }
        }
    },
};

pub(super) static DAMAGED: Check = Check {
    id: "damaged",
    text: "with any character gone, or any line gone or twice, what is located is in order.",
    run: |subject, faults| {
        let sample = subject.sample;
        let step = sample.chars().count() / 400 + 1;
        let characters = sample.char_indices().step_by(step).map(|(at, c)| (at, c.len_utf8(), 0));
        let mut at = 0;
        let lines = sample.split_inclusive('\n').flat_map(move |line| {
            let start = at;
            at += line.len();
            [(start, line.len(), 0), (start, line.len(), 2)]
        });
        for (start, length, times) in characters.chain(lines) {
            let cut = sample.split_at_checked(start).and_then(|(before, rest)| {
                rest.split_at_checked(length).map(|(piece, after)| (before, piece, after))
            });
            let Some((before, piece, after)) = cut else { continue };
            let text = format!("{before}{}{after}", piece.repeat(times));
            if let Err(Seen::Unsound(what)) = subject.see(&text) {
                faults.push(what);
            }
        }
    },
};

pub(super) static LEVELS: Check = Check {
    id: "levels",
    text: "two hundred thousand levels overflow nothing, and are refused.",
    run: |subject, faults| {
        for open in OPENERS {
            let found = (subject.read)(subject, open.repeat(200_000).as_bytes());
            // A file that is nothing but its version may hold such a line: whether that is a
            // version is not its to say.
            if found.is_ok() && !subject.is_bare() {
                faults.push(format!("took {open:?} 200,000 times"));
            }
        }
    },
};

/// What opens a level, in some syntax or other.
const OPENERS: &[&str] = &[
    "[",
    "{\"a\":",
    "<a>",
    "a = [",
    "[a.",
    "- ",
    "project(\n",
    "AC_INIT(\n",
    "\\\"",
    "((",
    "a: {",
];

pub(super) static TOO_LARGE: Check = Check {
    id: "too-large",
    text: "a file of one byte more than 8 MiB is refused.",
    run: |subject, faults| {
        let mut bytes = subject.sample.as_bytes().to_vec();
        bytes.resize(LARGEST + 1, b'\n');
        refused(subject, &bytes, "8 MiB and a byte", faults);
    },
};

pub(super) static CONFLICT: Check = Check {
    id: "conflict",
    text: "an unfinished merge is refused.",
    run: |subject, faults| {
        let sample = subject.sample;
        for text in [
            format!("<<<<<<< HEAD\n{sample}=======\n>>>>>>> other\n"),
            format!("{sample}<<<<<<< HEAD\n=======\n{sample}>>>>>>> other\n"),
            format!("{sample}>>>>>>> other\r\n"),
        ] {
            refused(subject, text.as_bytes(), "merge markers", faults);
        }
    },
};

pub(super) static NOT_UTF8: Check = Check {
    id: "not-utf8",
    text: "bytes that are not UTF-8 are refused, UTF-16 among them.",
    run: |subject, faults| {
        let sample = subject.sample.as_bytes();
        refused(subject, &[sample, &[0xff]].concat(), "a byte 0xff", faults);
        refused(subject, &[&[0xc3], sample].concat(), "half a character", faults);
        let wide = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            subject.sample.encode_utf16().flat_map(bytes).collect()
        };
        refused(subject, &wide(u16::to_le_bytes), "UTF-16", faults);
        refused(subject, &wide(u16::to_be_bytes), "UTF-16, high bytes first", faults);
    },
};

fn refused(subject: &Subject<'_>, bytes: &[u8], what: &str, faults: &mut Vec<String>) {
    if (subject.read)(subject, bytes).is_ok() {
        faults.push(format!("took {what}"));
    }
}
