//! The commands that a release runs before it commits: when, as what, and at whose word.

mod consent;
mod interrupted;
mod refused;

use serde_json::Value;

use crate::support::ends::{look, run};
use crate::support::{Mould, Output, Repository};

/// Two components whose releases leave marks: a product's, one of everybody's, one of each.
const RELEASE_TOML: &str = r#"scheme = "semver-independent"

[product]
name = "Toolbox"
tag = false
hooks = [["tools/mark", "product", "{version}", "{tag}"]]

[defaults]
hooks = [["./tools/mark", "all"], ["tools/mark", "{component}", "{version}"]]

[component.core]

[component.sdk]
path = "libs/sdk"
"#;

/// Appends a line of its arguments, and of what it is told, to a file that is not tracked.
const MARK: &str = "#!/bin/sh
echo \"$*: $(cat core/VERSION) $SYNCLINE_VERSION $SYNCLINE_TAG\" >> marks
echo \"mark $*\"
";

const RELEASE: &[&str] = &["patch", "core", "sdk", "--date", "2016-11-01"];

fn toolbox() -> Repository {
    static MOULD: std::sync::OnceLock<Mould> = std::sync::OnceLock::new();
    let mould = MOULD.get_or_init(|| {
        let repository = Repository::new();
        repository
            .write("release.toml", RELEASE_TOML)
            .write("core/VERSION", "1.0.0\n")
            .write("libs/sdk/VERSION", "2.0.0\n")
            .write(".gitignore", "marks\n");
        script(&repository, "tools/mark", MARK);
        repository.commit("Start");
        repository.annotate("core-1.0.0", "1.0.0").annotate("sdk-2.0.0", "2.0.0");
        Mould::of(&repository)
    });
    let repository = mould.cast();
    // A copy has the files' bytes alone.
    script(&repository, "tools/mark", MARK);
    repository
}

/// Writes a program.
fn script(repository: &Repository, path: &str, text: &str) {
    repository.write(path, text);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let executable = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(repository.at(path), executable).unwrap();
    }
}

/// A toolbox whose product has this list of hooks and no component has any.
fn with(hooks: &str) -> Repository {
    let repository = toolbox();
    let (head, rest) = RELEASE_TOML.split_once("hooks = ").unwrap();
    let (_, rest) = rest.split_once("\n\n[defaults]").unwrap();
    let (_, rest) = rest.split_once("\n\n").unwrap();
    repository.write("release.toml", format!("{head}hooks = {hooks}\n\n{rest}"));
    repository.commit("Have hooks");
    repository
}

/// What ran.
fn marks(repository: &Repository) -> String {
    std::fs::read_to_string(repository.at("marks")).unwrap_or_default()
}

/// `words`, and `more` of them.
fn and<'w>(words: &[&'w str], more: &[&'w str]) -> Vec<&'w str> {
    [words, more].concat()
}

fn document(output: &Output) -> Value {
    serde_json::from_str(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

#[test]
fn a_release_runs_its_hooks_once_each_on_what_it_is_about_to_commit() {
    let repository = toolbox();
    // What the program is started in need not be what its release is of.
    let mut command = repository.program("libs", &and(RELEASE, &["--yes", "--hooks"]));
    command.env("GIT_DIR", "nowhere").env("SYNCLINE_TAG", "another");
    let output = crate::support::run(command);
    assert_eq!(output.code, 0, "{output:?}");
    let wanted = "product 1.0.1 core-1.0.1: 1.0.1 1.0.1 core-1.0.1\n\
                  all: 1.0.1 1.0.1 core-1.0.1\n\
                  core 1.0.1: 1.0.1 1.0.1 core-1.0.1\n\
                  sdk 2.0.1: 1.0.1 1.0.1 core-1.0.1\n";
    assert_eq!(marks(&repository), wanted);
    assert_eq!(repository.tags(), ["core-1.0.0", "core-1.0.1", "sdk-2.0.0", "sdk-2.0.1"]);
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
    // They are shown before, and heard as they run.
    for words in ["4 hooks run before the commit", "`tools/mark sdk 2.0.1` of `sdk`"] {
        assert!(output.stdout.contains(words), "no {words}: {}", output.stdout);
    }
    assert!(!output.stdout.contains("mark all\n"), "{}", output.stdout);
    let heard = "hook `./tools/mark all`\nmark all\nhook `tools/mark core 1.0.1` of `core`\nmark core 1.0.1\n";
    assert!(output.stderr.contains(heard), "{}", output.stderr);
    run(&repository, &["lint"], 0);
}

#[test]
fn the_answer_stays_the_programs_own_whatever_hooks_write() {
    let repository =
        with(r#"[["sh", "-c", "printf '::error::\\033[31mred\\033[0m\\tx\\n'; echo bad >&2"]]"#);
    let output = run(&repository, &and(RELEASE, &["--yes", "--hooks", "--json"]), 0);
    assert_eq!(document(&output)["tags"][1], "core-1.0.1", "{output:?}");
    assert!(output.stderr.contains("\\u{3a}:error::red    x\nbad\n"), "{}", output.stderr);
    let repository = with(r#"[["echo", "heard"]]"#);
    let output = run(&repository, &and(RELEASE, &["--yes", "--hooks", "--quiet"]), 0);
    assert_eq!(output.stderr, "");
}

#[test]
fn nothing_runs_but_for_a_release() {
    let repository = toolbox();
    let plan = repository.beside("plan.json");
    let output = look(&repository, &and(&["plan"], &and(RELEASE, &["--json", "--hooks"])), 0);
    std::fs::write(&plan, &output.stdout).unwrap();
    let hooks = document(&output)["hooks"].clone();
    let wanted = serde_json::json!([
        { "argv": ["tools/mark", "product", "1.0.1", "core-1.0.1"] },
        { "argv": ["./tools/mark", "all"] },
        { "component": "core", "argv": ["tools/mark", "core", "1.0.1"] },
        { "component": "sdk", "argv": ["tools/mark", "sdk", "2.0.1"] },
    ]);
    assert_eq!(hooks, wanted);
    repository.git(&["config", "syncline.hooks", "true"]);
    for words in [
        &and(RELEASE, &["--dry-run", "--yes", "--hooks"])[..],
        &and(&["plan"], RELEASE),
        &["apply", plan.to_str().unwrap(), "--dry-run", "--yes", "--hooks"],
        &["status"],
        &["lint"],
        &["next", "patch", "core"],
        &["notes"],
        &["why", "core"],
    ] {
        look(&repository, words, 0);
        assert_eq!(marks(&repository), "", "{words:?}");
    }
}

#[test]
fn a_release_that_waits_for_its_tags_ran_its_hooks_when_it_was_committed() {
    for way in ["--no-tag", "--via-branch"] {
        let repository = toolbox();
        run(&repository, &and(RELEASE, &["--yes", "--hooks", way]), 0);
        let ran = marks(&repository);
        assert_eq!(ran.lines().count(), 4, "{way}: {ran}");
        if way == "--via-branch" {
            repository.git(&["switch", "-q", "main"]);
            repository.git(&["merge", "-q", "release/core-1.0.1"]);
        }
        run(&repository, &["resume"], 0);
        assert_eq!(marks(&repository), ran, "{way}");
        assert!(repository.tags().contains(&"core-1.0.1".to_owned()), "{way}");
    }
}

/// What looks goes through in a hook; what would release is refused, and does no harm.
#[test]
fn a_hook_may_call_the_program_itself() {
    let program = env!("CARGO_BIN_EXE_syncline");
    let lint = format!("['{program}', 'lint'], ['{program}', 'lint', '--staged']");
    let repository = with(&format!("[{lint}, ['{program}', 'notes'], ['{program}', 'status']]"));
    run(&repository, &and(RELEASE, &["--yes", "--hooks"]), 0);
    for words in ["'patch', 'core', '--yes'", "'resume'", "'abandon'"] {
        let repository = with(&format!("[['{program}', {words}]]"));
        let output = look(&repository, &and(RELEASE, &["--yes", "--hooks"]), 5);
        assert!(output.stderr.contains("refused the release: exit status"), "{}", output.stderr);
    }
}

/// Where the manifests have the number already there is no commit, and still a release to refuse.
#[test]
fn a_release_without_files_runs_its_hooks_before_its_tags() {
    let repository = with(r#"[["tools/mark", "{tag}"]]"#);
    repository.git(&["tag", "-d", "core-1.0.0", "sdk-2.0.0"]);
    let words = ["release", "1.0.0", "-p", "core", "--yes", "--hooks"];
    let output = run(&repository, &words, 0);
    assert!(output.stdout.contains("1 hook run before the tags"), "{}", output.stdout);
    assert_eq!(marks(&repository), "core-1.0.0: 1.0.0 1.0.0 core-1.0.0\n");
    assert_eq!(repository.tags(), ["core-1.0.0"]);
}
