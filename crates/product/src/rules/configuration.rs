//! `configuration`: release.toml says what is there.

use alloc::string::ToString;

use place::{Explain, Severity};

use super::{Findings, Lint, Rule};

pub(super) const RULE: Rule = Rule {
    id: "configuration",
    severity: Severity::Error,
    text: "release.toml and the scheme files have no error and no unknown key, and name files that are there.",
    example: "`embed = [\"core\"]`: did you mean `embeds`?",
    check: Some(check),
    fixable: false,
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
