//! `pre-label-order`: labels sort as they are released.

use alloc::string::ToString;

use place::{Explain, Severity};

use super::{About, Findings, Lint, Mended, Rule};

pub(super) const RULE: Rule = Rule {
    id: "pre-label-order",
    severity: Severity::Error,
    about: About::Configuration,
    text: "Every ecosystem that a component is written for sorts the scheme's pre-release labels in the order of their release, by its own comparison.",
    example: "`labels = [\"prealpha\", \"alpha\"]` and a debian/changelog: Debian sorts alpha below prealpha.",
    check: Some(check),
    mended: Mended::ByHand,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, _, _) in lint.components() {
        let problems = lint.inventory.holding(index).map_or(&[][..], |holding| &holding.problems);
        for problem in problems.iter().filter(|problem| problem.rule() == Some(RULE.id)) {
            let help = problem.help().unwrap_or_default();
            findings.add(Some(index), problem.place(), problem.to_string(), help, None);
        }
    }
}
