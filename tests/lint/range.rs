//! A range is each of its commits: what one look keeps for the next must not be seen in what it
//! finds.

use super::lint;
use crate::support::{Repository, chain};

/// A history with everything that differs from one commit to the next: versions moved by hand and
/// back, a text, the configuration, a file that goes and one that comes, a branch that is merged, a
/// release of the branch, and one whose tag is on neither side.
fn history() -> Repository {
    let repository = chain::released();
    repository.git(&["tag", "from"]);
    let core = |version: &str| {
        repository.write("core/version.txt", format!("version = \"{version}\"\n"));
    };
    core("1.0.20161015");
    repository.write("README.md", "core 1.0.20161015\n").commit("Move it by hand");
    repository.write("README.md", "core@1.0.20161014\n").commit("Say something else");
    repository.git(&["switch", "-q", "-c", "aside", "from"]);
    repository.write("core/change", "").commit("Change the core");
    let words = ["release", "minor", "--all", "--yes", "--no-tag", "--date", "2016-11-02"];
    assert_eq!(repository.run(&words).code, 0);
    repository.write("core/change", "2").commit("Change it again");
    repository.git(&["switch", "-q", "-c", "lost", "from"]);
    repository.commit("Elsewhere");
    repository.git(&["tag", "core-1.7"]);
    repository.git(&["switch", "-q", "main"]);
    core("1.0");
    repository.write("core/late", "").commit("Back");
    repository.git(&["merge", "-q", "-X", "theirs", "-m", "Merge", "aside"]);
    let configuration = repository.file("release.toml");
    repository.write("release.toml", format!("{configuration}\n[lint]\nunmanaged = [\"*.md\"]\n"));
    repository.commit("Let texts be");
    repository.write("release.toml", &configuration);
    core("0.9");
    repository.commit("Down");
    repository.git(&["rm", "-q", "README.md"]);
    repository.commit("No text");
    repository.git(&["rm", "-q", "core/version.txt"]);
    repository.commit("No manifest");
    core("1.1");
    repository.commit("Again");
    repository
}

/// The findings of a lint, as JSON.
fn findings(repository: &Repository, options: &[&str]) -> Vec<serde_json::Value> {
    let output = repository.run(&[&["lint", "--format", "json"], options].concat());
    let json: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    json["findings"].as_array().unwrap_or_else(|| panic!("{json:#}")).clone()
}

#[test]
fn a_range_finds_what_a_look_at_each_commit_finds() {
    let repository = history();
    let log = repository.git(&["rev-list", "--reverse", "--topo-order", "from..main"]);
    let mut wanted = Vec::new();
    let mut looked_at = 0;
    for commit in log.split_whitespace() {
        looked_at += 1;
        let (short, _) = commit.split_at(10);
        for mut finding in findings(&repository, &["--rev", commit]) {
            let message = finding["message"].as_str().unwrap();
            finding["message"] = format!("{message} (in commit {short})").into();
            wanted.push(finding);
        }
    }
    assert!(looked_at > 9, "{looked_at}");
    // What one commit breaks, the next ones still break.
    let mut known: Vec<serde_json::Value> = Vec::new();
    let said = |finding: &serde_json::Value| {
        let mut said = finding.clone();
        let message = finding["message"].as_str().unwrap();
        said["message"] = message.split(" (in commit ").next().into();
        // Lines and columns are those of the commit; what a finding is, its bytes say.
        for key in ["line", "column", "end-line", "end-column"] {
            said.as_object_mut().unwrap().remove(key);
        }
        said
    };
    wanted.retain(|finding| {
        let new = !known.contains(&said(finding));
        known.push(said(finding));
        new
    });
    let found = findings(&repository, &["--range", "from..main"]);
    let text = |all: &[serde_json::Value]| {
        let mut all: Vec<String> = all.iter().map(ToString::to_string).collect();
        all.sort();
        all.join("\n")
    };
    assert!(wanted.len() > 3, "{wanted:#?}");
    assert_eq!(text(&found), text(&wanted));
}

#[test]
fn processes_do_not_grow_with_a_range() {
    let repository = chain::released();
    repository.write("core/version.txt", "version = \"1.0.20161015\"\n").commit("Move it");
    let processes = |range: &str| {
        let said = lint(&repository, &["-v", "--range", range], 1).stderr;
        let (before, _) = said.split_once(" git processes started").unwrap();
        before.rsplit(['\n', ' ']).next().unwrap().parse::<usize>().unwrap()
    };
    let few = processes("HEAD~1..HEAD");
    for _ in 0..4 {
        repository.commit("On");
    }
    assert_eq!(processes("HEAD~5..HEAD"), few);
}
