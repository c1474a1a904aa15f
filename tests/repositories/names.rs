//! Tags in any order and shape, and templates that must be told apart.

use serde_json::Value;

use super::{harmless, run};
use crate::support::{Repository, chain};

fn status(repository: &Repository) -> Value {
    let output = harmless(repository, &["status", "--json", "--date", "2016-12-01"], 0);
    serde_json::from_str(&output.stdout).unwrap()
}

/// The highest version counts, whatever order, object or file its tag was written in.
#[test]
fn semantics_1_tags_count_in_any_order_and_any_shape() {
    const VERSIONS: [&str; 5] = ["1.0", "1.0.20161024", "1.0.20161101", "0.9", "1.0.20160229"];
    // For each order: which tags are annotated, and after which one all are packed.
    let results: Vec<Value> =
        [(0, 0b00000, 0), (1, 0b11111, 5), (2, 0b01010, 3), (3, 0b10101, 1), (4, 0b00110, 4)]
            .into_iter()
            .map(|(first, annotated, packed)| {
                let repository = chain::untagged();
                repository
                    .write("sdk/version.txt", "version = \"1.0.20161101\"\n")
                    .commit("Patch the SDK");
                for at in 0..VERSIONS.len() {
                    let tag = format!("sdk-{}", VERSIONS[(first + 2 * at) % VERSIONS.len()]);
                    if annotated >> at & 1 == 1 {
                        repository.annotate(&tag, "Release it");
                    } else {
                        repository.tag(&tag);
                    }
                    if at + 1 == packed {
                        repository.pack_refs();
                    }
                }
                status(&repository)
            })
            .collect();
    let sdk = &results[0]["components"][1];
    assert_eq!((&sdk["tag"], &sdk["next"]), (&"sdk-1.0.20161101".into(), &"1.0.20161201".into()));
    assert!(results.iter().all(|result| *result == results[0]), "{results:#?}");
}

/// A tag that is moved after packing is the loose one.
#[test]
fn a_packed_tag_gives_way_to_a_loose_one() {
    let repository = chain::released();
    repository.pack_refs();
    repository.write("sdk/change", "").commit("Change the SDK");
    assert_eq!(status(&repository)["components"][1]["changed"], true);
    repository.git(&["tag", "-f", "sdk-1.0"]);
    assert_eq!(status(&repository)["components"][1]["changed"], false);
}

/// Three components, whose tags begin alike.
fn viewer(tags: [&str; 3]) -> Repository {
    let repository = Repository::new();
    let mut config = String::from("scheme = \"chain\"\n\n[product]\ntag = \"all-{version}\"\n");
    for (name, tag) in ["core", "viewer", "web"].into_iter().zip(tags) {
        config.push_str(&format!(
            "\n[component.{name}]\ntag = \"{tag}\"\n\
             manifests = [{{ path = \"{name}/v.txt\", regex = '(?<version>[0-9.]+)' }}]\n"
        ));
        repository.write(&format!("{name}/v.txt"), "1.0\n");
    }
    repository.write("release.toml", config).commit("Start");
    repository
}

#[test]
fn a_template_takes_its_own_tags_and_no_longer_ones() {
    let repository = viewer(["v{version}", "viewer-v{version}", "web/v{version}"]);
    for tag in ["v1.0", "viewer-v1.0", "web/v1.0"] {
        repository.tag(tag);
    }
    // None of these is a release of the core, however much of it looks like one.
    for tag in ["viewer-v1.0.20161101", "web/v1.0.20161102", "xv1.9", "v1.9-v1.9", "V1.9", "v"] {
        repository.tag(tag);
    }
    let status = status(&repository);
    let tags: Vec<&str> = status["components"]
        .as_array()
        .unwrap()
        .iter()
        .map(|component| component["tag"].as_str().unwrap())
        .collect();
    assert_eq!(tags, ["v1.0", "viewer-v1.0.20161101", "web/v1.0.20161102"]);
    assert_eq!(status["line"], "1.0");
}

#[test]
fn semantics_7_templates_that_share_a_name_are_refused_at_load() {
    for (tags, example) in [
        // `v1.1.20161101` is the core's 1.1.20161101 and the viewer's 1.20161101.
        (["v{version}", "v1.{version}", "web-{version}"], "v1."),
        (["r{version}", "r{version}0", "web-{version}"], "0"),
    ] {
        let repository = viewer(tags);
        let output = harmless(&repository, &["status"], 2);
        for words in ["core", "viewer", "release.toml", example] {
            assert!(output.stderr.contains(words), "{tags:?}: no {words:?} in {}", output.stderr);
        }
        harmless(&repository, &["release", "1.0", "--all", "--yes"], 2);
    }
}

/// One template for all is one tag, whose version must coincide.
#[test]
fn semantics_7_identical_templates_are_one_tag() {
    let repository = viewer(["v{version}", "v{version}", "v{version}"]);
    run(&repository, &["release", "1.0", "--all", "--yes"], 0);
    assert_eq!(repository.tags(), ["all-1.0", "v1.0"]);
    run(&repository, &["release", "minor", "--all", "--yes"], 0);
    assert_eq!(repository.tags(), ["all-1.0", "all-1.1", "v1.0", "v1.1"]);
}
