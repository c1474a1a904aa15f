//! A scheme's `[pre]`: labels, writing, the dropped zero, and the exception for bug fixes.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{ConfigError, Value, nearest_or};

use crate::assemble::known_part;
use crate::format::Format;
use crate::layer::{PreLayer, UnstableLayer};
use crate::part::{Part, PartId};
use crate::pre::{PreRules, Unstable};

pub(crate) fn pre_rules(
    layer: &PreLayer,
    format: &Format,
    parts: &[Part],
) -> Result<PreRules, ConfigError> {
    let missing = |key: &str, help: &str| ConfigError::Missing {
        place: layer.place.clone(),
        key: format!("pre.{key}"),
        help: help.into(),
    };
    if layer.labels.is_empty() {
        return Err(missing("labels", "list them in their order: `[\"alpha\", \"beta\", \"rc\"]`"));
    }
    for (index, label) in layer.labels.iter().enumerate() {
        if label.is_empty() || !label.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            let help = "a label is letters; its number follows by itself";
            return Err(label.refuse(format!("`{}` is no label", label.value), help));
        }
        if layer.labels.iter().take(index).any(|before| before.value == label.value) {
            return Err(label.refuse(format!("`{}` is listed twice", label.value), "remove one"));
        }
    }
    let write =
        layer.write.as_ref().ok_or_else(|| missing("write", "write `write = \"-{label}.{n}\"`"))?;
    let (lead, middle, bare) = writing(write)?;
    let drop_from = drop_from(layer, format, parts)?;
    let unstable =
        layer.unstable.as_ref().map(|table| unstable(table, layer, parts)).transpose()?;
    if let (Some(_), true, Some(label)) =
        (&unstable, drop_from >= parts.len(), layer.labels.first())
    {
        let help = "name the part that other pre-releases drop: `drop = \"patch\"`";
        return Err(label.refuse("[pre.unstable] is an exception to `drop`, which is empty", help));
    }
    let start = layer.start.as_ref().map_or(1, |start| start.value);
    Ok(PreRules {
        lead,
        middle,
        bare,
        labels: layer.labels.iter().map(|label| label.value.clone()).collect(),
        start,
        level: level(layer, drop_from, parts)?,
        drop_from,
        unstable,
    })
}

/// `-{label}{n}`, `-{label}.{n}` or `-{label}[.{n}]`, taken apart.
fn writing(write: &Value<String>) -> Result<(String, String, bool), ConfigError> {
    let help =
        "write a separator, {label} and {n}: `-{label}{n}`, `-{label}.{n}`, `-{label}[.{n}]`";
    let refuse =
        || write.refuse(format!("`{}` is no way to write a pre-release", write.value), help);
    let (lead, rest) = write.split_once("{label}").ok_or_else(refuse)?;
    let (inner, bare) = match rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) => (inner, true),
        None => (rest, false),
    };
    let middle = inner.strip_suffix("{n}").ok_or_else(refuse)?;
    let plain = |text: &str| text.chars().all(|c| ".-_+~:".contains(c));
    if plain(lead) && plain(middle) {
        Ok((lead.into(), middle.into(), bare))
    } else {
        Err(refuse())
    }
}

/// The part that pre-releases move unless another is named: one that people may bump, and that no
/// pre-release drops.
fn level(
    layer: &PreLayer,
    drop_from: usize,
    parts: &[Part],
) -> Result<Option<PartId>, ConfigError> {
    let Some(name) = &layer.level else { return Ok(None) };
    let part = known_part(name, parts)?;
    let fits = part.0 < drop_from && parts.get(part.0).is_some_and(Part::is_bumpable);
    if fits {
        return Ok(Some(part));
    }
    let help = "name a part that people bump and that pre-releases do not drop";
    Err(name.refuse(format!("a pre-release cannot lead to the next `{}`", name.value), help))
}

/// The first of the dropped parts, which have to be the last required ones.
fn drop_from(layer: &PreLayer, format: &Format, parts: &[Part]) -> Result<usize, ConfigError> {
    let Some(first) = layer.drop.first() else { return Ok(parts.len()) };
    let required = format.pieces.iter().take_while(|piece| !piece.optional).count();
    let from = known_part(first, parts)?.0;
    for (index, name) in layer.drop.iter().enumerate() {
        if known_part(name, parts)?.0 != from + index {
            return Err(name.refuse(
                "the dropped parts are not listed in their order",
                "list them as the format does",
            ));
        }
    }
    let date = parts.iter().skip(from).take(layer.drop.len()).any(|part| !part.holds_zero());
    if from == 0 || from + layer.drop.len() != required || date {
        let help = "only the last required parts can be left out while they are zero";
        return Err(first.refuse(format!("`{}` cannot be dropped", first.value), help));
    }
    Ok(from)
}

fn unstable(
    table: &UnstableLayer,
    layer: &PreLayer,
    parts: &[Part],
) -> Result<Unstable, ConfigError> {
    let known = || layer.labels.iter().map(|label| label.value.as_str());
    let labels = table.labels.iter().map(|label| {
        known().position(|name| name == label.value).ok_or_else(|| {
            let help = nearest_or(label, known(), || {
                format!(
                    "add it there, or say in a [pre.unstable] of your own which of them keep a part: {}",
                    known().collect::<Vec<_>>().join(", ")
                )
            });
            label.refuse(format!("`{}` is not among pre.labels", label.value), help)
        })
    });
    let labels = labels.collect::<Result<_, _>>()?;
    let adds = table.adds.as_ref().map(|name| {
        let part = known_part(name, parts)?;
        match parts.get(part.0) {
            Some(added) if added.optional => Ok(part),
            _ => Err(name.refuse(
                format!("`{}` is not optional", name.value),
                "put it into an optional tail of the format",
            )),
        }
    });
    Ok(Unstable { labels, adds: adds.transpose()? })
}
