//! `pre-unstable`: the part that an unstable fix adds is there where one led to the release, and only
//! there.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use version::Key;

use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::audit::release::Release;
use crate::rules::planned::PRE_UNSTABLE;

pub(super) const ROW: Audit = Audit { rule: &PRE_UNSTABLE, check };

/// Unstable fixes by the order of a version that they stand for.
type Fixes<'p, 'a> = BTreeMap<Key, Vec<&'p Release<'a>>>;

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for owner in past.owners() {
        let own = || past.of(owner).filter(|release| release.once && !release.billed);
        // By the version that each is final as, and by its own numbers.
        let (mut led, mut bare) = (Fixes::new(), Fixes::new());
        for fix in own().filter(|release| release.form.is_unstable(&release.version)) {
            let Ok(to) = fix.form.promote(&fix.version) else { continue };
            led.entry(fix.form.key(&to)).or_default().push(fix);
            let numbers = fix.form.without_label(&fix.version);
            bare.entry(fix.form.key(&numbers)).or_default().push(fix);
        }
        for release in own().filter(|release| !release.pre) {
            let tag = release.tag;
            if let Some(part) =
                release.form.added().filter(|_| release.form.is_settled(&release.version))
            {
                if leading(past, &led, release).is_none() {
                    findings.add(
                        release,
                        format!("{tag} has `{}`, and no unstable fix before it leads to it", part.name),
                        "tags stay as they are published; `patch NAME --unstable` makes the pre-release of the next one",
                    );
                }
            } else if let Some(fix) = leading(past, &bare, release) {
                findings.add(
                    release,
                    format!("{tag} follows {fix}, the final version of which has one more part"),
                    "tags stay as they are published; `release` promotes what is pending",
                );
            }
        }
    }
}

/// The tag of a fix among `fixes` that stands for the version of `release`, and led to it.
fn leading<'a>(past: &Past<'a>, fixes: &Fixes<'_, 'a>, release: &Release<'a>) -> Option<&'a str> {
    let mut fixes = fixes.get(&release.key).into_iter().flatten();
    let found = fixes.find(|fix| past.ancestry().leads_to(fix.at, release.at));
    found.map(|fix| fix.tag)
}
