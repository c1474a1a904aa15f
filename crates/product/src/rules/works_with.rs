//! `works-with`: components that are said to work with each other have versions that do.

use alloc::format;

use place::Severity;
use version::{CompatSeverity, Version};

use super::{Findings, Lint, Rule};
use crate::pairs::{self, is_fine, pairs};

pub(crate) const RULE: Rule = Rule {
    id: pairs::RULE,
    severity: Severity::Warning,
    text: "Components that release.toml says work with each other have versions that do, by the policy's rules of compatibility and by the range that is stated; how much a breach matters is theirs to say.",
    example: "sdk has `works-with = [\"core\"]`, and `release major -p core` would leave it at 1.1 beside core 2.0: refused, unless the two are released together or --because says why.",
    check: Some(check),
    fixable: false,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for pair in pairs(lint.product) {
        let (consumer, provider) = (pair.consumer, pair.said.provider);
        let (Some(own), Some(other)) = (version(lint, consumer), version(lint, provider)) else {
            continue;
        };
        let verdict = pair.judge(lint.product, other, own, true);
        // What the provider is in development for is on its way (SEMANTICS 31).
        let leads_to = lint.inventory.development(provider);
        let coming = || leads_to.is_some_and(|next| !pair.excludes(next));
        if is_fine(&verdict) || (pair.excludes(other) && coming()) {
            continue;
        }
        let name = |at: usize| lint.product.components.get(at).map_or("", |one| one.name.as_str());
        let help = match &pair.said.range {
            Some(range) if !range.admits(other) && !range.reached(other) => {
                format!(
                    "release a `{}` that is {range}, before the next `{}`",
                    name(provider),
                    name(consumer)
                )
            }
            Some(range) if !range.admits(other) => {
                format!("widen the range once `{}` runs with {other}", name(consumer))
            }
            _ => "bring the one that is behind up to the other at its next release".into(),
        };
        findings.weighed(
            consumer,
            pair.said.place.clone(),
            (weight(verdict.severity), verdict.rule.clone().filter(|rule| rule != RULE.id)),
            pair.wrong(lint.product, other, own, &verdict),
            help,
        );
    }
}

/// What a component is at: what its manifest states, else its last release.
fn version<'l>(lint: &Lint<'l>, index: usize) -> Option<&'l Version> {
    let component = lint.product.components.get(index)?;
    let released = || Some(&lint.states.get(component.line)?.latest(index)?.version);
    lint.inventory.version(index).or_else(released)
}

/// How much a finding matters, by how much the policy says that the pair does. No commit can mend
/// what only a release can, so that it is never more than a warning.
fn weight(severity: CompatSeverity) -> Severity {
    match severity {
        CompatSeverity::Block | CompatSeverity::Warn => Severity::Warning,
        CompatSeverity::Advisory | CompatSeverity::None => Severity::Note,
    }
}
