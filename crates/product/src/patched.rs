//! What a patch would make of each component today, or that it would be refused (SEMANTICS 28): for
//! all of a line at once, where a plan for each would look at all the others every time.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use version::{BumpError, CompatSeverity, Date, Given, Scope, Version};

use crate::inventory::Edge;
use crate::line::LineState;
use crate::minimum::{configured, newest_core};
use crate::module_path::outgrown;
use crate::pairs::{Change, Pair, Versions, pairs, worsened};
use crate::plan::MOST_BORROWED_DAYS;
use crate::plan::own::reached;
use crate::plan::tagging::slots;
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
        Self { product, snapshot, inventory, state, around, required, sharing, beside, versions }
    }

    /// What `patch NAME` would make of component `at` today; `None` where it would be refused.
    pub(crate) fn of(&self, at: usize) -> Option<Version> {
        if self.snapshot.cut {
            return None;
        }
        let mut moving = self.moving(BTreeSet::from([at]));
        loop {
            let (next, date) = self.first_day(at, &moving)?;
            let all = self.with_dependants(&moving, date)?;
            if all.len() == moving.len() {
                let released = self.is_tagged(at, &next, &moving)
                    && self.is_written(&moving, date)
                    && self.keeps_together(&moving, date);
                return Some(next).filter(|_| released);
            }
            moving = all;
        }
    }

    /// What component `at` becomes, and the first day on which all that move can.
    fn first_day(&self, at: usize, moving: &BTreeSet<usize>) -> Option<(Version, Date)> {
        let components = || moving.iter().filter_map(|index| self.product.components.get(*index));
        let borrows = components().any(|component| component.form.borrows());
        let mut date = self.snapshot.date;
        for _ in 0..=MOST_BORROWED_DAYS {
            match self.on(date, at, moving) {
                Ok(next) => return Some((next, date)),
                Err(Refused::Day) if borrows => date = date.tomorrow().ok()?,
                Err(_) => return None,
            }
        }
        None
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
    fn with_dependants(&self, moving: &BTreeSet<usize>, date: Date) -> Option<BTreeSet<usize>> {
        let mut all = moving.clone();
        for index in moving {
            for (dependant, edge) in self.required.get(*index).into_iter().flatten() {
                let Some(to) = self.to(*index, date).filter(|_| !moving.contains(dependant)) else {
                    continue;
                };
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
    fn to(&self, index: usize, date: Date) -> Option<Version> {
        let further = self.state.pending(index).map(|pre| pre.version.clone());
        further.or_else(|| self.alone(index, date).ok())
    }

    /// The same on one day, which has to be free for all that move.
    fn on(&self, date: Date, at: usize, moving: &BTreeSet<usize>) -> Result<Version, Refused> {
        for outer in moving.iter().filter(|outer| **outer != at) {
            // What only comes along goes on with its own pre-release, where it has one.
            let alone =
                |part| self.form(*outer).is_some_and(|form| form.scope_of(part) != Scope::Product);
            let lowest = self.form(*outer).and_then(version::Form::lowest_bumpable);
            if !(self.state.pending(*outer).is_some() && lowest.is_some_and(alone)) {
                self.alone(*outer, date)?;
            }
        }
        self.alone(at, date)
    }

    fn form(&self, index: usize) -> Option<&version::Form> {
        self.product.components.get(index).map(|component| &component.form)
    }

    /// What a patch makes of one component by itself.
    fn alone(&self, at: usize, date: Date) -> Result<Version, Refused> {
        let (state, inventory) = (self.state, self.inventory);
        let always = || Refused::Always;
        let component = self.product.components.get(at).ok_or_else(always)?;
        let form = &component.form;
        let part = form.lowest_bumpable().ok_or_else(always)?;
        let latest = state.latest(at).map(|latest| &latest.version);
        let current = inventory.version(at).or(latest);
        let agrees = latest.zip(current).is_none_or(|(latest, current)| form.same(latest, current));
        let ready = inventory.sound(at).is_ok() && agrees && self.is_reachable(at);
        if !ready || !moves_alone(self.product, at) || state.pending(at).is_some() {
            return Err(Refused::Always);
        }
        let newest = newest_core(self.product, state, component.line);
        let minimum = configured(component, current, newest);
        let given = Given { date, external: None, minimum };
        let next = match (current, &state.version) {
            (current, Some(line)) if form.scope_of(part) == Scope::Product => {
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
        if rises && state.in_range(form, &next) && self.has_its_core(component, &next) {
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

    /// Whether the core that a version says it runs on is out (DIAV-7).
    fn has_its_core(&self, component: &Component, version: &Version) -> bool {
        let stated = component.form.minimum().and_then(|part| version.value(part));
        let (Some(stated), Some(_)) = (stated, crate::minimum::core(self.product, component.line))
        else {
            return true;
        };
        newest_core(self.product, self.state, component.line).is_some_and(|newest| stated <= newest)
    }

    /// Whether all that state the version of one that moves can say the new one: no slot is somebody
    /// else's who stays or gets another (SEMANTICS 12), no listed file says another than the primary
    /// slot (SEMANTICS 20), no package has a name that only other versions have.
    fn is_written(&self, moving: &BTreeSet<usize>, date: Date) -> bool {
        let to = |index: &usize| self.to(*index, date).filter(|_| moving.contains(index));
        moving.iter().all(|index| {
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
    fn keeps_together(&self, moving: &BTreeSet<usize>, date: Date) -> bool {
        let to = |index: usize| moving.contains(&index).then(|| self.to(index, date)).flatten();
        let change = Change { to: &to, versions: &self.versions };
        let beside = moving.iter().filter_map(|index| self.beside.get(*index)).flatten().copied();
        let mut worse = worsened(self.product, beside, &change);
        worse.all(|after| after.verdict.severity != CompatSeverity::Block)
    }

    /// Whether the release would make a tag: somebody's own, one's that comes along because of its
    /// requirement included, or the product's where the line moves. A name that is taken is none.
    fn is_tagged(&self, at: usize, next: &Version, moving: &BTreeSet<usize>) -> bool {
        let Some(component) = self.product.components.get(at) else { return false };
        let own = component.tag.as_ref().map(|tag| tag.write(next.as_str()));
        if let Some(name) = own {
            return name.is_ok_and(|name| self.snapshot.tags.clash(&name).is_none());
        }
        let others = moving.iter().filter_map(|index| self.product.components.get(*index));
        let line = component.form.line(next);
        let moves = !line.is_empty() && self.state.version.as_ref() < Some(&line);
        let product = self.product.lines.get(component.line).filter(|line| line.tag.is_some());
        others.clone().any(|other| other.tag.is_some()) || (moves && product.is_some())
    }
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
