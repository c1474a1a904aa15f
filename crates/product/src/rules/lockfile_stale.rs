//! `lockfile-stale`: lock files copy what the manifests say.

use alloc::format;

use place::{Place, Severity};

use super::{About, Findings, Lint, Mended, Rule};
use crate::inventory::Own;

pub(super) const RULE: Rule = Rule {
    id: "lockfile-stale",
    severity: Severity::Error,
    about: About::Content,
    text: "A lock file's entries for the product's own packages have the versions that the manifests have.",
    example: "core/Cargo.toml says 1.1.0 and Cargo.lock has core 1.0.0: `lint --fix` corrects that entry and no other.",
    check: Some(check),
    mended: Mended::After(2),
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, _) in lint.components() {
        for entry in lint.inventory.locks(index).iter().filter(|e| e.requires.is_none()) {
            let package =
                lint.inventory.own(index).iter().find(|own| own.dialect.id == entry.dialect.id);
            // A lock file may spell a version more fully than the manifest does.
            let spelled = |own: &&Own| {
                let version = own.version.as_ref().ok();
                let text = version.and_then(|v| component.form.native(entry.dialect, v, None).ok());
                own.text == entry.text
                    || text.is_some_and(|text| text == entry.text)
                    // Python's `.dev` is `.dev0`.
                    || own.development.is_some()
                        && (entry.dialect.order)(&own.text, &entry.text).is_eq()
            };
            let Some(package) = package.filter(|package| !spelled(package)) else { continue };
            // The ecosystem's tools write its own spelling, whatever the manifest has: uv `2.0.dev0`
            // where pyproject.toml says `2.0.dev`.
            let written = entry.dialect.canonical(&package.text);
            let written = written.unwrap_or_else(|| package.text.clone());
            if written == entry.text {
                continue;
            }
            findings.add(
                Some(index),
                Some(Place::bytes(&entry.path, entry.span)),
                format!(
                    "`{}` is {} in {}, but {} in the lock file",
                    entry.name, package.text, package.path, entry.text
                ),
                "`lint --fix` corrects the entry",
                Some(written),
            );
        }
    }
}
