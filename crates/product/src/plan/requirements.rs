//! Requirements of components on each other: where they stand, and which follow a release
//! (SEMANTICS 11).

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use place::{RepoPath, Span};
use version::Version;

use super::edits::written;
use super::{Context, Move, Moves, PlanError};
use crate::config::Requirements as Policy;
use crate::inventory::{Edge, LockEntry};
use crate::{Inventory, Product, brief};

/// The requirements of components on each other, by where they stand.
pub(super) struct Requirements<'a>(Vec<Stated<'a>>);

/// A requirement of a component.
pub(super) struct Stated<'a> {
    /// Its place among all: by component, then by manifest.
    order: usize,
    /// Whose it is.
    pub(super) by: usize,
    pub(super) edge: &'a Edge,
}

impl<'a> Requirements<'a> {
    /// All of them.
    pub(super) fn of(product: &Product, inventory: &'a Inventory) -> Self {
        let components = 0..product.components.len();
        let all = components
            .flat_map(|by| inventory.requires(by).iter().map(move |edge| (by, edge)))
            .enumerate();
        let mut all: Vec<_> = all.map(|(order, (by, edge))| Stated { order, by, edge }).collect();
        all.sort_by(|a, b| a.slot().cmp(&b.slot()));
        Self(all)
    }

    /// Those that one text is, in the order of components.
    pub(super) fn at(&self, path: &RepoPath, span: Span) -> &[Stated<'a>] {
        let start = self.0.partition_point(|one| one.slot() < (path, span));
        let rest = self.0.get(start..).unwrap_or_default();
        let count = rest.partition_point(|one| one.slot() == (path, span));
        rest.get(..count).unwrap_or_default()
    }

    /// Those whose text is written anew, with what it becomes: in the order of components.
    pub(super) fn among<'r>(
        &self,
        written: impl Iterator<Item = (&'r RepoPath, Span, &'r str)>,
    ) -> Vec<(&Stated<'a>, &'r str)> {
        let all = written
            .flat_map(|(path, span, new)| self.at(path, span).iter().map(move |one| (one, new)));
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|(one, _)| one.order);
        all
    }
}

impl Stated<'_> {
    fn slot(&self) -> (&RepoPath, Span) {
        (&self.edge.path, self.edge.span)
    }
}

/// A requirement that follows, with the sibling's version, and what it becomes.
pub(super) type Followed<'a> = (&'a Edge, &'a Version, String);

/// Which requirements follow the siblings that move (SEMANTICS 11).
pub(super) struct Following<'a> {
    moved: &'a Moves,
    /// Requirements of those that move which somebody inherits who stays.
    held: BTreeSet<(&'a RepoPath, Span)>,
}

impl<'a> Following<'a> {
    pub(super) fn new(cx: &Context<'a>, moved: &'a Moves) -> Self {
        let all = moved.iter().flat_map(|step| cx.inventory.requires(step.component));
        let inherited = all.filter(|edge| edge.inherited).map(|edge| (&edge.path, edge.span));
        let is_held = |(path, span): &(&RepoPath, Span)| {
            let mut all = cx.relations.requirements.at(path, *span).iter();
            all.any(|one| moved.of(one.by).is_none())
        };
        let inherited: BTreeSet<_> = inherited.collect();
        Self { moved, held: inherited.into_iter().filter(is_held).collect() }
    }

    /// The requirements of a moving component that follow.
    pub(super) fn of(&self, cx: &Context<'a>, step: &Move) -> Result<Vec<Followed<'a>>, PlanError> {
        let mut all = Vec::new();
        for edge in cx.inventory.requires(step.component) {
            if let Some(version) = self.moved.of(edge.on).map(|step| &step.to)
                && self.follows(cx, edge, version)?
            {
                all.push((edge, version, followed(cx, edge, version)?));
            }
        }
        Ok(all)
    }

    /// The requirements that follow of packages beside the components that are never published: those
    /// that would exclude what moves. Each comes after what lock files copy of its package.
    pub(super) fn beside(
        &self,
        cx: &Context<'a>,
    ) -> Result<Vec<(&'a [LockEntry], Followed<'a>)>, PlanError> {
        let mut all = Vec::new();
        for (outsider, edge) in cx.relations.dependants.of_outsiders(self.moved) {
            if let Some(version) = self.moved.of(edge.on).map(|step| &step.to)
                && !outsider.published
                && !edge.admits(cx.product, version)?
            {
                let new = followed(cx, edge, version)?;
                all.push((outsider.copies.as_slice(), (edge, version, new)));
            }
        }
        Ok(all)
    }

    /// One that is stated for all who inherit it follows when all of them move, or when it must.
    fn follows(&self, cx: &Context<'_>, edge: &Edge, to: &Version) -> Result<bool, PlanError> {
        let free = !edge.inherited || !self.held.contains(&(&edge.path, edge.span));
        match cx.product.requirements {
            Policy::Upgrade if free => Ok(true),
            _ => edge.admits(cx.product, to).map(|admits| !admits),
        }
    }
}

/// What a requirement becomes that follows to a sibling's version.
fn followed(cx: &Context<'_>, edge: &Edge, version: &Version) -> Result<String, PlanError> {
    let to = filled(cx, edge, version);
    let before = brief::before(cx.product, cx.snapshot, cx.state, (edge, &to));
    edge.follow(cx.product, before.as_deref().unwrap_or(&edge.text), &to)
}

/// The version that a requirement follows to: where it has a build server's number, or the word that
/// one takes the place of, the number goes with it as it does in the version required.
fn filled(cx: &Context<'_>, edge: &Edge, to: &Version) -> Version {
    let word = edge.dialect.placeholder;
    let open = !word.is_empty() && edge.text.ends_with(word);
    let numbered = || (edge.dialect.read)(&edge.text).is_ok_and(|text| text.external.is_some());
    match cx.product.components.get(edge.on) {
        Some(sibling) if open || numbered() => written(cx, &sibling.form, edge.dialect, to),
        _ => to.clone(),
    }
}
