//! Versions of several ecosystems under one number.

use alloc::format;
use alloc::string::String;

use super::*;

fn cargo(name: &str, version: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"{version}\"\n")
}

fn maven(version: &str) -> String {
    format!(
        "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId>\
         <artifactId>j</artifactId><version>{version}</version></project>\n"
    )
}

#[test]
fn what_one_ecosystem_does_not_read_another_may_write() {
    let [core, app] = ["core", "app"].map(|name| cargo(name, "1.0.0-beta.1"));
    let (docs, java) = (python("0.1.0"), maven("1.0.0-beta.1"));
    let files = [
        ("core/Cargo.toml", core.as_str()),
        ("app/Cargo.toml", &app),
        ("docs/pyproject.toml", &docs),
        ("java/pom.xml", &java),
    ];
    let tags = ["v0.37.0", "v0.38.0-beta.1", "v0.38.0-beta.2", "v0.38.0", "v0.39.0"];
    let mut tags = tags.to_vec();
    tags.push("v1.0.0-beta.1");
    let proposal = proposed(&files, &tags);
    for file in ["core/Cargo.toml", "app/Cargo.toml", "java/pom.xml"] {
        let listed = format!("manifests = [\"{file}\"]");
        assert!(proposal.text.contains(&listed), "no {file} in\n{}", proposal.text);
    }
    // What is under the product's number stays, and it is said what it has to be mended in.
    let doubts = proposal.doubts.concat();
    assert!(doubts.contains("files say 1.0.0-beta.1, which is no version"), "{doubts}");
}
