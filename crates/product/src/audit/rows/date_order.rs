//! `date-order`: dates do not go back, even where a higher part has risen.

use alloc::format;
use alloc::vec::Vec;

use version::Date;

use super::super::falls::falls;
use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::audit::release::Release;
use crate::rules::history::DATE_ORDER;

pub(super) const ROW: Audit = Audit { rule: &DATE_ORDER, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for owner in past.owners() {
        let dated = past.of(owner).filter(|release| release.once && !release.billed);
        let dated: Vec<(&Release<'_>, Date)> =
            dated.filter_map(|r| Some((r, r.form.date(&r.version)?))).collect();
        let order = |a: &(&Release<'_>, Date), b: &(&Release<'_>, Date)| a.1.cmp(&b.1);
        // A lower version is told as such, and a day that was borrowed had not come yet.
        let counts = |a: &(&Release<'_>, Date), b: &(&Release<'_>, Date)| {
            let borrowed = b.0.told.day().is_some_and(|made| b.1 > made);
            a.0.key > b.0.key && !borrowed
        };
        let at = |item: &(&Release<'_>, Date)| item.0.at;
        for ((later, day), (earlier, before)) in
            falls(past.ancestry(), &dated, at, order, false, counts)
        {
            findings.add(
                *later,
                format!(
                    "{} is dated {day}, before {} in its history ({before})",
                    later.tag, earlier.tag
                ),
                "check the clock of whoever releases, and what `--date` was given",
            );
        }
    }
}
