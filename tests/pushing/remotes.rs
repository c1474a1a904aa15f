//! Which remote is pushed to.

use super::{configure, harmless, is_out, line, release, remote, there};
use crate::support::chain;

#[test]
fn without_any_remote_nothing_is_pushed_and_nothing_written() {
    let repository = chain::released();
    let before = repository.state();
    let output = release(&repository, &["--push"], 5);
    assert!(output.stderr.contains("there is no remote to push to"), "{}", output.stderr);
    assert!(output.stderr.contains("git remote add"), "{}", output.stderr);
    assert!(repository.state().changes_since(&before).is_empty());
    // Beside a plan that is only shown it is a note.
    let shown = super::run(&repository, &["plan", "release", "minor", "--all", "--push"], 0);
    assert!(shown.stderr.contains("note: "), "{}", shown.stderr);
    assert!(shown.stderr.contains("no remote"), "{}", shown.stderr);
}

#[test]
fn a_remote_that_is_not_there_is_refused_with_those_that_are() {
    let repository = line();
    configure(&repository, "push = true\nremote = \"upstream\"");
    let output = harmless(&repository, &[], 5);
    assert!(output.stderr.contains("no remote `upstream`"), "{}", output.stderr);
    assert!(output.stderr.contains("`origin`"), "{}", output.stderr);
}

#[test]
fn the_branchs_own_remote_goes_before_origin_and_a_configured_one_before_both() {
    let repository = line();
    remote(&repository, "far");
    remote(&repository, "third");
    repository.git(&["push", "-q", "-u", "far", "main:trunk"]);
    release(&repository, &["--push"], 0);
    is_out(&repository, "far", "trunk");
    assert!(!there(&repository, "far").contains_key("refs/heads/main"), "it is called trunk there");
    assert!(!there(&repository, "origin").contains_key("refs/tags/chain-1.1"));

    let repository = line();
    remote(&repository, "third");
    configure(&repository, "push = true\nremote = \"third\"");
    release(&repository, &[], 0);
    is_out(&repository, "third", "main");
}

#[test]
fn of_several_without_an_origin_one_has_to_be_named() {
    let repository = line();
    repository.git(&["branch", "--unset-upstream"]);
    repository.git(&["remote", "rename", "origin", "one"]);
    let rename = |from: &str, to: &str| repository.git(&["remote", "rename", from, to]);
    remote(&repository, "two");
    let before = repository.state();
    let output = release(&repository, &["--push"], 5);
    assert!(output.stderr.contains("several remotes"), "{}", output.stderr);
    assert!(output.stderr.contains("`one`, `two`"), "{}", output.stderr);
    assert!(repository.state().changes_since(&before).is_empty());
    repository.git(&["remote", "remove", "two"]);
    release(&repository, &["--push"], 0);
    is_out(&repository, "one", "main");
    rename("one", "origin");
}

#[test]
fn a_remote_of_several_places_and_a_mirror_are_refused() {
    let repository = line();
    let second = repository.beside("second.git");
    repository.git(&["init", "-q", "--bare", second.to_str().unwrap()]);
    for place in ["origin.git", "second.git"] {
        let place = repository.beside(place);
        repository.git(&[
            "remote",
            "set-url",
            "--add",
            "--push",
            "origin",
            place.to_str().unwrap(),
        ]);
    }
    let output = harmless(&repository, &["--push"], 5);
    assert!(output.stderr.contains("several places at once"), "{}", output.stderr);

    let repository = line();
    repository.git(&["config", "remote.origin.mirror", "true"]);
    let output = harmless(&repository, &["--push"], 5);
    assert!(output.stderr.contains("is a mirror"), "{}", output.stderr);
}

#[test]
fn a_remote_that_cannot_be_reached_is_told_of_without_its_password() {
    let repository = chain::released();
    repository.git(&["remote", "add", "origin", "file://me:secret@localhost/no/such/place"]);
    let before = repository.state();
    let output = release(&repository, &["--push"], 5);
    assert!(output.stderr.contains("`origin` (file://localhost/no/such/place)"), "{output:?}");
    assert!(output.stderr.contains("git ls-remote origin"), "{output:?}");
    let all = format!("{}{}", output.stdout, output.stderr);
    assert!(!all.contains("secret"), "{all}");
    assert!(repository.state().changes_since(&before).is_empty());
}

#[test]
fn a_place_is_no_name_of_a_remote() {
    let repository = line();
    let text = repository.file("release.toml");
    for (settings, says) in [
        ("remote = \"https://me:secret@example.invalid/x\"", "the name of a remote"),
        ("remote = \"\"", "the name of a remote"),
        ("push-tags = \"single\"", "unknown value `single`"),
        ("push = \"yes\"", "`git.push` takes true or false"),
        ("psuh = true", "unknown key `git.psuh`"),
    ] {
        repository.write("release.toml", format!("{text}\n[git]\n{settings}\n"));
        let output = harmless(&repository, &[], 2);
        assert!(output.stderr.contains(says), "{settings}: {}", output.stderr);
    }
}
