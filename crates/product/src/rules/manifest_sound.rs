//! `manifest`: every manifest can be read, and has a version in it.

use alloc::string::ToString;

use place::{Explain, Severity};

use super::{About, Findings, Lint, Mended, Rule};
use crate::InventoryError;

pub(super) const RULE: Rule = Rule {
    id: "manifest",
    severity: Severity::Error,
    about: About::Content,
    text: "Every manifest is there, is valid in its format, and states one version plainly.",
    example: "package.json has `version` twice: remove one of the two.",
    check: Some(check),
    mended: Mended::ByHand,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, _, _) in lint.components() {
        let problems = lint.inventory.holding(index).map_or(&[][..], |holding| &holding.problems);
        for problem in problems {
            let version = matches!(problem, InventoryError::Version { .. });
            let configured = matches!(problem.rule(), Some("configuration" | "pre-label-order"));
            if !version && !configured {
                let help = problem.help().unwrap_or_default();
                findings.add(Some(index), problem.place(), problem.to_string(), help, None);
            }
        }
    }
}
