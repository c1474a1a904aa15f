//! One version: a spelling, and the values that its form read from it.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};

use crate::PartId;
use crate::pre::Mark;

/// One value a part, `None` for an omitted one.
pub(crate) type Values = Vec<Option<u64>>;

/// One version of a form.
///
/// Two versions are equal where their spelling is: 2.1 ≠ 2.1.0. There is no order here; versions
/// are ordered by [`crate::Form::key`], in one place.
#[derive(Clone)]
pub struct Version {
    pub(crate) text: Box<str>,
    pub(crate) values: Values,
    /// Its pre-release label and number; `None` for a final version.
    pub(crate) mark: Option<Mark>,
}

impl Version {
    /// Its spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The value of `part`; `None` where it is omitted. A date is the number that its digits make.
    #[must_use]
    pub fn value(&self, part: PartId) -> Option<u64> {
        self.values.get(part.0).copied().flatten()
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Version {}

impl Hash for Version {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Version({})", self.text)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}
