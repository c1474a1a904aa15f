//! `minimum-lowered`: a stated minimum did not go down without a word.

use alloc::format;
use alloc::vec::Vec;

use super::super::falls::falls;
use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::audit::release::Release;
use crate::rules::planned::MINIMUM_LOWERED;

pub(super) const ROW: Audit = Audit { rule: &MINIMUM_LOWERED, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for owner in past.owners() {
        let stated = past.of(owner).filter(|release| release.once && !release.billed);
        let stated: Vec<(&Release<'_>, u64)> =
            stated.filter_map(|release| Some((release, release.minimum()?))).collect();
        // What was said with a reason is the measure from then on.
        let reasons: Vec<&Release<'_>> =
            stated.iter().map(|(release, _)| *release).filter(|one| one.told.because).collect();
        let order = |a: &(&Release<'_>, u64), b: &(&Release<'_>, u64)| a.1.cmp(&b.1);
        // Where the version fell as well, that is told.
        let counts = |(a, _): &(&Release<'_>, u64), (b, _): &(&Release<'_>, u64)| {
            let ancestry = past.ancestry();
            let between = |at| ancestry.is_before(b.at, at) && ancestry.is_before(at, a.at);
            a.key > b.key && !reasons.iter().any(|reason| between(reason.at))
        };
        let at = |item: &(&Release<'_>, u64)| item.0.at;
        for ((release, minimum), (before, other)) in
            falls(past.ancestry(), &stated, at, order, false, counts)
        {
            if release.told.because {
                continue;
            }
            findings.add(
                *release,
                format!(
                    "{} lowers the minimum to {minimum}, which {} had at {other}",
                    release.tag, before.tag
                ),
                "raise it again with the next release: `patch NAME --needs-core N`, or say why it is lower: `--because`",
            );
        }
    }
}
