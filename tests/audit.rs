//! The audit of whole tag histories, in real repositories.

mod rows;
mod shown;
mod stories;

use std::sync::OnceLock;

use crate::support::{Mould, Output, Repository, chain};

/// Audits with these options, which must end with this code and leave everything as it was.
fn audit(repository: &Repository, options: &[&str], code: i32) -> Output {
    let before = repository.state();
    let output = repository.run(&[&["audit"], options].concat());
    assert_eq!(output.code, code, "{options:?}\n{}{}", output.stdout, output.stderr);
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{options:?} wrote: {written:#?}");
    output
}

/// What was found: each finding's rule and the ref that it is about.
fn found(repository: &Repository, options: &[&str], code: i32) -> Vec<String> {
    let output = audit(repository, &[&["--format", "json"], options].concat(), code);
    let json: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    let findings = json["findings"].as_array().unwrap().iter();
    let text = |finding: &serde_json::Value| {
        let place = finding["ref"].as_str().or(finding["path"].as_str()).unwrap_or("-");
        format!("{} {place}", finding["rule"].as_str().unwrap())
    };
    findings.map(text).collect()
}

/// Releases with these words, on this day.
fn release(repository: &Repository, words: &[&str], date: &str) {
    let output = repository.run(&[words, &["--yes", "--date", date]].concat());
    assert_eq!(output.code, 0, "{words:?}: {output:?}");
}

/// Chain's story in short: a patch, a product release that leaves one behind, its catching up.
fn story(repository: &Repository) {
    release(repository, &["patch", "core", "sdk"], "2016-10-01");
    repository.write("core/feature", "").commit("A feature");
    release(repository, &["release", "minor", "-p", "core"], "2016-10-01");
    repository.write("sdk/fix", "").commit("A fix");
    release(repository, &["patch", "sdk"], "2016-10-01");
    release(repository, &["release", "minor", "--all"], "2016-10-01");
    release(repository, &["patch", "mac"], "2016-10-01");
}

/// The product line with that story behind it.
fn told() -> Repository {
    static MOULD: OnceLock<Mould> = OnceLock::new();
    let mould = MOULD.get_or_init(|| {
        let repository = chain::released();
        story(&repository);
        Mould::of(&repository)
    });
    mould.cast()
}

#[test]
fn chain_9_a_history_of_our_own_releases_is_clean() {
    let repository = told();
    let output = audit(&repository, &[], 0);
    assert_eq!(output.stdout, "");
    assert_eq!(output.stderr, "16 tags: nothing breaks the policy\n");
    assert_eq!(audit(&repository, &["-q"], 0).stderr, "");
    // Of what was not reported on nothing is said.
    let core = repository.git(&["tag", "-l", "core-*"]).lines().count();
    let said = audit(&repository, &["-p", "core"], 0).stderr;
    assert_eq!(said, format!("{core} tags of core: nothing breaks the policy\n"));
    assert_eq!(audit(&repository, &["--since", "HEAD"], 0).stderr, "no tag since HEAD\n");
    let said = audit(&repository, &["-p", "core", "--since", "HEAD"], 0).stderr;
    assert_eq!(said, "no tag of core since HEAD\n");
    assert_eq!(found(&repository, &["--deny", "warnings"], 0), [""; 0]);
    // Elsewhere than on a branch, and on one that has only the beginning.
    repository.git(&["switch", "-q", "--detach", "HEAD"]);
    assert_eq!(found(&repository, &[], 0), [""; 0]);
    repository.git(&["switch", "-q", "-c", "old", "core-1.0"]);
    assert_eq!(found(&repository, &[], 0), [""; 0]);
}

#[test]
fn a_history_is_read_in_every_kind_of_repository() {
    for options in [&["--ref-format=reftable"][..], &["--object-format=sha256"]] {
        let repository = chain::released_with(options);
        story(&repository);
        assert_eq!(found(&repository, &[], 0), [""; 0], "{options:?}");
        repository.annotate("core-1.1.20161001", "by hand").write("core/late", "").commit("Late");
        repository.annotate("core-1.1.20161002", "by hand");
        let wanted = ["tag-manifest core-1.1.20161001", "tag-manifest core-1.1.20161002"];
        let found = found(&repository, &[], 1);
        for wanted in wanted {
            assert!(found.contains(&wanted.to_owned()), "{options:?}: {found:?}");
        }
    }
}

#[test]
fn processes_do_not_grow_with_tags() {
    let repository = chain::released_with(&["--ref-format=reftable"]);
    let processes = || {
        let said = audit(&repository, &["-v"], 0).stderr;
        let (before, _) = said.split_once(" git processes started").unwrap();
        before.rsplit(['\n', ' ']).next().unwrap().parse::<usize>().unwrap()
    };
    let few = processes();
    for _ in 0..3 {
        repository.commit("On");
    }
    story(&repository);
    assert_eq!(processes(), few);
    assert!(few <= 12, "{few}");
}

#[test]
fn a_shallow_clone_says_what_it_lacks() {
    let repository = told();
    let clone = repository.beside("clone");
    let url = format!("file://{}", repository.root().display());
    repository.git(&["clone", "-q", "--depth", "1", &url, clone.to_str().unwrap()]);
    let output = repository.run(&["-C", clone.to_str().unwrap(), "audit"]);
    assert!(output.stderr.contains("git fetch --unshallow --tags"), "{output:?}");
}
