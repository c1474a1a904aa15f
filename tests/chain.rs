//! The chain policy's story, played with real releases and compared byte by byte.

extern crate alloc;

mod ecosystems;

use alloc::collections::BTreeSet;
use std::fs;

use jiff::civil::{Date, date};
use syncline::demo::Step;

use crate::house::read;
use crate::support::line::{Line, Slot, Versions, assert_same, slot};

/// Every place that a release of the product line may touch, and no other.
const SLOTS: &[Slot] = &[
    slot("core", "core/version.go", "\nconst Version = \"", "\"\n", plain),
    slot("sdk-java", "sdk/java/pom.xml", "<version>", "</version> <!-- released as", plain),
    slot("sdk-java", "sdk/java/README.md", "'com.example.chain:chain-sdk:", "'\n", plain),
    slot(
        "sdk-node",
        "sdk/node/package.json",
        "\"chain-sdk-example\",\n  \"version\": \"",
        "\"",
        three,
    ),
    slot(
        "sdk-node",
        "sdk/node/package-lock.json",
        "\"chain-sdk-example\",\n  \"version\": \"",
        "\"",
        three,
    ),
    slot(
        "sdk-node",
        "sdk/node/package-lock.json",
        "\"chain-sdk-example\",\n      \"version\": \"",
        "\"",
        three,
    ),
    slot("sdk-ruby", "sdk/ruby/lib/chain/version.rb", "\n  VERSION = '", "'", plain),
    slot("mac", "desktop/mac/Info.plist", "ShortVersionString</key>\n\t<string>", "<", plain),
    Slot {
        times: 2,
        ..slot(
            "mac",
            "desktop/mac/ChainCore.xcodeproj/project.pbxproj",
            "\t\tAPP_VERSION = ",
            ";",
            plain,
        )
    },
    slot("windows", "desktop/windows/ChainCore.wxs", "\r\n           Version=\"", "\"\r\n", msi),
    slot("docker", "docker/Dockerfile", "\nLABEL version=\"", "\"\n", plain),
    slot("signer", "signer/Cargo.toml", "\"chain-signer\"\nversion = \"", "\"\n", three),
    slot("signer", "signer/Cargo.lock", "\"chain-signer\"\nversion = \"", "\"\n", three),
];

fn plain(version: &str) -> String {
    version.to_owned()
}

/// npm and Cargo have three numbers, always.
fn three(version: &str) -> String {
    if version.matches('.').count() == 1 { format!("{version}.0") } else { version.to_owned() }
}

/// Windows Installer has 16 bits: a date is written as the days since 2000-01-01.
fn msi(version: &str) -> String {
    let Some((line, build)) = version.rsplit_once('.').filter(|(line, _)| line.contains('.'))
    else {
        return format!("{version}.0");
    };
    let day: Date = build.parse().unwrap();
    let days = day.since(date(2000, 1, 1)).unwrap().get_days();
    format!("{line}.{days}")
}

/// The product line with everything released as it stands.
fn released() -> Line {
    let line = Line::set("chain", SLOTS);
    let played = line.played(&["release", "1.0", "--all", "--yes"], date(2016, 10, 24));
    assert_eq!(played.code, 0, "{played:?}");
    line
}

/// `major.minor` of the furthest component.
fn line(versions: &Versions) -> String {
    let parts = |version: &String| -> Vec<u64> {
        version.split('.').take(2).map(|part| part.parse().unwrap()).collect()
    };
    let highest = versions.values().map(parts).max().unwrap();
    format!("{}.{}", highest[0], highest[1])
}

/// The lead tag, which alone has the bill of materials: the product's where the line moved, else
/// that of the first component that was asked for.
fn lead(step: &Step, new: &BTreeSet<&String>) -> String {
    let first = step.run.iter().find_map(|word| Some((word, step.expect.get(word)?)));
    let of_component = first.map(|(name, version)| format!("{name}-{version}"));
    let of_product = new.iter().find(|tag| tag.starts_with("chain-"));
    of_product.map(ToString::to_string).or(of_component).unwrap()
}

#[test]
fn chain_1_to_9_the_story_comes_out_byte_by_byte() {
    let line_up = Line::set("chain", SLOTS);
    let mut versions: Versions = line_up.product.story.steps[0].expect.clone();
    for step in &line_up.product.story.steps {
        let product = |versions: &Versions| Some(format!("chain-{}", line(versions)));
        line_up.play(step, &versions, product, lead);
        versions.clone_from(&step.expect);
    }
    let wix = fs::read(line_up.folder().join("desktop/windows/ChainCore.wxs")).unwrap();
    assert!(wix.starts_with(b"\xef\xbb\xbf<?xml"), "the byte order mark is kept");
    let feeds = wix.iter().filter(|byte| **byte == b'\n').count();
    assert_eq!(wix.windows(2).filter(|pair| pair == b"\r\n").count(), feeds, "CRLF is kept");
    // The story comes out the same everywhere, and the pages show the ids that it comes to.
    let tag = line_up.git(&["cat-file", "tag", "chain-1.2"]);
    let plan = tag.lines().find(|line| line.starts_with("Release-Plan: ")).unwrap();
    assert!(read("docs/policies/chain.md").contains(plan), "docs/policies/chain.md: {plan}");
    let words = ["plan", "patch", "sdk-ruby", "--date", "2016-11-20", "--json"];
    let plan = line_up.played(&words, date(2016, 11, 20)).stdout;
    let page = read("docs/cli.md");
    for key in ["  \"base\": ", "  \"id\": "] {
        let shown = plan.lines().find(|line| line.starts_with(key)).unwrap();
        assert!(page.contains(shown), "docs/cli.md: {shown}");
    }
}

/// The story leaves some components where they were; here all of them move, to a new line and to
/// a date, and each ecosystem's own tool reads what was written.
#[test]
fn chain_10_every_ecosystem_reads_what_a_release_of_all_wrote() {
    let line_up = released();
    let names: Vec<String> = line_up.product.story.steps[0].expect.keys().cloned().collect();
    let all = |version: &str| -> Versions {
        names.iter().map(|name| (name.clone(), version.to_owned())).collect()
    };
    for (words, day, old, new) in [
        (&["release", "minor", "--all", "--yes"][..], date(2016, 11, 3), "1.0", "1.1"),
        (&["patch", "--all", "--yes"][..], date(2016, 11, 8), "1.1", "1.1.20161108"),
    ] {
        let files = line_up.files();
        let played = line_up.played(words, day);
        assert_eq!(played.code, 0, "{played:?}");
        assert_same(&line_up.files(), &line_up.moved(files, &all(old), &all(new)), new);
        line_up.is_sound(new, &all(new), day);
    }
    let wix = fs::read_to_string(line_up.folder().join("desktop/windows/ChainCore.wxs")).unwrap();
    assert!(wix.contains("Version=\"1.1.6156\""), "6,156 days after 2000-01-01: {wix}");
    ecosystems::read(line_up.folder());
}

/// Changes the configuration, commits that, and sees that a release is refused and writes nothing.
fn refused(old: &str, new: &str, code: i32) -> String {
    let line_up = released();
    let path = line_up.folder().join("release.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{text}");
    fs::write(&path, text.replacen(old, new, 1)).unwrap();
    let who = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
    line_up.git(&[&who[..], &["commit", "-qam", "Change the configuration"]].concat());
    let before = line_up.everything();
    let played = line_up.played(&["patch", "core", "--yes"], date(2016, 11, 1));
    assert_eq!(played.code, code, "{played:?}");
    assert_eq!(line_up.everything(), before);
    assert_eq!(line_up.git(&["status", "--porcelain"]), "");
    played.stderr
}

#[test]
fn chain_case_6_a_date_that_msi_cannot_hold_is_refused_before_anything_moves() {
    let template = "native = { msi = \"{major}.{minor}.{build|days:2000-01-01|0}\" }\n";
    let said = refused(template, "", 1);
    for words in
        ["windows", "1.0.20161101", "65535", "{build|days:", "desktop/windows/ChainCore.wxs"]
    {
        assert!(said.contains(words), "no {words:?} in:\n{said}");
    }
}

#[test]
fn chain_case_7_a_cycle_of_embeds_is_named() {
    let said = refused("path = \"core\"\n", "path = \"core\"\nembeds = [\"mac\"]\n", 2);
    assert!(said.contains("core → mac → core"), "{said}");
    assert!(said.contains("release.toml"), "{said}");
}
