//! `pre-label-order`: labels sort as they are released.

use place::Severity;

use super::told::of_inventory;
use super::{About, Mended, Rule};

pub(super) const RULE: Rule = Rule {
    id: "pre-label-order",
    severity: Severity::Error,
    about: About::Configuration,
    text: "Every ecosystem that a component is written for sorts the scheme's pre-release labels in the order of their release, by its own comparison.",
    example: "`labels = [\"prealpha\", \"alpha\"]` and a debian/changelog: Debian sorts alpha below prealpha.",
    check: Some(of_inventory),
    mended: Mended::ByHand,
};
