//! `minimum-known`: no component ever needed a core that was not out.

use alloc::format;

use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::minimum::core;
use crate::rules::minimum_known::RULE;

pub(super) const ROW: Audit = Audit { rule: &RULE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for release in past.releases().iter().filter(|release| release.once && !release.billed) {
        let Some((index, component)) = past.component(release.owner) else { continue };
        let Some(minimum) = release.minimum() else { continue };
        let Some((core, part)) =
            core(past.product, component.line).filter(|(core, _)| *core != index)
        else {
            continue;
        };
        // What was out: in its history, or made before it on another branch.
        let time = release.time(past.history);
        let out = past.of(tags::OwnerId::Component(core)).filter(|other| {
            let earlier = time.zip(other.time(past.history));
            past.ancestry().leads_to(other.at, release.at)
                || earlier.is_some_and(|(own, other)| other < own)
        });
        let newest = out.filter_map(|other| Some((other.version.value(part)?, other.tag))).max();
        let Some((newest, by)) = newest.filter(|(newest, _)| minimum > *newest) else { continue };
        let tag = release.tag;
        findings.add(
            release,
            format!(
                "{tag} needs at least {minimum}, and the newest that was out is {newest} ({by})"
            ),
            "state a minimum that is released: `patch NAME --needs-core latest`",
        );
    }
}
