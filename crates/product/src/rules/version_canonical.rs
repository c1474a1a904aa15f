//! `version-canonical`: versions are written as releases write them.

use alloc::format;

use place::Severity;

use super::{About, Findings, Lint, Mended, Rule};
use crate::inventory::Bond;
use crate::spelling::spelled;

pub(super) const RULE: Rule = Rule {
    id: "version-canonical",
    severity: Severity::Warning,
    about: About::Content,
    text: "Where a policy reads numbers with zeros in front, it still writes them without.",
    example: "`1.00.8` is read as 1.0.8 under a scheme with `leading-zeros = \"warn\"`: `lint --fix` writes 1.0.8.",
    check: Some(check),
    mended: Mended::First,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, _) in lint.components() {
        let form = &component.form;
        for own in lint.inventory.own(index) {
            let Ok(version) = &own.version else { continue };
            // What is second in its file may be some other number.
            let other =
                || lint.inventory.version(index).is_none_or(|v| form.key(v) != form.key(version));
            if own.bond == Bond::Along && other() {
                continue;
            }
            if !form.is_loose(own.dialect, &own.text) {
                continue;
            }
            let fix = spelled(form, own, version).ok();
            let by = if lint.mends(fix.as_ref()) { ": `lint --fix`" } else { "" };
            findings.add(
                Some(index),
                Some(own.place()),
                format!("`{}` is written {version}", own.text),
                format!("write {version}{by}"),
                fix,
            );
        }
    }
}
