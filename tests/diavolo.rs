//! Diavolo's story, played with real releases and compared byte by byte, and what its files may not
//! lose or have lost silently.

extern crate alloc;

use alloc::collections::BTreeSet;
use std::fs;

use jiff::civil::{Date, date};
use syncline::demo::Step;

use crate::support::line::{Line, Slot, Versions, slot};
use crate::support::{Output, Repository};

/// Every place that a release of the product line may touch, and no other.
const SLOTS: &[Slot] = &[
    slot("core", "core/VersionInfo.cs", "\n[assembly: AssemblyVersion(\"", "\")", plain),
    slot("core", "core/VersionInfo.cs", "\n[assembly: AssemblyFileVersion(\"", "\")", plain),
    slot(
        "core",
        "core/VersionInfo.cs",
        "\n[assembly: AssemblyInformationalVersion(\"",
        "\")",
        plain,
    ),
    slot("users", USERS, "\n[assembly: AssemblyVersion(\"", "\")", plain),
    slot("users", USERS, "\n[assembly: AssemblyFileVersion(\"", "\")", plain),
    slot("users", USERS, "\n[assembly: AssemblyInformationalVersion(\"", "\")", plain),
    slot("forum", "modules/forum/Directory.Build.props", "\n    <Version>", "</Version>\n", plain),
    slot("gallery", GALLERY, "\n    <Version>", "</Version>\r\n", plain),
    slot("gallery", GALLERY, "\n    <AssemblyVersion>", "</AssemblyVersion>\r\n", plain),
    slot("gallery", GALLERY, "\n    <FileVersion>", "</FileVersion>\r\n", plain),
    slot("gallery", GALLERY, "\n    <InformationalVersion>", "</InformationalVersion>\r\n", plain),
];

const USERS: &str = "modules/users/Properties/AssemblyInfo.cs";
const GALLERY: &str = "modules/gallery/Diavolo.Gallery.csproj";

fn plain(version: &str) -> String {
    version.to_owned()
}

/// The core's version is the product's, and no tag but the components' own is made.
fn no_product(_: &Versions) -> Option<String> {
    None
}

/// The core's tag leads where it is released, else that of the first component asked for.
fn lead(step: &Step, new: &BTreeSet<&String>) -> String {
    let core = new.iter().find(|tag| tag.starts_with("core-"));
    let first = step.run.iter().find_map(|word| Some((word, step.expect.get(word)?)));
    let first = first.map(|(name, version)| format!("{name}-{version}"));
    core.map(ToString::to_string).or(first).unwrap()
}

/// The product line after its story.
fn played() -> Line {
    let line = Line::set("diavolo", SLOTS);
    let mut versions: Versions = line.product.story.steps[0].expect.clone();
    for step in &line.product.story.steps {
        line.play(step, &versions, no_product, lead);
        versions.clone_from(&step.expect);
    }
    line
}

const AFTER: Date = date(2007, 4, 1);

#[test]
fn diav_1_to_8_the_story_comes_out_byte_by_byte() {
    let line = played();
    for path in ["core/VersionInfo.cs", USERS, GALLERY] {
        let bytes = fs::read(line.folder().join(path)).unwrap();
        assert!(bytes.starts_with(b"\xef\xbb\xbf"), "{path}: the byte order mark is kept");
        let feeds = bytes.iter().filter(|byte| **byte == b'\n').count();
        let pairs = bytes.windows(2).filter(|pair| pair == b"\r\n").count();
        assert_eq!(pairs, feeds, "{path}: CRLF is kept");
    }
    let tag = &line.tag_objects()["users-1.1.1882.0"].2;
    assert!(tag.contains("\nBecause: the greeting does without the core's number\n"), "{tag}");

    // What the developers put beside their assemblies is what an administrator's portal is judged by.
    let emitted = line.played(&["compat", "--emit", "-o", "../portal/"], AFTER);
    assert_eq!(emitted.code, 0, "{emitted:?}");
    let old = ["compat", "--emit", "core@3.0.0.1883", "-o", "../portal/core.compat.json"];
    for (arguments, together, advisory) in [(&[][..], 3, 0), (&old, 2, 1)] {
        if !arguments.is_empty() {
            assert_eq!(line.played(arguments, AFTER).code, 0);
        }
        let checked = line.played(&["compat", "--check", "../portal"], AFTER);
        assert_eq!(checked.code, 0, "DIAV-4: nothing is enforced: {checked:?}");
        let words = format!("{together} of 3 pairs work together");
        assert!(checked.stdout.contains(&words), "{}", checked.stdout);
        let denied = line.played(&["compat", "--check", "../portal", "--deny"], AFTER);
        assert_eq!(denied.code, advisory, "{}", denied.stdout);
    }
}

/// The three of them at the lowest and greatest numbers that an assembly holds.
#[test]
fn diav_1_65535_is_refused_before_anything_is_written() {
    let line = played();
    let before = line.everything();
    for (arguments, code) in [
        (&["release", "4.65535.0.1886", "-p", "core", "--yes"][..], 2),
        (&["release", "1.1.1882.65535", "-p", "users", "--yes"], 2),
        (&["patch", "users", "--needs-core", "65535", "--yes"], 1),
    ] {
        let refused = line.played(arguments, AFTER);
        assert_eq!(refused.code, code, "{refused:?}");
        assert!(refused.stderr.contains("[DIAV-"), "{}", refused.stderr);
        assert!(refused.stderr.contains("65535"), "{}", refused.stderr);
    }
    assert!(line.everything() == before);
    let most = line.played(&["release", "65534.65534.0.65534", "-p", "core", "--yes"], AFTER);
    assert_eq!(most.code, 0, "{most:?}");
    let text = fs::read_to_string(line.folder().join("core/VersionInfo.cs")).unwrap();
    assert!(text.contains("AssemblyFileVersion(\"65534.65534.0.65534\")"), "{text}");
    let over = line.played(&["patch", "core", "--yes"], AFTER);
    assert_eq!(over.code, 1, "{over:?}");
    assert!(over.stderr.contains("[DIAV-1]") && over.stderr.contains("at most 65534"), "{over:?}");
}

/// A sub-system with this AssemblyInfo.cs, released as 1.0.1883.5.
fn users(info: &str) -> Repository {
    let repository = Repository::new();
    repository.write("release.toml", "scheme = \"diavolo\"\n[component.users]\n");
    repository.write("users/AssemblyInfo.cs", info).commit("Start");
    repository.tag("users-1.0.1883.5");
    repository
}

fn patch(repository: &Repository) -> Output {
    repository.run(&["patch", "users", "--yes"])
}

#[test]
fn diav_3_what_the_compiler_numbers_is_never_rewritten_silently() {
    let whole = "[assembly: AssemblyVersion(\"1.0.*\")]\n";
    let beside = format!("{whole}[assembly: AssemblyFileVersion(\"1.0.1883.5\")]\n");
    for info in [whole, &beside] {
        let repository = users(info);
        let before = repository.state();
        let refused = patch(&repository);
        assert_eq!(refused.code, 1, "{info}: {}{}", refused.stdout, refused.stderr);
        assert!(refused.stderr.contains("is computed: 1.0.*"), "{info}: {}", refused.stderr);
        assert!(refused.stderr.contains("write its whole version"), "{info}: {}", refused.stderr);
        assert!(repository.state().changes_since(&before).is_empty());
        assert_eq!(repository.run(&["lint"]).code, 1, "{info}");
    }
}

#[test]
fn diav_3_attributes_that_say_something_else_are_left_alone() {
    let info = "\u{feff}[assembly: AssemblyVersion(\"1.0.1883.5\")]\r\n\
        [assembly: AssemblyFileVersion(\"1.0.*\")]\r\n\
        [assembly: AssemblyInformationalVersion(\"1.0.1883.5 for the beta of spring\")]\r\n";
    let repository = users(info);
    let done = patch(&repository);
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
    let wanted = info.replace("5\")]", "6\")]");
    assert_eq!(repository.file("users/AssemblyInfo.cs"), wanted);
}

/// The records of a portal's releases, the newest on top or at the end.
const HISTORY: &str = "\u{feff}<?xml version=\"1.0\"?>\r\n<History>\r\n\
    \t<!-- 3.0.0.1882 -->\r\n\
    \t<Release>\r\n\t\t<ID>1882</ID>\r\n\t\t<Version>3.0.0.1882</Version>\r\n\
    \t\t<Script>1882.sql</Script>\r\n\t\t<Date>2007/02/28</Date>\r\n\t</Release>\r\n\
    </History>\r\n";

#[test]
fn diav_2_each_release_adds_its_record_to_the_history() {
    let repository = Repository::new();
    repository.write(
        "release.toml",
        "scheme = \"diavolo\"\n[component.core]\nrole = \"core\"\nmanifests = [\"core/VersionInfo.cs\", \"core/Setup/History.xml\"]\n",
    );
    repository.write("core/VersionInfo.cs", "[assembly: AssemblyVersion(\"3.0.0.1882\")]\r\n");
    repository.write("core/Setup/History.xml", HISTORY).commit("Start");
    repository.tag("core-3.0.0.1882");
    let record = |id: &str, version: &str, day: &str| {
        format!(
            "\t<Release>\r\n\t\t<ID>{id}</ID>\r\n\t\t<Version>{version}</Version>\r\n\t\t<Date>{day}</Date>\r\n\t</Release>\r\n"
        )
    };
    let mut wanted = HISTORY.to_owned();
    for (words, id, version, day) in [
        (["release", "minor"], "1883", "3.1.0.1883", "2007-03-05"),
        (["patch", "core"], "1884", "3.1.0.1884", "2007-03-05"),
        (["release", "major"], "1885", "4.0.0.1885", "2007-12-31"),
    ] {
        let done = repository.run(&[&words[..], &["--date", day, "--yes"]].concat());
        assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
        let record = record(id, version, &day.replace('-', "/"));
        wanted = wanted.replacen("\t<Release>", &format!("{record}\t<Release>"), 1);
        assert_eq!(repository.file("core/Setup/History.xml"), wanted, "{version}");
        let lint = repository.run(&["lint"]);
        assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{}", lint.stderr);
    }
    let done = repository.run(&["status"]);
    assert!(done.stdout.contains("4.0.0.1885"), "{}", done.stdout);
}

#[test]
fn diav_2_a_record_of_another_number_is_refused() {
    let repository = Repository::new();
    repository.write("release.toml", "scheme = \"diavolo\"\n[component.core]\nrole = \"core\"\n");
    repository.write("core/History.xml", HISTORY.replace(">1882<", ">12<")).commit("Start");
    repository.tag("core-3.0.0.1882");
    let before = repository.state();
    let refused = repository.run(&["patch", "core", "--yes"]);
    assert_eq!(refused.code, 1, "{}{}", refused.stdout, refused.stderr);
    assert!(
        refused.stderr.contains("ID has to be the last number of the version"),
        "{}",
        refused.stderr
    );
    assert!(repository.state().changes_since(&before).is_empty());
}
