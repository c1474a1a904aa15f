//! `date-order`: dates do not go back, even where a higher part has risen.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use jiff::Span;
use version::Date;

use super::super::falls::falls;
use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::audit::release::Release;
use crate::rules::history::DATE_ORDER;

pub(super) const ROW: Audit = Audit { rule: &DATE_ORDER, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    let mut days: BTreeMap<(usize, Date), usize> = BTreeMap::new();
    for release in past.releases().iter().filter(|release| release.once && !release.billed) {
        if let Some(day) = release.form.date(&release.version) {
            *days.entry((release.line, day)).or_default() += 1;
        }
    }
    for owner in past.owners() {
        let dated = past.of(owner).filter(|release| release.once && !release.billed);
        let dated: Vec<(&Release<'_>, Date)> =
            dated.filter_map(|r| Some((r, r.form.date(&r.version)?))).collect();
        let order = |a: &(&Release<'_>, Date), b: &(&Release<'_>, Date)| a.1.cmp(&b.1);
        // A lower version is told as such, and a day that was borrowed had not come yet: where the
        // scheme borrows, all days before it were taken, by others than the one that comes after.
        let counts = |a: &(&Release<'_>, Date), b: &(&Release<'_>, Date)| {
            let early = b.0.told.day().is_some_and(|made| b.1 > made);
            let mut before = a.1.series(Span::new().days(1)).take_while(|day| *day < b.1);
            let count = |day| days.get(&(a.0.line, day)).copied().unwrap_or(0);
            let taken = before.all(|day| count(day) > usize::from(day == a.1));
            let borrowed = a.0.form.borrows() && taken;
            a.0.key > b.0.key && !early && !borrowed
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
