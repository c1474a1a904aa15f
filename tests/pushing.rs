//! Releases that are pushed, to real remotes in the same folder.

extern crate alloc;

mod awaited;
mod below;
mod crash;
mod nothing;
mod refused;
mod remotes;
mod retired;
mod taken_back;
mod unplanned;
mod via;
mod waiting;

use alloc::collections::BTreeMap;
use std::fs;

use crate::support::ends::run;
use crate::support::{Output, Repository, chain};

/// A release that moves the line: three components' tags, and the product's last.
const RELEASE: &[&str] = &["release", "minor", "--all", "--yes", "--date", "2016-11-01"];

/// The tags of that release, in the order in which they are made.
const TAGS: [&str; 4] = ["core-1.1", "sdk-1.1", "mac-1.1", "chain-1.1"];

/// The product line with everything released as 1.0, here and at its remote `origin`.
fn line() -> Repository {
    let repository = chain::released();
    remote(&repository, "origin");
    repository.git(&["push", "-q", "-u", "origin", "main", "--tags"]);
    repository
}

/// Adds a remote that has nothing yet; it keeps a list of what was pushed together.
fn remote(repository: &Repository, name: &str) {
    let place = repository.beside(&format!("{name}.git"));
    let place = place.to_str().unwrap();
    repository.git(&["init", "-q", "--bare", "-b", "main", place]);
    repository.git(&["remote", "add", name, place]);
    hook(repository, name, "post-receive", "echo push >> pushed\ncut -d' ' -f3 >> pushed");
}

/// Puts a hook, the body of a shell script, into a remote.
fn hook(repository: &Repository, remote: &str, name: &str, body: &str) {
    program(&repository.beside(&format!("{remote}.git/hooks/{name}")), body);
}

/// Writes a shell script that can be run.
fn program(path: &std::path::Path, body: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("#!/bin/sh\n{body}\n")).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

/// Clones `origin` into a folder beside it, whose path comes back.
fn clone(repository: &Repository, further: &[&str]) -> String {
    let (remote, clone) = (repository.beside("origin.git"), repository.beside("clone"));
    let clone = clone.to_str().unwrap().to_owned();
    let words = [&["clone", "-q"], further, &[remote.to_str().unwrap(), &clone]].concat();
    repository.git(&words);
    for (key, value) in [("user.name", "Other"), ("user.email", "other@example.com")] {
        repository.git(&["-C", &clone, "config", key, value]);
    }
    clone
}

/// What a remote has: full names, and what they hold.
fn there(repository: &Repository, remote: &str) -> BTreeMap<String, String> {
    let listed = repository.git(&["ls-remote", "--refs", "--heads", "--tags", remote]);
    let pair = |line: &str| line.split_once('\t').map(|(id, name)| (name.into(), id.into()));
    listed.lines().filter_map(pair).collect()
}

/// What was pushed together to a remote since the last look, in order: short names.
fn pushed(repository: &Repository, remote: &str) -> Vec<Vec<String>> {
    let path = repository.beside(&format!("{remote}.git/pushed"));
    let text = fs::read_to_string(&path).unwrap_or_default();
    drop(fs::remove_file(path));
    let mut all: Vec<Vec<String>> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("refs/") {
            None => all.push(Vec::new()),
            Some(name) => all.last_mut().unwrap().push(name.split_once('/').unwrap().1.to_owned()),
        }
    }
    all
}

/// A release with further options, which must end with this code.
fn release(repository: &Repository, further: &[&str], code: i32) -> Output {
    run(repository, &[RELEASE, further].concat(), code)
}

/// The same, with nothing written here or there.
fn harmless(repository: &Repository, further: &[&str], code: i32) -> Output {
    let before = (repository.state(), there(repository, "origin"));
    let output = release(repository, further, code);
    let written = repository.state().changes_since(&before.0);
    assert!(written.is_empty(), "{further:?} wrote: {written:#?}");
    assert_eq!(there(repository, "origin"), before.1, "{further:?}");
    output
}

/// The release is at the remote as it is here: branch and tags.
fn is_out(repository: &Repository, remote: &str, branch: &str) {
    let there = there(repository, remote);
    let here = |name: &str| repository.git(&["rev-parse", name]).trim().to_owned();
    assert_eq!(there.get(&format!("refs/heads/{branch}")), Some(&here("refs/heads/main")));
    for tag in TAGS {
        let name = format!("refs/tags/{tag}");
        assert_eq!(there.get(&name), Some(&here(&name)), "{there:#?}");
    }
}

/// Writes into `[git]` of release.toml, here and at the remote.
fn configure(repository: &Repository, settings: &str) {
    let text = repository.file("release.toml");
    repository.write("release.toml", format!("{text}\n[git]\n{settings}\n")).commit("Configure");
}

#[test]
fn safety_4_branch_and_tags_go_out_at_once_and_the_lead_tag_last_and_alone() {
    let repository = line();
    pushed(&repository, "origin");
    // Tags of the user's own stay here, whatever git's settings say.
    repository.annotate("mine", "Not released").git(&["config", "push.followTags", "true"]);
    let output = release(&repository, &["--push"], 0);
    assert!(output.stdout.contains("pushed to origin"), "{output:?}");
    is_out(&repository, "origin", "main");
    let together = pushed(&repository, "origin");
    let [first, last] = together.as_slice() else { panic!("{together:?}") };
    let mut sorted = first.clone();
    sorted.sort();
    assert_eq!(sorted, ["core-1.1", "mac-1.1", "main", "sdk-1.1"]);
    assert_eq!(last, &["chain-1.1"]);
    assert!(!there(&repository, "origin").contains_key("refs/tags/mine"));
    // git here knows that it is there.
    assert_eq!(repository.git(&["status", "-sb"]).trim(), "## main...origin/main");
    run(&repository, &["resume"], 3);
}

#[test]
fn semantics_28_nothing_is_pushed_unless_it_is_asked_for_or_configured() {
    let repository = line();
    let before = there(&repository, "origin");
    release(&repository, &[], 0);
    assert_eq!(there(&repository, "origin"), before);

    let repository = line();
    configure(&repository, "push = true");
    let before = there(&repository, "origin");
    let output = release(&repository, &["--no-push"], 0);
    assert!(!output.stdout.contains("pushed"), "{output:?}");
    assert_eq!(there(&repository, "origin"), before);

    let repository = line();
    configure(&repository, "push = true");
    // The commit before it was not pushed yet: it goes along.
    release(&repository, &[], 0);
    is_out(&repository, "origin", "main");
}

#[test]
fn safety_4_batches_are_the_branch_then_few_tags_at_a_time_then_the_lead_tag() {
    let repository = line();
    configure(&repository, "push = true\npush-tags = \"batched\"");
    let place = repository.beside("origin.git");
    // What such remotes cannot do is not asked of them.
    repository.git(&["-C", place.to_str().unwrap(), "config", "receive.advertiseAtomic", "false"]);
    pushed(&repository, "origin");
    release(&repository, &[], 0);
    is_out(&repository, "origin", "main");
    let together = pushed(&repository, "origin");
    let lengths: Vec<usize> = together.iter().map(Vec::len).collect();
    assert_eq!(lengths, [1, 3, 1], "{together:?}");
    assert_eq!(together.last().unwrap(), &["chain-1.1"]);
}

#[test]
fn a_commit_without_tags_is_pushed_without_tags() {
    let repository = line();
    let output = release(&repository, &["--push", "--no-tag"], 0);
    assert!(output.stdout.contains("until these tags exist"), "{output:?}");
    let there = there(&repository, "origin");
    assert_eq!(there.get("refs/heads/main"), Some(&repository.head()));
    assert!(!there.keys().any(|name| name.ends_with("1.1")), "{there:?}");
    let output = run(&repository, &["resume", "--push"], 0);
    assert!(output.stdout.contains("4 tags"), "{output:?}");
    is_out(&repository, "origin", "main");
}

/// Where the manifests have the number already, tags are all there is; the branch goes along.
#[test]
fn tags_without_a_commit_are_pushed() {
    let repository = chain::untagged();
    remote(&repository, "origin");
    let words = ["release", "1.0", "--all", "--push", "--yes"];
    run(&repository, &words, 0);
    let there = there(&repository, "origin");
    assert_eq!(there.get("refs/heads/main"), Some(&repository.head()));
    assert!(there.contains_key("refs/tags/chain-1.0") && there.len() == 5, "{there:?}");
}

#[test]
fn a_plan_says_where_it_goes_and_keeps_what_was_asked() {
    let repository = line();
    let plan = ["plan", "release", "minor", "--all", "--date", "2016-11-01"];
    let shown = run(&repository, &[&plan[..], &["--push"]].concat(), 0);
    assert!(shown.stdout.contains("pushed to origin ("), "{shown:?}");
    assert!(shown.stdout.contains("main, chain-1.1 last"), "{shown:?}");
    assert!(!run(&repository, &plan, 0).stdout.contains("pushed"), "it stays here");

    let saved = |further: &str| {
        let output = run(&repository, &[&plan[..], &["--json", further]].concat(), 0);
        let path = repository.beside(&format!("plan{further}.json"));
        fs::write(&path, &output.stdout).unwrap();
        let value: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
        (path.to_str().unwrap().to_owned(), value)
    };
    let (path, value) = saved("--push");
    assert_eq!(value.pointer("/options/push"), Some(&serde_json::Value::Bool(true)));
    assert_eq!(
        saved("--no-push").1.pointer("/options/push"),
        Some(&serde_json::Value::Bool(false))
    );
    let before = there(&repository, "origin");
    run(&repository, &["apply", &path, "--dry-run", "--no-push"], 0);
    assert_eq!(there(&repository, "origin"), before);
    let output = run(&repository, &["apply", &path, "--yes", "--json"], 0);
    let said: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    let to = serde_json::json!({"remote": "origin", "branch": "main"});
    assert_eq!(said.get("pushed"), Some(&to));
    is_out(&repository, "origin", "main");

    // Whoever applies it has the last word.
    let repository = line();
    let output = run(&repository, &[&plan[..], &["--json"]].concat(), 0);
    let path = repository.beside("plan.json");
    fs::write(&path, &output.stdout).unwrap();
    run(&repository, &["apply", path.to_str().unwrap(), "--yes", "--push"], 0);
    is_out(&repository, "origin", "main");
}

/// What is here and not there is pushed, where that is asked for.
#[test]
fn a_plan_that_was_applied_is_pushed_later() {
    let repository = line();
    let plan = ["plan", "release", "minor", "--all", "--date", "2016-11-01", "--json"];
    let path = repository.beside("plan.json");
    fs::write(&path, run(&repository, &plan, 0).stdout).unwrap();
    let path = path.to_str().unwrap();
    run(&repository, &["apply", path, "--yes"], 0);
    let before = there(&repository, "origin");
    let said = |further: &[&str], code| {
        let output = run(&repository, &[&["apply", path, "--json"], further].concat(), code);
        serde_json::from_str::<serde_json::Value>(&output.stdout).unwrap_or_default()
    };
    let to = serde_json::json!({"remote": "origin", "branch": "main"});
    for further in [&[][..], &["--push", "--dry-run"]] {
        assert_eq!(said(further, 0).get("pushed"), Some(&serde_json::Value::Null), "{further:?}");
    }
    said(&["--push"], 4);
    assert_eq!(there(&repository, "origin"), before, "nobody said yes");
    hook(&repository, "origin", "update", "test $1 != refs/tags/chain-1.1");
    let output = run(&repository, &["apply", path, "--push", "--yes"], 5);
    assert!(output.stderr.contains("it lacks `chain-1.1`"), "{output:?}");
    assert!(output.stderr.contains("run it again"), "{output:?}");
    hook(&repository, "origin", "update", "exit 0");
    pushed(&repository, "origin");
    assert_eq!(said(&["--push", "--yes"], 0).get("pushed"), Some(&to));
    assert_eq!(pushed(&repository, "origin"), [["chain-1.1"]], "what was there is not sent again");
    is_out(&repository, "origin", "main");
    // Where all of it is there, nobody is asked, and the work goes on.
    repository.write("more", "work").commit("Go on");
    let again = said(&["--push"], 0);
    assert_eq!((again.get("already"), again.get("pushed")), (Some(&true.into()), Some(&to)));
    assert!(pushed(&repository, "origin").is_empty());
    // Nor is a branch made anew that was removed there since.
    let place = repository.beside("origin.git");
    repository.git(&["-C", place.to_str().unwrap(), "update-ref", "-d", "refs/heads/main"]);
    assert_eq!(said(&["--push"], 0).get("pushed"), Some(&to));
}

/// The branch goes up to the release's commit, and no further; another's tag is not overwritten.
#[test]
fn a_release_that_is_pushed_later_takes_nothing_else_along() {
    let repository = line();
    let plan = ["plan", "release", "minor", "--all", "--date", "2016-11-01", "--json", "--push"];
    let path = repository.beside("plan.json");
    fs::write(&path, run(&repository, &plan, 0).stdout).unwrap();
    let path = path.to_str().unwrap();
    run(&repository, &["apply", path, "--yes", "--no-push"], 0);
    let commit = repository.head();
    repository.write("more", "work").commit("Go on");
    let other = repository.git(&["rev-parse", "core-1.0"]).trim().to_owned();
    repository.git(&["push", "-q", "origin", &format!("{other}:refs/tags/sdk-1.1")]);
    let before = there(&repository, "origin");
    let output = run(&repository, &["apply", path, "--yes"], 5);
    assert!(output.stderr.contains("`sdk-1.1` there is not this release's"), "{output:?}");
    assert!(!output.stderr.contains("the push failed"), "{output:?}");
    assert_eq!(there(&repository, "origin"), before);
    repository.git(&["push", "-q", "origin", "--delete", "sdk-1.1"]);
    repository.git(&["tag", "-d", "mac-1.1"]);
    let output = run(&repository, &["apply", path, "--yes"], 5);
    assert!(output.stderr.contains("`mac-1.1` of the release is not here"), "{output:?}");
    repository.git(&["tag", "-a", "-m", "x", "mac-1.1", &commit]);
    run(&repository, &["apply", path, "--yes"], 0);
    assert_eq!(there(&repository, "origin").get("refs/heads/main"), Some(&commit));
}

/// What only looks asks nobody, and neither does a plan that is pushed by configuration.
#[test]
fn looking_and_planning_reach_no_remote() {
    let repository = line();
    configure(&repository, "push = true");
    let touched = repository.beside("touched");
    let far = format!("ext::touch {}", touched.display());
    repository.git(&["remote", "set-url", "origin", &far]);
    repository.git(&["config", "protocol.ext.allow", "always"]);
    for words in [
        &["status"][..],
        &["lint"],
        &["audit"],
        &["next", "patch", "sdk"],
        &["plan", "release", "minor", "--all"],
        &["release", "minor", "--all", "--dry-run"],
        &["release", "minor", "--all", "--yes", "--no-push"],
    ] {
        run(&repository, words, 0);
        assert!(!touched.exists(), "{words:?} reached the remote");
    }
    run(&repository, &["release", "minor", "--all", "--dry-run", "--push"], 0);
    assert!(touched.exists(), "asked to push, a dry run looks");
}
