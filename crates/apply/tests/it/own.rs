//! The release's own hooks: what they see, what they may do, and what comes of those that refuse.

use apply::{ApplyError, Told, Transaction};
use place::{Class, Explain, Place, Span};

use crate::crash::{publish_and_die, without_lock};
use crate::sample::{Sample, WORK, hook};

/// Publishes with hooks that are to stop it; but for the open file where the hook wrote into it,
/// everything must be as before.
fn refused(sample: &Sample) -> ApplyError {
    let before = without_lock(&sample.picture());
    let error = sample.publish(&sample.transaction()).unwrap_err();
    assert_eq!(error.class(), Class::State, "{error}");
    assert!(apply::pending(&sample.repo()).unwrap().is_none());
    assert_eq!(without_lock(&sample.picture()), before, "{error}");
    let place = Place::File { path: "release.toml".into(), span: Some(Span::new(0, 3)) };
    assert_eq!(error.place(), Some(place), "{error}");
    error
}

fn marks(sample: &Sample) -> String {
    std::fs::read_to_string(sample.path(".git/ran")).unwrap_or_default()
}

#[test]
fn a_hook_sees_the_release_staged_in_the_root_and_is_told_of_it() {
    let sample = Sample::new().with_work();
    sample.own_hook(
        "set -e; cat core/a.toml; git show :docs/new/CHANGES.md; cat; pwd; echo $SYNCLINE_TAG >&2\n\
         test -z \"$GIT_DIR$GIT_INDEX_FILE\"; test $(git rev-parse HEAD main | uniq | wc -l) = 1; git tag",
    );
    sample.own_hook("echo more");
    let tx = sample.transaction();
    let (mut told, mut steps) = (Vec::new(), Vec::new());
    let mut watch = |one: Told<'_>| match one {
        Told::Step { text, .. } => steps.push(text),
        Told::Hook(title) => told.push(format!("-- {title}")),
        Told::Said(line) => told.push(line.to_owned()),
    };
    apply::publish(&sample.repo(), &tx, &mut watch).unwrap();
    let root = sample.root().canonicalize().unwrap();
    let root = root.to_str().unwrap();
    let wanted = ["-- `sh`", "version = \"1.1\"", "# 1.1", root, "v1.1", "-- `sh`", "more"];
    assert_eq!(told, wanted);
    let at = |words: &str| steps.iter().position(|text| text.contains(words)).unwrap();
    assert!(at("staging") < at("own hooks") && at("own hooks") < at("pre-commit"));
    sample.assert_new(&tx.base);
    assert_eq!(sample.git(&["status", "--porcelain"]), WORK);
}

#[test]
fn a_hook_that_fails_stops_the_release_with_its_last_words() {
    let sample = Sample::new().with_work();
    sample.own_hook("echo first >> .git/ran");
    sample.own_hook("for n in $(seq 30); do echo line $n; done; echo no luck >&2; exit 7");
    sample.own_hook("echo never >> .git/ran");
    sample.hook("pre-commit", "echo never >> .git/ran");
    let error = refused(&sample);
    assert_eq!(error.to_string(), "hook `sh` refused the release: exit status 7");
    let said = error.said().unwrap();
    assert!(said.starts_with("line 12\n") && said.ends_with("line 30\nno luck"), "{said}");
    assert_eq!(marks(&sample), "first\n");
    let sample = Sample::new();
    sample.own_hook("kill -15 $$");
    let error = refused(&sample);
    assert_eq!(error.to_string(), "hook `sh` refused the release: ended by signal 15");
    assert_eq!(error.said(), None);
}

#[test]
fn what_no_plan_says_is_refused_and_put_back_where_it_was_planned_or_staged() {
    for (body, files) in [
        ("echo '# more' >> core/a.toml", "`core/a.toml`"),
        ("echo '# more' >> core/a.toml; git add core/a.toml", "`core/a.toml`"),
        ("rm docs/new/CHANGES.md", "`docs/new/CHANGES.md`"),
        ("git add open.txt staged.txt", "`open.txt`, `staged.txt`"),
        ("git add untracked.txt", "`untracked.txt`"),
        ("git rm -q --cached sdk/b.toml", "`sdk/b.toml`"),
        ("git reset -q", "`core/a.toml`, `docs/new/CHANGES.md`, `sdk/b.toml`, `staged.txt`"),
    ] {
        let sample = Sample::new().with_work();
        sample.own_hook(body);
        let error = refused(&sample);
        assert_eq!(error.to_string(), format!("hook `sh` changed {files}"), "{body}");
        assert!(!error.help().unwrap().contains("left"), "{body}: {error:?}");
        // Who refuses as well is the better story, and what was done is put back all the same.
        sample.own_hook_instead(&format!("{body}; exit 1"));
        let error = refused(&sample);
        assert!(error.to_string().contains("refused the release"), "{body}: {error}");
    }
}

/// A file that nobody planned may be the user's, who works on while the hook runs.
#[test]
fn a_tracked_file_that_changed_beside_the_plan_is_named_and_stays() {
    for (body, file, then) in [
        ("echo generated > release.toml", "release.toml", Some("generated\n")),
        ("echo four > open.txt", "open.txt", Some("four\n")),
        ("rm open.txt", "open.txt", None),
        ("chmod +x release.toml", "release.toml", Some("scheme = \"semver\"\n")),
    ] {
        let sample = Sample::new().with_work();
        sample.own_hook(body);
        let error = sample.publish(&sample.transaction()).unwrap_err();
        assert_eq!(error.to_string(), format!("hook `sh` changed `{file}`"), "{body}");
        let help = error.help().unwrap();
        assert!(help.contains(&format!("`{file}` stands as the hook left it")), "{help}");
        assert!(help.contains("git restore"), "{help}");
        assert_eq!(std::fs::read_to_string(sample.path(file)).ok().as_deref(), then, "{body}");
        assert!(apply::pending(&sample.repo()).unwrap().is_none());
        assert_eq!(sample.git(&["tag"]), "");
        assert_eq!(sample.read("core/a.toml"), "version = \"1.0\"\n");
    }
}

#[test]
fn what_is_not_tracked_is_the_hooks_own_and_so_is_what_only_looks_changed() {
    let sample = Sample::new().with_work();
    sample.own_hook("mkdir -p out; echo artefact > out/new; echo other > untracked.txt");
    sample.own_hook(
        "touch open.txt staged.txt release.toml core/a.toml; git update-index -q --refresh",
    );
    sample.own_hook(
        "cp open.txt x; echo else > open.txt; cp x open.txt; rm x; git status > /dev/null",
    );
    let tx = sample.transaction();
    sample.publish(&tx).unwrap();
    sample.assert_new(&tx.base);
    assert_eq!(sample.read("out/new"), "artefact\n");
}

#[test]
fn a_hook_that_commits_or_switches_branches_is_told_of() {
    for body in ["git commit -q --no-verify -m Mine", "git commit -qanm Mine; exit 1"] {
        let sample = Sample::new().with_work();
        sample.own_hook(body);
        let base = sample.id("HEAD");
        let error = sample.publish(&sample.transaction()).unwrap_err();
        let now = sample.id("HEAD");
        let moved = format!("`main` went from {} to {} while hook", base.short(), now.short());
        assert!(error.to_string().starts_with(&moved), "{error}");
        let back = format!("git reset --keep {}", base.short());
        assert!(error.help().unwrap().contains(&back), "{error:?}");
        assert_eq!(sample.git(&["tag"]), "");
        assert!(apply::pending(&sample.repo()).unwrap().is_none());
        // What it committed and what it left are as it had them.
        let staged = sample.git(&["diff", "--cached", "--name-only"]);
        assert_eq!(staged, "", "{body}");
    }
    let sample = Sample::new();
    sample.own_hook("git switch -q -c side");
    let error = sample.publish(&sample.transaction()).unwrap_err();
    assert!(error.to_string().contains("`side` was checked out"), "{error}");
    assert_eq!(sample.git(&["tag"]), "");
}

#[test]
fn a_program_that_is_not_there_is_refused_before_anything_is_written() {
    let sample = Sample::new().with_work();
    sample.write("tools/check.sh", "#!/bin/sh\necho hi >> .git/ran\n");
    for (program, how, help) in [
        ("no-such-program", "`no-such-program` is not on the search path", "search path"),
        ("cargo test", "is not on the search path", "[\"cargo\", \"test\"]"),
        ("tools/check.sh", "`tools/check.sh` is not executable", "`#!` line"),
        ("tools/none.sh", "`tools/none.sh` is not there", "repository's root"),
        ("../check.sh", "does not stay inside the repository", "repository's root"),
    ] {
        let hooks = vec![hook(&["sh", "-c", "echo never >> .git/ran"]), hook(&[program])];
        let tx = Transaction { hooks, ..sample.transaction() };
        let before = without_lock(&sample.picture());
        for error in [
            sample.publish(&tx).unwrap_err(),
            apply::foresee(&sample.repo(), &tx).unwrap_err(),
            apply::runnable(&sample.repo(), &tx.hooks[1]).unwrap_err(),
        ] {
            assert!(error.to_string().contains(how), "{error}");
            assert!(error.help().unwrap().contains(help), "{error:?}");
            assert_eq!(error.class(), Class::State);
            assert!(error.place().is_some());
        }
        assert_eq!(without_lock(&sample.picture()), before);
        assert_eq!(marks(&sample), "");
    }
}

/// A script that names no interpreter is executable, and no system starts it.
#[cfg(unix)]
#[test]
fn a_program_that_does_not_start_is_refused_and_all_is_undone() {
    use std::os::unix::fs::PermissionsExt;
    let sample = Sample::new();
    sample.write("tools/check", "\0not a program");
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(sample.path("tools/check"), executable).unwrap();
    let tx = Transaction { hooks: vec![hook(&["./tools/check"])], ..sample.transaction() };
    let before = without_lock(&sample.picture());
    let error = sample.publish(&tx).unwrap_err();
    assert!(error.to_string().contains("`./tools/check` cannot be run: "), "{error}");
    assert_eq!(without_lock(&sample.picture()), before);
}

#[test]
fn a_release_without_files_runs_its_hooks_too() {
    let sample = Sample::new().with_work();
    sample.own_hook("echo ran >> .git/ran");
    let tx = Transaction { files: Vec::new(), ..sample.transaction() };
    sample.publish(&tx).unwrap();
    assert_eq!(marks(&sample), "ran\n");
    assert_eq!(sample.git(&["status", "--porcelain"]), WORK);
    let sample = Sample::new();
    sample.own_hook("exit 1");
    let tx = Transaction { files: Vec::new(), ..sample.transaction() };
    assert!(sample.publish(&tx).unwrap_err().to_string().contains("refused"));
    assert_eq!(sample.git(&["tag"]), "");
}

#[test]
fn a_resumed_release_runs_the_hooks_that_nobody_saw_pass_and_no_others() {
    for (failpoint, ran) in [
        ("stage:after", "ran\n"),
        ("hooks:before", "ran\n"),
        ("hooks:after", "ran\nran\n"),
        ("pre-commit:before", "ran\n"),
        ("refs:after", "ran\n"),
    ] {
        let sample = Sample::new().with_work();
        sample.own_hook("echo ran >> .git/ran");
        let base = sample.id("HEAD");
        assert!(publish_and_die(&sample, failpoint));
        sample.resume().unwrap();
        assert_eq!(marks(&sample), ran, "{failpoint}");
        sample.assert_new(&base);
    }
}

/// What nobody saw pass stays refused, however often it is resumed.
#[test]
fn a_resumed_release_does_not_get_out_past_a_hook_that_refuses() {
    let sample = Sample::new().with_work();
    sample.own_hook("echo not yet; test -e .git/ready");
    let before = without_lock(&sample.picture());
    assert!(publish_and_die(&sample, "hooks:before"));
    // It was at work when the power went, on files of all kinds.
    sample.write("core/a.toml", "half writ");
    sample.write("open.txt", "half written\n");
    for _ in 0..2 {
        let error = sample.resume().unwrap_err();
        assert_eq!(error.class(), Class::Unfinished);
        assert!(error.to_string().contains("hook `sh` refused the release"), "{error}");
        assert_eq!(error.said().as_deref(), Some("not yet"));
        let help = error.help().unwrap();
        assert!(help.contains("resume") && help.contains("abandon"), "{help}");
        assert_eq!(sample.git(&["tag"]), "");
    }
    sample.abandon().unwrap();
    sample.write("open.txt", "two\n");
    assert_eq!(without_lock(&sample.picture()), before);
    assert!(publish_and_die(&sample, "hooks:before"));
    let base = sample.id("HEAD");
    sample.write(".git/ready", "");
    sample.resume().unwrap();
    sample.assert_new(&base);
}

/// Without a hook, what stands in a planned file after an interruption is the user's.
#[test]
fn what_no_hook_can_have_written_is_left_alone() {
    let sample = Sample::new();
    assert!(publish_and_die(&sample, "hooks:after"));
    sample.write("core/a.toml", "my own idea\n");
    sample.abandon().unwrap();
    assert_eq!(sample.read("core/a.toml"), "my own idea\n");
}

/// A hook is no way around the lock: it is the release that holds it.
#[test]
fn a_release_within_a_hook_is_refused() {
    let sample = Sample::new();
    let tx = sample.transaction();
    let with = Transaction { hooks: vec![hook(&["true"])], ..tx.clone() };
    let mut refused = None;
    let mut watch = |told: Told<'_>| {
        if matches!(told, Told::Hook(_)) {
            refused = Some(sample.publish(&tx).unwrap_err().to_string());
        }
    };
    apply::publish(&sample.repo(), &with, &mut watch).unwrap();
    assert!(refused.unwrap().contains("another release is running"));
}
