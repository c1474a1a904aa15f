//! Pushes of which nothing was sent, or nothing of the release: they leave everything as it was.

use super::{harmless, hook, line, remote, run, there};
use crate::support::chain;

/// git ends these with the code of a broken connection, but the connection had not come so far.
#[test]
fn what_the_remote_does_not_take_leaves_everything_as_it_was() {
    for (key, value, says) in [
        ("push.pushOption", "ci.skip", "does not support push options"),
        ("push.gpgSign", "true", "does not support --signed push"),
        ("remote.origin.receivepack", "/bin/false", "Could not read from remote"),
    ] {
        let repository = line();
        repository.git(&["config", key, value]);
        let output = harmless(&repository, &["--push"], 5);
        for says in [says, "before anything was sent", "as it was before"] {
            assert!(output.stderr.contains(says), "{key}: {}", output.stderr);
        }
        assert!(!output.stderr.contains("unfinished"), "{key}: {}", output.stderr);
        run(&repository, &["resume"], 3);
        assert!(!repository.at(".git/syncline/scratch").exists(), "{key}");
    }
}

/// git reports success of what it was told to push: with this setting that is submodules alone.
#[test]
fn a_setting_that_pushes_submodules_alone_keeps_nothing_back() {
    for value in ["only", "on-demand", "check"] {
        let repository = line();
        repository.git(&["config", "push.recurseSubmodules", value]);
        super::release(&repository, &["--push"], 0);
        super::is_out(&repository, "origin", "main");
    }
}

/// Code 0 says nothing of a ref that git does not name: the remote is asked.
#[cfg(unix)]
#[test]
fn a_push_that_ended_well_is_not_believed_of_what_it_does_not_name() {
    let repository = line();
    let folder = repository.beside("programs");
    let git = "case \" $* \" in *' push '*) exit 0;; esac; PATH=${PATH#*:} exec git \"$@\"";
    super::program(&folder.join("git"), git);
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let before = (repository.state(), there(&repository, "origin"));
    let mut command = repository.program("", &[super::RELEASE, &["--push"]].concat());
    command.env("PATH", path);
    let output = crate::support::run(command);
    // Whether it sent anything nobody knows: there is no trace of it.
    assert_eq!(output.code, 6, "{output:?}");
    assert!(output.stderr.contains("`origin` has nothing of it"), "{}", output.stderr);
    assert_eq!(there(&repository, "origin"), before.1);
    run(&repository, &["abandon"], 0);
    let written = repository.state().changes_since(&before.0);
    assert!(written.is_empty(), "{written:#?}");
}

/// Where no commit is made, the branch there is where it was all along: nothing of the release.
#[test]
fn a_branch_that_gets_no_commit_is_nothing_of_the_release() {
    let repository = chain::untagged();
    remote(&repository, "origin");
    repository.git(&["push", "-q", "origin", "main"]);
    hook(&repository, "origin", "update", "case $1 in refs/tags/*) exit 1;; esac");
    let before = (repository.state(), there(&repository, "origin"));
    let words = ["release", "1.0", "--all", "--push", "--yes"];
    let output = run(&repository, &words, 5);
    assert!(output.stderr.contains("as it was before"), "{}", output.stderr);
    let written = repository.state().changes_since(&before.0);
    assert!(written.is_empty(), "{written:#?}");
    assert_eq!(there(&repository, "origin"), before.1);
    run(&repository, &["resume"], 3);
}

/// A single tag that waited: the step before the lead tag sends nothing, and what is done of it is
/// nothing that others have seen.
#[test]
fn a_lead_tag_that_goes_out_alone_and_is_refused_is_taken_back() {
    let repository = line();
    let words = ["patch", "sdk", "--no-tag", "--push", "--yes", "--date", "2016-11-08"];
    let output = run(&repository, &words, 0);
    assert!(output.stdout.contains("sdk-1.0.20161108"), "one tag waits: {output:?}");
    hook(&repository, "origin", "update", "exit 1");
    let before = repository.state();
    let output = run(&repository, &["resume", "--push"], 5);
    assert!(output.stderr.contains("as it was before"), "{}", output.stderr);
    assert!(!output.stderr.contains("unfinished"), "{}", output.stderr);
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
    // Where its connection broke, it can go on or back, and says so.
    hook(&repository, "origin", "update", "exit 0");
    hook(&repository, "origin", "pre-receive", "kill -9 $PPID");
    let output = run(&repository, &["resume", "--push"], 6);
    assert!(!output.stderr.contains("only go on"), "{}", output.stderr);
    let waits = run(&repository, &["release", "minor", "--all", "--yes"], 6);
    assert!(!waits.stderr.contains("only go on"), "{}", waits.stderr);
    run(&repository, &["abandon"], 0);
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
    hook(&repository, "origin", "pre-receive", "exit 0");
    run(&repository, &["resume", "--push"], 0);
    assert!(there(&repository, "origin").contains_key("refs/tags/sdk-1.0.20161108"));
}
