//! Which days a scheme that borrows may pass over (CHAIN-7).

use alloc::collections::BTreeSet;

use tags::OwnerId;
use version::{Date, Form};

use super::operation::next_day;
use crate::{Component, Inventory, Product, Snapshot};

/// The days that the components of a line are released on. Those are passed over to the next that is
/// free; on any other, a version that does not rise is the work of a clock that is behind.
pub(crate) struct Taken(BTreeSet<Date>);

impl Taken {
    /// The days of line `line`, as tags and manifests have them; none where nothing of it borrows.
    pub(crate) fn of(
        product: &Product,
        snapshot: &Snapshot,
        inventory: &Inventory,
        line: usize,
    ) -> Self {
        let borrows = |one: &Component| one.line == line && one.form.borrows();
        if !product.components.iter().any(borrows) {
            return Self(BTreeSet::new());
        }
        let members = product.components.iter().enumerate().filter(|(_, one)| one.line == line);
        let days = members.flat_map(|(index, component)| {
            let released = snapshot.tags.released(OwnerId::Component(index)).iter();
            let all = released.map(|one| &one.version).chain(inventory.version(index));
            all.filter_map(|version| component.form.date(version))
        });
        Self(days.collect())
    }

    /// Whether one of these `forms` would pass over `date`, because it is taken.
    pub(super) fn has<'f>(&self, mut forms: impl Iterator<Item = &'f Form>, date: Date) -> bool {
        forms.any(|form| {
            form.borrows() && form.day_of(date).is_some_and(|day| self.0.contains(&day))
        })
    }

    /// Whether `day` can have been borrowed under `form` by `today`: one that is has others before it
    /// that were taken, from the day of its operation on.
    pub(crate) fn was_borrowed(&self, form: &Form, today: Date, day: Date) -> bool {
        let mut before = today;
        while before < day && self.has(core::iter::once(form), before) {
            before = next_day(before);
        }
        form.borrows() && before >= day
    }
}
