//! `manifests-agree`: all manifests of a component say the same.

use alloc::format;

use place::{Explain, Severity};

use super::tag_manifest::Then;
use super::{Findings, Lint, Rule};
use crate::inventory::Bond;
use crate::spelling::{mended, spelled};

pub(super) const RULE: Rule = Rule {
    id: "manifests-agree",
    severity: Severity::Error,
    text: "All files that release.toml lists for a component state one version, and so do those beside them that stated the last release's; what is second to a version in its file may be some other number.",
    example: "sdk/pom.xml says 1.1 and sdk/README.md says 1.0: `lint --fix` makes the README say 1.1.",
    check: Some(check),
    fixable: true,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, state) in lint.components() {
        let form = &component.form;
        let own = lint.inventory.own(index);
        let (Some(primary), Some(version)) = (own.first(), lint.inventory.version(index)) else {
            continue;
        };
        for second in own.iter().skip(1) {
            // A file that nobody lists moves along while it says what was released (SEMANTICS 20).
            let follows = || {
                let baseline = state.latest(index)?;
                let then = Then::of(lint, &baseline.tag, second)?;
                Some(then.followed(component, &baseline.version))
            };
            let held = match second.bond {
                Bond::Along => false,
                Bond::States | Bond::Derived => second.must_agree() || follows() == Some(true),
            };
            if !held {
                continue;
            }
            let agrees = second.version.as_ref().is_ok_and(|v| form.key(v) == form.key(version));
            if agrees {
                continue;
            }
            let fix = mended(form, second, version);
            let along = fix.is_some();
            // What the ecosystem cannot hold as it is, a template makes it hold.
            let unwritten = spelled(form, second, version).err().and_then(|error| error.help());
            let writes = if fix.is_some() { "`lint --fix` writes" } else { "write" };
            findings.add(
                Some(index),
                Some(second.place()),
                format!(
                    "`{}` is {version} in {}, but `{}` here",
                    component.name,
                    primary.line(lint.snapshot),
                    second.text
                ),
                unwritten.unwrap_or_else(|| format!("make them agree: {writes} {version} here")),
                fix,
            );
            if along {
                findings.along(lint, index, second, version);
            }
        }
    }
}
