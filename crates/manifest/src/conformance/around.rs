//! What stands around a version and does not matter: line ends, a byte order mark, white space,
//! comments.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Check, Subject};

pub(super) static LINE_ENDS: Check = Check {
    id: "line-ends",
    text: "lines that end in CR and LF change nothing.",
    run: |subject, faults| subject.same(&crlf(subject), faults),
};

pub(super) static BYTE_ORDER_MARK: Check = Check {
    id: "byte-order-mark",
    text: "a byte order mark changes nothing, and spans count it.",
    run: |subject, faults| {
        subject.same(&format!("\u{feff}{}", subject.sample), faults);
        subject.same(&format!("\u{feff}{}", crlf(subject)), faults);
    },
};

pub(super) static LAST_LINE: Check = Check {
    id: "last-line",
    text: "the last line needs no end.",
    run: |subject, faults| {
        subject.same(subject.sample.trim_end(), faults);
        subject.same(crlf(subject).trim_end(), faults);
    },
};

pub(super) static TABS: Check = Check {
    id: "tabs",
    text: "tabs in place of spaces change nothing, or are refused.",
    run: |subject, faults| {
        subject.same_or_refused(&subject.sample.replace("  ", "\t"), faults);
        subject.same_or_refused(&subject.sample.replace(" = ", "  =\t"), faults);
    },
};

pub(super) static SPACING: Check = Check {
    id: "spacing",
    text: "empty lines and spaces at the ends of lines change nothing, or are refused.",
    run: |subject, faults| {
        for end in ["\n\n", " \n", "\t\n", "\n \n"] {
            subject.same_or_refused(&subject.sample.replace('\n', end), faults);
        }
    },
};

pub(super) static COMMENTS: Check = Check {
    id: "comments",
    text: "no comment is taken for a version, whatever it says.",
    run: |subject, faults: &mut Vec<String>| {
        for comment in COMMENTED {
            subject.same_or_refused(&format!("{comment}\n{}", subject.sample), faults);
            subject.same_or_refused(&format!("{}{comment}\n", subject.sample), faults);
        }
    },
};

/// A version in the comments of many languages. Where one is no comment, the file is refused.
const COMMENTED: &[&str] = &[
    "# version = \"9.9.9\"",
    "# version: 9.9.9",
    "// version: 9.9.9",
    "<!-- <version>9.9.9</version> -->",
    "; version=9.9.9",
];

fn crlf(subject: &Subject<'_>) -> String {
    subject.sample.replace('\n', "\r\n")
}
