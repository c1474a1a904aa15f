//! What the formats' own tests look at.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Subject, moved, subject};
use crate::{Format, Located, Source, Trouble};

/// What `format` finds in `text`, which has to be good.
pub(crate) fn located(format: &'static Format, text: &str) -> Located {
    let subject = Subject::of(format).unwrap();
    subject.see(text).unwrap_or_else(|seen| panic!("{}: {seen:?}\n{text}", format.id))
}

/// Every slot as its text and its kind.
pub(crate) fn slots(format: &'static Format, text: &str) -> Vec<String> {
    subject::shown(&located(format, text))
}

/// Why `format` refuses `text`, which has to be bad.
pub(crate) fn trouble(format: &'static Format, text: &str) -> Trouble {
    let path = Subject::of(format).unwrap().path;
    match (format.locate)(&Source::new(&path, text.as_bytes()).unwrap()) {
        Ok(found) => panic!("{}: {found:?} found in\n{text}", format.id),
        Err(error) => error.trouble().clone(),
    }
}

/// `text` with the entries that `format` declares, filled in for `version` on a leap day, verified.
pub(crate) fn added(format: &'static Format, text: &str, version: &str) -> String {
    let subject = Subject::of(format).unwrap();
    moved::with_entries(&subject, text, version)
        .unwrap_or_else(|what| panic!("{}: {what}", format.id))
}
