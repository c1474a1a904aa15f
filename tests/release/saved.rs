//! Saved plans: applied as long as planning comes to the very same one, and not a moment longer.

use std::fs;

use super::{document, look, run, workspace};
use crate::support::{Repository, chain};

/// Saves what `words` plan beside the repository, and gives the file's path.
fn save(repository: &Repository, words: &[&str]) -> String {
    let output = look(repository, &[&["plan"], words, &["--json"]].concat(), 0);
    let path = repository.beside("saved.json");
    fs::write(&path, &output.stdout).unwrap();
    path.to_str().unwrap().to_owned()
}

/// However it is asked for, the plan is refused as stale.
fn is_stale(repository: &Repository, path: &str, says: &str) {
    for further in [&[][..], &["--yes"], &["--dry-run"]] {
        let output = look(repository, &[&["apply", path], further].concat(), 1);
        assert!(output.stderr.contains("stale"), "{further:?}: {}", output.stderr);
        assert!(output.stderr.contains(says), "{further:?}: {}", output.stderr);
    }
}

#[test]
fn semantics_23_a_plan_is_stale_once_a_baseline_moved() {
    let repository = chain::released();
    let path = save(&repository, &["patch", "sdk", "--date", "2016-11-01"]);
    repository.git(&["checkout", "-q", "-b", "other"]);
    run(&repository, &["patch", "sdk", "--date", "2016-11-02", "--yes"], 0);
    repository.git(&["checkout", "-q", "main"]);
    is_stale(&repository, &path, "sdk-1.0.20161102");
    repository.git(&["tag", "-d", "sdk-1.0.20161102"]);
    run(&repository, &["apply", &path, "--yes"], 0);
}

#[test]
fn semantics_23_a_plan_is_stale_once_the_line_moved() {
    let repository = chain::released();
    let path = save(&repository, &["patch", "sdk", "--date", "2016-11-01"]);
    repository.annotate("chain-1.1", "Release 1.1");
    is_stale(&repository, &path, "`sdk` to 1.1.20161101 in place of `sdk` to 1.0.20161101");
}

/// The commit that such a plan was made on need not even be there.
#[test]
fn semantics_23_a_plan_of_another_commit_or_branch_is_stale() {
    let elsewhere = workspace();
    elsewhere.write("further", "").commit("Go on");
    let path = save(&elsewhere, &["release", "minor"]);
    let repository = workspace();
    is_stale(&repository, &path, "`main` was at");
    // What makes such a one anew is `plan`, not what refuses this one.
    is_stale(&repository, &path, "plan again: `plan release minor --json > plan.json`");

    let path = save(&repository, &["release", "minor"]);
    repository.git(&["checkout", "-q", "-b", "other"]);
    let output = look(&repository, &["apply", &path, "--dry-run"], 1);
    assert!(output.stderr.contains("on branch `main`"), "{}", output.stderr);
}

#[test]
fn semantics_23_what_is_applied_already_is_said_before_any_question() {
    let repository = workspace();
    let path = save(&repository, &["release", "minor"]);
    run(&repository, &["apply", &path, "--yes"], 0);
    repository.write("further", "").commit("Go on");
    for further in [&[][..], &["--yes"], &["--dry-run"]] {
        let output = look(&repository, &[&["apply", &path], further].concat(), 0);
        assert!(output.stdout.contains("released already"), "{further:?}: {output:?}");
    }
}

/// A digest shows that a plan was not changed by accident; planning again, that nobody made it up.
#[test]
fn semantics_23_a_plan_that_nobody_planned_is_refused_whatever_its_id() {
    let repository = workspace();
    let path = save(&repository, &["release", "minor"]);
    let planned: product::Plan = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let forgeries: [fn(&mut product::Plan); 3] = [
        |plan| plan.edits.clear(),
        |plan| {
            let mut edit = plan.edits.last().unwrap().clone();
            edit.path = "vendor/nail/Cargo.toml".into();
            plan.edits.push(edit);
        },
        |plan| plan.commit.message.push_str("\nReviewed-by: Nobody\n"),
    ];
    for forge in forgeries {
        let mut forged = planned.clone();
        forge(&mut forged);
        forged.id = forged.digest();
        fs::write(&path, serde_json::to_string(&forged).unwrap()).unwrap();
        is_stale(&repository, &path, "comes to another one");
    }
}

/// What `plan` prints is applied, whatever it was asked with, and whoever applies it.
#[test]
fn semantics_23_every_option_of_a_plan_is_planned_again() {
    for further in [
        &["--because", "It is  time"][..],
        &["--date", "2016-11-01"],
        &["--no-tag"],
        &["--sign"],
        &["--allow-branch", "ma*"],
        &["--exclude", "sdk"],
    ] {
        let repository = chain::released();
        repository.write("core/change", "").write("sdk/change", "").commit("Change");
        let path = save(&repository, &[&["release", "minor"], further].concat());
        run(&repository, &["apply", &path, "--dry-run"], 0);
        if further != ["--sign"] {
            run(&repository, &["apply", &path, "--yes"], 0);
        }
    }
}

#[test]
fn semantics_23_a_line_of_several_is_planned_again() {
    let repository = Repository::new();
    let text = "[line.a]\nscheme = \"semver\"\ntag = \"a-{version}\"\ncomponents = [\"core\"]\n\
                [line.b]\nscheme = \"calver\"\ntag = \"b-{version}\"\ncomponents = [\"sdk\"]\n\
                [component.core]\n[component.sdk]\n";
    repository.write("release.toml", text).write("core/VERSION", "1.0.0\n");
    repository.write("sdk/VERSION", "24.1.0\n").commit("Start");
    let path = save(&repository, &["release", "minor", "--line", "a"]);
    run(&repository, &["apply", &path, "--yes"], 0);
    assert_eq!(repository.file("core/VERSION"), "1.1.0\n");
}

#[test]
fn semantics_23_a_build_number_of_the_environment_is_the_plans() {
    let repository = Repository::new();
    let text = "scheme = \"ibex\"\n[product]\nbuild-env = \"BUILD_NUMBER\"\n[component.core]\n";
    repository.write("release.toml", text).write("core/VERSION", "1.0.0\n").commit("Start");
    let path = repository.beside("saved.json");
    let mut command = repository.program("", &["plan", "release", "minor", "--json"]);
    let output = crate::support::run({
        command.env("BUILD_NUMBER", "678");
        command
    });
    assert_eq!(output.code, 0, "{output:?}");
    fs::write(&path, output.stdout).unwrap();
    run(&repository, &["apply", path.to_str().unwrap(), "--yes"], 0);
}

#[test]
fn semantics_23_whoever_applies_a_plan_need_not_have_made_it() {
    let repository = Repository::new();
    let log = "tool (1.0.0) unstable; urgency=medium\n\n  * First.\n\n \
               -- A Name <a@example.org>  Mon, 01 Jan 2024 00:00:00 +0000\n";
    repository
        .write(
            "release.toml",
            "scheme = \"semver\"\n[component.tool]\npath = \".\"\n\
             manifests = [\"debian/changelog\"]\n",
        )
        .write("debian/changelog", log)
        .commit("Start");
    repository.annotate("tool-1.0.0", "Release 1.0.0").annotate("v1.0.0", "Release 1.0.0");
    let path = save(&repository, &["patch", "tool"]);
    repository.git(&["config", "user.name", "Somebody Else"]);
    run(&repository, &["apply", &path, "--yes"], 0);
    let log = repository.file("debian/changelog");
    assert!(log.contains("tool (1.0.1)") && log.contains("-- Release Manager <"), "{log}");
}

/// The same plan is told of where the configuration that it was made from is not given.
#[test]
fn a_plan_of_other_configuration_says_so() {
    let repository = workspace();
    let text = repository.file("release.toml");
    repository.write("other.toml", text).commit("Keep another configuration");
    let words = ["plan", "release", "minor", "--json", "--config", "other.toml"];
    let output = look(&repository, &words, 0);
    let path = repository.beside("saved.json");
    fs::write(&path, &output.stdout).unwrap();
    let path = path.to_str().unwrap();
    is_stale(&repository, path, "--config");
    let words = ["apply", path, "--config", "other.toml", "--yes", "--json"];
    assert_eq!(document(&run(&repository, &words, 0))["already"], false);
}
