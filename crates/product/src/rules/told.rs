//! Errors that are findings as they are: with their own words, place and help.

use alloc::string::ToString;

use place::Explain;

use super::{Findings, Lint};
use crate::{Inventory, InventoryError, Product};

/// What finds that which is wrong with the manifests of components, where the rule looked for is the
/// one that speaks of it.
pub(super) fn of_inventory(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, problem) in problems(lint.product, lint.inventory, findings.rule.id) {
        findings.told(Some(index), problem);
    }
}

/// What is wrong with the manifests of components that are still there, as far as `rule` speaks of it.
pub(crate) fn problems<'a>(
    product: &'a Product,
    inventory: &'a Inventory,
    rule: &'a str,
) -> impl Iterator<Item = (usize, &'a InventoryError)> {
    product.live().flat_map(move |(index, _)| {
        let problems = inventory.problems(index).iter();
        problems.filter(move |one| one.rule() == Some(rule)).map(move |one| (index, one))
    })
}

impl Findings<'_> {
    /// Reports what `error` says, where it points; it is of component `component`, if of any.
    pub(super) fn told(&mut self, component: Option<usize>, error: &dyn Explain) {
        let help = error.help().unwrap_or_default();
        self.add(component, error.place(), error.to_string(), help, None);
    }
}
