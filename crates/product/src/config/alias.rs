//! `aliases`: what a component was called before (SEMANTICS 30).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{ConfigError, Place, Section};
use tags::Template;

use super::component::Around;
use super::{Product, ProductError};

/// An earlier name of a component.
#[derive(Debug, Clone)]
pub struct Alias {
    /// The name, under which bills of materials and commits have it; `None` where only a template
    /// is given.
    pub name: Option<String>,
    /// How its tags were called.
    pub template: Template,
    /// Where it is configured.
    pub place: Place,
}

/// The earlier names of `component`: each a name, whose tags were called as the defaults have it, or
/// a template.
pub(super) fn read(
    section: &Section<'_>,
    around: &Around<'_>,
    component: &str,
) -> Result<Vec<Alias>, ProductError> {
    let mut all = Vec::new();
    for alias in section.strings("aliases")? {
        let (text, of, name) = if alias.contains("{version}") {
            (alias.as_str(), component, None)
        } else {
            let usual = around.defaults.tag.as_deref().unwrap_or("{component}-{version}");
            (usual, alias.as_str(), Some(alias.value.clone()))
        };
        let template = around.template(text, of, &alias.place)?;
        all.push(Alias { name, template, place: alias.place.clone() });
    }
    Ok(all)
}

/// Refuses an earlier name that a component has today: its tags would be releases of both
/// (SEMANTICS 7).
pub(super) fn check(product: &Product) -> Result<(), ProductError> {
    for (index, component) in product.components.iter().enumerate() {
        for alias in &component.aliases {
            let mut others = product.live().filter(|(at, _)| *at != index);
            // Components that share their tags share what those were called before, too.
            let tagged = |other: &Option<Template>| {
                other.as_ref() == Some(&alias.template) && *other != component.tag
            };
            let found =
                others.find(|(_, o)| alias.name.as_ref() == Some(&o.name) || tagged(&o.tag));
            if let Some((_, other)) = found {
                let (name, other) = (&component.name, &other.name);
                let message = format!(
                    "`{other}` is a component, and cannot be what `{name}` was called before"
                );
                let help = format!(
                    "remove the alias; if `{other}` is no longer there, remove it or write `retired = true`"
                );
                return Err(ConfigError::value(alias.place.clone(), message, help).into());
            }
        }
    }
    Ok(())
}
