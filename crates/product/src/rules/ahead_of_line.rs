//! `ahead-of-line`: nobody leads the line.

use alloc::format;

use place::Severity;
use version::Given;

use super::{About, Findings, Lint, Mended, Rule};

pub(crate) const RULE: Rule = Rule {
    id: "ahead-of-line",
    severity: Severity::Error,
    about: About::Change,
    text: "The shared parts of a component's version never go beyond what the product has released.",
    example: "The product is at 1.1 and sdk/pom.xml says 1.2: `release minor` moves the product, a component alone only patches.",
    check: Some(check),
    mended: Mended::First,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, state) in lint.components() {
        let (Some(version), Some(line)) = (lint.inventory.version(index), &state.released_line)
        else {
            continue;
        };
        let own = component.form.line(version);
        let form = &component.form;
        let given = Given { date: lint.snapshot.date, external: None, minimum: None };
        let is_pre =
            |latest: &crate::line::Baseline| form.key(&latest.version) == form.key(version);
        let released = state.latest(index).is_some_and(is_pre);
        // A pre-release of a line to come, of which this one or a later one is out: whose it is, its tag
        // need not say.
        let out = state.latest(index).is_none() && form.is_pre(version);
        let out = out
            && state
                .ahead
                .as_ref()
                .is_some_and(|ahead| form.key(version) <= form.key(&ahead.version));
        if own <= *line || released || out || lint.is_releasing(index) {
            continue;
        }
        let restored = lint.restored(index, state.latest(index).map(|latest| &latest.version));
        findings.add(
            Some(index),
            lint.inventory.place(index),
            format!(
                "`{}` is at {version}, ahead of the line, which is at {line}{}",
                component.name,
                restored.among()
            ),
            restored.help(&match state.latest(index) {
                Some(baseline) => format!(
                    "restore {}; to move the product on purpose: `release {}`",
                    baseline.version,
                    form.fresh(&own, &given)
                ),
                None => format!(
                    "a new component starts on the line: write {}; to move the product on purpose: \
                     `release {}`",
                    form.fresh(line, &given),
                    form.fresh(&own, &given)
                ),
            }),
            restored.fix.clone(),
        );
        findings.restored_along(lint, index, &restored);
    }
}
