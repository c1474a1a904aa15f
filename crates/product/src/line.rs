//! Where the line stands: what has been released, and what is highest (SEMANTICS 1, 18).

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use tags::{OwnerId, Released};
use version::{Form, Key, LineVersion, Version};

use crate::config::within;
use crate::{Inventory, Product, Snapshot};

/// One line's state, and the baselines of its components.
#[derive(Debug, Clone)]
pub struct LineState {
    /// The shared parts at their highest; `None` where nothing is shared, or nothing is there yet.
    pub version: Option<LineVersion>,
    /// The shared parts at their highest in what was released; `None` before the first release.
    pub released_line: Option<LineVersion>,
    /// The product's own highest tag.
    pub product_tag: Option<String>,
    /// The tag that holds the line there, or the component whose unreleased manifest does.
    pub held_by: Option<String>,
    /// Whether anything was ever released on it.
    pub released: bool,
    /// The parts that the branch is bound to, with their values; `None` on an unbound branch.
    pub range: Option<Vec<(String, u64)>>,
    /// The baseline of every component of the product, by index; components of other lines and
    /// those without a release have none.
    pub baselines: Vec<Option<Baseline>>,
    /// The highest pre-release of every component that is above its baseline, by index.
    pub pres: Vec<Option<PreRelease>>,
    /// The highest pre-release beyond the line; none where nothing is shared.
    pub ahead: Option<Ahead>,
    /// What manifests lead to where nothing was ever released and they are all in development: the
    /// highest line, and the first version on it (SEMANTICS 31); none where nothing is shared.
    pub first: Option<(LineVersion, Version)>,
}

/// A component's last release.
#[derive(Debug, Clone)]
pub struct Baseline {
    /// The version.
    pub version: Version,
    /// The tag that says so: its own, or a lead tag with a bill of materials.
    pub tag: String,
}

/// A component's highest pre-release above its baseline (SEMANTICS 17).
#[derive(Debug, Clone)]
pub struct PreRelease {
    /// The pre-release.
    pub release: Baseline,
    /// Whether it is still to be promoted: not where the line has gone past it since.
    pub pending: bool,
}

/// A pre-release of a line to come.
#[derive(Debug, Clone)]
pub struct Ahead {
    /// That line.
    pub line: LineVersion,
    /// The pre-release with the highest label and number on it, the product's own tags included.
    pub version: Version,
    /// Its tag.
    pub tag: String,
}

/// The state of line `index` as the snapshot's tags, bills of materials and (for components that
/// were never released) manifests tell it.
#[must_use]
pub fn line_state(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    index: usize,
) -> LineState {
    let range = snapshot.branch.as_deref().and_then(|branch| {
        let mut bound = product.branches.iter().filter(|bound| bound.line == index);
        bound.find_map(|bound| bound.range(branch))
    });
    let mut state = LineState {
        version: None,
        released_line: None,
        product_tag: None,
        held_by: None,
        released: false,
        baselines: Vec::with_capacity(product.components.len()),
        pres: Vec::with_capacity(product.components.len()),
        ahead: None,
        first: None,
        range,
    };
    let Some(line) = product.lines.get(index) else { return state };
    if let Some(form) = line.scheme.form(None)
        && let Some(highest) = state.highest(snapshot, form, OwnerId::Product(index))
    {
        state.raise(form, &highest.version, &highest.tag);
        state.product_tag = Some(highest.tag.clone());
        state.released = true;
    }
    let mut ahead: Vec<(&Form, Baseline)> = Vec::new();
    if let Some(form) = line.scheme.form(None) {
        let found = state.highest_pre(snapshot, form, OwnerId::Product(index), None);
        ahead.extend(found.map(|found| (form, found)));
    }
    let bills = bills(product, snapshot);
    for (at, component) in product.components.iter().enumerate() {
        if component.line != index {
            state.baselines.push(None);
            state.pres.push(None);
            continue;
        }
        let form = &component.form;
        let tagged = state
            .highest(snapshot, form, OwnerId::Component(at))
            .map(|found| Baseline { version: found.version.clone(), tag: found.tag.clone() });
        let names = core::iter::once(component.name.as_str()).chain(component.earlier());
        let billed = names.filter_map(|name| bills.get(name)).flatten();
        let billed = billed.filter_map(|(text, tag)| {
            Some(Baseline { version: form.parse(text).ok()?, tag: (*tag).to_string() })
        });
        let billed = billed.filter(|found| state.in_range(form, &found.version));
        let (billed_pres, billed): (Vec<_>, Vec<_>) =
            billed.partition(|found| form.is_pre(&found.version));
        let baseline = highest_of(form, billed.into_iter().chain(tagged));
        let above = baseline.as_ref().map(|baseline| form.key(&baseline.version));
        let tagged = state.highest_pre(snapshot, form, OwnerId::Component(at), above.as_ref());
        let pre = highest_of(form, billed_pres.into_iter().chain(tagged))
            .filter(|pre| above.is_none_or(|above| form.key(&pre.version) > above));
        if let Some(baseline) = &baseline {
            state.raise(form, &baseline.version, &baseline.tag);
            state.released = true;
        }
        ahead.extend(pre.clone().map(|pre| (form, pre)));
        state.baselines.push(baseline);
        state.pres.push(pre.map(|release| PreRelease { release, pending: true }));
    }
    state.released_line.clone_from(&state.version);
    // A manifest counts only where its component was never released.
    for (at, component) in product.components.iter().enumerate() {
        let unreleased = component.line == index && state.latest(at).is_none();
        if unreleased && let Some(version) = inventory.version(at) {
            state.raise(&component.form, version, &component.name);
        }
    }
    state.look_ahead(product, ahead);
    state.look_for_first(product, inventory, index);
    state
}

/// The highest of these, by the form's order; the last of equals.
fn highest_of(form: &Form, all: impl Iterator<Item = Baseline>) -> Option<Baseline> {
    all.max_by_key(|found| form.key(&found.version))
}

/// The state of every line.
pub(crate) fn line_states(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
) -> Vec<LineState> {
    let lines = 0..product.lines.len();
    lines.map(|line| line_state(product, snapshot, inventory, line)).collect()
}

/// The baseline of every component, of whichever line it is.
pub(crate) fn baselines<'s>(
    product: &Product,
    states: &'s [LineState],
) -> Vec<Option<&'s Baseline>> {
    let components = product.components.iter().enumerate();
    components.map(|(index, c)| states.get(c.line)?.baseline(index)).collect()
}

/// What tags' bills of materials say, where a component has no tag of its own: by component, its
/// versions and the tags that carry them.
fn bills<'s>(
    product: &Product,
    snapshot: &'s Snapshot,
) -> BTreeMap<String, Vec<(String, &'s str)>> {
    let mut bills: BTreeMap<String, Vec<(String, &'s str)>> = BTreeMap::new();
    if product.components.iter().all(|component| component.tag.is_some()) {
        return bills;
    }
    for (tag, message) in &snapshot.messages {
        let Some(message) = message.as_deref().filter(|_| !snapshot.is_out_of_sight(tag)) else {
            continue;
        };
        for (name, version) in tags::read_bill(message) {
            bills.entry(name).or_default().push((version, tag));
        }
    }
    bills
}

impl LineState {
    /// The baseline of component `index`.
    #[must_use]
    pub fn baseline(&self, index: usize) -> Option<&Baseline> {
        self.baselines.get(index)?.as_ref()
    }

    /// What component `index` released last, a pre-release included: what its manifest has to
    /// agree with (SEMANTICS 3).
    #[must_use]
    pub fn latest(&self, index: usize) -> Option<&Baseline> {
        let pre = self.pres.get(index).and_then(Option::as_ref);
        pre.map(|pre| &pre.release).or_else(|| self.baseline(index))
    }

    /// The version that component `index` has now: its manifest's, else its last release's
    /// (SEMANTICS 2).
    pub(crate) fn current<'s>(
        &'s self,
        inventory: &'s Inventory,
        index: usize,
    ) -> Option<&'s Version> {
        inventory.version(index).or_else(|| Some(&self.latest(index)?.version))
    }

    /// The pre-release of component `index` that is to be followed or promoted (SEMANTICS 17).
    #[must_use]
    pub fn pending(&self, index: usize) -> Option<&Baseline> {
        let pre = self.pres.get(index)?.as_ref()?;
        pre.pending.then_some(&pre.release)
    }

    /// Whether `version` may be seen or minted on this branch.
    #[must_use]
    pub fn in_range(&self, form: &Form, version: &Version) -> bool {
        self.range.as_ref().is_none_or(|range| within(form, version, range))
    }

    /// Whether `version` lags behind `line`.
    #[must_use]
    pub fn lags(form: &Form, version: &Version, line: Option<&LineVersion>) -> bool {
        line.is_some_and(|line| form.line(version) < *line)
    }

    fn highest<'s>(
        &self,
        snapshot: &'s Snapshot,
        form: &Form,
        id: OwnerId,
    ) -> Option<&'s Released> {
        let finals = snapshot.tags.released(id).iter().rev().filter(|released| !released.pre);
        finals
            .filter(|released| self.in_range(form, &released.version))
            .find(|released| !snapshot.is_out_of_sight(&released.tag))
    }

    /// The highest pre-release in sight, as far as it is above `above`.
    fn highest_pre(
        &self,
        snapshot: &Snapshot,
        form: &Form,
        id: OwnerId,
        above: Option<&Key>,
    ) -> Option<Baseline> {
        let released = snapshot.tags.released(id).iter().rev();
        released
            .take_while(|released| above.is_none_or(|above| released.key > *above))
            .filter(|released| released.pre && self.in_range(form, &released.version))
            .find(|released| !snapshot.is_out_of_sight(&released.tag))
            .map(|found| Baseline { version: found.version.clone(), tag: found.tag.clone() })
    }

    /// Which pre-releases are still to be promoted, and the highest of those beyond the line.
    fn look_ahead(&mut self, product: &Product, all: Vec<(&Form, Baseline)>) {
        let line = self.version.clone();
        for (pre, component) in self.pres.iter_mut().zip(&product.components) {
            let Some(pre) = pre else { continue };
            pre.pending = !Self::lags(&component.form, &pre.release.version, line.as_ref());
        }
        let beyond = all.into_iter().filter_map(|(form, found)| {
            let ahead = form.line(&found.version);
            let beyond = !ahead.is_empty() && line.as_ref().is_none_or(|line| ahead > *line);
            let order = (ahead.clone(), form.mark(&found.version));
            let ahead = Ahead { line: ahead, version: found.version, tag: found.tag };
            beyond.then_some((order, ahead))
        });
        self.ahead = beyond.max_by(|(a, _), (b, _)| a.cmp(b)).map(|(_, ahead)| ahead);
    }

    /// Where the line starts while there is neither a release nor a version of it.
    fn look_for_first(&mut self, product: &Product, inventory: &Inventory, line: usize) {
        if self.version.is_some() || self.ahead.is_some() {
            return;
        }
        for (at, component) in product.components.iter().enumerate() {
            let Some(version) = inventory.development(at).filter(|_| component.line == line) else {
                continue;
            };
            let start = component.form.line(version);
            let higher = self.first.as_ref().is_none_or(|(known, _)| start > *known);
            if !start.is_empty() && higher {
                self.first = Some((start, version.clone()));
            }
        }
    }

    fn raise(&mut self, form: &Form, version: &Version, by: &str) {
        let line = form.line(version);
        if line.to_string().is_empty() {
            return;
        }
        if self.version.as_ref().is_none_or(|current| line > *current) {
            self.version = Some(line);
            self.held_by = Some(by.to_string());
        }
    }
}
