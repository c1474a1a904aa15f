//! Names that end with the version's first number: the path of a Go module.

use alloc::string::String;
use alloc::vec::Vec;

use place::{Place, RepoPath};
use version::Version;

use crate::{Inventory, Product};

/// The generic rule.
pub(crate) const RULE: &str = "module-path";

/// A name that is not that of the version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misnamed {
    /// The file.
    pub(crate) path: RepoPath,
    /// Where the name stands.
    pub(crate) place: Place,
    /// What it is.
    pub(crate) now: String,
    /// What it has to be.
    pub(crate) wanted: String,
    /// Whether no version above this one has it: it is that of an older one, or of none at all.
    pub(crate) past: bool,
}

/// The names that are not those of a new version, each with whether the last release had outgrown it
/// before. One that is ahead of that release is no such name.
pub(crate) fn outgrown(
    product: &Product,
    inventory: &Inventory,
    index: usize,
    (last, to): (Option<&Version>, &Version),
) -> Vec<(Misnamed, bool)> {
    let at = |version| misnamed(product, inventory, index, version);
    let before = last.map(at).unwrap_or_default();
    let was = |one: &Misnamed| before.iter().any(|last| last.past && last.path == one.path);
    let told = |one| {
        let was = was(&one);
        (one, was)
    };
    at(to).into_iter().map(told).collect()
}

/// The names in the manifests of component `index` that are not those of `version`.
pub(crate) fn misnamed(
    product: &Product,
    inventory: &Inventory,
    index: usize,
    version: &Version,
) -> Vec<Misnamed> {
    let Some(component) = product.components.get(index) else { return Vec::new() };
    let of = |manifest: &crate::config::ManifestRef| {
        let located = inventory.located(&manifest.path)?;
        let (numbered, now) = (located.numbered.as_ref()?, located.name.as_ref()?);
        let native = component.form.native(manifest.dialect, version, None).ok()?;
        let number = *(manifest.dialect.read)(&native).ok()?.numbers.first()?;
        let wanted = numbered.at(number);
        let its = numbered.number(now);
        let past = its.is_none_or(|its| its < number || its < numbered.from);
        (wanted != *now).then(|| Misnamed {
            path: manifest.path.clone(),
            place: Place::bytes(&manifest.path, numbered.span),
            now: now.clone(),
            wanted,
            past,
        })
    };
    inventory.manifests(index).iter().filter_map(of).collect()
}
