//! IBEX-8 and the story: a sub-product with a number of its own beside the product.

use jiff::civil::date;
use serde_json::Value;

use crate::support::{Play, Repository};

#[test]
fn ibex_1_to_8_the_story_comes_out_as_it_says() {
    let play = Play::through("ibex");
    // IBEX-1 and the cases 6 and 8: the build is in the qualifier, and nothing else moved.
    let manifest = "gui/uk.example.ibex.product/META-INF/MANIFEST.MF";
    let first = play.first(manifest);
    let wanted = first.replace("n: 7.2.1.qualifier", "n: 7.3.0.678");
    assert_eq!(play.file_at("v7.3.0", manifest), wanted);
    assert!(wanted.matches("7.2.1").count() == 2, "a name and a requirement keep it: {wanted}");
    assert!(wanted.lines().all(|line| line.len() <= 72 && line.ends_with(|c| c != ' ')));
    for (path, old, new) in [
        ("gui/pom.xml", "\t<version>7.2.1", "\t<version>8.0.0"),
        ("genie_python/pyproject.toml", "\nversion = \"7.2.1", "\nversion = \"8.0.0"),
        ("genie_python/src/genie_python/version.py", "VERSION = \"7.2.1", "VERSION = \"8.0.0"),
        ("backend/VERSION", "7.2.1", "8.0.0"),
        (
            "backend/iocs/INSTETC.db",
            "end\")\n    field(VAL, \"7.2.1",
            "end\")\n    field(VAL, \"8.0.0",
        ),
        ("README.md", "", ""),
    ] {
        let first = play.first(path);
        assert!(first.contains(old), "{path}: {first}");
        assert_eq!(play.file(path), first.replacen(old, new, 1), "{path}");
    }
    assert_eq!(
        play.tags(),
        [
            "script-generator-1.4.0",
            "script-generator-1.5.0",
            "v7.2.1",
            "v7.2.2",
            "v7.3.0",
            "v7.3.1",
            "v8.0.0"
        ]
    );
    let said = play.git(&["for-each-ref", "--format=%(contents)", "refs/tags/v7.3.0"]);
    assert!(!said.contains("678"), "{said}");
    assert!(said.contains("Release-Component: backend 7.3.0\n"), "{said}");
    assert!(!said.contains("script-generator"), "its own line has its own bill: {said}");
}

#[test]
fn ibex_8_an_operation_is_of_one_line_and_says_which() {
    let play = Play::set("ibex");
    let day = date(2021, 1, 11);
    for (words, code, says) in [
        (&["release", "minor"][..], 2, "--line ibex or --line script-generator"),
        (&["patch", "--all"], 2, "--line ibex or --line script-generator"),
        (&["release", "minor", "--line", "gui"], 2, "there is no line `gui`"),
        (&["patch", "gui", "script-generator"], 2, "is on another line than the rest"),
        (&["patch", "nosuch"], 2, "there is no component `nosuch`"),
        (&["release", "major", "-p", "nosuch"], 2, "there is no component `nosuch`"),
        (&["patch", "script-generator", "--line", "ibex"], 2, "is on another line"),
        (&["status", "9.9.9"], 2, "which line is meant: --line ibex or --line script-generator"),
        (&["status", "gui"], 2, "`gui` "),
        (&["status", "--line", "ibx"], 2, "there is no line `ibx`"),
        (
            &["release", "1.5.0", "--line", "script-generator", "--build", "7"],
            2,
            "no part in the scheme `semver`",
        ),
    ] {
        let (found, said) = play.run(words, day);
        assert_eq!(found, code, "{words:?}: {said}");
        assert!(said.contains(says), "{words:?}: {said}");
    }
}

#[test]
fn ibex_8_status_and_lint_know_both_lines() {
    let play = Play::through("ibex");
    let day = date(2021, 7, 1);
    let text = |words: &[&str]| {
        let (code, said) = play.run(words, day);
        assert_eq!(code, 0, "{said}");
        said
    };
    let json = |words: &[&str]| -> Value { serde_json::from_str(&text(words)).unwrap() };
    let said = text(&["status", "--json"]);
    let all: Value = serde_json::from_str(&said).unwrap();
    let lines: Vec<(&str, &str)> = all["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["name"].as_str().unwrap(), line["line"].as_str().unwrap()))
        .collect();
    assert_eq!(lines, [("ibex", "8.0.0"), ("script-generator", "1.5")]);
    let mut one = json(&["status", "--line", "script-generator", "--json"]);
    // What is unfinished is so of all lines.
    let unfinished = one.as_object_mut().unwrap().remove("unfinished");
    assert_eq!(unfinished.as_ref(), all.get("unfinished"));
    assert_eq!(one, all["lines"][1], "one line is that line");
    let alone = text(&["status", "--line", "script-generator", "--json"]);
    let alone = alone.replace(",\n  \"unfinished\": null", "");
    let inside = alone.trim_end().replace('\n', "\n    ");
    assert!(said.contains(&inside), "its keys are in the same order: {said}");
    let plan = json(&["plan", "patch", "script-generator", "--json"]);
    assert_eq!(plan["line"]["name"], "script-generator");
    let names: Vec<&Value> = plan["unchanged"].as_array().unwrap().iter().collect();
    assert!(names.is_empty(), "other lines are none of its business: {names:?}");

    // Each line's lint speaks in its own policy's words.
    let write = |path: &str, old: &str, new: &str| {
        let text = play.file(path);
        assert!(text.contains(old), "{text}");
        std::fs::write(play.folder().join(path), text.replace(old, new)).unwrap();
    };
    write("backend/VERSION", "8.0.0", "7.0.0");
    write("script-generator/META-INF/MANIFEST.MF", "1.5.0.q", "1.3.0.q");
    let (code, said) = play.run(&["lint", "--json"], day);
    assert_eq!(code, 1, "{said}");
    let found: Value = serde_json::from_str(&said).unwrap();
    let found: Vec<(&str, &str)> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["rule"] == "not-lower")
        .map(|one| (one["component"].as_str().unwrap(), one["policy"].as_str().unwrap()))
        .collect();
    assert_eq!(found, [("backend", "IBEX-6"), ("script-generator", "SEMVER-11")]);
}

/// A maintenance branch is bound to one line; the others go on from it as from anywhere.
#[test]
fn ibex_6_and_8_a_branch_is_bound_to_the_line_that_it_names() {
    let play = Play::through("ibex");
    play.git(&["switch", "-q", "Release_7.3.m"]);
    let day = date(2021, 7, 1);
    let (code, said) = play.run(&["plan", "release", "major", "--line", "ibex"], day);
    assert_eq!((code, said.contains("error[IBEX-6]")), (1, true), "{said}");
    // 1.5.0 was released elsewhere: that line is not built upon from here, nor is it bound.
    let (code, said) = play.run(&["plan", "patch", "script-generator"], day);
    assert_eq!((code, said.contains("is not in this branch's history")), (1, true), "{said}");
    play.git(&["-c", "user.name=x", "-c", "user.email=x@y", "merge", "-q", "-X", "ours", "main"]);
    let (code, said) = play.run(&["plan", "patch", "script-generator"], day);
    assert_eq!((code, said.contains("1.5.1")), (0, true), "{said}");
}

#[test]
fn ibex_8_a_version_of_the_product_is_found_on_the_line_that_has_it() {
    let repository = Repository::new();
    repository.write("c/VERSION", "1.0.0\n").write("d/VERSION", "1.0.0\n");
    let config = "[line.a]\nscheme = \"semver\"\ntag = \"a{version}\"\ncomponents = [\"c\"]\n\
                  [line.b]\nscheme = \"semver\"\ntag = \"b{version}\"\ncomponents = [\"d\"]\n\
                  [component.c]\n[component.d]\n";
    repository.write("release.toml", config).commit("x");
    for (line, version) in [("a", "1.0.0"), ("b", "1.0.0"), ("b", "1.1.0")] {
        let words = ["release", version, "--all", "--line", line, "--yes"];
        let output = repository.run(&words);
        assert_eq!(output.code, 0, "{}", output.stderr);
    }
    let output = repository.run(&["status", "1.1.0"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(output.stdout.contains("d-1.1.0"), "{}", output.stdout);
    let output = repository.run(&["status", "1.0.0"]);
    assert_eq!(output.code, 2, "both lines have it: {}", output.stdout);
    let says = ["each of 2 lines was released as 1.0.0", "--line a or --line b"];
    assert!(says.iter().all(|says| output.stderr.contains(says)), "{}", output.stderr);
    let output = repository.run(&["status", "9.9.9"]);
    assert!(output.stderr.contains("no line was released as 9.9.9"), "{}", output.stderr);
    let output = repository.run(&["status", "c"]);
    assert!(output.stderr.contains("`c` is not a version"), "{}", output.stderr);
    assert!(repository.run(&["status", "9.9.9", "--line", "a"]).code != 0);
}

#[test]
fn ibex_6_a_guard_that_guards_nothing_is_refused() {
    let lines = "[line.a]\nscheme = \"ibex\"\ncomponents = [\"c\"]\n\
                 [line.b]\nscheme = \"semver\"\ncomponents = [\"d\"]\n\
                 [component.c]\n[component.d]\n";
    let one = "scheme = \"ibex\"\n[component.c]\n";
    for (config, branches, says) in [
        (one, "\"R_*.*\" = \"{major}.{minr}\"", "`{minr}` is neither a part of the scheme"),
        (one, "\"R_*.*\" = \"{major}\"", "every star of the branch's pattern"),
        (one, "\"R_*\" = \"major\"", "`major` is neither a part of the scheme in braces nor"),
        (one, "\"R_*\" = { line = \"a\" }", "range"),
        (one, "\"R_*\" = { range = \"{major}\", line = \"a\" }", "there is no line `a`"),
        (lines, "\"R_*\" = \"{major}\"", "a branch is bound to one"),
        (lines, "\"R_*\" = { range = \"{major}\", line = \"aa\" }", "did you mean `a`?"),
        (lines, "\"R_*\" = { range = \"{major}\", lin = \"a\" }", "did you mean `line`?"),
    ] {
        let repository = Repository::new();
        repository.write("c/VERSION", "1.0.0\n").write("d/VERSION", "1.0.0\n");
        repository.write("release.toml", format!("{config}[branches]\n{branches}\n")).commit("x");
        let output = repository.run(&["status"]);
        assert_eq!(output.code, 2, "{branches}: {}", output.stdout);
        assert!(output.stderr.contains(says), "{branches}: {}", output.stderr);
        assert!(output.stderr.contains("release.toml:"), "{branches}: {}", output.stderr);
    }
}
