//! `ahead-of-line`: no component ever led the line.

use alloc::format;

use super::super::lines::strayed;
use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::rules::ahead_of_line::RULE;

pub(super) const ROW: Audit = Audit { rule: &RULE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for index in 0..past.product.lines.len() {
        for strayed in strayed(past, index).into_iter().filter(|strayed| strayed.ahead) {
            let (tag, line, held_by) = (strayed.release.tag, &strayed.line, strayed.held_by);
            findings.add(
                strayed.release,
                format!("{tag} went ahead of the line, which was at {line} ({held_by})"),
                "a component alone patches; the product moves the line, with the component: `release PART -p NAME`",
            );
        }
    }
}
