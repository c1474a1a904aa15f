//! Which planned files are written over, and what comes of those that are not.

use apply::{Change, Told, Transaction};
use place::{Class, Explain, RepoPath};

use crate::crash::{publish_and_die, without_lock};
use crate::sample::Sample;

/// The sample's transaction without the file that is new.
fn of_known_files(sample: &Sample) -> Transaction {
    let mut tx = sample.transaction();
    tx.files.retain(|change| change.old.is_some());
    tx
}

/// Publishes, with `work` done as soon as the files are about to be written.
fn with_work_before_stage(
    sample: &Sample,
    tx: &Transaction,
    work: impl Fn(),
) -> Result<apply::Published, apply::ApplyError> {
    apply::publish(&sample.repo(), tx, &mut |told| {
        if matches!(told, Told::Step { text: "staging files", .. }) {
            work();
        }
    })
}

#[test]
fn what_a_user_writes_at_the_last_moment_is_refused_and_left() {
    let one_of_two = |sample: &Sample| sample.write("sdk/b.toml", "mine\n");
    let gone = |sample: &Sample| std::fs::remove_file(sample.path("sdk/b.toml")).unwrap();
    for (work, how) in [(&one_of_two as &dyn Fn(&Sample), "modified"), (&gone, "deleted")] {
        let sample = Sample::new().with_work();
        let tx = of_known_files(&sample);
        let error = with_work_before_stage(&sample, &tx, || work(&sample)).unwrap_err();
        assert!(error.to_string().starts_with("`sdk/b.toml` has changes"), "{error}");
        assert!(error.to_string().contains(how), "{error}");
        assert_eq!(error.class(), Class::State);
        assert_eq!(sample.read("core/a.toml"), "version = \"1.0\"\n");
        assert_eq!(sample.git(&["diff", "--cached", "--name-only"]), "staged.txt");
        if how == "modified" {
            assert_eq!(sample.read("sdk/b.toml"), "mine\n");
            assert!(error.help().unwrap().contains("git stash push"), "{error:?}");
        }
        assert!(apply::pending(&sample.repo()).unwrap().is_none());
        assert_eq!(sample.id("main"), tx.base);
    }
}

#[test]
fn what_has_the_planned_content_already_stays() {
    let sample = Sample::new();
    let tx = of_known_files(&sample);
    let work = || sample.write("sdk/b.toml", "[package]\nversion = \"1.1\"\n");
    with_work_before_stage(&sample, &tx, work).unwrap();
    assert_eq!(sample.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_file_that_gets_shorter_ends_where_it_should() {
    let sample = Sample::new();
    let mut tx = of_known_files(&sample);
    tx.files[0].bytes = "version = \"2\"\n".into();
    tx.files[1].bytes = Vec::new();
    sample.publish(&tx).unwrap();
    assert_eq!(sample.read("core/a.toml"), "version = \"2\"\n");
    assert_eq!(sample.read("sdk/b.toml"), "");
    assert_eq!(sample.git(&["status", "--porcelain"]), "");
}

/// What a file holds when writing over it is cut off: the new content's beginning, the old one's end.
#[test]
fn a_file_that_was_half_written_over_is_completed_or_undone() {
    let half = || {
        let sample = Sample::new().with_work();
        let (base, before) = (sample.id("HEAD"), sample.picture());
        assert!(publish_and_die(&sample, "stage:before"));
        sample.write("core/a.toml", "version = \"1.1\"\n");
        sample.write("sdk/b.toml", "[package]\nversion = \"1.1\"\n\n");
        (sample, base, before)
    };
    let longer = "[package]\nversion = \"1.0\"\n\n";
    let (sample, ..) = half();
    // Longer than either side: somebody else's.
    let left = sample.resume().unwrap().left;
    assert_eq!(left, [RepoPath::new("sdk/b.toml").unwrap()]);
    for now in ["[package]\nversion = \"1.1", "[package]\nversion = \"1.0\"", "[pa"] {
        let (sample, base, _) = half();
        sample.write("sdk/b.toml", now);
        let published = sample.resume().unwrap();
        assert!(published.kept.is_empty() && published.left.is_empty(), "{published:?}");
        sample.assert_new(&base);
        let (sample, _, before) = half();
        sample.write("sdk/b.toml", now);
        assert!(sample.abandon().unwrap().left.is_empty());
        assert_eq!(without_lock(&sample.picture()), before, "{now:?}");
    }
    // A version that gets shorter: the rest of the old one is cut off last.
    let sample = Sample::new();
    sample.write("sdk/b.toml", longer);
    sample.git(&["commit", "-q", "-a", "-m", "Longer"]);
    let (base, before) = (sample.id("HEAD"), sample.picture());
    assert!(publish_and_die(&sample, "stage:before"));
    sample.write("sdk/b.toml", "[package]\nversion = \"1.1\"\n\n");
    assert!(sample.abandon().unwrap().left.is_empty());
    assert_eq!(without_lock(&sample.picture()), before);
    assert!(publish_and_die(&sample, "stage:before"));
    sample.write("sdk/b.toml", "[package]\nversion = \"1.1\"\n\n");
    assert!(sample.resume().unwrap().left.is_empty());
    sample.assert_new(&base);
    assert_eq!(sample.git(&["status", "--porcelain"]), "");
}

/// The file in the work tree is another one than git would make of its blob only where it says so.
#[test]
fn what_git_would_stage_otherwise_is_staged_as_planned() {
    let sample = Sample::new();
    let text = "[package]\r\nversion = \"1.0\"\r\n";
    sample.write("sdk/b.toml", text);
    sample.git(&["commit", "-q", "-a", "-m", "Lines"]);
    sample.write(".git/info/attributes", "sdk/b.toml text\n");
    let mut tx = of_known_files(&sample);
    for change in &mut tx.files {
        if change.path.as_str() == "sdk/b.toml" {
            change.bytes = text.replace("1.0", "1.1").into();
        }
    }
    sample.publish(&tx).unwrap();
    let committed = sample.ask(&["cat-file", "blob", "HEAD:sdk/b.toml"]).stdout;
    assert_eq!(committed, text.replace("1.0", "1.1").as_bytes());
    assert_eq!(sample.read("sdk/b.toml").as_bytes(), committed);
    assert_eq!(sample.git(&["diff", "--cached", "--name-only"]), "");
    // Nor does a git that refuses to stage it stop the release.
    sample.write(".git/info/attributes", "sdk/b.toml text\n");
    sample.git(&["config", "core.safecrlf", "true"]);
    let mut next = Transaction { base: sample.id("HEAD"), id: "5f2a".into(), ..tx };
    for (change, old) in next.files.iter_mut().zip(["HEAD:core/a.toml", "HEAD:sdk/b.toml"]) {
        let Change { bytes, .. } = change;
        *bytes = String::from_utf8_lossy(bytes).replace("1.1", "1.2").into_bytes();
        change.old = Some(sample.id(old));
    }
    for tag in &mut next.tags {
        tag.name = tag.name.replace("1.1", "1.2");
    }
    sample.publish(&next).unwrap();
    assert_eq!(sample.read("sdk/b.toml"), text.replace("1.0", "1.2"));
    assert_eq!(sample.git(&["diff", "--cached", "--name-only"]), "");
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

    use super::*;

    fn inode(sample: &Sample, path: &str) -> u64 {
        fs::metadata(sample.path(path)).unwrap().ino()
    }

    #[test]
    fn a_file_stays_the_one_that_it_is() {
        for with_new in [false, true] {
            let sample = Sample::new().with_work();
            let tx = if with_new { sample.transaction() } else { of_known_files(&sample) };
            // Who else may read it is no matter of git's.
            let mode = fs::Permissions::from_mode(0o640);
            fs::set_permissions(sample.path("core/a.toml"), mode).unwrap();
            let before = inode(&sample, "core/a.toml");
            sample.publish(&tx).unwrap();
            assert_eq!(inode(&sample, "core/a.toml"), before);
            let mode = fs::metadata(sample.path("core/a.toml")).unwrap().mode();
            assert_eq!(mode & 0o777, 0o640);
            assert_eq!(sample.read("core/a.toml"), "version = \"1.1\"\n");
            assert_eq!(sample.git(&["diff", "HEAD", "--name-only"]), "open.txt\nstaged.txt");
        }
    }

    #[test]
    fn another_name_of_a_file_keeps_what_it_had() {
        let sample = Sample::new();
        let tx = of_known_files(&sample);
        fs::hard_link(sample.path("core/a.toml"), sample.path("kept")).unwrap();
        sample.publish(&tx).unwrap();
        assert_eq!(sample.read("kept"), "version = \"1.0\"\n");
        assert_eq!(sample.read("core/a.toml"), "version = \"1.1\"\n");
        assert_eq!(sample.git(&["status", "--porcelain"]), "?? kept");
    }

    /// A shell reads on in its script, from where it was.
    #[test]
    fn a_script_that_runs_is_not_written_over() {
        let sample = Sample::new();
        sample.write("core/a.toml", "#!/bin/sh\nversion=1.0\n");
        sample.git(&["update-index", "--chmod=+x", "sdk/b.toml"]);
        fs::set_permissions(sample.path("sdk/b.toml"), fs::Permissions::from_mode(0o755)).unwrap();
        sample.git(&["commit", "-q", "-a", "-m", "Scripts"]);
        let mut tx = of_known_files(&sample);
        tx.files[0].bytes = "#!/bin/sh\nversion=1.1\n".into();
        let before = [inode(&sample, "core/a.toml"), inode(&sample, "sdk/b.toml")];
        // Else the same number could be given again.
        let held = ["core/a.toml", "sdk/b.toml"].map(|path| fs::File::open(sample.path(path)));
        sample.publish(&tx).unwrap();
        drop(held);
        assert_ne!(inode(&sample, "core/a.toml"), before[0]);
        assert_ne!(inode(&sample, "sdk/b.toml"), before[1]);
        assert_eq!(sample.git(&["status", "--porcelain"]), "");
    }

    #[test]
    fn a_link_that_took_a_files_place_is_not_written_through() {
        let sample = Sample::new();
        let tx = of_known_files(&sample);
        sample.write("elsewhere", "version = \"1.0\"\n");
        let replace = || {
            fs::remove_file(sample.path("core/a.toml")).unwrap();
            std::os::unix::fs::symlink("../elsewhere", sample.path("core/a.toml")).unwrap();
        };
        with_work_before_stage(&sample, &tx, replace).unwrap_err();
        assert_eq!(sample.read("elsewhere"), "version = \"1.0\"\n");
        assert_eq!(sample.id("main"), tx.base);
    }
}
