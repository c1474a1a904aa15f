//! Who is a component, and under which number.

use alloc::format;
use alloc::string::String;

use super::*;

/// What is proposed for npm packages in folders of their names.
fn packages(all: &[(&str, &str)], tags: &[&str]) -> Proposal {
    let file =
        |(name, version): &(&str, &str)| (format!("{name}/package.json"), npm(name, version));
    let files: Vec<(String, String)> = all.iter().map(file).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    proposed(&files, tags)
}

fn assert_has(proposal: &Proposal, all: &[&str]) {
    for one in all {
        assert!(proposal.text.contains(one), "no {one} in\n{}", proposal.text);
    }
}

const LAGS: &str = "extends = \"semver-fixed\"\n\n[scheme.release]\nparticipants = \"changed\"\n\
                    subset = \"allow\"\n";

#[test]
fn components_behind_the_one_number_of_all_catch_up() {
    let all = [("a", "1.0.2"), ("b", "1.0.0"), ("c", "1.0.1")];
    let tags = ["v0.9.0", "v1.0.0", "v1.0.1", "v1.0.2"];
    let lags = packages(&all, &tags);
    assert_has(
        &lags,
        &[LAGS, "tag = \"v{version}\"", "[defaults]\ntag = false", "some lag behind"],
    );
    // A number that the product never had is no laggard's.
    let own = packages(&[("a", "1.0.2"), ("b", "0.3.0"), ("c", "4.1.0")], &tags);
    assert_eq!(own.scheme, "semver-independent");
    assert_has(&own, &["tag = \"{component}-v{version}\" # no component was ever tagged"]);
    // Another tool says that they have one.
    let told = Imported {
        sharing: Some(crate::import::Sharing::Whole),
        product_tag: Some("v{version}".into()),
        own_tag: Some("v{version}".into()),
        ..Imported::default()
    };
    let (a, b) = (npm("a", "1.0.2"), npm("b", "0.8.0"));
    let files = [("a/package.json", a.as_str()), ("b/package.json", b.as_str())];
    assert_has(&proposed_for(&files, &tags, Some(&told)), &[LAGS, "[defaults]\ntag = false"]);
}

#[test]
fn builds_of_the_day_do_not_move_the_number_of_all() {
    let all = [("st", "1.39.0"), ("web", "1.39.0"), ("c", "2.0.0")];
    let tags = ["1.38.0", "1.39.0", "1.39.1.dev20241021", "1.39.1.dev20241022"];
    for tags in [&tags[..2], &tags] {
        let proposal = packages(&all, tags);
        assert_eq!(proposal.scheme, "semver-fixed");
        let said = ["tag = \"{version}\" # one tag for all", "without a tag: c/package.json."];
        assert_has(&proposal, &said);
    }
    // A pre-release that files say is the newest, and so is one before all final releases.
    for (version, tags) in [
        ("1.39.1-dev.1", &["1.38.0", "1.39.0", "1.39.1-dev.1"][..]),
        ("1.39.1-dev.1", &["1.39.1-dev.0", "1.39.1-dev.1"]),
    ] {
        let proposal = packages(&[("st", version), ("web", version), ("c", "2.0.0")], tags);
        assert_has(&proposal, &["one tag for all", "without a tag: c/package.json."]);
    }
}

#[test]
fn one_file_under_another_number_does_not_decide_for_all() {
    let plist = "<?xml version=\"1.0\"?>\n<plist version=\"1.0\"><dict>\n<key>CFBundleName</key>\
                 <string>$(PRODUCT_NAME)</string>\n<key>CFBundleShortVersionString</key>\
                 <string>1.0</string>\n</dict></plist>\n";
    let [a, b] = ["a", "b"].map(|name| npm(name, "1.63.0"));
    let files =
        [("a/package.json", a.as_str()), ("b/package.json", b.as_str()), ("mac/Info.plist", plist)];
    let proposal = proposed(&files, &["v1.60.0", "v1.61.0", "v1.62.0"]);
    assert_eq!(proposal.scheme, "semver-fixed");
    assert_has(&proposal, &["[defaults]\ntag = \"v{version}\"", "without a tag: mac/Info.plist"]);
    // What is filled in later is no name.
    let alone = proposed(&[("mac/Info.plist", plist)], &[]);
    assert_has(&alone, &["[component.mac]"]);
}

#[test]
fn what_lies_in_a_released_component_belongs_to_it() {
    let gradle = |version: &str| format!("group = \"org.us\"\nversion = \"{version}\"\n");
    let pub_spec = "name: p\nversion: 2.1.0\n";
    let (old, same) = (gradle("1.0.0"), gradle("2.1.0"));
    let files = [
        ("p/pubspec.yaml", pub_spec),
        ("p/android/build.gradle.kts", old.as_str()),
        ("p/desktop/build.gradle.kts", same.as_str()),
    ];
    let proposal = proposed(&files, &["p-v2.0.0", "p-v2.1.0"]);
    assert_eq!(proposal.components, 1, "{}", proposal.text);
    assert_has(&proposal, &["around them and without a tag", "p/android/build.gradle.kts"]);
    assert_has(&proposal, &["    \"p/desktop/build.gradle.kts\",\n"]);
    // What is listed is not left out.
    assert_eq!(proposal.text.matches("p/desktop/build.gradle.kts").count(), 1, "{}", proposal.text);
    // The same name says nothing: the tags are the outer one's.
    let pod = "Pod::Spec.new do |s|\n  s.name = 'p'\n  s.version = '0.0.1'\nend\n";
    let files = [files[0], files[1], files[2], ("p/ios/p.podspec", pod)];
    let proposal = proposed(&files, &["p-v2.0.0", "p-v2.1.0"]);
    assert_eq!(proposal.components, 1, "{}", proposal.text);
    // Tags of its own make it a component.
    let tagged = proposed(&files, &["p-v2.0.0", "p-v2.1.0", "android-v1.0.0"]);
    assert_has(&tagged, &["[component.android]"]);
}

#[test]
fn versions_from_a_file_above_count_and_those_from_nowhere_do_not() {
    let heir = "[package]\nname = \"a\"\nversion.workspace = true\n";
    let other = "[package]\nname = \"b\"\nversion = \"0.58.2\"\n";
    let root = "[workspace]\nmembers = [\"core/*\"]\n\n[workspace.package]\nversion = \"0.58.2\"\n";
    let files = [("Cargo.toml", root), ("core/a/Cargo.toml", heir), ("core/b/Cargo.toml", other)];
    let proposal = proposed(&files, &["v0.57.0", "v0.58.0", "v0.58.2"]);
    assert_eq!(proposal.scheme, "semver-fixed");
    assert_has(&proposal, &["[defaults]\ntag = \"v{version}\" # one tag for all"]);
    let project = "<Project Sdk=\"Microsoft.NET.Sdk\">\n</Project>\n";
    let files = [("src/A/A.csproj", project), ("src/B/B.csproj", project)];
    let proposal = proposed(&files, &["v2.0.0", "v2.1.0"]);
    assert_eq!(proposal.components, 1, "{}", proposal.text);
    assert_has(&proposal, &["manifests = []", "no Directory.Build.props that was"]);
    assert_has(&proposal, &["src/A/A.csproj, src/B/B.csproj"]);
}

#[test]
fn members_in_folders_of_examples_are_named() {
    let files = [
        ("pnpm-workspace.yaml", "packages:\n  - packages/*\n  - examples/*\n"),
        ("packages/core/package.json", &npm("core", "1.1.0")),
        ("packages/app/package.json", &npm("app", "1.1.0")),
        ("examples/demo/package.json", &npm("demo", "1.0.0")),
        ("Tests/x/package.json", &npm("x", "3.0.0")),
    ];
    let proposal = proposed(&files, &["v1.0.0", "v1.1.0"]);
    assert_eq!(proposal.components, 2, "{}", proposal.text);
    assert_has(&proposal, &["examples/demo/package.json. One that is released"]);
}

#[test]
fn a_tag_that_two_components_could_have_is_counted_once() {
    let files =
        [("p/pubspec.yaml", "name: p\nversion: 2.1.0\n"), ("q/package.json", &npm("p", "1.0.0"))];
    let proposal = proposed(&files, &["p-v2.0.0", "p-v2.1.0"]);
    assert_has(&proposal, &["# as 2 tag(s) have it"]);
}

#[test]
fn what_the_scheme_cannot_read_in_files_is_said() {
    let text = npm("tool", "1.1.0-jre");
    let proposal = proposed(&[("package.json", &text)], &["v0.9.0", "v1.0.0"]);
    let said = |doubt: &String| doubt.contains("files say 1.1.0-jre, which is no version");
    assert!(proposal.doubts.iter().any(said), "{:?}", proposal.doubts);
    let text = npm("tool", "1.1.0-SNAPSHOT");
    let proposal = proposed(&[("package.json", &text)], &["v0.9.0", "v1.0.0"]);
    assert!(!proposal.doubts.concat().contains("files say"), "{:?}", proposal.doubts);
}

#[test]
fn older_forms_of_the_product_s_tags_are_aliases_of_the_only_component() {
    let tags = ["7.0.0", "7.1.0", "7.2.0", "v8.0.0-rc.1", "v8.0.0", "rel-0.1"];
    let proposal = packages(&[("a", "8.0.0")], &tags);
    assert_has(
        &proposal,
        &["[component.a] # 8.0.0\naliases = [\"{version}\"]\n", "# one tag for all"],
    );
    assert!(proposal.doubts.iter().any(|doubt| doubt.starts_with("1 of 6 tags")));
    // Whose of several they were is not known.
    let two = packages(&[("a", "8.0.0"), ("b", "8.0.0")], &tags);
    assert_has(&two, &["# 3 tag(s) are named {version}"]);
    assert!(!two.text.contains("aliases = "), "{}", two.text);
}
