//! Work trees that are not all there, or not in UTF-8: `lint` sees them as git does.

use super::lint;
use crate::support::Repository;

/// Two components, released as 1.0.0.
fn pair(further: &[(&str, &[u8])]) -> Repository {
    let repository = Repository::new();
    repository
        .write("release.toml", "scheme = \"semver\"\n[component.a]\n[component.b]\n")
        .write("a/VERSION", "1.0.0\n")
        .write("b/VERSION", "1.0.0\n");
    for (path, bytes) in further {
        repository.write(path, bytes);
    }
    repository.commit("Start");
    for tag in ["a-1.0.0", "b-1.0.0", "v1.0.0"] {
        repository.annotate(tag, "Release 1.0.0");
    }
    repository
}

#[test]
fn a_component_outside_a_sparse_checkout_is_looked_at_all_the_same() {
    let repository = pair(&[]);
    repository.git(&["sparse-checkout", "set", "--cone", "a"]);
    assert!(!repository.at("b").exists(), "git left it out");
    lint(&repository, &[], 0);
    repository.git(&["sparse-checkout", "disable"]);
    repository.remove("b/VERSION");
    lint(&repository, &[], 2);
}

/// What a release reads and writes is in UTF-8, whatever git makes of it on the disk.
#[test]
fn a_manifest_in_another_encoding_is_looked_at_as_git_keeps_it() {
    let utf16 = |text: &str| -> Vec<u8> {
        let units = core::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    let attributes: &[u8] = b"a/VERSION text working-tree-encoding=UTF-16LE-BOM\n";
    let version = utf16("1.0.0\n");
    let repository = pair(&[(".gitattributes", attributes), ("a/VERSION", &version)]);
    lint(&repository, &[], 0);
    lint(&repository, &["--rev", "HEAD"], 0);
    assert_eq!(repository.run(&["patch", "a", "--yes"]).code, 0);
    assert_eq!(std::fs::read(repository.at("a/VERSION")).unwrap(), utf16("1.0.1\n"));
    lint(&repository, &[], 0);

    // What `lint --fix` would write has no place among other bytes.
    repository.write("a/VERSION", utf16("1.0.9\n")).commit("Move it by hand");
    let before = repository.state();
    let output = lint(&repository, &["--fix"], 1);
    assert!(output.stdout.contains("moved-by-hand"), "{output:?}");
    assert!(repository.state().changes_since(&before).is_empty(), "{output:?}");
}

/// Tags are listed while manifests are read; they tell all the same whose package is required.
#[test]
fn a_version_in_tags_only_tells_whose_package_is_required() {
    let repository = Repository::new();
    repository
        .write(
            "release.toml",
            "scheme = \"semver-fixed\"\n[defaults]\ntag = \"v{version}\"\n[component.a]\n[component.c]\n",
        )
        .write("a/composer.json", "{\"name\": \"x/a\", \"require\": {\"x/c\": \"^2.5|^3\"}}\n")
        .write("c/composer.json", "{\"name\": \"x/c\"}\n")
        .commit("Start");
    repository.annotate("v7.1.5", "Release 7.1.5");
    lint(&repository, &[], 0);
    let planned = repository.run(&["release", "minor", "--dry-run"]);
    assert_eq!(planned.code, 0, "{planned:?}");
    // What admits the last release means it, and follows.
    let path = "a/composer.json";
    repository.write(path, repository.file(path).replace("^2.5|^3", "^7.0")).commit("Require it");
    assert_eq!(repository.run(&["release", "minor", "--yes"]).code, 0);
    assert!(repository.file(path).contains("^7.2"), "{}", repository.file(path));
}

/// What is not committed is in no release, though it is on the disk.
#[test]
fn what_git_does_not_know_is_told_by_lint_and_by_plans() {
    let listed = "scheme = \"semver\"\n[component.a]\nmanifests = [\"a/VERSION\"]\n[component.b]\n";
    for config in ["scheme = \"semver\"\n[component.a]\n[component.b]\n", listed] {
        let repository = pair(&[("a/main.c", b"int main;\n")]);
        repository.write("release.toml", config).git(&["rm", "-q", "--cached", "a/VERSION"]);
        repository.git(&["add", "release.toml"]);
        repository.git(&["commit", "-q", "-m", "Forget it"]);
        let said = lint(&repository, &[], 2).stdout;
        assert!(said.contains("`a` has a/VERSION on the disk only"), "{said}");
        assert!(said.contains("`git add a/VERSION`"), "{said}");
        for command in [&["status"][..], &["patch", "a", "--dry-run"]] {
            let output = repository.run(command);
            assert_eq!(output.code, 2, "{output:?}");
            assert!(output.stderr.contains("`a` has a/VERSION on the disk only"), "{output:?}");
        }
        repository.commit("Know it");
        lint(&repository, &[], 0);
    }
}

#[test]
fn a_folder_that_git_does_not_know_is_told_by_lint_and_by_plans() {
    let repository = pair(&[]);
    let config =
        repository.file("release.toml") + "[component.c]\npath = \"see\"\nmanifests = []\n";
    repository.write("release.toml", config).commit("Add one");
    let said = lint(&repository, &[], 2).stdout;
    assert!(said.contains("`c` has no folder see"), "{said}");
    repository.write("see/main.c", "int main;\n");
    let said = lint(&repository, &[], 2).stdout;
    assert!(said.contains("`c` has see on the disk only"), "{said}");
    let output = repository.run(&["status"]);
    assert_eq!(output.code, 2, "{output:?}");
    assert!(output.stderr.contains("`git add see`"), "{output:?}");
    repository.git(&["add", "see"]);
    lint(&repository, &["--staged"], 0);
    repository.commit("Write it");
    lint(&repository, &[], 0);
    assert_eq!(repository.run(&["status"]).code, 0);
}

/// `npm version patch`, where the scheme has no such number: the text that stands there is told, and
/// taken back.
#[test]
fn semantics_3_a_version_that_is_none_is_restored() {
    let repository = Repository::new();
    repository
        .write("release.toml", "scheme = \"chain\"\n[component.sdk]\n[component.lib]\n")
        .write("sdk/package.json", "{\n  \"name\": \"sdk\",\n  \"version\": \"1.0.0\"\n}\n")
        .write(
            "lib/pom.xml",
            "<project><artifactId>lib</artifactId><version>1.0</version></project>\n",
        )
        .commit("Start");
    assert_eq!(repository.run(&["release", "1.0", "--all", "--yes"]).code, 0);
    let before = repository.state();
    repository.replace("sdk/package.json", "1.0.0", "1.0.1").replace(
        "lib/pom.xml",
        "1.0<",
        "1.0.1<",
    );
    let said = lint(&repository, &[], 1).stdout;
    assert!(said.contains("`1.0.1` is not a version: `build` is `1`, which is no date"), "{said}");
    assert!(said.contains("restore 1.0 (`lint --fix`)") && !said.contains("00000001"), "{said}");
    lint(&repository, &["--fix"], 0);
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
}
