//! The battery that every format passes, for anything that locates versions: also for a format or a
//! locator of your own, outside the table.
//!
//! ```
//! extern crate syncline_manifest as manifest;
//! use manifest::conformance::{Subject, faults};
//! use manifest::{Locator, RegexLocator};
//! use place::RepoPath;
//!
//! let path = RepoPath::new("docs/install.md").unwrap();
//! let regex = RegexLocator::new(r"^Install core (?<version>\S+)$", 1).unwrap();
//! let sample = "# About 1.4.0\nInstall core 1.4.0\n";
//! let subject = Subject::new("install", path, sample, "1.4.0", Locator::Regex(regex));
//! assert_eq!(faults(&subject), []);
//! ```

mod around;
mod hostile;
mod moved;
mod subject;
mod syntax;
mod versions;

#[cfg(test)]
mod shown;
#[cfg(test)]
mod tests;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

pub use moved::there_and_back;
pub use subject::{Read, Subject};
pub use syntax::Syntax;

#[cfg(test)]
pub(crate) use shown::{added, located, slots, trouble};

/// One thing that must hold of whatever locates versions.
pub struct Check {
    /// Its name: `line-ends`.
    pub id: &'static str,
    /// What has to hold, a whole sentence.
    pub text: &'static str,
    /// Looks at the subject, and says of everything that does not hold what it is.
    pub run: fn(&Subject<'_>, &mut Vec<String>),
}

/// Every check, the simplest first: where an early one fails, later ones say the same again.
pub const CHECKS: &[&Check] = &[
    &versions::SAMPLE,
    &versions::WHOLE,
    &around::LINE_ENDS,
    &around::BYTE_ORDER_MARK,
    &around::LAST_LINE,
    &around::TABS,
    &around::SPACING,
    &around::COMMENTS,
    &versions::SPELLINGS,
    &moved::THERE_AND_BACK,
    &moved::ENTRIES,
    &versions::EMPTY,
    &versions::NONE,
    &versions::TWO,
    &hostile::TRUNCATED,
    &hostile::DAMAGED,
    &hostile::LEVELS,
    &hostile::TOO_LARGE,
    &hostile::CONFLICT,
    &hostile::NOT_UTF8,
];

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The subject's name.
    pub subject: String,
    /// The check that notices, by its ID.
    pub check: &'static str,
    /// What is wrong, and in which text.
    pub what: String,
}

/// Runs every check; an empty list is a pass. A panic of the subject is let through.
#[must_use]
pub fn faults(subject: &Subject<'_>) -> Vec<Fault> {
    let mut all = Vec::new();
    for check in CHECKS {
        let mut found = Vec::new();
        (check.run)(subject, &mut found);
        let fault = |what| Fault { subject: subject.name.into(), check: check.id, what };
        all.extend(found.into_iter().map(fault));
    }
    all
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.subject, self.check, self.what)
    }
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Check").field(&self.id).finish()
    }
}
