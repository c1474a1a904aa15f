//! `init`: a first configuration for repositories of every kind, which the program then works with.

mod imported;
mod released;

use crate::support::{Output, Repository};

/// Runs `init`, and `status` on what it wrote.
fn initialised(repository: &Repository) -> (Output, String) {
    let output = repository.run(&["init"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let status = repository.run(&["status"]);
    assert_eq!(status.code, 0, "{}\n{}", status.stderr, repository.file("release.toml"));
    let text = repository.file("release.toml");
    (output, text)
}

fn cargo(repository: &Repository) {
    repository.write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n");
    for (name, version) in [("core", "1.4.0"), ("net", "1.4.2")] {
        repository.write(
            &format!("crates/{name}/Cargo.toml"),
            format!("[package]\nname = \"{name}\"\nversion = \"{version}\"\n"),
        );
    }
    repository.commit("Begin");
}

#[test]
fn a_workspace_needs_no_tables_and_tags_give_templates_and_scheme() {
    let repository = Repository::new();
    cargo(&repository);
    for tag in ["core-v1.3.0", "core-v1.4.0", "net-v1.4.2", "v1.4.0", "nightly"] {
        repository.tag(tag);
    }
    let (output, text) = initialised(&repository);
    assert!(text.contains("scheme = \"semver\"\n"), "{text}");
    assert!(text.contains("tag = \"{component}-v{version}\""), "{text}");
    assert!(text.contains("tag = \"v{version}\""), "{text}");
    assert!(!text.contains("[component"), "{text}");
    assert!(output.stderr.contains("1 of 5 tags"), "{}", output.stderr);
    let status = repository.run(&["status"]);
    assert!(status.stdout.contains("net-v1.4.2"), "{}", status.stdout);
    // What is there is never overwritten.
    let again = repository.run(&["init"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("not overwritten"), "{}", again.stderr);
    let printed = repository.run(&["init", "--dry-run"]);
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    assert!(printed.stderr.contains("would be refused"), "{}", printed.stderr);
    assert_eq!(repository.file("release.toml"), text);
}

#[test]
fn one_number_for_all_is_found_in_one_tag_for_all() {
    let repository = Repository::new();
    repository
        .write("package.json", "{\n  \"private\": true,\n  \"workspaces\": [\"packages/*\"]\n}\n")
        .write(
            "packages/a/package.json",
            "{\n  \"name\": \"@us/a\",\n  \"version\": \"2.3.0\"\n}\n",
        )
        .write(
            "packages/b/package.json",
            "{\n  \"name\": \"@us/b\",\n  \"version\": \"2.3.0\"\n}\n",
        );
    repository.commit("Begin");
    repository.tag("v2.2.0").tag("v2.3.0");
    let (_, text) = initialised(&repository);
    assert!(text.contains("scheme = \"semver-fixed\"\n"), "{text}");
    assert_eq!(text.matches("tag = \"v{version}\"").count(), 2, "{text}");
    let planned = repository.run(&["release", "minor", "--all", "--dry-run"]);
    assert_eq!(planned.code, 0, "{}", planned.stderr);
    assert!(planned.stdout.contains("2.4.0"), "{}", planned.stdout);
}

#[test]
fn what_stands_at_zero_beside_released_packages_is_none() {
    let package = |name: &str, version: &str| {
        format!("{{\n  \"name\": \"{name}\",\n  \"version\": \"{version}\"\n}}\n")
    };
    let repository = Repository::new();
    repository
        .write("package.json", "{\n  \"private\": true,\n  \"workspaces\": [\"packages/*\"]\n}\n")
        .write("packages/a/package.json", package("a", "2.3.0"))
        .write("packages/b/package.json", package("b", "2.3.0"))
        .write("packages/starter/package.json", package("starter", "0.0.0"));
    repository.commit("Begin");
    repository.tag("v2.3.0");
    let (_, text) = initialised(&repository);
    assert!(text.contains("scheme = \"semver-fixed\"\n"), "{text}");
    assert!(text.contains("[component.b]") && !text.contains("[component.starter]"), "{text}");
    assert!(text.contains("a tag: packages/starter/package.json"), "{text}");
    // An example that the workspace names would be a component without tables.
    repository.write("packages/starter/package.json", package("starter", "2.3.0"));
    repository.write("packages/example/package.json", package("example", "1.0.0"));
    repository.commit("More");
    repository.remove("release.toml");
    let (_, text) = initialised(&repository);
    assert!(text.contains("[component.starter]") && !text.contains("[component.example]"));
    assert!(text.contains("packages/example/package.json"), "{text}");
    // A line that has not begun yet has nothing else.
    let young = Repository::new();
    young.write("a/package.json", package("a", "0.0.0")).commit("Begin");
    assert!(initialised(&young).1.contains("[component.a]"));
}

#[test]
fn the_members_of_a_pnpm_workspace_need_no_tables() {
    let repository = Repository::new();
    repository
        .write("pnpm-workspace.yaml", "packages:\n  - packages/**\n  - '!**/test/**'\n")
        .write("package.json", "{\n  \"name\": \"all\",\n  \"private\": true\n}\n");
    for name in ["packages/a", "packages/more/b"] {
        let package = format!(
            "{{\n  \"name\": \"@us/{}\",\n  \"version\": \"2.3.0\"\n}}\n",
            name.rsplit('/').next().unwrap()
        );
        repository.write(&format!("{name}/package.json"), package);
    }
    repository.commit("Begin");
    repository.tag("v2.3.0");
    let (_, text) = initialised(&repository);
    assert!(
        text.contains("members of the workspace in pnpm-workspace.yaml: @us/a, @us/b"),
        "{text}"
    );
    assert!(!text.contains("[component"), "{text}");
    let planned = repository.run(&["release", "minor", "--all", "--dry-run"]);
    assert_eq!(planned.code, 0, "{}", planned.stderr);
    assert!(planned.stdout.contains("@us/b"), "{}", planned.stdout);
}

#[test]
fn files_that_lead_to_one_another_are_one_component() {
    let repository = Repository::new();
    repository
        .write("a.gemspec", "require_relative \"lib/a/version\"\nGem::Specification.new do |s|\n  s.name = \"a\"\n  s.version = A::VERSION\nend\n")
        .write("lib/a/version.rb", "module A\n  VERSION = \"2.3.0\"\nend\n")
        .write("data/org.us.A.metainfo.xml", "<component>\n  <releases>\n    <release version=\"2.3.0\" date=\"2016-10-01\"/>\n  </releases>\n</component>\n")
        .write("pods/A.podspec", "Pod::Spec.new do |s|\n  s.name = 'A-Pod'\n  s.version = '2.3.0'\nend\n");
    repository.commit("Begin");
    repository.tag("v2.3.0");
    let (_, text) = initialised(&repository);
    assert_eq!(text.matches("[component.").count(), 2, "{text}");
    assert!(text.contains("\"a.gemspec\",\n    \"data/org.us.A.metainfo.xml\","), "{text}");
    assert!(text.contains("[component.A-Pod] # 2.3.0"), "{text}");
    repository.commit("Configure");
    let released = repository.run(&["release", "minor", "--all", "--yes", "--date", "2016-11-08"]);
    assert_eq!(released.code, 0, "{}", released.stderr);
    assert!(repository.file("lib/a/version.rb").contains("\"2.4.0\""));
    assert!(repository.file("data/org.us.A.metainfo.xml").contains("2016-11-08"));
}

#[test]
fn versions_that_go_their_own_ways_are_independent() {
    let repository = Repository::new();
    repository.write("package.json", "{\n  \"workspaces\": [\"packages/*\"]\n}\n");
    for (name, version) in [("a", "2.3.0"), ("b", "0.4.1"), ("c", "7.0.2")] {
        repository.write(
            &format!("packages/{name}/package.json"),
            format!("{{\n  \"name\": \"@us/{name}\",\n  \"version\": \"{version}\"\n}}\n"),
        );
    }
    repository.commit("Begin");
    for tag in ["@us/a@2.3.0", "@us/b@0.4.1", "@us/c@7.0.1", "@us/c@7.0.2"] {
        repository.tag(tag);
    }
    let (_, text) = initialised(&repository);
    assert!(text.contains("scheme = \"semver-independent\"\n"), "{text}");
    assert!(text.contains("tag = \"{component}@{version}\""), "{text}");
    let status = repository.run(&["status"]);
    assert!(status.stdout.contains("@us/c@7.0.2"), "{}", status.stdout);
}

#[test]
fn go_modules_are_called_by_their_folders_as_their_tags_are() {
    let repository = Repository::new();
    for (folder, module) in [("", "us"), ("log/file/", "us/log/file"), ("log/net/", "us/log/net")] {
        let path = format!("{folder}go.mod");
        repository.write(&path, format!("module example.org/{module}\n\ngo 1.22\n"));
    }
    repository.commit("Begin");
    let tags = ["v1.4.0", "v1.4.1", "log/file/v0.6.0", "log/file/v0.7.0", "log/net/v0.3.0"];
    for tag in tags {
        repository.tag(tag);
    }
    let (output, text) = initialised(&repository);
    // The modules go their own ways, which only their tags tell.
    assert!(text.contains("scheme = \"semver-independent\"\n"), "{text}");
    assert!(text.contains("tag = \"{component}/v{version}\""), "{text}");
    assert!(text.contains("[component.\"log/file\"]"), "{text}");
    assert!(text.contains("path = \".\"\ntag = \"v{version}\"\n"), "{text}");
    let status = repository.run(&["status"]);
    for row in ["v1.4.1", "log/file/v0.7.0", "log/net/v0.3.0"] {
        assert!(status.stdout.contains(row), "{row}: {}\n{}", status.stdout, output.stderr);
    }
    assert!(!status.stdout.contains("never released"), "{}", status.stdout);
}

#[test]
fn many_languages_become_components_with_their_files() {
    let repository = Repository::new();
    repository
        .write("core/version.go", "package core\n\nconst Version = \"1.1\"\n")
        .write(
            "sdk/java/pom.xml",
            "<project>\n  <groupId>org.us</groupId>\n  <artifactId>sdk</artifactId>\n  \
             <version>1.1.20161108</version>\n</project>\n",
        )
        .write("sdk/ruby/us.gemspec", "Gem::Specification.new do |s|\n  s.name = \"us\"\n  s.version = \"1.1.20161108\"\nend\n")
        .write("py/pyproject.toml", "[project]\nname = \"us-py\"\nversion = \"1.1\"\n")
        .write("net/Us.Core.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n    <Version>1.1</Version>\n  </PropertyGroup>\n</Project>\n")
        .write("node_modules/x/package.json", "{ \"name\": \"x\", \"version\": \"9.9.9\" }\n");
    repository.commit("Begin");
    for tag in ["core-1.0", "core-1.1", "sdk-1.0.20161101", "sdk-1.1.20161108", "us-1.1.20161108"] {
        repository.tag(tag);
    }
    let (output, text) = initialised(&repository);
    for expected in [
        "[component.core]",
        "manifests = [\"core/version.go\"]",
        "manifests = [\"sdk/java/pom.xml\"]",
        "manifests = [\"sdk/ruby/us.gemspec\"]",
        "manifests = [\"py/pyproject.toml\"]",
        "manifests = [\"net/Us.Core.csproj\"]",
        "tag = \"{component}-{version}\"",
        "scheme = \"chain\"",
    ] {
        assert!(text.contains(expected), "no {expected} in\n{text}");
    }
    assert!(!text.contains("node_modules"), "{text}");
    assert!(output.stderr.contains("embeds"), "{}", output.stderr);
}

#[test]
fn a_dry_run_prints_and_writes_nothing() {
    let repository = Repository::new();
    cargo(&repository);
    let output = repository.run(&["init", "--dry-run", "--scheme", "calver", "--name", "Tools"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(output.stdout.contains("scheme = \"calver\""), "{}", output.stdout);
    assert!(output.stdout.contains("name = \"Tools\""), "{}", output.stdout);
    assert!(output.stderr.contains("no tag reads as a version"), "{}", output.stderr);
    assert!(!repository.at("release.toml").exists());
}

#[test]
fn a_repository_without_versions_is_told_so() {
    let repository = Repository::new();
    repository.write("README.md", "Nothing here.\n");
    repository.commit("Begin");
    let output = repository.run(&["init"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("no tracked file states a version"), "{}", output.stderr);
    assert!(!repository.at("release.toml").exists());
}

#[test]
fn another_tool_s_configuration_is_carried_over() {
    let repository = Repository::new();
    repository
        .write("package.json", "{\n  \"workspaces\": [\"packages/*\"]\n}\n")
        .write("packages/a/package.json", "{\n  \"name\": \"a\",\n  \"version\": \"2.3.0\"\n}\n")
        .write("packages/b/package.json", "{\n  \"name\": \"b\",\n  \"version\": \"2.3.0\"\n}\n")
        .write(
            "lerna.json",
            "{\n  \"version\": \"2.3.0\",\n  \"command\": { \"version\": { \"allowBranch\": [\"main\"] } }\n}\n",
        );
    repository.commit("Begin");
    repository.tag("v2.3.0");
    let output = repository.run(&["import"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(output.stderr.contains("read the configuration of lerna"), "{}", output.stderr);
    let text = repository.file("release.toml");
    assert!(text.contains("scheme = \"semver-fixed\""), "{text}");
    assert!(text.contains("allow-branch = [\"main\"]"), "{text}");
    let planned = repository.run(&["release", "minor", "--all", "--dry-run"]);
    assert_eq!(planned.code, 0, "{}", planned.stderr);
    assert!(planned.stdout.contains("v2.4.0"), "{}", planned.stdout);
}

#[test]
fn a_release_toml_of_another_tool_is_told_where_to_go() {
    let repository = Repository::new();
    cargo(&repository);
    repository
        .write("release.toml", "shared-version = true\nsign-tag = false\npush-remote = \"up\"\n");
    repository.commit("Configure");
    let output = repository.run(&["import"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("git mv release.toml .release.toml"), "{}", output.stderr);
    repository.git(&["mv", "release.toml", ".release.toml"]);
    let output = repository.run(&["import"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let text = repository.file("release.toml");
    assert!(text.contains("sign-tag = false\nremote = \"up\""), "{text}");
    assert_eq!(repository.run(&["status"]).code, 0);
    // The one that is there now is ours.
    let output = repository.run(&["import"]);
    assert_eq!(output.code, 2);
    assert!(!output.stderr.contains("git mv"), "{}", output.stderr);
    assert!(output.stderr.contains("`syncline lint` checks it"), "{}", output.stderr);
    let none = Repository::new();
    cargo(&none);
    let output = none.run(&["import", "--from", "rush"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("no configuration of rush here"), "{}", output.stderr);
}

/// What another tool ran is written down, and looking at it runs nothing.
#[test]
fn a_hook_of_another_tool_is_one_here() {
    let repository = Repository::new();
    repository
        .write("src/lib.rs", "")
        .write(
            "Cargo.toml",
            "[package]\nname = \"tool\"\nversion = \"1.0.0\"\n[package.metadata.release]\n\
             pre-release-hook = [\"no-such-program\", \"{{crate_name}} {{version}}\"]\n",
        )
        .commit("Begin");
    let output = repository.run(&["import"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(output.stderr.contains("SYNCLINE_VERSION"), "{}", output.stderr);
    let text = repository.file("release.toml");
    let hooks = "\nhooks = [[\"no-such-program\", \"{component} {version}\"]]\n";
    assert!(text.contains("\n[defaults]\n") && text.contains(hooks), "{text}");
    let planned = repository.run(&["release", "minor", "--all", "--dry-run"]);
    assert_eq!(planned.code, 0, "{}", planned.stderr);
    assert!(planned.stdout.contains("no-such-program 'tool 1.1.0'"), "{}", planned.stdout);
}

#[test]
fn labels_and_older_tags_that_init_writes_are_read_by_the_program() {
    let package = |name: &str, version: &str| {
        format!("{{\n  \"name\": \"{name}\",\n  \"version\": \"{version}\"\n}}\n")
    };
    let repository = Repository::new();
    repository
        .write("a/package.json", package("a", "2.0.0-next.1"))
        .write("b/package.json", package("b", "0.4.0"));
    repository.commit("Begin");
    for tag in ["a@0.9.0", "a@1.0.0", "a-v1.1.0", "a-v2.0.0-next.0", "a-v2.0.0-next.1", "b-v0.4.0"]
    {
        repository.tag(tag);
    }
    let (_, text) = initialised(&repository);
    assert!(text.contains("labels = [\"alpha\", \"beta\", \"next\", \"rc\"]"), "{text}");
    assert!(text.contains("aliases = [\"a@{version}\"]"), "{text}");
    let lint = repository.run(&["lint"]);
    assert_eq!(lint.code, 0, "{}{}", lint.stdout, lint.stderr);
    assert!(!lint.stdout.contains("a@1.0.0"), "{}", lint.stdout);
    repository.commit("Configure");
    let planned = repository.run(&["pre", "next", "-p", "a", "--dry-run"]);
    assert!(planned.stdout.contains("2.0.0-next.2"), "{}{}", planned.stdout, planned.stderr);
}

#[test]
fn what_cargo_release_is_told_in_members_is_carried_over() {
    let repository = Repository::new();
    repository
        .write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n")
        .write(".release.toml", "dependent-version = \"fix\"\n");
    for (name, more) in [("core", "tag-name = \"v{{version}}\""), ("bench", "release = false")] {
        repository.write(
            &format!("crates/{name}/Cargo.toml"),
            format!(
                "[package]\nname = \"{name}\"\nversion = \"1.4.0\"\n\n\
                 [package.metadata.release]\n{more}\n"
            ),
        );
    }
    repository.commit("Begin");
    repository.tag("v1.4.0");
    let output = repository.run(&["import"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let text = repository.file("release.toml");
    for said in ["requirements = \"keep\"", "[component.core]", "\ntag = \"v{version}\"\n"] {
        assert!(text.contains(said), "no {said} in\n{text}");
    }
    assert!(!text.contains("[component.bench]") && text.contains("# Left out, as"), "{text}");
    assert_eq!(repository.run(&["status"]).code, 0);
}
