//! `tag-manifest`: what each tag says is what the manifest at its commit states.

use alloc::format;
use alloc::string::String;

use tags::OwnerId;

use super::super::statement::{Said, Statement};
use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::audit::release::Release;
use crate::rules::tag_manifest::RULE;
use crate::spelling::meant;

pub(super) const ROW: Audit = Audit { rule: &RULE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for release in past.releases() {
        let Some(disagreement) = disagreement(past, release) else { continue };
        let (tag, version) = (release.tag, &release.version);
        findings.add(
            release,
            format!("tag {tag} says {version}, but {disagreement} at its commit"),
            "leave the tag: it is published; the next release goes above both",
        );
    }
}

/// What a release's manifest states instead of its version, as `FILE says TEXT`.
pub(super) fn disagreement(past: &Past<'_>, release: &Release<'_>) -> Option<String> {
    let OwnerId::Component(index) = release.owner else { return None };
    let said = past.history.statements.get(&(index, String::from(release.tag)))?;
    let Statement::Says { path, said } = said else { return None };
    if release.billed {
        return None;
    }
    let agrees = |said: &Said| {
        let read = meant(release.form, said.dialect, &said.text, &said.release);
        read.is_some_and(|version| release.form.key(&version) == release.key)
    };
    let first = said.first().filter(|_| !said.iter().any(agrees))?;
    Some(format!("{path} says {}", first.text))
}
