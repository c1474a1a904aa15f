//! `one-date`: what takes a date in one operation takes the same one.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use tags::OwnerId;
use version::{Date, Version};

use super::super::{About, Audit, Findings};
use crate::audit::past::{Operation, Past, listed};
use crate::rules::planned::ONE_DATE;
use crate::stated::keeps_date;

pub(super) const ROW: Audit = Audit { rule: &ONE_DATE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for operation in past.operations().iter().filter(|operation| operation.sure) {
        let mut days: BTreeMap<Date, Vec<&str>> = BTreeMap::new();
        let mut last = None;
        for (index, version) in &operation.moved {
            let Some(component) = past.product.components.get(*index) else { continue };
            let owner = OwnerId::Component(*index);
            if kept_its_date(past, operation, owner, version) {
                continue;
            }
            if let Some(day) = component.form.date(version) {
                days.entry(day).or_default().push(&component.name);
                last = Some(owner);
            }
        }
        if days.len() < 2 {
            continue;
        }
        let days: Vec<_> =
            days.iter().map(|(day, names)| format!("{day} ({})", listed(names))).collect();
        let tag = operation.tag(past);
        // Of one component only where no other took part.
        let owner = last.filter(|_| operation.moved.len() == 1);
        findings.add(
            About { owner, tag, at: Some(operation.at) },
            format!("the release of {tag} carries several dates: {}", listed(&days)),
            "let `release` and `patch` choose the numbers: they take one day for all",
        );
    }
}

/// Whether a version has the date of an earlier one of its owner, whose operation chose it.
fn kept_its_date(
    past: &Past<'_>,
    operation: &Operation<'_>,
    owner: OwnerId,
    version: &Version,
) -> bool {
    past.of(owner).any(|earlier| {
        keeps_date(earlier.form, &earlier.version, version)
            && past.ancestry().is_before(earlier.at, operation.at)
    })
}
