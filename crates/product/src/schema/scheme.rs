//! What a scheme may hold: a file of its own, or the `[scheme]` of release.toml.

use alloc::vec;
use alloc::vec::Vec;

use version::words;

use super::shape::{Key, Table, Takes, key};
use crate::rules::RULES;

/// A scheme as a whole.
pub(super) const SCHEME: Table = Table {
    one_of: &[&["extends"], &["name", "format"]],
    ..Table::new("scheme", "A version policy, written as data.", TOP)
};

const TOP: &[Key] = &[
    key("name", Takes::Text, "The scheme's name."),
    key(
        "format",
        Takes::Text,
        "How a version is written: parts in braces, optional tails in brackets, such as \
         {major}.{minor}[.{build}].",
    ),
    key("extends", Takes::Text, "The scheme that this one changes: a preset, or a file's path."),
    key("order", Takes::Texts, "The parts that comparison looks at, in that order."),
    key(
        "breaking",
        Takes::Texts,
        "Releases that break compatibility although their number does not say so.",
    ),
    key("too-far", Takes::Number, "How many lines behind is too far."),
    key(
        "leading-zeros",
        Takes::Word(words::leading_zeros),
        "Whether a number with zeros in front is read. Default: refuse.",
    ),
    key("part", Takes::Named(None, &Takes::Table(&PART)), "The format's parts, by their names."),
    key("role", Takes::Named(None, &Takes::Table(&ROLE)), "Roles that components may have."),
    key("release", Takes::Table(&RELEASE), "Who takes part, and what has the product's version."),
    key("embeds", Takes::Table(&EMBEDS), "What an embedding component gets."),
    key("sides", Takes::Table(&SIDES), "Who provides something to the others."),
    key("pre", Takes::Table(&PRE), "Pre-releases; without it there are none."),
    key(
        "compat",
        Takes::Each(&Takes::Table(&COMPAT)),
        "Which pairs work together: the first \
         rule that holds decides.",
    ),
    key("impact", Takes::Each(&Takes::Table(&IMPACT)), "Kinds of change, and what each needs."),
    key("rule", Takes::Named(None, &Takes::Table(&RULE)), "The policy's own rules, by their IDs."),
    key(
        "native",
        Takes::By(dialects, &Takes::Table(&NATIVE)),
        "How ecosystems write the version, by dialect.",
    ),
];

const PART: Table = Table::new(
    "part",
    "A part of the version.",
    &[
        key("scope", Takes::Word(words::scopes), "Who moves it. Default: component."),
        key("kind", Takes::Word(words::kinds), "What it holds. Default: integer."),
        key("format", Takes::Text, "How a date is written, such as YYYYMMDD; for dates only."),
        key("absent", Takes::Word(words::absents), "What leaving it out means."),
        key("start", Takes::Number, "Where it starts after a higher part moved. Default: 0."),
        key("max", Takes::Number, "The greatest value that it may hold."),
        key(
            "same-day",
            Takes::Word(words::same_days),
            "What a second release on one day does; for dates only. Default: refuse.",
        ),
        key("optional", Takes::Switch, "Says once more whether the format has it in a tail."),
    ],
);

const ROLE: Table = Table::new(
    "role",
    "What is different for the components of a role.",
    &[
        key("order", Takes::Texts, "The order, in place of the scheme's."),
        key("part", Takes::Named(None, &Takes::Table(&PART)), "Laid over the parts, key by key."),
    ],
);

const RELEASE: Table = Table::new(
    "participation",
    "Who takes part in a release, and what has the product's version.",
    &[
        key(
            "participants",
            Takes::Name(|| vec!["changed", "all"]),
            "Who takes part where nobody is named: changed, all, or a role. Default: changed.",
        ),
        key(
            "subset",
            Takes::Word(words::subsets),
            "Whether fewer than all components may move. Default: allow.",
        ),
        key(
            "product-tag",
            Takes::Name(|| vec!["line", "none"]),
            "What carries the product's version: line, none, or a role.",
        ),
    ],
);

const EMBEDS: Table = Table::new(
    "embedding",
    "What an embedding component gets.",
    &[key(
        "level",
        Takes::Name(|| vec!["same"]),
        "What it gets at least when something that it embeds moves: same, or a part. Default: \
         same.",
    )],
);

const SIDES: Table = Table::new(
    "sides",
    "Who provides something to the others.",
    &[key("provider", Takes::Text, "The only role that does.")],
);

const PRE: Table = Table::new(
    "pre",
    "Pre-releases.",
    &[
        key("labels", Takes::Texts, "The labels, the earliest first; letters only."),
        key("write", Takes::Text, "How they are written, such as -{label}.{n}."),
        key("start", Takes::Number, "The number that a label begins with. Default: 1."),
        key("level", Takes::Text, "The part whose next version a pre-release leads to."),
        key("drop", Takes::Texts, "The parts that a pre-release leaves out while they are zero."),
        key("unstable", Takes::Table(&UNSTABLE), "The exception to drop."),
    ],
);

const UNSTABLE: Table = Table::new(
    "unstable",
    "Pre-releases whose dropped part is not zero.",
    &[
        key("labels", Takes::Texts, "The labels that such versions may have."),
        key("adds", Takes::Text, "The optional part that their final version has in addition."),
    ],
);

const COMPAT: Table = Table {
    required: &["verdict"],
    ..Table::new(
        "compat",
        "A rule of compatibility.",
        &[
            key(
                "if",
                Takes::Text,
                "When it speaks, such as provider.minor >= consumer.minor. Default: always.",
            ),
            key("verdict", Takes::Word(words::verdicts), "What it decides."),
            key("severity", Takes::Word(words::compat_severities), "How much that matters."),
            key("rule", Takes::Text, "The ID of the policy's rule that speaks."),
            key("because", Takes::Text, "The reason, in words."),
        ],
    )
};

const IMPACT: Table = Table {
    required: &["id", "needs"],
    ..Table::new(
        "impact",
        "A kind of change.",
        &[
            key("id", Takes::Text, "Its name in change files."),
            key("needs", Takes::Text, "The lowest part whose bump is enough."),
            key("while-zero", Takes::Text, "The part that is enough while the other is still 0."),
            key("may", Takes::Switch, "Whether it only allows that bump. Default: false."),
            key(
                "last-word",
                Takes::Word(words::last_words),
                "Who decides whether it holds. Default: policy.",
            ),
            key("inferred-by", Takes::Word(words::differences), "What suggests it by itself."),
            key("rule", Takes::Text, "The ID of the policy's rule that it comes from."),
            key("text", Takes::Text, "The policy's words."),
        ],
    )
};

const RULE: Table = Table::new(
    "rule",
    "A rule in the policy's own words.",
    &[
        key("enforces", Takes::List(rules), "The checks that speak for it; its own first."),
        key("text", Takes::Text, "What it demands."),
        key("source", Takes::Text, "Where that is written."),
        key("example", Takes::Text, "A breach and what follows, in this scheme's versions."),
        key("fix", Takes::Text, "What to do about a breach."),
        key("severity", Takes::Word(words::severities), "How much a breach matters to lint."),
    ],
);

/// How one ecosystem writes the version; a component may have its own.
pub(super) const NATIVE: Table = Table {
    one_of: &[&["template"], &["epoch"]],
    ..Table::new(
        "native",
        "How an ecosystem writes the version.",
        &[
            key("template", Takes::Text, "The parts in braces, with their encodings behind a |."),
            key("epoch", Takes::Number, "The epoch that versions are written behind."),
        ],
    )
};

/// The IDs of all dialects.
pub(super) fn dialects() -> Vec<&'static str> {
    version::DIALECTS.iter().map(|dialect| dialect.id).collect()
}

fn rules() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.id).collect()
}
