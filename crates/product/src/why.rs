//! The derivation of a version, step by step.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{Explain as _, Place, RepoPath};
use version::{Form, Given, Scope, Subset, Version};

use crate::impact::{Need, Pending, Standing, standing};
use crate::line::LineState;
use crate::minimum::{configured, newest_core};
use crate::{Inventory, PlanError, Product, Request, Snapshot, line_state, plan};

/// Why component `index` has the version that it has, and what a patch would make of it: one
/// sentence a step, in order. The snapshot holds what [`Purpose::Status`](crate::Purpose::Status)
/// needs, and what planning [`Request::patch_of`] it does.
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
    let ahead = inventory.development(index);
    match (inventory.own(index).first(), inventory.version(index)) {
        _ if inventory.unread(index).is_some() => {
            steps.extend(inventory.unread(index).map(|wrong| {
                format!("{name} has no version that can be read: {}", wrong.with_place(snapshot))
            }))
        }
        (Some(own), Some(version)) => {
            let through = if own.shared { ", inherited from" } else { " in" };
            steps.push(format!("{name} is {version}: `{}`{through} {}", own.text, own.path));
        }
        (Some(own), None) => steps.push(match ahead {
            Some(ahead) => format!(
                "{name} is in development of {ahead}: `{}` in {}, which no release is called",
                own.text, own.path
            ),
            None => {
                format!("{name} has no version: `{}` in {} is not one", own.text, own.path)
            }
        }),
        (None, _) => steps.push(format!("{name} has no manifest: its version is in its tags")),
    }
    match baseline {
        Some(baseline) => {
            let (version, tag) = (&baseline.version, &baseline.tag);
            let which = match counted(snapshot, &state, form, index, version) {
                // Others may be there that do not count, such as pre-releases.
                0 | 1 => String::new(),
                many => format!(" is the highest of its {many} tags"),
            };
            let scope = match state.in_range(form, version) {
                true if state.range.is_some() => " within this branch's range",
                true => "",
                false => " before this branch's range, which has none",
            };
            steps.push(format!("its last release is {version}: tag {tag}{which}{scope}"));
        }
        None if snapshot.shallow => {
            steps.push(format!("no tag in this clone is of {name}, and the clone is shallow"));
        }
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
    let current = state.current(&inventory, index);
    if let (Some(current), Some(latest)) = (inventory.version(index), latest)
        && !form.same(current, &latest.version)
    {
        steps.push(match state.beyond_range(snapshot, (index, form), current) {
            Some(tag) => {
                format!("the two differ: {current} is out as {tag}, above this branch's range")
            }
            None => format!(
                "the two differ: {current} was written by hand, or by a release without its tag"
            ),
        });
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
    let unreleased = state.released && state.released_line.as_ref() != Some(version);
    steps.push(format!(
        "the line ({}) is at {version}, held there by {}{}",
        shared.join("."),
        state.held_by.as_deref().unwrap_or("nothing"),
        if unreleased { ", which was never released" } else { "" },
    ));
    if let Some(current) = current {
        let line = form.line(current);
        steps.push(if LineState::lags(form, current, Some(version)) {
            format!("{name} lags: {line} is below {version}")
        } else if line > *version && !form.is_pre(current) {
            format!("{name} is ahead of the line: {line} is above {version}")
        } else if line > *version {
            format!("{name} is a pre-release of the line {line}, which does not count yet")
        } else {
            format!("{name} is on the line")
        });
    }
    next(&mut steps, &inventory, &state, snapshot, product, (index, standing));
    Ok(steps)
}

/// What a patch today would do, step by step: as it is planned.
fn next(
    steps: &mut Vec<String>,
    inventory: &Inventory,
    state: &LineState,
    snapshot: &Snapshot,
    product: &Product,
    (index, standing): (usize, Option<&Standing<'_>>),
) {
    let Some(component) = product.components.get(index) else { return };
    if snapshot.shallow {
        steps.push("what a patch would make of it is not known: history is cut off".into());
        return;
    }
    let form = &component.form;
    let current = state.current(inventory, index);
    steps.extend(standing.into_iter().flat_map(asked));
    let Some(part) = form.lowest_bumpable() else { return };
    let name =
        |part: version::PartId| form.parts().get(part.0).map_or("", |part| part.name.as_str());
    if !moves_alone(product, index) {
        steps.push(format!("`{}` is shared: it moves for all components together", name(part)));
        return;
    }
    let plan = match plan(product, snapshot, &Request::patch_of(&component.name)) {
        Ok(plan) => plan,
        Err(error) => {
            // Where it stands in a change file, nobody can guess.
            let line = error.place().and_then(|place| match &place {
                Place::File { path, .. } => {
                    let path = RepoPath::new(path).ok()?;
                    path.is_within(&product.changes).then(|| snapshot.spot(&place))?
                }
                _ => None,
            });
            let line = line.map_or_else(String::new, |line| format!(" ({line})"));
            steps.push(format!("a patch today is refused: {error}{line}"));
            return;
        }
    };
    let step = plan.components.iter().find(|step| step.name == component.name);
    let Some(to) = step.and_then(|step| form.parse(&step.to).ok()) else { return };
    let given = Given { date: snapshot.date, external: None, minimum: None };
    let shared = form.scope_of(part) == Scope::Product;
    let start = current.map(|current| match state.version.as_ref().filter(|_| !shared) {
        Some(line) => form.onto(current, line, &given),
        None => current.clone(),
    });
    if let (Some(current), Some(start)) = (current, &start)
        && start != current
    {
        steps.push(format!("a patch first catches up: {current} → {start}"));
    }
    let newest = newest_core(product, state, component.line);
    if let Some(minimum) = configured(component, current, newest) {
        steps.push(format!(
            "release.toml has it need {minimum} of the core, which it does not say yet"
        ));
    }
    let moved = start.as_ref().and_then(|start| form.moved(start, &to)).unwrap_or(part);
    let from = start.map_or_else(String::new, |start| format!("{start} → "));
    let of =
        if shared { format!(" of the line, for {} alone", component.name) } else { String::new() };
    steps.push(format!("a patch today moves `{}`{of}: {from}{to}", name(moved)));
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

/// Whether component `at` may be released without the others of its line: by the scheme, or because
/// there are none.
fn moves_alone(product: &Product, at: usize) -> bool {
    let Some(component) = product.components.get(at) else { return false };
    let Some(line) = product.lines.get(component.line) else { return false };
    let mut members = product.members(component.line);
    line.scheme.release().subset != Subset::Refuse || members.all(|(index, _)| index == at)
}

/// Of how many of the tags of component `index` the one of `last` is the highest: those in the
/// branch's range, or those that come before it; of a final one, those of final releases.
fn counted(
    snapshot: &Snapshot,
    state: &LineState,
    form: &Form,
    index: usize,
    last: &Version,
) -> usize {
    let within = state.in_range(form, last);
    let released = snapshot.tags.released(tags::OwnerId::Component(index)).iter();
    // Beside a final release, pre-releases are told apart.
    let pre = form.is_pre(last);
    let alike = released.filter(|one| pre || !one.pre);
    let alike = alike.filter(|one| state.in_range(form, &one.version) == within);
    alike.filter(|one| within || one.key <= form.key(last)).count()
}
