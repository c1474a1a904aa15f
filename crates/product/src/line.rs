//! Where the line stands: what has been released, and what is highest (SEMANTICS 1, 18).

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use tags::{OwnerId, Released};
use version::{Form, LineVersion, Version};

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
}

/// A component's last release.
#[derive(Debug, Clone)]
pub struct Baseline {
    /// The version.
    pub version: Version,
    /// The tag that says so: its own, or a lead tag with a bill of materials.
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
    let range = snapshot
        .branch
        .as_deref()
        .and_then(|branch| product.branches.iter().find_map(|bound| bound.range(branch)));
    let mut state = LineState {
        version: None,
        released_line: None,
        product_tag: None,
        held_by: None,
        released: false,
        baselines: Vec::with_capacity(product.components.len()),
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
    let bills = bills(product, snapshot);
    for (at, component) in product.components.iter().enumerate() {
        if component.line != index {
            state.baselines.push(None);
            continue;
        }
        let form = &component.form;
        let tagged = state
            .highest(snapshot, form, OwnerId::Component(at))
            .map(|found| Baseline { version: found.version.clone(), tag: found.tag.clone() });
        let billed = bills
            .get(&component.name)
            .into_iter()
            .flatten()
            .filter_map(|(text, tag)| {
                Some(Baseline { version: form.parse(text).ok()?, tag: (*tag).to_string() })
            })
            .filter(|found| state.in_range(form, &found.version) && !form.is_pre(&found.version))
            .max_by_key(|found| form.key(&found.version));
        let baseline = match (tagged, billed) {
            (Some(a), Some(b)) if form.key(&b.version) > form.key(&a.version) => Some(b),
            (Some(a), _) => Some(a),
            (None, b) => b,
        };
        if let Some(baseline) = &baseline {
            state.raise(form, &baseline.version, &baseline.tag);
            state.released = true;
        }
        state.baselines.push(baseline);
    }
    state.released_line.clone_from(&state.version);
    // A manifest counts only where its component was never released.
    for (at, component) in product.components.iter().enumerate() {
        let unreleased = component.line == index && state.baseline(at).is_none();
        if unreleased && let Some(version) = inventory.version(at) {
            state.raise(&component.form, version, &component.name);
        }
    }
    state
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
    for (tag, tagged) in &snapshot.tagged {
        let message = tagged.as_ref().and_then(|tagged| tagged.message.as_deref());
        let Some(message) = message.filter(|_| !snapshot.is_out_of_sight(tag)) else { continue };
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
