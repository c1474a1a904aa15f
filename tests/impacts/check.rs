//! `change check`: whether everything that changed is announced.

use super::{change, kolab, look, run};
use crate::support::Repository;

fn check(repository: &Repository, arguments: &[&str], code: i32) -> String {
    look(repository, &[&["change", "check"], arguments].concat(), code).stdout
}

#[test]
fn what_changed_since_its_release_needs_a_change_file() {
    let repository = kolab();
    check(&repository, &[], 0);
    repository.write("docs/read.me", "nobody's").commit("Write");
    check(&repository, &[], 0);
    for name in ["a.c", "b.c", "c.c", "d.c"] {
        repository.write(&format!("imapd/{name}"), "");
    }
    repository.commit("Change imapd");
    let said = check(&repository, &[], 1);
    let wanted = "error[change-missing]: `imapd` changed since imapd-2.4.3, and no change file says \
        how: imapd/a.c, imapd/b.c, imapd/c.c and 1 more\n\
        help: `change add -p imapd --impact ID -m TEXT` writes one\n";
    assert!(said.contains(wanted), "{said}");
    // A lint is about versions: it does not ask everybody for change files.
    look(&repository, &["lint"], 0);
    let json: serde_json::Value =
        serde_json::from_str(&check(&repository, &["--format", "json"], 1)).unwrap();
    let finding = &json["findings"][0];
    assert_eq!((&finding["component"], &finding["path"]), (&"imapd".into(), &"imapd/a.c".into()));
    // The one just written counts, committed or not.
    run(&repository, &["change", "add", "-p", "imapd", "--impact", "fix", "-m", "Mended"], 0);
    check(&repository, &[], 0);
}

#[test]
fn a_release_needs_no_announcement_of_itself_with_or_without_its_tags() {
    let repository = kolab();
    repository.write("imapd/a.c", "");
    change(&repository, "leak", "imapd", "fix");
    run(&repository, &["release", "auto", "--yes", "--no-tag"], 0);
    // The suite's manifest changed, by the release that its trailers tell of.
    check(&repository, &[], 0);
    repository.write("README", "x").commit("Go on");
    check(&repository, &[], 0);
    let head = repository.git(&["rev-parse", "HEAD~1"]).trim().to_owned();
    for tag in ["imapd-2.4.4", "suite-2.5.0"] {
        repository.git(&["tag", "-a", "-m", "Release", tag, &head]);
    }
    check(&repository, &[], 0);
    repository.write("suite/list", "").commit("Change the suite");
    assert!(check(&repository, &[], 1).contains("`suite` changed since suite-2.5.0"));
}

#[test]
fn a_pull_request_announces_its_own_changes() {
    let repository = kolab();
    repository.write("imapd/a.c", "");
    change(&repository, "first", "[imapd, webmail]", "fix");
    repository.git(&["switch", "-q", "-c", "proposal"]);
    repository.write("imapd/b.c", "").commit("Change imapd");
    // Announced since its release, by somebody else's file.
    check(&repository, &[], 0);
    let said = check(&repository, &["--since", "main"], 1);
    assert!(said.contains("`imapd` changed since ") && said.contains(": imapd/b.c\n"), "{said}");
    // What happens on main meanwhile is not the proposal's doing.
    repository.git(&["switch", "-q", "main"]);
    repository.write("webmail/c.js", "").commit("Change webmail");
    repository.git(&["switch", "-q", "proposal"]);
    assert!(!check(&repository, &["--since", "main"], 1).contains("webmail"));
    change(&repository, "second", "imapd", "fix");
    check(&repository, &["--since", "main"], 0);
    // Merging main brings its changes in, announced or not; they are not new here.
    repository.git(&["merge", "-q", "--no-edit", "main"]);
    check(&repository, &["--since", "main"], 0);
    let said = look(&repository, &["change", "check", "--since", "nowhere"], 2).stderr;
    assert!(said.contains("nowhere"), "{said}");
}

#[test]
fn a_hook_looks_at_what_is_staged() {
    let repository = kolab();
    repository.write("imapd/a.c", "").write("webmail/a.js", "").git(&["add", "imapd"]);
    let said = check(&repository, &["--staged"], 1);
    assert!(said.contains("`imapd` changed since the last commit"), "{said}");
    assert!(!said.contains("webmail"), "{said}");
    let text = "---\ncomponents: imapd\nimpact: fix\n---\nMended.\n";
    repository.write("changes/mended.md", text);
    check(&repository, &["--staged"], 1);
    repository.git(&["add", "changes"]);
    check(&repository, &["--staged"], 0);
    repository.git(&["rm", "-q", "--cached", "changes/mended.md"]);
    check(&repository, &["--staged"], 1);
}

#[test]
fn a_component_on_its_first_day_has_nothing_to_announce_a_change_of() {
    let repository = kolab();
    repository.write("sync/VERSION", "0.1.0\n");
    let config = repository.file("release.toml") + "[component.sync]\n";
    repository.write("release.toml", config).commit("Add a component");
    check(&repository, &[], 0);
    check(&repository, &["--since", "HEAD~1"], 0);
}

#[test]
fn a_configuration_that_cannot_be_used_is_a_finding() {
    let repository = kolab();
    repository.replace("release.toml", "embeds", "embed");
    let said = check(&repository, &["--format", "github"], 2);
    assert!(said.contains("::error file=release.toml"), "{said}");
}

/// The hook that the command's help recommends lets a release pass, and nothing else.
#[cfg(unix)]
#[test]
fn semantics_26_a_release_passes_the_hook_that_asks_for_announcements() {
    use std::os::unix::fs::PermissionsExt as _;

    let repository = kolab();
    let program = env!("CARGO_BIN_EXE_syncline");
    let script = format!("#!/bin/sh\nexec '{program}' change check --staged\n");
    let hook = repository.at(".git/hooks/pre-commit");
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    std::fs::write(&hook, script).unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    run(&repository, &["patch", "imapd", "--yes"], 0);
    check(&repository, &[], 0);
    repository.write("imapd/a.c", "").git(&["add", "imapd"]);
    let refused = repository.try_git(&["commit", "-q", "-m", "Change imapd"]);
    assert_ne!(refused.code, 0, "{refused:?}");
    let said = format!("{}{}", refused.stdout, refused.stderr);
    assert!(said.contains("change-missing"), "{refused:?}");
    repository.git(&["rm", "-q", "-f", "imapd/a.c"]);
    run(&repository, &["patch", "imapd", "--yes", "--no-tag"], 0);
    check(&repository, &[], 0);
}
