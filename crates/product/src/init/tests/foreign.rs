//! What is in the repository without being released: fixtures, and other people's files.

use super::*;

#[test]
fn folders_that_are_tested_with_hold_no_components() {
    let one = npm("p", "1.0.0");
    for folder in [
        "__fixtures__/a",
        "__fx__",
        "a/__mocks__",
        "test-crates/a",
        "snippets",
        "uv-examples/a",
        "watchOS Example",
        "_vendor/a",
        "_examples/a",
        "thirdparty/a",
        "lib/src/testFixtures",
        "src/intTest/a",
        "m/src/androidTest",
    ] {
        let (at, main) = (alloc::format!("{folder}/package.json"), npm("main", "1.0.0"));
        let files = [("lib/package.json", main.as_str()), (at.as_str(), one.as_str())];
        assert_eq!(proposed(&files, &["v1.0.0"]).components, 1, "{folder}");
    }
    // A word that begins a name says nothing, nor does a name of Python's modules.
    for folder in
        ["test-utils", "example-app", "__x", "intTest", "src/LibTest", "src/latest", "DataFixtures"]
    {
        let (at, main) = (alloc::format!("{folder}/package.json"), npm("main", "1.0.0"));
        let files = [("lib/package.json", main.as_str()), (at.as_str(), one.as_str())];
        assert_eq!(proposed(&files, &["v1.0.0"]).components, 2, "{folder}");
    }
}

#[test]
fn folders_beside_a_build_tool_s_file_are_its_own() {
    let (main, one) = (npm("main", "1.0.0"), npm("p", "1.0.0"));
    let pom = "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId>\
               <artifactId>main</artifactId><version>1.0.0</version></project>\n";
    let meson = "project('main', 'c', version: '1.0.0')\n";
    for (build, text, inside) in [
        ("meson.build", meson, "subprojects/packagefiles/a/package.json"),
        ("pom.xml", pom, "src/it/a/package.json"),
    ] {
        let found = |file| proposed(&[file, (inside, one.as_str())], &["v1.0.0"]).components;
        assert_eq!(found((build, text)), 1, "{inside}");
        let own = ("subprojects/a/package.json", one.as_str());
        assert_eq!(proposed(&[(build, text), own], &["v1.0.0"]).components, 2);
        // Others call folders of their own so.
        assert_eq!(found(("package.json", &main)), 2, "{inside}");
    }
}

#[test]
fn names_that_are_made_are_names_that_a_component_can_have() {
    let one = npm("p", "1.0.0");
    let files = [("a/package.json", one.as_str()), ("_x/y/package.json", one.as_str())];
    let text = proposed(&files, &[]).text;
    assert!(text.contains("[component.p]") && text.contains("[component.a]"), "{text}");
    let three = [
        ("+a/p/package.json", one.as_str()),
        ("+b/p/package.json", &one),
        ("+c/p/package.json", &one),
    ];
    let text = proposed(&three, &[]).text;
    assert!(text.contains("[component.b-p]") && text.contains("[component.c-p]"), "{text}");
    // Two that differ in capitals only have tags that some file systems take for one.
    let files =
        [("x/package.json", &*npm("Tool", "1.0.0")), ("y/package.json", &npm("tool", "1.0.0"))];
    let text = proposed(&files, &[]).text;
    assert!(text.contains("[component.Tool]") && text.contains("[component.y]"), "{text}");
    // The tags of a Go module begin with its folder all the same.
    let files = [
        ("go.mod", "module ex.org/m\n\ngo 1.21\n"),
        ("+tools/go.mod", "module ex.org/m/+tools\n\ngo 1.21\n"),
    ];
    let text = proposed(&files, &[]).text;
    assert!(text.contains("[component.tools]\npath = \"+tools\""), "{text}");
    assert!(text.contains("tag = \"+tools/v{version}\""), "{text}");
}

fn hatched(name: &str) -> String {
    alloc::format!(
        "[build-system]\nrequires = [\"hatchling\", \"hatch-vcs\"]\n\
         build-backend = \"hatchling.build\"\n[project]\nname = \"{name}\"\n\
         dynamic = [\"version\"]\n[tool.hatch.version]\nsource = \"vcs\"\n"
    )
}

#[test]
fn one_number_for_all_needs_those_whose_version_is_in_tags_as_well() {
    let project = hatched("x");
    let files = [
        ("pyproject.toml", project.as_str()),
        ("src/x/other/__init__.py", "__version__ = \"0.12.1\"\n"),
    ];
    let tags = ["v1.0.2", "v1.0.3"];
    assert_eq!(proposed(&files, &tags).scheme, "semver-independent");
    let same = [files[0], ("src/x/other/__init__.py", "__version__ = \"1.0.3\"\n")];
    assert_eq!(proposed(&same, &tags).scheme, "semver-fixed");
}

#[test]
fn what_no_release_would_get_past_is_left_out() {
    let root = npm("root", "22.1.0");
    let plist = "<?xml version=\"1.0\"?>\n<plist version=\"1.0\"><dict>\n\
                 <key>CFBundleShortVersionString</key><string>1.0</string>\n</dict></plist>\n";
    let pom = "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId>\
               <artifactId>t</artifactId><version>999-SNAPSHOT</version></project>\n";
    let a = npm("@x/a", "0.0.0-PLACEHOLDER");
    for (path, text) in
        [("a/package.json", a.as_str()), ("b/Info.plist", plist), ("c/pom.xml", pom)]
    {
        let proposal = proposed(&[("package.json", &root), (path, text)], &["v22.0.0", "v22.1.0"]);
        assert_eq!(proposal.components, 1, "{}", proposal.text);
        assert!(
            proposal.text.contains("# Left out") && proposal.text.contains(path),
            "{}",
            proposal.text
        );
        assert!(!proposal.doubts.concat().contains("files say"), "{:?}", proposal.doubts);
    }
    // The root, where it is tagged, stays: it is said that nothing reads it.
    let proposal = proposed(&[("pom.xml", pom), ("a/package.json", &root)], &["22.0.0", "22.1.0"]);
    assert_eq!(proposal.components, 2, "{}", proposal.text);
}

#[test]
fn what_has_no_version_to_start_from_is_left_out() {
    let (j, k) = (npm("j", "4.37.0"), npm("k", "3.37.0"));
    let files = [
        ("package.json", k.as_str()),
        ("java/package.json", j.as_str()),
        ("php/composer.json", "{\"name\": \"g/p\"}\n"),
    ];
    let proposal = proposed(&files, &["v37.0"]);
    assert_eq!(proposal.components, 2, "{}", proposal.text);
    assert!(proposal.text.contains("in no tag: php/composer.json"), "{}", proposal.text);
    // A tag whose name ends the folder's is not its own.
    let module = |path: &str| alloc::format!("module ex.org/m{path}\n\ngo 1.21\n");
    let (root, sdk, tools) = (module(""), module("/sdk"), module("/internal/tools"));
    let files = [
        ("go.mod", root.as_str()),
        ("sdk/go.mod", sdk.as_str()),
        ("internal/tools/go.mod", tools.as_str()),
    ];
    let proposal = proposed(&files, &["v1.0.0", "sdk/v1.0.0", "tools/v0.2.3"]);
    assert_eq!(proposal.components, 2, "{}", proposal.text);
}

#[test]
fn a_file_that_has_nothing_to_do_with_the_tags_is_not_the_product() {
    let pom = "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId>\
               <artifactId>t</artifactId><version>1.0.0-SNAPSHOT</version></project>\n";
    let cmake = "project(vt VERSION 0.1.0 LANGUAGES C)\n";
    let old = "version = \"0.1.0\"\n[package]\nname = \"x\"\nversion = \"0.1.0\"\n";
    for (path, text, tag) in [
        ("maven-tests/pom.xml", pom, "parent-5.4.0"),
        ("sub/pom.xml", pom, "v5.4.0"),
        ("CMakeLists.txt", cmake, "v1.3.1"),
        ("sub/Cargo.toml", old, "v1.3.1"),
    ] {
        let text = proposed(&[(path, text)], &[tag]).text;
        assert!(text.contains("path = \".\"") && text.contains("manifests = []"), "{path}: {text}");
        assert!(path.contains("tests") || text.contains("# Left out"), "{path}: {text}");
    }
    // A number that was released, the next one, and one that is to be released first are its own.
    for (text, tag) in
        [("1.0.0", "v1.0.0"), ("1.3.2", "v1.3.1"), ("1.2.0", "v1.2.5"), ("0.1.0", "x")]
    {
        let file = npm("tool", text);
        let text = proposed(&[("sub/package.json", &file)], &[tag]).text;
        assert!(text.contains("sub/package.json"), "{text}");
    }
}
