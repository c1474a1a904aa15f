//! Patterns and paths of release.toml are held to the same as formats.

use manifest::conformance::{Subject, faults};
use manifest::{Locator, Pointer, RegexLocator};
use place::RepoPath;

use crate::toy::lines;

const REGEX: &[(&str, usize, &str)] = &[
    (r"^APP_VERSION = (?<version>\S+);$", 1, "# 1.4.0\nAPP_VERSION = 1.4.0;\nNET = 1.4.0;\n"),
    (r"core[:@](?<version>[\w.-]+)\b", 2, "About 1.4.0\ncore:1.4.0 or\n\tcore@1.4.0\n"),
];

/// By file name, path and sample: each syntax that a path leads through.
const AT: &[(&str, &str, &str)] = &[
    (
        "a.toml",
        "app.\"the.version\"",
        "# 1.4.0\n[app]\nnet = \"1.4.0\"\n\"the.version\" = '1.4.0'\n",
    ),
    ("a.json", "a[1].version", "{ \"a\": [\"1.4.0\", { \"version\": \"1.4.0\" }], \"b\": 1 }\n"),
    ("a.yaml", "a[1].version", "# 1.4.0\na:\n  - \"1.4.0\"\n  - version: '1.4.0'\nb: 1.4.0\n"),
    (
        "Info.plist",
        "CFBundleVersion",
        "<plist version=\"1.0\">\n<dict>\n  <key>Least</key><string>1.4.0</string>\n  <key>CFBundleVersion</key>\n  <string>1.4.0</string>\n</dict>\n</plist>\n",
    ),
    (
        "a.xml",
        "/a/b[2]/@version",
        "<a version=\"1.4.0\">\n  <!-- 1.4.0 -->\n  <b/>\n  <b version='1.4.0'>1.4.0</b>\n</a>\n",
    ),
    (
        "b.xml",
        "/a/version",
        "<a net=\"1.4.0\">\n  <!-- 1.4.0 -->\n  <version>1.4.0</version>\n</a>\n",
    ),
];

fn passes(file: &str, sample: &str, locator: Locator) {
    let path = RepoPath::new(&format!("some/folder/{file}")).unwrap();
    let faults = faults(&Subject::new(file, path, sample, "1.4.0", locator));
    assert!(faults.is_empty(), "{}", lines(&faults));
}

#[test]
fn a_pattern_passes() {
    for (pattern, count, sample) in REGEX {
        passes("notes", sample, Locator::Regex(RegexLocator::new(pattern, *count).unwrap()));
    }
}

#[test]
fn a_path_to_a_value_passes() {
    for (file, at, sample) in AT {
        passes(file, sample, Locator::At(Pointer::parse(at).unwrap()));
    }
}
