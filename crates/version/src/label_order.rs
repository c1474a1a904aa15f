//! Whether an ecosystem sorts a scheme's pre-release labels in the order of their release (KOLAB-9).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::Date;
use crate::bump::Given;
use crate::form::Form;
use crate::native::Dialect;
use crate::package::PackageError;
use crate::part::Occasion;
use crate::version::{Values, Version};

/// Two versions that an ecosystem does not sort as they are released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsorted {
    /// The label that comes first.
    pub label: String,
    /// The label that comes after it; `None` for the final version.
    pub next: Option<String>,
    /// An example of the first, as the ecosystem has it.
    pub lower: String,
    /// What comes after it.
    pub upper: String,
}

impl Form {
    /// The first label, in the order of the scheme, whose pre-release dialect `d` does not sort
    /// below what comes after it: the next label's, or the final version. Its own comparison
    /// decides; where it has packages with a release, that of the packages.
    ///
    /// `None` where all is in order, where the ecosystem does not sort, and where it cannot hold
    /// pre-releases at all: that is said of each version that is written.
    #[must_use]
    pub fn unsorted_labels(&self, d: &Dialect) -> Option<Unsorted> {
        if !d.sorts {
            return None;
        }
        let last = self.example();
        let mut all: Vec<(Option<&str>, Version)> = Vec::new();
        for label in self.labels() {
            all.push((Some(label), self.pre_after(&last, None, label).ok()?));
        }
        all.push((None, last));
        let mut pairs = all.iter().zip(all.iter().skip(1));
        pairs.find_map(|((label, first), (next, second))| {
            let (lower, upper) = self.sinks(d, first, second)?;
            let name = |label: &Option<&str>| label.map(ToString::to_string);
            Some(Unsorted { label: name(label)?, next: name(next), lower, upper })
        })
    }

    /// Both as dialect `d` has them, where it does not sort `second` above `first`.
    fn sinks(&self, d: &Dialect, first: &Version, second: &Version) -> Option<(String, String)> {
        if d.packages.is_some() {
            let both = [(first.clone(), 1), (second.clone(), 1)];
            return match self.packages(d, &both, 0, None) {
                Err(PackageError::Sinks { lower, upper, .. }) => Some((lower, upper)),
                _ => None,
            };
        }
        let lower = self.native(d, first, None).ok()?;
        let upper = self.native(d, second, None).ok()?;
        (d.order)(&lower, &upper).is_ge().then_some((lower, upper))
    }

    /// A first version, all parts at their start but for one, as pre-releases lead to it.
    fn example(&self) -> Version {
        let given = Given { date: Date::constant(2000, 1, 1), external: None, minimum: None };
        let values = self.parts().iter().map(|part| {
            let settled = (part.kind.row().settle)(part, None, &given, Occasion::Fresh);
            settled.ok().flatten().filter(|_| !part.optional)
        });
        let mut values: Values = values.collect();
        if let Some(Some(first)) = values.first_mut() {
            *first = (*first).max(1);
        }
        self.shape.compose(values, None)
    }
}
