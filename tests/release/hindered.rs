//! What would be refused is refused before anybody is asked, and told beside a plan that is only
//! shown (SAFETY 5).

use std::fs;
#[cfg(target_os = "linux")]
use std::process::Command;

use super::{document, look, run};
#[cfg(target_os = "linux")]
use crate::support::Mould;
use crate::support::{Repository, chain};

const RELEASE: &[&str] = &["release", "minor", "--all"];

/// A release is refused unasked, and a dry run and a plan say why it would be.
fn is_refused(repository: &Repository, says: &str) {
    let refused = look(repository, RELEASE, 5);
    assert!(refused.stderr.contains(says), "{}", refused.stderr);
    for words in [
        &["release", "minor", "--all", "--dry-run"][..],
        &["release", "minor", "--all", "--dry-run", "--json"],
        &["plan", "release", "minor", "--all", "--json"],
    ] {
        let shown = look(repository, words, 0);
        assert!(shown.stderr.contains("note: "), "{words:?}: {}", shown.stderr);
        assert_eq!(shown.stderr.matches(says).count(), 1, "{words:?}: {}", shown.stderr);
        assert!(shown.stderr.contains("help: "), "{words:?}: {}", shown.stderr);
        if words.contains(&"--json") {
            document(&shown);
        }
    }
}

#[test]
fn semantics_24_a_dirty_file_is_refused_before_the_question() {
    let repository = chain::released();
    repository.write("core/version.txt", "# Mine.\nversion = \"1.0\"\n");
    is_refused(&repository, "`core/version.txt` has changes that are not committed (modified)");
    repository.git(&["checkout", "-q", "core/version.txt"]);
    let text = repository.file("release.toml");
    repository.write("release.toml", text + "\n# Mine.\n");
    is_refused(&repository, "`release.toml` has changes");
}

#[test]
fn safety_5_a_branch_or_none_is_refused_before_the_question() {
    let repository = chain::released();
    let text = repository.file("release.toml");
    repository.write("release.toml", text + "\n[git]\nallow-branch = [\"main\"]\n").commit("Main");
    repository.git(&["checkout", "-q", "-b", "topic"]);
    is_refused(&repository, "branch `topic`");
    repository.git(&["checkout", "-q", "--detach"]);
    is_refused(&repository, "HEAD is detached");
}

#[test]
fn safety_5_a_release_by_nobody_is_refused_before_the_question() {
    let repository = chain::released();
    for (key, value) in [("user.useConfigOnly", "true"), ("user.name", "<>")] {
        repository.git(&["config", key, value]);
    }
    is_refused(&repository, "git does not know who makes the release");
    repository.git(&["config", "user.name", "Somebody"]);
    let shown = look(&repository, &[RELEASE, &["--dry-run"]].concat(), 0);
    assert!(!shown.stderr.contains("note: "), "{}", shown.stderr);
    repository.git(&["config", "--unset", "user.email"]);
    is_refused(&repository, "git does not know who makes the release");
}

#[test]
fn what_the_environment_says_of_who_and_when_is_named_where_git_refuses_it() {
    let repository = chain::released();
    for (variable, value, says) in [
        ("GIT_AUTHOR_DATE", "yesterday", "invalid date format: yesterday"),
        ("GIT_COMMITTER_DATE", "nonsense", "invalid date format: nonsense"),
        ("GIT_AUTHOR_NAME", "<>", "does not know who"),
    ] {
        let before = repository.state();
        for further in [&["--yes"][..], &["--dry-run"]] {
            let mut command = repository.program("", &[RELEASE, further].concat());
            command.env(variable, value);
            let output = crate::support::run(command);
            let code = if further == ["--yes"] { 5 } else { 0 };
            assert_eq!(output.code, code, "{output:?}");
            for says in [says, variable, "unset"] {
                assert!(output.stderr.contains(says), "{variable}: {}", output.stderr);
            }
            assert!(!output.stderr.contains("git config"), "{variable}: {}", output.stderr);
        }
        let written = repository.state().changes_since(&before);
        assert!(written.is_empty(), "{variable}: {written:#?}");
    }
    // Anything else that git says is no want of a name.
    repository.git(&["config", "author.name", "Somebody"]);
    repository.git(&["config", "user.useConfigOnly", "perhaps"]);
    let output = repository.run(&[RELEASE, &["--yes"]].concat());
    assert_eq!(output.code, 5, "{output:?}");
    assert!(output.stderr.contains("bad boolean config value"), "{}", output.stderr);
}

#[test]
fn safety_5_a_read_only_file_is_refused_before_the_question() {
    let repository = chain::released();
    let file = repository.at("core/version.txt");
    let mut mode = fs::metadata(&file).unwrap().permissions();
    mode.set_readonly(true);
    fs::set_permissions(&file, mode).unwrap();
    is_refused(&repository, "`core/version.txt` is read-only");
    // Nothing of a patch is written there.
    repository.write("sdk/change", "").commit("Change it");
    let shown = look(&repository, &["patch", "sdk", "--dry-run"], 0);
    assert!(!shown.stderr.contains("read-only"), "{}", shown.stderr);
}

#[cfg(unix)]
#[test]
fn safety_5_a_closed_folder_is_refused_before_the_question() {
    let repository = chain::released();
    repository.while_closed("core", || {
        let why = "`core/version.txt` lies in a folder that you may not write to";
        is_refused(&repository, why);
    });
}

#[test]
fn safety_5_a_merge_under_way_is_refused_before_the_question() {
    let repository = chain::released();
    repository.git(&["checkout", "-q", "-b", "side"]);
    repository.write("note", "1\n").commit("One");
    repository.git(&["checkout", "-q", "main"]);
    repository.write("other", "2\n").commit("Two");
    repository.git(&["merge", "-q", "--no-commit", "side"]);
    is_refused(&repository, "a merge is under way");
}

#[test]
fn safety_5_a_branch_behind_its_remote_is_refused() {
    let repository = chain::released();
    repository.write("note", "").commit("Go on");
    for (key, value) in [
        ("remote.origin.url", "https://example.invalid/chain.git"),
        ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
        ("branch.main.remote", "origin"),
        ("branch.main.merge", "refs/heads/main"),
    ] {
        repository.git(&["config", key, value]);
    }
    // Nothing was fetched yet: nothing is known.
    run(&repository, &[RELEASE, &["--dry-run"]].concat(), 0);
    repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    repository.git(&["reset", "-q", "--hard", "HEAD~1"]);
    is_refused(&repository, "branch `main` is behind `origin/main` by 1 commit");
    repository.git(&["merge", "-q", "--ff-only", "origin/main"]);
    run(&repository, &[RELEASE, &["--yes"]].concat(), 0);
    // What is not pushed yet is no hindrance to the next one.
    run(&repository, &["release", "minor", "--all", "--yes"], 0);
}

/// A component of which nothing is there is nothing to plan around (SEMANTICS 2).
#[test]
fn semantics_2_a_component_without_manifests_is_a_wrong_configuration() {
    let repository = chain::released();
    let text = repository.file("release.toml");
    repository.write("release.toml", text + "\n[component.ghost]\n").commit("Add a ghost");
    for words in [
        &["status"][..],
        &["why", "sdk"],
        &["patch", "sdk", "--dry-run"],
        &["plan", "release", "minor", "--all"],
        &["next", "patch", "sdk"],
        &["lint"],
    ] {
        let output = look(&repository, words, 2);
        let said = format!("{}{}", output.stdout, output.stderr);
        assert!(said.contains("`ghost` has no folder ghost"), "{words:?}: {said}");
        assert!(said.contains("add `path = \"…\"`"), "{words:?}: {said}");
    }
    let text = repository.file("release.toml");
    repository.write("release.toml", text + "manifests = []\n").commit("It is in its tags");
    run(&repository, &["patch", "sdk", "--dry-run"], 0);
}

/// What is tagged later, by somebody else or as a release of another component, says nothing of
/// the tags that one still waits for.
#[test]
fn semantics_28_a_release_waits_for_its_tags_whatever_is_tagged_after_it() {
    let repository = chain::released();
    repository.write("sdk/change", "").commit("Change it");
    run(&repository, &["patch", "sdk", "--no-tag", "--yes"], 0);
    let text = repository.file("sdk/version.txt");
    let tag = format!("sdk-{}", text.split('"').nth(1).unwrap());
    let commit = repository.head();
    let short = repository.git(&["rev-parse", "--short=10", "HEAD"]);
    repository.write("core/change", "").commit("Go on");
    repository.git(&["tag", "nightly"]);
    for more in [&["patch", "core", "--yes"][..], &["status"], &["lint"]] {
        run(&repository, more, 0);
    }
    let refused = look(&repository, &["patch", "sdk", "--date", "2090-01-01", "--yes"], 1);
    assert!(refused.stderr.contains(&format!("unfinished without {tag}")), "{}", refused.stderr);
    let help = format!(
        "makes it on that commit; where that release is not wanted any more, `git revert {}`\n",
        short.trim()
    );
    assert!(refused.stderr.contains(&help), "{}", refused.stderr);
    run(&repository, &["resume"], 0);
    assert_eq!(repository.git(&["rev-parse", &format!("{tag}^{{commit}}")]).trim(), commit);
    run(&repository, &["resume"], 3);
    // One that was passed by, here by hand, is no longer waited for.
    repository.git(&["tag", "-d", &tag]);
    repository.git(&["tag", "sdk-1.0.20900101"]);
    run(&repository, &["resume"], 3);
}

/// What the next release lacks are the tags of the last one; `lint --fix` would take that back.
#[test]
fn semantics_28_a_release_that_waits_for_its_tags_is_told_of() {
    let repository = chain::released();
    run(&repository, &["release", "minor", "--all", "--no-tag", "--yes"], 0);
    let commit = repository.head();
    let short = repository.git(&["rev-parse", "--short=10", "HEAD"]);
    repository.write("note", "").commit("Go on");
    let refused = look(&repository, &["patch", "sdk", "--yes"], 1);
    for words in ["unfinished without", "core-1.1, sdk-1.1, mac-1.1, chain-1.1", short.trim()] {
        assert!(refused.stderr.contains(words), "no {words}: {}", refused.stderr);
    }
    assert!(!refused.stderr.contains("lint --fix"), "{}", refused.stderr);
    for tag in ["core-1.1", "sdk-1.1", "mac-1.1", "chain-1.1"] {
        repository.git(&["tag", "-a", "-m", "Release 1.1", tag, &commit]);
    }
    run(&repository, &["patch", "sdk", "--yes"], 0);
}

/// Where a thread or a process cannot be had, the work is done without, or the release is undone.
#[cfg(target_os = "linux")]
#[test]
fn a_system_that_gives_no_more_threads_is_no_bug_of_ours() {
    let strace = |further: &[&str]| {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "/dev/null"]).args(further);
        command
    };
    if !strace(&["true"]).output().is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: no strace to refuse threads with");
        return;
    }
    let mould = Mould::of(&chain::released());
    let mut ended = Vec::new();
    for number in (1..20).step_by(2) {
        let repository = mould.cast();
        let before = repository.state();
        let program = repository.program("", &[RELEASE, &["--yes"]].concat());
        let refuse = format!("inject=clone3:error=EAGAIN:when={number}");
        let mut command = strace(&["-e", "trace=clone3", "-e", &refuse]);
        command.arg(program.get_program()).args(program.get_args()).current_dir(repository.root());
        command.env_clear().envs(program.get_envs().filter_map(|(name, to)| Some((name, to?))));
        let output = crate::support::run(command);
        assert!(matches!(output.code, 0 | 5), "{number}: {output:?}");
        if output.code == 5 {
            let written = repository.state().changes_since(&before);
            assert!(written.is_empty(), "{number}: {written:#?}");
        }
        assert_eq!(repository.run(&["resume"]).code, 3, "{number}");
        ended.push(output.code);
    }
    assert!(ended.contains(&0) && ended.contains(&5), "nothing was refused: {ended:?}");
}
