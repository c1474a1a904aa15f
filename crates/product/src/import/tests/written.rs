//! What is written of each tool's configuration: it can be read.

use alloc::string::ToString;

use super::*;
use crate::Product;
use crate::init::{Seen, propose, wanted};

/// The release.toml that is made of the first tool's configuration among these files, which is read
/// back.
pub(super) fn written(files: &[(&str, &str)], tags: &[&str]) -> String {
    let tracked: Vec<RepoPath> =
        files.iter().map(|(path, _)| RepoPath::new(path).unwrap()).collect();
    let content = |text: &str| Content::new(None, text.as_bytes().to_vec());
    let all: BTreeMap<RepoPath, Content> =
        files.iter().map(|(path, text)| (RepoPath::new(path).unwrap(), content(text))).collect();
    let some = |paths: &[RepoPath]| -> BTreeMap<RepoPath, Content> {
        all.iter()
            .filter(|(path, _)| paths.contains(path))
            .map(|(path, content)| (path.clone(), content.clone()))
            .collect()
    };
    let (_, mut imported) = import(&all, None).unwrap().unwrap();
    let held = some(&imported.look(&tracked));
    imported.settle(&held);
    let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
    let files = some(&wanted(&tracked, &tags));
    let past = BTreeMap::new();
    let seen = Seen {
        folder: "tool",
        files: &files,
        tracked: &tracked,
        tags: &tags,
        past: &past,
        scheme: None,
        given: Some(&imported),
    };
    let text = propose(&seen).unwrap().text;
    Product::parse("release.toml", text.as_bytes(), &|_| None)
        .unwrap_or_else(|error| panic!("{error}:\n{text}"));
    text
}

/// A sentence of a file's comments, whose lines are broken.
pub(super) fn says(text: &str, sentence: &str) -> bool {
    text.replace("\n# ", " ").contains(sentence)
}

const CARGO: (&str, &str) = ("Cargo.toml", "[package]\nname = \"one\"\nversion = \"1.0.0\"\n");
const A: (&str, &str) = ("a/package.json", "{ \"name\": \"@x/a\", \"version\": \"1.0.0\" }\n");
const B: (&str, &str) = ("b/package.json", "{ \"name\": \"@x/b\", \"version\": \"2.0.0\" }\n");

/// A configuration of each tool, with what is hard to write among it.
const CONFIGURED: &[(&str, &[(&str, &str)])] = &[
    (
        "cargo-release",
        &[
            (
                ".release.toml",
                "tag-message = \"say \\\"{{version}}\\\"\"\nallow-branch = [\"a\\\\b\"]\n",
            ),
            CARGO,
        ],
    ),
    ("changesets", &[(".changeset/config.json", "{ \"fixed\": [[\"@x/*\"]] }"), A, B]),
    ("lerna", &[("lerna.json", "{ \"version\": \"independent\" }"), A, B]),
    (
        "rush",
        &[
            (
                "rush.json",
                "{ \"projects\": [{ \"packageName\": \"@x/a\", \"projectFolder\": \"a\" }, \
                 { \"packageName\": \"@x/b\", \"projectFolder\": \"b\" }] }",
            ),
            A,
            B,
        ],
    ),
    (
        "knope",
        &[
            (
                "knope.toml",
                "[package]\nversioned_files = [\"Cargo.toml\", \"Cargo.toml\", \"gleam.toml\", \
                 \"no.toml\", { path = \"README.md\", regex = \"one's (?<version>[0-9.]+)\" }, \
                 { path = \"README.md\", regex = \"(?<version>\" }]\n",
            ),
            ("README.md", "one's 1.0.0\n"),
            ("gleam.toml", "version = \"1.0.0\"\n"),
            CARGO,
        ],
    ),
    (
        "release-please",
        &[("release-please-config.json", "{ \"packages\": { \"a\": {}, \"b\": {} } }"), A, B],
    ),
    (
        "bumpversion",
        &[
            (
                ".bumpversion.cfg",
                "[bumpversion]\ncurrent_version = 1.0.0\n[bumpversion:file:Cargo.toml]\n\
                 [bumpversion:file(again):Cargo.toml]\n[bumpversion:file:gone.py]\n\
                 [bumpversion:file:README.md]\n",
            ),
            ("README.md", "1.0.0\n"),
            CARGO,
        ],
    ),
];

#[test]
fn what_is_written_of_every_tool_s_configuration_can_be_read() {
    for importer in IMPORTERS {
        let known = CONFIGURED.iter().find(|(tool, _)| *tool == importer.tool);
        let (_, files) = known.unwrap_or_else(|| panic!("nothing of {} is tried", importer.tool));
        for tags in [&[][..], &["v1.0.0"], &["@x/a@1.0.0", "@x/b@2.0.0"]] {
            let text = written(files, tags);
            assert!(text.contains("[component."), "{}: {text}", importer.tool);
        }
    }
}
