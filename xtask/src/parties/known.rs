//! Every version of a product line: released, or standing in the repository.

use alloc::collections::BTreeMap;

use tags::OwnerId;
use version::{Key, Version};

use super::party::Party;
use super::policy::{Policy, ProductLine};

/// A version that exists, and where.
#[derive(Debug, Clone)]
pub struct Known {
    /// The version. Its name is left out where versions of all components are alike, and then its
    /// role too, unless its versions count in another way.
    pub party: Party,
    /// The components that have it, or had it.
    pub components: Vec<String>,
    /// The tags that say so; none for a version that only stands in a manifest.
    pub tags: Vec<String>,
}

/// Versions that are one: those of one name and role with equal keys.
type Place = (Option<String>, Option<String>, Key);

impl Policy {
    /// The final versions of every component of the line, retired ones included, ascending: those
    /// released, and those that its manifests state. Empty outside a product.
    /// [`Policy::open`] was told that all are wanted.
    #[must_use]
    pub fn known(&self) -> Vec<Known> {
        let Some(line) = &self.product else { return Vec::new() };
        let all = line.loaded.product.components.iter().enumerate();
        let own = all.filter(|(_, component)| component.line == line.index);
        self.gathered(own.map(|(index, _)| index), self.tells_components_apart())
    }

    /// The final versions of those whom `consumer` is said to work with, ascending, each with its
    /// component; `None` where nothing says whom that is.
    #[must_use]
    pub fn known_providers(&self, consumer: &Party) -> Option<Vec<Known>> {
        let providers = self.providers(consumer);
        (!providers.is_empty()).then(|| self.gathered(providers.into_iter(), true))
    }

    /// The final versions of these components; with `apart`, each by the name of its component.
    fn gathered(&self, components: impl Iterator<Item = usize>, apart: bool) -> Vec<Known> {
        let Some(line) = &self.product else { return Vec::new() };
        let mut all: BTreeMap<Place, Known> = BTreeMap::new();
        for index in components {
            let Some(component) = line.loaded.product.components.get(index) else { continue };
            let name = apart.then(|| self.identity(line, index));
            // Where nobody provides and names say nothing, a role tells versions apart by how they count.
            let counts = apart || !component.form.counts_like(self.scheme.plain());
            let role = component.role.clone().filter(|_| counts);
            for (version, tag) in line.versions(index) {
                if component.form.is_pre(&version) {
                    continue;
                }
                let key = component.form.key(&version);
                let place = (name.clone(), role.clone(), key);
                let known = all.entry(place).or_insert_with(|| Known {
                    party: Party {
                        name: name.clone(),
                        role: role.clone(),
                        form: component.form.clone(),
                        version,
                        component: Some(index),
                    },
                    components: Vec::new(),
                    tags: Vec::new(),
                });
                if !known.components.contains(&component.name) {
                    known.components.push(component.name.clone());
                }
                known.tags.extend(tag.filter(|tag| !known.tags.contains(tag)));
            }
        }
        all.into_values().collect()
    }

    /// The final versions of component `index` that were released, ascending.
    pub(super) fn released(&self, index: usize) -> Vec<Version> {
        let Some(line) = &self.product else { return Vec::new() };
        let Some(component) = line.loaded.product.components.get(index) else { return Vec::new() };
        let versions = line.versions(index).into_iter().filter(|(_, tag)| tag.is_some());
        let mut versions: Vec<Version> = versions.map(|(version, _)| version).collect();
        versions.retain(|version| !component.form.is_pre(version));
        versions.sort_by_key(|version| component.form.key(version));
        versions
    }
}

impl ProductLine {
    /// Every version of a component, with the tag that says so.
    fn versions(&self, index: usize) -> Vec<(Version, Option<String>)> {
        let snapshot = &self.loaded.snapshot;
        let released = snapshot.tags.released(OwnerId::Component(index)).iter();
        let mut all: Vec<_> =
            released.map(|one| (one.version.clone(), Some(one.tag.clone()))).collect();
        let Some(component) = self.loaded.product.components.get(index) else { return all };
        let billed = product::bills(&self.loaded.product, snapshot).remove(&index).into_iter();
        let billed = billed.flatten();
        all.extend(billed.filter_map(|(text, tag)| {
            Some((component.form.parse(&text).ok()?, Some(tag.to_owned())))
        }));
        let stated = self.read.as_ref().and_then(|(inventory, _)| inventory.version(index));
        all.extend(stated.map(|version| (version.clone(), None)));
        all
    }
}
