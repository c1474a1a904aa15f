//! `one-date`: what was released in one operation carries one date.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use tags::OwnerId;
use version::Date;

use super::super::{About, Audit, Findings};
use crate::audit::past::{Past, listed};
use crate::rules::planned::ONE_DATE;

pub(super) const ROW: Audit = Audit { rule: &ONE_DATE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for operation in past.operations().iter().filter(|operation| operation.sure) {
        let mut days: BTreeMap<Date, Vec<&str>> = BTreeMap::new();
        let mut last = None;
        for (index, version) in &operation.moved {
            let Some(component) = past.product.components.get(*index) else { continue };
            if let Some(day) = component.form.date(version) {
                days.entry(day).or_default().push(&component.name);
                last = Some(OwnerId::Component(*index));
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
