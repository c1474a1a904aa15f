//! Rules that only the history can break: the audit looks for breaches among all tags.

use place::Severity;

use super::{About, Mended, Rule};

const fn past(
    id: &'static str,
    severity: Severity,
    text: &'static str,
    example: &'static str,
) -> Rule {
    Rule { id, severity, about: About::History, text, example, check: None, mended: Mended::ByHand }
}

pub(crate) const BILL_AGREES: Rule = past(
    "bill-agrees",
    Severity::Error,
    "What a lead tag's bill of materials says of a component is what the component's own tags say.",
    "chain-1.1 says `core 1.1`, and there is no tag core-1.1: it was deleted, or never pushed. Push it from the clone that has it.",
);

pub(crate) const BILL_COMPATIBLE: Rule = past(
    "bill-compatible",
    Severity::Warning,
    "The components of one version of the product work together, by the policy's rules of compatibility; how much a breach matters is theirs to say.",
    "chain-2.0 has core 2.0 and sdk 1.3, which was left behind: `patch sdk` brings it onto the new line.",
);

pub(crate) const DATE_ORDER: Rule = past(
    "date-order",
    Severity::Warning,
    "A later release of a component is not dated before an earlier one, even where a higher part has risen.",
    "core-1.1.20161020 after core-1.0.20161101: a clock was behind, or a wrong `--date` was given.",
);

pub(crate) const LEAD_ANNOTATED: Rule = past(
    "lead-annotated",
    Severity::Warning,
    "The tag that leads a release is annotated: it carries the day, the bill of materials and, if any, the signature.",
    "`git tag core-1.1` by hand names a commit and says nothing more: let `release` or `patch` make the tags.",
);

pub(crate) const NATIVE_ORDER: Rule = past(
    "native-order",
    Severity::Error,
    "Along the history, versions rise in every ecosystem that a component's manifests are written for.",
    "2024.1, then 1.0 under another scheme: no installation of 2024.1 is ever offered 1.0. Debian, RPM and PEP 440 have an epoch for that.",
);

pub(crate) const PRODUCT_ALONE: Rule = past(
    "product-alone",
    Severity::Warning,
    "The product's tag stands on the commit of a release: at least one component is released there, on the product's line.",
    "chain-1.2 on a commit without any core-1.2 or sdk-1.2: let `release` make the tags.",
);

pub(crate) const RELEASED_TWICE: Rule = past(
    "released-twice",
    Severity::Error,
    "No version is released twice, under whatever spelling or name.",
    "nays-2.1 and nays-2.1.0 on two commits, where 2.1 is 2.1.0: nobody can say which one is installed. Release again above both.",
);

pub(crate) const TAG_COMMIT: Rule = past(
    "tag-commit",
    Severity::Error,
    "A release's tag leads to a commit.",
    "core-1.1 names a tree or a file: nothing can be built from it. Delete it, if nobody has it yet, and release again.",
);

pub(crate) const TAG_MOVED: Rule = past(
    "tag-moved",
    Severity::Error,
    "A release's tags stay where the release put them, all on one commit.",
    "core-1.1 was made by the plan of chain-1.1 and is on a later commit: who fetched it before has another core 1.1.",
);

pub(crate) const TAG_SPELLING: Rule = past(
    "tag-spelling",
    Severity::Warning,
    "Tags spell versions as the scheme writes them.",
    "nays-2.1.0 where the scheme writes 2.1: read as the same, and easily tagged twice.",
);

pub(crate) const TAG_UNREACHABLE: Rule = past(
    "tag-unreachable",
    Severity::Note,
    "A release is in the history of a branch.",
    "core-1.0.1 on a branch that was deleted since: nothing that comes later builds on it.",
);
