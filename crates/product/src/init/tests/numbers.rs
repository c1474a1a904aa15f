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

fn project(version: &str) -> String {
    format!(
        "<Project Sdk=\"Microsoft.NET.Sdk\">\n<PropertyGroup>\n<Version>{version}</Version>\n\
         </PropertyGroup>\n</Project>\n"
    )
}

#[test]
fn one_number_is_written_by_each_ecosystem_in_its_way() {
    let (root, js) = (npm("root", "1.7.0"), npm("js", "1.7.0"));
    for (path, text) in [
        ("net/A.csproj", project("1.7.0.0")),
        ("java/pom.xml", maven("1.7.0-SNAPSHOT")),
        ("py/pyproject.toml", python("1.7.0.dev0")),
        // Its version is in tags only.
        ("py/pyproject.toml", "[project]\nname = \"py\"\ndynamic = [\"version\"]\n\n[build-system]\nrequires = [\"setuptools-scm\"]\n\n[tool.setuptools_scm]\n".into()),
    ] {
        let files = [("package.json", root.as_str()), ("js/package.json", &js), (path, &text)];
        let proposal = proposed(&files, &["v1.6.0", "v1.7.0"]);
        assert_eq!(proposal.components, 3, "{path}: {}", proposal.text);
        for said in ["scheme = \"semver-fixed\"", "[defaults]\ntag = \"v{version}\""] {
            assert!(proposal.text.contains(said), "{path}: {}", proposal.text);
        }
        assert!(!proposal.text.contains("lag behind"), "{path}: {}", proposal.text);
    }
    // Another pre-release is another number.
    let (a, b) = (npm("a", "1.7.0-beta.1"), python("1.7.0b1"));
    let c = npm("c", "1.7.0-beta.2");
    let files = [("a/package.json", a.as_str()), ("b/pyproject.toml", &b)];
    let tags = ["v1.6.0", "v1.7.0-beta.1"];
    assert!(proposed(&files, &tags).text.contains("one tag for all"));
    let files = [("a/package.json", a.as_str()), ("c/package.json", &c)];
    assert!(!proposed(&files, &tags).text.contains("one tag for all"));
}

#[test]
fn a_file_that_writes_the_number_of_its_package_in_its_own_way_is_the_package_s() {
    let js = npm("js", "0.25.0");
    let info = "[assembly: AssemblyVersion(\"0.25.0.0\")]\n";
    for path in ["net/Properties/AssemblyInfo.cs", "AssemblyInfo.cs"] {
        let proposal = proposed(&[("package.json", &js), (path, info)], &["v0.25.0"]);
        assert!(proposal.text.contains(path), "{}", proposal.text);
        assert!(!proposal.text.contains("Left out"), "{}", proposal.text);
        assert!(!proposal.doubts.concat().contains("AssemblyInfo"), "{:?}", proposal.doubts);
    }
    // Of one package's files, none is in development where another is released.
    let pom = maven("0.25.0-SNAPSHOT");
    let proposal = proposed(&[("package.json", &js), ("pom.xml", &pom)], &["v0.25.0"]);
    assert!(proposal.text.contains("Left out"), "{}", proposal.text);
}

#[test]
fn what_is_in_development_is_under_the_number_that_it_leads_on_from() {
    let (js, py) = (npm("js", "1.0.0"), python("1.0.0"));
    let (java, docs) = (maven("1.0.1-SNAPSHOT"), python("0.1.0"));
    let both = [("js/package.json", js.as_str()), ("py/pyproject.toml", &py)];
    let files = [both[0], both[1], ("java/pom.xml", &java)];
    let all = ["\nscheme = \"semver-fixed\"", "[defaults]\ntag = \"v{version}\""];
    let assert = |files: &[(&str, &str)], tags: &[&str], said: &[&str]| {
        let text = proposed(files, tags).text;
        for one in said {
            assert!(text.contains(one), "no {one} in\n{text}");
        }
        assert!(!text.contains("java/pom.xml."), "{text}");
    };
    assert(&files, &["v0.9.0", "v1.0.0"], &all);
    // Most in development, and one that was released.
    let files = [("java/pom.xml", java.as_str()), ("jvm/pom.xml", &java), both[0]];
    assert(&files, &["v0.9.0", "v1.0.0"], &all);
    // Somebody else's number is left out all the same.
    let files = [both[0], both[1], ("java/pom.xml", &java), ("docs/pyproject.toml", &docs)];
    assert(&files, &["v0.9.0", "v1.0.0"], &["without a tag: docs/pyproject.toml.", all[1]]);
    // Beside a component with tags of its own.
    let web = npm("web", "7.0.0");
    let files = [both[0], both[1], ("java/pom.xml", &java), ("web/package.json", &web)];
    assert(&files, &["v1.0.0", "web-v7.0.0"], &["number: web/package.json.", all[1]]);
}

/// What has too few numbers for the scheme is a stranger to the product's number, whatever it leads to.
#[test]
fn a_version_with_too_few_numbers_is_left_out() {
    let demo = "group = 'o.e'\nversion = '1.0-SNAPSHOT'\n";
    let files = [
        ("build.gradle", "allprojects {\n group = 'o.e'\n version = '1.1.0-SNAPSHOT'\n}\n"),
        ("demo/build.gradle", demo),
    ];
    let proposal = proposed(&files, &["v0.9.0", "v1.0.0"]);
    assert!(!proposal.text.contains("\"demo/build.gradle\""), "{}", proposal.text);
}
