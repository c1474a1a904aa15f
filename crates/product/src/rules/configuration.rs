//! `configuration`: release.toml says what is there.

use alloc::string::ToString;

use place::{Explain, Severity};

use super::{About, Findings, Lint, Mended, Rule};
use crate::{Inventory, InventoryError, Product};

pub(crate) const RULE: Rule = Rule {
    id: "configuration",
    severity: Severity::Error,
    about: About::Configuration,
    text: "release.toml and the scheme files have no error and no unknown key, and name files that are there.",
    example: "`embed = [\"core\"]`: did you mean `embeds`?",
    check: Some(check),
    mended: Mended::ByHand,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, problem) in problems(lint.product, lint.inventory) {
        let help = problem.help().unwrap_or_default();
        findings.add(Some(index), problem.place(), problem.to_string(), help, None);
    }
}

/// What is wrong with the configuration of components that are still there.
pub(crate) fn problems<'a>(
    product: &'a Product,
    inventory: &'a Inventory,
) -> impl Iterator<Item = (usize, &'a InventoryError)> {
    let live = product.components.iter().enumerate().filter(|(_, component)| !component.retired);
    live.flat_map(|(index, _)| {
        let problems = inventory.holding(index).map_or(&[][..], |holding| &holding.problems);
        let wrong = problems.iter().filter(|problem| problem.rule() == Some(RULE.id));
        wrong.map(move |problem| (index, problem))
    })
}
