//! What `init` writes can be released, whatever was tagged before.

use super::initialised;
use crate::support::Repository;

/// Packages in folders of their names, each with its version, under tags that are there.
fn repository(packages: &[(&str, &str)], tags: &[&str]) -> Repository {
    let repository = Repository::new();
    write(&repository, packages);
    for tag in tags {
        repository.write("tagged", tag.as_bytes());
        repository.commit(tag);
        repository.tag(tag);
    }
    for (name, _) in packages {
        repository.write(&format!("{name}/new"), "new");
    }
    repository.commit("Begin");
    repository
}

fn write(repository: &Repository, packages: &[(&str, &str)]) {
    for (name, version) in packages {
        repository.write(
            &format!("{name}/pyproject.toml"),
            format!("[project]\nname = \"{name}\"\nversion = \"{version}\"\n"),
        );
    }
}

/// Plans each of the requests on what `init` writes.
fn released(repository: &Repository, requests: &[&[&str]]) -> String {
    let (_, text) = initialised(repository);
    repository.commit("Initialise");
    for request in requests {
        let planned = repository.run(&[request, &["--dry-run"][..]].concat());
        assert_eq!(planned.code, 0, "{request:?}: {}\n{text}", planned.stderr);
    }
    text
}

#[test]
fn where_the_product_alone_was_tagged() {
    // Some lag behind one number, and one only had one of these numbers before the product had.
    let lags = Repository::new();
    for (a, c) in [("1.0.0", "1.0.0"), ("1.0.1", "1.0.1"), ("1.0.2", "1.0.1")] {
        write(&lags, &[("a", a), ("b", "1.0.0"), ("c", c), ("own", "1.0.1")]);
        lags.commit(a);
        lags.tag(&format!("v{a}"));
    }
    lags.write("b/new", "new").commit("Begin");
    let text = released(&lags, &[&["patch", "b"], &["release", "minor"]]);
    assert!(text.contains("without a tag: own/pyproject.toml.") && text.contains("c/py"), "{text}");
    assert_eq!(lags.run(&["notes"]).code, 0);
    let done = lags.run(&["patch", "b", "--yes"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stdout.contains("v1.0.3"), "{}", done.stdout);
    assert!(lags.file("b/pyproject.toml").contains("1.0.3"));
    let linted = lags.run(&["lint"]);
    assert!(!linted.stdout.contains("error"), "{}", linted.stdout);
    // One that is under a number of its own decides nothing.
    let apart = repository(
        &[("api", "1.45.0.dev"), ("sdk", "1.45.0.dev"), ("exp", "0.66b0.dev")],
        &["v1.42.0", "v1.43.0", "v1.44.0"],
    );
    let text = released(&apart, &[&["release", "minor"]]);
    assert!(text.contains("scheme = \"semver-fixed\"") && text.contains("exp/pyproject.toml"));
    // Each has its own.
    let own = repository(
        &[("a", "10.1.0"), ("b", "0.3.0"), ("c", "2.0.1")],
        &["v10.0.0", "v10.0.1", "v10.1.0"],
    );
    let requests: &[&[&str]] = &[&["patch", "b"], &["release", "minor"], &["patch", "a"]];
    released(&own, requests);
}

#[test]
fn where_a_nested_module_was_never_tagged() {
    let repository = Repository::new();
    for (folder, name) in [("", "tool"), ("a/", "tool/a"), ("internal/x/", "tool/internal/x")] {
        let module = format!("module example.org/{name}\n\ngo 1.22\n");
        repository.write(&format!("{folder}go.mod"), module);
    }
    repository.commit("Begin");
    repository.tag("v1.1.0").tag("a/v1.1.0");
    repository.write("a/new.go", "package a\n").write("internal/x/new.go", "package x\n");
    repository.commit("Change");
    let text = released(&repository, &[&["release", "minor"]]);
    assert!(text.contains("internal/x/go.mod") && !text.contains("[component.\"internal/x\"]"));
}

#[test]
fn where_msbuild_finds_the_version_in_another_file() {
    let project = "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup />\n</Project>\n";
    let import = "<Project>\n  <Import Project=\"$(MSBuildThisFileDirectory)build/Versions.props\" />\n</Project>\n";
    let props = "<Project>\n  <PropertyGroup>\n    <VersionPrefix>1.4.0</VersionPrefix>\n  </PropertyGroup>\n</Project>\n";
    for files in [
        &[("Directory.Build.props", props)][..],
        &[("Directory.Build.props", import), ("build/Versions.props", props)],
    ] {
        let repository = Repository::new();
        for (path, text) in files {
            repository.write(path, text);
        }
        repository.write("src/Us.Core/Us.Core.csproj", project);
        repository.write("src/Us.App/Us.App.fsproj", project);
        repository.commit("Begin");
        repository.tag("v1.4.0");
        repository.write("src/Us.Core/a.cs", "").commit("Change");
        let text = released(&repository, &[]);
        let tables = [
            "# 1.4.0\npath = \"src/Us.Core\"\nmanifests = [\"src/Us.Core/Us.Core.csproj\"]",
            "Us.App.fsproj\"]",
        ];
        assert!(tables.iter().all(|table| text.contains(table)), "{text}");
        let done = repository.run(&["release", "minor", "--all", "--yes"]);
        assert_eq!(done.code, 0, "{}", done.stderr);
        let (path, _) = files.last().unwrap();
        assert!(repository.file(path).contains("<VersionPrefix>1.5.0<"), "{}", done.stdout);
        let linted = repository.run(&["lint"]);
        assert_eq!(linted.code, 0, "{}", linted.stdout);
    }
    // One of them imports a version of its own.
    let repository = Repository::new();
    let own = "<Project>\n  <Import Project=\"..\\own.props\" />\n</Project>\n";
    let two = props.replace("1.4.0", "2.0.0");
    repository.write("Directory.Build.props", props).write("src/own.props", two);
    repository.write("src/Us.Core/Us.Core.csproj", project).write("src/Us.App/Us.App.csproj", own);
    repository.commit("Begin");
    let (_, text) = initialised(&repository);
    assert!(text.contains("# 2.0.0\npath = \"src/Us.App\"\n"), "{text}");
}

#[test]
fn where_a_version_is_divided_into_its_numbers() {
    let repository = Repository::new();
    let sets = "set(A_MAJOR 1)\nset(A_MINOR 2)\nset(A_PATCH 3)\n";
    let text = format!("{sets}project(core VERSION ${{A_MAJOR}}.${{A_MINOR}}.${{A_PATCH}})\n");
    repository.write("core/CMakeLists.txt", text).commit("Begin");
    repository.tag("core-1.2.3");
    repository.write("core/a.c", "").commit("Change");
    let text = released(&repository, &[&["release", "minor"]]);
    assert!(text.contains("[component.core] # 1.2.3\n"), "{text}");
}

#[test]
fn where_the_newest_release_was_made_on_another_branch() {
    let repository = repository(&[("a", "0.2.0")], &["v0.2.0"]);
    repository.git(&["switch", "-q", "-c", "stable-13"]);
    repository.write("a/package.json", "{\n  \"name\": \"a\",\n  \"version\": \"13.3.0\"\n}\n");
    repository.commit("Release");
    repository.tag("v13.3.0");
    let at_it = repository.run(&["init", "--dry-run"]);
    assert!(!at_it.stderr.contains("not in the history"), "{}", at_it.stderr);
    repository.git(&["switch", "-q", "-"]);
    let output = repository.run(&["init", "--dry-run"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let said = "the newest release, v13.3.0, is not in the history of this branch";
    assert!(output.stderr.contains(said), "{}", output.stderr);
}

#[test]
fn where_versions_are_written_as_no_preset_has_them() {
    let fourth = ["v8.1.2", "v8.1.2.1", "v8.1.3", "v8.1.3.1", "v8.1.3.2"];
    let text = released(
        &repository(&[("a", "8.1.3.2")], &fourth),
        &[&["release", "minor", "--all"], &["release", "fix", "--all"]],
    );
    assert!(text.contains("[scheme.part.fix]"), "{text}");
    // The final version of what is pending, as Python writes it.
    let text = released(&repository(&[("a", "1.1.0b2")], &["v1.0.0", "v1.1.0b2"]), &[&["release"]]);
    assert!(text.contains("write = \"{label}{n}\""), "{text}");
    let capitals = ["v1.0.0-M1", "v1.0.0-RC1", "v1.0.0", "v1.1.0-M1", "v1.1.0-RC1", "v1.1.0"];
    let text = released(&repository(&[], &capitals), &[&["release", "minor"]]);
    assert!(text.contains("manifests = []"), "{text}");
    let text =
        released(&repository(&[], &["us-tool-1.4.0", "us-tool-1.5.0"]), &[&["release", "minor"]]);
    assert!(text.contains("tag = \"us-tool-{version}\""), "{text}");
}

/// Whose the tags are that have no name in them, what stood in the files then tells.
#[test]
fn tags_are_theirs_who_were_there_under_that_number() {
    let package = |name: &str, version: &str| {
        format!("{{\n  \"name\": \"@us/{name}\",\n  \"version\": \"{version}\"\n}}\n")
    };
    let repository = Repository::new();
    repository.write("README.md", "Nothing yet.\n").commit("Begin");
    repository.tag("0.0.1").tag("0.0.2");
    repository.write("p/core/package.json", package("core", "1.0.0")).commit("Add core");
    repository.tag("@us/core@1.0.0");
    repository.write("p/glob/package.json", package("glob", "0.7.0")).commit("Add glob");
    let (output, text) = initialised(&repository);
    assert!(!text.contains("tag = \"{version}\""), "{text}");
    assert!(text.contains("are nobody's here"), "{text}\n{}", output.stderr);
    assert_eq!(repository.run(&["lint"]).code, 0);
    let sample = Repository::new();
    let gradle = "android {\n  defaultConfig {\n    versionName \"7.1.2\"\n  }\n}\n";
    sample.write("support/build.gradle", gradle);
    for version in ["7.1.2", "7.2.0", "8.0.0"] {
        sample.write("a.cc", version).commit("Change");
        sample.tag(version);
    }
    let (_, text) = initialised(&sample);
    assert!(text.contains("in its tags only.\nmanifests = []\n"), "{text}");
    assert!(text.contains("(8.0.0, 7.2.0):\n# support/build.gradle."), "{text}");
    assert_eq!(sample.run(&["lint"]).code, 0);
}
