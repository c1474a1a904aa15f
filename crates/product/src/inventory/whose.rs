//! Whose package a requirement means that only names it: the sibling, or what the ecosystem has
//! from its registry (docs/formats.md, "Whose package a requirement means").
//!
//! Where no folder and no protocol says it, versions do: one that admits what is here means that.
//! One that admits what was released last means the sibling too, where somebody moved its version
//! and forgot the requirement. Any other one was chosen: it is on an older release, or on somebody
//! else's package.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cell::Cell;

use place::{RepoPath, Span};
use tags::OwnerId;
use version::{Dialect, Version};

use super::{Bond, Edge, Foreign, Holding, Manner, Own};
use crate::{Product, Snapshot};

/// What tells whose package a requirement means (docs/formats.md, "Whose package a requirement
/// means").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It says so itself, or a lock file does.
    Plainly,
    /// It admits what the sibling's manifest states: the ecosystem decides so.
    ByStated,
    /// It admits that, or what the sibling released last.
    ByReleased,
}

/// A version that says that a requirement which admits it means the sibling.
enum Sign<'a> {
    /// As a manifest writes it, in the dialect of that ID.
    Written(&'a str, &'static str),
    Version(&'a Version),
}

impl Sign<'_> {
    /// Whether `edge` admits it; `None` where that says nothing of this requirement.
    fn is_met(&self, product: &Product, edge: &Edge) -> Option<bool> {
        // What cannot be understood is told where it would be edited.
        match self {
            Self::Written(text, dialect) => (*dialect == edge.dialect.id).then(|| {
                let rules = edge.dialect.requires;
                let admits = rules.map(|rules| (rules.admits)(&edge.text, text));
                *text == edge.text || admits.is_none_or(|admits| admits != Ok(false))
            }),
            Self::Version(version) => Some(edge.admits(product, version).unwrap_or(true)),
        }
    }
}

/// Drops the requirements on what a registry has. Tells whether releases were asked about one, which
/// somebody who does not know the tags yet has to ask again.
pub(super) fn keep_ours(product: &Product, snapshot: &Snapshot, holdings: &mut [Holding]) -> bool {
    let asked = Cell::new(false);
    let mut all: Vec<Vec<Edge>> = Vec::with_capacity(holdings.len());
    all.extend(holdings.iter_mut().map(|holding| core::mem::take(&mut holding.requires)));
    let sorted = all.into_iter().map(|edges| chosen(product, snapshot, holdings, edges, &asked));
    let sorted: Vec<(Vec<Edge>, Vec<Edge>)> = sorted.collect();
    for (holding, (kept, others)) in holdings.iter_mut().zip(sorted) {
        holding.requires = kept;
        holding.foreign.extend(others.into_iter().map(|Edge { path, span, on, .. }| {
            let package = product.components.get(on).map(|one| one.name.clone());
            Foreign { path, span, package: package.unwrap_or_default() }
        }));
    }
    asked.get()
}

/// Those of one package's requirements that are on siblings.
pub(super) fn ours(
    product: &Product,
    snapshot: &Snapshot,
    holdings: &[Holding],
    edges: Vec<Edge>,
) -> Vec<Edge> {
    chosen(product, snapshot, holdings, edges, &Cell::new(false)).0
}

/// Those of one package's requirements that are on siblings, and the others.
fn chosen(
    product: &Product,
    snapshot: &Snapshot,
    holdings: &[Holding],
    mut edges: Vec<Edge>,
    asked: &Cell<bool>,
) -> (Vec<Edge>, Vec<Edge>) {
    for edge in &mut edges {
        let sibling = product.components.get(edge.on).zip(holdings.get(edge.on));
        edge.manner = sibling
            .map(|(sibling, holding)| Manner::of(sibling, holding, edge.dialect))
            .unwrap_or_default();
    }
    // Several on one package in one file, of one kind, may be the bounds of one requirement.
    let mut bounds: BTreeMap<_, Vec<&Edge>> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.told == Told::ByReleased) {
        bounds.entry(bound(edge)).or_default().push(edge);
    }
    let means = |edge: &Edge| match edge.told {
        Told::Plainly => true,
        Told::ByStated => mean(product, snapshot, holdings, &[edge], asked),
        Told::ByReleased if says_it(holdings, edge) => true,
        Told::ByReleased => bounds
            .get(&bound(edge))
            .is_none_or(|edges| mean(product, snapshot, holdings, edges, asked)),
    };
    let keep: Vec<bool> = edges.iter().map(means).collect();
    let (kept, others): (Vec<_>, Vec<_>) = edges.into_iter().zip(keep).partition(|(_, keep)| *keep);
    let bare = |all: Vec<(Edge, bool)>| all.into_iter().map(|(edge, _)| edge).collect();
    (bare(kept), bare(others))
}

/// What requirements have in common that may be one: their file, what they are on, and what a text of
/// them admits. One that is a single version is no bound of another one.
fn bound(edge: &Edge) -> (&RepoPath, usize, *const Dialect, Option<Span>) {
    (&edge.path, edge.on, edge.dialect, edge.dialect.pins(&edge.text).then_some(edge.span))
}

/// Whether a requirement is the very version that the sibling states, whatever others in the file ask.
fn says_it(holdings: &[Holding], edge: &Edge) -> bool {
    let sibling = holdings.get(edge.on);
    sibling.into_iter().flat_map(stated).any(|own| own.text == edge.text)
}

/// The places that state a component's version: not those in which a package names an earlier release
/// of what it inherits from.
fn stated(holding: &Holding) -> impl Iterator<Item = &Own> {
    let first = holding.own.first().map(|own| own.text.as_str());
    let states = holding.own.iter().filter(|own| own.bond == Bond::States);
    states.filter(move |own| !own.shared || Some(own.text.as_str()) == first)
}

/// Whether requirements that belong together mean the sibling: all of them admit one and the same
/// version of it. So do those on one of which no version is known.
fn mean(
    product: &Product,
    snapshot: &Snapshot,
    holdings: &[Holding],
    edges: &[&Edge],
    asked: &Cell<bool>,
) -> bool {
    let Some(first) = edges.first() else { return true };
    let Some(sibling) = holdings.get(first.on) else { return true };
    let mut signs: Vec<Sign<'_>> =
        stated(sibling).map(|own| Sign::Written(&own.text, own.dialect.id)).collect();
    signs.extend(sibling.version.iter().chain(&sibling.development).map(Sign::Version));
    let known = signs.len();
    if first.told == Told::ByReleased {
        let owner = OwnerId::Component(first.on);
        let last = snapshot.tags.released(owner).last();
        let both = snapshot.tags.highest(owner).into_iter().chain(last);
        signs.extend(both.map(|released| Sign::Version(&released.version)));
    }
    let mut unknown = true;
    for (at, sign) in signs.iter().enumerate() {
        let met = edges.iter().map(|edge| sign.is_met(product, edge));
        match met.reduce(|all, one| Some(all? && one?)).flatten() {
            Some(true) => {
                asked.set(asked.get() || at >= known);
                return true;
            }
            Some(false) => unknown = false,
            None => {}
        }
    }
    if first.told == Told::ByReleased {
        asked.set(true);
    }
    unknown
}
