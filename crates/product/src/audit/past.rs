//! The history made ready for questions: releases by owner and by commit, and the operations that
//! made them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use tags::OwnerId;
use version::{Form, Version};

use super::ancestry::{Ancestry, Node};
use super::history::{CommitAt, History, TagAt};
use super::positions::Positions;
use super::release::Release;
use crate::config::{Component, within};
use crate::{Inventory, Product, bills};

/// What the rows of the audit look at.
pub(crate) struct Past<'a> {
    pub(crate) product: &'a Product,
    pub(crate) history: &'a History,
    pub(crate) inventory: &'a Inventory,
    /// Components by name, those that they had before included.
    names: BTreeMap<&'a str, usize>,
    releases: Vec<Release<'a>>,
    /// Each owner's, ascending by key.
    by_owner: BTreeMap<OwnerId, Vec<usize>>,
    /// The oldest last.
    by_commit: BTreeMap<Node, Vec<usize>>,
    operations: Vec<Operation<'a>>,
    bound: Vec<Bound>,
    /// The commits of all branches.
    tips: Positions,
    /// Those of the branches that no range binds.
    free: Positions,
}

/// What was released on one commit by one plan, as far as tags and the commit tell.
pub(crate) struct Operation<'a> {
    pub(crate) at: Node,
    /// Its releases, by number.
    pub(crate) releases: Vec<usize>,
    /// The tag that carries the bill of materials.
    pub(crate) lead: Option<(&'a str, &'a TagAt)>,
    /// The components that moved, each with its version.
    pub(crate) moved: BTreeMap<usize, Version>,
    /// Whether a bill or the commit shows that this is one operation, rather than tags that merely
    /// stand on one commit.
    pub(crate) sure: bool,
}

/// A branch that is bound to a range of the line.
pub(crate) struct Bound {
    pub(crate) name: String,
    tip: Node,
    /// The parts that it holds, with their values.
    pub(crate) range: Vec<(String, u64)>,
}

impl<'a> Past<'a> {
    pub(crate) fn new(
        product: &'a Product,
        history: &'a History,
        inventory: &'a Inventory,
    ) -> Self {
        let components = || product.components.iter().enumerate();
        let earlier =
            components().flat_map(|(index, one)| one.earlier().map(move |name| (name, index)));
        let current = components().map(|(index, one)| (one.name.as_str(), index));
        let mut past = Self {
            product,
            history,
            inventory,
            names: earlier.chain(current).collect(),
            releases: Vec::new(),
            by_owner: BTreeMap::new(),
            by_commit: BTreeMap::new(),
            operations: Vec::new(),
            bound: Vec::new(),
            tips: Positions::default(),
            free: Positions::default(),
        };
        past.collect();
        past.group();
        past.branch_off();
        past
    }

    /// The component that is called `name`, or was before.
    pub(crate) fn named(&self, name: &str) -> Option<(usize, &'a Component)> {
        let index = *self.names.get(name)?;
        Some((index, self.product.components.get(index)?))
    }

    /// All releases, in the order of their owners and then of their keys.
    pub(crate) fn releases(&self) -> &[Release<'a>] {
        &self.releases
    }

    pub(crate) fn release(&self, number: usize) -> Option<&Release<'a>> {
        self.releases.get(number)
    }

    /// An owner's releases, ascending by key.
    pub(crate) fn of(&self, owner: OwnerId) -> impl DoubleEndedIterator<Item = &Release<'a>> {
        let numbers = self.by_owner.get(&owner).map_or(&[][..], Vec::as_slice);
        numbers.iter().filter_map(|number| self.releases.get(*number))
    }

    /// The owners of releases, products first.
    pub(crate) fn owners(&self) -> impl Iterator<Item = OwnerId> {
        self.by_owner.keys().copied()
    }

    /// The releases on a commit.
    pub(crate) fn on(&self, at: Node) -> impl Iterator<Item = &Release<'a>> {
        let numbers = self.by_commit.get(&at).map_or(&[][..], Vec::as_slice);
        numbers.iter().filter_map(|number| self.releases.get(*number))
    }

    pub(crate) fn operations(&self) -> &[Operation<'a>] {
        &self.operations
    }

    pub(crate) fn ancestry(&self) -> &'a Ancestry {
        &self.history.ancestry
    }

    pub(crate) fn component(&self, owner: OwnerId) -> Option<(usize, &'a Component)> {
        let OwnerId::Component(index) = owner else { return None };
        Some((index, self.product.components.get(index)?))
    }

    /// The highest final release of a component at a commit or before it.
    pub(crate) fn highest_at(&self, component: usize, at: Node) -> Option<&Release<'a>> {
        self.highest(component, |release| self.ancestry().leads_to(release, at))
    }

    /// The highest final release of a component before a commit.
    pub(crate) fn highest_before(&self, component: usize, at: Node) -> Option<&Release<'a>> {
        self.highest(component, |release| self.ancestry().is_before(release, at))
    }

    /// Whether a component had tags of its own before a commit, which would tell of it there too.
    pub(crate) fn had_tags(&self, component: usize, at: Node) -> bool {
        let tagged = self.product.components.get(component).is_some_and(|one| one.tag.is_some());
        tagged && self.highest_before(component, at).is_some_and(|release| !release.billed)
    }

    fn highest(&self, component: usize, counts: impl Fn(Node) -> bool) -> Option<&Release<'a>> {
        let newest_first = self.of(OwnerId::Component(component)).rev();
        newest_first.filter(|release| !release.pre).find(|release| counts(release.at))
    }

    /// Whether `version` is the product's own: that of its tag, or of the component whose version
    /// the product has (SEMANTICS 6).
    pub(crate) fn is_products(&self, release: &Release<'_>) -> bool {
        let Some((_, component)) = self.component(release.owner) else { return true };
        let Some(line) = self.product.lines.get(component.line) else { return false };
        // Where one tag is a component's and the product's, so was what it was called before.
        if release.alias && component.tag.is_some() && component.tag == line.tag {
            return true;
        }
        line.speaks(component)
    }

    /// Whether any branch is bound to a range.
    pub(crate) fn has_bounds(&self) -> bool {
        !self.bound.is_empty()
    }

    /// Whether `release` was made on a branch whose range leaves `other` out: then they are not
    /// compared (SEMANTICS 18).
    pub(crate) fn is_out_of_range(&self, release: &Release<'_>, other: &Release<'_>) -> bool {
        self.bound.iter().any(|bound| {
            self.ancestry().leads_to(release.at, bound.tip)
                && within(release.form, &release.version, &bound.range)
                && !within(other.form, &other.version, &bound.range)
        })
    }

    /// The branches that a commit can only be on: all of them bound to a range. `None` where it is
    /// on none, or on one that is free.
    pub(crate) fn bound_only(&self, at: Node) -> Option<Vec<&Bound>> {
        let bound = self.bound.iter().filter(|bound| self.ancestry().leads_to(at, bound.tip));
        let on: Vec<&Bound> = bound.collect();
        let free = || self.free.is_empty() || self.ancestry().reaches(at, &self.free);
        let alone = !on.is_empty() && !free();
        alone.then_some(on)
    }

    /// Whether a commit is in the history of any branch.
    pub(crate) fn is_on_a_branch(&self, at: Node) -> bool {
        self.ancestry().reaches(at, &self.tips)
    }

    fn branch_off(&mut self) {
        let (mut tips, mut free) = (Vec::new(), Vec::new());
        for (name, commit) in &self.history.branches {
            let Some(tip) = self.ancestry().node(commit) else { continue };
            tips.push(tip.position());
            match self.product.branches.iter().find_map(|bound| bound.range(name)) {
                Some(range) => self.bound.push(Bound { name: name.clone(), tip, range }),
                None => free.push(tip.position()),
            }
        }
        self.tips = tips.into_iter().collect();
        self.free = free.into_iter().collect();
    }

    fn collect(&mut self) {
        let (product, history) = (self.product, self.history);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut all: Vec<Release<'a>> = Vec::new();
        for id in history.tags.owners() {
            let Some((line, form)) = form_of(product, id) else { continue };
            for released in history.tags.released(id) {
                let Some(told) = history.tagged.get(&released.tag) else { continue };
                let Some(at) = history.ancestry.node(&told.commit) else { continue };
                let Some(after) = history.ancestry.after(at) else { continue };
                all.push(Release {
                    owner: id,
                    line,
                    form,
                    version: released.version.clone(),
                    key: released.key.clone(),
                    pre: released.pre,
                    alias: released.alias,
                    billed: false,
                    once: seen.insert(&released.tag),
                    tag: &released.tag,
                    told,
                    at,
                    after,
                });
            }
        }
        all.extend(self.billed(&all));
        all.sort_by(|a, b| a.owner.cmp(&b.owner).then_with(|| a.key.cmp(&b.key)));
        for (number, release) in all.iter().enumerate() {
            self.by_owner.entry(release.owner).or_default().push(number);
            self.by_commit.entry(release.at).or_default().push(number);
        }
        self.releases = all;
    }

    /// What bills of materials say of components that have no tags of their own, and of those that
    /// were given them later: before their first one, as far as its commit tells (SEMANTICS 1).
    fn billed(&self, own: &[Release<'a>]) -> Vec<Release<'a>> {
        let (mut all, history) = (Vec::new(), self.history);
        let mut tagged: BTreeMap<usize, Vec<Node>> = BTreeMap::new();
        for release in own {
            if let OwnerId::Component(index) = release.owner {
                tagged.entry(index).or_default().push(release.at);
            }
        }
        let has_own = |index: usize, at: Node| {
            let mut own = tagged.get(&index).into_iter().flatten();
            own.any(|own| history.ancestry.leads_to(*own, at))
        };
        for (tag, told) in history.tagged.iter().filter(|(_, told)| !told.bill.is_empty()) {
            let Some(at) = history.ancestry.node(&told.commit) else { continue };
            let Some(after) = history.ancestry.after(at) else { continue };
            let moved = self.moved(told);
            for (name, text) in &told.bill {
                let Some((index, component)) = self.named(name) else { continue };
                let form = &component.form;
                let Ok(version) = form.parse(text) else { continue };
                let is_told = || moved.get(&index).is_some_and(|to| form.same(to, &version));
                let counts = component.tag.is_none()
                    || !has_own(index, at) && (!bills::has_to_be_told(component) || is_told());
                if !counts {
                    continue;
                }
                all.push(Release {
                    owner: OwnerId::Component(index),
                    line: component.line,
                    form,
                    key: form.key(&version),
                    pre: form.is_pre(&version),
                    version,
                    alias: false,
                    billed: true,
                    once: false,
                    tag,
                    told,
                    at,
                    after,
                });
            }
        }
        all
    }

    /// What the commit of a tag says it released, if the plan that made the tag made it too.
    fn moved(&self, told: &TagAt) -> BTreeMap<usize, Version> {
        let commit = self.history.commits.get(&told.commit);
        let commit = commit.filter(|commit| commit.plan.is_some() && commit.plan == told.plan);
        self.stated(commit)
    }

    /// The components that a commit says it moved, each with its version.
    fn stated(&self, commit: Option<&CommitAt>) -> BTreeMap<usize, Version> {
        let moved = commit.into_iter().flat_map(|commit| &commit.moved);
        let moved = moved.filter_map(|(name, text)| {
            let (index, component) = self.named(name)?;
            Some((index, component.form.parse(text).ok()?))
        });
        moved.collect()
    }

    /// Makes operations of the releases on each commit.
    fn group(&mut self) {
        let mut groups: BTreeMap<(Node, Option<&str>), Vec<usize>> = BTreeMap::new();
        for (number, release) in self.releases.iter().enumerate() {
            let plan = release.told.plan.as_deref();
            groups.entry((release.at, plan)).or_default().push(number);
        }
        let operations = groups.into_iter().map(|((at, plan), numbers)| {
            let mut tags = numbers.iter().filter_map(|number| self.releases.get(*number));
            let lead = tags.clone().find(|release| !release.told.bill.is_empty());
            let lead = lead.map(|release| (release.tag, release.told));
            let commit = tags.next().and_then(|first| self.history.commits.get(&first.told.commit));
            // A plan of the commit's own tells of this operation, unless the tags name another.
            let commit = commit.filter(|commit| {
                commit.plan.is_some() && (plan.is_none() || commit.plan.as_deref() == plan)
            });
            let mut moved = self.stated(commit);
            let own = numbers.iter().filter_map(|number| self.releases.get(*number));
            for release in own.filter(|release| !release.billed) {
                if let OwnerId::Component(index) = release.owner {
                    moved.insert(index, release.version.clone());
                }
            }
            let sure = lead.is_some() || commit.is_some();
            Operation { at, releases: numbers, lead, moved, sure }
        });
        // The oldest first.
        let mut operations: Vec<Operation<'a>> = operations.collect();
        operations.reverse();
        self.operations = operations;
    }
}

impl<'a> Operation<'a> {
    /// The tag that stands for it: the one that leads, else the first.
    pub(crate) fn tag<'p>(&self, past: &'p Past<'a>) -> &'p str
    where
        'a: 'p,
    {
        let first = || past.release(*self.releases.first()?).map(|release| release.tag);
        self.lead.map(|(tag, _)| tag).or_else(first).unwrap_or("")
    }
}

fn form_of(product: &Product, id: OwnerId) -> Option<(usize, &Form)> {
    match id {
        OwnerId::Product(line) => Some((line, product.lines.get(line)?.scheme.plain())),
        OwnerId::Component(index) => {
            product.components.get(index).map(|component| (component.line, &component.form))
        }
    }
}

/// What a list says in a sentence: `a, b and 3 more`.
pub(crate) fn listed<T: ToString>(all: &[T]) -> String {
    const SHOWN: usize = 4;
    let mut words: Vec<String> = all.iter().take(SHOWN).map(ToString::to_string).collect();
    if all.len() > SHOWN {
        words.push(alloc::format!("{} more", all.len() - SHOWN));
    }
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            alloc::format!("{} and {last}", rest.join(", "))
        }
        _ => words.concat(),
    }
}
