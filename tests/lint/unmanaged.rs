//! Versions in texts that no release moves.

use crate::support::Repository;

fn tools() -> Repository {
    let repository = Repository::new();
    repository
        .write("release.toml", "scheme = \"semver-fixed\"\n")
        .write("Cargo.toml", "[workspace]\nmembers = [\"hammer\"]\n")
        .write("hammer/Cargo.toml", "[package]\nname = \"hammer\"\nversion = \"1.4.0\"\n")
        .write("README.md", "# Hammer\n\n    cargo add hammer@1.4.0\n\nNails: 1.4.0\n")
        .write("CHANGELOG.md", "hammer 1.4.0: a handle\n")
        // A tool writes it.
        .write("site/pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages:\n  hammer@1.4.0: {}\n");
    repository.commit("Begin");
    repository.tag("v1.4.0").tag("hammer-1.4.0");
    repository
}

#[test]
fn a_version_beside_its_component_s_name_is_noted_and_can_be_left() {
    let repository = tools();
    let output = repository.run(&["lint"]);
    assert_eq!(output.code, 0, "{}", output.stdout);
    assert!(output.stdout.contains("note[unmanaged-version]"), "{}", output.stdout);
    assert!(output.stdout.contains("README.md:3:22"), "{}", output.stdout);
    assert_eq!(output.stdout.matches("unmanaged-version").count(), 1, "{}", output.stdout);
    repository
        .write("release.toml", "scheme = \"semver-fixed\"\n\n[lint]\nunmanaged = [\"*.md\"]\n");
    let output = repository.run(&["lint"]);
    assert!(!output.stdout.contains("unmanaged-version"), "{}", output.stdout);
}

#[test]
fn a_file_that_states_its_package_s_version_is_noted() {
    let repository = tools();
    repository
        .write("README.md", "# Hammer\n")
        .write("CITATION.cff", "cff-version: 1.4.0\nversion: 1.4.0\n")
        .write("hammer/.version.json", "{ \"version\": \"1.4.0\" }\n")
        .write("hammer/Makefile", "all:\n\tcc\nVERSION := 1.4.0\nSHELL = 1.4.0\n")
        .write("hammer/src/index.ts", "export const version = \"1.4.0\";\n")
        .write("hammer/include/other_version.h", "#define OTHER_VERSION \"1.3.0\"\n")
        .write(
            "hammer/include/hammer_version.h",
            "#define HAMMER_VERSION_MAJOR 1\n#define HAMMER_VERSION_MINOR 4\n\
             #define HAMMER_VERSION_PATCH 0\n",
        );
    repository.write(
        "release.toml",
        "scheme = \"semver-fixed\"\n[component.hammer]\npath = \".\"\n\
         manifests = [\"hammer/Cargo.toml\"]\n",
    );
    repository.commit("Say it everywhere");
    let output = repository.run(&["lint", "-v"]);
    assert_eq!(output.code, 0, "{}", output.stdout);
    for place in [
        "CITATION.cff:2:10",
        "hammer/.version.json:1:15",
        "hammer/Makefile:3:12",
        "hammer/src/index.ts:1:25",
        "hammer/include/hammer_version.h:1:30",
    ] {
        assert!(output.stdout.contains(place), "{place}: {}", output.stdout);
    }
    assert_eq!(output.stdout.matches("note[unmanaged-version]").count(), 5, "{}", output.stdout);
    assert!(output.stdout.contains("format = \"c-header\""), "{}", output.stdout);
}

/// What lies in nobody's folder states the product's number, where it has only one.
#[test]
fn a_file_in_nobody_s_folder_is_the_product_s() {
    let repository = Repository::new();
    let member =
        |name: &str, version: &str| format!("{{\"name\": \"{name}\", \"version\": \"{version}\"}}");
    repository
        .write("release.toml", "scheme = \"semver-independent\"\n[component.a]\n[component.b]\n")
        .write("a/package.json", member("a", "1.4.0"))
        .write("b/package.json", member("b", "1.4.0"))
        .write("version.json", "{ \"version\": \"1.4.0\" }\n")
        .commit("Start");
    let output = repository.run(&["lint"]);
    assert!(output.stdout.contains("version.json:1:15"), "{}", output.stdout);
    repository.write("b/package.json", member("b", "1.5.0")).commit("Move b");
    let output = repository.run(&["lint"]);
    assert!(!output.stdout.contains("version.json"), "{}", output.stdout);
}

#[test]
fn a_text_that_is_a_manifest_is_managed_and_a_link_is_passed_over() {
    let repository = tools();
    repository.write(
        "release.toml",
        "scheme = \"semver-fixed\"\n\n[component.hammer]\nmanifests = [\"hammer/Cargo.toml\", \
         { path = \"README.md\", regex = 'hammer@(?<version>[0-9.]+)' }]\n",
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink("README.md", repository.at("hammer/README.md")).unwrap();
    repository.commit("Manage the text");
    let output = repository.run(&["lint"]);
    assert_eq!(output.code, 0, "{}", output.stdout);
    assert!(!output.stdout.contains("unmanaged-version"), "{}", output.stdout);
}

/// A Go module has its version in tags alone, and may say it in its code all the same.
#[test]
fn what_code_says_of_a_version_that_only_tags_have_is_noted() {
    let repository = Repository::new();
    repository
        .write(
            "release.toml",
            "scheme = \"semver-independent\"\n[component.exp]\ntag = \"exp/v{version}\"\n",
        )
        .write("exp/go.mod", "module example.org/x/exp\n\ngo 1.22\n")
        .write("exp/internal/version.go", "package internal\n\nconst Version = \"1.45.0\"\n");
    repository.commit("Begin");
    repository.tag("exp/v1.45.0");
    repository.write("exp/a.go", "package exp\n").commit("Go on");
    let says = |what: &str| {
        let output = repository.run(&["lint"]);
        assert!(output.stdout.contains("exp/internal/version.go:3:18"), "{}", output.stdout);
        assert!(output.stdout.contains(what), "{}", output.stdout);
    };
    says("`exp` is said to be at 1.45.0 here, which no release moves");
    assert_eq!(repository.run(&["release", "minor", "--all", "--yes"]).code, 0);
    says("`exp` is said to be at 1.45.0 here, and is 1.46.0 by now");
}
