//! What a patch would make of each component today, or that it would be refused (SEMANTICS 28): for
//! all of a line at once, where a plan for each would look at all the others every time.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::cell::OnceCell;

use version::{BumpError, CompatSeverity, Date, EmbedsLevel, Given, PartId, Scope, Version};

use crate::inventory::Edge;
use crate::line::LineState;
use crate::minimum::{configured, core, is_out, newest_core};
use crate::module_path::outgrown;
use crate::pairs::{Change, Pair, Versions, pairs, worsened};
use crate::plan::MOST_BORROWED_DAYS;
use crate::plan::borrow::Taken;
use crate::plan::development::reached;
use crate::plan::shared_slots::slots;
use crate::status::moves_alone;
use crate::{Component, Inventory, Product, Snapshot};

/// A line, ready to be asked of any component of it.
pub(crate) struct Patched<'a> {
    product: &'a Product,
    snapshot: &'a Snapshot,
    inventory: &'a Inventory,
    state: &'a LineState,
    /// By component: those that embed it.
    around: Vec<Vec<usize>>,
    /// By component: those that have a slot with it that states their version, itself included.
    sharing: Vec<Vec<usize>>,
    /// By component: the pairs that it is in.
    beside: Vec<Vec<Pair<'a>>>,
    /// By component: who requires it, and how.
    required: Vec<Vec<(usize, &'a Edge)>>,
    versions: Versions<'a>,
    /// The days that the line was released on, once one is in the way.
    taken: OnceCell<Taken>,
}

/// Those that move together, and how.
struct Moving {
    /// The component that is patched.
    at: usize,
    /// Its lowest part, where that is shared: all of them come to the line's next.
    line: Option<PartId>,
    /// It, and all that come along.
    all: BTreeSet<usize>,
}

/// Why a component cannot be patched.
enum Refused {
    /// Its version has the day already.
    Day,
    /// Whatever the day.
    Always,
}

impl<'a> Patched<'a> {
    pub(crate) fn new(
        product: &'a Product,
        snapshot: &'a Snapshot,
        inventory: &'a Inventory,
        state: &'a LineState,
    ) -> Self {
        let mut around = alloc::vec![Vec::new(); product.components.len()];
        for (outer, component) in product.components.iter().enumerate() {
            for inner in component.embeds.iter().filter(|_| !component.retired) {
                around
                    .get_mut(*inner)
                    .into_iter()
                    .for_each(|around: &mut Vec<_>| around.push(outer));
            }
        }
        let mut beside = alloc::vec![Vec::new(); product.components.len()];
        for pair in pairs(product) {
            for at in [pair.consumer, pair.said.provider] {
                beside.get_mut(at).into_iter().for_each(|beside: &mut Vec<_>| beside.push(pair));
            }
        }
        let mut sharing = alloc::vec![Vec::new(); product.components.len()];
        let current = |index| inventory.version(index).or(Some(&state.latest(index)?.version));
        for group in slots(product, inventory, current).into_values() {
            for at in group.iter().filter(|_| group.len() > 1) {
                sharing
                    .get_mut(*at)
                    .into_iter()
                    .for_each(|all: &mut Vec<_>| all.extend_from_slice(&group));
            }
        }
        let mut required = alloc::vec![Vec::new(); product.components.len()];
        for (at, _) in product.components.iter().enumerate().filter(|(_, one)| !one.retired) {
            for edge in inventory.requires(at) {
                required
                    .get_mut(edge.on)
                    .into_iter()
                    .for_each(|on: &mut Vec<_>| on.push((at, edge)));
            }
        }
        let versions = Versions::new(product, snapshot, inventory, state);
        let taken = OnceCell::new();
        Self {
            product,
            snapshot,
            inventory,
            state,
            around,
            required,
            sharing,
            beside,
            versions,
            taken,
        }
    }

    /// What `patch NAME` would make of component `at` today; `None` where it would be refused.
    pub(crate) fn of(&self, at: usize) -> Option<Version> {
        if self.snapshot.cut {
            return None;
        }
        let form = self.form(at)?;
        let line = form.lowest_bumpable().filter(|part| form.scope_of(*part) == Scope::Product);
        let mut moving = Moving { at, line, all: self.moving(BTreeSet::from([at])) };
        loop {
            let (next, date) = self.first_day(&moving)?;
            let all = self.with_dependants(&moving, date)?;
            if all.len() == moving.all.len() {
                let released = self.is_tagged(&next, &moving)
                    && self.is_written(&moving, date)
                    && self.keeps_together(&moving, date);
                return Some(next).filter(|_| released);
            }
            moving.all = all;
        }
    }

    /// What the component becomes, and the first day on which all that move can.
    fn first_day(&self, moving: &Moving) -> Option<(Version, Date)> {
        let mut forms = moving.all.iter().filter_map(|index| self.form(*index));
        let borrows = forms.any(version::Form::borrows);
        let mut date = self.snapshot.date;
        for _ in 0..=MOST_BORROWED_DAYS {
            match self.on(date, moving) {
                Ok(next) => return Some((next, date)),
                Err(Refused::Day) if borrows && self.is_taken(moving, date) => {
                    date = date.tomorrow().ok()?;
                }
                Err(_) => return None,
            }
        }
        None
    }

    /// Whether one of those that move passes over `date`.
    fn is_taken(&self, moving: &Moving, date: Date) -> bool {
        let line = self.product.components.get(moving.at).map_or(0, |component| component.line);
        let taken = || Taken::of(self.product, self.snapshot, self.inventory, line);
        let forms = moving.all.iter().filter_map(|index| self.product.components.get(*index));
        self.taken.get_or_init(taken).has(forms.map(|component| &component.form), date)
    }

    /// These, and all that move because they embed one of them.
    fn moving(&self, mut moving: BTreeSet<usize>) -> BTreeSet<usize> {
        let mut open: Vec<usize> = moving.iter().copied().collect();
        while let Some(inner) = open.pop() {
            for outer in self.around.get(inner).into_iter().flatten() {
                if moving.insert(*outer) {
                    open.push(*outer);
                }
            }
        }
        moving
    }

    /// Those that move, and those that move with them because they require one of them as it was
    /// (SEMANTICS 11); `None` where that is on another line, or cannot be told.
    fn with_dependants(&self, moving: &Moving, date: Date) -> Option<BTreeSet<usize>> {
        let mut all = moving.all.clone();
        for index in &moving.all {
            for (dependant, edge) in self.required.get(*index).into_iter().flatten() {
                let stays = !moving.all.contains(dependant);
                let Some(to) = self.to(*index, date, moving).filter(|_| stays) else { continue };
                if !edge.admits(self.product, &to).ok()? {
                    let line = |at: usize| self.product.components.get(at).map(|one| one.line);
                    if line(*dependant) != line(*index) {
                        return None;
                    }
                    all.insert(*dependant);
                }
            }
        }
        Some(self.moving(all))
    }

    /// What a component becomes that moves: what only comes along with its own pre-release gets a
    /// further one of the same version.
    fn to(&self, index: usize, date: Date, moving: &Moving) -> Option<Version> {
        let further = self.state.pending(index).map(|pre| pre.version.clone());
        further.or_else(|| self.one(index, date, moving).ok())
    }

    /// The same on one day, which has to be free for all that move.
    fn on(&self, date: Date, moving: &Moving) -> Result<Version, Refused> {
        for outer in moving.all.iter().filter(|outer| **outer != moving.at) {
            // What only comes along goes on with its own pre-release, where it has one.
            if self.state.pending(*outer).is_none() || moving.line.is_some() {
                self.one(*outer, date, moving)?;
            }
        }
        self.one(moving.at, date, moving)
    }

    /// The part of its own that a component moves: the lowest, or the scheme's level where it
    /// embeds one that moves, whichever is higher. Nobody comes along by a shared one.
    fn part(&self, index: usize, moving: &Moving) -> Option<PartId> {
        let component = self.product.components.get(index)?;
        let lowest = component.form.lowest_bumpable()?;
        let embeds = component.embeds.iter().any(|inner| moving.all.contains(inner));
        let line = self.product.lines.get(component.line)?;
        let part = match line.scheme.embeds_level() {
            EmbedsLevel::Part(level) if embeds => level.min(lowest),
            _ => lowest,
        };
        (component.form.scope_of(part) != Scope::Product).then_some(part)
    }

    fn form(&self, index: usize) -> Option<&version::Form> {
        self.product.components.get(index).map(|component| &component.form)
    }

    /// What a patch makes of one of those that move.
    fn one(&self, at: usize, date: Date, moving: &Moving) -> Result<Version, Refused> {
        let (state, inventory) = (self.state, self.inventory);
        let always = || Refused::Always;
        let component = self.product.components.get(at).ok_or_else(always)?;
        let form = &component.form;
        let latest = state.latest(at).map(|latest| &latest.version);
        let current = inventory.version(at).or(latest);
        let agrees = latest.zip(current).is_none_or(|(latest, current)| form.same(latest, current));
        let ready = inventory.sound(at).is_ok() && agrees && self.is_reachable(at);
        if !ready || !moves_alone(self.product, at) || state.pending(at).is_some() {
            return Err(Refused::Always);
        }
        let newest = self.newest(at, date, moving);
        let minimum = configured(component, current, newest);
        let given = Given { date, external: None, minimum };
        let own = || self.part(at, moving).ok_or_else(always);
        let part = moving.line.map_or_else(own, Ok)?;
        let next = match (current, &state.version) {
            (current, Some(line)) if moving.line.is_some() => {
                let next = form.next_line(line, part, &given)?;
                match current {
                    Some(current) => form.take(current, &next, &given)?,
                    None => form.fresh(&next, &given),
                }
            }
            (Some(current), Some(line)) => {
                form.bump(&form.onto(current, line, &given), part, &given)?
            }
            // A new component joins on the line (SEMANTICS 4).
            (None, Some(line)) => form.bump(&form.fresh(line, &given), part, &given)?,
            (Some(current), None) => form.bump(current, part, &given)?,
            // What its manifest leads to comes first (SEMANTICS 31).
            (None, None) => {
                reached(form, inventory.development(at).ok_or_else(always)?, part, &given)?
            }
        };
        let rises = current.is_none_or(|current| form.key(&next) > form.key(current));
        if rises
            && state.in_range(form, &next)
            && has_its_core(self.product, component, &next, newest)
        {
            Ok(next)
        } else {
            Err(if rises || !form.dates() { Refused::Always } else { Refused::Day })
        }
    }

    /// Whether its last release is in this branch's history, or the branch sees a range only
    /// (SEMANTICS 18).
    fn is_reachable(&self, at: usize) -> bool {
        let Some(latest) = self.state.latest(at).filter(|_| self.state.range.is_none()) else {
            return true;
        };
        let tagged = self.snapshot.tagged.get(&latest.tag).and_then(Option::as_ref);
        tagged.is_none_or(|tagged| tagged.ancestor)
    }

    /// The number of the core's newest release once component `at` is out; that it is released with
    /// them, or was before.
    fn newest(&self, at: usize, date: Date, moving: &Moving) -> Option<u64> {
        let line = self.product.components.get(at)?.line;
        let (index, part) = core(self.product, line)?;
        if index != at && moving.all.contains(&index) {
            return self.to(index, date, moving)?.value(part);
        }
        newest_core(self.product, self.state, line)
    }

    /// Whether all that state the version of one that moves can say the new one: no slot is somebody
    /// else's who stays or gets another (SEMANTICS 12), no listed file says another than the primary
    /// slot (SEMANTICS 20), no package has a name that only other versions have.
    fn is_written(&self, moving: &Moving, date: Date) -> bool {
        let to =
            |index: &usize| self.to(*index, date, moving).filter(|_| moving.all.contains(index));
        moving.all.iter().all(|index| {
            let (Some(component), Some(next)) = (self.product.components.get(*index), to(index))
            else {
                return true;
            };
            let sharing = self.sharing.get(*index).into_iter().flatten();
            let mut shared = sharing.filter(|other| *other != index);
            let latest = self.state.latest(*index).map(|latest| &latest.version);
            let current = self.inventory.version(*index).or(latest);
            let agrees = self.inventory.holding(*index).is_none_or(|holding| {
                let mut listed = holding.own.iter().skip(1).filter(|own| own.must_agree());
                listed.all(|own| holding.agrees(&component.form, own, current))
            });
            agrees
                && shared.all(|other| to(other).as_ref() == Some(&next))
                && self.is_named(*index, &next)
        })
    }

    /// Whether its packages have no name that the new version outgrows.
    fn is_named(&self, index: usize, next: &Version) -> bool {
        let last = self.state.baseline(index).map(|last| &last.version);
        outgrown(self.product, self.inventory, index, (last, next))
            .iter()
            .all(|(_, before)| *before)
    }

    /// Whether no pair would be left with versions that must not be used together (SEMANTICS 32).
    fn keeps_together(&self, moving: &Moving, date: Date) -> bool {
        let to = |index: usize| {
            moving.all.contains(&index).then(|| self.to(index, date, moving)).flatten()
        };
        let change = Change { to: &to, versions: &self.versions };
        let beside =
            moving.all.iter().filter_map(|index| self.beside.get(*index)).flatten().copied();
        let mut worse = worsened(self.product, beside, &change);
        worse.all(|after| after.verdict.severity != CompatSeverity::Block)
    }

    /// Whether the release would make a tag: somebody's own, one's that comes along because of its
    /// requirement included, or the product's where the line moves. A name that is taken is none.
    fn is_tagged(&self, next: &Version, moving: &Moving) -> bool {
        let Some(component) = self.product.components.get(moving.at) else { return false };
        let own = component.tag.as_ref().map(|tag| tag.write(next.as_str()));
        if let Some(name) = own {
            return name.is_ok_and(|name| self.snapshot.tags.clash(&name).is_none());
        }
        let others = moving.all.iter().filter_map(|index| self.product.components.get(*index));
        let line = component.form.line(next);
        let moves = !line.is_empty() && self.state.version.as_ref() < Some(&line);
        let product = self.product.lines.get(component.line).filter(|line| line.tag.is_some());
        others.clone().any(|other| other.tag.is_some()) || (moves && product.is_some())
    }
}

/// Whether the core that a version says it runs on is out (DIAV-7), where its newest release is known
/// by `newest`; where the product has no core, nobody can tell.
fn has_its_core(
    product: &Product,
    component: &Component,
    version: &Version,
    newest: Option<u64>,
) -> bool {
    let stated = component.form.minimum().and_then(|part| version.value(part));
    let known = stated.filter(|_| core(product, component.line).is_some());
    known.is_none_or(|stated| is_out(stated, newest))
}

impl From<BumpError> for Refused {
    fn from(error: BumpError) -> Self {
        match error {
            BumpError::AlreadyThatDay { .. } | BumpError::NotRising { dated: true, .. } => {
                Self::Day
            }
            _ => Self::Always,
        }
    }
}
