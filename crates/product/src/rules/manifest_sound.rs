//! `manifest`: every manifest can be read, and has a version in it.

use place::Severity;

use super::told::of_inventory;
use super::{About, Mended, Rule};

pub(super) const RULE: Rule = Rule {
    id: "manifest",
    severity: Severity::Error,
    about: About::Content,
    text: "Every manifest is there, is valid in its format, and states one version plainly.",
    example: "package.json has `version` twice: remove one of the two.",
    check: Some(of_inventory),
    mended: Mended::ByHand,
};
