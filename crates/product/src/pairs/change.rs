//! What a release makes of declared pairs: those that it leaves worse than they were.

use alloc::vec;
use alloc::vec::Vec;

use version::{CompatSeverity, Verdict, Version};

use super::standing::{best, nothing_yet};
use super::{Pair, Versions, is_fine};
use crate::Product;

/// What a release changes, as far as pairs are concerned. Components are indices into
/// [`Product::components`].
pub(crate) struct Change<'c, 'v> {
    /// The version that a component gets; `None` where it does not move.
    pub(crate) to: &'c dyn Fn(usize) -> Option<Version>,
    /// Where everybody stands before.
    pub(crate) versions: &'c Versions<'v>,
}

/// A pair after a change: the versions, and what is said of them.
pub(crate) struct After<'p> {
    pub(crate) pair: Pair<'p>,
    /// `None` where there is none yet.
    pub(crate) provider: Option<Version>,
    pub(crate) consumer: Version,
    pub(crate) verdict: Verdict,
}

/// Those of `all` that a change makes worse, and those of which the consumer gets a version that must
/// not be used with what its provider has, or has nobody to provide for it: each such release states
/// anew what nobody can have. What else is no worse than before is `lint`'s to tell: no plan repeats it.
pub(crate) fn worsened<'p>(
    product: &Product,
    all: impl Iterator<Item = Pair<'p>>,
    change: &Change<'_, '_>,
) -> impl Iterator<Item = After<'p>> {
    all.filter_map(move |pair| {
        let (own, other) = (pair.consumer, pair.said.provider);
        let (moved, beside) = ((change.to)(own), (change.to)(other));
        if moved.is_none() && beside.is_none() {
            return None;
        }
        let moves = moved.is_some();
        let consumer = moved.clone().or_else(|| change.versions.of(own))?;
        let judged = best(pair, product, change.offered(other, beside.as_ref()), &consumer);
        let (provider, verdict) = judged.unwrap_or_else(|| (None, nothing_yet(product, other)));
        let anew = moves && (provider.is_none() || verdict.severity == CompatSeverity::Block);
        let told = !is_fine(&verdict)
            && (anew || is_worse(product, pair, change, (moved, beside), &verdict));
        told.then_some(After { pair, provider, consumer, verdict })
    })
}

/// Whether a pair was better than `verdict` before. A consumer's first release is new, and a
/// provider's takes nothing from anybody. `to` is what the consumer and the provider get.
fn is_worse(
    product: &Product,
    pair: Pair<'_>,
    change: &Change<'_, '_>,
    to: (Option<Version>, Option<Version>),
    verdict: &Verdict,
) -> bool {
    let (own, other) = (pair.consumer, pair.said.provider);
    let (moved, beside) = to;
    let moves = moved.is_some();
    let consumer = match &moved {
        Some(_) if !change.versions.is_out(own) => None,
        Some(to) => change.before(own, to),
        None => change.versions.of(own),
    };
    let offered = match &beside {
        Some(to) => change.before(other, to).into_iter().collect(),
        None => change.versions.offered(other),
    };
    let Some((_, was)) = consumer.and_then(|consumer| best(pair, product, offered, &consumer))
    else {
        return moves;
    };
    (verdict.severity, verdict.verdict) > (was.severity, was.verdict)
}

impl Change<'_, '_> {
    /// What a provider has for others afterwards; `to` is what it gets.
    fn offered(&self, index: usize, to: Option<&Version>) -> Vec<Version> {
        to.map_or_else(|| self.versions.offered(index), |to| vec![to.clone()])
    }

    /// What a component that gets `to` is compared with: the version that it has, but with its last
    /// final one where `to` is final, since what pre-releases were allowed was not for everybody.
    fn before(&self, index: usize, to: &Version) -> Option<Version> {
        let now = self.versions.of(index)?;
        let promoted = self.versions.is_pre(index, &now) && !self.versions.is_pre(index, to);
        if promoted { self.versions.last_final(index) } else { Some(now) }
    }
}
