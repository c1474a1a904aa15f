//! `manifests-agree`: all manifests of a component say the same.

use alloc::format;
use alloc::string::String;

use place::{Explain, Severity};
use version::{Dialect, Version};

use super::tag_manifest::Then;
use super::{About, Findings, Lint, Mended, Rule};
use crate::config::Component;
use crate::inventory::{Bond, Own};
use crate::spelling::{is_made, spelled};

pub(super) const RULE: Rule = Rule {
    id: "manifests-agree",
    severity: Severity::Error,
    about: About::Content,
    text: "All files that release.toml lists for a component state one version, and so do those beside them that stated the last release's; what is second to a version in its file may be some other number.",
    example: "sdk/pom.xml says 1.1 and sdk/README.md says 1.0: `lint --fix` makes the README say 1.1.",
    check: Some(check),
    mended: Mended::After(1),
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, state) in lint.components() {
        let form = &component.form;
        let own = lint.inventory.own(index);
        let Some((holding, primary)) = lint.inventory.holding(index).zip(own.first()) else {
            continue;
        };
        let released = state.latest(index).map(|latest| &latest.version);
        let version = holding.version.as_ref().or(released);
        if holding.version.is_none() && holding.development.is_none() {
            continue;
        }
        let stands = version.or(holding.development.as_ref());
        let uncounted = |d: &Dialect| stands.is_some_and(|version| !is_made(form, d, version));
        for second in own.iter().skip(1) {
            // A file that nobody lists moves along while it says what was released (SEMANTICS 20).
            let follows = || {
                let baseline = state.latest(index)?;
                let then = Then::of(lint, &baseline.tag, second)?;
                Some(then.followed(component, &baseline.version))
            };
            let held = match second.bond {
                Bond::Along => false,
                // A count that nothing makes of the version says nothing of it.
                Bond::Derived if uncounted(second.dialect) => false,
                Bond::States | Bond::Derived => second.must_agree() || follows() == Some(true),
            };
            if !held {
                continue;
            }
            if holding.agrees(form, second, version) {
                continue;
            }
            // What to say next to a text in development is for people to choose.
            let stated = holding.version.as_ref();
            // Where the first place is taken back to the last release, that is what this one says then.
            let restored = stated.and_then(|_| lint.restores(index, released));
            if let Some(back) = restored.filter(|back| holding.agrees(form, second, Some(back))) {
                findings.add(
                    Some(index),
                    Some(second.place()),
                    differs(lint, component, (stated, primary), second),
                    format!("this is right: {back} is restored in {}", primary.path),
                    None,
                );
                continue;
            }
            let stated = restored.or(stated);
            let fix = stated.and_then(|version| lint.mended(form, second, version));
            let along = stated.filter(|_| fix.is_some());
            // What the ecosystem cannot hold as it is, a template makes it hold.
            let unwritten = stated.and_then(|version| spelled(form, second, version).err()?.help());
            let writes = if lint.mends(fix.as_ref()) { "`lint --fix` writes" } else { "write" };
            let says = stated.map_or(primary.text.as_str(), |version| version.as_str());
            let or = match released.filter(|_| stated.is_none()) {
                Some(released) => format!(", or {released}, which is out,"),
                None => String::new(),
            };
            let entry = stated.and_then(|version| lint.entry(index, second, version));
            let write = entry.unwrap_or_else(|| format!("{writes} {says}{or} here"));
            findings.add(
                Some(index),
                Some(second.place()),
                differs(lint, component, (holding.version.as_ref(), primary), second),
                unwritten.unwrap_or_else(|| format!("make them agree: {write}")),
                fix,
            );
            if let Some(version) = along {
                findings.along(lint, index, second, version);
            }
        }
    }
}

/// What a second place says, and what the first one does, which `stated` is read from.
fn differs(
    lint: &Lint<'_>,
    component: &Component,
    (stated, primary): (Option<&Version>, &Own),
    second: &Own,
) -> String {
    let says = stated.map_or(primary.text.as_str(), Version::as_str);
    let first = primary.spot(lint.snapshot);
    format!("`{}` is {says} in {first}, but `{}` here", component.name, second.text)
}
