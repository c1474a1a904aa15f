//! The impacts of a scheme file, checked against its parts and its rules.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{ConfigError, Value};

use crate::PartId;
use crate::assemble::{choice, known_part, known_rule};
use crate::impact::{Difference, Impact, LastWord};
use crate::layer::{ImpactLayer, Named};
use crate::part::Part;
use crate::release::PolicyRule;

/// The impacts in file order.
///
/// # Errors
/// One listed twice; a part, a rule or a word that there is not; a part that nobody bumps.
pub(crate) fn impacts(
    layers: &[Named<ImpactLayer>],
    parts: &[Part],
    policies: &[PolicyRule],
) -> Result<Vec<Impact>, ConfigError> {
    let mut impacts: Vec<Impact> = Vec::new();
    for layer in layers {
        if impacts.iter().any(|impact| impact.id == layer.name) {
            let message = format!("the impact `{}` is listed twice", layer.name);
            return Err(ConfigError::value(layer.place.clone(), message, "rename one"));
        }
        impacts.push(impact(&layer.name, &layer.value, parts, policies)?);
    }
    Ok(impacts)
}

fn impact(
    id: &str,
    layer: &ImpactLayer,
    parts: &[Part],
    policies: &[PolicyRule],
) -> Result<Impact, ConfigError> {
    let needs = bumpable(&layer.needs, parts)?;
    let while_zero = layer.while_zero.as_ref().map(|lower| {
        let part = bumpable(lower, parts)?;
        if part <= needs {
            let message = format!("`{}` is not below `{}`", lower.value, layer.needs.value);
            return Err(lower.refuse(message, "name a lower part than the one it needs"));
        }
        Ok(part)
    });
    Ok(Impact {
        id: id.into(),
        needs,
        while_zero: while_zero.transpose()?,
        may: layer.may.as_ref().is_some_and(|may| may.value),
        last_word: choice(layer.last_word.as_ref(), LastWord::WORDS)?.unwrap_or_default(),
        inferred_by: choice(layer.inferred_by.as_ref(), Difference::ALL)?,
        rule: layer.rule.as_ref().map(|rule| known_rule(rule, policies)).transpose()?,
        text: layer.text.as_ref().map_or_else(String::new, |text| text.value.clone()),
    })
}

fn bumpable(value: &Value<String>, parts: &[Part]) -> Result<PartId, ConfigError> {
    let part = known_part(value, parts)?;
    if parts.get(part.0).is_some_and(|part| !part.is_bumpable()) {
        let message = format!("nobody bumps `{}`", value.value);
        return Err(value.refuse(message, "name a part that people bump"));
    }
    Ok(part)
}
