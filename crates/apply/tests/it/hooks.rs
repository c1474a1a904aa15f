//! Hooks that pass, refuse, rewrite and add.

use place::{Class, Explain};

use crate::crash::{publish_and_die, without_lock};
use crate::sample::Sample;

/// Publishes with hooks that are to stop it; everything must be as before. The error's text.
fn refused(sample: &Sample) -> String {
    let before = sample.picture();
    let error = sample.publish(&sample.transaction()).unwrap_err();
    assert_eq!(error.class(), Class::State);
    assert_eq!(without_lock(&sample.picture()), before);
    assert!(apply::pending(&sample.repo()).unwrap().is_none());
    let said = error.said().map_or_else(String::new, |said| format!(":\n{said}"));
    format!("{error}{said}")
}

#[test]
fn a_pre_commit_hook_sees_the_release_staged_and_the_journal_of_it() {
    let sample = Sample::new().with_work();
    sample.hook(
        "pre-commit",
        "set -e; git show :core/a.toml > .git/seen; git show :staged.txt >> .git/seen\n\
         test \"$GIT_INDEX_FILE\" && test -s .git/syncline/journal && pwd >> .git/seen",
    );
    let tx = sample.transaction();
    sample.publish(&tx).unwrap();
    sample.assert_new(&tx.base);
    let seen = sample.read(".git/seen");
    assert!(seen.starts_with("version = \"1.1\"\ntwo\n/"), "{seen}");
}

#[test]
fn a_pre_commit_hook_that_fails_stops_the_release_with_its_words() {
    let sample = Sample::new().with_work();
    sample.hook("pre-commit", "echo too late on a Friday >&2; exit 1");
    let error = refused(&sample);
    assert!(error.contains("pre-commit hook refused") && error.contains("Friday"), "{error}");
}

#[test]
fn a_hook_that_reformats_a_planned_file_is_named_with_the_file() {
    for add in ["", "; git add core/a.toml"] {
        let sample = Sample::new().with_work();
        sample.hook("pre-commit", &format!("echo '# formatted' >> core/a.toml{add}"));
        let error = refused(&sample);
        assert_eq!(error, "the pre-commit hook changed `core/a.toml`");
    }
}

#[test]
fn a_hook_that_stages_other_work_is_named_with_the_file() {
    for exit in ["0", "1"] {
        let sample = Sample::new().with_work();
        sample.hook("pre-commit", &format!("git add open.txt staged.txt; exit {exit}"));
        let error = refused(&sample);
        if exit == "0" {
            assert_eq!(error, "the pre-commit hook changed `open.txt`, `staged.txt`");
        }
    }
}

#[test]
fn a_hook_that_unstages_or_removes_is_undone() {
    for body in ["git reset -q", "git rm -qf docs/new/CHANGES.md", "rm core/a.toml; git add -A ."] {
        let sample = Sample::new().with_work();
        sample.hook("pre-commit", body);
        let error = refused(&sample);
        assert!(error.contains("hook changed"), "{body}: {error}");
    }
}

#[test]
fn message_hooks_edit_the_message_and_the_tags_follow_the_commit() {
    let sample = Sample::new().with_work();
    sample.hook("prepare-commit-msg", "test \"$2\" = message && sed -i '1s/^/[core] /' \"$1\"");
    sample.hook("commit-msg", "echo 'Change-Id: I1' >> \"$1\"");
    let tx = sample.transaction();
    let published = sample.publish(&tx).unwrap();
    sample.assert_new(&tx.base);
    let message = sample.git(&["log", "-1", "--format=%B", published.commit.as_str()]);
    assert_eq!(message, "[core] Release 1.1\n\nRelease-Plan: 4f2a\nChange-Id: I1");
}

#[test]
fn message_hooks_can_refuse_but_not_take_the_plan_away() {
    for (body, wanted) in [
        ("echo no ticket; exit 3", "commit-msg hook refused the release:\nno ticket"),
        (": > \"$1\"", "a commit message that is empty"),
        ("echo other > \"$1\"", "a commit message without `Release-Plan: 4f2a`"),
        ("printf '\\377' > \"$1\"", "not UTF-8"),
    ] {
        let sample = Sample::new().with_work();
        sample.hook("commit-msg", body);
        let error = refused(&sample);
        assert!(error.contains(wanted), "{body}: {error}");
    }
}

#[test]
fn what_a_hook_said_is_told_beside_the_refusal() {
    for (body, said) in [("printf 'no\\nticket\\n'; exit 3", Some("no\nticket")), ("exit 3", None)]
    {
        let sample = Sample::new();
        sample.hook("commit-msg", body);
        let error = sample.publish(&sample.transaction()).unwrap_err();
        assert_eq!(error.to_string(), "the commit-msg hook refused the release");
        assert_eq!(error.said().as_deref(), said);
    }
}

#[test]
fn a_reference_transaction_hook_that_refuses_leaves_everything_old() {
    for refused_ref in ["refs/heads/main", "refs/tags/core-1.1", "refs/tags/v1.1"] {
        let sample = Sample::new().with_work();
        let body =
            format!("test \"$1\" = prepared && grep -q '^0* .* {refused_ref}$' && exit 1; exit 0");
        let body = body.replace("^0* .*", if refused_ref.contains("tags") { "^0* .*" } else { "" });
        // Only a move forward is refused, or the rollback would be too.
        let once = "test -e .git/refused && exit 0; ";
        let body =
            format!("{once}{}", body.replace("&& exit 1", "&& touch .git/refused && exit 1"));
        sample.hook("reference-transaction", &body);
        let error = refused(&sample);
        assert!(error.contains("git refused the"), "{refused_ref}: {error}");
    }
}

#[test]
fn post_commit_runs_once_and_cannot_refuse() {
    let sample = Sample::new();
    sample.hook("post-commit", "git tag --points-at HEAD >> .git/seen; exit 1");
    sample.publish(&sample.transaction()).unwrap();
    assert_eq!(sample.read(".git/seen"), "core-1.1\nsdk/java-1.1\nv1.1\n");
}

#[test]
fn what_a_hook_left_when_it_was_killed_is_kept_and_the_release_resumed_or_undone() {
    let killed = || {
        let sample = Sample::new();
        let before = sample.picture();
        // A formatter was at work when the power went.
        sample.hook("pre-commit", "exit 0");
        assert!(publish_and_die(&sample, "pre-commit:after"));
        sample.write("core/a.toml", "reformatted\n");
        (sample, before)
    };
    let (sample, before) = killed();
    let abandoned = sample.abandon().unwrap();
    assert_eq!(without_lock(&sample.picture()), before);
    let [(path, blob)] = abandoned.kept.as_slice() else { panic!("{abandoned:?}") };
    assert_eq!(path.as_str(), "core/a.toml");
    assert_eq!(sample.git(&["cat-file", "blob", blob.as_str()]), "reformatted");
    let (sample, _) = killed();
    let base = sample.id("HEAD");
    assert_eq!(sample.resume().unwrap().kept.len(), 1);
    sample.assert_new(&base);
}

#[test]
fn what_the_user_wrote_into_a_planned_file_meanwhile_stays() {
    let sample = Sample::new();
    assert!(publish_and_die(&sample, "stage:after"));
    sample.write("core/a.toml", "my own idea\n");
    sample.abandon().unwrap();
    assert_eq!(sample.read("core/a.toml"), "my own idea\n");
    assert_eq!(sample.git(&["status", "--porcelain"]), " M core/a.toml");
}

#[test]
fn hooks_are_found_where_git_looks_by_itself() {
    let sample = Sample::new().with_default_hooks();
    let tx = sample.transaction();
    sample.hook("pre-commit", "echo not today >&2; exit 1");
    let error = sample.publish(&tx).unwrap_err().to_string();
    assert!(error.contains("pre-commit"), "{error}");
    std::fs::remove_file(sample.path(".git/hooks/pre-commit")).unwrap();
    sample.hook("commit-msg", "echo 'Change-Id: I1' >> \"$1\"");
    sample.hook("post-commit", "echo ran > .git/seen");
    sample.publish(&tx).unwrap();
    assert!(sample.git(&["log", "-1", "--format=%B"]).contains("Change-Id: I1"));
    assert_eq!(sample.read(".git/seen"), "ran\n");
}
