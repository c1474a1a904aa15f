//! `unreleased-change`: what changed gets a version of its own.

use alloc::format;

use place::Severity;

use super::{About, Findings, Lint, Mended, Rule};
use crate::changes::{self, Changes, is_policy};

pub(super) const RULE: Rule = Rule {
    id: changes::RULE,
    severity: Severity::Warning,
    about: About::Content,
    text: "A component that changed since its last release has another version than that release. Only policies that say so are held to it.",
    example: "solver/main.f90 changed since solver-2.1 and definition.xml still says 2.1: `patch solver` releases the change as 2.1.1.",
    check: Some(check),
    mended: Mended::ByHand,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    let changes = Changes::new(lint.product, lint.snapshot);
    for (index, component, state) in lint.components() {
        let line = lint.product.lines.get(component.line);
        if !line.is_some_and(|line| is_policy(&line.scheme)) {
            continue;
        }
        let (Some(baseline), Some(version)) =
            (state.baseline(index), lint.inventory.version(index))
        else {
            continue;
        };
        let same = component.form.same(version, &baseline.version);
        if !same || changes.of(index, Some(baseline)) != Some(true) {
            continue;
        }
        findings.add(
            Some(index),
            lint.inventory.place(index),
            format!(
                "`{}` changed since {}, and its version is still {version}",
                component.name, baseline.tag
            ),
            format!(
                "release the change: {}",
                changes::way(lint.product, lint.inventory, index, &component.name)
            ),
            None,
        );
    }
}
