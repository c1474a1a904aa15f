//! How tags are named where they tell several things.

use super::*;

#[test]
fn the_newest_releases_decide_between_forms() {
    // Components were tagged long ago; the product is now.
    let root =
        "[workspace]\nmembers = [\"a\", \"b\"]\n\n[workspace.package]\nversion = \"49.0.0-dev\"\n";
    let a = "[package]\nname = \"a\"\nversion.workspace = true\n";
    let b = "[package]\nname = \"b\"\nversion = \"0.136.0-dev\"\n";
    let files = [("Cargo.toml", root), ("a/Cargo.toml", a), ("b/Cargo.toml", b)];
    let old = (60..65).map(|n| alloc::format!("b@0.{n}.0"));
    let tags: Vec<String> = old.chain((10..49).map(|n| alloc::format!("v{n}.0.0"))).collect();
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let text = proposed(&files, &tags).text;
    assert!(text.contains("[component.a] # 49.0.0-dev\ntag = \"v{version}\""), "{text}");
    assert!(text.contains("tag = \"{component}-v{version}\""), "{text}");
    // One that was always tagged in another way than most are stays so.
    let files = [
        ("a/package.json", npm("a", "0.5.3")),
        ("b/package.json", npm("b", "0.5.3")),
        ("c/package.json", npm("c", "2.1.0")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let tags = ["a/v0.5.2", "a/v0.5.3", "b/v0.5.2", "b/v0.5.3", "c@2.0.0", "c@2.1.0"];
    let text = proposed(&files, &tags).text;
    assert!(text.contains("[component.c] # 2.1.0\ntag = \"c@{version}\""), "{text}");
}

#[test]
fn a_form_without_final_releases_is_none_of_the_product_s() {
    let many: Vec<String> = (0..30).map(|n| alloc::format!("git-1.{n}.0")).collect();
    let odd = ["2.0-alpha-1", "2.0-alpha-2"];
    let tags: Vec<&str> = many.iter().map(String::as_str).chain(odd).collect();
    let text = proposed(&[("x", "")], &tags).text;
    assert!(text.contains("tag = \"git-{version}\" # as 30 tag(s) have it"), "{text}");
}

#[test]
fn a_word_before_versions_is_understood() {
    let text = proposed(&[("x", "")], &["apache-iceberg-1.4.0", "apache-iceberg-1.5.0"]).text;
    assert!(text.contains("tag = \"apache-iceberg-{version}\""), "{text}");
    assert!(text.contains("manifests = []"), "{text}");
    // One number for all, under a word that no package has.
    let (p, q) = (npm("p", "0.55.1"), npm("q", "0.55.1"));
    let files = [("p/package.json", p.as_str()), ("q/package.json", q.as_str())];
    let proposal = proposed(&files, &["rs-0.54.0", "rs-0.55.0", "rs-0.55.1", "py-1.3.0"]);
    assert!(proposal.text.contains("tag = \"rs-{version}\""), "{}", proposal.text);
    assert!(!proposal.doubts.concat().contains("no tag reads"), "{:?}", proposal.doubts);
    // A word of somebody else's versions says nothing, and what no template can have is named.
    let (lib, other) = (npm("lib", "1.2.0"), npm("sdk", "0.3.0"));
    let files = [("lib/package.json", lib.as_str()), ("sdk/package.json", other.as_str())];
    for tags in [["docs-8.0.0", "docs-8.1.0"], ["lib==1.1.0", "lib==1.2.0"]] {
        let proposal = proposed(&files, &tags);
        assert!(!proposal.text.contains(tags[0]), "{}", proposal.text);
        let said = |doubt: &String| doubt.contains(&alloc::format!("such as {}", tags[1]));
        assert!(proposal.doubts.iter().any(said), "{:?}", proposal.doubts);
    }
}

#[test]
fn pre_releases_are_called_as_tags_and_files_call_them() {
    let write = "write = \"-{label}{n}\"";
    // In capitals, as tags of Java have them.
    let tags = ["v1.0.0-M1", "v1.0.0-RC1", "v1.0.0", "v1.1.0-M1", "v1.1.0-RC1", "v1.1.0"];
    let text = proposed(&[("x", "")], &tags).text;
    let labels = "labels = [\"alpha\", \"beta\", \"M\", \"RC\"]\n";
    assert!(text.contains(labels) && text.contains(write), "{text}");
    // Where capitals sort before all others, those that there are.
    let text = proposed(&[("package.json", &npm("tool", "1.1.0"))], &tags).text;
    assert!(text.contains("labels = [\"M\", \"RC\"]\n") && text.contains(write), "{text}");
    // Python's own, without a separator.
    let tags = ["v1.0.0", "v1.1.0b2", "v1.1.0rc1", "v1.1.0"];
    let text = proposed(&[("pyproject.toml", &python("1.2.0a1"))], &tags).text;
    assert!(text.contains("labels = [\"a\", \"b\", \"rc\"]\nwrite = \"{label}{n}\"\n"), "{text}");
    // A letter without a number is a final version's.
    let text = proposed(&[("x", "")], &["v1.0.0", "v1.0.1", "v1.0.1a", "v1.0.1b"]).text;
    assert!(!text.contains("labels"), "{text}");
}

#[test]
fn the_newest_pre_releases_say_how_they_are_written() {
    let old = ["v3.0.0-beta1", "v3.0.0-beta2", "v3.0.0-beta3", "v3.0.0", "v4.2.0"];
    let write = "write = \"-{label}{n}\"";
    let with = |version: &str, more: &[&str]| {
        let tags = [&old[..], more].concat();
        proposed(&[("package.json", &npm("tool", version))], &tags).text
    };
    for (version, more) in [
        ("4.3.0-alpha.1", &["v4.3.0-alpha.0", "v4.3.0-alpha.1"][..]),
        ("4.2.0", &["v4.3.0-alpha.0", "v4.3.0-alpha.1"]),
        // The only one, where it is what stands there.
        ("4.3.0-alpha.0", &["v4.3.0-alpha.0"]),
    ] {
        let text = with(version, more);
        assert!(text.contains("scheme = \"semver-fixed\"\n"), "{text}");
    }
    // One that may be a slip decides nothing, nor does what was written in both ways.
    assert!(with("4.2.0", &["v4.3.0-alpha.0"]).contains(write));
    assert!(with("4.2.0", &["v4.3.0-beta1", "v4.3.0-beta2", "v4.3.0-rc.1"]).contains(write));
}

#[test]
fn a_go_module_is_called_after_what_stands_before_its_major_version() {
    let text = proposed(&[("go.mod", "module ex.org/podman/v6\n\ngo 1.21\n")], &["v6.0.0"]).text;
    assert!(text.contains("[component.podman]"), "{text}");
}

#[test]
fn a_fourth_number_that_counts_is_added_to_a_preset() {
    let tags = ["v8.1.2", "v8.1.2.1", "v8.1.3", "v8.1.3.1", "v8.1.3.2"];
    let text = proposed(&[("package.json", &npm("a", "8.1.3"))], &tags).text;
    let scheme = "[scheme]\nextends = \"semver-fixed\"\n\
                  format = \"{major}.{minor}.{patch}[.{fix}]\"\n\n\
                  [scheme.part.fix]\nscope = \"product\"\n";
    assert!(text.contains(scheme), "{text}");
    // One that differs from nothing may be a build server's.
    let tags = ["v8.1.2.7", "v8.1.3.12", "v8.2.0.40"];
    assert_eq!(proposed(&[("package.json", &npm("a", "8.2.0"))], &tags).scheme, "ibex");
}

#[test]
fn a_fourth_number_may_always_be_there() {
    let tags = ["5.2.6.0", "5.2.6.1", "5.2.17.0", "5.3.0.0", "5.4.2.0", "5.4.2.1", "5.4.3.0"];
    let text = proposed(&[], &tags).text;
    let scheme = "[scheme]\nextends = \"semver-fixed\"\n\
                  format = \"{major}.{minor}.{patch}.{fix}\"\n\n\
                  [scheme.part.fix]\nscope = \"product\"\n";
    assert!(text.contains("reads 5 of the 5 newest") && text.contains(scheme), "{text}");
    // A third number that never starts anew may be a minimum, and a fourth that is each once a serial.
    // The last of users is a fix of its old line.
    let part = ["users-1.0.1882.0", "users-1.0.1882.1", "users-1.1.1890.0", "users-1.0.1895.0"];
    let files = [("core/VERSION", "3.1.0.1890\n"), ("users/VERSION", "1.1.1890.0\n")];
    for (serial, is_so) in [("1883", true), ("1882", false)] {
        let second = alloc::format!("core-3.1.0.{serial}");
        let core = ["core-3.0.5.1882", second.as_str(), "core-3.1.0.1890"];
        let tags: Vec<&str> = part.into_iter().chain(core).collect();
        assert_eq!(proposed(&files, &tags).scheme == "diavolo", is_so, "{second}");
    }
}

#[test]
fn tags_of_one_number_that_are_not_read_are_told() {
    let tags = ["v1", "v2", "v2.0.0", "v2.1.0", "v2.1.1"];
    assert!(!proposed(&[], &tags).text.contains("one number alone"));
    let tags = ["360", "360.1", "361", "362", "363", "363.1", "363.2", "364"];
    let text = proposed(&[], &tags).text;
    let said = "newest final release(s); 5 tag(s) of one number alone, up to 364, are not read.\n";
    assert!(text.contains(said), "{text}");
}

#[test]
fn tags_that_another_tool_makes_are_named_as_they_are() {
    let files = [("a/package.json", npm("a", "1.1.0")), ("b/package.json", npm("b", "0.2.0"))];
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let usual = Imported {
        sharing: Some(crate::import::Sharing::None),
        own_tag: Some("{component}@{version}".into()),
        usual_tag: true,
        ..Imported::default()
    };
    let tags = ["a-v1.0.0", "a-v1.1.0", "b-v0.2.0"];
    let text = proposed_for(&files, &tags, Some(&usual)).text;
    assert!(
        text.contains("tag = \"{component}-v{version}\"") && !text.contains("aliases"),
        "{text}"
    );
    // What it was told goes before what was done, and so does what it has done.
    let told = Imported { usual_tag: false, ..usual.clone() };
    let at = "tag = \"{component}@{version}\"";
    assert!(proposed_for(&files, &tags, Some(&told)).text.contains(at));
    let tags = ["a-v1.0.0", "a-v1.1.0", "b-v0.2.0", "a@0.9.0"];
    assert!(proposed_for(&files, &tags, Some(&usual)).text.contains(at));
}

#[test]
fn the_tags_of_the_newest_releases_are_told() {
    let files = [("a/package.json", npm("a", "1.1.0")), ("b/package.json", npm("b", "0.2.0"))];
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let tags = ["a-v1.9.0", "a-v1.10.0", "a-v2.0.0-rc.1", "b-v0.2.0"];
    assert_eq!(proposed(&files, &tags).newest, ["a-v1.10.0", "b-v0.2.0"]);
}

#[test]
fn a_name_may_begin_as_its_package_s_does() {
    let files = [
        ("p/_internals/pubspec.yaml", "name: _internals\nversion: 1.4.0\n"),
        ("p/app/pubspec.yaml", "name: app\nversion: 1.4.0\n"),
    ];
    let tags = ["_internals-v1.3.0", "_internals-v1.4.0", "app-v1.3.0", "app-v1.4.0"];
    let proposal = proposed(&files, &tags);
    assert!(proposal.text.contains("[component._internals] # 1.4.0\n"), "{}", proposal.text);
    assert_eq!(proposal.newest, ["_internals-v1.4.0", "app-v1.4.0"]);
    let read = crate::Product::parse("release.toml", proposal.text.as_bytes(), &|_| None);
    assert!(read.is_ok(), "{read:?}");
}

#[test]
fn tags_that_several_releases_of_the_product_left_behind_are_nobody_s_form() {
    let [core, app, ext] = ["core", "app", "ext"].map(|name| npm(name, "1.0.0-beta.1"));
    let files = [
        ("core/package.json", core.as_str()),
        ("app/package.json", &app),
        ("ext/package.json", &ext),
    ];
    let own = ["core@0.7.4", "app@0.7.4"];
    let product = ["v0.7.5", "v0.8.0", "v0.9.0", "v0.10.0", "v1.0.0-beta.1"];
    let tags: Vec<&str> = own.iter().chain(&product).copied().collect();
    let text = proposed(&files, &tags).text;
    assert!(text.contains("tag = \"v{version}\" # one tag for all"), "{text}");
    // A release or two of the product are not several.
    let tags: Vec<&str> = own.iter().chain(&product[3..]).copied().collect();
    let text = proposed(&files, &tags).text;
    assert!(text.contains("tag = \"{component}@{version}\""), "{text}");
}

#[test]
fn tags_of_one_component_are_left_behind_while_those_of_another_go_on() {
    let [py, core, js] = ["py", "core", "js"].map(|name| npm(name, "0.23.1"));
    let files =
        [("py/package.json", py.as_str()), ("core/package.json", &core), ("js/package.json", &js)];
    let product = ["v0.14.0", "v0.22.0", "v0.23.0", "v0.23.1"];
    let own = ["py-v0.13.3", "js-v0.13.3", "js-v0.23.1"];
    let with = |product: &[&str]| proposed(&files, &[&own, product].concat()).text;
    let text = with(&product);
    assert!(text.contains("scheme = \"semver-fixed\""), "{text}");
    assert!(text.contains("tag = \"v{version}\" # one tag for all"), "{text}");
    assert!(text.contains("[component.py] # 0.23.1\nmanifests"), "{text}");
    assert!(text.contains("[component.js] # 0.23.1\ntag = \"js-v{version}\"\n"), "{text}");
    // A number that the product is nowhere near is the component's own, and so are its tags.
    let text = with(&["v3.0.0", "v3.1.0", "v3.2.0"]);
    assert!(text.contains("tag = \"{component}-v{version}\" # as 3 tag(s)"), "{text}");
}

#[test]
fn a_distribution_s_package_alone_owns_no_tags() {
    let [a, b] = ["a", "b"].map(|name| npm(name, "26.0.0"));
    let changelog = "apache-x (25.0.1-1) unstable; urgency=low\n\n  * New.\n\n -- A <a@ex.org>  \
                     Thu, 15 Jan 2026 10:30:00 +0100\n";
    let files = [
        ("a/package.json", a.as_str()),
        ("b/package.json", &b),
        ("linux/x/debian/changelog", changelog),
    ];
    let tags = ["apache-x-24.0.0", "apache-x-25.0.0", "apache-x-25.0.1", "apache-x-26.0.0"];
    let text = proposed(&files, &tags).text;
    assert!(text.contains("[defaults]\ntag = \"apache-x-{version}\""), "{text}");
}
