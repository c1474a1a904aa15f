//! `tag-manifest`: what a tag says is what its commit holds.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{Slot, SlotKind};
use place::{Place, Severity};
use version::{Dialect, Version};

use super::{About, Findings, Lint, Mended, Rule};
use crate::config::Component;
use crate::inventory::Own;
use crate::spelling::meant;

pub(crate) const RULE: Rule = Rule {
    id: "tag-manifest",
    severity: Severity::Error,
    about: About::Content,
    text: "At the commit that a release's tag names, the manifest states the tag's version.",
    example: "core-1.1 is on a commit whose core/version.go says 1.0: the tag was put there by hand. It stays; release again above it.",
    check: Some(check),
    mended: Mended::Never,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, state) in lint.components() {
        let Some(baseline) = state.latest(index) else { continue };
        let Some(own) = lint.inventory.own(index).first() else { continue };
        let Some(then) = Then::of(lint, &baseline.tag, own) else { continue };
        let agrees = |stated: &Stated| then.is(component, stated, &baseline.version);
        let Some(first) = then.stated.first().filter(|_| !then.stated.iter().any(agrees)) else {
            continue;
        };
        findings.add(
            Some(index),
            Some(Place::Ref(baseline.tag.clone())),
            format!(
                "tag {} says {}, but {} says {} at its commit",
                baseline.tag, baseline.version, own.path, first.text
            ),
            format!(
                "leave the tag: it is published; the next release of {} goes above both",
                component.name
            ),
            None,
        );
    }
}

/// What a manifest stated at a tag.
pub(super) struct Then {
    stated: Vec<Stated>,
    /// The package's release that stood there, if any.
    release: String,
}

/// One version there.
struct Stated {
    text: String,
    dialect: &'static Dialect,
}

impl Then {
    /// What the file of `own` stated at `tag`; `None` where it was not there, or nobody looked.
    pub(super) fn of(lint: &Lint<'_>, tag: &str, own: &Own) -> Option<Self> {
        let key = (tag.to_string(), own.path.clone());
        let content = lint.snapshot.tagged_files.get(&key)?.as_ref()?;
        let mut then = Self { stated: Vec::new(), release: String::new() };
        let mut release = None;
        for locator in lint.inventory.locators(&own.path) {
            let Ok(located) = content.found(&own.path, locator) else { continue };
            let own_kinds = |kind: &SlotKind| {
                matches!(kind, SlotKind::Version | SlotKind::Shared) || kind.is_second()
            };
            release = release.or(located.package_release().map(|slot| slot.text.clone()));
            // A file that inherits its version states that one, if any.
            let stands = located.slots.iter().any(|slot| own_kinds(&slot.kind));
            let parent = located.parent.filter(|_| !stands);
            let stated = |slot: &&Slot| own_kinds(&slot.kind) || Some(slot.span) == parent;
            // What stands second may come first in the file, and may be some other number.
            let mut slots: Vec<&Slot> = located.slots.iter().filter(stated).collect();
            slots.sort_by_key(|slot| slot.kind.is_second());
            let slots = slots.into_iter();
            then.stated.extend(slots.map(|slot| Stated {
                text: slot.value(),
                dialect: slot.dialect.unwrap_or(own.dialect),
            }));
        }
        then.release = release.unwrap_or_default();
        Some(then)
    }

    /// Whether everything there was the version `released`: the file moves with its component.
    pub(super) fn followed(&self, component: &Component, released: &Version) -> bool {
        let mut stated = self.stated.iter();
        !self.stated.is_empty() && stated.all(|stated| self.is(component, stated, released))
    }

    fn is(&self, component: &Component, stated: &Stated, released: &Version) -> bool {
        let form = &component.form;
        meant(form, stated.dialect, &stated.text, &self.release)
            .is_some_and(|version| form.key(&version) == form.key(released))
    }
}
