//! The pairs that release.toml declares (`works-with`), as far as a question is about them.

use alloc::collections::BTreeMap;

use product::pairs::{self, Pair, Stands, Versions};
use product::{Inventory, InventoryError, LineState, Product, Snapshot, line_state};
use version::{Scheme, Verdict, Version};

use super::policy::ProductLine;
use super::{Party, Policy};

/// A declared pair, and what is said of it as it stands.
#[derive(Debug, Clone)]
pub struct Declared {
    /// Who provides, and its version; `None` where it has none yet.
    pub provider: (String, Option<String>),
    /// Who consumes, and its version.
    pub consumer: (String, Option<String>),
    /// The versions of the provider that release.toml says it needs; `None` for all that the rules
    /// allow.
    pub range: Option<String>,
    /// What is said of them.
    pub verdict: Verdict,
}

/// The declared pairs whose consumer is on one of `lines` (places in [`Product::lines`]), in the
/// order of release.toml, as they stand.
#[must_use]
pub fn declared(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    lines: &[usize],
) -> Vec<Declared> {
    let component = |at: usize| product.components.get(at);
    let on = |at: usize| component(at).is_some_and(|one| lines.contains(&one.line));
    let name = |at: usize| component(at).map(|one| one.name.clone()).unwrap_or_default();
    let states: Vec<LineState> = (0..product.lines.len())
        .map(|line| line_state(product, snapshot, inventory, line))
        .collect();
    let versions = Versions::of_lines(product, inventory, &states);
    let all = pairs::pairs(product).filter(|pair| on(pair.consumer)).map(|pair| {
        let Stands { provider: other, consumer: own, verdict } = versions.stands(pair);
        let text = |version: Option<Version>| version.map(|version| version.to_string());
        Declared {
            provider: (name(pair.said.provider), text(other)),
            consumer: (name(pair.consumer), text(own)),
            range: pair.said.range.as_ref().map(ToString::to_string),
            verdict,
        }
    });
    all.collect()
}

/// The version of a component that its manifest states, else its last release's; of what was never
/// released, the one that its manifest leads to. `state` is that of the component's line.
fn current<'s>(
    inventory: &Inventory,
    state: impl FnOnce() -> Option<&'s LineState>,
    index: usize,
) -> Option<Version> {
    if let Some(stated) = inventory.version(index) {
        return Some(stated.clone());
    }
    let released = state().and_then(|state| state.baseline(index)).map(|one| one.version.clone());
    released.or_else(|| inventory.development(index).cloned())
}

impl ProductLine {
    /// Why nobody knows what version a component has: its manifest cannot be read.
    pub(super) fn unread(&self, index: usize) -> Option<&InventoryError> {
        self.read.as_ref()?.0.unread(index)
    }

    /// The version that a component of any line has now, as far as that was read.
    pub(super) fn current(&self, index: usize) -> Option<Version> {
        let (inventory, state) = self.read.as_ref()?;
        let (product, snapshot) = (&self.loaded.product, &self.loaded.snapshot);
        let line = product.components.get(index)?.line;
        if line == self.index {
            return current(inventory, || Some(state), index);
        }
        let others = self.others.get_or_init(|| {
            let lines = 0..product.lines.len();
            lines.map(|line| line_state(product, snapshot, inventory, line)).collect()
        });
        current(inventory, || others.get(line), index)
    }
}

impl Policy {
    /// Whether `provider` serves `consumer`: what the scheme says, and, of two components of which
    /// release.toml says that they work together, what that says of them.
    #[must_use]
    pub fn judge(&self, provider: &Party, consumer: &Party) -> Verdict {
        let Some((product, pair)) = self.pair(provider, consumer) else {
            return self.scheme.compare(provider.side(), consumer.side());
        };
        let ranged = self.is_current(consumer);
        pair.judge(product, &provider.version, &consumer.version, ranged)
    }

    /// What the rules of the scheme say of two versions in that order, whatever is declared of them:
    /// nothing of two lines, and nothing of one that does not provide for the other.
    #[must_use]
    pub(super) fn by_rules(&self, provider: &Party, consumer: &Party) -> Option<Verdict> {
        let scheme = self.schemes(provider).next().unwrap_or(&self.scheme);
        let (role, other) = (provider.role.as_deref(), consumer.role.as_deref());
        let asked = scheme.provider_role().is_none() || pairs::provides(scheme, role, other);
        let speaks = asked && self.on_one_line(provider, consumer);
        speaks.then(|| scheme.compare(provider.side(), consumer.side()))
    }

    /// Whether release.toml says that the two work together, in that order.
    #[must_use]
    pub(super) fn is_declared(&self, provider: &Party, consumer: &Party) -> bool {
        self.pair(provider, consumer).is_some()
    }

    /// The schemes that may be asked of a version: that of its component's line; of a version of no
    /// component its own first, then those of the product's lines.
    pub(super) fn schemes(&self, party: &Party) -> impl Iterator<Item = &Scheme> {
        let own = self.place_of_line(party);
        let product = self.product.as_ref().map(|line| &line.loaded.product);
        let lines = product.into_iter().flat_map(|product| product.lines.iter().enumerate());
        let lines = lines.filter(move |(at, _)| own.is_none_or(|own| own == *at));
        let bare = own.is_none().then_some(&self.scheme);
        bare.into_iter().chain(lines.map(|(_, line)| &line.scheme))
    }

    /// The line that a version's component is on: an index into [`Product::lines`].
    pub(super) fn place_of_line(&self, party: &Party) -> Option<usize> {
        let product = &self.product.as_ref()?.loaded.product;
        product.components.get(party.component?).map(|component| component.line)
    }

    /// Whether release.toml says that `provider` works with `consumer`, and neither it nor the scheme's
    /// roles the other way round: then they were given in the wrong order.
    #[must_use]
    pub fn is_turned(&self, provider: &Party, consumer: &Party) -> bool {
        let (role, other) = (provider.role.as_deref(), consumer.role.as_deref());
        self.pair(provider, consumer).is_none()
            && self.pair(consumer, provider).is_some()
            && !pairs::provides(&self.scheme, role, other)
    }

    /// Whether both are of one line, so that their lines say which of them is older.
    #[must_use]
    pub fn on_one_line(&self, a: &Party, b: &Party) -> bool {
        match (self.place_of_line(a), self.place_of_line(b)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        }
    }

    /// The components that provide for `consumer`, by index: those that it is said to work with, and
    /// those that the scheme has provide for it. None where it is no component, or says nothing.
    pub(super) fn providers(&self, consumer: &Party) -> Vec<usize> {
        let said = || {
            let product = &self.product.as_ref()?.loaded.product;
            let own = product.components.get(named(consumer)?)?;
            (!own.works_with.is_empty()).then_some((product, own))
        };
        let Some((product, own)) = said() else { return Vec::new() };
        let all = product.components.iter().enumerate().filter(|(at, other)| {
            let (role, of) = (other.role.as_deref(), own.role.as_deref());
            let by_role = || other.line == own.line && pairs::provides(&self.scheme, role, of);
            own.works_with.iter().any(|said| said.provider == *at) || by_role()
        });
        all.map(|(at, _)| at).collect()
    }

    /// The name of the line that a component is on; `None` where the product's only line has none.
    #[must_use]
    pub fn line_of(&self, party: &Party) -> Option<&str> {
        let line = self.place_of_line(party)?;
        self.product.as_ref()?.loaded.product.lines.get(line)?.name.as_deref()
    }

    /// Whom a component says it works with, of those under its scheme: the names that the scheme's rules
    /// see, and the versions that it needs, `*` for all that the rules allow.
    #[must_use]
    pub fn works_with(&self, party: &Party) -> BTreeMap<String, String> {
        let Some((line, index)) = self.product.as_ref().zip(named(party)) else {
            return BTreeMap::new();
        };
        let component = |at: usize| line.loaded.product.components.get(at);
        let Some(own) = component(index) else { return BTreeMap::new() };
        let scheme = |of: usize| line.loaded.product.lines.get(of).map(|line| line.scheme.name());
        let beside =
            |at: usize| component(at).is_some_and(|other| scheme(other.line) == scheme(own.line));
        let ranged = self.is_current(party);
        let said = own.works_with.iter().filter(|said| beside(said.provider)).map(|said| {
            let range = said.range.as_ref().filter(|_| ranged);
            let range = range.map_or_else(|| "*".to_owned(), ToString::to_string);
            (self.identity(line, said.provider), range)
        });
        said.collect()
    }

    /// Whether release.toml speaks of that version: it says what a component needs as it is now, and
    /// nothing of earlier releases.
    fn is_current(&self, party: &Party) -> bool {
        let now = || self.product.as_ref()?.current(named(party)?);
        now().is_none_or(|now| party.form.key(&party.version) >= party.form.key(&now))
    }

    fn pair(&self, provider: &Party, consumer: &Party) -> Option<(&Product, Pair<'_>)> {
        let product = &self.product.as_ref()?.loaded.product;
        let pair = pairs::pair(product, named(consumer)?, named(provider)?)?;
        Some((product, pair))
    }
}

/// The component that a version is certainly of: where versions of all components are alike, one
/// without a name may be anybody's.
fn named(party: &Party) -> Option<usize> {
    party.component.filter(|_| party.name.is_some())
}
