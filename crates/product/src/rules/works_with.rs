//! `works-with`: components that are said to work with each other have versions that do.

use alloc::format;

use place::Severity;
use version::CompatSeverity;

use super::{About, Findings, Lint, Mended, Rule};
use crate::pairs::{self, Stands, Versions, is_fine, pairs};

pub(crate) const RULE: Rule = Rule {
    id: pairs::RULE,
    severity: Severity::Warning,
    about: About::Content,
    text: "Components that release.toml says work with each other have versions that do, by the policy's rules of compatibility and by the range that is stated; how much a breach matters is theirs to say.",
    example: "sdk has `works-with = [\"core\"]`, and `release major -p core` would leave it at 1.1 beside core 2.0: refused, unless the two are released together or --because says why.",
    check: Some(check),
    mended: Mended::ByHand,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    let versions = Versions::of_lines(lint.product, lint.inventory, lint.states);
    for pair in pairs(lint.product) {
        let (consumer, provider) = (pair.consumer, pair.said.provider);
        let Stands { provider: other, consumer: Some(own), verdict } = versions.stands(pair) else {
            continue;
        };
        if is_fine(&verdict) {
            continue;
        }
        let other = other.as_ref();
        let excluded = other.is_some_and(|other| pair.excludes(other));
        let name = |at: usize| lint.product.name_of(at);
        let help = match (&pair.said.range, other) {
            (_, None) => format!("release `{}`, or take it out", name(provider)),
            (Some(range), Some(other)) if excluded && !range.reached(other) => {
                format!(
                    "release a `{}` that is {range}, no later than the next `{}`",
                    name(provider),
                    name(consumer)
                )
            }
            (_, Some(other)) if excluded => {
                format!("widen the range once `{}` runs with {other}", name(consumer))
            }
            _ => "bring the one that is behind up to the other at its next release".into(),
        };
        findings.weighed(
            consumer,
            pair.said.place.clone(),
            (weight(verdict.severity), verdict.rule.clone().filter(|rule| rule != RULE.id)),
            pair.wrong(lint.product, other, &own, &verdict),
            help,
        );
    }
}

/// How much a finding matters, by how much the policy says that the pair does. No commit can mend
/// what only a release can, so that it is never more than a warning.
fn weight(severity: CompatSeverity) -> Severity {
    match severity {
        CompatSeverity::Block | CompatSeverity::Warn => Severity::Warning,
        CompatSeverity::Advisory | CompatSeverity::None => Severity::Note,
    }
}
