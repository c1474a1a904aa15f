//! Hooks that refuse, do what no plan says, or cannot run: each told of, and everything as it was.

use super::{RELEASE, and, document, look, marks, script, toolbox, with};

/// The release, agreed to.
fn agreed() -> Vec<&'static str> {
    and(RELEASE, &["--yes", "--hooks"])
}

#[test]
fn a_hook_that_fails_is_named_with_its_component_its_place_and_its_words() {
    let repository = toolbox();
    script(&repository, "tools/mark", "#!/bin/sh\necho not $1\ntest $1 != sdk\n");
    repository.commit("Mind the SDK");
    let output = look(&repository, &agreed(), 5);
    for says in [
        "error: hook `tools/mark sdk 2.0.1` of `sdk` refused the release: exit status 1",
        "  | not sdk\n",
        "release.toml:9:35",
        "help: ",
    ] {
        assert!(output.stderr.contains(says), "no {says}: {}", output.stderr);
    }
    let error = document(&look(&repository, &and(&agreed(), &["--json"]), 5));
    assert_eq!(error["error"]["said"], "not sdk", "{error}");
}

#[test]
fn a_hook_that_does_what_no_plan_says_is_refused_with_what_to_do_instead() {
    for (body, says) in [
        ("echo 1.0.2 > core/VERSION", "changed `core/VERSION`"),
        ("echo 1 > more; git add more", "changed `more`"),
    ] {
        let repository = with(&format!("[[\"sh\", \"-c\", \"{body}\"]]"));
        repository.write("more", "mine\n");
        let before = repository.state();
        let output = repository.run(&agreed());
        repository.write("more", "mine\n");
        assert_eq!(output.code, 5, "{output:?}");
        assert!(output.stderr.contains(says), "{}", output.stderr);
        assert!(output.stderr.contains("`manifests`"), "{}", output.stderr);
        let written = repository.state().changes_since(&before);
        assert!(written.is_empty(), "{written:#?}");
    }
    // A tracked file that is not the plan's stands as it was left, and is named.
    let repository = with(r#"[["sh", "-c", "echo generated > .gitignore"]]"#);
    let output = repository.run(&agreed());
    assert_eq!(output.code, 5, "{output:?}");
    for says in ["changed `.gitignore`", "`.gitignore` stands as the hook left it", "git restore"] {
        assert!(output.stderr.contains(says), "no {says}: {}", output.stderr);
    }
    assert_eq!(repository.file(".gitignore"), "generated\n");
    assert_eq!(repository.file("core/VERSION"), "1.0.0\n");
    assert_eq!(repository.tags(), ["core-1.0.0", "sdk-2.0.0"]);
    // Once that is committed, the hook has nothing to change.
    repository.commit("Take it in");
    super::run(&repository, &agreed(), 0);
}

#[test]
fn a_program_that_is_not_there_is_told_of_before_anything_happens() {
    for (hook, says) in [
        ("[\"no-such-program\"]", "`no-such-program` is not on the search path"),
        ("[\"tools/none\", \"x\"]", "`tools/none` is not there"),
        ("[\"core/VERSION\"]", "`core/VERSION` is not executable"),
        ("[\"../up\"]", "`../up` does not stay inside the repository"),
        ("[\"tools/mark product\"]", "is not there"),
    ] {
        let repository = with(&format!("[[\"tools/mark\"], {hook}]"));
        let output = look(&repository, &agreed(), 5);
        for says in [says, "release.toml:6:26", "help: "] {
            assert!(output.stderr.contains(says), "no {says}: {}", output.stderr);
        }
        assert_eq!(marks(&repository), "");
        // Whoever only looks is told as well.
        let output = look(&repository, &and(RELEASE, &["--dry-run"]), 0);
        assert!(output.stderr.contains(says), "no {says}: {}", output.stderr);
        look(&repository, &and(RELEASE, &["--dry-run", "--no-hooks"]), 0);
    }
}
