//! `serial-reused`: a serial was that of one release, on whatever branch.

use alloc::format;
use alloc::vec::Vec;

use version::Scope;

use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::audit::release::Release;
use crate::rules::serial_reused::RULE;

pub(super) const ROW: Audit = Audit { rule: &RULE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for owner in past.owners() {
        let numbered = past.of(owner).filter(|release| release.once && !release.billed);
        let mut numbered: Vec<(u64, &Release<'_>)> =
            numbered.filter_map(|release| Some((serial(past, release)?, release))).collect();
        numbered.sort_by_key(|(serial, _)| *serial);
        for equals in numbered.chunk_by(|a, b| a.0 == b.0) {
            // The oldest came first.
            let Some((serial, first)) = equals.iter().max_by_key(|(_, release)| release.at) else {
                continue;
            };
            let again = equals.iter().map(|(_, release)| release);
            let apart =
                |one: &&&Release<'_>| !one.form.may_share_serial(&one.version, &first.version);
            for release in again.filter(apart) {
                findings.add(
                    *release,
                    format!(
                        "{} has the serial {serial}, which is that of {}",
                        release.tag, first.tag
                    ),
                    "what is out stays: release again, and take down whichever should not be used",
                );
            }
        }
    }
}

/// The serial that a release has; none where the product's version only starts what is its
/// components' own to count.
fn serial(past: &Past<'_>, release: &Release<'_>) -> Option<u64> {
    let serial = release.form.serial()?;
    let shared = || release.form.scope_of(serial) == Scope::Product;
    let components = || {
        let mut same = past.on(release.at).filter(|other| other.tag == release.tag);
        same.any(|other| past.component(other.owner).is_some())
    };
    (shared() || components()).then(|| release.version.value(serial))?
}
