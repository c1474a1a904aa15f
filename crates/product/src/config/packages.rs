//! A component's `packages`: what it is called in ecosystems where its manifests do not say.

use alloc::string::String;
use alloc::vec::Vec;

use place::{Section, Value};
use version::Dialect;

use super::ProductError;
use super::component::dialect_named;

/// Each name with its ecosystem: `oci = "ghcr.io/acme/core"`, or a list of several.
pub(super) fn read(section: &Section<'_>) -> Result<Vec<(&'static Dialect, String)>, ProductError> {
    let mut packages = Vec::new();
    for id in section.keys() {
        let names = section.strings(&id)?;
        let place = names.first().map_or_else(|| section.place(), |name| name.place.clone());
        let dialect = dialect_named(&Value { value: id.clone(), key: id, place })?;
        if dialect.requires.is_none() {
            let Some(name) = names.into_iter().next() else { continue };
            let why = alloc::format!("nothing requires a package of {} by its name", dialect.title);
            return Err(name.refuse(why, "remove it").into());
        }
        packages.extend(names.into_iter().map(|name| (dialect, name.value)));
    }
    Ok(packages)
}
