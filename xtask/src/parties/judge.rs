//! Judges the pairs of a matrix: what the policy cannot tell apart is judged once.

use alloc::collections::{BTreeMap, BTreeSet};
use std::collections::HashMap;

use product::pairs;
use version::{Seen, Verdict};

use super::{Party, Policy};

/// All that the scheme's rules see of a version, but for what its component is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    /// The line that its component is on; `None` for a version of no component.
    line: Option<usize>,
    role: Option<String>,
    named: bool,
    /// What the scheme sees that may be asked: that of its line, else each of the product's.
    seen: Vec<Seen>,
}

/// A version that is judged, and of which kind it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judged<'v> {
    pub(super) party: &'v Party,
    /// An index into [`Judge::kinds`].
    kind: usize,
    /// Whether its component is in a pair that release.toml declares.
    declared: bool,
}

/// Judges pairs, each two kinds of versions once, but for the declared pairs: ranges tell every
/// version of a component from every other.
#[derive(Debug)]
pub(super) struct Judge<'p> {
    policy: &'p Policy,
    /// The kinds that came up.
    kinds: BTreeMap<Kind, usize>,
    /// The components that are in a declared pair.
    declared: BTreeSet<usize>,
    /// What the rules say: of a provider's kind and a consumer's, with one name or with two.
    ruled: HashMap<(usize, usize, bool), Option<u32>>,
    /// The different verdicts, in the order in which they came up.
    verdicts: Vec<Verdict>,
    numbers: HashMap<Verdict, u32>,
}

impl<'p> Judge<'p> {
    /// One that asks `policy`.
    pub(super) fn of(policy: &'p Policy) -> Self {
        let product = policy.product.as_ref().map(|line| &line.loaded.product);
        let all = product.into_iter().flat_map(pairs::pairs);
        Self {
            policy,
            kinds: BTreeMap::new(),
            declared: all.flat_map(|pair| [pair.consumer, pair.said.provider]).collect(),
            ruled: HashMap::new(),
            verdicts: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    /// A version to be judged.
    pub(super) fn judged<'v>(&mut self, party: &'v Party) -> Judged<'v> {
        let role = party.role.as_deref();
        let schemes = self.policy.schemes(party);
        let kind = Kind {
            line: self.policy.place_of_line(party),
            role: party.role.clone(),
            named: party.name.is_some(),
            seen: schemes.map(|scheme| scheme.seen(role, &party.version)).collect(),
        };
        let next = self.kinds.len();
        let kind = *self.kinds.entry(kind).or_insert(next);
        let component = party.component.filter(|_| party.name.is_some());
        let declared = component.is_some_and(|at| self.declared.contains(&at));
        Judged { party, kind, declared }
    }

    /// Whether two versions of one component or of none are sure to be judged alike, whatever they are
    /// judged with.
    pub(super) fn are_alike(a: Judged<'_>, b: Judged<'_>) -> bool {
        a.kind == b.kind && a.party.name == b.party.name && !a.declared && !b.declared
    }

    /// What is said of a provider and a consumer: a number of [`Judge::verdicts`]; `None` where nothing
    /// speaks of the two in that order.
    pub(super) fn number(&mut self, provider: Judged<'_>, consumer: Judged<'_>) -> Option<u32> {
        let both = (provider.party, consumer.party);
        if provider.declared && consumer.declared && self.policy.is_declared(both.0, both.1) {
            return Some(self.numbered(self.policy.judge(both.0, both.1)));
        }
        let same = match (&both.0.name, &both.1.name) {
            (Some(provider), Some(consumer)) => provider == consumer,
            _ => true,
        };
        let key = (provider.kind, consumer.kind, same);
        if let Some(known) = self.ruled.get(&key) {
            return *known;
        }
        let number = self.policy.by_rules(both.0, both.1).map(|verdict| self.numbered(verdict));
        self.ruled.insert(key, number);
        number
    }

    /// The different verdicts, in the order in which they came up.
    pub(super) fn verdicts(self) -> Vec<Verdict> {
        self.verdicts
    }

    /// Where a verdict stands among all, after adding it if it is new.
    fn numbered(&mut self, verdict: Verdict) -> u32 {
        let next = u32::try_from(self.verdicts.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(verdict.clone()).or_insert(next);
        if number == next {
            self.verdicts.push(verdict);
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use version::Scheme;

    use super::*;

    #[test]
    fn what_no_rule_looks_at_is_judged_once() {
        let policy = Policy::of_scheme(Scheme::preset("semver").unwrap());
        let form = policy.scheme.plain().clone();
        let party = |(minor, patch): (u32, u32)| Party {
            name: Some(format!("lib-{patch}")),
            role: None,
            version: form.parse(&format!("1.{minor}.{patch}")).unwrap(),
            form: form.clone(),
            component: None,
        };
        let all: Vec<Party> =
            (0..3).flat_map(|m| (0..50).map(move |p| (m, p))).map(party).collect();
        let mut judge = Judge::of(&policy);
        let all: Vec<Judged<'_>> = all.iter().map(|party| judge.judged(party)).collect();
        for provider in &all {
            for consumer in &all {
                let number = judge.number(*provider, *consumer).unwrap();
                let verdict = policy.judge(provider.party, consumer.party);
                assert_eq!(judge.verdicts[usize::try_from(number).unwrap()], verdict);
            }
        }
        assert_eq!(judge.kinds.len(), 3, "minor versions");
        assert_eq!(judge.ruled.len(), 18, "pairs of them, with one name and with two");
        assert_eq!(judge.verdicts.len(), 2);
    }
}
