//! Rules that planning enforces: nothing in a file breaks them, only a request could.

use place::Severity;

use super::{About, Mended, Rule};
use crate::plan::product_fresh;

const fn planned(id: &'static str, text: &'static str, example: &'static str) -> Rule {
    Rule {
        id,
        severity: Severity::Error,
        about: About::Request,
        text,
        example,
        check: None,
        mended: Mended::ByHand,
    }
}

pub(crate) const ALL_TOGETHER: Rule = planned(
    "all-together",
    "All components are released together, under one number.",
    "`patch gui` is refused; `patch --all` patches them all.",
);

pub(crate) const BRANCH_RANGE: Rule = planned(
    "branch-range",
    "A branch that is bound to a range of the line releases nothing outside it.",
    "On Release_7.2.x, `release minor` would make 7.3.0: refused.",
);

pub(crate) const CAPTION: Rule = Rule {
    severity: Severity::Warning,
    ..planned(
        "caption",
        "A caption changes with the version.",
        "`release minor` leaves caption=\"Sample 1.4.0\" as it is: a warning; `caption = \"Sample {version}\"` in release.toml has it written anew.",
    )
};

pub(crate) const DIRTY: Rule = planned(
    "dirty",
    "What a release changes or goes by is as it was committed: its files, release.toml and the scheme's.",
    "core/version.go has an edit that is not committed: `release minor` is refused until it is committed or taken back.",
);

pub(crate) const CATCH_UP: Rule = planned(
    "catch-up",
    "A component behind the line comes up to it at its next release, and never goes past it.",
    "The line is at 1.2 and sdk at 1.0.5: `patch sdk` makes 1.2.1.",
);

pub(crate) const EXTERNAL_GIVEN: Rule = planned(
    "external-given",
    "A part that the build server gives is taken as given, or left out: never kept, never bumped.",
    "`release build` is refused; `release patch --build 678` has it in the version.",
);

pub(crate) const EMBEDS_FOLLOW: Rule = planned(
    "embeds-follow",
    "What embeds a component is released with it.",
    "`release minor --exclude installer` is refused while the installer embeds core, which moves.",
);

pub(crate) const IMPACT_LEVEL: Rule = planned(
    "impact-level",
    "A release goes at least as far as the impacts of its pending changes need.",
    "`release teeny` is refused while a change file says `no-downgrade-path`, which needs major.",
);

pub(crate) const IN_DEVELOPMENT: Rule = Rule {
    severity: Severity::Warning,
    ..planned(
        "in-development",
        "What a manifest in development leads to is what comes next, and what is released requires nothing that is still in development.",
        "pom.xml says 2.0.0-SNAPSHOT, 1.44.0 is out, and `release minor` makes 1.45.0: a warning; `release 2.0.0` makes 2.0.0.",
    )
};

pub(crate) const MINIMUM_LOWERED: Rule = planned(
    "minimum-lowered",
    "The lowest release of the core that a component needs does not go down without a reason.",
    "`release 1.1.1880.0` after 1.0.1883.5: say why with --because, or keep 1883.",
);

pub(crate) const NATIVE_FITS: Rule = planned(
    "native-fits",
    "Every ecosystem that a component is written for can hold its version.",
    "1.1.20161108 in an MSI, whose third number ends at 65535: write the date as days since a fixed day.",
);

pub(crate) const ONE_DATE: Rule = planned(
    "one-date",
    "Everything released in one operation carries one date, and a component is released once a day.",
    "`patch core` twice on 2016-11-01: the second waits a day, or says --date 2016-11-02.",
);

pub(crate) const PRE_INSIDE: Rule = planned(
    "pre-inside",
    "What is final embeds nothing that is still a pre-release; where it requires one, a plan warns.",
    "`release -p suite` is refused while the suite embeds core 2.5-beta1: promote both.",
);

pub(crate) const PRE_PENDING: Rule = planned(
    "pre-pending",
    "A pending pre-release is followed or promoted: nothing is released below it, and no label comes again after a later one.",
    "core is at 2.5-rc1: `patch core` and `pre beta -p core` are refused, `pre rc` and `release` go on.",
);

pub(crate) const PRE_UNSTABLE: Rule = planned(
    "pre-unstable",
    "A pre-release keeps the part that others leave out only as an unstable fix, where the scheme has them; the part that its final version adds, no other version has.",
    "`pre rc --level teeny` and `release 2.5.1.0` are refused; `patch core --unstable` makes 2.5.1-rc1, promoted to 2.5.1.0.",
);

pub(crate) const PRODUCT_FRESH: Rule = planned(
    product_fresh::RULE,
    "The product is released as its line: the parts that are each component's own are at their start.",
    "`release 1.1.20161101` is refused where the build is a component's own; `release 1.1` is the product's.",
);

pub(crate) const SHARED_PART_ALONE: Rule = planned(
    "shared-part-alone",
    "A component does not move a part that the whole product shares.",
    "`patch sdk --level minor` is refused; `release minor -p sdk` is the product speaking.",
);

pub(crate) const SHARED_SLOT: Rule = planned(
    "shared-slot",
    "Components that inherit one version from one place, or are required by one text, move together.",
    "`patch core` with `version.workspace = true` in core and cli: release both, or give each its own version.",
);

pub(crate) const TAG_EXISTS: Rule = planned(
    "tag-exists",
    "A tag is made where no other one is in its way, here or at the remote.",
    "core-1.1 is there, put on another commit by hand, or core-1.1/rc1, whose folder has its name: rename or delete what is no release.",
);

pub(crate) const STALE_PLAN: Rule = planned(
    "stale-plan",
    "A plan is applied to exactly what it was made against, or not at all.",
    "A commit came in after `plan … --json`: plan again.",
);
