//! `not-lower`: nothing goes below what was released.

use alloc::format;

use place::Severity;

use super::{About, Findings, Lint, Mended, Rule};
use crate::config::Component;
use crate::line::LineState;

pub(crate) const RULE: Rule = Rule {
    id: "not-lower",
    severity: Severity::Error,
    about: About::Content,
    text: "No version is lower than one that was released before, and none is released twice.",
    example: "sdk-1.1.20161108 is out and sdk/pom.xml says 1.0: `lint --fix` writes 1.1.20161108 again.",
    check: Some(check),
    mended: Mended::First,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, state) in lint.components() {
        outgrown(lint, findings, (index, component, state));
        let (Some(version), Some(baseline)) = (lint.inventory.version(index), state.latest(index))
        else {
            continue;
        };
        let form = &component.form;
        if form.key(version) >= form.key(&baseline.version) {
            continue;
        }
        let restored = lint.restored(index, Some(&baseline.version));
        let by = if lint.mends(restored.fix.as_ref()) { ": `lint --fix`" } else { "" };
        findings.add(
            Some(index),
            lint.inventory.place(index),
            format!(
                "`{}` is at {version}, below {}, which was released as {}",
                component.name, baseline.version, baseline.tag
            ),
            restored.help(&format!(
                "restore {}{by}; where {tag} is no release, but a mistake: ignore-tags = [\"{tag}\"] in \
                 [git]",
                baseline.version,
                tag = baseline.tag
            )),
            restored.fix.clone(),
        );
        findings.restored_along(lint, index, &restored);
    }
}

/// A manifest in development of what is out, or of less: it was not set anew after the release
/// (SEMANTICS 31).
fn outgrown(
    lint: &Lint<'_>,
    findings: &mut Findings<'_>,
    (index, component, state): (usize, &Component, &LineState),
) {
    let form = &component.form;
    let (Some(ahead), Some(latest)) = (lint.inventory.development(index), state.latest(index))
    else {
        return;
    };
    if form.key(ahead) > form.key(&latest.version) {
        return;
    }
    let text = lint.inventory.own(index).first().map_or("", |own| &own.text);
    let version = &latest.version;
    findings.add(
        Some(index),
        lint.inventory.place(index),
        format!(
            "`{}` says `{text}`, which leads to {ahead}, and {version} was released as {}",
            component.name, latest.tag
        ),
        format!(
            "write a number above {version} there, or {version} itself; a release mends it too"
        ),
        None,
    );
}
