//! Commits that say they are releases: the step of each is one that a release makes from its parent.

use super::look;
use crate::support::{Repository, chain};

/// A commit that looks like a release's: these versions in the manifests, and in the trailers.
fn forged(repository: &Repository, moved: &[(&str, &str)]) {
    let mut message = String::from("Release it\n\n");
    for (name, version) in moved {
        repository.write(&format!("{name}/version.txt"), format!("version = \"{version}\"\n"));
        message += &format!("Release-Component: {name} {version}\n");
    }
    repository.commit(&(message + "Release-Plan: 0123456789abcdef\n"));
}

/// What lint has to say of HEAD, as a commit and as the end of a range.
fn found(repository: &Repository) -> String {
    let range = look(repository, &["--range", "HEAD~1..HEAD"], 1).stdout;
    assert!(range.contains("error[release-step]"), "{range}");
    look(repository, &["--rev", "HEAD"], 1).stdout
}

#[test]
fn semantics_26_a_forged_release_is_found_whatever_its_trailers_say() {
    for (moved, words) in [
        (
            &[("sdk", "1.2")][..],
            "`sdk` 1.2, and no single release leads there from 1.0, on the line 1.0",
        ),
        (&[("sdk", "3.0")], "`sdk` 3.0, and no single release leads there"),
        (&[("sdk", "1.1.20161101")], "`sdk` 1.1.20161101, and no single release leads there"),
        (&[("sdk", "0.9")], "`sdk` 0.9, and 1.0 was out before it"),
        (&[("sdk", "1.0")], "`sdk` 1.0, and 1.0 was out before it"),
        (&[("sdk", "1.0.20161301")], "`sdk` "),
        (&[("core", "1.1")], "`core` 1.1 without `mac`, which embeds it"),
        (&[("sdk", "1.1"), ("core", "2.0"), ("mac", "2.0")], "together with one on the line"),
        (
            &[("sdk", "1.0.20161101"), ("core", "1.0.20161102"), ("mac", "1.0.20161102")],
            "under several dates: 2016-11-01 and 2016-11-02",
        ),
    ] {
        let repository = chain::released();
        repository.write("note", "").commit("Meanwhile");
        forged(&repository, moved);
        let said = found(&repository);
        assert!(said.contains("error[release-step]") && said.contains("(CHAIN-9)"), "{said}");
        assert!(said.contains(words), "{moved:?}: {said}");
        assert!(!said.contains("moved-by-hand") && !said.contains("ahead-of-line"), "once: {said}");
        // The line that is shown is the commit's own, not its parent's.
        let line = format!("version = \"{}\"", moved[0].1);
        assert!(said.contains(&line) || !words.starts_with("`sdk`"), "{said}");
        assert!(said.contains("git revert") || moved[0].1 == "1.0.20161301", "{said}");
    }
}

#[test]
fn semantics_26_a_trailer_that_was_edited_is_found() {
    let repository = chain::released();
    repository.write("core/change", "").commit("Change it");
    let words = ["release", "minor", "--all", "--yes", "--no-tag", "--date", "2016-11-02"];
    assert_eq!(repository.run(&words).code, 0);
    look(&repository, &["--rev", "HEAD"], 0);
    let message = repository.git(&["log", "-1", "--format=%B"]);
    // What it says is not what it holds.
    let amend =
        |text: &str| repository.git(&["commit", "-q", "--amend", "--no-verify", "-m", text]);
    amend(&message.replace("sdk 1.1\n", "sdk 1.0.20161102\n"));
    let said = found(&repository);
    assert!(said.contains("`sdk` 1.0.20161102, and its manifest says 1.1"), "{said}");
    // A component that it moved and no longer names.
    amend(&message.replace("Release-Component: mac 1.1\n", ""));
    let said = found(&repository);
    assert!(said.contains("without `mac`, which embeds it"), "{said}");
    assert!(said.contains("ahead-of-line"), "nobody speaks for its manifest: {said}");
    // With the message that the release wrote, all is well.
    amend(&message);
    look(&repository, &["--rev", "HEAD"], 0);
    look(&repository, &["--range", "HEAD~1..HEAD"], 0);
}

/// A lint of files looks at history only where something moved.
#[test]
fn semantics_26_the_work_tree_after_a_forged_release_is_no_better() {
    let repository = chain::released();
    forged(&repository, &[("sdk", "1.2")]);
    repository.write("note", "").commit("Meanwhile");
    let said = look(&repository, &[], 1).stdout;
    assert!(said.contains("error[release-step]") && said.contains("sdk/version.txt"), "{said}");
    repository.write("sdk/version.txt", "# New.\nversion = \"1.2\"\n");
    repository.git(&["add", "-A"]);
    assert!(look(&repository, &["--staged"], 1).stdout.contains("release-step"));
}

#[test]
fn semantics_26_a_number_on_purpose_is_a_step_that_says_so() {
    let repository = chain::released();
    let words = ["release", "3.0", "--all", "--yes", "--no-tag", "--date", "2016-11-02"];
    assert_eq!(repository.run(&words).code, 0);
    let message = repository.git(&["log", "-1", "--format=%B"]);
    assert!(message.contains("Release-Version: 3.0\n"), "{message}");
    look(&repository, &["--rev", "HEAD"], 0);
    look(&repository, &[], 0);
    let without = message.replace("Release-Version: 3.0\n", "");
    repository.git(&["commit", "-q", "--amend", "--no-verify", "-m", &without]);
    let said = found(&repository);
    assert!(said.contains("a number on purpose is `release 3.0`"), "{said}");
}

#[test]
fn semantics_26_a_tag_of_another_release_is_taken() {
    let repository = chain::released();
    repository.git(&["switch", "-q", "-c", "other"]);
    repository.write("sdk/change", "").commit("Change it");
    assert_eq!(repository.run(&["patch", "sdk", "--yes", "--date", "2016-11-01"]).code, 0);
    repository.git(&["switch", "-q", "main"]);
    forged(&repository, &[("sdk", "1.0.20161101")]);
    let said = found(&repository);
    assert!(said.contains("the tag sdk-1.0.20161101 is another release's"), "{said}");
    // The very same release, squashed onto this branch, is no other one.
    let message = repository.git(&["log", "-1", "--format=%B", "other"]);
    repository.git(&["commit", "-q", "--amend", "--no-verify", "-m", &message]);
    look(&repository, &["--rev", "HEAD"], 0);
}

#[test]
fn semantics_26_every_release_of_a_branch_passes_one_by_one_and_squashed() {
    let repository = chain::released();
    repository.git(&["switch", "-q", "-c", "proposal"]);
    for words in [
        &["patch", "core", "--date", "2016-11-01"][..],
        &["patch", "sdk", "core", "--date", "2016-11-02"],
        &["release", "minor", "-p", "core", "--date", "2016-11-03"],
        &["patch", "sdk", "--date", "2016-11-08"],
    ] {
        repository.write("core/change", words.join(" ")).commit("Change it");
        assert_eq!(repository.run(&[words, &["--yes"]].concat()).code, 0, "{words:?}");
    }
    look(&repository, &["--range", "main..proposal"], 0);
    look(&repository, &[], 0);
    // Without their tags they still tell what was out before each.
    for tag in repository.tags().iter().filter(|tag| !tag.ends_with("-1.0")) {
        repository.git(&["tag", "-d", tag]);
    }
    look(&repository, &["--range", "main..proposal"], 0);
    look(&repository, &[], 0);
    let messages = repository.git(&["log", "--reverse", "--format=* %B", "main..proposal"]);
    repository.git(&["switch", "-q", "main"]);
    repository.git(&["merge", "-q", "--squash", "proposal"]);
    let message = format!("Four releases (#17)\n\n{messages}\n\nCo-authored-by: A <a@example.org>");
    repository.commit(&message);
    look(&repository, &["--rev", "HEAD"], 0);
    look(&repository, &["--range", "HEAD~1..HEAD"], 0);
    look(&repository, &[], 0);
    // Of the steps in it, each follows the one before.
    let skipped = message.replace("Release-Component: core 1.1\n", "Release-Component: core 1.2\n");
    repository.git(&["commit", "-q", "--amend", "--no-verify", "-m", &skipped]);
    let said = found(&repository);
    assert!(
        said.contains("`core` 1.2, and no single release leads there from 1.0.20161102"),
        "{said}"
    );
}

/// What git itself proposes for a squash has the newest first, and every line indented.
#[test]
fn semantics_26_a_squash_is_read_from_either_end() {
    let repository = chain::released();
    repository.git(&["switch", "-q", "-c", "proposal"]);
    for words in [
        &["patch", "core", "--date", "2016-11-01"][..],
        &["release", "minor", "-p", "core", "--date", "2016-11-03"],
        &["patch", "sdk", "--date", "2016-11-08"],
    ] {
        repository.write("core/change", words.join(" ")).commit("Change it");
        assert_eq!(repository.run(&[words, &["--yes"]].concat()).code, 0, "{words:?}");
    }
    for tag in repository.tags().iter().filter(|tag| !tag.ends_with("-1.0")) {
        repository.git(&["tag", "-d", tag]);
    }
    let messages = repository.git(&["log", "--format=* %B", "main..proposal"]);
    repository.git(&["switch", "-q", "main"]);
    repository.git(&["merge", "-q", "--squash", "proposal"]);
    let proposed = repository.file(".git/SQUASH_MSG");
    assert!(proposed.contains("\n    Release-Plan: "), "{proposed}");
    for message in [proposed, format!("Three releases (#17)\n\n{messages}")] {
        repository.git(&["commit", "-q", "--no-verify", "--allow-empty", "-m", &message]);
        look(&repository, &["--rev", "HEAD"], 0);
        look(&repository, &[], 0);
        repository.write("note", "").commit("Meanwhile");
        look(&repository, &[], 0);
        let skipped = message.replace("Component: core 1.1\n", "Component: core 1.2\n");
        repository.git(&["reset", "-q", "--soft", "main~1"]);
        repository.git(&["commit", "-q", "--amend", "--no-verify", "-m", &skipped]);
        let said = found(&repository);
        assert!(said.contains("`core` 1.2, and no single release leads there"), "{said}");
        repository.git(&["reset", "-q", "--soft", "HEAD~1"]);
    }
}

/// The tags of a release are on its own commit: what was out before it is what its parent has.
#[test]
fn semantics_26_releases_with_their_tags_pass_at_every_later_time() {
    let repository = chain::released();
    for words in [
        &["patch", "core", "--date", "2016-11-01"][..],
        &["release", "minor", "--all", "--date", "2016-11-02"],
        &["release", "major", "-p", "sdk", "--date", "2016-11-03"],
        &["patch", "mac", "--date", "2016-11-08"],
    ] {
        repository.write("core/change", words.join(" ")).commit("Change it");
        assert_eq!(repository.run(&[words, &["--yes"]].concat()).code, 0, "{words:?}");
    }
    look(&repository, &["--range", "HEAD~8..HEAD"], 0);
    look(&repository, &["--rev", "HEAD~2"], 0);
}

/// What stays within its month has the date that an earlier release took.
#[test]
fn semantics_26_a_kept_date_is_no_second_one() {
    let repository = Repository::new();
    let config = "[scheme]\nextends = \"calver\"\nname = \"own\"\n[scheme.part.year]\n\
                  scope = \"component\"\n[scheme.part.month]\nscope = \"component\"\n\
                  [scheme.release]\nproduct-tag = \"none\"\n";
    let component = |name: &str| {
        repository.write(&format!("{name}/version.txt"), "2026.1.0\n");
        format!("[component.{name}]\nmanifests = [\"{name}/version.txt\"]\n")
    };
    let components = ["a", "b"].map(component).concat();
    repository.write("release.toml", format!("{config}{components}")).commit("Start");
    for words in [
        &["release", "2026.1.0", "-p", "a", "--date", "2026-01-05"][..],
        &["release", "2026.1.0", "-p", "b", "--date", "2026-01-05"],
        &["release", "month", "-p", "b", "--date", "2026-02-05"],
        &["patch", "a", "b", "--date", "2026-02-06"],
    ] {
        let output = repository.run(&[words, &["--yes"]].concat());
        assert_eq!(output.code, 0, "{words:?}: {output:?}");
    }
    let versions = ["a", "b"].map(|name| repository.file(&format!("{name}/version.txt")));
    assert!(versions[0].contains("2026.1.1") && versions[1].contains("2026.2.1"), "{versions:?}");
    look(&repository, &["--rev", "HEAD"], 0);
    look(&repository, &["--range", "HEAD~1..HEAD"], 0);
    assert_eq!(repository.run(&["audit"]).code, 0);
}

#[test]
fn semantics_26_where_a_shallow_clone_ends_nothing_is_held_against_a_release() {
    let repository = chain::released();
    repository.write("core/change", "").commit("Change it");
    assert_eq!(repository.run(&["patch", "core", "--yes", "--date", "2016-11-01"]).code, 0);
    let url = format!("file://{}", repository.root().display());
    let clone = repository.beside("clone");
    repository.git(&["clone", "-q", "--depth", "1", &url, clone.to_str().unwrap()]);
    let clone = clone.to_str().unwrap();
    let output = repository.run(&["-C", clone, "lint", "--rev", "HEAD"]);
    assert_eq!(output.code, 0, "{output:?}");
}
