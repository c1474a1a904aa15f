//! What is found in lock files of Yarn, and which keys are computed of them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::RepoPath;

use super::*;
use crate::conformance::{located, slots, trouble};

fn computed(text: &str) -> Vec<String> {
    resolved("{}", text)
}

/// The keys that the lock file has beside this package.json.
fn resolved(manifest: &str, text: &str) -> Vec<String> {
    let [manifest_path, path] = ["package.json", "yarn.lock"].map(|p| RepoPath::new(p).unwrap());
    let manifest = Source::new(&manifest_path, manifest.as_bytes()).unwrap();
    keys::keys(&manifest, &Source::new(&path, text.as_bytes()).unwrap()).unwrap()
}

#[test]
fn what_the_project_resolves_is_asked_for_in_its_place() {
    let text = FORMAT.sample.replace("core@npm:1.4.0", "core@workspace:*");
    let text = text.replace(
        "  resolution: \"left@npm:1.4.0\"\n",
        "  resolution: \"left@npm:1.4.0\"\n  dependencies:\n    \"@example/core\": \"npm:^0.9.0\"\n",
    );
    let wanted = "@example/core@workspace:*, @example/core@workspace:packages/core";
    let to = "\"workspace:*\"";
    for (resolutions, right) in [
        (format!("\"@example/core\": {to}"), true),
        (format!("\"**/@example/core\": {to}"), true),
        (format!("\"left/@example/core\": {to}, \"@example/core@npm:1.4.0\": {to}"), true),
        (format!("\"@example/core@npm:^0.9.0\": {to}, \"@example/app/@example/core\": {to}"), true),
        // Of the two who require it, one is as it was.
        (format!("\"left/@example/core\": {to}"), false),
        ("\"other\": \"1.0.0\"".into(), false),
    ] {
        let manifest = format!("{{\"resolutions\": {{{resolutions}}}}}");
        assert_eq!(resolved(&manifest, &text)[0] == wanted, right, "{resolutions}");
    }
    // Yarn 4 has a version with its protocol.
    let plain = "{\"resolutions\": {\"@example/core\": \"1.4.0\"}}";
    assert_eq!(
        resolved(plain, &text)[0],
        "@example/core@npm:1.4.0, @example/core@workspace:packages/core"
    );
}

#[test]
fn requirements_of_workspaces_are_ours() {
    let by = |text: &str, on: &str| {
        format!("{text} LockRequirement {{ by: Folder(\"packages/app\"), on: \"{on}\" }}")
    };
    assert_eq!(
        slots(&FORMAT, FORMAT.sample),
        [
            by("1.4.0", "@example/core"),
            by("1.4.0", "@example/net"),
            by("1.4.0", "@example/net"),
            "@example/core@npm:1.4.0, @example/core@workspace:packages/core \
             Seal(Seal(\"Yarn\"))"
                .into(),
            "@example/net@npm:1.4.0, @example/net@workspace:packages/net Seal(Seal(\"Yarn\"))"
                .into(),
        ]
    );
    let pinned = located(&FORMAT, FORMAT.sample).pinned;
    assert_eq!((pinned[0].name.as_str(), pinned[0].version.as_str()), ("left", "1.4.0"));
    assert!(matches!(trouble(&FORMAT, "left:\n  version: 1\n"), Trouble::NoVersion { .. }));
}

#[test]
fn keys_list_what_is_asked_for() {
    let text = FORMAT.sample.replace("core\": \"npm:1", "core\": \"workspace:^1");
    let text = text.replace("core@npm:1", "core@workspace:^1");
    let keys = [
        "@example/core@workspace:^1.4.0, @example/core@workspace:packages/core",
        "@example/net@npm:1.4.0, @example/net@workspace:packages/net",
    ];
    assert_eq!(computed(&text), keys);
    assert_eq!(located(&FORMAT, &text).slots[0].text, "workspace:^1.4.0");
    let moved = text.replace("core\": \"workspace:^1.4.0", "core\": \"workspace:^1.5.0");
    assert_eq!(computed(&moved), [&keys[0].replace("1.4.0", "1.5.0"), keys[1]]);
    // A second one that stays keeps the old requirement, and an alias's is not ours to drop.
    let tool = "\n\"tool@workspace:tool\":\n  resolution: \"tool@workspace:tool\"\n  \
                dependencies:\n    \"@example/core\": \"workspace:^1.4.0\"\n";
    let second = moved.replace("left: \"npm:1.4.0", "al: \"workspace:packages/core") + tool;
    let second =
        second.replace("packages/core\":\n", "packages/core, al@workspace:packages/core\":\n");
    assert_eq!(
        computed(&second)[0],
        "@example/core@workspace:^1.4.0, @example/core@workspace:^1.5.0, \
         @example/core@workspace:packages/core, al@workspace:packages/core"
    );
}

#[test]
fn a_sibling_from_a_registry_stays() {
    let entry = "\"@example/net@npm:1.4.0\":\n  version: 1.4.0\n  resolution: \"@example/net@npm:1.4.0\"\n\n";
    let text = FORMAT.sample.replace("\"@example/net@npm:1.4.0, ", &format!("{entry}\""));
    let found = located(&FORMAT, &text);
    let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
    assert_eq!(texts[..2], ["1.4.0", "1.4.0"], "what peers ask for is not locked");
    assert_eq!(found.slots.len(), 3);
    assert_eq!(found.pinned[0].name, "@example/net");
    assert_eq!(computed(&text).len(), 1);
}

#[test]
fn entries_out_of_order_are_refused() {
    let text = FORMAT.sample.replace(
        "@example/app@workspace:packages/app\":",
        "@example/zoo@workspace:packages/app\":",
    );
    assert!(matches!(trouble(&FORMAT, &text), Trouble::Unsorted { .. }));
}

#[test]
fn yarn_1_has_none_of_our_own() {
    let text = "# THIS IS AN AUTOGENERATED FILE.\n# yarn lockfile v1\n\n\n\"@example/net@^1.3.0\", \"@example/net@~1.3.0\":\n  version \"1.3.7\"\n  resolved \"https://example.org/net-1.3.7.tgz#00\"\n  dependencies:\n    left \"^1.4.0\"\n\nleft@^1.4.0:\n  version \"1.4.0\"\n\n\"wire@npm:@example/wire@^1.4.0\":\n  version \"1.4.2\"\n";
    let found = located(&FORMAT, text);
    assert!(found.slots.is_empty());
    let pinned: Vec<_> =
        found.pinned.iter().map(|one| (one.name.as_str(), one.version.as_str())).collect();
    assert_eq!(
        pinned,
        [("@example/net", "1.3.7"), ("left", "1.4.0")],
        "what is known by another name is nobody's sibling"
    );
}
