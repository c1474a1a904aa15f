//! `lead-annotated`: the tag that leads a release is more than a name.

use alloc::format;
use alloc::vec::Vec;

use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::audit::release::Release;
use crate::rules::history::LEAD_ANNOTATED;

pub(super) const ROW: Audit = Audit { rule: &LEAD_ANNOTATED, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for operation in past.operations() {
        let own = operation.releases.iter().filter_map(|number| past.release(*number));
        let own: Vec<&Release<'_>> =
            own.filter(|release| release.once && !release.billed).collect();
        // The product's tag leads where there is one; otherwise any may have led.
        let products = own.iter().find(|release| past.is_products(release));
        let lead = match products {
            Some(lead) => Some(lead).filter(|lead| !lead.told.annotated),
            None => own.first().filter(|_| own.iter().all(|release| !release.told.annotated)),
        };
        let Some(lead) = lead else { continue };
        // Beside an annotated one on the same commit, it is only a further name.
        if past.on(lead.at).any(|other| other.owner == lead.owner && other.told.annotated) {
            continue;
        }
        let tag = lead.tag;
        findings.add(
            *lead,
            format!(
                "{tag} is a lightweight tag: it has no day, no bill of materials and no signature"
            ),
            "leave it as it is; `release` and `patch` make annotated tags",
        );
    }
}
