//! Changelogs in Markdown: where a release's section goes, and what is written for it.
//!
//! Nothing but insertions: a new heading and what stands below it, and the links that a [Keep a
//! Changelog](https://keepachangelog.com) has at its end. What was there stays as it is.

mod flat;
mod headings;
mod links;
mod section;
mod title;

pub(crate) use headings::Layout;
pub(crate) use section::{Section, has, written};
pub(crate) use title::Names;

use alloc::collections::BTreeSet;

use crate::impact::{Pending, concerned, is_looked_at};
use crate::line::{LineState, baselines};
use crate::needs::Purpose;
use crate::notes::brought::looks;
use crate::{Inventory, Needs, Product, Snapshot};

/// Adds to `needs` the changelogs that a plan may write or a lint looks at, and the commits that
/// tell of components without change files.
pub(crate) fn reads(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    states: &[LineState],
    purpose: Purpose<'_>,
    needs: &mut Needs,
) {
    if product.changelogs().next().is_none() {
        return;
    }
    if purpose.is_lint() {
        let paths = product.changelogs().map(|(_, changelog)| &changelog.path);
        for path in paths.filter(|path| is_looked_at(product, snapshot, path)) {
            needs.file(snapshot, path);
        }
        return;
    }
    let Purpose::Plan(_) = purpose else { return };
    let concerned = concerned(product, inventory, states, purpose);
    let members: BTreeSet<usize> = concerned.iter().map(|(index, _)| *index).collect();
    for (index, changelog) in product.changelogs() {
        if index.is_none_or(|index| members.contains(&index)) {
            needs.file(snapshot, &changelog.path);
        }
    }
    // Who has a change file is told of by that: all of those have to be read first.
    if !(needs.files.is_empty() && needs.folders.is_empty() && needs.tagged_folders.is_empty()) {
        return;
    }
    let pending = Pending::take(product, snapshot, inventory, &baselines(product, states));
    for (index, baseline) in concerned {
        let own = product.components.get(index).is_some_and(|one| one.changelog.is_some());
        let told = own || product.changelog.is_some();
        let Some(baseline) = baseline.filter(|_| told) else { continue };
        let state = product.components.get(index).and_then(|one| states.get(one.line));
        let looks = || state.is_some_and(|state| looks(product, inventory, state, index));
        if pending.notes(index).next().is_none() || looks() {
            needs.commits_since(snapshot, &baseline.tag);
        }
    }
}
