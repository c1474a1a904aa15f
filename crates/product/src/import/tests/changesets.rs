//! changesets.

use super::written::{says, written};
use super::*;

const CONFIG: &str = ".changeset/config.json";

#[test]
fn packages_that_are_ignored_are_left_out() {
    let imported = |ignore: &str| {
        let text = format!("{{ \"ignore\": [{ignore}] }}");
        read("changesets", &[(CONFIG, text.as_str())])
    };
    for (ignore, out, kept) in [
        ("\"a\"", &["a"][..], &["@x/a", "b"][..]),
        ("\"@x/*\", \"!@x/b\"", &["@x/a", "@x/c"], &["@x/b", "a"]),
        ("\"*\"", &["a", "b"], &["@x/a"]),
        ("\"!b\"", &["a", "@x/a"], &["b"]),
        ("", &[], &["a"]),
        ("\"[\"", &["["], &["a"]),
    ] {
        let imported = imported(ignore);
        for (names, ignored) in [(out, true), (kept, false)] {
            for name in names {
                assert_eq!(imported.ignores(name), ignored, "{name} of {ignore}");
            }
        }
    }
    let imported = imported("\"!(@x/*)\", \"y\"");
    assert_eq!(imported.ignored, ["y"]);
    let said = "ignore: not carried over: !(@x/*): packages";
    assert!(imported.doubts.iter().any(|doubt| doubt.contains(said)), "{:?}", imported.doubts);
    let files = [
        (CONFIG, "{ \"ignore\": [\"@x/site\"] }"),
        ("package.json", "{ \"private\": true, \"workspaces\": [\"packages/*\"] }"),
        ("packages/a/package.json", "{ \"name\": \"@x/a\", \"version\": \"1.1.0\" }"),
        ("packages/site/package.json", "{ \"name\": \"@x/site\", \"version\": \"0.3.0\" }"),
    ];
    let text = written(&files, &["@x/a@1.1.0", "@x/site@0.4.0"]);
    assert!(text.contains("[component.\"@x/a\"]"), "{text}");
    assert!(!text.contains("site\"]"), "{text}");
    assert!(says(&text, "Left out, as the other tool does: packages/site/package.json."), "{text}");
}
