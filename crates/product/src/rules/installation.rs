//! `installation`: what is installed together says what it is, and has what it needs.
//!
//! `compat --check` looks at it; nothing in a repository could break it.

use place::Severity;

use super::{About, Mended, Rule};

pub(super) const RULE: Rule = Rule {
    id: "installation",
    severity: Severity::Error,
    about: About::Content,
    text: "Each component of an installation has one file that says truly what it is and what it needs, and whatever all others run on is there.",
    example: "`compat --check /srv/portal` finds users.compat.json twice: remove the one that is not used.",
    check: None,
    mended: Mended::ByHand,
};
