//! The order of versions, decided in this one place.

use alloc::vec::Vec;

use crate::form::{Form, Shape};
use crate::version::Version;
use crate::{Absent, PartId};

/// What a version is ordered by under its form: compare keys, never versions.
///
/// Only keys of one form may be compared. Equal keys are equal by policy, whatever the spelling
/// (IBEX-1 ignores the build, IRIC-1 has 2.1 ≡ 2.1.0).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Cells);

/// Comparable numbers, the weightiest first.
pub(crate) type Cells = Vec<u64>;

impl Form {
    /// The key of `version`: the parts that the scheme's `order` lists, omitted ones as their
    /// `absent` says, then the pre-release, which sorts below its final.
    #[must_use]
    pub fn key(&self, version: &Version) -> Key {
        let mut cells = self.shape.cells(&version.values, usize::MAX);
        if self.shape.pre.is_some() {
            match version.mark {
                None => cells.push(1),
                Some(mark) => {
                    let label = u64::try_from(mark.label).unwrap_or(u64::MAX);
                    cells.extend([0, label]);
                    push_lowest(&mut cells, mark.number);
                }
            }
        }
        Key(cells)
    }
}

impl Shape {
    /// The comparable numbers of the ordered parts among the first `count`.
    pub(crate) fn cells(&self, values: &[Option<u64>], count: usize) -> Cells {
        let mut cells = Cells::with_capacity(self.order.len() + 1);
        for PartId(index) in self.order.iter().filter(|part| part.0 < count) {
            let value = values.get(*index).copied().flatten();
            match self.parts.get(*index).map(|part| part.absent) {
                Some(Absent::Lowest) => push_lowest(&mut cells, value),
                _ => cells.push(value.unwrap_or(0)),
            }
        }
        cells
    }
}

/// Two cells, so that "absent" is below even zero and the greatest number still fits.
fn push_lowest(cells: &mut Cells, value: Option<u64>) {
    cells.extend([u64::from(value.is_some()), value.unwrap_or(0)]);
}
