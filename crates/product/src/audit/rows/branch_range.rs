//! `branch-range`: a branch that is bound to a range released nothing outside it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::config::within;
use crate::rules::planned::BRANCH_RANGE;

pub(super) const ROW: Audit = Audit { rule: &BRANCH_RANGE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    if !past.has_bounds() {
        return;
    }
    for release in past.releases().iter().filter(|release| release.once && !release.billed) {
        let Some(bound) = past.bound_only(release.at) else { continue };
        if bound.iter().any(|bound| within(release.form, &release.version, &bound.range)) {
            continue;
        }
        let Some(bound) = bound.first() else { continue };
        let range: Vec<String> =
            bound.range.iter().map(|(part, value)| format!("{part} {value}")).collect();
        let (tag, branch, range) = (release.tag, &bound.name, range.join(", "));
        findings.add(
            release,
            format!("{tag} was released on {branch}, which is bound to {range}"),
            "release on a branch of that line, or on one that is not bound",
        );
    }
}
