//! IBEX-6: patch releases from a maintenance branch that is bound to its line.

use super::{COMPONENTS, all_at};
use crate::support::Repository;

/// Three components under one number and one tag: 7.2.1 and then 7.3.0 and 8.0.0 are out on main,
/// and the branch of 7.2 begins at its release.
fn maintained() -> Repository {
    let repository = Repository::new();
    let mut config = String::from(
        "scheme = \"ibex\"\n[product]\nname = \"IBEX\"\n[defaults]\ntag = \"v{version}\"\n\
         [branches]\n\"Release_*.*.m\" = \"{major}.{minor}\"\n",
    );
    for name in COMPONENTS {
        config += &format!("[component.{name}]\n");
        repository.write(&format!("{name}/VERSION"), "7.2.1\n");
    }
    repository.write("release.toml", config).commit("Start");
    for version in ["7.2.1", "7.3.0", "8.0.0"] {
        repository.write("gui/change", version).commit("Change the GUI");
        let output = repository.run(&["release", version, "--yes"]);
        assert_eq!(output.code, 0, "{}", output.stderr);
    }
    repository.git(&["switch", "-q", "-c", "Release_7.2.m", "v7.2.1"]);
    repository
}

#[test]
fn ibex_6_a_patch_is_cut_from_the_released_line() {
    let repository = maintained();
    let status = repository.run(&["status"]);
    assert!(status.stdout.starts_with("IBEX: line 7.2.1\n"), "{}", status.stdout);
    for wanted in ["7.2.2", "7.2.3"] {
        repository.write("backend/fix", wanted).commit("Mend just enough");
        let output = repository.run(&["patch", "--all", "--yes"]);
        assert_eq!(output.code, 0, "{}", output.stderr);
        assert_eq!(all_at(&repository), [wanted; 3]);
        let lint = repository.run(&["lint"]);
        assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{}", lint.stderr);
    }
    assert_eq!(repository.tags(), ["v7.2.1", "v7.2.2", "v7.2.3", "v7.3.0", "v8.0.0"]);
}

#[test]
fn ibex_case_7_the_branch_guard_refuses_other_lines() {
    let repository = maintained();
    let before = repository.state();
    for words in [
        &["release", "minor"][..],
        &["release", "major"],
        &["release", "7.3.1"],
        &["release", "8.0.1"],
        &["release", "9.0.0"],
    ] {
        let output = repository.run(&[words, &["--yes"]].concat());
        assert_eq!((output.code, output.stdout.as_str()), (1, ""), "{words:?}");
        let said = "is outside what branch `Release_7.2.m` may release (major 7, minor 2)";
        assert!(output.stderr.contains("error[IBEX-6]"), "{words:?}: {}", output.stderr);
        assert!(output.stderr.contains(said), "{words:?}: {}", output.stderr);
        assert!(output.stderr.contains("help: "), "{words:?}: {}", output.stderr);
        let changes = repository.state().changes_since(&before);
        assert!(changes.is_empty(), "{words:?}: {changes:?}");
    }
    // A version of the line that is out already is not made again.
    let output = repository.run(&["release", "7.2.1", "--yes"]);
    assert_eq!(output.code, 1, "{}", output.stderr);
    assert!(output.stderr.contains("error[IBEX-6]"), "{}", output.stderr);
}

/// Everything goes back to main but the version numbers.
#[test]
fn ibex_6_merging_back_keeps_mains_numbers() {
    let repository = maintained();
    repository.write("backend/fix", "1").commit("Mend just enough");
    assert_eq!(repository.run(&["patch", "--all", "--yes"]).code, 0);
    repository.git(&["switch", "-q", "main"]);
    let merge = ["merge", "-q", "--no-ff", "--no-commit", "Release_7.2.m"];
    assert_ne!(repository.try_git(&merge).code, 0, "both sides moved the numbers");
    let theirs = ["checkout", "--theirs", "--", "gui/VERSION", "genie/VERSION", "backend/VERSION"];
    repository.git(&theirs);
    let lint = repository.run(&["lint"]);
    assert_eq!(lint.code, 1, "the branch's numbers are lower: {}", lint.stdout);
    assert!(
        lint.stdout.contains("error[not-lower]: `gui` is at 7.2.2, below 8.0.0"),
        "{}",
        lint.stdout
    );
    let ours = ["checkout", "--ours", "--", "gui/VERSION", "genie/VERSION", "backend/VERSION"];
    repository.git(&ours);
    repository.commit("Merge the patch release");
    let lint = repository.run(&["lint"]);
    assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{}", lint.stderr);
    assert_eq!(repository.file("backend/fix"), "1");
    let next = repository.run(&["release", "minor", "--yes"]);
    assert_eq!(next.code, 0, "{}", next.stderr);
    assert_eq!(all_at(&repository), ["8.1.0"; 3]);
}
