//! Release notes and changelogs, with the built program and real git.

use crate::support::Repository;
use crate::support::ends::{look, run};

/// A core, an SDK and what embeds the core, all released as 1.0.
fn chain() -> Repository {
    let repository = Repository::new();
    let config = "scheme = \"chain\"\n\n[product]\nname = \"Chain Core\"\ntag = \"chain-{version}\"\n\n\
        [component.core]\n[component.sdk]\n[component.mac]\nembeds = [\"core\"]\n";
    repository.write("release.toml", config);
    for name in ["core", "sdk", "mac"] {
        repository.write(&format!("{name}/VERSION"), "1.0\n");
    }
    repository.commit("Start");
    for name in ["core", "sdk", "mac", "chain"] {
        repository.annotate(&format!("{name}-1.0"), "Release 1.0");
    }
    repository
}

fn change(repository: &Repository, name: &str, head: &str, note: &str) {
    repository.write(&format!("changes/{name}.md"), format!("---\n{head}\n---\n\n{note}\n"));
}

#[test]
fn notes_tell_of_change_files_or_of_commits() {
    let repository = chain();
    assert_eq!(look(&repository, &["notes"], 0).stdout, "");
    let said = look(&repository, &["notes"], 0).stderr;
    assert_eq!(said, "nothing to tell: no change since the last release\n");
    repository.write("core/a", "1").commit("Make it faster\n\nBy much.");
    repository.write("sdk/a", "1").write("README", "").commit("Tell of \u{1b}[31mit");
    repository.git(&["checkout", "-q", "-b", "side", "HEAD~1"]);
    repository.write("core/b", "1").commit("Mend a leak");
    repository.git(&["checkout", "-q", "main"]);
    repository.git(&["merge", "-q", "--no-ff", "-m", "Merge the side", "side"]);
    let text = look(&repository, &["notes"], 0).stdout;
    assert_eq!(
        text,
        "# Chain Core, unreleased\n\n## core, since core-1.0\n\n- Make it faster\n- Mend a leak\n\n\
         ## sdk, since sdk-1.0\n\n- Tell of  \\[31mit\n"
    );
    change(&repository, "search", "components: core\nimpact: new-api", "Search takes a limit.");
    let untracked = look(&repository, &["notes"], 0).stderr;
    assert_eq!(untracked, "changes/search.md is untracked: a release sees what is committed\n");
    repository.commit("Announce");
    let output = look(&repository, &["notes"], 0);
    assert_eq!(
        output.stdout,
        "# Chain Core 1.1\n\n## core 1.0 → 1.1\n\n### New api\n\n- Search takes a limit.\n\n\
         ## sdk 1.0 → 1.1\n\n- Tell of  \\[31mit\n\n## mac 1.0 → 1.1\n\nEmbeds core 1.1.\n"
    );
    let alone = look(&repository, &["notes", "mac"], 0).stdout;
    assert_eq!(alone, "# mac 1.0 → 1.1\n\nEmbeds core 1.1.\n");
    let json = look(&repository, &["notes", "--json"], 0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["format"], 1);
    assert_eq!(json["title"], "Chain Core 1.1");
    assert_eq!(json["components"][0]["notes"][0]["file"], "changes/search.md");
    assert_eq!(json["components"][1]["commits"][0]["subject"], "Tell of  [31mit");
    assert_eq!(json["components"][2]["reasons"][0]["kind"], "embeds");
    // Once it is out there is nothing left to tell.
    run(&repository, &["release", "auto", "--yes"], 0);
    assert_eq!(look(&repository, &["notes"], 0).stdout, "");
}

#[test]
fn notes_of_nobody_are_refused() {
    let repository = chain();
    let said = look(&repository, &["notes", "croe"], 2).stderr;
    assert!(said.contains("no component `croe`") && said.contains("`core`?"), "{said}");
    let said = look(&repository, &["notes", "--line", "x"], 2).stderr;
    assert!(said.contains("help: "), "{said}");
    change(&repository, "bad", "components: core\nimpact: nope", "x");
    repository.commit("Announce");
    let said = look(&repository, &["notes"], 1).stderr;
    assert!(said.contains("error[change-file]") && said.contains("changes/bad.md"), "{said}");
}

#[test]
fn each_line_has_notes_of_its_own() {
    let repository = Repository::new();
    let config = "[line.server]\nscheme = \"semver\"\ncomponents = [\"ioc\"]\n\
        [line.client]\nscheme = \"semver\"\ncomponents = [\"gui\"]\n[component.ioc]\n[component.gui]\n";
    repository.write("release.toml", config);
    repository.write("ioc/VERSION", "1.0.0\n").write("gui/VERSION", "2.0.0\n").commit("Start");
    repository.annotate("ioc-1.0.0", "x").annotate("gui-2.0.0", "x");
    change(&repository, "a", "components: ioc\nimpact: fix", "Mended.");
    repository.write("gui/a", "").commit("Draw it");
    let text = look(&repository, &["notes"], 0).stdout;
    assert!(
        text.starts_with("# ioc 1.0.1\n") && text.contains("\n# client, unreleased\n"),
        "{text}"
    );
    let alone = look(&repository, &["notes", "gui"], 0).stdout;
    assert_eq!(alone, "# gui, since gui-2.0.0\n\n- Draw it\n");
    let said = look(&repository, &["notes", "gui", "--line", "server"], 2).stderr;
    assert!(said.contains("`gui` is not on the line `server`"), "{said}");
    let json = look(&repository, &["notes", "--json"], 0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["lines"][1]["name"], "client");
}

/// The same line with changelogs: the product's own, and one in each folder.
fn with_changelogs() -> Repository {
    let repository = chain();
    repository.replace(
        "release.toml",
        "[component.core]",
        "changelog = \"CHANGELOG.md\"\n\n[defaults]\nchangelog = \"NEWS.md\"\n\n[component.core]",
    );
    repository.write("CHANGELOG.md", "# Chain Core\n");
    repository.write("core/NEWS.md", b"\xef\xbb\xbf# News\r\n\r\n## 1.0\r\n\r\nAll.");
    repository.write("sdk/NEWS.md", "").write("mac/NEWS.md", "## Unreleased\n\n- By hand.\n");
    repository.commit("Keep changelogs");
    repository
}

#[test]
fn a_release_writes_its_notes_into_changelogs_in_its_own_commit() {
    let repository = with_changelogs();
    // A changelog is no change of a component.
    assert_eq!(look(&repository, &["notes"], 0).stdout, "");
    change(&repository, "search", "components: core\nimpact: new-api", "Search takes a limit.");
    repository.write("sdk/a", "").commit("Speak French");
    let json = look(&repository, &["plan", "release", "auto", "--json", "--date", "2016-11-03"], 0);
    let plan: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let edits = plan["edits"].as_array().unwrap();
    assert!(edits.iter().any(|edit| edit["role"] == "changelog" && edit["path"] == "core/NEWS.md"));
    repository.write("../plan.json", &json.stdout);
    let before = repository.head();
    run(&repository, &["apply", "../plan.json", "--yes"], 0);
    assert_eq!(repository.git(&["rev-parse", "HEAD~1"]).trim(), before, "one commit");
    assert_eq!(
        repository.file("CHANGELOG.md"),
        "# Chain Core\n\n## 1.1 - 2016-11-03\n\n### core 1.0 → 1.1\n\n#### New api\n\n\
         - Search takes a limit.\n\n### sdk 1.0 → 1.1\n\n- Speak French\n\n### mac 1.0 → 1.1\n\n\
         Embeds core 1.1.\n"
    );
    assert_eq!(
        repository.file("core/NEWS.md"),
        "\u{feff}# News\r\n\r\n## 1.1 - 2016-11-03\r\n\r\n### New api\r\n\r\n- Search takes a \
         limit.\r\n\r\n## 1.0\r\n\r\nAll."
    );
    assert_eq!(
        repository.file("mac/NEWS.md"),
        "## Unreleased\n\n## 1.1 - 2016-11-03\n\n- By hand.\n"
    );
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
    look(&repository, &["lint", "--deny", "warnings"], 0);
    // The same again is nothing, and its numbers are not written twice.
    run(&repository, &["apply", "../plan.json", "--yes"], 0);
    assert_eq!(look(&repository, &["notes"], 0).stdout, "");
}

#[test]
fn a_changelog_that_is_not_there_or_not_text_is_found_and_refused() {
    let repository = with_changelogs();
    repository.remove("core/NEWS.md").commit("Lose it");
    let said = look(&repository, &["patch", "core", "--yes"], 2).stderr;
    for words in [
        "error[changelog]: there is no core/NEWS.md to write the release's notes into",
        " --> release.toml:",
        "help: begin it with a title (`# Changelog`) and commit it",
    ] {
        assert!(said.contains(words), "no {words:?} in:\n{said}");
    }
    assert!(look(&repository, &["lint"], 1).stdout.contains("error[changelog]: there is no core"));
    repository.git(&["checkout", "-q", "HEAD~1", "--", "core/NEWS.md"]);
    repository.commit("Find it");
    repository.git(&["rm", "-q", "--cached", "core/NEWS.md"]);
    let staged = look(&repository, &["lint", "--staged"], 1).stdout;
    assert!(staged.contains("error[changelog]: there is no core/NEWS.md"), "{staged}");
    repository.git(&["reset", "-q"]);
    let given = repository.file("release.toml");
    repository.write("release.toml", given.replace("NEWS.md", "OLDS.md"));
    repository.git(&["add", "release.toml"]);
    let staged = look(&repository, &["lint", "--staged"], 1).stdout;
    assert!(staged.contains("error[changelog]: there is no core/OLDS.md"), "{staged}");
    repository.git(&["reset", "-q", "--hard"]);
    // What is wrong beside it was not staged.
    repository.write("core/VERSION", "one\n").commit("Break something else");
    repository.write("core/NEWS.md", "## Unreleased\n\n- New.\n");
    repository.git(&["add", "core/NEWS.md"]);
    assert_eq!(look(&repository, &["lint", "--staged"], 0).stdout, "");
    repository.git(&["reset", "-q", "--hard", "HEAD~1"]);
    repository.write("core/NEWS.md", b"# \xff\n").commit("Break it");
    let said = look(&repository, &["patch", "core", "--yes"], 1).stderr;
    assert!(said.contains("core/NEWS.md") && said.contains("save the file as UTF-8"), "{said}");
    assert!(look(&repository, &["lint"], 1).stdout.contains("not UTF-8"));
    repository.write("core/NEWS.md", "## Unreleased\n").commit("Mend it");
    // What nobody committed is nobody's to overwrite.
    repository.write("core/NEWS.md", "## Unreleased\n\n- More.\n");
    let said = look(&repository, &["patch", "core", "--yes"], 5).stderr;
    assert!(said.contains("core/NEWS.md"), "{said}");
    repository.commit("Say more");
    run(&repository, &["patch", "core", "--yes", "--date", "2016-11-03"], 0);
    let text = repository.file("core/NEWS.md");
    assert_eq!(text, "## Unreleased\n\n## 1.0.20161103 - 2016-11-03\n\n- More.\n");
}
