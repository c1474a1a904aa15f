//! Which components work with which (`works-with`), and whether two versions of them do.

mod change;
mod standing;

use alloc::format;
use alloc::string::String;

use version::{CompatSeverity, Compatibility, Range, Scheme, Verdict, Version};

pub(crate) use change::{After, Change, worsened};
pub use standing::{Stands, Versions};

use crate::Product;
use crate::config::WorksWith;

/// The generic rule that speaks where a range does.
pub const RULE: &str = "works-with";

/// Two components of which one says that it works with the other.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'p> {
    /// Who says so: an index into [`Product::components`].
    pub consumer: usize,
    /// What it says, and of whom.
    pub said: &'p WorksWith,
}

/// Every pair that release.toml declares, in its order. Components that are no longer there are in
/// none.
pub fn pairs(product: &Product) -> impl Iterator<Item = Pair<'_>> {
    product.components.iter().enumerate().flat_map(|(consumer, component)| {
        component.works_with.iter().map(move |said| Pair { consumer, said })
    })
}

/// What `consumer` says of working with `provider`, both indices into [`Product::components`].
#[must_use]
pub fn pair(product: &Product, consumer: usize, provider: usize) -> Option<Pair<'_>> {
    let said = &product.components.get(consumer)?.works_with;
    let said = said.iter().find(|said| said.provider == provider)?;
    Some(Pair { consumer, said })
}

/// Whether only what is declared is asked of two components: either says whom it works with, and the
/// scheme does not have the one provide for all others.
pub(crate) fn say(product: &Product, provider: usize, consumer: usize) -> bool {
    let component = |at: usize| product.components.get(at);
    let says = |at: usize| component(at).is_some_and(|one| !one.works_with.is_empty());
    let by_role = || {
        let (provider, consumer) = (component(provider)?, component(consumer)?);
        let scheme = &product.lines.get(provider.line)?.scheme;
        Some(provides(scheme, provider.role.as_deref(), consumer.role.as_deref()))
    };
    (says(provider) || says(consumer)) && by_role() != Some(true)
}

/// Whether the scheme itself says that one role provides for another: one that provides for all others
/// does, whatever these say of further components.
#[must_use]
pub fn provides(scheme: &Scheme, provider: Option<&str>, consumer: Option<&str>) -> bool {
    let role = scheme.provider_role();
    role.is_some() && provider == role && consumer != role
}

/// Whether the scheme's rules of compatibility say anything of two components: both are on its line,
/// and their numbers have to do with each other, since they share some, or one role provides for all.
pub(crate) fn compares(product: &Product, consumer: usize, provider: usize) -> bool {
    let component = |index: usize| product.components.get(index);
    let (Some(consumer), Some(provider)) = (component(consumer), component(provider)) else {
        return false;
    };
    let line = product.lines.get(consumer.line).filter(|_| consumer.line == provider.line);
    line.is_some_and(|line| speaks(&line.scheme, provider.role.as_deref()))
}

impl Pair<'_> {
    /// Whether the provider at one version serves the consumer at another: what the scheme's rules
    /// say, and the range in release.toml where `ranged`. That is what the consumer needs as it is
    /// now, and says nothing of its earlier releases. Rules that compare names take those of a pair
    /// for equal: that two components with different names work together is what is declared.
    #[must_use]
    pub fn judge(
        &self,
        product: &Product,
        provider: &Version,
        consumer: &Version,
        ranged: bool,
    ) -> Verdict {
        let range = self.said.range.as_ref().filter(|_| ranged);
        let stated = range.map(|range| Stated {
            range,
            rule: self.rule(product),
            because: self.needs(product).unwrap_or_default(),
        });
        together(stated, provider, self.ruled(product, provider, consumer)).unwrap_or_else(|| {
            Verdict {
                verdict: Compatibility::Unknown,
                severity: CompatSeverity::None,
                rule: None,
                because: "release.toml says what is needed now, and nothing of earlier releases"
                    .into(),
            }
        })
    }

    /// What is said of the pair while the provider is in development of `next`, where that is what the
    /// range asks for.
    pub(crate) fn expected(&self, product: &Product, next: &Version) -> Option<Verdict> {
        let needs = self.needs(product).filter(|_| !self.excludes(next))?;
        let (_, provider) = self.names(product);
        Some(Verdict {
            verdict: Compatibility::Compatible,
            severity: CompatSeverity::None,
            rule: Some(self.rule(product)),
            because: format!("{needs}, and `{provider}` is in development of {next}"),
        })
    }

    /// Whether release.toml says that the consumer does not run with that version of the provider.
    pub(crate) fn excludes(&self, provider: &Version) -> bool {
        self.said.range.as_ref().is_some_and(|range| !range.admits(provider))
    }

    /// What is wrong between two versions of the pair, by that verdict on them: a lower-case fragment.
    pub(crate) fn wrong(
        &self,
        product: &Product,
        provider: Option<&Version>,
        consumer: &Version,
        verdict: &Verdict,
    ) -> String {
        let (own, other) = self.names(product);
        let Some(provider) = provider else {
            return format!("`{own}` {consumer} works with `{other}`, which has no version yet");
        };
        if let Some(needs) = self.needs(product).filter(|_| self.excludes(provider)) {
            return format!("{needs}, which is at {provider}");
        }
        let verb = match verdict.verdict {
            Compatibility::Compatible => "works with",
            Compatibility::Unknown => "may not work with",
            Compatibility::Incompatible => "does not work with",
        };
        format!("`{own}` {consumer} {verb} `{other}` {provider}: {}", verdict.because)
    }

    /// The consumer's name, and the provider's.
    fn names<'p>(&self, product: &'p Product) -> (&'p str, &'p str) {
        (product.name_of(self.consumer), product.name_of(self.said.provider))
    }

    /// What the range says: `` `gui` needs `server` >=2.1 (release.toml:14) ``.
    fn needs(&self, product: &Product) -> Option<String> {
        let (consumer, provider) = self.names(product);
        let range = self.said.range.as_ref()?;
        Some(format!("`{consumer}` needs `{provider}` {range} ({})", self.said.line))
    }

    /// The policy's own rule for what release.toml says, else the generic one.
    fn rule(&self, product: &Product) -> String {
        let line = product.components.get(self.consumer).and_then(|c| product.lines.get(c.line));
        let policy = line.and_then(|line| line.scheme.policy(RULE));
        policy.map_or_else(|| RULE.into(), |policy| policy.id.clone())
    }

    fn ruled(&self, product: &Product, provider: &Version, consumer: &Version) -> Option<Verdict> {
        if !compares(product, self.consumer, self.said.provider) {
            return None;
        }
        let component = |index: usize| product.components.get(index);
        let (own, other) = (component(self.consumer)?, component(self.said.provider)?);
        let scheme = &product.lines.get(own.line)?.scheme;
        let (role, of) = (own.role.as_deref(), other.role.as_deref());
        Some(scheme.compare((of, provider, None), (role, consumer, None)))
    }
}

/// A range that somebody states, and how it speaks.
#[derive(Debug)]
pub struct Stated<'r> {
    /// Which versions of the provider are needed.
    pub range: &'r Range,
    /// The rule that speaks: the policy's own, or the generic one.
    pub rule: String,
    /// The statement, as a fragment.
    pub because: String,
}

/// What a range and the scheme's rules say of a provider together; `None` where neither speaks.
///
/// A range that excludes it goes before all rules. One that names a lowest version which it has is a
/// promise where the rules make none. Otherwise the rules decide.
#[must_use]
pub fn together(
    stated: Option<Stated<'_>>,
    provider: &Version,
    ruled: Option<Verdict>,
) -> Option<Verdict> {
    let Some(Stated { range, rule, because }) = stated else { return ruled };
    let by_range =
        |verdict, severity| Some(Verdict { verdict, severity, rule: Some(rule), because });
    if !range.admits(provider) {
        return by_range(Compatibility::Incompatible, CompatSeverity::Block);
    }
    let is_silent = |ruled: &Verdict| {
        ruled.verdict == Compatibility::Unknown && ruled.severity == CompatSeverity::None
    };
    match ruled {
        Some(ruled) if !is_silent(&ruled) || !range.has_least() => Some(ruled),
        _ => by_range(Compatibility::Compatible, CompatSeverity::None),
    }
}

/// Whether the numbers of a scheme's components have to do with each other, so that its rules say
/// something of a provider with the role `role` and anybody else.
#[must_use]
pub fn speaks(scheme: &Scheme, role: Option<&str>) -> bool {
    let related = match scheme.provider_role() {
        Some(provides) => role == Some(provides),
        None => scheme.shared(),
    };
    related && !scheme.compat().is_empty()
}

/// Whether nobody has anything to say against a pair.
#[must_use]
pub fn is_fine(verdict: &Verdict) -> bool {
    verdict.verdict == Compatibility::Compatible && verdict.severity == CompatSeverity::None
}
