//! Hooks and signatures: what they refuse is not released, and nothing is left behind.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use super::{RELEASE, TAGS, harmless, run};
use crate::support::{Repository, chain};

/// Installs a hook that runs `body`.
fn hook(repository: &Repository, name: &str, body: &str) {
    let path = repository.at(".git/hooks").join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// What refuses is named with what it said; once it is gone, the same release goes through.
#[test]
fn safety_2_a_hook_that_refuses_leaves_nothing_behind() {
    for (name, body) in [
        ("pre-commit", "echo 'not on a Friday' >&2; exit 1"),
        ("prepare-commit-msg", "echo 'not on a Friday' >&2; exit 1"),
        ("commit-msg", "echo 'not on a Friday' >&2; exit 1"),
        (
            "reference-transaction",
            "[ \"$1\" != prepared ] || { echo 'not on a Friday' >&2; exit 1; }",
        ),
    ] {
        let repository = chain::released();
        hook(&repository, name, body);
        let output = harmless(&repository, RELEASE, 5);
        assert!(output.stderr.contains("not on a Friday"), "{name}: {}", output.stderr);
        fs::remove_file(repository.at(".git/hooks").join(name)).unwrap();
        run(&repository, RELEASE, 0);
        assert_eq!(repository.tags(), TAGS, "{name}");
    }
}

/// What a hook said is shown as it said it, line by line, and still as no more than text.
#[test]
fn safety_hostile_a_hooks_lines_are_lines_and_nothing_else() {
    let repository = chain::released();
    hook(&repository, "pre-commit", "printf 'one\\n  two\\n\\n::error::\\033[31m\\n'; exit 1");
    let output = harmless(&repository, RELEASE, 5);
    let wanted = "error: the pre-commit hook refused the release\n  | one\n  |   two\n  | \n  | ";
    assert!(output.stderr.starts_with(wanted), "{}", output.stderr);
    assert!(!output.stderr.contains('\u{1b}'), "{:?}", output.stderr);
    assert!(!output.stderr.contains("::error::"), "{:?}", output.stderr);
    let json = harmless(&repository, &[RELEASE, &["--json"]].concat(), 5);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["error"]["message"], "the pre-commit hook refused the release");
    assert!(json["error"]["said"].as_str().unwrap().starts_with("one\n  two\n"), "{json}");
}

/// The branch and the other tags are out when the lead tag is refused: all of it is taken back.
#[test]
fn safety_2_a_refused_lead_tag_leaves_nothing_behind() {
    const REFUSE: &str = "[ \"$1\" = prepared ] || exit 0\n! grep -q refs/tags/chain-1.1";
    let repository = chain::released();
    hook(&repository, "reference-transaction", REFUSE);
    let output = harmless(&repository, RELEASE, 5);
    assert!(output.stderr.contains("lead tag"), "{}", output.stderr);
    fs::remove_file(repository.at(".git/hooks/reference-transaction")).unwrap();
    run(&repository, RELEASE, 0);
    assert_eq!(repository.tags(), TAGS);
}

/// What the message hook adds is in the commit, and the release's own trailers stay.
#[test]
fn safety_2_a_message_hook_has_its_say() {
    let repository = chain::released();
    hook(&repository, "commit-msg", "printf '\\nReviewed-by: A hook\\n' >>\"$1\"");
    run(&repository, RELEASE, 0);
    let message = repository.git(&["log", "-1", "--format=%B"]);
    for line in ["Reviewed-by: A hook", "Release-Component: core 1.1", "Release-Plan: "] {
        assert!(message.contains(line), "{message}");
    }
    let tagged = repository.git(&["rev-parse", "chain-1.1^{commit}"]);
    assert_eq!(tagged.trim(), repository.head());
    assert_eq!(repository.tags(), TAGS);
}

/// `/bin/false` signs nothing: whether commit or tags were to be signed, nothing is released.
#[test]
fn safety_1_a_signature_that_fails_leaves_nothing_behind() {
    for setting in ["commit.gpgSign", "tag.gpgSign"] {
        let repository = chain::released();
        for (key, value) in
            [("gpg.program", "/bin/false"), ("user.signingKey", "x"), (setting, "true")]
        {
            repository.git(&["config", key, value]);
        }
        let output = harmless(&repository, RELEASE, 5);
        assert!(output.stderr.contains("sign"), "{setting}: {}", output.stderr);
        let first = output.stderr.lines().next().unwrap_or_default();
        assert!(!first.ends_with(':'), "{setting}: {}", output.stderr);
    }
}

#[test]
fn safety_1_commit_and_tags_are_signed_where_the_configuration_says_so() {
    let repository = chain::released();
    let key = repository.beside("key");
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f"])
        .arg(&key)
        .status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: ssh-keygen is not installed");
        return;
    }
    let allowed = repository.beside("allowed");
    let public = fs::read_to_string(key.with_extension("pub")).unwrap();
    fs::write(&allowed, format!("release@example.com {public}")).unwrap();
    for (name, value) in [
        ("gpg.format", "ssh"),
        ("user.signingKey", key.to_str().unwrap()),
        ("gpg.ssh.allowedSignersFile", allowed.to_str().unwrap()),
        ("commit.gpgSign", "true"),
        ("tag.gpgSign", "true"),
    ] {
        repository.git(&["config", name, value]);
    }
    run(&repository, RELEASE, 0);
    repository.git(&["verify-commit", "HEAD"]);
    for tag in ["chain-1.1", "core-1.1", "sdk-1.1", "mac-1.1"] {
        repository.git(&["verify-tag", tag]);
        let tagged = repository.git(&["rev-parse", &format!("{tag}^{{commit}}")]);
        assert_eq!(tagged.trim(), repository.head(), "{tag}");
    }
}
