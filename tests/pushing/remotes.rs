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
    repository.git(&["config", "push.default", "upstream"]);
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

/// A fork is pushed to, and what it is a fork of is fetched from: as `git push` has it.
#[test]
fn what_git_pushes_to_goes_before_what_the_branch_follows() {
    for (key, loses) in [
        ("remote.pushDefault", "branch.main.remote"),
        ("branch.main.pushRemote", "remote.pushDefault"),
    ] {
        let repository = line();
        remote(&repository, "fork");
        repository.git(&["config", loses, "origin"]);
        repository.git(&["config", key, "gone"]);
        let output = harmless(&repository, &["--push"], 5);
        assert!(output.stderr.contains(&format!("`main` goes to `gone` ({key})")), "{output:?}");
        assert!(output.stderr.contains(&format!("git config {key} NAME")), "{output:?}");
        repository.git(&["config", key, "fork"]);
        // The branch that it follows has another name, which is the business of fetching alone.
        repository.git(&["config", "branch.main.merge", "refs/heads/trunk"]);
        let before = there(&repository, "origin");
        release(&repository, &["--push"], 0);
        is_out(&repository, "fork", "main");
        assert_eq!(there(&repository, "origin"), before, "{key}");
        // What release.toml says goes before what one clone is set up to do.
        configure(&repository, "push = true\nremote = \"origin\"");
        repository.git(&["config", "branch.main.merge", "refs/heads/main"]);
        let output = super::run(&repository, &["plan", "release", "minor", "--all", "--push"], 0);
        assert!(output.stdout.contains("origin"), "{output:?}");
    }
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
        ("remote = \"me:secret@example.invalid:x\"", "the name of a remote"),
        ("remote = \"https://me:secret@example.invalid/x", "release.toml"),
        ("remote = \"\"", "the name of a remote"),
        ("push-tags = \"single\"", "unknown value `single`"),
        ("push = \"yes\"", "`git.push` takes true or false"),
        ("psuh = true", "unknown key `git.psuh`"),
    ] {
        repository.write("release.toml", format!("{text}\n[git]\n{settings}\n"));
        let output = harmless(&repository, &[], 2);
        assert!(output.stderr.contains(says), "{settings}: {}", output.stderr);
        assert!(!output.stderr.contains("secret"), "{settings}: {}", output.stderr);
    }
}

/// It follows the branch that it was started from, which plain `git push` leaves alone too.
#[test]
fn a_branch_that_follows_one_of_another_name_is_refused_unless_git_is_told_to_push_there() {
    let start = || {
        let repository = line();
        repository.git(&["switch", "-q", "-c", "feature", "origin/main"]);
        repository
    };
    let repository = start();
    for default in [None, Some("simple"), Some("nothing")] {
        if let Some(default) = default {
            repository.git(&["config", "push.default", default]);
        }
        let output = harmless(&repository, &["--push"], 5);
        assert!(output.stderr.contains("`feature` follows `main` on `origin`"), "{output:?}");
        assert!(output.stderr.contains("git config push.default upstream"), "{output:?}");
        assert!(output.stderr.contains("git branch --unset-upstream feature"), "{output:?}");
    }
    let plan = ["plan", "release", "minor", "--all", "--push"];
    let shown = super::run(&repository, &plan, 0);
    assert!(shown.stderr.contains("note: it would be refused now"), "{shown:?}");
    for (default, branch) in [
        ("upstream", "main"),
        ("tracking", "main"),
        ("current", "feature"),
        ("matching", "feature"),
    ] {
        let repository = start();
        repository.git(&["config", "push.default", default]);
        let before = there(&repository, "origin");
        release(&repository, &["--push"], 0);
        let after = there(&repository, "origin");
        let name = format!("refs/heads/{branch}");
        assert_eq!(after.get(&name), Some(&repository.head()), "{default}");
        let main =
            branch == "main" || after.get("refs/heads/main") == before.get("refs/heads/main");
        assert!(main, "{default}");
    }
    let repository = start();
    repository.git(&["branch", "--unset-upstream", "feature"]);
    release(&repository, &["--push"], 0);
    assert_eq!(there(&repository, "origin").get("refs/heads/feature"), Some(&repository.head()));
}

#[test]
fn a_branch_that_follows_no_remote_of_this_clone_is_not_pushed_to_another() {
    let repository = line();
    let place = repository.beside("origin.git");
    let url = format!("file://me:hunter2@localhost{}", place.display());
    for (followed, says) in
        [("gone", "goes to `gone` (branch.main.remote)"), (url.as_str(), "`file://localhost")]
    {
        repository.git(&["config", "branch.main.remote", followed]);
        let output = harmless(&repository, &["--push"], 5);
        assert!(output.stderr.contains(says), "{output:?}");
        assert!(output.stderr.contains("git config branch.main.remote origin"), "{output:?}");
        assert!(!output.stderr.contains("hunter2"), "{output:?}");
    }
    // As it says.
    repository.git(&["config", "branch.main.remote", "origin"]);
    release(&repository, &["--push"], 0);
    is_out(&repository, "origin", "main");

    // A branch of this very repository is at no remote: it goes where others go.
    let repository = line();
    repository.git(&["switch", "-q", "-c", "feature", "main", "--track"]);
    release(&repository, &["--push"], 0);
    assert_eq!(there(&repository, "origin").get("refs/heads/feature"), Some(&repository.head()));
}

/// What is there is asked, and fetched, where it is pushed to.
#[test]
fn a_remote_that_is_fetched_from_elsewhere_is_looked_at_where_it_is_pushed_to() {
    let repository = line();
    let (place, clone) = (repository.beside("origin.git"), repository.beside("clone"));
    let (place, clone) = (place.to_str().unwrap(), clone.to_str().unwrap());
    let mirror = repository.beside("mirror.git");
    repository.git(&["clone", "-q", "--mirror", place, mirror.to_str().unwrap()]);
    repository.git(&["remote", "set-url", "origin", mirror.to_str().unwrap()]);
    repository.git(&["remote", "set-url", "--push", "origin", place]);
    repository.git(&["clone", "-q", place, clone]);
    let there = |words: &[&str]| repository.git(&[&["-C", clone], words].concat());
    there(&["config", "user.name", "Other"]);
    there(&["config", "user.email", "other@example.com"]);

    // The release is pushed without its tags, and somebody goes on from it.
    release(&repository, &["--no-tag", "--push"], 0);
    there(&["pull", "-q", "--ff-only"]);
    there(&["commit", "-q", "--allow-empty", "-m", "Meanwhile"]);
    there(&["push", "-q", "origin", "main"]);
    let output = super::run(&repository, &["patch", "sdk", "--push", "--yes"], 1);
    assert!(output.stderr.contains("resume"), "{output:?}");
    super::run(&repository, &["resume", "--push"], 0);

    let output = super::run(&repository, &["patch", "sdk", "--push", "--yes"], 5);
    let from = "\"$(git remote get-url --push origin)\" main`";
    assert!(output.stderr.contains(&format!("`git pull --ff-only {from}")), "{output:?}");
    repository.git(&["pull", "-q", "--ff-only", place, "main"]);
    super::run(&repository, &["patch", "sdk", "--push", "--yes"], 0);
}

#[test]
fn what_is_shown_of_a_place_holds_no_secret() {
    for (place, shown) in [
        ("https://me:se'cret@example.invalid/x", "(https://example.invalid/x)"),
        ("https://example.invalid/x?private_token=secret", "(https://example.invalid/x)"),
        ("me:secret@example.invalid:x.git", "(example.invalid:x.git)"),
    ] {
        let repository = chain::released();
        repository.git(&["remote", "add", "origin", place]);
        repository.git(&["config", "protocol.allow", "never"]);
        let words = ["release", "minor", "--all", "--dry-run", "--push"];
        let output = super::run(&repository, &words, 0);
        let all = format!("{}{}", output.stdout, output.stderr);
        assert!(all.contains(shown), "{all}");
        assert!(!all.contains("cret"), "{all}");
    }
}
