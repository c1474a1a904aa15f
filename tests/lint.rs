//! The pre-commit check: as a hook that git runs, and as a hand that mends.

mod formats;
mod history;
#[cfg(unix)]
mod hook;
mod making;
mod range;
mod seen;
mod steps;
mod unmanaged;

use crate::release::workspace;
use crate::support::{Output, Repository, chain};

/// Lints with these options, which must end with this code.
fn lint(repository: &Repository, options: &[&str], code: i32) -> Output {
    let output = repository.run(&[&["lint"], options].concat());
    assert_eq!(output.code, code, "{options:?}\n{}{}", output.stdout, output.stderr);
    output
}

/// Looks without touching anything.
fn look(repository: &Repository, options: &[&str], code: i32) -> Output {
    let before = repository.state();
    let output = lint(repository, options, code);
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{options:?} wrote: {written:#?}");
    output
}

/// Breaks one file, sees that the rule speaks, and that mending it brings back every byte.
fn mends(repository: &Repository, path: &str, old: &str, new: &str, rule: &str) {
    let before = repository.state();
    let bytes = repository.file(path);
    assert_eq!(bytes.matches(old).count(), 1, "{old:?} in {bytes:?}");
    repository.write(path, bytes.replace(old, new));
    let said = look(repository, &[], 1).stdout;
    assert!(said.contains(rule) && said.contains(path), "{said}");
    let output = lint(repository, &["--fix"], 0);
    assert!(output.stderr.contains(path), "it says what it wrote: {output:?}");
    assert!(!output.stderr.contains("mended 1 findings"), "{output:?}");
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
    look(repository, &[], 0);
}

/// A manifest with everything that a careless writer would lose.
const ODD: &str =
    "\u{feff}# version = 1.0\r\nversion = \"1.0\"\t\r\n\r\nminimum \u{2260} \"1.0\"\n\r\n ";

#[test]
fn fix_mends_a_version_moved_by_hand_and_touches_no_other_byte() {
    let repository = chain::released();
    repository.write("core/version.txt", ODD).commit("Say it oddly");
    look(&repository, &[], 0);
    for moved in ["1.0.20161015", "1.1", "0.9"] {
        let new = format!("version = \"{moved}\"\t");
        let rule = match moved {
            "1.1" => "ahead-of-line",
            "0.9" => "not-lower",
            _ => "moved-by-hand",
        };
        mends(&repository, "core/version.txt", "version = \"1.0\"\t", &new, rule);
    }
}

#[test]
fn fix_makes_a_components_manifests_agree() {
    let repository = chain::released();
    let second = r#"{ path = "core/README.md", regex = 'core:(?<version>[\d.]+)' }]"#;
    let first =
        r#"manifests = [{ path = "core/version.txt", regex = 'version = "(?<version>[^"]*)"' }"#;
    repository.replace("release.toml", &format!("{first}]"), &format!("{first}, {second}"));
    repository.write("core/README.md", "\u{feff}Get core:1.0 \u{2014} not 1.0!\r\n");
    repository.commit("List the second place");
    mends(&repository, "core/README.md", "core:1.0 ", "core:0.9 ", "manifests-agree");
}

/// The file that was right is not touched, and one run mends all that were not.
#[test]
fn semantics_3_fix_restores_what_was_released_in_one_run() {
    let repository = chain::released();
    let config = repository.file("release.toml");
    let listed =
        r#"manifests = [{ path = "core/version.txt", regex = 'version = "(?<version>[^"]*)"' }]"#;
    assert!(config.contains(listed), "{config}");
    let more = listed.replace("}]", "}, \"core/VERSION\", \"core/sub/VERSION\"]");
    repository.replace("release.toml", listed, &more);
    repository.write("core/VERSION", "1.0\n").write("core/sub/VERSION", "1.0\n");
    repository.commit("List more places");
    look(&repository, &[], 0);
    let before = repository.state();
    let moved = repository.file("core/version.txt").replace("\"1.0\"", "\"1.0.20161015\"");
    repository.write("core/version.txt", moved).write("core/sub/VERSION", "1.0.20161015\n");
    let output = lint(&repository, &["--fix"], 0);
    assert!(!output.stderr.contains("core/VERSION"), "it was right: {output:?}");
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
}

#[test]
fn fix_mends_a_lock_file_entry_and_no_other() {
    let repository = workspace();
    assert_eq!(repository.run(&["release", "minor", "--yes"]).code, 0);
    let hammer = "name = \"hammer\"\nversion = \"0.4.0\"";
    mends(&repository, "Cargo.lock", hammer, &hammer.replace("0.4.0", "0.3.9"), "lockfile-stale");
}

#[test]
fn fix_leaves_alone_what_only_a_person_can_mend() {
    let repository = chain::released();
    repository.write("core/version.txt", "version = \"1.0.161005\"\n");
    let before = repository.state();
    let output = lint(&repository, &["--fix"], 1);
    assert!(output.stdout.contains("1.0.20161005"), "what was meant: {}", output.stdout);
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
}

#[test]
fn warnings_are_errors_where_they_are_denied() {
    let repository = chain::released();
    repository.tag("core_1.1");
    let said = look(&repository, &[], 0).stdout;
    assert!(said.contains("warning[tag-near-miss]"), "{said}");
    let said = look(&repository, &["--deny", "warnings"], 1).stdout;
    assert!(said.contains("error[tag-near-miss]"), "{said}");
}

/// What copies a version is looked at again once that is right, and never follows it away and back.
#[test]
fn fix_leaves_nothing_to_mend_for_a_second_run() {
    let repository = workspace();
    assert_eq!(repository.run(&["release", "minor", "--yes"]).code, 0);
    let (old, new) = ("version = \"0.4.0\" # of all", "version = \"2.0.0\" # of all");
    mends(&repository, "Cargo.toml", old, new, "ahead-of-line");

    let repository = chain::released();
    let second = r#"{ path = "core/README.md", regex = 'core:(?<version>[\d.]+)' }]"#;
    let first =
        r#"manifests = [{ path = "core/version.txt", regex = 'version = "(?<version>[^"]*)"' }"#;
    repository.replace("release.toml", &format!("{first}]"), &format!("{first}, {second}"));
    repository.write("core/README.md", "core:1.0\n").commit("List the second place");
    let before = repository.state();
    repository.replace("core/version.txt", "\"1.0\"", "\"1.0.20161015\"");
    repository.write("core/README.md", "core:1.0.20161015\n");
    lint(&repository, &["--fix"], 0);
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
}
