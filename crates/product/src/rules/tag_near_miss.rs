//! `tag-near-miss`: a tag that looks like a release's and is none.

use alloc::format;
use alloc::string::{String, ToString};

use place::{Place, Severity};
use tags::{OwnerId, StrayKind, TagIndex};

use super::{About, Findings, Lint, Mended, Rule};
use crate::{Needs, Product, Snapshot};

pub(crate) const RULE: Rule = Rule {
    id: "tag-near-miss",
    severity: Severity::Warning,
    about: About::Content,
    text: "A tag that is almost one of a component's is reported, and never counted as a release.",
    example: "`core_1.1` where core's tags are `core-{version}`: if it is a release, tag it again as core-1.1.",
    check: Some(check),
    mended: Mended::ByHand,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    if lint.snapshot.staged.is_some() {
        return;
    }
    let snapshot = lint.snapshot;
    let commit = |tag: &str| Some(&snapshot.tagged.get(tag)?.as_ref()?.commit);
    for miss in near_misses(lint.product, &snapshot.tags) {
        if miss.is_mended(commit) {
            continue;
        }
        let component = match miss.owner {
            OwnerId::Component(index) => Some(index),
            OwnerId::Product(_) => None,
        };
        let place = Place::Ref(miss.tag.to_string());
        let help = miss.advice(commit);
        findings.add(component, Some(place), miss.message, help, None);
    }
}

/// The near misses that may be mended already, with the tags that mend them, as far as nobody has
/// looked which commits they lead to.
pub(crate) fn reads(product: &Product, snapshot: &Snapshot, needs: &mut Needs) {
    if snapshot.staged.is_some() {
        return;
    }
    let mended = near_misses(product, &snapshot.tags).filter_map(|miss| {
        let wanted = miss.wanted.filter(|wanted| snapshot.tags.contains(wanted))?;
        Some([miss.tag, wanted])
    });
    for tag in mended.flatten() {
        needs.tag(snapshot, tag);
    }
}

/// A tag that looks like somebody's and is not.
pub(crate) struct Miss<'t> {
    pub(crate) owner: OwnerId,
    pub(crate) tag: &'t str,
    /// The tag that its release would have, where one is known.
    wanted: Option<&'t str>,
    pub(crate) message: String,
}

impl Miss<'_> {
    /// Whether its commit has the right tag as well, which is what the help asks for: the other name
    /// may stay then. `commit` says where a tag leads.
    pub(crate) fn is_mended<C: PartialEq>(&self, commit: impl Fn(&str) -> Option<C>) -> bool {
        let there = self.wanted.and_then(&commit);
        there.is_some() && there == commit(self.tag)
    }

    /// What to do, where it is not mended: the release may be out at another commit, which is not to
    /// be tagged again. `commit` says where a tag leads.
    pub(crate) fn advice<C>(&self, commit: impl Fn(&str) -> Option<C>) -> String {
        match self.wanted {
            Some(wanted) if commit(wanted).is_some() => format!(
                "{wanted} is out at another commit, and this one is a stray: delete it, or leave it where \
                 it is, no release goes by it"
            ),
            Some(wanted) => format!("if it is one, add the tag {wanted} to the same commit"),
            None => String::new(),
        }
    }
}

/// The tags that are nearly a release's, and what keeps each from being one.
pub(crate) fn near_misses<'t>(
    product: &'t Product,
    index: &'t TagIndex,
) -> impl Iterator<Item = Miss<'t>> {
    index.strays().iter().filter_map(|stray| {
        let StrayKind::NearMiss { owner, why, wanted } = &stray.kind else { return None };
        let tag = stray.name.as_str();
        let of = product.owner_name(*owner);
        let message = format!("tag {tag} is nearly a release of {of}, and is not counted: {why}");
        let wanted = wanted.as_deref();
        Some(Miss { owner: *owner, tag, wanted, message })
    })
}
