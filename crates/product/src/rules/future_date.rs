//! `future-date`: no version is dated after today.

use alloc::format;

use place::Severity;

use super::{About, Findings, Lint, Mended, Rule};
use crate::plan::Taken;

pub(crate) const RULE: Rule = Rule {
    id: "future-date",
    severity: Severity::Warning,
    about: About::Content,
    text: "A version that carries a date carries the day of its release, never one that is still to come.",
    example: "sdk/pom.xml says 1.0.20991231: until that day, `patch sdk` would be lower.",
    check: Some(check),
    mended: Mended::ByHand,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    let today = lint.snapshot.date;
    for (index, component, _) in lint.components() {
        let Some(version) = lint.inventory.version(index) else { continue };
        let Some(day) = component.form.date(version).filter(|day| *day > today) else { continue };
        // A day that was borrowed is taken, and the next patch takes the one after it (CHAIN-7).
        let form = &component.form;
        let taken = || Taken::of(lint.product, lint.snapshot, lint.inventory, component.line);
        if form.borrows() && taken().was_borrowed(form, today, day) {
            continue;
        }
        findings.add(
            Some(index),
            lint.inventory.place(index),
            format!("`{}` is at {version}, dated {day}, and today is {today}", component.name),
            format!(
                "check the clock and the number: until {day} a version that takes its day of release \
                 would be lower, and is refused"
            ),
            None,
        );
    }
}
