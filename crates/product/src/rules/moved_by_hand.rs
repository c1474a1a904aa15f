//! `moved-by-hand`: versions move by releases only.

use alloc::format;

use place::Severity;

use super::{About, Findings, Lint, Mended, Rule};

pub(super) const RULE: Rule = Rule {
    id: "moved-by-hand",
    severity: Severity::Error,
    about: About::Change,
    text: "A version in a manifest is the last released one; only a release moves it, manifests, lock files, commit and tags at once.",
    example: "core-1.1 is out and core/version.go says 1.1.20161201: no release is made from there. `lint --fix` takes the edit back, and `patch core --date 2016-12-01` releases that number.",
    check: Some(check),
    mended: Mended::First,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, state) in lint.components() {
        let (Some(version), Some(baseline)) = (lint.inventory.version(index), state.latest(index))
        else {
            continue;
        };
        let form = &component.form;
        let (key, released) = (form.key(version), form.key(&baseline.version));
        // Where order looks at some parts only, the others must be what was released all the same.
        let moved = key > released || key == released && !form.same(version, &baseline.version);
        // A component ahead of the line has its own, graver finding.
        let ahead = state.released_line.as_ref().is_some_and(|line| form.line(version) > *line);
        if !moved || ahead || lint.is_releasing(index) {
            continue;
        }
        let restored = lint.restored(index, Some(&baseline.version));
        let by = if lint.mends(restored.fix.as_ref()) { " (`lint --fix`)" } else { "" };
        findings.add(
            Some(index),
            lint.inventory.place(index),
            format!(
                "`{}` says {version}, but {} was its last release{} ({})",
                component.name,
                baseline.version,
                restored.among(),
                baseline.tag
            ),
            restored.help(&format!(
                "restore {}{by} and let `patch {}` move it",
                baseline.version, component.name
            )),
            restored.fix.clone(),
        );
        findings.restored_along(lint, index, &restored);
    }
}
