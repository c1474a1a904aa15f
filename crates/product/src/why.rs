//! The derivation of a version, step by step.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use version::{Given, Scope, Version};

use crate::impact::{Need, Pending, Standing, standing};
use crate::line::LineState;
use crate::minimum::{configured, newest_core};
use crate::status::moves_alone;
use crate::{Inventory, PlanError, Product, Snapshot, line_state};

/// Why component `index` has the version that it has, and what a patch would make of it: one
/// sentence a step, in order.
///
/// # Errors
/// What the snapshot still lacks; a configuration that cannot be meant.
pub fn why(product: &Product, snapshot: &Snapshot, index: usize) -> Result<Vec<String>, PlanError> {
    let inventory = Inventory::take(product, snapshot)?;
    let Some(component) = product.components.get(index) else { return Ok(Vec::new()) };
    let Some(line) = product.lines.get(component.line) else { return Ok(Vec::new()) };
    let sound = inventory.configured().map_err(PlanError::from);
    sound.map_err(|error| error.bound(Some(&line.scheme)))?;
    let state = line_state(product, snapshot, &inventory, component.line);
    let baselines: Vec<_> = state.baselines.iter().map(Option::as_ref).collect();
    let pending = Pending::take(product, snapshot, &inventory, &baselines);
    let standing = standing(product, snapshot, &inventory, &state, &pending, index);
    let standing = standing.as_ref();
    let (name, form) = (&component.name, &component.form);
    let mut steps = Vec::new();
    let baseline = state.baseline(index);
    match (inventory.own(index).first(), inventory.version(index)) {
        (Some(own), Some(version)) => {
            let through = if own.shared { ", inherited from" } else { " in" };
            steps.push(format!("{name} is {version}: `{}`{through} {}", own.text, own.path));
        }
        (Some(own), None) => {
            steps.push(format!("{name} has no version: `{}` in {} is not one", own.text, own.path));
        }
        (None, _) => steps.push(format!("{name} has no manifest: its version is in its tags")),
    }
    match baseline {
        Some(baseline) => steps.push(format!(
            "its last release is {}: tag {} is the highest of its {} {}",
            baseline.version,
            baseline.tag,
            snapshot.tags.released(tags::OwnerId::Component(index)).len().max(1),
            if state.range.is_some() { "tags within this branch's range" } else { "tags" },
        )),
        None => steps.push(format!("{name} was never released: no tag is its")),
    }
    if let Some(pre) = state.pres.get(index).and_then(Option::as_ref) {
        let (version, tag) = (&pre.release.version, &pre.release.tag);
        steps.push(match form.promote(version).ok().filter(|_| pre.pending) {
            Some(to) => format!("{version} is pending: tag {tag}; `release` promotes it to {to}"),
            None => {
                format!("{version} was a pre-release (tag {tag}), which the line has gone past")
            }
        });
    }
    let latest = state.latest(index);
    let current = inventory.version(index).or(latest.map(|latest| &latest.version));
    if let (Some(current), Some(latest)) = (inventory.version(index), latest)
        && !form.same(current, &latest.version)
    {
        steps.push(format!(
            "the two differ: {current} was written by hand, or by a release without its tag"
        ));
    }
    let Some(version) = &state.version else {
        steps.push("no part is shared: there is no line".into());
        next(&mut steps, &inventory, &state, snapshot, product, (index, standing));
        return Ok(steps);
    };
    let shared: Vec<&str> = line
        .scheme
        .parts()
        .iter()
        .filter(|part| part.scope == Scope::Product)
        .map(|part| part.name.as_str())
        .collect();
    steps.push(format!(
        "the line ({}) is at {version}, held there by {}",
        shared.join("."),
        state.held_by.as_deref().unwrap_or("nothing"),
    ));
    if let Some(current) = current {
        let line = form.line(current);
        steps.push(if LineState::lags(form, current, Some(version)) {
            format!("{name} lags: {line} is below {version}")
        } else if line > *version {
            format!("{name} is a pre-release of the line {line}, which does not count yet")
        } else {
            format!("{name} is on the line")
        });
    }
    next(&mut steps, &inventory, &state, snapshot, product, (index, standing));
    Ok(steps)
}

/// What a patch today would do, step by step.
fn next(
    steps: &mut Vec<String>,
    inventory: &Inventory,
    state: &LineState,
    snapshot: &Snapshot,
    product: &Product,
    (index, standing): (usize, Option<&Standing<'_>>),
) {
    let Some(component) = product.components.get(index) else { return };
    let form = &component.form;
    let latest = state.latest(index).map(|latest| &latest.version);
    let Some(part) = form.lowest_bumpable() else { return };
    let Some(current) = inventory.version(index).or(latest) else { return };
    let part_name = form.parts().get(part.0).map_or("", |part| part.name.as_str());
    steps.extend(standing.into_iter().flat_map(asked));
    if !moves_alone(product, index) {
        steps.push(format!("`{part_name}` is shared: it moves for all components together"));
        return;
    }
    if let Some(pending) = state.pending(index) {
        let pending = &pending.version;
        steps.push(format!("a patch today is refused: {pending} is promoted or followed first"));
        return;
    }
    let newest = newest_core(product, state, component.line);
    let minimum = configured(component, Some(current), newest);
    let given = Given { date: snapshot.date, external: None, minimum };
    if let (Scope::Product, Some(line)) = (form.scope_of(part), &state.version) {
        let next = form.next_line(line, part, &given);
        steps.push(match next.and_then(|next| form.take(current, &next, &given)) {
            Ok(to) => refused(standing, &to).unwrap_or_else(|| {
                format!(
                    "a patch today moves `{part_name}` of the line, for {} alone: {current} → {to}",
                    component.name,
                )
            }),
            Err(error) => format!("a patch today is refused: {error}"),
        });
        return;
    }
    let start = match &state.version {
        Some(version) => form.onto(current, version, &given),
        None => current.clone(),
    };
    if start != *current {
        steps.push(format!("a patch first catches up: {current} → {start}"));
    }
    let name =
        |part: version::PartId| form.parts().get(part.0).map_or("", |part| part.name.as_str());
    let mut moved = name(part);
    if let (Some(minimum), Some(stated)) = (minimum, form.minimum()) {
        moved = name(stated);
        steps.push(format!(
            "release.toml has it need {minimum} of the core, which it does not say yet"
        ));
    }
    match form.bump(&start, part, &given) {
        Ok(next) => steps.push(
            refused(standing, &next)
                .unwrap_or_else(|| format!("a patch today moves `{moved}`: {start} → {next}")),
        ),
        Err(error) => steps.push(format!("a patch today is refused: {error}")),
    }
    let embedded: Vec<&str> = component
        .embeds
        .iter()
        .filter_map(|i| product.components.get(*i))
        .map(|c| c.name.as_str())
        .collect();
    if !embedded.is_empty() {
        steps.push(format!("it moves with what it embeds: {}", embedded.join(", ")));
    }
}

/// What pending changes ask of the next release, a sentence each.
fn asked(standing: &Standing<'_>) -> Vec<String> {
    let told = standing.needs.iter().map(|need| {
        let Need { pending, impact, .. } = need;
        let (id, path, part) = (&impact.id, &pending.path, standing.part_name(need));
        let verb = if impact.may { "allows" } else { "needs" };
        match pending.inferred() {
            None => format!("a pending change {verb} `{part}`: `{id}`, in {path}"),
            Some(words) => format!("{path} suggests `{part}`: `{id}`, for {words}"),
        }
    });
    told.collect()
}

/// That a patch to `to` would fall short of what is pending, if it would.
fn refused(standing: Option<&Standing<'_>>, to: &Version) -> Option<String> {
    let standing = standing?;
    let unmet = standing.unmet(to);
    let highest = unmet.iter().min_by_key(|need| need.part)?;
    let (id, part) = (&highest.impact.id, standing.part_name(highest));
    Some(format!("a patch today is refused: `{to}` is less than `{id}` needs, which is `{part}`"))
}
