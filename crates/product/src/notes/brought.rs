//! What came into a component with its pre-releases: they write no notes, and the final release tells
//! of it all.

use alloc::collections::BTreeMap;

use tags::OwnerId;
use version::Version;

use crate::line::LineState;
use crate::{Inventory, Product, Snapshot};

/// Whether component `index` has pre-releases since its last release.
pub(crate) fn has_pre(state: &LineState, index: usize) -> bool {
    state.pres.get(index).is_some_and(Option::is_some)
}

/// Whether the commits since the last release of component `index` are wanted for that, whatever is
/// told of the component otherwise: it has pre-releases, and something may have come in by them.
pub(crate) fn looks(
    product: &Product,
    inventory: &Inventory,
    state: &LineState,
    index: usize,
) -> bool {
    let embeds = product.components.get(index).is_some_and(|one| !one.embeds.is_empty());
    has_pre(state, index) && (embeds || !inventory.requires(index).is_empty())
}

/// The components that moved with the pre-releases of component `index`, in the order of
/// release.toml, each with how it came in: embedded, or required by a requirement that had to follow.
/// Commits of releases say who moved together.
pub(super) fn brought(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    state: &LineState,
    index: usize,
) -> BTreeMap<usize, &'static str> {
    let mut all = BTreeMap::new();
    let Some((component, last)) = product.components.get(index).zip(state.baseline(index)) else {
        return all;
    };
    let form = &component.form;
    let is_pre = |text: &str| form.parse(text).is_ok_and(|version| form.is_pre(&version));
    let commits = snapshot.commits.get(&last.tag).into_iter().flatten();
    for stated in commits.flat_map(|commit| tags::read_releases(&commit.message)) {
        let moved = || stated.moved.iter().map(|(name, to)| (product.called(name), to));
        if !moved().any(|(one, to)| one == Some(index) && is_pre(to)) {
            continue;
        }
        for inner in moved().filter_map(|(one, _)| one).filter(|inner| *inner != index) {
            if component.embeds.contains(&inner) {
                all.insert(inner, "Embeds");
            } else if requires(product, snapshot, inventory, (index, inner)) {
                all.insert(inner, "Requires");
            }
        }
    }
    all
}

/// Whether component `index` requires `inner` as it was not before: its requirement excludes the
/// final release of that before its last version.
fn requires(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    (index, inner): (usize, usize),
) -> bool {
    let mut finals = snapshot.tags.released(OwnerId::Component(inner)).iter().rev();
    let form = product.components.get(inner).map(|inner| &inner.form);
    let now: Option<&Version> = inventory.version(inner);
    let before = finals.find(|one| {
        let below = form.zip(now).is_none_or(|(form, now)| one.key < form.key(now));
        !one.pre && below
    });
    let mut edges = inventory.requires(index).iter().filter(|edge| edge.on == inner);
    before.is_some_and(|before| {
        edges.any(|edge| edge.admits(product, &before.version).is_ok_and(|admits| !admits))
    })
}
