//! Where the line stands: what has been released, and what is highest (SEMANTICS 1, 18).

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use tags::OwnerId;
use version::{Form, LineVersion, Version};

use crate::bills::{Bills, bills};
use crate::config::within;
use crate::sight::{Sight, against};
use crate::{Inventory, Product, Snapshot};

/// One line's state, and the baselines of its components.
#[derive(Debug, Clone, Default)]
pub struct LineState {
    /// The shared parts at their highest; `None` where nothing is shared, or nothing is there yet.
    pub version: Option<LineVersion>,
    /// The shared parts at their highest in what was released; `None` before the first release.
    pub released_line: Option<LineVersion>,
    /// What a tag of the product's own says last.
    pub product: Option<Baseline>,
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
    /// What the branch has of components whose last release it lacks and that no manifest speaks for,
    /// by index: what a manifest would say there.
    pub instead: BTreeMap<usize, Option<Baseline>>,
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
    state_of(product, snapshot, inventory, (&bills(product, snapshot), index))
}

/// The state of every line.
pub(crate) fn line_states(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
) -> Vec<LineState> {
    let bills = bills(product, snapshot);
    let lines = 0..product.lines.len();
    lines.map(|line| state_of(product, snapshot, inventory, (&bills, line))).collect()
}

fn state_of(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    (bills, index): (&Bills<'_>, usize),
) -> LineState {
    let sight = Sight::of(product, snapshot, bills, index);
    let mut state = LineState::default();
    let mut ahead: Vec<(&Form, Baseline)> = Vec::new();
    if let Some(form) = product.lines.get(index).map(|line| line.scheme.plain()) {
        let [last, pre] = sight.of_product(index, form);
        if let Some(last) = last {
            state.raise(form, &last.version, &last.tag);
            state.product = Some(last);
        }
        ahead.extend(pre.map(|pre| (form, pre)));
    }
    for (at, component) in product.components.iter().enumerate() {
        let on_it = component.line == index;
        let [last, pre] = if on_it { sight.of_component(at, component) } else { [None, None] };
        let form = &component.form;
        let in_range = |found: &&Baseline| sight.has(form, &found.version);
        if let Some(last) = last.as_ref().filter(in_range) {
            state.raise(form, &last.version, &last.tag);
        }
        ahead.extend(pre.as_ref().filter(in_range).map(|pre| (form, pre.clone())));
        let lacks = |latest: &Baseline| snapshot.is_elsewhere(&latest.tag);
        if pre.as_ref().or(last.as_ref()).is_some_and(lacks) && inventory.own(at).is_empty() {
            state.instead.insert(at, sight.in_history(at, component));
        }
        state.baselines.push(last);
        state.pres.push(pre.map(|release| PreRelease { release, pending: true }));
    }
    // Nothing is in the branch's range yet: the line comes from before it.
    if sight.range.is_some() && state.version.is_none() {
        let baselines = core::mem::take(&mut state.baselines);
        for (last, component) in baselines.iter().zip(&product.components) {
            if let Some(last) = last {
                state.raise(&component.form, &last.version, &last.tag);
            }
        }
        state.baselines = baselines;
    }
    state.released = state.product.is_some() || state.baselines.iter().any(Option::is_some);
    state.released_line.clone_from(&state.version);
    // A manifest counts only where its component was never released, and one at a pre-release only
    // where nobody was: it says where the line begins, and never moves one that is there.
    let begins = ahead.is_empty();
    for pre in [false, true] {
        if pre && (state.version.is_some() || !begins) {
            break;
        }
        for (at, component) in product.components.iter().enumerate() {
            let unreleased = component.line == index && state.latest(at).is_none();
            let stated = inventory.version(at).filter(|_| unreleased);
            if let Some(version) = stated.filter(|it| component.form.is_pre(it) == pre) {
                state.raise(&component.form, version, &component.name);
            }
        }
    }
    state.look_ahead(product, ahead);
    state.look_for_first(product, inventory, index);
    state.range = sight.range;
    state
}

/// The baseline of every component, of whichever line it is.
pub(crate) fn baselines<'s>(
    product: &Product,
    states: &'s [LineState],
) -> Vec<Option<&'s Baseline>> {
    let components = product.components.iter().enumerate();
    components.map(|(index, c)| states.get(c.line)?.baseline(index)).collect()
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

    /// The version that component `index` has now: its manifest's, else that of its last release
    /// which the branch has (SEMANTICS 2), a pre-release that its line went past left out; none where
    /// its manifest cannot be read.
    pub(crate) fn current<'s>(
        &'s self,
        inventory: &'s Inventory,
        index: usize,
    ) -> Option<&'s Version> {
        let last = || match self.instead.get(&index) {
            Some(instead) => instead.as_ref(),
            None => {
                let going_on = self.pending(index).or_else(|| self.baseline(index));
                going_on.or_else(|| self.latest(index))
            }
        };
        let released = || Some(&last().filter(|_| inventory.unread(index).is_none())?.version);
        inventory.version(index).or_else(released)
    }

    /// The pre-release of component `index` that is to be followed or promoted (SEMANTICS 17).
    #[must_use]
    pub fn pending(&self, index: usize) -> Option<&Baseline> {
        let pre = self.pres.get(index)?.as_ref()?;
        pre.pending.then_some(&pre.release)
    }

    /// The tags that brought line `index` of `product` where it is: the product's own, else those of
    /// live components that are there. None before the first release, and where only components
    /// that are retired since were there.
    pub(crate) fn holders<'s>(&'s self, product: &'s Product, index: usize) -> Vec<&'s str> {
        let Some(line) = &self.released_line else { return Vec::new() };
        let form = product.lines.get(index).map(|line| line.scheme.plain());
        let own = form.zip(self.product.as_ref());
        if let Some((_, own)) = own.filter(|(form, own)| form.line(&own.version) == *line) {
            return [own.tag.as_str()].into();
        }
        let components = product.components.iter().zip(&self.baselines);
        let there = components.filter_map(|(component, last)| {
            let last = last.as_ref().filter(|_| !component.retired)?;
            (component.form.line(&last.version) == *line).then_some(last.tag.as_str())
        });
        there.collect()
    }

    /// Whether `version` may be seen or minted on this branch.
    #[must_use]
    pub fn in_range(&self, form: &Form, version: &Version) -> bool {
        self.range.as_ref().is_none_or(|range| within(form, version, range))
    }

    /// The tag under which `version` of component `index` is out, where it is above the range that the
    /// branch is bound to and nothing elsewhere: it does not count, and was not made by hand either.
    pub(crate) fn beyond_range<'s>(
        &self,
        snapshot: &'s Snapshot,
        (index, form): (usize, &Form),
        version: &Version,
    ) -> Option<&'s str> {
        let range = self.range.as_deref()?;
        if against(form, version, range) != Ordering::Greater {
            return None;
        }
        let mut released = snapshot.tags.released(OwnerId::Component(index)).iter().rev();
        let found = released.find(|released| form.same(&released.version, version));
        found.map(|released| released.tag.as_str()).filter(|tag| !snapshot.is_elsewhere(tag))
    }

    /// Whether `version` lags behind `line`.
    #[must_use]
    pub fn lags(form: &Form, version: &Version, line: Option<&LineVersion>) -> bool {
        line.is_some_and(|line| form.line(version) < *line)
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
        if line.is_empty() {
            return;
        }
        if self.version.as_ref().is_none_or(|current| line > *current) {
            self.version = Some(line);
            self.held_by = Some(by.to_string());
        }
    }
}
