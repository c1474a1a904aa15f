//! `tag-unreachable`: a release is in the history of a branch.

use alloc::format;

use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::rules::history::TAG_UNREACHABLE;

pub(super) const ROW: Audit = Audit { rule: &TAG_UNREACHABLE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for release in past.releases().iter().filter(|release| release.once && !release.billed) {
        if past.is_on_a_branch(release.at) {
            continue;
        }
        let (tag, commit) = (release.tag, release.told.commit.short());
        findings.add(
            release,
            format!("{tag} is on {commit}, which no branch has in its history"),
            "if it should go on, put a branch on it; a clone of one branch lacks the others: `git fetch`",
        );
    }
}
