//! Which releases count: those in sight, within the range that the branch is bound to (SEMANTICS 1,
//! 18).

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use tags::{OwnerId, Released};
use version::{Form, Key, PartId, Version};

use crate::bills::Bills;
use crate::config::within;
use crate::line::Baseline;
use crate::{Component, Product, Snapshot};

/// What of a line's releases counts on a branch.
pub(crate) struct Sight<'s> {
    snapshot: &'s Snapshot,
    /// The parts that the branch is bound to, with their values; `None` on an unbound branch.
    pub(crate) range: Option<Vec<(String, u64)>>,
    bills: &'s Bills<'s>,
}

/// Which releases are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Those of its range.
    Range,
    /// Those before its range that it has in its history: what a component that has none in the
    /// range goes on from.
    Before,
    /// Whatever it has in its history.
    History,
}

impl<'s> Sight<'s> {
    /// What counts of line `index` on the branch that `snapshot` is of, and whose [`bills`] these are.
    pub(crate) fn of(
        product: &Product,
        snapshot: &'s Snapshot,
        bills: &'s Bills<'s>,
        index: usize,
    ) -> Self {
        Self { snapshot, range: range(product, snapshot, index), bills }
    }

    /// The last release that a tag of line `index` itself names, and the highest pre-release.
    pub(crate) fn of_product(&self, index: usize, form: &Form) -> [Option<Baseline>; 2] {
        let owner = OwnerId::Product(index);
        let within = Within::Range;
        [self.last(owner, form, within), self.pre_above(None, owner, form, within)]
    }

    /// The last release of component `index`, and its highest pre-release above that. On a bound
    /// branch that is one in the range; while nothing in it is final, one before it.
    pub(crate) fn of_component(&self, index: usize, one: &Component) -> [Option<Baseline>; 2] {
        let [last, pre] = self.of_component_within(index, one, Within::Range);
        if self.range.is_none() || last.is_some() {
            return [last, pre];
        }
        let [last, before] = self.of_component_within(index, one, Within::Before);
        [last, pre.or(before)]
    }

    /// The last of component `index`'s releases that the history has, a pre-release included,
    /// whatever the branch is bound to.
    pub(crate) fn in_history(&self, index: usize, one: &Component) -> Option<Baseline> {
        let [last, pre] = self.of_component_within(index, one, Within::History);
        pre.or(last)
    }

    fn of_component_within(
        &self,
        index: usize,
        one: &Component,
        within: Within,
    ) -> [Option<Baseline>; 2] {
        let (owner, form) = (OwnerId::Component(index), &one.form);
        let billed = self.bills.get(&index).into_iter().flatten();
        let billed = billed.filter_map(|(text, tag)| {
            Some(Baseline { version: form.parse(text).ok()?, tag: (*tag).to_string() })
        });
        let billed = billed.filter(|found| self.counts(form, &found.version, &found.tag, within));
        let (pres, finals): (Vec<_>, Vec<_>) =
            billed.partition(|found| form.is_pre(&found.version));
        // Its own tag was made when it got the version: a bill may only repeat that.
        let last = self.last(owner, form, within).into_iter().chain(finals);
        let last = highest(form, last);
        let above = last.as_ref().map(|last| form.key(&last.version));
        let tagged = self.pre_above(above.as_ref(), owner, form, within);
        let pre = highest(form, tagged.into_iter().chain(pres))
            .filter(|pre| above.is_none_or(|above| form.key(&pre.version) > above));
        [last, pre]
    }

    /// The highest final release that a tag of `owner` names.
    fn last(&self, owner: OwnerId, form: &Form, within: Within) -> Option<Baseline> {
        let newest_first = self.snapshot.tags.released(owner).iter().rev();
        let mut finals = newest_first.filter(|released| !released.pre);
        finals.find(|one| self.counts(form, &one.version, &one.tag, within)).map(baseline)
    }

    /// The highest pre-release that a tag of `owner` names, as far as it is above `above`.
    fn pre_above(
        &self,
        above: Option<&Key>,
        owner: OwnerId,
        form: &Form,
        within: Within,
    ) -> Option<Baseline> {
        let newest_first = self.snapshot.tags.released(owner).iter().rev();
        let above =
            newest_first.take_while(|released| above.is_none_or(|above| released.key > *above));
        let mut pres = above.filter(|released| released.pre);
        pres.find(|one| self.counts(form, &one.version, &one.tag, within)).map(baseline)
    }

    fn counts(&self, form: &Form, version: &Version, tag: &str, within: Within) -> bool {
        match within {
            Within::Range => self.has(form, version) && !self.snapshot.is_out_of_sight(tag),
            Within::Before => self.is_before(form, version) && !self.snapshot.is_elsewhere(tag),
            Within::History => !self.snapshot.is_elsewhere(tag),
        }
    }

    /// Whether `version` is in the range that the branch is bound to.
    pub(crate) fn has(&self, form: &Form, version: &Version) -> bool {
        self.range.as_ref().is_none_or(|range| within(form, version, range))
    }

    /// Whether `version` comes before that range.
    fn is_before(&self, form: &Form, version: &Version) -> bool {
        let range = self.range.as_deref().unwrap_or_default();
        against(form, version, range) == Ordering::Less
    }
}

/// The parts that the branch of `snapshot` is bound to on line `index`, with their values.
pub(crate) fn range(
    product: &Product,
    snapshot: &Snapshot,
    index: usize,
) -> Option<Vec<(String, u64)>> {
    let branch = snapshot.branch.as_deref()?;
    let mut bound = product.branches.iter().filter(|bound| bound.line == index);
    bound.find_map(|bound| bound.range(branch))
}

/// Where `version` is against the range that a branch is bound to: as the first bound part that
/// differs is.
pub(crate) fn against(form: &Form, version: &Version, range: &[(String, u64)]) -> Ordering {
    let mut orders = form.parts().iter().enumerate().filter_map(|(at, part)| {
        let (_, value) = range.iter().find(|(name, _)| *name == part.name)?;
        Some(version.value(PartId(at)).unwrap_or(0).cmp(value))
    });
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

fn baseline(released: &Released) -> Baseline {
    Baseline { version: released.version.clone(), tag: released.tag.clone() }
}

/// The highest of these, by the form's order; the first of equals, which is the release that made it
/// so: those after it only repeat the version.
fn highest(form: &Form, all: impl Iterator<Item = Baseline>) -> Option<Baseline> {
    let keyed = all.map(|found| (form.key(&found.version), found));
    keyed.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, found)| found)
}
