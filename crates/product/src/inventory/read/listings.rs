//! Places that release.toml lists for components.

use alloc::collections::BTreeMap;

use place::{RepoPath, Span};

use super::super::{Holding, InventoryError};
use crate::Product;

/// One place listed by two components is a mistake in release.toml (SEMANTICS 12).
pub(super) fn refuse_shared(product: &Product, holdings: &mut [Holding]) {
    let mut seen: BTreeMap<(RepoPath, Span), usize> = BTreeMap::new();
    for (index, holding) in holdings.iter_mut().enumerate() {
        let Some(component) = product.components.get(index) else { continue };
        for own in holding.own.iter().filter(|own| own.listed && !own.shared) {
            let slot = (own.path.clone(), own.span);
            let Some(first) = seen.get(&slot) else {
                seen.insert(slot, index);
                continue;
            };
            if *first == index {
                continue;
            }
            holding.problems.push(InventoryError::SameSlot {
                component: component.name.clone(),
                other: product.name_of(*first).into(),
                path: own.path.clone(),
                place: component.place.clone(),
            });
            break;
        }
    }
}
