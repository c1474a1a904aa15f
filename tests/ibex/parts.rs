//! IBEX-2: one number for all, and what becomes of it where a patch of some is allowed.

use serde_json::{Value, json};

use super::{COMPONENTS, all_at};
use crate::support::Repository;

/// Three components with tags of their own, released as 7.2.1.
fn released(subset: &str) -> Repository {
    let repository = Repository::new();
    let mut config = format!(
        "[scheme]\nextends = \"ibex\"\nname = \"ibex-{subset}\"\n\
         [scheme.release]\nsubset = \"{subset}\"\n[product]\nname = \"IBEX\"\n"
    );
    for name in COMPONENTS {
        config += &format!("[component.{name}]\n");
        repository.write(&format!("{name}/VERSION"), "7.2.1\n");
    }
    repository.write("release.toml", config).commit("Start");
    let first = repository.run(&["release", "7.2.1", "--yes"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    repository
}

fn json_of(repository: &Repository, words: &[&str]) -> Value {
    let output = repository.run(&[words, &["--json"]].concat());
    serde_json::from_str(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", output.stderr))
}

#[test]
fn ibex_2_a_component_alone_is_refused_with_two_ways_out() {
    let repository = released("refuse");
    let before = repository.state();
    for words in [
        &["patch", "gui"][..],
        &["patch", "gui", "backend"],
        &["patch", "gui", "--level", "patch"],
        &["release", "minor", "-p", "gui"],
        &["release", "minor", "--exclude", "gui"],
        &["release", "minor", "--all", "--exclude", "gui"],
        &["release", "7.9.0", "-p", "gui"],
    ] {
        let output = repository.run(&[words, &["--yes"]].concat());
        assert_eq!((output.code, output.stdout.as_str()), (1, ""), "{words:?}");
        assert!(output.stderr.contains("error[IBEX-2]: all components move together"), "{words:?}");
        let other = "write `subset = \"allow\"` under [scheme.release] of release.toml, and";
        assert!(output.stderr.contains(other), "{words:?}: {}", output.stderr);
        let together = ["`patch --all`", "name no component", "leave out --exclude"];
        assert!(together.iter().any(|way| output.stderr.contains(way)), "{}", output.stderr);
        let changes = repository.state().changes_since(&before);
        assert!(changes.is_empty(), "{words:?}: {changes:?}");
    }
    let patched = repository.run(&["patch", "--all", "--yes"]);
    assert_eq!(patched.code, 0, "{}", patched.stderr);
    assert_eq!(all_at(&repository), ["7.2.2"; 3]);
}

#[test]
fn ibex_1_a_build_is_not_released_but_comes_along() {
    let repository = released("refuse");
    let output = repository.run(&["release", "build", "--build", "7", "--yes"]);
    let says = "move a part that is released, and give the number beside it with --build N: \
                `major`, `minor`, `patch`";
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains(says), "{}", output.stderr);
}

/// A scheme that comes with us is not to be written in; one that extends it is.
#[test]
fn ibex_2_the_second_way_out_can_be_written_down() {
    let line = "[line.x]\ncomponents = [\"gui\", \"backend\"]\n";
    for (ahead, table) in [("", "scheme"), (line, "line.x.scheme")] {
        let repository = Repository::new();
        let components = "[component.gui]\n[component.backend]\n";
        let config = |scheme: &str| format!("{ahead}{scheme}{components}");
        repository.write("gui/VERSION", "7.2.1\n").write("backend/VERSION", "7.2.1\n");
        repository.write("release.toml", config("scheme = \"ibex\"\n")).commit("Start");
        let words = ["patch", "gui", "-n"];
        let refused = repository.run(&words);
        let says = format!(
            "write `subset = \"allow\"` under [{table}.release] of release.toml, beside \
             `extends = \"ibex\"` under [{table}]"
        );
        assert!(refused.stderr.contains(&says), "{}", refused.stderr);
        let own = format!("[{table}]\nextends = \"ibex\"\n[{table}.release]\nsubset = \"allow\"\n");
        repository.write("release.toml", config(&own)).commit("Allow it");
        assert_eq!(repository.run(&words).code, 0, "{}", repository.run(&words).stderr);
    }
}

#[test]
fn ibex_2_where_it_is_allowed_a_patch_of_some_leaves_the_others_their_number() {
    let repository = released("allow");
    let output = repository.run(&["patch", "backend", "--yes"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_eq!(all_at(&repository), ["7.2.1", "7.2.1", "7.2.2"]);
    assert!(repository.tags().contains(&"v7.2.2".to_owned()), "{:?}", repository.tags());
    // The next one goes on from the product's number, not from its own.
    let output = repository.run(&["patch", "gui", "--yes"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_eq!(all_at(&repository), ["7.2.3", "7.2.1", "7.2.2"]);
    let lint = repository.run(&["lint"]);
    assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{}", lint.stderr);
    // A release is of all of them again.
    let output = repository.run(&["release", "minor", "--yes"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_eq!(all_at(&repository), ["7.3.0"; 3]);
}

#[test]
fn ibex_2_status_tells_what_a_product_version_is_made_of() {
    let repository = released("allow");
    for words in [&["patch", "backend", "--yes"], &["patch", "gui", "--yes"]] {
        assert_eq!(repository.run(words).code, 0);
    }
    for (version, wanted) in [
        ("7.2.1", ["7.2.1", "7.2.1", "7.2.1"]),
        ("7.2.2", ["7.2.1", "7.2.1", "7.2.2"]),
        ("7.2.3", ["7.2.3", "7.2.1", "7.2.2"]),
        ("7.2.3.678", ["7.2.3", "7.2.1", "7.2.2"]),
    ] {
        let made = json_of(&repository, &["status", version]);
        let components: Vec<Value> = COMPONENTS
            .iter()
            .zip(wanted)
            .map(|(name, of)| json!({ "name": name, "version": of, "tag": format!("{name}-{of}") }))
            .collect();
        assert_eq!(made["components"], Value::Array(components), "{version}");
        let short = version.strip_suffix(".678").unwrap_or(version);
        assert_eq!((&made["version"], &made["tag"]), (&json!(short), &json!(format!("v{short}"))));
    }
    let people = repository.run(&["status", "7.2.3"]);
    let words: Vec<Vec<&str>> =
        people.stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(words[0], ["IBEX", "7.2.3", "(v7.2.3)"]);
    assert!(words.contains(&vec!["genie", "7.2.1", "genie-7.2.1"]), "{}", people.stdout);

    let next = json_of(&repository, &["status"]);
    assert_eq!(next["components"][1]["next"], "7.2.4");
    for (version, code, says) in [
        ("7.2.9", 2, "IBEX was not released as 7.2.9"),
        ("7.2", 2, "error[IBEX-1]"),
        ("x", 2, "error[IBEX-1]"),
    ] {
        let output = repository.run(&["status", version]);
        assert_eq!((output.code, output.stdout.as_str()), (code, ""), "{version}");
        assert!(output.stderr.contains(says), "{version}: {}", output.stderr);
    }
}

/// Tags from before, made by hand: nothing lists what was in them.
#[test]
fn ibex_2_a_tag_without_a_bill_stands_for_the_highest_release_of_each() {
    let repository = released("allow");
    repository.tag("v7.4.0").tag("gui-7.4.0").tag("backend-7.3.5").tag("backend-7.4.1");
    let made = json_of(&repository, &["status", "7.4.0"]);
    let versions: Vec<&str> = made["components"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["version"].as_str().unwrap())
        .collect();
    assert_eq!(versions, ["7.4.0", "7.2.1", "7.3.5"]);
}
