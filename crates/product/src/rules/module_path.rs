//! `module-path`: a module is named after the major version that it has.

use alloc::format;

use place::Severity;

use super::{About, Findings, Lint, Mended, Rule};
use crate::module_path::{self, Misnamed};

pub(super) const RULE: Rule = Rule {
    id: module_path::RULE,
    severity: Severity::Error,
    about: About::Content,
    text: "A module whose path ends with its major version is released as that one only.",
    example: "`module example.org/core` cannot be 2.0.0: write `module example.org/core/v2`, in every import too, and release then.",
    check: Some(check),
    mended: Mended::ByHand,
};

/// A path that is ahead of the last release is how the next major one begins.
fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, state) in lint.components() {
        let baseline = state.baseline(index).map(|baseline| &baseline.version);
        let Some(version) = lint.inventory.version(index).or(baseline) else { continue };
        let all = module_path::misnamed(lint.product, lint.inventory, index, version);
        for Misnamed { place, now, wanted, .. } in all.into_iter().filter(|one| one.past) {
            findings.add(
                Some(index),
                Some(place),
                format!("`{}` is {version}, which no module `{now}` can be", component.name),
                format!("write `{wanted}`, here and in every import"),
                None,
            );
        }
    }
}
