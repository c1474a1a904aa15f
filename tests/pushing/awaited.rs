//! What a release in the branch's history waits for, nothing else takes (SAFETY 4).

use crate::support::Repository;
use crate::support::ends::run;

/// Two components under one line, both released as 1.0.0 and changed since.
pub(super) fn two() -> Repository {
    let repository = Repository::new();
    let text = "scheme = \"semver\"\n[component.core]\n[component.docs]\n";
    repository.write("release.toml", text);
    for name in ["core", "docs"] {
        repository.write(&format!("{name}/VERSION"), "1.0.0\n");
    }
    repository.commit("Start");
    run(&repository, &["release", "1.0.0", "--all", "--yes"], 0);
    repository.write("core/a", "").write("docs/a", "").commit("Go on");
    repository
}

/// Runs what is refused until the release that waits has its tags; it writes nothing.
fn waits(repository: &Repository, words: &[&str], says: &str) {
    let before = repository.state();
    let output = run(repository, &[words, &["--yes"]].concat(), 1);
    assert!(output.stderr.contains(says), "{words:?}: {}", output.stderr);
    assert!(output.stderr.contains("resume` makes them"), "{words:?}: {}", output.stderr);
    assert!(output.stderr.contains("tag-exists"), "{words:?}: {}", output.stderr);
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{words:?}: {written:#?}");
    let shown = run(repository, &[words, &["-n"]].concat(), 0);
    assert!(shown.stderr.contains(says), "{words:?}: {}", shown.stderr);
}

/// The commit that HEAD is at, as messages name it.
pub(super) fn short(repository: &Repository) -> String {
    repository.git(&["rev-parse", "--short=10", "HEAD"]).trim().to_owned()
}

/// Its own history is sound.
pub(super) fn is_sound(repository: &Repository) {
    run(repository, &["resume"], 3);
    run(repository, &["audit"], 0);
    run(repository, &["lint"], 0);
    run(repository, &["lint", "--range", "core-1.0.0..HEAD"], 0);
}

#[test]
fn safety_4_what_a_release_waits_for_and_the_line_that_it_moved_are_its_own() {
    for way in ["--no-tag", "--via-branch"] {
        let repository = two();
        run(&repository, &["release", "minor", "-p", "core", "--yes", way], 0);
        if way == "--via-branch" {
            repository.git(&["switch", "-q", "main"]);
            repository.git(&["merge", "-q", "--squash", "release/v1.1.0"]);
            repository.git(&["commit", "-q", "-F", ".git/SQUASH_MSG"]);
            repository.git(&["branch", "-q", "-D", "release/v1.1.0"]);
        }
        repository.write("docs/b", "").commit("Go on");
        let says = "released product 1.1.0, and that is unfinished without core-1.1.0, v1.1.0";
        for words in [
            &["release", "minor", "-p", "docs"][..],
            &["release", "major", "-p", "docs"],
            &["release", "1.2.0", "-p", "core"],
            &["release", "1.2.0", "-p", "docs"],
            &["pre", "beta", "-p", "docs", "--level", "major"],
            &["patch", "docs"],
            &["patch", "docs", "--no-tag"],
        ] {
            waits(&repository, words, says);
        }
        run(&repository, &["resume"], 0);
        run(&repository, &["patch", "docs", "--yes"], 0);
        assert!(repository.tags().contains(&"docs-1.1.1".to_owned()), "{:?}", repository.tags());
        is_sound(&repository);
    }
}

/// A plan that was saved before is held to what waits since, as it would be for any other release.
#[test]
fn safety_4_a_saved_plan_waits_as_well() {
    let repository = two();
    run(&repository, &["release", "minor", "-p", "core", "--yes", "--no-tag"], 0);
    let output = run(&repository, &["plan", "release", "minor", "-p", "docs", "--json"], 0);
    assert!(output.stderr.contains("unfinished without core-1.1.0"), "{}", output.stderr);
    let path = repository.beside("plan.json");
    std::fs::write(&path, &output.stdout).unwrap();
    let refused = run(&repository, &["apply", path.to_str().unwrap(), "--yes"], 1);
    assert!(refused.stderr.contains("unfinished without core-1.1.0"), "{}", refused.stderr);
}

#[test]
fn safety_4_a_pre_release_that_waits_keeps_its_place_on_the_line_to_come() {
    let repository = two();
    let pre = ["pre", "beta", "--level", "minor", "-p"];
    run(&repository, &[&pre[..], &["core", "--yes", "--no-tag"]].concat(), 0);
    let says = "unfinished without core-1.1.0-beta.1, v1.1.0-beta.1";
    waits(&repository, &[&pre[..], &["docs"]].concat(), says);
    waits(&repository, &["pre", "alpha", "--level", "minor", "-p", "docs"], says);
    waits(&repository, &["release", "minor", "-p", "docs"], says);
    // It does not move the line that is out.
    run(&repository, &["patch", "docs", "--yes"], 0);
    run(&repository, &["resume"], 0);
    run(&repository, &[&pre[..], &["docs", "--yes"]].concat(), 0);
    assert!(repository.tags().contains(&"docs-1.1.0-beta.2".to_owned()), "{:?}", repository.tags());
    is_sound(&repository);
}

/// What did not move the line holds up nobody else.
#[test]
fn safety_4_a_patch_that_waits_is_in_the_way_of_its_component_alone() {
    let repository = two();
    run(&repository, &["patch", "core", "--yes", "--no-tag"], 0);
    run(&repository, &["patch", "docs", "--yes"], 0);
    run(&repository, &["release", "minor", "-p", "docs", "--yes"], 0);
    let refused = run(&repository, &["release", "1.2.0", "-p", "core", "--yes"], 1);
    assert!(refused.stderr.contains("unfinished without core-1.0.1"), "{}", refused.stderr);
    run(&repository, &["resume"], 0);
    run(&repository, &["patch", "core", "--yes"], 0);
    is_sound(&repository);
}

/// A first release of which nothing is out yet is looked for in all of history.
#[test]
fn safety_4_a_first_release_that_waits_is_seen() {
    let repository = Repository::new();
    let text = "scheme = \"semver\"\n[component.core]\n[component.docs]\n";
    repository.write("release.toml", text);
    repository.write("core/VERSION", "0.9.0\n").write("docs/VERSION", "0.9.0\n").commit("Start");
    run(&repository, &["release", "1.0.0", "-p", "core", "--yes", "--no-tag"], 0);
    waits(&repository, &["release", "minor", "-p", "docs"], "without core-1.0.0, v1.0.0");
    run(&repository, &["resume"], 0);
    run(&repository, &["release", "minor", "-p", "docs", "--yes"], 0);
}

/// Only a commit that says so waits: one that was tagged at once may be called otherwise today.
#[test]
fn safety_4_what_was_tagged_under_other_names_is_waited_for_by_nobody() {
    let repository = two();
    run(&repository, &["release", "minor", "-p", "core", "--yes"], 0);
    let text = repository.file("release.toml");
    let renamed = text.replace("[component.core]", "[component.core]\ntag = \"c/v{version}\"");
    repository.write("release.toml", renamed).commit("Call its tags otherwise");
    run(&repository, &["release", "minor", "-p", "docs", "--yes"], 0);
}

/// Versions that are only in tags leave nothing in the tree that would tell of them.
#[test]
fn safety_4_a_merged_release_of_what_is_only_in_tags_keeps_them() {
    let repository = Repository::new();
    let text = "scheme = \"semver\"\n[component.core]\n[component.gone]\nmanifests = []\n";
    repository.write("release.toml", text);
    repository.write("core/VERSION", "1.0.0\n").write("gone/a", "").commit("Start");
    run(&repository, &["release", "1.0.0", "--all", "--yes"], 0);
    run(&repository, &["patch", "core", "gone", "--yes", "--via-branch"], 0);
    repository.git(&["switch", "-q", "main"]);
    repository.git(&["merge", "-q", "--ff-only", "release/core-1.0.1"]);
    repository.git(&["branch", "-q", "-D", "release/core-1.0.1"]);
    waits(&repository, &["patch", "gone"], "without gone-1.0.1, core-1.0.1");
    run(&repository, &["resume"], 0);
    run(&repository, &["patch", "gone", "--yes"], 0);
    assert!(repository.tags().contains(&"gone-1.0.2".to_owned()), "{:?}", repository.tags());
}

/// Whoever only looks is told of it, and of nothing once its tags are there.
#[test]
fn semantics_28_a_release_that_waits_for_its_tags_is_told_of() {
    let repository = two();
    let told = |code: i32, says: &str| {
        for words in [&["status"][..], &["lint"]] {
            let said = run(&repository, words, code).stderr;
            assert!(if says.is_empty() { said.is_empty() } else { said.contains(says) }, "{said}");
        }
        let json = run(&repository, &["status", "--json"], code).stdout;
        serde_json::from_str::<serde_json::Value>(&json).unwrap()["unfinished"].clone()
    };
    assert!(told(0, "").is_null());
    run(&repository, &["release", "minor", "-p", "core", "--yes", "--no-tag"], 0);
    let says = "released product 1.1.0, and that is unfinished without core-1.1.0, v1.1.0";
    let wanted = serde_json::json!({
        "title": "product 1.1.0", "step": "tags", "ways": ["resume"]
    });
    assert_eq!(told(0, says), wanted);
    repository.write("docs/b", "").commit("Go on");
    assert_eq!(told(0, "`git revert"), wanted);
    run(&repository, &["resume"], 0);
    assert!(told(0, "").is_null());

    // On its own branch it is merged first.
    run(&repository, &["patch", "docs", "--yes", "--via-branch"], 0);
    assert_eq!(told(0, "is tagged once it is on branch `main`")["step"], "tags");
    repository.git(&["switch", "-q", "main"]);
    assert!(told(0, "").is_null());
}

/// So is the first one of all, while nothing came after it: of what was never released no manifest says
/// that it waits.
#[test]
fn semantics_28_a_first_release_that_waits_is_told_of() {
    let repository = Repository::new();
    repository.write("release.toml", "scheme = \"semver\"\n[component.core]\n");
    repository.write("core/VERSION", "1.0.0\n").commit("Start");
    run(&repository, &["release", "1.1.0", "--yes", "--no-tag"], 0);
    let said = run(&repository, &["status"], 0).stderr;
    assert!(said.contains("unfinished without core-1.1.0, v1.1.0"), "{said}");
}

/// A tag that is made is never taken back: what is out under an earlier name gets no second one.
#[test]
fn semantics_30_what_was_tagged_at_once_gets_no_tags_of_today() {
    let text = "scheme = \"semver\"\n[component.core]\n[component.docs]\n";
    for (old, new) in [
        ("[component.core]", "[component.kernel]\npath = \"core\"\naliases = [\"core\"]"),
        ("[component.core]", "[component.core]\ntag = \"c/v{version}\""),
        ("scheme = \"semver\"\n", "scheme = \"semver\"\n[product]\ntag = \"all-{version}\"\n"),
    ] {
        let repository = two();
        run(&repository, &["release", "minor", "--all", "--yes"], 0);
        run(&repository, &["patch", "core", "--yes"], 0);
        let before = repository.tags();
        repository.write("release.toml", text.replace(old, new)).commit("Call it otherwise");
        let output = run(&repository, &["resume", "--yes"], 3);
        assert!(!output.stdout.contains("released"), "{new}: {}", output.stdout);
        run(&repository, &["abandon", "--yes"], 3);
        assert_eq!(repository.tags(), before, "{new}");
    }
}

/// A second name for one of a release's tags says nothing of how the others were called.
#[test]
fn a_floating_tag_does_not_hide_what_is_missing() {
    let repository = two();
    run(&repository, &["release", "minor", "--all", "--yes"], 0);
    let all = repository.tags();
    for (floating, gone) in
        [("latest", &["docs-1.1.0", "v1.1.0"][..]), ("v1", &["v1.1.0"]), ("one", &["core-1.1.0"])]
    {
        repository.git(&["tag", floating, if floating == "v1" { "v1.1.0" } else { "core-1.1.0" }]);
        gone.iter().for_each(|tag| drop(repository.git(&["tag", "-d", tag])));
        run(&repository, &["resume", "--yes"], 0);
        repository.git(&["tag", "-d", floating]);
        assert_eq!(repository.tags(), all, "{floating}");
    }
}

/// The tags on its own commit are of what has its version in tags alone, and say nothing of it.
#[test]
fn safety_4_a_clock_that_is_behind_hides_no_release_that_waits() {
    let repository = Repository::new();
    let text = "scheme = \"semver\"\n[component.core]\n[component.docs]\nmanifests = []\n";
    repository.write("release.toml", text).write("core/VERSION", "1.0.0\n").write("docs/a", "");
    repository.commit("Start");
    run(&repository, &["release", "1.0.0", "--all", "--yes"], 0);
    let words = ["pre", "rc", "--level", "minor", "-p", "core", "--no-tag", "--yes"];
    let mut command = repository.program("", &words);
    command.env("GIT_COMMITTER_DATE", "@1400000000 +0000");
    assert_eq!(crate::support::run(command).code, 0);
    run(&repository, &["patch", "docs", "--yes"], 0);
    waits(&repository, &["release", "minor", "-p", "docs"], "without core-1.1.0-rc.1, v1.1.0-rc.1");
}
