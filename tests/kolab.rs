//! Kolab's story, played with real releases, what its packages are called at every step, and
//! pre-releases from the command line.

mod pending;

use std::process::Command;

use serde_json::Value;

use crate::support::{Play, Repository};

/// The tags of kolabd in the order of its releases.
const KOLABD: [&str; 9] = [
    "2.4.3",
    "2.5-beta1",
    "2.5-beta2",
    "2.5-rc1",
    "2.5.0",
    "2.5.1-rc1",
    "2.5.1-rc2",
    "2.5.1.0",
    "2.5.2",
];

#[test]
fn kolab_1_to_10_the_story_comes_out_as_it_says() {
    let play = Play::through("kolab");
    let mut tags: Vec<String> = KOLABD.iter().map(|version| format!("kolabd-{version}")).collect();
    let suite = [
        "2.4.0",
        "2.4.1",
        "2.5-beta1",
        "2.5-beta2",
        "2.5-beta3",
        "2.5-rc1",
        "2.5.0",
        "2.6-rc1",
        "2.6-rc2",
        "2.6.0",
        "2.7.0",
        "2.8.0",
    ];
    tags.extend(suite.map(|version| format!("suite-{version}")));
    tags.extend(
        ["libkolab-0.9.2", "libkolab-0.9.3", "pykolab-1.2.1", "pykolab-2.0.0"].map(Into::into),
    );
    tags.sort();
    let mut found = play.tags();
    found.sort();
    assert_eq!(found, tags);

    // Nothing but what a release moves: the same numbers elsewhere stay.
    let configure = play.first("kolabd/configure.ac");
    for version in KOLABD {
        let wanted =
            configure.replace("AC_INIT(kolabd, 2.4.2,", &format!("AC_INIT(kolabd, {version},"));
        assert_eq!(play.file_at(&format!("kolabd-{version}"), "kolabd/configure.ac"), wanted);
    }
    let setup =
        play.first("pykolab/setup.py").replace("version = \"1.2.0\"", "version = \"2.0.0\"");
    assert_eq!(play.file("pykolab/setup.py"), setup);
    let cmake = play
        .first("libkolab/CMakeLists.txt")
        .replace("    VERSION 0.9.1\r\n", "    VERSION 0.9.3\r\n");
    assert_eq!(play.file("libkolab/CMakeLists.txt"), cmake);
    assert_eq!(cmake.matches('\n').count(), cmake.matches("\r\n").count(), "CRLF is kept");
    assert!(play.file("suite/kolab.spec").contains("Provides:       kolab-menus = 2.3.4\n"));

    packages_rise(&play);
}

/// What each release's spec file and changelog make of it: KEP 5's sequences, which rise.
fn packages_rise(play: &Play) {
    let at = |version: &str, file: &str| play.file_at(&format!("kolabd-{version}"), file);
    let rpm = |version: &str| {
        let spec = at(version, "kolabd/kolabd.spec");
        let tag = |name: &str| {
            let found = spec.lines().find_map(|line| line.strip_prefix(name));
            found.unwrap().trim().to_owned()
        };
        let release = tag("Release:");
        format!("{}-{}", tag("Version:"), release.strip_suffix("%{?dist}").unwrap())
    };
    let deb = |version: &str| {
        let changelog = at(version, "kolabd/debian/changelog");
        changelog.split(['(', ')']).nth(1).unwrap().to_owned()
    };
    let rpms: Vec<String> = KOLABD.iter().map(|version| rpm(version)).collect();
    assert_eq!(
        rpms,
        [
            "2.4.3-1",
            "2.5-0.1.beta1",
            "2.5-0.2.beta2",
            "2.5-0.3.rc1",
            "2.5.0-1",
            "2.5.1-0.1.rc1",
            "2.5.1-0.2.rc2",
            "2.5.1.0-1",
            "2.5.2-1"
        ]
    );
    let debs: Vec<String> = KOLABD.iter().map(|version| deb(version)).collect();
    assert_eq!(
        debs,
        [
            "2.4.3-1",
            "2.5~beta1-0.1",
            "2.5~beta2-0.2",
            "2.5~rc1-0.3",
            "2.5.0-1",
            "2.5.1~rc1-0.1",
            "2.5.1~rc2-0.2",
            "2.5.1.0-1",
            "2.5.2-1"
        ]
    );
    for (lower, upper) in rpms.iter().zip(&rpms[1..]) {
        let script = format!("%{{lua: print(rpm.vercmp('{lower}', '{upper}'))}}");
        agrees("rpm", &["--eval", &script], |out| out.trim() == "-1", (lower, upper));
    }
    for (lower, upper) in debs.iter().zip(&debs[1..]) {
        agrees("dpkg", &["--compare-versions", lower, "lt", upper], |_| true, (lower, upper));
    }
    let log = play.folder().join("kolabd/debian/changelog");
    agrees(
        "dpkg-parsechangelog",
        &["-l", &log.display().to_string(), "-S", "Version"],
        |out| out.trim() == "2.5.2-1",
        ("2.5.1.0-1", "2.5.2-1"),
    );
}

/// What the ecosystem's own tool says, where it is installed.
fn agrees(tool: &str, words: &[&str], says: fn(&str) -> bool, pair: (&str, &str)) {
    let Ok(output) = Command::new(tool).args(words).env("LC_ALL", "C").output() else {
        eprintln!("SKIPPED: {tool} is not installed, so it was not asked how it sorts {pair:?}");
        return;
    };
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && says(&out), "{tool} {pair:?}: {output:?}");
}

#[test]
fn kolab_10_a_minor_release_of_the_suite_starts_its_teeny_again() {
    let repository = Repository::new();
    repository
        .write("release.toml", "scheme = \"kolab\"\n[component.suite]\nrole = \"suite\"\n")
        .write("suite/VERSION", "2.4.3\n")
        .commit("Start");
    repository.tag("suite-2.4.3").write("suite/menu", "").commit("A menu");
    let output = repository.run(&["release", "minor", "--yes"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_eq!(repository.file("suite/VERSION"), "2.5.0\n");
    assert_eq!(repository.tags(), ["suite-2.4.3", "suite-2.5.0"]);
}

/// A component that is packaged for Debian, under labels that Debian sorts otherwise.
fn prealpha() -> Repository {
    let repository = Repository::new();
    repository
        .write("release.toml", "scheme = \"nightly.toml\"\n[component.kolabd]\npath = \".\"\nmanifests = [\"debian/changelog\"]\n")
        .write(
            "nightly.toml",
            "extends = \"kolab\"\nname = \"nightly\"\n[pre]\nlabels = [\"prealpha\", \"alpha\", \"rc\"]\n",
        )
        .write(
            "debian/changelog",
            "kolabd (2.4.3-1) unstable; urgency=low\n\n  * First.\n\n -- R <r@example.org>  Mon, 24 Oct 2016 12:00:00 +0000\n",
        )
        .commit("Start");
    repository.tag("kolabd-2.4.3");
    repository
}

#[test]
fn kolab_9_every_command_refuses_labels_that_debian_does_not_sort() {
    let repository = prealpha();
    let before = repository.state();
    for words in [
        &["patch", "kolabd", "--yes"][..],
        &["release", "minor", "--yes"],
        &["pre", "prealpha", "--yes"],
        &["plan", "patch", "kolabd"],
        &["next", "patch", "kolabd"],
        &["status"],
        &["why", "kolabd"],
    ] {
        let output = repository.run(words);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{words:?}: {}", output.stderr);
        for said in ["error[KOLAB-9]", "release.toml:4", "RPM would take them", "prealpha"] {
            assert!(output.stderr.contains(said), "{words:?}: no {said:?} in\n{}", output.stderr);
        }
    }
    let lint = repository.run(&["lint", "--json"]);
    assert_eq!(lint.code, 2, "{}", lint.stderr);
    let found: Value = serde_json::from_str(&lint.stdout).unwrap();
    let finding = &found["findings"][0];
    assert_eq!(finding["rule"], "pre-label-order");
    assert_eq!(finding["policy"], "KOLAB-9");
    assert_eq!(finding["path"], "release.toml");
    assert!(repository.state().changes_since(&before).is_empty());
    repository.replace("nightly.toml", "prealpha", "aleph").commit("Rename the label");
    assert_eq!(repository.run(&["lint"]).code, 0);
    assert_eq!(
        repository.run(&["next", "pre", "aleph", "--level", "minor"]).stdout,
        "2.5-aleph1\n"
    );
}
