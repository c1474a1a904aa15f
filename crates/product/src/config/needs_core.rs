//! `needs-core`: the lowest release of the core that a component needs, whenever it is released.

use alloc::format;
use alloc::string::String;

use place::{ConfigError, Explain as _, Section};
use version::Form;

use super::{Component, Product, ProductError};
use crate::minimum::{NeedsCore, core};

/// Reads `needs-core = 1890` or `needs-core = "latest"`; `form` is how the component's versions
/// look.
///
/// # Errors
/// Anything else, and a form that has no part to state it with.
pub(super) fn read(section: &Section<'_>, form: &Form) -> Result<Option<NeedsCore>, ProductError> {
    const HELP: &str = "needs-core = 1890, or needs-core = \"latest\"";
    let (read, place) = if section.has_string("needs-core") {
        let Some(text) = section.string("needs-core")? else { return Ok(None) };
        match NeedsCore::read(&text) {
            Some(read) => (read, text.place),
            None => {
                let message = format!("`{}` names no release of the core", *text);
                return Err(text.refuse(message, HELP).into());
            }
        }
    } else {
        let other = |error: ConfigError| {
            let message = "`needs-core` takes the number of a release, or \"latest\"";
            let place = error.place().unwrap_or_else(|| section.place());
            ConfigError::value(place, message, HELP)
        };
        let Some(number) = section.number("needs-core").map_err(other)? else { return Ok(None) };
        (NeedsCore::Release(*number), number.place)
    };
    let Some(part) = form.minimum().and_then(|part| form.parts().get(part.0)) else {
        let message = "its versions have no part that states a minimum";
        return Err(ConfigError::value(place, message, "remove it").into());
    };
    match (read, part.max) {
        (NeedsCore::Release(number), Some(max)) if number > max => {
            let message = format!("`{}` holds at most {max}", part.name);
            Err(ConfigError::value(place, message, String::from(HELP)).into())
        }
        _ => Ok(Some(read)),
    }
}

/// Refuses `needs-core = "latest"` where nothing of the line is the core.
///
/// # Errors
/// The first component that says so.
pub(super) fn check(product: &Product) -> Result<(), ProductError> {
    let latest = |component: &&Component| component.needs_core == Some(NeedsCore::Latest);
    for component in product.components.iter().filter(latest) {
        if core(product, component.line).is_none() {
            let message = format!("`{}` needs the latest core, and there is none", component.name);
            let help = "give the core its `role`, or write the number: needs-core = 1890";
            return Err(ConfigError::value(component.place.clone(), message, help).into());
        }
    }
    Ok(())
}
