//! Releases that wait for their tags, beside what would be released before they have them (SEMANTICS
//! 26, 28).

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use tags::{OwnerId, Stated, TagIndex};
use version::Form;

use crate::bills::{Bills, bills};
use crate::config::Component;
use crate::line::line_state;
use crate::stated::component;
use crate::{Asked, Inventory, Plan, Product, Snapshot, StatedRelease};

/// Whether history has to be looked at for releases that wait for their tags and that `plan` would
/// get in the way of, and how far back: what waits is no older than the oldest of these tags, or
/// anywhere where there is none. `None` where what stands in the repository is what tags say, so that
/// nothing of the kind can wait: a release without tags leaves a version in a manifest that is in no
/// tag.
#[must_use]
pub fn may_be_awaited(product: &Product, snapshot: &Snapshot, plan: &Plan) -> Option<Vec<String>> {
    let bills = bills(product, snapshot);
    let mut since: BTreeSet<String> = BTreeSet::new();
    let mut traced = false;
    let digits = |what: &String| what.contains(|letter: char| letter.is_ascii_digit());
    let exact = matches!(&plan.request, Asked::Release { what: Some(what), .. } if digits(what));
    for step in &plan.components {
        let (Some((index, one)), Some(from)) = (component(product, &step.name), &step.from) else {
            continue;
        };
        // An exact version takes no notice of what the manifest says.
        if exact || leaves_traces(snapshot, &bills, (index, one), from) {
            traced = true;
            let last = snapshot.tags.highest(OwnerId::Component(index));
            since.extend(last.map(|last| last.tag.clone()));
        }
    }
    // What stays is of interest only where a part is shared with it.
    let stays = plan.unchanged.iter().filter(|_| plan.line.is_some());
    traced |= stays.into_iter().any(|kept| match (component(product, &kept.name), &kept.version) {
        (Some(one), Some(version)) => leaves_traces(snapshot, &bills, one, version),
        _ => false,
    });
    if !traced {
        return None;
    }
    // What moved the line is after whatever holds it; no tag of it was made since.
    if let Some(line) = line_of(product, plan).filter(|_| plan.line.is_some()) {
        since.extend(line_state(product, snapshot, &Inventory::default(), line).held_by);
    }
    Some(since.into_iter().collect())
}

/// Whether history has to be looked at for releases that wait for their tags where nothing is planned,
/// and how far back, as in [`may_be_awaited`]. `None` where every manifest of what was ever released
/// says what a tag says: of what has no release yet nobody knows, and what has its version in tags only
/// is not released without them alone.
#[must_use]
pub fn may_wait_somewhere(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
) -> Option<Vec<String>> {
    let bills = bills(product, snapshot);
    let since: BTreeSet<String> = product
        .live()
        .filter_map(|(index, one)| {
            let last = snapshot.tags.highest(OwnerId::Component(index))?;
            let version = inventory.version(index)?;
            let traced = leaves_traces(snapshot, &bills, (index, one), version.as_str());
            traced.then(|| last.tag.clone())
        })
        .collect();
    (!since.is_empty()).then(|| since.into_iter().collect())
}

/// Whether a release that a commit tells of may wait for tags: one that it names, or without such
/// one of a component that it moved, is not there, and not all that it moved is among those that
/// moved `later`.
#[must_use]
pub fn may_wait(
    product: &Product,
    tags: &TagIndex,
    stated: &Stated,
    later: &BTreeSet<usize>,
) -> bool {
    let moved = stated.moved.iter().filter_map(|(name, to)| {
        let (index, component) = component(product, name)?;
        Some((index, component, to))
    });
    if moved.clone().all(|(index, ..)| later.contains(&index)) {
        return false;
    }
    let is_out = |(index, component, to): (usize, &Component, &String)| {
        let tag = component.tag.as_ref().and_then(|template| template.write(to).ok());
        let named = tag.as_ref().is_some_and(|tag| tags.contains(tag));
        let owner = OwnerId::Component(index);
        named || tag.is_some() && is_released(tags, (owner, &component.form), to)
    };
    match stated.tags.as_slice() {
        [] => !moved.into_iter().all(is_out),
        named => named.iter().any(|tag| !tags.contains(tag)),
    }
}

/// Whether some tag says that a version is out, whatever it is called: an earlier name's, or one of an
/// earlier template.
pub(crate) fn is_released(tags: &TagIndex, (owner, form): (OwnerId, &Form), text: &str) -> bool {
    let Ok(version) = form.parse(text) else { return false };
    let mut newest_first = tags.released(owner).iter().rev();
    newest_first.any(|one| form.same(&one.version, &version))
}

/// Whether a component that is at `version` may have been moved there by a release without its tag:
/// no tag says so, or nothing but tags would.
fn leaves_traces(
    snapshot: &Snapshot,
    bills: &Bills<'_>,
    (index, component): (usize, &Component),
    version: &str,
) -> bool {
    if component.manifests.as_ref().is_some_and(Vec::is_empty) {
        return true;
    }
    let Ok(version) = component.form.parse(version) else { return true };
    let owner = OwnerId::Component(index);
    if is_released(&snapshot.tags, (owner, &component.form), version.as_str()) {
        return false;
    }
    let mut billed = bills.get(&index).into_iter().flatten();
    !billed.any(|(text, _)| {
        component.form.parse(text).is_ok_and(|one| component.form.same(&one, &version))
    })
}

/// Whether what a commit says it released still stands in the files that `inventory` was taken of: a
/// release whose commit was reverted is none any more. Where no manifest says, it does.
#[must_use]
pub fn stands(product: &Product, inventory: &Inventory, stated: &Stated) -> bool {
    let mut lower = stated.moved.iter().filter_map(|(name, to)| {
        let (index, component) = component(product, name).filter(|(_, one)| !one.retired)?;
        let to = component.form.key(&component.form.parse(to).ok()?);
        let now = inventory.version(index).map(|now| component.form.key(now) < to);
        // What was in development of it is so again.
        let ahead = || Some(component.form.key(inventory.development(index)?) <= to);
        now.or_else(ahead)
    });
    let first = lower.next();
    first != Some(true) || !lower.all(|lower| lower)
}

/// The line that a plan is about.
fn line_of(product: &Product, plan: &Plan) -> Option<usize> {
    plan.components.iter().find_map(|step| Some(component(product, &step.name)?.1.line))
}

impl StatedRelease {
    /// Whether nothing is out of a release that was committed to be tagged later, as far as tags are
    /// here: then its commit can be reverted.
    #[must_use]
    pub fn can_be_taken_back(&self, snapshot: &Snapshot) -> bool {
        let named = &self.stated.tags;
        !named.is_empty() && !named.iter().any(|tag| snapshot.tags.contains(tag))
    }

    /// Whether the tag `name` would be the first of its component, below all that it has: where it had
    /// none then, the bill of materials says that it was released.
    #[must_use]
    pub fn is_first(&self, product: &Product, snapshot: &Snapshot, name: &str) -> bool {
        self.stated.moved.iter().any(|(moved, to)| {
            let Some((index, one)) = component(product, moved) else { return false };
            let own = one.tag.as_ref().and_then(|template| template.write(to).ok());
            let Ok(to) = one.form.parse(to).map(|to| one.form.key(&to)) else { return false };
            let mut released = snapshot.tags.released(OwnerId::Component(index)).iter();
            own.as_deref() == Some(name) && released.all(|other| other.key > to)
        })
    }

    /// Whether `plan` has to wait until this release has its tags: it would make one of them, or move
    /// what this moved. That is the line as well where this moved it; where this is a pre-release of
    /// a line to come, what goes there.
    #[must_use]
    pub fn holds_up(&self, product: &Product, snapshot: &Snapshot, plan: &Plan) -> bool {
        let tags = self.tag_names(product, snapshot);
        if tags.iter().all(|tag| self.is_out(product, snapshot, tag)) {
            return false;
        }
        if plan.tags.iter().any(|planned| tags.contains(&planned.name)) {
            return true;
        }
        let line = line_of(product, plan);
        let beyond = |(name, to): (&str, &str)| {
            let (_, one) = component(product, name)?;
            let version = one.form.parse(to).ok()?;
            let reached = one.form.line(&version);
            let further = self.before.line(one.line).is_none_or(|before| reached > *before);
            let is = Some(one.line) == line && !reached.is_empty() && further;
            is.then(|| one.form.is_pre(&version))
        };
        let planned = || plan.components.iter().map(|step| (step.name.as_str(), step.to.as_str()));
        self.stated.moved.iter().any(|(name, to)| {
            let index = product.called(name);
            let same = |step: &crate::plan::Step| product.called(&step.name) == index;
            match beyond((name, to)) {
                _ if index.is_some() && plan.components.iter().any(same) => true,
                Some(is_pre) => !is_pre || planned().any(|step| beyond(step).is_some()),
                None => false,
            }
        })
    }
}
