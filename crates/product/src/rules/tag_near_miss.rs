//! `tag-near-miss`: a tag that looks like a release's and is none.

use alloc::format;
use alloc::string::String;

use place::{Place, Severity};
use tags::StrayKind;

use super::{Findings, Lint, Rule};

pub(super) const RULE: Rule = Rule {
    id: "tag-near-miss",
    severity: Severity::Warning,
    text: "A tag that is almost one of a component's is reported, and never counted as a release.",
    example: "`core_1.1` where core's tags are `core-{version}`: if it is a release, tag it again as core-1.1.",
    check: Some(check),
    fixable: false,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    if lint.snapshot.staged.is_some() {
        return;
    }
    for stray in lint.snapshot.tags.strays() {
        let StrayKind::NearMiss { owner, why, wanted } = &stray.kind else { continue };
        let component = match owner {
            tags::OwnerId::Component(index) => Some(*index),
            tags::OwnerId::Product(_) => None,
        };
        findings.add(
            component,
            Some(Place::Ref(stray.name.clone())),
            format!(
                "tag {} is nearly a release of {}, and is not counted: {why}",
                stray.name,
                lint.product.owner_name(*owner)
            ),
            match wanted {
                Some(wanted) => format!("if it is one, add the tag {wanted} to the same commit"),
                None => String::new(),
            },
            None,
        );
    }
}
