//! `resume` and `abandon` that only say what they would do.

use serde_json::Value;

use super::{RELEASE, Ways, run};
use crate::support::{Output, Repository, chain};

/// Runs what changes nothing, and sees that it does not.
fn look(repository: &Repository, arguments: &[&str], code: i32) -> Output {
    let before = repository.state();
    let output = run(repository, arguments, None);
    assert_eq!(output.code, code, "{arguments:?}: {output:?}");
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{arguments:?}: {written:#?}");
    output
}

#[test]
fn what_would_become_of_an_interrupted_release_is_told_and_not_done() {
    let ways = Ways::get();
    let repository = ways.killed("stage:after");
    let what = "Chain Core 1.1, which is at step `stage`\n  file core/version.txt\n  \
        file mac/version.txt\n  file sdk/version.txt\n  tag mac-1.1\n  tag sdk-1.1\n  tag core-1.1\n  \
        tag chain-1.1\n";
    for dry in ["-n", "--dry-run"] {
        let on = look(&repository, &["resume", dry], 0).stdout;
        assert_eq!(sorted(&on), sorted(&format!("would complete {what}")));
        let back = look(&repository, &["abandon", dry, "--yes"], 0).stdout;
        assert_eq!(sorted(&back), sorted(&format!("would take back {what}")));
    }
    let json = look(&repository, &["resume", "-n", "--json"], 0).stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["would"], &json["commit"]), (&"resume".into(), &Value::Null));
    assert_eq!(json["tags"].as_array().unwrap().last().unwrap(), "chain-1.1", "the lead tag");
    // What it says is what is done, without a question.
    assert_eq!(run(&repository, &["resume", "-y"], None).code, 0);
    ways.is_new(&repository, "stage:after");
    let back = ways.killed("refs:before");
    let json = look(&back, &["abandon", "-n", "--json"], 0).stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["commit"].as_str().map(str::len), Some(40));
    assert_eq!(run(&back, &["abandon", "--no-confirm"], None).code, 0);
    ways.is_old(&back, "refs:before");
}

/// The lines, whose order among the tags is the plan's.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn what_would_be_refused_is_refused() {
    let ways = Ways::get();
    for command in ["resume", "abandon"] {
        look(&chain::released(), &[command, "-n"], 3);
    }
    let abandoning = ways.killed("stage:after");
    abandoning.git(&["commit", "-q", "--no-verify", "-m", "Go on"]);
    let said = look(&abandoning, &["resume", "-n"], 6).stderr;
    assert!(said.contains("only one way is left") && said.contains("abandon"), "{said}");
    look(&abandoning, &["abandon", "-n"], 0);
    let complete = ways.killed("lead:after");
    let said = look(&complete, &["abandon", "-n"], 0).stdout;
    assert!(said.starts_with("would only clear up: Chain Core 1.1 is complete"), "{said}");
}

#[test]
fn tags_that_are_waited_for_are_told() {
    let repository = chain::released();
    assert_eq!(run(&repository, &[RELEASE, &["--no-tag"]].concat(), None).code, 0);
    let said = look(&repository, &["resume", "--dry-run"], 0).stdout;
    assert!(said.starts_with("would complete Chain Core 1.1, which is at step `tags`\n"), "{said}");
    let commit = repository.git(&["rev-parse", "--short=10", "HEAD"]);
    for line in [format!("\n  commit {}\n", commit.trim()), "\n  tag chain-1.1\n".into()] {
        assert!(said.contains(&line), "no {line} in {said}");
    }
    look(&repository, &["abandon", "--dry-run"], 3);
    assert_eq!(run(&repository, &["resume", "--yes"], None).code, 0);
    assert!(repository.tags().contains(&"chain-1.1".to_owned()));
}
