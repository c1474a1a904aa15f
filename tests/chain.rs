//! The chain policy's story, played with real releases and compared byte by byte.

extern crate alloc;

mod ecosystems;

use alloc::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use jiff::civil::{Date, date};
use syncline::demo::{Played, Product, Stage, Step};

/// A place that holds a component's version, told apart by the text around it.
struct Slot {
    component: &'static str,
    path: &'static str,
    before: &'static str,
    after: &'static str,
    times: usize,
    /// The version as this file's ecosystem writes it.
    written: fn(&str) -> String,
}

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

const fn slot(
    component: &'static str,
    path: &'static str,
    before: &'static str,
    after: &'static str,
    written: fn(&str) -> String,
) -> Slot {
    Slot { component, path, before, after, times: 1, written }
}

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

type Files = BTreeMap<String, Vec<u8>>;
type Versions = BTreeMap<String, String>;

/// The product line on stage, in a temporary folder.
struct Line {
    stage: Stage,
    product: Product,
    _folder: tempfile::TempDir,
}

impl Line {
    fn set() -> Self {
        let folder = tempfile::TempDir::with_prefix("syncline-").unwrap();
        let product = Product::find("chain").unwrap();
        let program = Path::new(env!("CARGO_BIN_EXE_syncline"));
        let stage = Stage::set(&product, &folder.path().canonicalize().unwrap(), program).unwrap();
        Self { stage, product, _folder: folder }
    }

    /// The same, with everything released as it stands.
    fn released() -> Self {
        let line = Self::set();
        let played = line.run(&["release", "1.0", "--all", "--yes"], date(2016, 10, 24));
        assert_eq!(played.code, 0, "{played:?}");
        line
    }

    fn run(&self, words: &[&str], day: Date) -> Played {
        self.stage.run(words, day, false).unwrap()
    }

    fn root(&self) -> &Path {
        self.stage.folder()
    }

    fn git(&self, words: &[&str]) -> String {
        let mut git = Command::new("git");
        git.args(words).current_dir(self.root());
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let output = git.output().unwrap();
        assert!(output.status.success(), "git {words:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Every file of the work tree, by its path.
    fn files(&self) -> Files {
        let listed = self.git(&["ls-files", "-z", "--cached", "--others"]);
        let paths = listed.split('\0').filter(|path| !path.is_empty());
        paths.map(|path| (path.to_owned(), fs::read(self.root().join(path)).unwrap())).collect()
    }

    /// Every tag: the kind of object, the commit behind a tag object, the message.
    fn tag_objects(&self) -> BTreeMap<String, (String, String, String)> {
        let format =
            "--format=%(refname:strip=2)%00%(objecttype)%00%(*objectname)%00%(contents)%01";
        let listed = self.git(&["for-each-ref", format, "refs/tags"]);
        let rows = listed.split('\u{1}').map(str::trim_start).filter(|row| !row.is_empty());
        rows.map(|row| {
            let fields: Vec<String> = row.splitn(4, '\0').map(str::to_owned).collect();
            let [name, kind, commit, message] = fields.try_into().unwrap();
            (name, (kind, commit, message))
        })
        .collect()
    }

    fn tags(&self) -> BTreeSet<String> {
        self.git(&["tag"]).lines().map(str::to_owned).collect()
    }

    fn commits(&self) -> usize {
        self.git(&["rev-list", "--count", "HEAD"]).trim().parse().unwrap()
    }

    /// Everything that a refusal must leave alone.
    fn everything(&self) -> (Files, String, String) {
        let refs = self.git(&["for-each-ref"]);
        (self.files(), refs, self.git(&["ls-files", "--stage"]))
    }

    /// What holds after every release, whatever it was of.
    fn is_sound(&self, what: &str, versions: &Versions, day: Date) {
        assert_eq!(self.stage.versions(day).unwrap(), *versions, "{what}");
        assert_eq!(self.git(&["status", "--porcelain"]), "", "{what}");
        // A version of a later day than today's is worth a warning, and the story has such days.
        let lint = self.run(&["lint"], date(2016, 12, 31));
        assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{what}: {}", lint.stderr);
    }
}

/// `files` with every version moved from `old` to `new`, and nothing else.
fn moved(mut files: Files, old: &Versions, new: &Versions) -> Files {
    for slot in SLOTS {
        let text = |versions: &Versions| {
            let version = (slot.written)(&versions[slot.component]);
            format!("{}{version}{}", slot.before, slot.after)
        };
        let file = files.get_mut(slot.path).unwrap();
        let held = String::from_utf8(file.clone()).unwrap();
        assert_eq!(
            held.matches(&text(old)).count(),
            slot.times,
            "{:?} in {}",
            text(old),
            slot.path
        );
        *file = held.replace(&text(old), &text(new)).into_bytes();
    }
    files
}

/// A comparison of whole maps would print every file of the repository.
fn assert_same(found: &Files, wanted: &Files, what: &str) {
    assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>(), "{what}");
    for (path, bytes) in wanted {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(&found[path]), text(bytes), "{what}: {path}");
        assert_eq!(found[path], *bytes, "{what}: {path}");
    }
}

/// `major.minor` of the furthest component.
fn line(versions: &Versions) -> String {
    let parts = |version: &String| -> Vec<u64> {
        version.split('.').take(2).map(|part| part.parse().unwrap()).collect()
    };
    let highest = versions.values().map(parts).max().unwrap();
    format!("{}.{}", highest[0], highest[1])
}

/// Plays one step and compares all that it left behind with what it had to.
fn play(line_up: &Line, step: &Step, old: &Versions) {
    let what = &step.title;
    line_up.stage.change(step).unwrap();
    let (files, tags, commits) = (line_up.files(), line_up.tags(), line_up.commits());
    let mut words: Vec<&str> = step.run.iter().map(String::as_str).collect();
    words.push("--yes");
    let played = line_up.run(&words, step.date);
    assert_eq!(played.code, i32::from(step.exit), "{what}: {played:?}");
    if let Some(rule) = &step.refused {
        assert!(played.stderr.contains(rule.as_str()), "{what}: {}", played.stderr);
    }

    let wanted = moved(files.clone(), old, &step.expect);
    assert_same(&line_up.files(), &wanted, what);
    // One commit for a release that moves a file, none otherwise.
    assert_eq!(line_up.commits(), commits + usize::from(wanted != files), "{what}");

    // Once released, a version's tag is there for good.
    let mut all_tags = tags.clone();
    if step.refused.is_none() {
        all_tags.extend(step.expect.iter().map(|(name, version)| format!("{name}-{version}")));
        all_tags.insert(format!("chain-{}", line(&step.expect)));
    }
    assert_eq!(line_up.tags(), all_tags, "{what}");
    let new: BTreeSet<&String> = all_tags.difference(&tags).collect();
    let head = line_up.git(&["rev-parse", "HEAD"]);
    let objects = line_up.tag_objects();
    for tag in &new {
        let (kind, commit, _) = &objects[*tag];
        assert_eq!((kind.as_str(), commit.as_str()), ("tag", head.trim()), "{what}: {tag}");
    }
    if step.refused.is_none() {
        let bills = new.iter().map(|tag| ((*tag).clone(), bill(&objects[*tag].2)));
        let bills: BTreeMap<String, Versions> = bills.filter(|(_, b)| !b.is_empty()).collect();
        assert_eq!(bills, BTreeMap::from([(lead(step, &new), step.expect.clone())]), "{what}");
    }
    line_up.is_sound(what, &step.expect, step.date);
}

/// The lead tag, which alone has the bill of materials: the product's where the line moved, else
/// that of the first component that was asked for.
fn lead(step: &Step, new: &BTreeSet<&String>) -> String {
    let first = step.run.iter().find_map(|word| Some((word, step.expect.get(word)?)));
    let of_component = first.map(|(name, version)| format!("{name}-{version}"));
    let of_product = new.iter().find(|tag| tag.starts_with("chain-"));
    of_product.map(ToString::to_string).or(of_component).unwrap()
}

/// What a tag's message says of every component.
fn bill(message: &str) -> Versions {
    let lines = message.lines().filter_map(|line| line.strip_prefix("Release-Component: "));
    let entries = lines.map(|entry| entry.split_once(' ').unwrap());
    entries.map(|(name, version)| (name.to_owned(), version.to_owned())).collect()
}

#[test]
fn chain_1_to_9_the_story_comes_out_byte_by_byte() {
    let line_up = Line::set();
    let mut versions: Versions = line_up.product.story.steps[0].expect.clone();
    for step in &line_up.product.story.steps {
        play(&line_up, step, &versions);
        versions.clone_from(&step.expect);
    }
    let wix = fs::read(line_up.root().join("desktop/windows/ChainCore.wxs")).unwrap();
    assert!(wix.starts_with(b"\xef\xbb\xbf<?xml"), "the byte order mark is kept");
    let feeds = wix.iter().filter(|byte| **byte == b'\n').count();
    assert_eq!(wix.windows(2).filter(|pair| pair == b"\r\n").count(), feeds, "CRLF is kept");
}

/// The story leaves some components where they were; here all of them move, to a new line and to
/// a date, and each ecosystem's own tool reads what was written.
#[test]
fn chain_10_every_ecosystem_reads_what_a_release_of_all_wrote() {
    let line_up = Line::released();
    let names: Vec<String> = line_up.product.story.steps[0].expect.keys().cloned().collect();
    let all = |version: &str| -> Versions {
        names.iter().map(|name| (name.clone(), version.to_owned())).collect()
    };
    for (words, day, old, new) in [
        (&["release", "minor", "--all", "--yes"][..], date(2016, 11, 3), "1.0", "1.1"),
        (&["patch", "--all", "--yes"][..], date(2016, 11, 8), "1.1", "1.1.20161108"),
    ] {
        let files = line_up.files();
        let played = line_up.run(words, day);
        assert_eq!(played.code, 0, "{played:?}");
        assert_same(&line_up.files(), &moved(files, &all(old), &all(new)), new);
        line_up.is_sound(new, &all(new), day);
    }
    let wix = fs::read_to_string(line_up.root().join("desktop/windows/ChainCore.wxs")).unwrap();
    assert!(wix.contains("Version=\"1.1.6156\""), "6,156 days after 2000-01-01: {wix}");
    ecosystems::read(line_up.root());
}

/// Changes the configuration, commits that, and sees that a release is refused and writes nothing.
fn refused(old: &str, new: &str, code: i32) -> String {
    let line_up = Line::released();
    let path = line_up.root().join("release.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{text}");
    fs::write(&path, text.replacen(old, new, 1)).unwrap();
    let who = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
    line_up.git(&[&who[..], &["commit", "-qam", "Change the configuration"]].concat());
    let before = line_up.everything();
    let played = line_up.run(&["patch", "core", "--yes"], date(2016, 11, 1));
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
