//! Everything that is pending, by component and by file, as `change list --json` prints it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use super::{Pending, change_paths, standing};
use crate::line::{baselines, line_states};
use crate::plan::{PlanError, Refusal};
use crate::{Inventory, Product, Snapshot};

/// What is pending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangeList {
    /// The format of this JSON: 1.
    pub format: u32,
    /// The product's name.
    pub product: String,
    /// The components that are still there, in file order.
    pub components: Vec<ComponentChanges>,
    /// The change files, in the order of their names.
    pub files: Vec<FileStanding>,
}

/// What is pending for one component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComponentChanges {
    /// Its name.
    pub name: String,
    /// Its last release's tag; null where it was never released.
    pub tag: Option<String>,
    /// The highest part that a pending impact needs moved; null where none does.
    pub needs: Option<String>,
    /// Its pending impacts: those of change files in the order of their names, then suggestions.
    pub pending: Vec<PendingEntry>,
}

/// One pending impact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PendingEntry {
    /// The impact's ID in the scheme.
    pub impact: String,
    /// The lowest part whose bump is enough.
    pub needs: String,
    /// Whether it only allows that bump, and does not demand it.
    pub may: bool,
    /// The policy's rule that it comes from; null where the scheme names none.
    pub rule: Option<String>,
    /// The change file, or the manifest that it is inferred from.
    pub file: String,
    /// What it is inferred from, in words; null where a change file says it.
    pub inferred: Option<String>,
}

/// One change file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileStanding {
    /// Its path.
    pub path: String,
    /// The components that it names; null where everybody has released it, and it was not read.
    pub components: Option<Vec<String>>,
    /// Its impacts; null likewise.
    pub impacts: Option<Vec<String>>,
    /// Its note; null likewise.
    pub note: Option<String>,
    /// The components that have yet to release it.
    pub pending: Vec<String>,
}

/// What is pending in the snapshot, which was made for [`crate::Purpose::Status`].
///
/// # Errors
/// A change file that cannot be used: what it asks for is not known.
pub fn change_list(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
) -> Result<ChangeList, PlanError> {
    let states = line_states(product, snapshot, inventory);
    let baselines = baselines(product, &states);
    let pending = Pending::take(product, snapshot, inventory, &baselines);
    if let Some(error) = pending.broken.first() {
        return Err(Refusal::Change(error.clone()).into());
    }
    let mut components = Vec::new();
    for (index, component) in product.live() {
        let Some(state) = states.get(component.line) else { continue };
        let standing = standing(product, snapshot, inventory, state, &pending, index);
        let entries = standing.iter().flat_map(|standing| {
            standing.needs.iter().map(|need| PendingEntry {
                impact: need.impact.id.clone(),
                needs: standing.part_name(need),
                may: need.impact.may,
                rule: need.impact.rule.clone(),
                file: need.pending.path.to_string(),
                inferred: need.pending.inferred().map(ToString::to_string),
            })
        });
        components.push(ComponentChanges {
            name: component.name.clone(),
            tag: state.baseline(index).map(|baseline| baseline.tag.clone()),
            pending: entries.collect(),
            needs: standing.and_then(|standing| standing.demanded()),
        });
    }
    let files = change_paths(product, snapshot).unwrap_or_default().into_iter();
    let files = files.map(|path| {
        let file = pending.files.iter().find(|file| file.path == path);
        let named = file.map(|file| names(product, file.components.iter().copied()));
        let waiting = (0..product.components.len())
            .filter(|index| pending.notes(*index).any(|file| file.path == path));
        FileStanding {
            path: path.to_string(),
            components: named,
            impacts: file.map(|file| file.impacts.iter().map(|one| one.id.clone()).collect()),
            note: file.map(|file| file.note.clone()),
            pending: names(product, waiting),
        }
    });
    Ok(ChangeList { format: 1, product: product.name.clone(), components, files: files.collect() })
}

fn names(product: &Product, indices: impl Iterator<Item = usize>) -> Vec<String> {
    indices.filter_map(|index| product.components.get(index)).map(|c| c.name.clone()).collect()
}
