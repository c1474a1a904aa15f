//! What the formats' own tests look at.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Subject, moved, subject as put};
use crate::{Format, Located, Source, Trouble};

/// A format of the table.
fn subject(format: &Format) -> Subject<'static> {
    Subject::of(crate::format(format.id).unwrap()).unwrap()
}

/// What `format` finds in `text`, which has to be good.
pub(crate) fn located(format: &Format, text: &str) -> Located {
    let subject = subject(format);
    subject.see(text).unwrap_or_else(|seen| panic!("{}: {seen:?}\n{text}", format.id))
}

/// Every slot as its text and its kind.
pub(crate) fn slots(format: &Format, text: &str) -> Vec<String> {
    put::shown(&located(format, text))
}

/// Why `format` refuses `text`, which has to be bad.
pub(crate) fn trouble(format: &Format, text: &str) -> Trouble {
    let path = subject(format).path;
    match (format.locate)(&Source::new(&path, text.as_bytes()).unwrap()) {
        Ok(found) => panic!("{}: {found:?} found in\n{text}", format.id),
        Err(error) => error.trouble().clone(),
    }
}

/// `text` with the entries that `format` declares, filled in for `version` on a leap day, verified.
pub(crate) fn added(format: &Format, text: &str, version: &str) -> String {
    let subject = subject(format);
    moved::with_entries(&subject, text, version)
        .unwrap_or_else(|what| panic!("{}: {what}", format.id))
}
