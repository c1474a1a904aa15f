//! The whole tag history against the policy: a pure function of a value that holds the history.
//!
//! The caller reads tags, commits and branches, walks the commits once ([`Ancestry`]), looks up one
//! manifest a tag ([`Statements`]) and makes a [`History`] of it all; [`audit`] then asks every row
//! of [`AUDITS`]. Only what an ancestor says counts: branches that were released side by side are
//! nobody's mistake.

mod ancestry;
mod falls;
mod history;
mod lines;
mod past;
mod positions;
mod release;
mod rows;
mod statement;

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Finding, Place, Severity};
use tags::OwnerId;

pub use ancestry::Ancestry;
pub use history::{CommitAt, History, TagAt};
pub use rows::AUDITS;
pub use statement::{Learnt, Said, Statement, Statements, Unread, Wanted};

use crate::rules::Rule;
use crate::{Inventory, Product};
use ancestry::Node;
use past::Past;
use release::Release;

/// One row of the audit: a rule, and what finds breaches of it in the history.
pub struct Audit {
    /// The rule. `lint` may know it too: then this row asks the same of every release that `lint`
    /// asks of the last one.
    pub rule: &'static Rule,
    /// What finds breaches.
    pub(crate) check: Question,
}

/// Looks for breaches of one rule in the history.
pub(crate) type Question = fn(&Past<'_>, &mut Findings<'_>);

/// Audits a history. Sorted for reading: the product first, then components in the order of
/// release.toml; of each the errors first, by rule, the oldest release first.
///
/// `inventory` is that of today, which says where manifests are and in which ecosystems.
#[must_use]
pub fn audit(product: &Product, history: &History, inventory: &Inventory) -> Vec<Finding> {
    let past = Past::new(product, history, inventory);
    let mut found: Vec<Found> = Vec::new();
    for row in AUDITS {
        let mut findings = Findings { product, rule: row.rule, list: Vec::new() };
        (row.check)(&past, &mut findings);
        found.append(&mut findings.list);
    }
    let key = |found: &Found| {
        let severity = core::cmp::Reverse(found.finding.severity);
        (found.component, severity, found.finding.rule, found.at.map(core::cmp::Reverse))
    };
    found.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.finding.cmp(&b.finding)));
    found.dedup_by(|a, b| a.finding == b.finding);
    found.into_iter().map(|found| found.finding).collect()
}

/// The components at whose tags nothing was found that says a version: each with the manifest that
/// was looked for, and those tags. For people who ask what was looked at.
#[must_use]
pub fn not_there(history: &History) -> Vec<(usize, String, Vec<&str>)> {
    let mut all: Vec<(usize, String, Vec<&str>)> = Vec::new();
    for ((component, tag), statement) in &history.statements {
        let Statement::Nothing { path } = statement else { continue };
        match all.last_mut() {
            Some((known, _, tags)) if known == component => tags.push(tag),
            _ => all.push((*component, path.to_string(), alloc::vec![tag.as_str()])),
        }
    }
    all
}

/// Every tag that the audit asks about: the releases', and those that are nearly a release's.
#[must_use]
pub fn tags_of(product: &Product, index: &tags::TagIndex) -> BTreeSet<String> {
    let lines = (0..product.lines.len()).map(OwnerId::Product);
    let components = (0..product.components.len()).map(OwnerId::Component);
    let released = lines.chain(components).flat_map(|id| index.released(id));
    let near = index.strays().iter().filter(|stray| {
        matches!(stray.kind, tags::StrayKind::NearMiss { .. }) && index.contains(&stray.name)
    });
    released.map(|released| released.tag.clone()).chain(near.map(|s| s.name.clone())).collect()
}

/// The findings of one row.
pub(crate) struct Findings<'a> {
    product: &'a Product,
    rule: &'static Rule,
    list: Vec<Found>,
}

struct Found {
    finding: Finding,
    component: Option<usize>,
    /// Where in the history; `None` sorts first.
    at: Option<Node>,
}

/// What a finding of the audit is about.
pub(crate) struct About<'t> {
    pub(crate) owner: Option<OwnerId>,
    pub(crate) tag: &'t str,
    pub(crate) at: Option<Node>,
}

impl<'t> From<&'t Release<'_>> for About<'t> {
    fn from(release: &'t Release<'_>) -> Self {
        Self { owner: Some(release.owner), tag: release.tag, at: Some(release.at) }
    }
}

impl Findings<'_> {
    /// Reports a breach at a tag. `message` is a lower-case fragment, `help` what to do next.
    pub(crate) fn add<'t>(
        &mut self,
        about: impl Into<About<'t>>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let About { owner, tag, at } = about.into();
        self.put(owner, at, Some(Place::Ref(tag.to_string())), message.into(), help.into());
    }

    /// As [`Findings::add`], where the policy says how much this breach matters, and by which of its
    /// rules.
    pub(crate) fn weighed<'t>(
        &mut self,
        about: impl Into<About<'t>>,
        (severity, policy): (Severity, Option<String>),
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(about, message, help);
        if let Some(Found { finding, .. }) = self.list.last_mut() {
            finding.severity = severity;
            finding.policy = policy.or(finding.policy.take());
        }
    }

    /// Reports what is wrong with a component today, at a place in a file.
    pub(crate) fn today(
        &mut self,
        component: usize,
        place: Option<Place>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.put(Some(OwnerId::Component(component)), None, place, message.into(), help.into());
    }

    fn put(
        &mut self,
        owner: Option<OwnerId>,
        at: Option<Node>,
        place: Option<Place>,
        message: String,
        help: String,
    ) {
        let component = match owner {
            Some(OwnerId::Component(index)) => Some(index),
            _ => None,
        };
        let configured = component.and_then(|index| self.product.components.get(index));
        let line = match (configured, owner) {
            (Some(component), _) => component.line,
            (None, Some(OwnerId::Product(line))) => line,
            (None, _) => 0,
        };
        let scheme = self.product.lines.get(line).map(|line| &line.scheme);
        let policy = scheme.and_then(|scheme| scheme.policy(self.rule.id));
        let finding = Finding {
            rule: self.rule.id,
            policy: policy.map(|policy| policy.id.clone()),
            severity: policy.and_then(|policy| policy.severity).unwrap_or(self.rule.severity),
            message,
            component: configured.map(|component| component.name.clone()),
            place,
            help: (!help.is_empty()).then_some(help),
            fix: None,
        };
        self.list.push(Found { finding, component, at });
    }
}
