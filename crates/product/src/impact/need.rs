//! What pending impacts need of a component that moves on from where it stands.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::{Date, Form, Given, Impact, LineVersion, PartId, Scheme, Version};

use super::{Pending, PendingImpact};
use crate::line::LineState;
use crate::{Inventory, Product, Snapshot};

/// What the next release of a component answers for, as it stands today.
pub(crate) struct Standing<'p> {
    scheme: &'p Scheme,
    /// What its pending impacts need, in the order of [`Pending::of`].
    pub(crate) needs: Vec<Need<'p>>,
}

/// A pending impact, what the scheme says of it, and the part that it needs moved.
pub(crate) struct Need<'p> {
    pub(crate) pending: &'p PendingImpact,
    pub(crate) impact: &'p Impact,
    pub(crate) part: PartId,
}

/// The version that a component moves on from: `last`, its last release, caught up with the line;
/// what catching up brings is not the next release's doing. Before there is any, the line itself.
pub(crate) fn start(
    form: &Form,
    last: Option<&Version>,
    line: Option<&LineVersion>,
    given: &Given,
) -> Option<Version> {
    match (last, line) {
        (Some(last), Some(line)) => Some(form.onto(last, line, given)),
        (Some(last), None) => Some(last.clone()),
        (None, Some(line)) => Some(form.fresh(line, given)),
        (None, None) => None,
    }
}

/// What the pending impacts of component `index` need, moving on from `from` on the day `date`: in
/// the order of [`Pending::of`].
pub(crate) fn needs<'p>(
    scheme: &'p Scheme,
    form: &Form,
    (pending, index): (&'p Pending, usize),
    (from, date): (&Version, Date),
) -> Vec<Need<'p>> {
    let pending = pending.of(index).iter();
    let known = pending.filter_map(|pending| Some((pending, scheme.impact(&pending.impact)?)));
    let needs = known.map(|(pending, impact)| {
        let part = form.part_for(from, impact.needs_from(from), date);
        Need { pending, impact, part }
    });
    needs.collect()
}

/// How component `index` stands on its line.
pub(crate) fn standing<'p>(
    product: &'p Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    state: &LineState,
    pending: &'p Pending,
    index: usize,
) -> Option<Standing<'p>> {
    let component = product.components.get(index)?;
    let scheme = &product.lines.get(component.line)?.scheme;
    let form = &component.form;
    let released = state.baseline(index).map(|baseline| &baseline.version);
    let last = released.or(inventory.version(index));
    let given = Given { date: snapshot.date, external: None, minimum: None };
    let from = start(form, last, state.version.as_ref(), &given);
    let needs = from.as_ref().map(|from| needs(scheme, form, (pending, index), (from, given.date)));
    let needs = needs.unwrap_or_default();
    Some(Standing { scheme, needs })
}

impl Standing<'_> {
    /// The name of the highest part that an impact demands; `None` where none demands any.
    pub(crate) fn demanded(&self) -> Option<String> {
        let demanding = self.needs.iter().filter(|need| !need.impact.may);
        demanding.min_by_key(|need| need.part).map(|need| need.part_name(self.scheme))
    }

    /// The name of the part that `need` needs.
    pub(crate) fn part_name(&self, need: &Need<'_>) -> String {
        need.part_name(self.scheme)
    }
}

impl Need<'_> {
    /// The name of the part that it needs.
    pub(crate) fn part_name(&self, scheme: &Scheme) -> String {
        let part = scheme.parts().get(self.part.0);
        part.map(|part| part.name.to_string()).unwrap_or_default()
    }

    /// Whether moving from `from` to `to` is as far as it needs, or more.
    pub(crate) fn is_met(&self, form: &Form, from: &Version, to: &Version) -> bool {
        form.moved(from, to).is_some_and(|moved| form.is_enough(moved, self.part))
    }
}
