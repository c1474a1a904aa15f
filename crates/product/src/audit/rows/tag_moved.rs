//! `tag-moved`: a release's tags are where the release put them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::vec::Vec;

use super::super::{Audit, Findings};
use super::tag_manifest::disagreement;
use crate::audit::past::Past;
use crate::audit::release::Release;
use crate::rules::history::TAG_MOVED;

pub(super) const ROW: Audit = Audit { rule: &TAG_MOVED, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    let mut plans: BTreeMap<&str, Vec<&Release<'_>>> = BTreeMap::new();
    for release in past.releases().iter().filter(|release| release.once && !release.billed) {
        if let Some(plan) = &release.told.plan {
            plans.entry(plan).or_default().push(release);
        }
    }
    let made: BTreeSet<&str> =
        past.history.commits.values().filter_map(|commit| commit.plan.as_deref()).collect();
    for (plan, releases) in plans {
        let lead = releases.iter().find(|release| !release.told.bill.is_empty());
        for release in &releases {
            let commit = past.history.commits.get(&release.told.commit);
            let other = commit.and_then(|commit| commit.plan.as_deref());
            let (tag, here) = (release.tag, release.told.commit.short());
            // A merge may have left the commit without the trailer; another plan's says all, unless
            // this one made no commit: what only tags release is put on whatever is there.
            let committed = || made.contains(plan) || disagreement(past, release).is_some();
            let message = if other.is_some_and(|other| other != plan) && committed() {
                format!("{tag} is on {here}, which another release made")
            } else if let Some(lead) = lead.filter(|lead| lead.at != release.at) {
                let there = lead.told.commit.short();
                format!("{tag} is on {here}, and {}, of the same release, on {there}", lead.tag)
            } else {
                continue;
            };
            findings.add(
                *release,
                message,
                format!("find out who moved it (`git reflog`, other clones); where `git ls-remote` has it elsewhere, take that one: `git fetch --force origin refs/tags/{tag}:refs/tags/{tag}`"),
            );
        }
    }
}
