//! Writing change files, listing them, and what is wrong with them.

use super::{change, kolab, look, run};
use crate::support::Repository;

fn add(repository: &Repository, arguments: &[&str], code: i32) -> String {
    let output = run(repository, &[&["change", "add"], arguments].concat(), code);
    output.stdout + &output.stderr
}

#[test]
fn a_change_file_is_named_after_its_note_and_never_written_over_another() {
    let repository = kolab();
    let words =
        ["-p", "imapd", "-p", "webmail", "--impact", "fix", "-m", "It doesn't leak (much)."];
    assert_eq!(add(&repository, &words, 0), "wrote changes/it-doesnt-leak-much.md\n");
    let text = "---\ncomponents: [imapd, webmail]\nimpact: fix\n---\n\nIt doesn't leak (much).\n";
    assert_eq!(repository.file("changes/it-doesnt-leak-much.md"), text);
    assert_eq!(add(&repository, &words, 0), "wrote changes/it-doesnt-leak-much-2.md\n");
    let long = "A very long first line that goes on and on about everything there is to say";
    let said = add(&repository, &["-p", "imapd", "--impact", "fix", "-m", long, "-m", "More."], 0);
    assert_eq!(said, "wrote changes/a-very-long-first-line-that-goes-on-and-on-about.md\n");
    let file = "changes/a-very-long-first-line-that-goes-on-and-on-about.md";
    assert!(repository.file(file).ends_with("to say\n\nMore.\n"));
    let said = add(&repository, &["-p", "imapd", "--impact", "fix", "-m", "修正"], 0);
    assert_eq!(said, "wrote changes/imapd-fix.md\n", "what has no letters to use");
    let named =
        ["-p", "imapd", "--impact", "fix", "--impact", "security", "--name", "cve", "-m", "x"];
    assert_eq!(add(&repository, &named, 0), "wrote changes/cve.md\n");
    assert!(repository.file("changes/cve.md").contains("impact: [fix, security]\n"));
    look(&repository, &["change", "check"], 0);
    look(&repository, &["lint"], 0);
}

#[test]
fn a_name_that_a_release_had_is_not_given_again() {
    let repository = kolab();
    let words = ["-p", "imapd", "--impact", "fix", "-m", "It crashed."];
    add(&repository, &words, 0);
    repository.commit("Announce");
    run(&repository, &["release", "auto", "--yes"], 0);
    let list = look(&repository, &["change", "list"], 0).stdout;
    assert!(list.contains("released, and free to be deleted: changes/it-crashed.md"), "{list}");
    repository.remove("changes/it-crashed.md").commit("Tidy up");
    // Under the old name it would count as released.
    assert_eq!(add(&repository, &words, 0), "wrote changes/it-crashed-2.md\n");
    let said = add(&repository, &[&words[..], &["--name", "It-Crashed"]].concat(), 2);
    assert!(said.contains("or a release had one") && said.contains("--name"), "{said}");
    repository.commit("Announce again");
    assert_eq!(look(&repository, &["next", "release", "auto"], 0).stdout, "2.6.0\n", "the suite's");
}

#[test]
fn names_that_yaml_would_misread_are_quoted() {
    let repository = Repository::new();
    repository.write(
        "release.toml",
        "scheme = \"semver-independent\"\n[component.\"@acme/ui\"]\npath = \"ui\"\n[component.2024]\n[component.true]\n",
    );
    for folder in ["ui", "2024", "true"] {
        repository.write(&format!("{folder}/VERSION"), "1.0.0\n");
    }
    repository.commit("Start");
    let words = ["-p", "@acme/ui", "-p", "2024", "-p", "true", "--impact", "fix", "-m", "Mend it"];
    add(&repository, &words, 0);
    let text = repository.file("changes/mend-it.md");
    assert!(text.contains("components: [\"@acme/ui\", \"2024\", \"true\"]\n"), "{text}");
    let list = look(&repository, &["change", "list", "--json"], 0).stdout;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list["files"][0]["components"], serde_json::json!(["@acme/ui", "2024", "true"]));
}

#[test]
fn what_cannot_be_announced_is_refused_and_nothing_is_written() {
    let repository = kolab();
    repository.write("changes/old.md", "---\ncomponents: suite\nimpact: fix\n---\nOld.\n");
    for (words, says) in [
        (&["-p", "imap", "--impact", "fix", "-m", "x"][..], "did you mean `imapd`?"),
        (&["-p", "imapd", "--impact", "fixx", "-m", "x"], "did you mean `fix`?"),
        (&["-p", "imapd", "--impact", "zzzzzz", "-m", "x"], "impacts: no-upgrade-path, no-down"),
        (&["-p", "imapd", "-p", "imapd", "--impact", "fix", "-m", "x"], "named twice"),
        (&["-p", "imapd", "--impact", "fix", "-m", " "], "say what changes for people: -m TEXT"),
        (&["-p", "imapd", "--impact", "fix"], "say what changes for people: -m TEXT"),
        (&["-p", "imapd, suite", "--impact", "fix", "-m", "x"], "own: -p imapd -p suite"),
        (&["-p", "imapd", "--impact", "fix,security", "-m", "x"], "--impact fix --impact security"),
        (&["-p", "", "--impact", "fix", "-m", "x"], "there is no component ``"),
        (&["--impact", "fix", "-m", "x"], "--package <NAME>"),
        (&["-p", "imapd", "-m", "x"], "--impact <ID>"),
        (&["-p", "imapd", "--impact", "fix", "-m", "x", "--name", "../x"], "without its folder"),
        (&["-p", "imapd", "--impact", "fix", "-m", "x", "--name", "a/b"], "without its folder"),
        (&["-p", "imapd", "--impact", "fix", "-m", "x", "--name", "README"], "without its folder"),
        (&["-p", "imapd", "--impact", "fix", "-m", "x", "--name", ""], "without its folder"),
        (&["-p", "imapd", "--impact", "fix", "-m", "x", "--name", "old"], "changes/old.md already"),
        (&["-p", "imapd", "--impact", "fix", "-m", "x", "--name", "OLD.md"], "already"),
    ] {
        let before = repository.state();
        let said = add(&repository, words, 2);
        assert!(said.contains(says), "{words:?}: no {says:?} in:\n{said}");
        assert!(said.contains("help: ") || said.contains("--help"), "{words:?}: {said}");
        let written = repository.state().changes_since(&before);
        assert!(written.is_empty(), "{words:?} wrote {written:#?}");
    }
}

#[cfg(unix)]
#[test]
fn a_linked_folder_of_change_files_is_not_followed() {
    let repository = kolab();
    std::fs::create_dir(repository.beside("outside")).unwrap();
    std::os::unix::fs::symlink(repository.beside("outside"), repository.at("changes")).unwrap();
    let said = add(&repository, &["-p", "imapd", "--impact", "fix", "-m", "x"], 5);
    assert!(said.contains("symbolic link"), "{said}");
    assert_eq!(std::fs::read_dir(repository.beside("outside")).unwrap().count(), 0);
}

#[test]
fn what_is_wrong_with_a_change_file_is_shown_where_it_stands() {
    let repository = kolab();
    let text = "\u{feff}---\r\ncomponents: [imapd, webmial]\r\nimpact: fixx\r\n---\r\n\r\nIt.\r\n";
    repository.write("changes/typo.md", text);
    for command in [&["lint"][..], &["change", "check"]] {
        let said = look(&repository, command, 1).stdout;
        for words in [
            "error[change-file]: there is no component `webmial`",
            " --> changes/typo.md:2:21",
            "did you mean `webmail`?",
            "error[change-file]: the scheme `kolab` has no impact `fixx`",
            " --> changes/typo.md:3:9",
            "2 errors",
        ] {
            assert!(said.contains(words), "no {words:?} in:\n{said}");
        }
    }
    let said = look(&repository, &["lint", "--format", "github"], 1).stdout;
    assert!(said.contains("::error file=changes/typo.md,line=2"), "{said}");
    repository.commit("Commit it all the same");
    // What it asks for is not known, so nothing is released past it, listed or made of it.
    assert!(look(&repository, &["patch", "imapd", "--yes"], 1).stderr.contains("change-file"));
    assert!(look(&repository, &["change", "list"], 1).stderr.contains("change-file"));
}

#[test]
fn lint_of_what_is_staged_looks_at_staged_change_files() {
    let repository = kolab();
    change(&repository, "broken", "imapd", "fixx");
    repository.write("imapd/notes", "x").git(&["add", "imapd/notes"]);
    look(&repository, &["lint", "--staged"], 0);
    repository.replace("changes/broken.md", "fixx", "fixxx").git(&["add", "changes"]);
    assert!(look(&repository, &["lint", "--staged"], 1).stdout.contains("`fixxx`"));
    repository.replace("changes/broken.md", "fixxx", "fix").git(&["add", "changes"]);
    look(&repository, &["lint", "--staged"], 0);
}

#[test]
fn the_folder_of_change_files_can_be_another() {
    let repository = kolab();
    repository.replace(
        "release.toml",
        "name = \"Kolab\"",
        "name = \"Kolab\"\nchanges = \"doc/news\"",
    );
    repository.commit("Keep news elsewhere");
    let said = add(&repository, &["-p", "imapd", "--impact", "fix", "-m", "Mended"], 0);
    assert_eq!(said, "wrote doc/news/mended.md\n");
    for folder in ["../news", "/news", ".", ".git/news"] {
        let config = repository.file("release.toml").replace("doc/news", folder);
        let before = repository.file("release.toml");
        repository.write("release.toml", &config);
        let said = run(&repository, &["change", "list"], 2).stderr;
        assert!(said.contains("changes = \"changes\""), "{folder}: {said}");
        repository.write("release.toml", &before);
    }
}

#[test]
fn a_file_that_is_not_committed_is_listed_and_not_released() {
    let repository = kolab();
    add(&repository, &["-p", "imapd", "--impact", "functional-change", "-m", "New"], 0);
    let output = look(&repository, &["change", "list"], 0);
    assert!(output.stdout.contains("functional-change"), "{}", output.stdout);
    let note = "changes/new.md is untracked: a release sees what is committed\n";
    assert_eq!(output.stderr, note);
    look(&repository, &["release", "auto", "--yes"], 3);
    assert_eq!(look(&repository, &["next", "patch", "imapd"], 0).stdout, "2.4.4\n");
}
