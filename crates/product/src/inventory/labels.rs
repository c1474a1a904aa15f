//! Whether the ecosystems that components are written for sort the scheme's pre-release labels
//! (KOLAB-9).

use alloc::collections::BTreeMap;
use alloc::string::ToString;

use place::Place;
use version::{DIALECTS, Dialect, Form, Unsorted};

use super::{Holding, InventoryError, Own};
use crate::Product;
use crate::config::Component;

/// Notes, once a component, the first of its ecosystems that sorts labels in another order than
/// they are released in: its packages would be no upgrades.
pub(super) fn refuse_unsorted(product: &Product, holdings: &mut [Holding]) {
    // What a scheme's labels come to depends on its form and on the ecosystem, not on who asks.
    let mut known: BTreeMap<_, Option<Unsorted>> = BTreeMap::new();
    for (component, holding) in product.components.iter().zip(holdings) {
        if component.retired || component.form.labels().next().is_none() {
            continue;
        }
        let found = holding.own.iter().find_map(|own| {
            let at = (component.line, component.role.as_deref(), own.dialect.id);
            let look = || component.form.unsorted_labels(own.dialect);
            let unsorted = known.entry(at).or_insert_with(look).clone()?;
            Some(InventoryError::Labels {
                component: component.name.clone(),
                dialect: own.dialect,
                taken_by: taken_by(&component.form).map(|dialect| dialect.title),
                place: place(component, own),
                unsorted,
            })
        });
        holding.problems.extend(found);
    }
}

/// Where the ecosystem was chosen: the entry in release.toml, or the manifest that was found.
fn place(component: &Component, own: &Own) -> Place {
    let mut listed = component.manifests.iter().flatten();
    let entry = listed.find(|manifest| manifest.path == own.path);
    entry.map_or_else(|| Place::file(&own.path), |manifest| manifest.place.clone())
}

/// An ecosystem of packages that takes the labels as they are.
fn taken_by(form: &Form) -> Option<&'static Dialect> {
    let mut packaged = DIALECTS.iter().filter(|dialect| dialect.packages.is_some());
    packaged.find(|dialect| form.unsorted_labels(dialect).is_none()).copied()
}

/// What the ecosystem makes of the labels, as a fragment.
pub(super) fn spell(
    component: &str,
    dialect: &Dialect,
    unsorted: &Unsorted,
) -> alloc::string::String {
    let after = match &unsorted.next {
        Some(next) => alloc::format!("`{next}`"),
        None => "the final version".to_string(),
    };
    alloc::format!(
        "`{component}` is written for {}, which does not sort {after} above `{}`: {} would be no \
         upgrade of {}",
        dialect.title,
        unsorted.label,
        unsorted.upper,
        unsorted.lower,
    )
}
