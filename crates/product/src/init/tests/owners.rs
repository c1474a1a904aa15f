//! Whose tags they are.

use super::*;

fn cargo(name: &str, version: &str) -> String {
    alloc::format!("[package]\nname = \"{name}\"\nversion = {version}\n")
}

#[test]
fn a_chart_has_its_own_number_and_its_own_tags() {
    let chart = "apiVersion: v2\nname: app\nversion: 1.21.1\nappVersion: 0.22.0\n";
    let files = [("go.mod", "module example.org/app\n"), ("charts/app/Chart.yaml", chart)];
    let tags = ["v0.21.0", "v0.22.0", "app-helm-chart-1.20.0", "app-helm-chart-1.21.1"];
    let text = proposed(&files, &tags).text;
    assert!(text.contains("scheme = \"semver-independent\""), "{text}");
    assert!(text.contains("path = \".\"\ntag = \"v{version}\""), "{text}");
    assert!(text.contains("[component.app-helm-chart] # 1.21.1\npath = \"charts/app\""), "{text}");
    // Without tags of its own its number is not the product's next one all the same.
    let text = proposed(&files, &tags[..2]).text;
    assert!(!text.contains("tag = false"), "{text}");
}

#[test]
fn the_tags_of_a_folder_are_of_nothing_outside_of_it() {
    let pom = "<project><modelVersion>4.0.0</modelVersion><groupId>o</groupId>\
               <artifactId>app-archetype</artifactId><version>1.3.0</version></project>\n";
    let (go, web) = ("module example.org/app\n\ngo 1.20\n", npm("web", "7.0.0"));
    let (root, site) = (("go.mod", go), ("web/package.json", web.as_str()));
    let (there, inside) = (("pkg/app/README", "An app.\n"), ("pkg/app/java/pom.xml", pom));
    let outside = ("script/app-archetype/pom.xml", pom);
    let named = |files: &[(&str, &str)], tag: &str| {
        let text = proposed(files, &["v1.2.0", "v1.5.0", tag]).text;
        text.contains("[component.\"pkg/app\"]")
    };
    // A module that was taken out has left its tags, and maybe its folder.
    assert!(!named(&[root, outside], "pkg/app/v1.3.0"));
    assert!(!named(&[root, outside, there], "pkg/app/v1.3.0"));
    assert!(!named(&[site, outside, there], "pkg/app-1.3.0"));
    // What lies in the folder may have them, and where there never was one, what has the word.
    assert!(named(&[root, inside], "pkg/app/v1.3.0"));
    assert!(named(&[site, outside], "pkg/app-1.3.0"));
}

#[test]
fn what_go_asks_for_is_not_everybody_s() {
    let root = |version: &str| {
        alloc::format!(
            "[workspace]\nmembers = [\"core\", \"cli\"]\n\n[workspace.package]\nversion = \"{version}\"\n"
        )
    };
    let (root, site) = (root("0.15.0"), npm("website", "0.0.1"));
    let member =
        |name: &str| alloc::format!("[package]\nname = \"{name}\"\nversion.workspace = true\n");
    let (core, cli) = (member("core"), member("cli"));
    let files = [
        ("Cargo.toml", root.as_str()),
        ("core/Cargo.toml", core.as_str()),
        ("cli/Cargo.toml", cli.as_str()),
        ("bindings/go/go.mod", "module example.org/x/bindings/go\n"),
        ("site/package.json", site.as_str()),
    ];
    let tags = ["v0.14.0", "v0.15.0", "bindings/go/v0.14.0", "bindings/go/v0.15.0"];
    for files in [&files[..], &files[..4]] {
        let text = proposed(files, &tags).text;
        assert!(text.contains("scheme = \"semver-fixed\""), "{text}");
        assert!(text.contains("[defaults]\ntag = \"v{version}\""), "{text}");
        assert_eq!(text.matches("\ntag = ").count(), 3, "{text}");
        assert!(text.contains("[component.\"bindings/go\"]\ntag = "), "{text}");
        assert!(!text.contains("[component.website]"), "{text}");
    }
}

#[test]
fn tags_that_fit_nobody_alone_are_nobody_s() {
    let (aws, core, python) =
        (cargo("dl-aws", "\"1.0.0\""), cargo("dl", "\"1.0.0\""), cargo("dl-python", "\"1.6.3\""));
    let files = [
        ("crates/aws/Cargo.toml", aws.as_str()),
        ("crates/core/Cargo.toml", core.as_str()),
        ("python/Cargo.toml", python.as_str()),
    ];
    let root = "[workspace]\nmembers = [\"crates/*\", \"python\"]\n";
    let files = [("Cargo.toml", root), files[0], files[1], files[2]];
    let tags = ["v0.1.1", "rust-v1.0.0", "python-v1.6.0", "python-v1.6.3"];
    let text = proposed(&files, &tags).text;
    assert!(!text.contains("tag = \"v{version}\""), "{text}");
    assert!(text.replace("\n# ", " ").contains("are named v{version} and are nobody's"), "{text}");
    // What a tag calls otherwise than its manifest does needs a table.
    assert!(text.contains("[component.python] # 1.6.3\n"), "{text}");
    // A private one that happens to have an old number is not released.
    let core = npm("@x/core", "2.0.3");
    let site = "{\n  \"name\": \"website\",\n  \"private\": true,\n  \"version\": \"1.17.7\"\n}\n";
    let files = [("packages/core/package.json", core.as_str()), ("website/package.json", site)];
    let text = proposed(&files, &["@x/core@2.0.2", "@x/core@2.0.3", "v1.17.7"]).text;
    assert!(!text.contains("[component.website]"), "{text}");
}

#[test]
fn of_two_of_one_name_it_is_the_one_s_that_its_tags_are() {
    let dart = "name: bloc\nversion: 9.2.1\nenvironment:\n  sdk: ^3.0.0\n";
    let code = npm("bloc", "6.8.13");
    let files =
        [("packages/bloc/pubspec.yaml", dart), ("extensions/vscode/package.json", code.as_str())];
    let text = proposed(&files, &["bloc-v9.2.1", "vscode_bloc-v6.8.13"]).text;
    assert!(text.contains("[component.bloc] # 9.2.1\npath = \"packages/bloc\""), "{text}");
    assert!(text.contains("[component.vscode_bloc] # 6.8.13"), "{text}");
    let text = proposed(&files, &["bloc-v9.2.1"]).text;
    assert!(text.contains("[component.bloc] # 9.2.1\npath = \"packages/bloc\""), "{text}");
}

#[test]
fn projects_that_are_packed_for_nobody_are_no_components() {
    let props = "<Project><PropertyGroup><Version>1.2.0</Version></PropertyGroup></Project>\n";
    let project =
        |more: &str| alloc::format!("<Project><PropertyGroup>{more}</PropertyGroup></Project>\n");
    let (core, bench) = (project(""), project("<IsPackable>false</IsPackable>"));
    let check = project("<IsTestProject>true</IsTestProject>");
    let files = [
        ("Directory.Build.props", props),
        ("src/Core/Core.csproj", core.as_str()),
        ("src/Bench/Bench.csproj", bench.as_str()),
        ("src/Check/Check.csproj", check.as_str()),
        ("src/Core.Tests/Core.Tests.csproj", core.as_str()),
    ];
    let proposal = proposed(&files, &["v1.1.0", "v1.2.0"]);
    assert_eq!(proposal.components, 1, "{}", proposal.text);
    let words = proposal.text.replace("\n# ", " ");
    let said = "without a tag: src/Bench/Bench.csproj, src/Check/Check.csproj.";
    assert!(words.contains(said), "{words}");
    // One with tags is released all the same.
    let proposal = proposed(&files, &["v1.1.0", "v1.2.0", "bench-v1.1.0", "bench-v1.2.0"]);
    assert!(proposal.text.contains("src/Bench/Bench.csproj"), "{}", proposal.text);
}
