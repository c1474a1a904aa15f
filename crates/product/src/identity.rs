//! What a package is known by: a name that no release changes (IRIC-2).

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::{Beside, Locator, Slot, SlotKind, Source};
use place::{Place, RepoPath};

use crate::line::Baseline;
use crate::{Inventory, Product, Snapshot};

/// The generic rule.
pub(crate) const RULE: &str = "identity";

/// A name that is not what it was at the last release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Renamed {
    /// Where the name stands, or the file in which there is none any more.
    pub(crate) place: Place,
    /// What it is; `None` where it is gone.
    pub(crate) now: Option<String>,
    /// What it was.
    pub(crate) then: String,
}

/// The files of component `index` whose names have to be compared with those at its last release:
/// those that have one, and all of them under a scheme that pins names, for one that had one may
/// have lost it.
pub(crate) fn files<'a>(
    product: &Product,
    inventory: &'a Inventory,
    index: usize,
) -> BTreeSet<&'a RepoPath> {
    let component = product.components.get(index);
    let line = component.and_then(|component| product.lines.get(component.line));
    let pins = line.is_some_and(|line| line.scheme.policy(RULE).is_some());
    let files = inventory.own(index).iter().map(|own| &own.path);
    files.filter(|path| pins || name(inventory, path).is_some()).collect()
}

/// The names of component `index` that are not what they were at its `latest` release. The snapshot holds
/// its [`files`] as they were then.
pub(crate) fn renamed(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    index: usize,
    latest: &Baseline,
) -> Vec<Renamed> {
    let mut all = Vec::new();
    for path in files(product, inventory, index) {
        let Some(then) = name_then(snapshot, inventory, &latest.tag, path) else { continue };
        let now = name(inventory, path);
        if now.is_some_and(|slot| slot.text == then) {
            continue;
        }
        let place = now.map_or(Place::file(path), |slot| Place::bytes(path, slot.span));
        all.push(Renamed { place, now: now.map(|slot| slot.text.clone()), then });
    }
    all
}

/// The slot that names the package in a file.
fn name<'a>(inventory: &'a Inventory, path: &RepoPath) -> Option<&'a Slot> {
    inventory.located(path)?.slots.iter().find(|slot| is_name(slot))
}

/// What a file called the package at the commit of `tag`; `None` where it was not there, or had no
/// name.
fn name_then(
    snapshot: &Snapshot,
    inventory: &Inventory,
    tag: &str,
    path: &RepoPath,
) -> Option<String> {
    let content = snapshot.tagged_files.get(&(tag.into(), path.clone()))?.as_ref()?;
    let source = Source::new(path, content.bytes()).ok()?;
    let formats = inventory.locators(path).iter().filter(|l| matches!(l, Locator::Format(_)));
    let mut located = formats.filter_map(|locator| locator.locate(&source).ok());
    located.find_map(|located| located.slots.into_iter().find(is_name)).map(|slot| slot.text)
}

fn is_name(slot: &Slot) -> bool {
    slot.kind == SlotKind::Beside(Beside::Name)
}
