//! `tag-unknown`: tags that are nobody's.

use super::super::{About, Audit, Findings};
use crate::audit::past::Past;
use crate::rules::tag_unknown::{RULE, unknown};

pub(super) const ROW: Audit = Audit { rule: &RULE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    if let Some((tag, message, help)) = unknown(&past.history.tags) {
        findings.add(About { owner: None, tag, at: None }, message, help);
    }
}
