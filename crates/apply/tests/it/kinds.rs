//! Kinds of repositories: reftable, SHA-256, line endings, filters, linked working trees, signing.

use crate::crash::{publish_and_die, without_lock};
use crate::sample::{Sample, WORK};

/// A sample with these arguments to `git init`, or `None` where the git at hand is too old.
fn of_kind(init: &str) -> Option<Sample> {
    let probe = tempfile::tempdir().unwrap();
    let args = ["init", "-q", init];
    let made = std::process::Command::new("git").args(args).arg(probe.path()).output().unwrap();
    if !made.status.success() {
        eprintln!("SKIPPED: this git does not know `git init {init}`");
        return None;
    }
    Some(Sample::with(&[init], &[]).with_work())
}

#[test]
fn sha_256_and_reftable_repositories_are_released_resumed_and_abandoned() {
    for init in ["--object-format=sha256", "--ref-format=reftable"] {
        let Some(sample) = of_kind(init) else { continue };
        let tx = sample.transaction();
        sample.publish(&tx).unwrap();
        sample.assert_new(&tx.base);

        for failpoint in
            ["objects:after", "stage:after", "refs:before", "refs:after", "lead:before"]
        {
            let sample = of_kind(init).unwrap();
            let (base, before) = (sample.id("HEAD"), sample.picture());
            assert!(publish_and_die(&sample, failpoint));
            sample.abandon().unwrap_or_else(|e| panic!("{init} {failpoint}: {e}"));
            let after = without_lock(&sample.picture());
            assert_eq!(after, before, "{init} {failpoint}");
            assert!(publish_and_die(&sample, failpoint));
            sample.resume().unwrap_or_else(|e| panic!("{init} {failpoint}: {e}"));
            sample.assert_new(&base);
        }
    }
}

#[test]
fn what_a_sparse_checkout_leaves_out_stays_out_forward_and_back() {
    for index in ["--no-sparse-index", "--sparse-index"] {
        let sparse = || {
            let sample = Sample::new().with_work();
            sample.git(&["sparse-checkout", "set", "--cone", index, "core"]);
            assert!(!sample.path("sdk/b.toml").exists());
            sample
        };
        let is_new = |sample: &Sample, failpoint: &str| {
            let marks = sample.git(&["ls-files", "-t", "core", "sdk"]);
            assert_eq!(marks, "H core/a.toml\nS sdk/b.toml", "{failpoint}");
            assert_eq!(sample.git(&["status", "--porcelain"]), WORK, "{failpoint}");
            assert_eq!(sample.git(&["diff", "--cached", "--name-only"]), "staged.txt");
            assert!(sample.git(&["show", "v1.1:sdk/b.toml"]).contains("1.1"), "{failpoint}");
        };
        let sample = sparse();
        sample.publish(&sample.transaction()).unwrap();
        is_new(&sample, "none");

        // Also where the hook stages what is left out.
        for hook in ["exit 1", "git update-index --chmod=+x sdk/b.toml"] {
            let sample = sparse();
            let before = sample.picture();
            sample.hook("pre-commit", hook);
            sample.publish(&sample.transaction()).unwrap_err();
            assert_eq!(without_lock(&sample.picture()), before, "{hook}");
        }
        for failpoint in ["stage:before", "stage:after", "commit:after", "refs:after"] {
            let sample = sparse();
            let before = sample.picture();
            assert!(publish_and_die(&sample, failpoint));
            sample.abandon().unwrap_or_else(|e| panic!("{index} {failpoint}: {e}"));
            assert_eq!(without_lock(&sample.picture()), before, "{index} {failpoint}");
            assert!(publish_and_die(&sample, failpoint));
            sample.resume().unwrap_or_else(|e| panic!("{index} {failpoint}: {e}"));
            is_new(&sample, failpoint);
        }
    }
}

#[test]
fn line_endings_of_the_work_tree_are_gits_and_the_users() {
    // git checks out CRLF here, but LF that the user has is clean all the same.
    for end in ["\r\n", "\n"] {
        let sample = Sample::with(&[], &[("core.autocrlf", "true")]);
        if end == "\r\n" {
            for path in ["core/a.toml", "sdk/b.toml"] {
                std::fs::remove_file(sample.path(path)).unwrap();
            }
            sample.git(&["checkout", "-q", "--", "core", "sdk"]);
        }
        let before = sample.picture();
        let new = format!("version = \"1.1\"{end}");
        assert!(publish_and_die(&sample, "pre-commit:before"));
        assert_eq!(sample.read("core/a.toml"), new);
        sample.abandon().unwrap();
        assert_eq!(without_lock(&sample.picture()), before);

        let tx = sample.transaction();
        sample.publish(&tx).unwrap();
        sample.assert_new(&tx.base);
        assert_eq!(sample.read("core/a.toml"), new);
        assert_eq!(sample.ask(&["show", "HEAD:core/a.toml"]).stdout, b"version = \"1.1\"\n");
        assert_eq!(sample.git(&["status", "--porcelain"]), "");
    }
}

#[cfg(unix)]
#[test]
fn a_smudge_filter_is_no_foreign_change() {
    let sample =
        Sample::with(&[], &[("filter.up.smudge", "tr a-z A-Z"), ("filter.up.clean", "tr A-Z a-z")]);
    sample.write(".gitattributes", "*.toml filter=up\n");
    sample.git(&["add", "."]);
    sample.git(&["commit", "-q", "-m", "Filter"]);
    let (base, before) = (sample.id("HEAD"), sample.picture());
    assert!(publish_and_die(&sample, "stage:after"));
    assert_eq!(sample.read("core/a.toml"), "VERSION = \"1.1\"\n");
    assert!(sample.abandon().unwrap().kept.is_empty());
    assert_eq!(without_lock(&sample.picture()), before);
    assert!(publish_and_die(&sample, "stage:after"));
    assert!(sample.resume().unwrap().kept.is_empty());
    assert_eq!(sample.id("main^"), base);
    assert_eq!(sample.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_linked_working_tree_releases_its_own_branch_and_only_it_can_resume() {
    let sample = Sample::new().with_work();
    let linked = sample.path("../linked");
    let linked = linked
        .parent()
        .unwrap()
        .join(format!("{}-linked", sample.root().file_name().unwrap().display()));
    let text = linked.to_str().unwrap();
    sample.git(&["worktree", "add", "-q", "-b", "side", text]);
    let repo = repo::Repo::discover(&linked).unwrap();
    let mut tx = sample.transaction();
    tx.branch = "side".into();
    sample.hook("pre-commit", "exit 1");
    assert!(apply::publish(&repo, &tx, &mut |_| {}).is_err());
    sample.hook("pre-commit", "pwd > ../seen-$$; rm ../seen-$$; exit 0");
    apply::publish(&repo, &tx, &mut |_| {}).unwrap();
    assert_eq!(sample.id("side^"), tx.base);
    assert_eq!(sample.id("main"), tx.base);
    assert_eq!(sample.git(&["-C", text, "status", "--porcelain"]), "");
    assert_eq!(sample.git(&["status", "--porcelain"]), crate::sample::WORK);

    assert!(publish_and_die_on_main(&sample));
    let elsewhere = apply::resume(&repo, &mut |_| {}).unwrap_err();
    assert!(elsewhere.to_string().contains("was begun in the working tree"), "{elsewhere}");
    sample.abandon().unwrap();
    sample.git(&["worktree", "remove", "--force", text]);
}

/// As [`publish_and_die`], after the tags of an earlier release are gone.
fn publish_and_die_on_main(sample: &Sample) -> bool {
    sample.git(&["tag", "-d", "core-1.1", "sdk/java-1.1", "v1.1"]);
    publish_and_die(sample, "stage:after")
}

#[test]
fn commits_and_tags_are_signed_where_that_is_configured() {
    let sample = Sample::new();
    if !sample.signs() {
        return;
    }
    let tx = sample.transaction();
    assert!(publish_and_die(&sample, "refs:before"));
    let pending = apply::pending(&sample.repo()).unwrap().unwrap();
    let published = sample.resume().unwrap();
    assert_eq!(Some(&published.commit), pending.commit.as_ref(), "a signature is made once");
    sample.assert_new(&tx.base);
    let object = |rev: &str| sample.git(&["cat-file", "-p", rev]);
    assert!(object("main").contains("gpgsig -----BEGIN SSH SIGNATURE-----"));
    for tag in ["core-1.1", "sdk/java-1.1", "v1.1"] {
        assert!(object(tag).contains("\n-----BEGIN SSH SIGNATURE-----"), "{tag}");
    }
    assert!(object("main").starts_with(&format!("tree {}", sample.id("main^{tree}"))));
}

#[test]
fn signing_that_fails_leaves_everything_old() {
    let settings = [("gpg.format", "ssh"), ("user.signingKey", "/nowhere/key.pub")];
    let sample = Sample::with(&[], &settings).with_work();
    for (commit, tags) in [(true, false), (false, true)] {
        let before = without_lock(&sample.picture());
        let mut tx = sample.transaction();
        (tx.sign_commit, tx.sign_tags) = (Some(commit), Some(tags));
        let error = sample.publish(&tx).unwrap_err().to_string();
        assert!(error.contains("git refused the signed"), "{error}");
        assert_eq!(without_lock(&sample.picture()), before);
    }
}
