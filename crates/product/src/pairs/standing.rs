//! Where the components of a declared pair stand, and what is said of them as they do.

use alloc::format;
use alloc::vec::Vec;

use version::{CompatSeverity, Compatibility, Verdict, Version};

use super::Pair;
use crate::{Inventory, LineState, Product};

/// The versions that components of any line have.
pub struct Versions<'a> {
    product: &'a Product,
    inventory: &'a Inventory,
    states: &'a [LineState],
}

/// A pair as it stands.
#[derive(Debug, Clone)]
pub struct Stands {
    /// The provider's version; `None` where it has none yet.
    pub provider: Option<Version>,
    /// The consumer's.
    pub consumer: Option<Version>,
    /// What is said of them.
    pub verdict: Verdict,
}

impl<'a> Versions<'a> {
    /// Those of a product whose lines stand at `states`.
    #[must_use]
    pub fn of_lines(
        product: &'a Product,
        inventory: &'a Inventory,
        states: &'a [LineState],
    ) -> Self {
        Self { product, inventory, states }
    }

    /// What a component's manifest states, else its last release's; of what was never released, what
    /// its manifest leads to.
    #[must_use]
    pub fn of(&self, index: usize) -> Option<Version> {
        let released = || Some(&self.state(index)?.latest(index)?.version);
        let leads_to = || self.inventory.development(index);
        self.inventory.version(index).or_else(released).or_else(leads_to).cloned()
    }

    /// The last final version of a component that was released.
    pub(super) fn last_final(&self, index: usize) -> Option<Version> {
        Some(self.state(index)?.baseline(index)?.version.clone())
    }

    /// Whether a component was released, be it as a pre-release.
    pub(super) fn is_out(&self, index: usize) -> bool {
        self.state(index).is_some_and(|state| state.latest(index).is_some())
    }

    /// Whether a version of a component is a pre-release.
    pub(super) fn is_pre(&self, index: usize, version: &Version) -> bool {
        self.product.components.get(index).is_some_and(|one| one.form.is_pre(version))
    }

    fn state(&self, index: usize) -> Option<&LineState> {
        self.states.get(self.product.components.get(index)?.line)
    }

    /// What a provider has for others as it stands: the version that it is at, and beside a
    /// pre-release its last final version, which everybody may go on using.
    pub(super) fn offered(&self, index: usize) -> Vec<Version> {
        let Some(now) = self.of(index) else { return Vec::new() };
        let last = self.is_pre(index, &now).then(|| self.last_final(index)).flatten();
        [Some(now), last].into_iter().flatten().collect()
    }

    /// A pair as it stands: with that version which the provider offers with which it is best. What the
    /// range asks of a provider that is in development for it is on its way (SEMANTICS 31), and counts as
    /// there: what is written down today need not wait for the release. A plan looks at what is out.
    #[must_use]
    pub fn stands(&self, pair: Pair<'_>) -> Stands {
        let consumer = self.of(pair.consumer);
        let offered = self.offered(pair.said.provider);
        if consumer.is_some()
            && offered.iter().all(|out| pair.excludes(out))
            && let Some(next) = self.inventory.development(pair.said.provider)
            && let Some(verdict) = pair.expected(self.product, next)
        {
            return Stands { provider: Some(next.clone()), consumer, verdict };
        }
        let judged =
            consumer.as_ref().and_then(|own| best(pair, self.product, offered.clone(), own));
        let (provider, verdict) = judged.unwrap_or_else(|| {
            let lacks = if consumer.is_none() { pair.consumer } else { pair.said.provider };
            let nothing = nothing_yet(self.product, lacks);
            (offered.into_iter().next(), nothing)
        });
        Stands { provider, consumer, verdict }
    }
}

/// The version of the provider with which a pair is best, the first of equals, and what is said then.
pub(super) fn best(
    pair: Pair<'_>,
    product: &Product,
    offered: Vec<Version>,
    consumer: &Version,
) -> Option<(Option<Version>, Verdict)> {
    let judged = offered.into_iter().map(|provider| {
        let verdict = pair.judge(product, &provider, consumer, true);
        (Some(provider), verdict)
    });
    judged.min_by_key(|(_, verdict)| (verdict.severity, verdict.verdict))
}

/// What is said of a pair of which one has no version.
pub(super) fn nothing_yet(product: &Product, index: usize) -> Verdict {
    Verdict {
        verdict: Compatibility::Unknown,
        severity: CompatSeverity::None,
        rule: None,
        because: format!("`{}` has no version yet", product.name_of(index)),
    }
}
