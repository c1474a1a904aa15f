//! Pre-releases from the command line: made, kept as plans, followed, promoted, refused.

use serde_json::{Value, json};

use crate::support::{Output, Repository};

/// A daemon and the suite that embeds it, released as 2.4.3.
fn released() -> Repository {
    let repository = Repository::new();
    repository
        .write(
            "release.toml",
            "scheme = \"kolab\"\n[product]\nname = \"Kolab\"\n[component.kolabd]\n\
             [component.suite]\nrole = \"suite\"\nembeds = [\"kolabd\"]\n",
        )
        .write("kolabd/VERSION", "2.4.3\n")
        .write("suite/VERSION", "2.4.3\n")
        .commit("Start");
    repository.tag("kolabd-2.4.3").tag("suite-2.4.3");
    repository
}

fn run(repository: &Repository, line: &str) -> Output {
    repository.run(&line.split(' ').collect::<Vec<_>>())
}

/// Runs what has to succeed.
fn done(repository: &Repository, line: &str) -> String {
    let output = run(repository, line);
    assert_eq!(output.code, 0, "{line}: {}{}", output.stdout, output.stderr);
    output.stdout
}

fn document(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn versions(repository: &Repository) -> (String, String) {
    let of = |path: &str| repository.file(path).trim().to_owned();
    (of("kolabd/VERSION"), of("suite/VERSION"))
}

#[test]
fn kolab_5_a_plan_of_a_pre_release_and_of_its_promotion_is_kept_and_applied() {
    let repository = released();
    let text = done(&repository, "plan pre beta -p kolabd --json");
    let plan = document(&text);
    assert_eq!(
        plan["request"],
        json!({ "kind": "pre", "label": "beta", "components": ["kolabd"] })
    );
    assert_eq!(plan["line"], Value::Null);
    assert_eq!(plan["components"][1]["to"], "2.5-beta1");
    repository.write("../plan.json", &text);
    done(&repository, "apply ../plan.json --yes");
    assert_eq!(versions(&repository), ("2.5-beta1".into(), "2.5-beta1".into()));
    assert!(done(&repository, "apply ../plan.json --yes").contains("released already"));

    let text = done(&repository, "plan release --json");
    let plan = document(&text);
    assert_eq!(plan["request"], json!({ "kind": "release" }));
    let reason = json!({ "kind": "pending", "tag": "kolabd-2.5-beta1" });
    assert_eq!(plan["components"][0]["reasons"], json!([reason]));
    repository.write("../plan.json", &text);
    done(&repository, "pre beta -p kolabd --yes");
    let stale = run(&repository, "apply ../plan.json --yes");
    assert_eq!(stale.code, 1, "what was pending is not any more: {}", stale.stderr);
    done(&repository, "release --yes");
    assert_eq!(versions(&repository), ("2.5.0".into(), "2.5.0".into()));
    let level = document(&done(&repository, "plan pre rc --level major --all --json"));
    let wanted = json!({ "kind": "pre", "label": "rc", "level": "major", "all": true });
    assert_eq!(level["request"], wanted);
}

#[test]
fn kolab_5_what_is_pending_shows_in_status_why_and_next() {
    let repository = released();
    done(&repository, "pre beta -p kolabd --yes");
    let status = document(&done(&repository, "status --json"));
    let suite = &status["components"][1];
    assert_eq!(suite["pending"], json!({ "version": "2.5-beta1", "to": "2.5.0" }));
    assert_eq!((&suite["tag"], &suite["next"]), (&json!("suite-2.5-beta1"), &Value::Null));
    assert!(done(&repository, "status").contains("leads to 2.5.0"));
    let why = done(&repository, "why kolabd");
    for step in ["2.5-beta1 is pending", "`release` promotes it to 2.5.0", "promoted or followed"] {
        assert!(why.contains(step), "no {step:?} in\n{why}");
    }
    for (line, version) in [
        ("next release", "2.5.0\n"),
        ("next pre beta", "2.5-beta2\n"),
        ("next pre rc --level major", "3.0-rc1\n"),
        ("next release major", "3.0.0\n"),
    ] {
        assert_eq!(done(&repository, line), version, "{line}");
    }
    done(&repository, "release --yes");
    assert_eq!(done(&repository, "next patch kolabd --unstable"), "2.5.1-rc1\n");
    assert_eq!(
        document(&done(&repository, "status --json"))["components"][1]["pending"],
        Value::Null
    );
}

#[test]
fn kolab_5_lint_knows_a_released_pre_release_and_a_forged_one() {
    let repository = released();
    let start = repository.head();
    done(&repository, "pre beta -p kolabd --yes");
    for view in ["lint", "lint --staged", "lint --rev HEAD", &format!("lint --range {start}..HEAD")]
    {
        assert_eq!(run(&repository, view).code, 0, "{view}");
    }
    repository.write("kolabd/VERSION", "2.5-beta2\n");
    let output = run(&repository, "lint");
    assert_eq!(output.code, 1);
    assert!(output.stdout.contains("2.5-beta1 was its last release"), "{}", output.stdout);
    done(&repository, "lint --fix");
    assert_eq!(versions(&repository).0, "2.5-beta1", "not the release before it");
    // A branch from before the beta is not held to it.
    repository.git(&["switch", "-q", "-c", "old", &start]);
    assert_eq!(run(&repository, "lint").code, 0);
    let output = run(&repository, "patch kolabd --yes");
    assert_eq!(output.code, 1, "{}", output.stderr);
}

#[test]
fn kolab_5_an_interrupted_pre_release_is_completed_or_taken_back() {
    let repository = released();
    let before = repository.state();
    for (after, versions_then) in [("resume", "2.5-beta1"), ("abandon", "2.4.3")] {
        let repository = released();
        let mut killed = repository.program("", &["pre", "beta", "-p", "kolabd", "--yes"]);
        killed.env("SYNCLINE_FAIL_AT", "refs:after");
        assert!(!killed.output().unwrap().status.success());
        assert_eq!(run(&repository, "pre beta -p kolabd --yes").code, 6);
        done(&repository, after);
        assert_eq!(versions(&repository).0, versions_then);
        assert_eq!(run(&repository, "lint").code, 0);
        if after == "abandon" {
            assert!(repository.state().changes_since(&before).is_empty());
        }
    }
}

#[test]
fn kolab_5_and_6_what_is_asked_for_wrongly_says_what_to_do_and_writes_nothing() {
    let repository = released();
    done(&repository, "release minor -p kolabd --yes");
    done(&repository, "pre rc -p kolabd --yes");
    let before = repository.state();
    for (line, code, words) in [
        ("pre bta --yes", 2, &["`bta` is no pre-release label", "did you mean `beta`?"][..]),
        ("pre nightly --yes", 2, &["`nightly`", "its labels are alpha, beta, rc"]),
        ("pre beta --yes", 1, &["KOLAB-5", "`beta` comes before `2.6-rc1`"]),
        ("pre rc --level mino --yes", 2, &["no part `mino`", "did you mean `minor`?"]),
        ("pre rc --level 3.0.0 --yes", 2, &["no part `3.0.0`"]),
        ("pre rc -p kolab --yes", 2, &["no component `kolab`", "`kolabd`"]),
        ("pre rc --exclude suite --yes", 1, &["embeds `kolabd`"]),
        ("pre --yes", 2, &["<LABEL>"]),
        ("patch kolabd --yes", 1, &["KOLAB-5", "`release -p kolabd` promotes it to 2.6.0"]),
        ("patch kolabd --unstable --yes", 1, &["KOLAB-5", "`pre rc -p kolabd`"]),
        ("patch kolabd --unstable --level minor --yes", 2, &["--unstable", "--level"]),
        ("release teeny -p kolabd --yes", 1, &["KOLAB-5", "2.5.1 would be below it"]),
        ("release -p suite --yes", 1, &["KOLAB-5", "would be final and hold `kolabd` 2.6-rc1"]),
        ("release 2.6 -p suite --yes", 2, &["KOLAB-5", "did you mean `2.6.0`?"]),
    ] {
        let output = run(&repository, line);
        assert_eq!((output.code, output.stdout.as_str()), (code, ""), "{line}: {}", output.stderr);
        for word in words {
            assert!(output.stderr.contains(word), "{line}: no {word:?} in\n{}", output.stderr);
        }
        let changes = repository.state().changes_since(&before);
        assert!(changes.is_empty(), "{line}: {changes:?}");
    }
}

#[test]
fn kolab_5_what_a_change_needs_is_the_level_of_a_pre_release() {
    let repository = released();
    let note = "---\ncomponents: kolabd\nimpact: broken-compatibility\n---\n\nAnother protocol.\n";
    repository
        .write("changes/protocol.md", note)
        .write("kolabd/kolabd.c", "")
        .commit("Another protocol");
    let plan = done(&repository, "plan pre beta");
    assert!(plan.contains("kolabd-3.0-beta1"), "{plan}");
    let output = run(&repository, "pre beta --level minor -p kolabd --yes");
    assert_eq!(output.code, 1);
    for word in ["KOLAB-2", "`pre beta --level major -p kolabd`"] {
        assert!(output.stderr.contains(word), "no {word:?} in\n{}", output.stderr);
    }
    done(&repository, "pre beta -p kolabd --yes");
    assert_eq!(versions(&repository), ("3.0-beta1".into(), "2.5-beta1".into()));
    done(&repository, "release auto --yes");
    assert_eq!(versions(&repository), ("3.0.0".into(), "2.5.0".into()));
}

#[test]
fn semver_9_a_cargo_workspace_has_pre_releases_of_its_line() {
    let repository = Repository::new();
    repository
        .write("release.toml", "scheme = \"semver\"\n")
        .write("Cargo.toml", "[workspace]\nmembers = [\"core\", \"app\"]\nresolver = \"2\"\n")
        .write("core/Cargo.toml", "[package]\nname = \"core\"\nversion = \"1.4.2\"\n")
        .write("core/src/lib.rs", "")
        .write(
            "app/Cargo.toml",
            "[package]\nname = \"app\"\nversion = \"1.4.2\"\n\n[dependencies]\n\
             core = { path = \"../core\", version = \"1.4\" }\n",
        )
        .write("app/src/lib.rs", "")
        .commit("Start");
    done(&repository, "release 1.4.2 --yes");
    repository.write("core/src/lib.rs", "// new\n").commit("Something new");
    done(&repository, "pre rc --yes");
    // Cargo's 1.4 admits no pre-release, so app moves along, and its requirement follows.
    let app = repository.file("app/Cargo.toml");
    assert!(app.contains("version = \"1.5.0-rc.1\"\n\n"), "{app}");
    assert!(app.contains("core = { path = \"../core\", version = \"1.5.0-rc.1\" }"), "{app}");
    assert!(repository.tags().contains(&"v1.5.0-rc.1".to_owned()), "{:?}", repository.tags());
    assert!(done(&repository, "status").contains("line 1.4"));
    done(&repository, "pre rc --yes");
    done(&repository, "release --yes");
    assert!(repository.file("app/Cargo.toml").contains("version = \"1.5.0\"\n\n"));
    assert!(done(&repository, "status").contains("line 1.5"));
    assert_eq!(run(&repository, "lint").code, 0);
}
