//! What has to be read to know what is pending: nothing where there are no change files, and never
//! a file that everybody looked at has released.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use place::RepoPath;

use super::pending::{had, released};
use super::{change_paths, inferred};
use crate::line::{Baseline, LineState};
use crate::needs::Purpose;
use crate::{Inventory, Needs, Product, Request, Snapshot};

/// Adds to `needs` what telling the pending impacts still lacks. `states` holds the state of every
/// line.
pub(crate) fn reads(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    states: &[LineState],
    purpose: Purpose<'_>,
    needs: &mut Needs,
) {
    let nothing = matches!(purpose, Purpose::Released | Purpose::Told(_));
    if nothing || purpose.is_lint() && !lints(product, snapshot) {
        return;
    }
    let Some(paths) = change_paths(product, snapshot) else {
        needs.folders.insert(product.changes.clone());
        return;
    };
    if purpose.is_lint() {
        for path in paths.iter().filter(|path| is_looked_at(product, snapshot, path)) {
            needs.file(snapshot, path);
        }
        return;
    }
    let looked_at = concerned(product, inventory, states, purpose);
    // A file that is announced must not take a name that a release had.
    if !paths.is_empty() || matches!(purpose, Purpose::Announced) {
        let mut left = BTreeSet::new();
        for (_, baseline) in &looked_at {
            match released(product, snapshot, *baseline) {
                // Once every file is wanted by somebody, nobody can add to that.
                Some(_) if left.len() == paths.len() => {}
                Some(released) => {
                    left.extend(paths.iter().filter(|path| !had(released, path)));
                }
                None => {
                    let tag = baseline.map(|baseline| baseline.tag.clone()).unwrap_or_default();
                    needs.tagged_folders.insert((tag, product.changes.clone()));
                }
            }
        }
        for path in left {
            needs.file(snapshot, path);
        }
    }
    for (index, baseline) in looked_at {
        let line = product.components.get(index).map(|component| component.line);
        let inferring = line.is_some_and(|line| infers(product, line));
        let Some(baseline) = baseline.filter(|_| inferring) else { continue };
        for path in inferred::compared(inventory, index) {
            needs.tagged_file(snapshot, &baseline.tag, path);
        }
    }
}

/// Whether the scheme of line `line` takes a hint from what manifests let people set.
pub(crate) fn infers(product: &Product, line: usize) -> bool {
    let mut impacts = product.lines.get(line).into_iter().flat_map(|line| line.scheme.impacts());
    impacts.any(|impact| impact.inferred_by.is_some())
}

/// Whether a lint looks at any change file: of staged content only where one of them is staged, or
/// what they are checked against.
fn lints(product: &Product, snapshot: &Snapshot) -> bool {
    let Some(staged) = &snapshot.staged else { return true };
    staged.iter().any(|path| path.is_within(&product.changes) || is_configuration(product, path))
}

/// Whether a lint looks at a file that releases write or read: of staged content where it is staged,
/// or what it is checked against.
pub(crate) fn is_looked_at(product: &Product, snapshot: &Snapshot, path: &RepoPath) -> bool {
    let Some(staged) = &snapshot.staged else { return true };
    staged.binary_search(path).is_ok() || staged.iter().any(|path| is_configuration(product, path))
}

fn is_configuration(product: &Product, path: &RepoPath) -> bool {
    let path = path.as_str();
    path == product.file || product.scheme_files.iter().any(|file| file == path)
}

/// The components whose pending impacts matter, each with its baseline.
pub(crate) fn concerned<'s>(
    product: &Product,
    inventory: &Inventory,
    states: &'s [LineState],
    purpose: Purpose<'_>,
) -> Vec<(usize, Option<&'s Baseline>)> {
    let reached = match purpose {
        Purpose::Plan(request) => Some(reach(product, inventory, request)),
        Purpose::Status
        | Purpose::Lint
        | Purpose::Announced
        | Purpose::Released
        | Purpose::Told(_) => None,
    };
    let looked_at =
        product.live().filter(|(index, _)| reached.as_ref().is_none_or(|of| of.contains(index)));
    looked_at
        .map(|(index, component)| {
            (index, states.get(component.line).and_then(|state| state.baseline(index)))
        })
        .collect()
}

/// Everybody who could take part in `request`: those named, what embeds them and what requires
/// them, transitively; all where nobody is named.
fn reach(product: &Product, inventory: &Inventory, request: &Request) -> BTreeSet<usize> {
    let (components, all) = (request.asked.components(), request.asked.all());
    if components.is_empty() || all {
        return (0..product.components.len()).collect();
    }
    let mut above: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (outer, component) in product.components.iter().enumerate() {
        let required = inventory.requires(outer).iter().map(|edge| edge.on);
        for inner in component.embeds.iter().copied().chain(required) {
            above.entry(inner).or_default().push(outer);
        }
    }
    let mut open: Vec<usize> =
        components.iter().filter_map(|name| product.component(name)).collect();
    let mut reached = BTreeSet::new();
    while let Some(index) = open.pop() {
        if reached.insert(index) {
            open.extend(above.get(&index).into_iter().flatten());
        }
    }
    reached
}
