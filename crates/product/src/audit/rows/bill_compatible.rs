//! `bill-compatible`: the components of one version of the product work together, by the policy's
//! own rules of compatibility.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::Severity;
use tags::OwnerId;
use version::{CompatSeverity, Compatibility, Scheme, Verdict, Version};

use super::super::{About, Audit, Findings};
use crate::audit::past::{Operation, Past, listed};
use crate::config::Component;
use crate::pairs;
use crate::rules::history::BILL_COMPATIBLE;

pub(super) const ROW: Audit = Audit { rule: &BILL_COMPATIBLE, check };

/// A component of a bill.
struct Entry<'a> {
    index: usize,
    component: &'a Component,
    version: Version,
    /// Whether the release moved it, so that it stands beside the others for the first time.
    moved: bool,
}

impl Entry<'_> {
    /// As [`Scheme::compare`] takes a side.
    fn side(&self) -> (Option<&str>, &Version, Option<&str>) {
        (self.component.role.as_deref(), &self.version, Some(&self.component.name))
    }
}

/// What does not work with one component of a bill.
struct Clash {
    with: Vec<String>,
    verdict: Verdict,
    /// Whether nothing of it was released again since.
    current: bool,
}

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for operation in past.operations() {
        let Some((tag, _)) = operation.lead else { continue };
        let entries = entries(past, operation);
        for (at, clash) in clashes(past, &entries) {
            let Some(Entry { index, component, version, .. }) = entries.get(at) else { continue };
            let about =
                About { owner: Some(OwnerId::Component(*index)), tag, at: Some(operation.at) };
            let name = &component.name;
            let Some(weight) = weight(clash.verdict.severity) else { continue };
            // What is past is only worth knowing.
            let severity = if clash.current { weight } else { Severity::Note };
            let mended = !entries.get(at).is_some_and(|entry| is_current(past, entry));
            let since = if mended { ", and was released again since" } else { "" };
            findings.weighed(
                about,
                (severity, clash.verdict.rule.clone()),
                format!(
                    "{tag} has `{name}` {version}, which does not work with {}{since}: {}",
                    listed(&clash.with),
                    clash.verdict.because
                ),
                if mended { String::new() } else { format!("let it catch up: `patch {name}`") },
            );
        }
    }
}

/// The components of an operation's bill that are still there.
fn entries<'a>(past: &Past<'a>, operation: &Operation<'a>) -> Vec<Entry<'a>> {
    let bill = operation.lead.into_iter().flat_map(|(_, told)| &told.bill);
    let entries = bill.filter_map(|(name, text)| {
        let (index, component) = past.named(name).filter(|(_, component)| !component.retired)?;
        // What is compared with nothing need not be read.
        let line = past.product.lines.get(component.line)?;
        if !compares(&line.scheme) {
            return None;
        }
        let version = component.form.parse(text).ok()?;
        let moved = operation.moved.is_empty() || operation.moved.contains_key(&index);
        Some(Entry { index, component, version, moved })
    });
    entries.collect()
}

/// Who does not work with whom: by the one of each pair that is behind. Only pairs that no earlier
/// bill had are looked at, so that each is told of once.
fn clashes(past: &Past<'_>, entries: &[Entry<'_>]) -> BTreeMap<usize, Clash> {
    let mut clashes: BTreeMap<usize, Clash> = BTreeMap::new();
    for (a, one) in entries.iter().enumerate().filter(|(_, one)| one.moved) {
        let line = past.product.lines.get(one.component.line);
        let Some(scheme) = line.map(|line| &line.scheme).filter(|scheme| compares(scheme)) else {
            continue;
        };
        for (b, other) in entries.iter().enumerate() {
            let again = a == b || (other.moved && b < a);
            if again || one.component.line != other.component.line {
                continue;
            }
            let serves = incompatible(past, scheme, one, other);
            let served = incompatible(past, scheme, other, one);
            let (provides, verdict) = match (serves, served) {
                (Some(verdict), _) => (true, verdict),
                (None, Some(verdict)) => (false, verdict),
                (None, None) => continue,
            };
            let (provider, consumer) = if provides { (one, other) } else { (other, one) };
            let consumer_is_behind = !is_behind(scheme, provider, consumer);
            let (behind, with) = if consumer_is_behind == provides { (b, one) } else { (a, other) };
            let current = [one, other].into_iter().all(|entry| is_current(past, entry));
            let with = format!("`{}` {}", with.component.name, with.version);
            let clash = clashes.entry(behind).or_insert_with(|| Clash {
                with: Vec::new(),
                verdict: verdict.clone(),
                current: false,
            });
            clash.with.push(with);
            clash.current |= current;
            if verdict.severity > clash.verdict.severity {
                clash.verdict = verdict;
            }
        }
    }
    clashes
}

/// Whether the provider of two that do not work together is the one to catch up: its line is the lower
/// one, or it has not reached the lowest release that the consumer states.
fn is_behind(scheme: &Scheme, provider: &Entry<'_>, consumer: &Entry<'_>) -> bool {
    let line = |entry: &Entry<'_>| entry.component.form.line(&entry.version);
    let (has, wants) = (line(provider), line(consumer));
    if scheme.shared() && has != wants {
        return has < wants;
    }
    let form = &consumer.component.form;
    let least = || consumer.version.value(form.minimum()?);
    let number = || provider.version.value(provider.component.form.lowest_bumpable()?);
    least().zip(number()).is_some_and(|(least, number)| number < least)
}

/// Whether the numbers of one component say anything about another's: they share some, or one role
/// provides for all. Elsewhere each counts for itself.
fn compares(scheme: &Scheme) -> bool {
    scheme.shared() || scheme.provider_role().is_some()
}

/// What speaks against `provider` serving `consumer`. Where either says whom it works with, only what
/// is declared is asked about, by the rules alone: a range is what is needed from now on.
fn incompatible(
    past: &Past<'_>,
    scheme: &Scheme,
    provider: &Entry<'_>,
    consumer: &Entry<'_>,
) -> Option<Verdict> {
    let product = past.product;
    let verdict = if pairs::say(product, provider.index, consumer.index) {
        let pair = pairs::pair(product, consumer.index, provider.index)?;
        pair.judge(product, &provider.version, &consumer.version, false)
    } else {
        scheme.compare(provider.side(), consumer.side())
    };
    (verdict.verdict == Compatibility::Incompatible).then_some(verdict)
}

/// Whether a component was not released again since.
fn is_current(past: &Past<'_>, entry: &Entry<'_>) -> bool {
    let mut finals = past.of(OwnerId::Component(entry.index)).rev().filter(|one| !one.pre);
    let key = entry.component.form.key(&entry.version);
    finals.next().is_none_or(|highest| highest.key <= key)
}

/// How much a finding matters, by how much the policy says that the pair does; `None` for not at
/// all.
fn weight(severity: CompatSeverity) -> Option<Severity> {
    match severity {
        CompatSeverity::Block | CompatSeverity::Warn => Some(Severity::Warning),
        CompatSeverity::Advisory => Some(Severity::Note),
        CompatSeverity::None => None,
    }
}
