//! `not-lower`: nothing goes below what was released.

use alloc::format;

use place::Severity;

use super::{Findings, Lint, Rule};

pub(crate) const RULE: Rule = Rule {
    id: "not-lower",
    severity: Severity::Error,
    text: "No version is lower than one that was released before, and none is released twice.",
    example: "sdk-1.1.20161108 is out and sdk/pom.xml says 1.0: `lint --fix` writes 1.1.20161108 again.",
    check: Some(check),
    fixable: true,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, state) in lint.components() {
        let (Some(version), Some(baseline)) = (lint.inventory.version(index), state.latest(index))
        else {
            continue;
        };
        let form = &component.form;
        if form.key(version) >= form.key(&baseline.version) {
            continue;
        }
        let restored = lint.restored(index, Some(&baseline.version));
        let by = if restored.fix.is_some() { ": `lint --fix`" } else { "" };
        findings.add(
            Some(index),
            lint.inventory.place(index),
            format!(
                "`{}` is at {version}, below {}, which was released as {}",
                component.name, baseline.version, baseline.tag
            ),
            format!("{}restore {}{by}", restored.first, baseline.version),
            restored.fix.clone(),
        );
        findings.restored_along(lint, index, &restored);
    }
}
