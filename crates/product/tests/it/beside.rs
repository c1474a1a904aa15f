//! What a release writes beside a version: dates, captions, entries of changelogs.

use product::{EditRole, Purpose};

use crate::next::next;
use crate::world::{World, patch, refusal, release};

const DEFINITION: &str = "<SolverDefinition name=\"sample\" caption=\"Sample Solver 2.1.1\" \
                          version=\"2.1.1\" release=\"2016.7.4\">\r\n</SolverDefinition>\r\n";
const PACKAGE: &str = "<Package><DisplayName>Sample Solver</DisplayName><Name>sample</Name>\
                       <Version>2.1.1</Version><ReleaseDate>2016-07-04</ReleaseDate></Package>\n";

fn solver(caption: &str) -> World {
    let config = format!(
        "scheme = \"iric\"\n[component.sample]\n{caption}\n\
         manifests = [\"sample/definition.xml\", \"sample/package.xml\"]\n"
    );
    let files = [
        ("sample/definition.xml", &*format!("\u{feff}{DEFINITION}")),
        ("sample/package.xml", PACKAGE),
    ];
    let mut world = World::new(&config, &files);
    world.tag(&["sample-2.1.1"]);
    world
}

#[test]
fn iric_3_the_caption_and_the_date_move_with_the_version() {
    let mut world = solver("caption = \"Sample Solver {version}\"");
    let plan = world.on("2020-04-12").run(release("minor", &["sample"])).unwrap();
    let roles: Vec<(EditRole, &str)> =
        plan.edits.iter().map(|edit| (edit.role, edit.new.as_str())).collect();
    assert_eq!(
        roles,
        [
            (EditRole::Caption, "Sample Solver 2.2"),
            (EditRole::Version, "2.2"),
            (EditRole::Date, "2020.4.12"),
            (EditRole::Caption, "Sample Solver 2.2"),
            (EditRole::Version, "2.2"),
            (EditRole::Date, "2020-04-12"),
        ]
    );
    assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
    let wanted = DEFINITION.replace("2.1.1", "2.2").replace("2016.7.4", "2020.4.12");
    assert_eq!(world.text("sample/definition.xml"), format!("\u{feff}{wanted}"));
    let wanted = PACKAGE.replace("2.1.1", "2.2").replace("2016-07-04", "2020-04-12");
    let wanted = wanted.replace("Sample Solver", "Sample Solver 2.2");
    assert_eq!(world.text("sample/package.xml"), wanted);
}

#[test]
fn iric_3_a_caption_for_all_holds_where_a_component_says_nothing() {
    for (own, wanted) in [("", "All 2.2"), ("caption = \"Own {version}\"\n", "Own 2.2")] {
        let config = format!(
            "scheme = \"iric\"\n[defaults]\ncaption = \"All {{version}}\"\n\
             [component.sample]\n{own}"
        );
        let mut world = World::new(&config, &[("sample/definition.xml", DEFINITION)]);
        world.tag(&["sample-2.1.1"]);
        world.run(release("minor", &["sample"])).unwrap();
        let text = world.text("sample/definition.xml");
        assert!(text.contains(&format!("caption=\"{wanted}\"")), "{text}");
    }
}

#[test]
fn iric_3_a_caption_that_is_to_stay_does() {
    for defaults in ["", "[defaults]\ncaption = \"All {version}\"\n"] {
        let config = format!("scheme = \"iric\"\n{defaults}[component.sample]\ncaption = false\n");
        let mut world = World::new(&config, &[("sample/definition.xml", DEFINITION)]);
        world.tag(&["sample-2.1.1"]);
        let plan = world.run(patch(&["sample"])).unwrap();
        assert!(
            plan.warnings.iter().all(|warning| warning.rule != "caption"),
            "{:?}",
            plan.warnings
        );
        let text = world.text("sample/definition.xml");
        assert!(text.contains("caption=\"Sample Solver 2.1.1\""), "{text}");
    }
    let config = "scheme = \"iric\"\n[component.sample]\ncaption = true\n";
    let error = product::Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap_err();
    assert_eq!(error.to_string(), "`caption` takes text or false");
}

#[test]
fn iric_3_an_unchanged_caption_is_a_warning() {
    let mut world = solver("");
    let plan = world.on("2020-04-12").run(release("minor", &["sample"])).unwrap();
    assert!(plan.edits.iter().all(|edit| edit.role != EditRole::Caption));
    let [stale, bare] = &plan.warnings[..] else { panic!("{:?}", plan.warnings) };
    assert_eq!((stale.rule.as_str(), stale.policy.as_deref()), ("caption", Some("IRIC-3")));
    assert_eq!(stale.message, "`sample` keeps its caption, `Sample Solver 2.1.1`");
    assert_eq!(bare.message, "`sample` keeps its caption, `Sample Solver`");
    assert!(world.text("sample/definition.xml").contains("caption=\"Sample Solver 2.1.1\""));
}

#[test]
fn a_caption_for_a_component_without_one_is_refused() {
    let mut world = World::new(
        "scheme = \"iric\"\n[component.a]\ncaption = \"A {version}\"\nmanifests = [\"a/VERSION\"]\n",
        &[("a/VERSION", "1.0\n")],
    );
    world.tag(&["a-1.0"]);
    let refused = refusal(world.plan(release("minor", &["a"])));
    assert!(refused.contains("none of its manifests has one"), "{refused}");
    assert!(refused.ends_with("/ 2"), "{refused}");
}

#[test]
fn iric_3_a_caption_for_all_is_for_those_that_have_one() {
    let config = "scheme = \"iric\"\n[defaults]\ncaption = \"All {version}\"\n\
                  [component.sample]\n[component.plain]\n";
    let files = [("sample/definition.xml", DEFINITION), ("plain/VERSION", "2.1.1\n")];
    let mut world = World::new(config, &files);
    world.tag(&["sample-2.1.1", "plain-2.1.1"]);
    let plan = world.run(release("minor", &["sample", "plain"])).unwrap();
    assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
    let text = world.text("sample/definition.xml");
    assert!(text.contains("caption=\"All 2.2\""), "{text}");
    assert_eq!(world.text("plain/VERSION"), "2.2\n");
}

#[test]
fn a_date_that_is_none_is_refused() {
    let mut world = solver("caption = \"Sample Solver {version}\"");
    world.write("sample/package.xml", &PACKAGE.replace("2016-07-04", "4 July"));
    let refused = refusal(world.plan(release("minor", &["sample"])));
    assert!(refused.contains("`4 July` is not a date"), "{refused}");
}

const CHANGELOG: &str = "core (1:1.0.0-2) unstable; urgency=medium\n\n  * First.\n\n -- A Person \
                         <a@example.org>  Mon, 24 Oct 2016 12:00:00 +0000\n";
const SPEC: &str = "Name: core\nVersion: 1.0.0\nRelease: 3%{?dist}\n\n%description\nx\n\n\
                    %changelog\n* Mon Oct 24 2016 A Person <a@example.org> - 1.0.0-3\n- First.\n";

fn packages(scheme: &str) -> World {
    let config = format!(
        "scheme = \"{scheme}\"\n[component.core]\npath = \".\"\n\
         manifests = [\"VERSION\", \"debian/changelog\", \"core.spec\"]\n"
    );
    let files = [("VERSION", "1.0.0\n"), ("debian/changelog", CHANGELOG), ("core.spec", SPEC)];
    let mut world = World::new(&config, &files);
    world.tag(&["core-1.0.0"]);
    world
}

#[test]
fn semantics_28_who_releases_is_known_where_status_says_what_a_patch_gives() {
    let mut world = packages("kolab");
    assert_eq!(next(&world), [Some("1.0.1".into())]);
    world.author = None;
    assert_eq!(next(&world), [None], "an entry would have to name somebody");
}

#[test]
fn kolab_7_a_final_release_starts_the_package_release_again() {
    let mut world = packages("kolab");
    let plan = world.on("2016-11-01").run(patch(&["core"])).unwrap();
    use EditRole::{PackageRelease, Stanza, Version};
    let roles: Vec<_> = plan.edits.iter().map(|edit| edit.role).collect();
    assert_eq!(roles, [Version, Version, PackageRelease, Stanza, Stanza]);
    assert!(plan.edits.iter().all(|edit| edit.role != EditRole::Stanza || edit.start == edit.end));
    let entry = "core (1:1.0.1-1) unstable; urgency=medium\n\n  * New upstream release.\n\n \
                 -- A Name <name@example.org>  Tue, 01 Nov 2016 00:00:00 +0000\n\n";
    assert_eq!(world.text("debian/changelog"), format!("{entry}{CHANGELOG}"));
    let entry = "%changelog\n* Tue Nov 01 2016 A Name <name@example.org> - 1.0.1-1\n\
                 - New upstream release.\n\n";
    let wanted = SPEC.replace("Version: 1.0.0\nRelease: 3", "Version: 1.0.1\nRelease: 1");
    assert_eq!(world.text("core.spec"), wanted.replace("%changelog\n", entry));
    // The entry on top is what the next release starts from.
    world.on("2016-11-02").run(patch(&["core"])).unwrap();
    assert!(world.text("debian/changelog").starts_with("core (1:1.0.2-1) unstable"));
    assert_eq!(world.findings(), [""; 0]);
}

#[test]
fn kolab_8_pre_releases_count_on_across_labels() {
    let mut world = packages("kolab");
    let top = |world: &World| world.text("debian/changelog").lines().next().unwrap().to_owned();
    for (version, wanted) in [
        ("1.1-beta1", "core (1:1.1~beta1-0.1) unstable; urgency=medium"),
        ("1.1-beta2", "core (1:1.1~beta2-0.2) unstable; urgency=medium"),
        ("1.1-rc1", "core (1:1.1~rc1-0.3) unstable; urgency=medium"),
        ("1.1.0", "core (1:1.1.0-1) unstable; urgency=medium"),
        ("1.2-beta1", "core (1:1.2~beta1-0.1) unstable; urgency=medium"),
    ] {
        world.run(release(version, &["core"])).unwrap();
        assert_eq!(top(&world), wanted);
    }
    assert!(world.text("core.spec").contains("Version: 1.2\nRelease: 0.1.beta1%{?dist}\n"));
}

/// RPM sorts what stands in Version by its letters: the label stands in Release, behind the count.
#[test]
fn kolab_8_a_spec_file_has_the_label_in_its_release() {
    let mut world = packages("kolab");
    for (version, tags, entry) in [
        ("1.1-beta1", "Version: 1.1\nRelease: 0.1.beta1%{?dist}", "- 1.1-0.1.beta1\n"),
        ("1.1-beta2", "Version: 1.1\nRelease: 0.2.beta2%{?dist}", "- 1.1-0.2.beta2\n"),
        ("1.1-rc1", "Version: 1.1\nRelease: 0.3.rc1%{?dist}", "- 1.1-0.3.rc1\n"),
        ("1.1.0", "Version: 1.1.0\nRelease: 1%{?dist}", "- 1.1.0-1\n"),
    ] {
        world.run(release(version, &["core"])).unwrap();
        let spec = world.text("core.spec");
        assert!(spec.contains(tags) && spec.contains(entry), "{version}:\n{spec}");
        assert_eq!(world.versions(), [format!("core {version}")]);
        assert_eq!(world.findings(), [""; 0]);
    }
}

/// Whoever writes the label into Version, as newer rpms allow, is understood too.
#[test]
fn a_label_in_the_version_of_a_spec_file_is_read() {
    let mut world = packages("kolab");
    world.run(release("1.1-beta1", &["core"])).unwrap();
    let spec = world.text("core.spec");
    world.write("core.spec", &spec.replace("Version: 1.1\n", "Version: 1.1~beta1\n"));
    assert_eq!(world.findings(), [""; 0]);
    world.write("core.spec", &spec.replace("0.1.beta1%", "1%"));
    assert_eq!(world.findings(), ["manifests-agree core"], "1.1 alone is no version");
    // Who moved the version in another file is told of this one, and it is mended.
    world.write("core.spec", &spec.replace("0.1.beta1%", "0.1.alpha1%"));
    assert_eq!(world.findings(), ["manifests-agree core"]);
    assert_eq!(world.lint()[0].fix.as_deref(), Some("1.1~beta1"));
}

#[test]
fn an_entry_needs_to_know_who_releases() {
    let mut world = packages("kolab");
    world.author = None;
    let refused = refusal(world.plan(patch(&["core"])));
    assert!(refused.contains("git config user.name") && refused.ends_with("/ 5"), "{refused}");
    let plain = solver("caption = \"Sample Solver {version}\"");
    let snapshot = plain.snapshot(Purpose::Plan(&product::Request {
        asked: patch(&["sample"]),
        options: product::Options::default(),
    }));
    assert_eq!(snapshot.author, None, "nobody is asked where nothing says so");
}

const HEADER: &str = "#define CORE_VERSION_MAJOR 2\n#define CORE_VERSION_MINOR 1\n\
                      #define CORE_VERSION_PATCH 0\n";

fn header(scheme: &str, first: &str) -> World {
    let config = format!(
        "scheme = \"{scheme}\"\n[component.core]\npath = \".\"\nmanifests = [{first}\
         {{ path = \"core.h\", format = \"c-header\" }}]\n"
    );
    let mut world = World::new(&config, &[("VERSION", "2.1.0\n"), ("core.h", HEADER)]);
    world.tag(&["core-2.1.0"]);
    world
}

#[test]
fn a_version_divided_into_numbers_moves_in_all_its_places() {
    let mut world = header("kolab", "");
    let plan = world.run(release("minor", &["core"])).unwrap();
    assert_eq!(plan.edits.len(), 1, "{:?}", plan.edits);
    assert_eq!(world.text("core.h"), HEADER.replace("MINOR 1", "MINOR 2"));
    world.run(release("3.0.4", &["core"])).unwrap();
    let text = HEADER.replace("R 2", "R 3").replace("R 1", "R 0").replace("PATCH 0", "PATCH 4");
    assert_eq!(world.text("core.h"), text);
    let refused = refusal(world.plan(release("3.1-beta1", &["core"])));
    assert!(refused.starts_with("KOLAB-8") && refused.contains("numbers"), "{refused}");
}

#[test]
fn a_divided_version_is_padded_and_never_cut() {
    let mut world = header("iric", "");
    world.run(release("minor", &["core"])).unwrap();
    assert_eq!(world.text("core.h"), HEADER.replace("MINOR 1", "MINOR 2"));
    let mut world = header("kolab", "");
    world.tag(&["core-2.1.1-rc1"]);
    let refused = refusal(world.plan(release("2.1.1.0", &["core"])));
    assert!(refused.contains("has 4 numbers"), "{refused}");
}

#[test]
fn a_divided_version_that_disagrees_is_found_and_not_mended() {
    let mut world = header("kolab", "\"VERSION\", ");
    world.write("core.h", &HEADER.replace("PATCH 0", "PATCH 7"));
    let [finding] = &world.lint()[..] else { panic!("{:?}", world.lint()) };
    assert_eq!((finding.rule, finding.fix.as_ref()), ("manifests-agree", None));
    assert_eq!(finding.message, "`core` is 2.1.0 in VERSION:1, but `2.1.7` here");
    assert_eq!(finding.help.as_deref(), Some("make them agree: write 2.1.0 here"));
}

const METAINFO: &str = "<component>\n  <id>org.example.App</id>\n  <releases>\n    <release version=\"1.4.0\" date=\"2016-07-04\">\n      <description><p>What 1.4.0 has.</p></description>\n    </release>\n  </releases>\n</component>\n";

#[test]
fn a_release_is_added_to_appstream_metainfo() {
    let mut world = World::new(
        "scheme = \"semver-independent\"\n[component.app]\n\
         manifests = [\"app/VERSION\", \"app/data/org.example.App.metainfo.xml\"]\n",
        &[("app/VERSION", "1.4.0\n"), ("app/data/org.example.App.metainfo.xml", METAINFO)],
    );
    world.tag(&["app-1.4.0"]);
    let plan = world.on("2020-04-12").run(release("minor", &["app"])).unwrap();
    let roles: Vec<_> = plan.edits.iter().map(|edit| edit.role).collect();
    assert_eq!(roles, [EditRole::Version, EditRole::Stanza]);
    let old = "    <release version=\"1.4.0\"";
    let new = "    <release version=\"1.5.0\" date=\"2020-04-12\"/>\n";
    let wanted = METAINFO.replace(old, &format!("{new}{old}"));
    assert_eq!(world.text("app/data/org.example.App.metainfo.xml"), wanted);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    world.on("2020-05-12").run(release("2.0.0-rc.1", &["app"])).unwrap();
    let text = world.text("app/data/org.example.App.metainfo.xml");
    let pre = "<release version=\"2.0.0-rc.1\" type=\"development\" date=\"2020-05-12\"/>";
    assert!(text.contains(pre), "{text}");
    // One that somebody wrote beforehand is in the way of a release to another version.
    world.write("app/data/org.example.App.metainfo.xml", &text.replace("2.0.0-rc.1", "3.0.0"));
    let said = refusal(world.plan(release("2.0.0", &["app"])));
    assert!(said.contains("`3.0.0` here"), "{said}");
}

#[test]
fn semantics_20_an_unreleased_entry_is_finished_also_where_it_names_the_version() {
    let released = "core (1.0.0-1) unstable; urgency=medium\n\n  * First release.\n\n -- A Person \
                    <a@example.org>  Sun, 06 Nov 2016 12:00:00 +0000\n";
    let draft = |version: &str| {
        format!(
            "core ({version}) UNRELEASED; urgency=medium\n\n  * A fix.\n\n -- A Person \
             <a@example.org>  Mon, 07 Nov 2016 12:00:00 +0000\n\n"
        )
    };
    let config = "scheme = \"semver\"\n[component.core]\npath = \"debian\"\nmanifests = [\"debian/changelog\"]\n";
    for version in ["1.0.1-1", "1.0.0-2", "1.0.1-2"] {
        let text = format!("{}{released}", draft(version));
        let mut world = World::new(config, &[("debian/changelog", released)]);
        world.tag(&["core-1.0.0", "v1.0.0"]).write("debian/changelog", &text);
        assert_eq!(world.findings(), [""; 0], "{version}");
        world.run(patch(&["core"])).unwrap();
        let after = world.text("debian/changelog");
        let entry = "core (1.0.1-1) unstable; urgency=medium\n\n  * A fix.\n\n -- A Name ";
        assert!(after.starts_with(entry) && after.ends_with(released), "{version}: {after}");
        assert_eq!(world.versions(), ["core 1.0.1"], "{version}");
    }
}

#[test]
fn semantics_4_what_is_adopted_below_an_unreleased_entry_has_its_own() {
    let config = "scheme = \"semver\"\n[component.core]\npath = \"debian\"\nmanifests = [\"debian/changelog\"]\n";
    let signed =
        "\n\n  * A fix.\n\n -- A Person <a@example.org>  Mon, 07 Nov 2016 12:00:00 +0000\n";
    let below = format!("core (2:1.4.0-3ubuntu1) jammy; urgency=medium{signed}");
    let above = format!("core (2:1.5.0-1) UNRELEASED; urgency=medium{signed}\n");
    for text in [format!("{above}{below}"), below] {
        let mut world = World::new(config, &[("debian/changelog", &text)]);
        let plan = world.run(release("1.4.0", &[])).unwrap();
        assert_eq!((plan.edits.len(), plan.tags.is_empty()), (0, false), "{text}");
        assert_eq!(world.text("debian/changelog"), text);
    }
    // The only entry is the one that is released.
    let mut world = World::new(config, &[("debian/changelog", &above)]);
    world.run(release("1.5.0", &[])).unwrap();
    assert!(world.text("debian/changelog").starts_with("core (2:1.5.0-1) unstable;"));
}

#[test]
fn what_is_adopted_as_it_stands_keeps_its_count() {
    let config = "scheme = \"semver-independent\"\n[component.a]\n[component.b]\n";
    let spec = "Name: a\nVersion: 1.4.0\nRelease: 3%{?dist}\n\n%description\nx\n\n%changelog\n\
                * Mon Oct 24 2016 A Person <a@example.org> - 2:1.4.0-3\n- Third.\n";
    let port = "{\"name\": \"b\", \"version-semver\": \"1.4.0\", \"port-version\": 3}\n";
    let mut world = World::new(config, &[("a/a.spec", spec), ("b/vcpkg.json", port)]);
    for name in ["a", "b"] {
        world.run(release("1.4.0", &[name])).unwrap();
    }
    assert_eq!(world.text("a/a.spec"), spec);
    assert_eq!(world.text("b/vcpkg.json"), port);
    world.run(patch(&["a", "b"])).unwrap();
    assert!(world.text("a/a.spec").contains("Version: 1.4.1\nRelease: 1%"));
    assert!(world.text("b/vcpkg.json").contains("\"port-version\": 0"));
    // A version that its changelog does not have yet gets its entry, with that count.
    let spec = spec.replace("2:1.4.0-3", "2:1.3.9-1");
    let mut world = World::new(config, &[("a/a.spec", &spec), ("b/vcpkg.json", port)]);
    world.on("2016-11-01").run(release("1.4.0", &["a"])).unwrap();
    let entry = "%changelog\n* Tue Nov 01 2016 A Name <name@example.org> - 2:1.4.0-3\n";
    let text = world.text("a/a.spec");
    assert!(text.contains(entry) && text.contains("Release: 3%"), "{text}");
}
