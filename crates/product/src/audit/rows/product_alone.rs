//! `product-alone`: the product's tag is on the commit of a release.

use alloc::collections::BTreeSet;
use alloc::format;

use tags::OwnerId;
use version::LineVersion;

use super::super::ancestry::Node;
use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::audit::release::Release;
use crate::rules::history::PRODUCT_ALONE;

pub(super) const ROW: Audit = Audit { rule: &PRODUCT_ALONE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for index in 0..past.product.lines.len() {
        let mut members = past.product.components.iter().filter(|c| c.line == index);
        // Where components have no tags, nothing can be seen of them.
        if !members.any(|component| component.tag.is_some()) {
            continue;
        }
        let components = past.releases().iter().filter(|release| {
            release.line == index && !release.billed && past.component(release.owner).is_some()
        });
        let on_line: BTreeSet<(Node, _)> =
            components.map(|release| (release.at, release.form.line(&release.version))).collect();
        let moved = past.operations().iter().filter(|operation| !operation.moved.is_empty());
        let moved: BTreeSet<Node> = moved.map(|operation| operation.at).collect();
        for product in past.of(OwnerId::Product(index)) {
            let line = product.form.line(&product.version);
            let (at, tag) = (product.at, product.tag);
            if on_line.contains(&(at, line.clone())) || is_told(past, index, at, &line) {
                continue;
            }
            let others = if moved.contains(&at) { ", only others" } else { "" };
            // They may have had the product's tag then, and others only since.
            let is_first =
                on_line.iter().all(|(release, _)| !past.ancestry().leads_to(*release, at));
            let then = if is_first {
                "; if it was theirs too then, give each component `aliases` with its template"
            } else {
                ""
            };
            findings.add(
                product,
                format!("{tag} is on a commit where no component was released on {line}{others}"),
                format!("`release` makes the product's tag together with its components'{then}"),
            );
        }
    }
}

/// Whether a bill on the commit tells of a component without tags that was released there on the
/// line `on`. Bills repeat what they find: only the first one that has a version is its release.
fn is_told(past: &Past<'_>, index: usize, at: Node, on: &LineVersion) -> bool {
    let mut billed = past.on(at).filter(|release| release.line == index && release.billed);
    billed.any(|release| {
        let same = |other: &&Release<'_>| other.key == release.key;
        let mut before = past.of(release.owner).filter(same);
        release.form.line(&release.version) == *on
            && !before.any(|other| past.ancestry().is_before(other.at, at))
    })
}
