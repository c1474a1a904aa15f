//! What is refused up front, each with its class and the command that helps, and nothing written.

use std::process::Command;

use apply::Transaction;
use place::{Class, Explain, ObjectId, RepoPath};

use crate::crash::without_lock;
use crate::sample::Sample;

/// Publishes what must be refused: same picture before and after; class, message and help hold.
fn refused(sample: &Sample, tx: &Transaction, class: Class, message: &str, help: &str) {
    let before = without_lock(&sample.picture());
    let error = sample.publish(tx).unwrap_err();
    assert!(error.to_string().contains(message), "{error}");
    assert_eq!(error.class(), class, "{error}");
    let shown = error.help().unwrap();
    assert!(shown.contains(help), "{error}: {shown}");
    assert_eq!(without_lock(&sample.picture()), before);
    assert!(apply::pending(&sample.repo()).unwrap().is_none());
}

#[test]
fn semantics_23_a_stale_plan_is_refused() {
    let sample = Sample::new();
    let tx = sample.transaction();
    let mut other = tx.clone();
    other.files[0].old = ObjectId::new(&"1".repeat(40));
    refused(&sample, &other, Class::Policy, "`core/a.toml` has other content", "plan again");
    other.files[0].old = None;
    refused(&sample, &other, Class::Policy, "was to be new", "plan again");
    other.files[0] = tx.files[2].clone();
    other.files[0].old = Some(tx.base.clone());
    other.files.truncate(1);
    refused(&sample, &other, Class::Policy, "is gone", "plan again");
    sample.git(&["commit", "-q", "--allow-empty", "-m", "Move on"]);
    refused(&sample, &tx, Class::Policy, "the plan is stale: `main` was at", "plan again");
    sample.git(&["switch", "-q", "-c", "side", tx.base.as_str()]);
    refused(&sample, &tx, Class::Policy, "made on branch `main`, and `side`", "git switch main");
}

#[test]
fn semantics_24_dirty_planned_files_and_guards_are_refused() {
    for (path, how) in [("core/a.toml", "modified"), ("release.toml", "modified")] {
        for stage in [false, true] {
            let sample = Sample::new();
            let tx = sample.transaction();
            sample.write(path, "mine\n");
            let how = if stage { "staged" } else { how };
            if stage {
                sample.git(&["add", path]);
            }
            refused(&sample, &tx, Class::State, &format!("`{path}` has changes"), "git stash push");
            let error = sample.publish(&tx).unwrap_err();
            assert_eq!(error.rule(), Some("dirty"));
            assert!(error.to_string().contains(how), "{error}");
        }
    }
}

#[test]
fn a_file_in_the_way_of_a_new_one_is_refused_even_if_ignored() {
    for ignored in [false, true] {
        let sample = Sample::new();
        let tx = sample.transaction();
        sample.write("docs/new/CHANGES.md", "mine\n");
        if ignored {
            sample.write(".git/info/exclude", "docs\n");
        }
        refused(&sample, &tx, Class::State, "(untracked)", "move `docs/new/CHANGES.md` away");
    }
}

#[test]
fn tags_that_are_there_are_refused() {
    let sample = Sample::new();
    let tx = sample.transaction();
    sample.git(&["tag", "core-1.1"]);
    refused(&sample, &tx, Class::Policy, "tag `core-1.1` exists already", "git show core-1.1");
    sample.git(&["tag", "-a", "-m", "Release-Plan: other", "v1.1"]);
    refused(&sample, &tx, Class::Policy, "tag `v1.1` exists already", "next version");
    sample.git(&["tag", "-d", "core-1.1", "v1.1"]);
    sample.git(&["tag", "sdk"]);
    refused(&sample, &tx, Class::Policy, "cannot exist beside tag `sdk`", "tag template");
    sample.git(&["tag", "-d", "sdk"]);
    sample.git(&["tag", "v1.1/x"]);
    refused(&sample, &tx, Class::Policy, "cannot exist beside tag `v1.1/x`", "tag template");
}

#[test]
fn operations_under_way_are_refused() {
    for (file, operation, help) in [
        ("MERGE_HEAD", "merge", "git merge --abort"),
        ("CHERRY_PICK_HEAD", "cherry-pick", "git cherry-pick --abort"),
        ("REVERT_HEAD", "revert", "git revert --continue"),
    ] {
        let sample = Sample::new();
        let tx = sample.transaction();
        sample.write(&format!(".git/{file}"), &format!("{}\n", tx.base));
        refused(&sample, &tx, Class::State, &format!("a {operation} is under way"), help);
    }
    let sample = Sample::new();
    let tx = sample.transaction();
    sample.git(&["bisect", "start"]);
    refused(&sample, &tx, Class::State, "a bisect is under way", "git bisect reset");
}

#[test]
fn heads_that_cannot_take_a_commit_are_refused() {
    let sample = Sample::new();
    let tx = sample.transaction();
    let unborn = Sample::empty(&[], &[]);
    let error = unborn.publish(&tx).unwrap_err();
    assert_eq!(error.class(), Class::State);
    assert!(error.to_string().contains("`main` has no commit yet"), "{error}");

    let other = sample.root().with_extension("other");
    sample.git(&["worktree", "add", "-q", "-f", other.to_str().unwrap(), "main"]);
    refused(&sample, &tx, Class::State, "`main` is also checked out in", "switch --detach");
    sample.git(&["worktree", "remove", "--force", other.to_str().unwrap()]);

    sample.write(".git/shallow", &format!("{}\n", tx.base));
    refused(&sample, &tx, Class::State, "shallow", "git fetch --unshallow --tags");
    std::fs::remove_file(sample.path(".git/shallow")).unwrap();

    sample.write(".git/index.lock", "");
    refused(&sample, &tx, Class::State, "locked the index", "rm ");
    std::fs::remove_file(sample.path(".git/index.lock")).unwrap();

    sample.git(&["switch", "-q", "--detach"]);
    let error = sample.publish(&tx).unwrap_err();
    assert!(error.to_string().contains("HEAD is detached"), "{error}");
    assert!(error.help().unwrap().contains("git switch main"));
}

#[cfg(unix)]
#[test]
fn manifests_that_are_not_plain_files_are_refused() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let sample = Sample::new();
    symlink("core/a.toml", sample.path("link.toml")).unwrap();
    symlink("core", sample.path("linked")).unwrap();
    sample.git(&["add", "."]);
    sample.git(&["commit", "-q", "-m", "Link"]);
    let at = |path: &str, old: &str| {
        let mut tx = sample.transaction();
        tx.files.truncate(1);
        tx.files[0].path = RepoPath::new(path).unwrap();
        tx.files[0].old = Some(sample.id(old));
        tx
    };
    let link = at("link.toml", "HEAD:link.toml");
    refused(&sample, &link, Class::State, "`link.toml` is a symbolic link", "release.toml");
    let behind = at("linked/a.toml", "HEAD:core/a.toml");
    refused(&sample, &behind, Class::State, "symbolic link `linked`", "");
    let path = sample.path("core/a.toml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    refused(&sample, &sample.transaction(), Class::State, "read-only", "chmod u+w");
}

#[test]
fn a_release_without_a_name_is_refused() {
    // Another process, because only there can the environment be free of names.
    let sample = Sample::new();
    sample.git(&["config", "--unset", "user.name"]);
    sample.git(&["config", "--unset", "user.email"]);
    sample.git(&["config", "user.useConfigOnly", "true"]);
    let json = serde_json::to_string(&sample.transaction()).unwrap();
    sample.write(".git/transaction", &json);
    let mut victim = Command::new(std::env::current_exe().unwrap());
    victim.args(["--exact", "crash::victim", "--ignored", "--nocapture"]);
    for name in ["NAME", "EMAIL"] {
        victim.env_remove(format!("GIT_AUTHOR_{name}")).env_remove(format!("GIT_COMMITTER_{name}"));
    }
    victim.env_remove("EMAIL").env("SYNCLINE_TEST_ROOT", sample.root());
    victim.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = victim.output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && text.contains("NoIdentity"), "{text}");
    assert!(apply::pending(&sample.repo()).unwrap().is_none());
}

#[test]
fn malformed_transactions_never_reach_git() {
    let sample = Sample::new();
    let tx = sample.transaction();
    let with = |change: &dyn Fn(&mut Transaction)| {
        let mut tx = tx.clone();
        change(&mut tx);
        refused(&sample, &tx, Class::Usage, "malformed", "report it");
    };
    with(&|tx| tx.tags[0].name = "--upload-pack=x".into());
    with(&|tx| tx.tags[0].name = "a\nfrom 0".into());
    with(&|tx| tx.branch = "main\0x".into());
    with(&|tx| tx.id = "two words".into());
    with(&|tx| tx.message = "a\0b".into());
    with(&|tx| (tx.files, tx.tags) = (Vec::new(), Vec::new()));
}
