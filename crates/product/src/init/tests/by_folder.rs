//! Packages that are tagged by their folders.

use alloc::format;
use alloc::string::String;

use super::*;

/// What is proposed for Go modules in these folders, each with the end of its path.
fn modules(all: &[(&str, &str)], tags: &[&str]) -> Proposal {
    let file = |(folder, path): &(&str, &str)| {
        let module = format!("module example.org/tool{path}\n\ngo 1.22\n");
        (RepoPath::new(folder).unwrap().join("go.mod").unwrap().to_string(), module)
    };
    let files: Vec<(String, String)> = all.iter().map(file).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    proposed(&files, tags)
}

#[test]
fn the_folder_of_a_major_version_is_no_part_of_a_module_s_tags() {
    let all = [("", "/v3"), ("api", "/api/v3"), ("client/v3", "/client/v3")];
    let tags = ["v3.6.0", "v3.7.0", "api/v3.6.0", "api/v3.7.0", "client/v3.6.0", "client/v3.7.0"];
    // One tag is enough to be a component by.
    for tags in [&tags[..], &tags[..5]] {
        let text = modules(&all, tags).text;
        assert!(text.contains("[defaults]\ntag = \"{component}/v{version}\""), "{text}");
        let table = "[component.client]\npath = \"client/v3\"\nmanifests";
        assert!(text.contains(table) && text.contains("[component.api]\nmanifests"), "{text}");
    }
    // A folder that is only called so is a part.
    let text = modules(&[("", ""), ("v3", "/api")], &["v1.0.0", "v3/v1.0.0"]).text;
    assert!(text.contains("[component.v3]"), "{text}");
}

#[test]
fn at_the_root_the_tags_of_a_major_version_are_the_product_s() {
    let all = [("api", "/api"), ("v2", "/v2")];
    let text = modules(&all, &["v1.6.0", "v2.0.0", "api/v1.0.0"]).text;
    assert!(text.contains("path = \"v2\"\ntag = \"v{version}\"\n"), "{text}");
    assert!(text.contains("[component.api]"), "{text}");
}

#[test]
fn of_two_major_versions_with_the_same_tags_one_is_a_component() {
    let all = [("", ""), ("client", "/client"), ("client/v3", "/client/v3")];
    let text = modules(&all, &["v1.6.0", "client/v1.1.0", "client/v3.7.0"]).text;
    assert!(text.contains("[component.client]\npath = \"client/v3\"\n"), "{text}");
    let words = text.replace("\n# ", " ");
    assert!(words.contains("are named alike: client/go.mod."), "{text}");
}

#[test]
fn a_module_in_a_folder_of_tests_that_a_tag_names_is_released() {
    let all = [("", ""), ("api", "/api"), ("tests", "/tests"), ("examples/v2", "/examples/v2")];
    let tags = ["v1.7.0", "api/v1.7.0", "tests/v1.7.0", "examples/v2.0.0"];
    let text = modules(&all, &tags).text;
    assert!(text.contains("[component.tests]\n"), "{text}");
    assert!(text.contains("[component.examples]\npath = \"examples/v2\"\n"), "{text}");
    // Neither a tag of another module nor one without a version is one of these.
    let text = modules(&all, &["v1.7.0", "api/v1.7.0", "tests/vnext", "sub/tests/v1.7.0"]).text;
    assert!(!text.contains("[component.tests]") && !text.contains("examples"), "{text}");
}
