//! `tag-spelling`: tags spell versions as the scheme writes them.

use alloc::format;

use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::rules::history::TAG_SPELLING;

pub(super) const ROW: Audit = Audit { rule: &TAG_SPELLING, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for release in past.releases().iter().filter(|r| r.once && !r.billed && !r.alias) {
        let canonical = release.form.canonical(&release.version);
        if canonical == release.version {
            continue;
        }
        let (tag, version) = (release.tag, &release.version);
        findings.add(
            release,
            format!("{tag} spells {version} what the scheme writes {canonical}"),
            "`release` and `patch` write it so: let them make the tags",
        );
    }
}
