//! `identity`: what a package is known by stays what it was.

use alloc::format;

use place::Severity;

use super::{About, Findings, Lint, Mended, Rule};
use crate::identity;

pub(super) const RULE: Rule = Rule {
    id: identity::RULE,
    severity: Severity::Error,
    about: About::Content,
    text: "A name by which others find a package is what it was at the last release, whatever part of the version moves.",
    example: "definition.xml says name=\"solver2\" and was released as \"solver\": `lint --fix` writes solver again. Another solver is another component.",
    check: Some(check),
    mended: Mended::First,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, state) in lint.components() {
        let Some(latest) = state.latest(index) else { continue };
        let (product, snapshot) = (lint.product, lint.snapshot);
        for name in identity::renamed(product, snapshot, lint.inventory, index, latest) {
            let now = name.now.as_deref().map_or_else(|| "gone".into(), |now| format!("`{now}`"));
            findings.add(
                Some(index),
                Some(name.place),
                format!(
                    "the name of `{}` is {now}, but it was released as `{}` ({})",
                    component.name, name.then, latest.tag
                ),
                format!("restore `{}`; another package is another component", name.then),
                name.now.map(|_| name.then),
            );
        }
    }
}
