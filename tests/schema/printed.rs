//! The documents that the program prints against the schemas that it prints of them.

use serde_json::Value;
use syncline::KINDS;

use crate::support::schemas::Checker;
use crate::support::{Repository, chain};

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn schema(kind: &str) -> Value {
    let output = Repository::new().run(&["schema", kind]);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{kind}");
    parsed(&output.stdout)
}

#[test]
fn the_documents_are_what_their_schemas_say() {
    let repository = chain::released();
    repository.write("core/change", "").commit("Change it");
    repository.replace("sdk/version.txt", "1.0", "1.1");
    let written = repository.run(&["compat", "--emit", "-o", "."]);
    assert_eq!(written.code, 0, "{written:?}");
    let several = crate::support::Repository::new();
    several.write(
        "release.toml",
        "[line.a]\nscheme = \"semver\"\ncomponents = [\"x\"]\n[line.b]\nscheme = \"ibex\"\n\
         components = [\"y\"]\n[component.x]\n[component.y]\n",
    );
    several.write("x/VERSION", "1.0.0\n").write("y/VERSION", "2.0.0\n").commit("Start");
    let paired = crate::support::Repository::new();
    paired.write(
        "release.toml",
        "scheme = \"semver\"\n[component.x]\n[component.y]\nworks-with = { x = \">=1\" }\n",
    );
    paired.write("x/VERSION", "1.0.0\n").write("y/VERSION", "1.0.0\n").commit("Start");
    let told = crate::support::Repository::new();
    told.write("release.toml", "scheme = \"kolab\"\n[component.x]\n");
    told.write("x/VERSION", "1.0.0\n").commit("Start");
    let stopped = chain::released();
    let mut crash = stopped.program("", &["release", "minor", "--all", "--yes"]);
    assert!(!crash.env("SYNCLINE_FAIL_AT", "refs:after").output().unwrap().status.success());
    let date = ["--date", "2016-11-01"];
    let mut unseen: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    unseen.retain(|kind| !["release", "scheme"].contains(kind));
    for (at, kind, words) in [
        (&repository, "plan", &["plan", "release", "minor", "--json"][..]),
        (&repository, "plan", &["plan", "patch", "core", "--json"]),
        (&several, "plan", &["plan", "release", "minor", "-p", "x", "--json"]),
        (&repository, "status", &["status", "--json"]),
        (&repository, "status", &["status", "1.0", "--json"]),
        (&several, "status", &["status", "--json"]),
        (&repository, "findings", &["lint", "--json"]),
        (&repository, "findings", &["audit", "--json"]),
        (&repository, "changes", &["change", "list", "--json"]),
        (&repository, "compat", &["compat", "core@1.0", "mac@1.1", "--json"]),
        (&repository, "compat", &["compat", "--matrix", "--json"]),
        (&repository, "compat", &["compat", "--find", "1.0", "--json"]),
        (&repository, "compat", &["compat", "--check", ".", "--json"]),
        (&paired, "compat", &["compat", "--declared", "--json"]),
        (&paired, "compat", &["compat", "y", "x", "--json"]),
        (&repository, "compat", &["compat", "--emit", "-o", ".", "--json"]),
        (&repository, "compat-file", &["compat", "--emit", "core"]),
        (&repository, "notes", &["notes", "--json"]),
        (&several, "notes", &["notes", "--json"]),
        (&repository, "why", &["why", "core", "--json"]),
        (&repository, "next", &["next", "release", "minor", "--json"]),
        (&repository, "next", &["next", "patch", "1.0", "--scheme", "chain", "--json"]),
        (&repository, "explain", &["explain", "CHAIN-3", "--json"]),
        (&repository, "explain", &["explain", "--json"]),
        (&repository, "report", &["report", "-o", ".git/report.html", "--json"]),
        (&stopped, "foreseen", &["resume", "--dry-run", "--json"]),
        (&stopped, "foreseen", &["abandon", "--dry-run", "--json"]),
        (&stopped, "abandoned", &["abandon", "--json"]),
        (&repository, "native", &["native", "core", "--json"]),
        (&repository, "native", &["native", "core", "--builds", "1", "--json"]),
        (&told, "changes", &["change", "add", "-p", "x", "--impact", "fix", "-m", "A", "--json"]),
        (&told, "notes", &["notes", "--json"]),
        (&told, "published", &["release", "minor", "--all", "--yes", "--json"]),
        (&repository, "error", &["plan", "release", "nope", "--json"]),
    ] {
        let dated = ["plan", "status"].contains(&words[0]) && !words.contains(&"1.0");
        let words = [words, if dated { &date[..] } else { &[] }].concat();
        let document = parsed(&at.run(&words).stdout);
        let checked = Checker::of(schema(kind)).check(&document);
        assert_eq!(checked, Ok(()), "{kind}: {words:?}\n{document:#}");
        unseen.retain(|unseen| *unseen != kind);
        // The schemas tell the documents apart: nothing passes for another kind.
        for other in KINDS.iter().map(|other| other.name) {
            if [("compat", "findings"), ("compat-file", "native")].contains(&(kind, other)) {
                continue; // What is installed has findings too.
            }
            let other_checked = Checker::of(schema(other)).check(&document);
            assert_eq!(other_checked.is_ok(), other == kind, "{words:?} as {other}");
        }
    }
    assert_eq!(unseen, [""; 0], "printed by nothing above");
}

#[test]
fn release_toml_is_what_is_described_unless_another_is_asked_for() {
    let at = Repository::new();
    let output = at.run(&["schema"]);
    assert_eq!(parsed(&output.stdout), product::schema::release());
    assert_eq!(parsed(&output.stdout)["$schema"], product::schema::DRAFT);
    assert_eq!(parsed(&at.run(&["schema", "scheme"]).stdout), product::schema::scheme());
    let output = at.run(&["schema", "nope"]);
    assert_eq!(output.code, 2, "{output:?}");
    assert!(output.stderr.contains("release, scheme, plan"), "{output:?}");
}
