//! `future-date`: no release was dated after the day on which it was made.

use alloc::collections::BTreeSet;
use alloc::format;

use version::Date;

use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::rules::future_date::RULE;

pub(super) const ROW: Audit = Audit { rule: &RULE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    let dated = || past.releases().iter().filter(|release| release.form.dates());
    let days: BTreeSet<(usize, Date)> =
        dated().filter_map(|r| Some((r.line, r.form.date(&r.version)?))).collect();
    for release in dated().filter(|release| release.once && !release.billed) {
        let Some(day) = release.form.date(&release.version) else { continue };
        // A lightweight tag may be of any later day than its commit.
        let made = release.told.day();
        let latest = made.unwrap_or(past.history.date);
        // Where days are borrowed, each one before it was taken.
        let borrows = release.form.borrows();
        let taken = || {
            let before = latest.series(jiff::Span::new().days(1)).take_while(|other| *other < day);
            let mut before = before.skip(1);
            borrows && before.all(|other| days.contains(&(release.line, other)))
        };
        if day <= latest || taken() {
            continue;
        }
        let tag = release.tag;
        let message = match made {
            Some(made) => format!("{tag} is dated {day}, and was made on {made} at the latest"),
            None => format!("{tag} is dated {day}, and today is {latest}"),
        };
        findings.add(
            release,
            message,
            format!(
                "check the clock of whoever releases: until {day} a version that took its day of \
                 release was lower"
            ),
        );
    }
}
