//! `catch-up`: whoever was behind the line came up to it at the next release.

use alloc::format;

use super::super::lines::strayed;
use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::rules::planned::CATCH_UP;

pub(super) const ROW: Audit = Audit { rule: &CATCH_UP, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for index in 0..past.product.lines.len() {
        for strayed in strayed(past, index).into_iter().filter(|strayed| !strayed.ahead) {
            let (tag, line, held_by) = (strayed.release.tag, &strayed.line, strayed.held_by);
            findings.add(
                strayed.release,
                format!("{tag} stayed behind the line, which was at {line} ({held_by})"),
                "the next `patch` or `release` of the component catches up; a branch that keeps an older line is bound to it in [branches]",
            );
        }
    }
}
