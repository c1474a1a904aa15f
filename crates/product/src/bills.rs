//! What tags' bills of materials say of the components whose own tags say nothing (SEMANTICS 1).

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use tags::{OwnerId, Released};
use version::{Form, Key};

use crate::needs::resolve;
use crate::sight::{against, range};
use crate::{Component, Needs, Product, Snapshot};

/// By component, its versions and the tags that carry them, the oldest bill first.
pub type Bills<'s> = BTreeMap<usize, Vec<(String, &'s str)>>;

/// What the bills of the tags in sight tell of components that no tag of their own tells of, the oldest
/// first; none is read where every component has tags of its own.
#[must_use]
pub fn bills<'s>(product: &Product, snapshot: &'s Snapshot) -> Bills<'s> {
    let mut bills = Bills::new();
    let silent = silent(product, snapshot);
    if silent.is_empty() {
        return bills;
    }
    // Most often what has no tags yet was never released.
    let mut moved = snapshot.told.values().flatten().flat_map(|stated| &stated.moved);
    if silent.values().all(|(_, component)| has_to_be_told(component))
        && !moved.any(|(name, _)| silent.contains_key(name.as_str()))
    {
        return bills;
    }
    for (tag, bill) in oldest_first(product, read(snapshot, |_| true).collect()) {
        for (name, version) in bill {
            let Some((index, component)) = silent.get(name.as_str()) else { continue };
            let told = || is_told(&silent, snapshot, tag, (*index, &component.form, &version));
            if !has_to_be_told(component) || told() {
                bills.entry(*index).or_default().push((version, tag));
            }
        }
    }
    bills
}

/// Wants what bills say of components that no tag of their own tells of: every known tag may carry one.
/// Of what was given tags later, its commit has to tell.
pub(crate) fn reads(product: &Product, snapshot: &Snapshot, needs: &mut Needs) {
    let silent = silent(product, snapshot);
    if silent.is_empty() {
        return;
    }
    let lines = (0..product.lines.len()).map(OwnerId::Product);
    let owners = lines.chain((0..product.components.len()).map(OwnerId::Component));
    let without = silent.values().any(|(_, component)| component.tag.is_none());
    if !without && !is_listed(product, snapshot, &silent, needs) {
        return;
    }
    for released in owners.flat_map(|id| snapshot.tags.released(id)) {
        needs.tag(snapshot, &released.tag);
        needs.message(snapshot, &released.tag);
    }
    if !silent.values().any(|(_, component)| has_to_be_told(component)) {
        return;
    }
    for (tag, bill) in read(snapshot, |tag| !snapshot.told.contains_key(tag)) {
        let mut named = bill.iter().filter_map(|(name, _)| silent.get(name.as_str()));
        if named.any(|(_, component)| has_to_be_told(component)) {
            needs.told(snapshot, tag);
        }
    }
}

/// Whether the last tags list one of these components, as every bill after its release does; and
/// whether that is not to be known from them, whose plans have their bills elsewhere. Wants them.
fn is_listed(
    product: &Product,
    snapshot: &Snapshot,
    silent: &Named<'_>,
    needs: &mut Needs,
) -> bool {
    let mut messages = Vec::new();
    for line in 0..product.lines.len() {
        let beyond = Beyond::of(product, snapshot, line);
        let members = product.components.iter().enumerate().filter(|(_, one)| one.line == line);
        let members = members.map(|(index, one)| (OwnerId::Component(index), &one.form));
        let form = product.lines.get(line).map(|line| line.scheme.plain());
        let own = form.map(|form| (OwnerId::Product(line), form));
        for (id, form) in own.into_iter().chain(members) {
            let newest_first = snapshot.tags.released(id).iter().rev();
            let mut counting = newest_first.filter(|one| !beyond.hides(snapshot, form, one));
            let Some(last) = counting.next() else { continue };
            let last_final = last.pre.then(|| counting.find(|one| !one.pre)).flatten();
            for one in core::iter::once(last).chain(last_final) {
                resolve(snapshot, id, (&one.tag, snapshot.only_reachable), needs);
                needs.message(snapshot, &one.tag);
                messages.extend(snapshot.messages.get(&one.tag).and_then(Option::as_deref));
            }
        }
    }
    let bills = messages.iter().map(|message| tags::read_bill(message));
    let planned = || messages.iter().any(|message| message.contains(tags::PLAN_LINE));
    let mut told = bills.filter(|bill| !bill.is_empty()).peekable();
    if told.peek().is_none() {
        return planned();
    }
    told.flatten().any(|(name, _)| silent.contains_key(name.as_str()))
}

/// What lies beyond the range that a branch is bound to.
struct Beyond(Option<Vec<(String, u64)>>);

impl Beyond {
    fn of(product: &Product, snapshot: &Snapshot, line: usize) -> Self {
        Self(range(product, snapshot, line))
    }

    /// Whether a release does not count here: beyond the range, or out of sight.
    fn hides(&self, snapshot: &Snapshot, form: &Form, one: &Released) -> bool {
        let beyond = |range: &Vec<_>| against(form, &one.version, range).is_gt();
        snapshot.is_out_of_sight(&one.tag) || self.0.as_ref().is_some_and(beyond)
    }
}

/// Components by each of their names.
type Named<'p> = BTreeMap<&'p str, (usize, &'p Component)>;

/// The components that no tag of their own tells of, as far as those count here: what has none, and
/// what was given them later.
fn silent<'p>(product: &'p Product, snapshot: &Snapshot) -> Named<'p> {
    let lines = 0..product.lines.len();
    let beyond: Vec<_> = lines.map(|line| Beyond::of(product, snapshot, line)).collect();
    let silent = product.components.iter().enumerate().filter(|(index, component)| {
        let Some(beyond) = beyond.get(component.line) else { return false };
        let mut own = snapshot.tags.released(OwnerId::Component(*index)).iter();
        component.tag.is_none() || own.all(|one| beyond.hides(snapshot, &component.form, one))
    });
    let names = silent.flat_map(|(index, component)| {
        let names = core::iter::once(component.name.as_str()).chain(component.earlier());
        names.map(move |name| (name, (index, component)))
    });
    names.collect()
}

/// Whether a bill alone does not say that `component` was released: before that it is there with what
/// its manifest states. What has no tags has nothing but bills, and what has no manifests is in none
/// before its first release.
pub(crate) fn has_to_be_told(component: &Component) -> bool {
    component.tag.is_some() && component.manifests.as_ref().is_none_or(|all| !all.is_empty())
}

/// Whether the commit that `tag` leads to tells of the release of that version of a component.
fn is_told(
    silent: &Named<'_>,
    snapshot: &Snapshot,
    tag: &str,
    (index, form, text): (usize, &Form, &str),
) -> bool {
    let Ok(version) = form.parse(text) else { return false };
    let same = |other: &str| form.parse(other).is_ok_and(|other| form.same(&other, &version));
    let told = snapshot.told.get(tag).into_iter().flatten();
    let mut moved = told.flat_map(|stated| &stated.moved);
    moved
        .any(|(name, to)| silent.get(name.as_str()).is_some_and(|(at, _)| *at == index) && same(to))
}

/// The bills of the tags in sight that are `wanted`.
fn read(snapshot: &Snapshot, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = Bill<'_>> {
    let said = snapshot.messages.iter().filter(move |(tag, _)| wanted(tag));
    let said = said.filter_map(|(tag, message)| {
        let message = message.as_deref().filter(|_| !snapshot.is_out_of_sight(tag))?;
        Some((tag.as_str(), tags::read_bill(message)))
    });
    said.filter(|(_, bill)| !bill.is_empty())
}

/// A tag, and the components and versions that its bill of materials lists.
type Bill<'s> = (&'s str, Vec<(String, String)>);

/// Bills in the order of their history, as far as the versions in them tell: they only rise, so what
/// goes on from a bill has each component at its version or above, and may have new ones. That order
/// is in the sum of all places that versions have among those of their component. Components that are
/// gone do not count: they are in the older bills only.
fn oldest_first<'s>(product: &Product, bills: Vec<Bill<'s>>) -> impl Iterator<Item = Bill<'s>> {
    let live = product.live().flat_map(|(_, one)| {
        core::iter::once(one.name.as_str()).chain(one.earlier()).map(move |n| (n, one))
    });
    let live: BTreeMap<&str, &Component> = live.collect();
    let mut keys: BTreeMap<&str, Vec<(Key, usize)>> = BTreeMap::new();
    for (at, (_, bill)) in bills.iter().enumerate() {
        for (name, text) in bill {
            let Some(component) = live.get(name.as_str()) else { continue };
            let Ok(version) = component.form.parse(text) else { continue };
            let key = component.form.key(&version);
            keys.entry(&component.name).or_default().push((key, at));
        }
    }
    let mut ages = alloc::vec![0_usize; bills.len()];
    for mut all in keys.into_values() {
        all.sort();
        let (mut place, mut before) = (0, None);
        for (key, at) in &all {
            if before != Some(key) {
                (place, before) = (place + 1, Some(key));
            }
            ages.get_mut(*at).into_iter().for_each(|age| *age += place);
        }
    }
    let mut aged: Vec<(usize, Bill<'s>)> = ages.into_iter().zip(bills).collect();
    aged.sort_by_key(|(age, _)| *age);
    aged.into_iter().map(|(_, bill)| bill)
}
