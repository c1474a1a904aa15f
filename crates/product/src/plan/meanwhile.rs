//! What the commit that gets a release's tags has beyond its plan: squashed or rebased, it stands on
//! what came in meanwhile (SEMANTICS 13).

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use place::RepoPath;
use version::{Given, Version};

use super::{Claim, PlanError, Refusal};
use crate::changes::Changes;
use crate::impact::{self, Pending};
use crate::line::{LineState, baselines, line_states};
use crate::{Inventory, Product, Snapshot};

/// What the changes of a commit's tree need that its release was not planned with.
pub struct Meanwhile<'a> {
    /// The product line.
    pub product: &'a Product,
    /// What was read of that commit, for [`crate::Purpose::Status`]; its own tags not being there.
    pub snapshot: &'a Snapshot,
    /// The inventory that was taken of it.
    pub inventory: &'a Inventory,
    /// The components and versions that the commit says it releases, the last one of each counting.
    pub moved: &'a [(String, String)],
    /// Whether what a file says came in after the plan.
    pub is_late: &'a dyn Fn(&RepoPath) -> bool,
}

/// The components among `moved` some of whose own files are among `files`, each once.
#[must_use]
pub fn changed_among(
    product: &Product,
    snapshot: &Snapshot,
    moved: &[(String, String)],
    files: &[RepoPath],
) -> Vec<String> {
    let changes = Changes::new(product, snapshot);
    let indices: BTreeSet<usize> =
        moved.iter().filter_map(|(one, _)| product.called(one)).collect();
    let changed = indices.into_iter().filter(|index| !changes.among(*index, files).is_empty());
    let changed = changed.filter_map(|index| product.components.get(index));
    changed.map(|component| component.name.clone()).collect()
}

impl Meanwhile<'_> {
    /// The change files that came in late and that the release has all the same: those that are
    /// pending for a component that it moves, sorted.
    #[must_use]
    pub fn change_files(&self) -> Vec<RepoPath> {
        let pending = self.pending(&line_states(self.product, self.snapshot, self.inventory));
        let moved = self.moved.iter().filter_map(|(name, _)| self.product.called(name));
        let files = moved.flat_map(|index| pending.notes(index)).map(|file| &file.path);
        let late: BTreeSet<&RepoPath> = files.filter(|path| (self.is_late)(path)).collect();
        late.into_iter().cloned().collect()
    }

    /// Refuses a release that goes less far than late impacts need; `because` is whether people said
    /// why it goes below what they have the last word on, and `ways` are the ways out.
    ///
    /// # Errors
    /// As a plan that is made with those changes.
    pub fn answer(&self, because: bool, ways: &dyn Fn(&[&str]) -> String) -> Result<(), PlanError> {
        let states = line_states(self.product, self.snapshot, self.inventory);
        let pending = self.pending(&states);
        let mut claims: Vec<Claim> = self
            .last()
            .into_iter()
            .flat_map(|(index, to)| self.below(&states, &pending, (index, to)))
            .collect();
        claims.retain(|claim| !(because && claim.excusable));
        claims.sort_by_key(|claim| claim.part);
        let Some(first) = claims.first() else { return Ok(()) };
        let index = self.product.called(&first.component);
        let line = index.and_then(|index| self.product.components.get(index)).map(|one| one.line);
        let scheme = line.and_then(|line| self.product.lines.get(line)).map(|line| &line.scheme);
        let mut names: Vec<&str> = Vec::new();
        for claim in &claims {
            if !names.contains(&claim.component.as_str()) {
                names.push(&claim.component);
            }
        }
        let ways = ways(&names);
        Err(PlanError::from(Refusal::BelowImpacts { claims, ways }).bound(scheme))
    }

    fn pending(&self, states: &[LineState]) -> Pending {
        let baselines = baselines(self.product, states);
        Pending::take(self.product, self.snapshot, self.inventory, &baselines)
    }

    /// Where each component goes that moves, in the order in which they are named.
    fn last(&self) -> Vec<(usize, Version)> {
        let mut all: Vec<(usize, Version)> = Vec::new();
        for (name, to) in self.moved {
            let Some(index) = self.product.called(name) else { continue };
            let Some(component) = self.product.components.get(index) else { continue };
            let Ok(to) = component.form.parse(to) else { continue };
            all.retain(|(known, _)| *known != index);
            all.push((index, to));
        }
        all
    }

    /// What component `index` falls short of at `to`. A first release answers for nothing.
    fn below(
        &self,
        states: &[LineState],
        pending: &Pending,
        (index, to): (usize, Version),
    ) -> Vec<Claim> {
        let Some(component) = self.product.components.get(index) else { return Vec::new() };
        let (state, line) = (states.get(component.line), self.product.lines.get(component.line));
        let (Some(state), Some(line)) = (state, line) else { return Vec::new() };
        let Some(baseline) = state.baseline(index) else { return Vec::new() };
        let form = &component.form;
        // It was planned on its own day, not on the one that it is tagged on.
        let date = form.date(&to).unwrap_or(self.snapshot.date);
        let given = Given { date, external: None, minimum: None };
        let from = impact::start(form, Some(&baseline.version), state.version.as_ref(), &given);
        let Some(from) = from else { return Vec::new() };
        let needs = impact::needs(&line.scheme, form, (pending, index), (&from, date));
        let short = needs.into_iter().filter(|need| {
            !need.impact.may && !need.is_met(form, &from, &to) && (self.is_late)(&need.pending.path)
        });
        short.map(|need| Claim::new(component.name.clone(), &to, &need, &line.scheme)).collect()
    }
}
