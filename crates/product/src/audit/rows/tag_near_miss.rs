//! `tag-near-miss`: tags that look like a release's and are none.

use super::super::{About, Audit, Findings};
use crate::audit::past::Past;
use crate::rules::tag_near_miss::{RULE, near_misses};

pub(super) const ROW: Audit = Audit { rule: &RULE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    let commit = |tag: &str| past.history.tagged.get(tag).map(|told| &told.commit);
    for miss in near_misses(past.product, &past.history.tags) {
        if miss.is_mended(commit) {
            continue;
        }
        let told = past.history.tagged.get(miss.tag);
        let at = told.and_then(|told| past.ancestry().node(&told.commit));
        let about = About { owner: Some(miss.owner), tag: miss.tag, at };
        let help = miss.advice(commit);
        findings.add(about, miss.message, help);
    }
}
