//! `tag-manifest`: what a tag says is what its commit holds.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::SlotKind;
use place::{Place, Severity};
use version::Dialect;

use super::{Findings, Lint, Rule};

pub(crate) const RULE: Rule = Rule {
    id: "tag-manifest",
    severity: Severity::Error,
    text: "At the commit that a release's tag names, the manifest states the tag's version.",
    example: "core-1.1 is on a commit whose core/version.go says 1.0: the tag was put there by hand. It stays; release again above it.",
    check: Some(check),
    fixable: false,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, state) in lint.components() {
        let Some(baseline) = state.latest(index) else { continue };
        let Some(own) = lint.inventory.own(index).first() else { continue };
        let key = (baseline.tag.clone(), own.path.clone());
        let Some(Some(content)) = lint.snapshot.tagged_files.get(&key) else { continue };
        let mut stated: Vec<(String, &Dialect)> = Vec::new();
        let mut release = None;
        for locator in lint.inventory.locators(&own.path) {
            let Ok(located) = content.found(&own.path, locator) else { continue };
            let own_kinds = |kind: &SlotKind| {
                matches!(kind, SlotKind::Version | SlotKind::Shared | SlotKind::Secondary(_))
            };
            release = release.or(located.package_release().map(|slot| slot.text.clone()));
            let slots = located.slots.iter().filter(|slot| own_kinds(&slot.kind));
            stated.extend(slots.map(|slot| (slot.value(), slot.dialect.unwrap_or(own.dialect))));
        }
        let form = &component.form;
        let release = release.unwrap_or_default();
        let agrees = |(text, dialect): &(String, &Dialect)| {
            form.from_beside_release(dialect, text, &release)
                .is_ok_and(|version| form.key(&version) == form.key(&baseline.version))
        };
        let Some((first, _)) = stated.first().filter(|_| !stated.iter().any(agrees)) else {
            continue;
        };
        findings.add(
            Some(index),
            Some(Place::Ref(baseline.tag.clone())),
            format!(
                "tag {} says {}, but {} says {} at its commit",
                baseline.tag, baseline.version, own.path, first
            ),
            format!("leave the tag: it is published; `patch {}` goes above it", component.name),
            None,
        );
    }
}
