//! Change files, and releases that are held to them, with the built program and real git.

mod check;
mod files;
mod inferred;

use crate::support::Repository;
use crate::support::ends::{look, run};

/// Two server components and the suite around them, all released as 2.4.3.
fn kolab() -> Repository {
    let repository = Repository::new();
    let config = "scheme = \"kolab\"\n\n[product]\nname = \"Kolab\"\n\n[component.imapd]\n[component.webmail]\n\
        [component.suite]\nrole = \"suite\"\nembeds = [\"imapd\", \"webmail\"]\n";
    repository.write("release.toml", config);
    for name in ["imapd", "webmail", "suite"] {
        repository.write(&format!("{name}/VERSION"), "2.4.3\n");
    }
    repository.commit("Start");
    for name in ["imapd", "webmail", "suite"] {
        repository.annotate(&format!("{name}-2.4.3"), "Release 2.4.3");
    }
    repository
}

/// Writes and commits a change file.
fn change(repository: &Repository, name: &str, components: &str, impact: &str) {
    let text = format!("---\ncomponents: {components}\nimpact: {impact}\n---\n\nWhat changed.\n");
    repository.write(&format!("changes/{name}.md"), text).commit("Announce");
}

#[test]
fn kolab_2_a_minor_is_refused_while_there_is_no_way_back() {
    let repository = kolab();
    change(&repository, "threads", "[imapd]", "no-downgrade-path");
    let refused = look(&repository, &["release", "minor", "-p", "imapd", "--yes"], 1).stderr;
    for words in [
        "error[KOLAB-2]: `imapd` 2.5.0 is less than its changes need",
        " --> changes/threads.md:3:9",
        "3 | impact: no-downgrade-path\n  |         ^^^^^^^^^^^^^^^^^",
        "help: `release major -p imapd`, or `release auto -p imapd` goes as far as is needed",
    ] {
        assert!(refused.contains(words), "no {words:?} in:\n{refused}");
    }
    let excuse = ["release", "minor", "-p", "imapd", "--yes", "--because", "We are late"];
    look(&repository, &excuse, 1);
    run(&repository, &["release", "major", "-p", "imapd", "--yes"], 0);
    let tags = repository.tags();
    assert!(["imapd-3.0.0", "suite-3.0.0"].iter().all(|tag| tags.contains(&(*tag).to_owned())));
}

#[test]
fn kolab_3_and_10_auto_gives_each_what_it_needs_and_the_suite_a_minor() {
    let repository = kolab();
    change(&repository, "leak", "imapd", "fix");
    change(&repository, "quota", "webmail", "enhancement-setup");
    let plan = look(&repository, &["plan", "release", "auto", "--json"], 0).stdout;
    let plan: serde_json::Value = serde_json::from_str(&plan).unwrap();
    let reason = &plan["components"][0]["reasons"][0];
    let wanted = serde_json::json!({
        "kind": "impact", "impact": "fix", "needs": "teeny", "files": ["changes/leak.md"]
    });
    assert_eq!(*reason, wanted);
    assert_eq!(look(&repository, &["next", "release", "auto"], 0).stdout, "2.5.0\n", "the suite's");
    run(&repository, &["release", "auto", "--yes"], 0);
    for (name, version) in [("imapd", "2.4.4\n"), ("webmail", "2.5.0\n"), ("suite", "2.5.0\n")] {
        assert_eq!(repository.file(&format!("{name}/VERSION")), version, "{name}");
    }
    look(&repository, &["release", "auto", "--yes"], 3);
    // The files stay. What they said is released, for whom it was.
    assert!(repository.at("changes/leak.md").exists());
    look(&repository, &["lint"], 0);
}

#[test]
fn kolab_2_and_3_peoples_word_is_kept_in_commit_and_lead_tag() {
    let repository = kolab();
    change(&repository, "ten-years", "suite", "major-milestone");
    let refused = look(&repository, &["release", "major", "-p", "suite", "--yes"], 1).stderr;
    assert!(refused.contains("error[KOLAB-2]: nothing demands major"), "{refused}");
    assert!(refused.contains("--because TEXT"), "{refused}");
    let words = ["release", "major", "-p", "suite", "--yes", "--because", "Ten years of Kolab"];
    run(&repository, &words, 0);
    let message = repository.git(&["log", "-1", "--format=%B"]);
    assert!(
        message.contains("\n\nBecause: Ten years of Kolab\n\nRelease-Component: "),
        "{message}"
    );
    let tag = repository.git(&["tag", "-l", "--format=%(contents)", "suite-3.0.0"]);
    assert!(tag.contains("\n\nBecause: Ten years of Kolab\n\n"), "{tag}");
    let trailers = repository.git(&["log", "-1", "--format=%(trailers:only)"]);
    assert!(!trailers.contains("Because"), "people's words are no trailer: {trailers}");
}

#[test]
fn kolab_4_status_and_why_know_that_a_teeny_will_not_do() {
    let repository = kolab();
    repository.write("imapd/search.c", "");
    change(&repository, "search", "imapd", "enhancement");
    let status = look(&repository, &["status"], 0).stdout;
    let imapd = status.lines().find(|line| line.starts_with("imapd")).unwrap();
    assert!(imapd.contains("changed, needs minor") && imapd.ends_with('–'), "{status}");
    let status = look(&repository, &["status", "--json"], 0).stdout;
    let status: serde_json::Value = serde_json::from_str(&status).unwrap();
    let imapd = &status["components"][0];
    assert_eq!(imapd["needs"], "minor");
    assert_eq!(imapd["impacts"], serde_json::json!(["enhancement"]));
    assert!(imapd.get("suggested").is_none(), "{imapd}");
    assert!(imapd["next"].is_null(), "{imapd}");
    let why = look(&repository, &["why", "imapd"], 0).stdout;
    assert!(
        why.contains("a patch today is refused: `imapd` 2.4.4 is less than its changes"),
        "{why}"
    );
    assert!(look(&repository, &["patch", "imapd", "--yes"], 1).stderr.contains("KOLAB-4"));
}

#[test]
fn ibex_3_one_impact_moves_the_number_of_all() {
    let repository = Repository::new();
    repository.write(
        "release.toml",
        "scheme = \"ibex\"\n[defaults]\ntag = \"v{version}\"\n[component.gui]\n[component.backend]\n",
    );
    repository.write("gui/VERSION", "7.2.1\n").write("backend/VERSION", "7.2.1\n");
    repository.commit("Start");
    repository.annotate("v7.2.1", "Release 7.2.1");
    change(&repository, "more-pvs", "backend", "pv-added");
    let refused = look(&repository, &["patch", "--all", "--yes"], 1).stderr;
    assert!(refused.contains("error[IBEX-3]: `backend` 7.2.2 is less"), "{refused}");
    assert!(refused.contains("`release minor --all`, or `release auto`"), "{refused}");
    run(&repository, &["release", "auto", "--yes"], 0);
    assert_eq!(repository.tags(), ["v7.2.1", "v7.3.0"]);
    assert_eq!(repository.file("gui/VERSION"), "7.3.0\n");
}
