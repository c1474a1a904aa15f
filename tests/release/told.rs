//! What is done is done, whether or not standard output takes the news.

use std::fs::File;
use std::process::{Command, Output, Stdio};

use super::workspace;
use crate::support::{Repository, ends};

/// Runs a command whose standard output is `stdout`.
fn run(mut command: Command, stdout: impl Into<Stdio>) -> Output {
    command.stdin(Stdio::null()).stdout(stdout).stderr(Stdio::piped()).output().unwrap()
}

const RELEASE: &[&str] = &["release", "minor", "--yes", "--json"];

fn is_told(output: &Output) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    for words in ["was done", "released", "commit ", "box-cli-0.4.0", "v0.4.0"] {
        assert!(stderr.contains(words), "no {words}: {stderr}");
    }
}

#[test]
fn a_release_that_nobody_could_be_told_of_is_no_failure() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        eprintln!("SKIPPED: there is no /dev/full");
        return;
    };
    let repository = workspace();
    is_told(&run(repository.program("", RELEASE), full));
    assert_eq!(repository.tags(), ["box-cli-0.4.0", "hammer-0.4.0", "v0.4.0"]);
}

/// Made with the commit or afterwards, a tag that is the product's and the components' says the same.
#[test]
fn safety_tags_that_were_waited_for_have_the_messages_that_they_would_have_had() {
    let begun = || {
        let repository = Repository::new();
        let config = "scheme = \"semver-fixed\"\n[product]\nname = \"Both\"\n\
                      [defaults]\ntag = \"v{version}\"\n[component.a]\n[component.b]\n";
        repository.write("release.toml", config);
        repository.write("a/VERSION", "1.0.0\n").write("b/VERSION", "1.0.0\n").commit("Start");
        ends::run(&repository, &["release", "1.0.0", "--yes"], 0);
        repository
    };
    let steps: [&[&str]; 3] = [&["release", "minor"], &["pre", "rc"], &["patch", "--all"]];
    for words in steps {
        let said = |more: &[&str]| {
            let repository = begun();
            repository.write("a/change", "").commit("Change it");
            ends::run(&repository, &[words, &["--yes"], more].concat(), 0);
            if !more.is_empty() {
                let resumed = ends::run(&repository, &["resume"], 0);
                assert!(resumed.stdout.starts_with("released Both 1."), "{}", resumed.stdout);
            }
            let tags = repository.tags();
            let lead = tags.iter().find(|tag| *tag != "v1.0.0").unwrap();
            let tag = repository.git(&["tag", "-l", "--format=%(contents)", lead]);
            assert!(tag.starts_with("Both 1."), "{words:?}: {tag}");
            // The plan knows whether tags are to be made.
            tag.split_once("Release-Plan: ").unwrap().0.to_owned()
        };
        assert_eq!(said(&["--no-tag"]), said(&[]), "{words:?}");
    }
}

/// With and without a plan shown before: whoever read it need not stay until it is done.
#[test]
fn cli_a_closed_pipe_does_not_stop_a_release() {
    for words in [RELEASE, &["release", "minor", "--yes"]] {
        let repository = workspace();
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        is_told(&run(repository.program("", words), writer));
        assert_eq!(repository.tags(), ["box-cli-0.4.0", "hammer-0.4.0", "v0.4.0"], "{words:?}");
    }
}
