//! The derivation of a version, step by step.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{Explain as _, Place, RepoPath};
use version::{Form, Given, PartId, Scope, Subset, Version};

use crate::impact::{Need, Pending, Standing, standing};
use crate::line::LineState;
use crate::minimum::{configured, newest_core};
use crate::{Component, Inventory, Line, PlanError, Product, Request, Snapshot, line_state, plan};

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
    let state = &line_state(product, snapshot, &inventory, component.line);
    let baselines: Vec<_> = state.baselines.iter().map(Option::as_ref).collect();
    let pending = &Pending::take(product, snapshot, &inventory, &baselines);
    let inventory = &inventory;
    let look = Look { product, snapshot, inventory, state, pending, index, component, line };
    let mut steps = alloc::vec![look.stated(), look.released()];
    steps.extend(look.pre_released());
    steps.extend(look.differing());
    steps.extend(look.on_the_line());
    steps.extend(look.next());
    Ok(steps)
}

/// A component, and all that tells why it has its version.
struct Look<'a> {
    product: &'a Product,
    snapshot: &'a Snapshot,
    inventory: &'a Inventory,
    /// How its line stands.
    state: &'a LineState,
    pending: &'a Pending,
    index: usize,
    component: &'a Component,
    line: &'a Line,
}

impl Look<'_> {
    /// The version that it has now.
    fn current(&self) -> Option<&Version> {
        self.state.current(self.inventory, self.index)
    }

    /// What its manifest says.
    fn stated(&self) -> String {
        let Self { inventory, index, component: Component { name, .. }, .. } = *self;
        if let Some(wrong) = inventory.unread(index) {
            let wrong = wrong.with_place(self.snapshot);
            return format!("{name} has no version that can be read: {wrong}");
        }
        let Some(own) = inventory.own(index).first() else {
            return format!("{name} has no manifest: its version is in its tags");
        };
        let (text, path) = (&own.text, &own.path);
        match (inventory.version(index), inventory.development(index)) {
            (Some(version), _) => {
                let through = if own.shared { ", inherited from" } else { " in" };
                format!("{name} is {version}: `{text}`{through} {path}")
            }
            (None, Some(ahead)) => format!(
                "{name} is in development of {ahead}: `{text}` in {path}, which no release is called"
            ),
            (None, None) => format!("{name} has no version: `{text}` in {path} is not one"),
        }
    }

    /// Its last final release.
    fn released(&self) -> String {
        let Self { state, component: Component { name, form, .. }, .. } = *self;
        let Some(baseline) = state.baseline(self.index) else {
            return if self.snapshot.shallow {
                format!("no tag in this clone is of {name}, and the clone is shallow")
            } else {
                format!("{name} was never released: no tag is its")
            };
        };
        let (version, tag) = (&baseline.version, &baseline.tag);
        let which = match counted(self.snapshot, state, form, self.index, version) {
            // Others may be there that do not count, such as pre-releases.
            0 | 1 => String::new(),
            many => format!(" is the highest of its {many} tags"),
        };
        let scope = match state.in_range(form, version) {
            true if state.range.is_some() => " within this branch's range",
            true => "",
            false => " before this branch's range, which has none",
        };
        format!("its last release is {version}: tag {tag}{which}{scope}")
    }

    /// Its pre-release, if there is one since.
    fn pre_released(&self) -> Option<String> {
        let pre = self.state.pres.get(self.index)?.as_ref()?;
        let (version, tag) = (&pre.release.version, &pre.release.tag);
        Some(match self.component.form.promote(version).ok().filter(|_| pre.pending) {
            Some(to) => format!("{version} is pending: tag {tag}; `release` promotes it to {to}"),
            None => {
                format!("{version} was a pre-release (tag {tag}), which the line has gone past")
            }
        })
    }

    /// Where its manifest says something else than its last release.
    fn differing(&self) -> Option<String> {
        let Self { index, component: Component { form, .. }, .. } = *self;
        let current = self.inventory.version(index)?;
        if form.same(current, &self.state.latest(index)?.version) {
            return None;
        }
        Some(match self.state.beyond_range(self.snapshot, (index, form), current) {
            Some(tag) => {
                format!("the two differ: {current} is out as {tag}, above this branch's range")
            }
            None => format!(
                "the two differ: {current} was written by hand, or by a release without its tag"
            ),
        })
    }

    /// Where the line is, and where it stands on that.
    fn on_the_line(&self) -> Vec<String> {
        let Self { state, component: Component { name, form, .. }, .. } = *self;
        let parts = self.line.scheme.parts().iter();
        let shared = parts.filter(|part| part.scope == Scope::Product);
        let shared: Vec<&str> = shared.map(|part| part.name.as_str()).collect();
        if shared.is_empty() {
            return ["no part is shared: there is no line".into()].into();
        }
        let Some(version) = &state.version else {
            let shared = shared.join(".");
            let why = "nothing was released, and no version can be read";
            return [format!("the line ({shared}) is nowhere yet: {why}")].into();
        };
        let unreleased = state.released && state.released_line.as_ref() != Some(version);
        let mut steps = alloc::vec![format!(
            "the line ({}) is at {version}, held there by {}{}",
            shared.join("."),
            state.held_by.as_deref().unwrap_or("nothing"),
            if unreleased { ", which was never released" } else { "" },
        )];
        steps.extend(self.current().map(|current| {
            let line = form.line(current);
            if LineState::lags(form, current, Some(version)) {
                format!("{name} lags: {line} is below {version}")
            } else if line > *version && !form.is_pre(current) {
                format!("{name} is ahead of the line: {line} is above {version}")
            } else if line > *version {
                format!("{name} is a pre-release of the line {line}, which does not count yet")
            } else {
                format!("{name} is on the line")
            }
        }));
        steps
    }

    /// What a patch today would do, step by step: as it is planned.
    fn next(&self) -> Vec<String> {
        let Self { product, snapshot, inventory, state, component, .. } = *self;
        if snapshot.shallow {
            let unknown = "what a patch would make of it is not known: history is cut off";
            return [unknown.into()].into();
        }
        let standing = standing(product, snapshot, inventory, state, self.pending, self.index);
        let mut steps: Vec<String> = standing.iter().flat_map(asked).collect();
        let Some(part) = component.form.lowest_bumpable() else { return steps };
        if !self.moves_alone() {
            let part = self.part_name(part);
            steps.push(format!("`{part}` is shared: it moves for all components together"));
            return steps;
        }
        match plan(product, snapshot, &Request::patch_of(&component.name)) {
            Ok(plan) => {
                let step = plan.components.iter().find(|step| step.name == component.name);
                let to = step.and_then(|step| component.form.parse(&step.to).ok());
                steps.extend(to.iter().flat_map(|to| self.patched(part, to)));
            }
            Err(error) => steps.push(self.refused(&error)),
        }
        steps
    }

    /// What a patch that is planned does, where `part` is the lowest that people bump.
    fn patched(&self, part: PartId, to: &Version) -> Vec<String> {
        let Self { product, state, component, .. } = *self;
        let (name, form) = (&component.name, &component.form);
        let current = self.current();
        let given = Given { date: self.snapshot.date, external: None, minimum: None };
        let shared = form.scope_of(part) == Scope::Product;
        let start = current.map(|current| match state.version.as_ref().filter(|_| !shared) {
            Some(line) => form.onto(current, line, &given),
            None => current.clone(),
        });
        let behind = current.zip(start.as_ref()).filter(|(current, start)| current != start);
        let catches_up =
            behind.map(|(current, start)| format!("a patch first catches up: {current} → {start}"));
        let newest = newest_core(product, state, component.line);
        let needs = configured(component, current, newest).map(|minimum| {
            format!("release.toml has it need {minimum} of the core, which it does not say yet")
        });
        let moved = start.as_ref().and_then(|start| form.moved(start, to)).unwrap_or(part);
        let from = start.map_or_else(String::new, |start| format!("{start} → "));
        let of = if shared { format!(" of the line, for {name} alone") } else { String::new() };
        let moves = format!("a patch today moves `{}`{of}: {from}{to}", self.part_name(moved));
        let embeds = component.embeds.iter().filter_map(|at| product.components.get(*at));
        let embeds: Vec<&str> = embeds.map(|one| one.name.as_str()).collect();
        let along = (!embeds.is_empty())
            .then(|| format!("it moves with what it embeds: {}", embeds.join(", ")));
        [catches_up, needs, Some(moves), along].into_iter().flatten().collect()
    }

    /// Why nothing can be planned.
    fn refused(&self, error: &PlanError) -> String {
        // Where it stands in a change file, nobody can guess.
        let spot = error.place().and_then(|place| {
            let Place::File { path, .. } = &place else { return None };
            let path = RepoPath::new(path).ok()?;
            path.is_within(&self.product.changes).then(|| self.snapshot.spot(&place))?
        });
        let spot = spot.map_or_else(String::new, |spot| format!(" ({spot})"));
        format!("a patch today is refused: {error}{spot}")
    }

    /// Whether it may be released without the others of its line: by the scheme, or because there
    /// are none.
    fn moves_alone(&self) -> bool {
        let mut members = self.product.members(self.component.line);
        self.line.scheme.release().subset != Subset::Refuse
            || members.all(|(index, _)| index == self.index)
    }

    fn part_name(&self, part: PartId) -> &str {
        self.component.form.parts().get(part.0).map_or("", |part| &part.name)
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
