//! `tag-unknown`: tags that are nobody's.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Place, Severity};
use tags::{StrayKind, TagIndex};

use super::{About, Findings, Lint, Mended, Rule};

/// How many names a finding spells out.
const SHOWN: usize = 5;

pub(crate) const RULE: Rule = Rule {
    id: "tag-unknown",
    severity: Severity::Note,
    about: About::Content,
    text: "Tags that are no component's and not the product's are counted, so that none is overlooked.",
    example: "`nightly-0412` among core-{version} tags: nothing to do. `old-core-1.0` of a renamed component: add `aliases = [\"old-core\"]`.",
    check: Some(check),
    mended: Mended::ByHand,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    if lint.snapshot.staged.is_some() {
        return;
    }
    if let Some((first, message, help)) = unknown(&lint.snapshot.tags) {
        findings.add(None, Some(Place::Ref(first.to_string())), message, help, None);
    }
}

/// The first of the tags that are nobody's, what is said of them all, and what to do.
pub(crate) fn unknown(index: &TagIndex) -> Option<(&str, String, &'static str)> {
    let unknown: Vec<&str> = index
        .strays()
        .iter()
        .filter(|stray| !matches!(stray.kind, StrayKind::NearMiss { .. }))
        .map(|stray| stray.name.as_str())
        .collect();
    let first = unknown.first()?;
    let mut names: Vec<String> = unknown.iter().take(SHOWN).map(ToString::to_string).collect();
    if unknown.len() > SHOWN {
        names.push(format!("{} more", unknown.len() - SHOWN));
    }
    let count = unknown.len();
    let are = if count == 1 { " is" } else { "s are" };
    let message = format!("{count} tag{are} no component's: {}", names.join(", "));
    Some((first, message, "if they are an earlier name's, add it to the component's `aliases`"))
}
