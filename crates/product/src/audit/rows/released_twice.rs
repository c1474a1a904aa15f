//! `released-twice`: no version came out twice.

use alloc::format;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::audit::release::Release;
use crate::rules::history::RELEASED_TWICE;

pub(super) const ROW: Audit = Audit { rule: &RELEASED_TWICE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for owner in past.owners() {
        let all: Vec<&Release<'_>> = past.of(owner).filter(|release| !release.billed).collect();
        for equals in all.chunk_by(|a, b| a.key == b.key) {
            // The oldest came first; on one commit, the one that is named as it should be.
            let Some(first) = equals.iter().max_by_key(|release| {
                let canonical = release.form.canonical(&release.version) == release.version;
                (release.at, !release.alias, canonical, Reverse(release.tag))
            }) else {
                continue;
            };
            let again = equals.iter().filter(|release| release.tag != first.tag && release.once);
            for release in again {
                let elsewhere = release.at != first.at;
                // Where a serial alone decides, other numbers beside it are told as such.
                if release.form.serial().is_some()
                    && !release.form.same(&release.version, &first.version)
                {
                    continue;
                }
                // One commit under an old and a new name, or by two names of one spelling, is one
                // release.
                if !elsewhere && release.version == first.version {
                    continue;
                }
                let (tag, other) = (release.tag, first.tag);
                let message = if elsewhere {
                    let (here, there) = (release.told.commit.short(), first.told.commit.short());
                    format!(
                        "{tag} and {other} are one version, and two commits: {here} and {there}"
                    )
                } else {
                    format!("{tag} and {other} are one version, spelled twice")
                };
                findings.add(
                    *release,
                    message,
                    format!(
                        "say which of them counts, and release again above {}",
                        release.version
                    ),
                );
            }
        }
    }
}
