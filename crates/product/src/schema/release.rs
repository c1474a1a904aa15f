//! What release.toml may hold. A key that the file's reader learns gets its row here; a test holds
//! the two against each other.

use alloc::vec::Vec;

use super::scheme::{NATIVE, SCHEME, dialects};
use super::shape::{Key, Table, Takes, key};
use crate::config::{FORMAT, Push, Requirements};

/// The file as a whole.
pub(super) const RELEASE: Table = Table {
    one_of: &[&["scheme"], &["line"]],
    apart: &[("scheme", "line"), ("product.tag", "line")],
    ..Table::new("release", "What is released, under which policy, and how.", TOP)
};

const TOP: &[Key] = &[
    key("format", Takes::Only(FORMAT), "The format of this file."),
    key("scheme", SCHEME_OF, "The policy: a preset, the path of a scheme file, or a scheme."),
    key(
        "requirements",
        Takes::Word(requirements),
        "Whether requirements on a component that moves along follow to its new version, or stay \
         while they admit it. Default: upgrade.",
    ),
    key("product", Takes::Table(&PRODUCT), "The product as a whole."),
    key("defaults", Takes::Table(&DEFAULTS), "What every component takes that says nothing else."),
    key(
        "component",
        Takes::Named(Some("^[A-Za-z0-9_@][A-Za-z0-9._+/@-]*$"), &Takes::Table(&COMPONENT)),
        "The components, by their names. Without any, they are the packages of the workspace at \
         the root.",
    ),
    key("line", Takes::Named(None, &Takes::Table(&LINE)), "Several product lines, by their names."),
    key(
        "branches",
        Takes::Named(None, &Takes::Any(&[Takes::Text, Takes::Table(&RANGE)])),
        "Branches that are bound to a range of the line: a glob, and the parts that its stars \
         hold, such as \"{major}.{minor}\", or numbers.",
    ),
    key("git", Takes::Table(&GIT), "How a release is recorded, and where it may be made."),
    key("lint", Takes::Table(&LINT), "What lint leaves alone."),
];

const SCHEME_OF: Takes =
    Takes::Any(&[Takes::Word(presets), Takes::Pattern("/|\\.toml$"), Takes::Table(&SCHEME)]);

const TAG: Takes = Takes::Any(&[Takes::Text, Takes::Off]);

const CHANGELOG: Takes = Takes::Any(&[Takes::Path, Takes::Off]);

const HOOKS: Takes = Takes::Each(&Takes::Each(&Takes::Text));

const PRODUCT: Table = Table::new(
    "product",
    "The product as a whole.",
    &[
        key("name", Takes::Text, "Its name, for people. Default: product."),
        key("changes", Takes::Path, "The folder of the change files. Default: changes."),
        key(
            "tag",
            TAG,
            "The template of the tag that is made when the line moves, or false for none. \
             Default: v{version}.",
        ),
        key(
            "changelog",
            CHANGELOG,
            "The file that every release writes its notes into, from the root, or false for none.",
        ),
        key(
            "hooks",
            HOOKS,
            "Commands that every release runs once, before it commits: lists of words, with {product}, \
             {name}, {version}, {date} and {tag}.",
        ),
        key(
            "build-env",
            Takes::Pattern("^[A-Za-z_][A-Za-z0-9_]*$"),
            "The environment variable in which a release finds the build server's number when \
             --build does not give it.",
        ),
    ],
);

const DEFAULTS: Table = Table::new(
    "defaults",
    "What every component takes that says nothing else.",
    &[
        key("tag", TAG, "The template of tags, or false. Default: {component}-{version}."),
        key("caption", Takes::Text, "What is written into captions, with {version} in it."),
        key(
            "changelog",
            Takes::Path,
            "The changelog of every component: below its folder, or from the root with {component} \
             in it.",
        ),
        key("hooks", HOOKS, "The commands that releases of every component run."),
    ],
);

const COMPONENT: Table = Table::new(
    "component",
    "One thing that is released under the product's policy.",
    &[
        key("path", Takes::Path, "Its folder, from the repository's root. Default: its name."),
        key(
            "manifests",
            Takes::Each(&Takes::Any(&[Takes::Path, Takes::Table(&MANIFEST)])),
            "The files that state its version, the most important first. Default: those found in \
             its folder; with [] its version is only in tags.",
        ),
        key(
            "embeds",
            Takes::Texts,
            "The components that are built into it: it is released whenever one of them is.",
        ),
        key(
            "works-with",
            Takes::Any(&[Takes::Texts, Takes::Named(None, &Takes::Text)]),
            "The components that it runs beside and talks to, it being the consumer: names, or a \
             table of names and the versions that it needs, such as \">=2.1\".",
        ),
        key("role", Takes::Text, "Its role in the scheme."),
        key("tag", TAG, "The template of its tags, or false for none of its own."),
        key(
            "aliases",
            Takes::Texts,
            "What its tags were called before: earlier names, or templates with {version}.",
        ),
        key("retired", Takes::Switch, "Whether it is no longer there. Its tags still count."),
        key(
            "needs-core",
            Takes::Any(&[Takes::Number, Takes::Pattern("^(latest|[0-9]+)$")]),
            "The lowest release of the core that it needs: a number, or \"latest\".",
        ),
        key("include", Takes::Texts, "Globs of further files whose change is a change of it."),
        key("exclude", Takes::Texts, "Globs of files in its folder whose change is none of it."),
        key(
            "packages",
            Takes::By(requiring, &Takes::Texts),
            "What its packages are called where no manifest of its own says so, by dialect.",
        ),
        key(
            "caption",
            TAG,
            "What is written into the caption beside its version, with {version} in it, or false to \
             leave it as it is.",
        ),
        key(
            "changelog",
            CHANGELOG,
            "The file that its releases write their notes into, from the root, or false for none.",
        ),
        key(
            "hooks",
            HOOKS,
            "Commands that its releases run before they commit: lists of words, with {product}, \
             {component}, {path}, {version}, {date} and {tag}. Default: those of [defaults].",
        ),
        key(
            "native",
            Takes::By(dialects, &Takes::Any(&[Takes::Text, Takes::Table(&NATIVE)])),
            "How ecosystems write its version, by dialect: a template, or a table with template, \
             epoch or both.",
        ),
    ],
);

const MANIFEST: Table = Table {
    required: &["path"],
    apart: &[("regex", "at"), ("regex", "format"), ("at", "format")],
    goes_with: &[("count", "regex")],
    ..Table::new("manifest", "A file, and how the version is found in it.", MANIFEST_KEYS)
};

const MANIFEST_KEYS: &[Key] = &[
    key("path", Takes::Path, "The file, from the repository's root."),
    key("format", Takes::Word(formats), "Read it as this format, whatever it is called."),
    key("regex", Takes::Text, "The version is this regular expression's group (?<version>…)."),
    key("count", Takes::Number, "How often regex has to match. Default: 1."),
    key("at", Takes::Text, "The version is the value at this path, such as /Wix/Product/@Version."),
    key("dialect", Takes::Word(dialects), "How the version is written there."),
];

const LINE: Table = Table {
    required: &["scheme"],
    ..Table::new(
        "line",
        "A product line of its own: its policy, and who is on it.",
        &[
            key("scheme", SCHEME_OF, "The line's policy, as at the top."),
            key("tag", TAG, "The template of its own tag, or false. Default: {line}-{version}."),
            key("components", Takes::Texts, "Who is on it; every component is on one line."),
        ],
    )
};

const RANGE: Table = Table {
    required: &["range"],
    ..Table::new(
        "range",
        "A range of one of several lines.",
        &[
            key("range", Takes::Text, "The parts that the pattern's stars hold, in braces."),
            key("line", Takes::Text, "The line whose parts they are."),
        ],
    )
};

const GIT: Table = Table::new(
    "git",
    "How a release is recorded, and where it may be made.",
    &[
        key("allow-branch", Takes::Texts, "Globs of branches that releases may be made on."),
        key(
            "ignore-tags",
            Takes::Texts,
            "Globs of tags that are no releases, whatever they are called.",
        ),
        key("sign", Takes::Switch, "Whether commit and tags are signed. Default: as git does."),
        key("sign-commit", Takes::Switch, "Whether the release commit is signed."),
        key("sign-tag", Takes::Switch, "Whether tags are signed."),
        key("push", Takes::Switch, "Whether releases are pushed. Default: false."),
        key(
            "remote",
            Takes::Pattern("^[^:\\s]+$"),
            "The remote that they are pushed to. Default: the branch's, else origin, else the only \
             one.",
        ),
        key(
            "push-tags",
            Takes::Word(push_tags),
            "Whether branch and tags go out all at once or not at all, or the branch first and \
             then a few tags at a time. Default: together.",
        ),
        key(
            "via-branch",
            Takes::Any(&[Takes::Switch, Takes::Text]),
            "Whether releases are committed on a branch of their own and tagged once that is \
             merged, and what it is called, with {tag} and {product}. Default: false.",
        ),
        key("messages", Takes::Table(&MESSAGES), "What a release's commit and tags say first."),
    ],
);

const MESSAGES: Table = Table::new(
    "messages",
    "What a release's commit and tags say first: a line each, with placeholders.",
    &[
        key(
            "commit",
            Takes::Text,
            "The commit's subject, with {product}, {name}, {component}, {version}, {date} and {tag}.",
        ),
        key(
            "tag",
            Takes::Text,
            "What a component's release is called, with {product}, {component}, {version}, {date} \
             and {tag}.",
        ),
    ],
);

const LINT: Table = Table::new(
    "lint",
    "What lint leaves alone.",
    &[key(
        "unmanaged",
        Takes::Texts,
        "Globs of texts in which a component's version may stand although no release moves it.",
    )],
);

fn requirements() -> Vec<&'static str> {
    Requirements::WORDS.iter().map(|(word, _)| *word).collect()
}

fn push_tags() -> Vec<&'static str> {
    Push::TAGS.iter().map(|(word, _)| *word).collect()
}

fn presets() -> Vec<&'static str> {
    version::PRESETS.iter().map(|preset| preset.name).collect()
}

fn formats() -> Vec<&'static str> {
    manifest::FORMATS.iter().map(|format| format.id).collect()
}

/// The dialects in which somebody can require a package.
fn requiring() -> Vec<&'static str> {
    let requiring = version::DIALECTS.iter().filter(|dialect| dialect.requires.is_some());
    requiring.map(|dialect| dialect.id).collect()
}
